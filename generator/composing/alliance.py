"""The finished alliance as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.document import (
    Answered,
    Document,
    Facts,
    Heading,
    Paragraph,
    Remaining,
    Signatures,
    Spoken,
    Table,
    Title,
    WriteIn,
)
from generator.layout import Style
from generator.people import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.alliance import Alliance
    from generator.bank import Question
    from generator.document import Block

NOT_YET = "not answered yet"


def compose_alliance(alliance: Alliance) -> Document:
    """Return the alliance as a document without fields."""
    title = alliance.worksheet.bank.title
    return Document(
        title=title,
        foot=(title, f"Revision {alliance.revision}"),
        blocks=tuple(_blocks(alliance)),
        digested=True,
    )


def _blocks(alliance: Alliance) -> Iterator[Block]:
    bank = alliance.worksheet.bank
    yield Title(bank.title)
    yield _facts(alliance)
    for section in bank.sections:
        chosen = [question for question in section.questions if alliance.chosen(question)]
        if chosen:
            yield Heading(section.title)
            yield from (_answered(alliance, question) for question in chosen)
    if bank.closing.questions:
        yield Heading(bank.closing.title)
        yield from (_answered(alliance, question) for question in bank.closing.questions)
    yield from _agreements(alliance)
    left = tuple(question.text for question in bank.questions() if not alliance.chosen(question))
    if left:
        yield Heading("Not chosen this time")
        yield Remaining(left)


def _facts(alliance: Alliance) -> Facts:
    answers, people = alliance.answers, alliance.people
    names = [
        WriteIn("and" if person else "between" if len(people) > 1 else "for", "", "", label)
        for person, label in enumerate(people.labels())
    ]
    rows = [tuple(names[start : start + 2]) for start in range(0, len(names), 2)]
    facts = (("on", answers.date), ("at", answers.place), ("revision", str(alliance.revision)))
    meeting = [WriteIn(label, "", "", value) for label, value in facts if value]
    return Facts((*rows, tuple(meeting)))


def _answered(alliance: Alliance, question: Question) -> Answered:
    people, pickers = alliance.people, alliance.pickers(question.id)
    order = sorted(range(len(people)), key=lambda person: person in pickers)
    texts = alliance.answers.texts
    spoken = tuple(
        Spoken(people.label(person), tuple(texts[question.id, person].split("\n")))
        for person in order
        if (question.id, person) in texts
    )
    note = f"Picked by {joined(tuple(people.label(person) for person in pickers))}" if pickers else ""
    if not spoken:
        note = f"{note} · {NOT_YET}" if note else NOT_YET.capitalize()
    return Answered(question.text, note, spoken)


def _agreements(alliance: Alliance) -> Iterator[Block]:
    answers = alliance.answers
    yield Heading("What we agree")
    if answers.agreements:
        rows = tuple(
            (WriteIn("", "", "", agreement.what), WriteIn("", "", "", agreement.who))
            for agreement in answers.agreements
        )
        yield Table(("what", "who"), (5, 2), rows)
    else:
        yield Paragraph("Nothing is written down yet.", Style.NOTE)
    if answers.review:
        yield Heading("We look at this again")
        yield Facts(((WriteIn("on", "", "", answers.review),),))
    if any(answers.signed):
        labels = alliance.people.labels()
        yield Signatures(
            tuple(WriteIn(label, "", "", signed) for label, signed in zip(labels, answers.signed, strict=True))
        )
