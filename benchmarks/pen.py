"""The worksheet drawn with a pen that knows text, lines and boxes: for libraries with a canvas but without fields.

What ``plain_worksheet`` draws with ReportLab, in points from the upper left corner; each library brings its pen.
"""

from __future__ import annotations

from typing import Protocol

from plain_worksheet import AGREEMENTS, CLOSING, INTRODUCTION, LEAD, SECTIONS, STEPS, TITLE, last_lines

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, FOOT = 22 * MM, WIDTH - 22 * MM, 20 * MM, HEIGHT - 22 * MM
COLUMN = LEFT + 22 * MM
GAP = 8 * MM
BOX = 4.4 * MM
PITCH = 8.5 * MM
Colour = tuple[float, float, float]
BLACK, ACCENT, GREY, LIGHT = (0.0, 0.0, 0.0), (0.12, 0.31, 0.37), (0.33, 0.33, 0.33), (0.75, 0.75, 0.75)


class Pen(Protocol):
    """What a library must be able to do."""

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide the text is."""

    def text(self, x: float, y: float, text: str, size: float, colour: Colour, *, bold: bool = False) -> None:
        """Draw a line of text on the baseline at ``y``."""

    def line(self, x1: float, x2: float, y: float, colour: Colour) -> None:
        """Draw a level line."""

    def box(self, x: float, y: float, side: float) -> None:
        """Draw a square by its upper left corner."""

    def end_page(self) -> None:
        """Go on on a new page."""


class Sheet:
    """A pen, and the place that is next to be drawn on."""

    def __init__(self, pen: Pen, names: tuple[str, str]) -> None:
        self.pen = pen
        self.names = names
        self.number = 1
        self.y = TOP

    def need(self, height: float) -> None:
        """Begin a page if so much does not fit on this one."""
        if self.y + height > FOOT:
            self.end_page()

    def end_page(self) -> None:
        """Draw the running foot and go on at the top of the next page."""
        y = HEIGHT - 11 * MM
        self.pen.line(LEFT, RIGHT, HEIGHT - 15 * MM, LIGHT)
        self.pen.text(LEFT, y, f"{TITLE}: {self.names[0]} and {self.names[1]}", 7.5, GREY)
        page = f"Page {self.number} of 4"
        self.pen.text(RIGHT - self.pen.width(page, 7.5), y, page, 7.5, GREY)
        self.pen.end_page()
        self.number += 1
        self.y = TOP

    def paragraph(
        self, text: str, size: float, leading: float, *, left: float = LEFT, bold: bool = False, colour: Colour = BLACK
    ) -> None:
        """Draw a paragraph."""
        lines = self.broken(text, size, RIGHT - left, bold=bold)
        self.need(leading * len(lines))
        for line in lines:
            self.pen.text(left, self.y + size, line, size, colour, bold=bold)
            self.y += leading

    def broken(self, text: str, size: float, width: float, *, bold: bool) -> list[str]:
        """Return the text's lines."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if lines[-1] and self.pen.width(longer, size, bold=bold) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def heading(self, text: str) -> None:
        """Draw a section's title and the line under it."""
        self.need(30 * MM)
        self.y += 2 * MM
        self.paragraph(text, 9.5, 13, bold=True, colour=ACCENT)
        self.pen.line(LEFT, RIGHT, self.y, ACCENT)
        self.y += 2 * MM

    def line_to_fill(self, label: str, x: float, width: float, value: str = "") -> None:
        """Draw a small label, the line, and what stands on it."""
        self.pen.text(x, self.y + 8, label, 7.5, GREY)
        self.pen.line(x, x + width, self.y + 28, LIGHT)
        if value:
            self.pen.text(x, self.y + 25, value, 11, BLACK)

    def answers(self, question: str, size: float, height: float) -> None:
        """Draw the question and, side by side, lines to answer it."""
        self.need(size * 3 + height)
        self.paragraph(question, size, size * 1.25)
        width = (RIGHT - LEFT - GAP) / 2
        for person, name in enumerate(self.names):
            x = LEFT + person * (width + GAP)
            self.pen.text(x, self.y + 8, name, 7.5, GREY)
            for line in range(1, round(height / PITCH) + 1):
                self.pen.line(x, x + width, self.y + line * PITCH, LIGHT)
        self.y += height + 5 * MM


def draw(pen: Pen, names: tuple[str, str]) -> None:
    """Draw the whole worksheet."""
    sheet = Sheet(pen, names)
    _opening(sheet)
    for title, questions in SECTIONS.items():
        sheet.heading(title)
        for question in questions:
            sheet.need(30)
            for person in range(len(names)):
                pen.box(LEFT + person * 8.5 * MM, sheet.y, BOX)
            sheet.paragraph(question, 10.5, 13, left=COLUMN)
            sheet.y += 3
    sheet.end_page()
    for title, questions in SECTIONS.items():
        sheet.need(60 * MM)
        sheet.heading(title)
        for question in questions:
            sheet.answers(question, 12, 2 * PITCH)
    sheet.end_page()
    _closing(sheet)
    sheet.end_page()


def _opening(sheet: Sheet) -> None:
    sheet.paragraph(TITLE, 26, 34, bold=True, colour=ACCENT)
    half = (RIGHT - LEFT - 6 * MM) / 2
    for labels in (
        (("Person 1", sheet.names[0]), ("Person 2", sheet.names[1])),
        (("Date and time", ""), ("Place", "")),
    ):
        for column, (label, value) in enumerate(labels):
            sheet.line_to_fill(label, LEFT + column * (half + 6 * MM), half, value)
        sheet.y += 40
    for paragraph in INTRODUCTION:
        sheet.paragraph(paragraph, 9.5, 12.5)
        sheet.y += 5
    for number, step in enumerate(STEPS, start=1):
        sheet.pen.text(LEFT + 3 * MM, sheet.y + 9.5, str(number), 9.5, BLACK, bold=True)
        sheet.paragraph(step, 9.5, 13.5, left=LEFT + 9 * MM)
    sheet.y += 4 * MM


def _closing(sheet: Sheet) -> None:
    sheet.paragraph("Closing", 26, 34, bold=True)
    sheet.paragraph(LEAD, 9.5, 13.5)
    sheet.y += 3 * MM
    for question in CLOSING:
        sheet.answers(question, 14, 5 * PITCH)
    sheet.heading("What we agree")
    for _ in range(AGREEMENTS):
        sheet.line_to_fill("What", LEFT, 120 * MM)
        sheet.line_to_fill("Who", LEFT + 126 * MM, RIGHT - LEFT - 126 * MM)
        sheet.y += 30
    for (_, label), x in zip(last_lines(sheet.names), (LEFT, LEFT + 58 * MM, LEFT + 116 * MM), strict=True):
        sheet.line_to_fill(label, x, 50 * MM)
