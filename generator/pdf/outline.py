"""Bookmarks: the headings of the first two levels (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.places import APART
from generator.pdf.syntax import numeral, text_string
from generator.pdf.writer import Section

if TYPE_CHECKING:
    from generator.pdf.writer import Objects


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


def add_outlines(headings: tuple[Heading, ...], objects: Objects) -> int | None:
    """Add the bookmarks; return the number of their root, or nothing where there is one heading or none."""
    if len(headings) < 2:  # noqa: PLR2004 - one bookmark leads where the reader is already
        return None
    root = objects.reserve()
    entries: list[_Entry] = []
    above = root
    for heading in headings:
        identifier = objects.reserve()
        entries.append(_Entry(heading, identifier, root if heading.level == 1 else above))
        if heading.level == 1:
            above = identifier
    children: dict[int, list[int]] = {}
    for entry in entries:
        children.setdefault(entry.parent, []).append(entry.number)
    bodies = [b"<</Type/Outlines%b>>" % _family(children[root], len(entries))]
    bodies += [_bookmark(entry, children) for entry in entries]
    objects.add_several([root, *(entry.number for entry in entries)], APART.join(bodies), Section.CONSTANT)
    return root


def _bookmark(entry: _Entry, children: dict[int, list[int]]) -> bytes:
    siblings = children[entry.parent]
    place = siblings.index(entry.number)
    links = b""
    if place:
        links += b"/Prev %d 0 R" % siblings[place - 1]
    if place + 1 < len(siblings):
        links += b"/Next %d 0 R" % siblings[place + 1]
    own = children.get(entry.number, [])
    return b"<</Title%b/Parent %d 0 R%b%b/Dest[%d 0 R/XYZ null %b null]>>" % (
        _title(entry.heading.text),
        entry.parent,
        links,
        _family(own, len(own)) if own else b"",
        entry.heading.page,
        numeral(entry.heading.top),
    )


@lru_cache(maxsize=256)
def _title(text: str) -> bytes:
    return text_string(" ".join(text.split()))


def _family(children: list[int], count: int) -> bytes:
    """Return the links to first and last, and the number of open entries below."""
    return b"/First %d 0 R/Last %d 0 R/Count %d" % (children[0], children[-1], count)
