from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fonts.metrics import fonts
from generator.model.layout import Style
from generator.typesetting import Showing
from generator.typesetting.context import Setter
from generator.typesetting.page import Text
from generator.typesetting.pagination import pile
from generator.typesetting.rows import Strip, Tree
from tests.composing.worksheets import classic

SETTER = Setter(classic(), fonts(), Showing(fonts()), Tree(), fillable=False)
TOP = classic().paper.height - classic().margins.top
ROOM = TOP - classic().margins.bottom


def strip(name: str, height: float, *, before: float = 0, keep: bool = False) -> Strip:
    """A strip with its name at its lower edge."""
    return Strip(height, [SETTER.text(name, 0, -height, Style.BODY, 0)], before=before, keep=keep)


def piled(*strips: Strip) -> list[str]:
    """What is on each page."""
    pages = pile(classic(), list(strips))
    return [" ".join(mark.text for each, _ in page for mark in each.marks if isinstance(mark, Text)) for page in pages]


def bottoms(*strips: Strip) -> list[float]:
    """How far below the text area's top each strip ends, page by page."""
    return [TOP - top + each.height for page in pile(classic(), list(strips)) for each, top in page if each.marks]


def test_strips_are_piled_from_the_top() -> None:
    assert bottoms(strip("a", 100), strip("b", 50, before=5)) == pytest.approx([100, 155])


def test_white_space_at_the_head_of_a_page_is_dropped() -> None:
    assert bottoms(strip("a", 100, before=30)) == pytest.approx([100])


def test_a_strip_that_does_not_fit_goes_to_the_next_page() -> None:
    assert piled(strip("a", ROOM - 10), strip("b", 20)) == ["a", "b"]


def test_strips_bound_to_each_other_turn_the_page_together() -> None:
    assert piled(strip("a", ROOM - 15), strip("b", 10, keep=True), strip("c", 10)) == ["a", "b c"]


def test_bound_strips_turn_the_page_together_in_text_that_flows() -> None:
    flowing = [strip("a", ROOM - 15), strip("b", 10, keep=True), strip("c", 10), strip("d", ROOM / 2)]
    for each in flowing:
        each.continued = Strip(0, [])
    assert piled(*flowing) == ["a", "b c d"]


def test_bound_strips_higher_than_a_page_flow_on() -> None:
    strips = [strip(name, ROOM / 2 - 1, keep=True) for name in "abc"]
    assert piled(*strips) == ["a b", "c"]


def test_pages_that_do_not_flow_are_of_about_the_same_height() -> None:
    assert piled(*(strip(name, ROOM / 4) for name in "abcdef")) == ["a b c", "d e f"]


def test_what_is_bound_is_not_parted_to_balance_the_pages() -> None:
    strips = [strip("a", ROOM * 0.4), strip("head", ROOM * 0.1, keep=True), strip("b", ROOM * 0.6)]
    assert piled(*strips) == ["a", "head b"]


def test_what_goes_on_overleaf_is_headed_again() -> None:
    second = strip("b", 20)
    second.continued = strip("again", 10)
    assert piled(strip("a", ROOM - 10), second) == ["a", "again b"]
    assert piled(strip("a", 10), second) == ["a b"]


def test_the_repeated_heading_and_the_space_below_it_take_their_room_from_the_page() -> None:
    second, third = strip("b", ROOM - 20, before=10), strip("c", 5)
    second.continued = third.continued = strip("again", 10)
    assert piled(strip("a", ROOM), second, third) == ["a", "again b", "again c"]


STRIPS = st.lists(
    st.builds(
        strip,
        st.just("x"),
        st.integers(1, 8).map(lambda tenths: tenths * ROOM / 10),
        before=st.integers(0, 1).map(lambda tenths: tenths * ROOM / 10),
        keep=st.booleans(),
    ),
    min_size=1,
    max_size=30,
)


@given(strips=STRIPS, repeated=st.booleans())
def test_no_strip_is_lost_moved_or_placed_below_the_text_area(strips: list[Strip], *, repeated: bool) -> None:
    for number, each in enumerate(strips):
        each.marks = [SETTER.text(str(number), 0, -each.height, Style.BODY, 0)]
        each.continued = Strip(ROOM / 10, []) if repeated else None
    assert " ".join(piled(*strips)).split() == [str(number) for number in range(len(strips))]
    assert max(bottoms(*strips)) < ROOM + 0.01
