"""Setting what is written on: labelled lines, room to answer, tables of lines, lines to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from generator.composing.document import Heading
from generator.model.fingerprint_content import SIGNATURE
from generator.model.layout import POINTS_PER_MM, Lines, Style
from generator.typesetting.context import EASILY_READ, ELLIPSIS, FIELD_LIFT, HAIRLINE
from generator.typesetting.page import Entry, Rect, Rule, SignatureField, Tag, TextField
from generator.typesetting.reading_blocks import COLUMN_GAP, READABLE, heading, question_again, tick_box, told
from generator.typesetting.rows import Strip, kept_together, merged, stacked, without_widows, zipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import (
        AnswerRoom,
        Asked,
        DigitalSignature,
        Facts,
        Notes,
        Reconsidered,
        Signatures,
        Table,
        WriteIn,
    )
    from generator.typesetting.context import Setter
    from generator.typesetting.page import Field, Mark

LABEL_GAP = 2 * POINTS_PER_MM
ABOVE_ROOM = 1.2 * POINTS_PER_MM
BETWEEN_ROOMS = 2.4 * POINTS_PER_MM
ROOM_GAP = 12 * POINTS_PER_MM
"""Between two people's answers; the spine stands in its middle."""
TABLE_GAP = 6 * POINTS_PER_MM
SHORTEST_LINE = 8
"""Lines for names and places are set one a row rather than shorter than so many ems."""
FEWEST_NOTES, MOST_NOTES = 3, 60
"""The lines for notes: bound to their heading, and at most."""
DOT = 0.9


def facts(setter: Setter, block: Facts) -> list[Strip]:
    """Set rows of labelled lines; labelled texts where there is nothing to write."""
    if not any(item.field for row in block.rows for item in row):
        return told(setter, block)
    rows = [part for row in block.rows for part in _parted(setter, row)]
    return kept_together([_fact_row(setter, row) for row in rows])


def _parted(setter: Setter, row: tuple[WriteIn, ...]) -> list[tuple[WriteIn, ...]]:
    """Return the row, or a row for each item, where a value would be set much smaller to fit, or a line be short."""
    usual = setter.style(Style.VALUE).size
    least = max(usual * EASILY_READ, min(usual, setter.layout.smallest))
    if min(_line_widths(setter, row)) < SHORTEST_LINE * usual:
        return [(item,) for item in row]
    sizes = [setter.value_size(item, width - 4) for item, width in zip(row, _line_widths(setter, row), strict=True)]
    return [row] if min(sizes) >= least else [(item,) for item in row]


def _line_widths(setter: Setter, row: tuple[WriteIn, ...]) -> list[float]:
    """Return how long each item's line is, between the words before and behind it."""
    words = sum(_word_width(setter, setter.showing.line(word)) for item in row for word in (item.label, item.after))
    free = setter.layout.measure - words - COLUMN_GAP * (len(row) - 1)
    unit = free / max(1.0, sum(item.share for item in row))
    return [unit * item.share for item in row]


def _fact_row(setter: Setter, row: tuple[WriteIn, ...]) -> Strip:
    labels = [setter.showing.line(item.label) for item in row]
    tails = [setter.showing.line(item.after) for item in row]
    baseline = -setter.layout.line_pitch + FIELD_LIFT
    widths = _line_widths(setter, row)
    lines = len(setter.value_lines(row[0], widths[0])) if len(row) == 1 else 1
    height = setter.layout.line_pitch + (lines - 1) * setter.style(Style.VALUE).leading
    marks: list[Mark | Field] = []
    x = setter.left
    for item, label, tail, width in zip(row, labels, tails, widths, strict=True):
        element = setter.tree.add(Tag.P)
        if label:
            marks.append(setter.text(f"{label} ", x, baseline, Style.LABEL, element))
            x += _word_width(setter, label)
        marks += setter.entry(item, x, width, -height, element, lines)
        x += width
        if tail:
            marks.append(setter.text(tail, x + LABEL_GAP, baseline, Style.LABEL, element))
            x += _word_width(setter, tail)
        x += COLUMN_GAP
    return Strip(height, marks)


def _word_width(setter: Setter, word: str) -> float:
    return setter.width(word, Style.LABEL) + LABEL_GAP if word else 0.0


