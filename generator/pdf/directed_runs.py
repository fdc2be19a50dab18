"""Lines that do not run from left to right all through, as they are drawn: run by run, each moved to its place."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from generator.fonts.direction import is_directional, mirror, part_line
from generator.fonts.drawing import AS_CHARACTERS, DRAWN, align_levels
from generator.fonts.metrics import advance_in, has
from generator.fonts.quotation import MIRRORED_MARKS

if TYPE_CHECKING:
    from generator.fonts.direction import LevelRun
    from generator.fonts.drawing import SetText
    from generator.fonts.faces import Face, FontFile
    from generator.fonts.metrics import Coverage, Fonts, Piece
    from generator.fonts.shaping import Cluster


class DirectedRun(NamedTuple):
    """A part of a line that runs the same way, and that one typeface draws, or the house's."""

    advance: float
    """With what is added before the first code; thousandths of the size, as all lengths here."""
    codes: str = ""
    """From left to right."""
    kerns: tuple[tuple[int, float], ...] = ()
    """As ``SetText.kerns``."""
    file: FontFile | None = None
    """The typeface in which it is shaped,"""
    clusters: tuple[Cluster, ...] = ()
    """and what it is shaped as, from left to right."""
    shift: float = 0.0
    """How much further right it stands than where the run before it ends."""


def direct_line(
    text: str, pieces: tuple[Piece, ...], levels: bytes, measures: Fonts, face: Face
) -> tuple[DirectedRun, ...]:
    """Return the runs of a line of text in logical order, in which readers of a file find it.

    ``pieces`` are those in which the measures split it, and ``levels`` those of its characters.
    """
    levels = align_levels(text, "".join([piece.codes for piece in pieces]), levels)
    parts: list[DirectedRun] = []
    places: list[tuple[int, int]] = []
    ends = [*accumulate(len(piece.codes) for piece in pieces)]
    lines = [measures.coverage(face).measure(piece.codes) if piece.file is None else None for piece in pieces]
    for run in part_line(levels):
        for number, (piece, line, end) in enumerate(zip(pieces, lines, ends, strict=True)):
            first = end - len(piece.codes)
            part = run._replace(start=max(run.start, first) - first, end=min(run.end, end) - first)
            if part.start >= part.end:
                continue
            places.append((run.place, -number if run.is_reversed else number))
            parts.append(_direct(line, part, measures, face) if line else _shape(piece, part, measures))
    starts, start = [0.0] * len(parts), 0.0
    for index in sorted(range(len(parts)), key=places.__getitem__):
        starts[index] = start
        start += parts[index].advance
    pen = 0.0
    for index, (directed, start) in enumerate(zip(parts, starts, strict=True)):
        parts[index] = directed._replace(shift=round(start - pen, 1))
        pen = start + directed.advance
    return tuple(parts)


remember_line = lru_cache(1024)(direct_line)
"""The same, remembered: sheets of a roster have most of their lines in common."""


def _shape(piece: Piece, run: LevelRun, measures: Fonts) -> DirectedRun:
    part = piece._replace(codes=piece.codes[run.start : run.end])
    clusters = measures.shape(part, right_to_left=run.is_reversed)
    return DirectedRun(sum([cluster.advance for cluster in clusters]), file=piece.file, clusters=clusters)


def _direct(line: SetText, run: LevelRun, measures: Fonts, face: Face) -> DirectedRun:
    coverage, start, end = measures.coverage(face), run.start, run.end
    codes = line.codes[start:end]
    kerns = [(index - start, value) for index, value in line.kerns if start < index < end]
    if run.is_reversed:
        codes = "".join([_mirror(code, coverage) for code in reversed(codes)])
        kerns = [(end - start - index, value) for index, value in reversed(kerns)]
    added = sum(value for index, value in line.kerns if start <= index < end)
    spacing = measures.spacing(face, 1000) * len(codes)
    return DirectedRun(sum(map(coverage.__getitem__, codes)) + added + spacing, codes, tuple(kerns))


class Borrowed(NamedTuple):
    """How codes are drawn by a typeface that lends letters to another one."""

    lender: FontFile
    drawn: tuple[str, ...]
    """The characters; behind one that is drawn otherwise than it is read, that which it is read as."""
    kerns: tuple[tuple[int, float], ...]
    """What is added behind so many codes, so that each has the room that it was given."""


def borrow(codes: str, kerning: tuple[tuple[int, float], ...], coverage: Coverage) -> Borrowed | None:
    """Return how right-to-left letters are drawn with the signs and spaces between them, all by the same typeface.

    Readers of a file turn such text round font by font, so that what stands in two loses its order. None where one
    typeface cannot draw all of it. Each sign stands in the middle of the room that its own typeface gives it.
    """
    lender = next(coverage.fallback_font(code) for code in codes if is_directional(code))
    characters = codes.translate(AS_CHARACTERS)
    reads = [DRAWN.get(code) or _mirror(code, coverage) for code in codes]
    if any(coverage.subset_for(code) for code in codes if is_directional(code)) or not all(
        has(lender, character) and len(read) == 1 for character, read in zip(characters, reads, strict=True)
    ):
        return None
    spare = [coverage[code] - advance_in(lender, char) for code, char in zip(codes, characters, strict=True)]
    behind = [(one + other) / 2 for one, other in zip(spare, [*spare[1:], spare[-1]], strict=True)]
    behind[0] += spare[0] / 2
    for index, value in kerning:
        behind[index - 1] += value
    pairs = zip(characters, reads, strict=True)
    drawn = tuple(character if read == character else character + read for character, read in pairs)
    kerns = ((count, round(value, 1)) for count, value in enumerate(behind, 1))
    return Borrowed(lender, drawn, tuple(kern for kern in kerns if kern[1]))


def _mirror(code: str, coverage: Coverage) -> str:
    """Return the code of the mirror image, where a typeface has it."""
    found = MIRRORED_MARKS.get(code) or mirror(code)
    return found if found == code or any(has(file, found) for file in coverage.chain) else code
