"""The object stream of what is personal (ISO 32000-1, 7.5.7): joined from what stays, and from what each copy puts in.

Whether a string is written in PDFDocEncoding or in UTF-16 depends on all of its characters, so there is one form of the
object stream for each set of values that need UTF-16. A value is encoded once, however many strings hold it.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.holes import Kind, pieces
from generator.pdf.syntax import doc_encoded, encodable, escaped, wide_encoded
from generator.standins import EVERY, parts

if TYPE_CHECKING:
    from collections.abc import Mapping


class OpenObject(NamedTuple):
    """An object, no stream, that is written anew for each copy."""

    number: int
    body: bytes


class _Place(NamedTuple):
    """A value inside a string."""

    standin: str
    wide: bool
    """Whether it is written in UTF-16."""


class Packed:
    """An object stream to be filled with values of which a known set needs UTF-16."""

    def __init__(
        self, objects: tuple[OpenObject, ...], beyond: frozenset[str], begins: int = 0, listed: int = 0
    ) -> None:
        """Take where in the stream the objects begin, and how many of them stand in its index already."""
        self._begins = begins
        self._listed = listed
        self._joined: list[bytes] = []
        self._at: dict[_Place, list[int]] = {}
        lengths: list[int] = []
        counted: list[dict[_Place, int]] = []
        for each in objects:
            first = len(self._joined)
            counted.append(self._take(each.body, beyond))
            self._joined.append(b"\n")
            lengths.append(sum(map(len, self._joined[first:])))
        self._places = tuple(self._at)
        counts = [tuple(each.get(place, 0) for place in self._places) for each in counted]
        # few objects differ in which values they hold, so that how much these add is reckoned a few times only
        self._patterns = tuple(dict.fromkeys(counts))
        self._sizes = [(own, self._patterns.index(pattern)) for own, pattern in zip(lengths, counts, strict=True)]
        self._pairs = b" ".join(b"%d %%d" % each.number for each in objects[listed:])

    def _take(self, body: bytes, beyond: frozenset[str]) -> dict[_Place, int]:
        """Append an object's pieces; return how often it holds each value."""
        counts: dict[_Place, int] = {}
        for piece in pieces(body):
            for part in (piece,) if isinstance(piece, bytes) else _opened(*piece, beyond):
                if isinstance(part, _Place):
                    counts[part] = counts.get(part, 0) + 1
                    self._at.setdefault(part, []).append(len(self._joined))
                    self._joined.append(b"")
                else:
                    self._joined.append(part)
        return counts

    def joined(self, values: Mapping[str, str]) -> tuple[bytes, bytes]:
        """Return the objects' numbers and offsets, and the objects."""
        joined = self._joined.copy()
        lengths = []
        for place in self._places:
            value = values[place.standin]
            encoded = escaped(wide_encoded(value) if place.wide else doc_encoded(value))
            lengths.append(len(encoded))
            for index in self._at[place]:
                joined[index] = encoded
        # the last object's end of line is one too many, and does no harm
        return self._index(lengths), b"".join(joined)

    def _index(self, lengths: list[int]) -> bytes:
        """Return the objects' numbers and offsets, for values of these lengths."""
        added = [sum(map(mul, counts, lengths)) for counts in self._patterns]
        sizes = [own + added[pattern] for own, pattern in self._sizes]
        offsets = tuple(accumulate(sizes[:-1], initial=self._begins)) if sizes else ()
        return self._pairs % offsets[self._listed :]


def _opened(kind: Kind, text: str, beyond: frozenset[str]) -> tuple[bytes | _Place, ...]:
    return (_Place(text, wide=False),) if kind is Kind.INNER else in_parts(text, beyond)


@lru_cache(maxsize=2048)
def in_parts(text: str, beyond: frozenset[str]) -> tuple[bytes | _Place, ...]:
    """Return the pieces of a text string (7.9.2.2), the values in it left open."""
    found = parts(text)
    wide = any(part in beyond if part in EVERY else not encodable(part) for part in found)
    encode = wide_encoded if wide else doc_encoded
    inner = [_Place(part, wide) if part in EVERY else escaped(encode(part)) for part in found]
    return (b"(\xfe\xff" if wide else b"(", *inner, b")")
