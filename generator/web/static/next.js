// The next meeting: its pages are drawn anew at each change.

import { loadFonts, readData, tell } from "/static/page.js";

const WAIT = 150; // ms after the last key
const form = document.getElementById("next");
const preview = document.getElementById("preview");
let timer = 0;
let asked = 0;

async function draw() {
  const own = (asked += 1);
  let answer, text;
  try {
    answer = await fetch(`${form.action}?part`, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    text = await answer.text();
  } catch {
    tell("The program does not answer. Start it again.");
    return;
  }
  if (own !== asked) return; // a later change was sent meanwhile
  const drawn = document.createElement("template");
  drawn.innerHTML = text;
  await loadFonts(readData(drawn.content.querySelector("[data-fonts]"), "fonts", []));
  if (own !== asked) return;
  const top = preview.scrollTop;
  // where something is wrong, the last good pages stay
  const pages = drawn.content.querySelector("figure") ? [] : [...preview.querySelectorAll("figure")];
  preview.replaceChildren(drawn.content, ...pages);
  preview.scrollTop = top;
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(draw, WAIT);
});

draw(); // what was typed before this script came, or what the browser brought back, stands in the form alone
