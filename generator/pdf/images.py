"""Pictures as image XObjects (ISO 32000-1, 8.9.5): samples of 8 bits, transparency as a soft mask (11.6.5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.fingerprint import digest_of_picture

if TYPE_CHECKING:
    from generator.model.brand import Image
    from generator.pdf.font_objects import Adding

_SPACES = {1: b"DeviceGray", 3: b"DeviceRGB"}
"""By the number of channels; both are what the output intent of PDF/A makes of them (ISO 19005-3, 6.2.4.3)."""


def add_image(image: Image, objects: Adding) -> int:
    """Add the objects of a picture; return its number."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/" % (
        image.width,
        image.height,
    )
    mask = b""
    if image.alpha:
        mask = b"/SMask %d 0 R" % objects.add_stream(entries + b"DeviceGray", image.alpha)
    return objects.add_stream(entries + _SPACES[image.channels] + mask, image.samples)


def image_digest(image: Image) -> bytes:
    """Return the digest by which a picture is known among what a page draws."""
    described = f"{image.width} {image.height} {_SPACES[image.channels].decode()}"
    return digest_of_picture(described, image.samples, image.alpha)
