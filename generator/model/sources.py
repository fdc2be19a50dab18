"""The fields that a worksheet has, the texts in them before and after it is filled in, and their names in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from generator.errors import Problem, escape
from generator.model.answers import Decision
from generator.model.fields import AGREEMENT_ROWS, CHECKED, DECISIONS, SHEET_FIELDS, FieldId, FieldKind
from generator.model.folding import fold_spelling
from generator.model.layout import OF_EVERYBODY, Part
from generator.model.returned_answers import ASK_AGAIN, DAMAGED
from generator.words.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from generator.model.answers import Answers
    from generator.model.people import People
    from generator.model.returned_answers import FieldValue, FilledForm
    from generator.model.worksheet import Worksheet

_LISTED = 5
_BOXES = {decision: kind for kind, decision in DECISIONS.items()}


@dataclass(frozen=True, slots=True)
class Source:
    """The content of one source: texts in the fields of the worksheet that it belongs to."""

    name: str
    """As the user gave it."""
    values: tuple[FieldValue, ...]
    identity: str = ""
    """The worksheet's identity, of forms; answers files have none."""


def list_fields(worksheet: Worksheet) -> tuple[FieldId, ...]:
    """Return every field that a form of this worksheet has, in order."""
    return tuple(_iterate_fields(worksheet))


def _iterate_fields(worksheet: Worksheet) -> Iterator[FieldId]:
    for part in worksheet.parts:
        yield from _fields_of_part(part, worksheet)


def _fields_of_part(part: Part, worksheet: Worksheet) -> Iterator[FieldId]:
    everybody = range(len(worksheet.people))
    match part:
        case Part.FACTS:
            yield from (FieldId(FieldKind.NAME, number=person) for person in everybody)
            yield from _sheet_fields(part, worksheet)
        case Part.NAMES:
            yield from (FieldId(FieldKind.NAME, number=person) for person in everybody)
        case Part.CARDS:
            yield from _fields_of_part(Part.NAMES, worksheet)
            yield from _fields_of_part(Part.CHOICES, worksheet)
        case Part.CHOICES:
            for question in worksheet.bank.questions():
                yield from (FieldId(FieldKind.PICK, question.id, person) for person in everybody)
        case Part.PREPARATION:
            for question in worksheet.bank.questions():
                for person in everybody:
                    yield from (FieldId(kind, question.id, person) for kind in (FieldKind.PICK, FieldKind.NOTE))
        case Part.ANSWERS | Part.CLOSING:
            bank = worksheet.bank
            for question in bank.questions() if part is Part.ANSWERS else bank.closing.questions:
                yield from (FieldId(FieldKind.ANSWER, question.id, person) for person in everybody)
        case Part.AGREEMENTS:
            earlier = len(worksheet.current_agreements)
            for row in range(earlier):
                yield from (FieldId(kind, number=row) for kind in DECISIONS)
            for row in range(earlier + AGREEMENT_ROWS):
                yield FieldId(FieldKind.AGREED_WHAT, number=row)
                yield FieldId(FieldKind.AGREED_WHO, number=row)
        case Part.REVIEW | Part.SIGNATURES:
            yield from _sheet_fields(part, worksheet)
        case (
            Part.TITLE | Part.TITLE_PAGE | Part.BEFORE | Part.PLAN | Part.OPENING | Part.NOTES | Part.TENTS | Part.PAGE
        ):
            return  # nothing to fill in
        case _:
            assert_never(part)


def _sheet_fields(part: Part, worksheet: Worksheet) -> Iterator[FieldId]:
    for field in SHEET_FIELDS:
        if field.part is part:
            yield from field.ids(len(worksheet.people))


def can_hold(worksheet: Worksheet, field_id: FieldId) -> bool:
    """Tell whether answers to this worksheet can have something in a field, even in one that its layout has not."""
    kind, bank = field_id.kind, worksheet.bank
    if kind.is_personal and field_id.number >= len(worksheet.people):
        return False
    if kind in DECISIONS:
        return field_id.number < len(worksheet.current_agreements)
    if not field_id.question:
        return True
    questions = bank.every_question() if kind is FieldKind.ANSWER else bank.questions()
    return any(question.id == field_id.question for question in questions)


