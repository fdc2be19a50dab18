"""Clock times as they stand on paper, and dates that people wrote read back."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from generator.words.catalogue import ENGLISH_CATALOGUE, list_months

_MONTH_NAMES = (
    *ENGLISH_CATALOGUE.locale.months,
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
"""In English and German; those of other languages are CLDR's, and read when they are met."""
_WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
)  # fmt: skip
_OTHER_WORDS = {"sept": "september", "febr": "februar", "tues": "tuesday", "thurs": "thursday", "sonnabend": "samstag"}
"""Words for months and weekdays that are neither their names nor the names' first letters."""
_WEEKDAY = r"(?:(?P<weekday>[^\W\d_]{2,10})(?:\.,|[.,])? )?"
_TIME = (
    r"(?:(?:[T,\u060c] ?| )(?:at |um )?(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2})(?:[:.][0-5][0-9])?)?"
    r" ?(?:(?P<half>[AaPp])\.?[Mm]\.?|(?P<clock>Uhr))?)?"
)
_DAY, _YEAR, _MONTH = "(?P<day>[0-9]{1,2})", "(?P<year>[0-9]{4})", "(?P<month>[0-9]{1,2})"
_NAME = r"(?P<name>[^\W\d_][^\s\d.,/:_-]{1,14})\.?"
_FORMS = (
    rf"{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}",
    rf"{_DAY}\. ?{_MONTH}\. ?{_YEAR}",
    rf"{_DAY}(?:st|nd|rd|th|er|[.\u00ba])? (?:(?:of|de) )?{_NAME},?(?: de)? {_YEAR}(?: ?[\u0433\u0440]\.?)?",
    rf"{_YEAR}[\u5e74\ub144] ?{_MONTH}[\u6708\uc6d4] ?{_DAY}[\u65e5\uc77c]",
    rf"{_NAME} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
    rf"{_DAY}[/-]{_MONTH}[/-]{_YEAR}",
    rf"{_MONTH}[/-]{_DAY}[/-]{_YEAR}",
)
"""How people write a day, before the time: the last two read one text as two days, 4 December or 12 April.

Behind the year Russian and Ukrainian have a letter; Chinese, Japanese and Korean name year, month and day.
"""
_NOON = 12


def format_clock(minutes: int) -> str:
    """Return the time of day so many minutes after midnight, ``12:30``; a day later it begins again."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"  # a third of the time that ``%H:%M`` takes


def read_date(text: str, own: tuple[str, ...] = ()) -> dt.datetime | dt.date | None:
    """Return the date, or date and time, that somebody wrote: ``2027-03-01``, ``1.3.2027 9:30``, ``March 1, 2027``.

    A weekday may stand before it; months may be abbreviated to three letters; times may be without zero, without
    minutes, with seconds, with am and pm. None for any other text, for a day that no calendar has or that is another
    weekday, and for a text that can mean two days (``list_dates``). ``own`` are the months in the language that is
    expected; those of other languages are understood, too.
    """
    found = list_dates(text, own)
    return found[0] if len(found) == 1 else None


def list_dates(text: str, own: tuple[str, ...] = ()) -> list[dt.datetime | dt.date]:
    """Return everything that a text can mean as a date: ``4/12/2026`` is two, a text that is no date none."""
    return list(_find_dates(text, own))


@lru_cache(maxsize=256)
def _find_dates(text: str, own: tuple[str, ...]) -> tuple[dt.datetime | dt.date, ...]:
    """Return what ``list_dates`` does; remembered, for the meetings of a roster are on few days."""
    line = " ".join(text.split())
    found = (re.fullmatch(_WEEKDAY + form + _TIME, line) for form in _FORMS)
    dates = (_build_date(match.groupdict(), own) for match in found if match)
    return tuple(dict.fromkeys(date for date in dates if date is not None))


def part_moment(moment: dt.date) -> tuple[dt.date, dt.time | None]:
    """Return the date and the time of what ``read_date`` returns; no time where it is a date alone."""
    return (moment.date(), moment.time()) if isinstance(moment, dt.datetime) else (moment, None)


def _build_date(parts: dict[str, str | None], own: tuple[str, ...]) -> dt.datetime | dt.date | None:
    """Return the date of the parts of a text; None for a day or a time that there is not."""
    try:
        month = _find_month(parts["name"] or "", own) if "name" in parts else int(parts["month"] or 0) - 1
        date = dt.date(int(parts["year"] or 0), month + 1, int(parts["day"] or 0))
        if parts["weekday"] and _find_word(parts["weekday"], _WEEKDAYS) % 7 != date.weekday():
            return None
        return date if parts["hour"] is None else dt.datetime.combine(date, _build_time(int(parts["hour"]), parts))
    except ValueError:
        return None


def _build_time(hour: int, parts: dict[str, str | None]) -> dt.time:
    """Return the time of day; raise ``ValueError`` for one that there is not, and for a mere number."""
    half = parts["half"]
    if not (parts["minute"] or half or parts["clock"]) or (half and not 1 <= hour <= _NOON):
        raise ValueError(hour)
    if half:
        hour = hour % _NOON + (_NOON if half in "Pp" else 0)
    return dt.time(hour, int(parts["minute"] or 0))


def _find_month(name: str, own: tuple[str, ...]) -> int:
    """Return the month of a name, counted from 0; ``own`` are the names in the language that is expected.

    Raises ``ValueError`` for a word that is none, and for one that means several in other languages.
    """
    name = name.casefold()
    if own and (found := _find_months_like(name, (own,))):
        return found.pop()
    try:
        return _find_word(name, _MONTH_NAMES) % 12
    except ValueError:
        found = _find_months_like(name, list_months())
        if not found:
            raise
        return found.pop()


def _find_months_like(name: str, languages: tuple[tuple[str, ...], ...]) -> set[int]:
    """Return the month that a folded word is in these languages, else the one of whose names it is the beginning.

    Returns an empty set for none, and for several. In Hebrew a letter stands before the name, which says *in*.
    """
    folded = [(number, month.casefold()) for months in languages for number, month in enumerate(months)]
    words = (name, name.removeprefix("\u05d1"))
    exact = {number for number, month in folded if month in words}
    found = exact or {number for number, month in folded if month.startswith(name)}
    return found if len(found) == 1 else set()


def _find_word(word: str, names: tuple[str, ...]) -> int:
    """Return the index of the name that a word is, or of which it is the first three letters, of weekdays also two.

    Raises ``ValueError`` for any other word.
    """
    word = word.casefold()
    word = _OTHER_WORDS.get(word, word)
    lengths = (2, 3) if names is _WEEKDAYS else (3,)
    folded = [name.casefold() for name in names]
    for index, name in enumerate(folded):
        if word in {name, *(name[:length] for length in lengths)}:
            return index
    raise ValueError(word)
