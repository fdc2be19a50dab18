"""Fields as widgets: each one annotation, merged with its field dictionary (ISO 32000-1, 12.5.6.19 and 12.7).

Viewers, and programs that split and join files, treat exactly this shape best: no hierarchy, no shared names, one
appearance stream for each text field (two fields that share one show the same text in some viewers).
"""

from __future__ import annotations

from enum import IntFlag
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.pdf.appearances import check, sign, type_in
from generator.pdf.font_embedding import FIELD_FONT
from generator.pdf.placeholders import join
from generator.pdf.syntax import literal, number, numeral, references, stream, text_string
from generator.typesetting.page import CheckboxField, Entry, HiddenField, SignatureField, TextField

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from generator.pdf.font_embedding import DocumentFonts
    from generator.pdf.placeholders import Body, Markers
    from generator.pdf.template import Objects
    from generator.typesetting.page import Field, Rect

ON_STATE = b"/Yes"
"""The value of a tick box that is ticked."""
OFF_STATE = b"/Off"
AUTOMATIC = 0.0
"""The type size of a default appearance that leaves it to the viewer (12.7.3.3)."""


class AnnotationFlag(IntFlag):
    """Table 165."""

    HIDDEN = 1 << 1
    PRINT = 1 << 2


class FieldFlag(IntFlag):
    """Tables 221 and 228."""

    READ_ONLY = 1 << 0
    MULTILINE = 1 << 12


_WIDGET = b"<</Type/Annot/Subtype/Widget/T"
# Viewers paint a field's background when they redraw it with what was typed, and not before: typed text then stands on
# white, and as long as nothing is typed the lines to write on show, and print.
_BLOCK = b"/Ff %d/MK<</BG[1]>>" % FieldFlag.MULTILINE


class Form:
    """The widgets of a document."""

    def __init__(self, objects: Objects, fonts: DocumentFonts, resources: int, markers: Markers) -> None:
        """Take the number of the resources that appearance streams use."""
        self._objects = objects
        self._fonts = fonts
        self._resources = resources
        self._markers = markers
        self._ticks: dict[tuple[float, float], tuple[int, int]] = {}

    def add(self, fields: Iterable[tuple[Field, int]], first: int, key: int, ticked: Container[str]) -> None:
        """Add the fields, each with the number of its page's object, as objects numbered from ``first`` on.

        ``key`` is the parent tree's key of the first field; further ones count up, hidden fields have none. ``ticked``
        has the names of the tick fields that are ticked.
        """
        for widget, (field, page) in enumerate(fields, first):
            if isinstance(field, HiddenField):
                self._objects.add(self._write_hidden(field, page), widget, last=True)
                continue
            body = join(
                _WIDGET, self._markers.write_string(field.name), b"/P %d 0 R" % page, *self._own(field, ticked),
                b"/TU", self._markers.write_string(field.tooltip), b"/Rect[%b %b %b %b]" % _corners(field.rect),
                b"/F %d/StructParent %d>>" % (AnnotationFlag.PRINT, key),
            )  # fmt: skip
            self._objects.add(body, widget, last=True)
            key += 1

    def dictionary(self, widgets: range, font: int) -> bytes:
        """Return the interactive form dictionary (12.7.2) of widgets with these numbers."""
        return b"<</Fields%b/DA%b/DR<</Font<</%b %d 0 R>>>>>>" % (
            references(widgets),
            literal(default_appearance(AUTOMATIC)),
            FIELD_FONT.encode(),
            font,
        )

    def _write_hidden(self, field: HiddenField, page: int) -> Body:
        return join(
            _WIDGET, self._markers.write_string(field.name), b"/P %d 0 R/FT/Tx/Ff %d/V" % (page, FieldFlag.READ_ONLY),
            self._markers.write_string(field.value),
            b"/TU%b/Rect[0 0 0 0]/F %d>>" % (text_string(field.tooltip), AnnotationFlag.HIDDEN),
        )  # fmt: skip

    def _own(
        self, field: TextField | CheckboxField | SignatureField, ticked: Container[str]
    ) -> tuple[bytes | Body, ...]:
        """Return the entries of each kind of field, part by part."""
        if isinstance(field, CheckboxField):
            state = ON_STATE if field.name in ticked else OFF_STATE
            on, off = self._states(field)
            states = (state, state, ON_STATE, on, OFF_STATE, off)
            return (b"/FT/Btn/V%b/AS%b/AP<</N<<%b %d 0 R%b %d 0 R>>>>" % states,)
        if isinstance(field, SignatureField):
            return (b"/FT/Sig/AP<</N %d 0 R>>" % self._appearance(field.rect, (sign(field, self._fonts),)),)
        # each field says how it is drawn, though the form does too: some programs look nowhere else
        drawing = literal(default_appearance(AUTOMATIC if field.entry is Entry.MULTI_LINE else field.size))
        kind = b"" if field.entry is Entry.SINGLE_LINE else _BLOCK
        kind += b"/Q 2" if field.from_right else b""
        value = (b"/V", self._markers.write_string(field.value)) if field.value else ()
        appearance = self._appearance(field.rect, type_in(field, self._fonts, self._markers))
        return (b"/FT/Tx%b/DA%b" % (kind, drawing), *value, b"/AP<</N %d 0 R>>" % appearance)

    def _states(self, field: CheckboxField) -> tuple[int, int]:
        """Return the numbers of the appearances of a tick box, ticked and not."""
        size = round(field.rect.width, 2), round(field.rect.height, 2)
        if size not in self._ticks:
            add = self._objects.add_encoded
            self._ticks[size] = add(_path_appearance(*size, check(field))), add(_path_appearance(*size, b""))
        return self._ticks[size]

    def _appearance(self, rect: Rect, content: Body) -> int:
        """Add an appearance stream of this size; return its number."""
        if content == (b"",):
            return self._objects.add_encoded(_path_appearance(rect.width, rect.height, b""))
        entries = b"%b/Resources %d 0 R" % (_form_entries(rect.width, rect.height), self._resources)
        return self._objects.add_open_stream((entries,), content, level=0)


@lru_cache(maxsize=256)
def _path_appearance(width: float, height: float, content: bytes) -> bytes:
    """Return the appearance stream that draws these paths."""
    return stream(_form_entries(width, height), content)


def _form_entries(width: float, height: float) -> bytes:
    """Return the entries of a form XObject of this size."""
    return b"/Subtype/Form/BBox[0 0 %b %b]" % (numeral(width), numeral(height))


def _corners(rect: Rect) -> tuple[bytes, bytes, bytes, bytes]:
    """Return the left, lower, right and upper edge."""
    x, y, width, height = rect
    return numeral(x), numeral(y), numeral(x + width), numeral(y + height)


@lru_cache(maxsize=64)
def default_appearance(size: float) -> bytes:
    """Return a default appearance (12.7.3.3)."""
    return f"/{FIELD_FONT} {number(size)} Tf 0 g".encode()
