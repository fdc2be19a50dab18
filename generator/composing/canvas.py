"""A worksheet's parts on a canvas: every question once, with its boxes and a room in everybody's column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.asking import answer_spaces, pick_boxes
from generator.composing.document import ColumnHeads, FieldRows, Heading, Paragraph, QuestionChecklist, QuestionRow
from generator.model.layout import Part, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.composing.document import Block, LabelledField
    from generator.composing.sheet import Sheet
    from generator.model.bank import Question

ON_CANVAS = (Part.FACTS, Part.CHOICES, Part.ANSWERS, Part.CLOSING)
"""The parts that are composed otherwise than on pages."""


def facts_on_canvas(names: Sequence[LabelledField], facts: tuple[LabelledField, ...]) -> Iterator[Block]:
    """Yield the facts of the meeting, and the names at the heads of their columns."""
    yield FieldRows((facts,))
    yield ColumnHeads(tuple(names))


def questions_on_canvas(sheet: Sheet, part: Part) -> Iterator[Block]:
    """Yield the rows of all questions: with boxes, with rooms or with both, as far as the layout has their parts.

    Where it has both parts, they stand in the place of the first one. Those chosen at an earlier meeting stand last.
    """
    parts = [own for own in sheet.layout.parts if own in {Part.CHOICES, Part.ANSWERS}]
    if part is not parts[0]:
        return
    columns = sheet.worksheet.people.initials() if Part.CHOICES in parts else ()
    for section in sheet.worksheet.bank.sections:
        yield from _rows(
            sheet, section.title, columns, [own for own in section.questions if own.id not in sheet.before]
        )
    again = [question for question in sheet.worksheet.bank.questions() if question.id in sheet.before]
    yield from _rows(sheet, sheet.words.chosen_before, columns, again)


def _rows(sheet: Sheet, title: str, columns: tuple[str, ...], questions: Sequence[Question]) -> Iterator[Block]:
    """Yield a section's rows: the questions that were picked have more room than others, where any were."""
    rooms, pickers = sheet.layout.rooms, sheet.worksheet.selection.pickers()
    if questions:
        yield QuestionChecklist(title, columns, ())
    for question in questions:
        most = rooms.compact.lines if not pickers else rooms.generous.lines if question.id in pickers else 1
        boxes = pick_boxes(sheet, question) if columns else ()
        spaces = answer_spaces(sheet, question) if Part.ANSWERS in sheet.layout.parts else ()
        yield QuestionRow(question.text, boxes, spaces, most - 1)


def closing_on_canvas(sheet: Sheet) -> Iterator[Block]:
    """Yield the rows of the closing questions."""
    closing = sheet.worksheet.bank.closing
    yield Heading(closing.title)
    if closing.lead:
        yield Paragraph(closing.lead, Style.NOTE, leads=True)
    for question in closing.questions:
        most = sheet.layout.rooms.closing.lines - 1
        yield QuestionRow(question.text, (), answer_spaces(sheet, question), most, style=Style.CLOSING)
