"""What came back from a worksheet, slot by slot: what is expected, what was missing, and what each slot is in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from generator.errors import escape
from generator.model.fields import AGREEMENT_ROWS, DECISIONS, TICKED, Kind, Slot
from generator.model.layout import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.people import People
    from generator.model.returned_answers import Given
    from generator.model.worksheet import Worksheet

_LISTED = 5


@dataclass(frozen=True, slots=True)
class Return:
    """One source's content, its slots those of the worksheet that it is joined to."""

    source: str
    """The source's name as the user gave it."""
    given: tuple[Given, ...]
    identity: str = ""
    """The worksheet's identity, of forms; answers files have none."""


def expected_slots(worksheet: Worksheet) -> tuple[Slot, ...]:
    """Return every slot that a form of this worksheet has, in order."""
    return tuple(_slots(worksheet))


def _slots(worksheet: Worksheet) -> Iterator[Slot]:
    for part in worksheet.parts:
        yield from _slots_of(part, worksheet)


def _slots_of(part: Part, worksheet: Worksheet) -> Iterator[Slot]:
    everybody = range(len(worksheet.people))
    match part:
        case Part.FACTS:
            yield from (Slot(Kind.NAME, number=person) for person in everybody)
            yield Slot(Kind.DATE)
            yield Slot(Kind.PLACE)
        case Part.NAMES:
            yield from (Slot(Kind.NAME, number=person) for person in everybody)
        case Part.CARDS:
            yield from _slots_of(Part.NAMES, worksheet)
            yield from _slots_of(Part.CHOICES, worksheet)
        case Part.CHOICES:
            for question in worksheet.bank.questions():
                yield from (Slot(Kind.PICK, question.id, person) for person in everybody)
        case Part.ANSWERS | Part.CLOSING:
            bank = worksheet.bank
            for question in bank.questions() if part is Part.ANSWERS else bank.closing.questions:
                yield from (Slot(Kind.ANSWER, question.id, person) for person in everybody)
        case Part.AGREEMENTS:
            earlier = len(worksheet.standing.agreements) if worksheet.standing else 0
            for row in range(earlier):
                yield from (Slot(kind, number=row) for kind in DECISIONS)
            for row in range(earlier + AGREEMENT_ROWS):
                yield Slot(Kind.AGREED_WHAT, number=row)
                yield Slot(Kind.AGREED_WHO, number=row)
        case Part.REVIEW:
            yield Slot(Kind.REVIEW)
        case Part.SIGNATURES:
            yield from (Slot(Kind.SIGN, number=person) for person in everybody)
        case Part.TITLE | Part.BEFORE | Part.PLAN | Part.OPENING | Part.NOTES | Part.PAGE:
            return  # nothing to fill in
        case _:
            assert_never(part)


def prefilled(worksheet: Worksheet) -> dict[Slot, str]:
    """Return what stands in a worksheet's fields before anybody fills it in; the empty ones are left out."""
    texts = {Slot(Kind.NAME, number=person): name for person, name in enumerate(worksheet.people.names)}
    texts |= {Slot(Kind.DATE): worksheet.meeting.when(), Slot(Kind.PLACE): worksheet.meeting.place}
    for person, ids in enumerate(worksheet.selection.picks):
        texts |= {Slot(Kind.PICK, question, person): TICKED for question in ids}
    return {slot: text for slot, text in texts.items() if text}


def ancestors(worksheet: Worksheet) -> dict[Slot, str]:
    """Return what stands in a slot that nobody changes: what was filled in before, else what stood earlier."""
    standing = worksheet.standing
    if standing is None:
        return prefilled(worksheet)
    texts = {Slot(Kind.ANSWER, question, person): text for (question, person), text in standing.texts.items()}
    for row, agreement in enumerate(standing.agreements):
        texts |= {Slot(Kind.AGREED_WHAT, number=row): agreement.what, Slot(Kind.AGREED_WHO, number=row): agreement.who}
    return {slot: text for slot, text in texts.items() if text} | prefilled(worksheet)


def inventory(worksheet: Worksheet, given: Sequence[Given]) -> tuple[str, ...]:
    """Return remarks on fields of the worksheet that are missing from a form, and on those that do not belong to it."""
    remarks = [f"{stock}."] if (stock := missing_fields(worksheet, given)) else []
    expected = set(expected_slots(worksheet))
    strange = [entry.slot.path for entry in given if entry.text.strip() and entry.slot not in expected]
    if strange:
        remarks.append(f"Fields with text that this worksheet does not have are left out: {_listed(strange)}.")
    return tuple(remarks)


def missing_fields(worksheet: Worksheet, given: Sequence[Given]) -> str:
    """Return which fields of the worksheet a form has not, without a full stop; nothing where it has all of them.

    Answered is what holds something else than it held when the worksheet was composed.
    """
    expected = expected_slots(worksheet)
    found = {entry.slot for entry in given}
    missing = [slot for slot in expected if slot not in found]
    if not missing:
        return ""
    before = prefilled(worksheet)
    answered = {entry.slot for entry in given if entry.text.strip() and entry.text != before.get(entry.slot)}
    return (
        f"{len(expected) - len(missing)} of {len(expected)} fields found, {len(answered & set(expected))} answered, "
        f"{len(missing)} missing: {_listed([in_words(slot, worksheet.people) for slot in missing])}"
    )


def _listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - _LISTED} more" if len(words) > _LISTED else ""
    return ", ".join(words[:_LISTED]) + more


def in_words(slot: Slot, people: People) -> str:
    """Return what a slot is, as messages say it: ``Ana Lima's answer to 'hopes'``; foreign parts escaped."""
    label = escape(people.label(slot.number)) if slot.number < len(people) else f"Person {slot.number + 1}"
    return _WORDS[slot.kind].format(person=label, question=slot.question, number=slot.number + 1)


_WORDS = {
    Kind.NAME: "the name of person {number}",
    Kind.DATE: "the meeting's date",
    Kind.PLACE: "the meeting's place",
    Kind.PICK: "{person}'s pick of '{question}'",
    Kind.ANSWER: "{person}'s answer to '{question}'",
    Kind.AGREED_WHAT: "agreement {number}",
    Kind.AGREED_WHO: "who does agreement {number}",
    Kind.KEPT: "the box 'kept' of agreement {number}",
    Kind.CHANGED: "the box 'changed' of agreement {number}",
    Kind.DROPPED: "the box 'dropped' of agreement {number}",
    Kind.DECISION: "what becomes of agreement {number}",
    Kind.REVIEW: "the next review date",
    Kind.SIGN: "{person}'s line for signing",
}
