"""Setting what is read: titles, running text, the questions to pick from, and the answers given."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.page import ARTIFACT, Box, Rect, Tag, Text, Tick, TickField
from generator.typesetting.rows import Strip, Tree, kept_together, lowered, merged, stacked, without_widows, zipped

if TYPE_CHECKING:
    from generator.composing.document import (
        Answered,
        Choice,
        Choices,
        Facts,
        Heading,
        Opening,
        Paragraph,
        Remaining,
        Spoken,
        TickBox,
        Title,
        WriteIn,
    )
    from generator.model.colour import Colour
    from generator.typesetting.context import Setter
    from generator.typesetting.page import Field, Mark

COLUMN_GAP = 7 * POINTS_PER_MM
NAME_COLUMN = 0.23
"""The names' part of the width where answers are set."""
NARROWEST_STEPS = 9
"""The steps stand below the introduction rather than beside it in a column narrower than so many ems."""
STEP_INDENT = 4.6 * POINTS_PER_MM
BULLET = "\N{EN DASH} "
CONTINUED = " (continued)"
FRAME = 0.6
"""The outline of a tick box."""
NOTE_LINE = 1.5
"""How far a line to note on lies below the baseline of the question beside it."""
ABOVE_NOTED = 2.2 * POINTS_PER_MM
READABLE = 34
"""The longest line of a question, in ems of its type."""
BESIDE = 2
MOST_BESIDE = 0.45
"""The most of a page's height that answers take side by side; longer ones stand in turns, and may be broken."""


def title(setter: Setter, block: Title) -> list[Strip]:
    """Set the document's title."""
    element = setter.tree.add(Tag.H1)
    lines = setter.even_lines(block.text, setter.left - 0.5, setter.layout.measure, Style.TITLE, element)
    return kept_together([*lines, Strip(2 * POINTS_PER_MM, [])])


def heading(setter: Setter, block: Heading) -> list[Strip]:
    """Set a heading, bound to what follows."""
    element = setter.tree.add(Tag.H2)
    lines = setter.even_lines(block.text, setter.left, setter.layout.measure, block.style, element)
    lines[0].before = 7 * POINTS_PER_MM
    for line in lines:
        line.keep = True
    return lines


def paragraph(setter: Setter, block: Paragraph) -> list[Strip]:
    """Set a paragraph of running text."""
    width = min(setter.layout.measure, READABLE * setter.style(block.style).size)
    lines = setter.paragraph(block.text, setter.left, width, block.style, setter.tree.add(Tag.P))
    lines[0].before = (4 if block.apart else 1.5) * POINTS_PER_MM
    lines[-1].keep = block.leads
    return lines


def opening(setter: Setter, block: Opening) -> list[Strip]:
    """Set the introduction with the steps beside it; below it, where they would not fit a page side by side."""
    measure = setter.layout.measure
    aside = measure * setter.layout.opening.steps
    gap = 6 * POINTS_PER_MM
    narrow = aside - COLUMN_GAP / 2 < NARROWEST_STEPS * setter.style(Style.STEP).size
    if narrow or not block.paragraphs or not block.steps:
        return _stacked_opening(setter, block, gap)
    begun = len(setter.tree.elements)
    main = _paragraphs(setter, block.paragraphs, measure - aside - COLUMN_GAP)
    start = setter.right - aside + COLUMN_GAP / 2
    steps = _steps(setter, block, start, setter.right - start)
    both = merged([main, steps])
    if both.height > setter.layout.page.height / 2:
        del setter.tree.elements[begun:]
        return _stacked_opening(setter, block, gap)
    x = start - COLUMN_GAP / 2
    both.marks.append(setter.spine(x, -1, -both.height))
    both.before = gap
    return [both]


def _stacked_opening(setter: Setter, block: Opening, gap: float) -> list[Strip]:
    width = min(setter.layout.measure, READABLE * setter.style(Style.BODY).size)
    main = _paragraphs(setter, block.paragraphs, width)
    steps = _steps(setter, block, setter.left, width)
    for strips in (main, steps):
        if strips:
            strips[0].before = gap
    return main + steps


def _paragraphs(setter: Setter, paragraphs: tuple[str, ...], width: float) -> list[Strip]:
    strips: list[Strip] = []
    for text in paragraphs:
        lines = setter.paragraph(text, setter.left, width, Style.BODY, setter.tree.add(Tag.P))
        if strips:
            lines[0].before = setter.style(Style.BODY).leading * 0.4
        strips += lines
    return strips


