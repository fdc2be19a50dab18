"""The index of a packet: whose worksheet starts on which page, in columns. Set page by page, for it may be long."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from generator.composing.document import Document
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.context import Setter
from generator.typesetting.lines import break_lines
from generator.typesetting.page import Page, Pages, Tag
from generator.typesetting.pagination import foot_marks
from generator.typesetting.reading_blocks import COLUMN_GAP
from generator.typesetting.rows import Strip, Tree, lowered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.layout import Layout
    from generator.typesetting.display_text import Metrics, Showing
    from generator.typesetting.page import Field, Mark

FEW = 24
"""Up to so many entries stand in one column."""
SHORTEST_LINE = 20
"""Two columns are at least so many ems wide."""
WIDEST_NUMBER = "888888"
BELOW_ENTRY = 1.3 * POINTS_PER_MM
BELOW_NOTE = 6 * POINTS_PER_MM


class IndexText(NamedTuple):
    """The words of an index."""

    title: str
    note: str
    """What stands under the title."""
    foot: tuple[str, str]
    """What stands left and in the middle of every foot."""


class _Placed(NamedTuple):
    page: int
    column: int
    depth: float
    """From the top of the text area."""
    lines: list[str]


class Index:
    """An index to be set; how many pages it takes does not depend on the page numbers in it."""

    def __init__(
        self, words: IndexText, entries: Sequence[str], layout: Layout, metrics: Metrics, showing: Showing
    ) -> None:
        self._words = words
        self._entries = entries
        self._setter = setter = Setter(layout, metrics, showing, Tree(), fillable=False)
        half = (layout.measure - COLUMN_GAP) / 2
        wide = len(entries) <= FEW or half < SHORTEST_LINE * setter.style(Style.ANSWER).size
        self._columns = 1 if wide else 2
        self._width = layout.measure if wide else half
        self._opening = sum(strip.height for strip in self._opened(Tree()))
        self.pages = 1 + max(placed.page for placed in self._placed())
        """How many pages it takes."""

    def set(self, numbers: Sequence[int]) -> Iterator[Pages]:
        """Yield the index page by page, with the page number of each entry; each is one list, of the whole list."""
        entries = zip(numbers, self._placed(), strict=True)
        for page, group in groupby(entries, key=lambda entry: entry[1].page):
            tree = Tree()
            marks: list[Mark | Field] = []
            depth = -self._top
            for strip in self._opened(tree) if page == 0 else ():
                marks += [lowered(mark, depth) for mark in strip.marks]
                depth += strip.height
            listing = tree.add(Tag.TOC)
            for number, placed in group:
                marks += self._entry(number, placed, tree.add(Tag.TOCI, listing))
            yield self._page(page, marks, tree)

    @property
    def _top(self) -> float:
        layout = self._setter.layout
        return layout.paper.height - layout.margins.top

    def _opened(self, tree: Tree) -> list[Strip]:
        setter = self._setter._replace(tree=tree)
        width = setter.layout.measure
        title = setter.even_lines(self._words.title, setter.left - 0.5, width, Style.TITLE, tree.add(Tag.H1))
        note = setter.lines(self._words.note, setter.left, width, Style.NOTE, tree.add(Tag.P))
        return [*title, Strip(BELOW_ENTRY, []), *note, Strip(BELOW_NOTE, [])]

    def _placed(self) -> Iterator[_Placed]:
        """Yield where each entry stands."""
        setter, style = self._setter, self._setter.style(Style.ANSWER)
        room = self._width - setter.width(WIDEST_NUMBER, Style.SPEAKER)
        measure = setter.measure(Style.ANSWER)
        page = column = 0
        top = depth = self._opening
        for text in self._entries:
            lines = break_lines(setter.showing.line(text), room, measure)
            height = len(lines) * style.leading + BELOW_ENTRY
            if depth + height > setter.depth and depth > top:
                column = (column + 1) % self._columns
                page, top = (page, top) if column else (page + 1, 0.0)
                depth = top
            yield _Placed(page, column, depth, lines)
            depth += height

    def _entry(self, number: int, placed: _Placed, element: int) -> Iterator[Mark | Field]:
        setter, style = self._setter, self._setter.style(Style.ANSWER)
        left = setter.left + placed.column * (self._width + COLUMN_GAP)
        right = left + self._width
        baseline = self._top - placed.depth - setter.drop(Style.ANSWER)
        for index, line in enumerate(placed.lines):
            ending = "" if line.endswith(" ") else " "
            yield setter.text(line + ending, left, baseline - index * style.leading, Style.ANSWER, element)
        end = baseline - (len(placed.lines) - 1) * style.leading
        figures = str(number)
        yield setter.text(figures, right - setter.width(figures, Style.SPEAKER), end, Style.SPEAKER, element)
        rule = self._top - placed.depth - len(placed.lines) * style.leading
        yield setter.rule(left, right, rule - BELOW_ENTRY / 2, setter.layout.colours.line)

    def _page(self, page: int, marks: list[Mark | Field], tree: Tree) -> Pages:
        setter = self._setter
        paper = setter.layout.paper
        foot = foot_marks(setter, Document(self._words.title, self._words.foot, ()), f"Page {page + 1} of {self.pages}")
        return Pages((Page(paper.width, paper.height, (*marks, *foot)),), tree.grown(), setter.layout.faces)
