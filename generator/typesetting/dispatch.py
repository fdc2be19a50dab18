"""Setting blocks that follow each other: each as rows, some by what stands above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from generator.composing.document import (
    AgreementReview,
    AllianceCard,
    AnsweredQuestion,
    BulletList,
    Deck,
    DigitalSignature,
    FieldRows,
    Heading,
    Letterhead,
    Notes,
    Opening,
    PageBreak,
    Paragraph,
    QuestionChecklist,
    QuestionForm,
    Signatures,
    Table,
    Timeline,
    Title,
)
from generator.model.layout import POINTS_PER_MM
from generator.typesetting import form_blocks, letterhead, reading_blocks, timeline
from generator.typesetting.rows import total_height

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.composing.document import Block
    from generator.model.layout import Layout
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.rows import Row

UNDER_HEADING = 2 * POINTS_PER_MM
"""The most white space below a heading, but where the layout gives sections more."""
BELOW_HEADS = 9 * POINTS_PER_MM
"""The white space that a question may have below what stands above it, at the usual sizes and at large ones."""


def chapter_of(layout: Layout, blocks: Iterable[Block], set_one: Callable[[Block, float], list[Row]]) -> list[Row]:
    """Return the rows of blocks that follow each other, with no page opened between them.

    ``set_one`` returns a block's rows, which are changed here, by the block and the height of what is bound above it.
    """
    rows: list[Row] = []
    previous: Block | None = None
    heads: list[Row] = []
    for block in blocks:
        placed = set_one(block, total_height(heads) + max(layout.sections.space, BELOW_HEADS) if heads else 0.0)
        if placed:
            heads = [*heads, *placed] if _is_head(block) else []
            if isinstance(previous, Heading):
                placed[0].space_before = _under(layout, previous, block, placed[0].space_before)
            previous = block
        rows += placed
    return rows


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
        case Letterhead():
            return letterhead.letterhead(ctx, block)
        case Title():
            return reading_blocks.title(ctx, block)
        case FieldRows():
            return form_blocks.field_rows(ctx, block)
        case Opening():
            return reading_blocks.opening(ctx, block)
        case Timeline():
            return timeline.timeline(ctx, block)
        case QuestionChecklist():
            return reading_blocks.checklist(ctx, block)
        case Heading():
            return reading_blocks.heading(ctx, block)
        case Paragraph():
            return reading_blocks.paragraph(ctx, block)
        case QuestionForm():
            return form_blocks.question_form(ctx, block, above)
        case Table():
            return form_blocks.table(ctx, block)
        case AgreementReview():
            return form_blocks.agreement_review(ctx, block)
        case Notes():
            return form_blocks.notes(ctx, block)
        case DigitalSignature():
            return form_blocks.digital_signature(ctx, block)
        case Signatures():
            return form_blocks.signatures(ctx, block)
        case AnsweredQuestion():
            return reading_blocks.answered_question(ctx, block)
        case BulletList():
            return reading_blocks.bullet_list(ctx, block)
        case Deck() | AllianceCard() | PageBreak():
            return []  # what takes whole pages
        case _:
            assert_never(block)
