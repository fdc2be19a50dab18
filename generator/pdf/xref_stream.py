"""Cross-reference streams (ISO 32000-1, 7.5.8): where in the file each object stands."""

from __future__ import annotations

import zlib
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from generator.pdf.syntax import stream

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_WIDTHS = (1, 4, 3)
"""The bytes of an entry: its kind; an offset, or the number of an object stream; the index within that stream."""
_COLUMNS = sum(_WIDTHS)
_FREE = b"\0" * 5 + b"\0\xff\xff"
_UP = b"\2"
"""The tag of a row in PNG's filter *Up* (PNG, 9.2)."""
_ROWS_AT_ONCE = 4096
_LEVEL = 4
_INDICES: list[bytes] = []
"""The indices within an object stream as they are written."""


class CrossReferences:
    """The entries of a file. Those of objects written long ago are held deflated: a large file takes little memory."""

    def __init__(self, reserved: int = 0) -> None:
        """Take how many objects, numbered from 1, are written last in a file that grows (``settle``)."""
        self._reserved = reserved
        self._first = [_FREE] + [b""] * reserved
        """The entries of these objects, empty where they are still to come, as in the others."""
        self._settled: list[bytes] = []
        self._next = reserved + 1
        """The number of the first of the others."""
        self._others: list[bytes] = []

    def copy(self) -> CrossReferences:
        """Return entries that further ones can be added to."""
        other = CrossReferences(self._reserved)
        other._first, other._others = self._first.copy(), self._others.copy()
        other._settled, other._next = self._settled.copy(), self._next
        return other

    def put(self, offsets: Mapping[int, int]) -> None:
        """Note where in the file objects begin, by their numbers."""
        self._put(offsets.keys(), [b"\1%b\0\0\0" % offset.to_bytes(4) for offset in offsets.values()])

    def put_one(self, number: int, offset: int) -> None:
        """Note where in the file an object begins."""
        entry, index, others = b"\1%b\0\0\0" % offset.to_bytes(4), number - self._next, self._others
        if number <= self._reserved:
            self._first[number] = entry
        elif index < len(others):
            others[index] = entry
        else:
            others += [b""] * (index - len(others))
            others.append(entry)

    def put_inside(self, numbers: Sequence[int], stream: int) -> None:
        """Note which objects stand in an object stream, in this order."""
        head = b"\2" + stream.to_bytes(4)
        _INDICES.extend(index.to_bytes(3) for index in range(len(_INDICES), len(numbers)))
        self._put(numbers, [head + index for index in _INDICES[: len(numbers)]])

    def _put(self, numbers: Collection[int], entries: Sequence[bytes]) -> None:
        first, others, start = self._first, self._others, self._next
        others += [b""] * (max(numbers, default=0) - start + 1 - len(others))
        for number, entry in zip(numbers, entries, strict=True):
            if number <= self._reserved:
                first[number] = entry
            else:
                others[number - start] = entry

    def settle(self) -> None:
        """Deflate the entries that have come without a gap, once they are many."""
        if len(self._others) < _ROWS_AT_ONCE:
            return
        count = self._others.index(b"") if b"" in self._others else len(self._others)
        self._settled.append(zlib.compress(b"".join(self._others[:count]), 1))
        del self._others[:count]
        self._next += count

    def write(self, entries: bytes, size: int) -> bytes:
        """Return the cross-reference stream of a file with so many objects, the free one included.

        Raises ``ValueError`` where the entry of one of them is missing.
        """
        blocks: Iterable[bytes]
        if self._settled:
            widths = _WIDTHS
            blocks = chain((b"".join(self._first),), map(zlib.decompress, self._settled), (b"".join(self._others),))
        else:
            widths, rows = _narrow(b"".join([*self._first, *self._others]))
            blocks = (rows,)
        columns = sum(widths)
        packer = zlib.compressobj(_LEVEL)
        above = bytes(columns)
        data: list[bytes] = []
        count = 0
        for rows in blocks:
            data.append(packer.compress(predict(rows, columns, above)))
            above = rows[-columns:] or above
            count += len(rows) // columns
        if count != size:
            message = f"{size - count} of {size} objects are missing"
            raise ValueError(message)
        head = b"/Type/XRef/Size %d/W[%d %d %d]/DecodeParms<</Predictor 12/Columns %d>>" % (size, *widths, columns)
        return stream(head + entries, b"".join([*data, packer.flush()]), deflated=True)


def _narrow(rows: bytes) -> tuple[tuple[int, int, int], bytes]:
    """Return the widths of an entry's fields, and the entries, without the first bytes where all of these are zero.

    That is so in most files: fewer than 16 MB and fewer than 65,536 objects in a stream.
    """
    if rows[1::_COLUMNS].strip(b"\0") or rows[5::_COLUMNS].strip(b"\0"):
        return _WIDTHS, rows
    narrow = bytearray(rows)
    del narrow[5::_COLUMNS]
    del narrow[1 :: _COLUMNS - 1]
    return (1, 3, 2), bytes(narrow)


def predict(rows: bytes, columns: int, above: bytes = b"") -> bytes:
    """Return rows of so many bytes as differences from the row above, each behind its tag (7.4.4.4).

    Numbers that count up from row to row become the same few bytes in every row, which deflate to almost nothing. The
    row before the first is ``above``, or of zeros.
    """
    differences = _subtract(rows, (above or bytes(columns)) + rows[:-columns])
    tagged = bytearray(_UP) * (len(rows) // columns * (columns + 1))
    for column in range(columns):
        tagged[column + 1 :: columns + 1] = differences[column::columns]
    return bytes(tagged)


def _subtract(minuend: bytes, subtrahend: bytes) -> bytes:
    """Return the difference byte by byte, modulo 256: one subtraction of whole numbers that borrows nothing."""
    length = len(minuend)
    high, low = _masks(length)
    left, right = int.from_bytes(minuend), int.from_bytes(subtrahend[:length])
    return (((left | high) - (right & low)) ^ ((left ^ right ^ high) & high)).to_bytes(length)


@lru_cache(maxsize=8)
def _masks(length: int) -> tuple[int, int]:
    """Return the highest bit of each of so many bytes, and all the others."""
    return int.from_bytes(b"\x80" * length), int.from_bytes(b"\x7f" * length)
