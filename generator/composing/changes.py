"""What a revised alliance says about its changes: the marks beside answers, and the page that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import BulletList, Heading, LabelledField, PageBreak, Paragraph, Table
from generator.composing.earlier import shorten
from generator.model.layout import Style
from generator.model.people import join_names
from generator.model.revision_diff import Change, changes, day_of, origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import Block
    from generator.model.alliance import Alliance
    from generator.model.bank import Question
    from generator.model.revision_diff import AnswerChange, Changes

_DASH = "\N{EN DASH}"


def mark_of(alliance: Alliance, question: str, person: int) -> str:
    """Return the word that stands below the name of who answered; nothing in a first alliance."""
    if not alliance.worksheet.earlier_revisions:
        return ""
    number = origin(alliance, question, person)
    if number < alliance.revision:
        return f"from revision {number}"
    before = alliance.worksheet.earlier_revisions[-1].answers.texts
    return Change.CHANGED if (question, person) in before else Change.NEW


def marks_note(alliance: Alliance) -> Iterator[Block]:
    """Yield what the marks of a revised alliance mean."""
    if alliance.worksheet.earlier_revisions:
        since = day_of(alliance.worksheet.earlier_revisions[-1])
        text = f"What is new or changed since {since}, and what stands from before, is marked; the last page lists it."
        yield Paragraph(text, Style.NOTE, apart=True)


def changes_page(alliance: Alliance) -> Iterator[Block]:
    """Yield the page that lists what changed; nothing for a first alliance."""
    found = changes(alliance)
    if not found:
        return
    yield PageBreak()
    yield Heading(f"What changed since {found.since}", Style.TITLE)
    yield Paragraph(_in_short(found), Style.NOTE)
    yield from _people(found)
    yield from _answers(alliance, found)
    yield from _agreements(found)
    before, now = alliance.worksheet.earlier_revisions[-1].answers.review, alliance.answers.review
    if before != now and before:
        yield Heading("We look at this again")
        told = f"On {shorten(now)}; before" if now else "Before"
        yield BulletList((f"{told}, we said: {shorten(before)}",))


def _people(found: Changes) -> Iterator[Block]:
    items = (
        *(f"{name} is with us for the first time." for name in found.joined),
        *(f"{before} is called {now} now." for before, now in found.renamed),
    )
    if items:
        yield Heading("People")
        yield BulletList(items)


def _answers(alliance: Alliance, found: Changes) -> Iterator[Block]:
    questions = {question.id: question for question in alliance.worksheet.bank.every_question()}
    new: dict[str, list[str]] = {}
    for each in found.answers:
        if not each.before:
            new.setdefault(each.question, []).append(alliance.people.label(each.person))
    if new:
        yield Heading("New answers")
        yield BulletList(
            tuple(f"{questions[question].text} {_DASH} {join_names(tuple(who))}" for question, who in new.items())
        )
    replaced = [each for each in found.answers if each.before]
    if replaced:
        yield Heading("Changed answers")
        yield BulletList(tuple(_changed_answer(alliance, questions[each.question], each) for each in replaced))


def _in_short(found: Changes) -> str:
    """Return how many answers and agreements are new, changed, dropped and as before."""
    new = sum(not each.before for each in found.answers)
    answers = ((new, "new"), (len(found.answers) - new, "changed"), (found.unchanged, "as before"))
    became = [each.change for each in found.agreements]
    kinds = (Change.CHANGED, Change.KEPT, Change.DROPPED, Change.STANDS)
    agreements = ((len(found.new_agreements), "new"), *((became.count(kind), kind) for kind in kinds))
    return f"Answers: {_join_counts(answers)}. Agreements: {_join_counts(agreements)}."


def _join_counts(counts: tuple[tuple[int, str], ...]) -> str:
    return ", ".join(f"{number} {word}" for number, word in counts if number) or "none"


def _changed_answer(alliance: Alliance, question: Question, change: AnswerChange) -> str:
    return f"{question.text} {_DASH} {alliance.people.label(change.person)}. Before: {shorten(change.before)}"


def _agreements(found: Changes) -> Iterator[Block]:
    if found.agreements:
        yield Heading(f"The agreements of {found.since}")
        rows = tuple(
            (_text_cell(each.before.what), _text_cell(each.before.who), _text_cell(each.change))
            for each in found.agreements
        )
        yield Table(("what we agreed", "who", "since then"), (5, 2, 1.2), rows)
    if found.new_agreements:
        yield Heading("New agreements")
        yield BulletList(tuple(shorten(each.what or each.who) for each in found.new_agreements))


def _text_cell(text: str) -> LabelledField:
    return LabelledField("", "", "", text)
