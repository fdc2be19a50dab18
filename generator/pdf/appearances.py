"""What fields look like before a viewer redraws them: their appearance streams' content (ISO 32000-1, 12.7.3.3)."""

from __future__ import annotations

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


def type_in(field: TextField, document_fonts: DocumentFonts, markers: Markers) -> Body:
    """Return the content for a text field with its value; raises ``MissingGlyph`` (a ``ValueError``)."""
    if not field.value:
        return (b"",)
    measures = document_fonts.measures
    ascender, descender = measures.ascender(Face.FIELD), measures.descender(Face.FIELD)
    if field.entry is Entry.SINGLE_LINE:
        lines, size, leading = [(field.shown or field.value).replace("\n", " ")], field.size, field.leading
        first = (field.rect.height - size * (ascender - descender)) / 2  # where viewers set it
        ground = b""
    else:
        lines, size, leading = _fit(field, measures)
        first = field.rect.height - _PADDING - size * ascender
        ground = b"1 g 0 0 %b %b re f " % _encode(field.rect.width, field.rect.height)
    head = b"/Tx BMC q %bBT 0 g %b TL %b %b Td" % (ground, *_encode(leading, _PADDING, first))
    if markers.occur_in("".join(lines)):
        codes = markers.write(" ".join(lines), _field_codes)
        return join(head, b"\n/%b %b Tf\n" % (FIELD_FONT.encode(), numeral(size)), codes, b"Tj\nET Q EMC")
    if field.from_right:
        return (_draw_from_right(lines, size, _Place(field.rect.width, first, leading, ground), document_fonts),)
    parts = [head]
    font = ""
    for line in lines:
        for run in document_fonts.runs(line, Face.FIELD):
            if run.font != font:
                parts.append(f"/{run.font} {number(size)} Tf".encode())
                font = run.font
            parts.append(run.operators())
        parts.append(b"T*")
    return (b"\n".join([*parts[:-1], b"ET Q EMC"]),)


class _Place(NamedTuple):
    """Where lines stand."""

    width: float
    """Of the field."""
    first: float
    """The first baseline."""
    leading: float
    ground: bytes = b""
    """What is painted below."""


def _draw_from_right(lines: list[str], size: float, place: _Place, document_fonts: DocumentFonts) -> bytes:
    """Return the content with every line up to the right edge, all in the direction of the first letter."""
    from generator.fonts.bidi_levels import find_levels  # noqa: PLC0415 - few sheets are from right to left

    right_to_left = begins_right_to_left(" ".join(lines))
    parts = [b"/Tx BMC q %bBT 0 g" % place.ground]
    x, y = 0.0, place.first
    for line in lines:
        start = place.width - _PADDING - document_fonts.measures.width(line, Face.FIELD, size)
        parts.append(b"%b %b Td" % _encode(start - x, y))
        parts += [
            f"/{run.font} {number(size)} Tf".encode() + run.operators()
            for run in document_fonts.runs(line, Face.FIELD, find_levels(line, right_to_left=right_to_left))
        ]
        x, y = start, -place.leading
    return b"\n".join([*parts, b"ET Q EMC"])


def _field_codes(text: str) -> bytes:
    """Return text as character codes of the field font."""
    return literal(text.encode("utf-16-be"))


def sign(field: SignatureField, document_fonts: DocumentFonts) -> bytes:
    """Return the content of the place of a signature: its lines, the last one on the lower edge."""
    first = field.leading * (len(field.lines) - 1) + _PADDING + 2
    if field.from_right:
        place = _Place(field.rect.width, first, field.leading)
        return _draw_from_right(list(field.lines), field.size, place, document_fonts)
    parts = [b"/Tx BMC q BT 0 g %b TL %b %b Td" % _encode(field.leading, _PADDING, first)]
    for line in field.lines:
        parts += [
            f"/{run.font} {number(field.size)} Tf".encode() + run.operators()
            for run in document_fonts.runs(line, Face.FIELD)
        ]
        parts.append(b"T*")
    return b"\n".join([*parts[:-1], b"ET Q EMC"])


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
