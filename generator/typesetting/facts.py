"""Setting labelled lines to write on: names, date, place. Each label stands small above its line, on the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.composing.spoken import Spoken, language_of, second_of
from generator.model.layout import Style
from generator.typesetting.context import BETWEEN_LABELS, EASILY_READ, FIELD_DROP, FIELD_HEIGHT, FIELD_LIFT
from generator.typesetting.grid import COLUMNS, GUTTER, Span, column_step, span
from generator.typesetting.page import Tag
from generator.typesetting.reading_blocks import texts_with_labels
from generator.typesetting.rows import Row, keep_together

if TYPE_CHECKING:
    from generator.composing.document import FieldRows, LabelledField
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

SHORTEST_LINE = 8
"""Lines for names and places stand in fewer columns rather than be shorter than so many ems."""
IN_THREES = frozenset({3, 5, 6})
"""So many people stand three in a row, others in twos."""
LABEL_DESCENT = 0.22
"""How far a label reaches below its baseline, of its size."""
ABOVE_LABEL = 1.1
"""The least white space between a line and the label below it, of the label's size: more than above its own line."""
Placed = tuple["LabelledField", Span]


def field_rows(ctx: TypesettingContext, block: FieldRows) -> list[Row]:
    """Set rows of labelled lines, two or three abreast or fewer; labelled texts, where no item has a field."""
    if not any(item.field for group in block.rows for item in group):
        return texts_with_labels(ctx, block)
    most = 3 if any(len(group) in IN_THREES for group in block.rows) else 2
    numbers = [_most_abreast(ctx, group, most) for group in block.rows]
    together = min((number for number in numbers if number > 1), default=most)
    measures = _measures(ctx)
    rows = [
        _fact_row(ctx, row, measures)
        for group, number in zip(block.rows, numbers, strict=True)
        for row in (_place(ctx, group, min(number, together)) if number > 1 else _place_alone(ctx, group, together))
    ]
    for row in rows:
        row.space_before = measures.gap
    for row in rows[:-1]:
        row.loose = True
    return keep_together(rows)


def _most_abreast(ctx: TypesettingContext, group: tuple[LabelledField, ...], most: int) -> int:
    """Return how many of a group's lines stand side by side, at most so many; 1 where they fit no row together."""
    while most > 1 and not all(_fits(ctx, *placed) for row in _place(ctx, group, most) for placed in row):
        most -= 1
    return most


def _place(ctx: TypesettingContext, group: tuple[LabelledField, ...], abreast: int) -> list[list[Placed]]:
    """Return the rows of lines, so many of them side by side; a line takes its share, as far as there is room."""
    columns = COLUMNS // abreast
    rows: list[list[Placed]] = []
    taken = abreast
    for item in group:
        if taken == abreast:
            rows.append([])
            taken = 0
        share = min(item.share, abreast - taken)
        rows[-1].append((item, span(ctx.layout, taken * columns, share * columns)))
        taken += share
    return rows


def _place_alone(ctx: TypesettingContext, group: tuple[LabelledField, ...], abreast: int) -> list[list[Placed]]:
    """Return the rows of lines that fit no row together: those that need it have one, others stand side by side.

    Where that takes as many rows, each has one, so that all are as wide.
    """
    whole = span(ctx.layout)
    columns = COLUMNS // abreast
    rows: list[list[Placed]] = []
    for item in group:
        wide = not _fits(ctx, item, span(ctx.layout, 0, columns))
        place = whole if wide else span(ctx.layout, columns * (len(rows[-1]) if rows else 0), columns)
        if wide or not rows or place.end > whole.end + 1 or rows[-1][-1][1] == whole:
            rows.append([])
        rows[-1].append((item, place if wide else span(ctx.layout, columns * len(rows[-1]), columns)))
    return rows if len(rows) < len(group) else [[(item, whole)] for item in group]


