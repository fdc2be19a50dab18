"""The canvas: one lying sheet, a column for everybody, and the finished alliance in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from generator.composing.alliance import compose_alliance, list_shown_texts
from generator.composing.worksheet import compose_worksheet
from generator.errors import InvalidRequest
from generator.fonts.metrics import fonts
from generator.formats.paper import check_paper, parse_paper
from generator.model.layout import POINTS_PER_MM, Part
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.worksheet import Meeting, Worksheet
from generator.typesetting import DisplayText, typeset
from generator.typesetting.completeness import check_all_text_shown
from generator.typesetting.context import TYPED_INSET, TYPED_LINE
from generator.typesetting.page import CheckboxField, Entry, Text, TextField, Tick
from generator.workflows.inputs import load_bank, load_layout
from tests.composing.alliances import alliance_of, alliances
from tests.composing.worksheets import bank_of
from tests.typesetting.placed import as_it_is_set, out_of_order, outside, overlaps

if TYPE_CHECKING:
    from generator.model.alliance import Alliance
    from generator.model.bank import QuestionBank
    from generator.model.layout import Layout
    from generator.typesetting.page import Page, Pages

SIX = ("Ana Lima", "Ben Okafor", "Chloé Martin", "Дмитрий Орлов", "Ελένη Παπαδοπούλου", "Farid Haddad")
LONG = ("Konstantinopolskaya-Featherstonehaugh Maria-Magdalena Albrecht", "Wolfeschlegelsteinhausenbergerdorff " * 2)
SAID = "We ask first, and listen, and say what we saw. "


def canvas(paper: str = "a3", style: str | None = None) -> Layout:
    return load_layout("canvas", style).on(parse_paper(paper))


def sheet(
    people: tuple[str, ...], picks: int, *, layout: str = "canvas", bank: QuestionBank | None = None
) -> Worksheet:
    bank = bank or load_bank(None)
    none = nobody(len(people))
    chosen = suggest(bank, given=none, per_person=picks, seed=1) if picks else none
    parts = load_layout(layout).fillable_parts
    return Worksheet(bank, People(people), chosen, Meeting(None, None, "", 90), layout, "a3", "1", parts)


def set_sheet(worksheet: Worksheet, layout: Layout) -> Pages:
    measures = fonts(layout.faces)
    return typeset(compose_worksheet(worksheet, layout, "i"), layout, measures, DisplayText(measures), fillable=True)


def set_alliance(alliance: Alliance, layout: Layout) -> Pages:
    display_text = DisplayText(fonts(layout.faces))
    document = compose_alliance(alliance, canvas=True)
    pages = typeset(document, layout, fonts(layout.faces), display_text, fillable=False)
    check_all_text_shown(list_shown_texts(alliance), pages, display_text)
    return pages


def fields(pages: Pages) -> set[str]:
    marks = (mark for page in pages.pages for mark in page.content)
    return {mark.name for mark in marks if isinstance(mark, TextField | CheckboxField)}


def texts(page: Page) -> list[Text]:
    return [mark for mark in page.content if isinstance(mark, Text)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("style", "picks"), [(None, 0), (None, 3), (None, 4), ("easy-reading", 0), ("easy-reading", 4), ("ink-saver", 3)]
)
@pytest.mark.parametrize("people", [1, 2, 3, 4, 5, 6])
def test_it_is_one_sheet_with_the_fields_of_classic(people: int, picks: int, style: str | None) -> None:
    layout = canvas(style=style)
    pages = set_sheet(sheet(SIX[:people], picks), layout)
    classic = load_layout("classic")
    assert len(pages.pages) == 1
    assert fields(pages) == fields(set_sheet(sheet(SIX[:people], picks, layout="classic"), classic))
    assert (outside(pages, layout), overlaps(pages)) == ([], [])


@pytest.mark.parametrize("paper", ["a4", "297x210mm", "letter", "legal"])
def test_on_other_paper_it_lies_and_can_be_read(paper: str) -> None:
    layout = canvas(paper)
    (page,) = set_sheet(sheet(SIX, 3), layout).pages
    size = {round(layout.paper.width, 3), round(layout.paper.height, 3)}
    assert page.width > page.height
    assert {round(page.width, 3), round(page.height, 3)} == size
    assert min(mark.size for mark in texts(page)) > (6.5 if paper in {"a4", "297x210mm"} else 6.4)


def test_on_a4_all_but_the_boxes_is_that_of_a3_in_the_same_proportions() -> None:
    (large,), (small,) = (set_sheet(sheet(SIX[:2], 3), canvas(paper)).pages for paper in ("a3", "a4"))
    factor = small.height / large.height
    for one, other in zip(texts(large), texts(small), strict=True):
        assert other.text == one.text
        if one.text in {"AL", "BO"}:  # above their boxes
            continue
        assert (other.x, other.y, other.size) == pytest.approx(
            (one.x * factor, one.y * factor, one.size * factor), rel=1e-3
        )


@pytest.mark.parametrize("paper", ["a3", "a4", "letter", "legal", "260x340mm"])
def test_boxes_are_large_and_two_people_s_apart_on_every_paper(paper: str) -> None:
    for people in (2, 6):
        pages = set_sheet(sheet(SIX[:people], 3), canvas(paper)).pages
        boxes = [mark for page in pages for mark in page.content if isinstance(mark, CheckboxField)]
        assert min(min(box.rect.width, box.rect.height) for box in boxes) > 4.399 * POINTS_PER_MM
        for one, other in pairwise(boxes):
            if one.name.endswith("p1") and other.rect.y == one.rect.y:
                apart = (other.rect.x - one.rect.x - one.rect.width) / POINTS_PER_MM
                assert apart > (2.999 if people == 2 else 1.1)


@pytest.mark.parametrize("questions", [0, 24])
@pytest.mark.parametrize("paper", ["a3", "a4", "letter", "legal"])
def test_what_is_typed_can_be_read_on_every_paper_and_no_line_is_shown_in_part(paper: str, questions: int) -> None:
    bank = bank_of([f"Question {number}?" for number in range(questions)]) if questions else None
    pages = set_sheet(sheet(SIX[:2], 3, bank=bank), canvas(paper)).pages
    rooms = [mark for page in pages for mark in page.content if isinstance(mark, TextField) and "/answer/" in mark.name]
    assert {mark.entry for mark in rooms} == {Entry.SCROLLING}
    assert min(mark.size for mark in rooms) >= 8
    for room in rooms:
        lines, more = divmod(room.rect.height - 2 * TYPED_INSET + 0.01, TYPED_LINE * room.size)
        assert lines >= 1
        assert more < 0.2 * room.size  # where accents of the next line would begin


def test_paper_on_which_it_could_not_be_read_is_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"too small for layout 'canvas': its smallest type would be 4\.6 points"):
        check_paper(canvas("a5"))


def test_a_picked_question_has_more_room_than_another() -> None:
    worksheet = sheet(SIX[:2], 3)
    (page,) = set_sheet(worksheet, canvas()).pages
    rooms = {mark.name: mark.rect.height for mark in page.content if isinstance(mark, TextField)}
    picked = set(worksheet.selection.pickers())
    heights: dict[bool, list[float]] = {True: [], False: []}
    for question in worksheet.bank.questions():
        heights[question.id in picked].append(rooms[f"i/answer/{question.id}/p1"])
    usual = {chosen: sum(own) / len(own) / POINTS_PER_MM for chosen, own in heights.items()}
    assert usual[True] > max(9.9, usual[False] * 1.2)


def test_a_room_beside_a_long_question_shows_further_lines_even_where_it_has_one_to_write_on() -> None:
    worksheet = sheet(SIX, 4)
    (page,) = set_sheet(worksheet, canvas()).pages
    rooms = {mark.name: mark for mark in page.content if isinstance(mark, TextField)}
    room = rooms["i/answer/broken-alliance/p1"]  # three lines of a question
    assert room.rect.height > 2 * TYPED_LINE * room.size


def test_on_paper_alone_every_pick_is_ticked() -> None:
    worksheet = sheet(SIX[:2], 3)
    pages = typeset(compose_worksheet(worksheet, canvas()), canvas(), fonts(), DisplayText(fonts()), fillable=False)
    assert sum(isinstance(mark, Tick) for page in pages.pages for mark in page.content) == 6


def test_everybody_keeps_one_column_from_the_name_to_the_signature() -> None:
    for people in (2, 6):
        (page,) = set_sheet(sheet(SIX[:people], 3), canvas()).pages
        right = {mark.name: mark.rect.x + mark.rect.width for mark in page.content if isinstance(mark, TextField)}
        for person in range(1, people + 1):
            kinds = (f"name/p{person}", f"answer/hopes/p{person}", f"answer/support/p{person}", f"sign/p{person}")
            assert max(right[f"i/{kind}"] for kind in kinds) - min(right[f"i/{kind}"] for kind in kinds) < 3


@pytest.mark.parametrize("people", [LONG, (*LONG, *SIX[2:])])
@pytest.mark.parametrize("questions", [24, 60])
def test_many_and_long_questions_go_on_below_the_names(people: tuple[str, ...], questions: int) -> None:
    bank = bank_of([f"Is question {number} {'so very long ' * (number % 24)}?" for number in range(questions)])
    pages = set_sheet(sheet(people, 4, bank=bank), canvas())
    assert (outside(pages, canvas()), overlaps(pages)) == ([], [])
    assert len(fields(pages)) == len(people) * (2 + 2 * questions + 2) + 2 + 8 + 1
    for page in pages.pages[1:]:
        assert any(mark.text.startswith(people[0][:10]) and mark.y > page.height - 70 for mark in texts(page))


def test_texts_shrink_to_stay_on_one_sheet_and_not_where_more_are_needed_anyway() -> None:
    bank = bank_of([f"Question {number}?" for number in range(12)])
    sizes = {}
    for words in (1, 5, 40):
        given_texts = {(question.id, person): SAID * words for question in bank.questions() for person in (0, 1)}
        pages = set_alliance(alliance_of(bank, SIX[:2], given_texts), canvas())
        sizes[words] = (len(pages.pages), {mark.size for mark in texts(pages.pages[0]) if mark.text.startswith("We a")})
    usual = canvas().styles
    answers = next(kind.size for style, kind in usual.items() if style.value == "answer")
    assert sizes[1] == (1, {answers})
    assert sizes[5][0] == 1
    assert 9.3 <= min(sizes[5][1]) < answers
    assert sizes[40][0] > 1


def test_an_answer_of_5000_words_goes_on_and_says_whose_it_is_and_what_was_asked() -> None:
    bank = bank_of(["First?", "Second?"])
    told = {("q1", 0): SAID * 500, ("q1", 1): "Yes.\n\n- one\n- two"}
    layout = canvas()
    pages = set_alliance(alliance_of(bank, SIX[:2], told), layout)
    assert (outside(pages, layout), overlaps(pages)) == ([], [])
    assert "First? (continued)" in [mark.text for mark in texts(pages.pages[1])]
    assert "Ana Lima" in [mark.text for mark in texts(pages.pages[1])]


def test_those_who_hear_the_page_are_told_who_speaks() -> None:
    bank = bank_of(["First?"])
    pages = set_alliance(alliance_of(bank, SIX[:2], {("q1", 0): "Yes.", ("q1", 1): "No."}), canvas())
    spoken = [element.alternative for element in pages.elements if element.alternative]
    assert spoken == ["Ana Lima", "Ben Okafor"]
    assert out_of_order(pages) == []


@pytest.mark.parametrize("people", [1, 3, 6])
def test_an_alliance_of_any_number_of_people(people: int) -> None:
    names = (*LONG, *SIX[2:])[:people]
    bank = load_bank(None)
    told = {(question.id, person): SAID for question in bank.every_question() for person in range(people)}
    layout = as_it_is_set(canvas("a4"))
    pages = set_alliance(alliance_of(bank, names, told), layout)
    assert (outside(pages, layout), overlaps(pages)) == ([], [])
    assert len(pages.pages) <= 2


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(alliance=alliances())
@pytest.mark.slow
def test_no_character_of_any_alliance_is_lost(alliance: Alliance) -> None:
    set_alliance(alliance, canvas())


def test_names_stand_over_the_columns_of_every_chapter() -> None:
    layout = canvas()._replace(parts=(Part.TITLE, Part.FACTS, Part.CHOICES, Part.ANSWERS, Part.PAGE, Part.CLOSING))
    worksheet = sheet(SIX[:2], 3)._replace(parts=layout.fillable_parts)
    _, second = set_sheet(worksheet, layout).pages
    assert [mark.text for mark in texts(second)][:2] == ["Ana Lima", "Ben Okafor"]
    blank = sheet(("", ""), 0)._replace(parts=layout.fillable_parts)
    assert len(set_sheet(blank, layout).pages) == 2


def test_what_was_signed_with_stands_apart_from_the_name_below_it() -> None:
    alliance = alliance_of(bank_of(["First?"]), SIX[:2], {("q1", 0): "Yes."})
    signed = alliance._replace(answers=replace(alliance.answers, signed=("A. L.", "")))
    pages = set_alliance(signed, canvas())
    assert {"A. L.", "Ana Lima"} <= {mark.text for mark in texts(pages.pages[0])}
