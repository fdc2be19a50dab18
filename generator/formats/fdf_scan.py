"""What FDF holds that is ours, read with pypdf under low limits; runs in the child process of ``sandbox``.

A field's full name is its own partial name behind those of the fields among whose ``/Kids`` it is (ISO 32000-1,
12.7.7.3).
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

import pypdf
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, TextStringObject

from generator.formats.fdf_as_pdf import as_pdf
from generator.formats.filled_pdf.field_names import field_name
from generator.formats.filled_pdf.form_data import (
    FormData,
    RawField,
    ReadFailure,
    means_ticked,
    to_json,
    with_line_feeds,
)
from generator.formats.filled_pdf.object_walk import DEEPEST, Key, Steps, TooManyObjects, direct, entry, items
from generator.formats.filled_pdf.pypdf_scan import LIMITS, collect_fields, decode_value, plain_text, silence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf.generic import PdfObject

ENCODINGS = {
    "/PDFDocEncoding": "",
    "/Shift-JIS": "cp932",
    "/UHC": "cp949",
    "/GBK": "gbk",
    "/BigFive": "big5",
    "/utf_8": "utf-8",
    "/utf-8": "utf-8",
}
"""The encodings of strings without a mark of their own (ISO 32000-1, table 243), and Python's names for them."""

_MARKS = (b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")


def scan_fdf(data: bytes) -> bytes:
    """Return the scan of FDF as JSON; failures are told in its ``failure``."""
    with silence(), pypdf.apply_configuration(LIMITS):
        return to_json(_scan(data))


def _scan(data: bytes) -> FormData:
    pdf = as_pdf(data)
    if pdf is None:
        return FormData(ReadFailure.DAMAGED)
    try:
        # not pypdf's root_object, which must be a document's catalogue
        root = entry(pypdf.PdfReader(io.BytesIO(pdf), strict=False).trailer, "/Root")
        fdf = entry(root, "/FDF") if isinstance(root, DictionaryObject) else None
        if not isinstance(fdf, DictionaryObject):
            return FormData(ReadFailure.DAMAGED)
        encoding = entry(fdf, "/Encoding")
        return _contents(fdf, ENCODINGS[str(encoding)] if encoding is not None else "")
    except (TooManyObjects, RecursionError, MemoryError):
        return FormData(ReadFailure.TOO_MUCH)
    except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged document
        return FormData(ReadFailure.DAMAGED)


def _contents(fdf: DictionaryObject, encoding: str) -> FormData:
    named = _fields(entry(fdf, "/Fields"), encoding, Steps())
    return FormData(ReadFailure.NONE, *collect_fields(partial(_read, name, node, encoding) for name, node in named))


def _read(name: str, node: DictionaryObject, encoding: str) -> RawField | None:
    return _raw_field(name, node, encoding) if field_name(name) else None


def _fields(top: PdfObject | None, encoding: str, steps: Steps) -> Iterator[tuple[str, DictionaryObject]]:
    """Yield the fields that have no kids, or a value in spite of them, each with its full name."""
    waiting = [(item, "", 0) for item in items(top, steps)][::-1]
    seen: set[Key] = set()
    while waiting:
        reference, parents, depth = waiting.pop()
        if isinstance(reference, IndirectObject):
            key = (reference.idnum, reference.generation)
            if key in seen:
                continue
            seen.add(key)
        node = direct(reference)
        if not isinstance(node, DictionaryObject) or depth > DEEPEST:
            continue
        partial = entry(node, "/T")
        own = "" if partial is None else _text(partial, encoding)[0]
        name = f"{parents}.{own}" if parents else own
        kids = list(items(entry(node, "/Kids"), steps))
        waiting.extend((kid, name, depth + 1) for kid in reversed(kids))
        if not kids or "/V" in node:
            yield name, node


def _raw_field(name: str, node: DictionaryObject, encoding: str) -> RawField:
    if (value := entry(node, "/V")) is not None:
        text, damaged = _text(value, encoding)
        return RawField(name, text, ticked=means_ticked(text), damaged=damaged)
    if (rich := entry(node, "/RV")) is not None:
        text, damaged = _text(rich, encoding)
        return RawField(name, plain_text(text), ticked=False, damaged=damaged)
    state = entry(node, "/AS")
    ticked = isinstance(state, NameObject) and means_ticked(str(state)[1:])
    return RawField(name, "", ticked=ticked, damaged=False)


def _text(value: PdfObject, encoding: str) -> tuple[str, bool]:
    """Return a value's text and whether characters of it were lost."""
    if encoding and isinstance(value, TextStringObject):
        data = value.original_bytes
        if not data.startswith(_MARKS):
            text = data.decode(encoding, errors="replace")
            return with_line_feeds(text), "\N{REPLACEMENT CHARACTER}" in text
    return decode_value(value)
