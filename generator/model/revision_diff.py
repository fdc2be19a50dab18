"""The differences of an alliance from the meeting before: answers and agreements new, changed, dropped or unchanged."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from generator.model.answers import Decision

if TYPE_CHECKING:
    from generator.model.alliance import Alliance
    from generator.model.answers import Agreement, Answers
    from generator.model.worksheet import Revision, Worksheet
    from generator.words.messages import Words

_TIME = re.compile(r",? +[0-9]{1,2}[:.][0-9]{2}$")


class Change(StrEnum):
    """The change of an answer or an agreement since the meeting before; the value is the word that marks it."""

    NEW = "new"
    CHANGED = "changed"
    KEPT = "kept"
    """An agreement that was confirmed."""
    DROPPED = "dropped"
    STANDS = "as before"
    """Nobody touched it."""


class AnswerChange(NamedTuple):
    """One person's answer, new or changed."""

    question: str
    person: int
    before: str
    """The answer before; empty where it is new."""


class AgreementChange(NamedTuple):
    """An agreement of the meeting before, and its change."""

    before: Agreement
    change: Change
    now: Agreement | None = None
    """The agreement as it is held now; None where it was dropped."""


class Changes(NamedTuple):
    """All differences from the meeting before."""

    since: str
    """The day of the meeting before, or ``revision 1`` where that is not known."""
    answers: tuple[AnswerChange, ...]
    """In the bank's order."""
    unchanged: int
    """How many answers are as before."""
    agreements: tuple[AgreementChange, ...]
    """Every agreement of the meeting before, in order."""
    new_agreements: tuple[Agreement, ...]
    renamed: tuple[tuple[str, str], ...]
    """Names before and now."""
    joined: tuple[str, ...]
    """The names of those who were not there before."""


def day_of(revision: Revision, words: Words) -> str:
    """Return the day of a meeting as it was written down, else its number: ``revision 1``."""
    return _TIME.sub("", words.restate_date(revision.answers.date.strip())) or words.revision_day(revision.number)


def questions_chosen_before(worksheet: Worksheet) -> frozenset[str]:
    """Return the questions that were picked or answered in any meeting before."""
    meetings = [revision.answers for revision in worksheet.earlier_revisions]
    picked = {question for answers in meetings for ids in answers.picks for question in ids}
    return frozenset(picked | {question for answers in meetings for question, _ in answers.texts})


def change_of(agreement: Agreement) -> Change:
    """Return the change of an agreement that holds now; of a first alliance, all are new."""
    if not agreement.previous_number:
        return Change.NEW
    return Change(agreement.decision.value) if agreement.decision else Change.STANDS


def changes(alliance: Alliance) -> Changes | None:
    """Return the differences from the meeting before; None for a first alliance."""
    if not alliance.worksheet.earlier_revisions:
        return None
    last = alliance.worksheet.earlier_revisions[-1]
    before, now = last.answers, alliance.answers
    answers = tuple(_answer_changes(alliance, before))
    return Changes(
        since=day_of(last, alliance.words),
        answers=answers,
        unchanged=len(now.texts) - len(answers),
        agreements=tuple(_agreement_changes(before, now)),
        new_agreements=tuple(agreement for agreement in now.agreements if not agreement.previous_number),
        renamed=tuple(
            (old, new) for old, new in zip(before.names, now.names, strict=False) if old and new and old != new
        ),
        joined=tuple(filter(None, now.names[len(before.names) :])),
    )


def _answer_changes(alliance: Alliance, before: Answers) -> list[AnswerChange]:
    now = alliance.answers.texts
    order = [question.id for question in alliance.worksheet.bank.every_question()]
    return [
        AnswerChange(question, person, before.texts.get((question, person), ""))
        for question in order
        for person in range(len(alliance.people))
        if (question, person) in now and now[question, person] != before.texts.get((question, person))
    ]


def _agreement_changes(before: Answers, now: Answers) -> list[AgreementChange]:
    held = {agreement.previous_number: agreement for agreement in now.agreements if agreement.previous_number}
    dropped = {agreement.previous_number for agreement in now.dropped}
    return [
        AgreementChange(agreement, Change.DROPPED)
        if number in dropped
        else AgreementChange(agreement, change_of(held[number]) if number in held else Change.STANDS, held.get(number))
        for number, agreement in enumerate(before.agreements, start=1)
    ]


def agreements_without_wording(alliance: Alliance) -> tuple[int, ...]:
    """Return the numbers of the earlier agreements that were ticked as changed and have no new wording."""
    before = alliance.worksheet.current_agreements
    return tuple(
        agreement.previous_number
        for agreement in alliance.answers.agreements
        if agreement.decision is Decision.CHANGED
        and 0 < agreement.previous_number <= len(before)
        and (agreement.what, agreement.who)
        == (before[agreement.previous_number - 1].what, before[agreement.previous_number - 1].who)
    )
