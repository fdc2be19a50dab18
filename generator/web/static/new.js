// A new worksheet: the form stays as it is in this browser, and its pages are drawn beside it at each change.

import { loadFonts, readData, tell } from "/static/page.js";

const KEPT = "new worksheet";
const BEFORE = "new worksheet, before it was started anew";
const TYPING = 120; // ms without a key before the pages are drawn
const GALLERY = 300; // ms without a change before the layouts are
const AGAIN = 2000; // ms before what had no answer is asked again
const UNREACHED = "The program does not answer. What is here is kept in this browser: start Designed Alliance again, and open the link that it prints.";

const form = document.getElementById("order");
const preview = document.getElementById("preview");
const problems = document.getElementById("problems");
const gallery = document.getElementById("gallery");
const part = (name) => document.getElementById(name);
const fields = (selector) => [...form.elements].filter((element) => element.matches(selector));

// The form

function people() {
  return Number(form.dataset.people);
}

/** Show columns and lines for so many people; what the others have stays, and is not sent. */
function setPeople(number) {
  form.dataset.people = number;
  for (const element of form.querySelectorAll("[data-person] :is(input, select)"))
    element.disabled = Number(element.closest("[data-person]").dataset.person) >= number;
  followLeftOut();
  form.querySelector('[data-people-change="1"]').disabled = number >= 6;
  form.querySelector('[data-people-change="-1"]').disabled = number <= 1;
}

/** Have questions that are left out take no ticks. */
function followLeftOut() {
  for (const box of form.querySelectorAll('[name="without"]')) {
    const row = box.closest("tr");
    row.toggleAttribute("data-out", box.checked);
    for (const tick of row.querySelectorAll('[name^="pick-"]'))
      tick.disabled = box.checked || Number(tick.name.slice(5)) >= people();
  }
  for (const all of form.querySelectorAll("[data-leave-all]")) {
    const boxes = [...all.closest("table").querySelectorAll('[name="without"]')];
    const out = boxes.filter((box) => box.checked).length;
    all.checked = out === boxes.length;
    all.indeterminate = out > 0 && out < boxes.length;
  }
}

function ticksOf(person) {
  return fields(`[name="pick-${person}"]`);
}

function count() {
  const { min, max } = part("questions-title").dataset;
  const wanted = min === max ? min : `${min} to ${max}`;
  for (let person = 0; person < people(); person += 1) {
    const number = ticksOf(person).filter((tick) => tick.checked && !tick.disabled).length;
    const shown = form.querySelector(`[data-count="${person}"]`);
    const text = `${number} of ${wanted}`;
    if (shown.textContent !== text) shown.textContent = text;
    shown.dataset.kept = number >= Number(min) && number <= Number(max);
  }
}

function nameColumns(initials) {
  initials.forEach((text, person) => {
    for (const shown of form.querySelectorAll(`[data-initials-of="${person}"]`)) shown.textContent = text;
    const who = part(`who-${person}`);
    who.textContent = part(`name-${person}`).value.trim() || who.dataset.ordinal;
  });
}

/** Return the form as it is sent, with some fields otherwise; without ticks that were suggested, where these are `own`. */
function collect(changes = {}, own = false) {
  const sent = new URLSearchParams(new FormData(form));
  if (own)
    for (const tick of form.querySelectorAll("[data-suggested]:checked")) sent.delete(tick.name, tick.value);
  for (const [name, value] of Object.entries(changes)) sent.set(name, value);
  return sent;
}

// What the browser keeps

function keep() {
  const suggested = [...form.querySelectorAll("[data-suggested]:checked")].map((tick) => `${tick.name}=${tick.value}`);
  const state = { people: people(), fields: [...new FormData(form)], suggested, seed, leaving: form.dataset.leaving === "" };
  try {
    localStorage.setItem(KEPT, JSON.stringify(state));
  } catch {
    tell("This browser keeps nothing: leave the page open until the sheet is made.");
  }
}

function readKept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

