"""The worksheet set by Typst from a template that takes the names; it writes no fields."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import peer
import typst
from plain_worksheet import AGREEMENTS, CLOSING, INTRODUCTION, LEAD, SECTIONS, STEPS, TITLE

if TYPE_CHECKING:
    from collections.abc import Sequence

TEMPLATE = r"""
#let text_of = json("text.json")
#let people = json(bytes(sys.inputs.people))
#set page("a4", margin: (x: 22mm, top: 20mm, bottom: 22mm))
#set text(9.5pt)
#set par(leading: 0.5em, spacing: 0.9em)
#let rule = line(length: 100%, stroke: 0.4pt + luma(75%))
#let entry(label, value: "") = block[#text(7.5pt, luma(33%), label) #linebreak() #text(11pt, value) #rule]
#let section(title) = block(below: 2mm)[#text(rgb("#1f4e5f"), weight: "bold", title) #v(-2mm) #line(length: 100%)]
#let asked(question, names, lines) = block(breakable: false)[
  #text(12pt, question)
  #grid(columns: (1fr, 1fr), gutter: 8mm, ..names.map(name => [
    #text(7.5pt, luma(33%), name)
    #for _ in range(lines) { v(5mm); rule }
  ]))
]
#let sheet(names) = {
  counter(page).update(1)
  set page(footer: context [#text(7.5pt)[#text_of.title: #names.join(" and ") #h(1fr) Page #counter(page).display()]])
  text(26pt, rgb("#1f4e5f"), weight: "bold", text_of.title)
  grid(columns: (1fr, 1fr), gutter: 6mm, entry("Person 1", value: names.at(0)), entry("Person 2", value: names.at(1)),
    entry("Date and time"), entry("Place"))
  for paragraph in text_of.introduction [#paragraph #parbreak()]
  enum(..text_of.steps)
  for (title, questions) in text_of.sections {
    section(title)
    for question in questions {
      grid(columns: (8.5mm, 13.5mm, 1fr), square(size: 4.4mm, stroke: 0.7pt), square(size: 4.4mm, stroke: 0.7pt),
        text(10.5pt, question))
    }
  }
  pagebreak()
  for (title, questions) in text_of.sections {
    section(title)
    for question in questions { asked(question, names, 2) }
  }
  pagebreak()
  text(26pt, weight: "bold")[Closing]
  [#parbreak() #text_of.lead]
  for question in text_of.closing { asked(question, names, 5) }
  section("What we agree")
  for _ in range(text_of.agreements) {
    grid(columns: (2fr, 1fr), gutter: 6mm, entry("What"), entry("Who"))
  }
  grid(columns: (1fr, 1fr, 1fr), gutter: 6mm, entry("We look at this again on"), entry(names.at(0)), entry(names.at(1)))
}
#for (index, names) in people.enumerate() {
  if index > 0 { pagebreak() }
  sheet(names)
}
"""
TEXT = {
    "title": TITLE,
    "introduction": INTRODUCTION,
    "steps": STEPS,
    "sections": SECTIONS,
    "closing": CLOSING,
    "lead": LEAD,
    "agreements": AGREEMENTS,
}


def main() -> None:
    """Compile the template once, then a document for each call."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "text.json").write_text(json.dumps(TEXT), encoding="utf-8")
        template = Path(folder, "sheet.typ")
        template.write_text(TEMPLATE, encoding="utf-8")
        compiler = typst.Compiler(str(template))

        def together(people: Sequence[peer.Names]) -> bytes:
            made = compiler.compile(format="pdf", sys_inputs={"people": json.dumps(people)})
            if not isinstance(made, bytes):
                raise TypeError(made)
            return made

        peer.run(lambda names: together([names]), together)


if __name__ == "__main__":
    main()
