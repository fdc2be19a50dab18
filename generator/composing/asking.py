"""The questions with room to answer: those picked first, then the others."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from generator.composing.document import AnswerSpace, Heading, PageBreak, QuestionForm
from generator.composing.earlier import earlier_answer
from generator.model.fields import FieldKind
from generator.model.layout import Style
from generator.words import english as words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.composing.document import Block
    from generator.composing.sheet import Sheet
    from generator.model.bank import Question
    from generator.model.layout import AnswerSpaceSize
    from generator.model.selection import Selection

FEW = 4
"""Up to so many questions have generous room each, even where nobody has picked yet."""
_OTHERS = Heading(words.OTHER_QUESTIONS, Style.TITLE)
_MOST_KEPT = 1024
"""Questions kept at a time, each by who picked it."""


def question_form(
    sheet: Sheet, question: Question, room: AnswerSpaceSize, pickers: tuple[int, ...], style: Style
) -> QuestionForm:
    """Return a question with everybody's room to answer, those first who did not pick it."""
    order = sorted(sheet.group, key=lambda person: person in pickers)
    answers = tuple(
        AnswerSpace(
            sheet.labels[person],
            sheet.field(FieldKind.ANSWER, question.id, person),
            words.answer_tooltip(sheet.labels[person], question.text),
            "",
            earlier_answer(sheet.worksheet, question.id, person),
        )
        for person in order
    )
    note = words.picked_by([sheet.labels[person] for person in pickers]) if pickers else ""
    rows = -(-len(order) // room.columns)
    lines = max(min(room.lines, room.least), -(-room.lines // rows))
    return QuestionForm(question.text, note, answers, lines, room.columns, style)


class Asking:
    """The questions of a sheet; one that the same people picked before is not composed again."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._questions = tuple(sheet.worksheet.bank.questions())
        self._question_form = lru_cache(_MOST_KEPT)(partial(question_form, sheet, style=Style.QUESTION))
        style = sheet.layout.sections.heading
        self._headings = tuple(Heading(section.title, style) for section in sheet.worksheet.bank.sections)
        self._chosen_before = Heading(words.CHOSEN_BEFORE, style)

    def blocks(self, selection: Selection) -> Iterator[Block]:
        """Yield the questions, each with its room to answer."""
        rooms, before = self._sheet.layout.rooms, self._sheet.before
        everything = {question.id for question in self._questions}
        if selection:
            pickers = selection.pickers()
            yield from self._sections(pickers, rooms.generous, pickers)
            yield from self._others(everything.difference(pickers))
        else:
            room = rooms.generous if len(everything) <= FEW else rooms.compact
            yield from self._sections(everything - before, room, {})
            yield from self._again(everything & before, room)

    def _others(self, ids: set[str]) -> Iterator[Block]:
        """Yield the questions that nobody picked, those chosen before last."""
        if ids:
            yield PageBreak()
            yield _OTHERS
            for question in sorted(self._questions, key=lambda each: each.id in self._sheet.before):
                if question.id in ids:
                    yield self._question_form(question, self._sheet.layout.rooms.compact, ())

    def _again(self, ids: set[str], room: AnswerSpaceSize) -> Iterator[Block]:
        if ids:
            if self._sheet.layout.sections.page:
                yield PageBreak()
            yield self._chosen_before
            for question in self._questions:
                if question.id in ids:
                    yield self._question_form(question, room, ())

    def _sections(
        self, ids: Collection[str], room: AnswerSpaceSize, pickers: dict[str, tuple[int, ...]]
    ) -> Iterator[Block]:
        begins = self._sheet.layout.sections
        for section, heading in zip(self._sheet.worksheet.bank.sections, self._headings, strict=True):
            if questions := [question for question in section.questions if question.id in ids]:
                if begins.page:
                    yield PageBreak()
                yield heading
                for question in questions:
                    yield self._question_form(question, room, pickers.get(question.id, ()))
