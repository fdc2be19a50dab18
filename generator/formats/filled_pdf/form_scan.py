"""Scan a PDF for form fields and attached texts that are ours, with pypdf or with qpdf.

Runs in the child process of ``sandbox``; the findings go to the parent as JSON. Values are data; nothing else of the
file goes on.
"""

from __future__ import annotations

import io
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError

from generator.formats.filled_pdf.attached_files import list_inner_documents, read_attached_files, read_data_digest
from generator.formats.filled_pdf.damage import (
    collect_warnings,
    has_damaged_object_streams,
    has_newer_objects,
    is_read_strictly,
)
from generator.formats.filled_pdf.field_names import field_name
from generator.formats.filled_pdf.form_data import (
    FAILED_CHECKSUM,
    MOST_TEXT,
    NEWER_OBJECTS,
    REPAIRED,
    UNUSUAL,
    FormData,
    RawField,
    ReadFailure,
    to_json,
)
from generator.formats.filled_pdf.object_walk import (
    MOST_STEPS,
    ObjectKind,
    Steps,
    TooManyObjects,
    find_fields,
    get_value,
    has_fields,
    iterate_pages,
    iterate_specifications,
)
from generator.formats.filled_pdf.page_drawings import FirstPages, find_redrawn_pages, read_first_pages
from generator.formats.filled_pdf.page_marks import find_marks, name_of
from generator.formats.filled_pdf.pypdf_nodes import DAMAGE, LIMITS, PypdfNode
from generator.formats.rich_text import read_rich_text
from generator.model.fields import OFF
from generator.model.fingerprint import PAGES_KEY
from generator.model.pdf_text import DecodedText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.formats.filled_pdf.object_walk import Field, PdfNode

_CARD = [0, 0, 595, 420]
"""The page of a card (``typesetting.cards``), whole points."""
_LOST = "\N{REPLACEMENT CHARACTER}"
_MOST_OBJECTS = 20_000
"""In a file that qpdf repairs."""


def scan_with_pypdf(data: bytes) -> bytes:
    """Return the ``FormData`` of a PDF as JSON, failures among them."""
    with collect_warnings() as warned, pypdf.apply_configuration(LIMITS):
        try:
            form_data = _scan_with_pypdf(data, warned)
        except (TooManyObjects, RecursionError, MemoryError):
            form_data = FormData(ReadFailure.TOO_MUCH)
        except (DependencyError, FileNotDecryptedError):
            form_data = FormData(ReadFailure.ENCRYPTED)
        except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged document
            form_data = FormData(ReadFailure.DAMAGED)
    return to_json(form_data)


def scan_with_qpdf(data: bytes) -> bytes:
    """Return the ``FormData`` of a damaged PDF as JSON, failures among them; its fields are marked as ``second``.

    Where qpdf had to repair the document, its lists of pages and fields may be incomplete; every object that looks
    like a field is then taken, whether anything still leads to it or not.
    """
    import logging  # noqa: PLC0415 - of damaged files only

    import pikepdf  # noqa: PLC0415 - an extra

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL + 1)  # it would print parts of the document
    try:
        form_data = _scan_with_qpdf(data)
    except (TooManyObjects, RecursionError, MemoryError):
        form_data = FormData(ReadFailure.TOO_MUCH)
    except pikepdf.PasswordError:
        form_data = FormData(ReadFailure.ENCRYPTED)
    except Exception:  # noqa: BLE001 - what qpdf cannot repair comes as any kind
        form_data = FormData(ReadFailure.DAMAGED)
    return to_json(form_data)


def _scan_with_pypdf(data: bytes, warned: Sequence[str]) -> FormData:
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    root, steps = PypdfNode(reader.root_object), Steps()
    fields, foreign, unreadable = collect_fields(partial(_read, field) for field in find_fields(root, steps))
    doubts: list[str] = []
    specifications = list(iterate_specifications(root, steps))
    attachments = tuple(read_attached_files(specifications, doubts))
    information = reader.trailer.get("/Info")
    card = information is not None and _is_card(root, PypdfNode(information), steps)
    if has_damaged_object_streams(reader):
        doubts.append(FAILED_CHECKSUM)
    if has_newer_objects(data, reader):
        doubts.append(NEWER_OBJECTS)
    if warned:
        doubts.append(UNUSUAL if is_read_strictly(data) else REPAIRED)
    marks, places = find_marks(root, steps)
    digest = read_data_digest(specifications)
    shown = FirstPages() if fields or attachments else read_first_pages(reader)
    return FormData(
        ReadFailure.NONE,
        fields,
        foreign,
        unreadable,
        attachments,
        card,
        tuple(dict.fromkeys(doubts)),
        digest.altered,
        (*marks, *find_redrawn_pages(reader)),
        tuple(dict.fromkeys(name for name, _ in list_inner_documents(specifications))),
        shown.digest or digest.short,
        places,
        shown.scanned,
    )


