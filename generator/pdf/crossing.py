"""The cross-reference stream of a file that is never held as a whole: entries are deflated as they come (7.5.8)."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.predictor import parameters, predicted
from generator.pdf.streams import THOROUGH, joined_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS = 8
_FREE = b"\0" * 5 + b"\0\xff\xff"
_AT_ONCE = 4096
_ORDERS: list[bytes] = []
"""The orders within an object stream as they are written; many streams have them in common."""


class Encoded(NamedTuple):
    """The cross-reference stream's further entries and its deflated data."""

    entries: bytes
    data: bytes


class Crossing:
    """The entries of objects in the order of their numbers; those of the first few may be told last."""

    def __init__(self, reserved: int) -> None:
        """Take how many numbers, from 1 on, are told last."""
        self._reserved = reserved
        self._entries: dict[int, bytes] = {}
        self._next = reserved + 1
        self._waiting = bytearray()
        self._held = b""  # the first entry not told last: as a difference it depends on those that are
        self._above = b""
        self._packer = zlib.compressobj(THOROUGH, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._deflated = bytearray()
        self._sum = 1
        self._length = 0

    def at(self, number: int, position: int) -> None:
        """Tell where in the file an object stands."""
        self._entries[number] = b"\1%b\0\0\0" % position.to_bytes(4)

    def inside(self, numbers: Sequence[int], stream: int) -> None:
        """Tell which objects stand in an object stream, in this order."""
        head = b"\2" + stream.to_bytes(4)
        _ORDERS.extend(order.to_bytes(3) for order in range(len(_ORDERS), len(numbers)))
        self._entries.update(zip(numbers, [head + order for order in _ORDERS[: len(numbers)]], strict=True))

    def settle(self) -> None:
        """Take note that many entries have come; those with a gap before them wait."""
        take = self._entries.pop
        while row := take(self._next, None):
            self._waiting += row
            self._next += 1
        if len(self._waiting) >= _AT_ONCE:
            self._deflate()

    def finished(self) -> Encoded:
        """Return the whole stream; every entry has come."""
        self.settle()
        self._deflate()
        told_last = (self._entries[each + 1] for each in range(self._reserved))
        first = predicted(b"".join([_FREE, *told_last, self._held]), _COLUMNS)
        stored = b"\0%b%b%b" % (len(first).to_bytes(2, "little"), (len(first) ^ 0xFFFF).to_bytes(2, "little"), first)
        checked = joined_sums(zlib.adler32(first), self._sum, self._length).to_bytes(4)
        data = b"".join([b"\x78\x9c", stored, self._deflated, self._packer.flush(), checked])
        return Encoded(b"/W[1 4 3]" + parameters(_COLUMNS), data)

    def _deflate(self) -> None:
        if self._waiting and not self._held:
            self._held = self._above = bytes(self._waiting[:_COLUMNS])
            del self._waiting[:_COLUMNS]
        if self._waiting:
            rows = predicted(bytes(self._waiting), _COLUMNS, self._above)
            self._above = bytes(self._waiting[-_COLUMNS:])
            self._waiting.clear()
            self._sum = zlib.adler32(rows, self._sum)
            self._length += len(rows)
            self._deflated += self._packer.compress(rows)
