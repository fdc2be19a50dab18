"""A font program with a glyph for each cluster of a text: CFF, keyed by character codes, made from outlines.

Whatever kind of file a typeface is, HarfBuzz tells its outlines, and a cluster of several glyphs becomes one: a code
stands for all of its characters then, and content streams stay as those of other text. The program is a CID-keyed
font of Adobe Technical Note 5176, its charstrings those of 5177; glyphs that several clusters share are subroutines.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.fonts.shaping import Cluster, Stroke

    Outlines = Callable[[int], list[Stroke]]

_MOST_OPERANDS = 48
_MOVE, _LINES, _CURVES, _CALL, _RETURN, _END = b"\x15", b"\x05", b"\x08", b"\x0a", b"\x0b", b"\x0e"
_TWO_BYTES, _THREE_BYTES = 108, 1132
"""From this on a number takes so many."""
_OPERATORS = {2: _LINES, 3: _MOVE, 6: _CURVES}
"""By the length of a stroke."""
_BOX, _CHARSET, _CHARSTRINGS, _PRIVATE, _SUBROUTINES = b"\x05", b"\x0f", b"\x11", b"\x12", b"\x13"
_ROS, _COUNT, _FONTS, _SELECT = b"\x0c\x1e", b"\x0c\x22", b"\x0c\x24", b"\x0c\x25"
_FIRST_OWN = 391
"""The number of the first string that is no standard one."""
_BIASES = ((1240, 107), (33900, 1131))
"""What is taken from the number of a subroutine where there are fewer (5177, 4.7)."""


class ClusterProgram(NamedTuple):
    """A font program."""

    data: bytes
    box: tuple[int, int, int, int]
    """The bounds of all clusters' points: left, bottom, right, top."""


class _Drawn(NamedTuple):
    """A glyph's outline from its first point on."""

    start: tuple[int, int]
    charstring: bytes
    end: tuple[int, int]
    """Where the pen is afterwards."""
    box: tuple[int, int, int, int]


def build_program(name: str, clusters: Sequence[Cluster], outlines: Outlines) -> ClusterProgram:
    """Return the program in which the clusters have the codes from 1 on; 0 draws nothing."""
    uses = Counter(glyph.number for cluster in clusters for glyph in cluster.glyphs)
    drawn = {number: found for number in uses if (found := _draw(outlines, number))}
    shared = [number for number, count in uses.items() if count > 1 and number in drawn]
    bias = next((bias for most, bias in _BIASES if len(shared) < most), 32768)
    calls = {number: _number(index - bias) + _CALL for index, number in enumerate(shared)}
    charstrings = [_number(0) + _END]
    boxes = []
    for cluster in clusters:
        parts, pen = [_number(cluster.advance)], (0, 0)
        for number, x, y in cluster.glyphs:
            if glyph := drawn.get(number):
                start = (x + glyph.start[0], y + glyph.start[1])
                parts += (_step(pen, start), _MOVE, calls.get(number, glyph.charstring))
                pen = (x + glyph.end[0], y + glyph.end[1])
                left, bottom, right, top = glyph.box
                boxes.append((left + x, bottom + y, right + x, top + y))
        charstrings.append(b"".join(parts) + _END)
    lefts, bottoms, rights, tops = zip(*(boxes or [(0, 0, 0, 0)]), strict=True)
    box = (min(lefts), min(bottoms), max(rights), max(tops))
    return ClusterProgram(
        _assemble(name, charstrings, [drawn[number].charstring + _RETURN for number in shared], box), box
    )