def _steps(setter: Setter, block: Opening, x: float, width: float) -> list[Strip]:
    if not block.steps:
        return []
    head = setter.even_lines(block.steps_title, x, width, Style.ASIDE, setter.tree.add(Tag.H2))
    steps = kept_together([*head, Strip(0, [])])
    steps[-1].keep = True
    listed = setter.tree.add(Tag.L)
    indent = _indent(setter, "0 ", Style.ASIDE)
    for number, text in enumerate(block.steps, start=1):
        item = setter.tree.add(Tag.LI, listed)
        label = setter.tree.add(Tag.LBL, item)
        body = setter.tree.add(Tag.LBODY, item)
        lines = setter.paragraph(text, x + indent, width - indent, Style.STEP, body)
        mark = setter.text(f"{number} ", x, -setter.drop(Style.STEP), Style.ASIDE, label)
        lines[0].marks.insert(0, mark)
        lines[0].before = max(1.6 * POINTS_PER_MM, 0.25 * setter.style(Style.STEP).leading)
        steps += lines
    return steps


def _indent(setter: Setter, mark: str, style: Style) -> float:
    """Return how far the lines of a list stand from its marks, such as ``0 ``."""
    return max(STEP_INDENT, setter.width(mark, style) + 2)


def choices(setter: Setter, block: Choices) -> list[Strip]:
    """Set a section's questions with their tick boxes; a page ends between questions, never after the title."""
    ticks = setter.layout.ticks
    pitch = ticks.pitch if len(block.columns) * ticks.pitch + ticks.gap <= ticks.gutter else ticks.crowded_pitch
    x = setter.left + max(ticks.gutter, len(block.columns) * pitch + ticks.gap)
    centres = [x - ticks.gap - pitch * (len(block.columns) - n - 0.5) for n in range(len(block.columns))]
    head = _choices_head(setter, block, x, centres)
    listed = setter.tree.add(Tag.L)
    rows = [_noted(setter, _choice(setter, choice, x, centres, listed)) for choice in block.choices]
    again = Strip(head[-1].height, _section_again(setter, block, x, centres))
    head[-1].keep = True
    if len(rows) > 1:
        rows[-2][-1].keep = True
    strips = [strip for row in rows for strip in row]
    for strip in strips[1:]:
        strip.continued = again
    return head + strips


def _choices_head(setter: Setter, block: Choices, x: float, centres: list[float]) -> list[Strip]:
    element = setter.tree.add(Tag.H2)
    lines = kept_together(setter.even_lines(block.title, x, setter.right - x, Style.SECTION, element))
    above = setter.style(Style.SECTION).leading + setter.style(Style.CHOICE).leading
    lines[0].before = max(3.4 * POINTS_PER_MM, 0.3 * above)
    lines[-1].marks += _column_heads(setter, block, centres)
    return lines


def _column_heads(setter: Setter, block: Choices, centres: list[float]) -> list[Mark | Field]:
    """Return the heads, shrunk to stand above their boxes: initials that no typeface covers are long."""
    baseline = -setter.drop(Style.SECTION)
    kind = setter.style(Style.INITIALS)
    most = min((after - before for before, after in pairwise(centres)), default=setter.layout.ticks.gutter) - 2
    heads: list[Mark | Field] = []
    for head, centre in zip(map(setter.showing.line, filter(None, block.columns)), centres, strict=False):
        size = setter.fitting_size(head, most, Style.INITIALS)
        x = centre - setter.width(head, Style.INITIALS) * size / kind.size / 2
        heads.append(Text(x, baseline, head, kind.face, size, kind.colour, ARTIFACT))
    return heads


def _section_again(setter: Setter, block: Choices, x: float, centres: list[float]) -> list[Mark | Field]:
    baseline = -setter.drop(Style.SECTION)
    text = setter.shortened(block.title, x, baseline, setter.right - x, Style.SECTION, CONTINUED)
    return [text, *_column_heads(setter, block, centres)]


def _choice(setter: Setter, choice: Choice, x: float, centres: list[float], parent: int) -> list[Strip]:
    """Set a question with its boxes beside the first line as one strip; as several, where no page could hold it."""
    item = setter.tree.add(Tag.LI, parent)
    body = setter.tree.add(Tag.LBODY, item)
    lines = setter.even_lines(choice.text, x, _choices_edge(setter) - x, Style.CHOICE, body)
    kind = setter.style(Style.CHOICE)
    middle = -setter.drop(Style.CHOICE) + setter.metrics.x_height(kind.face) * kind.size / 2
    overhang = max(0.0, setter.layout.ticks.size / 2 - middle - kind.leading)
    lines[-1].height += overhang
    whole = merged([lines])
    rows = [whole] if whole.height < setter.depth / 2 else kept_together([merged([lines[:2]]), *lines[2:]])
    for box, centre in zip(choice.boxes, centres, strict=True):
        rows[0].marks += tick_box(setter, box, centre, middle, body)
    rows[0].before = max(0.0, 1.45 * POINTS_PER_MM - overhang)
    return rows


