"""Signs of damage in a PDF that lenient readers repair, or read past, without a word.

pypdf repairs what it can and goes on; whatever it had to repair may have cost answers. So its warnings are kept, the
cross-reference table is compared with the objects that stand in the file, and compressed streams are inflated strictly.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pypdf
from pypdf.generic import ArrayObject, EncodedStreamObject, IndirectObject, NameObject, PdfObject, StreamObject

from generator.formats.filled_pdf.file_objects import find_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

_FLATE = ("/FlateDecode", "/Fl")
_SLACK = 2
"""Bytes, of a line end, that may stand between the place that a table tells and the object."""
_HEAD = 500
"""Bytes of an object that its type stands in."""
_TABLE = re.compile(rb"/Type\s*/XRef\b")
_TABLE_BEGIN = re.compile(rb"(?<![0-9])\s*(?:xref\b|([0-9]{1,9}\s+[0-9]{1,5}\s+obj\b))")
_START = re.compile(rb"startxref\s+([0-9]{1,12})\s")
_PREVIOUS = re.compile(rb"/Prev\s+([0-9]{1,12})\b")
_LENGTH = re.compile(rb"/Length\s+([0-9]{1,9})\b(?!\s+[0-9]+\s+R\b)")
_STREAM = re.compile(rb"\bstream\r?\n")
_PART = 1 << 16
"""Bytes inflated at a time."""


class DamagedStream(Exception):
    """The data of a stream do not inflate to their end, or fail their checksum."""


class _Collector(logging.Handler):
    """Keeps that something was said, and prints nothing: it may hold bytes of the document."""

    def __init__(self, warned: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._warned = warned

    def emit(self, record: logging.LogRecord) -> None:
        self._warned.append(record.getMessage())


@contextmanager
def collect_warnings() -> Iterator[list[str]]:
    """Yield a list that takes what pypdf warns of meanwhile; nothing of it reaches the terminal."""
    warned: list[str] = []
    logger = logging.getLogger("pypdf")
    handlers, propagate, level = logger.handlers, logger.propagate, logger.level
    disabled = logging.root.manager.disable  # a program that uses ours may have silenced every library
    logging.disable(logging.NOTSET)
    logger.handlers, logger.propagate = [_Collector(warned)], False
    logger.setLevel(logging.WARNING)
    try:
        with warnings.catch_warnings(record=True) as python_warnings:
            warnings.simplefilter("always")
            yield warned
            warned += [str(warning.message) for warning in python_warnings]
    finally:
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)
        logging.disable(disabled)


def is_read_strictly(data: bytes) -> bool:
    """Tell whether ``read_strictly`` finds nothing wrong."""
    return read_strictly(data) is not None


def read_strictly(data: bytes) -> pypdf.PdfReader | None:
    """Return a reader that has read every object that the tables lead to, each as it should be, and every stream.

    None where one is not. The objects are read strictly, repairing nothing. Tables are written in more ways than the
    standard has, and what is unusual in them is no damage; but one must lead to the next, and those that are streams
    must inflate.
    """
    with collect_warnings() as warned:
        try:
            if not _leads_to_tables(data):
                return None
            _require_whole_tables(data)
            reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
            reader.strict = True
            warned.clear()
            listed = [(number, generation) for generation, entries in reader.xref.items() for number in entries]
            for number, generation in [*listed, *((number, 0) for number in reader.xref_objStm)]:
                found = IndirectObject(number, generation, reader).get_object()
                require_whole(found)
                if isinstance(found, StreamObject):
                    found.get_data()
        except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged document
            return None
        reader.strict = False  # as whoever goes on with it expects
        return None if warned else reader


def _leads_to_tables(data: bytes) -> bool:
    """Tell whether the last ``startxref``, and ``/Prev`` in each table, lead to a table (ISO 32000-1, 7.5.4, 7.5.8)."""
    start = _START.search(data, data.rfind(b"startxref"))
    following, tables = int(start[1]) if start else 0, set[int]()
    while following not in tables and (table := _TABLE_BEGIN.match(data, following)):
        tables.add(following)
        end = data.find(b"endobj" if table[1] else b"startxref", table.end())
        previous = _PREVIOUS.search(data, table.end(), end)
        if previous is None:
            return True
        following = int(previous[1])
    return False


def has_newer_objects(data: bytes, reader: pypdf.PdfReader) -> bool:
    """Tell whether objects stand in the file that its cross-reference table has older versions of, or does not know.

    That is so where the table of a later save is not found: answers that were saved with it are not read then.
    """
    listed = {number: offset for entries in reader.xref.values() for number, offset in entries.items()}
    for number, offset in find_objects(data).offsets.items():
        if number in reader.xref_objStm:
            container, _ = reader.xref_objStm[number]
            if listed.get(container, 0) < offset:
                return True
        elif not offset - _SLACK <= listed.get(number, -1) <= offset:
            is_table = _TABLE.search(_head_of_object(data, offset))  # not every table lists itself
            if not is_table and not _is_free(number, reader):
                return True
    return False


def _head_of_object(data: bytes, offset: int) -> bytes:
    return data[offset : offset + _HEAD].partition(b"stream")[0].partition(b"endobj")[0]


def _is_free(number: int, reader: pypdf.PdfReader) -> bool:
    return any(entries.get(number) for entries in reader.xref_free_entry.values())


def has_damaged_object_streams(reader: pypdf.PdfReader) -> bool:
    """Tell whether an object stream (ISO 32000-1, 7.5.7) does not inflate to its end."""
    for container in {container for container, _ in reader.xref_objStm.values()}:
        try:
            require_whole(IndirectObject(container, 0, reader).get_object())
        except DamagedStream:
            return True
    return False


def require_whole(stream: PdfObject | None) -> None:
    """Raise ``DamagedStream`` where deflated data are not whole; other filters are not looked at."""
    if not isinstance(stream, EncodedStreamObject):
        return
    filters = stream.get("/Filter")
    first = filters[0] if isinstance(filters, ArrayObject) and filters else filters
    if not isinstance(first, NameObject) or first not in _FLATE:
        return
    data = stream._data  # noqa: SLF001 - pypdf decodes leniently
    if data:  # some programs write a stream of nothing
        _inflate(data)


def _require_whole_tables(data: bytes) -> None:
    """Raise ``DamagedStream`` where the data of a table are not whole; no table needs to list itself."""
    for offset in find_objects(data).offsets.values():
        head = _head_of_object(data, offset)
        if not _TABLE.search(head) or (found := _STREAM.search(data, offset)) is None:
            continue
        length = _LENGTH.search(head)
        end = found.end() + int(length[1]) if length else -1
        if not data[end : end + _SLACK + len(b"endstream")].strip().startswith(b"endstream"):
            raise DamagedStream
        if b"/FlateDecode" in head:
            _inflate(data[found.end() : end])


def _inflate(data: bytes) -> None:
    """Inflate data, a part at a time. Raises ``DamagedStream`` where they have no end, or another checksum."""
    inflater = zlib.decompressobj()
    try:
        while data and not inflater.eof:
            inflater.decompress(data, _PART)
            data = inflater.unconsumed_tail
    except zlib.error:
        raise DamagedStream from None
    if not inflater.eof:
        raise DamagedStream
