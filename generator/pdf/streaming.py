"""A file written as it grows: of an object that is written, only its place is kept (ISO 32000-1, 7.5)."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from generator.errors import AllianceError, ExitCode
from generator.pdf.crossing import Crossing
from generator.pdf.packing import Chunk
from generator.pdf.streams import THOROUGH, numbered, stream
from generator.pdf.writer import HEADER, object_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


_PER_OBJECT_STREAM = 200
_MOST_OBJECTS = 8_388_607
"""What readers need not go beyond (annex C)."""


class TooManyObjects(AllianceError):
    """The file would have more objects than readers take."""

    exit_code = ExitCode.INVALID_INPUT

    def __init__(self) -> None:
        super().__init__(
            f"This would be a PDF of more than {_MOST_OBJECTS:,} objects, which readers need not take. "
            "Divide the roster by rows, and make a packet of each part."
        )


class StreamedFile:
    """Objects to a file; numbers are given when asked for, and bodies follow soon: what waits for them is held."""

    def __init__(self, write: Callable[[bytes], object], reserved: int) -> None:
        """Take what writes bytes, and how many numbers, from 1 on, get their bodies last."""
        self._write = write
        self._crossing = Crossing(reserved)
        self._digest = blake2b(digest_size=16)
        self._waiting: list[Chunk] = []
        self._count = reserved
        self.length = 0
        """The bytes written so far."""
        self._put(HEADER)

    def reserve(self, count: int = 1) -> int:
        """Return the first of so many numbers. Raises ``TooManyObjects``."""
        self._count += count
        if self._count > _MOST_OBJECTS:
            raise TooManyObjects
        return self._count - count + 1

    def add(self, body: bytes, number: int = 0) -> int:
        """Add an object that is no stream, for an object stream; return its number."""
        number = number or self.reserve()
        self._waiting.append(Chunk((number,), body))
        if len(self._waiting) == _PER_OBJECT_STREAM:
            self.flush()
        return number

    def flush(self) -> None:
        """Write what waits for an object stream."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.inside([each.numbers[0] for each in waiting], self.add_encoded(object_stream(waiting)))
        self._crossing.settle()

    def add_stream(
        self, entries: bytes, data: bytes, number: int = 0, *, deflated: bool = False, plain: bool = False
    ) -> int:
        """Write a stream, which is ``deflated`` already or stays ``plain``; return its number."""
        return self.add_encoded(stream(entries, data, deflated=deflated, level=0 if plain else THOROUGH), number)

    def add_encoded(self, body: bytes, number: int = 0) -> int:
        """Write an object whose body is whole; return its number."""
        number = number or self.reserve()
        self._crossing.at(number, self.length)
        self._put(numbered(number, body))
        return number

    def inside(self, numbers: Sequence[int], packed: int) -> None:
        """Tell that objects of these numbers stand in an object stream, in this order."""
        self._crossing.inside(numbers, packed)

    def finish(self, root: int, info: int) -> None:
        """Write what is left, and the cross-reference stream."""
        self.flush()
        last = self.reserve()
        position = self.length
        self._crossing.at(last, position)
        entries, data = self._crossing.finished()
        name = self._digest.hexdigest().encode()
        trailer = b"/Type/XRef/Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (last + 1, root, info, name, name)
        self._put(numbered(last, stream(trailer + entries, data, deflated=True)))
        self._put(b"startxref\n%d\n%%%%EOF\n" % position)

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self.length += len(data)
        self._write(data)
