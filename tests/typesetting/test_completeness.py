from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.composing.alliance import compose_alliance, list_shown_texts
from generator.errors import TextLost
from generator.fonts.metrics import fonts
from generator.model.answers import Agreement
from generator.typesetting import DisplayText, typeset
from generator.typesetting.completeness import check_all_text_shown
from generator.typesetting.page import ARTIFACT, Page, Pages, Text
from tests.composing.alliances import alliance_of, alliances
from tests.composing.worksheets import bank_of, classic

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.model.alliance import Alliance
    from generator.typesetting.page import Field, Mark

slow = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANSWER = "We say it within a day.\nAnd kindly: " + "so that it can be heard, " * 60
ALLIANCE = alliance_of(
    bank_of(["A?", "B?"]),
    ("Ana", "Ben"),
    {("q1", 0): ANSWER, ("q1", 1): "The same.", ("q2", 1): "The same."},
    agreements=(Agreement("Call", "Both"),),
)


def placed(alliance: Alliance) -> Pages:
    return typeset(compose_alliance(alliance), classic(), fonts(), DisplayText(fonts()), fillable=False)


def prove(alliance: Alliance, pages: Pages) -> None:
    check_all_text_shown(list_shown_texts(alliance), pages, DisplayText(fonts()))


def changed(pages: Pages, change: Callable[[Text], Text | None]) -> Pages:
    """The pages with every text changed, or left out."""

    def kept(content: Sequence[Mark | Field]) -> tuple[Mark | Field, ...]:
        marks = (change(mark) if isinstance(mark, Text) else mark for mark in content)
        return tuple(mark for mark in marks if mark is not None)

    return pages._replace(pages=tuple(Page(page.width, page.height, kept(page.content)) for page in pages.pages))


@pytest.mark.slow
@slow
@given(alliance=alliances())
def test_the_pages_of_any_alliance_show_all_that_was_typed(alliance: Alliance) -> None:
    prove(alliance, placed(alliance))


def typed_marks(pages: Pages) -> list[Text]:
    """The lines of the answers."""
    spoken = "".join(ANSWER.split())
    return [
        mark
        for page in pages.pages
        for mark in page.content
        if isinstance(mark, Text) and mark.element != ARTIFACT and len(mark.text) > 8
        if "".join(mark.text.split()) in spoken
    ]


@given(data=st.data())
def test_a_line_that_is_missing_is_noticed(data: st.DataObject) -> None:
    pages = placed(ALLIANCE)
    lost = data.draw(st.sampled_from(typed_marks(pages)))
    with pytest.raises(TextLost):
        prove(ALLIANCE, changed(pages, lambda mark: None if mark is lost else mark))


@pytest.mark.slow
@given(data=st.data(), character=st.characters(exclude_categories=("Zs", "Zl", "Zp", "Cc", "Cs")))
def test_a_character_that_is_altered_is_noticed(data: st.DataObject, character: str) -> None:
    pages = placed(ALLIANCE)
    altered = data.draw(st.sampled_from(typed_marks(pages)))
    at = data.draw(st.sampled_from([n for n, old in enumerate(altered.text) if not old.isspace() and old != character]))
    text = altered.text[:at] + character + altered.text[at + 1 :]
    with pytest.raises(TextLost):
        prove(ALLIANCE, changed(pages, lambda mark: mark._replace(text=text) if mark is altered else mark))


@pytest.mark.slow
@given(data=st.data())
def test_lines_that_have_changed_places_are_noticed(data: st.DataObject) -> None:
    pages = placed(ALLIANCE)
    one, other = data.draw(st.lists(st.sampled_from(typed_marks(pages)), min_size=2, max_size=2))
    assume(one.text.split() != other.text.split())
    swapped = {id(one): other.text, id(other): one.text}
    with pytest.raises(TextLost):
        prove(ALLIANCE, changed(pages, lambda mark: mark._replace(text=swapped.get(id(mark), mark.text))))


def test_a_text_typed_twice_must_stand_there_twice() -> None:
    pages = placed(ALLIANCE)
    twice = [
        mark for page in pages.pages for mark in page.content if isinstance(mark, Text) and mark.text == "The same."
    ]
    assert len(twice) == 2
    with pytest.raises(TextLost) as lost:
        prove(ALLIANCE, changed(pages, lambda mark: None if mark is twice[0] else mark))
    assert lost.value.pieces == ("The same.",)


