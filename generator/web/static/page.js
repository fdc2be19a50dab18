// What every screen has: the status line, the typefaces of drawn pages, time zones to choose from, and the look of places
// to drop a file while one is held over them.

const line = document.getElementById("status");

/** Say a short sentence in the status line, where screen readers hear it. */
export function tell(sentence) {
  if (line.textContent !== sentence) line.textContent = sentence;
}

const loaded = new Map();

/** Load the typefaces with these names, which pages that the server drew need; done once they can be shown. */
export function loadFonts(names) {
  for (const name of names) {
    if (loaded.has(name)) continue;
    const face = new FontFace(name, `url("/typefaces/${encodeURIComponent(name)}")`);
    document.fonts.add(face);
    loaded.set(name, face.load().catch(() => loaded.delete(name)));
  }
  return Promise.all(names.map((name) => loaded.get(name)));
}

/** Return what stands as JSON in an attribute of an element; `usual` where there is none. */
export function readData(element, name, usual) {
  const text = element?.getAttribute(`data-${name}`);
  return text ? JSON.parse(text) : usual;
}

for (const element of document.querySelectorAll("aside[data-fonts]"))
  loadFonts(readData(element, "fonts", [])).then(() => element.setAttribute("data-ready", ""));

/** Offer the time zones that this browser knows, and its own as an example. */
function offerZones(input) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-known`;
  list.append(...Intl.supportedValuesOf("timeZone").map((zone) => new Option("", zone)));
  input.after(list);
  input.setAttribute("list", list.id);
  input.placeholder = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

document.querySelectorAll("[data-zones]").forEach(offerZones);

function dropOf(event) {
  return event.target.closest?.("[data-drop]");
}

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  dropOf(event)?.setAttribute("data-over", "");
});
document.addEventListener("dragleave", (event) => dropOf(event)?.removeAttribute("data-over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  dropOf(event)?.removeAttribute("data-over");
});
