#!/usr/bin/env python3
"""The same sheet as a competent user of ReportLab would write it: one canvas, ``acroForm`` fields, nothing more.

It draws what the layout ``classic`` draws for two people: title, names, date and place, introduction, steps, every
question with a tick box for each person, then again with room to answer for each, the closing page with agreements,
review date and lines to sign, running feet. It has neither tags nor embedded fonts nor any alphabet but Latin-1.
"""

import io
import sys
from collections.abc import Iterator

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

TITLE = "Designing the Alliance"
INTRODUCTION = (
    (
        "Imagine a world, in fact, where all relationships begin with a consciously designed alliance, the purpose of "
        "which is to create a mutually successful experience. How might things be different if alliances had been "
        "designed from the start?"
    ),
    (
        "The concept of designed alliance is used in coaching to set the stage for a relationship that empowers "
        "individuals to be the most successful as they make changes in their work and personal lives."
    ),
    (
        "For example, at the beginning of a relationship, one might suggest the most effective ways for their practice "
        "partner to support them when feeling scared, resistant or stuck. Bringing conscious communication and the "
        "willingness to listen to and meet each other's needs is a wonderful way to empower the relationship to serve "
        'each person. The notion of creating an "alliance" instills the understanding that "we are in this together," '
        "working to consciously design a successful experience for both individuals."
    ),
    (
        "Once the alliance has been designed, it's important to revisit it as individual needs and desires change. "
        "Consider this a living document!"
    ),
)
STEPS = (
    (
        "Schedule a 90-minute block of time to design your alliance - only about your partnership, not about work "
        "(preferably over lunch away from the office, or wherever makes sense for your partnership)."
    ),
    "Choose 3 or 4 questions per person.",
    "Take turns answering each other's questions.",
    "Make sure to allot enough time to answer the last two closing questions!",
)
SECTIONS = {
    "Identifying Intentions": (
        "What assumptions do you have of each other?",
        "Name your highest hopes and dreams for this partnership.",
    ),
    "Creating the Atmosphere": (
        "What is the tone or relational environment you want to create?",
        "How do you each contribute in creating the experience you want?",
    ),
    "Sharing Responsibility": (
        "What expectations do you have of each other?",
        "What can you count on from each other? Be specific!",
        "What requests do you have of each other?",
        "What commitments do you want to make regarding confidentiality in this space?",
        "How do you offer and receive feedback?",
    ),
    "Creating a Backup Plan": (
        "How do you choose to be with each other when conflict arises?",
        "What discussion do you want to have if one - or both - of you breaks an agreement?",
        "What will help you get back to your alliance if it gets slippery or starts to break?",
        (
            "If one - or both - of you chooses to break the alliance, what is important to remember/to occur in that "
            "discussion?"
        ),
    ),
}
LEAD = "Use the following to close, in addition to the questions answered above:"
CLOSING = (
    "How do you appreciate and fiercely support one another?",
    "Acknowledge or champion each other now.",
)
AGREEMENTS = 4

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, FOOT = 22 * mm, WIDTH - 22 * mm, HEIGHT - 20 * mm, 22 * mm
COLUMN = LEFT + 22 * mm
GAP = 8 * mm
BOX = 4.4 * mm
PITCH = 8.5 * mm
ACCENT, GREY, LIGHT = HexColor("#1f4e5f"), HexColor("#555555"), HexColor("#bfbfbf")


