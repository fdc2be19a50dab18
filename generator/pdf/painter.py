"""Page content: marks to content streams, each run of marks of one element a marked-content sequence (14.6, 14.8.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.pages import ARTIFACT, Box, Colour, Group, Picture, Rule, ShortDigest, Text, Tick, placed_field
from generator.pdf.shapes import box, check_mark, rule
from generator.pdf.stencils import Slot, Stencil, Stencils, opened
from generator.pdf.syntax import literal, number, rgb
from generator.standins import DIGEST, holds

if TYPE_CHECKING:
    from generator.pages import Element, Face, Field, Image, Mark, Page
    from generator.pdf.embedding import FontSet, Run
    from generator.pdf.stencils import Open


class Sequence(NamedTuple):
    """A marked-content sequence: where some of an element's content stands."""

    element: int
    page: int
    identifier: int
    """The MCID, unique within the page."""


class Placed(NamedTuple):
    """A field where it stands in reading order."""

    field: Field
    page: int


class Personal(NamedTuple):
    """A text with stand-ins, drawn by a form XObject of its own; the same wherever it stands."""

    text: str
    face: Face
    size: float
    colour: Colour


class Shared(NamedTuple):
    """What a document's pages draw with XObjects: their names, in the order of their first use."""

    personal: dict[Personal, str]
    images: dict[Image, str]


class Painted(NamedTuple):
    """A page's content stream, or a part of it, and what is on the page in reading order."""

    operators: bytes
    items: tuple[Sequence | Placed, ...]


def paint(
    page: Page,
    index: int,
    elements: tuple[Element, ...],
    fonts: FontSet,
    shared: Shared,
    *,
    begun: int = 0,
    stencils: Stencils | None = None,
) -> Painted:
    """Return a page as it is painted on the file's page with this index, where so many sequences stand already.

    ``shared`` gathers the names of the XObjects that draw texts with stand-ins, and pictures. Raises ``Uncovered``
    (a ``ValueError``), see ``FontSet.runs``.
    """
    stencils = stencils or Stencils()
    brush = _Brush(index, elements, fonts, shared, begun)
    for each in page.parts:
        if isinstance(each, Group):
            brush.group(each, stencils)
        else:
            brush.put(each)
    brush.close()
    return Painted(b"\n".join(brush.parts), tuple(brush.items))


