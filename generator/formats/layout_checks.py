"""Checks of a layout that no schema can say: boxes and lines that overlap, text without room, fields of one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.formats.located import nodes
from generator.formats.located.nodes import problem_at
from generator.formats.paper import SMALLEST_MEASURE
from generator.model.layout import OF_EVERYBODY, POINTS_PER_MM, Imposition, Part, Per, Style
from generator.model.people import MOST_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.errors import Problem
    from generator.formats.located.nodes import Node
    from generator.model.layout import Layout

NARROWEST = 4
"""The least width of a text, in sizes of its type: a line has some eight letters then."""
_BESIDE_NOTES = 7
"""Between the questions and the lines to note on, millimetres."""
_SAME_FIELDS = (
    ({Part.FACTS, Part.NAMES, Part.CARDS}, "names"),
    ({Part.CHOICES, Part.CARDS, Part.PREPARATION}, "picks"),
)
"""Parts that have fields of the same names, and what these are."""


def check_layout(layout: Layout, scale: float, root: Node, source: str) -> Iterator[Problem]:
    """Yield every problem of a layout whose nodes have passed their schema, located at those nodes.

    The type sizes are those of the file; all of them are to be multiplied by ``scale``.
    """
    ticks = layout.ticks
    if ticks.size > min(ticks.pitch, ticks.crowded_pitch):
        hint = "Make size smaller than pitch and crowded_pitch."
        yield problem_at(source, nodes.get_value(root, "ticks") or root, "the tick boxes overlap", hint)
    for key, node in nodes.get_entries(nodes.get_value(root, "styles")):
        style = layout.styles[Style(key.text)]
        if style.leading < style.size:
            hint = "Make leading at least as large as size."
            yield problem_at(source, node, f"lines of style '{key.text}' overlap", hint)
    yield from _fields_of_one_name(layout, root, source)
    yield from _sides_of_both_kinds(root, source)
    margins = layout.margins
    across = round(layout.measure / POINTS_PER_MM, 6)
    down = round((layout.page.height - margins.top - margins.bottom) / POINTS_PER_MM, 6)
    if min(across, down) < SMALLEST_MEASURE:
        hint = f"Leave at least {SMALLEST_MEASURE} mm of the paper."
        yield problem_at(source, nodes.get_value(root, "margins") or root, "the margins leave too little room", hint)
    else:
        yield from _text_too_wide(layout, scale, root, source)
        yield from _questions_too_narrow(layout, scale, root, source)
    yield from _cards_off_the_paper(layout, root, source)


def _sides_of_both_kinds(root: Node, source: str) -> Iterator[Problem]:
    """Yield the margins that are given both as left and right and as inner and outer."""
    keys = {key.text: key for key, _ in nodes.get_entries(nodes.get_value(root, "margins"))}
    if (mirrored := keys.keys() & {"inner", "outer"}) and keys.keys() & {"left", "right"}:
        hint = "Keep left and right, or inner and outer, which change sides from page to page."
        yield problem_at(source, keys[min(mirrored)], "the margins at the sides are given twice", hint)


def _fields_of_one_name(layout: Layout, root: Node, source: str) -> Iterator[Problem]:
    """Yield the parts that would put fields of one name into a file: of those, one at most can be filled in."""
    before: set[str] = set()
    parts = nodes.get_items(nodes.get_value(root, "parts"))
    first = parts[0] if parts else None
    for part in parts:
        name = nodes.get_text(part)
        alike = next(((parts & before, what) for parts, what in _SAME_FIELDS if name in parts and parts & before), None)
        if name in before and name != Part.PAGE:
            yield problem_at(
                source, part, f"the part '{name}' stands twice", "Keep one: its fields have one name each."
            )
        elif alike:
            hint = f"Keep either {' or '.join(sorted({*alike[0], name}))}."
            yield problem_at(source, part, f"the {alike[1]} are filled in twice", hint)
        elif name == Part.TITLE_PAGE and (part is not first or layout.per is Per.PERSON):
            hint = "Put it first, or a title in its place."
            yield problem_at(source, part, f"the part '{name}' opens a document, once for all people", hint)
        elif name == Part.PREPARATION and not (layout.per is Per.PERSON and layout.choices.notes):
            hint = "Add per: person and choices: {notes: 0.5, lines: 3}, or put choices in its place."
            yield problem_at(source, part, f"the part '{name}' is for one person each, with room to note", hint)
        elif layout.per is Per.PERSON and name in OF_EVERYBODY:
            hint = "Leave it out." if name != Part.FACTS else "Put names in its place."
            yield problem_at(source, part, f"the part '{name}' is there once for all, not once a person", hint)
        elif name == Part.TENTS and (
            len(parts) > 1 or layout.per is not Per.PERSON or layout.canvas or layout.imposition is not Imposition.NONE
        ):
            hint = "Write parts: [tents] and per: person, without imposition and arrangement."
            yield problem_at(source, part, "tents are a layout of their own, with a sheet for each person", hint)
        elif name == Part.CARDS and layout.imposition is not Imposition.NONE:
            yield problem_at(source, part, "cards are no booklet", "Leave out imposition, or the cards.")
        before.add(name)


def _text_too_wide(layout: Layout, scale: float, root: Node, source: str) -> Iterator[Problem]:
    """Yield every style whose type is too large for the width of the text area."""
    for key, node in nodes.get_entries(nodes.get_value(root, "styles")):
        size = layout.styles[Style(key.text)].size * scale
        if NARROWEST * size > layout.measure:
            across = f"{size:g} points in {layout.measure / POINTS_PER_MM:g} mm"
            message = f"text of style '{key.text}' would be wider than the page: {across}"
            hint = f"Make size {layout.measure / NARROWEST:.0f} at most, or the margins narrower."
            yield problem_at(source, node, message, hint)


def _questions_too_narrow(layout: Layout, scale: float, root: Node, source: str) -> Iterator[Problem]:
    """Yield the tick boxes where those of the most people leave no room for the questions beside them."""
    ticks, notes = layout.ticks, layout.choices.notes
    boxes = max(ticks.gutter, MOST_PEOPLE * ticks.crowded_pitch + ticks.gap)
    left = layout.measure - boxes - (notes * layout.measure + _BESIDE_NOTES * POINTS_PER_MM if notes else 0)
    if left < NARROWEST * layout.styles[Style.CHOICE].size * scale:
        message = (
            f"the questions beside the boxes of {MOST_PEOPLE} people would be wider than the page: "
            f"{max(0.0, left / POINTS_PER_MM):.0f} mm are left of {layout.measure / POINTS_PER_MM:g}"
        )
        hint = "Make gutter, crowded_pitch or the margins smaller."
        yield problem_at(source, nodes.get_value(root, "ticks") or root, message, hint)


def _cards_off_the_paper(layout: Layout, root: Node, source: str) -> Iterator[Problem]:
    node, cards = nodes.get_value(root, "cards"), layout.cards
    if Part.CARDS in layout.parts and not (cards.across(layout.page) and cards.down(layout.page)):
        hint = "Make its width and height smaller, or the paper larger."
        yield problem_at(source, node or root, "a card does not fit the paper", hint)
    if node and cards.least > cards.size:
        yield problem_at(source, node, "least is more than size", "Make it the smallest type for a question.")