def initial_values(worksheet: Worksheet) -> dict[FieldId, str]:
    """Return what stands in a worksheet's fields before anybody fills it in; the empty ones are left out."""
    texts = {FieldId(FieldKind.NAME, number=person): name for person, name in enumerate(worksheet.people.names)}
    texts |= {
        FieldId(FieldKind.DATE): worksheet.meeting.when(worksheet.words),
        FieldId(FieldKind.PLACE): worksheet.meeting.place,
    }
    for person, ids in enumerate(worksheet.selection.picks):
        texts |= {FieldId(FieldKind.PICK, question, person): CHECKED for question in ids}
    return {field_id: text for field_id, text in texts.items() if text}


def base_values(worksheet: Worksheet) -> dict[FieldId, str]:
    """Return what stands in a field that nobody changes: what was filled in before, else what stood earlier."""
    standing = worksheet.current_answers
    if standing is None:
        return initial_values(worksheet)
    texts = {FieldId(FieldKind.ANSWER, question, person): text for (question, person), text in standing.texts.items()}
    for row, agreement in enumerate(standing.agreements):
        texts |= {
            FieldId(FieldKind.AGREED_WHAT, number=row): agreement.what,
            FieldId(FieldKind.AGREED_WHO, number=row): agreement.who,
        }
    return {field_id: text for field_id, text in texts.items() if text} | initial_values(worksheet)


def comparable(text: str) -> str:
    """Return the text without the changes that programs make unasked: those of ``fold_spelling``, and of line ends."""
    folded = fold_spelling(text)
    seen = folded if folded.strip() else text  # a text of nothing but unseen characters is one all the same
    lines = seen.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


def find_said(worksheet: Worksheet, given: Sequence[FieldValue]) -> tuple[FieldValue, ...]:
    """Return the values of a return that say something: other than what was composed, or stood from before.

    An emptied field says nothing, for viewers that lose a value make one, too; a pick taken back does.
    """
    before = base_values(worksheet)
    return tuple(
        entry
        for entry in given
        if comparable(entry.text) != comparable(before.get(entry.field_id, ""))
        and (entry.text.strip() or entry.field_id.kind is FieldKind.PICK)
    )


def find_silent(worksheet: Worksheet, said: Iterable[FieldValue]) -> tuple[int, ...]:
    """Return the indices of the people for whom nothing was said, a name apart."""
    heard = {
        entry.field_id.number
        for entry in said
        if entry.field_id.kind.is_personal and entry.field_id.kind is not FieldKind.NAME
    }
    return tuple(person for person in range(len(worksheet.people)) if person not in heard)


def field_texts(answers: Answers) -> dict[FieldId, str]:
    """Return the text of every field that holds the answers, without empty ones: the inverse of merging."""
    texts = {FieldId(FieldKind.NAME, number=person): name for person, name in enumerate(answers.names)}
    for field in SHEET_FIELDS:
        texts |= dict(zip(field.ids(len(answers.names)), answers.sheet_texts(field), strict=True))
    texts |= {FieldId(FieldKind.ANSWER, question, person): text for (question, person), text in answers.texts.items()}
    for person, ids in enumerate(answers.picks):
        texts |= {FieldId(FieldKind.PICK, question, person): CHECKED for question in ids}
    for row, agreement in enumerate(answers.every_agreement()):
        if agreement.decision:
            texts[FieldId(_BOXES[agreement.decision], number=row)] = CHECKED
        if agreement.decision is Decision.CHANGED or not agreement.previous_number:
            texts[FieldId(FieldKind.AGREED_WHAT, number=row)] = agreement.what
            texts[FieldId(FieldKind.AGREED_WHO, number=row)] = agreement.who
    return {field_id: text for field_id, text in texts.items() if text}


