"""Slices of a typeface that somebody brings, cut as the shipped ones are, but when they are needed (with fonttools)."""

from __future__ import annotations

from functools import lru_cache

from generator.fonts import READING, ShippedTypeface, SubsetRanges

_MORE = SubsetRanges("more", ((0x180, 0x24F), (0x250, 0x2AF), (0x300, 0x36F), (0x1E00, 0x1FFF), (0x2C60, 0x2C7F)))
SUBSETS = (*READING, _MORE)
"""What is used of such a typeface: Latin with its extensions, Greek, Cyrillic, punctuation."""


@lru_cache(maxsize=4)
def prepare_own(name: str, data: bytes) -> dict[str, bytes]:
    """Return what ``cut`` makes of a TrueType file, by name; raises what fontTools raises where the file is damaged."""
    from generator.fonts.cut import cut  # noqa: PLC0415 - imports fonttools, an extra

    return cut(ShippedTypeface(name, SUBSETS), data)