def test_what_repeats_does_not_count() -> None:
    text = "Designing the Alliance"
    alliance = alliance_of(bank_of(["A?"]), ("Ana",), {("q1", 0): text})
    pages = placed(alliance)
    feet_alone = changed(pages, lambda mark: None if mark.text == text and mark.element != ARTIFACT else mark)
    assert [mark for mark in feet_alone.pages[0].content if isinstance(mark, Text) and mark.text == text]
    with pytest.raises(TextLost):
        prove(alliance, feet_alone)


@pytest.mark.parametrize("text", ["Call", "Both"])
def test_an_agreement_that_is_missing_is_noticed(text: str) -> None:
    with pytest.raises(TextLost) as lost:
        prove(ALLIANCE, changed(placed(ALLIANCE), lambda mark: None if mark.text == text else mark))
    assert lost.value.pieces == (text,)


def test_every_lost_text_is_told_at_once() -> None:
    with pytest.raises(TextLost) as lost:
        prove(ALLIANCE, changed(placed(ALLIANCE), lambda _: None))
    assert lost.value.pieces == list_shown_texts(ALLIANCE)


@pytest.mark.parametrize("text", ["Yes\nNo", "No"])
def test_lines_that_stand_whole_elsewhere_are_no_alarm(text: str) -> None:
    texts = {("q1", 0): "Yes\nNo", ("q2", 0): "Yes", ("q2", 1): "YesNo"}
    alliance = alliance_of(bank_of(["A?", "B?"]), ("Ana", "Ben"), texts, agreements=(Agreement("Yes\nNo", text),))
    prove(alliance, placed(alliance))


def test_lines_of_one_that_make_a_line_of_another_are_no_alarm() -> None:
    texts = {("q1", 0): "Yes\nNo", ("q2", 0): "So\nYesNo"}
    alliance = alliance_of(bank_of(["A?", "B?"]), ("Ana", "Ben"), texts)
    prove(alliance, placed(alliance))


def test_a_line_is_not_taken_for_a_text_that_stands_elsewhere() -> None:
    alliance = alliance_of(bank_of(["A?"]), ("Ana",), {("q1", 0): "Yes\nNo"})
    alliance = alliance._replace(answers=replace(alliance.answers, review="Yes No"))
    prove(alliance, placed(alliance))


def test_decomposed_text_is_proven_as_it_is_shown() -> None:
    alliance = alliance_of(bank_of(["A?"]), ("Zoe\u0308",), {("q1", 0): "cafe\u0301 你 \x07"})
    prove(alliance, placed(alliance))


def test_a_text_that_could_stand_in_two_ways_leaves_others_their_place() -> None:
    alliance = alliance_of(
        bank_of(["A?", "B?", "C?"]),
        ("Ana", "Ben"),
        {("q1", 0): "Open\nly", ("q2", 0): "Yes\nNo\nly", ("q3", 0): "Yes\nOpenly\nly"},
        agreements=(Agreement("Yes\nNo", "Both"),),
    )
    prove(alliance, placed(alliance))


@pytest.mark.slow
@given(
    texts=st.lists(st.lists(st.sampled_from(["a", "b", "ab", "ba", "aab"]), min_size=1, max_size=3), max_size=7),
    whole=st.lists(st.booleans(), min_size=7, max_size=7),
)
def test_there_is_no_false_alarm_in_whichever_way_texts_stand(texts: list[list[str]], whole: list[bool]) -> None:
    elements = [
        element for lines, one in zip(texts, whole, strict=False) for element in (["".join(lines)] if one else lines)
    ]
    pages = placed(ALLIANCE)
    mark = typed_marks(pages)[0]
    marks = tuple(mark._replace(text=element, element=number) for number, element in enumerate(elements))
    page = pages.pages[0]
    shown = pages._replace(pages=(Page(page.width, page.height, marks),))
    check_all_text_shown(["\n".join(lines) for lines in texts], shown, DisplayText(fonts()))
    if marks:
        fewer = pages._replace(pages=(Page(page.width, page.height, marks[1:]),))
        with pytest.raises(TextLost):
            check_all_text_shown(["\n".join(lines) for lines in texts], fewer, DisplayText(fonts()))
