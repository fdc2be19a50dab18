"""The brand: the organisation that gives out a worksheet, with its logo, its colours and its typeface.

A brand is laid over a layout as a style is: its colours take the place of the layout's, its typeface that of the
layout's for the sheet's own text. It is no part of a worksheet's definition: the same worksheet has the same identity
with any brand. Files carry it beside the definition (``formats.embedded_brand``).
"""

from typing import NamedTuple

from generator.fonts.faces import FontFile
from generator.model.colour import Colour

LONGEST_LINE = 300
"""Characters of each of its texts."""
LARGEST_SIDE = 800
"""Pixels of its logo: 340 to the inch in the widest one."""
LONGEST_TO_SHORTEST = 40
"""Of the logo's sides."""


class Image(NamedTuple):
    """A picture as samples of 8 bits, row by row from the top."""

    width: int
    """Pixels."""
    height: int
    channels: int
    """1 for grey, 3 for sRGB."""
    samples: bytes
    alpha: bytes = b""
    """The opacity of every pixel, 255 for opaque; empty where all are opaque."""


class Logo(NamedTuple):
    """The organisation's picture."""

    image: Image
    alternative: str
    """The text that is read aloud in its place."""


class Brand(NamedTuple):
    """An organisation, and how its worksheets look; all but the name may be missing."""

    organisation: str
    """One line."""
    contact: str = ""
    """One line, such as a telephone number."""
    website: str = ""
    logo: Logo | None = None
    accent: Colour | None = None
    """In place of the layout's accent."""
    second: Colour | None = None
    """In place of the layout's second colour; None for the accent."""
    font: FontFile | None = None
    """The typeface of the sheet's own text; text of people keeps the layout's."""
    files: tuple[str, ...] = ()
    """The paths of its logo and its typeface, so that no command writes over them."""
    typeface_left_out: str = ""
    """The name of its typeface, where it was kept in a document, which keeps no typefaces."""
    returning: str = ""
    """One line: how to return a worksheet."""
