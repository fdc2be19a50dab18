"""Fields as widgets: each one annotation, merged with its field dictionary (ISO 32000-1, 12.5.6.19 and 12.7).

Viewers, and programs that split and join files, treat exactly this shape best: no hierarchy, no shared names, one
appearance stream for each text field (two fields that share one show the same text in some viewers).
"""

from __future__ import annotations

from enum import IntFlag
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.appearances import check, signed, typed
from generator.pdf.font_embedding import FIELD_FONT
from generator.pdf.holes import open_string
from generator.pdf.moulding import mouldable
from generator.pdf.places import NUMBER, REFERENCE, WORDS, Body, Some, plain, some_of, together
from generator.pdf.streams import stream
from generator.pdf.syntax import literal, number, numeral, text_string
from generator.standins import holds
from generator.typesetting.page import CheckboxField, Entry, HiddenField, SignatureField, TextField
from generator.words.english import HIDDEN_TOOLTIP

if TYPE_CHECKING:
    from collections import abc

    from generator.pdf.font_embedding import FontSet
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


class Drawing(NamedTuple):
    """What a field looks like: an appearance stream."""

    width: float
    height: float
    entries: bytes
    content: bytes
    personal: bool
    whole: bytes = b""
    """The stream's body, where it shows no text and so needs no fonts."""


class Widgets(NamedTuple):
    """A group's fields as widgets, with what depends on the document left open."""

    number: int
    keys: int
    """How many have a key of the parent tree: all but hidden ones."""
    alike: Some
    """Those with nothing personal but the identity."""
    varied: Some
    tooltips: tuple[bytes, ...]
    """Those that are personal: each an object of its own, so that the field differs in nothing else."""
    drawings: tuple[Drawing, ...]
    """Each text field's own."""
    ticks: tuple[Drawing, ...]
    """The ticked state of tick boxes, one of each size."""
    boxes: tuple[str, ...]
    """The names of the tick boxes."""
    uprights: tuple[tuple[float, float], ...]
    """Where each shown field begins above the group's own height, and how high it is."""
    kept: bool
    """Whether they are the same in other documents."""

    def told(
        self, page: int, first: Numbers, ticks: abc.Iterable[int], ticked: abc.Container[str], y: float
    ) -> list[object]:
        """Return what stands in the places.

        ``page`` is the number of the page's object, ``ticks`` are those of the drawings for the two states, ``ticked``
        are the boxes that are, and ``y`` is the group's height.
        """
        told: list[object] = [page, *range(first.key, first.key + self.keys)]
        told += range(first.tooltip, first.tooltip + len(self.tooltips))
        told += range(first.drawing, first.drawing + len(self.drawings))
        told += ticks
        told += [ON_STATE if name in ticked else OFF_STATE for name in self.boxes]
        for up, height in self.uprights:
            low = up + y
            told += (numeral(low), numeral(low + height))
        return told


class Numbers(NamedTuple):
    """What of a group's comes first in a document: further ones count up."""

    widget: int
    """The number of an object, as for all but keys."""
    key: int
    tooltip: int
    drawing: int


_WIDGET = b"/Type/Annot/Subtype/Widget/T"
_NOTHING = Some((), together(()))
_NONE = Widgets(0, 0, _NOTHING, _NOTHING, (), (), (), (), (), kept=True)


def widgets(fields: abc.Sequence[Field], fonts: FontSet) -> Widgets:
    """Return the fields as widgets. Raises ``MissingGlyph`` (a ``ValueError``) on a value that no typeface has."""
    return _Writer(fields, fonts).widgets() if fields else _NONE