def field_report(worksheet: Worksheet, given: Sequence[FieldValue]) -> tuple[str, ...]:
    """Return remarks on fields of the worksheet that are missing from a form, and on those that do not belong to it."""
    remarks = [f"{stock}."] if (stock := missing_fields(worksheet, given)) else []
    filled = (entry.field_id for entry in given if entry.text.strip())
    strange = [field_id.path for field_id in filled if not can_hold(worksheet, field_id)]
    if strange:
        remarks.append(f"Fields with text that this worksheet does not have are left out: {_join_listed(strange)}.")
    return tuple(remarks)


def missing_fields(worksheet: Worksheet, given: Sequence[FieldValue]) -> str:
    """Return which fields of the worksheet a form has not, without a full stop; nothing where it has all of them.

    So has one person's sheet, where each has one. Answered is what holds something else than it held when the worksheet
    was composed.
    """
    found = {entry.field_id for entry in given}
    expected = _list_fields_of_sheets(worksheet, found)
    missing = [field_id for field_id in expected if field_id not in found]
    if not missing:
        return ""
    before = initial_values(worksheet)
    answered = {entry.field_id for entry in given if entry.text.strip() and entry.text != before.get(entry.field_id)}
    return (
        f"{len(expected) - len(missing)} of {len(expected)} fields found, {len(answered & set(expected))} answered, "
        f"{len(missing)} missing: {_join_listed([describe_field(field_id, worksheet.people) for field_id in missing])}"
    )


def _list_fields_of_sheets(worksheet: Worksheet, found: Collection[FieldId]) -> tuple[FieldId, ...]:
    """Return the worksheet's fields; where each person has a sheet, those of people whose sheet is here."""
    fields = list_fields(worksheet)
    here = {field_id.number for field_id in found if field_id.kind.is_personal}
    if not here or any(part in OF_EVERYBODY for part in worksheet.parts):
        return fields
    return tuple(field_id for field_id in fields if field_id.number in here or not field_id.kind.is_personal)


def find_incomplete(forms: Iterable[FilledForm], worksheet: Worksheet) -> list[Problem]:
    """Return a problem for each form that lacks fields of the worksheet, or is damaged."""
    stocks = ((form, missing_fields(worksheet, form.values) or (DAMAGED if form.damaged else "")) for form in forms)
    problems = [Problem(form.source, stock, ASK_AGAIN) for form, stock in stocks if stock]
    hint = "Look at its pages, and type what is missing into an answers file; then leave out `strict`."
    marked = "carries drawings, notes or texts that belong to no field"
    return [*problems, *(Problem(form.source, marked, hint) for form in forms if form.unplaced)]


def _join_listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - _LISTED} more" if len(words) > _LISTED else ""
    return ", ".join(words[:_LISTED]) + more


def describe_field(field_id: FieldId, people: People) -> str:
    """Return what a field is, as messages say it: ``Ana Lima's answer to 'hopes'``; foreign parts escaped."""
    number = field_id.number
    label = escape(people.label(number)) if number < len(people) else ENGLISH.person_label(number + 1)
    return _WORDS[field_id.kind].format(person=label, question=field_id.question, number=field_id.number + 1)


_WORDS = {
    FieldKind.NAME: "the name of person {number}",
    FieldKind.DATE: "the meeting's date",
    FieldKind.PLACE: "the meeting's place",
    FieldKind.PICK: "{person}'s pick of '{question}'",
    FieldKind.ANSWER: "{person}'s answer to '{question}'",
    FieldKind.NOTE: "{person}'s note on '{question}'",
    FieldKind.AGREED_WHAT: "agreement {number}",
    FieldKind.AGREED_WHO: "who does agreement {number}",
    FieldKind.KEPT: "the box 'kept' of agreement {number}",
    FieldKind.CHANGED: "the box 'changed' of agreement {number}",
    FieldKind.DROPPED: "the box 'dropped' of agreement {number}",
    FieldKind.DECISION: "what becomes of agreement {number}",
    FieldKind.REVIEW: "the next review date",
    FieldKind.SIGN: "{person}'s line for signing",
}