def _choices_edge(setter: Setter) -> float:
    """Return where the questions to pick from end, and the lines to note on begin a gap further on."""
    notes = setter.layout.choices.notes
    return setter.right - (setter.layout.measure * notes + COLUMN_GAP if notes else 0.0)


def _noted(setter: Setter, row: list[Strip]) -> list[Strip]:
    """Add the line to note on beside a question's last line, as far below the one before as lines to write on are."""
    if setter.layout.choices.notes:
        kind = setter.style(Style.CHOICE)
        y = -row[-1].height + kind.leading - setter.drop(Style.CHOICE) - NOTE_LINE
        start = _choices_edge(setter) + COLUMN_GAP
        row[-1].marks.append(setter.rule(start, setter.right, y, setter.layout.colours.line))
        row[0].before = max(row[0].before, ABOVE_NOTED)
        more = max(0.0, setter.layout.line_pitch - stacked(row) - row[0].before)
        row[0].height += more
        row[0].marks = [lowered(mark, more) for mark in row[0].marks]
    return row


def tick_box(
    setter: Setter, box: TickBox, centre: float, middle: float, parent: int, colour: Colour | None = None
) -> list[Mark | Field]:
    """Return a tick box around its middle; its frame in another colour than the accent where one is given."""
    size, colours = setter.layout.ticks.size, setter.layout.colours
    rect = Rect(centre - size / 2, middle - size / 2, size, size)
    frame = Box(rect, 0.5 * POINTS_PER_MM, FRAME * setter.layout.weight, colour or colours.accent, None)
    if setter.fillable:
        return [frame, TickField(box.field, rect, box.tooltip, setter.tree.add(Tag.FORM, parent))]
    if box.field in setter.ticked:
        return [frame, Tick(rect, colours.ink, setter.tree.add(Tag.SPAN, parent, box.tooltip))]
    return [frame]


def answered(setter: Setter, block: Answered) -> list[Strip]:
    """Set a question and what everybody answered; the question is repeated where a page ends in between."""
    element = setter.tree.add(Tag.H3)
    width = min(setter.layout.measure, READABLE * setter.style(block.style).size)
    head = setter.even_lines(block.text, setter.left, width, block.style, element)
    head[0].before = 6 * POINTS_PER_MM
    if block.note:
        head += setter.lines(block.note, setter.left, width, Style.NOTE, setter.tree.add(Tag.P))
    for line in head:
        line.keep = True
    again = question_again(setter, block.text)
    if _stand_beside(setter, block):
        return [*head, _beside(setter, block.spoken)]
    body = [strip for spoken in block.spoken for strip in _spoken(setter, spoken)]
    for strip in body[1:]:
        strip.continued = again
    return head + body


def _stand_beside(setter: Setter, block: Answered) -> bool:
    """Tell whether what two people said is to stand side by side, and low enough to leave no large hole on a page."""
    if not setter.layout.beside or block.seats != BESIDE or not block.spoken:
        return False
    trial = setter._replace(tree=Tree())
    return _beside(trial, block.spoken).height <= setter.depth * MOST_BESIDE


def _beside(setter: Setter, spoken: tuple[Spoken, ...]) -> Strip:
    """Set what two people said side by side, in one strip, so that one column is read after the other."""
    width = (setter.layout.measure - COLUMN_GAP) / BESIDE
    columns = []
    for each in sorted(spoken, key=lambda each: each.seat):  # everybody keeps their column, whoever speaks first
        x = setter.right - width if each.seat else setter.left
        name = setter.lines(f"{each.person} ", x, width, Style.SPEAKER, setter.tree.add(Tag.P))
        name += setter.lines(each.mark, x, width, Style.FOOT, setter.tree.add(Tag.P)) if each.mark else []
        said = _said(setter, each, x, width)
        said[0].before = 0.8 * POINTS_PER_MM
        columns.append(name + said)
    strip = merged(columns)
    strip.before = 2.2 * POINTS_PER_MM
    return strip