class Sheet:
    """A canvas and the place on it that is next to be drawn on."""

    def __init__(self, names: tuple[str, str], pages: int, canvas: Canvas) -> None:
        self.canvas = canvas
        self.canvas.setTitle(TITLE)
        self.names = names
        self.pages = pages
        self.number = 1
        self.y = TOP

    def need(self, height: float) -> None:
        """Begin a page if so much does not fit on this one."""
        if self.y - height < FOOT:
            self.end_page()

    def end_page(self) -> None:
        """Draw the running foot and go on at the top of the next page."""
        canvas = self.canvas
        canvas.setStrokeColor(LIGHT)
        canvas.line(LEFT, 15 * mm, RIGHT, 15 * mm)
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(GREY)
        canvas.drawString(LEFT, 11 * mm, f"{TITLE}: {self.names[0]} and {self.names[1]}")
        canvas.drawCentredString(WIDTH / 2, 11 * mm, "Worksheet")
        canvas.drawRightString(RIGHT, 11 * mm, f"Page {self.number} of {self.pages}")
        canvas.showPage()
        self.number += 1
        self.y = TOP

    def text(self, text: str, size: float, leading: float, *, left: float = LEFT, font: str = "Helvetica") -> None:
        """Draw a paragraph."""
        lines = simpleSplit(text, font, size, RIGHT - left)
        self.need(leading * len(lines))
        block = self.canvas.beginText(left, self.y - size)
        block.setFont(font, size, leading)
        for line in lines:
            block.textLine(line)
        self.canvas.drawText(block)
        self.y -= leading * len(lines)

    def heading(self, text: str) -> None:
        """Draw a section's title and the line under it."""
        self.need(30 * mm)
        self.y -= 2 * mm
        self.canvas.setFillColor(ACCENT)
        self.text(text, 9.5, 13, font="Helvetica-Bold")
        self.canvas.setStrokeColor(ACCENT)
        self.canvas.line(LEFT, self.y, RIGHT, self.y)
        self.canvas.setFillColor(black)
        self.y -= 2 * mm

    def rules(self, x: float, width: float, height: float) -> None:
        """Draw lines to write on, downward from here."""
        self.canvas.setStrokeColor(LIGHT)
        self.canvas.setLineWidth(0.4)
        for line in range(1, round(height / PITCH) + 1):
            self.canvas.line(x, self.y - line * PITCH, x + width, self.y - line * PITCH)

    def field(self, name: str, tooltip: str, box: tuple[float, float, float, float], value: str = "") -> None:
        """Draw a text field; a tall one takes many lines."""
        x, y, width, height = box
        self.canvas.acroForm.textfield(
            value=value,
            name=name,
            tooltip=tooltip,
            x=x,
            y=y,
            width=width,
            height=height,
            fontName="Helvetica",
            fontSize=11,
            borderWidth=0,
            fillColor=None,
            borderColor=None,
            textColor=black,
            forceBorder=False,
            maxlen=None,
            fieldFlags="multiline" if height > 10 * mm else "",
        )

    def line_to_fill(self, name: str, label: str, x: float, width: float, value: str = "") -> None:
        """Draw a small label, the line, and the field on it."""
        self.canvas.setFont("Helvetica", 7.5)
        self.canvas.setFillColor(GREY)
        self.canvas.drawString(x, self.y - 8, label)
        self.canvas.setStrokeColor(LIGHT)
        self.canvas.line(x, self.y - 28, x + width, self.y - 28)
        self.canvas.setFillColor(black)
        self.field(name, label, (x, self.y - 27, width, 16), value)


