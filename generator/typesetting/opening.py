"""Setting the introduction with the steps beside it or below it; two languages stand side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from generator.composing.spoken import language_of
from generator.model.layout import Style
from generator.typesetting.context import SECOND
from generator.typesetting.grid import COLUMNS, GUTTER, equal_spans, nearest_columns, span
from generator.typesetting.page import Tag
from generator.typesetting.reading_blocks import FEWEST_LINES, READABLE
from generator.typesetting.rows import Row, StructureBuilder, keep_together, move_down, side_by_side, total_height

if TYPE_CHECKING:
    from generator.composing.document import Opening
    from generator.typesetting.context import TypesettingContext

MOST_FOR_STEPS = 3
"""The most columns that the steps take to be no higher than the introduction."""
OPENING_GAP = 2
"""Units of white above the introduction."""
NARROWEST_STEPS = 9
"""The steps stand below the introduction rather than beside it in a column narrower than so many ems."""
NARROWEST_LANGUAGE = 18
"""The introduction stands in two languages side by side in columns of so many ems."""
MOST_OF_PAGE = 0.75
"""The most of a page's height that it takes side by side."""


def opening(ctx: TypesettingContext, block: Opening) -> list[Row]:
    """Set the introduction with the steps beside it; below it, where they would not fit a page side by side.

    The steps have the columns that the layout gives them, or more where they would be higher than the introduction.
    """
    gap = OPENING_GAP * ctx.unit
    if block.second:
        return _opening_in_languages(ctx, block, block.second, gap)
    fewest = nearest_columns(ctx.layout.opening.steps)
    narrow = span(ctx.layout, columns=fewest).width < NARROWEST_STEPS * ctx.style(Style.STEP).size
    if narrow or not block.paragraphs or not block.steps:
        return _opening_in_sequence(ctx, block, gap)
    begun = len(ctx.structure.elements)
    both, over = _opening_in_columns(ctx, block, fewest)
    for columns in range(fewest + 1, MOST_FOR_STEPS + 1):
        if over <= 0:
            break
        trial = ctx._replace(structure=StructureBuilder())
        if _opening_in_columns(trial, block, columns)[0].height < both.height:
            ctx.structure.forget(begun)
            both, over = _opening_in_columns(ctx, block, columns)
    if both.height > ctx.layout.page.height / 2:
        ctx.structure.forget(begun)
        return _opening_in_sequence(ctx, block, gap)
    both.space_before = gap
    both.part = partial(_part_opening, ctx, block, begun)
    return [both]


def _part_opening(ctx: TypesettingContext, block: Opening, begun: int, height: float) -> tuple[Row, Row] | None:
    """Set the introduction over the whole width, as much as is no higher than this, and the steps below its rest.

    Its elements are those it had side by side, the first of them with the index ``begun``.
    """
    again = StructureBuilder()
    again.elements = ctx.structure.elements[:begun]
    rows = _opening_in_sequence(ctx._replace(structure=again), block, 0.0)
    for place in range(len(rows) - 1, FEWEST_LINES - 1, -1):
        if not rows[place - 1].keep_with_next and total_height(rows[:place]) <= height:
            return side_by_side([rows[:place]]), side_by_side([rows[place:]])
    return None


def _opening_in_columns(ctx: TypesettingContext, block: Opening, columns: int) -> tuple[Row, float]:
    """Set the steps in so many columns beside the introduction; return by how much they are higher, too."""
    aside = span(ctx.layout, COLUMNS - columns, columns)
    main = _paragraphs(ctx, block.paragraphs, *span(ctx.layout, 0, COLUMNS - columns), indent=ctx.indent)
    steps = _in_register(ctx, _steps(ctx, block, *aside), total_height(main))
    both = side_by_side([main, steps])
    both.marks.append(ctx.spine(aside.x - GUTTER / 2, -ctx.unit / 2, -both.height))
    return both, total_height(steps) - total_height(main)