def _scan_with_qpdf(data: bytes) -> FormData:
    import pikepdf  # noqa: PLC0415 - an extra

    from generator.formats.filled_pdf.pikepdf_nodes import PikepdfNode  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
        objects = [PikepdfNode(thing) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)]
        if len(objects) > _MOST_OBJECTS:
            raise TooManyObjects
        is_repaired = bool(pdf.get_warnings())
        strays = filter(_looks_like_field, objects) if is_repaired else ()
        found = find_fields(PikepdfNode(pdf.Root), Steps(2 * MOST_STEPS), strays)
        fields, foreign, unreadable = collect_fields(partial(_read, field, second=True) for field in found)
        attachments = tuple(read_attached_files((node for node in objects if node.get("/EF") is not None), []))
        doubts = (REPAIRED,) if is_repaired or pdf.get_warnings() else ()
    return FormData(ReadFailure.NONE, fields, foreign, unreadable, attachments, doubts=doubts)


def _looks_like_field(node: PdfNode) -> bool:
    kids = node.get("/Kids")
    return node.get("/T") is not None and not has_fields(kids.items() if kids else ())


def collect_fields(readings: Iterable[Callable[[], RawField | None]]) -> tuple[tuple[RawField, ...], int, int]:
    """Return the fields that were read, the number of foreign ones (``None``), and of those damaged beyond reading.

    Raises ``TooManyObjects`` where they hold more text than all fields may.
    """
    fields: list[RawField] = []
    foreign = unreadable = size = 0
    for read in readings:
        try:
            field = read()
        except (MemoryError, DependencyError, FileNotDecryptedError):
            raise
        except Exception:  # noqa: BLE001 - libraries let any kind out of a damaged object
            unreadable += 1
            continue
        if field is None:
            foreign += 1
            continue
        fields.append(field)
        size += len(field.text)
        if size > MOST_TEXT:
            raise TooManyObjects
    return tuple(fields), foreign, unreadable


def _read(field: Field, *, second: bool = False) -> RawField | None:
    """Return a field of ours; None for a foreign one. Lets the exceptions of damage out."""
    name = name_of(field)
    if not field_name(name):
        return None
    kids = field.chain[field.terminal].get("/Kids")
    widgets = [*field.chain[: field.terminal + 1], *(kids.items() if kids else ())]
    read = build_field(name, field.chain, widgets)
    return read._replace(second=True) if second else read


def decode_value(value: PdfNode, encoding: str = "") -> DecodedText:
    """Return a value's text, of several choices a line each; ``encoding`` is that of strings without a mark."""
    if value.kind is not ObjectKind.ARRAY:
        return value.decode_text(encoding)
    texts = [decode_value(item, encoding) for item in value.items() if item.kind is not ObjectKind.NULL]
    guess = next((decoded.guess for decoded in texts if decoded.guess), "")
    return DecodedText("\n".join(decoded.text for decoded in texts), any(decoded.lost for decoded in texts), guess)


def build_field(name: str, chain: Sequence[PdfNode], widgets: Iterable[PdfNode], encoding: str = "") -> RawField:
    """Return a field of this name with its value, inherited along the chain of its parents (12.7.3.1).

    Where its value (``/V``) is missing or empty, its rich text (``/RV``) is taken; where both are missing, what its
    ``widgets`` show, unless most of that cannot be read. Lets the exceptions of damage out.
    """
    nodes = list(widgets)
    state = _read_state(nodes)
    value = next((value for node in chain if (value := get_value(node, "/V")) is not None), None)
    decoded = decode_value(value, encoding) if value is not None else DecodedText("")
    if not decoded.text and (rich := get_value(chain[0], "/RV")) is not None:
        decoded = decode_value(rich, encoding)
        decoded = decoded._replace(text=read_rich_text(decoded.text))
    if not decoded.text and value is None and _is_text_field((*chain, *nodes)):
        drawn = next((text for node in nodes if (text := node.read_appearance())), "")
        lost = 2 * drawn.count(_LOST) > len(drawn)
        return RawField(name, "" if lost else drawn, state, lost, drawn=bool(drawn))
    return RawField(name, decoded.text, state, decoded.lost, decoded.guess)


def _is_text_field(nodes: Iterable[PdfNode]) -> bool:
    types = (get_value(node, "/FT") for node in nodes)
    return any(kind is not None and kind.decode_text().text == "Tx" for kind in types)


def _read_state(widgets: Iterable[PdfNode]) -> str:
    """Return the appearance state of a checkbox's widgets (12.5.5), that of one that is on if there is any."""
    found = [get_value(node, "/AS") for node in widgets]
    states = [state.decode_text().text for state in found if state is not None and state.kind is ObjectKind.NAME]
    return next((state for state in states if state != OFF), states[0] if states else "")


def _is_card(root: PdfNode, information: PdfNode, steps: Steps) -> bool:
    """Tell whether this is an alliance's card: one page of ours, lying A5, without fields and without its data."""
    if any(root.get(key) is not None for key in ("/AcroForm", "/AF", "/Names")):
        return False
    with suppress(*DAMAGE):
        digests = get_value(information, f"/{PAGES_KEY}")
        boxes = [get_value(page, "/MediaBox") for page in iterate_pages(root, steps)]
        sides = [[round(float(side.decode_text().text)) for side in box.items()] for box in boxes if box is not None]
        return digests is not None and len(digests.decode_text().text.split()) == 1 and sides == [_CARD]
    return False
