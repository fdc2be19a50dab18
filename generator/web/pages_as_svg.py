"""Typeset pages as SVG, for the screen: the one painter of pages beside that of ``pdf``, and set by the same rules.

A drawing has attributes only, no style and no script, so that it shows under a strict policy, and of the texts only
what its fonts need: ASCII as it is, all else as private characters (``sfnt``). Lengths are points, ``y`` counted from
the top.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.fonts.faces import Face
from generator.model.colour import Colour
from generator.pdf.appearances import INK, FieldText, set_signature, set_value
from generator.pdf.content_stream import leave_open, place
from generator.pdf.font_embedding import DocumentFonts, Run
from generator.pdf.placeholders import Markers
from generator.pdf.shapes import limit_radius, place_check_mark
from generator.pdf.syntax import number
from generator.typesetting.page import (
    Box,
    CheckboxField,
    Page,
    Pages,
    Picture,
    Rect,
    Rule,
    Ruling,
    SignatureField,
    Text,
    TextField,
    Tick,
)
from generator.web.picture_as_png import encode_as_data_url
from generator.web.sfnt import MOST_GLYPHS
from generator.web.web_fonts import WebFont, make_web_font

_MOST_CLUSTERS = MOST_GLYPHS - 1
"""Of a font: glyph 0 draws nothing."""


class DrawnPages(NamedTuple):
    """Pages as SVG."""

    sides: tuple[str, ...]
    """An ``svg`` element for each side of paper as it is printed."""
    fonts: tuple[str, ...]
    """The names of the web fonts that they need, in the order of their first use."""


class _Letters(NamedTuple):
    """A line of text with its place."""

    x: float
    y: float
    """From the top."""
    size: float
    colour: Colour
    spacing: float
    runs: Sequence[Run]


class _Group(NamedTuple):
    """What texts that follow each other have in common."""

    font: str
    size: float
    colour: Colour


def draw_pages(
    pages: Pages, values: Mapping[str, str] = {}, limit: int | None = None, markers: Markers | None = None
) -> DrawnPages:
    """Return each side of paper as an ``svg`` element, the parts of a side together; with a ``limit`` the first ones.

    ``values`` are what stands in place of the pages' markers, as ``Template.fill`` takes them; of ``markers`` that are
    not given nothing is known but that they are those with values. Raises ``MissingGlyph`` (a ``ValueError``).
    """
    fonts = DocumentFonts(pages.faces, for_fields=False, most_clusters=_MOST_CLUSTERS)
    text = _Text(fonts, Markers(values) if markers is None else markers, values)
    sides: dict[int, _Side] = {}
    for page, index in pages.with_sides():
        if limit is None or index < limit:
            side = sides.setdefault(index, _Side(page.width, page.height, text, pages.ticked))
            side.draw(page)
    web_fonts = {name: make_web_font(content) for name, content in fonts.list_fonts()}
    names = dict.fromkeys(web_fonts[name].name for name in sorted(web_fonts, key=_count))
    return DrawnPages(tuple(sides[index].write(web_fonts) for index in sorted(sides)), tuple(names))


def _count(font: str) -> int:
    """Return which font of the document it is, from its resource name."""
    return int(font[1:])


class _Text(NamedTuple):
    """How the text of a document is set."""

    fonts: DocumentFonts
    markers: Markers
    values: Mapping[str, str]

    def place(self, mark: Text, height: float) -> _Letters:
        """Return a text on a page of this height."""
        x, size, said, measures = mark.x, mark.size, mark.text, self.fonts.measures
        if self.markers.occur_in(said):
            said = self.markers.substitute(said, self.values)
            room = self.markers.rooms.get(mark.text, "")
            is_data = mark.text in self.markers.in_ascii
            right, size, levels = place(said, leave_open(mark), measures, room, is_data=is_data)
            x += right
            runs = self.fonts.runs(said, mark.face, levels, is_data=is_data)
        else:
            runs = self.fonts.runs(said, mark.face, mark.levels)
        spacing = mark.spacing + measures.spacing(mark.face, size)
        return _Letters(x, height - mark.y, size, mark.colour, spacing, runs)

    def fill(self, field: TextField) -> FieldText:
        """Return what a text field shows."""
        said = self.markers.substitute(field.shown or field.value, self.values)
        return set_value(field._replace(value=said, shown=""), self.fonts.measures)


class _Side:
    """A side of paper being drawn: first what stands where, then, once all fonts are known, the markup."""

    def __init__(self, width: float, height: float, text: _Text, ticked: frozenset[str]) -> None:
        self._width, self._height = width, height
        self._text = text
        self._ticked = ticked
        self._marks: list[str | _Letters] = []
        self._fields: list[str | _Letters] = []
        """Drawn over all marks, as widgets are."""

    def draw(self, page: Page) -> None:
        """Draw a page, or a part of the side."""
        marks = self._marks
        if page.upside_down:
            marks.append(f'<g transform="rotate(180 {number(self._width / 2)} {number(self._height / 2)})">')
        for item in page.content:
            match item:
                case Text():
                    marks.append(self._text.place(item, self._height))
                case Rule():
                    marks.append(_draw_rule(item, self._height))
                case Ruling():
                    marks.append(_draw_ruling(item, self._height))
                case Box():
                    marks.append(_draw_box(item, self._height))
                case Tick():
                    marks.append(_draw_tick(item.rect, item.colour, self._height))
                case Picture():
                    marks.append(_draw_picture(item, self._height))
                case CheckboxField():
                    if item.name in self._ticked:
                        self._fields.append(_draw_tick(item.rect, INK, self._height))
                case TextField():
                    if item.value:
                        self._draw_field(item.rect, self._text.fill(item))
                case SignatureField():
                    self._draw_field(item.rect, set_signature(item, self._text.fonts.measures))
        if page.upside_down:
            marks.append("</g>")

    def write(self, fonts: Mapping[str, WebFont]) -> str:
        """Return the markup."""
        size = f"{number(self._width)} {number(self._height)}"
        content = "".join(_write([*self._marks, *self._fields], fonts))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" class="sheet" aria-hidden="true"'
            f' xml:space="preserve" text-rendering="geometricPrecision">{content}</svg>'
        )

    def _draw_field(self, rect: Rect, shown: FieldText) -> None:
        """Draw what a field shows: an ``svg`` element of its own, which cuts it off at the edges."""
        corner = f'x="{number(rect.x)}" y="{number(self._height - rect.y - rect.height)}"'
        size = f'width="{number(rect.width)}" height="{number(rect.height)}"'
        self._fields.append(f"<svg {corner} {size}>")
        if shown.on_white:
            self._fields.append(f'<rect {size} fill="#fff"/>')
        for line in shown.lines:
            runs = self._text.fonts.runs(line.text, Face.FIELD, line.levels)
            self._fields.append(_Letters(line.x, rect.height - line.y, shown.size, INK, 0.0, runs))
        self._fields.append("</svg>")


def _write(items: Sequence[str | _Letters], fonts: Mapping[str, WebFont]) -> Iterator[str]:
    """Yield the markup; texts that follow each other in one font, size and colour are a group."""
    group: _Group | None = None
    for item in items:
        if isinstance(item, str):
            if group and item.startswith(("<svg", "</svg", "<g", "</g")):
                yield "</g>"
                group = None
            yield item
            continue
        runs = [run for run in item.runs if run.codes]
        if not runs:
            continue
        own = _Group(fonts[runs[0].font].name, item.size, item.colour)
        if group != own:
            if group:
                yield "</g>"
            group = own
            yield f'<g font-family="{own.font}" font-size="{_decimal(own.size)}" fill="{_hex(own.colour)}">'
        yield _write_text(item, runs, fonts)
    if group:
        yield "</g>"


def _write_text(text: _Letters, runs: Sequence[Run], fonts: Mapping[str, WebFont]) -> str:
    """Return a line of text, each part in which nothing is kerned with its own place, for browsers round distances."""
    unit, spacing = text.size / 1000, text.spacing
    start, written = text.x, []
    for run in runs:
        font, apart = fonts[run.font], 0.0 if run.shaped else spacing
        start += run.shift * unit
        parts, advance, length = font.part(run.codes, run.kerns)
        attributes = f' font-family="{font.name}"' if run.font != runs[0].font else ""
        if apart:
            attributes += f' letter-spacing="{_decimal(apart)}"'
        written += [(number(start + part.start * unit + part.before * apart), attributes, part.text) for part in parts]
        start += advance * unit + length * apart
    (x, attributes, codes), *others = written
    more = [f'<tspan x="{x}"{attributes}>{codes}</tspan>' for x, attributes, codes in others]
    return f'<text x="{x}" y="{number(text.y)}"{attributes}>{codes}{"".join(more)}</text>'


def _draw_rule(mark: Rule, height: float) -> str:
    line = f"M{number(mark.x1)} {number(height - mark.y1)}L{number(mark.x2)} {number(height - mark.y2)}"
    return f'<path d="{line}" stroke="{_hex(mark.colour)}" stroke-width="{number(mark.width)}"/>'


def _draw_ruling(mark: Ruling, height: float) -> str:
    left, right = number(mark.x1), number(mark.x2)
    lines = "".join([f"M{left} {y}H{right}" for y in [number(height - y) for y in mark.heights()]])
    dots = f' stroke-dasharray="{mark.width:.5g} {mark.gap:.5g}"' if mark.gap else ""
    return f'<path d="{lines}" stroke="{_hex(mark.colour)}" stroke-width="{number(mark.width)}"{dots}/>'


def _draw_box(mark: Box, height: float) -> str:
    (x, y, wide, high), radius, width, stroke, fill = mark
    box = f'<rect x="{number(x)}" y="{number(height - y - high)}" width="{number(wide)}" height="{number(high)}"'
    if radius > 0:
        box += f' rx="{number(limit_radius(wide, high, radius))}"'
    box += f' fill="{_hex(fill) if fill else "none"}"'
    return f'{box} stroke="{_hex(stroke)}" stroke-width="{number(width)}"/>' if stroke and width else f"{box}/>"


def _draw_tick(rect: Rect, colour: Colour, height: float) -> str:
    mark = place_check_mark(rect)
    line = "L".join([f"{number(x)} {number(height - y)}" for x, y in mark.corners])
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="M{line}" fill="none" stroke="{_hex(colour)}" stroke-width="{number(mark.width)}" {ends}/>'


def _draw_picture(mark: Picture, height: float) -> str:
    x, y, wide, high = mark.rect
    place = f'x="{number(x)}" y="{number(height - y - high)}" width="{number(wide)}" height="{number(high)}"'
    return f'<image {place} preserveAspectRatio="none" href="{encode_as_data_url(mark.image)}"/>'


@lru_cache(maxsize=4096)
def _decimal(value: float) -> str:
    """Return a number to three decimals, as sizes and distances of letters need them."""
    return f"{round(value, 3) + 0:g}"


@lru_cache(maxsize=256)
def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in (colour.red, colour.green, colour.blue))
