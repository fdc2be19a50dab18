"""Calendar events of a meeting, or of the next review of an alliance."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest, RequestProblem, escape
from generator.words.messages import describe_unread

if TYPE_CHECKING:
    import datetime as dt

    from generator.model.alliance import Alliance
    from generator.model.event import Event
    from generator.model.worksheet import Worksheet


class CalendarRequest(NamedTuple):
    """How an event is to be written."""

    timezone: str | None = None
    """A name of the IANA database; without one, the event is at its time wherever one is."""
    date: dt.datetime | None = None
    """When the file is written, aware; without one it tells none."""
    earlier: bytes = b""
    """The file that this one takes the place of: the same event has its next sequence number."""


def require_calendar(timezone: str | None = None) -> None:
    """Raise ``MissingExtra`` or ``InvalidRequest`` where no event can be written, or none in this time zone."""
    from generator.formats.ics import find_time_zone, require_calendars  # noqa: PLC0415 - only who asks for events pays

    require_calendars()
    if timezone is not None:
        find_time_zone(timezone)


def write_meeting(worksheet: Worksheet, request: CalendarRequest) -> bytes:
    """Return the calendar file of the worksheet's meeting. Raises ``InvalidRequest`` where its time is not known."""
    from generator.model.event import meeting_of  # noqa: PLC0415 - only who asks for events pays

    event = meeting_of(worksheet)
    if event is None:
        hint = 'Give a date and a time: `meeting` "2026-12-04 12:30".'
        raise InvalidRequest(RequestProblem("meeting", "`ics` needs to know when", hint))
    return _write(event, request)


def write_review(alliance: Alliance, request: CalendarRequest, *, secret: bool = False) -> bytes:
    """Return the calendar file of the next review. Raises ``InvalidRequest`` where its day is not known.

    Where what was agreed is ``secret``, the event does not tell it.
    """
    from generator.model.event import review_of  # noqa: PLC0415 - only who asks for events pays

    event = review_of(alliance)
    if event is None:
        written = alliance.answers.review
        found = f"the next review is on '{escape(written)}', which {describe_unread(written)}"
        message = f"`ics`: {found if written else 'no next review is agreed'}"
        hint = "Give it with `review`, as 2027-03-01, or in an answers file: review: 2027-03-01"
        raise InvalidRequest(RequestProblem("ics", message, hint))
    return _write(event._replace(description="") if secret else event, request)


def _write(event: Event, request: CalendarRequest) -> bytes:
    from generator.formats.ics import find_time_zone, write_calendar  # noqa: PLC0415 - imports an extra

    zone = find_time_zone(request.timezone) if request.timezone else None
    return write_calendar(event, zone, request.date, request.earlier)
