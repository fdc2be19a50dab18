// A roster: its rows are checked at each change of the form, work is told while it goes on and can be stopped, and what came
// back is sent file by file and then put with its pair.

import { loadFonts, readData, tell } from "/static/page.js";

const MOST_BYTES = 20_000_000; // as the server has it
const LINES = "application/x-ndjson";
const ENDED = "The program does not answer. Start Designed Alliance again, and open the link that it prints: what is made is kept.";

const part = (name) => document.getElementById(name);
const group = part("group");

function parse(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

/** Return the problems in an answer that refuses, or a sentence of ours. */
function problemsOf(text) {
  const alert = parse(text).querySelector("[role=alert]");
  if (alert) return alert;
  const said = document.createElement("p");
  said.className = "problem";
  said.setAttribute("role", "alert");
  said.textContent = text || ENDED;
  return said;
}

async function ask(address, options) {
  try {
    const answer = await fetch(address, options);
    if (answer.status === 401 || answer.status === 403) throw new Error("a new start");
    return answer;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return null;
  }
}

// The table

async function sendTable(file) {
  const refused = part("refused");
  refused.replaceChildren();
  if (file.size > MOST_BYTES) {
    refused.append(problemsOf(`${file.name} is larger than 20 MB: it is no table of people.`));
    return;
  }
  tell(`Reading ${file.name}`);
  const answer = await ask(`/roster?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file });
  if (answer?.ok) {
    const { id } = await answer.json();
    location.assign(`/roster/${id}`);
    return;
  }
  refused.append(problemsOf(answer ? await answer.text() : ""));
  tell("");
}

// How they look

let asked = 0;

/** Check the rows as the form is now; the pictures are drawn again where more than the layout has changed. */
async function look(changed) {
  const mine = ++asked;
  const address = `${location.pathname}?${new URLSearchParams(new FormData(group))}`;
  tell("Looking at the rows");
  const answer = await ask(address, {});
  const text = answer ? await answer.text() : "";
  if (mine !== asked) return;
  part("refused").replaceChildren();
  if (!answer?.ok) {
    part("refused").append(problemsOf(text));
    tell(part("refused").textContent.trim().replace(/\s+/g, " "));
    return;
  }
  const page = parse(text);
  history.replaceState(null, "", address);
  part("rows").replaceChildren(...page.getElementById("rows").childNodes);
  if (changed !== "layout") {
    const gallery = page.getElementById("gallery");
    await loadFonts(readData(gallery.querySelector("[data-fonts]"), "fonts", []));
    part("gallery").replaceChildren(...gallery.childNodes);
  }
  if (changed === "bank") part("language").replaceChildren(...page.getElementById("language").childNodes);
  tell(part("ready").textContent);
}

// Work that takes long

let stopping = null;

function showStep({ done, total, what }) {
  part("bar").max = total;
  part("bar").value = done;
  part("far").textContent = `${done} of ${total} ${what}`;
  const tenth = Math.ceil(total / 10);
  if (total > 20 && done % tenth === 0) tell(part("far").textContent);
}

/** Return what the last line says; each line before it is shown. */
async function readLines(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return null;
    const lines = (waiting + value).split("\n");
    waiting = lines.pop();
    let step = null;
    for (const line of lines) {
      const told = JSON.parse(line);
      if ("part" in told) return told;
      step = told;
    }
    if (step) showStep(step);
  }
}

/** Have work done, and show what came of it in this place. */
async function work(address, form, title, place) {
  if (stopping) return;
  stopping = new AbortController();
  const pressed = document.activeElement;
  document.querySelector("label[for=bar]").textContent = title;
  part("far").textContent = "";
  part("bar").removeAttribute("value");
  place.replaceChildren();
  place.before(part("work"));
  part("work").hidden = false;
  busy(true);
  part("stop").focus();
  tell(title);
  try {
    const options = { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: LINES }, signal: stopping.signal };
    const answer = await ask(address, options);
    const streamed = answer?.headers.get("content-type")?.startsWith(LINES);
    const told = streamed ? await readLines(answer) : answer && { status: answer.status, part: await answer.text() };
    show(told, place);
  } catch (error) {
    if (error.name === "AbortError") {
      const far = part("far").textContent;
      show({ status: 200, part: `<p data-told>Stopped${far && ` after ${far}`}. Press the button again to go on.</p>` }, place);
    } else show(null, place);
  } finally {
    stopping = null;
    part("work").hidden = true;
    busy(false);
    if (!place.contains(document.activeElement)) pressed?.focus();
  }
}

function show(told, place) {
  if (told?.status === 200) place.replaceChildren(...parse(told.part).body.childNodes);
  else place.replaceChildren(problemsOf(told?.part ?? ""));
  place.focus();
  tell(place.querySelector("[data-told]")?.textContent ?? place.textContent.trim().replace(/\s+/g, " "));
  const take = place.querySelector("[data-take]");
  if (take) location.assign(take.href); // an attachment: the page stays
}

function busy(going) {
  for (const button of document.querySelectorAll("#group button, #collect button")) if (button !== part("stop")) button.disabled = going;
}

// What came back

async function sendReturns(files) {
  if (stopping) return;
  const unkept = part("unkept");
  unkept.replaceChildren();
  let kept = 0;
  for (const [index, file] of files.entries()) {
    tell(`Reading ${index + 1} of ${files.length}: ${file.name}`);
    const fits = file.size <= MOST_BYTES;
    const answer = fits && (await ask(`${location.pathname}/returns?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file }));
    if (answer?.ok) {
      kept += 1;
      continue;
    }
    const row = document.createElement("li");
    row.append(problemsOf(fits ? (answer ? await answer.text() : "") : `${file.name} is larger than 20 MB.`));
    unkept.append(row);
  }
  part("came").value = "";
  if (kept) {
    part("count").textContent = "";
    await work(part("collect").action, part("collect"), "Putting them with their pairs", part("collected"));
  } else tell("Nothing of it was kept.");
}

// What happens

function take(chooser, files) {
  if (!files.length) return;
  if (chooser?.id === "came") sendReturns(files);
  else sendTable(files[0]);
}

for (const chooser of document.querySelectorAll("input[type=file]"))
  chooser.addEventListener("change", () => {
    const files = [...chooser.files];
    take(chooser, files);
    if (chooser.id !== "came") chooser.value = "";
  });

document.addEventListener("drop", (event) => {
  const place = event.target.closest?.("[data-drop]") ?? (group ? null : document.querySelector("[data-drop]"));
  if (place) take(place.querySelector("input"), [...event.dataTransfer.files]);
});

group?.addEventListener("change", ({ target }) => look(target.name));

group?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { submitter } = event;
  const address = submitter.hasAttribute("formaction") ? submitter.formAction : group.action; // else it is the page's own
  work(address, group, `Making: ${submitter.textContent}`, part("made"));
});

part("collect")?.addEventListener("submit", (event) => {
  event.preventDefault();
  work(event.target.action, event.target, "Putting them with their pairs", part("collected"));
});

part("stop")?.addEventListener("click", () => stopping?.abort());

loadFonts(readData(group?.querySelector("[data-fonts]"), "fonts", []));
