"""Pictures: PNG, JPEG and SVG to samples of 8 bits, through Pillow and resvg (the extra ``brand``).

The files are not trusted: one is inspected before it is decoded, and refused where decoding would need much memory or
time. The samples are as many as print needs, upright, in sRGB or grey, with their transparency; nothing else of the
file goes into a document.
"""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from generator.errors import AssetError, escape, missing_extra
from generator.model.brand import Image

if TYPE_CHECKING:
    from PIL.Image import Image as Decoded

MOST_BYTES = 5_000_000
MOST_PIXELS = 25_000_000
LARGEST_SIDE = 800
"""Pixels kept: 400 to the inch in the largest logo."""
_LONGEST_TO_SHORTEST = 40
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_KINDS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "svg": "SVG"}
_OPAQUE = 255


def read_picture(data: bytes, name: str) -> Image:
    """Return the picture in a file's bytes, at most 800 pixels a side; raise AssetError where it cannot be used.

    ``name`` is the file's name, whose ending must be that of its format.
    """
    wanted = _KINDS.get(name.rpartition(".")[2].lower())
    if not wanted:
        raise AssetError("is not named as a picture", "Give a file whose name ends in .png, .jpg or .svg.")
    found = _detect_format(data)
    if found and found != wanted:
        raise AssetError(f"is {found}, though its name says {wanted}", "Rename it to what it is.")
    if not found:
        raise AssetError(f"is no {wanted} file", "Export the logo as PNG, JPEG or SVG.")
    if found == "SVG":
        from generator.formats.svg import rasterise  # noqa: PLC0415 - imports another extra

        data, found = rasterise(data, LARGEST_SIDE), "PNG"
    return _sample(_decode(data, found))


def _detect_format(data: bytes) -> str:
    if data.startswith(_PNG):
        return "PNG"
    if data.startswith(_JPEG):
        return "JPEG"
    return "SVG" if b"<svg" in data[:4096] or b":svg" in data[:4096] else ""


def _decode(data: bytes, kind: str) -> Decoded:
    try:
        from PIL import Image as Pillow  # noqa: PLC0415 - an extra
        from PIL import ImageOps  # noqa: PLC0415
    except ImportError:
        raise missing_extra("Pillow", "to read pictures") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own limit, which is above ours; of odd metadata
            picture = Pillow.open(io.BytesIO(data), formats=[kind])
            _require_reasonable(*picture.size)
            picture.load()
            return ImageOps.exif_transpose(picture)
    except AssetError:
        raise
    except Pillow.DecompressionBombError:
        raise AssetError("has too many pixels", f"Scale it down: {MOST_PIXELS // 1_000_000} million at most.") from None
    except Exception as error:  # noqa: BLE001 - decoders raise whatever a damaged file makes them
        raise AssetError(f"is a damaged {kind} file ({escape(error)})", "Export it again.") from None


def _require_reasonable(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise AssetError("has too many pixels", f"Scale it down: {MOST_PIXELS // 1_000_000} million at most.")
    if max(width, height) > _LONGEST_TO_SHORTEST * min(width, height):
        raise AssetError(f"has {width:,} x {height:,} pixels, too long for its height", "Give a picture less extreme.")


def _sample(picture: Decoded) -> Image:
    """Return the samples: 16 bits and palettes become 8 bits a channel, CMYK becomes sRGB."""
    if picture.mode.startswith("I") or picture.mode == "F":  # 16 bits of grey, which a conversion would cut off
        picture = picture.point(lambda value: value / 256).convert("L")
    see_through = picture.has_transparency_data
    if picture.mode not in {"L", "LA", "1"}:
        picture = picture.convert("RGBA" if see_through else "RGB")
    else:
        picture = picture.convert("LA" if see_through else "L")
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    alpha = picture.getchannel("A") if see_through else None
    if alpha and alpha.getextrema() == (_OPAQUE, _OPAQUE):
        alpha = None
    colours = picture.convert("RGB" if len(picture.getbands()) > 2 else "L")  # noqa: PLR2004 - more than grey and alpha
    return Image(*colours.size, len(colours.getbands()), colours.tobytes(), alpha.tobytes() if alpha else b"")
