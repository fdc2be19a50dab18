"""Characters beyond the slices, cut from the whole typefaces while a document is written: ReportLab's TrueType engine.

ReportLab is imported here only, and only when such a character is met: importing it takes longer than composing.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError, escape
from generator.fonts import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportlab.pdfbase.ttfonts import TTFontFile


class EngineUnavailable(AllianceError):
    """ReportLab refuses to start: importing it asks for the working folder and reads settings from the environment."""

    def __init__(self, reason: Exception) -> None:
        self.reason = reason
        super().__init__(
            f"Characters beyond the prepared typefaces cannot be set: ReportLab does not start ({escape(reason)}). "
            "Start again in a folder that exists."
        )


class Program(NamedTuple):
    """A font program and the glyph of each character."""

    data: bytes
    glyphs: dict[str, int]


def program(typeface: str, characters: Iterable[str]) -> Program:
    """Return the part of a shipped typeface that draws these characters, each of which it must have."""
    engine = _engine(typeface)
    codes = [ord(character) for character in characters]
    # makeSubset numbers glyphs as it meets them, from 1 (0 is .notdef); characters of one glyph share its number
    met: dict[int, int] = {}
    for code in codes:
        met.setdefault(engine.charToGlyph[code], len(met) + 1)
    glyphs = {chr(code): met[engine.charToGlyph[code]] for code in codes}
    return Program(engine.makeSubset(codes), glyphs)


@cache
def _engine(typeface: str) -> TTFontFile:
    try:
        from reportlab.pdfbase.ttfonts import TTFontFile  # noqa: PLC0415 - see the module's docstring
    except (OSError, ValueError) as error:
        raise EngineUnavailable(error) from error
    return TTFontFile(io.BytesIO(read(f"{typeface}.ttf")))
