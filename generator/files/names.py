"""File names that are safe on every system, made of people's names."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_NAME = 150
"""Bytes of a file name in UTF-8, its suffix included."""
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
"""Names that Windows reserves for devices."""
_SPACES = {code: " " for code in range(128) if not chr(code).isalnum()}


def file_name(prefix: str, names: Sequence[str], revision: int = 1) -> str:
    """Return ``worksheet-ana-lima-ben-okafor.pdf``; ``worksheet.pdf`` where all names are blank.

    From the second revision on, its number stands at the end: ``...-revision-2.pdf``.
    """
    end = f"-revision-{revision}.pdf" if revision > 1 else ".pdf"
    return f"{slug('-'.join([prefix, *names]), LONGEST_NAME - len(end))}{end}"


def slug(text: str, longest: int) -> str:
    """Return the letters and digits of a text, of any alphabet, in lower case and joined by hyphens.

    At most ``longest`` bytes of UTF-8; never empty, never a name that Windows reserves.
    """
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    spaced = lower.translate(_SPACES)
    if not lower.isascii():
        # marks are letters' parts: Devanagari's vowels, for example
        spaced = "".join([character if unicodedata.category(character)[0] in "LNM" else " " for character in spaced])
    whole = "-".join(spaced.split()).encode()
    cut = whole[:longest].decode(errors="ignore").strip("-")
    return f"{cut}-" if cut in _RESERVED else cut or "unnamed"
