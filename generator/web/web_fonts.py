"""The typefaces with which a browser draws pages and the page around them; each by a name that tells its content.

A *web font* holds the very glyphs of a font that the PDF embeds: a prepared slice, or the clusters of one document.
Characters that are cut for one PDF alone come from the whole typeface here, which the browser keeps. No name is ever
that of two programs, so that a browser may keep what it has.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import OrderedDict
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from generator.fonts import FOLDER, TYPEFACES, read
from generator.fonts.faces import FontFile
from generator.fonts.metrics import FontSubset, advance_in, typeface
from generator.pdf.font_embedding import ShapedText, Supplement
from generator.web.sfnt import (
    FIRST_PRIVATE,
    MOST_GLYPHS,
    complete_truetype,
    count_glyphs,
    read_characters,
    read_tables,
    wrap_clusters,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.fonts.shaping import Cluster

HOUSE_FONTS: Mapping[str, str] = {
    name: f"{FOLDER}/{name}.ttf"
    for name in ("Vollkorn-Regular", "Vollkorn-Italic", "Vollkorn-SemiBold", "NotoSans-Regular")
}
"""The paths of the whole typefaces with which the page sets its own texts, by their names."""
_MOST_KEPT, _MOST_BYTES = 48, 12_000_000
"""Web fonts of single documents that are kept, and how long they are together."""
_MOST_TEXTS = 2048
"""How many texts a font remembers in parts."""
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_ASCII = range(0x20, 0x7F)


class Part(NamedTuple):
    """Characters side by side in which nothing is kerned."""

    start: float
    """Where they begin; thousandths of the size, without what spaces them apart,"""
    before: int
    """and how many codes stand before them."""
    text: str
    """In markup."""


class Parts(NamedTuple):
    """A text of one font."""

    parts: tuple[Part, ...]
    advance: float
    length: int
    """How many codes it has."""


class WebFont:
    """A typeface in a browser. Compared by identity."""

    def __init__(self, name: str, program: bytes, characters: Mapping[int, str], advances: Mapping[str, float]) -> None:
        """Take how each code of the PDF's font stands in markup, and its advance, thousandths of the size.

        A code without a character is the character itself.
        """
        self.name = name
        """Letters, digits and hyphens, of which the first is a letter."""
        self.program = program
        self.characters = characters
        # of no method: what holds itself stays in memory until Python looks for garbage
        self.part = lru_cache(_MOST_TEXTS)(partial(_part, characters, advances))
        """Return codes of two bytes part by part, kerned as ``Run.kerns`` say; most stay when a page changes."""


def _part(
    characters: Mapping[int, str],
    advances: Mapping[str, float],
    codes: bytes,
    kerns: tuple[tuple[int, float], ...],
) -> Parts:
    text = codes.decode("utf-16-be", "surrogatepass")
    parts: list[Part] = []
    start, before = 0.0, 0
    for end, value in (*kerns, (len(text), 0.0)):
        if own := text[before:end]:
            parts.append(Part(start, before, own.translate(characters)))
            start += sum(map(advances.__getitem__, own))
        start += value
        before = end
    return Parts(tuple(parts), start, len(text))


def find_web_font(name: str) -> bytes | None:
    """Return the program of a web font that was drawn with, or of a typeface of the house; None for other names."""
    if name in HOUSE_FONTS:
        return read(f"{name}.ttf")
    if name in _KEPT:
        _KEPT.move_to_end(name)
        return _KEPT[name]
    shipped = (font for face in TYPEFACES if name.startswith(f"{face.name}-") for font in _list_shipped(face.name))
    return next((font.program for font in shipped if font.name == name), None)


def make_web_font(content: FontSubset | Supplement | ShapedText) -> WebFont:
    """Return the typeface for what a font of the PDF holds, which ``find_web_font`` finds from now on."""
    match content:
        case FontSubset():
            font = _make_slice(content.file, content.name)
            return _keep(font) if content.file.data else font
        case Supplement():
            whole = _make_whole(content.file.name)
            glyphs = {code: whole.characters[ord(character[0])] for character, code in content.codes.items()}
            advances = {chr(code): advance_in(content.file, one[0]) for one, code in content.codes.items()}
            return WebFont(whole.name, whole.program, glyphs, advances)
        case ShapedText():
            # in an order of their own, so that the browser has the font already where nothing is new but the order
            ordered = sorted(content.clusters)
            places = {cluster: glyph for glyph, cluster in enumerate(ordered, 1)}
            shaped = _make_clusters(content.file, tuple(ordered))
            glyphs = {code: shaped.characters[places[own]] for code, own in enumerate(content.clusters, 1)}
            advances = {chr(code): own.advance for code, own in enumerate(content.clusters, 1)}
            return _keep(WebFont(shaped.name, shaped.program, glyphs, advances))


_KEPT: OrderedDict[str, bytes] = OrderedDict()
"""Web fonts of single documents, those that were asked for last at the end."""


def _keep(font: WebFont) -> WebFont:
    """Have ``find_web_font`` find it, till there are too many."""
    _KEPT[font.name] = font.program
    _KEPT.move_to_end(font.name)
    while len(_KEPT) > 1 and (len(_KEPT) > _MOST_KEPT or sum(map(len, _KEPT.values())) > _MOST_BYTES):
        _KEPT.popitem(last=False)
    return font


def _list_shipped(name: str) -> Iterator[WebFont]:
    """Yield the web fonts that pages may need of a shipped typeface."""
    file = FontFile(name)
    for subset in typeface(file).subsets:
        yield _make_slice(file, subset.name)
    if any(face.name == name and not face.sources for face in TYPEFACES):
        yield _make_whole(name)


@lru_cache(maxsize=64)
def _make_slice(file: FontFile, subset_name: str) -> WebFont:
    """Return a prepared slice; of ASCII it has the characters as well, so that the markup stays small."""
    subset = next(subset for subset in typeface(file).subsets if subset.name == subset_name)
    program, glyphs = zlib.decompress(subset.program()), zlib.decompress(subset.glyphs())
    found = {ord(code): int.from_bytes(glyphs[2 * ord(code) : 2 * ord(code) + 2], "big") for code in subset.advances}
    plain = {code: glyph for code, glyph in found.items() if code in _ASCII}
    characters = {code: chr(FIRST_PRIVATE + glyph) for code, glyph in found.items() if code not in _ASCII}
    stem = "own" if file.data else f"{file.name}-{subset.name}"
    return _name_font(stem, complete_truetype(read_tables(program), plain), characters | _MARKUP, subset.advances)


@cache
def _make_whole(name: str) -> WebFont:
    """Return a whole shipped typeface."""
    data = read(f"{name}.ttf")
    tables = read_tables(data)
    if count_glyphs(tables) > MOST_GLYPHS:
        raise ValueError(f"{name} has more glyphs than there are private characters")
    characters = {code: chr(FIRST_PRIVATE + glyph) for code, glyph in read_characters(tables["cmap"]).items()}
    return _name_font(f"{name}-whole", complete_truetype(tables), characters, {})


@lru_cache(maxsize=8)
def _make_clusters(file: FontFile, clusters: tuple[Cluster, ...]) -> WebFont:
    """Return the font in which these clusters are the glyphs from 1 on, and each code is the glyph's number."""
    from generator.fonts.shaping import shaping_font  # noqa: PLC0415 - imports an extra
    from generator.pdf.cluster_program import build_program  # noqa: PLC0415 - few documents have such text

    shaping = shaping_font(file)
    program = build_program("SHAPED", clusters, shaping.outline)
    wrapped = wrap_clusters(program, [cluster.advance for cluster in clusters], *shaping.measures())
    characters = {glyph: chr(FIRST_PRIVATE + glyph) for glyph in range(1, len(clusters) + 1)}
    return _name_font("shaped", wrapped, characters, {})


def _name_font(stem: str, program: bytes, characters: Mapping[int, str], advances: Mapping[str, float]) -> WebFont:
    return WebFont(f"{stem}-{hashlib.sha256(program).hexdigest()[:16]}", program, characters, advances)
