"""PNG's predictor *Up*: rows of bytes as what differs from the row above (ISO 32000-1, 7.4.4.4; PNG, 9.2).

Numbers that count up from row to row become the same few bytes in every row, which deflate to almost nothing.
"""

from __future__ import annotations

_NONE, _UP = b"\0", b"\2"


def predicted(rows: bytes, columns: int, above: bytes = b"") -> bytes:
    """Return the rows as differences, each behind its tag; the first as it is, unless ``above`` is the row before."""
    differences = _less(rows[-len(rows) if above else columns :], above + rows[:-columns])
    tagged = [_UP + differences[start : start + columns] for start in range(0, len(differences), columns)]
    return b"".join(tagged if above else [_NONE + rows[:columns], *tagged])


def parameters(columns: int) -> bytes:
    """Return the entry that tells a stream's reader how to undo it."""
    return b"/DecodeParms<</Predictor 12/Columns %d>>" % columns


def _less(minuend: bytes, subtrahend: bytes) -> bytes:
    """Return the difference byte by byte, modulo 256: one subtraction of whole numbers that borrows nothing."""
    length = len(minuend)
    high, low = int.from_bytes(b"\x80" * length), int.from_bytes(b"\x7f" * length)
    left, right = int.from_bytes(minuend), int.from_bytes(subtrahend)
    return (((left | high) - (right & low)) ^ ((left ^ right ^ high) & high)).to_bytes(length)
