"""Placed content: pages of marks and fields in reading order, and the structure tree that they belong to.

All lengths are points (1/72 inch), measured from the page's lower left corner, as PDF has them (ISO 32000-1, 8.3.2.3).
Plain values: nothing here knows PDF syntax, and nothing here knows questions or people. They are named tuples, as are
the blocks of ``document`` and the parts of ``layout``: a page has hundreds of them, and defining one takes a small part
of the time that a frozen dataclass takes, which every start pays.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, NamedTuple, assert_never

from generator.fonts.faces import Face, Faces
from generator.parts import InParts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.model.brand import Image
    from generator.model.colour import Colour

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


class Rect(NamedTuple):
    """A rectangle, by its lower left corner."""

    x: float
    y: float
    width: float
    height: float


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


class Rule(NamedTuple):
    """A straight line; always an artifact."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: Colour


class Box(NamedTuple):
    """A rectangle, or a circle where the radius is half its side; always an artifact."""

    rect: Rect
    radius: float
    width: float
    """The outline's width; 0 for none."""
    stroke: Colour | None
    fill: Colour | None


class Tick(NamedTuple):
    """A drawn check mark that fills the rectangle: what a ticked box shows."""

    rect: Rect
    colour: Colour
    element: int
    """An element with an alternative text, or ``ARTIFACT``."""


class Picture(NamedTuple):
    """A placed picture."""

    rect: Rect
    image: Image
    element: int
    """A figure with an alternative text."""


class ShortDigest(NamedTuple):
    """The place of the short form of the file's own digest, known only when all else is; always an artifact."""

    x: float
    y: float
    """The baseline."""
    face: Face
    size: float
    colour: Colour


class Entry(Enum):
    """How a text field takes text."""

    SINGLE_LINE = "one line at a fixed size"
    MULTI_LINE = "many lines, at a size the viewer chooses so that all of it shows"


class TextField(NamedTuple):
    """A place to type."""

    name: str
    rect: Rect
    tooltip: str
    """What a screen reader says; ``/TU`` (ISO 32000-1, table 220)."""
    value: str
    entry: Entry
    size: float
    """The type size, points; of a BLOCK, the size at which a value given here is drawn."""
    leading: float
    """The distance between baselines of a value drawn in a BLOCK."""
    element: int
    shown: str = ""
    """What the appearance draws in place of a value that no typeface has all of; empty where they are the same."""


class CheckboxField(NamedTuple):
    """A place to tick; its frame is a ``Box`` on the page, the field draws the check mark only."""

    name: str
    rect: Rect
    tooltip: str
    element: int


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


class HiddenField(NamedTuple):
    """A field nobody sees, which carries data through programs that drop everything else of a file."""

    name: str
    value: str
    """ASCII."""


Mark = Text | Rule | Box | Tick | Picture | ShortDigest
Field = TextField | CheckboxField | HiddenField | SignatureField


def shifted(mark: Mark | Field, right: float, up: float) -> Mark | Field:
    """Return the mark moved by so many points."""
    match mark:
        case Text(x, y, text, face, size, colour, element, spacing):
            return Text(x + right, y + up, text, face, size, colour, element, spacing)
        case Rule(x1, y1, x2, y2, width, colour):
            return Rule(x1 + right, y1 + up, x2 + right, y2 + up, width, colour)
        case Box(rect, radius, width, stroke, fill):
            return Box(_shifted(rect, right, up), radius, width, stroke, fill)
        case Tick(rect, colour, element):
            return Tick(_shifted(rect, right, up), colour, element)
        case ShortDigest(x, y, face, size, colour):
            return ShortDigest(x + right, y + up, face, size, colour)
        case Picture(rect, image, element):
            return Picture(_shifted(rect, right, up), image, element)
        case TextField(name, rect, tooltip, value, entry, size, leading, element, shown):
            rect = _shifted(rect, right, up)
            return TextField(name, rect, tooltip, value, entry, size, leading, element, shown)
        case CheckboxField(name, rect, tooltip, element):
            return CheckboxField(name, _shifted(rect, right, up), tooltip, element)
        case SignatureField(name, rect, tooltip, lines, size, leading, element):
            return SignatureField(name, _shifted(rect, right, up), tooltip, lines, size, leading, element)
        case HiddenField():
            return mark
        case _:
            assert_never(mark)


