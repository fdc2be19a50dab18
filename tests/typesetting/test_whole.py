"""Whole worksheets and alliances, of any people, questions, picks, layouts and papers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.composing.alliance import compose_alliance
from generator.composing.worksheet import compose_worksheet
from generator.fonts.faces import Face
from generator.fonts.metrics import fonts
from generator.model.agenda import agenda_of
from generator.model.answers import Answers
from generator.model.fields import FieldKind
from generator.model.sources import list_fields
from generator.model.worksheet import Revision, identity
from generator.typesetting import DisplayText, typeset
from generator.typesetting.lines import SOFT_HYPHEN
from generator.typesetting.page import ARTIFACT, CheckboxField, Entry, HiddenField, Tag, Text, TextField, Tick
from tests.composing.alliances import alliance_of, alliances
from tests.composing.worksheets import (
    LONGEST_NAME,
    LONGEST_QUESTION,
    bank_of,
    classic,
    layouts,
    worksheet_of,
    worksheets,
)
from tests.typesetting.placed import is_foot, outside, overlaps

if TYPE_CHECKING:
    from generator.model.alliance import Alliance
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet
    from generator.typesetting.page import Pages

slow = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HARD_NAMES = (
    "Bartholomew Maximilian Featherstonehaugh-Cholmondeley von ",
    "W" * 58,
    "Щ" * 58,
    "e\u0301" * 29,
    "你" * 58,
)
HARD_QUESTIONS = (
    "To be or not? " * 21 + "Be it.",
    "W" * LONGEST_QUESTION,
    "Why?",
    "e\u0301" * 150,
    "你" * LONGEST_QUESTION,
)


def pages_of(worksheet: Worksheet, layout: Layout, *, fillable: bool) -> Pages:
    return typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=fillable)


def alliance_pages(alliance: Alliance, layout: Layout) -> Pages:
    return typeset(compose_alliance(alliance), layout, fonts(), DisplayText(fonts()), fillable=False)


def fields(pages: Pages) -> list[TextField | CheckboxField]:
    return [mark for page in pages.pages for mark in page.content if isinstance(mark, TextField | CheckboxField)]


def said(pages: Pages) -> dict[int, str]:
    """The text of every structure element that has some."""
    texts: dict[int, list[str]] = {}
    for page in pages.pages:
        for mark in page.content:
            if isinstance(mark, Text) and mark.element != ARTIFACT:
                texts.setdefault(mark.element, []).append(mark.text)
    return {element: "".join(parts) for element, parts in texts.items()}


def said_as(pages: Pages, tag: Tag) -> Counter[str]:
    return Counter(text for element, text in said(pages).items() if pages.elements[element].tag is tag)


def clipped(pages: Pages) -> list[str]:
    """The one-line fields whose value does not fit."""
    display_text = DisplayText(fonts())
    return [
        field.name
        for field in fields(pages)
        if isinstance(field, TextField)
        and field.entry is Entry.SINGLE_LINE
        and fonts().width(display_text.display(field.value), Face.TEXT, field.size) > field.rect.width - 3.9
    ]


@slow
@given(worksheet=worksheets(), layout=layouts(), fillable=st.booleans())
def test_nothing_overlaps_leaves_the_margins_or_clips(worksheet: Worksheet, layout: Layout, *, fillable: bool) -> None:
    pages = pages_of(worksheet, layout, fillable=fillable)
    assert outside(pages, layout) == []
    assert overlaps(pages) == []
    assert clipped(pages) == []


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "letter", "a5", "legal"])
@pytest.mark.parametrize("name", HARD_NAMES, ids=["long words", "wide", "Cyrillic", "marks", "uncovered"])
def test_the_hardest_names_and_questions_fit_every_paper(paper: str, name: str) -> None:
    layout = classic(paper)
    for people in (1, 2, 3, 6):
        names = [f"{name}{letter}"[:LONGEST_NAME] for letter in "abcdef"[:people]]
        for picks, fillable in (((), people == 2), ((("q1", "q5"),) * people, people != 2)):
            worksheet = worksheet_of(bank_of(list(HARD_QUESTIONS)), *names, picks=picks)
            pages = pages_of(worksheet, layout, fillable=fillable)
            assert (outside(pages, layout), overlaps(pages), clipped(pages)) == ([], [], [])


@pytest.mark.parametrize("names", [("界好 世",), ("界好 世", "Ana"), ("界好 世",) * 2, ("界好 世", *"abcde")], ids=len)
def test_initials_that_no_typeface_covers_stay_between_the_margin_and_the_questions(names: tuple[str, ...]) -> None:
    for layout in (classic(), classic("a5")):
        pages = pages_of(worksheet_of(bank_of(["Why?"]), *names), layout, fillable=True)
        assert (outside(pages, layout), overlaps(pages)) == ([], [])


@pytest.mark.slow
@slow
@given(worksheet=worksheets(), layout=layouts())
def test_every_slot_has_exactly_one_field(worksheet: Worksheet, layout: Layout) -> None:
    own = identity(worksheet)
    found = Counter(field.name for field in fields(pages_of(worksheet, layout, fillable=True)))
    assert found == Counter(f"{own}/{field_id.path}" for field_id in list_fields(worksheet))


@pytest.mark.slow
@slow
@given(worksheet=worksheets(), layout=layouts(), fillable=st.booleans())
def test_every_question_stands_once_to_be_picked_and_once_to_be_answered(
    worksheet: Worksheet, layout: Layout, *, fillable: bool
) -> None:
    pages = pages_of(worksheet, layout, fillable=fillable)
    display_text = DisplayText(fonts())
    to_pick = [display_text.display(question.text) for question in worksheet.bank.questions()]
    closing = [display_text.display(question.text) for question in worksheet.bank.closing.questions]
    assert said_as(pages, Tag.H3) == Counter(to_pick + closing)
    listed = Counter([*to_pick, *map(display_text.display, worksheet.bank.instructions)])
    plan = Counter(map(display_text.display, planned(worksheet, layout)))
    # the time plan makes way where a page would be opened for a few questions
    assert said_as(pages, Tag.LBODY) in (listed + plan, listed)


def planned(worksheet: Worksheet, layout: Layout) -> list[str]:
    """What the time plan says."""
    plan = agenda_of(worksheet)
    steps = () if plan is None else plan.steps if layout.plan.listed else plan.with_questions_together()
    return [step.question or step.what for step in steps]


@pytest.mark.slow
@slow
@given(worksheet=worksheets(), layout=layouts())
def test_the_boxes_of_the_picks_are_ticked_and_no_others(worksheet: Worksheet, layout: Layout) -> None:
    pages = pages_of(worksheet, layout, fillable=True)
    ticked = {field.name for field in fields(pages) if field.name in pages.ticked}
    assert ticked == pages.ticked
    picks = worksheet.selection.picks
    assert ticked == {
        f"{identity(worksheet)}/{FieldKind.PICK.value.format(question=question, number=person)}"
        for person, ids in enumerate(picks, start=1)
        for question in ids
    }


def test_a_sheet_for_paper_alone_has_no_fields_and_shows_the_picks_as_ticks() -> None:
    worksheet = worksheet_of(bank_of(["A?", "B?"]), "Ana", "Ben", picks=(("q1", "q2"), ("q1",)))
    pages = pages_of(worksheet, classic(), fillable=False)
    marks = [mark for page in pages.pages for mark in page.content]
    assert not any(isinstance(mark, TextField | CheckboxField | HiddenField) for mark in marks)
    assert sum(isinstance(mark, Tick) for mark in marks) == 3


def test_a_sheet_for_paper_alone_shows_the_names_in_full() -> None:
    pages = pages_of(worksheet_of(bank_of(["A?"]), "W" * 60, "Ben"), classic("a5"), fillable=False)
    assert said_as(pages, Tag.SPAN)["W" * 60] == 1


@pytest.mark.slow
@slow
@given(worksheet=worksheets(), layout=layouts(), fillable=st.booleans())
def test_the_same_worksheet_has_the_same_pages(worksheet: Worksheet, layout: Layout, *, fillable: bool) -> None:
    assert pages_of(worksheet, layout, fillable=fillable) == pages_of(worksheet, layout, fillable=fillable)


def test_a_bank_of_two_hundred_questions_fits_its_pages() -> None:
    questions = [f"{number}. What do you want to say to each other about this?" for number in range(200)]
    worksheet = worksheet_of(bank_of(questions, sections=7), *"ABCDEF")
    pages = pages_of(worksheet, classic(), fillable=True)
    assert (outside(pages, classic()), overlaps(pages)) == ([], [])
    assert sum(isinstance(field, CheckboxField) for field in fields(pages)) == 1200


@pytest.mark.slow
def test_a_question_longer_than_a_page_flows_on_wherever_it_starts() -> None:
    for before in range(12, 32):
        worksheet = worksheet_of(bank_of(["A?"] * before + ["你" * LONGEST_QUESTION], sections=1), "Ana", "Ben")
        pages = pages_of(worksheet, classic("a5"), fillable=True)
        assert (outside(pages, classic("a5")), overlaps(pages)) == ([], [])


def test_a_section_that_goes_on_overleaf_says_so() -> None:
    worksheet = worksheet_of(bank_of([f"{number}?" for number in range(100)], sections=1), "Ana", "Ben")
    pages = pages_of(worksheet, classic(), fillable=True)
    again = [mark for page in pages.pages for mark in page.content if isinstance(mark, Text) and "(cont" in mark.text]
    assert {(mark.text, mark.element) for mark in again} == {("Section 1 (continued)", ARTIFACT)}
    opening = [next(mark for mark in page.content if isinstance(mark, Text)) for page in pages.pages[1:4]]
    assert [mark.text for mark in opening] == ["Section 1 (continued)", "Section 1 (continued)", "Section 1"]


def test_a_layout_may_ask_for_more_room_than_a_page_has() -> None:
    rooms = classic().rooms
    layout = classic("a5")._replace(rooms=rooms._replace(generous=rooms.generous._replace(lines=60)))
    pages = pages_of(worksheet_of(bank_of(["A?"]), *"ABCDEF"), layout, fillable=True)
    assert (outside(pages, layout), overlaps(pages)) == ([], [])


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_the_closing_section_has_a_page_of_its_own(paper: str) -> None:
    pages = pages_of(worksheet_of(bank_of(["A?"]), "Ana", "Ben"), classic(paper), fillable=True)
    first = {
        number: mark.text
        for number, page in enumerate(pages.pages)
        for mark in page.content[:1]
        if isinstance(mark, Text)
    }
    assert "Closing" in first.values()


@pytest.mark.parametrize("fillable", [True, False])
def test_every_page_tells_its_number(fillable: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    pages = pages_of(worksheet_of(bank_of(["A?"] * 40), "Ana", "Ben"), classic(), fillable=fillable)
    feet = [
        [mark.text for mark in page.content if isinstance(mark, Text) and is_foot(mark, classic())]
        for page in pages.pages
    ]
    most = len(pages.pages)
    assert feet == [["Designing the Alliance", "Ana and Ben", f"Page {n} of {most}"] for n in range(1, most + 1)]


def foot_of(worksheet: Worksheet, layout: Layout, number: str = "") -> list[str]:
    document = compose_worksheet(worksheet, layout, number=number)
    page = typeset(document, layout, fonts(), DisplayText(fonts()), fillable=False).pages[0]
    return [mark.text for mark in page.content if is_foot(mark, layout) and isinstance(mark, Text)][:-1]


def test_a_foot_says_whose_worksheet_it_is_and_its_revision_from_the_second_one_on() -> None:
    worksheet, title = worksheet_of(bank_of(["A?"]), "Ana", "", "Ben"), "Designing the Alliance"
    assert foot_of(worksheet, classic()) == [title, "Ana and Ben"]
    assert foot_of(worksheet, classic(), "9") == [title, "No. 9 · Ana and Ben"]
    assert foot_of(worksheet_of(bank_of(["A?"]), ""), classic()) == [title]
    again = worksheet._replace(
        earlier_revisions=(Revision(1, worksheet, Answers(worksheet.people.names, "", "", (), {}, (), "", ())),)
    )
    assert foot_of(again, classic()) == [title, "Revision 2 · Ana and Ben"]


@pytest.mark.parametrize("paper", ["a4", "a5"])
@pytest.mark.parametrize("name", HARD_NAMES)
def test_names_are_cut_in_feet_where_there_is_no_room(name: str, paper: str) -> None:
    worksheet = worksheet_of(bank_of(["A?"]), *[name] * 6)
    said = "".join("".join(foot_of(worksheet, classic(paper), "9")).removeprefix(worksheet.bank.title).split())
    assert said.endswith("…")
    assert "".join(DisplayText(fonts()).display(f"No.9·{name}").split()).startswith(said.removesuffix("…")[:30])
    pages = pages_of(worksheet, classic(paper), fillable=False)
    assert (outside(pages, classic(paper)), overlaps(pages)) == ([], [])


# The finished alliance


@pytest.mark.slow
@slow
@given(alliance=alliances(), paper=st.sampled_from(("a4", "a5")))
def test_nothing_of_an_alliance_overlaps_or_leaves_the_margins(alliance: Alliance, paper: str) -> None:
    pages = alliance_pages(alliance, classic(paper))
    assert outside(pages, classic(paper)) == []
    assert overlaps(pages) == []


@pytest.mark.slow
@slow
@given(alliance=alliances())
def test_every_line_typed_is_the_whole_text_of_an_element(alliance: Alliance) -> None:
    display_text = DisplayText(fonts())
    pages = alliance_pages(alliance, classic())
    typed = Counter(
        line.replace(SOFT_HYPHEN, "")
        for text in alliance.answers.texts.values()
        for line in display_text.display_lines(text)
        if line.strip()
    )
    said = Counter(text.replace(SOFT_HYPHEN, "") for text in said_as(pages, Tag.P).elements())
    assert typed - said == Counter()


@pytest.mark.slow
@slow
@given(alliance=alliances())
def test_the_same_alliance_has_the_same_pages(alliance: Alliance) -> None:
    assert alliance_pages(alliance, classic()) == alliance_pages(alliance, classic())


LONG = "\n".join(f"{'So it goes on and on. ' * (number % 7 * 3 + 1)}" for number in range(60))


@pytest.fixture(scope="module", params=["a4", "a5", "legal"])
def long_pages(request: pytest.FixtureRequest) -> Pages:
    texts = {(question, person): LONG for question in ("q1", "q2", "q3", "c1") for person in (0, 1)}
    alliance = alliance_of(bank_of(["First?", "Second?", "Third?"], sections=3), ("Ana", "Ben"), texts)
    return alliance_pages(alliance, classic(request.param))


def _read(pages: Pages) -> list[list[Text]]:
    """The texts of each page from its top to its foot, without what is repeated."""
    return [
        [mark for mark in page.content if isinstance(mark, Text) and mark.element != ARTIFACT] for page in pages.pages
    ]


def test_no_page_of_a_long_alliance_ends_with_a_paragraphs_first_line_or_begins_with_its_last(
    long_pages: Pages,
) -> None:
    pages = _read(long_pages)
    lines = Counter(mark.element for page in pages for mark in page)
    assert len(pages) > 5
    for page in pages:
        here = Counter(mark.element for mark in page)
        parted = [here[element] for element in (page[0].element, page[-1].element) if here[element] < lines[element]]
        assert min(parted, default=2) >= 2


def test_no_page_of_a_long_alliance_ends_with_a_heading(long_pages: Pages) -> None:
    last = [min(page, key=lambda mark: mark.y) for page in _read(long_pages)]
    assert {long_pages.elements[mark.element].tag for mark in last} <= {Tag.P, Tag.LBODY}
    assert "Ana " not in [mark.text for mark in last]


def test_an_answer_that_goes_on_overleaf_says_to_which_question(long_pages: Pages) -> None:
    heads = [page.content[0] for page in long_pages.pages[1:]]
    again = [mark.text for mark in heads if isinstance(mark, Text) and mark.element == ARTIFACT]
    assert {"First? (continued)", "Second? (continued)", "Third? (continued)"} <= set(again)
    for page, before in zip(long_pages.pages[1:], _read(long_pages), strict=False):
        head, *_ = page.content
        assert isinstance(head, Text)
        goes_on = long_pages.elements[before[-1].element].tag is Tag.P
        assert (head.element == ARTIFACT) == (goes_on and head.text.endswith("(continued)"))


def test_a_long_question_is_cut_where_it_is_repeated() -> None:
    question = "Why? " * 60
    alliance = alliance_of(bank_of([question]), ("Ana",), {("q1", 0): LONG})
    head = alliance_pages(alliance, classic()).pages[1].content[0]
    assert isinstance(head, Text)
    assert head.text.startswith("Why? Why?")
    assert head.text.endswith("… (continued)")
    assert question.startswith(head.text.removesuffix("… (continued)"))
