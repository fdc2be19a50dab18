"""The worksheet as HTML, made a PDF by WeasyPrint; files have form fields, a packet has none."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import peer
import weasyprint
from plain_worksheet import AGREEMENTS, CLOSING, INTRODUCTION, LEAD, SECTIONS, STEPS, TITLE, last_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

STYLE = """
@page { size: A4; margin: 20mm 22mm 22mm; @bottom-right { content: counter(page); font: 7.5pt sans-serif } }
body { font: 9.5pt/1.35 sans-serif; margin: 0 }
h1 { font-size: 26pt; color: #1f4e5f; margin: 0 0 6pt }
h2 { font-size: 9.5pt; color: #1f4e5f; border-bottom: 0.7pt solid; break-after: avoid }
.two { display: flex; gap: 8mm } .two > * { flex: 1 }
.asked { break-inside: avoid; font-size: 12pt } label { font-size: 7.5pt; color: #555; display: block }
input[type=checkbox] { width: 4.4mm; height: 4.4mm; border: 0.7pt solid; appearance: auto }
input[type=text] { width: 100%; height: 16pt; border: 0; border-bottom: 0.4pt solid #bfbfbf; appearance: auto }
textarea { width: 100%; height: 17mm; border: 0; border-bottom: 0.4pt solid #bfbfbf; appearance: auto }
.pick { display: flex; gap: 4mm } .pick > input { flex: none }
.page { break-before: page }
"""


def body(names: peer.Names) -> Iterator[str]:
    """Yield the worksheet's parts."""
    yield f"<h1 class=page>{TITLE}</h1><div class=two>"
    for number, name in enumerate(names, start=1):
        yield f'<div><label>Person {number}</label><input type=text name=name-{number} value="{escape(name)}"></div>'
    yield "</div><div class=two>"
    for label in ("Date and time", "Place"):
        yield f"<div><label>{label}</label><input type=text name={label.split()[0]}></div>"
    yield "</div>"
    yield from (f"<p>{escape(paragraph)}</p>" for paragraph in INTRODUCTION)
    yield "<ol>" + "".join(f"<li>{escape(step)}</li>" for step in STEPS) + "</ol>"
    for title, questions in SECTIONS.items():
        yield f"<h2>{title}</h2>"
        for question in questions:
            boxes = "".join(f'<input type=checkbox name="pick-{escape(question)}-{person}">' for person in range(2))
            yield f"<div class=pick>{boxes}<span>{escape(question)}</span></div>"
    yield "<div class=page></div>"
    for title, questions in SECTIONS.items():
        yield f"<h2>{title}</h2>"
        yield from (ask(question, names) for question in questions)
    yield f"<h1 class=page>Closing</h1><p>{LEAD}</p>"
    yield from (ask(question, names) for question in CLOSING)
    yield "<h2>What we agree</h2>"
    for row in range(AGREEMENTS):
        yield f"<div class=two><input type=text name=what-{row}><input type=text name=who-{row}></div>"
    for name, label in last_lines(names):
        yield f"<div><input type=text name={name}><label>{escape(label)}</label></div>"


def ask(question: str, names: peer.Names) -> str:
    """Return a question with room for everybody's answer."""
    rooms = "".join(
        f'<div><label>{escape(name)}</label><textarea name="{escape(question)}-{person}"></textarea></div>'
        for person, name in enumerate(names)
    )
    return f"<div class=asked>{escape(question)}<div class=two>{rooms}</div></div>"


def html(*people: peer.Names) -> str:
    """Return the document for these pairs."""
    parts = "".join(part for names in people for part in body(names))
    return f"<html lang=en><title>{TITLE}</title><style>{STYLE}</style><body>{parts}"


if __name__ == "__main__":
    peer.run(
        lambda names: bytes(weasyprint.HTML(string=html(names)).write_pdf(pdf_forms=True)),
        lambda people: bytes(weasyprint.HTML(string=html(*people)).write_pdf()),
    )
