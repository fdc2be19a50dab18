"""The brand: whose worksheet it is, how it is known and where it is reached; frozen values.

A brand is laid over a layout as a style is: its colours take the place of the layout's, its typeface that of what the
sheet says. It is no part of a worksheet's definition: the same worksheet has the same identity with any brand.
"""

from __future__ import annotations

from typing import NamedTuple

from generator.fonts.faces import FontFile  # noqa: TC001 - the reader looks at the types of the fields
from generator.model.colour import Colour  # noqa: TC001


class Image(NamedTuple):
    """What a picture shows: samples of 8 bits, row by row from the top."""

    width: int
    """Pixels."""
    height: int
    channels: int
    """1 for grey, 3 for sRGB."""
    samples: bytes
    alpha: bytes = b""
    """How opaque each pixel is; empty where all are."""


class Logo(NamedTuple):
    """A picture that stands for the organisation."""

    image: Image
    alternative: str
    """What is read aloud in its place."""


class Brand(NamedTuple):
    """Whose worksheet it is."""

    organisation: str
    """One line."""
    contact: str = ""
    """One line: how to reach them."""
    website: str = ""
    logo: Logo | None = None
    accent: Colour | None = None
    """In place of the layout's accent."""
    second: Colour | None = None
    """In place of the layout's second colour; where there is none, the accent is."""
    font: FontFile | None = None
    """What the sheet says is set in it, not what people write."""
    files: tuple[str, ...] = ()
    """The paths of its logo and its typeface, which nothing may be written over."""
