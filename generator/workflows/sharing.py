"""Worksheets that can share what is composed: the same but for what is personal, with stand-ins in its place.

Worksheets of one *kind* share what does not depend on who picked what either.

Personal are the names with their initials, the meeting's date and place, and what follows from them: the definition
and the identity. Whether a name is blank is not, for a blank one is labelled ``Person 1``.
"""

from __future__ import annotations

from hashlib import sha256
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, NamedTuple

from generator.model.people import People
from generator.model.selection import Selection
from generator.model.worksheet import Meeting, Worksheet, canonical, definition, slug
from generator.standins import CLOCKS, DATE, EVERY, INITIALS, NAMES, PICKS, PLACE, TIME, WHEN, parts

if TYPE_CHECKING:
    from hashlib import _Hash

_QUOTED_BLOCKS = ("\\ufd", "\\uff")
"""How every stand-in begins in JSON, and not much else."""


class Kind(NamedTuple):
    """What worksheets must have in common to share what is composed, but for who picked what; hashable."""

    worksheet: Worksheet
    """With neither names nor date nor place, and with no picks."""
    named: tuple[bool, ...]
    """Which of the names are not blank."""
    dated: bool
    placed: bool
    timed: bool


class _StandInPeople(People):
    """People of whom only the number is known, and which of their names are blank."""

    __slots__ = ()

    def initials(self) -> tuple[str, ...]:
        """Return a stand-in for each person."""
        return INITIALS[: len(self.names)]


class _StandInMeeting(Meeting):
    """A meeting of which only the length is known, and whether it has a date."""

    __slots__ = ()

    def when(self) -> str:
        """Return a stand-in where there is a date."""
        return WHEN if self.date else ""

    def clocks(self, starts: tuple[int, ...]) -> tuple[str, ...]:
        """Return stand-ins where there is a time."""
        return CLOCKS[: len(starts)] if self.time else super().clocks(starts)


def kind_of(worksheet: Worksheet) -> Kind:
    """Return what this worksheet has in common with others."""
    meeting = worksheet.meeting
    names = worksheet.people.names
    return Kind(
        worksheet._replace(
            people=People(("",) * len(names)),
            selection=Selection(()),
            meeting=Meeting(None, None, "", meeting.minutes),
        ),
        tuple(map(bool, names)),
        meeting.date is not None,
        bool(meeting.place),
        meeting.time is not None,
    )


def with_standins(worksheet: Worksheet) -> Worksheet:
    """Return the worksheet with stand-ins for what is personal, as far as it is known."""
    meeting = worksheet.meeting
    names = tuple(stand_in if name else "" for name, stand_in in zip(worksheet.people.names, NAMES, strict=False))
    place = PLACE if meeting.place else ""
    return worksheet._replace(
        people=_StandInPeople(names), meeting=_StandInMeeting(meeting.date, meeting.time, place, meeting.minutes)
    )


class Definitions:
    """The definitions of worksheets of one kind, which differ in who picked what and in what is personal."""

    def __init__(self, kind: Kind) -> None:
        data, names = definition(kind.worksheet), NAMES[: len(kind.named)]
        data["people"] = list(names)
        data["picks"] = PICKS
        data["meeting"] = {"date": DATE, "time": TIME, "place": PLACE, "minutes": kind.worksheet.meeting.minutes}
        text = canonical(data).replace(f'"{_quoted(PICKS)}"', PICKS)
        personal = (*names, DATE, TIME, PLACE)
        for each in personal:
            text = text.replace(_quoted(each), each)
        self._parts = parts(text)
        self.shareable = len(self._parts) == 2 * len((*personal, PICKS)) + 1 and not _mentions_standin(text)
        """False where the bank or the layout's name looks like a stand-in."""
        self.opening = self._parts[0]
        """What they all begin with."""
        self._digest = sha256(self.opening.encode())

    def of(self, selection: Selection) -> Definition:
        """Return the definitions with this selection as one that lacks what is personal."""
        picks = canonical(selection.picks)
        return Definition(tuple(picks if part == PICKS else part for part in self._parts), self._digest)


class Definition(NamedTuple):
    """The definition of a worksheet, but for what is personal."""

    parts: tuple[str, ...]
    """Each a stand-in, or without any; the first is the same for all worksheets of a kind."""
    begun: _Hash
    """The digest of the first part."""

    def text(self, worksheet: Worksheet) -> str:
        """Return the canonical definition of a worksheet."""
        meeting = worksheet.meeting
        values = dict(zip(NAMES, map(_quoted, worksheet.people.names), strict=False))
        values[DATE] = meeting.date.isoformat() if meeting.date else ""
        values[TIME] = meeting.clock()
        values[PLACE] = _quoted(meeting.place)
        return "".join([values.get(part, part) for part in self.parts])

    def identity(self, text: str) -> str:
        """Return the identity of the worksheet with this canonical definition, which is one of these."""
        digest = self.begun.copy()
        digest.update(text[len(self.parts[0]) :].encode())
        return slug(digest.digest())


def _mentions_standin(text: str) -> bool:
    """Tell whether canonical JSON holds a stand-in as it stands there."""
    return any(each in text for each in _QUOTED_BLOCKS) and any(_quoted(each) in text for each in EVERY)


def _quoted(text: str) -> str:
    """Return text as it stands between the quotes of a JSON string."""
    return encode_basestring_ascii(text)[1:-1]


def personal_values(worksheet: Worksheet, starts: tuple[int, ...]) -> dict[str, str]:
    """Return what the stand-ins for names, initials, date, place and clock stand for.

    ``starts`` is when the steps of the time plan begin, minutes from the meeting's start.
    """
    people, meeting = worksheet.people, worksheet.meeting
    values = {stand_in: name for stand_in, name in zip(NAMES, people.names, strict=False) if name}
    values.update(zip(INITIALS, people.initials(), strict=False))
    if meeting.date:
        values[WHEN] = meeting.when()
    if meeting.place:
        values[PLACE] = meeting.place
    if meeting.time:
        values.update(zip(CLOCKS, meeting.clocks(starts), strict=False))
    return values
