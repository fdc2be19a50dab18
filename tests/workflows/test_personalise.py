"""A worksheet is the same bytes whether it was set for itself or shares what another one was set with."""

from __future__ import annotations

import datetime as dt
import gc
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from generator.files.shipped import BANK, data_file, layout_file, layout_files, layout_names
from generator.fonts.metrics import fonts
from generator.formats.bank import read_bank
from generator.formats.layout import read_layout
from generator.model.agenda import MOST_LISTED, agenda_of
from generator.model.layout import Style
from generator.model.people import People
from generator.model.selection import Selection, in_bank_order
from generator.model.worksheet import Meeting, Worksheet
from generator.typesetting.page import ARTIFACT, Text
from generator.words.messages import ENGLISH
from generator.workflows.personalise import (
    CLOCKS,
    DEFINITION,
    HIDDEN,
    IDENTITY,
    INITIALS,
    MARKERS,
    NAMES,
    NUMBER,
    PLACE,
    WHEN,
    Fit,
    MarkerMetrics,
    Measured,
    personal_values,
    personalise,
    template_key,
)
from generator.workflows.render_worksheet import RenderOptions, WorksheetRenderer, render_worksheet
from tests.pdf_dump import dump

if TYPE_CHECKING:
    from generator.model.layout import Layout
    from generator.typesetting.page import Pages

pytestmark = pytest.mark.slow

QUESTIONS = read_bank(Path(data_file(BANK)).read_bytes(), BANK)
QUESTION_IDS = [question.id for question in QUESTIONS.questions()]
NO_MEETING = Meeting(None, None, "", 90)
LUNCH = Meeting(dt.date(2026, 12, 4), dt.time(12, 30), "Café Ж", 60)
USUAL = st.text("abc dé'-()\\ŁŽßÉ", min_size=1, max_size=12)
STRANGE = st.text(min_size=1, max_size=6)
LONG = st.text("Wm \N{LATIN SMALL LETTER O WITH DIAERESIS}", min_size=20, max_size=90)
FURTHER = st.text("ΑΩЖяạẬ你🎉\u0301\ufdd0\ufde1\u202e\u00ad\r\n\t", min_size=1, max_size=5)
IN_SCRIPTS = st.sampled_from(("ليلى حداد", "ליאור כהן", "प्रिया शर्मा", "Nguyễn Thị Hạnh", "Ana ליאור", "١٢٣"))
NAME = st.one_of(
    USUAL, USUAL, USUAL, STRANGE, LONG, FURTHER, IN_SCRIPTS, st.just(""), st.sampled_from(("Ana Lima", "ÿþ (x) \\"))
)
MEETINGS = st.builds(
    Meeting,
    st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    st.none() | st.times(),
    st.just("") | NAME,
    st.sampled_from((90, 120)),
)


def layout_called(name: str) -> Layout:
    path = layout_file(name)
    assert path
    return read_layout(Path(path).read_bytes(), name, name, layout_files())


CLASSIC = layout_called("classic")


def renderer_for(layout: Layout = CLASSIC, *, fillable: bool = True) -> WorksheetRenderer:
    return WorksheetRenderer(RenderOptions(layout, fillable))


def worksheet_for(*names: str, meeting: Meeting = NO_MEETING, picks: tuple[tuple[str, ...], ...] = ()) -> Worksheet:
    selection = in_bank_order(QUESTIONS, picks or ((),) * len(names))
    return Worksheet(QUESTIONS, People(names), selection, meeting, "classic", "a4", "0")


@st.composite
def worksheets(draw: st.DrawFn) -> Worksheet:
    names = draw(st.lists(NAME, min_size=1, max_size=3))
    picked = st.sets(st.sampled_from(QUESTION_IDS), max_size=4).map(tuple)
    picks = st.just(()) | st.just(("hopes",)) | picked
    selection = tuple(draw(picks) for _ in names)
    return worksheet_for(*names, meeting=draw(MEETINGS), picks=selection)


