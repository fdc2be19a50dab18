"""Page content: marks to content streams, each run of marks of one element a marked-content sequence (14.6, 14.8.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.shapes import box, check_mark, rule
from generator.pdf.stencils import Held, Placing, Slot, Stencil, Title, opened
from generator.pdf.syntax import literal, number, numeral, rgb
from generator.pdf.widgets import widgets
from generator.standins import DIGEST, holds
from generator.typesetting.page import ARTIFACT, Box, Group, HiddenField, Picture, Rule, ShortDigest, Tag, Text, Tick

if TYPE_CHECKING:
    from generator.fonts.faces import Face
    from generator.fonts.metrics import FontSubset
    from generator.model.brand import Image
    from generator.model.colour import Colour
    from generator.pdf.font_embedding import FontSet, Run
    from generator.pdf.stencils import Open, Stencils
    from generator.typesetting.page import Element, Field, Mark, Page, Rect, Subtree

_LEVELS = {Tag.H1: 1, Tag.H2: 2}
"""The headings that bookmarks lead to."""


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
    """A page's content stream, or a part of it, and what stands where, in reading order."""

    operators: bytes
    placings: tuple[Placing, ...]
    sequences: int
    """How many marked-content sequences it has."""


class Painter:
    """Paints the pages of a document."""

    def __init__(self, subtrees: tuple[Subtree, ...], fonts: FontSet, shared: Shared, stencils: Stencils) -> None:
        """Take what gathers the names of the XObjects that draw texts with stand-ins, and pictures: ``shared``."""
        self._elements = {each.first: each.elements for each in subtrees}
        self._fonts = fonts
        self._shared = shared
        self._stencils = stencils
        self._names: dict[int, bytes] = {}
        """By the identity of what has the name; the stencils, which are placed or kept, hold it."""

    def paint(self, page: Page, index: int, begun: int = 0) -> Painted:
        """Return a page as it is painted on the file's page with this index, where so many sequences stand already.

        Raises ``MissingGlyph`` (a ``ValueError``), see ``FontSet.runs``.
        """
        parts: list[bytes] = []
        placings: list[Placing] = []
        first = begun
        for group, new in page.in_groups():
            stencil = (None if new else self._stencils.groups.of(group.content)) or self._stencil(group, new=new)
            names: list[bytes | int] = []
            sequence = begun
            for each in stencil.open:
                if each is None:
                    names.append(begun)
                    begun += 1
                else:
                    names.append(self._names.get(id(each)) or self._named(each))
            moved = b" 1 0 0 1 0 %b cm" % numeral(group.y) if group.y else b""
            if stencil.operators:
                parts.append(stencil.operators % (moved, *names))
            placings.append(Placing(stencil, index, group.y, group.elements, sequence))
        return Painted(b"\n".join(parts), tuple(placings), begun - first)

    def _named(self, each: FontSubset | Personal) -> bytes:
        """Return the name that what is left open has in this document."""
        if isinstance(each, Personal):
            known = self._shared.personal
            name = known.setdefault(each, f"P{len(known) + 1}").encode()
        else:
            name = self._fonts.name_of(each).encode()
        self._names[id(each)] = name
        return name

    def _stencil(self, group: Group, *, new: bool) -> Stencil:
        brush = _Brush(self._elements.get(group.elements, ()), self._fonts, self._shared)
        for each in group.content:
            brush.put(each)
        stencil = brush.stencil()
        if new:
            return stencil._replace(kept=False)
        return self._stencils.groups.keep(stencil, group.content) if stencil.kept else stencil


class _Brush:
    """A group's operators being written: what is open, and the graphics state that need not be set again."""

    def __init__(self, elements: tuple[Element, ...], fonts: FontSet, shared: Shared) -> None:
        self._parts: list[bytes] = []
        self._left_open: list[Open] = []
        self._held: list[Held] = []
        self._fields: list[Field] = []
        self._pictures: list[tuple[int, Rect]] = []
        self._titles: list[Title] = []
        self._kept = True
        self._elements = elements
        self._fonts = fonts
        self._shared = shared
        self._open: int | None = None
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

    def stencil(self) -> Stencil:
        """Return what was painted."""
        self.close()
        written = widgets(self._fields, self._fonts)
        return Stencil(
            opened(self._parts),
            tuple(self._left_open),
            tuple(self._held),
            tuple(element for element, widget in self._held if widget is None),
            written,
            tuple(self._pictures),
            tuple(self._titles),
            self._kept and written.kept,
        )

    def mark(self, mark: Mark) -> None:
        """Paint one mark."""
        match mark:
            case Text():
                self._enter(mark.element)
                self._note_title(mark)
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
        if not isinstance(field, HiddenField):
            self._held.append(Held(field.element, len(self._fields)))
        self._fields.append(field)

    def close(self) -> None:
        """End the marked-content sequence."""
        self._end_text()
        if self._open is not None:
            self._parts.append(b"EMC")
            self._open = None

    def _enter(self, element: int) -> None:
        """Make sure that what follows is content of this element."""
        if self._open == element:
            return
        self.close()
        self._open = element
        if element == ARTIFACT:
            self._parts.append(b"/Artifact BMC")
            return
        self._begin(element)

    def _begin(self, element: int) -> None:
        self._parts.append(b"/%b<</MCID %b>>BDC" % (self._elements[element].tag.encode(), Slot.SEQUENCE.value))
        self._left_open.append(None)
        self._held.append(Held(element, None))

    def _path(self, operators: str) -> None:
        self._end_text()
        self._parts.append(operators.encode())

    def _end_text(self) -> None:
        if self._line is not None:
            self._parts.append(b"ET")
            self._line = None

    def _text(self, mark: Text) -> None:
        x, y = round(mark.x, 2), round(mark.y, 2)
        if self._line is None:
            self._parts.append(b"BT")
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
        self._parts.append(" ".join(operators).encode())
        self._show(mark.text, mark.face, mark.size)

    def _personal_text(self, mark: Text) -> None:
        self._end_text()
        spacing = mark.spacing + self._fonts.measures.spacing(mark.face, mark.size)
        if self._spacing != spacing:
            self._parts.append(f"{number(spacing)} Tc".encode())
            self._spacing = spacing
        self._left_open.append(Personal(mark.text, mark.face, mark.size, mark.colour))
        self._parts.append(
            f"q 1 0 0 1 {number(mark.x)} {number(mark.y)} cm /".encode() + Slot.PERSONAL.value + b" Do Q"
        )

    def _note_title(self, mark: Text) -> None:
        if mark.element != ARTIFACT and (level := _LEVELS.get(self._elements[mark.element].tag)):
            self._titles.append(Title(mark.element, mark.text, level, mark.y + mark.size))

    def _picture(self, mark: Picture) -> None:
        self._kept = False
        self._pictures.append((mark.element, mark.rect))
        images = self._shared.images
        name = images.setdefault(mark.image, f"I{len(images) + 1}")
        matrix = (mark.rect.width, 0, 0, mark.rect.height, mark.rect.x, mark.rect.y)
        self._path(f"q {' '.join(map(number, matrix))} cm /{name} Do Q")

    def _show(self, text: str, face: Face, size: float) -> None:
        for run in self._fonts.runs(text, face):
            if self._font != (run.font, size):
                self._parts.append(b"/%b %b Tf" % (self._font_name(run), numeral(size)))
                self._font = (run.font, size)
            self._parts.append(literal(run.codes) + b"Tj")

    def _font_name(self, run: Run) -> bytes:
        if run.source is None:
            self._kept = False
            return run.font.encode()
        self._left_open.append(run.source)
        return Slot.FONT.value
