"""Dates as people wrote them on a sheet: as they were typed, and read where they can be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from generator.model.answers import Answers
    from generator.model.worksheet import Worksheet


class WrittenDate(NamedTuple):
    """A date as somebody wrote it."""

    text: str = ""
    """As it was typed; may be empty."""
    date: dt.datetime | dt.date | None = None
    """None where it cannot be read."""

    @property
    def day(self) -> dt.date | None:
        """The day alone."""
        return self.date.date() if isinstance(self.date, dt.datetime) else self.date

    def __str__(self) -> str:
        if isinstance(self.date, dt.datetime):
            return self.date.isoformat(" ", "minutes")
        return self.date.isoformat() if self.date else self.text


def read_meeting(worksheet: Worksheet, answers: Answers) -> WrittenDate:
    """Return when people met as they wrote it; else when the worksheet says that they would."""
    if answers.date.strip():
        return _read(answers.date, worksheet)
    date, time = worksheet.meeting.date, worksheet.meeting.time
    moment = dt.datetime.combine(date, time) if date and time else date
    found = WrittenDate("", moment)
    return found._replace(text=str(found))


def read_review(worksheet: Worksheet, answers: Answers) -> WrittenDate:
    """Return when they look at it again."""
    return _read(answers.review, worksheet)


def _read(text: str, worksheet: Worksheet) -> WrittenDate:
    return WrittenDate(text.strip(), worksheet.words.read_date(text))
