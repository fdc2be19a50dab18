"""CSV to located cells: the encoding and the separator are told by the file itself, or the file is refused.

Written by spreadsheets, form services and hands (RFC 4180, with any line ends, and ``;`` or a tab for a separator).
Encodings: UTF-8, or UTF-16 with its byte order mark; everything else is refused, because Windows-1252, which
spreadsheets write unasked, cannot be told from its relatives. Python's own ``csv`` neither tells where a cell stands
nor refuses a quote that is never closed.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NoReturn

from generator.answers import Located
from generator.errors import InvalidInput, Problem
from generator.sources.nodes import MOST_NODES, check_size
from generator.sources.scans import with_line_feeds

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 4_000_000
"""The most bytes of a CSV file."""
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}

Row = tuple[Located, ...]

_SEP_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_PLAIN = {separator: re.compile(rf"[^\r\n{separator}]*") for separator in SEPARATORS}
_END = re.compile(r"\r\n|\r|\n|\Z")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_RESAVE = "Save it as 'CSV UTF-8'."


def decoded_table(data: bytes, source: str) -> str:
    """Return the text of a table of at most 4 MB, without its byte order mark; raise InvalidInput."""
    check_size(data, LIMIT, source)
    if data.startswith(_UTF32):
        raise _refused(source, "the file is in UTF-32")
    for mark, encoding in _UTF16.items():
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise _refused(source, "the file begins as UTF-16, but is damaged") from None
    if b"\0" in data[:2]:
        raise _refused(source, "the file seems to be in UTF-16, without the mark that would tell so")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the file is not in UTF-8 (byte 0x{data[error.start]:02x}); it may be in Windows-1252"
        before = data[: error.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise InvalidInput([Problem(source, message, _RESAVE, line, column)]) from None


def named_separator(text: str) -> str:
    """Return the separator that a first line ``sep=;``, as spreadsheets know it, names; or nothing."""
    found = _SEP_LINE.match(text)
    return found[1] if found else ""


def rows(text: str, separator: str, source: str) -> tuple[Row, ...]:
    """Return the cells of every row that has any, line ends in them as line feeds. Raises InvalidInput."""
    return tuple(_Cells(text, separator, source).rows())


def first_row(text: str, separator: str, source: str) -> Row:
    """Return the cells of the first row; none where the file is empty or this separator makes no sense."""
    try:
        return next(_Cells(text, separator, source).rows(), ())
    except InvalidInput:
        return ()


class _Cells:
    """One pass over the text of a table."""

    def __init__(self, text: str, separator: str, source: str) -> None:
        self._text = text
        self._separator = separator
        self._plain = _PLAIN[separator]
        self._source = source
        named = _SEP_LINE.match(text)
        self._at = named.end() if named else 0
        self._line = 2 if named else 1
        self._line_start = self._at
        self._cells = 0

    def rows(self) -> Iterator[Row]:
        while self._at < len(self._text):
            row = tuple(self._row())
            if any(cell.text.strip() for cell in row):
                yield row

    def _row(self) -> Iterator[Located]:
        while True:
            yield self._cell()
            if self._text.startswith(self._separator, self._at):
                self._at += 1
                continue
            end = _END.match(self._text, self._at)
            if end is None:
                self._stop("text follows the quote that closes a cell", "Double the quotes inside a cell.")
            self._move(end.end())
            return

    def _cell(self) -> Located:
        self._cells += 1
        if self._cells > MOST_NODES:
            self._stop(f"the table has more than {MOST_NODES:,} cells, which is the limit", "Is it the right file?")
        line, column = self._line, self._at - self._line_start + 1
        if self._text.startswith('"', self._at):
            quoted = _QUOTED.match(self._text, self._at)
            if quoted is None:
                self._stop("the quote that opens here is never closed", "Close it, or double it inside a cell.")
            self._move(quoted.end())
            return Located(with_line_feeds(quoted[1].replace('""', '"')), line, column)
        plain = self._plain.match(self._text, self._at)
        self._at = plain.end() if plain else self._at
        return Located(plain[0] if plain else "", line, column)

    def _move(self, end: int) -> None:
        """Go on to this place, counting lines: each kind of line end is one."""
        passed = with_line_feeds(self._text[self._at : end])
        if breaks := passed.count("\n"):
            self._line += breaks
            self._line_start = end - (len(passed) - passed.rfind("\n") - 1)
        self._at = end

    def _stop(self, message: str, hint: str) -> NoReturn:
        column = self._at - self._line_start + 1
        raise InvalidInput([Problem(self._source, message, hint, self._line, column)])


def _refused(source: str, message: str) -> InvalidInput:
    return InvalidInput([Problem(source, message, _RESAVE)])
