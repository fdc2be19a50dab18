"""The typefaces that are shipped: whole TrueType files with their licences, and subsets of them prepared for PDF.

A *subset* is a font program for a range of characters, as ``unicode-range`` in style sheets: cut once, by
``python -m generator.fonts.cut``, and copied into documents as it stands, because parsing and subsetting a TrueType
file for each document would cost more than everything else together. Characters outside the subsets are cut from the
whole files while a document is written (``generator.pdf.glyph_fallback``). Scripts that must be shaped have typefaces
of their own (``scripts``, in the folder of that name), and their words become clusters of glyphs (``shaping``).

``faces`` says which typeface draws which kind of text, ``metrics`` how wide text is, ``cut`` makes subsets, of
typefaces that somebody brings as well, and ``cut_scripts`` those of scripts. Noto Sans, Vollkorn and Atkinson
Hyperlegible Next are under the SIL Open Font License (``OFL.txt``), DejaVu under its own (``DejaVu.txt``).
"""

from typing import NamedTuple

FOLDER = __path__[0]


class SubsetRanges(NamedTuple):
    """The characters of a subset, which is embedded as a whole."""

    name: str
    """Of the subset's files, such as ``latin``."""
    ranges: tuple[tuple[int, int], ...]
    """First and last code points; a typeface's subset holds those that the typeface has."""
    subset: bool = True
    """Whether the font's name says that it is a subset (ISO 32000-1, 9.6.4); the field font's must not."""


class ShippedTypeface(NamedTuple):
    """One shipped TrueType file, or a composite of several."""

    name: str
    """The PostScript name, and of one that is no composite the file's without ``.ttf``."""
    subsets: tuple[SubsetRanges, ...] = ()
    """Empty for a typeface that only draws characters which the others lack."""
    sources: tuple[str, ...] = ()
    """The typefaces that a composite one is put together from, each for what those before it lack."""

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the TrueType files that it is cut from."""
        return tuple(f"{name}.ttf" for name in self.sources or (self.name,))


_LIGATURE_CODES, _SIGN_CODES, _FIGURE_CODES = (0x80, 0x84), (0x85, 0x8B), (0x90, 0x99)
_QUOTATION_CODES = ((0x01, 0x06), (0x8C, 0x8F), (0x9A, 0x9F))
"""See ``drawing`` and ``quotation``. The field font has none, or viewers might set what is typed with them."""
_BASE = (
    (0x20, 0x22), (0x26, 0x29), (0x2C, 0x3B), (0x3F, 0x3F), (0x41, 0x5A), (0x61, 0x7A),
    (0xA0, 0xA0), (0xB7, 0xB7), (0xE9, 0xE9),
    (0x2013, 0x2014), (0x2018, 0x2019), (0x201C, 0x201D), (0x2022, 0x2022), (0x2026, 0x2026),
)  # fmt: skip
_RARE = ((0x23, 0x25), (0x2A, 0x2B), (0x3C, 0x3E), (0x40, 0x40), (0x5B, 0x60), (0x7B, 0x7E))
"""The rest of ASCII: seldom printed, and large for its use."""
_LATIN = ((0xA1, 0x17F), (0x192, 0x192), (0x218, 0x21B), (0x1E9E, 0x1E9E))
_GREEK = ((0x384, 0x3CE),)
_CYRILLIC = ((0x400, 0x45F), (0x490, 0x491))
_SIGNS = (
    (0x2010, 0x2027), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044), (0x20AC, 0x20AC),
    (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2260, 0x2260), (0x2264, 0x2265),
    (0x2713, 0x2713),
)  # fmt: skip

_FIELD = SubsetRanges("field", _BASE + _RARE + _LATIN + _GREEK + _CYRILLIC + _SIGNS, subset=False)
_QUOTES = SubsetRanges("quotes", _QUOTATION_CODES)
"""Quotation marks that English does not have."""
_LATIN_READING = (
    SubsetRanges("base", (_LIGATURE_CODES, _SIGN_CODES, _FIGURE_CODES, *_BASE)),
    SubsetRanges("rare", _RARE),
    SubsetRanges("latin", _LATIN + _SIGNS),
    _QUOTES,
)
READING = (*_LATIN_READING, SubsetRanges("greek", _GREEK), SubsetRanges("cyrillic", _CYRILLIC))
"""The subsets of a typeface for running text."""
OWN = (
    *READING,
    SubsetRanges("more", ((0x180, 0x24F), (0x250, 0x2AF), (0x300, 0x36F), (0x1E00, 0x1FFF), (0x2C60, 0x2C7F))),
)
"""The subsets of a typeface that somebody brings: Latin with its extensions, Greek, Cyrillic, punctuation."""

TYPEFACES = (
    ShippedTypeface("NotoSans-Regular", (_FIELD, SubsetRanges("signs", (_SIGN_CODES,)), _QUOTES)),
    ShippedTypeface("Vollkorn-Regular", READING),
    ShippedTypeface("Vollkorn-Italic", READING),
    ShippedTypeface("Vollkorn-SemiBold", READING),
    ShippedTypeface("AtkinsonHyperlegibleNext-Regular", _LATIN_READING),
    ShippedTypeface(
        "AtkinsonHyperlegibleNext-Field", (_FIELD,), ("AtkinsonHyperlegibleNext-Regular", "NotoSans-Regular")
    ),
    ShippedTypeface("DejaVuSans"),
)


def read(name: str) -> bytes:
    """Return the bytes of a file of this package, such as ``NotoSans-Regular.ttf``."""
    # to import importlib.resources takes longer than to compose a worksheet
    with open(f"{FOLDER}/{name}", "rb") as file:
        return file.read()