def asked(setter: Setter, block: Asked, above: float = 0.0) -> list[Strip]:
    """Set a question and the room for everybody's answer as one strip; as several, where no page could hold it.

    ``above`` is what a heading bound to it takes of the page.
    """
    element = setter.tree.add(Tag.H3)
    width = min(setter.layout.measure, READABLE * setter.style(block.style).size)
    head = setter.even_lines(block.text, setter.left, width, block.style, element)
    if block.note:
        head += setter.lines(block.note, setter.left, width, Style.NOTE, setter.tree.add(Tag.P))
    again = question_again(setter, block.text)
    rows = [
        _room_row(setter, block.rooms[start : start + block.columns], block, setter.depth - again.height - ABOVE_ROOM)
        for start in range(0, len(block.rooms), block.columns)
    ]
    for row in rows:
        row.before = ABOVE_ROOM if row is rows[0] else BETWEEN_ROOMS
    whole = merged([[*head, *rows]])
    strips = [whole] if above + whole.height <= setter.depth else [*head, *rows]
    for strip in strips[: len(head)]:
        strip.keep = len(strips) > 1
    for strip in strips[1:]:
        strip.continued = again
    strips[0].before = max(5.5 * POINTS_PER_MM, 0.85 * setter.style(block.style).leading)
    return strips


def _room_row(setter: Setter, rooms: tuple[AnswerRoom, ...], block: Asked, most: float) -> Strip:
    """Set room side by side, with as many of the block's lines as ``most`` points of height can hold."""
    columns = min(block.columns, len(block.rooms))
    width = (setter.layout.measure - ROOM_GAP * (columns - 1)) / columns
    starts = [setter.left + column * (width + ROOM_GAP) for column in range(len(rooms))]
    parents = [setter.tree.add(Tag.P) for _ in rooms]
    people = [
        setter.lines(room.person, x, width, Style.PERSON, parent) + _earlier(setter, room.earlier, x, width, most)
        for room, x, parent in zip(rooms, starts, parents, strict=True)
    ]
    label = max(map(stacked, people))
    height = label + min(block.lines, int((most - label) / setter.layout.line_pitch)) * setter.layout.line_pitch
    marks: list[Mark | Field] = []
    for room, x, name, parent in zip(rooms, starts, people, parents, strict=True):
        marks += merged([name]).marks + _room(setter, room, Rect(x, -height, width, height - label), parent)
    for column in range(1, len(rooms)):
        x = setter.left + column * (width + ROOM_GAP) - ROOM_GAP / 2
        marks.append(setter.spine(x, -2, -height))
    return Strip(height, marks)


def _earlier(setter: Setter, text: str, x: float, width: float, most: float) -> list[Strip]:
    """Set what a person answered before, small, in no more than a third of the height that there is."""
    if not text:
        return []
    style = setter.small
    leading = setter.style(style).leading
    fitting = max(1, int(most / 3 / leading))
    strips = setter.paragraph(text, x, width, style, setter.tree.add(Tag.P))
    if len(strips) > fitting:
        element = setter.tree.add(Tag.P)
        del strips[fitting - 1 :]
        strips += setter.lines(ELLIPSIS, x, width, style, element)
    strips[-1].height += 0.4 * leading
    return strips


def _room(setter: Setter, room: AnswerRoom, rect: Rect, parent: int) -> list[Mark | Field]:
    marks: list[Mark | Field] = list(_lines(setter, rect))
    if setter.fillable:
        kind = setter.style(Style.ANSWER)
        element = setter.tree.add(Tag.FORM, parent)
        below = HAIRLINE * max(1, setter.layout.weight * 0.6)  # half of a line lies below it
        whole = Rect(rect.x, rect.y - below, rect.width, rect.height + below)
        marks.append(
            TextField(room.field, whole, room.tooltip, room.value, Entry.BLOCK, kind.size, kind.leading, element)
        )
    return marks


