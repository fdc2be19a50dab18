"""The sRGB output intent: an ICC profile computed from the standard's figures (ICC.1:2010, IEC 61966-2-1)."""

from __future__ import annotations

from functools import cache
from struct import pack

IDENTIFIER = "sRGB IEC61966-2.1"

# Colorants and chromatic adaptation from D65 to the profile connection space's D50, as ICC's own sRGB profile has them.
_WHITE = (0.9642, 1.0, 0.8249)
_RED = (0.43607, 0.22249, 0.01392)
_GREEN = (0.38515, 0.71687, 0.09708)
_BLUE = (0.14307, 0.06061, 0.71410)
_ADAPTATION = (1.04791, 0.02293, -0.05020, 0.02960, 0.99046, -0.01707, -0.00925, 0.01506, 0.75179)
# f(x) = ((x + 0.055) / 1.055) ** 2.4 from 0.04045 on, x / 12.92 below
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_PARAMETRIC = 3
_HEADER = 128
_DATE = (2000, 1, 1, 0, 0, 0)


@cache
def profile() -> bytes:
    """Return the ICC profile, version 4.2."""
    curve = b"para\0\0\0\0" + pack(">HH", _PARAMETRIC, 0) + _fixed(*_CURVE)
    tags = {
        b"desc": _text(IDENTIFIER),
        b"cprt": _text("No copyright"),
        b"wtpt": _xyz(_WHITE),
        b"chad": b"sf32\0\0\0\0" + _fixed(*_ADAPTATION),
        b"rXYZ": _xyz(_RED),
        b"gXYZ": _xyz(_GREEN),
        b"bXYZ": _xyz(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    position = _HEADER + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    body = b""
    for data in tags.values():
        # the three curves share their place
        if data not in places:
            places[data] = position + len(body)
            body += data + b"\0" * (-len(data) % 4)
    table = b"".join(pack(">4sII", tag, places[data], len(data)) for tag, data in tags.items())
    return _header(position + len(body)) + pack(">I", len(tags)) + table + body


def _header(size: int) -> bytes:
    return (
        pack(">I4sI4s4s4s6H4s", size, b"\0" * 4, 0x04200000, b"mntr", b"RGB ", b"XYZ ", *_DATE, b"acsp")
        + b"\0" * 28
        + _fixed(*_WHITE)
        + b"\0" * 48
    )


def _fixed(*numbers: float) -> bytes:
    """Return s15Fixed16 numbers."""
    return b"".join(pack(">i", round(number * 65536)) for number in numbers)


def _xyz(colour: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*colour)


def _text(text: str) -> bytes:
    """Return a multiLocalizedUnicodeType with one record."""
    data = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data
