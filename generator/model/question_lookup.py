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
from generator.model.folding import fold_spelling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.model.bank import QuestionBank
    from generator.model.returned_answers import LocatedText, RawAnswers

_ID = re.compile(r"\S{1,64}")
_APOSTROPHES = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}]")
_WORDS = re.compile(r"\w+")
_NUMBERED = re.compile(r"[0-9]+ (?=\D)")

_BESIDE = re.compile(r"[^\s:-]+( [^\s:-]+)? ?[-:\N{EN DASH}] ")
"""How the header of a column beside a question begins: ``Points - ``, ``Feedback: ``, in any language."""
_NUMBER = re.compile(r"[0-9]{1,4}([.,][0-9]{1,2})?")
_DAY = r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{1,4}"
_HOUR = r"[0-9]{1,2}[:.][0-9]{2}([:.][0-9]{2}([.,][0-9]+)?)?"
_SHAPES = (
    (
        "time stamps",
        re.compile(rf"{_DAY}[T,]? ?{_HOUR} ?([AaPp]\.?[Mm]\.?)?( ?(Z|[A-Z]{{3,4}}|(GMT|UTC)?[+-][0-9:]+))?"),
    ),
    ("e-mail addresses", re.compile(r"[^\s@]{1,64}@[^\s@]{1,200}\.[^\s@.]{2,}|anonymous")),
    ("points", re.compile(r"[0-9]{1,4}([.,][0-9]{1,2})? / [0-9]{1,4}([.,][0-9]{1,2})?")),
    ("numbers of replies", re.compile(r"[0-9a-f]{20,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{8,20}")),
    ("addresses of computers", re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}")),
)
"""What services add themselves, whatever the column is called."""


def normalise(text: str) -> str:
    """Return the words of a text: NFKC, in any case the same, a single space between them, no number in front.

    Characters that are not seen, such as soft hyphens, are left out.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", fold_spelling(text)).casefold())
    return _NUMBERED.sub("", " ".join(_WORDS.findall(_APOSTROPHES.sub("", folded))), count=1)


def resolve_question_ids(file: RawAnswers, *banks: QuestionBank) -> RawAnswers:
    """Return the answers file with the ids of questions that it names by their text in one of a bank's languages.

    A text that is no question's, or more than one's, becomes a problem of the file; what looks like an id stays. Of an
    export, columns that a form service adds itself are left out, each with a remark.
    """
    finder = _Finder(banks)
    problems = list(file.problems)
    answers = []
    asked = {normalise(question.text) for question, _ in file.answers if finder.has(question.text)}
    graded = _find_graded(file, asked)
    left_out = list(file.left_out)
    for question, texts in file.answers:
        if file.is_export and not finder.has(question.text) and (what := _describe_own(question.text, texts, graded)):
            left_out.append(_report_own(file.source, question, what, len(texts)))
            continue
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
    return replace(file, answers=tuple(answers), picks=tuple(picks), problems=unique, left_out=tuple(left_out))


class _Finder:
    """Finds questions of one bank, which may be there in several languages."""

    def __init__(self, banks: Sequence[QuestionBank]) -> None:
        questions = dict.fromkeys(question for bank in banks for question in bank.every_question())
        self._ids = {question.id for question in questions}
        self._exact: defaultdict[str, list[str]] = defaultdict(list)
        self._normal: defaultdict[str, list[str]] = defaultdict(list)
        self._nearest: dict[str, str] = {}
        for question in questions:
            self._exact[question.text].append(question.id)
            if question.id not in (alike := self._normal[normalise(question.text)]):
                alike.append(question.id)
            self._nearest[question.text[:SHOWN_LIMIT]] = question.id

    def has(self, text: str) -> bool:
        """Tell whether this is the id or the text of a question, or of several."""
        return text in self._ids or bool(self._exact.get(text) or _look_up(normalise(text), self._normal))

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


def _find_graded(file: RawAnswers, asked: set[str]) -> set[str]:
    """Return which of the questions asked, normalised, have a column beside theirs in which all texts are numbers."""
    numbers = [
        normalise(header.text)
        for header, texts in file.answers
        if _BESIDE.match(header.text) and all(_NUMBER.fullmatch(text.text.strip()) for _, text in texts)
    ]
    return {question for question in asked if any(header.endswith(f" {question}") for header in numbers)}


def _describe_own(header: str, texts: Sequence[tuple[LocatedText, LocatedText]], graded: set[str]) -> str:
    """Return what a column holds that a service adds itself, in a few words; empty for another column.

    ``graded`` are the normalised texts of the questions that have points in another column.
    """
    words = normalise(header)
    if _BESIDE.match(header) and any(words.endswith(f" {question}") for question in graded):
        return "points or feedback beside a question"
    shapes = (what for what, shape in _SHAPES if all(shape.fullmatch(text.text.strip()) for _, text in texts))
    return next(shapes, "")


def _report_own(source: str, header: LocatedText, what: str, count: int) -> Problem:
    texts = "1 text" if count == 1 else f"{count} texts"
    message = f"the column '{escape(header.text)}' is no question's: it holds {what}, and was left out ({texts})"
    return Problem(source, message, "Is it a question, then give it the question's text.", header.line, header.column)


def _look_up(text: str, ids: Mapping[str, list[str]]) -> list[str]:
    return ids.get(text, []) if text else []