def _lines(setter: Setter, rect: Rect) -> Iterator[Rule]:
    """Yield what stands in the room to answer, from the top: lines, dots, or one line at the foot."""
    layout = setter.layout
    number = round(rect.height / layout.line_pitch)
    match layout.lines:
        case Lines.RULED:
            for line in reversed(range(number)):
                yield setter.rule(rect.x, rect.x + rect.width, rect.y + line * layout.line_pitch, layout.colours.line)
        case Lines.DOTTED:
            step = layout.line_pitch / 2
            dot = DOT * layout.weight
            across = int((rect.width - dot) / step) + 1
            for row in reversed(range(2 * number)):
                y = rect.y + row * step + dot / 2
                for column in range(across):
                    x = rect.x + column * step
                    yield Rule(x, y, x + dot, y, dot, layout.colours.line)
        case Lines.PLAIN:
            yield setter.rule(rect.x, rect.x + rect.width, rect.y, layout.colours.line)
        case _:
            assert_never(layout.lines)


def notes(setter: Setter, block: Notes) -> list[Strip]:
    """Set a heading and lines to write on, as many as the page has room for, on paper only."""
    head = heading(setter, Heading(block.title))
    pitch = setter.layout.line_pitch
    area = Rect(setter.left, -pitch, setter.layout.measure, pitch)
    strips = [Strip(pitch, list(_lines(setter, area))) for _ in range(MOST_NOTES)]
    for strip in [*head, *strips] if block.spare else strips[FEWEST_NOTES:]:
        strip.spare = True
    return [*kept_together([*head, *strips[:FEWEST_NOTES]]), *strips[FEWEST_NOTES:]]


def table(setter: Setter, block: Table) -> list[Strip]:
    """Set a table: lines to write on, or texts of any length."""
    spans = _spans(setter, block.shares)
    element = setter.tree.add(Tag.TABLE)
    head_row = setter.tree.add(Tag.TR, element)
    heads = zipped(
        [
            setter.lines(head, x, width, Style.LABEL, setter.tree.add(Tag.TH, head_row))
            for head, (x, width) in zip(block.heads, spans, strict=True)
        ]
    )
    for strip in heads:
        strip.keep = True
    rows = [_table_row(setter, row, spans, setter.tree.add(Tag.TR, element)) for row in block.rows]
    flat = [strip for row in rows for strip in row]
    return kept_together(heads + flat) if any(item.field for row in block.rows for item in row) else heads + flat


def _spans(setter: Setter, shares: tuple[float, ...]) -> list[tuple[float, float]]:
    unit = (setter.layout.measure - TABLE_GAP * (len(shares) - 1)) / sum(shares)
    x, spans = setter.left, []
    for share in shares:
        spans.append((x, unit * share))
        x += unit * share + TABLE_GAP
    return spans


def _table_row(setter: Setter, row: tuple[WriteIn, ...], spans: list[tuple[float, float]], parent: int) -> list[Strip]:
    if any(item.field for item in row):
        marks: list[Mark | Field] = []
        for item, (x, width) in zip(row, spans, strict=True):
            marks += setter.entry(item, x, width, -setter.layout.line_pitch, setter.tree.add(Tag.TD, parent))
        return [Strip(setter.layout.line_pitch, marks)]
    columns = []
    for item, (x, width) in zip(row, spans, strict=True):
        cell = setter.tree.add(Tag.TD, parent)
        lines = [setter.lines(line, x, width, Style.ANSWER, cell) for line in setter.showing.lines(item.value)]
        columns.append(without_widows([strip for line in lines for strip in line]))
    strips = zipped(columns)
    strips[0].before = 1.5 * POINTS_PER_MM
    x, width = setter.left, setter.layout.measure
    strips[-1].marks.append(setter.rule(x, x + width, -strips[-1].height - 2, setter.layout.colours.line))
    strips[-1].height += 2
    return strips


def reconsidered(setter: Setter, block: Reconsidered) -> list[Strip]:
    """Set an earlier agreement, the boxes for what becomes of it, and the lines for its new wording."""
    spans = _spans(setter, (5, 2))
    texts = zipped(
        [
            setter.lines(text, x, width, Style.ANSWER, setter.tree.add(Tag.P)) if text else []
            for text, (x, width) in zip((block.what, block.who), spans, strict=True)
        ]
    )
    element = setter.tree.add(Tag.P)
    label = setter.showing.line(block.wording[0].label)
    baseline = -setter.layout.line_pitch + FIELD_LIFT
    marks: list[Mark | Field] = [setter.text(f"{label} ", setter.left, baseline, Style.LABEL, element)]
    indent = _word_width(setter, label)
    for item, (x, width) in zip(block.wording, spans, strict=True):
        start = x + (indent if item.label else 0)
        marks += setter.entry(item, start, width - (start - x), -setter.layout.line_pitch, element)
    strips = kept_together([*texts, *_boxes(setter, block), Strip(setter.layout.line_pitch, marks)])
    strips[0].before = 4.5 * POINTS_PER_MM
    return strips


