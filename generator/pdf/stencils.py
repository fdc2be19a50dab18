"""Stencils: groups of marks painted once, to be put wherever the group stands, on whichever page of whichever document.

What depends on the document (sequences' numbers, fonts' and personal texts' names) is left open. A group with a
character that is cut from a typeface for each document is painted anew in each.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Union

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.pages import Field, Group
    from generator.pdf.fonts import Slice
    from generator.pdf.painter import Personal

_MOST = 4096
"""Stencils kept at a time; those of a bank in one layout are fewer."""


class Slot(Enum):
    """What is left open, and what stands in its place until the operators are complete.

    A carriage return stands in no operators: strings have it escaped.
    """

    SEQUENCE = b"\rs\r"
    FONT = b"\rf\r"
    PERSONAL = b"\rp\r"


Open = Union["Slice", "Personal", None]
"""What has a name in the document; nothing for a sequence, which has a number."""


class Stencil(NamedTuple):
    """A painted group."""

    operators: bytes
    """With a place for each that is left open, as Python formats bytes; the group's height is the first."""
    open: tuple[Open, ...]
    """In the order of their places."""
    items: tuple[int | Field, ...]
    """In reading order: for each sequence the index of its element; fields."""
    kept: bool
    """Whether it is the same in other documents."""


class Stencils:
    """The stencils kept, by the identity of their groups' content."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[object, Stencil]] = {}

    def of(self, group: Group, paint: Callable[[Group], Stencil]) -> Stencil:
        """Return the group's stencil, painted if need be."""
        found = self._kept.get(id(group.content))
        if found:
            return found[1]
        stencil = paint(group)
        if stencil.kept:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[id(group.content)] = group.content, stencil  # as long as it is kept, nothing else has its id
        return stencil


def opened(parts: list[bytes]) -> bytes:
    """Return operators as a stencil has them."""
    operators = b"\n".join(parts).replace(b"%", b"%%")
    for slot in Slot:
        operators = operators.replace(slot.value, b"%d" if slot is Slot.SEQUENCE else b"%b")
    return b"q 1 0 0 1 0 %%b cm\n%b\nQ" % operators
