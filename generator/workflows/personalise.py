"""Worksheets to PDF: those that differ in nothing but what is personal are set once."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.composing.worksheet import Composer, compose_worksheet
from generator.fonts.metrics import fonts
from generator.latest import Latest
from generator.model.agenda import agenda_of
from generator.model.worksheet import canonical, definition
from generator.pdf import Stencils, prepare
from generator.pdf.conformance import Conformance
from generator.pdf.document_info import Attachment, Relationship
from generator.pdf.font_embedding import further_slices, slice_of_fields
from generator.standins import DEFINITION, IDENTITY, holds, substituted
from generator.typesetting import DisplayText, Kept, impose, typeset
from generator.typesetting.sharing import Measured, StandInMetrics, StandInShowing
from generator.words import english as words
from generator.workflows.rendered_file import Made, properties_of, remarks_on
from generator.workflows.sharing import Definitions, kind_of, personal_values, with_standins

if TYPE_CHECKING:
    import datetime as dt

    from generator.composing.document import Document
    from generator.fonts.faces import Face, Faces
    from generator.model.layout import Layout
    from generator.model.selection import Selection
    from generator.model.worksheet import Worksheet
    from generator.pdf.font_embedding import SliceKey
    from generator.pdf.template import Template
    from generator.typesetting.display_text import Metrics
    from generator.typesetting.page import Pages
    from generator.typesetting.sharing import Fit
    from generator.workflows.sharing import Definition, Kind

WORKSHEET_DATA = "worksheet.json"
_MOST_FAMILIES = 16
_MOST_SETTINGS = 16
_MOST_FACES = 8


def make_worksheet(worksheet: Worksheet, layout: Layout, *, fillable: bool, date: dt.datetime | None = None) -> Made:
    """Return the worksheet as a tagged PDF that claims PDF/UA-1; with form fields where ``fillable``.

    ``date`` (aware) is the date that the file tells; without one it tells none.
    """
    return Press(layout, fillable=fillable, date=date).make(worksheet)


class Sheet(NamedTuple):
    """A worksheet that is set, for a packet; what sets it apart from others is still open."""

    pages: Pages
    """The same object for worksheets that share it."""
    values: dict[str, str]
    """What stands for the stand-ins in the pages."""
    remarks: tuple[str, ...]


class Press:
    """Makes worksheets in one layout: those that differ in nothing but what is personal are set once.

    The same worksheet gives the same bytes, whichever were made before it. A few settings are kept, the latest ones.
    """

    def __init__(self, layout: Layout, *, fillable: bool, date: dt.datetime | None = None) -> None:
        self._order = _Order(layout, fillable, date, Kept(), Stencils())
        self._families: Latest[_Family] = Latest(_MOST_FAMILIES)
        self._settings: Latest[_Setting | None] = Latest(_MOST_SETTINGS)

    def make(self, worksheet: Worksheet) -> Made:
        """Return the worksheet as ``make_worksheet`` does; one with meetings before it shares nothing with others."""
        if worksheet.earlier_revisions:
            return self._order.alone(worksheet)
        setting = self._setting(worksheet)
        return (setting and setting.made(worksheet)) or self._order.alone(worksheet)

    def set(self, worksheet: Worksheet) -> Sheet:
        """Return the worksheet's pages."""
        setting = self._setting(worksheet)
        if setting and (fitted := setting.fitted(worksheet)):
            return Sheet(setting.pages, fitted.values, setting.remarks)
        return self._order.set_alone(worksheet)

    @property
    def kept(self) -> int:
        """How many settings are kept."""
        return len(self._settings)

    def _setting(self, worksheet: Worksheet) -> _Setting | None:
        """Return what the worksheet shares with others; nothing where it depends on what is personal."""
        kind, selection = kind_of(worksheet), worksheet.selection
        family = self._families.of(kind, lambda: _Family(self._order, worksheet, kind))
        return self._settings.of((family, selection), lambda: family.setting(selection))


class _Order(NamedTuple):
    """How worksheets are wanted."""

    layout: Layout
    fillable: bool
    date: dt.datetime | None
    kept: Kept
    """Blocks set with stand-ins."""
    stencils: Stencils

    def alone(self, worksheet: Worksheet) -> Made:
        """Return a worksheet that shares nothing."""
        pages, _, remarks = self.set_alone(worksheet)
        template = self.template(pages, worksheet, canonical(definition(worksheet)))
        return Made(template.filled({}), pages.printed, remarks)

    def set_alone(self, worksheet: Worksheet) -> Sheet:
        """Return the pages of a worksheet that shares nothing."""
        measures = fonts(self.layout.faces)
        display_text = DisplayText(measures)
        pages = self.typeset(compose_worksheet(worksheet, self.layout), measures, display_text, Kept())
        return Sheet(pages, {}, remarks_on(display_text))

    def typeset(self, document: Document, metrics: Metrics, display_text: DisplayText, kept: Kept) -> Pages:
        """Return the pages as they are wanted: those to be filled in stay in reading order."""
        pages = typeset(document, self.layout, metrics, display_text, fillable=self.fillable, kept=kept)
        return pages if self.fillable else impose(pages, self.layout.imposition)

    def template(
        self,
        pages: Pages,
        worksheet: Worksheet,
        text: str,
        slices: tuple[SliceKey, ...] = (),
        opening: str = "",
    ) -> Template:
        """Return the worksheet's file, its stand-ins open; with what its definition begins with."""
        data = Attachment(
            WORKSHEET_DATA,
            "application/json",
            words.DEFINITION_FILE,
            text.encode(),
            Relationship.SOURCE,
            self.date,
        )
        properties = properties_of(worksheet, worksheet.people.names, self.date)
        return prepare(
            pages,
            properties,
            conformance=Conformance.UA1,
            attachments=(data,),
            slices=slices,
            stencils=self.stencils,
            opening=opening,
        )


