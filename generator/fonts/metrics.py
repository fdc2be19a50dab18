"""The typefaces' measures and their subsets: how wide text is, and which font program draws which character.

A document's ``Faces`` say which typeface draws which face; characters that it lacks, that of its fields, Noto Sans and
DejaVu Sans draw. Text is set with kerning, ligatures and typographic signs (``drawing``), running text with old-style
figures, except in fields. Scripts that have a typeface of their own (``scripts``) are shaped; in others a mark stands
after its letter.

Advances and measures of typefaces are thousandths of the type size; ``Fonts`` answers in points.
"""

import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.fonts import OWN, ShippedTypeface, read
from generator.fonts.direction import is_directional
from generator.fonts.drawing import (
    DRAWN,
    FIGURES,
    LIGATURES,
    SIGNS,
    GlyphCodes,
    Kerning,
    SetText,
    remove_controls,
)
from generator.fonts.faces import NOTO_SANS, Face, Faces, FontFile
from generator.fonts.quotation import ENGLISH, Quotation, find_quotation
from generator.fonts.scripts import can_shape, letter_of, list_candidates, split_by_typeface

if TYPE_CHECKING:
    from generator.fonts.shaping import Cluster

_FALLBACKS = (NOTO_SANS, FontFile("DejaVuSans"))
"""The typefaces for characters that a face's own one lacks; every face can draw all characters of these."""


_MOST_WORDS = 4096
"""How many shaped texts are remembered by their width."""
_MOST_LINES, _LONGEST_LINE = 1024, 200
"""How many texts a coverage remembers as they are set, and how many characters they have at most."""


class MissingGlyph(ValueError):
    """A character that no typeface has."""

    def __init__(self, character: str) -> None:
        self.character = character
        super().__init__(f"no typeface has U+{ord(character):04X}: ask Fonts.covers before setting it")


class FontSubset(NamedTuple):
    """A prepared font program of a part of a typeface; its character codes are UTF-16 code units."""

    file: FontFile
    name: str
    font: str
    """The PostScript name, with a tag where it is a subset."""
    length: int
    """The font program's length before deflating."""
    widths: str
    """The content of the font's ``W`` array (ISO 32000-1, 9.7.4.3)."""
    ranges: tuple[tuple[int, int], ...]
    """First and last code of each run of characters that differ in the last byte only, for the ToUnicode map."""
    advances: dict[str, float]
    """By character or glyph code."""

    def program(self) -> bytes:
        """Return the font program, deflated."""
        return _read_prepared(self.file, f"{self.name}.ttf.z")

    def glyphs(self) -> bytes:
        """Return the glyph of every code, two bytes each, deflated: a CIDToGIDMap."""
        return _read_prepared(self.file, f"{self.name}.gid.z")


class Typeface(NamedTuple):
    """A typeface's measures and subsets."""

    name: str
    ascender: float
    descender: float
    cap_height: float
    x_height: float
    box: tuple[int, int, int, int]
    """The bounds of all glyphs: left, bottom, right, top."""
    weight: int
    """From 1 to 1000; 400 is regular (OpenType, ``usWeightClass``)."""
    angle: float
    """Degrees anticlockwise from upright; negative for an italic."""
    serif: bool
    kerning: Kerning
    subsets: tuple[FontSubset, ...]


@cache
def typeface(file: FontFile) -> Typeface:
    """Return a typeface's measures and subsets. One that somebody brings is cut now, by fontTools."""
    measures = json.loads(_read_prepared(file, "json"))
    subsets = tuple(
        FontSubset(
            file,
            subset["name"],
            subset["font"],
            subset["length"],
            subset["widths"],
            tuple((first, last) for first, last in subset["ranges"]),
            _read_advances(subset["advances"]),
        )
        for subset in measures.pop("subsets")
    )
    kerning = Kerning(**measures.pop("kerning"))
    return Typeface(name=file.name, **{**measures, "box": tuple(measures["box"])}, kerning=kerning, subsets=subsets)


@cache
def further(file: FontFile) -> dict[str, float]:
    """Return the advances of the characters of a shipped typeface outside its subsets; of another one, nothing."""
    return {} if file.data else _read_advances(json.loads(_read_prepared(file, "further.json")))


def _read_prepared(file: FontFile, suffix: str) -> bytes:
    if file.data:
        return prepare_own(file.name, file.data)[f"{file.name}.{suffix}"]
    return read(f"prepared/{file.name}.{suffix}")


@lru_cache(maxsize=4)
def prepare_own(name: str, data: bytes) -> dict[str, bytes]:
    """Return the prepared files, by name, of a TrueType file that somebody brings: as ``cut`` makes them.

    Needs fontTools, and raises all that fontTools raises where the file is damaged.
    """
    from generator.fonts.cut import cut  # noqa: PLC0415 - imports an extra, for such typefaces only

    return cut(ShippedTypeface(name, OWN), data)


