"""The agenda of a meeting: when each step begins, so that the closing has its time however the questions go.

A fixed part of the minutes goes to arriving, to choosing, to the closing and to agreeing; the questions share the
rest evenly, in whole minutes; minutes left over go to the closing. In a meeting of an hour or more all begins on five
minutes, as people tell the time.
"""

from typing import NamedTuple

from generator.errors import InvalidRequest, RequestProblem
from generator.model.worksheet import Worksheet

SHORTEST_MEETING, LONGEST_MEETING = 10, 600
"""Meetings of fewer or more minutes have no agenda."""
FIVE, ROUNDED_FROM = 5, 60
"""Steps begin on so many minutes, in meetings of so many; shorter ones have no time for that."""
KEPT = 0.75
"""The part of their minutes that the questions keep where steps begin on five minutes; else they do not."""
LEAST = 2
"""The least minutes for a question."""
MOST_LISTED = 8
"""Up to so many questions have a step of their own."""


class AgendaStep(NamedTuple):
    """One step."""

    start: int
    """Minutes from the meeting's start."""
    what: str
    """A few words; empty where the step is for one question."""
    question: str = ""
    """The text of that question; empty where the step is for all or for none."""


class Agenda(NamedTuple):
    """The steps of a meeting."""

    steps: tuple[AgendaStep, ...]
    """Every step lasts until the next one; the last one is the end of the meeting."""
    questions: str
    """All questions in a few words: ``6 questions, 9 minutes each``."""

    @property
    def starts(self) -> tuple[int, ...]:
        """When the steps begin, minutes from the meeting's start."""
        return tuple(step.start for step in self.steps)

    def with_questions_together(self) -> tuple[AgendaStep, ...]:
        """Return the steps with one for all questions in place of one for each."""
        single = [step for step in self.steps if step.question]
        return tuple(
            step._replace(what=self.questions, question="") if step in single else step
            for step in self.steps
            if step not in single[1:]
        )


class PicksDoNotFit(InvalidRequest):
    """So many questions were picked that the meeting has no time for them."""

    def __init__(self, picked: int, room: int, minutes: int, needed: int) -> None:
        """Take the number picked, the number that ``minutes`` have room for, and the minutes needed or 0."""
        longer = f", or allow more time: `minutes` {needed}" if needed else ""
        message = f"{picked} questions were picked, and {minutes} minutes have room for {room}, of {LEAST} minutes each"
        super().__init__(RequestProblem("minutes", message, f"Pick fewer{longer}."))


class _Shares(NamedTuple):
    """The minutes of every part of a meeting."""

    arrive: int
    choose: int
    questions: int
    closing: int
    agree: int


def agenda_of(worksheet: Worksheet) -> Agenda | None:
    """Return the agenda of the worksheet's meeting.

    None where the meeting is shorter than ten minutes or longer than ten hours, or has no time for all picks.
    """
    minutes = worksheet.meeting.minutes
    if not SHORTEST_MEETING <= minutes <= LONGEST_MEETING:
        return None
    exact = _shares(worksheet, minutes)
    least, number = _question_counts(worksheet, exact.questions // LEAST)
    if number * LEAST > exact.questions:
        return None
    shares = _round_to_five(exact, minutes)
    if minutes < ROUNDED_FROM or shares.questions < max(number * LEAST, KEPT * exact.questions):
        rest = exact.questions % number if exact.closing else 0
        shares = exact._replace(questions=exact.questions - rest, closing=exact.closing + rest)
    together = worksheet.words.questions_together(least, number, round(shares.questions / number))
    return Agenda(_steps(worksheet, shares, number, together), together)


def require_time(worksheet: Worksheet) -> None:
    """Raise ``PicksDoNotFit`` where the meeting has no time for all picks."""
    minutes = worksheet.meeting.minutes
    if not SHORTEST_MEETING <= minutes <= LONGEST_MEETING:
        return
    room = _shares(worksheet, minutes).questions // LEAST
    picked = len(_texts_of_picks(worksheet))
    if picked > room:
        longer = range(minutes + 5 - minutes % 5, LONGEST_MEETING + 1, 5)
        enough = (length for length in longer if _shares(worksheet, length).questions >= picked * LEAST)
        raise PicksDoNotFit(picked, room, minutes, next(enough, 0))


def _shares(worksheet: Worksheet, minutes: int) -> _Shares:
    twentieth = max(1, min(10, minutes // 18))
    choose = twentieth if worksheet.selection else 2 * twentieth
    last = len(worksheet.bank.closing.questions)
    closing = max(last, minutes // 5) if last else 0
    return _Shares(twentieth, choose, minutes - 2 * twentieth - choose - closing, closing, twentieth)


def _round_to_five(exact: _Shares, minutes: int) -> _Shares:
    """Return the minutes of every part of a meeting, rounded to five, the closing's up; the questions have the rest."""
    arrive, choose, agree = (FIVE * max(1, round(part / FIVE)) for part in (exact.arrive, exact.choose, exact.agree))
    closing = -(-exact.closing // FIVE) * FIVE
    agree += minutes % FIVE  # so that the closing begins on five minutes too
    return _Shares(arrive, choose, minutes - arrive - choose - closing - agree, closing, agree)


def _texts_of_picks(worksheet: Worksheet) -> tuple[str, ...]:
    """Return the texts of the questions that anybody picked, in the order in which they are taken."""
    ids = {question for picks in worksheet.selection.picks for question in picks}
    return tuple(question.text for question in worksheet.bank.questions() if question.id in ids) if ids else ()


def _question_counts(worksheet: Worksheet, room: int) -> tuple[int, int]:
    """Return the least and the most questions to plan for: those picked, else as many as the bank asks for."""
    if worksheet.selection:
        picked = len(_texts_of_picks(worksheet))
        return picked, picked
    there, people, rule = sum(1 for _ in worksheet.bank.questions()), len(worksheet.people), worksheet.bank.picks
    most = max(1, min(there, people * rule.max, room))
    least = max(1, min(most, people * rule.min))
    return least, most


def _steps(worksheet: Worksheet, shares: _Shares, number: int, together: str) -> tuple[AgendaStep, ...]:
    first = shares.arrive + shares.choose
    end = worksheet.meeting.minutes
    picked = _texts_of_picks(worksheet)
    if 0 < len(picked) <= MOST_LISTED:
        starts = _question_starts(shares.questions, number, whole=end >= ROUNDED_FROM)
        questions = tuple(AgendaStep(first + start, "", text) for start, text in zip(starts, picked, strict=True))
    else:
        questions = (AgendaStep(first, together),)
    last = end - shares.agree - shares.closing
    closing = (AgendaStep(last, worksheet.words.closing),) if shares.closing else ()
    return (
        AgendaStep(0, worksheet.words.arrive),
        AgendaStep(shares.arrive, worksheet.words.see_picks if picked else worksheet.words.choose),
        *questions,
        *closing,
        AgendaStep(end - shares.agree, worksheet.words.agree_next_date),
        AgendaStep(end, worksheet.words.end),
    )


def _question_starts(minutes: int, number: int, *, whole: bool) -> tuple[int, ...]:
    """Return when each of so many questions begins, counted from the first, that share these minutes.

    Where ``whole``, on five minutes, if that leaves each as many.
    """
    if whole and minutes >= number * FIVE:
        return tuple(FIVE * round(place * minutes / number / FIVE) for place in range(number))
    return tuple(place * (minutes // number) for place in range(number))
