"""The fonts of one document: text to character codes, and the font objects that those codes need.

Every font is Type 0, Identity-H, with a ToUnicode map (ISO 32000-1, 9.7), over a TrueType program with a CIDToGIDMap,
or, for text that is shaped, over a CFF program with a glyph for each cluster. In a slice's font a character's code is
its UTF-16 code unit, in a supplement's and for clusters it is counted from 1.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from generator.fonts.direction import begins_right_to_left, is_directional
from generator.fonts.drawing import DRAWN
from generator.fonts.metrics import HOUSE, Fonts, FontSubset, Piece, advance_in, fonts, typeface
from generator.pdf import glyph_fallback
from generator.pdf.cluster_fonts import MOST_CLUSTERS, ClusterCodes, make_clusters
from generator.pdf.font_objects import OF_COPY, FontProgram, blocks_of, embed_font, to_unicode
from generator.pdf.syntax import FAST, THOROUGH, literal, name, number, numeral, reference, stream
from generator.typesetting.page import new_tuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.fonts.faces import Face, Faces, FontFile
    from generator.fonts.metrics import Coverage
    from generator.fonts.shaping import Cluster
    from generator.pdf.font_objects import Adding

FIELD_FONT = "F1"
"""The resource name of the font that fields are typed in."""

LONGEST_REMEMBERED = 200
"""Lines of more characters are not remembered."""
_SYMBOLIC = 4
_SERIF = 2
_ITALIC = 64


SubsetKey = tuple["FontFile", str]
"""A typeface and the name of its slice."""


class Run(NamedTuple):
    """Character codes of one font."""

    font: str
    """The resource name."""
    codes: bytes
    source: FontSubset | None = None
    """Nothing where it is cut for this document alone."""
    kerns: tuple[tuple[int, float], ...] = ()
    """What is added behind so many codes, thousandths of the size."""
    shift: float = 0.0
    """How much further right it stands than where the run before it ends, thousandths of the size."""
    shaped: bool = False
    """Whether the codes are clusters, which are not spaced apart."""

    def operators(self) -> bytes:
        """Return the operator that shows the codes (9.4.3)."""
        return _show_codes(self.codes, self.kerns, self.shift)


@lru_cache(maxsize=1024)
def _find_plain(text: str, face: Face, measures: Fonts) -> tuple[bytes, tuple[tuple[int, float], ...]] | None:
    """Return the codes and the kerning of a line that the face's first slice draws all of; None for any other."""
    if not measures.is_plain(text, face):
        return None
    coverage = measures.coverage(face)
    line = coverage.set(text)
    drawn = all(map(coverage.subsets[0].advances.__contains__, line.codes))
    return (line.codes.encode("utf-16-be"), line.kerns) if drawn else None


@lru_cache(maxsize=1024)
def _show_codes(codes: bytes, kerns: tuple[tuple[int, float], ...], shift: float) -> bytes:
    """Return the operator that shows the codes; most texts of a document are those of the one before."""
    if not kerns and not shift:
        return literal(codes) + b"Tj"
    shown, start = [numeral(-shift)] if shift else [], 0
    for count, value in kerns:
        shown.append(literal(codes[2 * start : 2 * count]) + numeral(-value))
        start = count
    if rest := codes[2 * start :]:
        shown.append(literal(rest))
    return b"[" + b"".join(shown) + b"]TJ"


def field_subset(measures: Fonts) -> FontSubset:
    """Return the slice that fields are typed in."""
    return typeface(measures.field).subsets[0]


def further_subsets(characters: set[str], face: Face, measures: Fonts) -> set[SubsetKey] | None:
    """Return the slices needed beyond the face's first and the field font; None if they will not do.

    ``characters`` are those of texts as they are set, and glyph codes.
    """
    coverage = measures.coverage(face)
    own = coverage.subsets
    needed: set[SubsetKey] = set()
    for character in characters.difference(own[0].advances):
        lender = next((subset for subset in own if character in subset.advances), None)
        if lender:
            needed.add((lender.file, lender.name))
        elif character not in field_subset(measures).advances or coverage.fallback_font(character) != measures.field:
            return None
    return needed


