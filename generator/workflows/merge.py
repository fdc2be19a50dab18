"""From the files that came back to one worksheet and its answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator import __version__
from generator.errors import InvalidInput, Problem, escape
from generator.model.alliance import Alliance
from generator.model.fields import FieldKind
from generator.model.merging import merge, report_left_out, select_worksheet
from generator.model.people import MOST_PEOPLE, People
from generator.model.question_lookup import resolve_question_ids
from generator.model.returned_answers import FilledForm, RawAnswers, is_placeholder, resolve_answers
from generator.model.revision_diff import agreements_without_wording
from generator.model.selection import nobody
from generator.model.sources import Source, missing_fields
from generator.model.worksheet import Meeting, Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.model.answers import Answers
    from generator.model.bank import QuestionBank
    from generator.model.merging import Preference


class FileFormat(Enum):
    """How a source is written; the values are the suffixes of its files."""

    PDF = (".pdf",)
    XFDF = (".xfdf",)
    FDF = (".fdf",)
    CSV = (".csv", ".tsv")
    JSON = (".json",)
    YAML = (".yaml", ".yml")


_HEADER_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class MergedSources:
    """What all sources together hold."""

    worksheet: Worksheet
    answers: Answers
    remarks: tuple[str, ...]
    """What the user should know, whole sentences."""
    identity: str
    """The identity in the fields' names of the forms among the sources; empty where there was none."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """What a worksheet is made of where no source brings its definition."""

    bank: QuestionBank
    layout: str
    paper: str


def format_of(data: bytes, source: str) -> FileFormat:
    """Return how a source is written: by its name, or by its beginning where that tells nothing; YAML at last."""
    if b"%PDF-" in data[:_HEADER_WITHIN]:
        return FileFormat.PDF
    suffix = PurePath(source).suffix.lower()
    for kind in FileFormat:
        if suffix in kind.value:
            return kind
    if b"%FDF-" in data[:_HEADER_WITHIN]:
        return FileFormat.FDF
    start = data[:_HEADER_WITHIN].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    if start.startswith(b"<"):
        return FileFormat.XFDF
    if start.startswith(b"{"):
        return FileFormat.JSON
    from generator.formats.answers_csv import is_table  # noqa: PLC0415 - only nameless sources pay

    return FileFormat.CSV if is_table(data) else FileFormat.YAML


def is_pdf(data: bytes, source: str) -> bool:
    """Tell whether the file is a PDF, or means to be one."""
    return format_of(data, source) is FileFormat.PDF


def read_source(data: bytes, source: str) -> tuple[FilledForm, ...] | RawAnswers:
    """Return what a file holds: filled forms of a PDF, XFDF or FDF, else answers; raise InvalidInput."""
    match format_of(data, source):
        case FileFormat.PDF:
            from generator.formats.filled_pdf.forms import read_forms  # noqa: PLC0415 - imports pypdf

            return read_forms(data, source)
        case FileFormat.XFDF:
            from generator.formats.xfdf import read_xfdf  # noqa: PLC0415

            return read_xfdf(data, source)
        case FileFormat.FDF:
            from generator.formats.fdf import read_fdf  # noqa: PLC0415

            return read_fdf(data, source)
        case FileFormat.CSV:
            from generator.formats.answers_csv import read_answers_csv  # noqa: PLC0415

            return read_answers_csv(data, source)
        case FileFormat.JSON:
            from generator.formats.answers_file import read_answers_json  # noqa: PLC0415 - imports yaml

            return read_answers_json(data, source)
        case FileFormat.YAML:
            from generator.formats.answers_file import read_answers_yaml  # noqa: PLC0415 - imports yaml

            return read_answers_yaml(data, source)


def merge_sources(
    sources: Sequence[FilledForm | RawAnswers],
    fallback: Fallback,
    prefer: Preference | None,
    *,
    strict: bool = False,
    identity: str | None = None,
) -> MergedSources:
    """Return the worksheet that the sources belong to, and their answers joined.

    Of files that hold several worksheets, it is the one of this ``identity``, or the only one in all of them. Raises
    InvalidInput with the problems of all sources, and ConflictingAnswers. Where ``strict``, a form that lacks fields
    of the worksheet has a problem.
    """
    forms, others = select_worksheet([each for each in sources if isinstance(each, FilledForm)], identity)
    files = [source for source in sources if isinstance(source, RawAnswers)]
    worksheet = _worksheet(forms, files, fallback)
    typed = _typed_names(forms, worksheet)
    meant = {form.identity for form in forms}
    returns: list[Source] = []
    problems = incomplete(forms, worksheet) if strict else []
    for source in sources:
        if isinstance(source, FilledForm):
            if source.identity in meant:
                returns.append(Source(source.source, source.values, source.identity))
            continue
        try:
            returns.append(
                Source(
                    source.source,
                    resolve_answers(resolve_question_ids(source, worksheet.bank), worksheet, typed_names=typed),
                )
            )
        except InvalidInput as invalid:
            problems += invalid.problems
    if problems:
        raise InvalidInput(problems)
    answers = merge(worksheet, returns, prefer)
    remarks = [remark for form in forms for remark in form.remarks]
    remarks += [remark for file in files for remark in (*file.remarks, *_placeholders(file))]
    own = forms[0].identity if forms else ""
    return MergedSources(
        worksheet, answers, (*report_left_out(others), *remarks, *_remarks(forms, worksheet, answers)), own
    )


