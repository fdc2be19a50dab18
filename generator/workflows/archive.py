"""The archive: what the finished alliances in folders are, in a row each."""

from __future__ import annotations

import datetime as dt
import functools
import os
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput
from generator.files.reading import InputFile, read_file
from generator.model.written_date import WrittenDate, read_meeting, read_review
from generator.workflows.each_file import work_on_each
from generator.workflows.encrypt import decrypt_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.errors import Problem
    from generator.formats.filled_forms import PdfContents
    from generator.model.alliance import Alliance


class Row(NamedTuple):
    """A finished alliance in a few words, or a file that may be one and cannot be read."""

    file: str
    """Its path as it was given."""
    people: tuple[str, ...] = ()
    """By the names that came back, or by letters where none did."""
    meeting: WrittenDate = WrittenDate()
    revision: int = 0
    """Counted from 1; 0 where the file cannot be read."""
    review: WrittenDate = WrittenDate()
    excerpt: bool = False
    """Whether it is a share copy."""
    signed: bool = False
    unaltered: bool = False
    """Whether it is as it was written, its signatures sound; what ``verify`` says."""
    language: str = ""
    """A tag (BCP 47)."""
    problems: tuple[Problem, ...] = ()
    """Why it cannot be read; empty for every alliance, altered or not."""


class Archive(NamedTuple):
    """What files are."""

    rows: tuple[Row, ...]
    """The alliances and what cannot be read, sorted by ``place_by_review``."""
    others: int
    """How many files are none: worksheets, answers, anything else."""


def list_alliances(
    paths: Iterable[str], password: str | None = None, progress: Callable[[], object] = lambda: None
) -> Archive:
    """Return what the files are; ``progress`` is called after each.

    Those that are there and are not called ``.pdf`` are others, and not looked into.
    """
    files = list(paths)
    candidates = [path for path in files if path.lower().endswith(".pdf") or not os.path.exists(path)]
    rows: list[Row] = []
    for outcome in work_on_each(candidates, functools.partial(_read_path, password=password)):
        progress()
        if outcome.failure:
            rows.append(Row(outcome.path, problems=outcome.failure.problems))
        elif outcome.result:
            rows.append(outcome.result)
    for _ in range(len(files) - len(candidates)):
        progress()
    return Archive(tuple(sorted(rows, key=place_by_review)), len(files) - len(rows))


def _read_path(path: str, password: str | None) -> Row | None:
    return read_row(read_file(path), password)


def read_row(file: InputFile, password: str | None = None) -> Row | None:
    """Return the alliance in a PDF; None where it is another document. Raises ``InvalidInput``.

    It is read once to be described and once to be compared with its digest.
    """
    from generator.formats.embedded_json import read_alliance  # noqa: PLC0415 - imports pypdf
    from generator.formats.filled_forms import PdfKind, read_pdf  # noqa: PLC0415

    data, source = decrypt_file(file, password)
    contents = read_pdf(data, source)
    if contents.alliance_text is None:
        if contents.refusal and (contents.damaged or contents.kind is PdfKind.COPY):
            raise InvalidInput([contents.refusal])
        return None
    return _describe(read_alliance(contents.alliance_text, source), contents, InputFile(data, source))


def is_card(file: InputFile, password: str | None = None) -> bool:
    """Tell whether a file that was refused is the card of an alliance: it lies beside it, and holds nothing to read."""
    from generator.formats.filled_forms import PdfKind, read_pdf  # noqa: PLC0415 - imports pypdf

    if not file.name.lower().endswith(".pdf"):
        return False
    try:
        return read_pdf(*decrypt_file(file, password)).kind is PdfKind.CARD
    except InvalidInput:
        return False


def _describe(alliance: Alliance, contents: PdfContents, file: InputFile) -> Row:
    from generator.workflows.verify import Verdict, verify_contents  # noqa: PLC0415 - imports pypdf

    try:
        verdict = verify_contents(contents, *file)
    except InvalidInput as invalid:  # it has no digest, or is inside another document
        verdict = Verdict("", invalid.problems)
    worksheet, answers = alliance.worksheet, alliance.answers
    return Row(
        file.name,
        alliance.people.labels(alliance.words),
        read_meeting(worksheet, answers),
        alliance.revision,
        read_review(worksheet, answers),
        alliance.excerpt,
        verdict.signatures > 0,
        not verdict.problems,
        worksheet.bank.language,
    )


def place_by_review(row: Row) -> tuple[int, dt.date, str]:
    """Return what sorts rows: by the day of the next review, then those without a day, last what cannot be read."""
    day = row.review.day
    rank = 3 if row.problems else 0 if day else 1 if row.review.text else 2
    return rank, day or dt.date.max, os.path.normcase(row.file)


def is_due(row: Row, before: dt.date) -> bool:
    """Tell whether the next review is before a day; what cannot be read may be, too."""
    return bool(row.problems) or (row.review.day is not None and row.review.day < before)