async function restore(state) {
  setPeople(state.people);
  const given = (name) => state.fields.filter((field) => field[0] === name).map((field) => field[1]);
  const sent = new URLSearchParams(state.fields);
  const added = given("add").some((text) => text.trim());
  if ((added || given("bank")[0] || given("language")[0]) && !(await replaceParts(sent)) && added) {
    for (const name of ["bank", "language"]) sent.delete(name); // what they name may be gone; the questions are not
    await replaceParts(sent);
  }
  const ticked = new Set(state.fields.map(([name, value]) => `${name}=${value}`));
  const suggested = new Set(state.suggested);
  const names = given("name");
  for (const element of form.elements) {
    if (element.name === "add") continue; // the program has put these where they belong
    if (element.name === "name") element.value = names[Number(element.id.slice(5))] ?? "";
    else if (element.matches('[type="checkbox"][name], [type="radio"]')) {
      element.checked = ticked.has(`${element.name}=${element.value}`);
      element.toggleAttribute("data-suggested", suggested.has(`${element.name}=${element.value}`));
    } else if (element.matches("input[name]")) element.value = given(element.name)[0] ?? "";
    else if (element.matches("select")) choose(element, given(element.name)[0] ?? "");
  }
  if (!fields('[name="layout"]:checked').length) form.querySelector('[name="layout"]').checked = true;
  seed = state.seed ?? 0;
  showLeaving(state.leaving || given("without").length > 0);
  followLeftOut();
  count();
}

function choose(select, value) {
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}

// Asking the program

/** Return the answer to a form, its status and text; null where the program does not answer. */
async function ask(address, body, signal) {
  try {
    const answer = await fetch(address, { method: "POST", body, signal });
    if (answer.status === 401 || answer.status === 403) throw new Error("a new start");
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    if (error.name === "AbortError") return null;
    tell(UNREACHED);
    clearTimeout(timers.again);
    timers.again = setTimeout(draw, AGAIN);
    unreached = true;
    return null;
  }
}

function parse(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content;
}

const timers = {};
let unreached = false;
let asked = 0;
let aborting = new AbortController();
let seed = 0;
let fit = true;

/** Draw the pages of the form as it is, or tell what is wrong with it; an answer that is overtaken is dropped. */
async function draw(changes = {}, own = false) {
  clearTimeout(timers.draw);
  const mine = ++asked;
  aborting.abort();
  aborting = new AbortController();
  const answer = await ask("/preview", collect(changes, own), aborting.signal);
  if (!answer || mine !== asked) return;
  if (unreached) {
    unreached = false;
    tell("");
  }
  const content = parse(answer.text);
  fit = answer.status === 200;
  if (!fit) {
    if (answer.status === 422) showProblems(content);
    else tell("The pages could not be drawn. They are as they were before.");
    return;
  }
  await loadFonts(readData(content.querySelector("[data-fonts]"), "fonts", []));
  if (mine !== asked) return;
  const state = readData(content.querySelector("[data-state]"), "state");
  clearProblems();
  showPages(content);
  nameColumns(state.initials);
  if (changes.suggest) followSuggestion(state.picks, own);
  drawGalleryLater();
}

/** Put in those sides of paper that have changed, so that nothing else moves. */
function showPages(content) {
  const [data, told, ...figures] = content.children;
  preview.querySelector("[data-state]").replaceWith(data);
  const shown = preview.querySelector(".told");
  if (shown.innerHTML !== told.innerHTML) shown.replaceWith(told);
  const old = [...preview.querySelectorAll("figure")];
  figures.forEach((figure, side) => {
    if (!old[side]) preview.append(figure);
    else if (old[side].innerHTML !== figure.innerHTML) old[side].replaceWith(figure);
  });
  for (const figure of old.slice(figures.length)) figure.remove();
}

function followSuggestion(picks, own) {
  picks.forEach((ids, person) => {
    for (const tick of ticksOf(person)) {
      if (tick.disabled) continue;
      const picked = ids.includes(tick.value);
      const was = tick.checked && !(own && tick.hasAttribute("data-suggested"));
      tick.toggleAttribute("data-suggested", (picked && !was) || (picked && tick.hasAttribute("data-suggested")));
      tick.checked = picked;
    }
  });
  count();
  keep();
}

// The gallery: drawn again once it can be seen

let stale = true;
let seen = false;

function drawGalleryLater() {
  stale = true;
  clearTimeout(timers.gallery);
  if (seen) timers.gallery = setTimeout(() => fit && drawGallery(), GALLERY);
}