class _Writer:
    """Writes the widgets of some fields."""

    def __init__(self, fields: abc.Sequence[Field], fonts: FontSet) -> None:
        self._fields = fields
        self._shown = [each for each in fields if not isinstance(each, HiddenField)]
        self._tooltips = [open_string(each.tooltip) for each in self._shown if holds(each.tooltip)]
        drawn = [each for each in self._shown if not isinstance(each, CheckboxField)]
        self._drawings = tuple(_drawing(each, fonts) for each in drawn)
        self._boxes = [each for each in self._shown if isinstance(each, CheckboxField)]
        self._sizes = {_size(each.rect): each for each in self._boxes}
        # a value drawn by other fonts than the fields' own has names that are this document's
        self._kept = all(not isinstance(each, TextField) or not each.value or holds(each.value) for each in drawn)
        self._key = 1
        self._tooltip = self._key + len(self._shown)
        self._drawn = self._tooltip + len(self._tooltips)
        self._ticks = self._drawn + len(self._drawings)
        self._state = self._ticks + 2 * len(self._sizes)
        self._upright = self._state + len(self._boxes)

    def widgets(self) -> Widgets:
        alike, varied = some_of([self._body(each) for each in self._fields], lambda body: mouldable(body.form))
        return Widgets(
            len(self._fields),
            len(self._shown),
            alike,
            varied,
            tuple(self._tooltips),
            self._drawings,
            tuple([path_drawing(*size, check(each)) for size, each in self._sizes.items()]),
            tuple([each.name for each in self._boxes]),
            tuple([(each.rect.y, each.rect.height) for each in self._shown]),
            self._kept,
        )

    def _body(self, field: Field) -> Body:
        name = plain(open_string(field.name))
        if isinstance(field, HiddenField):
            return Body(b"<<%b%b/P %b%b>>" % (_WIDGET, name, REFERENCE, plain(_hidden(field))), (0,))
        own, drawn = self._own(field)
        tooltip, told = self._told(field.tooltip)
        left, right = _across(field.rect.x, field.rect.width)
        key, upright = self._key, self._upright
        self._key += 1
        self._upright += 2
        body = b"<<%b%b/P %b%b/TU%b/Rect[%b %%b %b %%b]/F %d/StructParent %b>>" % (
            _WIDGET, name, REFERENCE, own, tooltip, left, right, AnnotationFlag.PRINT, NUMBER
        )  # fmt: skip
        return Body(body, (0, *drawn, *told, upright, upright + 1, key))

    def _own(self, field: TextField | CheckboxField | SignatureField) -> tuple[bytes, tuple[int, ...]]:
        """Return what each kind of field has, and its places."""
        if isinstance(field, CheckboxField):
            state, self._state = self._state, self._state + 1
            on = self._ticks + 2 * list(self._sizes).index(_size(field.rect))
            states = (WORDS, WORDS, ON_STATE, REFERENCE, OFF_STATE, REFERENCE)
            return b"/FT/Btn/V%b/AS%b/AP<</N<<%b %b%b %b>>>>" % states, (state, state, on, on + 1)
        drawn, self._drawn = self._drawn, self._drawn + 1
        if isinstance(field, SignatureField):
            return b"/FT/Sig/AP<</N %b>>" % REFERENCE, (drawn,)
        value = b"/V" + plain(open_string(field.value)) if field.value else b""
        # each field says how it is drawn, though the form does too: some programs look nowhere else
        drawing = literal(drawn_at(AUTOMATIC if field.entry is Entry.MULTI_LINE else field.size))
        kind = _BLOCK if field.entry is Entry.MULTI_LINE else b""
        return b"/FT/Tx%b/DA%b%b/AP<</N %b>>" % (kind, drawing, value, REFERENCE), (drawn,)

    def _told(self, tooltip: str) -> tuple[bytes, tuple[int, ...]]:
        if not holds(tooltip):
            return plain(open_string(tooltip)), ()
        self._tooltip += 1
        return b" " + REFERENCE, (self._tooltip - 1,)


@lru_cache(maxsize=256)
def _across(left: float, width: float) -> tuple[bytes, bytes]:
    return numeral(left), numeral(left + width)


def _size(rect: Rect) -> tuple[float, float]:
    return round(rect.width, 2), round(rect.height, 2)


def _drawing(field: TextField | SignatureField, fonts: FontSet) -> Drawing:
    _, _, width, height = field.rect
    if isinstance(field, SignatureField):
        return Drawing(width, height, _boxed(width, height), signed(field, fonts), personal=False)
    if field.value:
        return Drawing(width, height, _boxed(width, height), typed(field, fonts), personal=True)
    return path_drawing(width, height, b"")


@lru_cache(maxsize=256)
def path_drawing(width: float, height: float, content: bytes) -> Drawing:
    """Return a drawing of this size of paths alone, or of nothing."""
    entries = _boxed(width, height)
    return Drawing(width, height, entries, content, personal=False, whole=stream(entries, content))


def _boxed(width: float, height: float) -> bytes:
    """Return the entries of a form XObject of this size."""
    return b"/Subtype/Form/BBox[0 0 %b %b]" % (numeral(width), numeral(height))


# Viewers paint a field's background when they redraw it with what was typed, and not before: typed text then stands on
# white, and as long as nothing is typed the lines to write on show, and print.
_BLOCK = b"/Ff %d/MK<</BG[1]>>" % FieldFlag.MULTILINE


@lru_cache(maxsize=64)
def drawn_at(size: float) -> bytes:
    """Return a default appearance."""
    return f"/{FIELD_FONT} {number(size)} Tf 0 g".encode()


def _hidden(field: HiddenField) -> bytes:
    return b"/FT/Tx/Ff %d/V%b/TU%b/Rect[0 0 0 0]/F %d" % (
        FieldFlag.READ_ONLY,
        open_string(field.value),
        text_string(HIDDEN_TOOLTIP),
        AnnotationFlag.HIDDEN,
    )
