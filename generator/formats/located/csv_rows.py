"""CSV to located cells: the separator is told by the file itself, or the file is refused.

Written by spreadsheets, form services and hands (RFC 4180, with any line ends, and ``;`` or a tab for a separator), in
any encoding that ``csv_text`` knows. Python's own ``csv`` neither tells where a cell stands nor refuses a quote that is
never closed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from generator.errors import InvalidInput, Problem
from generator.formats.filled_pdf.form_data import with_line_feeds
from generator.formats.located.csv_text import text_of
from generator.formats.located.nodes import MOST_NODES, check_size
from generator.model.returned_answers import LocatedText

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 4_000_000
"""The most bytes of a CSV file."""
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}

Row = tuple[LocatedText, ...]

_SEP_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_PLAIN = {separator: re.compile(rf"[^\r\n{separator}]*") for separator in SEPARATORS}
_END = re.compile(r"\r\n|\r|\n|\Z")


def decoded_table(data: bytes, source: str) -> tuple[str, str]:
    """Return the text of a table of at most 4 MB, and a remark where its encoding was guessed; raise InvalidInput."""
    check_size(data, LIMIT, source)
    return text_of(data, source)


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

    def _row(self) -> Iterator[LocatedText]:
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

    def _cell(self) -> LocatedText:
        self._cells += 1
        if self._cells > MOST_NODES:
            self._stop(f"the table has more than {MOST_NODES:,} cells, which is the limit", "Is it the right file?")
        line, column = self._line, self._at - self._line_start + 1
        if self._text.startswith('"', self._at):
            quoted = _QUOTED.match(self._text, self._at)
            if quoted is None:
                self._stop("the quote that opens here is never closed", "Close it, or double it inside a cell.")
            self._move(quoted.end())
            return LocatedText(with_line_feeds(quoted[1].replace('""', '"')), line, column)
        plain = self._plain.match(self._text, self._at)
        self._at = plain.end() if plain else self._at
        return LocatedText(plain[0] if plain else "", line, column)

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
