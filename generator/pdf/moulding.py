"""The object stream of what has nothing personal but the identity (ISO 32000-1, 7.5.7): deflated once for all copies.

Every identity is of one length, so that the offsets stay. In the deflated data it stands once as it is, in a stored
block (RFC 1951, 3.2.4); wherever it is repeated, a reference leads back there. Where that cannot be had, which is
tried when the mould is made, the data is deflated for each copy.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.pdf.holes import Kind, pieces
from generator.pdf.packing import in_parts
from generator.pdf.streams import FAST, stored, stream
from generator.standins import IDENTITY, holds

if TYPE_CHECKING:
    from generator.pdf.packing import OpenObject

_SEAT = bytes(range(0xF0, 0xFA))
"""Stands for the identity while the mould is made: as many bytes, in no other text of a widget."""
_TRIAL = b"0123456789"
_LEVEL = 6
"""Between thorough and fast: some moulds are filled once only."""
_ZLIB = b"\x78\xda"


def mouldable(body: bytes) -> bool:
    """Tell whether an object has nothing personal but the identity, and no byte of what stands for it."""
    return _SEAT not in body and all(_is_identity(*piece) for piece in pieces(body)[1::2])


@lru_cache(maxsize=4096)
def _is_identity(kind: Kind, text: str) -> bool:
    return kind is Kind.STRING and text.replace(IDENTITY, "").isascii() and not holds(text.replace(IDENTITY, ""))


class Mould:
    """An object stream to be filled with an identity."""

    def __init__(self, objects: tuple[OpenObject, ...]) -> None:
        bodies = [_seated(each.body) for each in objects]
        offset, index = 0, []
        for each, body in zip(objects, bodies, strict=True):
            index.append(b"%d %d" % (each.number, offset))
            offset += len(body) + 1
        head = b" ".join(index) + b"\n"
        self._entries = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
        self._data = head + b"\n".join(bodies)
        self._deflated = _deflated(self._data)

    def filled(self, identity: str) -> bytes | None:
        """Return the body of the object stream; nothing where this cannot be the identity of a worksheet."""
        if _SEAT not in self._data:
            return stream(self._entries, self._data)
        if len(identity) != len(_SEAT) or not identity.isalnum() or not identity.isascii():
            return None
        data = self._data.replace(_SEAT, identity.encode())
        if self._deflated is None:
            return stream(self._entries, data, level=FAST)
        return stream(self._entries, _joined(self._deflated, identity.encode(), data), deflated=True)


def _seated(body: bytes) -> bytes:
    """Return an object with what stands for the identity."""
    return b"".join([piece if isinstance(piece, bytes) else _seated_text(piece[1]) for piece in pieces(body)])


@lru_cache(maxsize=4096)
def _seated_text(text: str) -> bytes:
    return b"".join([part if isinstance(part, bytes) else _SEAT for part in in_parts(text, frozenset())])


def _deflated(data: bytes) -> tuple[bytes, bytes] | None:
    """Return what stands before and behind the first identity, deflated; nothing where it holds another one's bytes."""
    before, seat, behind = data.partition(_SEAT)
    if not seat:
        return None
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    first = packer.compress(before) + packer.flush(zlib.Z_SYNC_FLUSH)
    packer.compress(seat)  # into the window only
    packer.flush(zlib.Z_SYNC_FLUSH)
    parts = first, packer.compress(behind) + packer.flush()
    trial = data.replace(_SEAT, _TRIAL)
    try:
        came_out = zlib.decompress(_joined(parts, _TRIAL, trial))
    except zlib.error:  # the check sum is another
        return None
    return parts if came_out == trial else None


def _joined(parts: tuple[bytes, bytes], identity: bytes, data: bytes) -> bytes:
    before, behind = parts
    return b"".join([_ZLIB, before, stored(len(identity)), identity, behind, zlib.adler32(data).to_bytes(4, "big")])
