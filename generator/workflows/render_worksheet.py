"""Worksheets to PDF. A renderer makes many: those that differ in nothing but what is personal share a template."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache, partial
from hashlib import sha256
from typing import NamedTuple

from generator.composing.document import Document
from generator.composing.worksheet import compose_worksheet
from generator.fonts.metrics import fonts
from generator.model.agenda import agenda_of
from generator.model.layout import Layout
from generator.model.worksheet import Worksheet, definition_text
from generator.model.worksheet import identity as identity_of
from generator.pdf.conformance import Conformance
from generator.pdf.document import build_template
from generator.pdf.document_info import Attachment, Relationship
from generator.pdf.font_embedding import SubsetKey
from generator.pdf.placeholders import NO_MARKERS, Markers
from generator.pdf.template import Template
from generator.typesetting import BlockSetter, DisplayText, impose, typeset
from generator.typesetting.page import Pages
from generator.words.messages import words_of
from generator.workflows.personalise import (
    DEFINITION,
    HIDDEN,
    IDENTITY,
    MARKERS,
    NUMBER,
    Fit,
    MarkerDisplayText,
    MarkerMetrics,
    Measured,
    Personalisation,
    TemplateKey,
    definition_values,
    personal_values,
    personalise,
    template_key,
)
from generator.workflows.rendered_file import (
    RenderedFile,
    SetPages,
    attach_brand,
    printing_of,
    properties_of,
    remarks_on,
    set_language,
)

WORKSHEET_DATA = "worksheet.json"
_MOST_SETTINGS = 16
"""Worksheets that are remembered, set and as templates."""


_MOST_RENDERERS = 12
"""As many as there are layouts to choose from, and some."""


class RenderOptions(NamedTuple):
    """How worksheets are wanted."""

    layout: Layout
    """In their language."""
    fillable: bool
    """Whether they have form fields."""
    date: dt.datetime | None = None
    """The date that the file tells, aware; without one it tells none."""
    seat: int | None = None
    """Whose sheet alone is in the file, counted from 0, of a layout with a sheet for each person; None for all."""


class SetWorksheet:
    """A worksheet that is set; what sets it apart from others may be left open. Compared by identity."""

    def __init__(
        self, pages: Pages, remarks: tuple[str, ...], worksheet: Worksheet, fits: tuple[Fit, ...] = ()
    ) -> None:
        self.pages = pages
        self.remarks = remarks
        """What the user should know: characters that no typeface covers."""
        self.worksheet = worksheet
        """The worksheet, with markers where something is left open."""
        self.fits = fits
        """What values of the markers must fit."""
        plan = agenda_of(worksheet)
        self.starts = plan.starts if plan else ()
        """When the steps of its time plan begin, minutes from the meeting's start."""


class PacketSheet(NamedTuple):
    """A worksheet for a packet."""

    ready: SetWorksheet
    """The same object for worksheets that share their pages."""
    values: Mapping[str, str]
    """What fills the markers of the pages."""
    remarks: tuple[str, ...]


def render_worksheet(
    worksheet: Worksheet, layout: Layout, *, fillable: bool, date: dt.datetime | None = None
) -> RenderedFile:
    """Return the worksheet as a tagged PDF that claims PDF/UA-1, with its definition attached."""
    layout = set_language(layout, worksheet.bank.language)
    return WorksheetRenderer(RenderOptions(layout, fillable, date)).render(worksheet)


def set_worksheet(worksheet: Worksheet, layout: Layout, *, fillable: bool) -> SetPages:
    """Return the pages of the file that ``render_worksheet`` makes."""
    options = RenderOptions(set_language(layout, worksheet.bank.language), fillable)
    ready, personal = _keep_renderer(options).set(worksheet)
    return SetPages(ready.pages, ready.remarks, personal.values if personal else {}, MARKERS)


def count_pages(worksheet: Worksheet, layout: Layout) -> int:
    """Return how many pages the worksheet takes in a layout, as printed."""
    options = RenderOptions(set_language(layout, worksheet.bank.language), fillable=False)
    return WorksheetRenderer(options).set_alone(worksheet).pages.printed


