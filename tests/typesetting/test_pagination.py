from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fonts.metrics import fonts
from generator.model.layout import Style
from generator.typesetting import DisplayText
from generator.typesetting.context import TypesettingContext
from generator.typesetting.page import Text
from generator.typesetting.pagination import paginate
from generator.typesetting.rows import Row, StructureBuilder
from tests.composing.worksheets import classic

CTX = TypesettingContext(classic(), fonts(), DisplayText(fonts()), StructureBuilder(), fillable=False)
TOP = classic().paper.height - classic().margins.top
ROOM = TOP - classic().margins.bottom


def row(name: str, height: float, *, before: float = 0, keep: bool = False) -> Row:
    """A row with its name at its lower edge."""
    return Row(height, [CTX.text(name, 0, -height, Style.BODY, 0)], space_before=before, keep_with_next=keep)


def piled(*rows: Row) -> list[str]:
    """What is on each page."""
    pages = paginate(classic(), list(rows))
    return [" ".join(mark.text for each, _ in page for mark in each.marks if isinstance(mark, Text)) for page in pages]


def bottoms(*rows: Row) -> list[float]:
    """How far below the text area's top each row ends, page by page."""
    return [TOP - top + each.height for page in paginate(classic(), list(rows)) for each, top in page if each.marks]


def test_strips_are_piled_from_the_top() -> None:
    assert bottoms(row("a", 100), row("b", 50, before=5)) == pytest.approx([100, 155])


def test_white_space_at_the_head_of_a_page_is_dropped() -> None:
    assert bottoms(row("a", 100, before=30)) == pytest.approx([100])


def test_a_strip_that_does_not_fit_goes_to_the_next_page() -> None:
    assert piled(row("a", ROOM - 10), row("b", 20)) == ["a", "b"]


def test_strips_bound_to_each_other_turn_the_page_together() -> None:
    assert piled(row("a", ROOM - 15), row("b", 10, keep=True), row("c", 10)) == ["a", "b c"]


def test_bound_strips_turn_the_page_together_in_text_that_flows() -> None:
    flowing = [row("a", ROOM - 15), row("b", 10, keep=True), row("c", 10), row("d", ROOM / 2)]
    for each in flowing:
        each.continuation_head = Row(0, [])
    assert piled(*flowing) == ["a", "b c d"]


def test_bound_strips_higher_than_a_page_flow_on() -> None:
    rows = [row(name, ROOM / 2 - 1, keep=True) for name in "abc"]
    assert piled(*rows) == ["a b", "c"]


def test_pages_that_do_not_flow_are_of_about_the_same_height() -> None:
    assert piled(*(row(name, ROOM / 4) for name in "abcdef")) == ["a b c", "d e f"]


def test_what_is_bound_is_not_parted_to_balance_the_pages() -> None:
    rows = [row("a", ROOM * 0.4), row("head", ROOM * 0.1, keep=True), row("b", ROOM * 0.6)]
    assert piled(*rows) == ["a", "head b"]


def test_what_goes_on_overleaf_is_headed_again() -> None:
    second = row("b", 20)
    second.continuation_head = row("again", 10)
    assert piled(row("a", ROOM - 10), second) == ["a", "again b"]
    assert piled(row("a", 10), second) == ["a b"]


def test_the_repeated_heading_and_the_space_below_it_take_their_room_from_the_page() -> None:
    second, third = row("b", ROOM - 20, before=10), row("c", 5)
    second.continuation_head = third.continuation_head = row("again", 10)
    assert piled(row("a", ROOM), second, third) == ["a", "again b", "again c"]


ROWS = st.lists(
    st.builds(
        row,
        st.just("x"),
        st.integers(1, 8).map(lambda tenths: tenths * ROOM / 10),
        before=st.integers(0, 1).map(lambda tenths: tenths * ROOM / 10),
        keep=st.booleans(),
    ),
    min_size=1,
    max_size=30,
)


@given(rows=ROWS, repeated=st.booleans())
def test_no_strip_is_lost_moved_or_placed_below_the_text_area(rows: list[Row], *, repeated: bool) -> None:
    for number, each in enumerate(rows):
        each.marks = [CTX.text(str(number), 0, -each.height, Style.BODY, 0)]
        each.continuation_head = Row(ROOM / 10, []) if repeated else None
    assert " ".join(piled(*rows)).split() == [str(number) for number in range(len(rows))]
    assert max(bottoms(*rows)) < ROOM + 0.01