def _fits(ctx: TypesettingContext, item: LabelledField, place: Span) -> bool:
    """Tell whether a value can be read easily on its line, and whether its label and the word behind stand above it."""
    kind = ctx.style(Style.VALUE)
    least = max(kind.size * EASILY_READ, min(kind.size, ctx.layout.smallest))
    words = ctx.width(f"{_display(ctx, item.label)} ", Style.LABEL) + ctx.width(_display(ctx, item.after), Style.LABEL)
    return (
        place.width >= SHORTEST_LINE * kind.size
        and words <= place.width
        and ctx.value_size(item, place.width - 4) >= least
    )


def _display(ctx: TypesettingContext, word: str) -> str:
    return ctx.display_text.display(word) if word else ""


class _Measures(NamedTuple):
    """The heights of a labelled line; points."""

    label: float
    """From the label's baseline to that of what is written."""
    gap: float
    """Between two rows; what is written in them stands whole units apart."""


def _measures(ctx: TypesettingContext) -> _Measures:
    value, label = ctx.style(Style.VALUE), ctx.style(Style.LABEL)
    least = (FIELD_HEIGHT - FIELD_DROP) * value.size + LABEL_DESCENT * label.size
    lift = ctx.half_units(least)
    capitals = ctx.metrics.cap_height(label.face) * label.size
    pitch = ctx.whole_units(lift + FIELD_LIFT + capitals + ABOVE_LABEL * label.size)
    return _Measures(lift, max(0.0, pitch - label.leading - lift))


def _fact_row(ctx: TypesettingContext, row: list[Placed], measures: _Measures) -> Row:
    """Set labelled lines side by side, their values all in the size of the one that must be smallest to fit."""
    if len(row) > 1:
        ctx = ctx.resize(Style.VALUE, min(ctx.value_size(item, place.width - 4) for item, place in row))
    item, place = row[0]
    lines = len(ctx.value_lines(item, place.width)) if len(row) == 1 else 1
    top = ctx.style(Style.LABEL).leading + measures.label
    height = top + ((lines - 1) * ctx.style(Style.VALUE).leading + ctx.unit if lines > 1 else 0.0)
    line = ctx.below_baseline - height - FIELD_LIFT
    baseline = ctx.below_baseline - ctx.style(Style.LABEL).leading
    marks: list[Mark | Field] = []
    for item, place in row:
        element = ctx.structure.add(Tag.P)
        tail = _display(ctx, item.after)
        marks += _label(ctx, item, place, baseline, element)
        marks += ctx.entry(item, place.x, place.width, line, element, lines)
        if tail:
            x = _behind(ctx, place, " ".join([*_words(ctx, item, place), ""]), tail)
            marks.append(ctx.text(tail, x, baseline, Style.LABEL, element))
    return Row(height, marks)


def _words(ctx: TypesettingContext, item: LabelledField, place: Span) -> list[str]:
    """Return the label, and what it is in a second language where that has room beside it."""
    label, second = _display(ctx, item.label), second_of(item.label)
    words = [label] if label else []
    if second is None:
        return words
    both = [f"{label}{BETWEEN_LABELS}", _display(ctx, second)]
    tail = _display(ctx, item.after)
    room = place.width - (ctx.width(tail, Style.LABEL) + GUTTER if tail else 0.0)
    return both if ctx.width(" ".join(both), Style.LABEL) <= room else words


def _label(ctx: TypesettingContext, item: LabelledField, place: Span, baseline: float, parent: int) -> list[Mark]:
    """Return the marks of the label above a line."""
    words, second = _words(ctx, item, place), second_of(item.label)
    marks: list[Mark] = []
    x = place.x
    for word, said in zip(words, (item.label, second), strict=False):
        marks.append(ctx.label(Spoken(word, language_of(said or "")), x, baseline, parent))
        x += ctx.width(f"{word} ", Style.LABEL)
    return marks


def _behind(ctx: TypesettingContext, place: Span, label: str, tail: str) -> float:
    """Return where the word behind a line stands above it: from the last of its columns that has room for it."""
    step, width = column_step(ctx.layout), ctx.width(tail, Style.LABEL)
    first = place.x + (ctx.width(label, Style.LABEL) if label.strip() else 0.0)
    columns = round((place.width + GUTTER) / step)
    edges = (place.x + number * step for number in range(columns - 1, -1, -1))
    return next((x for x in edges if first <= x <= place.end - width), place.end - width)
