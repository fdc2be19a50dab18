"""Share copies: an alliance without the parts that are not for everybody; nothing of these is left in the data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.errors import InvalidRequest, RequestProblem, did_you_mean, escape
from generator.model.alliance import Alliance
from generator.model.answers import Agreement
from generator.model.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from generator.model.bank import QuestionBank

AGREEMENTS = "agreements"
REVIEW = "review"
EXCERPT = "excerpt"
"""The mark in the file names of share copies."""


def list_shareable(alliance: Alliance) -> tuple[str, ...]:
    """Return the ids of the parts that a share copy can leave out: the questions, the agreements, the review date."""
    return (*(question.id for question in alliance.worksheet.bank.every_question()), AGREEMENTS, REVIEW)


def share(alliance: Alliance, without: Sequence[str], only: Sequence[str]) -> Alliance:
    """Return the alliance without these ids, or with these only, of ``list_shareable``; itself where no ids are given.

    Raises ``InvalidRequest`` where both are given, an id is unknown, or nothing is left.
    """
    if not without and not only:
        return alliance
    if without and only:
        message = "`without` and `only` say the same in two ways"
        raise InvalidRequest(RequestProblem("only", message, "Give one of them."))
    known = list_shareable(alliance)
    problems = [
        RequestProblem(
            "without" if without else "only",
            f"the alliance has no '{escape(name)}' to leave out",
            did_you_mean(name, known) or f"There are: {', '.join(known)}.",
            index,
        )
        for index, name in enumerate((*without, *only))
        if name not in known
    ]
    if problems:
        raise InvalidRequest(*problems)
    kept = set(only) or set(known) - set(without)
    if not kept:
        raise InvalidRequest(RequestProblem("without", "nothing is left to share", "Leave out less."))
    return make_excerpt(alliance, kept)


def make_excerpt(alliance: Alliance, kept: Collection[str]) -> Alliance:
    """Return the alliance with nothing but the ids in ``kept`` (of ``list_shareable``), marked as an excerpt.

    Questions that are left out are not even asked in it. It carries no earlier meetings, which may hold the parts
    left out, and no signatures, for the people signed the whole.
    """
    worksheet, answers = alliance.worksheet, alliance.answers
    agreements = tuple(Agreement(agreement.what, agreement.who) for agreement in answers.agreements)
    return Alliance(
        worksheet.with_bank(_bank(worksheet.bank, kept))._replace(
            selection=Selection(_picks(worksheet.selection.picks, kept)),
            earlier_revisions=(),
        ),
        replace(
            answers,
            picks=_picks(answers.picks, kept),
            texts={place: text for place, text in answers.texts.items() if place[0] in kept},
            agreements=agreements if AGREEMENTS in kept else (),
            dropped=(),
            review=answers.review if REVIEW in kept else "",
            signed=("",) * len(answers.signed),
        ),
        alliance.revision,
        excerpt=True,
        brands=alliance.brands,
    )


def _bank(bank: QuestionBank, kept: Collection[str]) -> QuestionBank:
    closing = tuple(question for question in bank.closing.questions if question.id in kept)
    return bank.restrict_to(kept)._replace(closing=bank.closing._replace(questions=closing))


def _picks(picks: tuple[tuple[str, ...], ...], kept: Collection[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(question for question in ids if question in kept) for ids in picks)