def _shifted(rect: Rect, right: float, up: float) -> Rect:
    return Rect(rect.x + right, rect.y + up, rect.width, rect.height)


def placed(each: Mark | Field, y: float, elements: int) -> Mark | Field:
    """Return the mark or field so much higher, the index of its element counted from this one."""
    higher = shifted(each, 0.0, y)
    if isinstance(higher, Rule | Box | ShortDigest | HiddenField) or higher.element == ARTIFACT:
        return higher
    return higher._replace(element=higher.element + elements)


class Group(NamedTuple):
    """Marks and fields that keep their places to each other wherever they stand, so that they are painted once."""

    content: tuple[Mark | Field, ...]
    """Told apart from other groups' content by identity."""
    y: float
    """What to add to their heights."""
    elements: int
    """What to add to the indices of their elements, which are all of one subtree: the index of its first."""

    def placed(self) -> Iterator[Mark | Field]:
        """Yield the marks and fields where they stand."""
        return (placed(each, self.y, self.elements) for each in self.content)


Part = Mark | Field | Group


class Content(InParts[Mark | Field, Part]):
    """What is on a page, some of it in groups; as a sequence, every mark and field where it stands."""

    __slots__ = ()

    def _within(self, part: Part) -> Iterable[Mark | Field]:
        return part.placed() if isinstance(part, Group) else (part,)


class Subtree(NamedTuple):
    """Elements whose parents are among them, such as those of a block, or the document itself."""

    elements: tuple[Element, ...]
    """Their parents are counted from the first of them. Told apart from other subtrees' elements by identity."""
    first: int
    """The index of the first of them among all elements."""


class Elements(InParts[Element, Subtree]):
    """A structure tree, in subtrees; as a sequence, every element with its parent's index among all."""

    __slots__ = ()

    def _within(self, part: Subtree) -> Iterable[Element]:
        first = part.first
        return (
            each if each.parent < 0 else Element(each.tag, each.parent + first, each.alternative)
            for each in part.elements
        )


class Page(NamedTuple):
    """One page, or a part of a side; what is on it stands in reading order, artifacts wherever they are painted."""

    width: float
    height: float
    content: Sequence[Mark | Field]
    """What is in no group has its elements in the first subtree."""

    @property
    def parts(self) -> Sequence[Part]:
        """What is on the page, groups in one."""
        return self.content.parts if isinstance(self.content, Content) else self.content

    def in_groups(self) -> Iterator[tuple[Group, bool]]:
        """Yield everything in groups, in order, and whether the group is new: made of what is in none."""
        none: list[Mark | Field] = []
        for part in self.parts:
            if not isinstance(part, Group):
                none.append(part)
                continue
            if none:
                yield Group(tuple(none), 0.0, 0), True
                none = []
            yield part, False
        if none:
            yield Group(tuple(none), 0.0, 0), True


class Pages(NamedTuple):
    """A typeset document."""

    pages: tuple[Page, ...]
    """In reading order; parts of one side have its size."""
    elements: Sequence[Element]
    """The structure tree; a parent stands before its children, siblings in reading order."""
    faces: Faces = Faces()
    sides: tuple[int, ...] = ()
    """For each page the side of a sheet that it is part of, counted from 0; nothing where each is a whole side."""
    ticked: frozenset[str] = frozenset()
    """The names of the tick fields that are ticked; groups are the same whatever is."""

    @property
    def subtrees(self) -> tuple[Subtree, ...]:
        """The structure tree in parts."""
        if isinstance(self.elements, Elements):
            return self.elements.parts
        return (Subtree(tuple(self.elements), 0),)

    @property
    def printed(self) -> int:
        """How many sides there are, which are the pages of the file."""
        return 1 + max(self.sides, default=len(self.pages) - 1)

    def with_sides(self) -> Iterator[tuple[Page, int]]:
        """Yield the pages, each with its side."""
        yield from zip(self.pages, self.sides or range(len(self.pages)), strict=True)