async function drawGallery() {
  stale = false;
  const mine = asked;
  const answer = await ask("/gallery", collect());
  if (answer?.status !== 200 || mine !== asked) return;
  const content = parse(answer.text);
  await loadFonts(readData(content.querySelector("[data-fonts]"), "fonts", []));
  const labels = [...content.querySelectorAll("label")];
  const own = [...gallery.querySelectorAll("label")];
  const value = (label) => label.querySelector("input").value;
  if (labels.map(value).join() === own.map(value).join())
    labels.forEach((label, index) => {
      const [now, then] = [label, own[index]].map((each) => each.querySelector(".first"));
      if (now.innerHTML !== then.innerHTML) then.replaceWith(now);
    });
  else {
    const chosen = gallery.querySelector("input:checked")?.value;
    gallery.replaceChildren(...content.children);
    for (const input of gallery.querySelectorAll("input")) input.checked = input.value === chosen;
  }
}

new IntersectionObserver(([entry]) => {
  seen = entry.isIntersecting;
  if (seen && stale && fit) drawGalleryLater();
}, { rootMargin: "200px" }).observe(gallery);

// Problems stand at their fields, and over the pages, which stay as they were

function clearProblems() {
  problems.replaceChildren();
  for (const element of document.querySelectorAll("[data-note]")) element.remove();
  for (const note of form.querySelectorAll(".problem[id$='-note']")) note.remove();
  for (const element of document.querySelectorAll("[aria-invalid]")) {
    element.removeAttribute("aria-invalid");
    const others = (element.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => part(id));
    if (others.length) element.setAttribute("aria-describedby", others.join(" "));
    else element.removeAttribute("aria-describedby");
  }
}

function showProblems(content) {
  clearProblems();
  const found = [...content.querySelectorAll("[data-field]")];
  for (const problem of found) mark(problem.dataset.field, problem.querySelector(".problem").textContent.trim().replace(/\s+/g, " "));
  problems.replaceChildren(...found);
  if (preview.querySelector("figure")) {
    const said = document.createElement("p");
    said.className = "small";
    said.textContent = "The pages are as they were before.";
    problems.append(said);
  }
}

function mark(field, text) {
  const element = field && part(field);
  if (!element) return;
  const id = `${field}-problem`;
  let note = part(id);
  if (!note) {
    note = document.createElement("p");
    note.className = "problem";
    note.id = id;
    note.dataset.note = "";
    if (element.matches("fieldset")) element.querySelector("legend").after(note);
    else element.after(note);
  }
  note.textContent = `${note.textContent} ${text}`.trim();
  if (!element.matches("fieldset")) element.setAttribute("aria-invalid", "true");
  const others = (element.getAttribute("aria-describedby") ?? "").split(" ").filter((other) => other && other !== id);
  element.setAttribute("aria-describedby", [...others, id].join(" "));
}

// The parts that hang on the bank, its language and questions that are added: what is typed as one comes into the list

async function replaceParts(sent) {
  const suggested = [...form.querySelectorAll("[data-suggested]")].map((tick) => `${tick.name}=${tick.value}`);
  for (const tick of form.querySelectorAll('[name^="pick-"]:disabled:checked')) sent.append(tick.name, tick.value);
  const answer = await ask("/questions", sent);
  if (!answer) return false;
  const content = parse(answer.text);
  if (answer.status !== 200) {
    fit = false;
    showProblems(content);
    return false;
  }
  const focused = document.activeElement?.id;
  const unsent = sent.getAll("add").includes(part("add").value) ? "" : part("add").value;
  for (const fresh of content.querySelectorAll("[data-part]")) part(fresh.dataset.part).replaceChildren(...fresh.childNodes);
  for (const tick of fields('[name^="pick-"]:checked'))
    tick.toggleAttribute("data-suggested", suggested.includes(`${tick.name}=${tick.value}`));
  part("add").value += unsent;
  part("minutes").placeholder = part("questions-title").dataset.minutes;
  setPeople(people());
  showLeaving(form.dataset.leaving === "");
  if (focused) part(focused)?.focus();
  count();
  return true;
}

/** Put the question that is typed into the list; return whether there is none left to type. */
async function addTyped() {
  if (fields('[name="add"][type="text"]').every((field) => !field.value.trim())) return true;
  const { value } = part("add");
  const sent = collect();
  part("add").value = ""; // what is typed before the answer comes is the next one's
  if (await replaceParts(sent)) return !part("add").matches("[aria-invalid]");
  part("add").value = value + part("add").value;
  return false;
}

/** Add the question that is typed, or remove one, and go on with the next. */
async function changeOwn(work, said) {
  const isDone = await work();
  const { length } = part("add").value;
  part("add").focus();
  part("add").setSelectionRange(length, length);
  changed();
  if (isDone) tell(said);
}

