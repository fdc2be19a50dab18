"""Calendar files (RFC 5545), written by the library icalendar, an extra.

Time zones go along with their rules (3.6.5), by IANA's database; those of Windows are mapped to it by Unicode's table.
The same event gives the same bytes. A file that replaces an earlier one of other content has the next ``SEQUENCE``
(3.8.7.4), by which calendars know the newer of two. ``DTSTAMP``, which is mandatory (3.8.7.2), is the date given, and
the first second of 1970 where none is given. Each event reminds a week and a day before (3.6.6): of a whole day at nine
in the morning, of another at its own time.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest, RequestProblem, did_you_mean, escape, require_extra
from generator.files.reading import read_bounded
from generator.files.shipped import package_file
from generator.words.dates import format_clock
from generator.words.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    import icalendar

    from generator.model.event import Event

_NO_DATE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_REMINDERS = (7, 1)
"""Days before an event on which it reminds of itself."""
_MORNING = dt.timedelta(hours=9)
"""When it does so, of a whole day."""
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


def write_calendar(
    events: Sequence[Event], zone: ZoneInfo | None, date: dt.datetime | None, earlier: bytes = b""
) -> bytes:
    """Return the file of the events; without a zone their times are local, wherever the reader is (3.3.5, form 1).

    ``earlier`` is the content of the file that will be replaced; an event of which nothing changes stays as it is.
    Raises InvalidRequest where the clocks of the zone leave an event's time out.
    """
    import icalendar  # noqa: PLC0415 - an extra

    for event in events:
        require_existing(event, zone)
    entries = [_renew(event, zone, date, earlier) for event in events]
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    zoned = [entry for entry in entries if "TZID" in entry["dtstart"].params]  # times in UTC have none
    if zone and zoned:
        calendar.add_component(_describe_zone(zone, {entry.decoded("dtstart").year for entry in zoned}))
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _renew(event: Event, zone: ZoneInfo | None, date: dt.datetime | None, earlier: bytes) -> icalendar.Event:
    """Return the event; where it stands in the earlier file otherwise, with the next sequence number."""
    sequence = _find_sequence(earlier, event.uid)
    if sequence is None:
        return _build(event, zone, date, 0)
    same = _build(event, zone, date, sequence)
    return same if same.to_ical() in earlier else _build(event, zone, date, sequence + 1)


def _build(event: Event, zone: ZoneInfo | None, date: dt.datetime | None, sequence: int) -> icalendar.Event:
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
    whole_day = not isinstance(event.start, dt.datetime)
    if whole_day:
        entry.add("transp", "TRANSPARENT")  # nobody is busy all day
    for days in _REMINDERS:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.summary)
        alarm.add("trigger", (_MORNING if whole_day else dt.timedelta()) - dt.timedelta(days=days))
        entry.add_component(alarm)
    return entry


def _times_in(event: Event, zone: ZoneInfo | None) -> tuple[dt.datetime | dt.date, dt.datetime | dt.date]:
    """Return start and end; in a zone, as far apart as they are without one, also where its clocks change between."""
    if not (zone and isinstance(event.start, dt.datetime) and isinstance(event.end, dt.datetime)):
        return event.start, event.end
    start = event.start.replace(tzinfo=zone)
    return start, (start.astimezone(dt.UTC) + (event.end - event.start)).astimezone(zone)


def require_existing(event: Event, zone: ZoneInfo | None) -> None:
    """Raise InvalidRequest for an event at a local time that the clocks of the zone leave out."""
    moment = event.start
    if zone is None or not isinstance(moment, dt.datetime):
        return
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


def _iterate_onsets(zone: ZoneInfo, year: int, last: int) -> Iterator[tuple[dt.datetime, _Offset, _Offset]]:
    """Yield the moments of some years, in UTC, at which a zone's clocks change, from what and to what.

    The first is the beginning of the first year, when nothing changes.
    """
    moment, end = dt.datetime(year, 1, 1, tzinfo=dt.UTC), dt.datetime(min(last + 1, dt.MAXYEAR), 1, 1, tzinfo=dt.UTC)
    before = _offset_at(moment, zone)
    yield moment - before.offset, before, before
    while moment < end:
        after = _offset_at(moment + dt.timedelta(days=1), zone)
        if after != before:
            early, late = moment, moment + dt.timedelta(days=1)
            while late - early > dt.timedelta(seconds=1):
                middle = early + dt.timedelta(seconds=(late - early) // dt.timedelta(seconds=2))
                early, late = (middle, late) if _offset_at(middle, zone) == before else (early, middle)
            yield late, before, after
        moment, before = moment + dt.timedelta(days=1), after


def _join_years(years: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of the years that follow each other, each with the next one."""
    known = sorted(years | {year + 1 for year in years})
    first = known[0]
    for year, following in zip(known, [*known[1:], 0], strict=True):
        if following != year + 1:
            yield first, year
            first = following


def _describe_zone(zone: ZoneInfo, years: set[int]) -> icalendar.Timezone:
    """Return the rules of a zone for these years, each with the next one.

    Each onset is a local time of the offset before it (RFC 5545, 3.6.5: ``DTSTART`` with ``TZOFFSETFROM``).
    """
    import icalendar  # noqa: PLC0415 - an extra

    rules = icalendar.Timezone()
    rules.add("tzid", zone.key)
    onsets = itertools.chain.from_iterable(_iterate_onsets(zone, *span) for span in _join_years(years))
    for moment, before, after in onsets:
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
