"""Fill in worksheets as a viewer does, with pypdf; and lose what viewers lose."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pypdf
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

if TYPE_CHECKING:
    from collections.abc import Iterator

logging.getLogger("pypdf").setLevel(logging.CRITICAL)

EMPTIED = {"definition": ""}
"""A value for ``fill``: the hidden field's, as viewers leave it that keep no read-only values."""


def fill(worksheet: bytes, values: dict[str, str], *, ticked: tuple[str, ...] = (), attachment: bool = True) -> bytes:
    """Return the worksheet with texts in the fields of these paths and ticks in those; without its attachment."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(worksheet))
    left = {*values, *ticked}
    for widget in _widgets(writer):
        path = str(widget["/T"]).partition("/")[2]
        left.discard(path)
        if path in ticked:
            widget[NameObject("/V")] = widget[NameObject("/AS")] = NameObject("/Yes")
        elif path in values:
            widget[NameObject("/V")] = TextStringObject(values[path])
    assert not left, f"no such fields: {left}"
    if not attachment:
        for key in ("/Names", "/AF"):
            writer.root_object.pop(key, None)
    return written(writer)


def _widgets(writer: pypdf.PdfWriter) -> Iterator[DictionaryObject]:
    for page in writer.pages:
        for annotation in page.get("/Annots", ()):
            widget = annotation.get_object()
            if isinstance(widget, DictionaryObject) and "/T" in widget:
                yield widget


def flattened(worksheet: bytes) -> bytes:
    """Return the worksheet without its form, as printing to a file leaves it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(worksheet))
    for page in writer.pages:
        page.pop("/Annots", None)
    writer.root_object.pop("/AcroForm")
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
