"""Placed content: pages of marks and fields in reading order, and the structure tree that they belong to.

All lengths are points (1/72 inch), measured from the page's lower left corner, as PDF has them (ISO 32000-1, 8.3.2.3).
Plain values: nothing here knows PDF syntax, and nothing here knows questions or people.
"""

from collections.abc import Iterator
from enum import Enum, StrEnum
from typing import NamedTuple

from generator.fonts.faces import Face, Faces
from generator.model.brand import Image
from generator.model.colour import Colour
from generator.model.layout import Part

new_tuple = tuple.__new__
"""Makes a named tuple of all its values: what is moved is most of what a page is made of, and the constructor of its
class, which is written in Python, takes twice as long."""
ARTIFACT = -1
"""Stands in place of an element's index for marks that carry no content (ISO 32000-1, 14.8.2.2)."""


class Tag(StrEnum):
    """Standard structure types (ISO 32000-1, 14.8.4)."""

    SECT = "Sect"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    P = "P"
    TOC = "TOC"
    TOCI = "TOCI"
    L = "L"
    LI = "LI"
    LBL = "Lbl"
    LBODY = "LBody"
    TABLE = "Table"
    TR = "TR"
    TH = "TH"
    TD = "TD"
    SPAN = "Span"
    FIGURE = "Figure"
    FORM = "Form"


class Element(NamedTuple):
    """One structure element."""

    tag: Tag
    parent: int
    """The index of the parent element; -1 for a child of the document."""
    alternative: str = ""
    """What is read aloud in place of the content (``/Alt``), where the content is a drawing."""
    language: str = ""
    """The BCP 47 tag of what is in it (``/Lang``); empty for that of the element that it is in."""


class Rect(NamedTuple):
    """A rectangle, by its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    def move(self, right: float, up: float) -> "Rect":
        """Return it moved by so many points."""
        x, y, width, height = self
        return new_tuple(Rect, (x + right, y + up, width, height))


def _count(element: int, first: int) -> int:
    return element if element == ARTIFACT else element + first


class Base(Enum):
    """What says in which direction a text runs as a whole, and on which side it stands."""

    DOCUMENT = "the document's language, on a sheet from right to left; elsewhere its first letter"
    OWN = "its first letter; it stands where the document's texts stand"
    OWN_SIDE = "its first letter; it stands on the side from which it runs"


class Text(NamedTuple):
    """A run of text on one line."""

    x: float
    y: float
    """The baseline."""
    text: str
    face: Face
    size: float
    colour: Colour
    element: int
    """The index of the structure element it is content of, or ``ARTIFACT``."""
    spacing: float = 0.0
    """Extra space after each character."""
    ends: bool = False
    """Whether it ends at ``x``; only where it holds what is not known yet, for else it is known where it begins."""
    levels: bytes = b""
    """How each character runs (``fonts.direction``); empty where nothing says, and all does from left to right."""
    limit: float = 0.0
    """What is not known yet is shrunk to this width, where it is given."""

    def move(self, right: float, up: float, first: int = 0) -> "Text":
        """Return it moved by so many points, its element counted from the one with the ``first`` index."""
        x, y, text, face, size, colour, element, spacing, ends, levels, limit = self
        element = element if element == ARTIFACT else element + first
        return new_tuple(Text, (x + right, y + up, text, face, size, colour, element, spacing, ends, levels, limit))


class Rule(NamedTuple):
    """A straight line; an artifact, unless it means something."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: Colour
    element: int = ARTIFACT
    """An element with an alternative text, or ``ARTIFACT``."""

    def move(self, right: float, up: float, first: int = 0) -> "Rule":
        """Return it moved by so many points, its element counted from the one with the ``first`` index."""
        x1, y1, x2, y2, width, colour, element = self
        element = element if element == ARTIFACT else element + first
        return new_tuple(Rule, (x1 + right, y1 + up, x2 + right, y2 + up, width, colour, element))


class Ruling(NamedTuple):
    """The lines to write on in a room, or rows of dots, always an artifact: one mark, for there may be hundreds."""

    x1: float
    x2: float
    y: float
    """The highest of them."""
    pitch: float
    """From each to the one below it."""
    lines: int
    """How many there are."""
    width: float
    colour: Colour
    gap: float = 0.0
    """Between dots, which are as long as wide, the first and the last at the ends; 0 for lines."""

    def move(self, right: float, up: float, first: int = 0) -> "Ruling":  # noqa: ARG002 - as the others
        """Return it moved by so many points."""
        x1, x2, y, pitch, lines, width, colour, gap = self
        return new_tuple(Ruling, (x1 + right, x2 + right, y + up, pitch, lines, width, colour, gap))

    def heights(self) -> list[float]:
        """Return where each stands, from the highest on."""
        return [self.y - line * self.pitch for line in range(self.lines)]


class Box(NamedTuple):
    """A rectangle, or a circle where the radius is half its side; always an artifact."""

    rect: Rect
    radius: float
    width: float
    """The outline's width; 0 for none."""
    stroke: Colour | None
    fill: Colour | None

    def move(self, right: float, up: float, first: int = 0) -> "Box":  # noqa: ARG002 - as the others
        """Return it moved by so many points."""
        rect, radius, width, stroke, fill = self
        return new_tuple(Box, (rect.move(right, up), radius, width, stroke, fill))