function showLeaving(leaving) {
  form.toggleAttribute("data-leaving", leaving);
  form.querySelector("[data-leave-out]").setAttribute("aria-pressed", leaving);
}

// A file of the user's own

async function send(file) {
  if (!file) return;
  const told = part("own-file-told");
  const answer = await ask(`/bank?name=${encodeURIComponent(file.name)}`, file);
  if (!answer) return;
  if (answer.status !== 200) {
    told.replaceChildren(...parse(answer.text).childNodes);
    return;
  }
  const { kind, id, name } = JSON.parse(answer.text);
  const said = document.createElement("p");
  said.className = "small";
  said.textContent = `It is kept as ${name}.`;
  told.replaceChildren(said);
  const field = kind === "translation" ? {} : { [kind]: id };
  await replaceParts(collect(field));
  if (kind === "layout") {
    await drawGallery();
    for (const input of gallery.querySelectorAll("input")) input.checked = input.value === id;
  }
  changed();
}

// What happens

function changed(typing = false) {
  tell("");
  keep();
  count();
  clearTimeout(timers.draw);
  if (typing) timers.draw = setTimeout(draw, TYPING);
  else draw();
}

document.addEventListener("input", async ({ target }) => {
  if (target.form !== form || target.type === "file") return;
  if (target.matches("[data-leave-all]"))
    for (const box of target.closest("table").querySelectorAll('[name="without"]')) box.checked = target.checked;
  if (target.matches('[data-leave-all], [name="without"]')) followLeftOut();
  target.removeAttribute("data-suggested");
  if (target.matches("#bank, #language")) {
    keep();
    if (!(await replaceParts(collect()))) return;
  }
  changed(target.matches("input:not([type='checkbox'], [type='radio'])"));
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input:not([type='file'])")) return;
  event.preventDefault(); // it would press the form's first button
  if (event.target.name === "add") form.querySelector("[data-add]").click();
  else draw();
});

form.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { peopleChange, suggest, add, another, leaveOut } = button.dataset;
  if (peopleChange !== undefined) {
    event.preventDefault();
    setPeople(Math.min(6, Math.max(1, people() + Number(peopleChange))));
    if (Number(peopleChange) > 0) part(`name-${people() - 1}`).focus();
    changed();
  } else if (suggest !== undefined) {
    event.preventDefault();
    await addTyped();
    draw({ suggest: button.value });
  } else if (button.name === "remove") {
    event.preventDefault();
    changeOwn(() => replaceParts(collect({ remove: button.value })), "The question is removed.");
  } else if (add !== undefined) {
    event.preventDefault();
    changeOwn(addTyped, "It stands in the list.");
  } else if (another !== undefined) {
    seed += 1;
    await addTyped();
    draw({ suggest: part("questions-title").dataset.min, seed }, true);
  } else if (leaveOut !== undefined) {
    showLeaving(form.dataset.leaving !== "");
    keep();
  }
});

form.addEventListener("submit", (event) => {
  keep();
  if (event.submitter?.formAction.endsWith("/calendar") && !(part("date").value && part("time").value)) {
    event.preventDefault();
    clearProblems();
    mark(part("date").value ? "time" : "date", "A calendar entry needs to know when: give the date and the time.");
  } else if (fit) {
    if (!event.submitter?.formAction.endsWith("/type")) tell("It is kept in the folder, too.");
    return;
  } else event.preventDefault();
  const first = document.querySelector("[aria-invalid]");
  (first ?? preview).focus();
  tell("Something has to be mended first.");
});

document.querySelector('[data-drop="/bank"]').addEventListener("drop", (event) => send(event.dataTransfer.files[0]));
part("own-file").addEventListener("change", async ({ target }) => {
  await send(target.files[0]);
  target.value = "";
});

part("anew").addEventListener("click", () => {
  keep();
  localStorage.setItem(BEFORE, localStorage.getItem(KEPT));
  localStorage.removeItem(KEPT);
  location.assign("/new");
});
part("take-back").addEventListener("click", async ({ target }) => {
  await restore(readKept(BEFORE));
  localStorage.removeItem(BEFORE);
  target.hidden = true;
  changed();
});

async function begin() {
  part("take-back").hidden = !readKept(BEFORE);
  setPeople(people());
  const kept = readKept(KEPT);
  if (kept) await restore(kept);
  count();
  draw();
}

begin();
