"""Questions of the people's own, added to a bank in a section of their own; their ids are made of their texts.

An id is the text's words in ASCII letters and digits, so that it can be typed on any keyboard: ``How do we talk about
money?`` becomes ``how-do-we-talk-about-money``, ``Atmosphäre`` becomes ``atmosphaere``. A text in which no word can be
spelled so becomes a number: ``own-1``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from generator.model.bank import Question, QuestionBank, Section

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SECTION = "own"
"""The section's id."""
LONGEST_ID = 40
"""Characters of an id that is made; a bank's own may have more."""
_SPELLINGS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "oe",
        "ł": "l",
        "đ": "d",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)
"""How letters are spelled that Unicode does not take apart, and German ones, which are spelled otherwise than that."""
_APOSTROPHES = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_WORD = "[a-z0-9]+"


def spell_id(text: str) -> str:
    """Return the words of a text in lower-case ASCII letters and digits, hyphens between them; it may be empty.

    Umlauts are spelled (``ä`` as ``ae``), other letters lose their accents (NFKD), and what is left is taken away.
    """
    folded = unicodedata.normalize("NFC", text).casefold().translate(_SPELLINGS)
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(character)
    )
    return "-".join(re.findall(_WORD, re.sub(_APOSTROPHES, "", plain.lower())))


def make_id(text: str, taken: Collection[str]) -> str:
    """Return an id for a question of this text that is not among those taken.

    It is made of the text's first words, with a number where that is taken.
    """
    spelled = spell_id(text)
    if len(spelled) > LONGEST_ID:
        whole, _, _ = spelled[: LONGEST_ID + 1].rpartition("-")
        spelled = whole or spelled[:LONGEST_ID]
    if spelled and spelled not in taken:
        return spelled
    stem, number = (spelled, 2) if spelled else (SECTION, 1)
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def name_questions(texts: Sequence[str], bank: QuestionBank) -> tuple[Question, ...]:
    """Return a question for each text, with an id that neither the bank nor another of them has."""
    taken = {question.id for question in bank.every_question()}
    named = []
    for text in texts:
        question = Question(make_id(text, taken), text)
        taken.add(question.id)
        named.append(question)
    return tuple(named)


def add_questions(bank: QuestionBank, questions: tuple[Question, ...], title: str) -> QuestionBank:
    """Return the bank with these questions at the end of their section, which has this title where it is new."""
    if not any(section.id == SECTION for section in bank.sections):
        return bank._replace(sections=(*bank.sections, Section(SECTION, title, questions)))
    sections = (
        section._replace(questions=section.questions + questions) if section.id == SECTION else section
        for section in bank.sections
    )
    return bank._replace(sections=tuple(sections))
