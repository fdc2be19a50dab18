"""PNG's predictor *Up*: rows of bytes as what differs from the row above (ISO 32000-1, 7.4.4.4; PNG, 9.2).

Numbers that count up from row to row become the same few bytes in every row, which deflate to almost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NONE, _UP = b"\0", b"\2"


def predicted(rows: bytes, columns: int, above: bytes = b"") -> bytes:
    """Return the rows as differences, each behind its tag; the first as it is, unless ``above`` is the row before."""
    differences = _less(rows[-len(rows) if above else columns :], above + rows[:-columns])
    tagged = [_UP + differences[start : start + columns] for start in range(0, len(differences), columns)]
    return b"".join(tagged if above else [_NONE + rows[:columns], *tagged])


def predicted_but(rows: bytes, columns: int, moving: Iterable[int]) -> bytearray:
    """Return the rows as differences, but these as they are, and those below them: nothing else depends on them."""
    plain = {0}.union(*((each, each + 1) for each in moving))
    found = bytearray(predicted(rows, columns))
    for each in plain:
        if row := rows[each * columns : (each + 1) * columns]:
            found[each * (columns + 1) : (each + 1) * (columns + 1)] = _NONE + row
    return found


def parameters(columns: int) -> bytes:
    """Return the entry that tells a stream's reader how to undo it."""
    return b"/DecodeParms<</Predictor 12/Columns %d>>" % columns


def _less(minuend: bytes, subtrahend: bytes) -> bytes:
    """Return the difference byte by byte, modulo 256: one subtraction of whole numbers that borrows nothing."""
    length = len(minuend)
    high, low = int.from_bytes(b"\x80" * length), int.from_bytes(b"\x7f" * length)
    left, right = int.from_bytes(minuend), int.from_bytes(subtrahend)
    return (((left | high) - (right & low)) ^ ((left ^ right ^ high) & high)).to_bytes(length)