def question_again(setter: Setter, text: str) -> Strip:
    """Return the question as it is repeated at the head of a page."""
    baseline = -setter.drop(Style.NOTE)
    mark = setter.shortened(text, setter.left, baseline, setter.layout.measure, Style.NOTE, CONTINUED)
    return Strip(setter.style(Style.NOTE).leading + 2 * POINTS_PER_MM, [mark])


def _spoken(setter: Setter, spoken: Spoken) -> list[Strip]:
    names = setter.layout.measure * NAME_COLUMN
    x = setter.left + names
    element = setter.tree.add(Tag.P)
    name = setter.lines(f"{spoken.person} ", setter.left, names - 4 * POINTS_PER_MM, Style.SPEAKER, element)
    for strip in name:
        strip.height = setter.style(Style.ANSWER).leading
        strip.marks = [lowered(mark, setter.drop(Style.ANSWER) - setter.drop(Style.SPEAKER)) for mark in strip.marks]
    if spoken.mark:
        name += _mark(setter, spoken.mark, names - 4 * POINTS_PER_MM)
    text = _said(setter, spoken, x, setter.right - x)
    rows = zipped([name, text])
    for row, strip in zip(rows, text, strict=False):
        row.keep = strip.keep
    for row in rows[: len(name) - 1]:
        row.keep = True
    rows[0].before = 2.2 * POINTS_PER_MM
    return rows


def _said(setter: Setter, spoken: Spoken, x: float, width: float) -> list[Strip]:
    """Set what was typed, a paragraph for every line."""
    strips: list[Strip] = []
    for line in (line for paragraph in spoken.paragraphs for line in setter.showing.lines(paragraph)):
        if line.strip():
            strips += setter.paragraph(line, x, width, Style.ANSWER, setter.tree.add(Tag.P))
        else:
            strips.append(Strip(setter.style(Style.ANSWER).leading / 2, []))
    return strips


def _mark(setter: Setter, mark: str, width: float) -> list[Strip]:
    """Set what became of an answer, small, in the lines below the name."""
    strips = setter.lines(mark, setter.left, width, setter.small, setter.tree.add(Tag.P))
    for strip in strips:
        strip.height = setter.style(Style.ANSWER).leading
        strip.marks = [lowered(each, setter.drop(Style.ANSWER) - setter.drop(setter.small)) for each in strip.marks]
    return strips


def remaining(setter: Setter, block: Remaining) -> list[Strip]:
    """Set a small list."""
    listed = setter.tree.add(Tag.L)
    strips: list[Strip] = []
    indent = _indent(setter, BULLET, Style.NOTE)
    width = min(setter.layout.measure, READABLE * 1.4 * setter.style(Style.NOTE).size) - indent
    for text in block.items:
        item = setter.tree.add(Tag.LI, listed)
        label = setter.tree.add(Tag.LBL, item)
        lines = without_widows(
            setter.lines(text, setter.left + indent, width, Style.NOTE, setter.tree.add(Tag.LBODY, item))
        )
        lines[0].marks.insert(0, setter.text(BULLET, setter.left, -setter.drop(Style.NOTE), Style.NOTE, label))
        lines[0].before = 0.6 * POINTS_PER_MM
        strips += lines
    strips[0].before = 1.5 * POINTS_PER_MM
    return kept_together(strips)


def stated_row(setter: Setter, row: tuple[WriteIn, ...], spans: list[tuple[float, float]]) -> list[Strip]:
    """Set a row of labelled texts in columns, each a paragraph within its span."""
    columns = []
    for item, (x, width) in zip(row, spans, strict=True):
        element = setter.tree.add(Tag.P)
        label = f"{item.label} " if item.label else ""
        start = x + (setter.width(label, Style.LABEL) + 3 if label else 0)
        text = f"{item.value} {item.after}".strip()
        lines = setter.lines(text, start, x + width - start, Style.VALUE, setter.tree.add(Tag.SPAN, element))
        if label:
            lines[0].marks.insert(0, setter.text(label, x, -setter.drop(Style.VALUE), Style.LABEL, element))
        columns.append(without_widows(lines))
    rows = zipped(columns)
    rows[0].before = 1.2 * POINTS_PER_MM
    return rows


def told(setter: Setter, block: Facts) -> list[Strip]:
    """Set facts that are known: each row a line of labelled texts."""
    strips: list[Strip] = []
    for row in block.rows:
        width = (setter.layout.measure - COLUMN_GAP * (len(row) - 1)) / sum(item.share for item in row)
        x, spans = setter.left, []
        for item in row:
            spans.append((x, width * item.share))
            x += width * item.share + COLUMN_GAP
        strips += stated_row(setter, row, spans)
    return strips
