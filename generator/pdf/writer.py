"""The file: numbered objects to bytes, with object streams and a cross-reference stream (ISO 32000-1, 7.5).

What is the same for every person's copy stands first, what is personal last, so that copies of one worksheet differ in
their last part only. Nothing depends on a clock: the identifier is a digest of the content.
"""

from __future__ import annotations

import zlib
from enum import IntEnum
from hashlib import blake2b
from typing import NamedTuple

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PER_OBJECT_STREAM = 200
# Below this, deflating a stream saves less than naming the filter costs.
_SHORTEST_DEFLATED = 64
_LEVEL = 6


class Section(IntEnum):
    """Where in the file an object stands."""

    CONSTANT = 0
    """The same in each person's copy of a worksheet, as far as the names' place in it does not vary."""
    PERSONAL = 1
    """Fields, metadata, attachments, the catalogue."""


class _Packed(NamedTuple):
    number: int
    body: bytes


class _Plain(NamedTuple):
    number: int
    body: bytes


class _Place(NamedTuple):
    """An entry of the cross-reference stream (7.5.8.3)."""

    kind: int
    position: int
    """The offset, or the number of the object stream."""
    order: int
    """The order within the object stream."""


_FREE = _Place(0, 0, 65535)


class Objects:
    """Objects put together to a file; numbers are given when asked for, bodies may follow later."""

    def __init__(self) -> None:
        self._count = 0
        self._objects: dict[Section, list[_Packed | _Plain]] = {section: [] for section in Section}

    def reserve(self) -> int:
        """Return the number of an object whose body follows."""
        self._count += 1
        return self._count

    def add(self, body: bytes, identifier: int = 0, section: Section = Section.CONSTANT) -> int:
        """Add an object that is no stream; return its number."""
        identifier = identifier or self.reserve()
        self._objects[section].append(_Packed(identifier, body))
        return identifier

    def add_stream(
        self, entries: bytes, data: bytes, section: Section = Section.CONSTANT, *, deflated: bool = False
    ) -> int:
        """Add a stream with these further entries of its dictionary; ``deflated`` tells that the data is so already."""
        identifier = self.reserve()
        self._objects[section].append(_Plain(identifier, stream(entries, data, deflated=deflated)))
        return identifier

    def written(self, root: int, info: int) -> bytes:
        """Return the file."""
        parts = [_HEADER]
        places = {0: _FREE}
        position = len(_HEADER)
        for section in Section:
            for identifier, body in self._laid_out(section, places):
                places[identifier] = _Place(1, position, 0)
                parts.append(b"%d 0 obj\n%b\nendobj\n" % (identifier, body))
                position += len(parts[-1])
        digest = blake2b(b"".join(parts), digest_size=16).hexdigest().encode()
        last = self.reserve()
        places[last] = _Place(1, position, 0)
        entries = b"/Type/XRef/Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (last + 1, root, info, digest, digest)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (last, _cross_reference(entries, places)))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % position)
        return b"".join(parts)

    def _laid_out(self, section: Section, places: dict[int, _Place]) -> list[tuple[int, bytes]]:
        """Return a section's objects as they stand in the file, and note the places of those inside object streams."""
        packed = [each for each in self._objects[section] if isinstance(each, _Packed)]
        laid_out = [(each.number, each.body) for each in self._objects[section] if isinstance(each, _Plain)]
        for start in range(0, len(packed), _PER_OBJECT_STREAM):
            together = packed[start : start + _PER_OBJECT_STREAM]
            identifier = self.reserve()
            places.update({each.number: _Place(2, identifier, index) for index, each in enumerate(together)})
            laid_out.append((identifier, _object_stream(together)))
        return laid_out


def stream(entries: bytes, data: bytes, *, deflated: bool = False) -> bytes:
    """Return a stream object's body; the end-of-line before ``endstream`` is PDF/A's (ISO 19005-3, 6.1.7.1)."""
    if not deflated and len(data) >= _SHORTEST_DEFLATED:
        data, deflated = zlib.compress(data, _LEVEL), True
    encoded = b"/Filter/FlateDecode" if deflated else b""
    return b"<<%b%b/Length %d>>stream\n%b\nendstream" % (entries, encoded, len(data), data)


def _object_stream(objects: list[_Packed]) -> bytes:
    """Return an object stream (7.5.7)."""
    index: list[str] = []
    offset = 0
    for each in objects:
        index.append(f"{each.number} {offset}")
        offset += len(each.body) + 1
    head = " ".join(index).encode() + b"\n"
    data = head + b"\n".join(each.body for each in objects)
    return stream(b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head)), data)


def _cross_reference(entries: bytes, places: dict[int, _Place]) -> bytes:
    """Return the cross-reference stream (7.5.8)."""
    rows = [
        place.kind.to_bytes(1, "big") + place.position.to_bytes(4, "big") + place.order.to_bytes(2, "big")
        for _, place in sorted(places.items())
    ]
    return stream(entries + b"/W[1 4 2]", b"".join(rows))
