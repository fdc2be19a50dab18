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
_OTHER_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
"""In German, as other languages will follow."""
_TIME = (
    r"(?:(?:[T,] ?| )(?:at |um )?(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.][0-5][0-9])?"
    r" ?(?P<half>[AaPp][Mm])?(?:Uhr)?)?"
)
_DAY, _YEAR, _MONTH = "(?P<day>[0-9]{1,2})", "(?P<year>[0-9]{4})", "(?P<month>[0-9]{1,2})"
_NAME = r"(?P<name>[^\W\d_]{3,12})\.?"
_FORMS = (
    rf"{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}",
    rf"{_DAY}\. ?{_MONTH}\. ?{_YEAR}",
    rf"{_DAY}(?:st|nd|rd|th|\.)? (?:of )?{_NAME},? {_YEAR}",
    rf"{_NAME} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
    rf"{_DAY}[/-]{_MONTH}[/-]{_YEAR}",
    rf"{_MONTH}[/-]{_DAY}[/-]{_YEAR}",
)
"""How people write a day, before the time: the last two read one text as two days, 4 December or 12 April."""
_ABBREVIATED = 3
_NOON = 12


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
    """Return the date, or date and time, that somebody wrote: ``2027-03-01``, ``1.3.2027 9:30``, ``March 1, 2027``.

    Months may be abbreviated to three letters, hours without zero, with seconds, with am and pm. None for any other
    text, for a day that no calendar has, and for a text that can mean two days (``list_dates``).
    """
    found = list_dates(text)
    return found[0] if len(found) == 1 else None


def list_dates(text: str) -> list[dt.datetime | dt.date]:
    """Return everything that a text can mean as a date: ``4/12/2026`` is two, a text that is no date none."""
    line = " ".join(text.split())
    found = (re.fullmatch(form + _TIME, line) for form in _FORMS)
    dates = (_build_date(match.groupdict()) for match in found if match)
    return list(dict.fromkeys(date for date in dates if date is not None))


def _build_date(parts: dict[str, str | None]) -> dt.datetime | dt.date | None:
    """Return the date of the parts of a text; None for a day or a time that there is not."""
    month = _month_number(parts["name"] or "") if "name" in parts else int(parts["month"] or 0)
    try:
        date = dt.date(int(parts["year"] or 0), month, int(parts["day"] or 0))
        if parts["hour"] is None:
            return date
        return dt.datetime.combine(date, dt.time(_hour(int(parts["hour"]), parts["half"]), int(parts["minute"] or 0)))
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    """Return the hour of 24; raise ``ValueError`` for one that half a day does not have."""
    if half is None:
        return hour
    if not 1 <= hour <= _NOON:
        raise ValueError(hour)
    return hour % _NOON + (_NOON if half.lower() == "pm" else 0)


def _month_number(word: str) -> int:
    """Return the number of a month by its name or its first three letters; 0 for any other word."""
    word = word.casefold()
    for months in (MONTHS, _OTHER_MONTHS):
        names = [month.casefold() for month in months]
        for number, name in enumerate(names, 1):
            if word in {name, name[:_ABBREVIATED]}:
                return number
    return 0
