"""``--ics`` and ``--timezone``: a calendar file beside what a command makes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from generator.cli.reporting import Beside
from generator.errors import InvalidInput, UsageProblem, escape

if TYPE_CHECKING:
    import datetime as dt

    from generator.model.alliance import Alliance
    from generator.model.event import Event
    from generator.model.worksheet import Worksheet

ZONE_HELP = "The event's time zone, such as Europe/Lisbon; else it is at that time wherever one is."
_NEXT_STEP = "Open it to take the event into your calendar; made again, it updates the event."
_MOST_BYTES = 100_000
"""The largest file that is looked into before it is replaced; an event has two thousand."""


class CalendarChoice(NamedTuple):
    """Which calendar file is wanted, as it was typed."""

    file: str
    zone: str | None

    def beside(self, event: Event, date: dt.datetime | None) -> Beside:
        """Return the event's file and where it goes; it follows the one that is there."""
        from generator.formats.ics import find_time_zone, write_calendar  # noqa: PLC0415 - imports an extra

        zone = find_time_zone(self.zone) if self.zone else None
        return Beside(write_calendar(event, zone, date, _earlier(self.file)), self.file, _NEXT_STEP)


def calendar_choice(file: str | None, zone: str | None) -> CalendarChoice | None:
    """Return what the options say; nothing where no calendar is wanted. Raise UsageProblem for what cannot be."""
    if file is None:
        if zone is not None:
            raise UsageProblem("--timezone goes with --ics. Add --ics FILE, or leave it out.")
        return None
    if file == "-":
        raise UsageProblem("--ics writes a file. Give it a name, such as lunch.ics.")
    from generator.formats.ics import find_time_zone, require_calendars  # noqa: PLC0415 - start-up is felt

    require_calendars("--ics")
    if zone is not None:
        find_time_zone(zone)
    return CalendarChoice(file, zone)


def meeting_beside(choice: CalendarChoice, worksheet: Worksheet, date: dt.datetime | None) -> Beside:
    """Return the file of the worksheet's meeting, and where it goes; raise UsageProblem where its time is not known."""
    from generator.model.event import meeting_of  # noqa: PLC0415 - start-up is felt

    event = meeting_of(worksheet)
    if event is None:
        raise UsageProblem('--ics needs to know when. Give a date and a time: --meeting "2026-12-04 12:30".')
    return choice.beside(event, date)


def review_beside(choice: CalendarChoice, alliance: Alliance, date: dt.datetime | None, *, secret: bool) -> Beside:
    """Return the file of the next review, and where it goes; raise UsageProblem where its day is not known.

    Where what was agreed is ``secret``, the event does not tell it.
    """
    from generator.model.event import review_of  # noqa: PLC0415 - start-up is felt

    event = review_of(alliance)
    if event is None:
        written = alliance.answers.review
        found = (
            f"the next review is on '{escape(written)}', which is no date" if written else "no next review is agreed"
        )
        raise UsageProblem(f"--ics: {found}. Write it as 2027-03-01; in an answers file: review: 2027-03-01")
    return choice.beside(event._replace(description="") if secret else event, date)


def _earlier(target: str) -> bytes:
    from generator.files.reading import read_bounded  # noqa: PLC0415 - start-up is felt

    with suppress(InvalidInput):
        return read_bounded(target, limit=_MOST_BYTES)
    return b""
