"""Setting lines to sign on, and the place of the digital signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.fingerprint import SIGNATURE
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.context import ENTRY_LINE
from generator.typesetting.grid import equal_spans
from generator.typesetting.names import fit_name, set_name
from generator.typesetting.page import Rect, SignatureField, Tag
from generator.typesetting.rows import Row, keep_together, row_by_row, side_by_side

BELOW_LINE = 1 * POINTS_PER_MM
"""Between a line to sign on and the name below it."""

if TYPE_CHECKING:
    from generator.composing.document import DigitalSignature, LabelledField, Signatures
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.grid import Span
    from generator.typesetting.page import Field, Mark


def signatures(ctx: TypesettingContext, block: Signatures) -> list[Row]:
    """Set lines to sign on, two or three side by side, with the names below; fewer where names do not fit."""
    columns = 2 if len(block.lines) in {1, 2, 4} else 3
    while columns > 1 and not _names_fit(ctx, block, equal_spans(ctx.layout, columns)[0].width):
        columns -= 1
    places = equal_spans(ctx.layout, columns)
    rows = [block.lines[start : start + columns] for start in range(0, len(block.lines), columns)]
    signed = [_signature_row(ctx, row, places) for row in rows]
    for lines in signed[:-1]:
        lines[-1].loose = any(item.field for item in block.lines)  # who signed stands together
    return keep_together([line_row for lines in signed for line_row in lines])


def _names_fit(ctx: TypesettingContext, block: Signatures, width: float) -> bool:
    """Tell whether all names, and all that was signed with, can be set in columns of this width without a word broken.

    Of a line with a field only the name counts: the field shows what is typed into it.
    """
    return all(
        fit_name(ctx, item.label, width, Style.PERSON)
        and (item.field or fit_name(ctx, item.value, width - 4, Style.ANSWER))
        for item in block.lines
    )


def _signature_row(ctx: TypesettingContext, row: tuple[LabelledField, ...], places: list[Span]) -> list[Row]:
    columns, width = [(place.x, ctx.structure.add(Tag.P)) for place in places[: len(row)]], places[0].width
    signed = _signature_lines(ctx, row, columns, width)
    signed[0].space_before = 2.5 * POINTS_PER_MM
    names = [
        set_name(ctx, item.label, x, width, Style.PERSON, parent)
        for item, (x, parent) in zip(row, columns, strict=True)
    ]
    return [*signed, Row(BELOW_LINE, []), side_by_side(names)]


def _signature_lines(
    ctx: TypesettingContext, row: tuple[LabelledField, ...], columns: list[tuple[float, int]], width: float
) -> list[Row]:
    """Set lines to sign on; where there are no fields, the names signed with, of any length, on lines."""
    depth = ctx.layout.line_pitch * 1.15
    if any(item.field for item in row):
        marks: list[Mark | Field] = []
        for item, (x, parent) in zip(row, columns, strict=True):
            marks += ctx.entry(item, x, width, -depth, parent)
        return [Row(depth, marks)]
    texts = [
        set_name(ctx, item.value, x + 2, width - 4, Style.ANSWER, ctx.structure.add(Tag.SPAN, parent))
        if item.value
        else []
        for item, (x, parent) in zip(row, columns, strict=True)
    ]
    rules: list[Mark | Field] = [ctx.rule(x, x + width, -2, ctx.layout.colours.line, ENTRY_LINE) for x, _ in columns]
    return [*row_by_row(texts), Row(2, rules)]


def digital_signature(ctx: TypesettingContext, block: DigitalSignature) -> list[Row]:
    """Set the place of the digital signature: name and time on a line, and a label below it."""
    width = equal_spans(ctx.layout, 2)[0].width
    kind = ctx.style(Style.VALUE)
    name = ctx.shorten(block.name, ctx.left, 0, width - 4, Style.VALUE).text
    depth = 2 * kind.leading + 4
    field = SignatureField(
        SIGNATURE,
        Rect(ctx.left, -depth, width, depth),
        ctx.words.digital_signature_tooltip(block.name, block.when),
        (name, block.when),
        kind.size,
        kind.leading,
        ctx.structure.add(Tag.FORM),
    )
    rule = ctx.rule(ctx.left, ctx.left + width, -2, ctx.layout.colours.line, ENTRY_LINE)
    below = ctx.lines(ctx.words.signed_digitally, ctx.left, width, Style.PERSON, ctx.structure.add(Tag.P))
    signed = Row(depth, [field], space_before=6 * POINTS_PER_MM)
    return keep_together([signed, Row(2, [rule]), Row(BELOW_LINE, []), *below])
