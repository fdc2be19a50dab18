"""How full the pages of worksheets are, over layouts, papers, people and picks, as a table.

A page is measured from the head of its text area down to the last thing on it. The last page of each part may end
anywhere; of the others, those below 70 % are counted.
"""

from __future__ import annotations

import itertools
import sys
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from generator.composing.document import AllianceCard, Deck, PageBreak
from generator.composing.letterhead import TitlePage
from generator.composing.worksheet import compose_worksheet
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.worksheet import Meeting, Worksheet
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import Ruling
from generator.workflows.inputs import load_bank, load_layout

if TYPE_CHECKING:
    from generator.composing.document import Document
    from generator.model.layout import Layout
    from generator.typesetting.page import Page

LAYOUTS = ("classic", "workbook", "large-print", "booklet", "onepage", "prep", "side-by-side")
PAPERS = ("a4", "letter", "a5", "legal")
PEOPLE = ("Ana Lima", "Ben Okafor", "Chidi Eze", "Dana Holt", "Eva Kern", "Finn Moe")
LONG_NAME = "Maximiliane Theodora Konstantinopolskaya Featherstonehaugh-Li"
GROUPS = (*(PEOPLE[:number] for number in (1, 2, 3, 6)), (LONG_NAME, *PEOPLE[1:]))
LEAST = 0.7


class Count(NamedTuple):
    """Pages of a layout on a paper."""

    pages: int = 0
    before_last: int = 0
    low: int = 0
    lowest: float = 1.0


def main() -> None:
    """Print a row for each layout and paper."""
    say(f"{'layout':14}{'paper':8}{'pages':>6}{'before the last':>17}{f'under {LEAST:.0%}':>11}{'lowest':>8}")
    total = Count()
    for name, paper in itertools.product(LAYOUTS, PAPERS):
        count = measure(load_layout(name).on(parse_paper(paper)))
        say(f"{name:14}{paper:8}{count.pages:6}{count.before_last:17}{count.low:11}{count.lowest:8.0%}")
        total = add(total, count)
    say(f"{'all':22}{total.pages:6}{total.before_last:17}{total.low:11}{total.lowest:8.0%}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def measure(layout: Layout) -> Count:
    """Return the count over 1, 2, 3 and 6 people, and 6 of whom one has a long name, with picks and without."""
    bank, count = load_bank(None), Count()
    for names, picks in itertools.product(GROUPS, (0, 3)):
        worksheet = Worksheet(
            bank,
            People(names),
            suggest(bank, given=nobody(len(names)), per_person=picks, seed=1),
            Meeting(None, None, "", bank.minutes),
            layout.name,
            layout.paper.name,
            "0",
            layout.fillable_parts,
        )
        document = compose_worksheet(worksheet, layout)
        for part in parts_of(document):
            pages = typeset(part, layout, fonts(layout.faces), DisplayText(fonts(layout.faces)), fillable=True).pages
            full = [fullness(page, layout) for page in pages[:-1]]
            low = [share for share in full if share < LEAST]
            count = add(count, Count(len(pages), len(full), len(low), min(full, default=1.0)))
    return count


def parts_of(document: Document) -> list[Document]:
    """Return the document's parts that begin a page each, as documents."""
    flowing = (block for block in document.blocks if not isinstance(block, Deck | AllianceCard | TitlePage))
    parts = (tuple(blocks) for ends, blocks in groupby(flowing, lambda block: isinstance(block, PageBreak)) if not ends)
    return [document._replace(blocks=blocks) for blocks in parts]


def fullness(page: Page, layout: Layout) -> float:
    """Return the part of the text area's height down to the lowest mark."""
    top, foot = layout.page.height - layout.margins.top, layout.margins.bottom
    lowest = min((lower_edge(item) for item in page.content if lower_edge(item) >= foot - 1), default=top)
    return (top - lowest) / (top - foot)


def lower_edge(item: object) -> float:
    """Return the height of a mark's or a field's lower edge; above everything for one that has none."""
    if isinstance(item, Ruling):
        return item.heights()[-1]
    rect = getattr(item, "rect", None)
    return float(rect.y if rect else min(getattr(item, name, 1e9) for name in ("y", "y1", "y2")))


def add(one: Count, other: Count) -> Count:
    """Return two counts as one."""
    return Count(
        one.pages + other.pages,
        one.before_last + other.before_last,
        one.low + other.low,
        min(one.lowest, other.lowest),
    )


if __name__ == "__main__":
    main()
