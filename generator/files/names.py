"""File names: those made of people's names, safe on every system, and those by which a file names others beside it."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

from generator.errors import AssetError

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


def resolve_beside(source: str, name: str) -> str:
    """Return the path of the file that another one, at ``source``, names: in its folder or below.

    Raises ``AssetError`` for any other place, and where a link leads out of the folder.
    """
    folder = os.path.dirname(source)
    parts = name.split("/")
    if "\0" in name or "\\" in name or ":" in name or os.path.isabs(name) or ".." in parts:
        raise AssetError("is not beside the file that names it", "Put it there, and write its name only.")
    path, real = os.path.join(folder, name), os.path.realpath(folder)
    if os.path.commonpath([real, os.path.realpath(path)]) != real:
        raise AssetError("leads out of its folder", "Put the file itself there, not a link.")
    return path
