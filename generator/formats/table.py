"""The formats in which answers come back, and go out: how a file of each is recognised, read and written.

A new format is one more row of ``FORMATS``. Reading gives ``RawAnswers`` where a format names people and questions, and
filled forms, one for each worksheet, where it holds fields; a PDF may also be a finished alliance. Readers and writers
are imported when they are called: the command line shows the formats' names in its help.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from generator.files.reading import MARK_WITHIN, has_mark
from generator.formats.foreign_files import require_ours

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.answers import Answers
    from generator.model.returned_answers import FilledForm, RawAnswers, ReadAlliance
    from generator.model.worksheet import Worksheet


class FileFormat(NamedTuple):
    """One format of files that hold answers."""

    name: str
    """As people call it, such as ``YAML``."""
    suffixes: tuple[str, ...]
    """How the names of its files end, in lower case, with the dot."""
    matches: Callable[[bytes], bool]
    """Tells from a file's content alone whether it is in this format."""
    read: Callable[[bytes, str], tuple[FilledForm, ...] | RawAnswers | ReadAlliance]
    """Takes a file's content and its name for messages. Raises ``InvalidInput``."""
    write: Callable[[Answers, Worksheet, str], str] | None = None
    """Takes the answers, their worksheet and the identity in its fields' names; None where nobody asks for it."""
    is_lossless: bool = True
    """Whether it can hold every character; else ``answers_csv.count_unwritable`` counts the lost ones."""
    needs_identity: bool = False
    """Whether it is written for the fields of one worksheet."""

    @property
    def option(self) -> str:
        """Its name on the command line, such as ``yaml``."""
        return self.name.lower()


def _read_pdf(data: bytes, source: str) -> tuple[FilledForm, ...] | ReadAlliance:
    from generator.formats.filled_forms import read_forms_or_alliance  # noqa: PLC0415 - imports pypdf

    return read_forms_or_alliance(data, source)


def _read_fdf(data: bytes, source: str) -> tuple[FilledForm, ...]:
    from generator.formats.fdf import read_fdf  # noqa: PLC0415 - imports pypdf

    return read_fdf(data, source)


def _read_xfdf(data: bytes, source: str) -> tuple[FilledForm, ...]:
    from generator.formats.xfdf import read_xfdf  # noqa: PLC0415

    return read_xfdf(data, source)


def _write_xfdf(answers: Answers, worksheet: Worksheet, identity: str) -> str:
    from generator.formats.xfdf import write_xfdf  # noqa: PLC0415

    return write_xfdf(answers, worksheet, identity)


def _read_json(data: bytes, source: str) -> RawAnswers:
    from generator.formats.answers_json import read_answers_json  # noqa: PLC0415 - imports yaml

    return read_answers_json(data, source)


def _write_json(answers: Answers, worksheet: Worksheet, _: str) -> str:
    from generator.formats.answers_json import write_json  # noqa: PLC0415 - imports yaml

    return write_json(answers, worksheet.bank)


def _is_table(data: bytes) -> bool:
    from generator.formats.answers_csv import is_table  # noqa: PLC0415

    return is_table(data)


def _read_csv(data: bytes, source: str) -> RawAnswers:
    from generator.formats.answers_csv import read_answers_csv  # noqa: PLC0415

    return read_answers_csv(data, source)


def _write_csv(answers: Answers, worksheet: Worksheet, _: str) -> str:
    from generator.formats.answers_csv import write_csv  # noqa: PLC0415

    return write_csv(answers, worksheet.bank)


def _read_yaml(data: bytes, source: str) -> RawAnswers:
    from generator.formats.answers_yaml import read_answers_yaml  # noqa: PLC0415 - imports yaml

    return read_answers_yaml(data, source)


def _write_yaml(answers: Answers, worksheet: Worksheet, identity: str) -> str:
    from generator.formats.answers_yaml import write_yaml  # noqa: PLC0415 - imports yaml

    return write_yaml(answers, worksheet.bank, worksheet if identity else None)


def _start(data: bytes) -> bytes:
    """Return the beginning of a text without marks of encodings and white space; ASCII of UTF-16 as ASCII."""
    return data[:MARK_WITHIN].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")


PDF = FileFormat("PDF", (".pdf",), lambda data: has_mark(data, b"%PDF-"), _read_pdf)
FDF = FileFormat("FDF", (".fdf",), lambda data: has_mark(data, b"%FDF-"), _read_fdf)
XFDF = FileFormat(
    "XFDF",
    (".xfdf",),
    lambda data: _start(data).startswith(b"<"),
    _read_xfdf,
    _write_xfdf,
    is_lossless=False,
    needs_identity=True,
)
JSON = FileFormat(
    "JSON",
    (".json",),
    lambda data: _start(data).startswith(b"{"),
    _read_json,
    _write_json,
)
CSV = FileFormat(
    "CSV",
    (".csv", ".tsv"),
    _is_table,
    _read_csv,
    _write_csv,
    is_lossless=False,
)
YAML = FileFormat(
    "YAML",
    (".yaml", ".yml"),
    lambda _: True,
    _read_yaml,
    _write_yaml,
)

FORMATS = (PDF, FDF, XFDF, JSON, CSV, YAML)
"""In the order in which a file's content is tried; the last one takes every file."""
OUTPUT_FORMATS = {file_format.option: file_format for file_format in (YAML, JSON, CSV, XFDF)}
"""Those that answers are written in, by their names on the command line."""


def recognise_format(data: bytes, source: str) -> FileFormat:
    """Return the format of a file: a PDF by its content, another by its name, a nameless one by its content.

    Raises ``InvalidInput`` for a file that holds no answers in any of them, such as a picture.
    """
    if PDF.matches(data):
        return PDF
    require_ours(data, source)
    suffix = PurePath(source).suffix.lower()
    named = (file_format for file_format in FORMATS if suffix in file_format.suffixes)
    return next(named, None) or next(file_format for file_format in FORMATS if file_format.matches(data))


def read_source(data: bytes, source: str) -> tuple[FilledForm, ...] | RawAnswers | ReadAlliance:
    """Return the filled forms of a PDF, XFDF or FDF, a finished alliance, or answers; raise ``InvalidInput``."""
    return recognise_format(data, source).read(data, source)
