"""Page content: marks to content streams, each run of marks of one element a marked-content sequence (14.6, 14.8.2)."""

from collections.abc import Sequence
from operator import add
from typing import NamedTuple, TypeAlias

from generator.fonts.direction import begins_right_to_left, is_directional
from generator.fonts.faces import Face
from generator.fonts.metrics import Fonts
from generator.model.brand import Image
from generator.model.colour import Colour
from generator.pdf.font_embedding import DocumentFonts
from generator.pdf.placeholders import Markers
from generator.pdf.shapes import box, check_mark, rule, ruling
from generator.pdf.syntax import number, numeral, rgb
from generator.typesetting.context import shrink_size
from generator.typesetting.page import (
    ARTIFACT,
    Box,
    CheckboxField,
    Element,
    Field,
    HiddenField,
    Mark,
    Page,
    Picture,
    Rect,
    Rule,
    Ruling,
    SignatureField,
    Tag,
    Text,
    TextField,
    Tick,
    new_tuple,
)

_LEVELS = {Tag.H1: 1, Tag.H2: 2, Tag.H3: 3}
"""The headings that bookmarks lead to."""
_BEGINNINGS = {tag: f"/{tag}<</MCID %d>>BDC".encode() for tag in Tag}
"""How marked content of an element begins, by its tag."""


class OpenText(NamedTuple):
    """A text with markers, drawn apart from the page with its baseline at the origin; the same wherever it stands."""

    text: str
    face: Face
    size: float
    colour: Colour
    ends: bool
    """Whether it ends at the origin rather than begins there."""
    right_to_left: bool
    """Whether it runs from right to left as a whole, whatever it begins with."""
    limit: float
    """The width that it is shrunk to where it has a room; 0 for the room's."""


Operators: TypeAlias = "list[bytes | OpenText]"
"""A page's operators; an open text is drawn between those before it, which move the origin, and those behind it."""


class Content(NamedTuple):
    """Content of a structure element: a marked-content sequence, or a widget."""

    element: int
    page: int
    """The index of the page."""
    number: int
    """The sequence's number on the page (MCID), or the field's among all fields."""
    widget: bool = False


class Title(NamedTuple):
    """A line of a heading."""

    element: int
    text: str
    level: int
    page: int
    """The index of the page."""
    top: float


class Painter:
    """Paints the pages of a document, in reading order."""

    def __init__(
        self, elements: Sequence[Element], fonts: DocumentFonts, markers: Markers, images: dict[Image, str]
    ) -> None:
        """Take the structure tree, and a place for the pictures' resource names, in the order of their first use."""
        self.content: list[Content] = []
        """What elements hold, in reading order."""
        self.fields: list[tuple[Field, int]] = []
        """Each field with the index of its page."""
        self.figures: dict[int, Rect] = {}
        """The place of each picture, by its element."""
        self.titles: list[Title] = []
        self._elements = elements
        self._fonts = fonts
        self._markers = markers
        self._images = images
        self._begun: dict[int, int] = {}

    def paint(self, page: Page, index: int) -> Operators:
        """Return the operators of a page, or of a part of it, on the page of the file with this index.

        Raises ``MissingGlyph`` (a ``ValueError``), see ``DocumentFonts.runs``.
        """
        brush = _Brush(self, index, self._begun.get(index, 0))
        if page.upside_down:
            brush.turn_round(page)
        for item in page.content:
            brush.put(item)
        self._begun[index], operators = brush.finish()
        return operators


