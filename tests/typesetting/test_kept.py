"""What is set once and used again; that the bytes are the same is told by tests/test_production.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.composing.worksheet import Composer
from generator.document import Document, Heading, PageBreak, Paragraph
from generator.pages import Group, TickField
from generator.pdf.fonts import fonts
from generator.selection import Selection
from generator.typesetting import Kept, Showing, typeset
from tests.composing.worksheets import bank_of, classic, worksheet_of

if TYPE_CHECKING:
    from generator.document import Block
    from generator.pages import Pages

COMPOSER = Composer("id", worksheet_of(bank_of(["A?", "B?", "C?", "D?"], sections=2), "Ana", "Ben"), classic())


def pages_of(document: Document, kept: Kept | None, *, fillable: bool = True) -> Pages:
    return typeset(document, classic(), fonts(), Showing(fonts()), fillable=fillable, kept=kept)


def picked(*picks: tuple[str, ...]) -> Document:
    return COMPOSER.document("", Selection(picks))


def contents(pages: Pages) -> dict[int, Group]:
    groups = [part for page in pages.pages for part in page.parts if isinstance(part, Group)]
    return {id(group.content): group for group in groups}


def ticked(pages: Pages) -> list[str]:
    fields = (each for page in pages.pages for each in page.content if isinstance(each, TickField))
    return [field.name for field in fields if field.ticked]


@pytest.mark.parametrize("fillable", [True, False])
def test_pages_are_the_same_whatever_was_set_before(*, fillable: bool) -> None:
    kept = Kept()
    for picks in (((), ()), (("q1",), ()), (("q1", "q2"), ("q1", "q4")), ((), ())):
        once, alone = (pages_of(picked(*picks), each, fillable=fillable) for each in (kept, Kept()))
        assert once == alone


def test_what_two_selections_have_in_common_has_the_same_content() -> None:
    kept = Kept()
    one, other = (contents(pages_of(picked(*picks), kept)) for picks in ((("q1",), ()), ((), ("q3",))))
    assert len(one.keys() & other.keys()) > len(one) / 2


def test_boxes_are_ticked_where_they_stand_and_the_same_ticks_are_the_same_content() -> None:
    kept = Kept()
    first, second, third = (
        pages_of(picked(*picks), kept) for picks in ((("q2",), ("q2",)), ((), ()), (("q2",), ("q2",)))
    )
    assert ticked(first) == ticked(third) == ["id/pick/q2/p1", "id/pick/q2/p2"]
    assert not ticked(second)
    assert contents(first).keys() == contents(third).keys()


@pytest.mark.parametrize("kept", [None, Kept()])
def test_a_page_is_opened_where_the_document_breaks_it(kept: Kept | None) -> None:
    blocks: tuple[Block, ...] = (
        PageBreak(),
        Heading("A"),
        Paragraph("a"),
        PageBreak(),
        PageBreak(),
        Paragraph("b"),
        PageBreak(),
    )
    pages = pages_of(Document("", ("", ""), blocks), kept)
    assert len(pages.pages) == 2
