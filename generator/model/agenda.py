"""The time plan of a meeting: what is when, so that the closing has its time however the questions go.

A fixed part of the minutes goes to arriving, to choosing, to the closing and to agreeing; the questions share the
rest evenly, in whole minutes, and what is left over falls to the closing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest, RequestProblem
from generator.words import english as words

if TYPE_CHECKING:
    from generator.model.worksheet import Worksheet

SHORTEST_MEETING, LONGEST_MEETING = 10, 600
"""The minutes for which there are plans."""
LEAST = 2
"""The least minutes for a question."""
MOST_LISTED = 8
"""Up to so many questions have a step of their own."""


class AgendaStep(NamedTuple):
    """One step of a plan."""

    start: int
    """Minutes from the meeting's start."""
    what: str
    """A few words."""
    question: str = ""
    """The text of the question that the step is for, where it is for one alone."""


class Agenda(NamedTuple):
    """A whole plan."""

    steps: tuple[AgendaStep, ...]
    """Each lasts until the next one; the last is the end."""
    questions: str
    """``6 questions, 9 minutes each``."""

    @property
    def starts(self) -> tuple[int, ...]:
        """When the steps begin, minutes from the meeting's start."""
        return tuple(step.start for step in self.steps)

    def with_questions_together(self) -> tuple[AgendaStep, ...]:
        """Return the steps with all questions as one."""
        asked = [step for step in self.steps if step.question]
        return tuple(
            step._replace(what=self.questions, question="") if asked and step is asked[0] else step
            for step in self.steps
            if step not in asked[1:]
        )


class PicksDoNotFit(InvalidRequest):
    """So many questions were picked that the meeting has no time for them."""

    def __init__(self, picked: int, room: int, minutes: int, needed: int) -> None:
        """Take how many were picked, how many have room in how many minutes, and the minutes needed; 0 for too many."""
        longer = f", or allow more time: `minutes` {needed}" if needed else ""
        message = f"{picked} questions were picked, and {minutes} minutes have room for {room}, of {LEAST} minutes each"
        super().__init__(RequestProblem("minutes", message, f"Pick fewer{longer}."))


class _Shares(NamedTuple):
    """How many minutes each part of a meeting has."""

    arrive: int
    choose: int
    questions: int
    closing: int
    agree: int


def agenda_of(worksheet: Worksheet) -> Agenda | None:
    """Return the plan of the worksheet's meeting.

    There is none where it is shorter than ten minutes or longer than ten hours, or has no time for what was picked.
    """
    minutes = worksheet.meeting.minutes
    if not SHORTEST_MEETING <= minutes <= LONGEST_MEETING:
        return None
    shares = _shares(worksheet, minutes)
    least, number = _question_counts(worksheet, shares.questions // LEAST)
    if number * LEAST > shares.questions:
        return None
    together = words.questions_together(least, number, shares.questions // number)
    return Agenda(_steps(worksheet, shares, number, together), together)


def require_time(worksheet: Worksheet) -> None:
    """Raise ``PicksDoNotFit`` where the meeting has no time for what was picked."""
    minutes = worksheet.meeting.minutes
    if not SHORTEST_MEETING <= minutes <= LONGEST_MEETING:
        return
    room = _shares(worksheet, minutes).questions // LEAST
    picked = len(_picked_texts(worksheet))
    if picked > room:
        longer = range(minutes + 5 - minutes % 5, LONGEST_MEETING + 1, 5)
        needed = (one for one in longer if _shares(worksheet, one).questions >= picked * LEAST)
        raise PicksDoNotFit(picked, room, minutes, next(needed, 0))


def _shares(worksheet: Worksheet, minutes: int) -> _Shares:
    twentieth = max(1, min(10, minutes // 18))
    choose = twentieth if worksheet.selection else 2 * twentieth
    last = len(worksheet.bank.closing.questions)
    closing = max(last, minutes // 5) if last else 0
    return _Shares(twentieth, choose, minutes - 2 * twentieth - choose - closing, closing, twentieth)


def _picked_texts(worksheet: Worksheet) -> tuple[str, ...]:
    """Return the texts of the questions that anybody picked, in the order in which they are taken."""
    ids = {question for picks in worksheet.selection.picks for question in picks}
    return tuple(question.text for question in worksheet.bank.questions() if question.id in ids)


def _question_counts(worksheet: Worksheet, room: int) -> tuple[int, int]:
    """Return the least and the most questions to plan for: those picked, before any pick what the bank asks for."""
    if worksheet.selection:
        picked = len(_picked_texts(worksheet))
        return picked, picked
    there, people, rule = sum(1 for _ in worksheet.bank.questions()), len(worksheet.people), worksheet.bank.picks
    most = max(1, min(there, people * rule.max, room))
    least = max(1, min(most, people * rule.min))
    return least, most


def _steps(worksheet: Worksheet, shares: _Shares, number: int, together: str) -> tuple[AgendaStep, ...]:
    first = shares.arrive + shares.choose
    each = shares.questions // number
    picked = _picked_texts(worksheet)
    if 0 < len(picked) <= MOST_LISTED:
        asked = tuple(AgendaStep(first + place * each, "", text) for place, text in enumerate(picked))
    else:
        asked = (AgendaStep(first, together),)
    closing = (AgendaStep(first + number * each, words.CLOSING),) if shares.closing else ()
    end = worksheet.meeting.minutes
    return (
        AgendaStep(0, words.ARRIVE),
        AgendaStep(shares.arrive, words.SEE_PICKS if picked else words.CHOOSE),
        *asked,
        *closing,
        AgendaStep(end - shares.agree, words.AGREE_NEXT_DATE),
        AgendaStep(end, words.END),
    )
