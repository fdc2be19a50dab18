"""Merge the files that came back into one worksheet with its answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from generator import __version__
from generator.errors import InvalidInput, Problem, escape
from generator.formats.table import read_source
from generator.formats.written_marks import place_loose_texts
from generator.model import merging
from generator.model.alliance import Alliance
from generator.model.fields import FieldKind
from generator.model.folding import fold_name
from generator.model.people import MOST_PEOPLE, People, normalise_line
from generator.model.question_lookup import resolve_question_ids
from generator.model.returned_answers import (
    FilledForm,
    RawAnswers,
    ReadAlliance,
    is_placeholder,
    resolve_answers,
)
from generator.model.revision_diff import agreements_without_wording
from generator.model.selection import nobody
from generator.model.sources import Source, find_incomplete, find_said
from generator.model.worksheet import Meeting, Worksheet
from generator.model.worksheet_choice import report_left_out, select_worksheet
from generator.words.messages import describe_unread
from generator.workflows.encrypt import decrypt_file
from generator.workflows.inputs import DEFAULT_LAYOUT, load_bank
from generator.workflows.return_remarks import report_dropped, report_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.files.reading import InputFile
    from generator.model.answers import Answers
    from generator.model.bank import QuestionBank
    from generator.model.fields import FieldId
    from generator.model.merging import Conflict
    from generator.model.preferences import Preference, TakenText
    from generator.model.returned_answers import FieldValue


@dataclass(frozen=True, slots=True)
class MergedSources:
    """What all sources together hold."""

    worksheet: Worksheet
    answers: Answers
    remarks: tuple[str, ...]
    """What the user should know, whole sentences."""
    identity: str
    """The identity in the fields' names of the forms among the sources; empty where there was none."""
    brands: tuple[str, ...] = ()
    """The brands that the forms carry, each once."""
    said: tuple[tuple[str, tuple[FieldValue, ...]], ...] = ()
    """For each source, in order, its name and what it says beyond what was composed."""
    dropped: tuple[Conflict, ...] = ()
    """Fields of which one text was taken, that one first, and others dropped; the remarks tell them, too."""


class FinishedAlliance(NamedTuple):
    """A finished alliance among the files."""

    source: str
    """The file's name for messages."""
    read: ReadAlliance

    def require_sound(self, request: SourceRequest) -> Alliance:
        """Return the alliance. Raises ``InvalidInput`` where the request does not accept what happened to the file."""
        return self.read.require_sound(self.source, accept_altered=request.accept_altered, strict=request.strict)


@dataclass(frozen=True, slots=True)
class Fallback:
    """What a worksheet is made of where no source brings its definition."""

    bank: QuestionBank
    layout: str
    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRequest:
    """What came back, and how it is to be understood."""

    files: tuple[InputFile, ...]
    """PDFs, XFDF, FDF, YAML, JSON or CSV."""
    password: str | None = None
    """Opens encrypted PDFs."""
    prefer: Preference | None = None
    """Which of two different texts for one place is taken; without it they are a conflict."""
    places: tuple[tuple[str, Preference], ...] = ()
    """Preferences for single places, such as ``hopes/Ana Lima``, over that."""
    decided: Mapping[FieldId, Preference | TakenText] = field(default_factory=dict)
    """What was decided for single fields, over both."""
    bank: QuestionBank | None = None
    """Stands in where no file brings its worksheet; by default the built-in one."""
    identity: str | None = None
    """Of the worksheet, where files hold several."""
    strict: bool = False
    """Whether a form that is damaged, or lacks fields of its worksheet, is refused."""
    accept_altered: bool = False
    """Whether an alliance's data are taken that are not as they were written."""


def decrypt_files(request: SourceRequest) -> tuple[InputFile, ...]:
    """Return the request's files without the encryption that its password opens."""
    return tuple(decrypt_file(file, request.password) for file in request.files)


def merge_contents(
    request: SourceRequest,
    contents: Sequence[FilledForm | RawAnswers | FinishedAlliance],
    given: Source | None = None,
) -> MergedSources:
    """Return the one worksheet that the contents of all files belong to, and their answers, as ``merge_sources`` does.

    ``given`` are values of the request itself, which come after those of all files.

    Raises ``InvalidInput`` where a finished alliance is among them, too.
    """
    hint = "Give the worksheet that was filled in."
    finished = [content for content in contents if isinstance(content, FinishedAlliance)]
    if finished:
        message = "is a finished alliance, not a worksheet"
        raise InvalidInput([Problem(content.source, message, hint) for content in finished])
    told = [content for content in contents if isinstance(content, RawAnswers)]
    layout = next((file.layout for file in told if file.layout), DEFAULT_LAYOUT)
    fallback = Fallback(request.bank or load_bank(), layout, next((file.paper for file in told if file.paper), "a4"))
    sources = [content for content in contents if not isinstance(content, FinishedAlliance)]
    return merge_sources(sources, fallback, request, given)


