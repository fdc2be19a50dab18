from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.words.dates import format_clock, list_dates, read_date
from generator.words.messages import ENGLISH, describe_unread

DAY = dt.date(2027, 3, 1)


def test_a_date_is_set_with_its_month_in_letters_and_with_its_time() -> None:
    assert ENGLISH.format_date(DAY) == "1 March 2027"
    assert ENGLISH.format_date(DAY, dt.time(9, 5)) == "1 March 2027, 09:05"
    assert ENGLISH.format_date(DAY, dt.time(0)) == "1 March 2027, 00:00"


@pytest.mark.parametrize(("minutes", "text"), [(0, "00:00"), (750, "12:30"), (1439, "23:59"), (1470, "00:30")])
def test_a_clock_goes_round_at_midnight(minutes: int, text: str) -> None:
    assert format_clock(minutes) == text


def test_minutes_stand_where_there_is_no_time_of_day() -> None:
    assert ENGLISH.format_elapsed(45) == "45 min"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2027-03-01", DAY),
        (" 1  March 2027 ", DAY),
        ("1. mar. 2027", DAY),
        ("2027-03-01T12:30", dt.datetime(2027, 3, 1, 12, 30)),  # noqa: DTZ001 - people write no time zone
        ("1 March 2027, 12.30", dt.datetime(2027, 3, 1, 12, 30)),  # noqa: DTZ001
        ("31 February 2027", None),
        ("2027-03-01 25:00", None),
        ("1 Brumaire 2027", None),
        ("in spring", None),
        ("", None),
    ],
)
def test_dates_that_people_write_are_read(text: str, read: dt.date | None) -> None:
    assert read_date(text) == read


@given(st.dates(), st.none() | st.times().map(lambda time: time.replace(second=0, microsecond=0)))
def test_every_date_that_is_set_can_be_read_back(date: dt.date, time: dt.time | None) -> None:
    expected = dt.datetime.combine(date, time) if time else date
    if date.year >= 1000:
        assert read_date(ENGLISH.format_date(date, time)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-04 9:30", "2026-12-04T09:30", "2026-12-04 09:30:00", "2026/12/4 9:30", "4.12.2026 9:30",
        "04.12.2026, 9.30", "4 December 2026, 9:30", "December 4, 2026 9:30", "Dec 4 2026 9:30 am",
        "4. Dezember 2026, 9:30 Uhr", "4th of December 2026 9:30", "Friday, 4 December 2026, 9:30",
        "Fr. 4.12.2026 9.30", "Fri Dec 4, 2026 9:30 a.m.", "Freitag, 4. Dezember 2026 um 9:30 Uhr",
    ],
)  # fmt: skip
def test_a_moment_is_read_as_people_write_it(text: str) -> None:
    assert read_date(text) == dt.datetime.combine(dt.date(2026, 12, 4), dt.time(9, 30))


@pytest.mark.parametrize(("text", "hour"), [("12 am", 0), ("12:00 pm", 12), ("1:05 pm", 13), ("11:59 PM", 23)])
def test_halves_of_a_day_are_read(text: str, hour: int) -> None:
    hours, _, half = text.partition(" ")
    found = read_date(f"2026-12-04 {hours if ':' in hours else hours + ':00'} {half}")
    assert isinstance(found, dt.datetime)
    assert found.hour == hour


def test_what_can_mean_two_days_is_neither() -> None:
    assert list_dates("12/4/2026") == [dt.date(2026, 4, 12), dt.date(2026, 12, 4)]
    assert read_date("12/4/2026") is None
    assert read_date("12/12/2026") == read_date("12-12-2026") == dt.date(2026, 12, 12)
    assert read_date("4/25/2026") == read_date("25/4/2026") == dt.date(2026, 4, 25)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31.13.2026",
        "30 February 2026",
        "2026-12-04 25:00",
        "2026-12-04 13:00 pm",
        "soon",
        "4.12.26",
        "2026-1-112:30",
        "Monday, 4 December 2026",
        "Whenever, 4 December 2026",
        "4 December 2026, 9",
        "2026-12-04T09:30Z",
    ],
)
def test_no_date_is_none(text: str) -> None:
    assert list_dates(text) == []


@pytest.mark.parametrize(
    "text", ["4 Sept 2026", "4 Sept. 2026", "Sep 4, 2026", "Friday, September 4th, 2026", "Fr, 4.9.2026"]
)
def test_months_and_days_may_be_abbreviated(text: str) -> None:
    assert read_date(text) == dt.date(2026, 9, 4)


@pytest.mark.parametrize(("text", "hour"), [("9 am", 9), ("9pm", 21), ("12 a.m.", 0), ("um 9 Uhr", 9), ("21 Uhr", 21)])
def test_an_hour_needs_no_minutes_where_a_word_says_that_it_is_one(text: str, hour: int) -> None:
    assert read_date(f"2026-12-04 {text}") == dt.datetime.combine(dt.date(2026, 12, 4), dt.time(hour))


def test_a_date_is_set_as_dates_are_and_any_other_text_as_it_was_typed() -> None:
    assert ENGLISH.restate_date("2027-03-01") == "1 March 2027"
    assert ENGLISH.restate_date("Monday, 1.3.2027 9 am") == "1 March 2027, 09:00"
    for text in ("", "12/4/2026", "in  spring", "1 March"):
        assert ENGLISH.restate_date(text) == text


def test_why_a_text_is_not_read_is_told() -> None:
    assert describe_unread("12/4/2026") == "can mean 12 April 2026 or 4 December 2026"
    assert describe_unread("soon") == "is no date"