def compose(names: tuple[str, str] = ("Ana Lima", "Ben Okafor"), pages: int = 4) -> bytes:
    """Return the worksheet."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    draw(Sheet(names, pages, canvas))
    canvas.save()
    return buffer.getvalue()


def draw(sheet: Sheet) -> None:
    """Draw every page of the worksheet."""
    draw_opening(sheet)
    for title, questions in SECTIONS.items():
        sheet.heading(title)
        for number, question in enumerate(questions, start=1):
            draw_choice(sheet, f"{title} {number}".replace(" ", "-").lower(), question)
    sheet.end_page()
    for title, questions in SECTIONS.items():
        sheet.need(60 * mm)
        sheet.heading(title)
        for number, question in enumerate(questions, start=1):
            draw_answers(sheet, f"{title} {number}".replace(" ", "-").lower(), question, 12, 2 * PITCH)
    sheet.end_page()
    draw_closing(sheet)
    sheet.end_page()


def draw_opening(sheet: Sheet) -> None:
    """Draw the title, the lines for names, date and place, the introduction and the steps."""
    sheet.canvas.setFillColor(ACCENT)
    sheet.text(TITLE, 26, 34, font="Helvetica-Bold")
    sheet.canvas.setFillColor(black)
    half = (RIGHT - LEFT - 6 * mm) / 2
    for column, (name, value) in enumerate(zip(("name-1", "name-2"), sheet.names, strict=True)):
        sheet.line_to_fill(name, f"Person {column + 1}", LEFT + column * (half + 6 * mm), half, value)
    sheet.y -= 36
    for column, (name, label) in enumerate((("date", "Date and time"), ("place", "Place"))):
        sheet.line_to_fill(name, label, LEFT + column * (half + 6 * mm), half)
    sheet.y -= 44
    for paragraph in INTRODUCTION:
        sheet.text(paragraph, 9.5, 12.5)
        sheet.y -= 5
    sheet.y -= 2 * mm
    sheet.canvas.setFillColor(HexColor("#f3f6f7"))
    sheet.canvas.rect(LEFT, sheet.y - 30 * mm, RIGHT - LEFT, 30 * mm, stroke=0, fill=1)
    sheet.canvas.setFillColor(black)
    sheet.y -= 3 * mm
    for number, step in enumerate(STEPS, start=1):
        sheet.canvas.setFont("Helvetica-Bold", 9.5)
        sheet.canvas.drawString(LEFT + 3 * mm, sheet.y - 9.5, str(number))
        sheet.text(step, 9.5, 13.5, left=LEFT + 9 * mm)
    sheet.y -= 4 * mm


def draw_choice(sheet: Sheet, key: str, question: str) -> None:
    """Draw two tick boxes and the question."""
    sheet.need(30)
    for person, name in enumerate(sheet.names):
        sheet.canvas.acroForm.checkbox(
            name=f"pick-{key}-{person}",
            tooltip=f"{name} picks: {question}",
            x=LEFT + person * 8.5 * mm,
            y=sheet.y - 13,
            size=BOX,
            buttonStyle="check",
            borderWidth=0.7,
            borderColor=black,
            fillColor=white,
            textColor=black,
            forceBorder=True,
            fieldFlags="",
        )
    sheet.text(question, 10.5, 13, left=COLUMN)
    sheet.y -= 3


def draw_answers(sheet: Sheet, key: str, question: str, size: float, height: float) -> None:
    """Draw the question and, side by side, two places to answer it."""
    sheet.need(size * 3 + height)
    sheet.text(question, size, size * 1.25)
    width = (RIGHT - LEFT - GAP) / 2
    for person in range(len(sheet.names)):
        draw_answer(sheet, f"answer-{key}-{person}", question, person, (LEFT + person * (width + GAP), width, height))
    sheet.y -= height + 5 * mm


def draw_answer(sheet: Sheet, name: str, question: str, person: int, room: tuple[float, float, float]) -> None:
    """Draw a person's name, the lines, and the field over them."""
    x, width, height = room
    sheet.canvas.setFillColor(GREY)
    sheet.canvas.setFont("Helvetica", 7.5)
    sheet.canvas.drawString(x, sheet.y - 8, sheet.names[person])
    sheet.canvas.setFillColor(black)
    sheet.rules(x, width, height)
    tooltip = f"{sheet.names[person]}'s answer to: {question}"
    sheet.field(name, tooltip, (x, sheet.y - height, width, height - 8))


def draw_closing(sheet: Sheet) -> None:
    """Draw the closing questions, the agreements, the next date and the lines to sign."""
    sheet.text("Closing", 26, 34, font="Helvetica-Bold")
    sheet.text(LEAD, 9.5, 13.5)
    sheet.y -= 3 * mm
    for number, question in enumerate(CLOSING, start=1):
        draw_answers(sheet, f"closing-{number}", question, 14, 5 * PITCH)
    sheet.heading("What we agree")
    for number in range(1, AGREEMENTS + 1):
        sheet.line_to_fill(f"agreement-{number}-what", "What", LEFT, 120 * mm)
        sheet.line_to_fill(f"agreement-{number}-who", "Who", LEFT + 126 * mm, RIGHT - LEFT - 126 * mm)
        sheet.y -= 30
    for (name, label), x in zip(last_lines(sheet.names), (LEFT, LEFT + 58 * mm, LEFT + 116 * mm), strict=True):
        sheet.line_to_fill(name, label, x, 50 * mm)
    sheet.y -= 30


def last_lines(names: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the names and labels of the last three fields."""
    yield "review", "We look at this again on"
    for number, name in enumerate(names, start=1):
        yield f"sign-{number}", name


if __name__ == "__main__":
    sys.stdout.buffer.write(compose())