def _read_advances(groups: list[tuple[float, str]]) -> dict[str, float]:
    advances: dict[str, float] = {}
    for advance, characters in groups:
        advances.update(dict.fromkeys(characters, advance))
    return advances


class Coverage(dict[str, float]):
    """The advance of every character of one typeface and its fallbacks; those outside its subsets once asked for."""

    def __init__(self, file: FontFile, drawn: frozenset[str], field: FontFile, quotation: Quotation) -> None:
        """Take the typeface, glyph codes (without any text is not kerned), the first to lend, and how to quote."""
        self.chain = tuple(dict.fromkeys((file, field, *_FALLBACKS)))
        super().__init__()
        self._subsets: dict[str, FontSubset | None] = {}
        self.subsets = typeface(file).subsets
        """The subsets of the typeface itself."""
        for subset in self.subsets:
            self.update(subset.advances)
        self._kerning = typeface(file).kerning if drawn else Kerning()
        self._glyph_codes = GlyphCodes(drawn & self.keys(), quotation)
        self._remembered = lru_cache(_MOST_LINES)(self._set)

    def set(self, text: str) -> SetText:
        """Return a line of text as it is drawn; raises ``MissingGlyph``."""
        return self._remembered(text) if len(text) <= _LONGEST_LINE else self._set(text)

    def _set(self, text: str) -> SetText:
        return self.measure(self.draw(text))

    def draw(self, text: str) -> str:
        """Return a text with glyph codes for what is drawn by one glyph, without what is not drawn."""
        return remove_controls(self._glyph_codes.put_into(text))

    def measure(self, codes: str) -> SetText:
        """Return characters and glyph codes as they are drawn; raises ``MissingGlyph``."""
        kerns = self._kerning.between(codes)
        return SetText(codes, kerns, sum(map(self.__getitem__, codes)) + sum(value for _, value in kerns))

    def __missing__(self, character: str) -> float:
        advance = advance_in(self.fallback_font(character), character)
        self[character] = advance
        return advance

    def fallback_font(self, character: str) -> FontFile:
        """Return the first typeface, of this one and its fallbacks, with this character; raises ``MissingGlyph``."""
        for file in self.chain:
            if has(file, character):
                return file
        raise MissingGlyph(character)

    def subset_for(self, character: str) -> FontSubset | None:
        """Return the subset with this character, of the first typeface with it; None where it is in no subset.

        Raises ``MissingGlyph``.
        """
        try:
            return self._subsets[character]
        except KeyError:
            subsets = typeface(self.fallback_font(character)).subsets
            found = next((subset for subset in subsets if character in subset.advances), None)
            self._subsets[character] = found
            return found


@cache
def coverage(
    file: FontFile,
    drawn: frozenset[str] = frozenset(DRAWN),
    field: FontFile = NOTO_SANS,
    quotation: Quotation = ENGLISH,
) -> Coverage:
    """Return a typeface's advances, for text set with these glyph codes, beside fields of this typeface, quoted so."""
    return Coverage(file, drawn, field, quotation)


def has(file: FontFile, character: str) -> bool:
    """Return whether a typeface has a character."""
    return any(character in subset.advances for subset in typeface(file).subsets) or character in further(file)


def advance_in(file: FontFile, character: str) -> float:
    """Return a character's advance in a typeface that has it."""
    for subset in typeface(file).subsets:
        if character in subset.advances:
            return subset.advances[character]
    return further(file)[character]


class Piece(NamedTuple):
    """A part of a line that one typeface draws, or the house's."""

    file: FontFile | None
    """The typeface in which it is shaped."""
    codes: str
    """Its characters and glyph codes."""