def text_of(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@given(st.lists(worksheets(), min_size=1, max_size=6), st.booleans())
@settings(deadline=None, max_examples=25)
def test_a_worksheet_from_a_warm_renderer_is_byte_for_byte_the_one_made_alone(
    rows: list[Worksheet],
    fillable: bool,  # noqa: FBT001 - hypothesis draws it
) -> None:
    renderer = renderer_for(fillable=fillable)
    for row in rows:
        assert renderer.render(row) == render_worksheet(row, CLASSIC, fillable=fillable)


@pytest.mark.parametrize("fillable", [True, False])
@pytest.mark.parametrize("name", layout_names())
def test_a_warm_renderer_makes_the_same_bytes_in_every_layout(name: str, fillable: bool) -> None:  # noqa: FBT001
    layout = layout_called(name)
    rows = [
        worksheet_for(*names, picks=picks, meeting=meeting)._replace(layout=name, parts=layout.fillable_parts)
        for picks, meeting in (
            ((), NO_MEETING),
            ((("hopes",), ("tone", "hopes")), Meeting(dt.date(2026, 12, 4), None, "Café", 60)),
        )
        for names in (("Ana Lima", "Ben Okafor"), ("Žofie", "Łukasz Żak"), ("Ana", "W" * 90), ("你", "Ж"))
    ]
    renderer = renderer_for(layout, fillable=fillable)
    assert [renderer.render(row) for row in rows] == [render_worksheet(row, layout, fillable=fillable) for row in rows]


def test_the_order_of_a_roster_does_not_change_a_worksheet() -> None:
    rows = [worksheet_for(name, "Ben") for name in ("Ana", "Łucja", "Ж", "Maximilian" * 9, "你", "Ana")]
    there, back = renderer_for(), renderer_for()
    assert [there.render(row) for row in rows] == [back.render(row) for row in reversed(rows)][::-1]


def described(data: bytes, folder: Path) -> list[str]:
    """Everything that a file holds but places: initials are in the middle of their room only in a filled template."""
    path = folder / "described.pdf"
    path.write_bytes(data)
    places = re.compile(r"^[\d.]+ [\d.]+ [\d.]+  |\[[\d. ]+\]", re.MULTILINE)
    return places.sub("", dump(path)).split()


@pytest.mark.parametrize(
    ("name", "fillable"),
    [("classic", True), ("classic", False), ("workbook", True), ("onepage", False), ("cards", True)],
)
@pytest.mark.parametrize(
    "names",
    [
        ("Ana Lima",),
        ("Zoé Łukasz", "Γιώργος Σ."),
        ("Ж (x)", "", "Ana \\ Lima"),
        ("Мария", "Ana", "Ben", "Žofie", "Νίκος", "Ÿþ"),
    ],
)
def test_a_filled_template_is_the_document_built_with_the_names(
    name: str,
    fillable: bool,  # noqa: FBT001 - a parameter
    names: tuple[str, ...],
    tmp_path: Path,
) -> None:
    layout = layout_called(name)
    for picks, meeting in ((), NO_MEETING), ((("hopes",), *[()] * (len(names) - 1)), LUNCH):
        worksheet = worksheet_for(*names, picks=picks, meeting=meeting)._replace(
            layout=name, parts=layout.fillable_parts
        )
        renderer = renderer_for(layout, fillable=fillable)
        _, personal = renderer.set(worksheet)
        assert personal
        alone = renderer.render_alone(worksheet, renderer.set_alone(worksheet))
        assert described(renderer.render(worksheet).data, tmp_path) == described(alone, tmp_path)


@pytest.mark.parametrize("number", ["", "9"])
def test_names_that_are_cut_in_feet_share_what_is_set_all_the_same(number: str) -> None:
    names = (
        "Maria Theresia",
        "Ana Lima",
        "Ben Okafor",
        "Žofie Nováková",
        "Cleo Ní Bhriain",
        "Finn Müller-Lüdenscheidt",
    )
    worksheet = worksheet_for(*names)
    renderer = renderer_for(fillable=False)
    shared, personal = renderer.set(worksheet, number)
    assert personal
    filled = [MARKERS.substitute(text, personal.values) for text in artifacts(shared.pages)]
    assert filled == artifacts(renderer.set_alone(worksheet, number).pages)
    assert len([text for text in filled if text.endswith("…")]) == len(shared.pages.pages)


def foot_of(data: bytes, page: int) -> tuple[str, list[float]]:
    """The text in the foot of a page, without spaces, and where its pieces begin and end; points."""
    with pypdfium2.PdfDocument(data) as document:
        texts = document[page].get_textpage()
        boxes = [box for box in map(texts.get_rect, range(texts.count_rects())) if box[3] < 40]
        said = "".join("".join(texts.get_text_bounded(*box) for box in boxes).split())
        return said, [x for box in boxes for x in (box[0], box[2])]


def test_a_name_that_ends_at_a_margin_ends_there_in_what_is_shared_too() -> None:
    booklet = layout_called("booklet")
    for names in (("Ana Lima", "Ben Okafor"), ("Žofie Nováková", "Finn Müller")):
        worksheet = worksheet_for(*names)._replace(layout="booklet", parts=booklet.fillable_parts)
        renderer = renderer_for(booklet)
        assert renderer.set(worksheet)[1]
        said, places = foot_of(renderer.render_alone(worksheet, renderer.set_alone(worksheet)), 3)
        assert names[1][:3] in said
        again, filled = foot_of(renderer.render(worksheet).data, 3)
        assert again == said
        assert filled == pytest.approx(places, abs=0.05)


def test_a_text_that_stands_whole_elsewhere_is_not_cut_in_what_is_shared() -> None:
    face, values = CLASSIC.styles[Style.FOOT].face, {NAMES[0]: "Maria Theresia", NAMES[1]: "Ana Lima"}
    text = f"{NAMES[0]} and {NAMES[1]}"
    foot = Fit(text, face, 7.5, 50, is_cut=True)
    shared = personalise((foot,), values, fonts())
    assert shared
    assert shared.values[text] == "Maria Theresia…"
    assert personalise((foot, Fit(text, face, 20, 500, is_cut=False)), values, fonts()) is None


def artifacts(pages: Pages) -> list[str]:
    return [
        mark.text
        for page in pages.pages
        for mark in page.content
        if isinstance(mark, Text) and mark.element == ARTIFACT
    ]


def test_per_cent_signs_and_codes_that_hold_line_ends_stay_what_they_are() -> None:
    section = QUESTIONS.sections[0]
    odd = section.questions[0]._replace(text="Are you 100 %d or 50 %b sure? Ċ")
    bank = QUESTIONS._replace(sections=(section._replace(questions=(odd, *section.questions[1:])),))
    renderer = renderer_for()
    for names in (("Ana %d", "Ċ %%"), ("Ana %s", "Ben %b")):
        worksheet = worksheet_for(*names)._replace(bank=bank)
        made = renderer.render(worksheet).data
        assert made == render_worksheet(worksheet, CLASSIC, fillable=True).data
        fields = PdfReader(io.BytesIO(made), strict=True).get_fields() or {}
        tooltips = [str(field["/TU"]) for name, field in fields.items() if name.endswith(f"answer/{odd.id}/p1")]
        assert tooltips == [f"{names[0]}'s answer to: {odd.text}"]


def test_usual_names_share_what_is_set() -> None:
    keys = {template_key(worksheet_for("Ana", "Ben")), template_key(worksheet_for("Łucja Kowalska", "Zoé"))}
    assert len(keys) == 1


@pytest.mark.parametrize(
    "other",
    [
        worksheet_for("Ana", ""),
        worksheet_for("Ana", "Ben", "Cleo"),
        worksheet_for("Ana", "Ben", meeting=Meeting(None, None, "", 60)),
        worksheet_for("Ana", "Ben", meeting=Meeting(None, None, "Rome", 90)),
        worksheet_for("Ana", "Ben", meeting=Meeting(dt.date(2026, 12, 4), None, "", 90)),
        worksheet_for("Ana", "Ben", meeting=Meeting(None, dt.time(12, 30), "", 90)),
    ],
)
def test_what_decides_the_layout_is_not_shared(other: Worksheet) -> None:
    assert template_key(other) != template_key(worksheet_for("Ana", "Ben"))


def test_meetings_at_other_times_share_what_is_set_and_tell_their_own_clock() -> None:
    rows = [
        worksheet_for("Ana", "Ben", meeting=Meeting(dt.date(2026, 12, 4), dt.time(hour, 10), "", 90))
        for hour in (9, 11, 23)
    ]
    renderer = renderer_for()
    texts = [text_of(renderer.render(row).data) for row in rows]
    assert len({renderer.set(row)[0] for row in rows}) == 1
    for text, clocks in zip(texts, (("9:10", "10:35"), ("11:10", "12:35"), ("23:10", "00:35")), strict=True):
        assert all(clock in text for clock in clocks)


def test_every_marker_stands_for_one_thing_and_a_plan_has_no_more_steps_than_there_are() -> None:
    apart = [*NAMES, *INITIALS, WHEN, NUMBER, PLACE, IDENTITY, DEFINITION, HIDDEN, *CLOCKS]
    assert len(set(apart)) == len(apart)
    longest = agenda_of(worksheet_for("Ana", "Ben", picks=(tuple(ids(4)), tuple(ids(8)[4:]))))
    assert longest
    assert len(longest.steps) == MOST_LISTED + 5 == len(CLOCKS)


def ids(number: int) -> list[str]:
    return [question.id for question in QUESTIONS.questions()][:number]


def test_the_names_stand_on_every_page_in_the_fields_and_in_the_title() -> None:
    renderer = renderer_for()
    renderer.render(worksheet_for("Ana Lima", "Ben Okafor"))
    data = renderer.render(worksheet_for("Zoé Łukasz", "Ж (x)")).data
    reader = PdfReader(io.BytesIO(data), strict=True)
    fields = reader.get_fields() or {}
    assert "Ana" not in text_of(data) + str(fields) + str(reader.metadata)
    assert "Zoé Łukasz" in text_of(data)
    assert reader.metadata
    assert reader.metadata.title == "Designing the Alliance: Zoé Łukasz and Ж (x)"
    values = {str(name).partition("/")[2]: str(field.value) for name, field in fields.items()}
    assert (values["name/p1"], values["name/p2"]) == ("Zoé Łukasz", "Ж (x)")
    assert reader.attachments["worksheet.json"][0].decode() == values["definition"]


def test_a_name_that_looks_like_a_marker_stays_what_it_is() -> None:
    made = render_worksheet(worksheet_for(NAMES[1], "Ben"), CLASSIC, fillable=True)
    fields = PdfReader(io.BytesIO(made.data)).get_fields() or {}
    assert NAMES[1] in [field.value for field in fields.values()]
    assert made.remarks


def test_names_that_need_more_room_are_set_as_they_need_it() -> None:
    long = "Maria Theresia Walburga Amalia Christina von Österreich-Ungarn " * 2
    data = renderer_for().render(worksheet_for(long.strip(), "Ben")).data
    assert text_of(data).count("Ungarn") > 1


def test_a_bank_that_holds_a_marker_itself_is_not_shared() -> None:
    bank = QUESTIONS._replace(attribution=f"By {NAMES[0]}")
    worksheet = worksheet_for("Ana", "Ben")._replace(bank=bank)
    assert not template_key(worksheet).is_shareable()
    made = render_worksheet(worksheet, CLASSIC, fillable=True)
    metadata = PdfReader(io.BytesIO(made.data)).metadata
    assert metadata
    assert metadata.subject == f"By {NAMES[0]}"


def test_the_width_of_a_name_cannot_be_asked_for_while_setting_with_markers() -> None:
    class Square:
        def width(self, text: str, face: object, size: float) -> float:
            return len(text) * size if face else 0.0

        def covers(self, character: str) -> bool:
            return character.isascii()

        def x_height(self, face: object) -> float:
            return 0.5 if face else 0.0

        def cap_height(self, face: object) -> float:
            return 0.7 if face else 0.0

    metrics = MarkerMetrics(Square())
    face = CLASSIC.styles[next(iter(CLASSIC.styles))].face
    assert metrics.width(INITIALS[0], face, 10) == 20
    assert [fit.width for fit in metrics.fits()] == [20]
    with pytest.raises(Measured):
        metrics.width(NAMES[0], face, 10)


def test_markers_are_put_in_for_what_is_known() -> None:
    worksheet = worksheet_for("Ana", "", meeting=Meeting(dt.date(2026, 12, 4), None, "", 90))
    marked = template_key(worksheet).with_markers()
    values = personal_values(worksheet, template_key(worksheet), ())
    assert MARKERS.substitute(" ".join(marked.people.labels()), values) == "Ana Person 2"
    assert MARKERS.substitute(" ".join(marked.people.initials()), values) == "A 2"
    assert MARKERS.substitute(marked.meeting.when(ENGLISH), values) == "4 December 2026"
    assert marked.selection == Selection(((), ()))


def test_a_worksheet_that_was_made_is_let_go_at_once() -> None:
    worksheet = worksheet_for("Ana Lima", "Ben Okafor")
    render_worksheet(worksheet, CLASSIC, fillable=True)
    gc.collect()
    render_worksheet(worksheet, CLASSIC, fillable=True)
    assert gc.collect() == 0
