"""Stand-ins: characters that stand in place of what is personal, so that a worksheet is set once for many people.

They are noncharacters (Unicode, 23.7), which no typeface has and no text should; a bank that holds one is set anew for
each of its worksheets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = tuple("\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5")
"""The people's names."""
INITIALS = tuple("\ufdd6\ufdd7\ufdd8\ufdd9\ufdda\ufddb")
"""Their initials, each centred in room for the widest usual ones."""
WHEN = "\ufddc"
"""The meeting's date and time as they stand on paper."""
DATE = "\ufddd"
"""The date as the definition has it."""
TIME = "\ufdde"
"""The time as the definition has it."""
PLACE = "\ufddf"
IDENTITY = "\ufde0"
DEFINITION = "\ufde1"

DIGEST = "\ufde2"
"""The short form of a finished file's digest."""
RECORD = "\ufde3"
"""What the digest is made of, an attached file. Neither is in ``EVERY``: no text holds them, they stand alone."""

WIDEST_INITIALS = "WW"
"""What the room for initials is measured by."""

PICKS = "\ufffe"
"""Who picked what, as the definition has it."""

CLOCKS = (*map(chr, range(0xFDE4, 0xFDF0)), "\uffff")
"""What the clock says at each step of the time plan."""

_APART = re.compile(f"([{NAMES[0]}-{DEFINITION}{''.join(CLOCKS)}{PICKS}])")
EVERY = frozenset((*NAMES, *INITIALS, WHEN, DATE, TIME, PLACE, IDENTITY, DEFINITION, PICKS, *CLOCKS))


def holds(text: str) -> bool:
    """Tell whether the text holds a stand-in."""
    return not (text.isascii() or EVERY.isdisjoint(text))


def parts(text: str) -> list[str]:
    """Return the text in parts, each either one stand-in or without any."""
    return [part for part in _APART.split(text) if part]


def without(text: str) -> str:
    """Return the text without its stand-ins."""
    return "".join(part for part in parts(text) if part not in EVERY) if holds(text) else text


def substituted(text: str, values: Mapping[str, str]) -> str:
    """Return the text with these values in place of their stand-ins."""
    if text in values:
        return values[text]
    return "".join([values.get(part, part) for part in parts(text)]) if holds(text) else text
