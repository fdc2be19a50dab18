"""The index of a packet: whose worksheet has which number, in columns. Set page by page, for it may be long."""

from __future__ import annotations

from itertools import accumulate, groupby, takewhile
from typing import TYPE_CHECKING, NamedTuple

from generator.composing.document import Document
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.context import TypesettingContext
from generator.typesetting.feet import foot_marks, page_number
from generator.typesetting.lines import break_lines
from generator.typesetting.page import Page, Pages, Tag
from generator.typesetting.reading_blocks import COLUMN_GAP
from generator.typesetting.rows import Row, StructureBuilder, move_down
from generator.words.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.layout import Layout
    from generator.typesetting.display_text import DisplayText, Metrics
    from generator.typesetting.page import Field, Mark
    from generator.words.messages import Words

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
    first: int = 1
    """The number of the first entry."""


class _Place(NamedTuple):
    page: int
    column: int
    depth: float
    """From the top of the text area."""
    lines: list[str]


class Index:
    """An index to be set; its entries are numbered."""

    def __init__(
        self,
        texts: IndexText,
        entries: Sequence[str],
        layout: Layout,
        metrics: Metrics,
        display_text: DisplayText,
        words: Words = ENGLISH,
    ) -> None:
        self._texts = texts
        self._entries = entries
        if words.right_to_left:
            from generator.typesetting.mirroring import choose_lining_figures  # noqa: PLC0415 - few are

            layout = choose_lining_figures(layout)
        ctx = TypesettingContext(layout, metrics, display_text, StructureBuilder(), fillable=False, words=words)
        self._ctx = ctx = ctx.for_data(Style.ANSWER)
        half = (layout.measure - COLUMN_GAP) / 2
        wide = len(entries) <= FEW or half < SHORTEST_LINE * ctx.style(Style.ANSWER).size
        self._columns = 1 if wide else 2
        self._width = layout.measure if wide else half
        self._opening = sum(row.height for row in self._heading_rows(StructureBuilder()))
        self.pages = 1 + max(placed.page for placed in self._places())
        """How many pages it takes."""

    def set(self) -> Iterator[Pages]:
        """Yield the index page by page, with the number of each entry; each is one list, of the whole list."""
        entries = enumerate(self._places(), start=self._texts.first)
        for page, group in groupby(entries, key=lambda entry: entry[1].page):
            tree = StructureBuilder()
            marks: list[Mark | Field] = []
            depth = -self._top
            for row in self._heading_rows(tree) if page == 0 else ():
                marks += [move_down(mark, depth) for mark in row.marks]
                depth += row.height
            listing = tree.add(Tag.TOC)
            for number, placed in group:
                marks += self._entry(number, placed, tree.add(Tag.TOCI, listing))
            yield self._page(page, marks, tree)

    @property
    def _top(self) -> float:
        layout = self._ctx.layout
        return layout.paper.height - layout.margins.top

    def _heading_rows(self, tree: StructureBuilder) -> list[Row]:
        ctx = self._ctx._replace(structure=tree)
        width = ctx.layout.measure
        title = ctx.balance_lines(self._texts.title, ctx.left - 0.5, width, Style.TITLE, tree.add(Tag.H1))
        note = ctx.lines(self._texts.note, ctx.left, width, Style.NOTE, tree.add(Tag.P))
        return [*title, Row(BELOW_ENTRY, []), *note, Row(BELOW_NOTE, [])]

    def _places(self) -> Iterator[_Place]:
        """Yield where each entry stands, page by page; on the last page the columns are about as long as each other."""
        page, top, depth = 0, self._opening, self._opening
        columns: list[list[list[str]]] = [[]]
        for lines in map(self._break_entry, self._entries):
            height = self._height(lines)
            if columns[-1] and depth + height > self._ctx.depth:
                if len(columns) == self._columns:
                    yield from self._place_columns(page, top, columns)
                    page, top, columns = page + 1, 0.0, []
                columns.append([])
                depth = top
            columns[-1].append(lines)
            depth += height
        yield from self._place_columns(page, top, self._balance(columns))

    def _break_entry(self, text: str) -> list[str]:
        ctx = self._ctx
        room = self._width - ctx.width(WIDEST_NUMBER, Style.SPEAKER)
        return break_lines(ctx.display_text.display(text), room, ctx.measure(Style.ANSWER))

    def _height(self, lines: list[str]) -> float:
        return len(lines) * self._ctx.style(Style.ANSWER).leading + BELOW_ENTRY

    def _place_columns(self, page: int, top: float, columns: list[list[list[str]]]) -> Iterator[_Place]:
        for column, entries in enumerate(columns):
            depth = top
            for lines in entries:
                yield _Place(page, column, depth, lines)
                depth += self._height(lines)

    def _balance(self, columns: list[list[list[str]]]) -> list[list[list[str]]]:
        """Return the entries of a page that is not full in columns of about the same length, the first the longer."""
        if self._columns == 1:
            return columns
        entries = [lines for column in columns for lines in column]
        half = sum(map(self._height, entries)) / 2
        reached = accumulate(map(self._height, entries))
        longest = 1 + sum(1 for _ in takewhile(lambda height: height < half, reached))
        count = min(longest, len(columns[0]))
        return [entries[:count], entries[count:]]

    def _entry(self, number: int, placed: _Place, element: int) -> Iterator[Mark | Field]:
        ctx, style = self._ctx, self._ctx.style(Style.ANSWER)
        left = ctx.left + placed.column * (self._width + COLUMN_GAP)
        right = left + self._width
        baseline = self._top - placed.depth - ctx.drop(Style.ANSWER)
        for index, line in enumerate(placed.lines):
            ending = "" if line.endswith(" ") else " "
            yield ctx.text(line + ending, left, baseline - index * style.leading, Style.ANSWER, element)
        end = baseline - (len(placed.lines) - 1) * style.leading
        figures = str(number)
        yield ctx.text(figures, right - ctx.width(figures, Style.SPEAKER), end, Style.SPEAKER, element)
        rule = self._top - placed.depth - len(placed.lines) * style.leading
        yield ctx.rule(left, right, rule - BELOW_ENTRY / 2, ctx.layout.colours.line)

    def _page(self, page: int, marks: list[Mark | Field], tree: StructureBuilder) -> Pages:
        ctx = self._ctx
        paper = ctx.layout.paper
        number = page_number(ctx, page + 1, self.pages)
        widest = ctx.width(page_number(ctx, self.pages, self.pages), Style.FOOT)
        foot = foot_marks(ctx, Document(self._texts.title, self._texts.foot, ()), number, widest)
        pages = Pages((Page(paper.width, paper.height, (*marks, *foot)),), tuple(tree.elements), ctx.layout.faces)
        if not ctx.words.right_to_left:
            return pages
        from generator.typesetting.mirroring import mirror_pages  # noqa: PLC0415 - few are from right to left

        return mirror_pages(pages, ctx.metrics)
