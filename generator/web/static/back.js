// What came back: each file is sent by itself and told as soon as it is read; then all of them are shown together.

import { tell } from "/static/page.js";

const MOST_BYTES = 20_000_000; // as the server has it
const ENDED = "The program does not answer. Start it again, and drop the files once more.";

const found = document.getElementById("found");
const arrived = document.getElementById("arrived");
const chooser = document.getElementById("returns");
const place = chooser?.closest("[data-drop]");

/** Send one file; return the row that tells it. */
async function send(file) {
  if (file.size > MOST_BYTES) return rowOf(file.name, "Larger than 20 MB: it is no file that answers come back in.");
  try {
    const answer = await fetch(`/returns?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    return holder.content.querySelector("li") ?? rowOf(file.name, holder.content.textContent.trim());
  } catch {
    return rowOf(file.name, ENDED);
  }
}

function rowOf(name, sentence) {
  const row = document.createElement("li");
  const bold = document.createElement("b");
  bold.textContent = name;
  const problem = document.createElement("p");
  problem.className = "problem";
  problem.textContent = sentence;
  row.append(bold, problem);
  return row;
}

/** Send files one after another, in the order in which they were given, and show what is in them. */
async function take(files) {
  arrived?.replaceChildren();
  const ids = [];
  const refused = [];
  for (const [index, file] of files.entries()) {
    tell(files.length > 1 ? `Reading ${index + 1} of ${files.length}: ${file.name}` : `Reading ${file.name}`);
    const row = await send(file);
    if (row.dataset.file) ids.push(row.dataset.file);
    else refused.push(row);
    arrived?.append(row);
  }
  chooser.value = "";
  const read = ids.length === 1 ? "1 file is read" : `${ids.length} files are read`;
  const said = refused.length ? `${read}, ${refused.length} not kept.` : `${read}.`;
  if (!found) {
    if (ids.length) location.assign(`/back?${new URLSearchParams(ids.map((id) => ["file", id]))}`);
    else tell(refused.map((row) => row.textContent.trim().replace(/\s+/g, " ")).join(" "));
    return;
  }
  const form = new FormData(document.getElementById("returned"));
  for (const id of ids) form.append("file", id);
  if (!ids.length || (await show(form))) {
    arrived.replaceChildren(...refused);
    tell(said);
  }
}

/** Have the server tell what files and decisions make, and show that; return whether it did. */
async function show(form) {
  const focused = document.activeElement?.id;
  const open = [...found.querySelectorAll("details[open]")].map((details) => details.id);
  try {
    const answer = await fetch("/decide?part", { method: "POST", body: new URLSearchParams(form) });
    if (!answer.ok) throw new Error(answer.statusText);
    found.innerHTML = await answer.text();
  } catch {
    tell(ENDED);
    return false;
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) (document.getElementById(focused) ?? chooser).focus();
  place.classList.toggle("tall", !found.querySelector(".returned"));
  const kept = [...new FormData(document.getElementById("returned"))].filter(([name]) => name === "file" || name === "took");
  history.replaceState(null, "", kept.length ? `/back?${new URLSearchParams(kept)}` : "/back");
  return true;
}

found?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (button?.formAction.endsWith("/finish")) return;
  event.preventDefault();
  if (await show(new FormData(event.target, button))) {
    const waiting = found.querySelectorAll("button[name=finish]:disabled").length;
    if (button?.name === "take") tell(waiting ? "Taken. More is to be decided." : "Taken. All is decided.");
    else if (button?.name === "drop") tell("Taken away from here; it stays in the folder.");
  }
});

chooser?.addEventListener("change", () => take([...chooser.files]));
document.addEventListener("drop", (event) => {
  const files = [...event.dataTransfer.files];
  if (files.length) take(files);
});