def incomplete(forms: Iterable[FilledForm], worksheet: Worksheet) -> list[Problem]:
    """Return a problem for each form that lacks fields of the worksheet, or is damaged."""
    hint = "Ask for the file again, or leave out --strict."
    lost = "is cut off or damaged, so that something may be missing"
    stocks = ((form, missing_fields(worksheet, form.values) or (lost if form.damaged else "")) for form in forms)
    return [Problem(form.source, stock, hint) for form, stock in stocks if stock]


def _placeholders(file: RawAnswers) -> Iterator[str]:
    for question, texts in file.answers:
        for name, text in texts:
            if is_placeholder(text.text):
                where = f"{escape(file.source)}:{text.line}" if text.line is not None else escape(file.source)
                told = f"{escape(name.text)}'s answer to '{escape(question.text)}' is '{escape(text.text.strip())}'"
                yield f"{where}: {told}, which is taken for no answer yet."


def _remarks(forms: Sequence[FilledForm], worksheet: Worksheet, answers: Answers) -> Iterator[str]:
    if forms and not any(form.worksheet for form in forms):
        yield f"The questions' texts are those of the bank '{escape(worksheet.bank.title)}' (--bank gives another)."
    for number in agreements_without_wording(Alliance(worksheet, answers, worksheet.revision)):
        yield f"Agreement {number} is ticked as changed, and has no new wording; the earlier wording stands."
    spelt = {name.casefold(): name for name in reversed(answers.names) if name}
    for folded, count in Counter(name.casefold() for name in answers.names if name).items():
        if count > 1:
            yield f"{count} people have the name '{escape(spelt[folded])}'. Tell them apart, by a letter or so."


def _worksheet(forms: Sequence[FilledForm], files: Sequence[RawAnswers], fallback: Fallback) -> Worksheet:
    for form in forms:
        if form.worksheet:
            return form.worksheet
    if lost := [form for form in forms if form.revision > 1]:
        raise InvalidInput(_without_earlier(form) for form in lost)
    names = _names(files)
    if forms:
        persons = (
            entry.field_id.number for form in forms for entry in form.values if _is_personal(entry.field_id.kind)
        )
        people = 1 + max(persons, default=0)
        _require_known_questions(forms, fallback.bank)
        names = names if len(names) >= people else ("",) * min(people, MOST_PEOPLE)
    elif not names:
        hint = "Begin it with people: [Ana Lima, Ben Okafor], or give the worksheet's PDF as well."
        shape = [problem for file in files for problem in file.problems]
        raise InvalidInput(shape or [Problem(file.source, "names no people", hint) for file in files])
    return blank_worksheet(fallback, names)


def _without_earlier(form: FilledForm) -> Problem:
    message = f"is a worksheet for revision {form.revision}, and what was said before is not in it any more"
    return Problem(form.source, message, "Give the worksheet as it was composed as well: its PDF brings all of it.")


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


def _is_personal(kind: FieldKind) -> bool:
    return kind in {FieldKind.NAME, FieldKind.PICK, FieldKind.ANSWER, FieldKind.SIGN}


def _names(files: Sequence[RawAnswers]) -> tuple[str, ...]:
    """Return the people of the first file that lists them; else everybody who has a row in a table."""
    for file in files:
        if file.people:
            return tuple(" ".join(name.text.split()) for name in file.people)
    folded = (" ".join(name.text.split()) for file in files for name in file.respondents)
    names = tuple({name.casefold(): name for name in reversed(list(folded))}.values())[::-1]
    if len(names) > MOST_PEOPLE:
        tables = [file.source for file in files if file.respondents]
        message = f"holds answers of {len(names)} people, and {MOST_PEOPLE} at most make an alliance"
        raise InvalidInput([Problem(table, message, "Keep the rows of one alliance.") for table in tables])
    return names


def _typed_names(forms: Sequence[FilledForm], worksheet: Worksheet) -> tuple[str, ...]:
    typed = [""] * len(worksheet.people)
    for form in forms:
        for entry in form.values:
            if (
                entry.field_id.kind is FieldKind.NAME
                and entry.field_id.number < len(typed)
                and not typed[entry.field_id.number]
            ):
                typed[entry.field_id.number] = entry.text.strip()
    return tuple(typed)


def _require_known_questions(forms: Sequence[FilledForm], bank: QuestionBank) -> None:
    known = [question.id for question in bank.every_question()]
    problems = list(_unknown(forms, known))
    if problems:
        raise InvalidInput(problems)


def _unknown(forms: Sequence[FilledForm], known: Sequence[str]) -> Iterator[Problem]:
    for form in forms:
        questions = dict.fromkeys(entry.field_id.question for entry in form.values if entry.field_id.question)
        if unknown := [question for question in questions if question not in known]:
            listed = escape(", ".join(unknown))
            message = f"has questions that are not in the bank ({listed}), and does not bring its own bank"
            yield Problem(form.source, message, "Give the bank that it was composed from with --bank.")


def read_all(sources: Sequence[tuple[bytes, str]]) -> list[FilledForm | RawAnswers]:
    """Return what every file holds; raise InvalidInput with the problems of all of them where one is unreadable."""
    read: list[FilledForm | RawAnswers] = []
    problems: list[Problem] = []
    unreadable = False
    for data, source in sources:
        try:
            held = read_source(data, source)
        except InvalidInput as invalid:
            problems += invalid.problems
            unreadable = True
            continue
        if isinstance(held, RawAnswers):
            problems += held.problems
            read.append(held)
        else:
            read += held
    if unreadable:
        raise InvalidInput(problems)
    return read
