"""Names in any script share what is set with other names, and are drawn with a font of their worksheet's own."""

from __future__ import annotations

import datetime as dt
import io
import re
from functools import cache
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from PIL import ImageChops
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from generator import compose
from generator.files.shipped import layout_names
from generator.fonts import scripts
from generator.model.people import People
from generator.model.selection import in_bank_order
from generator.model.worksheet import Meeting, Worksheet
from generator.workflows import script_remarks
from generator.workflows.personalise import template_key
from generator.workflows.render_worksheet import RenderOptions, WorksheetRenderer, render_worksheet
from generator.workflows.rendered_file import set_language
from tests.foreign.languages import COLLECTION
from tests.workflows.test_personalise import described, layout_called

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from generator.model.layout import Layout

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not scripts.can_shape(), reason="needs uharfbuzz")]

ROWS = [
    ("ليلى حداد", "محمد الخطيب"),
    ("प्रिया शर्मा", "Ana Lima"),
    ("Nguyễn Thị Hạnh", "Łucja Wójcik"),
    ("ליאור כהן", "Мария"),
    ("Ana", "ياسمين"),
    ("", "نور"),
    ("ქეთევან", "Հայկ"),
]
LUNCH = Meeting(dt.date(2026, 12, 4), dt.time(12, 30), "قاعة", 60)


def layout_in(language: str, name: str = "classic") -> Layout:
    return set_language(layout_called(name), language)


@cache
def composed_in(language: str, layout: str) -> Worksheet:
    return compose(people=["Ana", "Ben"], language=language, layout=layout).worksheet


def worksheet_in(language: str, *names: str, layout: str = "classic", meeting: Meeting | None = None) -> Worksheet:
    made = composed_in(language, layout)
    selection = in_bank_order(made.bank, ((),) * len(names))
    return made._replace(people=People(names), selection=selection, meeting=meeting or made.meeting)


def is_shared(worksheet: Worksheet, *, language: str = "en") -> bool:
    return WorksheetRenderer(RenderOptions(layout_in(language), fillable=True)).set(worksheet)[1] is not None


def drawings_of(data: bytes) -> list[StreamObject]:
    """What draws the texts of the first page that are filled in."""
    resources = PdfReader(io.BytesIO(data), strict=True).pages[0]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    drawn = resources["/XObject"].get_object()
    assert isinstance(drawn, DictionaryObject)
    found = [drawing.get_object() for drawing in drawn.values()]
    return [drawing for drawing in found if isinstance(drawing, StreamObject)]


