"""The built-in layouts, and what a worksheet in each of them comes to."""

from typing import NamedTuple

from generator.workflows.compose import ComposeRequest, build_worksheet
from generator.workflows.inputs import list_layouts, load_bank
from generator.workflows.render_worksheet import count_pages

PEOPLE = ("Ana", "Ben")
"""For whom pages are counted."""


class DescribedLayout(NamedTuple):
    """A built-in layout."""

    name: str
    paper: str
    """By default."""
    pages: int
    """As printed on that paper, for two people who have picked nothing yet from the built-in bank."""
    description: str


def describe_layouts() -> tuple[DescribedLayout, ...]:
    """Return the built-in layouts, sorted by their names; each is set once, which takes some hundredths of a second."""
    bank = load_bank()
    return tuple(
        DescribedLayout(
            layout.name,
            layout.paper.name,
            count_pages(build_worksheet(ComposeRequest(bank, layout, people=PEOPLE)), layout),
            layout.description,
        )
        for layout in list_layouts()
    )
