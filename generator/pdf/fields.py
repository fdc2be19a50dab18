"""Form fields: each one widget, merged with its field dictionary, at the root of the form (ISO 32000-1, 12.7).

Viewers, and programs that split and join files, treat exactly this shape best: no hierarchy, no shared names, one
appearance stream for each text field (two fields that share one show the same text in some viewers).
"""

from __future__ import annotations

from enum import IntFlag
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.pages import Entry, HiddenField, SignatureField, TextField, TickField
from generator.pdf.appearances import signed, ticked, typed
from generator.pdf.embedding import FIELD_FONT
from generator.pdf.holes import open_string
from generator.pdf.syntax import literal, number, rectangle, reference, text_string
from generator.pdf.writer import Section
from generator.standins import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.pages import Field, Rect
    from generator.pdf.embedding import FontSet
    from generator.pdf.writer import Objects

HIDDEN_TOOLTIP = "Data of this form. There is nothing to fill in here."
ON_STATE = b"/Yes"
"""The value of a tick box that is ticked."""
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


class Form:
    """The widgets of a document, added one by one."""

    def __init__(self, objects: Objects, fonts: FontSet, resources: int) -> None:
        self._objects = objects
        self._fonts = fonts
        self._resources = resources
        self._ticks: dict[tuple[float, float], tuple[int, int]] = {}
        self.numbers: list[int] = []
        self._widgets: Iterator[int] = iter(())
        self._tooltips: Iterator[int] = iter(())

    def expect(self, fields: tuple[Field, ...]) -> None:
        """Number the widgets of the fields that follow, and their tooltips: each kind in a row, which deflates best."""
        reserve = self._objects.reserve
        self._widgets = iter([reserve() for _ in fields])
        personal = [each for each in fields if not isinstance(each, HiddenField) and holds(each.tooltip)]
        self._tooltips = iter([reserve() for _ in personal])

    def add(self, field: Field, page: int, structure_parent: int) -> int:
        """Add the next of the fields to the page object of this number; return the widget's number."""
        if isinstance(field, HiddenField):
            own = _hidden(field)
        else:
            own = b"%b/TU%b/Rect%b/F %d/StructParent %d" % (
                self._own(field),
                self._tooltip(field.tooltip),
                rectangle(field.rect),
                AnnotationFlag.PRINT,
                structure_parent,
            )
        body = b"<</Type/Annot/Subtype/Widget/T%b/P %d 0 R%b>>" % (open_string(field.name), page, own)
        self.numbers.append(self._objects.add(body, next(self._widgets), Section.PERSONAL))
        return self.numbers[-1]

    def _tooltip(self, text: str) -> bytes:
        """Return a tooltip; one that is personal as an object of its own, so that the field differs in nothing else."""
        if not holds(text):
            return open_string(text)
        return b" " + reference(self._objects.add(open_string(text), next(self._tooltips)))

    def dictionary(self, font: int) -> bytes:
        """Return the interactive form dictionary (12.7.2)."""
        fields = b" ".join(map(reference, self.numbers))
        return b"<</Fields[%b]/DA%b/DR<</Font<</%b %d 0 R>>>>>>" % (
            fields,
            literal(_drawn_at(AUTOMATIC)),
            FIELD_FONT.encode(),
            font,
        )

    def _own(self, field: TextField | TickField | SignatureField) -> bytes:
        match field:
            case TextField():
                return self._text(field)
            case TickField():
                return self._tick(field)
            case SignatureField():
                drawn = self._appearance(field.rect, signed(field, self._fonts), Section.CONSTANT)
                return b"/FT/Sig/AP<</N %d 0 R>>" % drawn

    def _text(self, field: TextField) -> bytes:
        section = Section.PERSONAL if field.value else Section.CONSTANT
        appearance = self._appearance(field.rect, typed(field, self._fonts), section)
        value = b"/V" + open_string(field.value) if field.value else b""
        # each field says how it is drawn, though the form does too: some programs look nowhere else
        drawing = literal(_drawn_at(AUTOMATIC if field.entry is Entry.BLOCK else field.size))
        kind = _BLOCK if field.entry is Entry.BLOCK else b""
        return b"/FT/Tx%b/DA%b%b/AP<</N %d 0 R>>" % (kind, drawing, value, appearance)

    def _tick(self, field: TickField) -> bytes:
        size = (round(field.rect.width, 2), round(field.rect.height, 2))
        if size not in self._ticks:
            self._ticks[size] = (
                self._appearance(field.rect, ticked(field), Section.CONSTANT),
                self._appearance(field.rect, b"", Section.CONSTANT),
            )
        on, off = self._ticks[size]
        state = ON_STATE if field.ticked else b"/Off"
        return b"/FT/Btn/V%b/AS%b/AP<</N<<%b %d 0 R/Off %d 0 R>>>>" % (state, state, ON_STATE, on, off)

    def _appearance(self, rect: Rect, content: bytes, section: Section) -> int:
        entries = b"/Subtype/Form/BBox[0 0 %b %b]/Resources %d 0 R" % (
            number(rect.width).encode(),
            number(rect.height).encode(),
            self._resources,
        )
        return self._objects.add_stream(entries, content, section, plain=section is Section.PERSONAL)


# Viewers paint a field's background when they redraw it with what was typed, and not before: typed text then stands on
# white, and as long as nothing is typed the lines to write on show, and print.
_BLOCK = b"/Ff %d/MK<</BG[1]>>" % FieldFlag.MULTILINE


@lru_cache(maxsize=64)
def _drawn_at(size: float) -> bytes:
    """Return a default appearance."""
    return f"/{FIELD_FONT} {number(size)} Tf 0 g".encode()


def _hidden(field: HiddenField) -> bytes:
    return b"/FT/Tx/Ff %d/V%b/TU%b/Rect[0 0 0 0]/F %d" % (
        FieldFlag.READ_ONLY,
        open_string(field.value),
        text_string(HIDDEN_TOOLTIP),
        AnnotationFlag.HIDDEN,
    )