class WorksheetRenderer:
    """Renders worksheets in one layout; the same worksheet gives the same bytes, whichever were rendered before."""

    def __init__(self, options: RenderOptions) -> None:
        self.options = options
        self._measures = fonts(options.layout.faces)
        display_text = MarkerDisplayText(MarkerMetrics(self._measures))
        block_setter = BlockSetter(options.layout, display_text, fillable=options.fillable)
        # of no method: what holds itself stays in memory until Python looks for garbage
        self._shared = lru_cache(_MOST_SETTINGS)(partial(_set_shared, options, display_text, block_setter))
        self._template = lru_cache(_MOST_SETTINGS)(partial(_build_shared, options))

    def render(self, worksheet: Worksheet) -> RenderedFile:
        """Return the worksheet as ``render_worksheet`` does."""
        shared, personal = self.set(worksheet)
        pages = shared.pages.printed
        if personal is None:
            alone = self.render_alone(worksheet, shared)
            identity, digest = identity_of(worksheet), sha256(alone).hexdigest()
            return RenderedFile(alone, pages, shared.remarks, identity, shared.pages.left_out, digest)
        template = self._template(shared, personal.subsets)
        values = personal.values | definition_values(worksheet)
        data, left_out = template.fill(values), shared.pages.left_out
        return RenderedFile(data, pages, shared.remarks, values[IDENTITY], left_out, template.digest(data))

    def set(self, worksheet: Worksheet, number: str = "") -> tuple[SetWorksheet, Personalisation | None]:
        """Return the worksheet's pages, and what fills them; None where they share nothing with others.

        ``number`` is that in a packet, which stands in the feet. In two languages of which one is written from right
        to left, texts end where others begin, and pages depend on how wide names are.
        """
        if worksheet.earlier_revisions or (worksheet.languages and _depends_on_names(worksheet)):
            return self.set_alone(worksheet, number), None
        key = template_key(worksheet)
        if shared := self._shared(key, NUMBER[: len(number)]):
            values = personal_values(worksheet, key, shared.starts, number)
            right_to_left = shared.pages.right_to_left
            personal = personalise(shared.fits, values, self._measures, right_to_left=right_to_left, shrinks=not number)
            if personal:
                return shared, personal
        return self.set_alone(worksheet, number), None

    def set_for_packet(self, worksheet: Worksheet, number: str) -> PacketSheet:
        """Return the worksheet set, for a packet, in which it has this number and no definition stands."""
        ready, personal = self.set(worksheet, number)
        return PacketSheet(ready, personal.values if personal else {}, ready.remarks)

    def set_alone(self, worksheet: Worksheet, number: str = "") -> SetWorksheet:
        """Return the pages of a worksheet with everything that is personal."""
        display_text = DisplayText(self._measures)
        known = definition_values(worksheet)
        document = compose_worksheet(
            worksheet, self.options.layout, known[IDENTITY], known[HIDDEN], number, self.options.seat
        )
        pages = _typeset(document, self.options, display_text, None)
        return SetWorksheet(pages, remarks_on(display_text, pages), worksheet)

    def render_alone(self, worksheet: Worksheet, alone: SetWorksheet) -> bytes:
        """Return the file of a worksheet set with everything that is personal."""
        return _build(self.options, alone, definition_text(worksheet), (), NO_MARKERS).fill({})


def _depends_on_names(worksheet: Worksheet) -> bool:
    """Tell whether pages in several languages are not the same for all names."""
    from_right = any(words_of(bank.language).right_to_left for bank in worksheet.banks)
    return from_right or bool(worksheet.languages and worksheet.languages.people)


def _set_shared(
    options: RenderOptions, showing: MarkerDisplayText, block_setter: BlockSetter, key: TemplateKey, number: str
) -> SetWorksheet | None:
    """Return the pages of worksheets that have this in common; None where they depend on what is personal.

    ``number`` is the marker of numbers in a packet; empty for worksheets that have none.
    """
    if not key.is_shareable():
        return None
    marked, display_text = key.with_markers(), showing.copy()
    try:
        document = compose_worksheet(marked, options.layout, IDENTITY, HIDDEN, number, options.seat)
        pages = _typeset(document, options, display_text, block_setter)
    except Measured:
        return None
    if any(map(MARKERS.occur_in, display_text.missing_glyphs.values())):
        return None
    return SetWorksheet(pages, remarks_on(display_text, pages), marked, display_text.noted.fits())


def _typeset(
    document: Document, options: RenderOptions, display_text: DisplayText, block_setter: BlockSetter | None
) -> Pages:
    """Return the pages as they are wanted: those to be filled in stay in reading order."""
    layout, fillable = options[:2]
    pages = typeset(document, layout, display_text.metrics, display_text, fillable=fillable, block_setter=block_setter)
    return pages if fillable else impose(pages, layout.imposition)


def _build_shared(options: RenderOptions, shared: SetWorksheet, subsets: tuple[SubsetKey, ...] | None) -> Template:
    return _build(options, shared, DEFINITION, subsets, MARKERS)


def _build(
    options: RenderOptions, ready: SetWorksheet, text: str, subsets: tuple[SubsetKey, ...] | None, markers: Markers
) -> Template:
    """Return the file of a worksheet with this definition, its markers left open."""
    data = Attachment(
        WORKSHEET_DATA,
        "application/json",
        ready.worksheet.words.definition_file,
        text.encode(),
        Relationship.SOURCE,
        options.date,
    )
    properties = properties_of(ready.worksheet, ready.worksheet.people.names, options.date)
    return build_template(
        ready.pages,
        properties._replace(printing=printing_of(options.layout, ready.pages)),
        conformance=Conformance.UA1,
        attachments=(data, *attach_brand(options.layout, ready.worksheet.words, options.date)),
        subsets=subsets,
        markers=markers,
    )


def _keep_renderer(options: RenderOptions) -> WorksheetRenderer:
    """Return a renderer that is kept: pages that are set again at each change take half the time so.

    Layouts have no hash, so they are compared, those that were asked for last first.
    """
    found = next((renderer for renderer in _KEPT if renderer.options == options), None)
    if found:
        _KEPT.remove(found)
    _KEPT.insert(0, found or WorksheetRenderer(options))
    del _KEPT[_MOST_RENDERERS:]
    return _KEPT[0]


_KEPT: list[WorksheetRenderer] = []
