"""The typefaces' measures and their subsets: how wide text is, and which font program draws which character.

A document's ``Faces`` say which typeface draws which face; what it lacks, Noto Sans and DejaVu Sans draw.
Nothing is shaped: no kerning, no ligatures, no joined or right-to-left scripts, a mark is set after its letter.

Lengths of typefaces are thousandths of the type size.
"""

from __future__ import annotations

import json
from functools import cache
from typing import NamedTuple

from generator.fonts import read
from generator.fonts.faces import Face, Faces, FontFile

FIELD_FILE = FontFile("NotoSans-Regular")
_FALLBACKS = (FIELD_FILE, FontFile("DejaVuSans"))
"""What draws the characters that a face's own typeface lacks; every face can draw what these have."""


class MissingGlyph(ValueError):
    """A character that no typeface has."""

    def __init__(self, character: str) -> None:
        self.character = character
        super().__init__(f"no typeface has U+{ord(character):04X}: ask Fonts.covers before setting it")


class FontSubset(NamedTuple):
    """A prepared part of a typeface; its character codes are UTF-16 code units."""

    file: FontFile
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
        return _prepared_file(self.file, f"{self.name}.ttf.z")

    def glyphs(self) -> bytes:
        """Return the glyph of every code, two bytes each, deflated: a CIDToGIDMap."""
        return _prepared_file(self.file, f"{self.name}.gid.z")


class Typeface(NamedTuple):
    """A typeface's measures and subsets."""

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
    subsets: tuple[FontSubset, ...]


@cache
def typeface(file: FontFile) -> Typeface:
    """Return a typeface, one that is shipped or somebody's own."""
    measures = json.loads(_prepared_file(file, "json"))
    subsets = tuple(
        FontSubset(
            file,
            each["name"],
            each["font"],
            each["length"],
            each["widths"],
            tuple((first, last) for first, last in each["ranges"]),
            _advances(each["advances"]),
        )
        for each in measures.pop("subsets")
    )
    return Typeface(name=file.name, **{**measures, "box": tuple(measures["box"])}, subsets=subsets)


@cache
def further(file: FontFile) -> dict[str, float]:
    """Return the advances of the characters that a typeface has beyond its subsets; of an own one, these are all."""
    return {} if file.data else _advances(json.loads(_prepared_file(file, "further.json")))


def _prepared_file(file: FontFile, what: str) -> bytes:
    """Return one of a typeface's prepared files; those of an own one are cut now (needs fonttools)."""
    if not file.data:
        return read(f"prepared/{file.name}.{what}")
    from generator.fonts.own import prepare_own  # noqa: PLC0415 - imports an extra, for own typefaces only

    return prepare_own(file.name, file.data)[f"{file.name}.{what}"]


def _advances(groups: list[tuple[float, str]]) -> dict[str, float]:
    advances: dict[str, float] = {}
    for advance, characters in groups:
        advances.update(dict.fromkeys(characters, advance))
    return advances


class Coverage(dict[str, float]):
    """The advances of one typeface and of its fallbacks; characters beyond its subsets are looked up when first met."""

    def __init__(self, file: FontFile) -> None:
        self.chain = tuple(dict.fromkeys((file, *_FALLBACKS)))
        super().__init__()
        self._homes: dict[str, FontSubset | None] = {}
        for each in typeface(self.chain[0]).subsets:
            self.update(each.advances)

    def __missing__(self, character: str) -> float:
        advance = advance_in(self.fallback_font(character), character)
        self[character] = advance
        return advance

    def fallback_font(self, character: str) -> FontFile:
        """Return the first typeface of the chain that has this character; raises ``MissingGlyph``."""
        for file in self.chain:
            if has(file, character):
                return file
        raise MissingGlyph(character)

    def subset_for(self, character: str) -> FontSubset | None:
        """Return the subset with this character, of the first typeface that has it; None where no subset has it."""
        try:
            return self._homes[character]
        except KeyError:
            lender = self.fallback_font(character)
            found = next((each for each in typeface(lender).subsets if character in each.advances), None)
            self._homes[character] = found
            return found

    @property
    def subsets(self) -> tuple[FontSubset, ...]:
        """The subsets of the typeface itself."""
        return typeface(self.chain[0]).subsets


@cache
def coverage(file: FontFile) -> Coverage:
    """Return a typeface's advances."""
    return Coverage(file)


def has(file: FontFile, character: str) -> bool:
    """Return whether a typeface has a character."""
    return any(character in each.advances for each in typeface(file).subsets) or character in further(file)


def advance_in(file: FontFile, character: str) -> float:
    """Return a character's advance in a typeface that has it."""
    for each in typeface(file).subsets:
        if character in each.advances:
            return each.advances[character]
    return further(file)[character]


class Fonts:
    """The measures that typesetting asks for; without state, one for each set of typefaces."""

    def __init__(self, faces: Faces) -> None:
        self._files = {
            Face.TEXT: faces.text,
            Face.DISPLAY: faces.display,
            Face.ITALIC: faces.italic,
            Face.FIELD: FIELD_FILE,
        }
        self._coverage: dict[Face, Coverage] = {}
        self._tracking = faces.tracking

    def width(self, text: str, face: Face, size: float) -> float:
        """Return the width of a line, points; raises ``MissingGlyph`` (a ``ValueError``)."""
        width = sum(map(self.coverage(face).__getitem__, text)) * size / 1000
        return width + len(text) * self.spacing(face, size) if self._tracking else width

    def spacing(self, face: Face, size: float) -> float:
        """Return the extra space after each character, points."""
        return 0.0 if face is Face.FIELD else self._tracking * size

    def coverage(self, face: Face) -> Coverage:
        """Return a face's advances, and who lends what it lacks."""
        found = self._coverage.get(face)
        if found is None:
            found = self._coverage[face] = coverage(self._files[face])
        return found

    def covers(self, character: str) -> bool:
        """Return whether every face can draw this character."""
        return character in coverage(FIELD_FILE) or any(has(file, character) for file in _FALLBACKS)

    def missing_glyphs(self, text: str) -> tuple[str, ...]:
        """Return the characters of a text that some face cannot draw, each once, in the order they are met."""
        if all(map(coverage(FIELD_FILE).__contains__, text)):
            return ()
        return tuple(character for character in dict.fromkeys(text) if not self.covers(character))

    def ascender(self, face: Face) -> float:
        """Return how far the face reaches above the baseline, as a fraction of the size."""
        return typeface(self._files[face]).ascender / 1000

    def descender(self, face: Face) -> float:
        """Return how far the face reaches below the baseline, as a (positive) fraction of the size."""
        return -typeface(self._files[face]).descender / 1000

    def x_height(self, face: Face) -> float:
        """Return the height of small letters, as a fraction of the size."""
        return typeface(self._files[face]).x_height / 1000

    def cap_height(self, face: Face) -> float:
        """Return the height of capitals, as a fraction of the size."""
        return typeface(self._files[face]).cap_height / 1000


HOUSE = Faces()
"""The typefaces of documents whose layout names no others."""


@cache
def fonts(faces: Faces = HOUSE) -> Fonts:
    """Return the measures of these typefaces; each is read when first asked for."""
    return Fonts(faces)
