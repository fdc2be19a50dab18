"""The encoding of a table, and its lines, none beyond a bound.

UTF-8 and UTF-16 are known by their marks and by being valid. What is neither may be Windows-1252, as Excel exports it
in Western Europe; that cannot be known, so it is taken for it only where every letter makes sense, and refused
otherwise: a wrong guess would print wrong names.
"""

from __future__ import annotations

import codecs
import io
import re
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, Self

from generator.errors import InvalidInput, Problem, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE = 100_000
"""Characters; more than the longest cells of all columns of a roster together."""
WESTERN = "windows-1252"
_SAVE_AS_UTF_8 = "Save it as 'CSV UTF-8'"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHUNK = 1 << 16
_PLAUSIBLE = re.compile(
    "[\\x00-\\x7fÀ-ÖØ-öø-ÿŒœŠšŽžŸ\u2018\u2019\u201c\u201d\u2013\u2014…€«»·•¿¡£½\xd7\xb4ªº°©®™§\xa0]*"
)
_IMPLAUSIBLE = re.compile("[À-ÿŒœŠšŽžŸ]{3}|[a-zß-ÿ][À-ÞŒŠŽŸ]")
"""Three accented letters in a row (Cyrillic or Greek misread), or a capital within a word (Mac OS Roman misread)."""


def detect_encoding(file: BinaryIO, source: str) -> tuple[str, str]:
    """Return the encoding of a whole file, and a remark where it was guessed; leaves the file at its beginning.

    Raises ``InvalidInput`` where it is none of those known, with the first line that tells so.
    """
    start = file.read(4)
    file.seek(0)
    if start in {codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE}:
        raise InvalidInput([Problem(source, "is UTF-32", f"{_SAVE_AS_UTF_8}.", 1)])
    encoding = next((name for bom, name in _BOMS if start.startswith(bom)), _detect_unmarked(start))
    found = _first_misfit(file, encoding)
    if found is None:
        return encoding, ""
    if encoding != "utf-8":
        raise InvalidInput([Problem(source, f"is damaged: not {encoding} throughout", f"{_SAVE_AS_UTF_8}.", found[0])])
    return WESTERN, _require_western(file, source, *found)


def _detect_unmarked(start: bytes) -> str:
    """Return the encoding of a file without a mark: in UTF-16, every other byte of a header is zero."""
    zeros = [byte == 0 for byte in start]
    return {(False, True, False, True): "utf-16-le", (True, False, True, False): "utf-16-be"}.get(
        tuple(zeros),  # type: ignore[arg-type]  # a shorter file is simply not found
        "utf-8",
    )


def _first_misfit(file: BinaryIO, encoding: str) -> tuple[int, bytes] | None:
    """Return the line, and from there some bytes, that are not in this encoding; the file is at its beginning again."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    try:
        while chunk := file.read(_CHUNK):
            try:
                lines += _line_ends(decoder.decode(chunk))
            except UnicodeDecodeError as error:
                before = error.object[: error.start]
                lines += _line_ends(before.decode(encoding, errors="ignore"))
                return lines, error.object[error.start :]
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return lines, error.object
    finally:
        file.seek(0)
    return None


def _line_ends(text: str) -> int:
    return text.count("\n") or text.count("\r")


def _require_western(file: BinaryIO, source: str, line: int, misfit: bytes) -> str:
    """Return the remark for a file that makes sense as Windows-1252; raise ``InvalidInput`` for another."""
    first = ""
    for number, text in enumerate(_western_lines(file), start=1):
        if not _PLAUSIBLE.fullmatch(text) or _IMPLAUSIBLE.search(text):
            what = f"is not UTF-8 (the byte {misfit[:1].hex().upper()}), and makes no sense as Windows-1252"
            raise InvalidInput([Problem(source, what, f"{_SAVE_AS_UTF_8} and try again.", max(line, number))])
        first = first or ("" if text.isascii() else text.strip())
    return (
        f"{escape(source)} is not UTF-8; it was read as Windows-1252, as in '{escape(first)}'. "
        f"If that is wrong: save it as 'CSV UTF-8'."
    )


def _western_lines(file: BinaryIO) -> Iterator[str]:
    """Yield the file's lines; bytes that Windows-1252 does not have become characters that make no sense."""
    with TextLines(file, WESTERN, errors="replace") as lines:
        yield from lines


class TextLines:
    """The lines of a file with their ends (LF, CR or CRLF), each cut at ``longest`` characters; memory stays flat."""

    def __init__(self, file: BinaryIO, encoding: str, *, errors: str = "strict", longest: int = LONGEST_LINE) -> None:
        """Begin at the file's beginning. Where ``errors`` is strict, other bytes raise ``UnicodeDecodeError``."""
        file.seek(0)
        self._text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
        self._longest = longest
        self.number = 0
        """How many lines were returned."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ValueError):  # the file may be closed before a generator that reads it
            self._text.detach()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._longest)
        if not line:
            raise StopIteration
        if len(line) == self._longest and line[-1] not in "\r\n":
            self._skip_line()
        self.number += 1
        return line

    def _skip_line(self) -> None:
        while (more := self._text.readline(self._longest)) and more[-1] not in "\r\n":
            pass