class Supplement(NamedTuple):
    """Characters that are cut from a typeface for one document."""

    file: FontFile
    codes: dict[str, int]
    """The code of each; behind a character may stand what it is read as."""


class ShapedText(NamedTuple):
    """The clusters of one document that one typeface draws."""

    file: FontFile
    clusters: list[Cluster]
    """Of codes from 1 on."""


class DocumentFonts:
    """Collects what a document uses; fonts are named in the order of their first use."""

    def __init__(
        self,
        faces: Faces = HOUSE,
        *,
        for_fields: bool = True,
        in_copies: bool = False,
        most_clusters: int = MOST_CLUSTERS,
    ) -> None:
        """Take the typefaces, and how many clusters a font has at most.

        ``for_fields``, the typeface that fields are typed in is in the document, used or not. ``in_copies``, what is
        filled in is drawn with fonts of each copy's own (``for_copy``).
        """
        self.measures = fonts(faces)
        self.in_copies = in_copies
        self._most_clusters = most_clusters
        self._given, self._named, self._of_copy = 0, 0, False
        self._slices: dict[SubsetKey, tuple[str, FontSubset]] = {}
        self._supplements: dict[FontFile, tuple[str, dict[str, int]]] = {}
        self._clusters: dict[FontFile, ClusterCodes] = {}
        if for_fields:
            self.name_of(field_subset(self.measures))

    def for_faces(self, faces: Faces) -> DocumentFonts:
        """Return the set for a part of the document that these typefaces draw; it collects what the other collects.

        Its field font is in the document.
        """
        part = DocumentFonts(faces, for_fields=False)
        part._slices, part._supplements, part._clusters = self._slices, self._supplements, self._clusters
        part.name_of(field_subset(part.measures))
        return part

    def for_copy(self) -> DocumentFonts:
        """Return the set for what is filled into a copy of the document; it embeds those of the copy alone.

        What is cut for a document, and what is shaped, has fonts of the copy's own, even where the document has such
        characters: readers turn text from right to left round font by font.
        """
        from copy import copy  # noqa: PLC0415 - most documents have all fonts in common

        part = copy(self)
        part._start_copy()  # noqa: SLF001 - of its class
        return part

    @property
    def has_own(self) -> bool:
        """Whether a copy has a font of its own by now."""
        return len(self._slices) > self._given or bool(self._supplements or self._clusters)

    def _start_copy(self) -> None:
        self._given, self._named = len(self._slices), self._count() - len(self._slices)
        self._slices, self._supplements, self._clusters, self._of_copy = self._slices.copy(), {}, {}, True

    def runs(self, text: str, face: Face, levels: bytes = b"", *, is_data: bool = False) -> list[Run]:
        """Return text as codes, data character by character; as its ``levels`` say (``Text.levels``).

        Raises ``MissingGlyph`` (a ``ValueError``) on a character that no typeface has.
        """
        coverage = self.measures.coverage(face)
        if is_data:
            return self._set(text, (), coverage)
        if not levels and (plain := _find_plain(text, face, self.measures)):
            codes, kerns = plain
            first = coverage.subsets[0]
            return [new_tuple(Run, (self.name_of(first), codes, first, kerns, 0.0, False))]
        pieces = (
            (Piece(None, coverage.set(text).codes),)
            if self.measures.is_plain(text, face)
            else self.measures.split(text, face)
        )
        if not levels and is_directional(text):
            from generator.fonts.bidi_levels import find_levels  # noqa: PLC0415 - few documents need it

            levels = find_levels(text, right_to_left=begins_right_to_left(text))
        if not levels:
            return self._line_up(pieces, face)
        return self._direct(text, pieces, levels, face)

    def _line_up(self, pieces: Iterable[Piece], face: Face) -> list[Run]:
        """Return pieces side by side."""
        coverage = self.measures.coverage(face)
        runs: list[Run] = []
        for piece in pieces:
            if piece.file is None:
                runs += self._set(piece.codes, coverage.measure(piece.codes).kerns, coverage)
            else:
                runs += self._show_clusters(piece.file, self.measures.shape(piece, right_to_left=False))
        return runs

    def _direct(self, text: str, pieces: tuple[Piece, ...], levels: bytes, face: Face) -> list[Run]:
        """Return a line's runs in logical order, each with its codes from left to right, and moved to its place.

        Readers of a file find text in this order.
        """
        from generator.pdf.directed_runs import direct_line, remember_line  # noqa: PLC0415 - few documents need it

        coverage = self.measures.coverage(face)
        runs: list[Run] = []
        direct = remember_line if len(text) <= LONGEST_REMEMBERED else direct_line
        for part in direct(text, pieces, levels, self.measures, face):
            found = (
                self._set(part.codes, part.kerns, coverage)
                if part.file is None
                else [*self._show_clusters(part.file, part.clusters)]
            )
            runs += [found[0]._replace(shift=part.shift), *found[1:]]
        return runs

    def _show_clusters(self, file: FontFile, clusters: Iterable[Cluster]) -> Iterator[Run]:
        """Yield clusters as codes."""
        if file not in self._clusters:
            self._clusters[file] = ClusterCodes(self._most_clusters)
        found = [self._clusters[file].code(cluster, self._next_name) for cluster in clusters]
        for font, codes in groupby(found, itemgetter(0)):
            yield Run(font, b"".join(code.to_bytes(2, "big") for _, code in codes), shaped=True)

    def _set(self, text: str, kerning: tuple[tuple[int, float], ...], coverage: Coverage) -> list[Run]:
        """Return codes that stand side by side as runs of one font."""
        if is_directional(text):
            from generator.pdf.directed_runs import borrow  # noqa: PLC0415 - few documents need it

            if borrowed := borrow(text, kerning, coverage):
                supplied = [self._supply(drawn, borrowed.lender) for drawn in borrowed.drawn]
                return [Run(supplied[0].font, b"".join([run.codes for run in supplied]), None, borrowed.kerns)]
        runs: list[Run] = []
        end = 0
        for home, grouped in groupby(_find_homes(text, coverage), itemgetter(0)):
            characters = [character for _, character in grouped]
            if home:
                codes = "".join(characters)
                start, end = end, end + len(codes)
                kerns = tuple((index - start, value) for index, value in kerning if start < index <= end)
                runs.append(Run(self.name_of(home), codes.encode("utf-16-be"), home, kerns))
                continue
            for character in characters:
                run = self._supply(character, coverage.fallback_font(character))
                if runs and runs[-1].font == run.font:
                    run = Run(run.font, runs.pop().codes + run.codes)
                runs.append(run)
                end += 1
        return runs

    def require(self, slices: tuple[SubsetKey, ...]) -> None:
        """Have these slices in the document, whether used or not."""
        for source, wanted in slices:
            self.name_of(next(subset for subset in typeface(source).subsets if subset.name == wanted))

    def _supply(self, character: str, lender: FontFile) -> Run:
        """Return a character that is cut from a typeface for this document; behind it may stand what it is read as."""
        if lender not in self._supplements:
            self._supplements[lender] = (self._next_name(), {})
        font, codes = self._supplements[lender]
        return Run(font, codes.setdefault(character, len(codes) + 1).to_bytes(2, "big"))

    def name_of(self, subset: FontSubset) -> str:
        """Return the resource name of a slice's font, which the document has from now on."""
        key = (subset.file, subset.name)
        if key not in self._slices:
            self._slices[key] = (self._next_name(), subset)
        return self._slices[key][0]

    def _next_name(self) -> str:
        return f"F{self._count() + 1}"

    def _count(self) -> int:
        """Return how many fonts there are by now."""
        clusters = sum(len(codes.fonts) for codes in self._clusters.values())
        return self._named + len(self._slices) + len(self._supplements) + clusters

    def embed(self, objects: Adding) -> dict[str, int]:
        """Add the objects of every font used; return the fonts' numbers by resource name."""
        maps: dict[bytes, int] = {}
        return {
            font: embed_font(_make_program(content, of_copy=self._of_copy), objects, maps)
            for font, content in self.list_fonts()
        }

    def list_fonts(self) -> Iterator[tuple[str, FontSubset | Supplement | ShapedText]]:
        """Yield the resource name of every font used, and what it holds; for a copy, of those of its own."""
        yield from islice(self._slices.values(), self._given, None)
        for source, (font, codes) in self._supplements.items():
            yield font, Supplement(source, codes)
        for source, clusters in self._clusters.items():
            for font, own in clusters.fonts.items():
                yield font, ShapedText(source, own)


