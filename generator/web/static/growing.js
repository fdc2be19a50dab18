// A part of the page grows while the folder's files are read: it is asked for again until none waits.

import { tell } from "/static/page.js";

const part = document.getElementById("growing");

async function goOn() {
  let waiting = Number(part.firstElementChild.dataset.waiting);
  while (waiting) {
    tell(`Reading the folder: ${waiting} ${waiting === 1 ? "file" : "files"} more.`);
    let answer;
    try {
      answer = await fetch(part.dataset.from);
    } catch {
      tell("The program does not answer. Start it again.");
      return;
    }
    if (!answer.ok) return;
    const focused = document.activeElement?.getAttribute("href");
    const open = [...part.querySelectorAll("details[open]")].map((details) => details.id);
    part.innerHTML = await answer.text();
    if (focused) [...part.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    waiting = Number(part.firstElementChild.dataset.waiting);
    if (!waiting) tell("");
  }
}

goOn();
