"""What fields look like before a viewer redraws them: their appearance streams' content (ISO 32000-1, 12.7.3.3)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from generator.fonts.direction import begins_right_to_left
from generator.fonts.faces import Face
from generator.model.colour import Colour
from generator.pdf.font_embedding import FIELD_FONT
from generator.pdf.placeholders import join
from generator.pdf.shapes import check_mark
from generator.pdf.syntax import literal, number, numeral
from generator.typesetting.display_text import measure_type
from generator.typesetting.lines import break_lines
from generator.typesetting.page import Entry, Rect, TextField

if TYPE_CHECKING:
    from generator.fonts.metrics import Fonts
    from generator.pdf.font_embedding import DocumentFonts
    from generator.pdf.placeholders import Body, Markers
    from generator.typesetting.page import CheckboxField, SignatureField

INK = Colour(0, 0, 0)
"""What is typed and ticked: black, as ``0 g`` in the default appearance has it."""

_PADDING = 2.0
# Below this a value that does not fit is cut off rather than set smaller.
_SMALLEST = 4.0
_STEP = 0.95


def check(field: CheckboxField) -> bytes:
    """Return the content for the on-state of a tick box."""
    return check_mark(Rect(0, 0, field.rect.width, field.rect.height), INK)


class FieldLine(NamedTuple):
    """A line of text in a field, from its lower left corner."""

    x: float
    y: float
    """The baseline."""
    text: str
    levels: bytes = b""
    """As ``Text.levels``."""


class FieldText(NamedTuple):
    """What a field shows, in black, cut off at its edges."""

    lines: tuple[FieldLine, ...]
    size: float
    leading: float
    on_white: bool = False
    """Whether the field is painted white below."""


def set_value(field: TextField, measures: Fonts) -> FieldText:
    """Return where the value of a text field stands."""
    ascender, descender = measures.ascender(Face.FIELD), measures.descender(Face.FIELD)
    if field.entry is Entry.SINGLE_LINE:
        lines, size, leading = [(field.shown or field.value).replace("\n", " ")], field.size, field.leading
        first = (field.rect.height - size * (ascender - descender)) / 2  # where viewers set it
    else:
        lines, size, leading = _fit(field, measures)
        first = field.rect.height - _PADDING - size * ascender
    on_white = field.entry is not Entry.SINGLE_LINE
    return FieldText(_place(lines, size, leading, first, measures, _right_edge(field)), size, leading, on_white)


def set_signature(field: SignatureField, measures: Fonts) -> FieldText:
    """Return where the lines of a signature's place stand, the last one on the lower edge."""
    first = field.leading * (len(field.lines) - 1) + _PADDING + 2
    placed = _place(list(field.lines), field.size, field.leading, first, measures, _right_edge(field))
    return FieldText(placed, field.size, field.leading)


def _right_edge(field: TextField | SignatureField) -> float | None:
    """Return where lines end that start on the right."""
    return field.rect.width - _PADDING if field.from_right else None


def _place(
    lines: list[str], size: float, leading: float, first: float, measures: Fonts, right_edge: float | None
) -> tuple[FieldLine, ...]:
    """Return lines from the first baseline down; those that end at a right edge run as their first letter does."""
    ys = [first - leading * index for index in range(len(lines))]
    if right_edge is None:
        return tuple(FieldLine(_PADDING, y, line) for y, line in zip(ys, lines, strict=True))
    from generator.fonts.bidi_levels import find_levels  # noqa: PLC0415 - few sheets are from right to left

    right_to_left = begins_right_to_left(" ".join(lines))
    return tuple(
        FieldLine(
            right_edge - measures.width(line, Face.FIELD, size), y, line, find_levels(line, right_to_left=right_to_left)
        )
        for y, line in zip(ys, lines, strict=True)
    )


def type_in(field: TextField, document_fonts: DocumentFonts, markers: Markers) -> Body:
    """Return the content for a text field with its value; raises ``MissingGlyph`` (a ``ValueError``)."""
    if not field.value:
        return (b"",)
    if document_fonts.in_copies and markers.occur_in(typed := field.shown or field.value):
        from generator.pdf.open_drawing import OpenDrawing  # noqa: PLC0415 - most documents have all fonts in common

        return markers.write(typed, OpenDrawing(partial(_type_shown, field), document_fonts))
    shown = set_value(field, document_fonts.measures)
    text = " ".join([line.text for line in shown.lines])
    if not markers.occur_in(text):
        return (_draw(shown, field.rect, document_fonts),)
    codes = markers.write(text, _field_codes)
    font = b"\n/%b %b Tf\n" % (FIELD_FONT.encode(), numeral(shown.size))
    return join(_begin(shown, field.rect), font, codes, b"Tj\nET Q EMC")


def _type_shown(field: TextField, document_fonts: DocumentFonts, text: str) -> bytes:
    """Return the content for a text field that shows this text."""
    return _draw(set_value(field._replace(shown=text), document_fonts.measures), field.rect, document_fonts)


def sign(field: SignatureField, document_fonts: DocumentFonts) -> bytes:
    """Return the content of the place of a signature."""
    return _draw(set_signature(field, document_fonts.measures), field.rect, document_fonts)


def _begin(shown: FieldText, rect: Rect) -> bytes:
    """Return the operators up to where the first line begins."""
    ground = b"1 g 0 0 %b %b re f " % _encode(rect.width, rect.height) if shown.on_white else b""
    first = shown.lines[0]
    return b"/Tx BMC q %bBT 0 g %b TL %b %b Td" % (ground, *_encode(shown.leading, first.x, first.y))


def _draw(shown: FieldText, rect: Rect, document_fonts: DocumentFonts) -> bytes:
    """Return the content that shows lines."""
    parts = [_begin(shown, rect)]
    font, x = "", shown.lines[0].x
    for line in shown.lines:
        if line.x != x:
            parts.append(b"%b 0 Td" % numeral(line.x - x))
            x = line.x
        for run in document_fonts.runs(line.text, Face.FIELD, line.levels):
            if run.font != font:
                parts.append(f"/{run.font} {number(shown.size)} Tf".encode())
                font = run.font
            parts.append(run.operators())
        parts.append(b"T*")
    return b"\n".join([*parts[:-1], b"ET Q EMC"])


def _field_codes(text: str) -> bytes:
    """Return text as character codes of the field font."""
    return literal(text.encode("utf-16-be"))


def _encode(*numbers: float) -> tuple[bytes, ...]:
    return tuple(numeral(value) for value in numbers)


def _fit(field: TextField, measures: Fonts) -> tuple[list[str], float, float]:
    """Return lines, size and leading such that the lines fit the field, as far as they can be read then."""
    width, height = field.rect.width - 2 * _PADDING, field.rect.height - 2 * _PADDING
    scale = 1.0
    while True:
        size, leading = field.size * scale, field.leading * scale
        lines = wrap(field.shown or field.value, width, size, measures)
        if len(lines) * leading <= height or size * _STEP < _SMALLEST:
            return lines, size, leading
        scale *= _STEP


def wrap(text: str, width: float, size: float, measures: Fonts) -> list[str]:
    """Return text broken into lines: between words, within a word only where it is wider than the field."""
    measure = measure_type(measures, Face.FIELD, size)
    return [line.rstrip(" ") for paragraph in text.split("\n") for line in break_lines(paragraph, width, measure)]