def _boxes(setter: Setter, block: Reconsidered) -> list[Strip]:
    """Set a row of boxes, each with its word; several rows where they would leave the text area."""
    size, kind = setter.layout.ticks.size, setter.style(Style.NOTE)
    height = max(kind.leading, size + 3)
    baseline = -height / 2 - setter.metrics.x_height(kind.face) * kind.size / 2
    element = setter.tree.add(Tag.P)
    rows = [Strip(height, [], before=1)]
    x = setter.left
    for word, box in zip(block.words, block.boxes, strict=True):
        width = size + LABEL_GAP + setter.width(word, Style.NOTE)
        if x > setter.left and x + width > setter.right:
            rows.append(Strip(height, [], before=2))
            x = setter.left
        rows[-1].marks += tick_box(setter, box, x + size / 2, -height / 2, element)
        rows[-1].marks.append(setter.text(f"{word} ", x + size + LABEL_GAP, baseline, Style.NOTE, element))
        x += width + COLUMN_GAP
    return rows


def signatures(setter: Setter, block: Signatures) -> list[Strip]:
    """Set lines to sign on, two or three side by side, with the names below."""
    columns = 2 if len(block.lines) in {1, 2, 4} else 3
    width = (setter.layout.measure - ROOM_GAP * (columns - 1)) / columns
    rows = [block.lines[start : start + columns] for start in range(0, len(block.lines), columns)]
    return kept_together([strip for row in rows for strip in _signature_row(setter, row, width)])


def _signature_row(setter: Setter, row: tuple[WriteIn, ...], width: float) -> list[Strip]:
    columns = [(setter.left + column * (width + ROOM_GAP), setter.tree.add(Tag.P)) for column in range(len(row))]
    signed = _signed(setter, row, columns, width)
    signed[0].before = 2.5 * POINTS_PER_MM
    names = [
        setter.lines(item.label, x, width, Style.PERSON, parent) for item, (x, parent) in zip(row, columns, strict=True)
    ]
    return [*signed, Strip(1, []), merged(names)]


def _signed(setter: Setter, row: tuple[WriteIn, ...], columns: list[tuple[float, int]], width: float) -> list[Strip]:
    """Set lines to sign on, or what was signed with, of any length, on lines."""
    depth = setter.layout.line_pitch * 1.15
    if any(item.field for item in row):
        marks: list[Mark | Field] = []
        for item, (x, parent) in zip(row, columns, strict=True):
            marks += setter.entry(item, x, width, -depth, parent)
        return [Strip(depth, marks)]
    texts = [
        setter.lines(item.value, x + 2, width - 4, Style.VALUE, setter.tree.add(Tag.SPAN, parent)) if item.value else []
        for item, (x, parent) in zip(row, columns, strict=True)
    ]
    rules: list[Mark | Field] = [setter.rule(x, x + width, -2, setter.layout.colours.line, 0.5) for x, _ in columns]
    return [*zipped(texts), Strip(2, rules)]


def digital_signature(setter: Setter, block: DigitalSignature) -> list[Strip]:
    """Set the place of the digital signature: who and when on a line, and below it what it is."""
    width = (setter.layout.measure - ROOM_GAP) / 2
    kind = setter.style(Style.VALUE)
    name = setter.shortened(block.name, setter.left, 0, width - 4, Style.VALUE).text
    depth = 2 * kind.leading + 4
    field = SignatureField(
        SIGNATURE,
        Rect(setter.left, -depth, width, depth),
        f"Digital signature of {block.name}, {block.when}",
        (name, block.when),
        kind.size,
        kind.leading,
        setter.tree.add(Tag.FORM),
    )
    rule = setter.rule(setter.left, setter.left + width, -2, setter.layout.colours.line, 0.5)
    below = setter.lines("Signed digitally", setter.left, width, Style.PERSON, setter.tree.add(Tag.P))
    return kept_together([Strip(depth, [field], before=6 * POINTS_PER_MM), Strip(2, [rule]), Strip(1, []), *below])