def merge_sources(
    sources: Sequence[FilledForm | RawAnswers],
    fallback: Fallback,
    request: SourceRequest,
    given: Source | None = None,
) -> MergedSources:
    """Return the worksheet that the sources belong to, and their answers joined as the request says.

    Of files that hold several worksheets, it is the one of its identity, or the only one in all of them. Raises
    InvalidInput with the problems of all sources, and ConflictingAnswers. Where it is strict, a form that lacks fields
    of the worksheet has a problem, and so has a column that would be left out.
    """
    strict = request.strict
    sources = place_loose_texts(sources)
    forms, others = select_worksheet([source for source in sources if isinstance(source, FilledForm)], request.identity)
    files = [source for source in sources if isinstance(source, RawAnswers)]
    worksheet = _worksheet(forms, files, fallback)
    typed = _find_typed_names(forms, worksheet)
    meant = {form.identity for form in forms}
    returns: list[Source] = []
    left_out: list[Problem] = []
    problems = find_incomplete(forms, worksheet) if strict else []
    for source in sources:
        if isinstance(source, FilledForm):
            if source.identity in meant:
                returns.append(Source(source.source, source.values, source.identity))
            continue
        try:
            file = resolve_question_ids(source, *worksheet.banks)
            left_out += file.left_out
            returns.append(Source(source.source, resolve_answers(file, worksheet, typed_names=typed)))
        except InvalidInput as invalid:
            problems += invalid.problems
    if problems or (strict and left_out):
        raise InvalidInput([*problems, *(left_out if strict else ())])
    returned = [*returns, given] if given else returns
    answers, dropped = merging.decide(worksheet, returned, request.prefer, request.places, request.decided)
    remarks = [remark for form in forms for remark in form.remarks]
    remarks += [remark for file in files for remark in (*file.remarks, *_placeholders(file))]
    remarks += map(str, left_out)
    own = forms[0].identity if forms else ""
    noted = report_notes(worksheet, returns, People(answers.names))
    decided = (*report_left_out(others), *report_dropped(dropped))
    remarks = [*decided, *remarks, *noted, *_remarks(forms, worksheet, answers)]
    said = tuple((source.name, find_said(worksheet, source.values)) for source in returns)
    brands = dict.fromkeys(brand for form in forms for brand in form.brands)
    return MergedSources(worksheet, answers, tuple(remarks), own, tuple(brands), said, dropped)


def _placeholders(file: RawAnswers) -> Iterator[str]:
    for question, texts in file.answers:
        for name, text in texts:
            if is_placeholder(text.text):
                where = f"{escape(file.source)}:{text.line}" if text.line is not None else escape(file.source)
                told = f"{escape(name.text)}'s answer to '{escape(question.text)}' is '{escape(text.text.strip())}'"
                yield f"{where}: {told}, which is taken for no answer yet."


def _remarks(forms: Sequence[FilledForm], worksheet: Worksheet, answers: Answers) -> Iterator[str]:
    if forms and not any(form.worksheet for form in forms):
        yield f"The questions' texts are those of the bank '{escape(worksheet.bank.title)}' (`bank` gives another)."
    if answers.review and worksheet.words.read_date(answers.review) is None:
        unread = f"The next review is on '{escape(answers.review)}', which {describe_unread(answers.review)}"
        yield f"{unread}, so no calendar and no list knows its day. Give it with `review`, as 2027-03-01."
    for number in agreements_without_wording(Alliance(worksheet, answers, worksheet.revision)):
        yield f"Agreement {number} is ticked as changed, and has no new wording; the earlier wording stands."
    spelt = {fold_name(name): name for name in reversed(answers.names) if name}
    for folded, count in Counter(fold_name(name) for name in answers.names if name).items():
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
        persons = (entry.field_id.number for form in forms for entry in form.values if entry.field_id.kind.is_personal)
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


def _names(files: Sequence[RawAnswers]) -> tuple[str, ...]:
    """Return the people of the first file that lists them; else everybody who has a row in a table."""
    for file in files:
        if file.people:
            return tuple(normalise_line(name.text) for name in file.people)
    folded = (normalise_line(name.text) for file in files for name in file.respondents)
    names = tuple({fold_name(name): name for name in reversed(list(folded))}.values())[::-1]
    if len(names) > MOST_PEOPLE:
        tables = [file.source for file in files if file.respondents]
        message = f"holds answers of {len(names)} people, and {MOST_PEOPLE} at most make an alliance"
        raise InvalidInput([Problem(table, message, "Keep the rows of one alliance.") for table in tables])
    return names


def _find_typed_names(forms: Sequence[FilledForm], worksheet: Worksheet) -> tuple[str, ...]:
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
            yield Problem(form.source, message, "Give the bank that it was composed from with `bank`.")


def read_all(sources: Sequence[tuple[bytes, str]]) -> list[FilledForm | RawAnswers | FinishedAlliance]:
    """Return the contents of every file; raise InvalidInput with the problems of all where one is unreadable."""
    read: list[FilledForm | RawAnswers | FinishedAlliance] = []
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
        elif isinstance(held, ReadAlliance):
            read.append(FinishedAlliance(source, held))
        else:
            read += held
    if unreadable:
        raise InvalidInput(problems)
    return read
