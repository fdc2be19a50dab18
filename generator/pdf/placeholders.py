"""Placeholders: what a document leaves open, to be filled for each copy of it.

Texts hold *markers* in place of what is filled in: single characters that no typeface has. Which characters are markers
is the caller's to say; they pass through composing and typesetting like any other. Here a text with markers becomes a
placeholder in the bytes of an object, together with the way in which it is written there.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from generator.model.pdf_text import encode_doc, is_encodable
from generator.pdf.syntax import escape_string, text_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


MOST_SHOWN = 16
"""Texts of a placeholder that are remembered: most meetings of a roster begin at one of a few times."""


class Placeholder(NamedTuple):
    """A place in an object's bytes."""

    key: str
    """The text that stands there, with its markers."""
    encoding: Callable[[str], bytes]
    """How the text is written, once values stand for its markers."""


Body: TypeAlias = "tuple[bytes | Placeholder, ...]"
"""An object, or a part of one, in which no bytes follow each other."""


def join(*parts: bytes | Body) -> Body:
    """Return parts of an object as one, in which no bytes follow each other."""
    joined: list[bytes | Placeholder] = []
    constant = b""
    for part in parts:
        if isinstance(part, bytes):
            constant += part
            continue
        for piece in part:
            if isinstance(piece, bytes):
                constant += piece
                continue
            if constant:
                joined.append(constant)
                constant = b""
            joined.append(piece)
    if constant:
        joined.append(constant)
    return tuple(joined)


def complete(body: Body) -> bytes | None:
    """Return the bytes of an object; None where something in it is left open."""
    if not body:
        return b""
    return body[0] if len(body) == 1 and isinstance(body[0], bytes) else None


class Markers:
    """The markers of a document."""

    def __init__(
        self, characters: Iterable[str] = (), in_ascii: Iterable[str] = (), rooms: Mapping[str, str] = {}
    ) -> None:
        """Take the markers.

        The values of those ``in_ascii`` are printable ASCII always. A marker that has one of ``rooms`` is drawn in the
        middle of the room that the text given for it would take.
        """
        self.rooms = rooms
        self.in_ascii = frozenset(in_ascii)
        self.characters = self.in_ascii.union(characters)
        """All markers."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(f"([{''.join(map(re.escape, sorted(self.characters)))}])")

    def occur_in(self, text: str) -> bool:
        """Tell whether the text holds a marker."""
        return not (text.isascii() or self.characters.isdisjoint(text))

    def split(self, text: str) -> list[str]:
        """Return the text in parts, each either one marker or without any."""
        return [part for part in self._pattern.split(text) if part] if self.occur_in(text) else [text]

    def remove(self, text: str) -> str:
        """Return the text without its markers."""
        return "".join([part for part in self.split(text) if part not in self.characters])

    def substitute(self, text: str, values: Mapping[str, str]) -> str:
        """Return the text with these values in place of its markers; one without a value stays."""
        if text in values:
            return values[text]
        return "".join([values.get(part, part) for part in _split(self, text)])

    def write(self, text: str, encoding: Callable[[str], bytes] = text_string) -> Body:
        """Return the text written so, left open where it holds a marker."""
        return (Placeholder(text, encoding),) if self.occur_in(text) else (encoding(text),)

    def write_string(self, text: str) -> Body:
        """Return a text string (ISO 32000-1, 7.9.2.2), left open where it holds a marker."""
        return _write_marked(self, text) if self.occur_in(text) else (text_string(text),)


NO_MARKERS = Markers()


@lru_cache(maxsize=256)
def _split(markers: Markers, text: str) -> list[str]:
    """Return what ``Markers.split`` does; remembered for a text in which each copy has other values."""
    return markers.split(text)


@lru_cache(maxsize=1024)
def _write_marked(markers: Markers, text: str) -> Body:
    """Return a text string in which something is left open; worksheets of a roster have their tooltips in common."""
    in_ascii = markers.in_ascii.issuperset(markers.characters.intersection(text))
    return (in_ascii and parts_of_string(markers, text)) or (Placeholder(text, text_string),)


@lru_cache(maxsize=4096)
def parts_of_string(markers: Markers, text: str) -> Body | None:
    """Return a text string part by part, for values that are all in PDFDocEncoding; None where that is impossible."""
    parts = markers.split(text)
    if not is_encodable(markers.remove(text)):
        return None
    inside = [(Placeholder(part, _inside),) if part in markers.characters else _inside(part) for part in parts]
    return join(b"(", *inside, b")")


def _inside(text: str) -> bytes:
    """Return the inside of a text string in PDFDocEncoding."""
    return escape_string(encode_doc(text))
