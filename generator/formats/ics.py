"""Calendar files (RFC 5545) of one event, written by the library icalendar, an extra.

Time zones go along with their rules (3.6.5), by IANA's database; those of Windows are mapped to it by Unicode's table.
The same event gives the same bytes. A file that replaces an earlier one of other content has the next ``SEQUENCE``
(3.8.7.4), by which calendars know the newer of two. ``DTSTAMP``, which is mandatory (3.8.7.2), is the date given, and
the first second of 1970 where none is given.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest, RequestProblem, did_you_mean, escape, require_extra
from generator.files.reading import read_bounded
from generator.files.shipped import package_file
from generator.words.dates import format_clock
from generator.words.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    import icalendar

    from generator.model.event import Event

_NO_DATE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_PRODUCT = "-//designed-alliance//alliance//EN"


def require_calendars() -> None:
    """Raise ``MissingExtra`` where the library that writes calendar files is not installed."""
    require_extra("ics", "calendar", "icalendar")


def find_time_zone(name: str) -> ZoneInfo:
    """Return the time zone with this name of the IANA database, or of Windows; raise InvalidRequest for any other."""
    from zoneinfo import ZoneInfo, available_timezones  # noqa: PLC0415 - only calendars need it

    known = available_timezones()
    if name in known:
        return ZoneInfo(name)
    windows = json.loads(read_bounded(package_file("data", "windows_zones.json")))["zones"]
    folded = " ".join(name.split()).casefold()
    if found := next((zone for own_name, zone in windows.items() if own_name.casefold() == folded), None):
        return ZoneInfo(found)
    # a name of Windows is like no other: "W. Europe Standard Time" is not like "Europe/San_Marino"
    likely = windows if folded.endswith(" time") else known
    hint = did_you_mean(name, likely) or "Give one such as Europe/Lisbon."
    raise InvalidRequest(RequestProblem("timezone", f"unknown time zone '{escape(name)}'", hint))


def write_calendar(event: Event, zone: ZoneInfo | None, date: dt.datetime | None, earlier: bytes = b"") -> bytes:
    """Return the event's file; without a zone its times are local, wherever the reader is (3.3.5, form 1).

    ``earlier`` is the content of the file that will be replaced, and is returned where nothing in it changes. Raises
    InvalidRequest where the clocks of the zone leave the event's time out.
    """
    if zone and isinstance(event.start, dt.datetime):
        _require_existing(event.start, zone)
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
    start, end = _times_in(event, zone)
    entry.add("dtstart", start)
    entry.add("dtend", end)
    for name, text in (("location", event.place), ("description", event.description)):
        if text:
            entry.add(name, text)
    if not isinstance(event.start, dt.datetime):
        entry.add("transp", "TRANSPARENT")  # nobody is busy all day
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    if zone and "TZID" in entry["dtstart"].params:  # times in UTC have none
        calendar.add_component(_describe_zone(zone, event.start.year))
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _times_in(event: Event, zone: ZoneInfo | None) -> tuple[dt.datetime | dt.date, dt.datetime | dt.date]:
    """Return start and end; in a zone, as far apart as they are without one, also where its clocks change between."""
    if not (zone and isinstance(event.start, dt.datetime) and isinstance(event.end, dt.datetime)):
        return event.start, event.end
    start = event.start.replace(tzinfo=zone)
    return start, (start.astimezone(dt.UTC) + (event.end - event.start)).astimezone(zone)


def _require_existing(moment: dt.datetime, zone: ZoneInfo) -> None:
    """Raise InvalidRequest for a local time that the clocks leave out."""
    there = moment.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None)
    if there != moment:
        what = f"there is no {_clock(moment)} on {ENGLISH.format_date(moment.date())} in {zone.key}"
        message = f"{what}: the clocks are put forward over it"
        raise InvalidRequest(RequestProblem("ics", message, f"Give another time, such as {_clock(there)}."))


def _clock(moment: dt.datetime) -> str:
    return format_clock(60 * moment.hour + moment.minute)


class _Offset(NamedTuple):
    """What a zone's clocks show from some moment on."""

    offset: dt.timedelta
    """From UTC."""
    name: str
    daylight: bool


def _offset_at(moment: dt.datetime, zone: ZoneInfo) -> _Offset:
    local = moment.astimezone(zone)
    return _Offset(local.utcoffset() or dt.timedelta(), local.tzname() or "", bool(local.dst()))


def _iterate_onsets(zone: ZoneInfo, year: int) -> Iterator[tuple[dt.datetime, _Offset, _Offset]]:
    """Yield the moments of a year and the next, in UTC, at which a zone's clocks change, from what and to what."""
    moment, end = dt.datetime(year, 1, 1, tzinfo=dt.UTC), dt.datetime(min(year + 2, dt.MAXYEAR), 1, 1, tzinfo=dt.UTC)
    before = _offset_at(moment, zone)
    while moment < end:
        after = _offset_at(moment + dt.timedelta(days=1), zone)
        if after != before:
            early, late = moment, moment + dt.timedelta(days=1)
            while late - early > dt.timedelta(seconds=1):
                middle = early + dt.timedelta(seconds=(late - early) // dt.timedelta(seconds=2))
                early, late = (middle, late) if _offset_at(middle, zone) == before else (early, middle)
            yield late, before, after
        moment, before = moment + dt.timedelta(days=1), after


def _describe_zone(zone: ZoneInfo, year: int) -> icalendar.Timezone:
    """Return the rules of a zone for a year and the next.

    Each onset is a local time of the offset before it (RFC 5545, 3.6.5: ``DTSTART`` with ``TZOFFSETFROM``).
    """
    import icalendar  # noqa: PLC0415 - an extra

    rules = icalendar.Timezone()
    rules.add("tzid", zone.key)
    first = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    now = _offset_at(first, zone)
    for moment, before, after in ((first - now.offset, now, now), *_iterate_onsets(zone, year)):
        rule = icalendar.TimezoneDaylight() if after.daylight else icalendar.TimezoneStandard()
        rule.add("dtstart", (moment + before.offset).replace(tzinfo=None))
        rule.add("tzoffsetfrom", before.offset)
        rule.add("tzoffsetto", after.offset)
        rule.add("tzname", after.name)
        rules.add_component(rule)
    return rules


def _find_sequence(data: bytes, uid: str) -> int | None:
    """Return the sequence number of this event in a calendar file; None where the file, or the event, is not there."""
    import icalendar  # noqa: PLC0415 - an extra

    try:
        events = icalendar.Calendar.from_ical(data).walk("VEVENT") if data else []
        return next((int(event.get("SEQUENCE", 0)) for event in events if event.get("UID") == uid), None)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):  # whatever a foreign file is
        return None
