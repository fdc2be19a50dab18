"""The ids of questions that are named by their text, as the headers of form services name them.

A text is a question's if it is the same, else if it is the same but for case, punctuation, white space, compatibility
forms and a leading number. A text that fits two questions fits none. A problem names the nearest question.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.errors import SHOWN_LIMIT, Problem, did_you_mean, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.bank import QuestionBank
    from generator.model.returned_answers import LocatedText, RawAnswers

_ID = re.compile(r"\S{1,64}")
_APOSTROPHES = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}]")
_WORDS = re.compile(r"\w+")
_NUMBERED = re.compile(r"[0-9]+ (?=\D)")


def normalise(text: str) -> str:
    """Return the words of a text: NFKC, in any case the same, a single space between them, no number in front."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _NUMBERED.sub("", " ".join(_WORDS.findall(_APOSTROPHES.sub("", folded))), count=1)


def resolve_question_ids(file: RawAnswers, bank: QuestionBank) -> RawAnswers:
    """Return the answers file with the ids of questions that it names by their text.

    A text that is no question's, or more than one's, becomes a problem of the file; what looks like an id stays.
    """
    finder = _Finder(bank)
    problems = list(file.problems)
    answers = []
    for question, texts in file.answers:
        found = finder.question(question, file.source)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            answers.append((found, texts))
    picks = []
    for name, ids in file.picks:
        named = [finder.question(question, file.source) for question in ids]
        problems += [found for found in named if isinstance(found, Problem)]
        picks.append((name, tuple(found for found in named if not isinstance(found, Problem))))
    unique = tuple(dict.fromkeys(problems))
    return replace(file, answers=tuple(answers), picks=tuple(picks), problems=unique)


class _Finder:
    """Finds questions of one bank."""

    def __init__(self, bank: QuestionBank) -> None:
        self._ids = {question.id for question in bank.every_question()}
        self._exact: defaultdict[str, list[str]] = defaultdict(list)
        self._normal: defaultdict[str, list[str]] = defaultdict(list)
        self._nearest: dict[str, str] = {}
        for question in bank.every_question():
            self._exact[question.text].append(question.id)
            self._normal[normalise(question.text)].append(question.id)
            self._nearest[question.text[:SHOWN_LIMIT]] = question.id

    def question(self, name: LocatedText, source: str) -> LocatedText | Problem:
        if name.text in self._ids:
            return name
        found = _look_up(name.text, self._exact) or _look_up(normalise(name.text), self._normal)
        if len(found) == 1:
            return name._replace(text=found[0])
        if found:
            message = f"the text '{escape(name.text)}' is that of more than one question"
            return Problem(source, message, f"Write an id: {' or '.join(found)}.", name.line, name.column)
        if _ID.fullmatch(name.text):
            return name
        hint = (
            did_you_mean(name.text.strip(), self._nearest)
            or "Give the bank that it is from with `bank`, or take it away."
        )
        return Problem(source, f"no question has the text '{escape(name.text)}'", hint, name.line, name.column)


def _look_up(text: str, ids: Mapping[str, list[str]]) -> list[str]:
    return ids.get(text, []) if text else []
