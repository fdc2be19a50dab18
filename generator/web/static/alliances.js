// The list grows while files are read: it is asked for again until none waits.

import { tell } from "/static/page.js";

const list = document.getElementById("list");

async function goOn() {
  let waiting = Number(list.firstElementChild.dataset.waiting);
  while (waiting) {
    tell(`Reading the folder: ${waiting} files more.`);
    let answer;
    try {
      answer = await fetch("/alliances?part");
    } catch {
      tell("The program does not answer. Start it again.");
      return;
    }
    if (!answer.ok) return;
    const focused = document.activeElement?.getAttribute("href");
    const open = [...list.querySelectorAll("details[open]")].map((details) => details.id);
    list.innerHTML = await answer.text();
    if (focused) [...list.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    waiting = Number(list.firstElementChild.dataset.waiting);
    if (!waiting) tell("");
  }
}

goOn();