def _find_homes(codes: str, coverage: Coverage) -> Iterator[tuple[FontSubset | None, str]]:
    """Yield each character with the slice that draws it, a space with that of the one before it."""
    home = None
    for character in codes:
        if character != " " or home not in coverage.subsets:
            home = coverage.subset_for(character)
        yield home, character


def font_resources(numbers: dict[str, int]) -> bytes:
    """Return the dictionary of font resources."""
    return b"<<" + b"".join(name(font) + b" " + reference(number) for font, number in numbers.items()) + b">>"


def _make_program(content: FontSubset | Supplement | ShapedText, *, of_copy: bool) -> FontProgram:
    match content:
        case FontSubset():
            return _subset_program(content.file, content.name)
        case Supplement():
            return _make_supplement(content.file, content.codes, of_copy=of_copy)
        case ShapedText():
            return make_clusters(content.file, content.clusters, of_copy=of_copy)


@lru_cache(maxsize=16)
def _subset_program(file: FontFile, name: str) -> FontProgram:
    """Return what ``_make_subset_program`` does; remembered, for documents in one go have their fonts in common."""
    return _make_subset_program(next(subset for subset in typeface(file).subsets if subset.name == name))


def _make_subset_program(subset: FontSubset) -> FontProgram:
    mapped = [f"<{first:04X}><{last:04X}><{first:04X}>" for first, last in subset.ranges]
    drawn = [
        f"<{ord(code):04X}><{DRAWN[code].encode('utf-16-be').hex().upper()}>"
        for code in sorted(DRAWN.keys() & subset.advances.keys())
    ]
    mapping = to_unicode([*blocks_of("bfrange", mapped), *blocks_of("bfchar", drawn)])
    return FontProgram(
        base=name(subset.font),
        file=stream(b"/Length1 %d" % subset.length, subset.program(), deflated=True),
        glyphs=stream(b"", subset.glyphs(), deflated=True),
        to_unicode=stream(b"", mapping),
        widths=subset.widths.encode(),
        descriptor=_descriptor(subset.file, subset.font),
    )