class _Brush:
    """A content stream being written: what is open, and the graphics state that need not be set again."""

    def __init__(
        self, page: int, elements: tuple[Element, ...], fonts: FontSet, shared: Shared, sequences: int
    ) -> None:
        self.parts: list[bytes] = []
        self.items: list[Sequence | Placed] = []
        self._page = page
        self._elements = elements
        self._fonts = fonts
        self._shared = shared
        self._open: int | None = None
        self._sequences = sequences
        self._line: tuple[float, float] | None = None
        self._font = ("", 0.0)
        self._colour: Colour | None = None
        self._spacing = 0.0

    def put(self, each: Mark | Field) -> None:
        """Paint a mark, or note a field."""
        match each:
            case Text() | Rule() | Box() | Tick() | Picture() | ShortDigest():
                self.mark(each)
            case _:
                self.field(each)

    def group(self, group: Group, stencils: Stencils) -> None:
        """Paint a group with its stencil."""
        self.close()
        if self._spacing:
            self.parts.append(b"0 Tc")  # the stencil begins with none
            self._spacing = 0.0
        stencil = stencils.of(group, self._stencil)
        names = [self._filled(each) for each in stencil.open]
        self.parts.append(stencil.operators % (number(group.y).encode(), *names))
        sequences = self._sequences - sum(not isinstance(item, tuple) for item in stencil.items)
        for item in stencil.items:
            if isinstance(item, int):
                self.items.append(Sequence(item + group.elements, self._page, sequences))
                sequences += 1
            else:
                self.items.append(Placed(placed_field(item, group.y, group.elements), self._page))

    def _filled(self, what: Open) -> bytes | int:
        """Return what stands in a stencil's open place in this document."""
        if isinstance(what, Personal):
            return self._personal_name(what)
        if what is not None:
            return self._fonts.name_of(what).encode()
        self._sequences += 1
        return self._sequences - 1

    def _stencil(self, group: Group) -> Stencil:
        brush = _StencilBrush(0, self._elements[group.elements :], self._fonts, self._shared, 0)
        for each in group.content:
            brush.put(each)
        brush.close()
        return brush.stencil()

    def mark(self, mark: Mark) -> None:
        """Paint one mark."""
        match mark:
            case Text():
                self._enter(mark.element)
                if holds(mark.text):
                    self._personal_text(mark)
                else:
                    self._text(mark)
            case Tick():
                self._enter(mark.element)
                self._path(check_mark(mark.rect, mark.colour))
            case Rule():
                self._enter(ARTIFACT)
                self._path(rule(mark))
            case Box():
                self._enter(ARTIFACT)
                self._path(box(mark))
            case Picture():
                self._enter(mark.element)
                self._picture(mark)
            case ShortDigest(x, y, face, size, colour):
                self._enter(ARTIFACT)
                self._personal_text(Text(x, y, DIGEST, face, size, colour, ARTIFACT))

    def field(self, field: Field) -> None:
        """Note that a field stands here; what follows is content after it."""
        self.close()
        self.items.append(Placed(field, self._page))

    def close(self) -> None:
        """End the marked-content sequence."""
        self._end_text()
        if self._open is not None:
            self.parts.append(b"EMC")
            self._open = None

    def _enter(self, element: int) -> None:
        """Make sure that what follows is content of this element."""
        if self._open == element:
            return
        self.close()
        self._open = element
        if element == ARTIFACT:
            self.parts.append(b"/Artifact BMC")
            return
        self._begin(element)

    def _begin(self, element: int) -> None:
        self.parts.append(b"/%b<</MCID %d>>BDC" % (self._elements[element].tag.encode(), self._sequences))
        self.items.append(Sequence(element, self._page, self._sequences))
        self._sequences += 1

    def _path(self, operators: str) -> None:
        self._end_text()
        self.parts.append(operators.encode())

    def _end_text(self) -> None:
        if self._line is not None:
            self.parts.append(b"ET")
            self._line = None

    def _text(self, mark: Text) -> None:
        x, y = round(mark.x, 2), round(mark.y, 2)
        if self._line is None:
            self.parts.append(b"BT")
            self._line = (0, 0)
        operators: list[str] = []
        if self._colour != mark.colour:
            operators.append(f"{rgb(mark.colour)} rg")
            self._colour = mark.colour
        spacing = mark.spacing + self._fonts.measures.spacing(mark.face, mark.size)
        if self._spacing != spacing:
            operators.append(f"{number(spacing)} Tc")
            self._spacing = spacing
        operators.append(f"{number(x - self._line[0])} {number(y - self._line[1])} Td")
        self._line = (x, y)
        self.parts.append(" ".join(operators).encode())
        self._show(mark.text, mark.face, mark.size)

    def _personal_text(self, mark: Text) -> None:
        self._end_text()
        spacing = mark.spacing + self._fonts.measures.spacing(mark.face, mark.size)
        if self._spacing != spacing:
            self.parts.append(f"{number(spacing)} Tc".encode())
            self._spacing = spacing
        name = self._personal_name(Personal(mark.text, mark.face, mark.size, mark.colour))
        self.parts.append(f"q 1 0 0 1 {number(mark.x)} {number(mark.y)} cm /".encode() + name + b" Do Q")

    def _personal_name(self, personal: Personal) -> bytes:
        known = self._shared.personal
        return known.setdefault(personal, f"P{len(known) + 1}").encode()

    def _picture(self, mark: Picture) -> None:
        images = self._shared.images
        name = images.setdefault(mark.image, f"I{len(images) + 1}")
        matrix = (mark.rect.width, 0, 0, mark.rect.height, mark.rect.x, mark.rect.y)
        self._path(f"q {' '.join(map(number, matrix))} cm /{name} Do Q")

    def _show(self, text: str, face: Face, size: float) -> None:
        for run in self._fonts.runs(text, face):
            if self._font != (run.font, size):
                self.parts.append(b"/%b %b Tf" % (self._font_name(run), number(size).encode()))
                self._font = (run.font, size)
            self.parts.append(literal(run.codes) + b"Tj")

    def _font_name(self, run: Run) -> bytes:
        return run.font.encode()


class _StencilBrush(_Brush):
    """Paints a group, what depends on the document left open."""

    def __init__(
        self, page: int, elements: tuple[Element, ...], fonts: FontSet, shared: Shared, sequences: int
    ) -> None:
        super().__init__(page, elements, fonts, shared, sequences)
        self._left_open: list[Open] = []
        self._kept = True

    def stencil(self) -> Stencil:
        """Return what was painted."""
        items = tuple(item.element if isinstance(item, Sequence) else item.field for item in self.items)
        return Stencil(opened(self.parts), tuple(self._left_open), items, self._kept)

    def _begin(self, element: int) -> None:
        self.parts.append(b"/%b<</MCID %b>>BDC" % (self._elements[element].tag.encode(), Slot.SEQUENCE.value))
        self.items.append(Sequence(element, self._page, 0))
        self._left_open.append(None)

    def _personal_name(self, personal: Personal) -> bytes:
        self._left_open.append(personal)
        return Slot.PERSONAL.value

    def _picture(self, mark: Picture) -> None:
        self._kept = False
        super()._picture(mark)

    def _font_name(self, run: Run) -> bytes:
        if run.source is None:
            self._kept = False
            return super()._font_name(run)
        self._left_open.append(run.source)
        return Slot.FONT.value
