"""Pictures of pages as PNG (W3C, Portable Network Graphics, second edition), for the screen."""

from __future__ import annotations

import base64
import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.model.brand import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KINDS = {(1, False): 0, (3, False): 2, (1, True): 4, (3, True): 6}
"""Colour types, by the number of channels and whether there is transparency."""


@lru_cache(maxsize=8)
def encode_as_data_url(image: Image) -> str:
    """Return a picture as the address that holds all of it."""
    return f"data:image/png;base64,{base64.b64encode(encode_as_png(image)).decode()}"


def encode_as_png(image: Image) -> bytes:
    """Return a picture as a PNG file."""
    channels, samples = image.channels, image.samples
    if image.alpha:
        channels += 1
        mixed = bytearray(channels * len(image.alpha))
        for channel in range(image.channels):
            mixed[channel::channels] = samples[channel :: image.channels]
        mixed[image.channels :: channels] = image.alpha
        samples = bytes(mixed)
    stride = channels * image.width
    rows = b"".join(b"\0" + samples[start : start + stride] for start in range(0, len(samples), stride))
    kind = _KINDS[image.channels, bool(image.alpha)]
    head = struct.pack(">2L5B", image.width, image.height, 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_write_chunk(tag, data) for tag, data in chunks)


def _write_chunk(tag: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + tag + data + struct.pack(">L", zlib.crc32(tag + data))
