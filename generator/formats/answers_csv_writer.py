"""Answers to our own table in CSV: the inverse of ``answers_csv``.

UTF-8 is left to who prints it. A cell that would make a spreadsheet compute gets a ``'`` in front. Reading back gives
the same values, but that every line end becomes a line feed, and that characters which no spreadsheet takes (control
characters, lone surrogates) stand as U+FFFD; ``unwritable`` tells them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.formats.answers_csv import AGREEMENT, COLUMNS, DATE, PERSON, PLACE, REVIEW, SIGNED
from generator.formats.filled_pdf.form_data import with_line_feeds
from generator.model.people import People

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model.answers import Answers
    from generator.model.bank import QuestionBank

_COMPUTES = re.compile("'*[=+\\-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
                       "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}]")  # fmt: skip
"""How a cell begins that computes, or that would lose a ``'`` of its own when it is read."""
_QUOTABLE = re.compile('[,;\t\n"]|^\\s|\\s$|^\ufeff')
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What neither spreadsheets nor XML take; a terminal might even obey it."""


def write_csv(answers: Answers, bank: QuestionBank) -> str:
    """Return the answers as a table with the columns ``question,person,picked,answer``, in the bank's order."""
    rows = [COLUMNS, *_rows(answers, bank)]
    return "".join(",".join(map(_cell, row)) + "\n" for row in rows)


def _rows(answers: Answers, bank: QuestionBank) -> Iterator[tuple[str, str, str, str]]:
    labels = People(tuple(answers.names)).distinct_labels()
    yield from ((PERSON, label, "", "") for label in labels)
    yield from ((what, "", "", text) for what, text in ((DATE, answers.date), (PLACE, answers.place)) if text)
    for question in _mentioned(answers, bank):
        for person, label in enumerate(labels):
            picked = question in answers.picks[person]
            text = answers.texts.get((question, person), "")
            if picked or text:
                yield question, label, "yes" if picked else "", text
    for agreement in answers.every_agreement():
        where = f"{AGREEMENT}/{agreement.previous_number}" if agreement.previous_number else AGREEMENT
        yield where, agreement.who, agreement.decision or "", agreement.what
    if answers.review:
        yield REVIEW, "", "", answers.review
    yield from ((SIGNED, label, "", text) for label, text in zip(labels, answers.signed, strict=True) if text)


def _mentioned(answers: Answers, bank: QuestionBank) -> Iterator[str]:
    """Yield the questions that were answered or picked, unknown ones last."""
    given = dict.fromkeys(
        [*(question for question, _ in answers.texts), *(id_ for ids in answers.picks for id_ in ids)]
    )
    known = dict.fromkeys(question.id for question in bank.every_question())
    yield from (question for question in known if question in given)
    yield from (question for question in given if question not in known)


def _cell(text: str) -> str:
    plain = writable(with_line_feeds(text))
    guarded = f"'{plain}" if _COMPUTES.match(plain) else plain
    return '"' + guarded.replace('"', '""') + '"' if _QUOTABLE.search(guarded) else guarded


def writable(text: str) -> str:
    """Return the text with U+FFFD for every character that neither CSV nor XML can hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def unwritable(answers: Answers) -> int:
    """Return how many characters ``writable`` replaces."""
    return sum(len(_UNWRITABLE.findall(with_line_feeds(text))) for text in _texts(answers))


def _texts(answers: Answers) -> Iterable[str]:
    yield from (*answers.names, answers.date, answers.place, *answers.texts.values(), answers.review, *answers.signed)
    for agreement in answers.every_agreement():
        yield from (agreement.what, agreement.who)
