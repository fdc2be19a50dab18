"""Lines that do not run from left to right all through, as they are drawn: run by run, each moved to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining

from generator.fonts.direction import is_directional, mirror, part_line
from generator.fonts.drawing import MIRRORED_SIGNS
from generator.fonts.metrics import advance_in, has

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.fonts.direction import LevelRun
    from generator.fonts.drawing import SetText
    from generator.fonts.faces import FontFile
    from generator.fonts.metrics import Coverage


class DirectedRun(NamedTuple):
    """Codes of a line that run the same way."""

    codes: str
    """From left to right."""
    kerns: tuple[tuple[int, float], ...]
    """As ``SetText.kerns``."""
    advance: float
    """With what is added before the first code; thousandths of the size, as all lengths here."""
    shift: float = 0.0
    """How much further right it stands than where the run before it ends."""


def direct_line(line: SetText, levels: bytes, coverage: Coverage, spacing: float) -> Iterator[DirectedRun]:
    """Yield the runs of a line in logical order, in which readers of a file find text.

    ``levels`` are those of its codes, ``spacing`` is added behind each code.
    """
    found = part_line(levels)
    parts = [_direct(line, run, coverage, spacing) for run in found]
    starts, start = [0.0] * len(parts), 0.0
    for index in sorted(range(len(found)), key=lambda index: found[index].place):
        starts[index] = start
        start += parts[index].advance
    pen = 0.0
    for part, start in zip(parts, starts, strict=True):
        yield part._replace(shift=round(start - pen, 1))
        pen = start + part.advance


def _direct(line: SetText, run: LevelRun, coverage: Coverage, spacing: float) -> DirectedRun:
    start, end = run.start, run.end
    codes = line.codes[start:end]
    kerns = [(index - start, value) for index, value in line.kerns if start < index < end]
    if run.is_reversed:
        codes = "".join([_mirror(code, coverage) for code in _reverse(codes)])
        kerns = [(end - start - index, value) for index, value in reversed(kerns)]
    added = sum(value for index, value in line.kerns if start <= index < end)
    return DirectedRun(codes, tuple(kerns), sum(map(coverage.__getitem__, codes)) + added + spacing * len(codes))


def _reverse(codes: str) -> list[str]:
    """Return the codes from the last to the first, marks behind what they stand on (UAX #9, L3)."""
    clusters: list[str] = []
    for code in codes:
        if clusters and combining(code):
            clusters[-1] += code
        else:
            clusters.append(code)
    return [code for cluster in reversed(clusters) for code in cluster]


class Borrowed(NamedTuple):
    """How codes are drawn by a typeface that lends letters to another one."""

    lender: FontFile
    drawn: tuple[str, ...]
    """The characters; behind one that is drawn as a mirror image the one that it is read as."""
    kerns: tuple[tuple[int, float], ...]
    """What is added behind so many codes, so that each has the room that it was given."""


def borrow(codes: str, kerning: tuple[tuple[int, float], ...], coverage: Coverage) -> Borrowed | None:
    """Return how right-to-left letters are drawn with the signs and spaces between them, all by the same typeface.

    Readers of a file turn such text round font by font, so that what stands in two loses its order. None where one
    typeface cannot draw all of it. Each sign stands in the middle of the room that its own typeface gives it.
    """
    lender = next(coverage.fallback_font(code) for code in codes if is_directional(code))
    if any(coverage.subset_for(code) for code in codes if is_directional(code)) or not all(
        has(lender, code) for code in codes
    ):
        return None
    spare = [coverage[code] - advance_in(lender, code) for code in codes]
    behind = [(one + other) / 2 for one, other in zip(spare, [*spare[1:], spare[-1]], strict=True)]
    behind[0] += spare[0] / 2
    for index, value in kerning:
        behind[index - 1] += value
    drawn = tuple(code if (read := _mirror(code, coverage)) == code else code + read for code in codes)
    kerns = ((count, round(value, 1)) for count, value in enumerate(behind, 1))
    return Borrowed(lender, drawn, tuple(kern for kern in kerns if kern[1]))


def _mirror(code: str, coverage: Coverage) -> str:
    """Return the code of the mirror image, where a typeface has it."""
    found = MIRRORED_SIGNS.get(code) or mirror(code)
    return found if found == code or any(has(file, found) for file in coverage.chain) else code
