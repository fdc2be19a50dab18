"""Paths: lines, boxes, the check mark (ISO 32000-1, 8.5); each function returns content stream operators."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.syntax import number, rgb

if TYPE_CHECKING:
    from generator.model.colour import Colour
    from generator.typesetting.page import Box, Rect, Rule, Ruling

# How far a Bezier curve's control points stand off, for a quarter of a circle of radius 1.
_ARC = 0.5523
# The check mark in a square of side 1: its corners, and the width of its line.
_CHECK = ((0.16, 0.5), (0.4, 0.24), (0.84, 0.8))
_CHECK_WIDTH = 0.13


@lru_cache(maxsize=1024)
def rule(mark: Rule) -> bytes:
    """Return a line; worksheets of one layout have most of them in the same places."""
    ends = f"{number(mark.x1)} {number(mark.y1)} m {number(mark.x2)} {number(mark.y2)} l S"
    return f"{rgb(mark.colour)} RG {number(mark.width)} w {ends}".encode()


@lru_cache(maxsize=1024)
def ruling(mark: Ruling) -> bytes:
    """Return lines, or rows of dots, as one path."""
    left, right = number(mark.x1), number(mark.x2)
    lines = " ".join([f"{left} {y} m {right} {y} l" for y in map(number, mark.heights())])
    pen = f"{rgb(mark.colour)} RG {number(mark.width)} w"
    if mark.gap:
        return f"{pen} [{mark.width:.5g} {mark.gap:.5g}] 0 d {lines} S [] 0 d".encode()  # errors add up over a line
    return f"{pen} {lines} S".encode()


@lru_cache(maxsize=1024)
def box(mark: Box) -> bytes:
    """Return a rectangle with its fill and its outline, as far as it has them; leaves the graphics state as it was."""
    state = f"q 1 0 0 1 {number(mark.rect.x)} {number(mark.rect.y)} cm"
    if mark.fill:
        state += f" {rgb(mark.fill)} rg"
    stroked = mark.stroke if mark.width else None
    if stroked:
        state += f" {rgb(stroked)} RG {number(mark.width)} w"
    painting = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
    outline = _outline(mark.rect.width, mark.rect.height, mark.radius)
    return f"{state} {outline} {painting[bool(mark.fill), bool(stroked)]} Q".encode()


# Boxes of one size are many; drawn from their own corner they are the same text, for the cache and for deflating.
@lru_cache(maxsize=256)
def _outline(width: float, height: float, radius: float) -> str:
    if radius <= 0:
        return f"0 0 {number(width)} {number(height)} re"
    r = limit_radius(width, height, radius)
    k = r * (1 - _ARC)
    steps = (
        (r, 0, "m"),
        (width - r, 0, "l"),
        (width - k, 0, width, k, width, r, "c"),
        (width, height - r, "l"),
        (width, height - k, width - k, height, width - r, height, "c"),
        (r, height, "l"),
        (k, height, 0, height - k, 0, height - r, "c"),
        (0, r, "l"),
        (0, k, k, 0, r, 0, "c"),
    )
    return " ".join(" ".join(part if isinstance(part, str) else number(part) for part in step) for step in steps) + " h"


def limit_radius(width: float, height: float, radius: float) -> float:
    """Return the radius of a box's corners: two of them are as wide as a side at most."""
    return min(radius, width / 2, height / 2)


class CheckMark(NamedTuple):
    """A check mark: a line with round ends and corners."""

    corners: tuple[tuple[float, float], ...]
    width: float


def place_check_mark(rect: Rect) -> CheckMark:
    """Return a check mark, in the middle of the rectangle, as big as fits."""
    side = min(rect.width, rect.height)
    x, y = rect.x + (rect.width - side) / 2, rect.y + (rect.height - side) / 2
    return CheckMark(tuple((x + side * right, y + side * up) for right, up in _CHECK), side * _CHECK_WIDTH)


def check_mark(rect: Rect, colour: Colour) -> bytes:
    """Return a check mark, in the middle of the rectangle, as big as fits."""
    mark = place_check_mark(rect)
    first, *others = [f"{number(x)} {number(y)}" for x, y in mark.corners]
    line = f"{first} m {''.join([f'{corner} l ' for corner in others])}S"
    return f"{rgb(colour)} RG {number(mark.width)} w 1 J 1 j {line} 0 J 0 j".encode()
