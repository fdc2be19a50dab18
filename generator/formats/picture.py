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
from generator.model.brand import LARGEST_SIDE, LONGEST_TO_SHORTEST, Image

if TYPE_CHECKING:
    from PIL.Image import Image as Decoded

MOST_BYTES = 5_000_000
MOST_PIXELS = 25_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_KINDS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "svg": "SVG"}
_OPAQUE = 255
_MARKS_AND_SPACE = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_LEAST_DIFFERENCE = 24
"""From white, of 255, in any channel: what differs less is not seen on paper."""
_LEAST_ALPHA = 16
"""Of 255: what is less opaque has no colour that can be relied on, for it was rounded."""


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
    plain = data.lstrip(_MARKS_AND_SPACE).replace(b"\0", b"")  # of UTF-16, too; what it draws is the parser's to say
    return "SVG" if plain.startswith(b"<") and b"svg" in plain else ""


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
    if max(width, height) > LONGEST_TO_SHORTEST * min(width, height):
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
    if see_through and picture.getchannel("A").getextrema() == (_OPAQUE, _OPAQUE):
        picture, see_through = picture.convert(picture.mode.removesuffix("A")), False
    _require_visible(picture, see_through=see_through)
    if not see_through:
        return Image(*picture.size, len(picture.getbands()), picture.tobytes())
    alpha = picture.getchannel("A").tobytes()
    colours = _spread_colours(picture)
    return Image(*colours.size, len(colours.getbands()), colours.tobytes(), alpha)


def _require_visible(picture: Decoded, *, see_through: bool) -> None:
    """Raise AssetError where nothing of a picture would be seen on white paper."""
    from PIL import Image as Pillow  # noqa: PLC0415 - an extra

    if see_through and picture.getchannel("A").getextrema()[1] == 0:
        raise AssetError("is empty: all of it is transparent", "Look whether the drawing lies within its page.")
    paper = Pillow.new(picture.mode, picture.size, "white")
    seen = Pillow.alpha_composite(paper.convert("RGBA"), picture.convert("RGBA")).convert("RGB")
    if min(darkest for darkest, _ in seen.getextrema()) > _OPAQUE - _LEAST_DIFFERENCE:  # type: ignore[misc] # 3 bands
        raise AssetError("cannot be seen on white paper", "Give the logo as it is made for a light background.")


def _spread_colours(picture: Decoded) -> Decoded:
    """Return the colours, those of transparent pixels taken from what is seen next to them.

    Renderers mix the colours of pixels side by side apart from how opaque they are: whatever stands in a transparent
    one shows as a fringe. The colours of ever smaller pictures fill what the larger ones leave open.
    """
    from PIL.Image import Resampling  # noqa: PLC0415 - an extra

    colours = picture.convert(picture.mode.removesuffix("A"))
    seen = picture.getchannel("A").point(lambda alpha: _OPAQUE if alpha >= _LEAST_ALPHA else 0)
    if seen.getextrema()[0] or max(picture.size) == 1:
        return colours
    picture.putalpha(seen)
    half = picture.resize(((picture.width + 1) // 2, (picture.height + 1) // 2), Resampling.BOX)
    filled = _spread_colours(half).resize(picture.size)
    filled.paste(colours, mask=seen)
    return filled
