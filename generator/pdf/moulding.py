"""The object stream of what is personal (ISO 32000-1, 7.5.7): what is alike in all copies is deflated once.

First stand the objects that have nothing personal but the identity, then one up to where the definition varies. Every
identity is of one length, so that the offsets stay. In the deflated data it stands once as it is, in a stored block
(RFC 1951, 3.2.4); wherever it is repeated, a reference leads back there. What follows is deflated for each copy, by a
packer that knows what stands before it. Where that cannot be had, all of it is deflated for each copy.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from itertools import chain
from operator import mul
from typing import TYPE_CHECKING

from generator.pdf.holes import Kind, hole, pieces
from generator.pdf.packing import Chunk, Packed, in_parts, index, joined, offsets
from generator.pdf.places import APART
from generator.pdf.streams import FAST, LITTLE_MEMORY, PRIME, THOROUGH, joined_sums, stored, stream
from generator.pdf.syntax import encodable, escaped
from generator.standins import DEFINITION, IDENTITY, holds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SEAT = bytes(range(0xF0, 0xFA))
"""Stands for the identity while the mould is made: as many bytes, in no other text of a widget."""
_SHORTEST_MATCH = 3
_REACHING_BACK = [_SEAT[start : start + _SHORTEST_MATCH] for start in range(len(_SEAT) - _SHORTEST_MATCH + 1)]
"""Of these the packer might make references to where the identity stands."""
_TRIAL = b"0123456789"
_LEVEL = 4
"""Between thorough and fast: some moulds are filled once only."""
_ZLIB = b"\x78\xda"
_WINDOW = 1 << zlib.MAX_WBITS
_OPEN = hole(Kind.STRING, DEFINITION)


def mouldable(body: bytes) -> bool:
    """Tell whether an object has nothing personal but the identity, and no byte of what stands for it."""
    return _SEAT not in body and all(_is_identity(*piece) for piece in pieces(body)[1::2])


@lru_cache(maxsize=4096)
def _is_identity(kind: Kind, text: str) -> bool:
    return kind is Kind.STRING and text.replace(IDENTITY, "").isascii() and not holds(text.replace(IDENTITY, ""))


class Mould:
    """An object stream to be filled."""

    def __init__(self, alike: Sequence[Chunk], varied: Sequence[Chunk], opening: str = "") -> None:
        """Take the objects, those that are ``mouldable`` first, and what the definition of every copy begins with."""
        defining, others = _parted(varied, opening)
        self._chunks = (*alike, *defining, *others)
        self.numbers = tuple(chain.from_iterable(each.numbers for each in self._chunks))
        """The objects' numbers, in the order of the stream."""
        begun = [each.data + APART for each in alike]
        rest = [each.data for each in others]
        for each in defining:
            before, _, behind = each.data.partition(_OPEN)
            begun.append(b"%b(%b" % (before, escaped(opening.encode())))
            rest.insert(0, hole(Kind.INNER, DEFINITION) + b")" + behind)
        self._opening = len(opening) if defining else 0
        self._data = _seated(b"".join(begun))
        self._rest = APART.join(rest)
        self._listed = len(self.numbers) - sum(len(each.numbers) for each in others)
        self._index = index(self.numbers[: self._listed], offsets(self._data)[: self._listed])
        self._packed: dict[frozenset[str], Packed] = {}
        self._alike = _alike(self._index, self._data)

    def filled(self, values: Mapping[str, str]) -> bytes:
        """Return the body of the object stream with these values."""
        beyond = frozenset([key for key, value in values.items() if not encodable(value)])
        identity = values[IDENTITY].encode()
        if _SEAT in self._data and not _is_usual(identity):
            data = Packed(joined(self._chunks), beyond).filled(values)
            return _stream(index(self.numbers, offsets(data)), data, len(self.numbers), FAST)
        if self._opening:
            values = {**values, DEFINITION: values[DEFINITION][self._opening :]}
        data = self._packed_with(beyond).filled(values)
        unlisted = self.numbers[self._listed :]
        further = index(unlisted, offsets(data, len(self._data))[-len(unlisted) :]) if unlisted else b""
        if not self._alike or _reaches_back(data):
            data = self._data.replace(_SEAT, identity) + data
            level = FAST if self._alike or self._rest else THOROUGH
            return _stream(self._index + further, data, len(self.numbers), level)
        entries = _entries(len(self.numbers), len(self._index) + len(further))
        return stream(entries, self._alike.deflated(further + b"\n", identity, data), deflated=True)

    def _packed_with(self, beyond: frozenset[str]) -> Packed:
        """Return the form of what follows for values of which these, and no others, need UTF-16."""
        if beyond not in self._packed:
            self._packed[beyond] = Packed(self._rest, beyond)
        return self._packed[beyond]


def _stream(pairs: bytes, data: bytes, count: int, level: int) -> bytes:
    return stream(_entries(count, len(pairs)), b"%b\n%b" % (pairs, data), level=level)


