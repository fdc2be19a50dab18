"""Cross-reference streams (ISO 32000-1, 7.5.8): where in the file each object stands."""

from __future__ import annotations

import zlib
from copy import copy
from itertools import chain
from typing import TYPE_CHECKING

from generator.pdf.syntax import stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COLUMNS = 8
"""The bytes of an entry: its kind; an offset, or the number of an object stream; the index within that stream."""
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
        self._entries: dict[int, bytes] = {0: _FREE}
        self._next = reserved + 1
        self._settled: list[bytes] = []

    def copy(self) -> CrossReferences:
        """Return entries that further ones can be added to."""
        other = copy(self)
        other._entries, other._settled = self._entries.copy(), self._settled.copy()  # noqa: SLF001 - of its class
        return other

    def put(self, number: int, offset: int) -> None:
        """Note where in the file an object begins."""
        self._entries[number] = b"\1%b\0\0\0" % offset.to_bytes(4)

    def put_inside(self, numbers: Sequence[int], stream: int) -> None:
        """Note which objects stand in an object stream, in this order."""
        head = b"\2" + stream.to_bytes(4)
        _INDICES.extend(index.to_bytes(3) for index in range(len(_INDICES), len(numbers)))
        self._entries.update(zip(numbers, [head + index for index in _INDICES[: len(numbers)]], strict=True))

    def settle(self) -> None:
        """Deflate the entries that have come without a gap, once they are many."""
        if len(self._entries) < _ROWS_AT_ONCE:
            return
        rows: list[bytes] = []
        while row := self._entries.pop(self._next, None):
            rows.append(row)
            self._next += 1
        self._settled.append(zlib.compress(b"".join(rows), 1))

    def write(self, entries: bytes, size: int) -> bytes:
        """Return the cross-reference stream of a file with so many objects, the free one included."""
        packer = zlib.compressobj(_LEVEL)
        above = bytes(_COLUMNS)
        data: list[bytes] = []
        for rows in chain(self._rows(range(self._reserved + 1)), map(zlib.decompress, self._settled),
                          self._rows(range(self._next, size))):  # fmt: skip
            data.append(packer.compress(predict(rows, _COLUMNS, above)))
            above = rows[-_COLUMNS:] or above
        head = b"/Type/XRef/Size %d/W[1 4 3]/DecodeParms<</Predictor 12/Columns %d>>" % (size, _COLUMNS)
        return stream(head + entries, b"".join([*data, packer.flush()]), deflated=True)

    def _rows(self, numbers: range) -> Iterator[bytes]:
        yield b"".join([self._entries[number] for number in numbers])


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
    high, low = int.from_bytes(b"\x80" * length), int.from_bytes(b"\x7f" * length)
    left, right = int.from_bytes(minuend), int.from_bytes(subtrahend[:length])
    return (((left | high) - (right & low)) ^ ((left ^ right ^ high) & high)).to_bytes(length)
