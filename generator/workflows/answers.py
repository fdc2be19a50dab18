"""Read the answers in any file, and write them in any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, InvalidRequest, Problem, RequestProblem, escape
from generator.formats.table import OUTPUT_FORMATS
from generator.model.alliance import Alliance, revisions
from generator.model.people import People
from generator.model.worksheet import identity
from generator.model.written_date import read_meeting
from generator.workflows.merge_sources import FinishedAlliance, SourceRequest, decrypt_files, merge_contents, read_all

if TYPE_CHECKING:
    from generator.model.answers import Answers
    from generator.model.worksheet import Worksheet


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRequest(SourceRequest):
    """The answers that are wanted: those in the first file; a second one brings its worksheet."""

    revision: int | None = None
    """The number of the meeting after which they stood so; by default the last one."""


class FileContents(NamedTuple):
    """The answers in a file, and the worksheet that they belong to."""

    worksheet: Worksheet
    answers: Answers
    identity: str
    """The identity in the names of the worksheet's fields; empty where no worksheet is known."""
    remarks: tuple[str, ...] = ()
    """Whole sentences; fields of the request stand in backticks."""
    revision: int = 1


TABLE_COLUMNS = ("file", "people", "revision", "date", "question", "person", "picked", "answer")
"""Of the answers of many files."""


def read_answers(request: AnswersRequest) -> FileContents:
    """Return the answers in the request's files.

    Raises ``InvalidInput``, ``InvalidRequest`` and ``ConflictingAnswers``.
    """
    files = decrypt_files(request)
    contents = read_all(files)
    if isinstance(contents[0], FinishedAlliance):
        if len(files) > 1:
            message = "a finished alliance brings its own worksheet"
            raise InvalidRequest(RequestProblem("worksheet", message, "Leave out `worksheet`."))
        alliance, remark = contents[0].require_sound(request), contents[0].read.remark
        found = _contents(_find_revision(alliance, request.revision, files[0].name))
        return found._replace(remarks=(remark,) if remark else ())
    merged = merge_contents(request, contents)
    revision = merged.worksheet.revision
    held = FileContents(merged.worksheet, merged.answers, merged.identity, merged.remarks, revision)
    if request.revision is None:
        return held
    now = Alliance(merged.worksheet, merged.answers, revision)
    stood = _find_revision(now, request.revision, files[0].name)
    return held if stood is now else _contents(stood)._replace(remarks=merged.remarks)


def _contents(alliance: Alliance) -> FileContents:
    whose = identity(alliance.worksheet)
    return FileContents(alliance.worksheet, alliance.answers, whose, revision=alliance.revision)


def _find_revision(alliance: Alliance, number: int | None, source: str) -> Alliance:
    """Return the alliance as it stood after a meeting, by default the last one; raise where it is not in the file."""
    held = {revision.revision: revision for revision in revisions(alliance)}
    if number is None:
        return alliance
    if number not in held:
        numbers = ", ".join(map(str, held))
        hint = f"It holds revision {numbers}." if len(held) == 1 else f"It holds the revisions {numbers}."
        raise InvalidInput([Problem(source, f"has no revision {number}", hint)])
    return held[number]


def write_answers(contents: FileContents, form: str) -> tuple[str, tuple[str, ...]]:
    """Return the answers as text in a format of ``OUTPUT_FORMATS``, and remarks on what it cannot hold.

    Raises ``InvalidRequest`` for another format, and for XFDF where no worksheet is known.
    """
    from generator.formats.answers_csv import count_unwritable  # noqa: PLC0415 - not every format needs it

    file_format = OUTPUT_FORMATS.get(form)
    if file_format is None or file_format.write is None:
        hint = f"There are: {', '.join(OUTPUT_FORMATS)}."
        raise InvalidRequest(RequestProblem("format", f"unknown format '{escape(form)}'", hint))
    if file_format.needs_identity and not contents.identity:
        message = f"{form} fills the fields of one worksheet, and none is given"
        raise InvalidRequest(RequestProblem("worksheet", message, "Give it with `worksheet` FILE."))
    lost = 0 if file_format.is_lossless else count_unwritable(contents.answers)
    loss = f"{lost} control characters stand as U+FFFD, because {file_format.name} cannot hold them; YAML and JSON can."
    text = file_format.write(contents.answers, contents.worksheet, contents.identity)
    return text, (loss,) if lost else ()


def tabulate_answers(contents: FileContents, file: str) -> list[tuple[str, ...]]:
    """Return the answers of one of many files as rows of a table with ``TABLE_COLUMNS``."""
    from generator.formats.answers_csv import PERSON, format_rows  # noqa: PLC0415 - one format is written

    people = ", ".join(People(contents.answers.names).distinct_labels())
    date = str(read_meeting(contents.worksheet, contents.answers))
    rows = format_rows(contents.answers, contents.worksheet.bank)
    return [(file, people, str(contents.revision), date, *row) for row in rows if row[0] != PERSON]


def write_answers_line(contents: FileContents, file: str) -> str:
    """Return the answers of one of many files as a line of JSON."""
    from generator.formats.answers_json import build_data  # noqa: PLC0415 - one format is written
    from generator.formats.located.json_nodes import dump_json  # noqa: PLC0415

    date = str(read_meeting(contents.worksheet, contents.answers))
    whose = {"format": 1, "file": file, "identity": contents.identity, "revision": contents.revision, "date": date}
    return dump_json({**whose, **build_data(contents.answers, contents.worksheet.bank)}, indent=None)


def write_blank_answers(worksheet: Worksheet) -> str:
    """Return an answers file (YAML) to type into, with every question of the worksheet as a comment."""
    from generator.formats.answers_yaml import write_blank_yaml  # noqa: PLC0415 - one format is written

    return write_blank_yaml(worksheet)
