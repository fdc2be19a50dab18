"""The bookmarks of a packet: one for each worksheet; of many, in a balanced tree that is closed (12.3.3)."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.syntax import text_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.pdf.streaming import StreamedFile

MOST = 32
"""Bookmarks in a row that a reader takes in; from more on, they are grouped."""
_LONGEST = 40
"""Characters of a name in the title of a group."""


class Bookmark(NamedTuple):
    """A bookmark."""

    title: str
    page: int
    """The number of the page's object."""


class _Level(NamedTuple):
    """Bookmarks of the same depth; those of the lowest level are the worksheets."""

    first: int
    """The number of the first one's object."""
    entries: int


def add_bookmarks(leaves: Sequence[Bookmark], file: StreamedFile) -> int:
    """Add the bookmarks, one at least; return the number of their root."""
    root = file.reserve()
    depth = 1
    while MOST**depth < len(leaves):
        depth += 1
    width = next(width for width in range(1, MOST + 1) if width**depth >= len(leaves))
    counts = [len(leaves)]
    while len(counts) < depth:
        counts.insert(0, ceil(counts[0] / width))
    levels = [_Level(file.reserve(count), count) for count in counts]
    links = _family(levels[0], range(levels[0].entries))
    file.add(b"<</Type/Outlines%b/Count %d>>" % (links, levels[0].entries), root)
    for height, level in enumerate(levels):
        below = levels[height + 1] if height + 1 < depth else None
        reach = width ** (depth - 1 - height)
        for index in range(level.entries):
            above = levels[height - 1].first + index // width if height else root
            siblings = range(index - index % width, min(level.entries, index - index % width + width))
            body = _placed(level, index, siblings if height else range(level.entries), above)
            held = leaves[index * reach : (index + 1) * reach]
            if below:
                kids = range(index * width, min(below.entries, (index + 1) * width))
                body += b"%b/Count %d" % (_family(below, kids), -len(kids))
            title = _spanning(held[0].title, held[-1].title) if len(held) > 1 else held[0].title
            body += b"/Title%b/Dest[%d 0 R/Fit]" % (text_string(title), held[0].page)
            file.add(b"<<%b>>" % body, level.first + index)
    return root


def _placed(level: _Level, index: int, siblings: range, above: int) -> bytes:
    body = b"/Parent %d 0 R" % above
    if index > siblings[0]:
        body += b"/Prev %d 0 R" % (level.first + index - 1)
    if index < siblings[-1]:
        body += b"/Next %d 0 R" % (level.first + index + 1)
    return body


def _family(level: _Level, kids: range) -> bytes:
    return b"/First %d 0 R/Last %d 0 R" % (level.first + kids[0], level.first + kids[-1])


def _spanning(first: str, last: str) -> str:
    return f"{_short(first)} \N{EN DASH} {_short(last)}"


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
