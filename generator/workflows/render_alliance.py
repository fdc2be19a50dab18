"""Alliances to PDF: finished ones, proven whole, and their cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.alliance import compose_alliance, list_shown_texts
from generator.composing.card import compose_card
from generator.composing.document import DigitalSignature
from generator.fonts.metrics import fonts
from generator.formats.pdf_fingerprint import fingerprint_of
from generator.model.alliance import alliance_data
from generator.model.fingerprint import FINGERPRINT_FILE, PLACEHOLDER, digest_of, serialise_fingerprint, short_form
from generator.model.layout import Part
from generator.model.worksheet import canonical
from generator.pdf import build_template, render
from generator.pdf.conformance import Conformance
from generator.pdf.document_info import Attachment, Printing, Relationship
from generator.pdf.placeholders import Markers
from generator.typesetting import DisplayText, typeset
from generator.typesetting.completeness import check_all_text_shown
from generator.workflows.rendered_file import (
    RenderedFile,
    SetPages,
    attach_brand,
    printing_of,
    properties_of,
    remarks_on,
    set_language,
)

if TYPE_CHECKING:
    import datetime as dt

    from generator.model.alliance import Alliance
    from generator.model.layout import Layout
    from generator.pdf.template import Template
    from generator.workflows.sign import SigningKey

ALLIANCE_DATA = "alliance.json"
DIGEST = "\ufde2"
"""Marks the place of the short form of the finished file's digest."""
RECORD = "\ufde3"
"""Marks the place of the digest's record, an attached file."""
_MARKERS = Markers(in_ascii=(DIGEST, RECORD))


def render_alliance(
    alliance: Alliance,
    layout: Layout,
    *,
    date: dt.datetime | None = None,
    password: str | None = None,
    key: SigningKey | None = None,
) -> RenderedFile:
    """Return the alliance as a tagged PDF that claims PDF/A-3a and PDF/UA-1, its data attached as its source.

    With a password it is encrypted, and claims PDF/UA-1 only (ISO 19005-3, 6.1.3, forbids encryption).
    With a key it is signed.
    Raises TextLost where the pages do not show every typed character.
    """
    signature = DigitalSignature(key.name, key.when(alliance.words)) if key else None
    pages, remarks, *_ = set_alliance(alliance, layout, signature)
    properties = properties_of(alliance.worksheet, alliance.people.labels(), date)
    properties = properties._replace(title=_MARKERS.remove(properties.title))
    if layout.canvas:
        properties = properties._replace(printing=printing_of(layout, pages))
    conformance = Conformance.UA1 if password else Conformance.A3A_UA1
    attached = (*_source_and_record(alliance, date), *attach_brand(layout, alliance.words, date))
    made = _with_digest(
        build_template(pages, properties, conformance=conformance, attachments=attached, markers=_MARKERS)
    )
    if key:
        from generator.workflows.sign import sign  # noqa: PLC0415 - imports an extra

        made = sign(made, key)
    return RenderedFile(_encrypt(made, password), pages.printed, remarks)


def set_alliance(
    alliance: Alliance, layout: Layout, signature: DigitalSignature | None = None, *, digest: str | None = None
) -> SetPages:
    """Return the pages of the file that ``render_alliance`` makes, with the place of a signature where it is signed.

    ``digest`` is the short form of the file's; empty for a file that has none, and None before it is known: its place
    stays empty then. Raises TextLost as ``render_alliance`` does.
    """
    layout = set_language(layout, alliance.worksheet.bank.language)
    measures = fonts(layout.faces)
    display_text = DisplayText(measures)
    title_page = Part.TITLE_PAGE in layout.parts
    document = compose_alliance(
        alliance, layout.brand, "" if digest == "" else DIGEST, title_page=title_page, canvas=layout.canvas
    )
    if signature:
        document = document._replace(blocks=(*document.blocks, signature))
    pages = typeset(document, layout, measures, display_text, fillable=False)
    check_all_text_shown(list_shown_texts(alliance), pages, display_text)
    return SetPages(pages, remarks_on(display_text, pages), {DIGEST: digest or ""}, _MARKERS)


def _source_and_record(alliance: Alliance, date: dt.datetime | None) -> tuple[Attachment, Attachment]:
    """Return the alliance's data, and the place of the record of the whole file."""
    source = Attachment(
        ALLIANCE_DATA,
        "application/json",
        alliance.words.alliance_file,
        canonical(alliance_data(alliance)).encode(),
        Relationship.SOURCE,
        date,
    )
    fingerprint = Attachment(
        FINGERPRINT_FILE,
        "application/json",
        alliance.words.digest_file,
        RECORD.encode(),
        Relationship.DATA,
        date,
    )
    return source, fingerprint


def _encrypt(made: bytes, password: str | None) -> bytes:
    """Return the file encrypted where there is a password."""
    if not password:
        return made
    from generator.workflows.encrypt import encrypt  # noqa: PLC0415 - imports pypdf

    return encrypt(made, password)


def render_card(
    alliance: Alliance, layout: Layout, *, date: dt.datetime | None = None, password: str | None = None
) -> RenderedFile:
    """Return the card of the alliance: one page that claims PDF/UA-1, and holds nothing but what it shows.

    With a password it is encrypted.
    """
    pages, remarks, *_ = set_card(alliance, layout)
    properties = properties_of(alliance.worksheet, alliance.people.labels(), date)
    properties = properties._replace(printing=Printing(true_size=True))
    made = render(pages, properties, conformance=Conformance.UA1)
    return RenderedFile(_encrypt(made, password), pages.printed, remarks)


def set_card(alliance: Alliance, layout: Layout) -> SetPages:
    """Return the page of the file that ``render_card`` makes."""
    layout = set_language(layout, alliance.worksheet.bank.language)
    measures = fonts(layout.faces)
    display_text = DisplayText(measures)
    pages = typeset(compose_card(alliance, layout.brand), layout, measures, display_text, fillable=False)
    return SetPages(pages, remarks_on(display_text, pages))


def _with_digest(template: Template) -> bytes:
    """Return the file with its digest in the feet and the record of it attached."""
    text = serialise_fingerprint(fingerprint_of(template.fill({DIGEST: PLACEHOLDER, RECORD: ""})))
    return template.fill({DIGEST: short_form(digest_of(text)), RECORD: text})
