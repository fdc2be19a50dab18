"""The objects of a PDF as qpdf reads and repairs them, through pikepdf (extra ``recover``)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Self

import pikepdf

from generator.formats.filled_pdf.form_data import decode_utf16_or_latin, replace_lone_surrogates, with_line_feeds
from generator.formats.filled_pdf.object_walk import Key, ObjectKind

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

    def decode_text(self) -> tuple[str, bool]:
        """Return the text of the object, and whether characters of it were lost."""
        value = self._object
        if isinstance(value, pikepdf.Name):
            return str(value)[1:], False
        if not isinstance(value, pikepdf.Object):  # a number or a boolean
            return str(value), False
        data = value.read_bytes() if isinstance(value, pikepdf.Stream) else bytes(value)
        text = with_line_feeds(_decode(data[:_MOST_BYTES]))
        whole = replace_lone_surrogates(text)
        return whole, "\N{REPLACEMENT CHARACTER}" in whole

    def read_stream(self) -> bytes:
        """Return the decoded data of a stream; empty for another object."""
        return self._object.read_bytes() if isinstance(self._object, pikepdf.Stream) else b""

    def read_appearance(self) -> str:
        """Return an empty text: qpdf knows of no text in pictures."""
        return ""


def _decode(data: bytes) -> str:
    """Decode a text string (ISO 32000-2, 7.9.2.2)."""
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return decode_utf16_or_latin(data)
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", errors="replace")
    with suppress(UnicodeDecodeError):
        return data.decode("pdfdoc")  # pikepdf brings this codec
    return decode_utf16_or_latin(data)
