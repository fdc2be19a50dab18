"""Read the answers in any file, and write them in any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never

from generator.errors import InvalidInput, InvalidRequest, Problem, RequestProblem
from generator.model.alliance import Alliance, revisions
from generator.model.worksheet import identity
from generator.workflows.merge import SourceRequest, decrypt_files, merge_files, read_finished

if TYPE_CHECKING:
    from generator.model.answers import Answers
    from generator.model.worksheet import Worksheet

AnswersFormat = Literal["yaml", "json", "csv", "xfdf"]


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


def read_answers(request: AnswersRequest) -> FileContents:
    """Return the answers in the request's files.

    Raises ``InvalidInput``, ``InvalidRequest`` and ``ConflictingAnswers``.
    """
    files = decrypt_files(request)
    if alliance := read_finished(files[:1]):
        if len(files) > 1:
            message = "a finished alliance brings its own worksheet"
            raise InvalidRequest(RequestProblem("worksheet", message, "Leave out `worksheet`."))
        return _contents(_find_revision(alliance, request.revision, files[0].name))
    merged = merge_files(request, files)
    contents = FileContents(merged.worksheet, merged.answers, merged.identity, merged.remarks)
    if request.revision is None:
        return contents
    now = Alliance(merged.worksheet, merged.answers, merged.worksheet.revision)
    found = _find_revision(now, request.revision, files[0].name)
    return contents if found is now else _contents(found)._replace(remarks=merged.remarks)


def _contents(alliance: Alliance) -> FileContents:
    return FileContents(alliance.worksheet, alliance.answers, identity(alliance.worksheet))


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


def write_answers(contents: FileContents, form: AnswersFormat) -> tuple[str, tuple[str, ...]]:
    """Return the answers as text of this format, and remarks on what it cannot hold.

    Raises ``InvalidRequest`` for XFDF where no worksheet is known.
    """
    from generator.formats.answers_file_writer import write_json, write_yaml  # noqa: PLC0415 - one format is written

    match form:
        case "yaml":
            return write_yaml(contents.answers, contents.worksheet.bank), ()
        case "json":
            return write_json(contents.answers, contents.worksheet.bank), ()
        case "csv" | "xfdf":
            return _write_exchange(contents, form)
        case _:
            assert_never(form)


def write_blank_answers(worksheet: Worksheet) -> str:
    """Return an answers file (YAML) to type into, with every question of the worksheet as a comment."""
    from generator.formats.answers_file_writer import write_blank_yaml  # noqa: PLC0415 - one format is written

    return write_blank_yaml(worksheet)


def _write_exchange(contents: FileContents, form: Literal["csv", "xfdf"]) -> tuple[str, tuple[str, ...]]:
    """Return the answers in a format that other programs read."""
    from generator.formats.answers_csv_writer import unwritable, write_csv  # noqa: PLC0415 - one format is written
    from generator.formats.xfdf_writer import write_xfdf  # noqa: PLC0415

    lost = unwritable(contents.answers)
    told = f"{lost} control characters stand as U+FFFD, because {form.upper()} cannot hold them; YAML and JSON can."
    remarks = (told,) if lost else ()
    if form == "csv":
        return write_csv(contents.answers, contents.worksheet.bank), remarks
    if not contents.identity:
        message = "xfdf fills the fields of one worksheet, and none is given"
        raise InvalidRequest(RequestProblem("worksheet", message, "Give it with `worksheet` FILE."))
    return write_xfdf(contents.answers, contents.worksheet, contents.identity), remarks
