"""How characters are drawn: as ligatures, typographic signs or old-style figures, closer together or further apart.

A *glyph code* stands for a glyph that draws characters otherwise than one by one. It is a control character, which no
text that is shown has; a font's ToUnicode map leads it back to the characters, so that copied text is what was typed.
"""

from __future__ import annotations

import re
from functools import partial
from operator import add
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining

from generator.fonts.direction import CONTROLS, PDI, is_directional
from generator.fonts.quotation import APOSTROPHE, ENGLISH, MIRRORED_MARKS, QUOTATION_MARKS, Quotation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

LIGATURES = {"\x80": "ff", "\x81": "fi", "\x82": "fl", "\x83": "ffi", "\x84": "ffl"}
"""The characters that each ligature's glyph code stands for."""
_SHORT_DASH, _SPACED_DASH, _LONG_DASH = "\x89", "\x8a", "\x8b"
SIGNS = {
    **QUOTATION_MARKS,
    _SHORT_DASH: ("-", "\N{EN DASH}"),
    _SPACED_DASH: ("--", "\N{EN DASH}"),
    _LONG_DASH: ("--", "\N{EM DASH}"),
}
"""What each sign's glyph code stands for, as it is typed on a keyboard, and what draws it (``QUOTATION_MARKS``)."""
FIGURES = {chr(0x90 + value): figure for value, figure in enumerate("0123456789")}
"""The figures that the glyph codes of the old-style ones stand for; those by themselves are lining ones."""
DRAWN = LIGATURES | {code: typed for code, (typed, _) in SIGNS.items()} | FIGURES
"""The characters that each glyph code stands for."""
AS_CHARACTERS = str.maketrans({code: sign.strip() for code, (_, sign) in SIGNS.items()} | FIGURES)
"""The character that draws each glyph code, but for ligatures, in a typeface that text is shaped in."""
AS_MIRRORED = AS_CHARACTERS | {ord(code): AS_CHARACTERS[ord(mirrored)] for code, mirrored in MIRRORED_MARKS.items()}
"""The same where text runs from right to left."""
_MOST_PAIRS = 20_000

_TYPED = "[\"']|(?<!-)--(?!-)|(?<![^ ])-(?![^ ])"
"""This and the other patterns are compiled when first needed: few worksheets need more than this one."""
_WORD = "[^ ]+"
_CODE = r"[`=\\{}<>|_]|://|\w[(\[]"
"""In a word that a programmer wrote, or a machine."""
_OPENED = "[(\\[{'\u2013\u2014-]*\""
_BEFORE_OPENING = frozenset("\u00a0([{/-\u2013\u2014\"'\u201c\u2018\u00ab\u201e\u201a\u00a1\u00bf")
_BEFORE_DIRECTED = frozenset(_BEFORE_OPENING | CONTROLS - {PDI})
_QUOTES = frozenset("\"'")
_MAY_BE_SIGNS = _QUOTES | {"-"}
_ELIDED = r"(?i:'(?:[0-9]|(?:{})(?!\w)))"
"""An apostrophe with which one of these words begins."""
_NAME, _LONGEST_NAME = r"(?:^|[^\w'])[A-ZÄÖÜ]\w*$", 40
"""A word with a capital, in which no quotation has begun."""
_MEASURE = r"(?:^|[^\w.,])[0-9]{1,3}(?:[.,][0-9]{1,2})?$"
_LONGEST_MEASURE = 8


class SetText(NamedTuple):
    """A line of text as it is drawn in one face."""

    codes: str
    """Its characters and glyph codes."""
    kerns: tuple[tuple[int, float], ...]
    """What is added before a character, thousandths of the size, with the character's index; nothing for most."""
    advance: float
    """The width, thousandths of the size."""


def align_levels(text: str, codes: str, levels: bytes) -> bytes:
    """Return the level of each code, from those of the text that is drawn so."""
    left = [level for character, level in zip(text, levels, strict=True) if character not in CONTROLS]
    aligned, index = bytearray(), 0
    for code in codes:
        aligned.append(left[index])
        index += len(DRAWN.get(code, code))
    return bytes(aligned)


def remove_controls(text: str) -> str:
    """Return a text without the marks and isolates for which nothing is drawn."""
    if text.isascii() or CONTROLS.isdisjoint(text):
        return text
    return "".join([character for character in text if character not in CONTROLS])


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


