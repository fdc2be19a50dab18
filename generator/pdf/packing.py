"""The objects of an object stream that hold what is personal (ISO 32000-1, 7.5.7): joined anew for each copy.

Whether a string is written in PDFDocEncoding or in UTF-16 depends on all of its characters, so there is one form of the
objects for each set of values that need UTF-16. A value is encoded once, however many strings hold it.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.holes import Kind, pieces
from generator.pdf.places import APART
from generator.pdf.syntax import doc_encoded, encodable, escaped, wide_encoded
from generator.standins import EVERY, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Chunk(NamedTuple):
    """Objects, none of them a stream, that are written together."""

    numbers: Sequence[int]
    data: bytes
    """Their bodies, joined."""

    def each(self) -> Iterable[tuple[int, bytes]]:
        """Return the objects one by one, with their numbers."""
        return zip(self.numbers, self.data.split(APART), strict=True)


def joined(chunks: Iterable[Chunk]) -> bytes:
    """Return the bodies of all objects."""
    return APART.join([each.data for each in chunks])


def offsets(data: bytes, begins: int = 0) -> list[int]:
    """Return where each object begins in joined bodies that begin there."""
    lengths = [len(body) + 1 for body in data.split(APART)]
    return list(accumulate(lengths[:-1], initial=begins))


def index(numbers: Sequence[int], places: Sequence[int]) -> bytes:
    """Return the pairs of objects' numbers and offsets, each with a space behind it."""
    pairs = [0] * (2 * len(numbers))
    pairs[::2], pairs[1::2] = numbers, places
    return b"%d %d " * len(numbers) % tuple(pairs)


class _Place(NamedTuple):
    """A value inside a string."""

    standin: str
    wide: bool
    """Whether it is written in UTF-16."""


class Packed:
    """Joined objects to be filled with values of which a known set needs UTF-16."""

    def __init__(self, data: bytes, beyond: frozenset[str]) -> None:
        self._joined: list[bytes] = []
        self._at: dict[_Place, list[int]] = {}
        for piece in pieces(data):
            if isinstance(piece, bytes):
                self._joined.append(piece)
                continue
            kind, text = piece
            for part in (_Place(text, wide=False),) if kind is Kind.INNER else in_parts(text, beyond):
                if isinstance(part, _Place):
                    self._at.setdefault(part, []).append(len(self._joined))
                    self._joined.append(b"")
                else:
                    self._joined.append(part)

    def filled(self, values: Mapping[str, str]) -> bytes:
        """Return the objects, joined."""
        filled = self._joined.copy()
        for (standin, wide), indices in self._at.items():
            value = values[standin]
            encoded = escaped(wide_encoded(value) if wide else doc_encoded(value))
            for each in indices:
                filled[each] = encoded
        return b"".join(filled)


@lru_cache(maxsize=2048)
def in_parts(text: str, beyond: frozenset[str]) -> tuple[bytes | _Place, ...]:
    """Return the pieces of a text string (7.9.2.2), the values in it left open."""
    found = parts(text)
    wide = any(part in beyond if part in EVERY else not encodable(part) for part in found)
    encode = wide_encoded if wide else doc_encoded
    inner = [_Place(part, wide) if part in EVERY else escaped(encode(part)) for part in found]
    return (b"(\xfe\xff" if wide else b"(", *inner, b")")
