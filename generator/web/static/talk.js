// Typing the answers together. Each input is named by its field's path. What is typed is kept in this browser at once,
// and on the disk within 400 ms; what another window or program has written meanwhile is shown beside it.
//
// In the browser's storage a text stands under alliance/WORKSHEET/WINDOW/PATH until it is on the disk:
// {text, base, sent}. `base` is what stood on the disk before; `sent` are texts that were sent since, of which
// nobody knows whether they were saved: the server, or this window, may have ended before the answer came.

import { loadFonts, readData, tell } from "./page.js";

const WAIT = 400;
const AGAIN = [1000, 2000, 5000];
const LONGEST_ANSWER = 15000;
const MOST_SENT = 20;
const KEPT = "Not saved on the disk yet; kept in this browser.";

const form = document.getElementById("talk");
const { id, identity } = form.dataset;
const around = `alliance/${identity}/`;
const own = `${around}${crypto.randomUUID()}/`;
const slots = new Map();

let timer = 0;
let saving = null;
let failures = 0;
let trouble = "";
let keepsNothing = false;

/** One place to fill in, and what is known of it. */
class Slot {
  constructor(input) {
    this.input = input;
    this.path = input.name;
    this.isBox = input.type === "checkbox";
    this.base = this.isBox ? (input.defaultChecked ? input.value : "") : input.defaultValue;
    this.shownBase = this.isBox ? this.base : input.value;
    this.sent = [];
    this.theirs = []; // other versions, each to be decided on: {text, base}
    this.refused = null; // the text that no file can hold
  }

  get text() {
    if (this.isBox) return this.input.checked ? this.input.value : "";
    // an input of one line shows a text of several lines on one: untouched, it is what it was
    return this.input.value === this.shownBase ? this.base : this.input.value;
  }

  set text(text) {
    if (this.isBox) this.input.checked = text !== "";
    else this.input.value = text;
  }

  setBase(text) {
    const typed = this.text;
    this.base = text;
    this.shownBase = typed === text ? (this.isBox ? text : this.input.value) : text;
  }

  get isUnsaved() {
    return this.text !== this.base;
  }

  get isWaiting() {
    return this.isUnsaved && !this.theirs.length && this.refused !== this.text;
  }

  /** Put the text into the browser's storage, or take it out once it is on the disk. */
  keep() {
    try {
      if (this.isUnsaved || this.theirs.length) {
        const kept = { text: this.text, base: this.base, sent: this.sent };
        localStorage.setItem(own + this.path, JSON.stringify(kept));
      } else {
        localStorage.removeItem(own + this.path);
      }
      keepsNothing = false;
    } catch {
      keepsNothing = true;
    }
  }
}

// ---- Saving ----

function schedule(wait = WAIT) {
  timer ||= setTimeout(() => { timer = 0; save(); }, wait);
}

/** Save all that waits, one after the other; the promise ends when nothing waits, or saving has failed. */
function save() {
  saving ||= saveAll().finally(() => { saving = null; report(); drawSoFar(); });
  return saving;
}

async function saveAll() {
  for (let slot; (slot = [...slots.values()].find((each) => each.isWaiting));) {
    if (!(await put(slot))) {
      clearTimeout(timer);
      timer = 0;
      schedule(AGAIN[Math.min(failures++, AGAIN.length - 1)]);
      return;
    }
  }
  failures = 0;
  trouble = "";
}

function request(slot, text, more) {
  const body = JSON.stringify({ text, base: slot.base, sent: slot.sent });
  slot.sent = [...slot.sent.filter((each) => each !== text), text].slice(-MOST_SENT);
  slot.keep();
  return fetch(`/slots/${id}/${slot.path}`, { method: "PUT", headers: { "Content-Type": "application/json" }, body, ...more });
}

/** Send a slot's text; false where it is not known to be on the disk, and is to be sent again later. */
async function put(slot) {
  const text = slot.text;
  let answer, told;
  try {
    answer = await request(slot, text, { signal: AbortSignal.timeout(LONGEST_ANSWER) });
    told = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  } catch {
    trouble = "The program does not answer: is it still running?";
    return false;
  }
  if (answer.status === 204) {
    slot.sent = [];
    slot.setBase(text);
    slot.keep();
    return true;
  }
  if (answer.status === 409) {
    settle(slot, told.theirs);
    return true;
  }
  if (answer.status === 422) {
    if (slot.text === text) { // else it has been changed meanwhile, and is sent as it is now
      slot.refused = text;
      showNote(slot, told.said);
    }
    return true;
  }
  trouble = answer.status === 401 ? "The program was started anew: open the link that it printed." : (told.said ?? "");
  return false;
}

