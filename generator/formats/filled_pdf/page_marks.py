"""Marks on the pages of a return that stand beside its fields: text boxes, drawings by hand, notes, stamps.

They are annotations (ISO 32000-1, 12.5) that are neither widgets nor links. Each is brought together with the field
whose rectangle it covers most of.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from generator.formats.filled_pdf.form_data import MOST_MARKS, RawMark, RawPlace
from generator.formats.filled_pdf.object_walk import TooManyObjects, find_field, get_value, iterate_items, iterate_pages
from generator.formats.rich_text import read_rich_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.formats.filled_pdf.object_walk import Field, PdfNode, Steps

_LEFT_OUT = {"", "Link", "Popup", "PrinterMark", "TrapNet", "Watermark", "Screen", "3D"}
"""Kinds of annotations that nobody answers with; a popup shows what its note holds."""
_UNSEEN = 0b100010
"""The flags *Hidden* and *NoView* (table 165)."""
_LEAST_COVERED = 0.2
"""The part of the smaller of two rectangles that must lie in the other one."""
_CORNERS = 4
_DIGITS = 5
"""Of a page's number; more are none."""


Place = TypeVar("Place")


class _Box(NamedTuple):
    """A rectangle, points from the page's lower left corner."""

    left: float
    low: float
    right: float
    high: float

    @property
    def area(self) -> float:
        return max(self.right - self.left, 0.0) * max(self.high - self.low, 0.0)

    def intersect(self, other: _Box) -> _Box:
        return _Box(
            max(self.left, other.left),
            max(self.low, other.low),
            min(self.right, other.right),
            min(self.high, other.high),
        )


def find_marks(root: PdfNode, steps: Steps) -> tuple[tuple[RawMark, ...], tuple[RawPlace, ...]]:
    """Return the marks in the order of the pages, on each from top to bottom, and where the fields stand.

    Raises ``TooManyObjects``.
    """
    marks: list[RawMark] = []
    places: list[RawPlace] = []
    for number, page in enumerate(iterate_pages(root, steps), 1):
        fields: list[tuple[_Box, str]] = []
        found: list[tuple[_Box, str, str]] = []
        for annotation in iterate_items(page, "/Annots", steps):
            with suppress(Exception):  # libraries let any kind out of a damaged object; fields are counted elsewhere
                _sort(annotation, fields, found)
        if len(marks) + len(found) > MOST_MARKS:
            raise TooManyObjects
        in_order = sorted(found, key=lambda mark: (-mark[0].high, mark[0].left))
        marks += [RawMark(kind, number, text, find_covered(box, fields) or "", box) for box, kind, text in in_order]
        places += [RawPlace(number, box, name) for box, name in fields]
    return tuple(marks), tuple(places)


def read_exported_marks(annotations: Iterable[PdfNode]) -> tuple[RawMark, ...]:
    """Return the marks among annotations that were exported without their pages, as FDF holds them (12.7.8.3.3).

    Where the fields are is not known there. Raises ``TooManyObjects``.
    """
    marks: list[RawMark] = []
    for annotation in annotations:
        found: list[tuple[_Box, str, str]] = []
        page = 0
        with suppress(Exception):  # libraries let any kind out of a damaged object
            _sort(annotation, [], found)
            number = get_value(annotation, "/Page")
            page = number_of_page(number.decode_text().text if number is not None else "")
        marks += [RawMark(kind, page, text, "", box) for box, kind, text in found]
        if len(marks) > MOST_MARKS:
            raise TooManyObjects
    return tuple(marks)


def _sort(annotation: PdfNode, fields: list[tuple[_Box, str]], found: list[tuple[_Box, str, str]]) -> None:
    """Put an annotation among the fields or among the marks, where it is one of these."""
    subtype = get_value(annotation, "/Subtype")
    kind = subtype.decode_text().text if subtype is not None else ""
    if kind == "Widget":
        field = find_field(annotation)
        if field and (box := _read_box(annotation)):
            fields.append((box, name_of(field)))
    elif kind not in _LEFT_OUT and not _read_flags(annotation) & _UNSEEN:
        found.append((_read_box(annotation) or _Box(0, 0, 0, 0), kind, _read_text(annotation)))


def name_of(field: Field) -> str:
    """Return the full name of a field (12.7.3.2)."""
    parts = (get_value(node, "/T") for node in reversed(field.chain))
    return ".".join([part.decode_text().text for part in parts if part is not None])


def _read_flags(annotation: PdfNode) -> int:
    """Return an annotation's flags (12.5.3); 0 where they cannot be read, for what it says is to be told."""
    with suppress(Exception):
        flags = get_value(annotation, "/F")
        return int(flags.decode_text().text) if flags is not None else 0
    return 0


def _read_box(annotation: PdfNode) -> _Box | None:
    """Return the rectangle of an annotation; None where it cannot be read."""
    with suppress(Exception):
        rectangle = get_value(annotation, "/Rect")
        sides = [float(side.decode_text().text) for side in rectangle.items()] if rectangle is not None else []
        return order_corners(sides)
    return None


def order_corners(sides: Sequence[float]) -> _Box | None:
    """Return the rectangle of two opposite corners (7.9.5); None where there are not four numbers."""
    if len(sides) != _CORNERS:
        return None
    x1, y1, x2, y2 = sides
    return _Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def number_of_page(index: str) -> int:
    """Return the number, from 1, of the page with an index that a file tells; 0 where that is none."""
    return int(index) + 1 if index.isascii() and index.isdigit() and len(index) < _DIGITS else 0


def _read_text(annotation: PdfNode) -> str:
    """Return what an annotation says; U+FFFD where that cannot be read."""
    with suppress(Exception):
        contents, rich = get_value(annotation, "/Contents"), get_value(annotation, "/RC")
        text = contents.decode_text().text.strip() if contents is not None else ""
        return text or (read_rich_text(rich.decode_text().text) if rich is not None else "")
    return "\N{REPLACEMENT CHARACTER}"


def find_covered(box: tuple[float, ...], fields: Iterable[tuple[tuple[float, ...], Place]]) -> Place | None:
    """Return which field, of rectangles and what they stand for, shares most with a rectangle; None for too little."""
    own = _Box(*box)
    most, covered = 0.0, None
    for rectangle, field in fields:
        other = _Box(*rectangle)
        shared = own.intersect(other).area
        if shared > most and shared >= _LEAST_COVERED * min(own.area, other.area):
            most, covered = shared, field
    return covered
