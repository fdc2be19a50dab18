"""Colours, and contrast as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

from typing import NamedTuple


class Colour(NamedTuple):
    """An sRGB colour; every part from 0 to 1."""

    red: float
    green: float
    blue: float


WHITE = Colour(1, 1, 1)
LEAST = 4.5
"""The contrast of text at level AA (success criterion 1.4.3)."""
_STEEP = 0.04045
_WEIGHTS = Colour(0.2126, 0.7152, 0.0722)


def luminance(colour: Colour) -> float:
    """Return the relative luminance, from 0 for black to 1 for white."""
    linear = (part / 12.92 if part <= _STEEP else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))


def contrast(one: Colour, other: Colour = WHITE) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def nearest_passing(colour: Colour, least: float = LEAST) -> Colour:
    """Return the lightest shade of a colour with at least this contrast with white; the colour itself if it has it.

    Shades have the colour's hue and saturation, in 255 steps.
    """
    if contrast(colour) >= least:
        return colour
    shades = (Colour(*(round(part * step) / 255 for part in colour)) for step in range(255, -1, -1))
    return next(shade for shade in shades if contrast(shade) >= least)


def hexadecimal(colour: Colour) -> str:
    """Return the colour as files write it: ``#7A1E2C``."""
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour)


def parse_colour(text: str) -> Colour:
    """Return the colour that files write so: ``#7A1E2C``."""
    return Colour(*(int(text[start : start + 2], 16) / 255 for start in (1, 3, 5)))
