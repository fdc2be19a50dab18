"""Stencils: what becomes of groups of marks and fields, and of subtrees of elements, wherever they stand.

A group is painted once, its fields are written once, and once is what the subtree of its elements is to a file. What
depends on the document is left open: numbers of objects, of sequences and of keys; names of fonts and of personal
texts; heights. What has a character that is cut from a typeface for each document is made anew in each.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.conformance import Checked
from generator.pdf.remembered import Remembered

if TYPE_CHECKING:
    from typing import TypeAlias

    from generator.fonts.metrics import FontSubset
    from generator.pdf.content_stream import Personal
    from generator.pdf.structure_tree import Structure
    from generator.pdf.widgets import Widgets
    from generator.typesetting.page import Rect

    # made when the program runs, it would be compiled from text, the first time of which takes as long as a page
    Open: TypeAlias = FontSubset | Personal | None
    """What has a name in the document; nothing for a sequence, which has a number."""


class Slot(Enum):
    """What is left open in operators, and what stands in its place until they are complete.

    A carriage return stands in no operators: strings have it escaped.
    """

    SEQUENCE = b"\rs\r"
    FONT = b"\rf\r"
    PERSONAL = b"\rp\r"


class Title(NamedTuple):
    """A line of a heading."""

    element: int
    text: str
    level: int
    """1 or 2."""
    top: float
    """Above the group's own height."""


class Held(NamedTuple):
    """A marked-content sequence or a widget, as content of an element."""

    element: int
    widget: int | None
    """The index of the field; nothing for a sequence."""


class Stencil(NamedTuple):
    """A group as it is in a file."""

    operators: bytes
    """With a place for each that is left open, as Python formats bytes; where the group stands is the first."""
    open: tuple[Open, ...]
    """In the order of their places."""
    held: tuple[Held, ...]
    """What elements hold, in reading order."""
    sequences: tuple[int, ...]
    """The element of each marked-content sequence."""
    widgets: Widgets
    pictures: tuple[tuple[int, Rect], ...]
    """The element of each picture, and where it stands."""
    titles: tuple[Title, ...]
    kept: bool
    """Whether it is the same in other documents."""


class Placing(NamedTuple):
    """A group where it stands in a document."""

    stencil: Stencil
    page: int
    """The index of the file's page."""
    y: float
    """What to add to its heights."""
    elements: int
    """What to add to its elements' indices: the index of the first of their subtree."""
    sequence: int
    """The number of its first sequence on the page (MCID)."""


class Stencils:
    """What is kept from document to document."""

    def __init__(self) -> None:
        self.groups: Remembered[Stencil] = Remembered()
        """By the groups' content."""
        self.structures: Remembered[Structure] = Remembered()
        """By a subtree's elements and the stencils of the groups that hold their content."""
        self.checked = Checked()


def opened(parts: list[bytes]) -> bytes:
    """Return operators as a stencil has them; nothing where nothing is drawn."""
    if not parts:
        return b""
    operators = b"\n".join(parts).replace(b"%", b"%%")
    for slot in Slot:
        operators = operators.replace(slot.value, b"%d" if slot is Slot.SEQUENCE else b"%b")
    return b"q%%b\n%b\nQ" % operators
