"""Objects with places: numbers and words that are told when the document is put together, however often.

Their bytes are written for the ``%`` operator, each place as ``%d`` or ``%b``. Objects are joined and parted by line
feeds: none stands within them, for strings have it escaped (7.3.4.2).
"""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

APART = b"\n"
"""What objects are joined by."""
NUMBER = b"%d"
WORDS = b"%b"
REFERENCE = b"%d 0 R"


class Body(NamedTuple):
    """An object with its places open."""

    form: bytes
    """Its bytes, for the ``%`` operator."""
    places: tuple[int, ...]
    """Of each place in it, from left to right, the index among what is told."""


class Form(NamedTuple):
    """Objects with their places open."""

    form: bytes
    told: Callable[[Sequence[object]], object] | None
    """Returns what stands in the places, of all that is told; nothing where there are no places."""

    def filled(self, values: Sequence[object]) -> bytes:
        """Return the objects, joined."""
        return self.form % (self.told(values) if self.told else ())


class Some(NamedTuple):
    """Some of a row of objects, their places open."""

    indices: tuple[int, ...]
    """Which of the row they are."""
    form: Form


def some_of(bodies: Sequence[Body], which: Callable[[Body], bool]) -> tuple[Some, Some]:
    """Return the objects that are such, and those that are not."""
    such = [which(each) for each in bodies]
    parted = [tuple(index for index, each in enumerate(such) if each is wanted) for wanted in (True, False)]
    first, second = (Some(indices, together([bodies[index] for index in indices])) for indices in parted)
    return first, second


def plain(data: bytes) -> bytes:
    """Return bytes that have no places, as they stand in a form."""
    return data.replace(b"%", b"%%")


def together(bodies: Sequence[Body]) -> Form:
    """Return objects as one form."""
    places = [*chain.from_iterable([each.places for each in bodies])]
    return Form(APART.join([each.form for each in bodies]), itemgetter(*places) if places else None)
