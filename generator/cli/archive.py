"""``alliance list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

from generator.cli.completion import FILE
from generator.cli.json_output import FORMAT, describe_problem, json_option
from generator.cli.passwords import password_options, read_password
from generator.cli.reporting import echo, echo_remark, show_progress
from generator.errors import InvalidInput, InvalidRequest, RequestProblem, escape

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from typing import Unpack

    from generator.workflows.archive import Row

_COLUMNS = (
    "file", "people", "meeting", "revision", "review", "excerpt", "signed", "unaltered", "language", "problem",
)  # fmt: skip


class _Options(TypedDict):
    paths: tuple[str, ...]
    review_before: str | None
    form: str
    as_json: bool
    password: bool
    password_file: str | None


@click.command("list", short_help="List finished alliances, those with the next reviews first.")
@click.argument("paths", type=FILE, nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("--review-before", metavar="today|DATE", help="Only those whose next review is before this day.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@json_option
@password_options("which opens files that are encrypted")
def list_alliances(**options: Unpack[_Options]) -> None:
    """List the finished alliances among files and in folders.

    Each with its people, meeting, revision, next review, and whether it is a share copy, signed, and as it was
    written. Files that cannot be read have a row with why (exit 3); worksheets and other files are only counted.

    \b
    Examples:
      alliance list alliances
      alliance list alliances --review-before today
      alliance list alliances --format csv > alliances.csv
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.listing import list_files  # noqa: PLC0415 - --help reads no file
    from generator.workflows.archive import is_due  # noqa: PLC0415
    from generator.workflows.archive import list_alliances as list_all  # noqa: PLC0415

    before = _read_day(options["review_before"]) if options["review_before"] else None
    password = read_password(ask=options["password"], file=options["password_file"])
    files = list(list_files(options["paths"]))
    with show_progress(len(files)) as step:
        archive = list_all(files, password, step)
    rows = [row for row in archive.rows if before is None or is_due(row, before)]
    echo(_WRITERS["json" if options["as_json"] else options["form"]](rows))
    if before and (unknown := [row for row in archive.rows if row.review.text and not row.review.day]):
        echo_remark(f"{_count(len(unknown), 'next review')} left out, written so that no day can be read.")
    if archive.others:
        echo_remark(f"{_count(archive.others, 'other file')} skipped: no finished alliances.")
    if problems := [problem for row in rows for problem in row.problems]:
        raise InvalidInput(problems)


def _read_day(text: str) -> dt.date:
    """Return the day that is meant; ``today`` is that of this machine's clock."""
    import datetime as dt  # noqa: PLC0415 - few lists need it

    from generator.workflows.inputs import read_moment  # noqa: PLC0415

    if text.strip().lower() == "today":
        return dt.date.today()  # noqa: DTZ011 - the day where the user is
    try:
        moment = read_moment(text, "review_before")
    except InvalidRequest as invalid:
        message = invalid.problems[0].message
        raise InvalidRequest(RequestProblem("review_before", message, "Give today, or a day: 2027-03-01.")) from None
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _cells(row: Row) -> tuple[str, ...]:
    problem = " ".join(map(str, row.problems))
    if row.problems:
        return (row.file, *[""] * (len(_COLUMNS) - 2), problem)
    flags = ("yes" if flag else "no" for flag in (row.excerpt, row.signed, row.unaltered))
    meeting, review = str(row.meeting), str(row.review)
    return row.file, ", ".join(row.people), meeting, str(row.revision), review, *flags, row.language, problem


def _write_table(rows: Sequence[Row]) -> str:
    """Return a table to read: a line each, columns below each other, what cannot be read told in its line."""
    heads = _COLUMNS[:-1]
    lines = [heads, *(tuple(map(escape, _cells(row)[:-1])) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    shown = ["  ".join(f"{cell:{width}}" for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    for number, row in enumerate(rows, 1):
        if row.problems:
            shown[number] = f"{escape(row.file):{widths[0]}}  {row.problems[0].message}"
    return "\n".join(shown)


def _write_csv(rows: Sequence[Row]) -> str:
    from generator.formats.answers_csv import write_table  # noqa: PLC0415 - one format is written

    return write_table([_COLUMNS, *map(_cells, rows)]).removesuffix("\n")


def _write_json(rows: Sequence[Row]) -> str:
    from generator.formats.located.json_nodes import dump_json  # noqa: PLC0415 - one format is written

    return dump_json({"format": FORMAT, "alliances": [_data_of(row) for row in rows]}).removesuffix("\n")


def _data_of(row: Row) -> dict[str, object]:
    if row.problems:
        return {"file": row.file, "problems": list(map(describe_problem, row.problems))}
    return {
        "file": row.file,
        "people": list(row.people),
        "meeting": str(row.meeting),
        "revision": row.revision,
        "review": str(row.review),
        "review_day": row.review.day.isoformat() if row.review.day else None,
        "excerpt": row.excerpt,
        "signed": row.signed,
        "unaltered": row.unaltered,
        "language": row.language,
    }


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


_WRITERS = {"table": _write_table, "csv": _write_csv, "json": _write_json}
