"""Text strings of PDF (ISO 32000-2, 7.9.2.2): encoded so that they decode to the same text, decoded whoever wrote them.

The standard knows UTF-16 and UTF-8 with a byte order mark, and PDFDocEncoding without one. Programs also write UTF-8 or
Windows-1252 without a mark, UTF-16 in the other byte order, and a NUL behind the text.
"""

import re
from typing import NamedTuple

_LOST = "\N{REPLACEMENT CHARACTER}"
_FROM_0X18 = "\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc"
_FROM_0X80 = (
    "\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018"
    "\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e"
)
_CODES = {
    **{0x18 + index: character for index, character in enumerate(_FROM_0X18)},
    **{0x80 + index: character for index, character in enumerate(_FROM_0X80)},
    0xA0: "\u20ac",
}
"""What PDFDocEncoding has otherwise than Latin-1 (annex D.2)."""
_UNDEFINED = (0x7F, 0x9F)
_DECODE_DOC = {code: _CODES.get(code, chr(code)) for code in range(256)} | dict.fromkeys(_UNDEFINED, _LOST)
_ENCODE_DOC = str.maketrans({character: chr(code) for code, character in _CODES.items()})
# The soft hyphen (AD) is decoded leniently, but not defined. (A set, because compiling a pattern with such ranges takes
# milliseconds at start.)
_ENCODABLE = frozenset(f"{_FROM_0X80}\u20ac").union(
    "\t\n\r", map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)))
)
_MARKS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))
_LANGUAGE_ESCAPE = "\x1b[A-Za-z]{2,3}(?:-?[A-Za-z]{2})?\x1b"
"""The language of what follows, in a string with a mark."""
_NO_WORDS = (
    r"(?<=[^\W\d_])\u2122(?=[^\W\d_])"  # Don(tm)t
    r"|\ufb01[^\ufb01\ufb02]*\ufb02(?!\w)|(?<=\w)\ufb02(?!\w)"  # (fi)slow(fl)
    r"|(?<=\s)[\u0141\u0152\u0160](?=\s)|(?<=[a-z])[\u0152\u0160\u017d](?=[a-z])"  # rush (OE) I
    r"|(?<=\d)\s?\u2022(?=[.,;:!?)]|$)"  # 10 (bullet)
)
"""What no text in PDFDocEncoding says, and many a text in Windows-1252 that is taken for it."""
_IN_NO_WORDS = frozenset("\u2122\ufb01\ufb02\u0141\u0152\u0160\u017d\u2022")
"""Each of these has one of these characters; most texts have none, and the pattern takes long to compile."""


class DecodedText(NamedTuple):
    """A text string, decoded."""

    text: str
    lost: bool = False
    """Whether characters could not be decoded; each stands as U+FFFD."""
    guess: str = ""
    """The name of an encoding that the standard does not have, and that was assumed; else empty."""


def decode_text_string(data: bytes, encoding: str = "") -> DecodedText:
    """Return the text of a text string's bytes; ``encoding`` is that of strings without a mark (FDF), for ``codecs``.

    A NUL at the end is dropped, and language escapes are. Line ends stay. Never raises for any bytes; ``LookupError``
    for an unknown encoding.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text, lost = _decode(data[len(mark) :], codec)
            return DecodedText(re.sub(_LANGUAGE_ESCAPE, "", text) if "\x1b" in text else text, lost)
    if data.startswith(b"\0") and data.strip(b"\0"):
        return DecodedText(*_decode(data, "utf-16-be"), "UTF-16")
    if len(data) > len("ab") and len(data) % 2 == 0 and not any(data[1::2]):
        return DecodedText(*_decode(data, "utf-16-le"), "UTF-16")
    data = data.rstrip(b"\0")
    if encoding:
        return DecodedText(*_decode(data, encoding))
    if not data.isascii():
        text, lost = _decode(data, "utf-8")
        if not lost:
            return DecodedText(text, guess="UTF-8")
    return _decode_without_mark(data)


def decode_text_stream(data: bytes, encoding: str = "") -> DecodedText:
    """Return the text of a stream's decoded data: UTF-8, as rich text is, or as ``decode_text_string`` does."""
    text, lost = _decode(data, "utf-8")
    return decode_text_string(data, encoding) if lost or "\0" in text else DecodedText(text.removeprefix("\ufeff"))


def _decode_without_mark(data: bytes) -> DecodedText:
    """Decode as PDFDocEncoding, or as Windows-1252 where the text makes sense in that alone."""
    text = data.decode("latin-1").translate(_DECODE_DOC)
    if not _IN_NO_WORDS.isdisjoint(text) and re.search(_NO_WORDS, text):
        otherwise, lost = _decode(data, "cp1252")
        if not lost:
            return DecodedText(otherwise, guess="Windows-1252")
    return DecodedText(text, _LOST in text)


def _decode(data: bytes, codec: str) -> tuple[str, bool]:
    """Return the text without NUL at its end, and whether characters of it were lost."""
    if codec.startswith("utf-16") and len(data) % 2 and data.endswith(b"\0"):
        data = data[:-1]
    try:
        return data.decode(codec).rstrip("\0"), False
    except UnicodeDecodeError:
        return data.decode(codec, "replace").rstrip("\0"), True


def is_encodable(text: str) -> bool:
    """Tell whether PDFDocEncoding has all of a text, and nobody would take its bytes for another encoding."""
    if text.isascii() and text.isprintable():
        return True
    return _ENCODABLE.issuperset(text) and (text.isascii() or decode_text_string(encode_doc(text)).text == text)


def encode_doc(text: str) -> bytes:
    """Return text in PDFDocEncoding, which has all of it."""
    return text.encode() if text.isascii() else text.translate(_ENCODE_DOC).encode("latin-1")


def encode_wide(text: str) -> bytes:
    """Return text in UTF-16, without a mark; a lone surrogate becomes a question mark."""
    return text.encode("utf-16-be", "replace")
