"""Scripts beyond Latin, Greek and Cyrillic: which typeface has their characters, by blocks of Unicode.

Those of ``SCRIPTS`` are shipped, in the folder ``scripts``; for Chinese, Japanese and Korean the package of the extra
``cjk`` has one for each language, or somebody brings one. What is drawn in them is shaped by HarfBuzz (``shaping``), an
extra; without it there are none. Nothing is looked for on the system: bytes would depend on the machine.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING
from unicodedata import category

from generator.fonts import FOLDER
from generator.fonts.drawing import FIGURES, LIGATURES, SIGNS
from generator.fonts.faces import FontFile

if TYPE_CHECKING:
    from collections.abc import Callable

    Finder = Callable[[str], FontFile | None]
    Has = Callable[[FontFile, str], bool]

Ranges = tuple[tuple[int, int], ...]
"""First and last code points."""

# but for the noncharacters U+FDD0 to U+FDEF
_ARABIC: Ranges = (
    (0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDCF), (0xFDF0, 0xFDFF), (0xFE70, 0xFEFE),
)  # fmt: skip
_HEBREW: Ranges = ((0x590, 0x5FF), (0xFB1D, 0xFB4F))
SCRIPTS: dict[str, Ranges] = {
    "NotoSansArabic-Regular": _ARABIC,
    "NotoSansHebrew-Regular": _HEBREW,
    "NotoSansDevanagari-Regular": ((0x900, 0x97F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF)),
    "NotoSansBengali-Regular": ((0x980, 0x9FF),),
    "NotoSansGurmukhi-Regular": ((0xA00, 0xA7F),),
    "NotoSansGujarati-Regular": ((0xA80, 0xAFF),),
    "NotoSansOriya-Regular": ((0xB00, 0xB7F),),
    "NotoSansTamil-Regular": ((0xB80, 0xBFF),),
    "NotoSansTelugu-Regular": ((0xC00, 0xC7F),),
    "NotoSansKannada-Regular": ((0xC80, 0xCFF),),
    "NotoSansMalayalam-Regular": ((0xD00, 0xD7F),),
    "NotoSansSinhala-Regular": ((0xD80, 0xDFF),),
    "NotoSansThai-Regular": ((0xE00, 0xE7F),),
    "NotoSansLao-Regular": ((0xE80, 0xEFF),),
    "NotoSansMyanmar-Regular": ((0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
    "NotoSansKhmer-Regular": ((0x1780, 0x17FF), (0x19E0, 0x19FF)),
    "NotoSansGeorgian-Regular": ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    "NotoSansArmenian-Regular": ((0x530, 0x58F), (0xFB13, 0xFB17)),
    "NotoSansEthiopic-Regular": ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
}
"""The characters of each shipped typeface, by its file's name without ``.ttf``; no character is in two of them."""
_EAST_ASIAN: Ranges = (
    (0x1100, 0x11FF), (0x2E80, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip
_LETTERS = {
    "ar": "ب", "fa": "ب", "ur": "ب", "ps": "ب", "sd": "ب", "ckb": "ب", "ug": "ب", "he": "א", "yi": "א", "hi": "क",
    "mr": "क", "ne": "क", "sa": "क", "bn": "ক", "as": "ক", "pa": "ਕ", "gu": "ક", "or": "କ", "ta": "க", "te": "త",
    "kn": "ಕ", "ml": "മ", "si": "ක", "th": "ก", "lo": "ກ", "my": "က", "km": "ក", "ka": "ა", "hy": "բ", "am": "አ",
    "ti": "አ", "zh": "一", "ja": "あ", "ko": "가",
}  # fmt: skip
"""A letter of every language that is written in such a script."""
_FIGURES = frozenset("0123456789").union(FIGURES)
_REGIONS = {
    "zh": ("SC",), "ja": ("JP",), "ko": ("KR",), "zh-hant": ("TC",), "zh-tw": ("TC",), "zh-hk": ("HK", "TC"),
    "zh-mo": ("HK", "TC"),
}  # fmt: skip
"""Whose forms of characters a language has; names of typefaces end so, as in ``NotoSansCJKsc-Regular``."""
_HAN = ("SC", "JP", "KR", "TC")
_HAN_PACKAGE = "justmytype_intl_cjk"
_BLOCKS = sorted((first, last, name) for name, ranges in SCRIPTS.items() for first, last in ranges)
_BLOCKS += [(first, last, "") for first, last in _EAST_ASIAN]
_BLOCKS.sort()
_FIRSTS = [first for first, _, _ in _BLOCKS]


def is_scripted(character: str) -> bool:
    """Tell whether a character is of a script that is drawn in a typeface of its own."""
    return _find_block(character) is not None


def is_east_asian(character: str) -> bool:
    """Tell whether a character is Chinese, Japanese or Korean, for which no typeface is shipped."""
    return _find_block(character) == ""


def _find_block(character: str) -> str | None:
    """Return the shipped typeface that a character's block is drawn in; empty for Chinese, Japanese and Korean.

    None for other blocks.
    """
    code = ord(character)
    first, last, name = _BLOCKS[bisect_right(_FIRSTS, code) - 1]
    return name if first <= code <= last else None


@cache
def can_shape() -> bool:
    """Tell whether HarfBuzz is installed."""
    return bool(find_package("uharfbuzz"))


def find_file(name: str) -> str:
    """Return the path of a shipped typeface, or of one of the extra ``cjk``."""
    if name in SCRIPTS:
        return os.path.join(FOLDER, "scripts", f"{name}.ttf")
    family = name.partition("-")[0]
    return os.path.join(find_package(_HAN_PACKAGE), "fonts", "ofl", family.casefold(), f"{family}[wght].ttf")


@cache
def find_package(name: str) -> str:
    """Return the folder of a package of an extra, without importing it; empty where it is not installed."""
    from importlib.util import find_spec  # noqa: PLC0415 - most documents have no such text

    try:
        found = find_spec(name)
    except (ImportError, ValueError):  # something keeps it from being imported
        return ""
    return os.path.dirname(found.origin) if found and found.origin else ""


@cache
def list_han_files(language: str) -> tuple[FontFile, ...]:
    """Return the typefaces for Chinese, Japanese and Korean of the extra ``cjk``, that of the language first."""
    if not find_package(_HAN_PACKAGE):
        return ()
    return sort_by_language(tuple(FontFile(f"NotoSans{region}-Regular") for region in _HAN), language)


@lru_cache(maxsize=64)
def sort_by_language(files: tuple[FontFile, ...], language: str) -> tuple[FontFile, ...]:
    """Return typefaces in their order, but those with the language's forms of Chinese characters first."""
    parts = language.casefold().split("-")
    regions = _REGIONS.get("-".join(parts[:2])) or _REGIONS.get(parts[0], ())
    own = [file for region in regions for file in files if file.name.partition("-")[0].upper().endswith(region)]
    return tuple(dict.fromkeys((*own, *files)))


def list_candidates(character: str, language: str, given: tuple[FontFile, ...]) -> tuple[FontFile, ...]:
    """Return the typefaces in which a character is looked for, besides the house's; those that were given first.

    Nothing for a character that the house's typefaces are to draw.
    """
    name = _find_block(character)
    if name is None:
        return ()
    return (*sort_by_language(given, language), *((FontFile(name),) if name else list_han_files(language)))


def letter_of(language: str) -> str:
    """Return a letter of a language that is written in such a script; empty for all others."""
    return _LETTERS.get(language.casefold().partition("-")[0], "")


def split_by_typeface(codes: str, find: Finder, has: Has, own: FontFile | None) -> list[tuple[FontFile | None, str]]:
    """Return the pieces of a text that one typeface draws, None for the house's; ``codes`` may hold glyph codes.

    ``find`` returns the typeface of a character by itself, ``has`` whether a typeface has one. What all scripts write -
    punctuation, figures, marks and joiners - is drawn with what stands before it in its word, or else behind it; words
    of nothing else in the document's ``own`` typeface, and spaces as the word before them. So words are as wide by
    themselves as in their line.
    """
    homes: list[FontFile | None] = []
    for word in re.findall("[^ ]+| +", codes):
        if word[0] != " ":
            homes += _find_homes(word, find, has, own)
        else:
            last = homes[-1] if homes else own
            homes += [last if last and has(last, " ") else None] * len(word)
    pieces = groupby(zip(homes, codes, strict=True), itemgetter(0))
    return [(home, "".join([code for _, code in piece])) for home, piece in pieces]


def _find_homes(word: str, find: Finder, has: Has, own: FontFile | None) -> list[FontFile | None]:
    """Return the typeface of each character of a word."""
    homes = [find(code) for code in word]
    common = [*map(_is_common, word)]
    if all(common):
        return [home or (own if own and has(own, code) else None) for home, code in zip(homes, word, strict=True)]
    for indices in (range(len(word)), reversed(range(len(word)))):
        beside = None
        for at in indices:
            if common[at] and beside and homes[at] != beside and has(beside, word[at]):
                homes[at] = beside
            beside = homes[at]
    return homes


def _is_common(code: str) -> bool:
    return code in _FIGURES or code in SIGNS or (category(code)[0] in "MPSZC" and code not in LIGATURES)
