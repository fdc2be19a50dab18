"""Lines of text with the levels of their characters, for what does not run from left to right all through.

Lines are broken first; levels are found for the whole paragraph, and each line is ordered by itself (UAX #9, 3.4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.fonts.bidi_levels import Paragraph
from generator.fonts.direction import begins_right_to_left, holds_unknown
from generator.typesetting.lines import SOFT_HYPHEN
from generator.typesetting.page import Base

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.typesetting.display_text import Metrics
    from generator.typesetting.page import Text

_RIGHT_TO_LEFT = b"\1"
"""The level of the white space at the end of a line of a paragraph from right to left."""


def direct_texts(texts: Sequence[Text], base: Base, metrics: Metrics, *, right_to_left: bool) -> list[Text]:
    """Return the lines of a paragraph with their levels, in a document from right to left or not.

    The white space at which a line from right to left was broken stands left of it: in a document from left to right
    such a line begins further left by as much. In others that is seen to when they are mirrored; there is none at the
    end of what is not known yet.
    """
    directed = []
    found = find_line_levels([text.text for text in texts], base, right_to_left=right_to_left)
    for text, levels in zip(texts, found, strict=True):
        left = 0.0
        if not right_to_left and levels[-1:] == _RIGHT_TO_LEFT and not holds_unknown(text.text):
            left = _measure(text, metrics) - _measure(text._replace(text=text.text.rstrip()), metrics)
        directed.append(text._replace(x=text.x - left, levels=levels))
    return directed


def move_to_other_side(texts: Sequence[Text], width: float, metrics: Metrics) -> list[Text]:
    """Return lines that end where their column, so many points wide, does."""
    shown = [text._replace(text=text.text.rstrip()) for text in texts]
    return [text.move(max(0.0, width - _measure(seen, metrics)), 0.0) for text, seen in zip(texts, shown, strict=True)]


def _measure(text: Text, metrics: Metrics) -> float:
    return metrics.width(text.text, text.face, text.size)


def find_line_levels(lines: Sequence[str], base: Base, *, right_to_left: bool) -> list[bytes]:
    """Return the levels of the lines into which a paragraph is broken, in a document from right to left or not.

    What somebody typed without any letter, such as a telephone number, runs from left to right.
    """
    text = "".join(lines).replace(SOFT_HYPHEN, "")
    ours = right_to_left and base is Base.DOCUMENT
    paragraph = Paragraph(text, right_to_left=ours or begins_right_to_left(text))
    levels, start = [], 0
    for line in lines:
        end = start + len(line) - line.count(SOFT_HYPHEN)
        levels.append(_put_hyphens(line, paragraph.line(start, end)))
        start = end
    return levels


def _put_hyphens(line: str, levels: bytes) -> bytes:
    """Return the levels of a line whose soft hyphens have none: that of the letter before."""
    if SOFT_HYPHEN not in line:
        return levels
    left = iter(levels)
    found = bytearray()
    for character in line:
        found.append(next(left) if character != SOFT_HYPHEN else found[-1] if found else 0)
    return bytes(found)
