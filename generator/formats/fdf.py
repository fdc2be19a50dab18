"""Read FDF, the PDF syntax that Acrobat, pdftk and others export a form's data in (ISO 32000-1, 12.7.7).

1. An FDF file is nearly a PDF: it gets another header, and a cross-reference table behind it. The table is made by
   going over the objects in order: a search for them, as readers do where the table is missing, would take ``1 0 obj``
   in an answer for an object.
2. pypdf reads the result under low limits, in the child process of ``sandbox``.
3. A field's full name is its own partial name behind those of the fields among whose ``/Kids`` it is (12.7.7.3).
"""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING

import pypdf

from generator.errors import InvalidInput, Problem
from generator.files.reading import MARK_WITHIN, has_mark
from generator.formats.filled_forms import forms_of
from generator.formats.filled_pdf.damage import collect_warnings
from generator.formats.filled_pdf.field_names import field_name
from generator.formats.filled_pdf.file_objects import find_objects
from generator.formats.filled_pdf.form_data import (
    FormData,
    RawField,
    ReadFailure,
    from_json,
    to_json,
)
from generator.formats.filled_pdf.form_scan import build_field, collect_fields, decode_value
from generator.formats.filled_pdf.object_walk import DEEPEST, Key, ObjectKind, Steps, TooManyObjects, get_value
from generator.formats.filled_pdf.page_marks import read_exported_marks
from generator.formats.filled_pdf.pypdf_nodes import LIMITS, PypdfNode
from generator.formats.filled_pdf.sandbox import TooMuchWork, run_limited
from generator.formats.written_marks import describe_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.returned_answers import FilledForm

MARK = b"%FDF-"
_ANEW = "Export the form's data anew, or give the filled PDF."
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


def read_fdf(data: bytes, source: str) -> tuple[FilledForm, ...]:
    """Return what a form's exported data hold. Raises ``InvalidInput``, with one problem, for everything else."""
    if not has_mark(data, MARK):
        raise _refuse(source, "is not FDF", _ANEW)
    try:
        scan = from_json(run_limited(functools.partial(_scan_in_child, data)))
    except TooMuchWork:
        scan = FormData(ReadFailure.TOO_MUCH)
    match scan.failure:
        case ReadFailure.TOO_MUCH:
            raise _refuse(source, "takes more time or memory to read than any worksheet's data would", _ANEW)
        case ReadFailure.DAMAGED | ReadFailure.ENCRYPTED:
            raise _refuse(source, "is damaged, cut off, encrypted or in an encoding that is not known", _ANEW)
        case ReadFailure.NONE:
            pass
    if not scan.fields:
        what = "are damaged" if scan.unreadable else "are of another form" if scan.foreign else "are not in it"
        raise _refuse(source, f"the fields of a worksheet {what}{describe_comments(scan.marks)}", _ANEW)
    return forms_of(scan, source)


def _refuse(source: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(source, message, hint)])


def _scan_in_child(data: bytes) -> bytes:
    """Return the scan of FDF as JSON; its ``failure`` says why there is none."""
    with collect_warnings(), pypdf.apply_configuration(LIMITS):
        return to_json(_scan(data))


def _scan(data: bytes) -> FormData:
    pdf = as_pdf(data)
    if pdf is None:
        return FormData(ReadFailure.DAMAGED)
    try:
        # not pypdf's root_object, which must be a document's catalogue
        trailer = PypdfNode(pypdf.PdfReader(io.BytesIO(pdf), strict=False).trailer)
        fdf = get_value(get_value(trailer, "/Root"), "/FDF")
        if fdf is None or fdf.kind is not ObjectKind.DICTIONARY:
            return FormData(ReadFailure.DAMAGED)
        encoding = get_value(fdf, "/Encoding")
        return _contents(fdf, ENCODINGS[f"/{encoding.decode_text().text}"] if encoding is not None else "")
    except (TooManyObjects, RecursionError, MemoryError):
        return FormData(ReadFailure.TOO_MUCH)
    except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged document
        return FormData(ReadFailure.DAMAGED)


def _contents(fdf: PypdfNode, encoding: str) -> FormData:
    named = _iterate_fields(get_value(fdf, "/Fields"), encoding, Steps())
    readings = (functools.partial(_read, name, node, encoding) for name, node in named)
    marks = read_exported_marks(_iterate_items(get_value(fdf, "/Annots"), Steps()))
    return FormData(ReadFailure.NONE, *collect_fields(readings), marks=marks)


def _read(name: str, node: PypdfNode, encoding: str) -> RawField | None:
    return build_field(name, [node], [node], encoding) if field_name(name) else None


def _iterate_fields(top: PypdfNode | None, encoding: str, steps: Steps) -> Iterator[tuple[str, PypdfNode]]:
    """Yield the fields that have no kids, or a value in spite of them, each with its full name."""
    waiting = [(node, "", 0) for node in _iterate_items(top, steps)][::-1]
    seen: set[Key] = set()
    while waiting:
        node, parents, depth = waiting.pop()
        if node.key in seen or node.kind is not ObjectKind.DICTIONARY or depth > DEEPEST:
            continue
        seen.add(node.key)
        partial = get_value(node, "/T")
        own = "" if partial is None else decode_value(partial, encoding).text
        name = f"{parents}.{own}" if parents else own
        kids = list(_iterate_items(get_value(node, "/Kids"), steps))
        waiting.extend((kid, name, depth + 1) for kid in reversed(kids))
        if not kids or node.get("/V") is not None:
            yield name, node


def _iterate_items(array: PypdfNode | None, steps: Steps) -> Iterator[PypdfNode]:
    for item in array.items() if array else ():
        steps.take()
        yield item


def as_pdf(data: bytes) -> bytes | None:
    """Return the file as a PDF; nothing where its beginning or its end is missing."""
    start = data.find(MARK, 0, MARK_WITHIN)
    if start < 0:
        return None
    body = b"%PDF-" + data[start + len(MARK) :]
    offsets, root = find_objects(body)
    if not offsets or not root:
        return None
    table = b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in sorted(offsets.items()))
    size = max(offsets) + 1
    end = b"\nxref\n0 1\n0000000000 65535 f \n%strailer\n<< /Root %s /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
    return body + end % (table, root, size, len(body) + 1)