@lru_cache(maxsize=4096)
def _draw(outlines: Outlines, number: int) -> _Drawn | None:
    """Return a glyph's outline as a charstring; None where it is empty."""
    strokes = outlines(number)
    if not strokes:
        return None
    parts: list[bytes] = []
    operands: list[bytes] = []
    operator = b""
    start = pen = (round(strokes[0][0]), round(strokes[0][1]))
    xs, ys = [pen[0]], [pen[1]]
    for stroke in strokes[1:]:
        wanted = _OPERATORS[len(stroke)]
        if operator and (wanted != operator or operator == _MOVE or len(operands) > _MOST_OPERANDS - 6):
            parts += (*operands, operator)
            operands = []
        operator = wanted
        for at in range(0, len(stroke) - 1, 2):
            point = (round(stroke[at]), round(stroke[at + 1]))
            operands += (_number(point[0] - pen[0]), _number(point[1] - pen[1]))
            xs.append(point[0])
            ys.append(point[1])
            pen = point
    parts += (*operands, operator)
    return _Drawn(start, b"".join(parts), pen, (min(xs), min(ys), max(xs), max(ys)))


def _step(here: tuple[int, int], there: tuple[int, int]) -> bytes:
    return _number(there[0] - here[0]) + _number(there[1] - here[1])


def _number(value: int) -> bytes:
    """Return an operand of a charstring."""
    return _NUMBERS.get(value) or _write_number(value)


def _write_number(value: int) -> bytes:
    """Return an operand of a charstring (5177, 3.2); bounded, as outlines of damaged files may not be."""
    if abs(value) < _TWO_BYTES:
        return bytes((value + 139,))
    if abs(value) < _THREE_BYTES:
        return (abs(value) - _TWO_BYTES + ((251 if value < 0 else 247) << 8)).to_bytes(2, "big")
    return b"\x1c" + max(-32768, min(32767, value)).to_bytes(2, "big", signed=True)


_NUMBERS = {value: _write_number(value) for value in range(1 - _THREE_BYTES, _THREE_BYTES)}


def _offset(value: int) -> bytes:
    """Return an operand of a dictionary, of five bytes whatever its value (5176, 4)."""
    return b"\x1d" + value.to_bytes(4, "big", signed=True)


def _index(items: Iterable[bytes]) -> bytes:
    """Return an INDEX (5176, 5)."""
    items = list(items)
    if not items:
        return b"\0\0"
    ends = [1]
    for item in items:
        ends.append(ends[-1] + len(item))
    size = (ends[-1].bit_length() + 7) // 8
    offsets = b"".join(end.to_bytes(size, "big") for end in ends)
    return len(items).to_bytes(2, "big") + bytes((size,)) + offsets + b"".join(items)


def _assemble(name: str, charstrings: Sequence[bytes], subroutines: Sequence[bytes], box: Sequence[int]) -> bytes:
    """Return the tables of a CID-keyed font (5176, 18 and 19)."""
    count = len(charstrings)
    head = b"\1\0\4\4" + _index([name.encode("ascii")])
    strings = _index([b"Adobe", b"Identity"]) + _index([])
    # of one range: all glyphs in order, all of the one font dictionary
    charset = b"\2" + (1).to_bytes(2, "big") + (count - 2).to_bytes(2, "big")
    select = b"\3" + (1).to_bytes(2, "big") + b"\0\0\0" + count.to_bytes(2, "big")
    glyphs = _index(charstrings)

    def top(at: int) -> bytes:
        """Return the top dictionary where the tables behind it begin there."""
        entries = _offset(_FIRST_OWN) + _offset(_FIRST_OWN + 1) + _number(0) + _ROS
        entries += b"".join(map(_offset, box)) + _BOX + _offset(count) + _COUNT
        for table, operator in ((charset, _CHARSET), (select, _SELECT), (glyphs, _CHARSTRINGS)):
            entries += _offset(at) + operator
            at += len(table)
        return _index([entries + _offset(at) + _FONTS])

    start = len(head) + len(top(0)) + len(strings)
    begun = start + len(charset) + len(select) + len(glyphs)
    private = (_offset(6) + _SUBROUTINES) if subroutines else b""

    def fonts(at: int) -> bytes:
        """Return the one font dictionary, whose private one begins there."""
        return _index([_offset(len(private)) + _offset(at) + _PRIVATE])

    own = fonts(begun + len(fonts(0))) + private + (_index(subroutines) if subroutines else b"")
    return head + top(start) + strings + charset + select + glyphs + own
