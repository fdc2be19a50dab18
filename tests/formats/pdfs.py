"""Small PDFs written by hand, so that tests can make every shape that viewers and attackers make."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROOT, PAGES, PAGE, FORM = 1, 2, 3, 4
FIRST_FREE = 5


def text_string(text: str) -> bytes:
    """Return a text string in UTF-16 (ISO 32000-1, 7.9.2.2); lone surrogates stay."""
    return b"<feff" + text.encode("utf-16-be", "surrogatepass").hex().encode() + b">"


def stream(data: bytes, entries: bytes = b"", *, compress: bool = True) -> bytes:
    content = zlib.compress(data) if compress else data
    filters = b" /Filter /FlateDecode" if compress else b""
    return b"<< /Length %d%s %s >>\nstream\n%s\nendstream" % (len(content), filters, entries, content)


def document(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        if number in offsets:
            out += b"%010d 00000 n \n" % offsets[number]
        else:
            out += b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def references(numbers: Iterable[int]) -> bytes:
    return b"[" + b" ".join(b"%d 0 R" % number for number in numbers) + b"]"


def widget(name: str, value: bytes = b"", extra: bytes = b"") -> bytes:
    """Return a text field merged with its widget; ``value`` in PDF syntax, none where empty."""
    shown = b"/V " + value if value else b""
    return b"<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [0 0 9 9] /T %s %s %s >>" % (
        text_string(name), shown, extra,
    )  # fmt: skip


def form(
    nodes: Sequence[bytes],
    *,
    on_page: Iterable[int] | None = None,
    in_form: Iterable[int] | None = None,
    attached: Sequence[tuple[str, bytes]] = (),
    catalogue: bytes = b"",
) -> bytes:
    """Return a form of these objects, numbered from ``FIRST_FREE``; by default all on the page and in the form."""
    everything = range(FIRST_FREE, FIRST_FREE + len(nodes))
    objects = dict(zip(everything, nodes, strict=True))
    names = b""
    for name, data in attached:
        number = max([FORM, *objects]) + 1
        objects[number] = stream(data, b"/Type /EmbeddedFile")
        objects[number + 1] = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (
            name.encode(), name.encode(), number,
        )  # fmt: skip
        names += b"(%s) %d 0 R " % (name.encode(), number + 1)
    tree = b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % names if names else b""
    head = {
        ROOT: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R %s %s >>" % (tree, catalogue),
        PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Resources << >> /Annots %s >>"
        % references(everything if on_page is None else on_page),
        FORM: b"<< /Fields %s >>" % references(everything if in_form is None else in_form),
    }
    return document(head | objects)
