"""Signs of damage in a PDF that lenient readers repair, or read past, without a word.

pypdf repairs what it can and goes on; whatever it had to repair may have cost answers. So its warnings are kept, the
cross-reference table is compared with the objects that stand in the file, and compressed streams are inflated strictly.
"""

from __future__ import annotations

import logging
import re
import warnings
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pypdf.generic import ArrayObject, EncodedStreamObject, IndirectObject, NameObject, PdfObject

from generator.formats.filled_pdf.file_objects import find_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdf

_FLATE = ("/FlateDecode", "/Fl")
_SLACK = 2
"""Bytes, of a line end, that may stand between the place that a table tells and the object."""
_HEAD = 500
"""Bytes of an object that its type stands in."""
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
            is_table = re.search(rb"/Type\s*/XRef\b", data[offset : offset + _HEAD])  # not every table lists itself
            if not is_table and not _is_free(number, reader):
                return True
    return False


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
    if not data:  # as some programs write a stream of nothing
        return
    inflater = zlib.decompressobj()
    try:
        while data and not inflater.eof:
            inflater.decompress(data, _PART)
            data = inflater.unconsumed_tail
    except zlib.error:
        raise DamagedStream from None
    if not inflater.eof:
        raise DamagedStream