@lru_cache(_MOST_FACES)
def _showing(faces: Faces) -> StandInShowing:
    """Return what shows stand-ins in these typefaces, to be taken apart; it remembers what all have in common."""
    return StandInShowing(StandInMetrics(fonts(faces)))


class _Family:
    """What worksheets of one kind share, whoever picked what."""

    def __init__(self, order: _Order, worksheet: Worksheet, kind: Kind) -> None:
        self._order = order
        self._stand_in = with_standins(worksheet)
        self._definitions = Definitions(kind)
        self._composer = Composer(IDENTITY, self._stand_in, order.layout)

    def setting(self, selection: Selection) -> _Setting | None:
        """Return what those share who picked alike; nothing where the bank or the layout does not allow that."""
        if not self._definitions.shareable:
            return None
        order, display_text = self._order, _showing(self._order.layout.faces).apart()
        try:
            pages = order.typeset(
                self._composer.document(DEFINITION, selection), display_text.noted, display_text, order.kept
            )
        except Measured:
            return None
        if any(map(holds, display_text.missing_glyphs.values())):
            return None
        stand_in = self._stand_in._replace(selection=selection)
        return _Setting(
            order, self._definitions.of(selection), stand_in, pages, display_text.noted.fits(), remarks_on(display_text)
        )


class _Fitted(NamedTuple):
    """What is personal in a worksheet."""

    values: dict[str, str]
    slices: tuple[SliceKey, ...]
    """Of the fonts, those needed beyond what the shared texts need."""


class _Setting:
    """What worksheets of one kind share in which all picked alike: pages set with stand-ins, and what they must fit."""

    def __init__(
        self,
        order: _Order,
        definition: Definition,
        stand_in: Worksheet,
        pages: Pages,
        fits: tuple[Fit, ...],
        remarks: tuple[str, ...],
    ) -> None:
        self._order = order
        self._definition = definition
        plan = agenda_of(stand_in) if stand_in.meeting.time else None
        self._starts = plan.starts if plan else ()
        self._stand_in = stand_in
        self.pages = pages
        self._fits: dict[Face, list[Fit]] = {}
        for fit in fits:
            self._fits.setdefault(fit.face, []).append(fit)
        self._measures = fonts(order.layout.faces)
        self.remarks = remarks
        self._templates: dict[tuple[SliceKey, ...], Template] = {}

    def made(self, worksheet: Worksheet) -> Made | None:
        """Return the worksheet; nothing where what is personal does not fit, or needs more than the field font."""
        if not (fitted := self.fitted(worksheet)):
            return None
        values, slices = fitted
        if slices not in self._templates:
            self._templates[slices] = self._order.template(
                self.pages, self._stand_in, DEFINITION, slices, self._definition.parts[0]
            )
        return Made(self._templates[slices].filled(values), self.pages.printed, self.remarks)

    def fitted(self, worksheet: Worksheet) -> _Fitted | None:
        """Return what is personal, and the slices that it needs; nothing as ``made`` does."""
        values = personal_values(worksheet, self._starts)
        if not all(map(_is_usual, values.values())) or (slices := self._slices(values)) is None:
            return None
        text = self._definition.text(worksheet)
        return _Fitted({**values, IDENTITY: self._definition.identity(text), DEFINITION: text}, slices)

    def _slices(self, values: dict[str, str]) -> tuple[SliceKey, ...] | None:
        """Return the slices needed beyond those that are there; nothing where a text does not fit."""
        needed: set[SliceKey] = set()
        for face, fits in self._fits.items():
            texts = [substituted(fit.text, values) for fit in fits]
            widths = (self._measures.width(text, face, fit.size) for text, fit in zip(texts, fits, strict=True))
            if any(width > fit.width for width, fit in zip(widths, fits, strict=True)):
                return None
            further = further_slices("".join(texts), face, self._measures)
            if further is None:
                return None
            needed |= further
        return tuple(sorted(needed))


def _is_usual(text: str) -> bool:
    """Tell whether the field font has all of a text, and it is shown as it is."""
    return (text.isascii() and text.isprintable()) or (
        _field_characters().issuperset(text) and unicodedata.is_normalized("NFC", text)
    )


@cache
def _field_characters() -> frozenset[str]:
    """Return the characters of the field font that are shown as they are."""
    display_text = DisplayText(fonts())
    return frozenset(each for each in slice_of_fields().advances if display_text.display(each) == each)
