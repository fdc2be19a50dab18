"""What the screen shows on which answers are typed: people, questions and agreements, with what is typed so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.model.fields import CHECKBOXES, CHECKED, DECISIONS, MOST_ROWS, FieldId, FieldKind
from generator.model.people import People, normalise_line
from generator.model.sources import describe_field
from generator.words.messages import ENGLISH, begin_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.bank import Question
    from generator.web.typed_answers import TypedAnswers

_ROWS = 2
"""The rows for new agreements that are shown at least."""


class Person(NamedTuple):
    """Somebody at the table."""

    number: int
    """Counted from 1, as in paths."""
    label: str
    """The name, or ``Person 1``."""
    name: str
    """As it was typed; empty where none was."""
    is_known: bool
    """Whether the worksheet was made with the name."""


class AskedQuestion(NamedTuple):
    """A question, and what is answered to it."""

    id: str
    wordings: tuple[tuple[str, str], ...]
    """Language and text, in every language of the worksheet."""
    picks: tuple[bool, ...]
    """For each person; empty for a closing question, which everybody answers."""
    answers: tuple[str, ...]
    """For each person."""
    earlier: tuple[str, ...]
    """What each said at the meeting before; empty texts for nothing."""
    is_asked: bool
    """Whether somebody picked it or answers it."""


class AskedSection(NamedTuple):
    """Questions under one title."""

    title: str
    lead: str
    questions: tuple[AskedQuestion, ...]


class AgreementRow(NamedTuple):
    """A row for an agreement."""

    number: int
    """Counted from 1, as in paths."""
    before: tuple[str, str]
    """What the meeting before agreed, and who; empty texts in the row of a new one."""
    what: str
    who: str
    decided: tuple[tuple[str, bool], ...]
    """Each decision on an earlier one, and whether it is ticked."""


def list_people(typed: TypedAnswers) -> tuple[Person, ...]:
    """Return everybody, under the names that the worksheet has or else under those that were typed."""
    texts = [
        typed.texts.get(FieldId(FieldKind.NAME, number=number), "") for number in range(len(typed.worksheet.people))
    ]
    known = typed.worksheet.people.names
    labels = People(own or normalise_line(text) for own, text in zip(known, texts, strict=True)).labels()
    return tuple(Person(number + 1, labels[number], texts[number], bool(known[number])) for number in range(len(known)))


def name_people(typed: TypedAnswers) -> str:
    """Return everybody's name as a list in words."""
    return ENGLISH.list_names([person.label for person in list_people(typed)])


def list_sections(typed: TypedAnswers) -> tuple[AskedSection, ...]:
    """Return the sections of the worksheet's bank, the closing questions last."""
    bank = typed.worksheet.bank
    picked = any(field_id.kind is FieldKind.PICK for field_id in typed.texts)
    sections = [
        AskedSection(
            section.title,
            "",
            tuple(_ask(typed, question, can_pick=True, all_open=not picked) for question in section.questions),
        )
        for section in bank.sections
    ]
    closing = tuple(_ask(typed, question, can_pick=False, all_open=True) for question in bank.closing.questions)
    return (*sections, *((AskedSection(bank.closing.title, bank.closing.lead, closing),) if closing else ()))


def _ask(typed: TypedAnswers, question: Question, *, can_pick: bool, all_open: bool) -> AskedQuestion:
    worksheet, texts = typed.worksheet, typed.texts
    everybody = range(len(worksheet.people))
    answers = tuple(texts.get(FieldId(FieldKind.ANSWER, question.id, person), "") for person in everybody)
    picks = [texts.get(FieldId(FieldKind.PICK, question.id, person)) == CHECKED for person in everybody if can_pick]
    before = worksheet.current_answers.texts if worksheet.current_answers else {}
    return AskedQuestion(
        question.id,
        tuple(
            (bank.language, other.text)
            for bank in worksheet.banks
            for other in bank.every_question()
            if other.id == question.id
        ),
        tuple(picks),
        answers,
        tuple(before.get((question.id, person), "") for person in everybody),
        all_open or any(picks) or any(answers),
    )


def list_earlier(typed: TypedAnswers) -> tuple[AgreementRow, ...]:
    """Return the agreements of the meeting before, with what becomes of them."""
    texts = typed.texts
    return tuple(
        AgreementRow(
            row + 1,
            (agreement.what, agreement.who),
            texts.get(FieldId(FieldKind.AGREED_WHAT, number=row), ""),
            texts.get(FieldId(FieldKind.AGREED_WHO, number=row), ""),
            tuple((word, texts.get(FieldId(kind, number=row)) == CHECKED) for kind, word in DECISIONS.items()),
        )
        for row, agreement in enumerate(typed.worksheet.current_agreements)
    )


def list_new(typed: TypedAnswers) -> tuple[AgreementRow, ...]:
    """Return the new agreements, and at least one empty row."""
    texts = typed.texts
    first = len(typed.worksheet.current_agreements)
    kinds = {FieldKind.AGREED_WHAT, FieldKind.AGREED_WHO}
    rows = max((field_id.number + 2 for field_id, text in texts.items() if field_id.kind in kinds and text), default=0)
    return tuple(
        AgreementRow(
            row + 1,
            ("", ""),
            texts.get(FieldId(FieldKind.AGREED_WHAT, number=row), ""),
            texts.get(FieldId(FieldKind.AGREED_WHO, number=row), ""),
            (),
        )
        for row in range(first, min(max(rows, first + _ROWS), MOST_ROWS))
    )


def list_differences(typed: TypedAnswers, sent: Mapping[FieldId, str]) -> tuple[tuple[str, str], ...]:
    """Return the texts that others would take the place of: the place in words, and the text."""
    people = People(person.label for person in list_people(typed))
    return tuple(
        (begin_sentence(describe_field(field_id, people)), typed.texts[field_id])
        for field_id, text in sent.items()
        if typed.texts.get(field_id, text) != text and field_id.kind not in CHECKBOXES
    )
