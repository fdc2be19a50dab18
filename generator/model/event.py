"""What comes into a calendar: the meeting of a worksheet, and the day on which an alliance is looked at again.

An event is known by its ``uid`` alone (RFC 5545, 3.8.4.7), here a digest of whose it is and not of when: made again
with another date, it takes the place of the earlier one. So the same people under the same title have one meeting and
one review for each revision. Where no name is known, the time and the place tell events apart.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from generator.model.agenda import agenda_of
from generator.model.people import join_names
from generator.model.worksheet import MONTHS

if TYPE_CHECKING:
    from generator.model.alliance import Alliance
    from generator.model.worksheet import Worksheet

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2}))?")
_PRINTED = re.compile(r"([0-9]{1,2})\.? ([A-Za-z]{3,9})\.? ([0-9]{4})(?:,? ([0-9]{1,2})[:.]([0-9]{2}))?")
_ABBREVIATED = 3


class Event(NamedTuple):
    """One event."""

    uid: str
    summary: str
    """One line."""
    start: dt.datetime | dt.date
    """Without a time zone; a date for a whole day."""
    end: dt.datetime | dt.date
    """The first moment, or day, after it."""
    place: str
    """May be empty."""
    description: str
    """Lines."""


def meeting_of(worksheet: Worksheet) -> Event | None:
    """Return the worksheet's meeting, its time plan as the description; nothing where date or time are not known."""
    meeting, names = worksheet.meeting, worksheet.people.names
    if meeting.date is None or meeting.time is None:
        return None
    start = dt.datetime.combine(meeting.date, meeting.time)
    end = start + dt.timedelta(minutes=meeting.minutes)
    own = () if any(names) else (start.isoformat(), meeting.place)
    uid = _uid("meeting", worksheet, names, *own)
    return Event(uid, _summary(worksheet.bank.title, names), start, end, meeting.place, _plan(worksheet))


def review_of(alliance: Alliance) -> Event | None:
    """Return the day of the next review, the agreements as the description; nothing where none can be read from it."""
    worksheet, answers = alliance.worksheet, alliance.answers
    start = moment_in(answers.review)
    if start is None:
        return None
    if isinstance(start, dt.datetime):
        end: dt.date = start + dt.timedelta(minutes=worksheet.meeting.minutes)
    else:
        end = start + dt.timedelta(days=1)
    own = () if any(answers.names) else (start.isoformat(),)
    uid = _uid("review", worksheet, answers.names, *own)
    agreed = [f"{each.what} ({each.who})" if each.who else each.what for each in answers.agreements]
    summary = _summary(f"{worksheet.bank.title}, revisited", answers.names)
    return Event(uid, summary, start, end, "", "\n".join(["What we agreed:", *agreed] if agreed else []))


def moment_in(text: str) -> dt.datetime | dt.date | None:
    """Return the date, or date and time, that somebody wrote as ``2027-03-01`` or ``1 March 2027, 12:30``."""
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text):
        year, month, day = (int(found[group]) for group in (1, 2, 3))
    elif found := _PRINTED.fullmatch(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    try:
        date = dt.date(year, month, day)
        return dt.datetime.combine(date, dt.time(int(found[4]), int(found[5]))) if found[4] else date
    except ValueError:
        return None


def _month(word: str) -> int:
    """Return the number of a month by its name or its first three letters; 0 for any other word."""
    names = [month.casefold() for month in MONTHS]
    word = word.casefold()
    return next((n for n, name in enumerate(names, start=1) if word in {name, name[:_ABBREVIATED]}), 0)


def _summary(title: str, names: tuple[str, ...]) -> str:
    people = join_names(names)
    return f"{title}: {people}" if people else title


def _plan(worksheet: Worksheet) -> str:
    plan = agenda_of(worksheet)
    if plan is None:
        return ""
    clocks = worksheet.meeting.clocks(plan.starts)
    return "\n".join(f"{clock} {step.question or step.what}" for clock, step in zip(clocks, plan.steps, strict=True))


def _uid(kind: str, worksheet: Worksheet, names: tuple[str, ...], *own: str) -> str:
    """Return a UUID, as RFC 7986, 5.3, asks for: always the same for the same people, in whatever order."""
    from uuid import NAMESPACE_URL, uuid5  # noqa: PLC0415 - start-up is felt

    whose = [kind, worksheet.bank.title, worksheet.revision, sorted(name.casefold() for name in names), *own]
    return str(uuid5(NAMESPACE_URL, f"designed-alliance:{json.dumps(whose)}"))