/** Take note that another text stands on the disk. */
function settle(slot, theirs) {
  if (slot.sent.includes(theirs) || slot.isBox || theirs === "") slot.setBase(theirs); // our own, or says nothing against ours
  else offer(slot, theirs, theirs);
  slot.keep();
}

/** Send all that waits without hearing the answers: the window may be about to close. */
function flush() {
  for (const slot of slots.values()) {
    if (slot.isWaiting) request(slot, slot.text, { keepalive: true }).then((answer) => { if (answer.ok) schedule(0); }, () => {});
  }
}

function report() {
  const all = [...slots.values()];
  const unsaved = all.filter((slot) => slot.isUnsaved || slot.theirs.length);
  if (keepsNothing && unsaved.length) tell("Not saved yet, and this browser keeps nothing: leave this page open.");
  else if (trouble) tell(`${KEPT} ${trouble}`);
  else if (all.some((slot) => slot.theirs.length)) tell("An answer was changed elsewhere too: choose which one stays.");
  else if (all.some((slot) => slot.refused !== null && slot.refused === slot.text)) tell(`One answer cannot be saved. ${KEPT}`);
  else if (!unsaved.length) tell("Saved");
}

// ---- Beside an input: a note, and other versions of its text ----

function showNote(slot, sentence) {
  const { input } = slot;
  const noteId = `${slot.path}/note`;
  document.getElementById(noteId)?.remove();
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
  if (!sentence) return;
  const note = document.createElement("p");
  note.className = "problem";
  note.id = noteId;
  note.textContent = sentence;
  input.after(note);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", noteId);
}

/** Offer another version of a text; `base` is what stands on the disk. */
function offer(slot, text, base) {
  if (slot.isBox || text === slot.text || slot.theirs.some((each) => each.text === text)) return;
  slot.theirs.push({ text, base });
  if (slot.theirs.length === 1) showVersions(slot);
}

function showVersions(slot) {
  slot.versions?.remove();
  slot.versions = null;
  if (!slot.theirs.length) return;
  const versions = document.getElementById("two-versions").content.firstElementChild.cloneNode(true);
  const called = `${slot.input.labels[0]?.textContent ?? ""}: two versions`;
  versions.setAttribute("aria-label", called);
  versions.querySelector("[data-called]").textContent = called;
  versions.querySelector("[data-theirs]").textContent = slot.theirs[0].text;
  versions.addEventListener("click", (event) => {
    const kept = event.target.closest("[data-keep]")?.dataset.keep;
    if (kept) decide(slot, kept);
  });
  slot.input.closest(".pair, .agreement, .field").after(versions);
  slot.versions = versions;
  showOurs(slot);
  report();
}

function showOurs(slot) {
  if (slot.versions) slot.versions.querySelector("[data-ours]").textContent = slot.text || "nothing";
}

function decide(slot, kept) {
  const ours = slot.text;
  const { text, base } = slot.theirs.shift();
  const between = slot.input.tagName === "TEXTAREA" ? "\n\n" : " / ";
  if (kept === "theirs") slot.text = text;
  if (kept === "both") slot.text = [ours, text].filter(Boolean).join(between);
  slot.setBase(base);
  slot.sent = [];
  slot.keep();
  showVersions(slot);
  slot.input.focus();
  schedule(0);
}

// ---- The alliance so far, as it stands on the disk ----

const pages = document.getElementById("pages");
const look = document.getElementById("look");
let drawn = 0;

async function drawSoFar() {
  if (pages.hidden) return;
  const mine = ++drawn;
  const answer = await fetch(`/talk/${id}/pages`).catch(() => null);
  if (!answer || mine !== drawn || ![200, 422].includes(answer.status)) return; // the status line tells, and pages stay
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  await loadFonts(readData(template.content.querySelector("[data-fonts]"), "fonts", []));
  if (mine === drawn) pages.querySelector(".sheets").replaceChildren(template.content);
}

function showSoFar() {
  pages.hidden = !pages.hidden;
  look.setAttribute("aria-expanded", !pages.hidden);
  look.textContent = pages.hidden ? "Show the alliance so far" : "Hide the alliance so far";
  drawSoFar();
  if (!pages.hidden && pages.getBoundingClientRect().top > innerHeight) pages.scrollIntoView();
}

// ---- What windows have left that are closed: their text was not on the disk yet ----

/** Take up what other windows have left, of those that are still open once they close: each holds a lock of its name. */
function takeUpAll() {
  const windows = new Set(listKept(around).map((key) => `${key.split("/").slice(0, 3).join("/")}/`));
  const locks = navigator.locks;
  locks?.request(own, () => new Promise(() => {}));
  for (const window of windows) locks ? locks.request(window, () => takeUp(window)) : takeUp(window);
}

