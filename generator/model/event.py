"""Calendar events: the meeting of a worksheet, and the day of an alliance's next review.

An event is known by its ``uid`` alone (RFC 5545, 3.8.4.7), here a digest of names and title, not of the date: an
event made again with another date takes the place of the earlier one. So the same people under the same title have
one meeting and one review for each revision. Where no name is known, the time and the place tell events apart.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, NamedTuple

from generator.model.agenda import agenda_of
from generator.model.written_date import read_meeting
from generator.words.dates import part_moment

if TYPE_CHECKING:
    from generator.model.alliance import Alliance
    from generator.model.worksheet import Worksheet


class Event(NamedTuple):
    """One event."""

    uid: str
    summary: str
    """One line."""
    start: dt.datetime | dt.date
    """Without a time zone; a date for a whole day."""
    end: dt.datetime | dt.date
    """The first moment, or the first day, after it."""
    place: str
    """May be empty."""
    description: str
    """Lines."""


def meeting_of(worksheet: Worksheet) -> Event | None:
    """Return the worksheet's meeting, described by its agenda; None where date or time are not known."""
    meeting = worksheet.meeting
    if meeting.date is None or meeting.time is None:
        return None
    return _describe_meeting(worksheet, dt.datetime.combine(meeting.date, meeting.time), worksheet.people.names)


def past_meeting_of(alliance: Alliance) -> Event | None:
    """Return the meeting of an alliance when and where people wrote that it was; None where its day is not known.

    Where they were named before, it is the same event as ``meeting_of`` their worksheet.
    """
    worksheet, answers = alliance.worksheet, alliance.answers
    moment = read_meeting(worksheet, answers).date
    if moment is None:
        return None
    day, time = part_moment(moment)
    place = answers.place.strip() or worksheet.meeting.place
    held = worksheet._replace(meeting=worksheet.meeting._replace(date=day, time=time, place=place))
    return _describe_meeting(held, moment, held.people.names if any(held.people.names) else answers.names)


def _describe_meeting(worksheet: Worksheet, start: dt.datetime | dt.date, names: tuple[str, ...]) -> Event:
    """Return the event; it lasts a whole day where no time is known."""
    meeting = worksheet.meeting
    length = dt.timedelta(minutes=meeting.minutes) if isinstance(start, dt.datetime) else dt.timedelta(days=1)
    own = () if any(names) else (start.isoformat(), meeting.place)
    uid = _uid("meeting", worksheet, names, *own)
    return Event(
        uid,
        worksheet.words.title_with_people(worksheet.bank.title, names),
        start,
        start + length,
        meeting.place,
        _describe_agenda(worksheet),
    )


def review_of(alliance: Alliance) -> Event | None:
    """Return the next review, described by the agreements; None where its date is missing or cannot be read.

    It lasts a whole day, or where a time was typed, as long as the meeting.
    """
    worksheet, answers = alliance.worksheet, alliance.answers
    start = worksheet.words.read_date(answers.review)
    if start is None:
        return None
    if isinstance(start, dt.datetime):
        end: dt.date = start + dt.timedelta(minutes=worksheet.meeting.minutes)
    else:
        end = start + dt.timedelta(days=1)
    own = () if any(answers.names) else (start.isoformat(),)
    uid = _uid("review", worksheet, answers.names, *own)
    agreed = [worksheet.words.agreement_of(agreement.what, agreement.who) for agreement in answers.agreements]
    summary = worksheet.words.title_with_people(worksheet.words.review_title(worksheet.bank.title), answers.names)
    return Event(uid, summary, start, end, "", "\n".join([worksheet.words.meeting_agreed, *agreed] if agreed else []))


def _describe_agenda(worksheet: Worksheet) -> str:
    agenda = agenda_of(worksheet)
    if agenda is None:
        return ""
    clocks = worksheet.meeting.clocks(agenda.starts, worksheet.words)
    return "\n".join(f"{clock} {step.question or step.what}" for clock, step in zip(clocks, agenda.steps, strict=True))


def _uid(kind: str, worksheet: Worksheet, names: tuple[str, ...], *own: str) -> str:
    """Return a UUID (RFC 7986, 5.3): the same for the same people in any order, the same title and revision."""
    from uuid import NAMESPACE_URL, uuid5  # noqa: PLC0415 - for calendars only

    whose = [kind, worksheet.bank.title, worksheet.revision, sorted(name.casefold() for name in names), *own]
    return str(uuid5(NAMESPACE_URL, f"designed-alliance:{json.dumps(whose)}"))
