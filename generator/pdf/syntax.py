"""PDF's notation: numbers, names, strings, dates (ISO 32000-1, 7.3 and 7.9)."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from generator.model.colour import Colour

_REGULAR = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-._")
# Annex D.2: what PDFDocEncoding has beside ASCII and the upper half of Latin-1, as far as people write it
_DOC_ENCODING = {
    "\u2022": 0x80, "\u2020": 0x81, "\u2021": 0x82, "\u2026": 0x83, "\u2014": 0x84, "\u2013": 0x85, "\u0192": 0x86,
    "\u2044": 0x87, "\u2039": 0x88, "\u203a": 0x89, "\u2212": 0x8A, "\u2030": 0x8B, "\u201e": 0x8C, "\u201c": 0x8D,
    "\u201d": 0x8E, "\u2018": 0x8F, "\u2019": 0x90, "\u201a": 0x91, "\u2122": 0x92, "\ufb01": 0x93, "\ufb02": 0x94,
    "\u0141": 0x95, "\u0152": 0x96, "\u0160": 0x97, "\u0178": 0x98, "\u017d": 0x99, "\u0131": 0x9A, "\u0142": 0x9B,
    "\u0153": 0x9C, "\u0161": 0x9D, "\u017e": 0x9E, "\u20ac": 0xA0,
}  # fmt: skip
_TO_DOC_ENCODING = str.maketrans({character: chr(code) for character, code in _DOC_ENCODING.items()})
# What one byte a character can say: the rest of 00 to FF means something else in PDFDocEncoding, or nothing.
# (Sets, because compiling a pattern with such ranges takes milliseconds at start.)
_ENCODABLE = frozenset(_DOC_ENCODING).union(
    "\t\n\r", map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)))
)


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
    if text.isascii() and text.isprintable():
        return literal(text.encode())
    if encodable(text):
        return literal(doc_encoded(text))
    return literal(b"\xfe\xff" + wide_encoded(text))


def encodable(text: str) -> bool:
    """Tell whether PDFDocEncoding has all of a text."""
    return (text.isascii() and text.isprintable()) or _ENCODABLE.issuperset(text)


def doc_encoded(text: str) -> bytes:
    """Return text in PDFDocEncoding, which has all of it."""
    return text.encode() if text.isascii() else text.translate(_TO_DOC_ENCODING).encode("latin-1")


def wide_encoded(text: str) -> bytes:
    """Return text in UTF-16; a lone surrogate becomes a question mark."""
    return text.encode("utf-16-be", "replace")


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
        data, deflated = zlib.compress(data, level), True
    encoded = b"/Filter/FlateDecode" if deflated else b""
    return b"<<%b%b/Length %d>>stream\n%b\nendstream" % (entries, encoded, len(data), data)


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
