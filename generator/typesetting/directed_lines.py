"""Lines of text with the levels of their characters, for what does not run from left to right all through.

Lines are broken first; levels are found for the whole paragraph, and each line is ordered by itself (UAX #9, 3.4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.fonts.bidi_levels import Paragraph
from generator.fonts.direction import begins_right_to_left
from generator.typesetting.lines import SOFT_HYPHEN
from generator.typesetting.page import Base, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.rows import Row


def direct_rows(ctx: TypesettingContext, rows: list[Row], base: Base, width: float | None) -> None:
    """Give the lines of a paragraph, a row each, their levels; move them to the side on which they are to stand.

    ``width`` is that of their column; None where they must not be measured.
    """
    right_to_left = ctx.words.right_to_left
    texts = [mark for row in rows for mark in row.marks if isinstance(mark, Text)]
    lines = [mark.text for mark in texts]
    moved = width is not None and base is Base.OWN_SIDE and ctx.is_opposite("".join(lines))
    levels = find_line_levels(lines, base, right_to_left=right_to_left)
    for row, mark, own in zip(rows, texts, levels, strict=True):
        right = 0.0
        if moved and width is not None:
            right = max(0.0, width - ctx.metrics.width(mark.text.rstrip(), mark.face, mark.size))
        row.marks = [mark._replace(x=mark.x + right, levels=own)]


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
