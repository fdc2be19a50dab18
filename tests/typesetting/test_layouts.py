"""Every built-in layout, on paper of both worlds, for one, two and six people, with and without picks."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from generator.composing.alliance import compose_alliance
from generator.composing.document import Timeline
from generator.composing.worksheet import compose_worksheet
from generator.files.shipped import layout_files, layout_names, style_files
from generator.fonts.faces import Face
from generator.fonts.metrics import fonts
from generator.formats.layout import read_layout
from generator.formats.paper import parse_paper
from generator.model.layout import POINTS_PER_MM, Lines, Part, Style
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.sources import list_fields
from generator.model.worksheet import Meeting, Worksheet, identity
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import ARTIFACT, Box, CheckboxField, Entry, Rect, Rule, Ruling, Tag, Text, TextField
from generator.workflows.inputs import load_bank, load_layout
from generator.workflows.render_worksheet import render_worksheet
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of, worksheet_of
from tests.typesetting.placed import as_it_is_set, is_foot, lines_on, outside, overlaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.bank import QuestionBank
    from generator.model.colour import Colour
    from generator.model.layout import Layout
    from generator.typesetting.page import Element, Page, Pages

SIX = ("Ana Lima", "Ben Okafor", "Chloé Martin", "Dmitri Orlow", "Eleni Papadopoulou", "Farid Haddad")
EVERY_PAIR = (("a4", 1, 0), ("letter", 1, 3), ("a4", 2, 3), ("letter", 2, 0), ("a4", 6, 0), ("letter", 6, 3))
"""Papers, numbers of people and of picks: each of the one kind with each of the others."""
CASES = [
    pytest.param(
        name,
        paper,
        people,
        picks,
        id=f"{name}-{paper}-{people}{'-picks' if picks else ''}",
        marks=[pytest.mark.slow] if paper == "letter" else [],
    )
    for name in layout_names()
    for paper, people, picks in EVERY_PAIR
]
WITH_PAGES = {name for name in layout_names() if {Part.CARDS, Part.TENTS}.isdisjoint(load_layout(name).parts)}
every_case = pytest.mark.parametrize(("name", "paper", "people", "picks"), CASES)
every_layout = pytest.mark.parametrize("name", layout_names())
with_room_to_answer = pytest.mark.parametrize(
    "name", [name for name in layout_names() if Part.CLOSING in load_layout(name).parts]
)


@cache
def layout_of(name: str, paper: str = "a4") -> Layout:
    return as_it_is_set(load_layout(name).on(parse_paper(paper)))


@cache
def sheet(name: str, paper: str, people: int, picks: int) -> Worksheet:
    bank, layout = load_bank(None), layout_of(name, paper)
    given = nobody(people)
    return Worksheet(
        bank,
        People(SIX[:people]),
        suggest(bank, given=given, per_person=picks, seed=1) if picks else given,
        Meeting(None, None, "", 90),
        name,
        paper,
        "1.0",
        layout.fillable_parts,
    )


@cache
def pages_of(name: str, paper: str, people: int, picks: int, *, fillable: bool = True) -> Pages:
    layout = layout_of(name, paper)
    document = compose_worksheet(sheet(name, paper, people, picks), layout)
    return typeset(document, layout, fonts(), DisplayText(fonts()), fillable=fillable)


def contrast_with_white(colour: Colour) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def last_text(page: Page, elements: Sequence[Element]) -> tuple[str, Tag]:
    """The lowest text of a page, its foot left out, and what it is."""
    read = [mark for mark in page.content if isinstance(mark, Text) and mark.element != ARTIFACT]
    lowest = min(read, key=lambda mark: mark.y)
    return lowest.text, elements[lowest.element].tag


@every_case
def test_nothing_overlaps_or_leaves_the_margins(name: str, paper: str, people: int, picks: int) -> None:
    for fillable in (True, False):
        pages = pages_of(name, paper, people, picks, fillable=fillable)
        assert (outside(pages, layout_of(name, paper)), overlaps(pages)) == ([], [])


@every_case
def test_every_slot_of_the_worksheet_has_one_field(name: str, paper: str, people: int, picks: int) -> None:
    worksheet = sheet(name, paper, people, picks)
    own = identity(worksheet)
    fields = [
        mark.name
        for page in pages_of(name, paper, people, picks).pages
        for mark in page.content
        if isinstance(mark, TextField | CheckboxField)
    ]
    assert sorted(fields) == sorted(f"{own}/{field_id.path}" for field_id in list_fields(worksheet))


@pytest.mark.parametrize(
    ("name", "paper", "people", "picks"),
    [case for case in CASES if case.values[0] in WITH_PAGES],
)
def test_no_page_ends_with_a_heading(name: str, paper: str, people: int, picks: int) -> None:
    pages = pages_of(name, paper, people, picks, fillable=False)
    written = pages.pages[1:] if Part.TITLE_PAGE in layout_of(name).parts else pages.pages
    ends = [last_text(page, pages.elements) for page in written if page.content]
    assert [text for text, tag in ends if tag in {Tag.H1, Tag.H2, Tag.H3} and text != "Notes"] == []


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "a5", "letter"])
@pytest.mark.parametrize("name", [name for name in layout_names() if Part.CARDS not in load_layout(name).parts])
def test_what_leads_to_the_closing_questions_stands_above_the_first_of_them(name: str, paper: str) -> None:
    for people in (1, 2, 6):
        for page in pages_of(name, paper, people, 0).pages:
            texts = "".join(mark.text for mark in page.content if isinstance(mark, Text) and mark.element != ARTIFACT)
            assert ("Use the following" in texts) == ("appreciate and" in texts)


@every_case
def test_a_worksheet_is_written_as_pdf_ua(name: str, paper: str, people: int, picks: int) -> None:
    # rendering raises where the rules of the conformance claimed are broken
    made = render_worksheet(sheet(name, paper, people, picks), layout_of(name, paper), fillable=True)
    assert made.remarks == ()
    assert made.pages == pages_of(name, paper, people, picks).printed


@pytest.mark.parametrize("lines", Lines)
@with_room_to_answer
def test_the_room_to_answer_holds_lines_dots_or_nothing(name: str, lines: Lines) -> None:
    layout = layout_of(name)._replace(lines=lines)
    pages = typeset(
        compose_worksheet(sheet(name, "a4", 2, 0), layout), layout, fonts(), DisplayText(fonts()), fillable=True
    )
    assert (outside(pages, layout), overlaps(pages)) == ([], [])
    page, room = next(
        (page, mark)
        for page in pages.pages
        for mark in page.content
        if isinstance(mark, TextField) and mark.entry is not Entry.SINGLE_LINE
    )
    x, y, width, height = room.rect
    within = [
        mark for mark in lines_on(page) if x <= mark.x1 and mark.x2 <= x + width + 0.1 and y <= mark.y1 < y + height
    ]
    number = round(height / layout.line_pitch)
    dots = 2 * number * int(width / (layout.line_pitch / 2) + 0.9)
    wanted = {Lines.RULED: number, Lines.PLAIN: 1}
    assert len(within) == wanted.get(lines, len(within))
    if lines is Lines.DOTTED:
        assert dots * 0.9 < len(within) < dots * 1.1


def test_large_print_tells_a_question_from_an_answer_by_its_size() -> None:
    styles = layout_of("large-print").styles
    ranks = (Style.TITLE, Style.SECTION, Style.QUESTION, Style.ANSWER)
    sizes = [styles[style].size for style in ranks]
    assert all(large >= 1.1 * small for large, small in pairwise(sizes))
    assert sizes[-1] == styles[Style.PERSON].size == styles[Style.NOTE].size == 18
    assert sizes[-2] == styles[Style.CLOSING].size >= 1.25 * sizes[-1]
    assert {styles[style].face for style in (*ranks[:-1], Style.CLOSING)} == {Face.SEMIBOLD}


@pytest.mark.parametrize(
    "name", [name for name in layout_names() if Part.CLOSING in (one := load_layout(name)).parts and not one.canvas]
)
def test_handwriting_has_room(name: str) -> None:
    layout = layout_of(name)
    assert layout.line_pitch >= 8 * POINTS_PER_MM
    assert layout.ticks.size >= 4 * POINTS_PER_MM
    rooms = [
        mark.rect.height
        for page in pages_of(name, "a4", 2, 3).pages
        for mark in page.content
        if isinstance(mark, TextField) and mark.entry is not Entry.SINGLE_LINE
    ]
    assert min(rooms) >= 16.4 * POINTS_PER_MM


@every_layout
def test_an_alliance_can_be_set_in_any_layout(name: str) -> None:
    texts = {(question, person): "So it goes on.\n" * 30 for question in ("q1", "q2", "c1") for person in (0, 1)}
    alliance = alliance_of(bank_of(["First?", "Second?", "Third?"], sections=3), ("Ana Lima", "Ben Okafor"), texts)
    for paper in ("a4", "letter"):
        layout = layout_of(name, paper)
        pages = typeset(compose_alliance(alliance), layout, fonts(), DisplayText(fonts()), fillable=False)
        assert (outside(pages, layout), overlaps(pages)) == ([], [])


@every_layout
def test_text_is_dark_enough_to_be_read_in_every_style(name: str) -> None:
    for style in (None, *style_files()):
        layout = load_layout(name, style)
        for kind in layout.styles.values():
            assert contrast_with_white(kind.colour) >= 7
        assert contrast_with_white(layout.colours.line) >= 2.4


@pytest.mark.slow
@every_layout
def test_a_style_changes_colours_and_weight_and_no_place(name: str) -> None:
    usual, saved = layout_of(name), as_it_is_set(load_layout(name, "ink-saver"))
    assert saved.weight < usual.weight
    assert (saved.description, saved.parts, saved.margins) == (usual.description, usual.parts, usual.margins)
    for people, picks in ((2, 3), (6, 0)):
        made = render_worksheet(sheet(name, "a4", people, picks), saved, fillable=True)
        assert made.pages == pages_of(name, "a4", people, picks).printed
    document = compose_worksheet(sheet(name, "a4", 2, 0), saved)
    pages = typeset(document, saved, fonts(), DisplayText(fonts()), fillable=True)
    assert (outside(pages, saved), overlaps(pages)) == ([], [])
    marks = [mark for page in pages.pages for mark in page.content]
    colours = {mark.colour for mark in marks if isinstance(mark, Text | Rule | Ruling)}
    assert all(colour.red == colour.green == colour.blue for colour in colours)
    assert not any(isinstance(mark, Box) and mark.fill for mark in marks)


@pytest.mark.parametrize("people", [1, 2, 3, 6])
@pytest.mark.parametrize("name", [name for name in layout_names() if Part.CHOICES in load_layout(name).parts])
def test_tick_boxes_hang_from_the_margin_and_stand_apart(name: str, people: int) -> None:
    layout = layout_of(name)
    for number, page in enumerate(pages_of(name, "a4", people, 3).pages, start=1):
        left = layout.margins.left + (layout.margins.shift if number % 2 == 0 else 0)
        rows: dict[float, list[Rect]] = {}
        for mark in page.content:
            if isinstance(mark, CheckboxField):
                rows.setdefault(round(mark.rect.y, 2), []).append(mark.rect)
        for boxes in rows.values():
            boxes.sort(key=lambda rect: rect.x)
            assert boxes[0].x == pytest.approx(left, abs=0.01)
            assert all(rect.width >= 4.39 * POINTS_PER_MM for rect in boxes)
            least = 3 if people == 2 else 1.6
            assert all(b.x - a.x - a.width >= least * POINTS_PER_MM for a, b in pairwise(boxes))


# Each layout's own promise


@pytest.mark.parametrize("paper", ["a4", "letter", "legal"])
@pytest.mark.parametrize("people", [1, 2, 3, 4, 5, 6])
def test_onepage_is_one_sheet_with_all_questions_in_front(people: int, paper: str) -> None:
    for picks in (0, 2):
        pages = pages_of("onepage", paper, people, picks)
        front, back = pages.pages
        ticks = [mark for mark in front.content if isinstance(mark, CheckboxField)]
        assert len(ticks) == 13 * people
        assert (
            sum(isinstance(mark, TextField) and mark.entry is not Entry.SINGLE_LINE for mark in back.content)
            == 2 * people
        )
        assert "Notes" in [mark.text for mark in back.content if isinstance(mark, Text)]


def test_onepage_has_no_slots_for_what_has_no_room() -> None:
    assert Part.ANSWERS not in sheet("onepage", "a4", 2, 0).parts
    assert {
        field_id.question for field_id in list_fields(sheet("onepage", "a4", 2, 0)) if "answer" in field_id.path
    } == {
        "support",
        "champion",
    }


def test_large_print_has_no_smaller_type_than_18_points_but_its_feet() -> None:
    layout = layout_of("large-print")
    for people in (2, 6):
        for page in pages_of("large-print", "a4", people, 3, fillable=False).pages:
            for mark in page.content:
                if isinstance(mark, Text):
                    assert mark.size >= (14 if is_foot(mark, layout) else 18), mark
    first = pages_of("large-print", "a4", 2, 3).pages[0].content
    feet = [mark.text for mark in first if isinstance(mark, Text) and is_foot(mark, layout)]
    assert feet == ["Ana Lima and Ben Okafor", "Page 1 of 17"]
    assert min(layout.margins[:4]) >= 25 * POINTS_PER_MM


def test_in_a_workbook_every_section_opens_a_page() -> None:
    heads = [
        next(mark for mark in page.content if isinstance(mark, Text)) for page in pages_of("workbook", "a4", 2, 0).pages
    ]
    titles = {section.title for section in load_bank(None).sections}
    style = layout_of("workbook").styles[Style.TITLE]
    assert titles <= {mark.text for mark in heads if mark.size == style.size}


def test_in_a_workbook_every_question_of_six_people_has_a_page() -> None:
    for paper in ("a4", "letter"):
        for page in pages_of("workbook", paper, 6, 2).pages[2:-1]:
            rooms = [
                mark for mark in page.content if isinstance(mark, TextField) and mark.entry is not Entry.SINGLE_LINE
            ]
            assert len({mark.name.split("/")[2] for mark in rooms}) == 1
            assert len(rooms) == 6


@pytest.mark.parametrize("paper", ["a4", "letter", "legal"])
@pytest.mark.parametrize("people", [1, 2, 6])
def test_prep_is_a_leaf_for_each_person_with_their_fields_alone(people: int, paper: str) -> None:
    for picks in (0, 3):
        pages = pages_of("prep", paper, people, picks).pages
        fields = [
            {mark.name[-2:] for mark in page.content if isinstance(mark, CheckboxField | TextField)} for page in pages
        ]
        assert fields == [{f"p{number}"} for number in range(1, people + 1) for _ in range(2)]
        names = [
            mark.value
            for page in pages
            for mark in page.content
            if isinstance(mark, TextField) and "/name/" in mark.name
        ]
        assert names == list(SIX[:people])


@pytest.mark.parametrize("paper", ["a4", "letter", "legal", "a5"])
def test_every_question_of_a_prep_sheet_has_three_lines_to_note_on_and_a_field(paper: str) -> None:
    layout = layout_of("prep", paper)
    rooms = [
        (page, mark.rect)
        for page in pages_of("prep", paper, 2, 0).pages
        for mark in page.content
        if isinstance(mark, TextField) and "/note/" in mark.name
    ]
    assert len(rooms) == 2 * 13
    for page, room in rooms:
        lines = [mark.y1 for mark in lines_on(page) if mark.x1 >= room.x and room.y < mark.y1 < room.y + room.height]
        assert len(lines) >= 3
        assert all(a - b == pytest.approx(layout.line_pitch, abs=0.02) for a, b in pairwise(lines))
        assert room.width >= 0.5 * layout.measure


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_prep_sheets_are_full(paper: str) -> None:
    layout = layout_of("prep", paper)
    for page in pages_of("prep", paper, 2, 0).pages:
        foot = min(mark.rect.y for mark in page.content if isinstance(mark, TextField))
        assert foot - layout.margins.bottom < 2 * layout.line_pitch


@pytest.mark.parametrize("questions", [1, 4, 13, 20, 40])
def test_every_prep_sheet_begins_on_a_front_page_and_is_numbered_by_itself(questions: int) -> None:
    layout = layout_of("prep")
    worksheet = worksheet_of(bank_of([f"Question {number}?" for number in range(questions)]), *SIX[:3])
    pages = typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=True).pages
    texts = [[mark.text for mark in page.content if isinstance(mark, Text)] for page in pages]
    fronts = [number for number, page in enumerate(texts, start=1) if "Before we meet" in page]
    assert {number % 2 for number in fronts} == {1}
    assert len(fronts) == 3
    leaf = fronts[1] - fronts[0]
    written = [page for page in texts[:leaf] if page]
    assert [page[-1] for page in written] == [f"Page {n} of {len(written)}" for n in range(1, len(written) + 1)]
    assert (len(pages) == 5) == (len(written) == 1)


def test_blank_people_have_a_prep_sheet_each_and_lines_for_the_meeting() -> None:
    layout = layout_of("prep")
    worksheet = worksheet_of(bank_of(["A?", "B?"]), "", "")
    pages = typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=True)
    for number, page in enumerate(pages.pages[::2], start=1):
        texts = [mark.text.strip() for mark in page.content if isinstance(mark, Text)]
        assert texts[1:6] == ["for", f"Person {number}", "with", "on", "at"]
        assert len([mark for mark in page.content if isinstance(mark, TextField)]) == 3


PEN = read_layout(
    b"extends: prep\nparts: [title, names, before, choices, notes]\nline_pitch: 8.5\n"
    b"choices: {notes: 0.38, lines: 1}\n",
    "l.yaml",
    "pen",
    layout_files(),
)
"""Sheets to note on with a pen alone."""


def noted_by_pen(bank: QuestionBank) -> Pages:
    worksheet = worksheet_of(bank, "Ana Lima")
    return typeset(compose_worksheet(worksheet, PEN), PEN, fonts(), DisplayText(fonts()), fillable=True)


def test_lines_to_note_on_are_a_line_pitch_apart_and_as_wide_as_the_layout_says() -> None:
    page = noted_by_pen(load_bank(None)).pages[0]
    layout = PEN
    start = layout.paper.width - layout.margins.right - layout.choices.notes * layout.measure
    notes = [mark.y1 for mark in lines_on(page) if abs(mark.x1 - start) < 0.01]
    assert len(notes) == 13
    assert min(above - below for above, below in pairwise(notes)) >= layout.line_pitch - 0.01


@pytest.mark.parametrize(("questions", "pages", "notes"), [(5, 1, True), (15, 1, False), (28, 2, True)])
def test_notes_on_a_prep_sheet_never_cost_another_page(questions: int, pages: int, notes: bool) -> None:  # noqa: FBT001 - parametrized
    bank = bank_of(["What do you need from each other when a week goes wrong?"] * questions, sections=2)
    set_ = noted_by_pen(bank)
    texts = [mark.text for page in set_.pages for mark in page.content if isinstance(mark, Text)]
    assert (len(set_.pages), "Notes" in texts) == (pages, notes)


def test_a_page_that_is_a_little_too_long_is_squeezed_rather_than_turned() -> None:
    # on letter the last question would not fit below the time plan
    front = pages_of("classic", "letter", 2, 0).pages[0]
    assert sum(isinstance(mark, CheckboxField) for mark in front.content) == 26


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", ["classic", "onepage"])
def test_the_time_plan_stands_in_a_line_in_front_and_leaves_the_questions_there(name: str, paper: str) -> None:
    for people in (1, 2):
        front = pages_of(name, paper, people, 0).pages[0]
        times = [mark for mark in front.content if isinstance(mark, Text) and mark.text.endswith(" min ")]
        assert [mark.text for mark in times] == [f"{start} min " for start in (0, 5, 15, 65, 85, 90)] or people == 1
        assert len({mark.y for mark in times}) == 1
        assert sum(isinstance(mark, CheckboxField) for mark in front.content) == 13 * people


def test_a_workbook_tells_when_each_question_is_taken() -> None:
    page = pages_of("workbook", "a4", 2, 3).pages[1]
    texts = [mark.text for mark in page.content if isinstance(mark, Text)]
    plan = texts[texts.index("How the time goes") :]
    assert [text for text in plan if text.endswith(" min ")] == [
        f"{start} min " for start in (0, 5, 10, 20, 30, 40, 45, 55, 65, 85, 90)
    ]
    picked = {question for ids in sheet("workbook", "a4", 2, 3).selection.picks for question in ids}
    for question in load_bank(None).restrict_to(picked).questions():
        assert any(text.startswith(question.text[:30]) for text in plan)


def test_a_time_plan_too_long_for_a_line_has_rows() -> None:
    layout = load_layout("classic")._replace(paper=parse_paper("a5"))  # with wide margins
    document = compose_worksheet(sheet("classic", "a5", 2, 0), layout)
    document = document._replace(blocks=tuple(block for block in document.blocks if isinstance(block, Timeline)))
    front = typeset(document, layout, fonts(), DisplayText(fonts()), fillable=True).pages[0]
    assert "How the time goes" in [mark.text for mark in front.content if isinstance(mark, Text)]


@pytest.mark.parametrize("fillable", [True, False])
@pytest.mark.parametrize("name", ["classic", "large-print", "prep"])
def test_a_very_long_place_and_name_take_several_lines_rather_than_very_small_type(
    name: str, *, fillable: bool
) -> None:
    layout, place = layout_of(name), " ".join(["The long table in the upper room of the Café Lisboa"] * 6)[:300]
    long = " ".join(["Maximiliane-Theodora"] * 9)
    worksheet = sheet(name, "a4", 2, 0)._replace(people=People((long, "Ben")), meeting=Meeting(None, None, place, 90))
    pages = typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=fillable)
    assert (outside(pages, layout), overlaps(pages)) == ([], [])
    marks = [mark for page in pages.pages for mark in page.content]
    fields = [mark for mark in marks if isinstance(mark, TextField) and mark.value]
    texts = [
        mark for mark in marks if isinstance(mark, Text) and " " in mark.text.strip() and mark.text.strip() in place
    ]
    sizes = [mark.size for mark in fields] + [mark.size for mark in texts]
    assert min(sizes) >= 0.75 * layout.styles[Style.VALUE].size
    if fillable:
        assert {mark.entry for mark in fields if mark.value == long} == {Entry.MULTI_LINE}
    else:
        assert " ".join(mark.text for mark in texts).split()[:40] == place.split()[:40]


def test_notes_fill_the_page_and_never_open_another() -> None:
    layout = layout_of("onepage")._replace(parts=(Part.TITLE, Part.NOTES))
    worksheet = worksheet_of(bank_of(["A?"]), "Ana")._replace(parts=())
    pages = typeset(compose_worksheet(worksheet, layout), layout, fonts(), DisplayText(fonts()), fillable=True)
    (page,) = pages.pages
    rules = [mark.y1 for mark in lines_on(page)]
    assert -0.01 <= min(rules) - layout.margins.bottom < layout.line_pitch
    assert not any(isinstance(mark, TextField) for mark in page.content)
