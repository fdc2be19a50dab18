"""What a text field shows where it has no value: some programs write only the picture of what was typed.

Runs in the child process of ``sandbox``. Line breaks are those of the picture, so wrapped lines are lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from generator.formats.filled_pdf.object_walk import entry

if TYPE_CHECKING:
    from pypdf.generic import PdfObject

_SHOWING = (b"Tj", b"TJ", b"'", b'"')
"""The operators that show text (ISO 32000-1, table 109)."""


def appearance_text(node: DictionaryObject) -> str:
    """Return the text of a widget's normal appearance (ISO 32000-1, 12.5.5); nothing where there is none.

    Lets pypdf's exceptions out.
    """
    appearances = entry(node, "/AP")
    drawn = entry(appearances, "/N") if isinstance(appearances, DictionaryObject) else None
    if not isinstance(drawn, StreamObject) or not any(operator in drawn.get_data() for operator in _SHOWING):
        return ""
    return _as_page(drawn, entry(drawn, "/Resources")).extract_text().strip("\n")


def _as_page(drawn: StreamObject, resources: PdfObject | None) -> pypdf.PageObject:
    """Return the appearance as a page, of which pypdf extracts text."""
    page = pypdf.PageObject()
    page[NameObject("/Contents")] = drawn
    page[NameObject("/Resources")] = resources if isinstance(resources, DictionaryObject) else DictionaryObject()
    return page
