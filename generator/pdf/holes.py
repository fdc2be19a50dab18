"""Holes: places in an object's bytes where something personal is put, however often the rest of them is used.

A carriage return opens and closes one. None stands in our objects otherwise, for strings have it escaped (7.3.4.2).
Inside stands how the text is written there, a letter, and the text with its stand-ins.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from generator.pdf.syntax import text_string
from generator.standins import EVERY, holds, parts

_EDGE = b"\r"


class Kind(Enum):
    """How a hole's text is written."""

    STRING = b"s"
    """As a text string (7.9.2.2), with its parentheses."""
    INNER = b"i"
    """As the inside of a text string in PDFDocEncoding."""
    CODES = b"c"
    """As character codes of the field font: a literal string, with its parentheses."""
    SHOWN = b"w"
    """As the operators that show it; preceded by its face and its size."""
    XML = b"x"
    """As text of an XML document in UTF-8."""
    BYTES = b"b"
    """In UTF-8."""
    LENGTH = b"l"
    """As the number of its bytes in UTF-8."""

    __hash__ = object.__hash__  # Enum's own is no faster than the look-ups that it is for


Piece = bytes | tuple[Kind, str]
"""Bytes that stay, or a hole."""

_KINDS = {kind.value: kind for kind in Kind}


def hole(kind: Kind, text: str) -> bytes:
    """Return a hole for this text."""
    # the escapes of Python's own literals are ASCII and leave no carriage return
    return _EDGE + kind.value + text.encode("unicode_escape") + _EDGE


@lru_cache(maxsize=2048)
def open_string(text: str) -> bytes:
    """Return a text string, left open where it holds a stand-in."""
    return hole(Kind.STRING, text) if holds(text) else text_string(text)


def with_holes(text: str, kind: Kind) -> bytes:
    """Return text in UTF-8 with a hole for each stand-in."""
    if not holds(text):
        return text.encode()
    return b"".join(hole(kind, part) if part in EVERY else part.encode() for part in parts(text))


def open_in(body: bytes) -> bool:
    """Tell whether an object has holes."""
    return _EDGE in body


def pieces(body: bytes) -> tuple[Piece, ...]:
    """Return an object's bytes with each of its holes apart."""
    if _EDGE not in body:
        return (body,)
    split = body.split(_EDGE)
    found: list[Piece] = [*split]
    found[1::2] = map(_hole, split[1::2])
    return tuple(found)


@lru_cache(maxsize=4096)
def _hole(piece: bytes) -> tuple[Kind, str]:
    return _KINDS[piece[:1]], piece[1:].decode("unicode_escape")
