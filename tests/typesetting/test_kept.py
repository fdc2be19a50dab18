"""What is set once and used again; that the bytes are the same is told by tests/test_production.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.composing.document import Document, Heading, PageBreak, Paragraph
from generator.composing.worksheet import Composer
from generator.fonts.metrics import fonts
from generator.model.selection import Selection
from generator.typesetting import DisplayText, Kept, typeset
from generator.typesetting.page import Group
from tests.composing.worksheets import bank_of, classic, worksheet_of

if TYPE_CHECKING:
    from generator.composing.document import Block
    from generator.typesetting.page import Page, Pages

COMPOSER = Composer("id", worksheet_of(bank_of(["A?", "B?", "C?", "D?"], sections=2), "Ana", "Ben"), classic())


def pages_of(document: Document, kept: Kept | None, *, fillable: bool = True) -> Pages:
    return typeset(document, classic(), fonts(), DisplayText(fonts()), fillable=fillable, kept=kept)


def picked(*picks: tuple[str, ...]) -> Document:
    return COMPOSER.document("", Selection(picks))


def groups(page: Page) -> list[Group]:
    """The page's groups, but for its foot."""
    return [part for part in page.parts if isinstance(part, Group)][:-1]


def contents(pages: Pages) -> dict[int, Group]:
    groups = [part for page in pages.pages for part in page.parts if isinstance(part, Group)]
    return {id(group.content): group for group in groups}


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


def test_what_is_ticked_changes_no_content_of_a_form() -> None:
    kept = Kept()
    first, second = (pages_of(picked(*picks), kept) for picks in ((("q2",), ("q2",)), (("q2",), ())))
    assert first.ticked == {"id/pick/q2/p1", "id/pick/q2/p2"}
    assert second.ticked == {"id/pick/q2/p1"}
    assert contents(first).keys() & contents(second).keys() >= {id(part.content) for part in groups(first.pages[0])}


def test_a_block_is_one_group_of_each_page_that_it_is_on() -> None:
    pages = pages_of(picked((), ()), Kept())
    firsts = [[each.elements for each in groups(page)] for page in pages.pages]
    assert all(len(set(each)) == len(each) for each in firsts)
    assert max(len(group.content) for page in pages.pages for group in groups(page)) > 10


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
