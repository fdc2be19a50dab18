"""Objects that many copies of one document have alike: the same bytes but for numbers of objects, of one width.

Copies stand in one object stream as rows of the same length, below rows of their numbers and offsets (7.5.7). Numbers
are given so that each is one more than that in the row above: the predictor leaves almost nothing of a copy.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.predictor import parameters, predicted
from generator.pdf.streams import stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDE = b"%7d"
"""A number in a row: as wide as the largest that an object may have (ISO 32000-1, annex C)."""
_HEAD = b"%7d %8d "
_ROUND = 1_000
"""Rows are as long as a multiple of this, so that an offset has the last digits of the one above it."""


class Alike(NamedTuple):
    """An object with its places open."""

    form: bytes
    """Its bytes, for the ``%`` operator; in them nothing but places looks like one."""
    places: tuple[int, ...]
    """Of each number in it: the index of one of the copy's own objects; or, below 0, of one of the block's counts."""

    def filled(self, block: Block, copy: int) -> bytes:
        """Return the object of one copy."""
        return self.form % tuple([start + step * copy for start, step in map(block.standing, self.places)])


class Block(NamedTuple):
    """Copies that are written together."""

    copies: int
    first: int
    """The number of the first copy's first object; an object's numbers in all copies follow each other."""
    counts: tuple[tuple[int, int], ...]
    """What else stands in places: what it is in the first copy, and how much more in each further one."""

    def standing(self, place: int) -> tuple[int, int]:
        """Return what stands in a place in the first copy, and how much more in each further one."""
        return (self.first + place * self.copies, 1) if place >= 0 else self.counts[-1 - place]

    def number(self, index: int, copy: int) -> int:
        """Return the number of a copy's object."""
        return self.first + index * self.copies + copy


class Likeness:
    """Some of the objects of a copy, which fill an object stream for a block."""

    def __init__(self, objects: Mapping[int, Alike]) -> None:
        """Take the objects by their indices."""
        self.indices = tuple(objects)
        forms = [each.form.replace(b"%d", _WIDE) for each in objects.values()]
        places = [each.places for each in objects.values()]
        lengths = [len(form % ((0,) * len(its))) + 1 for form, its in zip(forms, places, strict=True)]
        self._offsets = tuple(accumulate(lengths[:-1], initial=0))
        self._columns = -(-max(sum(lengths), len(lengths) * len(_HEAD % (0, 0))) // _ROUND) * _ROUND
        self._form = b"\n".join(forms)
        self._places = [place for its in places for place in its]

    def packed(self, block: Block) -> bytes:
        """Return the body of the object stream."""
        count = len(self.indices) * block.copies
        rows = predicted(b"".join((*self._heads(block), *self._rows(block))), self._columns)
        entries = b"/Type/ObjStm/N %d/First %d" % (count, self._columns * block.copies)
        return stream(entries + parameters(self._columns), rows)

    def numbers(self, block: Block) -> Sequence[int]:
        """Return the numbers of the objects in their order."""
        firsts = [block.number(index, 0) for index in self.indices]
        return [first + copy for copy in range(block.copies) for first in firsts]

    def _heads(self, block: Block) -> list[bytes]:
        firsts = [block.number(index, 0) for index in self.indices]
        form = _HEAD * len(firsts)
        heads: list[bytes] = []
        pairs = [0] * (2 * len(firsts))
        for copy in range(block.copies):
            start = copy * self._columns
            pairs[::2] = [first + copy for first in firsts]
            pairs[1::2] = [start + offset for offset in self._offsets]
            heads.append((form % tuple(pairs)).ljust(self._columns))
        return heads

    def _rows(self, block: Block) -> list[bytes]:
        counts = [block.standing(place) for place in self._places]
        return [
            (self._form % tuple([start + step * copy for start, step in counts])).ljust(self._columns)
            for copy in range(block.copies)
        ]