function listKept(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function takeUp(window) {
  for (const key of listKept(window)) {
    const slot = findSlot(key.slice(window.length));
    if (!slot) continue;
    const { text, base, sent } = JSON.parse(localStorage.getItem(key));
    if (slot.isUnsaved || slot.theirs.length) {
      offer(slot, text, slot.base);
    } else { // the server tells whether something else has come to the disk since
      slot.text = text;
      slot.setBase(base);
      slot.sent = sent;
      renamePerson(slot.input);
    }
    slot.keep();
    if (!keepsNothing) localStorage.removeItem(key);
  }
  save();
}

// ---- The form ----

function findSlot(path) {
  const row = /^agreement\/(\d+)\/(what|who)$/.exec(path);
  while (row && !slots.has(path) && lastRow() < Number(row[1]) && addRow());
  return slots.get(path);
}

function register(root) {
  for (const input of root.querySelectorAll("[name]")) {
    if (input.name.includes("/") || input.name === "review") slots.set(input.name, new Slot(input));
  }
}

function lastRow() {
  return Math.max(...[...form.querySelectorAll("[data-agreement]")].map((row) => Number(row.dataset.agreement)));
}

/** Add a row for another agreement; null where there can be no more. */
function addRow() {
  const rows = document.getElementById("agreement-rows");
  const number = lastRow() + 1;
  if (number > Number(form.dataset.lastRow)) return null;
  const row = rows.lastElementChild.cloneNode(true);
  const before = row.dataset.agreement;
  row.dataset.agreement = number;
  row.setAttribute("aria-label", `Agreement ${number}`);
  for (const each of row.querySelectorAll("[name], label")) {
    for (const name of ["id", "name", "for"]) {
      if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(`/${before}/`, `/${number}/`));
    }
    if (each.tagName === "TEXTAREA") each.defaultValue = each.value = "";
    else if (each.name) { each.setAttribute("value", ""); each.value = ""; }
  }
  row.querySelectorAll(".problem, .versions").forEach((each) => each.remove());
  rows.append(row);
  register(row);
  return row;
}

/** Call people by the names that are being typed. */
function renamePerson(input) {
  const number = /^name\/p(\d)$/.exec(input.name)?.[1];
  if (!number) return;
  const name = input.value.trim() || `Person ${number}`;
  for (const each of document.querySelectorAll(`[data-name="${number}"]`)) each.textContent = name;
}

function onInput({ target }) {
  if (target.dataset.fills && target.value) {
    const filled = slots.get(target.dataset.fills);
    filled.text = target.value;
    changed(filled);
  }
  const slot = slots.get(target.name);
  if (!slot) return;
  if (slot.isBox && target.checked) {
    for (const other of target.closest("[data-fate]")?.querySelectorAll(":checked") ?? []) {
      if (other !== target) { other.checked = false; changed(slots.get(other.name)); } // before it: what is decided is one thing
    }
  }
  renamePerson(target);
  changed(slot);
}

function changed(slot) {
  if (slot.refused !== null) { slot.refused = null; showNote(slot, ""); }
  slot.keep();
  showOurs(slot);
  if (keepsNothing) report();
  if (slot.isWaiting) schedule();
}

async function onSubmit(event) {
  event.preventDefault();
  clearTimeout(timer);
  timer = 0;
  await saving;
  await save();
  const open = [...slots.values()].find((slot) => slot.isUnsaved || slot.theirs.length);
  if (open) {
    report();
    open.input.closest("details")?.setAttribute("open", "");
    (open.versions?.querySelector("button") ?? open.input).focus();
    return;
  }
  const finish = document.createElement("form");
  finish.method = "post";
  finish.action = form.getAttribute("action");
  document.body.append(finish);
  finish.submit();
}

register(form);
form.addEventListener("input", onInput);
form.addEventListener("submit", onSubmit);
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input") && !event.isComposing) event.preventDefault(); // no finish by accident
});
form.addEventListener("click", (event) => {
  if (event.target.closest("[data-add-agreement]")) addRow()?.querySelector("[name]").focus();
});
look.addEventListener("click", showSoFar);
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? flush() : schedule(0)));
addEventListener("pagehide", flush);
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
addEventListener("online", () => schedule(0));
addEventListener("beforeunload", (event) => {
  if (keepsNothing && [...slots.values()].some((slot) => slot.isUnsaved)) event.preventDefault();
});
takeUpAll();
form.dataset.ready = "";
