"""Calendar files and their time zones: those of Windows, the rules that go along, times that the clocks leave out."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest

pytest.importorskip("icalendar", reason="needs the extra calendar")

import icalendar

from generator.errors import InvalidRequest
from generator.files.shipped import package_file
from generator.formats.ics import find_time_zone, write_calendar
from generator.model.event import Event

BERLIN, SYDNEY = "Europe/Berlin", "Australia/Sydney"


def event(start: str, minutes: int = 90) -> Event:
    moment = dt.datetime.fromisoformat(start)
    return Event("uid", "Lunch", moment, moment + dt.timedelta(minutes=minutes), "", "")


def lines(start: str, zone: str, minutes: int = 90) -> list[str]:
    return write_calendar([event(start, minutes)], find_time_zone(zone), None).decode().splitlines()


def rules_in(data: bytes) -> Any:  # noqa: ANN401 - a property may be of any type
    (rules,) = icalendar.Calendar.from_ical(data).walk("VTIMEZONE")
    return rules


# Names


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("w. europe  standard time", "Europe/Berlin"),
        ("GMT Standard Time", "Europe/London"),
        ("Eastern Standard Time", "America/New_York"),
        ("India Standard Time", "Asia/Calcutta"),
        ("Pacific Standard Time (Mexico)", "America/Tijuana"),
        ("UTC", "UTC"),
        ("Europe/Lisbon", "Europe/Lisbon"),
    ],
)
def test_a_time_zone_is_called_as_the_iana_database_or_windows_calls_it(name: str, zone: str) -> None:
    assert find_time_zone(name) == ZoneInfo(zone)


@pytest.mark.slow
def test_every_time_zone_of_windows_is_one_of_the_database() -> None:
    table = json.loads(Path(package_file("data", "windows_zones.json")).read_text("utf-8"))
    assert "CLDR" in table["source"]
    assert len(table["zones"]) > 130
    assert set(table["zones"].values()) <= available_timezones()
    assert all(find_time_zone(name) for name in table["zones"])


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("W. Europ Standard Time", "Did you mean 'W. Europe Standard Time'?"),
        ("Europe/Berln", "Did you mean 'Europe/Berlin'?"),
        ("Mars", "Give one such as Europe/Lisbon."),
    ],
)
def test_a_name_that_is_none_is_told_with_one_of_its_kind(name: str, hint: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        find_time_zone(name)
    assert str(refused.value).endswith(f"unknown time zone '{name}'. {hint}")


# Rules


@pytest.mark.parametrize(
    ("zone", "onsets"),
    [
        (BERLIN, [("STANDARD", "20260101T000000", "+0100", "+0100"), ("DAYLIGHT", "20260329T020000", "+0100", "+0200"),
                  ("STANDARD", "20261025T030000", "+0200", "+0100"), ("DAYLIGHT", "20270328T020000", "+0100", "+0200"),
                  ("STANDARD", "20271031T030000", "+0200", "+0100")]),
        (SYDNEY, [("DAYLIGHT", "20260101T000000", "+1100", "+1100"), ("STANDARD", "20260405T030000", "+1100", "+1000"),
                  ("DAYLIGHT", "20261004T020000", "+1000", "+1100"), ("STANDARD", "20270404T030000", "+1100", "+1000"),
                  ("DAYLIGHT", "20271003T020000", "+1000", "+1100")]),
        ("Asia/Tokyo", [("STANDARD", "20260101T000000", "+0900", "+0900")]),
    ],
)  # fmt: skip
def test_an_onset_is_a_time_of_the_clocks_before_it(zone: str, onsets: list[tuple[str, ...]]) -> None:
    data = write_calendar([event("2026-06-04T12:30")], find_time_zone(zone), None)
    rules = rules_in(data)
    keys = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")
    found = [(rule.name, *(rule[key].to_ical() for key in keys)) for rule in rules.subcomponents]
    assert [tuple(part if isinstance(part, str) else part.decode() for part in rule) for rule in found] == onsets
    assert rules["TZID"] == zone


@pytest.mark.parametrize("zone", [BERLIN, SYDNEY, "Europe/Dublin", "America/St_Johns", "Africa/Casablanca"])
def test_the_rules_say_what_the_database_says(zone: str) -> None:
    data = write_calendar([event("2026-06-04T12:30")], find_time_zone(zone), None)
    rules = rules_in(data)
    onsets = sorted(
        (rule["DTSTART"].dt - rule["TZOFFSETFROM"].td, rule["TZOFFSETTO"].td, str(rule["TZNAME"]), rule.name)
        for rule in rules.subcomponents
    )
    for hour in range(24 * 730):
        moment = dt.datetime(2026, 1, 2) + dt.timedelta(hours=hour)  # noqa: DTZ001 - UTC, as the onsets are
        known = moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone))
        *_, said = (onset for onset in onsets if onset[0] <= moment)
        assert said[1:] == (known.utcoffset(), known.tzname(), "DAYLIGHT" if known.dst() else "STANDARD")


def test_times_in_utc_need_no_rules() -> None:
    found = lines("2026-12-04T12:30", "UTC")
    assert "DTSTART:20261204T123000Z" in found
    assert not any("VTIMEZONE" in line for line in found)


# Times that clocks leave out, and hours that they have twice


@pytest.mark.parametrize(
    ("start", "zone", "told", "hint"),
    [
        ("2026-03-29T02:00", BERLIN, "there is no 02:00 on 29 March 2026 in Europe/Berlin", "03:00"),
        ("2026-03-29T02:59", BERLIN, "there is no 02:59 on 29 March 2026 in Europe/Berlin", "03:59"),
        ("2026-10-04T02:30", SYDNEY, "there is no 02:30 on 4 October 2026 in Australia/Sydney", "03:30"),
    ],
)
def test_a_time_that_the_clocks_leave_out_is_told(start: str, zone: str, told: str, hint: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        lines(start, zone)
    assert str(refused.value) == f"{told}: the clocks are put forward over it. Give another time, such as {hint}."


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-03-29T01:30", "20260329T040000"), ("2026-03-29T03:00", "20260329T043000"),
     ("2026-10-25T01:30", "20261025T020000"), ("2026-12-04T12:30", "20261204T140000")],
)  # fmt: skip
def test_a_meeting_lasts_as_long_as_it_lasts_where_clocks_change(start: str, end: str) -> None:
    assert f"DTEND;TZID=Europe/Berlin:{end}" in lines(start, BERLIN)


def test_without_a_time_zone_every_time_is_there() -> None:
    assert b"DTSTART:20260329T023000" in write_calendar([event("2026-03-29T02:30")], None, None)
