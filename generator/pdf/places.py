"""Places: numbers and words in objects' bytes that are told when the document is put together, however often.

A line feed marks one while an object is written. None stands in our objects otherwise, for strings have it escaped
(7.3.4.2); so objects can be joined and parted by it as well.
"""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

APART = b"\n"
"""What objects are joined by, and a place is marked with."""


class Body(NamedTuple):
    """An object with its places open."""

    form: bytes
    """Its bytes, for the ``%`` operator."""
    places: tuple[int, ...]
    """Of each place in it the index among what is told."""


class Form(NamedTuple):
    """Objects with their places open."""

    form: bytes
    told: Callable[[Sequence[object]], object] | None
    """Returns what stands in the places, of all that is told; nothing where there are no places."""

    def filled(self, values: Sequence[object]) -> bytes:
        """Return the objects, joined."""
        return self.form % (self.told(values) if self.told else ())


class Places:
    """Notes the places of an object while it is written, from left to right."""

    def __init__(self, width: bytes = b"") -> None:
        """Take how wide numbers are."""
        self._number = APART + width + b"d"
        self._noted: list[int] = []

    def number(self, index: int) -> bytes:
        """Return the mark of a number: what is told at this index."""
        self._noted.append(index)
        return self._number

    def words(self, index: int) -> bytes:
        """Return the mark of bytes."""
        self._noted.append(index)
        return APART + b"b"

    def body(self, written: bytes) -> Body:
        """Return an object that was written with the marks noted since the last one."""
        noted, self._noted = tuple(self._noted), []
        return Body(written.replace(b"%", b"%%").replace(APART, b"%"), noted)


def together(bodies: Iterable[Body]) -> Form:
    """Return objects as one form."""
    bodies = tuple(bodies)
    places = tuple(chain.from_iterable(each.places for each in bodies))
    return Form(APART.join([each.form for each in bodies]), itemgetter(*places) if places else None)
