"""Packs the objects of a further worksheet in a packet into a tenth of the bytes that they take otherwise.

The objects of many copies of one document are the same bytes but for numbers of objects. Copies stand in one object
stream as rows of one length, below rows of their numbers and offsets (ISO 32000-1, 7.5.7). Numbers are given so that
each is one more than that in the row above, and the predictor (7.4.4.4) leaves almost nothing of a row.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.syntax import stream
from generator.pdf.xref_stream import predict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDE = b"%7d"
"""A number in a row: as wide as the largest that an object may have (annex C)."""
_HEAD = b"%7d %8d "
_ROUND = 1_000
"""Rows are as long as a multiple of this, so that an offset has the last digits of the one above it."""


class Alike(NamedTuple):
    """An object with its numbers open."""

    form: bytes
    """Its bytes, for the ``%`` operator."""
    places: tuple[int, ...]
    """Of each number in it: the index of one of the copy's own objects; or, below 0, of one of the block's counts."""

    def fill(self, block: Block, copy: int) -> bytes:
        """Return the object of one copy."""
        return self.form % tuple([start + step * copy for start, step in map(block.value_of, self.places)])


class Block(NamedTuple):
    """Copies that are written together."""

    copies: int
    first: int
    """The number of the first copy's first object; an object's numbers in all copies follow each other."""
    counts: tuple[tuple[int, int], ...]
    """Further numbers: what each is in the first copy, and how much more in each further one."""

    def value_of(self, place: int) -> tuple[int, int]:
        """Return the number in a place in the first copy, and how much more it is in each further one."""
        return (self.first + place * self.copies, 1) if place >= 0 else self.counts[-1 - place]

    def number(self, index: int, copy: int) -> int:
        """Return the number of a copy's object."""
        return self.first + index * self.copies + copy


class AlikeObjects:
    """Some of the objects of a copy, which fill an object stream for a block."""

    def __init__(self, objects: Mapping[int, Alike]) -> None:
        """Take the objects by their indices."""
        self._indices = tuple(objects)
        forms = [alike.form.replace(b"%d", _WIDE) for alike in objects.values()]
        places = [alike.places for alike in objects.values()]
        lengths = [len(form % ((0,) * len(its))) + 1 for form, its in zip(forms, places, strict=True)]
        self._offsets = tuple(accumulate(lengths[:-1], initial=0))
        self._columns = -(-max(sum(lengths), len(lengths) * len(_HEAD % (0, 0))) // _ROUND) * _ROUND
        self._form = b"\n".join(forms)
        self._places = [place for its in places for place in its]

    def pack(self, block: Block) -> tuple[Sequence[int], bytes]:
        """Return the numbers of the objects and the object stream."""
        firsts = [block.number(index, 0) for index in self._indices]
        numbers = [first + copy for copy in range(block.copies) for first in firsts]
        rows = predict(b"".join((*self._heads(block, firsts), *self._rows(block))), self._columns)
        entries = b"/Type/ObjStm/N %d/First %d" % (len(numbers), self._columns * block.copies)
        return numbers, stream(b"%b/DecodeParms<</Predictor 12/Columns %d>>" % (entries, self._columns), rows)

    def _heads(self, block: Block, firsts: Sequence[int]) -> list[bytes]:
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
        counts = [block.value_of(place) for place in self._places]
        return [
            (self._form % tuple([start + step * copy for start, step in counts])).ljust(self._columns)
            for copy in range(block.copies)
        ]
