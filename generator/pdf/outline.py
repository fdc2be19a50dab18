"""The outline (ISO 32000-1, 12.3.3): a document's headings, or a packet's worksheets."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from generator.pdf.font_objects import Adding
from generator.pdf.syntax import numeral, text_string
from generator.pdf.writer import PdfWriter

SHOWN = 2
"""Bookmarks of so many levels are open."""


class Heading(NamedTuple):
    """A heading and where it stands."""

    text: str
    level: int
    page: int
    """The page's object number."""
    top: float


class _Entry(NamedTuple):
    heading: Heading
    number: int
    parent: int


def add_outline(headings: Sequence[Heading], objects: Adding) -> int | None:
    """Add the bookmarks; return the number of their root, or None where there is one heading or none.

    Bookmarks of the lowest level are closed away. Of two sections of one title the later one has a bookmark, where
    there is room to answer what the earlier one lists.
    """
    headings = list(_leave_out_repeated(headings))
    if len(headings) < 2:  # noqa: PLR2004 - one bookmark leads where the reader is already
        return None
    root = objects.reserve()
    entries: list[_Entry] = []
    above = [(0, root)]
    for heading in headings:
        while above[-1][0] >= heading.level:
            above.pop()
        entries.append(_Entry(heading, objects.reserve(), above[-1][1]))
        above.append((heading.level, entries[-1].number))
    children: dict[int, list[int]] = {}
    for entry in entries:
        children.setdefault(entry.parent, []).append(entry.number)
    closed = {number for entry in entries if entry.heading.level >= SHOWN for number in children.get(entry.number, [])}
    objects.add(b"<</Type/Outlines%b>>" % _links(children[root], len(entries) - len(closed)), root)
    for entry in entries:
        objects.add(_entry(entry, children), entry.number)
    return root


def _entry(entry: _Entry, children: dict[int, list[int]]) -> bytes:
    siblings = children[entry.parent]
    place = siblings.index(entry.number)
    links = b""
    if place:
        links += b"/Prev %d 0 R" % siblings[place - 1]
    if place + 1 < len(siblings):
        links += b"/Next %d 0 R" % siblings[place + 1]
    own = children.get(entry.number, [])
    count = len(own) if entry.heading.level < SHOWN else -len(own)
    return b"<</Title%b/Parent %d 0 R%b%b/Dest[%d 0 R/XYZ null %b null]>>" % (
        _title(entry.heading.text),
        entry.parent,
        links,
        _links(own, count) if own else b"",
        entry.heading.page,
        numeral(entry.heading.top),
    )


def _leave_out_repeated(headings: Sequence[Heading]) -> Iterator[Heading]:
    """Yield the headings without those of level 2 whose title is that of a later one."""
    last = {heading.text.strip(): heading for heading in headings if heading.level == SHOWN}
    for heading in headings:
        if heading.level != SHOWN or last[heading.text.strip()] is heading:
            yield heading


def _title(text: str) -> bytes:
    return text_string(" ".join(text.split()))


def _links(children: list[int], count: int) -> bytes:
    """Return the links to first and last, and the number of entries below, negative where they are closed."""
    return b"/First %d 0 R/Last %d 0 R/Count %d" % (children[0], children[-1], count)


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


def add_bookmarks(leaves: Sequence[Bookmark], writer: PdfWriter) -> int:
    """Add the bookmarks, one at least; return the number of their root."""
    root = writer.reserve()
    depth = 1
    while MOST**depth < len(leaves):
        depth += 1
    width = next(width for width in range(1, MOST + 1) if width**depth >= len(leaves))
    counts = [len(leaves)]
    while len(counts) < depth:
        counts.insert(0, ceil(counts[0] / width))
    levels = [_Level(writer.reserve(count), count) for count in counts]
    links = _level_links(levels[0], range(levels[0].entries))
    writer.add(b"<</Type/Outlines%b/Count %d>>" % (links, levels[0].entries), root)
    for height, level in enumerate(levels):
        below = levels[height + 1] if height + 1 < depth else None
        reach = width ** (depth - 1 - height)
        for index in range(level.entries):
            above = levels[height - 1].first + index // width if height else root
            siblings = range(index - index % width, min(level.entries, index - index % width + width))
            body = _neighbours(level, index, siblings if height else range(level.entries), above)
            held = leaves[index * reach : (index + 1) * reach]
            if below:
                kids = range(index * width, min(below.entries, (index + 1) * width))
                body += b"%b/Count %d" % (_level_links(below, kids), -len(kids))
            title = _spanning(held[0].title, held[-1].title) if len(held) > 1 else held[0].title
            body += b"/Title%b/Dest[%d 0 R/Fit]" % (text_string(title), held[0].page)
            writer.add(b"<<%b>>" % body, level.first + index)
    return root


def _neighbours(level: _Level, index: int, siblings: range, above: int) -> bytes:
    body = b"/Parent %d 0 R" % above
    if index > siblings[0]:
        body += b"/Prev %d 0 R" % (level.first + index - 1)
    if index < siblings[-1]:
        body += b"/Next %d 0 R" % (level.first + index + 1)
    return body


def _level_links(level: _Level, kids: range) -> bytes:
    return b"/First %d 0 R/Last %d 0 R" % (level.first + kids[0], level.first + kids[-1])


def _spanning(first: str, last: str) -> str:
    return f"{_short(first)} \N{EN DASH} {_short(last)}"


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
