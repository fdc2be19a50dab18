"""The identities of the fields of a worksheet: every place that can be filled in, and its path.

The full name of a field is ``IDENTITY/`` followed by the field's path; people and rows count from 1 in paths only.
"""

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from generator.model.layout import Part


class FieldKind(StrEnum):
    """The kinds of fields; the value is the path, with ``{question}`` and ``{number}`` to be filled in."""

    NAME = "name/p{number}"
    DATE = "meeting/date"
    PLACE = "meeting/place"
    PICK = "pick/{question}/p{number}"
    ANSWER = "answer/{question}/p{number}"
    NOTE = "note/{question}/p{number}"
    """What a person notes on a question before the meeting, for themselves; no alliance has it."""
    AGREED_WHAT = "agreement/{number}/what"
    AGREED_WHO = "agreement/{number}/who"
    KEPT = "agreement/{number}/kept"
    CHANGED = "agreement/{number}/changed"
    DROPPED = "agreement/{number}/dropped"
    REVIEW = "review"
    SIGN = "sign/p{number}"
    DECISION = "agreement/{number}/decision"
    """The decision that the tick boxes and the new wording of an earlier agreement express together; of no field."""

    @property
    def is_personal(self) -> bool:
        """Whether there is one for each person."""
        return self.value.endswith("/p{number}")


class FieldId(NamedTuple):
    """One place to fill in."""

    kind: FieldKind
    question: str = ""
    """The question's id, of picks, notes and answers."""
    number: int = 0
    """The index of the person, or of the agreement: first those of the meeting before, then the new ones."""

    @property
    def path(self) -> str:
        """The field's part of the field name, such as ``answer/hopes/p1``."""
        return self.kind.value.format(question=self.question, number=self.number + 1)


class SheetField(NamedTuple):
    """A field that belongs to no question and no agreement, but to the sheet."""

    kind: FieldKind
    key: str
    """Its key in YAML and JSON and in the data that PDFs carry, its attribute in ``Answers``; ``/key`` in tables."""
    part: Part
    """The part of a layout that has it."""
    group: str = ""
    """The key of the mapping that it stands in, in YAML and JSON; empty at the top."""

    def ids(self, people: int) -> tuple[FieldId, ...]:
        """Return the field, or one for each person where it is personal."""
        return tuple(FieldId(self.kind, number=number) for number in range(people if self.kind.is_personal else 1))


MEETING = "meeting"
SHEET_FIELDS = (
    SheetField(FieldKind.DATE, "date", Part.FACTS, MEETING),
    SheetField(FieldKind.PLACE, "place", Part.FACTS, MEETING),
    SheetField(FieldKind.REVIEW, "review", Part.REVIEW),
    SheetField(FieldKind.SIGN, "signed", Part.SIGNATURES),
)
"""In the order in which they are written. A new one also needs its ``FieldKind``, its attribute in ``Answers``, its
description in ``sources``, and a place in the schemas and on the sheet."""

CHECKBOXES = {FieldKind.PICK, FieldKind.KEPT, FieldKind.CHANGED, FieldKind.DROPPED}
DECISIONS = {FieldKind.KEPT: "kept", FieldKind.CHANGED: "changed", FieldKind.DROPPED: "dropped"}
"""The decision that each box of an earlier agreement stands for."""
LONGEST_TEXT = 200_000
"""Characters of a text in a field, in every format that brings one."""
CHECKED = "Yes"
"""The on-state of every tick box, and the value of a field that is ticked."""
OFF = "Off"
"""The state of a box that is not ticked (ISO 32000-1, 12.7.4.2.3)."""
_YES = {
    "yes",
    "y",
    "x",
    "true",
    "on",
    "1",
    "picked",
    "checked",
    "ticked",
    "ja",
    "oui",
    "sí",
    "si",
    "sim",
    "✓",
    "✔",
    "☑",
    "☒",
}
_NO = {"", "no", "n", "false", "off", "0", "unchecked", "nein", "non", "não", "nao", "nee", "☐"}


def read_tick(word: str) -> bool | None:
    """Return whether a box is ticked that says this word, in whichever format; None for neither yes nor no."""
    folded = word.strip().removeprefix("/").casefold()  # some write a name's slash into a text
    return True if folded in _YES else False if folded in _NO else None


@cache
def _patterns() -> tuple[tuple[FieldKind, re.Pattern[str]], ...]:
    # compiled when the first form is read: composing has no use for them
    question, number = r"(?P<question>[a-z0-9-]{1,64})", r"(?P<number>[1-9][0-9]{0,2})"
    fields = (kind for kind in FieldKind if kind is not FieldKind.DECISION)
    return tuple((kind, re.compile(kind.value.format(question=question, number=number))) for kind in fields)


def parse_field_id(path: str) -> FieldId | None:
    """Return the field with this path, or nothing where the path is none of ours."""
    for kind, pattern in _patterns():
        if found := pattern.fullmatch(path):
            groups = found.groupdict()
            return FieldId(kind, groups.get("question") or "", int(groups.get("number") or 1) - 1)
    return None


AGREEMENT_ROWS = 4
"""The rows for new agreements on every worksheet, numbered on from the earlier ones; an answers file may hold more."""

MOST_ROWS = 999
"""The agreements that names can number."""