def _in_register(ctx: TypesettingContext, steps: list[Row], height: float) -> list[Row]:
    """Return the steps on the lines of the introduction beside them, so many points high.

    There are whole lines of white between the steps, or below their title alone, as far as the introduction is higher.
    """
    line = ctx.style(Style.BODY).leading
    begun = [row for row in steps if row.space_before]
    for row in steps:
        row.marks = [move_down(mark, line - row.height) for mark in row.marks]
        row.height, row.space_before = line if row.marks else 0.0, 0.0
    for spread in (begun, begun[:1]):
        if total_height(steps) + line * len(spread) <= height + 1:
            for row in spread:
                row.space_before = line
            break
    return steps


def _opening_in_sequence(ctx: TypesettingContext, block: Opening, gap: float) -> list[Row]:
    width = min(ctx.layout.measure, READABLE * ctx.style(Style.BODY).size)
    main = _paragraphs(ctx, block.paragraphs, ctx.left, width)
    steps = _steps(ctx, block, ctx.left, width)
    for rows in (main, steps):
        if rows:
            rows[0].space_before = gap
    return main + steps


def _opening_in_languages(ctx: TypesettingContext, block: Opening, second: Opening, gap: float) -> list[Row]:
    """Set the introduction in two languages side by side, below it the steps; one below the other in a narrow page."""
    lower, places, begun = _lower_voice(ctx), equal_spans(ctx.layout, 2), len(ctx.structure.elements)
    said = ((ctx, block, places[0]), (lower, second, places[1]))
    paragraphs = [_paragraphs(voice, own.paragraphs, *place) for voice, own, place in said]
    steps = [_steps(voice, own, *place) for voice, own, place in said]
    rows = [side_by_side(columns) for columns in (paragraphs, steps) if any(columns)]
    narrow = places[0].width < NARROWEST_LANGUAGE * ctx.style(Style.BODY).size
    if narrow or max(row.height for row in rows) > MOST_OF_PAGE * ctx.depth:
        ctx.structure.forget(begun)
        return _opening_in_sequence(ctx, block, gap) + _opening_in_sequence(lower, second, gap)
    for row in rows:
        row.marks.append(ctx.spine(places[1].x - GUTTER / 2, -ctx.unit / 2, -row.height))
        row.space_before = gap
    return rows


def _lower_voice(ctx: TypesettingContext) -> TypesettingContext:
    """Return a context in which running text looks as what stands below a text in a second language."""
    kind = ctx.style(SECOND)
    lowered = {
        style: ctx.style(style)._replace(face=kind.face, colour=kind.colour)
        for style in (Style.BODY, Style.STEP, Style.ASIDE)
    }
    return ctx._replace(layout=ctx.layout._replace(styles={**ctx.layout.styles, **lowered}))


def _paragraphs(
    ctx: TypesettingContext, paragraphs: tuple[str, ...], x: float, width: float, *, indent: float = 0.0
) -> list[Row]:
    """Set paragraphs with half a line between them, or, where there is an indent, with that instead."""
    rows: list[Row] = []
    for text in paragraphs:
        first = indent if rows else 0.0
        lines = ctx.paragraph(text, x, width, Style.BODY, ctx.say(text, Tag.P, -1), first)
        lines[0].space_before = 0.0 if indent or not rows else ctx.unit
        rows += lines
    return rows


def _steps(ctx: TypesettingContext, block: Opening, x: float, width: float) -> list[Row]:
    if not block.steps:
        return []
    head = ctx.balance_lines(block.steps_title, x, width, Style.ASIDE, ctx.say(block.steps_title, Tag.H2, -1))
    steps = keep_together([*head, Row(0, [])])
    steps[-1].keep_with_next = True
    listed = ctx.structure.add(Tag.L)
    indent = max(ctx.indent, ctx.width("0 ", Style.ASIDE))
    for number, text in enumerate(block.steps, start=1):
        item = ctx.structure.add(Tag.LI, listed)
        label = ctx.structure.add(Tag.LBL, item)
        body = ctx.say(text, Tag.LBODY, item)
        opposite = bool(language_of(text)) and ctx.is_opposite(text)
        lines = ctx.paragraph(text, x if opposite else x + indent, width - indent, Style.STEP, body)
        at = x + width - ctx.width(f"{number}", Style.ASIDE) if opposite else x
        mark = ctx.text(f"{number} ", at, -ctx.drop(Style.STEP), Style.ASIDE, label)
        lines[0].marks.insert(0, mark)
        lines[0].space_before = ctx.unit
        steps += lines
    return steps
