"""Layouts: YAML to a ``Layout``; millimetres become points here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.errors import InvalidInput, UsageProblem, nearest, shown
from generator.layout import (
    POINTS_PER_MM,
    Colours,
    Layout,
    Margins,
    Paper,
    Part,
    Room,
    Rooms,
    Style,
    Ticks,
    TypeStyle,
)
from generator.pages import Colour, Face
from generator.sources import nodes
from generator.sources.checking import check, in_order
from generator.sources.nodes import problem_at
from generator.sources.schema import rule
from generator.sources.yaml_nodes import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.errors import Problem
    from generator.sources.nodes import Node

PAPERS = {
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}
"""Width and height, millimetres."""
_SIZE = re.compile(r"([1-9]\d{1,3})x([1-9]\d{1,3})mm")
SMALLEST_PAPER, LARGEST_PAPER = 100, 1200
SMALLEST_MEASURE = 60
"""The least width and height of the text area, millimetres."""


def paper_of(name: str) -> Paper:
    """Return the paper with this name or size; raise UsageProblem for any other."""
    if size := _SIZE.fullmatch(name):
        width, height = float(size[1]), float(size[2])
        if not (min(width, height) >= SMALLEST_PAPER and max(width, height) <= LARGEST_PAPER):
            raise UsageProblem(f"paper {shown(name)}: sides are {SMALLEST_PAPER} to {LARGEST_PAPER} mm.")
    elif name.lower() in PAPERS:
        width, height = PAPERS[name.lower()]
    else:
        hint = nearest(name, PAPERS) or f"Give {', '.join(PAPERS)} or a size such as 210x297mm."
        raise UsageProblem(f"unknown paper '{shown(name)}'. {hint}")
    return Paper(name.lower(), width * POINTS_PER_MM, height * POINTS_PER_MM)


def read_layout(data: bytes, source: str, name: str) -> Layout:
    """Return the layout in a YAML file's bytes, under this name; raise InvalidInput with every problem found."""
    tree = read_yaml(data, source)
    problems = [*tree.problems, *check(tree.root, rule("layout"), source)]
    if not problems:
        problems += _cross_checks(tree.root, source)
    if problems:
        raise InvalidInput(in_order(problems))
    return _layout(tree.root, name)


def check_paper(layout: Layout) -> None:
    """Raise UsageProblem where the layout's margins leave too little of its paper."""
    least = SMALLEST_MEASURE * POINTS_PER_MM
    height = layout.paper.height - layout.margins.top - layout.margins.bottom
    if layout.measure < least or height < least:
        raise UsageProblem(
            f"paper {shown(layout.paper.name)} is too small for layout '{shown(layout.name)}': its margins leave "
            f"less than {SMALLEST_MEASURE} mm to write on. Choose larger paper or another layout."
        )


def _layout(root: Node, name: str) -> Layout:
    colours = _colours(nodes.value(root, "colours"))
    return Layout(
        name=name,
        description=nodes.text(nodes.value(root, "description")),
        paper=paper_of(nodes.text(nodes.value(root, "paper"), "a4")),
        margins=_margins(nodes.value(root, "margins")),
        colours=colours,
        styles={Style(key.text): _style(style, colours) for key, style in nodes.entries(nodes.value(root, "styles"))},
        ticks=_ticks(nodes.value(root, "ticks")),
        rooms=_rooms(nodes.value(root, "rooms")),
        line_pitch=_points(root, "line_pitch"),
        parts=tuple(Part(nodes.text(part)) for part in nodes.items(nodes.value(root, "parts"))),
    )


def _number(node: Node | None, key: str) -> float:
    return float(nodes.text(nodes.value(node, key)))


def _points(node: Node | None, key: str) -> float:
    return _number(node, key) * POINTS_PER_MM


def _margins(node: Node | None) -> Margins:
    return Margins(*(_points(node, side) for side in ("top", "right", "bottom", "left")))


def _colours(node: Node | None) -> Colours:
    return Colours(*(_colour(nodes.text(nodes.value(node, key))) for key in ("accent", "ink", "grey", "line")))


def _colour(text: str) -> Colour:
    return Colour(*(int(text[start : start + 2], 16) / 255 for start in (1, 3, 5)))


def _style(node: Node, colours: Colours) -> TypeStyle:
    colour = nodes.text(nodes.value(node, "colour"))
    return TypeStyle(
        Face(nodes.text(nodes.value(node, "face"))),
        _number(node, "size"),
        _number(node, "leading"),
        {"accent": colours.accent, "ink": colours.ink, "grey": colours.grey, "line": colours.line}[colour],
    )


def _ticks(node: Node | None) -> Ticks:
    return Ticks(*(_points(node, key) for key in ("size", "pitch", "crowded_pitch", "gutter", "gap")))


def _rooms(node: Node | None) -> Rooms:
    return Rooms(*(_room(nodes.value(node, key)) for key in ("compact", "generous", "closing")))


def _room(node: Node | None) -> Room:
    return Room(*(nodes.whole_number(nodes.value(node, key), 1) for key in ("lines", "columns")))


def _cross_checks(root: Node, source: str) -> Iterator[Problem]:
    ticks = nodes.value(root, "ticks")
    if ticks and _number(ticks, "size") > min(_number(ticks, "pitch"), _number(ticks, "crowded_pitch")):
        yield problem_at(source, ticks, "the tick boxes overlap", "Make size smaller than pitch and crowded_pitch.")
    for key, style in nodes.entries(nodes.value(root, "styles")):
        if _number(style, "leading") < _number(style, "size"):
            yield problem_at(
                source, style, f"lines of style '{key.text}' overlap", "Make leading at least as large as size."
            )
    parts: set[str] = set()
    for part in nodes.items(nodes.value(root, "parts")):
        name = nodes.text(part)
        if name in parts and name != Part.PAGE:
            yield problem_at(
                source, part, f"the part '{name}' stands twice", "Keep one: its fields have one name each."
            )
        parts.add(name)
    margins = nodes.value(root, "margins")
    paper = paper_of(nodes.text(nodes.value(root, "paper"), "a4"))
    across = paper.width / POINTS_PER_MM - _number(margins, "left") - _number(margins, "right")
    down = paper.height / POINTS_PER_MM - _number(margins, "top") - _number(margins, "bottom")
    if margins and min(across, down) < SMALLEST_MEASURE:
        hint = f"Leave at least {SMALLEST_MEASURE} mm of the paper."
        yield problem_at(source, margins, "the margins leave too little room", hint)
