"""PDF's notation: numbers, names, strings, dates (ISO 32000-1, 7.3 and 7.9)."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.model.pdf_text import encode_doc, encode_wide, is_encodable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from generator.model.colour import Colour

_REGULAR = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-._")


@lru_cache(maxsize=8192)
def number(value: float) -> str:
    """Return a number to two decimals, as short as it goes."""
    return f"{round(value, 2) + 0:g}"


@lru_cache(maxsize=8192)
def numeral(value: float) -> bytes:
    """Return a number as ``number`` does, in bytes."""
    return number(value).encode()


def literal(data: bytes) -> bytes:
    """Return bytes as a literal string (7.3.4.2)."""
    return b"(" + escape_string(data) + b")"


def escape_string(data: bytes) -> bytes:
    """Return the inside of a literal string, without line ends: byte by byte, so that parts can be joined."""
    data = data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return data.replace(b"\r", b"\\r").replace(b"\n", b"\\n")


def text_string(text: str) -> bytes:
    """Return a text string (7.9.2.2): in PDFDocEncoding where that has all of it, else in UTF-16."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _encode_string(text)


def _encode_string(text: str) -> bytes:
    if text.isascii() and text.isprintable():
        return literal(text.encode())
    if is_encodable(text):
        return literal(encode_doc(text))
    return literal(b"\xfe\xff" + encode_wide(text))


_LONGEST_REMEMBERED = 200
"""Characters of a text string that is remembered; worksheets of a roster have most of theirs in common."""
_remembered = lru_cache(maxsize=2048)(_encode_string)


def name(text: str) -> bytes:
    """Return a name (7.3.5)."""
    return b"/" + b"".join(b"%c" % byte if byte in _REGULAR else b"#%02X" % byte for byte in text.encode())


def reference(identifier: int) -> bytes:
    """Return an indirect reference (7.3.10)."""
    return b"%d 0 R" % identifier


def references(identifiers: Sequence[int]) -> bytes:
    """Return an array of indirect references."""
    form = b" ".join([b"%d 0 R"] * len(identifiers))
    return b"[%b]" % (form % tuple(identifiers))


_SHORTEST_DEFLATED = 64
"""Below this, deflating a stream saves less than naming the filter costs."""
THOROUGH = 9
"""The level of compression for data that is deflated once."""
USUAL = 4
"""The level for most: numbers hardly get smaller with more searching, which takes three times as long."""
FAST = 1
"""The level of compression for data that is deflated for each copy."""


def stream(entries: bytes, data: bytes, *, deflated: bool = False, level: int = THOROUGH) -> bytes:
    """Return a stream (7.3.8) with these further entries of its dictionary.

    ``deflated``: the data is so already; at level 0 it stays plain. The end-of-line before ``endstream`` is PDF/A's
    (ISO 19005-3, 6.1.7.1).
    """
    if level and not deflated and len(data) >= _SHORTEST_DEFLATED:
        data, deflated = _deflate_as_usual(data) if level == USUAL else zlib.compress(data, level), True
    encoded = b"/Filter/FlateDecode" if deflated else b""
    return b"<<%b%b/Length %d>>stream\n%b\nendstream" % (entries, encoded, len(data), data)


@lru_cache(maxsize=16)
def _deflate_as_usual(data: bytes) -> bytes:
    """Return the data deflated; half of a worksheet's pages and objects are those of the one before it in a roster."""
    return zlib.compress(data, USUAL)


def indirect(number: int, body: bytes) -> bytes:
    """Return an indirect object (7.3.10)."""
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def date(moment: datetime) -> bytes:
    """Return a date with its offset from UTC (7.9.4)."""
    offset = moment.strftime("%z")
    return literal(f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'".encode())


@lru_cache(maxsize=256)
def rgb(colour: Colour) -> str:
    """Return a colour's components, as colour operators take them."""
    # three decimals: more than a screen's 255 steps
    return f"{round(colour.red, 3):g} {round(colour.green, 3):g} {round(colour.blue, 3):g}"