class _Brush:
    """A page's operators being written: the open sequence, and the graphics state that need not be set again."""

    def __init__(self, painter: Painter, page: int, sequence: int) -> None:
        self._painter = painter
        self._fonts = painter._fonts  # noqa: SLF001 - the painter's own
        self._elements = painter._elements  # noqa: SLF001
        self._markers = painter._markers  # noqa: SLF001
        self._page = page
        self._sequence = sequence
        self._operators: Operators = []
        self._parts: list[bytes] = [b"q"]
        self._open: int | None = None
        self._level = 0
        """That of the open heading; 0 for none."""
        self._line: tuple[float, float] | None = None
        self._font = ("", 0.0)
        self._colour: Colour | None = None
        self._spacing = 0.0

    def turn_round(self, page: Page) -> None:
        """Have what follows stand upside down on the page (ISO 32000-1, 8.3.3)."""
        self._parts.append(b"-1 0 0 -1 %b %b cm" % (numeral(page.width), numeral(page.height)))

    def put(self, item: Mark | Field) -> None:
        """Paint a mark, or note a field."""
        if type(item) is Text:  # most are one of these, and asking a type is quick
            self._enter(item.element)
            if self._level:
                self._note_title(item)
            if self._markers.occur_in(item.text):
                self._open_text(item)
            else:
                self._text(item)
        elif type(item) is Rule:
            self._enter(item.element)
            self._path(rule(item))
        elif type(item) is Box:
            self._enter(ARTIFACT)
            self._path(box(item))
        elif type(item) is Ruling:
            self._enter(ARTIFACT)
            self._path(ruling(item))
        else:
            self._put_other(item)

    def _put_other(self, item: Mark | Field) -> None:
        match item:
            case TextField() | CheckboxField() | HiddenField() | SignatureField():
                self._field(item)
            case Tick():
                self._enter(item.element)
                self._path(check_mark(item.rect, item.colour))
            case Picture():
                self._enter(item.element)
                self._picture(item)
            case _:
                raise TypeError(item)

    def finish(self) -> tuple[int, Operators]:
        """Return how many sequences the page has by now, and the operators."""
        self._close()
        self._parts.append(b"Q")
        self._operators.append(b"\n".join(self._parts))
        return self._sequence, self._operators

    def _field(self, field: Field) -> None:
        """Note a field; what follows is content after it."""
        self._close()
        fields = self._painter.fields
        if not isinstance(field, HiddenField):
            self._painter.content.append(new_tuple(Content, (field.element, self._page, len(fields), True)))
        fields.append((field, self._page))

    def _close(self) -> None:
        """End the marked-content sequence."""
        if self._line is not None:
            self._end_text()
        if self._open is not None:
            self._parts.append(b"EMC")
            self._open = None

    def _enter(self, element: int) -> None:
        """Make sure that what follows is content of this element."""
        if self._open == element:
            return
        self._close()
        self._open = element
        if element == ARTIFACT:
            self._level = 0
            self._parts.append(b"/Artifact BMC")
            return
        tag = self._elements[element].tag
        self._level = _LEVELS.get(tag, 0)
        self._parts.append(_BEGINNINGS[tag] % self._sequence)
        self._painter.content.append(new_tuple(Content, (element, self._page, self._sequence, False)))
        self._sequence += 1

    def _path(self, operators: bytes) -> None:
        if self._line is not None:
            self._end_text()
        self._parts.append(operators)

    def _end_text(self) -> None:
        if self._line is not None:
            self._parts.append(b"ET")
            self._line = None

    def _text(self, mark: Text) -> None:
        x, y, text, face, size, colour, _, _, _, levels, _ = mark
        x, y = round(x, 2), round(y, 2)
        parts = self._parts
        if self._line is None:
            parts.append(b"BT")
            self._line = (0, 0)
        state = self._space(mark)
        if self._colour != colour:
            state = b"%b rg %b" % (rgb(colour).encode(), state)
            self._colour = colour
        spacing = self._spacing
        left, low = self._line
        parts.append(b"%b%b %b Td" % (state, numeral(x - left), numeral(y - low)))
        self._line = (x, y)
        for run in self._fonts.runs(text, face, levels):
            if spacing and self._spacing != (wanted := 0.0 if run.shaped else spacing):
                parts.append(b"%b Tc" % numeral(wanted))
                self._spacing = wanted
            if self._font != (run.font, size):
                parts.append(b"/%b %b Tf" % (run.font.encode(), numeral(size)))
                self._font = (run.font, size)
            parts.append(run.operators())

    def _open_text(self, mark: Text) -> None:
        self._end_text()
        if state := self._space(mark):
            self._parts.append(state[:-1])
        self._parts.append(b"q 1 0 0 1 %b %b cm" % (numeral(mark.x), numeral(mark.y)))
        self._operators += (b"\n".join(self._parts), leave_open(mark))
        self._parts = [b"Q"]

    def _space(self, mark: Text) -> bytes:
        """Return the operator that sets the space after each character, where it must be set, and a space behind it."""
        spacing = mark.spacing + self._fonts.measures.spacing(mark.face, mark.size)
        if self._spacing == spacing:
            return b""
        self._spacing = spacing
        return b"%b Tc " % numeral(spacing)

    def _note_title(self, mark: Text) -> None:
        title = Title(mark.element, mark.text, self._level, self._page, mark.y + mark.size)
        self._painter.titles.append(title)

    def _picture(self, mark: Picture) -> None:
        self._painter.figures[mark.element] = mark.rect
        images = self._painter._images  # noqa: SLF001
        name = images.setdefault(mark.image, f"I{len(images) + 1}")
        matrix = (mark.rect.width, 0, 0, mark.rect.height, mark.rect.x, mark.rect.y)
        self._path(f"q {' '.join(map(number, matrix))} cm /{name} Do Q".encode())


