"""The finished alliance as a document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.composing.changes import agreement_mark, changes_page, mark_of, marks_note, text_cell
from generator.composing.document import (
    AnsweredQuestion,
    BulletList,
    ColumnHeads,
    Document,
    FieldRows,
    GivenAnswer,
    Heading,
    LabelledField,
    Paragraph,
    Signatures,
    Table,
    Title,
)
from generator.composing.letterhead import TitlePage, contact, letterhead
from generator.composing.spoken import pair
from generator.model.layout import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import Block
    from generator.model.alliance import Alliance
    from generator.model.bank import Question
    from generator.model.brand import Brand


def compose_alliance(
    alliance: Alliance,
    brand: Brand | None = None,
    digest: str = "",
    *,
    title_page: bool = False,
    canvas: bool = False,
) -> Document:
    """Return the alliance as a document without fields, under a brand where one is given.

    ``digest`` marks the place of the file's digest in every foot. With ``title_page`` the names stand on one of theirs,
    on a ``canvas`` over columns.
    """

    def compose(told: Alliance) -> Document:
        return _compose(told, brand, digest, title_page=title_page, canvas=canvas)

    languages = alliance.worksheet.languages
    if not (languages and languages.second):
        return compose(alliance)
    below = alliance._replace(worksheet=alliance.worksheet.speak(languages.second))
    return pair(compose(alliance), compose(below), languages.second)


def _compose(alliance: Alliance, brand: Brand | None, digest: str, *, title_page: bool, canvas: bool) -> Document:
    """Return the alliance as a document in its first language."""
    title = alliance.worksheet.bank.title
    return Document(
        title=title,
        foot=(title, alliance.words.revision_foot(alliance.revision, excerpt=alliance.excerpt)),
        blocks=(
            *_opening(alliance, brand, title_page=title_page),
            *_heads(alliance, canvas=canvas),
            *_blocks(alliance),
        ),
        contact=contact(brand),
        digest=digest,
        flows=True,
        words=alliance.words,
    )


def list_shown_texts(alliance: Alliance) -> tuple[str, ...]:
    """Return what the alliance's pages must show, each as one element: the names as its title, and what was typed.

    Dates are as the pages set them; the data keep them as they were typed.
    """
    answers = alliance.answers
    answers = replace(
        answers,
        names=(),
        date=alliance.words.restate_date(answers.date),
        review=alliance.words.restate_date(answers.review),
    )
    return (alliance.words.list_names(alliance.people.labels(alliance.words)), *answers.iterate_texts())


def _opening(alliance: Alliance, brand: Brand | None, *, title_page: bool) -> tuple[Block, ...]:
    title, labels = alliance.worksheet.bank.title, alliance.people.labels(alliance.words)
    facts = tuple(filter(None, (alliance.words.restate_date(alliance.answers.date), alliance.answers.place)))
    head = letterhead(brand)
    if title_page:
        return (TitlePage(title, alliance.words.name_lines(labels), facts, next(iter(head), None), of_names=True),)
    return (*head, Title(alliance.words.list_names(labels), tuple(filter(None, (title, *facts)))))


def _heads(alliance: Alliance, *, canvas: bool) -> tuple[Block, ...]:
    if not canvas:
        return ()
    return (ColumnHeads(tuple(LabelledField("", "", "", label) for label in alliance.people.labels(alliance.words))),)


def _blocks(alliance: Alliance) -> Iterator[Block]:
    bank = alliance.worksheet.bank
    if alliance.excerpt:
        yield Paragraph(alliance.words.excerpt_note, Style.NOTE, apart=True)
    yield from _key(alliance)
    for section in bank.sections:
        chosen = [question for question in section.questions if alliance.is_chosen(question)]
        if chosen:
            yield Heading(section.title)
            yield from (_question_with_answers(alliance, question) for question in chosen)
    if bank.closing.questions:
        yield Heading(bank.closing.title)
        yield from (_question_with_answers(alliance, question) for question in bank.closing.questions)
    yield from _agreements(alliance)
    left = tuple(question.text for question in bank.questions() if not alliance.is_chosen(question))
    if left:
        yield Heading(alliance.words.not_chosen(first=not alliance.worksheet.earlier_revisions))
        yield BulletList(left, may_tighten=True)
    yield from changes_page(alliance)


def _key(alliance: Alliance) -> Iterator[Block]:
    """Yield the paragraph that explains initials and marks; nothing where there are none."""
    picked = any(alliance.pickers(question.id) for question in alliance.worksheet.bank.questions())
    if text := " ".join(filter(None, (alliance.words.initials_note if picked else "", marks_note(alliance)))):
        yield Paragraph(text, Style.NOTE, apart=True)


def _question_with_answers(alliance: Alliance, question: Question) -> AnsweredQuestion:
    people, pickers = alliance.people, alliance.pickers(question.id)
    order = sorted(range(len(people)), key=lambda person: person in pickers)
    texts = alliance.answers.texts
    spoken = tuple(
        GivenAnswer(
            people.label(person),
            tuple(texts[question.id, person].split("\n")),
            mark_of(alliance, question.id, person),
            seat=person,
        )
        for person in order
        if (question.id, person) in texts
    )
    initials, labels = people.initials(), people.labels()
    return AnsweredQuestion(
        question.text,
        "" if spoken else alliance.words.not_answered,
        spoken,
        seats=len(people),
        initials=tuple(initials[person] for person in pickers),
        picked_by=alliance.words.picked_by([labels[person] for person in pickers]) if pickers else "",
    )


def _table(alliance: Alliance) -> Table:
    """Return the agreements that hold; of a revised alliance, the new and the changed ones marked."""
    agreements = alliance.answers.agreements
    return Table(
        (alliance.words.what, alliance.words.who),
        (5, 2),
        tuple((text_cell(agreement.what), text_cell(agreement.who)) for agreement in agreements),
        tuple(agreement_mark(alliance, agreement) for agreement in agreements),
    )


def _agreements(alliance: Alliance) -> Iterator[Block]:
    answers = alliance.answers
    if answers.agreements or not alliance.excerpt:
        yield Heading(alliance.words.agreements)
    if answers.agreements:
        yield _table(alliance)
    elif not alliance.excerpt:
        yield Paragraph(alliance.words.no_agreements, Style.NOTE)
    if answers.review:
        yield Heading(alliance.words.review)
        yield FieldRows(
            ((LabelledField(alliance.words.on_date, "", "", alliance.words.restate_date(answers.review)),),)
        )
    if any(answers.signed):
        labels = alliance.people.labels(alliance.words)
        yield Signatures(
            tuple(LabelledField(label, "", "", signed) for label, signed in zip(labels, answers.signed, strict=True))
        )
