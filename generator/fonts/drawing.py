"""How characters side by side are drawn: as ligatures, and closer together or further apart than they are wide.

A *glyph code* stands for a glyph that draws characters otherwise than one by one. It is a control character, which no
text that is shown has; a font's ToUnicode map leads it back to the characters, so that copied text is what was typed.
"""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

LIGATURES = {"\x80": "ff", "\x81": "fi", "\x82": "fl", "\x83": "ffi", "\x84": "ffl"}
"""The characters that each ligature's glyph code stands for."""
DRAWN = LIGATURES
"""The characters that each glyph code stands for."""
_MOST_PAIRS = 20_000


class SetText(NamedTuple):
    """A line of text as it is drawn in one face."""

    codes: str
    """Its characters and glyph codes."""
    kerns: tuple[tuple[int, float], ...]
    """What is added before a character, thousandths of the size, with the character's index; nothing for most."""
    advance: float
    """The width, thousandths of the size."""


class Kerning(dict[str, float]):
    """What is added between two characters of a typeface, thousandths of the size, by both as one text.

    The pairs are found by classes of characters, and kept when first asked for.
    """

    def __init__(self, rights: Sequence[str] = (), rows: Sequence[tuple[str, Sequence[float]]] = ()) -> None:
        """Take the classes of right characters, and for each class of left ones indices and values by turns."""
        super().__init__()
        self._rights = {character: index for index, together in enumerate(rights) for character in together}
        values = [(lefts, dict(zip(map(int, row[::2]), row[1::2], strict=True))) for lefts, row in rows]
        self._rows = {character: row for lefts, row in values for character in lefts}

    def __missing__(self, pair: str) -> float:
        row, right = self._rows.get(pair[0]), self._rights.get(pair[1])
        value = 0 if row is None or right is None else row.get(right, 0)
        if len(self) < _MOST_PAIRS:
            self[pair] = value
        return value

    def between(self, codes: str) -> tuple[tuple[int, float], ...]:
        """Return what is added between the characters of a line, as ``SetText.kerns``."""
        values = list(map(self.__getitem__, map(add, codes, codes[1:])))
        return tuple((index, value) for index, value in enumerate(values, 1) if value) if any(values) else ()


class Ligatures:
    """The ligatures that a typeface has."""

    def __init__(self, codes: set[str]) -> None:
        """Take the glyph codes that it has."""
        longest_first = sorted(codes & LIGATURES.keys(), key=lambda code: -len(LIGATURES[code]))
        self._replacements = [(LIGATURES[code], code) for code in longest_first]

    def join(self, text: str) -> str:
        """Return a text with glyph codes for its ligatures."""
        if "f" in text:
            for letters, code in self._replacements:
                text = text.replace(letters, code)
        return text
