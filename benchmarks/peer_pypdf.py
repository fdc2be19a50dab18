"""The names filled by pypdf into a template that ReportLab has drawn once; the other fields stay open."""

from __future__ import annotations

import io

import peer
import plain_worksheet
from pypdf import PdfReader, PdfWriter

TEMPLATE = plain_worksheet.compose(("", ""))


def one(names: peer.Names) -> bytes:
    """Return the template with these names in it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(TEMPLATE)))
    values = {"name-1": names[0], "name-2": names[1]}
    writer.update_page_form_field_values(writer.pages[0], values, auto_regenerate=False)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


if __name__ == "__main__":
    peer.run(one)
