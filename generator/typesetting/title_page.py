"""Setting the title page of a booklet: whose it is, as large as the names allow, and otherwise calm."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.letterhead import letterhead
from generator.typesetting.names import fit_name, set_name
from generator.typesetting.page import Page, Tag
from generator.typesetting.rows import move_down, side_by_side, total_height

if TYPE_CHECKING:
    from generator.composing.letterhead import TitlePage
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark
    from generator.typesetting.rows import Row

EYE_LEVEL = 0.28
"""Where the first line stands: so much of the text area's height is above it, if there is room."""
ABOVE_NAMES = 2.5 * POINTS_PER_MM
ABOVE_RULE, RULE = 6 * POINTS_PER_MM, 14 * POINTS_PER_MM
"""The white space above the short line below the names, and its length."""
LARGEST = 1.2
"""The names are so much larger than titles are."""
SMALLER = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4)
"""The parts of that size that are tried until all names fit."""


def title_page(ctx: TypesettingContext, block: TitlePage) -> Page:
    """Return the page, which has no foot, and add its elements to the structure."""
    return _TitlePage(ctx, block).page()


class _TitlePage(NamedTuple):
    ctx: TypesettingContext
    block: TitlePage

    def page(self) -> Page:
        """Return the page, its marks in reading order."""
        ctx, block, paper = self.ctx, self.block, self.ctx.layout.page
        head = letterhead(ctx, block.head) if block.head else []
        top = paper.height - ctx.layout.margins.top
        depth, begun = total_height(head), len(ctx.structure.elements)
        room = ctx.depth - depth - total_height(self._facts()) - 2 * ABOVE_RULE
        low = [part for part in SMALLER if self._height(part, begun) <= room] or [SMALLER[-1]]
        fitting = next((part for part in low if self._are_words_whole(part)), low[0])
        names, facts = self._names(fitting), self._facts()
        start = max(depth, min(EYE_LEVEL * ctx.depth, depth + room - total_height(names)))
        marks = self._stack(head, top) + self._stack(names, top - start)
        marks.append(self._rule(top - start - total_height(names) - ABOVE_RULE))
        marks += self._stack(facts, ctx.layout.margins.bottom + total_height(facts))
        return Page(paper.width, paper.height, tuple(marks))

    def _are_words_whole(self, part: float) -> bool:
        """Tell whether at this part of their size no word of a name is broken but after a hyphen."""
        large = self._enlarge(LARGEST * part)
        return all(fit_name(large, line, self.ctx.layout.measure, Style.TITLE) for line in self.block.names)

    def _height(self, part: float, begun: int) -> float:
        """Return how high the names are at this part of their size; the structure keeps what it had at ``begun``."""
        self.ctx.structure.forget(begun)
        height = total_height(self._names(part))
        self.ctx.structure.forget(begun)
        return height

    def _names(self, part: float) -> list[Row]:
        """Set the exercise with the names below it, or alone in their place."""
        ctx, block, tree = self.ctx, self.block, self.ctx.structure
        large = self._enlarge(LARGEST * part)
        if not block.names:
            return large.balance_lines(block.title, ctx.left, ctx.layout.measure, Style.TITLE, tree.add(Tag.H1))
        above, below = (Tag.P, Tag.H1) if block.of_names else (Tag.H1, Tag.P)
        rows = ctx.balance_lines(block.title, ctx.left, ctx.layout.measure, Style.LABEL, tree.add(above))
        element, first = tree.add(below), len(rows)
        for line in block.names:
            rows += set_name(large, line, ctx.left - 0.5, ctx.layout.measure, Style.TITLE, element)
        rows[first].space_before = ABOVE_NAMES
        return rows

    def _enlarge(self, scale: float) -> TypesettingContext:
        """Return a context in which titles are so much larger, and never smaller than the layout's smallest type."""
        kind, least = self.ctx.style(Style.TITLE), self.ctx.layout.smallest
        scale = max(scale, least / kind.size)
        return self.ctx.resize(Style.TITLE, kind.size * scale, kind.leading * scale)

    def _facts(self) -> list[Row]:
        ctx = self.ctx
        return [
            row
            for text in self.block.facts
            for row in ctx.lines(text, ctx.left, ctx.layout.measure, Style.LABEL, ctx.structure.add(Tag.P))
        ]

    def _stack(self, rows: list[Row], top: float) -> list[Mark | Field]:
        """Return the marks of rows piled up below ``top``."""
        return [move_down(mark, -top) for mark in side_by_side([rows]).marks] if rows else []

    def _rule(self, y: float) -> Mark:
        return self.ctx.rule(self.ctx.left, self.ctx.left + RULE, y, self.ctx.layout.colours.accent)
