"""The worksheet made of ReportLab's flowables, with ``acroForm`` fields; a packet has no fields."""

from __future__ import annotations

import io
from itertools import count
from typing import TYPE_CHECKING

import peer
from plain_worksheet import ACCENT, AGREEMENTS, BOX, CLOSING, INTRODUCTION, LEAD, LIGHT, PITCH, SECTIONS, STEPS, TITLE
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    ListFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BODY = ParagraphStyle("body", fontSize=9.5, leading=12.5, spaceAfter=5)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=26, leading=34, textColor=ACCENT)
SECTION = ParagraphStyle("section", BODY, fontName="Helvetica-Bold", textColor=ACCENT, borderPadding=1, spaceBefore=6)
QUESTION = ParagraphStyle("question", BODY, fontSize=12, leading=15)
LABEL = ParagraphStyle("label", BODY, fontSize=7.5, leading=9)
FULL, HALF = 166 * mm, 78 * mm
_numbers = count()


class Room(Flowable):  # type: ignore[misc]  # a library without types
    """Lines to write on, with a field over them where there is a name for it."""

    def __init__(self, name: str, width: float, lines: int = 1, value: str = "") -> None:
        super().__init__()
        self.name, self.width, self.lines, self.value = name, width, lines, value
        self.height = lines * PITCH

    def draw(self) -> None:
        """Draw it."""
        self.canv.setStrokeColor(LIGHT)
        for line in range(self.lines):
            self.canv.line(0, line * PITCH, self.width, line * PITCH)
        if self.name:
            x, y = self.canv.absolutePosition(0, 0)
            self.canv.acroForm.textfield(
                name=self.name, value=self.value, x=x, y=y, width=self.width, height=self.height - 2, borderWidth=0,
                fontName="Helvetica", fontSize=11, maxlen=None, fieldFlags="multiline" if self.lines > 1 else "",
            )  # fmt: skip
        elif self.value:
            self.canv.drawString(0, 3, self.value)


class Tick(Flowable):  # type: ignore[misc]  # a library without types
    """A box to tick."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.width, self.height = name, BOX, BOX

    def draw(self) -> None:
        """Draw it."""
        self.canv.rect(0, 0, BOX, BOX)
        if self.name:
            x, y = self.canv.absolutePosition(0, 0)
            self.canv.acroForm.checkbox(name=self.name, x=x, y=y, size=BOX, buttonStyle="check", fieldFlags="")


def story(names: peer.Names, *, fields: bool) -> Iterator[Flowable]:
    """Yield the worksheet's flowables."""
    yield Paragraph(TITLE, HEAD)
    labels = ("Person 1", "Person 2", "Date and time", "Place")
    rooms = [Room(name_field(fields=fields), HALF, 1, value) for value in (*names, "", "")]
    cells = [[Paragraph(label, LABEL), room] for label, room in zip(labels, rooms, strict=True)]
    yield Table([cells[:2], cells[2:]], colWidths=[FULL / 2] * 2)
    yield from (Paragraph(paragraph, BODY) for paragraph in INTRODUCTION)
    yield ListFlowable([Paragraph(step, BODY) for step in STEPS])
    for title, questions in SECTIONS.items():
        yield Paragraph(title, SECTION)
        rows = [
            [Tick(name_field(fields=fields)), Tick(name_field(fields=fields)), Paragraph(question, BODY)]
            for question in questions
        ]
        yield Table(rows, colWidths=[9 * mm, 13 * mm, FULL - 22 * mm])
    yield PageBreak()
    for title, questions in SECTIONS.items():
        yield Paragraph(title, SECTION)
        yield from (ask(question, names, 2, fields=fields) for question in questions)
    yield PageBreak()
    yield Paragraph("Closing", HEAD)
    yield Paragraph(LEAD, BODY)
    yield from (ask(question, names, 5, fields=fields) for question in CLOSING)
    yield Paragraph("What we agree", SECTION)
    yield Table([[Room(name_field(fields=fields), FULL * share) for share in (0.66, 0.28)] for _ in range(AGREEMENTS)])
    yield Table([[Room(name_field(fields=fields), FULL * 0.3) for _ in range(3)]])


def ask(question: str, names: peer.Names, lines: int, *, fields: bool) -> Flowable:
    """Return a question with room for everybody's answer."""
    rooms = [[Paragraph(name, LABEL), Room(name_field(fields=fields), HALF, lines)] for name in names]
    return KeepTogether([Paragraph(question, QUESTION), Table([rooms], colWidths=[FULL / 2] * 2), Spacer(1, 3 * mm)])


def name_field(*, fields: bool) -> str:
    """Return a name for a field; none where there is to be no field."""
    return f"field-{next(_numbers)}" if fields else ""


def together(people: Sequence[peer.Names], *, fields: bool = False) -> bytes:
    """Return the worksheets of all, one after the other."""
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=15 * mm,
        bottomMargin=15 * mm,
        title=TITLE,
        invariant=1,
    )
    flowables: list[Flowable] = []
    for names in people:
        flowables += [*story(names, fields=fields), PageBreak()]
    document.build(flowables)
    return buffer.getvalue()


if __name__ == "__main__":
    peer.run(lambda names: together([names], fields=True), together)
