"""The objects of a PDF as qpdf reads and repairs them, through pikepdf (extra ``recover``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pikepdf

from generator.formats.filled_pdf.form_data import with_line_feeds
from generator.formats.filled_pdf.object_walk import Key, ObjectKind
from generator.model.pdf_text import DecodedText, decode_text_stream, decode_text_string

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_BYTES = 16_000_000
"""Of a text."""


class PikepdfNode:
    """An object of qpdf's, as ``object_walk.PdfNode`` asks for it."""

    __slots__ = ("_object",)

    def __init__(self, thing: object) -> None:
        """Take the object; pikepdf follows references itself."""
        self._object = thing

    @property
    def key(self) -> Key:
        """The object's key."""
        if isinstance(self._object, pikepdf.Object) and self._object.is_indirect:
            return self._object.objgen
        return (-1, id(self._object))

    @property
    def kind(self) -> ObjectKind:
        """The object's kind."""
        match self._object:
            case None:
                return ObjectKind.NULL
            case pikepdf.Stream():
                return ObjectKind.STREAM
            case pikepdf.Dictionary():
                return ObjectKind.DICTIONARY
            case pikepdf.Array():
                return ObjectKind.ARRAY
            case pikepdf.Name():
                return ObjectKind.NAME
            case _:
                return ObjectKind.OTHER

    def get(self, name: str) -> Self | None:
        """Return the entry of a dictionary or a stream."""
        if not isinstance(self._object, pikepdf.Dictionary | pikepdf.Stream):
            return None
        thing = self._object.get(name)
        return None if thing is None else type(self)(thing)

    def items(self) -> Iterator[Self]:
        """Return the items of an array."""
        return map(type(self), self._object if isinstance(self._object, pikepdf.Array) else ())

    def decode_text(self, encoding: str = "") -> DecodedText:
        """Return the text of the object."""
        match self._object:
            case pikepdf.Name() as name:
                decoded = DecodedText(str(name)[1:])
            case pikepdf.Stream() as stream:
                decoded = decode_text_stream(stream.read_bytes()[:_MOST_BYTES], encoding)
            case pikepdf.Object() as string:
                decoded = decode_text_string(bytes(string)[:_MOST_BYTES], encoding)
            case other:  # a number or a boolean
                decoded = DecodedText(str(other))
        return decoded._replace(text=with_line_feeds(decoded.text))

    def read_stream(self) -> bytes:
        """Return the decoded data of a stream; empty for another object."""
        return self._object.read_bytes() if isinstance(self._object, pikepdf.Stream) else b""

    def read_appearance(self) -> str:
        """Return an empty text: qpdf knows of no text in pictures."""
        return ""
