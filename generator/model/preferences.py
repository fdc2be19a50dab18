"""Which of two different texts for one place to take: everywhere, or in places that a user names."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest, RequestProblem, escape
from generator.model.fields import SHEET_FIELDS, FieldId, FieldKind
from generator.model.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.people import People
    from generator.model.worksheet import Worksheet

AGREEMENT = "agreement"
_OF_AGREEMENTS = (FieldKind.AGREED_WHAT, FieldKind.AGREED_WHO, FieldKind.DECISION)
NEVER_BOTH = (FieldKind.DECISION, FieldKind.DATE, FieldKind.REVIEW)
"""Of which one must be chosen: two dates make no date."""


class Preference(StrEnum):
    """Which of two different texts for one field to take."""

    FIRST = "first"
    """That of the source named first."""
    LAST = "last"
    BOTH = "both"
    """All of them, one after another, in the sources' order; of a new agreement, each as one of its own."""


class TakenText(NamedTuple):
    """The very text that is taken for a field, of those that came back."""

    text: str


def resolve_places(
    places: Iterable[tuple[str, Preference]], worksheet: Worksheet, people: People
) -> dict[FieldId, Preference]:
    """Return the preference for each field that the places name, such as ``hopes/Ana Lima``; later ones win.

    A place is a question, of one person or of all, ``agreement/2``, or the key of a field of the sheet. Raises
    ``InvalidRequest`` for any other.
    """
    return {field_id: prefer for place, prefer in places for field_id in _find_fields(place, worksheet, people)}


def _find_fields(place: str, worksheet: Worksheet, people: People) -> list[FieldId]:
    head, _, whose = (part.strip() for part in place.partition("/"))
    if head == AGREEMENT and whose.isascii() and whose.isdigit() and len(whose) <= len("999"):
        return [FieldId(kind, number=int(whose) - 1) for kind in _OF_AGREEMENTS]
    folded = fold_name(whose)
    labels = zip(people.labels(), people.distinct_labels(), strict=True)
    persons = [number for number, own in enumerate(labels) if not whose or folded in map(fold_name, own)]
    if head in {question.id for question in worksheet.bank.every_question()}:
        found = [FieldId(FieldKind.ANSWER, head, person) for person in persons]
    else:
        found = [
            field_id
            for field in SHEET_FIELDS
            if field.key == head and (field.kind.is_personal or not whose)
            for field_id in field.ids(len(people))
            if field_id.number in persons
        ]
    if not found:
        hint = "Name it as in hopes/Ana Lima, hopes, agreement/2 or review."
        raise InvalidRequest(RequestProblem("prefer", f"`prefer`: there is no place '{escape(place)}'", hint))
    return found


def name_place(field_id: FieldId, people: People) -> str:
    """Return the place by which ``resolve_places`` finds a field, foreign parts escaped; empty where it has none."""
    if field_id.kind is FieldKind.ANSWER and field_id.number < len(people):
        return f"{field_id.question}/{escape(people.distinct_labels()[field_id.number])}"
    if field_id.kind in _OF_AGREEMENTS:
        return f"{AGREEMENT}/{field_id.number + 1}"
    keys = [field.key for field in SHEET_FIELDS if field.kind is field_id.kind]
    return keys[0] if keys else ""