class GlyphCodes:
    """The glyph codes that a typeface has glyphs for."""

    def __init__(self, codes: AbstractSet[str], quotation: Quotation = ENGLISH) -> None:
        """Take the codes, and how the language of the text quotes."""
        self._signs = codes & SIGNS.keys()
        self._quotation = quotation._replace(
            double=quotation.double if self._signs.issuperset(quotation.double or ()) else None,
            single=quotation.single if self._signs.issuperset(quotation.single or ()) else None,
        )
        self._figures = str.maketrans({figure: code for code, figure in FIGURES.items() if code in codes})
        self._may_be_drawn = {chr(code) for code in self._figures} | (_MAY_BE_SIGNS if self._signs else set())
        longest_first = sorted(codes & LIGATURES.keys(), key=lambda code: -len(LIGATURES[code]))
        self._ligatures = [(LIGATURES[code], code) for code in longest_first]

    def put_into(self, text: str) -> str:
        """Return a text with glyph codes for what is drawn by one glyph.

        How a sign is drawn depends on its word alone, so that words are as wide by themselves as in their line.
        """
        if not self._may_be_drawn.isdisjoint(text):
            if self._signs and re.search(_TYPED, text):
                text = re.sub(_WORD, self._draw_signs, text)
            text = text.translate(self._figures)  # last, for signs go by the figures beside them
        if "f" in text:
            for letters, code in self._ligatures:
                text = text.replace(letters, code)
        return text

    def _draw_signs(self, word: re.Match[str]) -> str:
        if not re.search(_TYPED, word[0]) or re.search(_CODE, word[0]):
            return word[0]
        if is_directional(word[0]):
            return re.sub('"', self._draw_directed, word[0]) if self._quotation.is_directional else word[0]
        return re.sub(_TYPED, partial(self._draw_sign, is_opened=re.match(_OPENED, word[0]) is not None), word[0])

    def _draw_sign(self, sign: re.Match[str], *, is_opened: bool) -> str:
        code = _find_sign(sign, self._quotation, is_opened=is_opened)
        return code if code in self._signs else sign[0]

    def _draw_directed(self, sign: re.Match[str]) -> str:
        """Return what draws a quotation mark around a word, or one that stands in it, as for gershayim."""
        before, behind = _beside(sign)
        pair = self._quotation.double
        if not pair or (_is_letter(before) and _is_letter(behind)):
            return sign[0]
        if before and before not in _BEFORE_DIRECTED:
            return pair[1]
        return pair[0] if behind else sign[0]


def _beside(sign: re.Match[str]) -> tuple[str, str]:
    """Return the characters before and behind a sign in its word; nothing where it begins or ends there."""
    return sign.string[sign.start() - 1 : sign.start()] if sign.start() else "", sign.string[
        sign.end() : sign.end() + 1
    ]


def _is_letter(character: str) -> bool:
    return character.isalpha() or (bool(character) and combining(character) > 0)


def _find_sign(sign: re.Match[str], quotation: Quotation, *, is_opened: bool) -> str:
    """Return the glyph code of a sign in its word, or the sign where it is drawn as it was typed.

    ``is_opened`` tells that the word begins with a double quotation mark.
    """
    word, start = sign.string, sign.start()
    before, behind = _beside(sign)
    opens = not before or before in _BEFORE_OPENING
    match sign[0]:
        case "-":
            return _SHORT_DASH
        case "--" if opens:
            return sign[0] if behind else _SPACED_DASH
        case "--":
            return _LONG_DASH
        case '"' if is_opened or not _is_measure(word, start, behind):
            pair = quotation.double
        case "'" if not _is_measure(word, start, behind):
            if _is_apostrophe(word, start, quotation, opens=opens):
                return APOSTROPHE
            pair = quotation.single
        case _:
            return sign[0]
    if not pair:
        return sign[0]
    if not opens or (before in _QUOTES and not behind.isalnum()):
        return pair[1]
    return pair[0] if behind else sign[0]


def _is_apostrophe(word: str, at: int, quotation: Quotation, *, opens: bool) -> bool:
    """Tell whether a straight mark in a word is surely an apostrophe."""
    if opens:
        return bool(quotation.elided) and re.match(_ELIDED.format(quotation.elided), word[at:]) is not None
    if _is_cased(word[at - 1]) and _is_cased(word[at + 1 : at + 2]):
        return True
    named = quotation.possessive and not word[at + 1 : at + 2].isalnum() and word[at - 1] in quotation.possessive
    return bool(named) and re.search(_NAME, word[max(0, at - _LONGEST_NAME) : at]) is not None


def _is_cased(character: str) -> bool:
    """Tell whether a character is a figure, or a letter of a script that writes apostrophes."""
    return character.isdigit() or character.lower() != character.upper()


def _is_measure(word: str, end: int, behind: str) -> bool:
    """Tell whether feet or inches, a figure up to ``end``, stand before a sign with this character behind it."""
    before = word[max(0, end - _LONGEST_MEASURE) : end]
    return before[-1:].isdigit() and (
        behind.isdigit() or (not behind.isalpha() and re.search(_MEASURE, before) is not None)
    )
