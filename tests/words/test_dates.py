from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.words.dates import format_clock, format_date, format_elapsed, read_date

DAY = dt.date(2027, 3, 1)


def test_a_date_is_set_with_its_month_in_letters_and_with_its_time() -> None:
    assert format_date(DAY) == "1 March 2027"
    assert format_date(DAY, dt.time(9, 5)) == "1 March 2027, 09:05"
    assert format_date(DAY, dt.time(0)) == "1 March 2027, 00:00"


@pytest.mark.parametrize(("minutes", "text"), [(0, "00:00"), (750, "12:30"), (1439, "23:59"), (1470, "00:30")])
def test_a_clock_goes_round_at_midnight(minutes: int, text: str) -> None:
    assert format_clock(minutes) == text


def test_minutes_stand_where_there_is_no_time_of_day() -> None:
    assert format_elapsed(45) == "45 min"


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
        assert read_date(format_date(date, time)) == expected
