"""One folding of texts that look alike: for names, headers and answers, in every format.

Word processors, phones and form services put characters into a text that nobody sees or typed: soft hyphens, zero-width
spaces, marks of direction, no-break spaces, curly apostrophes. Texts that differ in nothing else are one text.
"""

from __future__ import annotations

import unicodedata

_UNSEEN = dict.fromkeys(
    (
        *(0x00AD, 0x061C, 0x180E, 0x2060, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
)
"""Soft hyphens, zero-width characters, marks of direction and isolates."""
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u02b9\u2032\uff07"), "'")


_SPACES = dict.fromkeys((0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")


def fold_spelling(text: str) -> str:
    """Return what is seen of a text: NFC, unseen characters left out, one kind of space and of apostrophe."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", composed.translate(_UNSEEN | _APOSTROPHES | _SPACES))


def fold_name(name: str) -> str:
    """Return a name so that all ways of writing it are the same: as ``fold_spelling``, on one line, in any case."""
    return " ".join(fold_spelling(fold_spelling(name).casefold()).split())
