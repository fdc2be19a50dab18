"""The brand that our PDFs carry as an attached file of its own (format version 1): its words, colours and logo.

It stands beside the worksheet's definition and the alliance's data, not in them: a worksheet has the same identity with
any brand, and with none. Its typeface is not kept, only named. The text comes out of a PDF that anybody may have
touched, so it is bounded, and whatever a brand's file could not say makes it none.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, b64encode
from functools import lru_cache

from generator.model.brand import LARGEST_SIDE, LONGEST_LINE, LONGEST_TO_SHORTEST, Brand, Image, Logo
from generator.model.colour import LEAST, Colour, contrast, hexadecimal, parse_colour
from generator.model.worksheet import canonical

FORMAT = "designed-alliance/brand"
VERSION = 1
MOST_CHARACTERS = 4_000_000
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_CHANNELS = {1, 3}


@lru_cache(maxsize=8)
def serialise_brand(brand: Brand) -> str:
    """Return the brand as JSON, which ``read_embedded_brand`` reads back without its typeface."""
    data: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "organisation": brand.organisation,
        "contact": brand.contact,
        "website": brand.website,
        "accent": hexadecimal(brand.accent) if brand.accent else "",
        "second": hexadecimal(brand.second) if brand.second else "",
        "typeface": brand.font.name if brand.font else brand.typeface_left_out,
    }
    if brand.returning:
        data["returning"] = brand.returning
    if brand.logo:
        image = brand.logo.image
        data["logo"] = {
            "alternative": brand.logo.alternative,
            "size": [image.width, image.height, image.channels],
            "samples": _pack(image.samples),
            "alpha": _pack(image.alpha),
        }
    return canonical(data)


def read_embedded_brand(text: str) -> Brand | None:
    """Return the brand; None where the text is damaged, larger than 4,000,000 characters, or of a newer version."""
    if len(text) > MOST_CHARACTERS:
        return None
    try:
        data = json.loads(text)
        if (data["format"], data["version"]) != (FORMAT, VERSION):
            return None
        logo = data.get("logo")
        return Brand(
            _read_line(data["organisation"], least=1),
            _read_line(data["contact"]),
            _read_line(data["website"]),
            Logo(_read_image(logo), _read_line(logo["alternative"], least=1)) if logo else None,
            _read_colour(data["accent"]),
            _read_colour(data["second"]),
            typeface_left_out=_read_line(data["typeface"]),
            returning=_read_line(data.get("returning", "")),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, zlib.error):
        return None


def _read_line(text: object, least: int = 0) -> str:
    if not isinstance(text, str) or not least <= len(text) <= LONGEST_LINE or text != " ".join(text.split()):
        raise ValueError(text)
    return text


def _read_colour(text: object) -> Colour | None:
    line = _read_line(text)
    if not line:
        return None
    if not _COLOUR.fullmatch(line) or contrast(parse_colour(line)) < LEAST:
        raise ValueError(line)
    return parse_colour(line)


def _read_image(logo: dict[str, object]) -> Image:
    size = logo["size"]
    if not isinstance(size, list) or [type(number) for number in size] != [int] * 3:
        raise TypeError(size)
    width, height, channels = size
    largest, smallest = max(width, height), min(width, height)
    if channels not in _CHANNELS or not 1 <= smallest <= largest <= min(LARGEST_SIDE, LONGEST_TO_SHORTEST * smallest):
        raise ValueError(size)
    alpha = _unpack(logo["alpha"], width * height) if logo["alpha"] else b""
    return Image(width, height, channels, _unpack(logo["samples"], width * height * channels), alpha)


def _pack(samples: bytes) -> str:
    return b64encode(zlib.compress(samples, 9)).decode() if samples else ""


def _unpack(text: object, size: int) -> bytes:
    """Return exactly so many bytes; raise ``ValueError`` or ``zlib.error`` where the text holds fewer or more."""
    if not isinstance(text, str):
        raise TypeError(text)
    unpacker = zlib.decompressobj()
    samples = unpacker.decompress(b64decode(text, validate=True), size + 1)
    if len(samples) != size or not unpacker.eof:
        raise ValueError(size)
    return samples
