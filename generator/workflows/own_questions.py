"""Questions that a request adds to its bank: checked, named, and put into a section of their own in every language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from generator.errors import InvalidRequest, RequestProblem, escape
from generator.formats.bank import LONGEST_TEXT, MOST_QUESTIONS, normalise_line
from generator.model.own_questions import add_questions, name_questions
from generator.model.question_lookup import normalise
from generator.words.messages import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.bank import Question, QuestionBank
    from generator.words.messages import Words

_MOST_BANKS = 16
"""Banks that are remembered with what was added: the rows of a roster share theirs."""


@lru_cache(_MOST_BANKS)
def name_added(texts: tuple[str, ...], bank: QuestionBank) -> tuple[Question, ...]:
    """Return the questions of these texts as they are added to the bank; raise ``InvalidRequest``."""
    lines = tuple(map(normalise_line, texts))
    if problems := list(_list_problems(lines, bank)):
        raise InvalidRequest(*problems)
    return name_questions(lines, bank)


@lru_cache(_MOST_BANKS)
def add_to(bank: QuestionBank, questions: tuple[Question, ...], words: Words | None = None) -> QuestionBank:
    """Return the bank with the questions in a section of their own, titled in these words or the bank's language."""
    return add_questions(bank, questions, (words or words_of(bank.language)).own_questions)


def describe_added(texts: tuple[str, ...], bank: QuestionBank) -> tuple[str, ...]:
    """Return a sentence for each question that is added, which tells its id."""
    return tuple(
        f"'{escape(question.text)}' is added; its id is {question.id}." for question in name_added(texts, bank)
    )


def _list_problems(lines: tuple[str, ...], bank: QuestionBank) -> Iterator[RequestProblem]:
    known = {_compare(question.text): question.id for question in bank.every_question()}
    added: set[str] = set()
    for index, line in enumerate(lines):
        same = _compare(line)
        if not line:
            yield RequestProblem("add", "a question is empty", "Write its text, or leave out `add`.", index)
        elif len(line) > LONGEST_TEXT:
            message = f"the question '{escape(line)}' has {len(line):,} characters, and may have {LONGEST_TEXT:,}"
            yield RequestProblem("add", message, "Shorten it.", index)
        elif same in known:
            message = f"the bank has the question '{escape(line)}' already, as '{known[same]}'"
            yield RequestProblem("add", message, "Leave it out of `add`.", index)
        elif same in added:
            yield RequestProblem("add", f"the question '{escape(line)}' is given twice", "Give it once.", index)
        added.add(same)
    if (count := len(known) + len(lines)) > MOST_QUESTIONS:
        message = f"with those of `add` there are {count:,} questions, and there may be {MOST_QUESTIONS}"
        yield RequestProblem("add", message, "Add fewer.", MOST_QUESTIONS)


def _compare(text: str) -> str:
    """Return what two texts have in common that are the same question to whoever names it by its text."""
    return normalise(text) or text