def _entries(count: int, length: int) -> bytes:
    """Return an object stream's entries, for so many objects and an index of this length."""
    return b"/Type/ObjStm/N %d/First %d" % (count, length + 1)


def _parted(varied: Sequence[Chunk], opening: str) -> tuple[list[Chunk], list[Chunk]]:
    """Return the object that has the definition, if what stands before that is alike in all copies, and the others."""
    others = list(varied)
    for place, chunk in enumerate(varied if opening else ()):
        if _OPEN not in chunk.data:
            continue
        for number, body in chunk.each():
            before, defined, _ = body.partition(_OPEN)
            if defined and mouldable(before):
                left = [Chunk((other,), rest) for other, rest in chunk.each() if other != number]
                return [Chunk((number,), body)], [*others[:place], *left, *others[place + 1 :]]
    return [], others


def _seated(body: bytes) -> bytes:
    """Return an object with what stands for the identity."""
    return b"".join([piece if isinstance(piece, bytes) else _seated_text(piece[1]) for piece in pieces(body)])


@lru_cache(maxsize=4096)
def _seated_text(text: str) -> bytes:
    return b"".join([part if isinstance(part, bytes) else _SEAT for part in in_parts(text, frozenset())])


def _is_usual(identity: bytes) -> bool:
    return len(identity) == len(_SEAT) and identity.isalnum()


def _reaches_back(data: bytes) -> bool:
    return not data.isascii() and any(run in data for run in _REACHING_BACK)


class _Alike:
    """What copies have alike, deflated: the index, and what stands before and behind the first identity."""

    def __init__(self, index: bytes, data: bytes, deflated: tuple[bytes, bytes, bytes]) -> None:
        """Take the index and the data, and of these deflated: the index, and what is before and behind a seat."""
        self._index, *self._parts = deflated
        self._index_sum = zlib.adler32(index)
        self._sum = _Sum(data)
        self._known = data[-_WINDOW:]
        self._packer: zlib._Compress | None = None
        self._begun = False

    def deflated(self, index: bytes, identity: bytes, rest: bytes) -> bytes:
        """Return the whole stream's data: with the rest of the index, an identity, and what follows."""
        follower = self._follower()
        before, behind = self._parts
        total = joined_sums(zlib.adler32(index, self._index_sum), self._sum.of(identity), self._sum.length)
        parts = [_ZLIB, self._index, stored(len(index)), index]
        parts += [before, stored(len(identity)), identity, behind, follower.compress(rest), follower.flush()]
        return b"".join([*parts, zlib.adler32(rest, total).to_bytes(4)])

    def _follower(self) -> zlib._Compress:
        """Return a packer that knows what stands before; one to copy is kept once there is more than one file."""
        # one only: copying a packer is a quarter of what a whole file costs
        if self._packer is None:
            packer = zlib.compressobj(
                FAST, zlib.DEFLATED, -zlib.MAX_WBITS, LITTLE_MEMORY, zlib.Z_DEFAULT_STRATEGY, self._known
            )
            if not self._begun:
                self._begun = True
                return packer
            self._packer = packer
        return self._packer.copy()


def _alike(index: bytes, data: bytes) -> _Alike | None:
    """Return what copies have alike; nothing where no identity stands in it, or something has some of its bytes."""
    before, seat, behind = data.partition(_SEAT)
    if not seat:
        return None
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    listed = packer.compress(index) + packer.flush(zlib.Z_FULL_FLUSH)  # nothing refers back over what is put behind it
    first = packer.compress(before) + packer.flush(zlib.Z_SYNC_FLUSH)
    packer.compress(seat)  # into the window only
    packer.flush(zlib.Z_SYNC_FLUSH)
    second = packer.compress(behind) + packer.flush(zlib.Z_SYNC_FLUSH)
    if not data.replace(_SEAT, b"").isascii():  # there may be references to bytes of the seat that are no identity
        trial = b"".join([first, stored(len(_TRIAL)), _TRIAL, second])
        if zlib.decompressobj(-zlib.MAX_WBITS).decompress(trial) != data.replace(_SEAT, _TRIAL):
            return None
    return _Alike(index, data, (listed, first, second))


class _Sum:
    """The Adler-32 checksum (RFC 1950, 8.2) of data with seats, reckoned from what each byte of an identity adds."""

    def __init__(self, data: bytes) -> None:
        self.length = len(data)
        blank = zlib.adler32(data.replace(_SEAT, bytes(len(_SEAT))))
        self._low, self._high = blank & 0xFFFF, blank >> 16
        self._seats = data.count(_SEAT)
        weight, start = 0, data.find(_SEAT)
        while start >= 0:
            weight += self.length - start
            start = data.find(_SEAT, start + len(_SEAT))
        self._weights = [weight - self._seats * place for place in range(len(_SEAT))]

    def of(self, identity: bytes) -> int:
        """Return the checksum with this identity."""
        low = self._low + self._seats * sum(identity)
        high: int = self._high + sum(map(mul, self._weights, identity))
        return (high % PRIME) << 16 | low % PRIME
