"""The objects of a PDF as pypdf reads them, under low limits."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
    TextStringObject,
)

from generator.formats.filled_pdf.damage import require_whole
from generator.formats.filled_pdf.form_data import replace_lone_surrogates, with_line_feeds
from generator.formats.filled_pdf.object_walk import Key, ObjectKind
from generator.model.pdf_text import DecodedText, decode_text_stream, decode_text_string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf.generic import PdfObject

MOST_DECODED = 16_000_000
"""Bytes that one stream may decode to."""
LIMITS = pypdf.get_configuration().with_overwrites(
    maximum_declared_stream_length=20_000_000,
    array_based_stream_maximum_output_length=MOST_DECODED,
    array_maximum_element_count=100_000,
    dictionary_maximum_element_count=20_000,
    lzw_maximum_output_length=MOST_DECODED,
    run_length_maximum_output_length=MOST_DECODED,
    zlib_maximum_output_length=MOST_DECODED,
    zlib_maximum_recovery_input_length=100_000,
    stream_filters_maximum_length=4,
    stream_decoding_work_maximum_length=2 * MOST_DECODED,
    jbig2dec_binary=None,
)
DAMAGE = (ArithmeticError, AttributeError, LookupError, NotImplementedError, PyPdfError, TypeError, ValueError)
"""The exceptions that pypdf lets out where it extracts text from damaged objects."""
_TEXT_OPERATORS = (b"Tj", b"TJ", b"'", b'"')
"""The operators that show text (ISO 32000-1, table 109)."""


def direct(thing: PdfObject | None) -> PdfObject | None:
    """Return the object that a reference leads to; None for null. Lets pypdf's exceptions out."""
    found = thing.get_object() if thing is not None else None
    return None if isinstance(found, NullObject) else found


def get_entry(dictionary: DictionaryObject, name: str) -> PdfObject | None:
    """Return a dictionary's entry with references followed; None where it is absent or null."""
    return direct(dict.get(dictionary, name))


def get_key(thing: object) -> Key:
    """Return the key of an object, or of the object that a reference leads to."""
    reference = thing if isinstance(thing, IndirectObject) else getattr(thing, "indirect_reference", None)
    return (reference.idnum, reference.generation) if reference is not None else (-1, id(thing))


class PypdfNode:
    """An object of pypdf's, or a reference to one, as ``object_walk.PdfNode`` asks for it."""

    __slots__ = ("_object", "thing")

    def __init__(self, thing: PdfObject) -> None:
        """Take the object or the reference, which is not followed yet."""
        self.thing = thing
        self._object: PdfObject | None = None if isinstance(thing, IndirectObject) else thing

    @property
    def key(self) -> Key:
        """The object's key."""
        return get_key(self.thing)

    @property
    def object(self) -> PdfObject:
        """The object itself. Lets pypdf's exceptions out."""
        if self._object is None:
            self._object = self.thing.get_object() or NullObject()
        return self._object

    @property
    def kind(self) -> ObjectKind:
        """The object's kind."""
        match self.object:
            case StreamObject():
                return ObjectKind.STREAM
            case DictionaryObject():
                return ObjectKind.DICTIONARY
            case ArrayObject():
                return ObjectKind.ARRAY
            case NameObject():
                return ObjectKind.NAME
            case NullObject():
                return ObjectKind.NULL
            case _:
                return ObjectKind.OTHER

    def get(self, name: str) -> Self | None:
        """Return the entry of a dictionary or a stream."""
        dictionary = self.object
        thing = dict.get(dictionary, name) if isinstance(dictionary, DictionaryObject) else None
        return None if thing is None else type(self)(thing)

    def items(self) -> Iterator[Self]:
        """Return the items of an array."""
        array = self.object
        return map(type(self), list.__iter__(array) if isinstance(array, ArrayObject) else iter(()))

    def decode_text(self, encoding: str = "") -> DecodedText:
        """Return the text of the object."""
        value = self.object
        match value:
            case StreamObject():
                decoded = decode_text_stream(self.read_stream(), encoding)
            case TextStringObject():
                decoded = decode_text_string(value.original_bytes, encoding)
            case ByteStringObject():  # what pypdf could not decode
                decoded = decode_text_string(bytes(value), encoding)
            case NameObject():
                decoded = DecodedText(str(value)[1:])
            case _:
                decoded = DecodedText(str(value))
        return decoded._replace(text=with_line_feeds(decoded.text))

    def read_stream(self) -> bytes:
        """Return the decoded data of a stream; empty for another object. Raises ``DamagedStream``."""
        require_whole(self.object)
        return self.object.get_data() if isinstance(self.object, StreamObject) else b""

    def read_appearance(self) -> str:
        """Return the text of a widget's normal appearance, its lines as they are drawn."""
        with suppress(*DAMAGE):  # an appearance that cannot be read shows nothing
            appearances = self.get("/AP")
            normal = appearances.get("/N") if appearances else None
            if normal and any(operator in normal.read_stream() for operator in _TEXT_OPERATORS):
                resources = normal.get("/Resources")
                page = pypdf.PageObject()  # of which pypdf extracts text
                page[NameObject("/Contents")] = normal.object
                page[NameObject("/Resources")] = resources.object if resources else DictionaryObject()
                return replace_lone_surrogates(with_line_feeds(page.extract_text().strip("\n")))
        return ""
