"""The answers of a meeting: everything that was filled in, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.model.fields import SHEET_FIELDS, SheetField

if TYPE_CHECKING:
    from collections.abc import Iterator


class Decision(StrEnum):
    """The decision on an earlier agreement, as it was ticked."""

    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


_LAST = 10_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement, and who keeps it."""

    what: str
    who: str
    previous_number: int = 0
    """Its number among the agreements of the meeting before, counted from 1; 0 for a new one."""
    decision: Decision | None = None
    """None for a new one, and for one that nobody decided on, which stands unchanged."""


@dataclass(frozen=True, slots=True)
class Answers:
    r"""Everything that stands after a meeting, checked; line breaks are ``\n``.

    An earlier answer or agreement stands where nothing was typed anew, so that every revision is complete.
    """

    names: tuple[str, ...]
    """The people's names; empty where none was given."""
    date: str
    place: str
    picks: tuple[tuple[str, ...], ...]
    """For each person, the ids picked."""
    texts: dict[tuple[str, int], str]
    """Question id and person, to the answer; without the empty ones."""
    agreements: tuple[Agreement, ...]
    """Those that hold, the earlier ones first."""
    review: str
    signed: tuple[str, ...]
    """For each person, the text on the line for signing."""
    dropped: tuple[Agreement, ...] = ()
    """The earlier agreements that hold no more, as they were worded."""

    def every_agreement(self) -> tuple[Agreement, ...]:
        """Return those that hold and those that were dropped, the earlier ones first and in their order."""
        return tuple(
            sorted((*self.agreements, *self.dropped), key=lambda agreement: agreement.previous_number or _LAST)
        )

    def sheet_texts(self, field: SheetField) -> tuple[str, ...]:
        """Return the texts in a field of the sheet: one, or one for each person."""
        texts: str | tuple[str, ...] = getattr(self, field.key)
        return (texts,) if isinstance(texts, str) else texts

    def iterate_texts(self) -> Iterator[str]:
        """Yield every text that somebody typed, whole."""
        sheet = (text for field in SHEET_FIELDS for text in self.sheet_texts(field))
        agreements = (text for agreement in self.every_agreement() for text in (agreement.what, agreement.who))
        yield from (text for text in (*self.names, *sheet, *self.texts.values(), *agreements) if text)


def answers_data(answers: Answers) -> dict[str, object]:
    """Return the answers as plain data (format version 1), which ``embedded_json`` reads back."""
    texts: dict[str, dict[str, str]] = {}
    for (question, person), text in answers.texts.items():
        texts.setdefault(question, {})[f"p{person + 1}"] = text
    dropped = {"dropped": list(map(agreement_data, answers.dropped))} if answers.dropped else {}
    return {
        "names": list(answers.names),
        "picks": [list(ids) for ids in answers.picks],
        "answers": texts,
        "agreements": list(map(agreement_data, answers.agreements)),
        **{field.key: getattr(answers, field.key) for field in SHEET_FIELDS},
        **dropped,
    }


def agreement_data(agreement: Agreement) -> dict[str, object]:
    """Return an agreement as plain data."""
    data: dict[str, object] = {"what": agreement.what, "who": agreement.who}
    if agreement.previous_number:
        data["was"] = agreement.previous_number
    if agreement.decision:
        data["decision"] = agreement.decision.value
    return data