def _make_supplement(source: FontFile, codes: dict[str, int], *, of_copy: bool) -> FontProgram:
    drawn = [character[0] for character in codes]
    program = glyph_fallback.program(source.name, dict.fromkeys(drawn))
    # codes count up from 1, in the order of the dictionary
    glyphs = b"".join(program.glyphs[character].to_bytes(2, "big") for character in drawn)
    widths = f"1[{' '.join(number(advance_in(source, character)) for character in drawn)}]"
    mapped = [f"<{code:04X}><{character[-1].encode('utf-16-be').hex().upper()}>" for character, code in codes.items()]
    font, level = (f"{OF_COPY}+{source.name}", FAST) if of_copy else (f"SUPPLE+{source.name}", THOROUGH)
    return FontProgram(
        base=name(font),
        file=stream(b"/Length1 %d" % len(program.data), program.data, level=level),
        glyphs=stream(b"", b"\0\0" + glyphs, level=level),
        to_unicode=stream(b"", to_unicode(blocks_of("bfchar", mapped)), level=level),
        widths=widths.encode(),
        descriptor=_descriptor(source, font),
    )


def _descriptor(file: FontFile, font: str) -> bytes:
    """Return the font descriptor (9.8), but for its end."""
    source = typeface(file)
    flags = _SYMBOLIC | (_SERIF if source.serif else 0) | (_ITALIC if source.angle else 0)
    measures = (source.angle, source.ascender, source.descender, source.cap_height, source.x_height)
    angle, ascent, descent, capitals, small = (numeral(value) for value in measures)
    # StemV is required, stands in no TrueType file, and is used only where a font is replaced: an estimate will do
    return b"<</Type/FontDescriptor/FontName%b/Flags %d/FontBBox[%d %d %d %d]%b/StemV %d" % (
        name(font),
        flags,
        *source.box,
        b"/ItalicAngle %b/Ascent %b/Descent %b/CapHeight %b/XHeight %b" % (angle, ascent, descent, capitals, small),
        source.weight // 5,
    )
