"""Read a PDF that comes back, whatever state it is in: one reader for whole files, a second one for damaged ones.

Both readers (``form_scan``) work in a child process with limits (``sandbox``). pypdf, the first,
gives part of a damaged document without a word; so whoever finds that something is missing reads again
(``read_again``), with qpdf, which is independent of it.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import NamedTuple

from generator.errors import InvalidInput, Problem
from generator.files.reading import has_mark
from generator.formats.filled_pdf.form_data import NEWER_OBJECTS, UNUSUAL, FormData, ReadFailure, from_json
from generator.formats.filled_pdf.sandbox import TooMuchWork, run_limited
from generator.formats.foreign_files import describe_foreign

PACKET_MARK = b"<dc:type><rdf:Bag><rdf:li>packet of worksheets</rdf:li>"
"""Stands in the metadata of a packet, which are never deflated; no text of a document can be written so."""
_INSTALL = 'A second reader may find more: pip install "designed-alliance[recover]".'
_DAMAGED = "is damaged and cannot be read as a PDF"
_ASK = "Ask for the file again."
_LOOK = "look whether something is missing"
_MARK = b"%PDF-"
_WITHOUT_TABLE = b"\nstartxref\n0\n%%EOF\n"
"""Put behind a document, it has qpdf look for the objects itself, and take the newest of each number."""


class Reading(NamedTuple):
    """The contents of a document, and how they were read."""

    form_data: FormData
    remark: str = ""
    """How it was read, for the user: whole sentences; empty where there is nothing to say."""
    damaged: bool = False
    """Whether the document is cut off or damaged, as far as that was noticed."""
    unusual: bool = False
    """Whether both readers had to repair it though nothing in it is damaged, and found the same."""


def read_document(data: bytes, source: str) -> Reading:
    """Return what a document holds, by both readers where it is damaged. Raises ``InvalidInput``.

    Without the second reader, a damaged document is refused.
    """
    _require_pdf(data, source)
    data = cut_off_front(data)
    cut = _is_cut_off(data)
    first = FormData(ReadFailure.DAMAGED) if cut else _first(data)
    if first.failure is not ReadFailure.DAMAGED and not first.doubts:
        require_readable(first.failure, source)
        return Reading(first)
    if first.doubts and _has_second():
        return _read_doubtful(data, first)
    what = "is cut off: its end is missing" if cut else first.doubts[0] if first.doubts else _DAMAGED
    second = (None if cut else _second(data)) or _second(data + _WITHOUT_TABLE)
    if second is None:
        damaged = f"is damaged: it {what}" if first.doubts else what
        raise _refuse(source, damaged, _ASK if _has_second() else f"{_ASK} {_INSTALL}")
    return _mark_damaged(second, f"It {what}. What is left of it was taken; {_LOOK}.")


def cut_off_front(data: bytes) -> bytes:
    """Return a PDF without what a server or a mail program put in front, which moves every object."""
    return data[max(data.find(_MARK), 0) :]


def _read_doubtful(data: bytes, first: FormData) -> Reading:
    """Return what both readers find in a document that the first one read past signs of damage.

    Where only its tables are unusual, and the second one finds the same, there is no damage: pypdf writes such when it
    saves incrementally for a second time.
    """
    second = _second(data + _WITHOUT_TABLE if NEWER_OBJECTS in first.doubts else data)
    united = _unite(first, second) if second else first
    if first.doubts == (UNUSUAL,) and second and _have_same_fields(first, second):
        return Reading(first, unusual=bool(second.doubts))
    remark = f"It is damaged: it {first.doubts[0]}. {_describe_further(first, united)}"
    return _mark_damaged(united, f"{remark}What could be read was taken; {_LOOK}.")


def _mark_damaged(form_data: FormData, remark: str) -> Reading:
    """Return the reading of a damaged document: what a field shows is no answer, and lost where it has no value."""
    valued = {field.name for field in form_data.fields if field.text and not field.drawn}
    fields = tuple(
        field._replace(text="", lost=True) if field.drawn else field
        for field in form_data.fields
        if not (field.drawn and field.name in valued)
    )
    return Reading(form_data._replace(fields=fields), remark, damaged=True)


def _describe_further(first: FormData, united: FormData) -> str:
    """Return a sentence on what the second reader found beyond the first; empty where there is nothing."""
    further = len(united.fields) - len(first.fields)
    return f"A second reader has {further} field{'s' * (further > 1)} more, or otherwise. " if further else ""


def _have_same_fields(first: FormData, second: FormData) -> bool:
    return len(_unite(first, second).fields) == len(first.fields) == len(second.fields)


def require_readable(failure: ReadFailure, source: str) -> None:
    """Raise ``InvalidInput`` where a document could not be read."""
    match failure:
        case ReadFailure.NONE:
            return
        case ReadFailure.ENCRYPTED:
            hint = "Give its password with `password`, or save a copy without protection."
            raise _refuse(source, "is encrypted", hint)
        case ReadFailure.TOO_MUCH:
            message = "takes more time or memory to read than any worksheet would"
            raise _refuse(source, message, "Save it anew in a PDF viewer, or type the answers into an answers file.")
        case ReadFailure.DAMAGED:
            raise _refuse(source, _DAMAGED, _ASK)


def read_again(data: bytes, reading: Reading) -> Reading:
    """Return what both readers find in a document of which the first one has not seen everything."""
    if reading.remark:
        return reading  # the second one has read it already
    if not _has_second():
        return Reading(reading.form_data, _INSTALL)
    second = _second(data)
    united = _unite(reading.form_data, second) if second else reading.form_data
    if told := _describe_further(reading.form_data, united):
        return _mark_damaged(united, f"It is damaged. {told.rstrip()}")
    return reading


def _first(data: bytes) -> FormData:
    from generator.formats.filled_pdf.form_scan import scan_with_pypdf  # noqa: PLC0415 - imports pypdf

    try:
        return from_json(run_limited(functools.partial(scan_with_pypdf, data)))
    except TooMuchWork:
        return FormData(ReadFailure.TOO_MUCH)


def _has_second() -> bool:
    from importlib.util import find_spec  # noqa: PLC0415 - only damaged files pay

    return find_spec("pikepdf") is not None


def _second(data: bytes) -> FormData | None:
    """Return what the second reader finds; None where there is nothing, or it is not installed."""
    if not _has_second():
        return None
    import pikepdf  # noqa: F401, PLC0415 - before memory is limited

    from generator.formats.filled_pdf.form_scan import scan_with_qpdf  # noqa: PLC0415 - of damaged files only

    try:
        second = from_json(run_limited(functools.partial(scan_with_qpdf, data)))
    except TooMuchWork:
        return None
    return second if second.failure is ReadFailure.NONE and (second.fields or second.attachments) else None


def _unite(first: FormData, second: FormData) -> FormData:
    """Return what the first reader found, and what the second one found beyond it or has otherwise.

    A text that the first one has from a picture is no value; the second one, which reads no pictures, may have that.
    """
    known: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for field in first.fields:
        known[field.name].add(("" if field.drawn else field.text, field.state))
    further = tuple(field for field in second.fields if (field.text, field.state) not in known[field.name])
    attachments = tuple(dict.fromkeys((*first.attachments, *second.attachments)))
    unreadable = min(first.unreadable, second.unreadable)
    return first._replace(fields=(*first.fields, *further), unreadable=unreadable, attachments=attachments)


def _require_pdf(data: bytes, source: str) -> None:
    if not data:
        raise _refuse(source, "is empty", _ASK)
    if not has_mark(data, _MARK):
        what, hint = describe_foreign(data) or (
            "is not a PDF",
            "Give the PDF of a worksheet or of a finished alliance.",
        )
        raise _refuse(source, what, hint)
    if PACKET_MARK in data:
        hint = "Give the worksheets that were filled in, or type the answers into an answers file (.yaml)."
        raise _refuse(source, "is a packet of worksheets to be printed, which has no form fields", hint)


def _is_cut_off(data: bytes) -> bool:
    # Every save ends in a marker (ISO 32000-1, 7.5.5); objects behind the last one were cut off, answers among them.
    return data.rfind(b"%%EOF") < max(data.rfind(b"endobj"), data.rfind(b" obj"), 0)


def _refuse(source: str, message: str, hint: str) -> InvalidInput:
    return InvalidInput([Problem(source, message, hint)])
