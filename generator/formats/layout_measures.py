"""Whether what a layout wants to set has room on its page: type that is not too large, questions beside their boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.formats.located import nodes
from generator.formats.located.nodes import problem_at
from generator.model.layout import POINTS_PER_MM
from generator.model.people import MOST_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.errors import Problem
    from generator.formats.located.nodes import Node

NARROWEST = 4
"""The least width of a text, in sizes of its type: a line has some eight letters then."""
_BESIDE = 7
"""Between the questions and the lines to note on, millimetres."""


def check_text_widths(root: Node, across: float, source: str) -> Iterator[Problem]:
    """Yield every style, and the boxes, that leave a text no room in a text area of so many millimetres."""
    for key, style in nodes.entries(nodes.value(root, "styles")):
        size = _number(style, "size") * _scale(root)
        if NARROWEST * size / POINTS_PER_MM > across:
            most = across * POINTS_PER_MM / NARROWEST
            message = f"text of style '{key.text}' would be wider than the page: {size:g} points in {across:g} mm"
            yield problem_at(source, style, message, f"Make size {most:.0f} at most, or the margins narrower.")
    ticks = nodes.value(root, "ticks")
    left = across - _boxes(ticks) - _notes(root, across)
    needed = NARROWEST * _choice(root) * _scale(root) / POINTS_PER_MM
    if ticks and left < needed:
        message = (
            f"the questions beside the boxes of {MOST_PEOPLE} people would be wider than the page: "
            f"{max(0.0, left):.0f} mm are left of {across:g}"
        )
        yield problem_at(source, ticks, message, "Make gutter, crowded_pitch or the margins smaller.")


def _boxes(ticks: Node | None) -> float:
    """Return the width that boxes take where most people have them."""
    return max(_number(ticks, "gutter"), MOST_PEOPLE * _number(ticks, "crowded_pitch") + _number(ticks, "gap"))


def _notes(root: Node, across: float) -> float:
    part = float(nodes.text(nodes.value(nodes.value(root, "choices"), "notes"), "0"))
    return part * across + _BESIDE if part else 0.0


def _choice(root: Node) -> float:
    return _number(nodes.value(nodes.value(root, "styles"), "choice"), "size")


def _scale(root: Node) -> float:
    """Return by how much a style sets everything larger."""
    return float(nodes.text(nodes.value(nodes.value(root, "setting"), "scale"), "1"))


def _number(node: Node | None, key: str) -> float:
    return float(nodes.text(nodes.value(node, key), "0"))