class Fonts:
    """The measures of a document's typefaces, for typesetting (``typesetting.display_text.Metrics``)."""

    def __init__(self, faces: Faces) -> None:
        self._files = {
            Face.TEXT: faces.text,
            Face.DISPLAY: faces.display,
            Face.ITALIC: faces.italic,
            Face.SEMIBOLD: faces.semibold,
            Face.RUNNING: faces.display,
            Face.RUNNING_ITALIC: faces.italic,
            Face.FIELD: faces.field,
        }
        self._coverage: dict[Face, Coverage] = {}
        self._tracking = faces.tracking
        self._language, self._given = faces.language, faces.given
        self._letter = letter_of(faces.language)
        self._quotation = find_quotation(faces.language)
        self._homes: dict[str, FontFile | None] = {}
        self._plain: set[str] = set()
        self._pieces = lru_cache(_MOST_LINES)(self._split)
        self._advances = lru_cache(_MOST_WORDS)(self._measure)

    def width(self, text: str, face: Face, size: float) -> float:
        """Return the advance width of a line of text, points; raises ``MissingGlyph``, a ``ValueError``."""
        if (self._letter or not text.isascii()) and not self.is_plain(text, face):
            advance, spaced = (self._advances if len(text) <= _LONGEST_LINE else self._measure)(text, face)
            return advance * size / 1000 + spaced * self.spacing(face, size)
        line = self.coverage(face).set(text)
        width = line.advance * size / 1000
        return width + len(line.codes) * self.spacing(face, size) if self._tracking else width

    def is_plain(self, text: str, face: Face) -> bool:
        """Tell whether nothing of a text is shaped."""
        if self._letter and self._own(face):
            return False
        return text.isascii() or self._plain.issuperset(text) or all(map(self._note_plain, text))

    def _own(self, face: Face) -> FontFile | None:
        """Return the typeface of the language's script; none in fields, in which all languages are typed."""
        return self._find_typeface(self._letter) if self._letter and face is not Face.FIELD else None

    def _note_plain(self, character: str) -> bool:
        if self._find_typeface(character) is None:
            self._plain.add(character)
            return True
        return False

    def split(self, text: str, face: Face) -> "tuple[Piece, ...]":
        """Return the pieces of a text that different typefaces draw, in its order."""
        return self._pieces(text, face) if len(text) <= _LONGEST_LINE else self._split(text, face)

    def _split(self, text: str, face: Face) -> "tuple[Piece, ...]":
        codes = self.coverage(face).draw(text)
        pieces = split_by_typeface(codes, self._find_typeface, has_glyph, self._own(face))
        return tuple(Piece(file, part) for file, part in pieces)

    def shape(self, piece: Piece, *, right_to_left: bool) -> "tuple[Cluster, ...]":
        """Return the clusters of a piece that is shaped, from left to right."""
        from generator.fonts.shaping import shaping_font  # noqa: PLC0415 - imports an extra

        if piece.file is None:
            return ()
        return shaping_font(piece.file).shape(piece.codes, self._language, right_to_left=right_to_left)

    def _measure(self, text: str, face: Face) -> tuple[float, int]:
        """Return the width of a text, thousandths of the size, and how many of its codes are spaced apart.

        The letters of a piece all run one way, and nothing else is wider in one of them.
        """
        advance, spaced = 0.0, 0
        for piece in self.split(text, face):
            if piece.file is None:
                advance += self.coverage(face).measure(piece.codes).advance
                spaced += len(piece.codes)
            else:
                clusters = self.shape(piece, right_to_left=is_directional(piece.codes))
                advance += sum([cluster.advance for cluster in clusters])
        return advance, spaced

    def _find_typeface(self, character: str) -> FontFile | None:
        """Return the typeface in which a character is shaped; None where it is not."""
        try:
            return self._homes[character]
        except KeyError:
            candidates = list_candidates(character, self._language, self._given)
            if self._given and not candidates and not _is_in_house(character):
                candidates = self._given
            there = (file for file in candidates if can_shape() and has_glyph(file, character))
            home = self._homes[character] = next(there, None)
            return home

    def spacing(self, face: Face, size: float) -> float:
        """Return the extra space after each character, points."""
        return 0.0 if face is Face.FIELD else self._tracking * size

    @property
    def field(self) -> FontFile:
        """The typeface that fields are typed in."""
        return self._files[Face.FIELD]

    def coverage(self, face: Face) -> Coverage:
        """Return a face's advances, and the typefaces for characters that it lacks."""
        found = self._coverage.get(face)
        if found is None:
            found = coverage(self._files[face], self._glyph_codes(face), self.field, self._quotation)
            self._coverage[face] = found
        return found

    def _glyph_codes(self, face: Face) -> frozenset[str]:
        """Return those that text is set with: letters that are spaced apart are not joined."""
        if face is Face.FIELD:
            return frozenset()
        figures = () if face.with_lining_figures is face else FIGURES
        return frozenset(SIGNS).union(() if self._tracking else LIGATURES, figures)

    def covers(self, character: str) -> bool:
        """Return whether every face can draw this character."""
        return self._find_typeface(character) is not None or _is_in_house(character)

    def missing_glyphs(self, text: str) -> tuple[str, ...]:
        """Return the characters of a text that no face can draw, each once, in the text's order."""
        if all(map(coverage(NOTO_SANS).__contains__, text)):
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


def _is_in_house(character: str) -> bool:
    """Tell whether every face can draw a character by itself."""
    return character in coverage(NOTO_SANS) or any(has(file, character) for file in _FALLBACKS)


def has_glyph(file: FontFile, code: str) -> bool:
    """Tell whether a typeface that text is shaped in has a character, or what draws a glyph code."""
    from generator.fonts.shaping import shaping_font  # noqa: PLC0415 - imports an extra

    return shaping_font(file).has(code)


HOUSE = Faces()
"""The typefaces of documents whose layout names no others."""


@lru_cache(maxsize=64)
def fonts(faces: Faces = HOUSE) -> Fonts:
    """Return the measures of these typefaces; each is read when first asked for."""
    return Fonts(faces)