class Tick(NamedTuple):
    """A drawn check mark that fills the rectangle: what a ticked box shows."""

    rect: Rect
    colour: Colour
    element: int
    """An element with an alternative text, or ``ARTIFACT``."""

    def move(self, right: float, up: float, first: int = 0) -> "Tick":
        """Return it moved by so many points, its element counted from the one with the ``first`` index."""
        return Tick(self.rect.move(right, up), self.colour, _count(self.element, first))


class Picture(NamedTuple):
    """A placed picture."""

    rect: Rect
    image: Image
    element: int
    """A figure with an alternative text."""

    def move(self, right: float, up: float, first: int = 0) -> "Picture":
        """Return it moved by so many points, its element counted from the one with the ``first`` index."""
        return Picture(self.rect.move(right, up), self.image, _count(self.element, first))


class Entry(Enum):
    """How a text field takes text."""

    SINGLE_LINE = "one line at a fixed size"
    MULTI_LINE = "many lines, at a size the viewer chooses so that all of it shows"
    SCROLLING = "many lines at a fixed size; what goes beyond the field is scrolled to"


class TextField(NamedTuple):
    """A place to type."""

    name: str
    rect: Rect
    tooltip: str
    """What a screen reader says; ``/TU`` (ISO 32000-1, table 220)."""
    value: str
    entry: Entry
    size: float
    """The type size, points; of many lines that a viewer fits, the size of a value given here."""
    leading: float
    """The distance between baselines of a value of many lines."""
    element: int
    shown: str = ""
    """What the appearance draws in place of a value that no typeface has all of; empty where they are the same."""
    from_right: bool = False
    """Whether what is typed starts on the right."""

    def move(self, right: float, up: float, first: int = 0) -> "TextField":
        """Return it moved by so many points, its element counted from the one with the ``first`` index."""
        name, rect, tooltip, value, entry, size, leading, element, shown, from_right = self
        rect = rect.move(right, up)
        moved = (name, rect, tooltip, value, entry, size, leading, element + first, shown, from_right)
        return new_tuple(TextField, moved)


class CheckboxField(NamedTuple):
    """A place to tick; its frame is a ``Box`` on the page, the field draws the check mark only."""

    name: str
    rect: Rect
    tooltip: str
    element: int

    def move(self, right: float, up: float, first: int = 0) -> "CheckboxField":
        """Return it moved by so many points, its element counted from the one with the ``first`` index."""
        name, rect, tooltip, element = self
        return new_tuple(CheckboxField, (name, rect.move(right, up), tooltip, element + first))


class SignatureField(NamedTuple):
    """The place of the document's digital signature; what it shows is drawn before it is signed."""

    name: str
    rect: Rect
    tooltip: str
    lines: tuple[str, ...]
    """Drawn one below the other."""
    size: float
    leading: float
    element: int
    from_right: bool = False
    """Whether its lines end at the right edge."""

    def move(self, right: float, up: float, first: int = 0) -> "SignatureField":
        """Return it moved by so many points, its element counted from the one with the ``first`` index."""
        return self._replace(rect=self.rect.move(right, up), element=self.element + first)


class HiddenField(NamedTuple):
    """A field nobody sees, which carries data through programs that drop everything else of a file."""

    name: str
    value: str
    """ASCII."""
    tooltip: str

    def move(self, right: float, up: float, first: int = 0) -> "HiddenField":  # noqa: ARG002 - as the others
        """Return itself: it stands nowhere."""
        return self


Mark = Text | Rule | Ruling | Box | Tick | Picture
Field = TextField | CheckboxField | HiddenField | SignatureField


class Page(NamedTuple):
    """One page, or a part of a side; what is on it stands in reading order, artifacts wherever they are painted."""

    width: float
    height: float
    content: tuple[Mark | Field, ...]
    upside_down: bool = False
    """Whether it is a part of the side of the page before it, turned round: the other face of a folded sheet."""


class Pages(NamedTuple):
    """A typeset document."""

    pages: tuple[Page, ...]
    """In reading order; parts of one side have its size."""
    elements: tuple[Element, ...]
    """The structure tree; a parent stands before its children, siblings in reading order."""
    faces: Faces = Faces()
    sides: tuple[int, ...] = ()
    """For each page the side of a sheet that it is part of, counted from 0; nothing where each is a whole side."""
    ticked: frozenset[str] = frozenset()
    """The names of the tick fields that are ticked."""
    left_out: tuple[Part, ...] = ()
    """The parts of the document that made way for the others, the time plan or the introduction."""
    right_to_left: bool = False
    """Whether they are read from right to left, and bound on the right."""
    turned: frozenset[int] = frozenset()
    """Those that are read the other way than the document, counted from 0."""

    @property
    def printed(self) -> int:
        """How many sides there are, which are the pages of the file."""
        return 1 + max(self.sides, default=len(self.pages) - 1)

    def with_sides(self) -> Iterator[tuple[Page, int]]:
        """Yield the pages, each with its side."""
        yield from zip(self.pages, self.sides or range(len(self.pages)), strict=True)
