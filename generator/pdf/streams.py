"""Streams and object streams (ISO 32000-1, 7.3.8 and 7.5.7)."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Below this, deflating a stream saves less than naming the filter costs.
_SHORTEST_DEFLATED = 64
THOROUGH = 9
"""The level for what is deflated once."""
LITTLE_MEMORY = 7
FAST = 1
"""The level for what is deflated for each copy."""


def stream(entries: bytes, data: bytes, *, deflated: bool = False, level: int = THOROUGH) -> bytes:
    """Return a stream object's body; ``deflated`` tells that the data is so already, level 0 that it is to stay plain.

    The end-of-line before ``endstream`` is PDF/A's (ISO 19005-3, 6.1.7.1).
    """
    if level and not deflated and len(data) >= _SHORTEST_DEFLATED:
        data, deflated = _quickly(data) if level == FAST else _deflated(data, level), True
    encoded = b"/Filter/FlateDecode" if deflated else b""
    return b"<<%b%b/Length %d>>stream\n%b\nendstream" % (entries, encoded, len(data), data)


@lru_cache(maxsize=32)
def _deflated(data: bytes, level: int) -> bytes:
    """Return data deflated; remembered, for documents in one go have pages, fonts and structure in common."""
    return zlib.compress(data, level)


def _quickly(data: bytes) -> bytes:
    # with less memory than usual, which costs more to get and to clear than it brings here
    packer = zlib.compressobj(FAST, zlib.DEFLATED, zlib.MAX_WBITS, LITTLE_MEMORY)
    return packer.compress(data) + packer.flush()


def numbered(number: int, body: bytes) -> bytes:
    """Return an indirect object (7.3.10)."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def joined_sums(first: int, second: int, length: int) -> int:
    """Return the Adler-32 checksum (RFC 1950, 8.2) of two texts, from those of each and the length of the second."""
    low = first & 0xFFFF
    high = (first >> 16) + (second >> 16) + length * (low - 1)
    return (high % PRIME) << 16 | (low + (second & 0xFFFF) - 1) % PRIME


class Opened:
    """Data that begins alike, that beginning deflated but once; what follows is short, and stands as it is."""

    def __init__(self, beginning: bytes) -> None:
        packer = zlib.compressobj(THOROUGH, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._beginning = _ZLIB + _flushed(beginning, packer)
        self._sum = zlib.adler32(beginning)

    def filled(self, rest: bytes) -> bytes:
        """Return the data deflated, with this behind its beginning."""
        if len(rest) > _LONGEST_PLAIN:
            packer = zlib.compressobj(FAST, zlib.DEFLATED, -zlib.MAX_WBITS)
            behind = packer.compress(rest) + packer.flush()
        else:
            behind = b"\1%b%b" % (stored(len(rest))[1:], rest)
        return b"%b%b%b" % (self._beginning, behind, zlib.adler32(rest, self._sum).to_bytes(4))


class Spliced:
    """Data that changes in a few places only, deflated but there (RFC 1950 and 1951).

    What stays is deflated once. What changes stands between as it is, in stored blocks.
    """

    def __init__(self, data: bytes, changing: Iterable[int], length: int) -> None:
        """Take the data, and where so many bytes of it change."""
        self._parts: list[tuple[int, int, bytes]] = []
        end = 0
        packer = zlib.compressobj(THOROUGH, zlib.DEFLATED, -zlib.MAX_WBITS)
        for start, stop in _near(changing, length):
            self._parts.append((start, stop, _flushed(data[end:start], packer) + stored(stop - start)))
            end = stop
        self._rest = _flushed(data[end:], packer) + _LAST

    def filled(self, data: bytes) -> bytes:
        """Return the data deflated; it differs from the first in what changes only."""
        parts = [_ZLIB]
        for start, stop, before in self._parts:
            parts += (before, data[start:stop])
        return b"".join([*parts, self._rest, zlib.adler32(data).to_bytes(4, "big")])


PRIME = 65521
"""What both halves of an Adler-32 checksum are modulo of."""
_LONGEST_PLAIN = 1000
_ZLIB = b"\x78\x01"
_LAST = b"\x03\x00"
"""An empty block, the last."""
_GAP = 24
"""Changing places that are nearer to each other are one."""


def _near(starts: Iterable[int], length: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start in sorted(starts):
        if found and start - found[-1][1] < _GAP:
            found[-1] = (found[-1][0], start + length)
        else:
            found.append((start, start + length))
    return found


def _flushed(data: bytes, packer: zlib._Compress) -> bytes:
    """Return data deflated as blocks of which none is the last, up to a whole byte; on nothing before it."""
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH) if data else b""


def stored(length: int) -> bytes:
    """Return the head of a stored block."""
    return b"\0" + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little")
