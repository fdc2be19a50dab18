"""From the files that came back to one worksheet and its answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator import __version__
from generator.answers import AnswersFile, FilledForm, given_of_file
from generator.errors import InvalidInput, Problem, shown
from generator.joining import join
from generator.people import MOST_PEOPLE, People
from generator.returns import Return
from generator.selection import nobody
from generator.slots import Kind
from generator.worksheet import Meeting, Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.answers import Answers
    from generator.bank import QuestionBank
    from generator.joining import Preference

ANSWERS_SUFFIXES = (".yaml", ".yml", ".json")
LATER_SUFFIXES = (".xfdf", ".fdf", ".csv")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What all sources together hold."""

    worksheet: Worksheet
    answers: Answers
    remarks: tuple[str, ...]
    """What the user should know, whole sentences."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """What a worksheet is made of where no source brings its definition."""

    bank: QuestionBank
    layout: str
    paper: str


def is_pdf(data: bytes, source: str) -> bool:
    """Tell whether the file is a PDF, or means to be one."""
    return b"%PDF-" in data[:1024] or PurePath(source).suffix.lower() == ".pdf"


def read_source(data: bytes, source: str) -> FilledForm | AnswersFile:
    """Return what a file holds: a filled form where it is a PDF, else an answers file; raise InvalidInput."""
    suffix = PurePath(source).suffix.lower()
    if is_pdf(data, source):
        from generator.sources.forms import read_form  # noqa: PLC0415 - imports pypdf

        return read_form(data, source)
    if suffix in LATER_SUFFIXES:
        message = f"'{suffix}' files are not read yet"
        raise InvalidInput([Problem(source, message, "Give the filled PDF, or the answers as YAML or JSON.")])
    from generator.sources.answers import read_answers_json, read_answers_yaml  # noqa: PLC0415 - imports yaml

    if suffix == ".json" or (suffix not in ANSWERS_SUFFIXES and data.lstrip()[:1] == b"{"):
        return read_answers_json(data, source)
    return read_answers_yaml(data, source)


def gather(sources: Sequence[FilledForm | AnswersFile], fallback: Fallback, prefer: Preference | None) -> Gathered:
    """Return the worksheet that the sources belong to, and their answers joined.

    Raises InvalidInput with the problems of all sources, and ConflictingAnswers.
    """
    forms = [source for source in sources if isinstance(source, FilledForm)]
    files = [source for source in sources if isinstance(source, AnswersFile)]
    worksheet = _worksheet(forms, files, fallback)
    typed = _typed_names(forms, worksheet)
    returns: list[Return] = []
    problems: list[Problem] = []
    for source in sources:
        if isinstance(source, FilledForm):
            returns.append(Return(source.source, source.given, source.identity))
            continue
        try:
            returns.append(Return(source.source, given_of_file(source, worksheet, typed_names=typed)))
        except InvalidInput as invalid:
            problems += invalid.problems
    if problems:
        raise InvalidInput(problems)
    answers = join(worksheet, returns, prefer)
    remarks = [remark for form in forms for remark in form.remarks]
    return Gathered(worksheet, answers, (*remarks, *_remarks(forms, worksheet, answers)))


def _remarks(forms: Sequence[FilledForm], worksheet: Worksheet, answers: Answers) -> Iterator[str]:
    if forms and not any(form.worksheet for form in forms):
        yield f"The questions' texts are those of the bank '{shown(worksheet.bank.title)}' (--bank gives another)."
    spelt = {name.casefold(): name for name in reversed(answers.names) if name}
    for folded, count in Counter(name.casefold() for name in answers.names if name).items():
        if count > 1:
            yield f"{count} people have the name '{shown(spelt[folded])}'. Tell them apart, by a letter or so."


def _worksheet(forms: Sequence[FilledForm], files: Sequence[AnswersFile], fallback: Fallback) -> Worksheet:
    for form in forms:
        if form.worksheet:
            return form.worksheet
    names = _names(files)
    if forms:
        persons = (entry.slot.number for form in forms for entry in form.given if _is_personal(entry.slot.kind))
        people = 1 + max(persons, default=0)
        _require_known_questions(forms, fallback.bank)
        names = names if len(names) >= people else ("",) * min(people, MOST_PEOPLE)
    elif not names:
        hint = "Begin it with people: [Ana Lima, Ben Okafor], or give the worksheet's PDF as well."
        shape = [problem for file in files for problem in file.problems]
        raise InvalidInput(shape or [Problem(file.source, "names no people", hint) for file in files])
    return blank_worksheet(fallback, names)


def blank_worksheet(fallback: Fallback, names: tuple[str, ...]) -> Worksheet:
    """Return a worksheet of these people with nothing picked and no meeting known."""
    return Worksheet(
        fallback.bank,
        People(names),
        nobody(len(names)),
        Meeting(None, None, "", fallback.bank.minutes),
        fallback.layout,
        fallback.paper,
        __version__,
    )


def _is_personal(kind: Kind) -> bool:
    return kind in {Kind.NAME, Kind.PICK, Kind.ANSWER, Kind.SIGN}


def _names(files: Sequence[AnswersFile]) -> tuple[str, ...]:
    """Return the people of the first file that lists them."""
    for file in files:
        if file.people:
            return tuple(" ".join(name.text.split()) for name in file.people)
    return ()


def _typed_names(forms: Sequence[FilledForm], worksheet: Worksheet) -> tuple[str, ...]:
    typed = [""] * len(worksheet.people)
    for form in forms:
        for entry in form.given:
            if entry.slot.kind is Kind.NAME and entry.slot.number < len(typed) and not typed[entry.slot.number]:
                typed[entry.slot.number] = entry.text.strip()
    return tuple(typed)


def _require_known_questions(forms: Sequence[FilledForm], bank: QuestionBank) -> None:
    known = [question.id for question in bank.every_question()]
    problems = list(_unknown(forms, known))
    if problems:
        raise InvalidInput(problems)


def _unknown(forms: Sequence[FilledForm], known: Sequence[str]) -> Iterator[Problem]:
    for form in forms:
        questions = dict.fromkeys(entry.slot.question for entry in form.given if entry.slot.question)
        if unknown := [question for question in questions if question not in known]:
            listed = shown(", ".join(unknown))
            message = f"has questions that are not in the bank ({listed}), and does not bring its own bank"
            yield Problem(form.source, message, "Give the bank that it was composed from with --bank.")


def read_all(sources: Sequence[tuple[bytes, str]]) -> list[FilledForm | AnswersFile]:
    """Return what every file holds; raise InvalidInput with the problems of all of them where one is unreadable."""
    read: list[FilledForm | AnswersFile] = []
    problems: list[Problem] = []
    unreadable = False
    for data, source in sources:
        try:
            read.append(read_source(data, source))
        except InvalidInput as invalid:
            problems += invalid.problems
            unreadable = True
        else:
            problems += read[-1].problems if isinstance(read[-1], AnswersFile) else ()
    if unreadable:
        raise InvalidInput(problems)
    return read
