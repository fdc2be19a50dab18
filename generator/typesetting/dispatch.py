"""Setting blocks that follow each other: each as rows, some by what stands above them.

A block is set by itself: its elements counted from 0, its marks below its rows' top edges. Worksheets of one bank have
most of their blocks in common, so equal blocks are set once (``BlockSetter``).
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple, assert_never

from generator.composing.document import (
    AgreementReview,
    AllianceCard,
    AnsweredQuestion,
    BulletList,
    ColumnHeads,
    Deck,
    DigitalSignature,
    FieldRows,
    Heading,
    Notes,
    Opening,
    PageBreak,
    Paragraph,
    QuestionChecklist,
    QuestionForm,
    QuestionRow,
    Signatures,
    Table,
    Tent,
    Timeline,
    Title,
)
from generator.composing.letterhead import Letterhead, TitlePage
from generator.model.layout import POINTS_PER_MM
from generator.typesetting import (
    answer_rooms,
    bullet_lists,
    facts,
    form_blocks,
    given_answers,
    letterhead,
    opening,
    reading_blocks,
    signatures,
    timeline,
    title,
)
from generator.typesetting.context import TypesettingContext
from generator.typesetting.rows import Growth, StructureBuilder, total_height

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.composing.document import Block
    from generator.model.layout import Layout, Margins
    from generator.typesetting.display_text import DisplayText
    from generator.typesetting.page import Element
    from generator.typesetting.rows import Row
    from generator.words.messages import Words

UNDER_HEADING = 2 * POINTS_PER_MM
"""The most white space below a heading, but where the layout gives sections more."""


_MOST_BLOCKS = 1024
"""Blocks that are remembered; a bank's blocks in every role they can have are fewer."""


class SetBlock(NamedTuple):
    """A block set by itself; nothing in it is changed any more."""

    rows: tuple[Row, ...]
    elements: tuple[Element, ...]
    display_text: DisplayText
    """What was noted of its texts."""


class BlockSetter:
    """Sets blocks in one layout and one way of display_text text; equal blocks are set once."""

    def __init__(self, layout: Layout, display_text: DisplayText, *, fillable: bool) -> None:
        self._fillable = fillable
        # of no method: what holds itself stays in memory until Python looks for garbage
        base = TypesettingContext(layout, display_text.metrics, display_text, StructureBuilder(), fillable)
        self._remembered = lru_cache(_MOST_BLOCKS)(partial(_set_alone, base))

    def set_chapter(self, ctx: TypesettingContext, blocks: Iterable[Block]) -> list[Row]:
        """Return the rows of blocks that follow each other on pages of this ctx, and add their elements."""
        if ctx.layout.canvas:
            from generator.typesetting import canvas  # noqa: PLC0415 - few documents are on one

            return canvas.set_blocks(ctx, blocks, self._place)
        rows: list[Row] = []
        previous: Block | None = None
        heads: list[Row] = []
        for block in blocks:
            placed = self._place(ctx, block, total_height(heads))
            if placed:
                heads = [*heads, *placed] if _is_head(block) else []
                if isinstance(previous, Heading):
                    placed[0].space_before = _under(ctx.layout, previous, block, placed[0].space_before)
                if isinstance(previous, FieldRows) and isinstance(block, Signatures):
                    rows[-1].keep_with_next = True  # the date to look at it again stays with those who signed
                if isinstance(block, Paragraph) and block.follows and rows:
                    rows[-1].keep_with_next = True
                previous = block
            rows += placed
        return rows

    def _place(self, ctx: TypesettingContext, block: Block, above: float = 0.0) -> list[Row]:
        """Return a block's rows, a question in one wherever it has room below what is bound above it."""
        margins = ctx.layout.margins
        ticked = frozenset() if self._fillable else ctx.ticked.intersection(_boxes(block))
        found = self._remembered(block, 0.0, margins, ticked, ctx.words)
        if above and isinstance(block, QuestionForm):
            above += max(ctx.layout.sections.space, found.rows[0].space_before)
            if above + found.rows[0].height > ctx.depth:
                found = self._remembered(block, above, margins, ticked, ctx.words)
        ctx.display_text.merge(found.display_text)
        first = ctx.structure.append(found.elements)
        rows = [row.count_from(first) for row in found.rows]
        if isinstance(block, QuestionRow) and len(rows) == 1 and block.most:
            grow = partial(self._grow, block, margins, ticked, ctx.words, first)
            pitch = ctx.layout.line_pitch
            rows[0].growth = Growth(
                pitch, block.most, block.most, 0, grow, pitch + rows[0].height - grow(1, 0.0).height
            )
        return rows

    def _grow(
        self,
        block: QuestionRow,
        margins: Margins,
        ticked: frozenset[str],
        words: Words,
        first: int,
        lines: int,
        _: float,
    ) -> Row:
        """Return a question in one row with so much more room; its elements are those it had."""
        found = self._remembered(block._replace(lines=block.lines + lines), 0.0, margins, ticked, words)
        return found.rows[0].count_from(first)


