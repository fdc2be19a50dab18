"""Dates and clock times as they stand on paper, in English, and dates that people wrote read back."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WIDEST_ELAPSED = "000 min"
"""As wide as any time of ``format_clock`` or ``format_elapsed``."""
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2}))?")
_PRINTED = re.compile(r"([0-9]{1,2})\.? ([A-Za-z]{3,9})\.? ([0-9]{4})(?:,? ([0-9]{1,2})[:.]([0-9]{2}))?")
_ABBREVIATED = 3


def format_date(date: dt.date, time: dt.time | None = None) -> str:
    """Return ``4 December 2026``, with a time ``4 December 2026, 12:30``."""
    day = f"{date.day} {MONTHS[date.month - 1]} {date.year}"
    return f"{day}, {format_clock(60 * time.hour + time.minute)}" if time else day


def format_clock(minutes: int) -> str:
    """Return the time of day so many minutes after midnight, ``12:30``; a day later it begins again."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"  # a third of the time that ``%H:%M`` takes


def format_elapsed(minutes: int) -> str:
    """Return how many minutes a meeting has lasted, where it has no time of day."""
    return f"{minutes} min"


def read_date(text: str) -> dt.datetime | dt.date | None:
    """Return the date, or date and time, that somebody wrote as ``2027-03-01`` or ``1 March 2027, 12:30``.

    Months may be abbreviated to three letters. None for any other text, and for a day that no calendar has.
    """
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text):
        year, month, day = (int(found[group]) for group in (1, 2, 3))
    elif found := _PRINTED.fullmatch(text):
        day, month, year = int(found[1]), _month_number(found[2]), int(found[3])
    else:
        return None
    try:
        date = dt.date(year, month, day)
        return dt.datetime.combine(date, dt.time(int(found[4]), int(found[5]))) if found[4] else date
    except ValueError:
        return None


def _month_number(word: str) -> int:
    """Return the number of a month by its name or its first three letters; 0 for any other word."""
    names = [month.casefold() for month in MONTHS]
    word = word.casefold()
    return next((number for number, name in enumerate(names, 1) if word in {name, name[:_ABBREVIATED]}), 0)
