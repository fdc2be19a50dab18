"""The changes of a revised alliance: the marks beside answers, and the page that lists what is new or different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import (
    AnsweredQuestion,
    BulletList,
    GivenAnswer,
    Heading,
    LabelledField,
    PageBreak,
    Paragraph,
    Table,
)
from generator.composing.earlier import shorten
from generator.model.layout import Style
from generator.model.revision_diff import Change, change_of, changes, day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import Block
    from generator.model.alliance import Alliance
    from generator.model.answers import Agreement
    from generator.model.revision_diff import AgreementChange, AnswerChange, Changes
    from generator.words.messages import Words


def mark_of(alliance: Alliance, question: str, person: int) -> str:
    """Return the word for a person's answer that is new or changed; empty for others, and in a first alliance."""
    if not alliance.worksheet.earlier_revisions:
        return ""
    before = alliance.worksheet.earlier_revisions[-1].answers.texts.get((question, person))
    if before == alliance.answers.texts[question, person]:
        return ""
    return alliance.words.answer_became(Change.CHANGED if before else Change.NEW)


def agreement_mark(alliance: Alliance, agreement: Agreement) -> str:
    """Return the word for an agreement that is new or changed; empty for others, and in a first alliance."""
    became = change_of(agreement)
    marked = alliance.worksheet.earlier_revisions and became in {Change.NEW, Change.CHANGED}
    return alliance.words.agreement_became(became) if marked else ""


def marks_note(alliance: Alliance) -> str:
    """Return the sentence that explains the marks; empty in a first alliance."""
    earlier = alliance.worksheet.earlier_revisions
    return alliance.words.marks_since(day_of(earlier[-1], alliance.words)) if earlier else ""


def changes_page(alliance: Alliance) -> Iterator[Block]:
    """Yield the page that lists all changes since the meeting before; nothing in a first alliance."""
    found = changes(alliance)
    if not found:
        return
    yield PageBreak()
    yield Heading(alliance.words.changes_since(found.since), Style.TITLE)
    yield Paragraph(_in_short(found, alliance.words), Style.NOTE)
    yield from _people(found, alliance.words)
    yield from _answers(alliance, found)
    yield from _agreements(found, alliance.words)
    before = alliance.words.restate_date(alliance.worksheet.earlier_revisions[-1].answers.review)
    now = alliance.words.restate_date(alliance.answers.review)
    if before != now and before:
        yield Heading(alliance.words.review)
        yield BulletList((alliance.words.review_changed(shorten(now), shorten(before)),))


def _people(found: Changes, words: Words) -> Iterator[Block]:
    items = (
        *(words.joined_us(name) for name in found.joined),
        *(words.renamed(before, now) for before, now in found.renamed),
    )
    if items:
        yield Heading(words.people)
        yield BulletList(items)


def _answers(alliance: Alliance, found: Changes) -> Iterator[Block]:
    questions = {question.id: question for question in alliance.worksheet.bank.every_question()}
    new = [change for change in found.answers if not change.before]
    replaced = [change for change in found.answers if change.before]
    for heading, listed in ((alliance.words.new_answers, new), (alliance.words.changed_answers, replaced)):
        if listed:
            yield Heading(heading)
        for question in dict.fromkeys(change.question for change in listed):
            given = tuple(_before_and_now(alliance, change) for change in listed if change.question == question)
            yield AnsweredQuestion(questions[question].text, "", given, seats=len(alliance.people))


def _in_short(found: Changes, words: Words) -> str:
    new = sum(not change.before for change in found.answers)
    answers: dict[str, int] = {
        Change.NEW: new,
        Change.CHANGED: len(found.answers) - new,
        Change.STANDS: found.unchanged,
    }
    became = [agreement.change for agreement in found.agreements]
    kinds = (Change.CHANGED, Change.KEPT, Change.DROPPED, Change.STANDS)
    agreements: dict[str, int] = {Change.NEW: len(found.new_agreements), **{kind: became.count(kind) for kind in kinds}}
    return words.changes_in_short(answers, agreements)


def _before_and_now(alliance: Alliance, change: AnswerChange) -> GivenAnswer:
    """Return an answer, short, with that of before, which there may not have been."""
    name, now = (
        alliance.people.label(change.person, alliance.words),
        alliance.answers.texts[change.question, change.person],
    )
    earlier = alliance.words.said_before(shorten(change.before)) if change.before else ""
    return GivenAnswer(name, (shorten(now),), seat=change.person, earlier=earlier)


def _agreements(found: Changes, words: Words) -> Iterator[Block]:
    if found.agreements:
        yield Heading(words.agreements_of(found.since))
        rows = tuple(
            tuple(map(text_cell, row)) for changed in found.agreements for row in _agreement_rows(changed, words)
        )
        yield Table((words.what_before, words.who, words.since_then), (1, 1, 1), rows)
    if found.new_agreements:
        yield Heading(words.new_agreements)
        yield BulletList(tuple(shorten(agreement.what or agreement.who) for agreement in found.new_agreements))


def _agreement_rows(changed: AgreementChange, words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield what was agreed before and its change; below it, short, the new wording where there is one."""
    yield changed.before.what, changed.before.who, words.agreement_became(changed.change)
    if changed.now and (changed.now.what, changed.now.who) != (changed.before.what, changed.before.who):
        yield shorten(changed.now.what), shorten(changed.now.who), words.new_wording


def text_cell(text: str) -> LabelledField:
    """Return a table's cell with a text, and no field."""
    return LabelledField("", "", "", text)