def fonts_of(data: bytes) -> list[str]:
    """The names of the fonts that the file's fields and open texts use."""
    resources = drawings_of(data)[0]["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    fonts = resources["/Font"].get_object()
    assert isinstance(fonts, DictionaryObject)
    return [str(font.get_object().raw_get("/BaseFont")) for font in fonts.values()]


SHARED = [name for name in layout_names() if name != "tents"]
"""Names on tents are as large as they can be: each is set by itself."""


@pytest.mark.parametrize(
    ("language", "name", "fillable"),
    [
        *((language, "classic", fillable) for language in ("en", "ar") for fillable in (True, False)),
        ("he", "classic", True),
        ("hi", "classic", False),
        # the others to be filled in or not, in turn
        *(("en", name, number % 2 == 0) for number, name in enumerate(SHARED) if name != "classic"),
        *(("ar", name, number % 2 == 1) for number, name in enumerate(SHARED) if name != "classic"),
    ],
)
def test_a_filled_template_is_the_document_built_with_the_names(
    language: str,
    name: str,
    fillable: bool,  # noqa: FBT001 - a parameter
    tmp_path: Path,
) -> None:
    renderer = WorksheetRenderer(RenderOptions(layout_in(language, name), fillable))
    for names in ROWS if name == "classic" else ROWS[:2]:
        worksheet = worksheet_in(language, *names, layout=name, meeting=LUNCH)
        assert renderer.set(worksheet)[1]
        alone = renderer.render_alone(worksheet, renderer.set_alone(worksheet))
        assert described(renderer.render(worksheet).data, tmp_path) == described(alone, tmp_path)


def pictures_of(data: bytes) -> list[Image]:
    """Every page in shades of grey."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=1.5).to_pil().convert("L") for page in document]


@pytest.mark.parametrize("names", [("ليلى حداد",), ("Ana Lima",)])
@pytest.mark.parametrize("name", ["prep", "canvas"])  # in others initials stand in the middle of their room
@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_filled_in_stands_where_it_stands_on_a_sheet_made_with_the_names(
    language: str, name: str, names: tuple[str, ...]
) -> None:
    renderer = WorksheetRenderer(RenderOptions(layout_in(language, name), fillable=True))
    worksheet = worksheet_in(language, *names, layout=name, meeting=LUNCH)
    assert renderer.set(worksheet)[1]
    alone = pictures_of(renderer.render_alone(worksheet, renderer.set_alone(worksheet)))
    for filled, built in zip(pictures_of(renderer.render(worksheet).data), alone, strict=True):
        _, most = ImageChops.difference(filled, built).getextrema()
        assert isinstance(most, (int, float))
        assert most <= 60


@pytest.mark.parametrize("language", ["en", "ar", "he", "hi"])
def test_a_row_has_the_same_bytes_whichever_rows_were_made_before(language: str) -> None:
    layout = layout_in(language)
    rows = [worksheet_in(language, *names, meeting=LUNCH) for names in [*ROWS, ("Ana", "Ben"), *ROWS]]
    there, back = (WorksheetRenderer(RenderOptions(layout, fillable=True)) for _ in range(2))
    made = [there.render(row) for row in rows]
    assert made == [back.render(row) for row in reversed(rows)][::-1]
    assert made == [render_worksheet(row, layout, fillable=True) for row in rows]


def test_all_names_share_one_template_and_each_worksheet_has_the_clusters_of_its_names_alone() -> None:
    rows = [
        worksheet_in("en", *names) for names in (("ليلى", "Ana"), ("محمد", "Ben"), ("नूर", "Cleo"), ("ქეთევან", "Dan"))
    ]
    renderer = WorksheetRenderer(RenderOptions(layout_in("en"), fillable=True))
    assert len({id(renderer.set(row)[0]) for row in rows}) == 2  # one from right to left, one from left to right
    own = [[font for font in fonts_of(renderer.render(row).data) if "COPIES+" in font] for row in rows]
    arabic, devanagari = "/COPIES+NotoSansArabic-Regular", "/COPIES+NotoSansDevanagari-Regular"
    assert own == [[arabic], [arabic], [devanagari], ["/COPIES+NotoSansGeorgian-Regular"]]


def test_names_of_usual_letters_take_no_font_of_their_own_on_a_sheet_in_english() -> None:
    renderer = WorksheetRenderer(RenderOptions(layout_in("en"), fillable=True))
    renderer.render(worksheet_in("en", "ليلى", "Ana"))
    worksheet = worksheet_in("en", "Łucja Wójcik", "Мария")
    _, personal = renderer.set(worksheet)
    assert personal
    assert personal.subsets
    assert not [font for font in fonts_of(renderer.render(worksheet).data) if "COPIES+" in font]


def test_right_to_left_names_are_told_apart_in_what_worksheets_have_in_common() -> None:
    pairs = [("Ana", "Ben"), ("ליאור", "Ben"), ("Ana", "נועה"), ("ליאור", "נועה")]
    assert len({template_key(worksheet_in("he", *names)) for names in pairs}) == len(pairs)
    assert len({template_key(worksheet_in("en", *names)) for names in [("Ana", "Ben"), ("प्रिया", "王芳")]}) == 1


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("Ana ליאור", "Ben")),
        ("en", ("ליאור Ana", "Ben")),
        ("en", ("١٢٣", "Ben")),
        ("he", ("ליאור", "123")),
        ("en", ("王芳", "Ben")),  # which no typeface at hand has
        ("en", ("ليلى " * 20, "Ben")),
    ],
)
def test_what_runs_both_ways_or_is_not_shown_as_it_is_or_does_not_fit_is_set_alone(
    language: str, names: tuple[str, str]
) -> None:
    assert not is_shared(worksheet_in(language, *names), language=language)


def test_names_in_a_typeface_that_is_given_share_what_is_set(tmp_path: Path) -> None:
    made = compose(people=["一二", "三"], fonts=[str(COLLECTION)])
    roster = tmp_path / "roster.csv"
    roster.write_text("person_1,person_2\nAna,Ben\n一二,三\n", encoding="utf-8")
    from generator.cli.commands import run  # noqa: PLC0415

    assert run(["batch", str(roster), "-o", str(tmp_path / "out"), "--font", str(COLLECTION), "--workers", "1"]) == 0
    assert made.data in [path.read_bytes() for path in (tmp_path / "out").glob("*.pdf")]
    assert [font for font in fonts_of(made.data) if "COPIES+" in font]


def test_initials_wider_than_their_room_are_drawn_smaller() -> None:
    renderer = WorksheetRenderer(RenderOptions(layout_in("en"), fillable=True))
    sizes = {}
    for name in ("شيرين شاهين", "أمل باسل"):
        data = renderer.render(worksheet_in("en", name, "Ana")).data
        shown = [drawing.get_data() for drawing in drawings_of(data)]
        sizes[name] = {float(size) for operators in shown for size in re.findall(rb" ([\d.]+) Tf", operators)}
    assert min(sizes["شيرين شاهين"]) < min(sizes["أمل باسل"])


def test_without_harfbuzz_and_without_a_dictionary_names_are_set_alone_for_their_remarks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert is_shared(worksheet_in("en", "ليلى", "Ben"))
    monkeypatch.setattr(script_remarks, "has_dictionary", lambda: False)
    assert not is_shared(worksheet_in("en", "สมชาย", "Ben"))
    monkeypatch.setattr(script_remarks, "can_shape", lambda: False)
    assert not is_shared(worksheet_in("en", "ليلى", "Ben"))
    assert is_shared(worksheet_in("en", "Żofia", "Ben"))