def _set_alone(
    base: TypesettingContext, block: Block, above: float, margins: Margins, ticked: frozenset[str], words: Words
) -> SetBlock:
    """Return a block set in a context as this one is, with a structure tree of its own."""
    display_text = base.display_text.copy()
    layout = base.layout._replace(margins=margins)
    ctx = TypesettingContext(
        layout, display_text.metrics, display_text, StructureBuilder(), base.fillable, ticked, words
    )
    rows = tuple(set_block(ctx, block, above))
    return SetBlock(rows, tuple(ctx.structure.elements), display_text)


def _boxes(block: Block) -> Iterator[str]:
    """Yield the fields of a block's tick boxes."""
    if isinstance(block, QuestionChecklist):
        yield from (box.field for choice in block.items for box in choice.boxes)
    elif isinstance(block, QuestionRow | AgreementReview):
        yield from (box.field for box in block.boxes)


def _under(layout: Layout, above: Heading, block: Block, usual: float) -> float:
    """Return the white space between a heading and the block below it, which would stand alone below its usual one."""
    if isinstance(block, QuestionForm) and above.style is layout.sections.heading:
        return layout.sections.space
    return min(usual, UNDER_HEADING)


def _is_head(block: Block) -> bool:
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and block.leads)


def set_block(ctx: TypesettingContext, block: Block, above: float) -> list[Row]:
    """Return the block's rows; what is bound above it takes so much of the page."""
    match block:
        case Signatures() | AnsweredQuestion() | QuestionChecklist() if ctx.layout.canvas:
            return _set_on_canvas(ctx, block)
        case ColumnHeads() | QuestionRow():
            return _set_on_canvas(ctx, block)
        case Letterhead():
            return letterhead.letterhead(ctx, block)
        case Title():
            return title.title(ctx, block)
        case FieldRows():
            return facts.field_rows(ctx, block)
        case Opening():
            return opening.opening(ctx, block)
        case Timeline():
            return timeline.timeline(ctx, block)
        case QuestionChecklist():
            return form_blocks.checklist_with_notes(ctx, block)
        case Heading():
            return reading_blocks.heading(ctx, block)
        case Paragraph():
            return reading_blocks.paragraph(ctx, block)
        case QuestionForm():
            return answer_rooms.question_form(ctx, block, above)
        case Table():
            return form_blocks.table(ctx, block)
        case AgreementReview():
            return form_blocks.agreement_review(ctx, block)
        case Notes():
            return form_blocks.notes(ctx, block)
        case DigitalSignature():
            return signatures.digital_signature(ctx, block)
        case Signatures():
            return signatures.signatures(ctx, block)
        case AnsweredQuestion():
            return given_answers.question_with_answers(ctx, block)
        case BulletList():
            return bullet_lists.bullet_list(ctx, block)
        case Deck() | Tent() | AllianceCard() | TitlePage() | PageBreak():
            return []  # what takes whole pages
        case _:
            assert_never(block)


def _set_on_canvas(
    ctx: TypesettingContext, block: ColumnHeads | QuestionRow | QuestionChecklist | AnsweredQuestion | Signatures
) -> list[Row]:
    from generator.typesetting.canvas_rows import set_own_block  # noqa: PLC0415 - few documents are on one

    return set_own_block(ctx, block)
