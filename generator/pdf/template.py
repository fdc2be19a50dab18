"""Templates: documents whose constant objects are bytes already, and whose open ones are filled for each copy.

What is the same in every copy stands first in the file. Behind it come a few small streams, one object stream, and the
cross-reference stream, which are written anew.
"""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from generator.model.pdf_text import is_encodable
from generator.pdf.placeholders import Placeholder, complete, parts_of_string
from generator.pdf.syntax import FAST, USUAL, stream, text_string
from generator.pdf.writer import PdfWriter, object_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from hashlib import _Hash as HASH

    from generator.pdf.font_embedding import DocumentFonts
    from generator.pdf.open_drawing import OpenFonts
    from generator.pdf.placeholders import Body, Markers


class OpenStream(NamedTuple):
    """A stream that is written anew for each copy."""

    number: int
    entries: Body
    data: Body
    level: int
    """How thoroughly it is deflated; 0 for not at all."""


class Objects:
    """The objects of a document being built: constant ones are written, open ones kept for the template."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._writer = PdfWriter(self._parts.append)
        self._streams: list[OpenStream] = []
        self._last: list[tuple[int, Body]] = []
        self.reserve = self._writer.reserve
        self.add_encoded = self._writer.add_encoded

    def add(self, body: bytes | Body, number: int = 0, *, last: bool = False) -> int:
        """Add an object that is no stream, in one line; return its number.

        Open ones, and those that are to be ``last``, stand in the file's last object stream.
        """
        constant = body if isinstance(body, bytes) else complete(body)
        if constant is not None and not last:
            return self._writer.add(constant, number)
        number = number or self.reserve()
        self._last.append((number, (body,) if isinstance(body, bytes) else body))
        return number

    def add_all(self, bodies: Iterable[bytes | Body], first: int) -> None:
        """Add objects that are no streams, each in one line, numbered from ``first`` on."""
        add, last = self._writer.add, self._last
        for number, body in enumerate(bodies, first):
            if isinstance(body, bytes):
                add(body, number)
            elif (constant := complete(body)) is not None:
                add(constant, number)
            else:
                last.append((number, body))

    def add_stream(self, entries: bytes, data: bytes, level: int = USUAL) -> int:
        """Add a constant stream, deflated at this level; return its number."""
        return self._writer.add_stream(entries, data, level=level)

    def add_open_stream(self, entries: Body, data: Body, level: int = FAST) -> int:
        """Add a stream in which something may be left open, deflated at this level; return its number."""
        head, content = complete(entries), complete(data)
        if head is not None and content is not None:
            return self._writer.add_stream(head, content, level=level)
        self._streams.append(OpenStream(self.reserve(), entries, data, level))
        return self._streams[-1].number

    def template(self, root: int, info: int, markers: Markers, open_fonts: OpenFonts | None = None) -> Template:
        """Return everything as a template; ``root`` and ``info`` are the numbers of catalogue and information."""
        self._writer.flush()
        parts = b"".join(self._parts), self._writer, self._streams, self._last
        return Template(*parts, (root, info), markers, open_fonts)


class Template:
    """A document to be filled; the same values give the same bytes."""

    def __init__(
        self,
        constant: bytes,
        writer: PdfWriter,
        streams: Sequence[OpenStream],
        objects: Sequence[tuple[int, Body]],
        roots: tuple[int, int],
        markers: Markers,
        open_fonts: OpenFonts | None = None,
    ) -> None:
        """Take the constant part of the file, and the writer that has written it."""
        self._constant = constant
        self._writer = writer
        self._streams = streams
        self._stream_form = _Form([body for one in streams for body in (one.entries, one.data)], markers)
        self._numbers = [number for number, _ in objects]
        self._last_stream = writer.reserve_object_stream(self._numbers) if objects else 0
        self._bodies = [body for _, body in objects]
        self._roots = roots
        self._markers = markers
        self._open_fonts = open_fonts
        self._forms: dict[bool, _Form] = {}

    def fill(self, values: Mapping[str, str]) -> bytes:
        """Return the file with these values in place of its markers; a marker without one stays, as a character."""
        parts = [self._constant]
        writer = self._writer.copy(parts.append)
        copied = self._open_fonts and self._open_fonts.fonts.for_copy()
        stream_form = self._stream_form.draw_with(copied) if copied else self._stream_form
        filled = iter(stream_form.fill(values))
        streams = zip(self._streams, filled, filled, strict=True)
        writer.add_all([(one.number, stream(entries, data, level=one.level)) for one, entries, data in streams])
        if self._numbers:
            texts = [text for key, text in values.items() if key not in self._markers.in_ascii]
            bodies = self._form(all(map(is_encodable, texts))).fill(values)
            last = object_stream(self._numbers, bodies, FAST if values else USUAL)
            writer.add_encoded(last, self._last_stream)
        if self._open_fonts and copied:
            self._open_fonts.embed(copied, writer)
        writer.finish(*self._roots)
        return b"".join(parts)

    @cached_property
    def _begun_digest(self) -> HASH:
        return sha256(self._constant)

    def digest(self, data: bytes) -> str:
        """Return the SHA-256 of a file that was filled; what is the same in every copy is digested once."""
        digest = self._begun_digest.copy()
        digest.update(memoryview(data)[len(self._constant) :])
        return digest.hexdigest()

    def _form(self, in_bytes: bool) -> _Form:  # noqa: FBT001 - the key of a form
        """Return the open objects, for values of which PDFDocEncoding has all, or for any values."""
        if in_bytes not in self._forms:
            self._forms[in_bytes] = _Form(self._bodies, self._markers, in_parts=in_bytes)
        return self._forms[in_bytes]


class _Form:
    """Bodies ready to be filled: their pieces, and where among them the text of each placeholder stands."""

    def __init__(self, bodies: Sequence[Body], markers: Markers, *, in_parts: bool = False) -> None:
        """Take the bodies; ``in_parts``, text strings are filled part by part: less to encode for each copy."""
        self._pieces: list[bytes] = []
        self._slices: list[slice] = []
        """Where among the pieces each body stands."""
        found: dict[Placeholder, list[int]] = {}
        for body in bodies:
            start = len(self._pieces)
            self._take(body, found, markers, in_parts=in_parts)
            self._slices.append(slice(start, len(self._pieces)))
        self._places = [(place, markers.split(place.key), indices) for place, indices in found.items()]

    def _take(self, body: Body, found: dict[Placeholder, list[int]], markers: Markers, *, in_parts: bool) -> None:
        for piece in body:
            if isinstance(piece, bytes):
                self._pieces.append(piece)
            elif in_parts and piece.encoding is text_string and (parts := parts_of_string(markers, piece.key)):
                self._take(parts, found, markers, in_parts=False)
            else:
                found.setdefault(piece, []).append(len(self._pieces))
                self._pieces.append(b"")

    def draw_with(self, fonts: DocumentFonts) -> _Form:
        """Return one whose texts are drawn with these fonts."""
        from copy import copy  # noqa: PLC0415 - most documents have all fonts in common

        from generator.pdf.open_drawing import OpenDrawing  # noqa: PLC0415 - the same

        other = copy(self)
        other._places = [  # noqa: SLF001 - of its class
            (place._replace(encoding=place.encoding.draw_with(fonts)), parts, indices)
            if isinstance(place.encoding, OpenDrawing)
            else (place, parts, indices)
            for place, parts, indices in self._places
        ]
        return other

    def fill(self, values: Mapping[str, str]) -> list[bytes]:
        """Return the bodies; what stands in several places is written once."""
        pieces = self._pieces.copy()
        for (key, encoding), parts, places in self._places:
            text = values.get(key)
            written = encoding("".join([values.get(part, part) for part in parts]) if text is None else text)
            for place in places:
                pieces[place] = written
        return [b"".join(pieces[part]) for part in self._slices]
