"""The questions with room to answer: those picked first, then the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import AnswerSpace, Heading, PageBreak, QuestionForm, TickBox
from generator.composing.earlier import earlier_answer
from generator.model.fields import FieldKind
from generator.model.layout import Style, TypedSize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.composing.document import Block
    from generator.composing.sheet import Sheet
    from generator.model.bank import Question
    from generator.model.layout import AnswerSpaceSize

FEW = 4
"""Up to so many questions have generous room each, even where nobody has picked yet."""


def question_form(
    sheet: Sheet, question: Question, room: AnswerSpaceSize, pickers: tuple[int, ...], style: Style
) -> QuestionForm:
    """Return a question with everybody's room to answer, each always in the same place, and who answers first."""
    others = sum(person not in pickers for person in sheet.group)
    note = sheet.words.picked_and_answered([sheet.labels[person] for person in pickers], others) if pickers else ""
    spaces = answer_spaces(sheet, question)
    return QuestionForm(question.text, note, spaces, room.lines, room.columns, style, room.least)


def answer_spaces(sheet: Sheet, question: Question) -> tuple[AnswerSpace, ...]:
    """Return everybody's room to answer a question."""
    return tuple(
        AnswerSpace(
            sheet.labels[person],
            sheet.field(FieldKind.ANSWER, question.id, person),
            _answer_tooltip(sheet, question, person),
            "",
            earlier_answer(sheet.worksheet, question.id, person),
        )
        for person in sheet.group
    )


def _answer_tooltip(sheet: Sheet, question: Question, person: int) -> str:
    voice = sheet.voices[person]
    scrolls = sheet.layout.typed is TypedSize.FIXED
    tooltip = voice.words.scrolling_answer_tooltip if scrolls else voice.words.answer_tooltip
    return voice.say(tooltip(sheet.labels[person], voice.ask(question)))


def pick_boxes(sheet: Sheet, question: Question) -> tuple[TickBox, ...]:
    """Return everybody's box beside a question."""
    return tuple(
        TickBox(
            sheet.field(FieldKind.PICK, question.id, person),
            voice.say(voice.words.pick_tooltip(sheet.labels[person], voice.ask(question))),
        )
        for person in sheet.group
        for voice in (sheet.voices[person],)
    )


def questions(sheet: Sheet) -> Iterator[Block]:
    """Yield the questions of a sheet, each with room to answer."""
    rooms, pickers = sheet.layout.rooms, sheet.worksheet.selection.pickers()
    everything = {question.id for question in sheet.worksheet.bank.questions()}
    if pickers:
        yield from _sections(sheet, pickers, rooms.generous, pickers)
        yield from _others(sheet, everything.difference(pickers))
    else:
        room = rooms.generous if len(everything) <= FEW else rooms.compact
        yield from _sections(sheet, everything - sheet.before, room, {})
        yield from _again(sheet, everything & sheet.before, room)


def _others(sheet: Sheet, ids: set[str]) -> Iterator[Block]:
    """Yield the questions that nobody picked, those chosen before last."""
    if ids:
        yield PageBreak()
        yield Heading(sheet.words.other_questions, Style.TITLE)
        for question in sorted(sheet.worksheet.bank.questions(), key=lambda question: question.id in sheet.before):
            if question.id in ids:
                yield question_form(sheet, question, sheet.layout.rooms.compact, (), Style.QUESTION)


def _again(sheet: Sheet, ids: set[str], room: AnswerSpaceSize) -> Iterator[Block]:
    if ids:
        if sheet.layout.sections.page:
            yield PageBreak()
        yield Heading(sheet.words.chosen_before, sheet.layout.sections.heading)
        for question in sheet.worksheet.bank.questions():
            if question.id in ids:
                yield question_form(sheet, question, room, (), Style.QUESTION)


def _sections(
    sheet: Sheet, ids: Collection[str], room: AnswerSpaceSize, pickers: Mapping[str, tuple[int, ...]]
) -> Iterator[Block]:
    begins = sheet.layout.sections
    for section in sheet.worksheet.bank.sections:
        if chosen := [question for question in section.questions if question.id in ids]:
            if begins.page:
                yield PageBreak()
            yield Heading(section.title, begins.heading)
            for question in chosen:
                yield question_form(sheet, question, room, pickers.get(question.id, ()), Style.QUESTION)
