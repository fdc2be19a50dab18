"""PNG's predictor *Up*: rows of bytes as what differs from the row above (ISO 32000-1, 7.4.4.4; PNG, 9.2).

Numbers that count up from row to row become the same few bytes in every row, which deflate to almost nothing.
"""

from __future__ import annotations

_UP = b"\2"
"""The tag of every row: not all readers know those that are as they are (PNG's *None*)."""


def predicted(rows: bytes, columns: int, above: bytes = b"") -> bytes:
    """Return the rows as differences, each behind its tag; the row before them is ``above``, or of zeros."""
    differences = _less(rows, (above or bytes(columns)) + rows[:-columns])
    tagged = bytearray(_UP) * (len(rows) // columns * (columns + 1))
    for column in range(columns):
        tagged[column + 1 :: columns + 1] = differences[column::columns]
    return bytes(tagged)


def parameters(columns: int) -> bytes:
    """Return the entry that tells a stream's reader how to undo it."""
    return b"/DecodeParms<</Predictor 12/Columns %d>>" % columns


def _less(minuend: bytes, subtrahend: bytes) -> bytes:
    """Return the difference byte by byte, modulo 256: one subtraction of whole numbers that borrows nothing."""
    length = len(minuend)
    high, low = int.from_bytes(b"\x80" * length), int.from_bytes(b"\x7f" * length)
    left, right = int.from_bytes(minuend), int.from_bytes(subtrahend)
    return (((left | high) - (right & low)) ^ ((left ^ right ^ high) & high)).to_bytes(length)