def leave_open(mark: Text) -> OpenText:
    """Return a text with markers without its place."""
    _, _, text, face, size, colour, _, _, ends, levels, limit = mark
    right_to_left = levels > b"" and 0 not in levels  # in a paragraph from right to left all are greater
    return new_tuple(OpenText, (text, face, size, colour, ends, right_to_left, limit))


def place(
    said: str, text: OpenText, measures: Fonts, room: str = "", *, is_data: bool = False
) -> tuple[float, float, bytes]:
    """Return where from the origin, how large and with which levels to draw what is said in place of an open text.

    It stands in the middle of the room that another would take, shrunk where it is too wide for it, or else ends or
    begins at the origin.
    """
    size, right_to_left, levels, x = text.size, text.right_to_left, b"", 0.0
    if not is_data and (right_to_left or is_directional(said)):
        from generator.fonts.bidi_levels import find_levels  # noqa: PLC0415 - few documents need it

        levels = find_levels(said, right_to_left=right_to_left or begins_right_to_left(said))
    if room or text.ends:
        face = text.face
        across, natural = measures.width(room, face, size), measures.width(said, face, size)
        if room and natural > (limit := text.limit or across):
            size = shrink_size(size, natural, limit)
            natural = measures.width(said, face, size)
        x = (across - natural) / (1 if text.ends else 2)
    return x, size, levels


def show(said: str, text: OpenText, document_fonts: DocumentFonts, room: str = "", *, is_data: bool = False) -> bytes:
    """Return the operators that show what is said in place of an open text, inside a text object; see ``place``.

    Data are shown code by code, so that they can be found in the file again.
    """
    measures, face = document_fonts.measures, text.face
    x, size, levels = place(said, text, measures, room, is_data=is_data)
    height, found = numeral(size), document_fonts.runs(said, face, levels, is_data=is_data)
    runs = [b"/%b %b Tf\n%b" % (run.font.encode(), height, run.operators()) for run in found]
    # else everything is spaced as the page has it
    is_spaced = size != text.size or (not said.isascii() and any(run.shaped for run in found))
    if is_spaced and (spacing := measures.spacing(face, size)):
        spaces = [b"%.5f Tc\n" % (0.0 if run.shaped else spacing) for run in found]
        runs = [*map(add, spaces, runs)]
    return b"%b 0 Td\n%b" % (numeral(x), b"\n".join(runs))
