"""The typefaces' measures and their slices: how wide text is, and which font program draws which character.

Every face is a chain of typefaces: its own, Noto Sans, DejaVu Sans; a character is drawn in the first that has it.
Nothing is shaped: no kerning, no ligatures, no joined or right-to-left scripts, a mark is set after its letter.

Lengths of typefaces are thousandths of the type size.
"""

from __future__ import annotations

import json
from functools import cache
from typing import NamedTuple

from generator.pages import Face
from generator.typefaces import read

_DRAWN_BY = {
    Face.TEXT: ("NotoSans-Regular", "DejaVuSans"),
    Face.DISPLAY: ("Vollkorn-Regular", "NotoSans-Regular", "DejaVuSans"),
    Face.ITALIC: ("Vollkorn-Italic", "NotoSans-Regular", "DejaVuSans"),
}
FIELD_FACE = Face.TEXT
"""The face of everything typed into fields."""


class Uncovered(ValueError):
    """A character that no typeface has."""

    def __init__(self, character: str) -> None:
        self.character = character
        super().__init__(f"no typeface has U+{ord(character):04X}: ask Fonts.covers before setting it")


class Slice(NamedTuple):
    """A prepared part of a typeface; its character codes are UTF-16 code units."""

    typeface: str
    name: str
    font: str
    """The PostScript name, with a tag where it is a subset."""
    length: int
    """The font program's length before deflating."""
    widths: str
    """The inside of the font's ``W`` array."""
    ranges: tuple[tuple[int, int], ...]
    """The runs of characters, none beyond the last byte of a code."""
    advances: dict[str, float]

    def program(self) -> bytes:
        """Return the font program, deflated."""
        return read(f"prepared/{self.typeface}.{self.name}.ttf.z")

    def glyphs(self) -> bytes:
        """Return the glyph of every code, two bytes each, deflated: a CIDToGIDMap."""
        return read(f"prepared/{self.typeface}.{self.name}.gid.z")


class Typeface(NamedTuple):
    """A typeface's measures and slices."""

    name: str
    ascender: float
    descender: float
    cap_height: float
    x_height: float
    box: tuple[int, int, int, int]
    """What holds every glyph."""
    weight: int
    angle: float
    """Degrees anticlockwise from upright; negative for an italic."""
    serif: bool
    slices: tuple[Slice, ...]


@cache
def typeface(name: str) -> Typeface:
    """Return a shipped typeface by its name."""
    measures = json.loads(read(f"prepared/{name}.json"))
    slices = tuple(
        Slice(
            name,
            each["name"],
            each["font"],
            each["length"],
            each["widths"],
            tuple((first, last) for first, last in each["ranges"]),
            _advances(each["advances"]),
        )
        for each in measures.pop("slices")
    )
    return Typeface(name=name, **{**measures, "box": tuple(measures["box"])}, slices=slices)


@cache
def further(name: str) -> dict[str, float]:
    """Return the advances of the characters that a typeface has beyond its slices."""
    return _advances(json.loads(read(f"prepared/{name}.further.json")))


def _advances(groups: list[tuple[float, str]]) -> dict[str, float]:
    advances: dict[str, float] = {}
    for advance, characters in groups:
        advances.update(dict.fromkeys(characters, advance))
    return advances


class Coverage(dict[str, float]):
    """The advances of one face; characters beyond its slices are looked up when first met."""

    def __init__(self, face: Face) -> None:
        self.chain = _DRAWN_BY[face]
        super().__init__()
        for each in typeface(self.chain[0]).slices:
            self.update(each.advances)

    def __missing__(self, character: str) -> float:
        advance = advance_in(self.lender(character), character)
        self[character] = advance
        return advance

    def lender(self, character: str) -> str:
        """Return the first typeface of the chain that has this character; raises ``Uncovered``."""
        for name in self.chain:
            if has(name, character):
                return name
        raise Uncovered(character)


@cache
def coverage(face: Face) -> Coverage:
    """Return a face's advances."""
    return Coverage(face)


def has(name: str, character: str) -> bool:
    """Return whether a typeface has a character."""
    return any(character in each.advances for each in typeface(name).slices) or character in further(name)


def advance_in(name: str, character: str) -> float:
    """Return a character's advance in a typeface that has it."""
    for each in typeface(name).slices:
        if character in each.advances:
            return each.advances[character]
    return further(name)[character]


class Fonts:
    """The measures that typesetting asks for; without state, one for the process."""

    def width(self, text: str, face: Face, size: float) -> float:
        """Return the width of a line, points; raises ``Uncovered`` (a ``ValueError``)."""
        return sum(map(coverage(face).__getitem__, text)) * size / 1000

    def covers(self, character: str) -> bool:
        """Return whether every face can draw this character."""
        return character in coverage(FIELD_FACE) or any(has(name, character) for name in _DRAWN_BY[FIELD_FACE])

    def uncovered(self, text: str) -> tuple[str, ...]:
        """Return the characters of a text that some face cannot draw, each once, in the order they are met."""
        if all(map(coverage(FIELD_FACE).__contains__, text)):
            return ()
        return tuple(character for character in dict.fromkeys(text) if not self.covers(character))

    def ascender(self, face: Face) -> float:
        """Return how far the face reaches above the baseline, as a fraction of the size."""
        return typeface(_DRAWN_BY[face][0]).ascender / 1000

    def descender(self, face: Face) -> float:
        """Return how far the face reaches below the baseline, as a (positive) fraction of the size."""
        return -typeface(_DRAWN_BY[face][0]).descender / 1000

    def x_height(self, face: Face) -> float:
        """Return the height of small letters, as a fraction of the size."""
        return typeface(_DRAWN_BY[face][0]).x_height / 1000

    def cap_height(self, face: Face) -> float:
        """Return the height of capitals, as a fraction of the size."""
        return typeface(_DRAWN_BY[face][0]).cap_height / 1000


_FONTS = Fonts()


def fonts() -> Fonts:
    """Return the process's measures; typefaces are read when first asked for."""
    return _FONTS
