"""The card of an alliance: agreements, the top sentences of the closing answers, the review date, on one page.

It is an extract; the alliance has all of them. A part left out of a share copy is not on its card either, for the
card is composed from the copy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.composing.document import (
    AllianceCard,
    CardColumn,
    Document,
    Extract,
)
from generator.composing.earlier import shorten
from generator.composing.letterhead import letterhead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.alliance import Alliance
    from generator.model.answers import Agreement
    from generator.model.brand import Brand

SENTENCES = 2
"""The most sentences of an answer."""
LONGEST_ANSWER, LONGEST_AGREEMENT = 180, 240
"""The most characters of an answer's extract and of an agreement; longer ones are cut, with an ellipsis."""
LONGEST_NAME, LONGEST_HEADING = 60, 120
_READ = 8
"""An answer is read up to so many times its longest extract, for it may be very long."""
_ENDS = re.compile(r"(?:[.!?…।॥؟۔]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”]*)")  # noqa: RUF001 - sentences of other scripts


def compose_card(alliance: Alliance, brand: Brand | None = None) -> Document:
    """Return the alliance's card as a document of one ``AllianceCard``, with the brand's letterhead if there is one."""
    bank, answers, words = alliance.worksheet.bank, alliance.answers, alliance.words
    names = words.list_names([shorten(name, LONGEST_NAME) for name in answers.names])
    heading = (shorten(bank.title, LONGEST_HEADING) if names else "", words.restate_date(answers.date), answers.place)
    card = AllianceCard(
        title=names or shorten(bank.title, LONGEST_HEADING),
        subtitle=" · ".join(shorten(text, LONGEST_HEADING) for text in heading if text),
        columns=tuple(_columns(alliance)),
        review=(words.review_on, shorten(words.restate_date(answers.review), LONGEST_NAME))
        if answers.review
        else ("", ""),
        note=words.card_note(alliance.revision, excerpt=alliance.excerpt),
        head=next(iter(letterhead(brand)), None),
    )
    return Document(title=bank.title, foot=("", ""), blocks=(card,), words=words)


def _columns(alliance: Alliance) -> Iterator[CardColumn]:
    if agreements := tuple(map(_agreement_extract, alliance.answers.agreements)):
        yield CardColumn(alliance.words.agreements, (("", agreements),), listed=True)
    if answers := tuple(_answer_extracts(alliance)):
        yield CardColumn(alliance.words.closing_answers, answers)


def _agreement_extract(agreement: Agreement) -> Extract:
    what, who = shorten(agreement.what, LONGEST_AGREEMENT), shorten(agreement.who, LONGEST_NAME)
    return Extract(what, who) if what else Extract(who, "")


def _answer_extracts(alliance: Alliance) -> Iterator[tuple[str, tuple[Extract, ...]]]:
    """Yield every closing question with an answer, and the extracts of its answers."""
    texts, people = alliance.answers.texts, alliance.people
    for question in alliance.worksheet.bank.closing.questions:
        extracts = tuple(
            Extract(
                top_sentences(texts[question.id, person]), shorten(people.label(person, alliance.words), LONGEST_NAME)
            )
            for person in range(len(people))
            if (question.id, person) in texts
        )
        if extracts:
            yield shorten(question.text, LONGEST_HEADING), extracts


def top_sentences(text: str) -> str:
    """Return the first sentences of a text on one line: two at most, as many as ``LONGEST_ANSWER`` characters hold.

    A first sentence longer than that is cut between words. An ellipsis stands where the text goes on.
    """
    folded = " ".join(text[: _READ * LONGEST_ANSWER].split())
    ends = [found.end() for found in _ENDS.finditer(folded) if not folded[found.end() :].lstrip()[:1].islower()]
    fitting = [end for end in ends[:SENTENCES] if end <= LONGEST_ANSWER]
    if not fitting:
        return shorten(text, LONGEST_ANSWER)
    whole = fitting[-1] == len(folded) and len(text) <= _READ * LONGEST_ANSWER
    return folded if whole else f"{folded[: fitting[-1]].rstrip('.')} …"
