"""The file: objects to bytes, as they come, with object streams and a cross-reference stream (ISO 32000-1, 7.5).

Nothing depends on a clock: the file's identifier is a digest of its content.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING

from generator.errors import AllianceError, ExitCode
from generator.pdf.syntax import THOROUGH, USUAL, indirect, stream
from generator.pdf.xref_stream import CrossReferences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
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


class PdfWriter:
    """Writes a file; numbers of objects are given when asked for, the objects may follow later."""

    def __init__(self, sink: Callable[[bytes], object], reserved: int = 0) -> None:
        """Take what the bytes go to, and how many objects, numbered from 1, are added last."""
        self._sink = sink
        self._references = CrossReferences(reserved)
        self._digest = blake2b(digest_size=16)
        self._waiting: list[tuple[int, bytes]] = []
        self._count, self._length = reserved, 0
        self._put(HEADER)

    def copy(self, sink: Callable[[bytes], object]) -> PdfWriter:
        """Return a writer that goes on where this one is, of which no object waits, to a sink that has its bytes."""
        other = PdfWriter.__new__(PdfWriter)
        other._sink, other._waiting = sink, []  # noqa: SLF001 - of its class
        other._references, other._digest = self._references.copy(), self._digest.copy()  # noqa: SLF001 - of its class
        other._count, other._length = self._count, self._length  # noqa: SLF001 - of its class
        return other

    @property
    def room(self) -> int:
        """How many more objects the file may have."""
        return _MOST_OBJECTS - self._count

    def reserve(self, count: int = 1) -> int:
        """Return the first of so many numbers of objects. Raises ``TooManyObjects``."""
        self._count += count
        if self._count > _MOST_OBJECTS:
            raise TooManyObjects
        return self._count - count + 1

    def add(self, body: bytes, number: int = 0) -> int:
        """Add an object that is no stream, in one line; return its number."""
        number = number or self.reserve()
        self._waiting.append((number, body))
        if len(self._waiting) == _PER_OBJECT_STREAM:
            self.flush()
        return number

    def flush(self) -> None:
        """Write the objects that wait for their object stream to be full."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            numbers = [number for number, _ in waiting]
            self.add_object_stream(numbers, object_stream(numbers, [body for _, body in waiting]))
        self._references.settle()

    def add_object_stream(self, numbers: Sequence[int], body: bytes) -> None:
        """Write an object stream that holds objects of these numbers in their order."""
        self.add_encoded(body, self.reserve_object_stream(numbers))

    def reserve_object_stream(self, numbers: Sequence[int]) -> int:
        """Return the number for an object stream that will hold objects of these numbers in their order."""
        number = self.reserve()
        self._references.put_inside(numbers, number)
        return number

    def add_stream(
        self, entries: bytes, data: bytes, number: int = 0, *, deflated: bool = False, level: int = THOROUGH
    ) -> int:
        """Write a stream (``syntax.stream``); return its number."""
        return self.add_encoded(stream(entries, data, deflated=deflated, level=level), number)

    def add_encoded(self, body: bytes, number: int = 0) -> int:
        """Write an object whose bytes are complete, such as a stream; return its number."""
        number = number or self.reserve()
        self._references.put_one(number, self._length)
        self._put(indirect(number, body))
        return number

    def add_all(self, objects: Sequence[tuple[int, bytes]]) -> None:
        """Write objects whose bytes are complete, each with the number that was reserved for it."""
        written = [indirect(number, body) for number, body in objects]
        offsets = accumulate(map(len, written), initial=self._length)
        self._references.put({number: offset for (number, _), offset in zip(objects, offsets, strict=False)})
        self._put(b"".join(written))

    def finish(self, root: int, info: int) -> None:
        """Write the rest and the cross-reference stream; every reserved object has been added."""
        self.flush()
        last, position = self.reserve(), self._length
        self._references.put_one(last, position)
        name = self._digest.hexdigest().encode()
        entries = b"/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]" % (root, info, name, name)
        self._put(indirect(last, self._references.write(entries, last + 1)))
        self._put(b"startxref\n%d\n%%%%EOF\n" % position)

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self._length += len(data)
        self._sink(data)


def object_stream(numbers: Sequence[int], bodies: Sequence[bytes], level: int = USUAL) -> bytes:
    """Return an object stream (7.5.7) with these objects, one a line, and their numbers."""
    pairs = [0] * (2 * len(numbers))
    pairs[::2], pairs[1::2] = numbers, list(map(add, accumulate(map(len, bodies), initial=0), range(len(bodies))))
    head = b"%d %d " * len(numbers) % tuple(pairs)
    entries = b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(head))
    return stream(entries, head + b"\n".join(bodies), level=level)
