"""The file: numbered objects to bytes, with object streams and a cross-reference stream (ISO 32000-1, 7.5).

What is the same for every person's copy stands first, what is personal last, so that copies of one worksheet differ in
their last part only. Nothing depends on a clock: the identifier is a digest of the content.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from struct import Struct
from typing import TYPE_CHECKING

from generator.pdf.holes import open_in
from generator.pdf.moulding import Mould, mouldable
from generator.pdf.packing import Chunk, index, joined, offsets
from generator.pdf.streams import FAST, numbered, stream
from generator.pdf.template import OpenStream, Plan, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.pdf.font_embedding import FontSet
    from generator.pdf.places import Some

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PER_OBJECT_STREAM = 150
"""So few that the first ones, of what does not depend on a selection, are the same for many and deflated once."""
_LEVEL = 4
"""Of object streams: numbers hardly get smaller with more searching, which takes three times as long."""


class Section(IntEnum):
    """Where in the file an object stands."""

    CONSTANT = 0
    """The same in each person's copy of a worksheet."""
    ALIKE = 1
    """Written anew for each copy, with nothing personal but the identity."""
    PERSONAL = 2
    """Written anew for each copy: whatever has a hole, and what is told to be."""


_COLUMNS = 7
_ROW = Struct(">BIH").pack
"""An entry of the cross-reference stream (7.5.8.3): its kind; the offset, or the number of the object stream; the order
within the object stream."""
_FREE = _ROW(0, 0, 65535)
_ORDERS: list[bytes] = []
"""The orders within an object stream as they are written."""
_OPEN = _ROW(1, 0, 0)
"""An object that stands where the filled template ends up having it."""


class Objects:
    """Objects put together to a file; numbers are given when asked for, bodies may follow later."""

    def __init__(self) -> None:
        self._count = 0
        self._packed: dict[Section, list[Chunk]] = {each: [] for each in Section}
        self._streams: list[tuple[int, bytes]] = []
        self._open_streams: list[OpenStream] = []

    def reserve(self, count: int = 1) -> int:
        """Return the first of so many numbers of objects whose bodies follow."""
        self._count += count
        return self._count - count + 1

    def add(self, body: bytes, identifier: int = 0, section: Section = Section.CONSTANT) -> int:
        """Add an object that is no stream, in one line; return its number."""
        identifier = identifier or self.reserve()
        if section is Section.PERSONAL or open_in(body):
            section = Section.ALIKE if mouldable(body) else Section.PERSONAL
        self.add_several((identifier,), body, section)
        return identifier

    def add_several(self, numbers: Sequence[int], bodies: bytes, section: Section) -> None:
        """Add objects of these numbers, their bodies joined (``places.APART``), all of one section."""
        self._packed[section].append(Chunk(numbers, bodies))

    def add_some(self, some: Some, first: int, told: Sequence[object], section: Section) -> None:
        """Add some of a row of objects, of which the first has this number, with what stands in their places."""
        if some.indices:
            self.add_several([first + index for index in some.indices], some.form.filled(told), section)

    def add_stream(
        self,
        entries: bytes,
        data: bytes,
        section: Section = Section.CONSTANT,
        *,
        deflated: bool = False,
        plain: bool = False,
    ) -> int:
        """Add a stream with these further entries of its dictionary.

        ``deflated`` tells that the data is so already, ``plain`` that a personal stream is not worth deflating. Only
        the personal ones have holes: their data must have no carriage returns otherwise.
        """
        identifier = self.reserve()
        if section is Section.PERSONAL:
            self._open_streams.append(OpenStream(identifier, entries, data, 0 if plain else FAST))
        else:
            self._streams.append((identifier, stream(entries, data, deflated=deflated)))
        return identifier

    def add_encoded(self, body: bytes) -> int:
        """Add a constant stream whose body is written already (``streams.stream``)."""
        identifier = self.reserve()
        self._streams.append((identifier, body))
        return identifier

    def template(self, root: int, info: int, font_set: FontSet, opening: str = "") -> Template:
        """Return the file, with its holes open; every definition put in begins with ``opening``."""
        together = list(_together(self._packed[Section.CONSTANT]))
        mould = Mould(self._packed[Section.ALIKE], self._packed[Section.PERSONAL], opening)
        first = self.reserve(len(together))
        packed, last = self.reserve(), self.reserve()
        rows = _Rows(self._count)
        parts = [HEADER]
        position = len(HEADER)
        digest = blake2b(digest_size=16)
        for number, chunks in enumerate(together, first):
            rows.inside(number, [each for chunk in chunks for each in chunk.numbers])
            self._streams.append((number, object_stream(chunks)))
        for identifier, body in self._streams:
            rows.at(identifier, _ROW(1, position, 0))
            parts.append(numbered(identifier, body))
            position += len(parts[-1])
            digest.update(b"%d %b" % (identifier, _digest(body)))
        for each in (*(each.number for each in self._open_streams), last):
            rows.at(each, _OPEN)
        if mould.numbers:
            rows.at(packed, _OPEN)
            rows.inside(packed, mould.numbers)
        return Template(
            Plan(
                constant=b"".join(parts),
                digest=digest,
                rows=rows.told(),
                streams=tuple(self._open_streams),
                mould=mould,
                packed=packed,
                opening=opening,
                last=last,
                root=root,
                info=info,
            ),
            font_set,
        )


@lru_cache(maxsize=64)
def _digest(body: bytes) -> bytes:
    """Return the digest of a stream; remembered, for documents in one go have fonts and pages in common."""
    return blake2b(body, digest_size=16).digest()


class _Rows:
    """The entries of the cross-reference stream."""

    def __init__(self, count: int) -> None:
        self._rows = [bytes(_COLUMNS)] * (count + 1)
        self._rows[0] = _FREE

    def at(self, number: int, row: bytes) -> None:
        """Tell the entry of an object."""
        self._rows[number] = row

    def inside(self, stream: int, numbers: Sequence[int]) -> None:
        """Tell which objects stand in an object stream, in this order."""
        rows, head = self._rows, b"\2" + stream.to_bytes(4)
        _ORDERS.extend(order.to_bytes(2) for order in range(len(_ORDERS), len(numbers)))
        for number, order in zip(numbers, _ORDERS, strict=False):
            rows[number] = head + order

    def told(self) -> bytes:
        """Return all entries."""
        return b"".join(self._rows)


def _together(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    """Yield the objects of each object stream."""
    some: list[Chunk] = []
    count = 0
    for chunk in chunks:
        if some and count + len(chunk.numbers) > PER_OBJECT_STREAM:
            yield some
            some, count = [], 0
        some.append(chunk)
        count += len(chunk.numbers)
    if some:
        yield some


def object_stream(chunks: Sequence[Chunk]) -> bytes:
    """Return an object stream (7.5.7)."""
    data = joined(chunks)
    numbers = [number for chunk in chunks for number in chunk.numbers]
    head = index(numbers, offsets(data))
    return stream(b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(head)), head + data, level=_LEVEL)
