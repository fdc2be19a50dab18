"""Calendar files (RFC 5545) of one event, written by the library icalendar, an extra.

The same event gives the same bytes. A file that replaces an earlier one of other content has the next ``SEQUENCE``
(3.8.7.4), by which calendars know the newer of two. ``DTSTAMP``, which is mandatory (3.8.7.2), is the date given, and
the first second of 1970 where none is given.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from generator.errors import InvalidRequest, RequestProblem, did_you_mean, escape, require_extra

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from generator.model.event import Event

_NO_DATE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_PRODUCT = "-//designed-alliance//alliance//EN"


def require_calendars() -> None:
    """Raise ``MissingExtra`` where the library that writes calendar files is not installed."""
    require_extra("ics", "calendar", "icalendar")


def find_time_zone(name: str) -> ZoneInfo:
    """Return the time zone with this name of the IANA database; raise InvalidRequest for any other."""
    from zoneinfo import ZoneInfo, available_timezones  # noqa: PLC0415 - only calendars need it

    known = available_timezones()
    if name not in known:
        hint = did_you_mean(name, known) or "Give one such as Europe/Lisbon."
        raise InvalidRequest(RequestProblem("timezone", f"unknown time zone '{escape(name)}'", hint))
    return ZoneInfo(name)


def write_calendar(event: Event, zone: ZoneInfo | None, date: dt.datetime | None, earlier: bytes = b"") -> bytes:
    """Return the event's file; without a zone its times are local, wherever the reader is (3.3.5, form 1).

    ``earlier`` is the content of the file that will be replaced, and is returned where nothing in it changes.
    """
    sequence = _find_sequence(earlier, event.uid)
    if sequence is None:
        return _serialise(event, zone, date, 0)
    same = _serialise(event, zone, date, sequence)
    return same if same == earlier else _serialise(event, zone, date, sequence + 1)


def _serialise(event: Event, zone: ZoneInfo | None, date: dt.datetime | None, sequence: int) -> bytes:
    import icalendar  # noqa: PLC0415 - an extra

    entry = icalendar.Event()
    entry.add("uid", event.uid)
    entry.add("dtstamp", date or _NO_DATE)
    entry.add("sequence", sequence)
    entry.add("summary", event.summary)
    entry.add("dtstart", _in_zone(event.start, zone))
    entry.add("dtend", _in_zone(event.end, zone))
    for name, text in (("location", event.place), ("description", event.description)):
        if text:
            entry.add(name, text)
    if not isinstance(event.start, dt.datetime):
        entry.add("transp", "TRANSPARENT")  # nobody is busy all day
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    year = event.start.year
    calendar.add_missing_timezones(dt.date(year, 1, 1), dt.date(min(year + 1, dt.MAXYEAR), 12, 31))
    return bytes(calendar.to_ical())


def _in_zone(moment: dt.datetime | dt.date, zone: ZoneInfo | None) -> dt.datetime | dt.date:
    return moment.replace(tzinfo=zone) if isinstance(moment, dt.datetime) and zone else moment


def _find_sequence(data: bytes, uid: str) -> int | None:
    """Return the sequence number of this event in a calendar file; None where the file, or the event, is not there."""
    import icalendar  # noqa: PLC0415 - an extra

    try:
        events = icalendar.Calendar.from_ical(data).walk("VEVENT") if data else []
        return next((int(event.get("SEQUENCE", 0)) for event in events if event.get("UID") == uid), None)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):  # whatever a foreign file is
        return None
