"""The file: numbered objects to bytes, with object streams and a cross-reference stream (ISO 32000-1, 7.5).

What is the same for every person's copy stands first, what is personal last, so that copies of one worksheet differ in
their last part only. Nothing depends on a clock: the identifier is a digest of the content.
"""

from __future__ import annotations

from enum import IntEnum
from struct import Struct
from typing import TYPE_CHECKING

from generator.pdf.holes import open_in
from generator.pdf.moulding import Mould
from generator.pdf.packing import OpenObject
from generator.pdf.streams import FAST, numbered, stream
from generator.pdf.template import OpenStream, Plan, Template

if TYPE_CHECKING:
    from generator.pdf.embedding import FontSet

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PER_OBJECT_STREAM = 1000


class Section(IntEnum):
    """Where in the file an object stands."""

    CONSTANT = 0
    """The same in each person's copy of a worksheet."""
    PERSONAL = 1
    """Written anew for each copy: whatever has a hole, and what is told to be."""


_ROW = Struct(">BIH").pack
"""An entry of the cross-reference stream (7.5.8.3): its kind; the offset, or the number of the object stream; the order
within the object stream."""
_FREE = _ROW(0, 0, 65535)
_NONE = _ROW(0, 0, 0)
_OPEN = _ROW(1, 0, 0)
"""An object that stands where the filled template ends up having it."""


class Objects:
    """Objects put together to a file; numbers are given when asked for, bodies may follow later."""

    def __init__(self) -> None:
        self._count = 0
        self._packed: list[OpenObject] = []
        self._streams: list[tuple[int, bytes]] = []
        self._open_packed: list[OpenObject] = []
        self._open_streams: list[OpenStream] = []

    def reserve(self) -> int:
        """Return the number of an object whose body follows."""
        self._count += 1
        return self._count

    def add(self, body: bytes, identifier: int = 0, section: Section = Section.CONSTANT) -> int:
        """Add an object that is no stream; return its number."""
        identifier = identifier or self.reserve()
        personal = section is Section.PERSONAL or open_in(body)
        (self._open_packed if personal else self._packed).append(OpenObject(identifier, body))
        return identifier

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

    def template(self, root: int, info: int, font_set: FontSet, opening: str = "") -> Template:
        """Return the file, with its holes open; every definition put in begins with ``opening``."""
        parts = [HEADER]
        places = {0: _FREE}
        position = len(HEADER)
        for identifier, body in self._constant(places):
            places[identifier] = _ROW(1, position, 0)
            parts.append(numbered(identifier, body))
            position += len(parts[-1])
        places.update({each.number: _OPEN for each in self._open_streams})
        mould = Mould(tuple(self._open_packed), opening)
        packed, last = self.reserve(), self.reserve()
        places[last] = _OPEN
        places[packed] = _OPEN if mould.numbers else _NONE
        places.update({each: _ROW(2, packed, order) for order, each in enumerate(mould.numbers)})
        return Template(
            Plan(
                constant=b"".join(parts),
                rows=b"".join([places[identifier] for identifier in sorted(places)]),
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

    def _constant(self, places: dict[int, bytes]) -> list[tuple[int, bytes]]:
        """Return the constant objects as they stand in the file, and note the rows of those in object streams."""
        laid_out = self._streams.copy()
        for start in range(0, len(self._packed), PER_OBJECT_STREAM):
            together = self._packed[start : start + PER_OBJECT_STREAM]
            identifier = self.reserve()
            places.update({each.number: _ROW(2, identifier, order) for order, each in enumerate(together)})
            laid_out.append((identifier, object_stream(together)))
        return laid_out


def object_stream(objects: list[OpenObject]) -> bytes:
    """Return an object stream (7.5.7)."""
    index: list[str] = []
    offset = 0
    for each in objects:
        index.append(f"{each.number} {offset}")
        offset += len(each.body) + 1
    head = " ".join(index).encode() + b"\n"
    data = head + b"\n".join(each.body for each in objects)
    return stream(b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head)), data)
