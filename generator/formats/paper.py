"""Paper by its name or its size in millimetres, and the check that it is large enough for a layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.errors import InvalidRequest, RequestProblem, did_you_mean, escape
from generator.model.layout import POINTS_PER_MM, SHEET_EDGE, Paper, Part

if TYPE_CHECKING:
    from generator.model.layout import Layout

PAPERS = {
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}
"""Width and height, millimetres."""
_SIZE = r"([1-9]\d{1,3})x([1-9]\d{1,3})mm"
SMALLEST_PAPER, LARGEST_PAPER = 100, 1200
READABLE = 6.0
"""The least type of a page that is scaled to its paper, points."""
SMALLEST_MEASURE = 60
"""The least width and height of the text area, millimetres."""


def parse_paper(name: str) -> Paper:
    """Return the paper with this name or size; raise InvalidRequest for any other."""
    if name.lower() in PAPERS:
        width, height = PAPERS[name.lower()]
    elif size := re.fullmatch(_SIZE, name):
        width, height = float(size[1]), float(size[2])
        if not (min(width, height) >= SMALLEST_PAPER and max(width, height) <= LARGEST_PAPER):
            message = f"paper {escape(name)}: sides are {SMALLEST_PAPER} to {LARGEST_PAPER} mm"
            raise InvalidRequest(RequestProblem("paper", message))
    else:
        hint = did_you_mean(name, PAPERS) or f"Give {', '.join(PAPERS)} or a size such as 210x297mm."
        raise InvalidRequest(RequestProblem("paper", f"unknown paper '{escape(name)}'", hint))
    return Paper(name.lower(), width * POINTS_PER_MM, height * POINTS_PER_MM)


def check_paper(layout: Layout) -> None:
    """Raise InvalidRequest where the layout's margins leave too little of its paper, or no card fits it."""
    cards = layout.cards
    if Part.CARDS in layout.parts and not (cards.across(layout.page) and cards.down(layout.page)):
        size = " x ".join(f"{side / POINTS_PER_MM:.0f}" for side in (cards.width, cards.height))
        raise _too_small(layout, f"a card is {size} mm, and {SHEET_EDGE / POINTS_PER_MM:.0f} mm around it stay free")
    smallest = layout.scale * min(kind.size for kind in layout.styles.values())
    if layout.canvas and smallest < READABLE:
        raise _too_small(layout, f"its smallest type would be {smallest:.1f} points")
    least = SMALLEST_MEASURE * POINTS_PER_MM
    height = layout.page.height - layout.margins.top - layout.margins.bottom
    if layout.measure < least or height < least:
        raise _too_small(layout, f"its margins leave less than {SMALLEST_MEASURE} mm to write on")


def _too_small(layout: Layout, why: str) -> InvalidRequest:
    message = f"paper {escape(layout.paper.name)} is too small for layout '{escape(layout.name)}': {why}"
    return InvalidRequest(RequestProblem("paper", message, "Choose larger paper or another layout."))
