"""Pages as SVG: what stands in the markup, and that nothing of it can be taken for anything else."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types

from generator.fonts.faces import Face
from generator.fonts.metrics import MissingGlyph
from generator.model.bank import Question, QuestionBank
from generator.model.brand import Image
from generator.pdf.placeholders import Markers
from generator.typesetting.page import ARTIFACT, Box, CheckboxField, Entry, Page, Pages, Rect, Rule, Ruling, Text
from generator.web.pages_as_svg import draw_pages
from generator.web.web_fonts import find_web_font
from generator.workflows.inputs import LayoutChoice, load_bank
from tests.web.documents import (
    AS_IT_IS,
    BLACK,
    CJK,
    PAIR,
    TEAL,
    make_everything,
    make_page,
    make_worksheet,
    text_field,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.web.pages_as_svg import DrawnPages

SVG = "{http://www.w3.org/2000/svg}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PLACE = {"x", "y", "width", "height"}
ALLOWED = {
    "svg": {"viewBox", "class", "aria-hidden", SPACE, "text-rendering", *PLACE},
    "g": {"font-family", "font-size", "fill"},
    "text": {"x", "y", "letter-spacing"},
    "tspan": {"x", "font-family", "letter-spacing"},
    "path": {"d", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"},
    "rect": {"rx", "fill", "stroke", "stroke-width", *PLACE},
    "image": {"href", "preserveAspectRatio", *PLACE},
}
"""All elements with all their attributes."""
VALUES = re.compile(
    r"#[0-9a-f]{3,6}|none|round|preserve|sheet|true|geometricPrecision|[A-Za-z][A-Za-z0-9-]*|[-0-9. MLHe]+"
    r"|data:image/png;base64,[A-Za-z0-9+/=]+"
)
DOT = Image(1, 1, 3, b"\1\2\3")
HOSTILE = (
    "<script>alert(1)</script>",
    "</text></svg><img src=x onerror=alert(1)>",
    "\"' onload='alert(1)\" &lt;b&gt; &#60;i&#62;",
    "]]><![CDATA[<foreignObject>",
    "javascript:alert(1) <!-- url(#a)",
)


def parse(drawn: DrawnPages) -> list[ET.Element]:
    """Return the sides as XML; only what is allowed may be in them."""
    sides = [ET.fromstring(side) for side in drawn.sides]  # noqa: S314 - our own
    for side in sides:
        for element in side.iter():
            assert element.tag.startswith(SVG)
            assert set(element.attrib) <= ALLOWED[element.tag.removeprefix(SVG)], element.attrib
            assert all(VALUES.fullmatch(value) for value in element.attrib.values()), element.attrib
            if element.tag not in {f"{SVG}text", f"{SVG}tspan"}:
                assert not (element.text or "").strip()
    return sides


def read_lines(side: ET.Element) -> list[str]:
    """Return what the texts say, as far as it is ASCII."""
    return ["".join(text.itertext()) for text in side.iter(f"{SVG}text")]


def list_letters(side: ET.Element, family: str = "") -> Iterator[tuple[str, str]]:
    """Yield all characters, each with the font that draws it."""
    family = side.attrib.get("font-family", family)
    for character in side.text or "":
        yield family, character
    for child in side:
        yield from list_letters(child, family)
        for character in child.tail or "":
            yield family, character


def test_each_side_of_paper_is_one_drawing_of_its_size() -> None:
    sheet = make_worksheet(choice=LayoutChoice("booklet"), fillable=False)
    drawn = draw_pages(sheet.shown.pages, sheet.shown.values, markers=sheet.shown.markers)
    assert len(sheet.shown.pages.pages) > len(drawn.sides) == sheet.shown.pages.printed
    first = parse(drawn)[0]
    assert first.attrib["viewBox"] == "0 0 841.89 595.28"
    assert (first.attrib["class"], first.attrib["aria-hidden"]) == ("sheet", "true")


def test_a_gallery_draws_the_first_sides_alone() -> None:
    shown = make_worksheet().shown
    every = draw_pages(shown.pages, shown.values, markers=shown.markers)
    first = draw_pages(shown.pages, shown.values, 1, shown.markers)
    assert first.sides == every.sides[:1]
    assert set(first.fonts) <= set(every.fonts)


def test_what_is_drawn_needs_nothing_but_the_fonts_named() -> None:
    names = (("สมชาย", "דנה", "Žofie ŋ", "𝒜"), ("田中 太郎", "नेहा"))
    for people in names:
        shown = make_worksheet(people, LayoutChoice(fonts=(CJK,))).shown
        drawn = draw_pages(shown.pages, shown.values, markers=shown.markers)
        needed: dict[str, set[str]] = {}
        for side in parse(drawn):
            for family, character in list_letters(side):
                needed.setdefault(family, set()).add(character)
        assert set(needed) == set(drawn.fonts)
        for name, characters in needed.items():
            program = find_web_font(name)
            assert program is not None
            assert {*map(ord, characters)} <= TTFont(io.BytesIO(program)).getBestCmap().keys(), name


def test_letters_are_as_wide_in_a_browser_as_in_the_file() -> None:
    page = make_page(Text(10, 100, "AVOID Tea, Łódź", Face.DISPLAY, 20, BLACK, 0))
    (side,) = parse(draw_pages(page))
    (text,) = side.iter(f"{SVG}text")
    places = [float(part.attrib["x"]) for part in text.iter() if "x" in part.attrib]
    assert places == sorted(places)
    assert len(places) > 3  # each pair that is kerned, and each change of font
    assert float(text.attrib["y"]) == 400


def test_texts_of_one_font_size_and_colour_are_told_so_once() -> None:
    lines = [Text(10, 100 + 20 * line, f"Line {line}", Face.TEXT, 10, BLACK, 0) for line in range(3)]
    (side,) = parse(draw_pages(make_page(*lines, lines[0]._replace(colour=TEAL))))
    assert [(group.attrib["fill"], len(group)) for group in side.iter(f"{SVG}g")] == [("#000000", 3), ("#1a666b", 1)]


def test_shapes() -> None:
    (side,) = parse(
        draw_pages(
            make_page(
                Rule(10, 20, 110, 20, 0.5, TEAL),
                Ruling(10, 110, 60, 20, 2, 0.5, TEAL),
                Ruling(10, 110, 80, 10, 1, 1, TEAL, 4),
                Box(Rect(10, 300, 40, 20), 30, 1, TEAL, None),
                Box(Rect(10, 330, 40, 20), 0, 0, TEAL, BLACK),
            )
        )
    )
    rule, lines, dots, rounded, filled = side
    assert rule.attrib == {"d": "M10 480L110 480", "stroke": "#1a666b", "stroke-width": "0.5"}
    assert lines.attrib == {"d": "M10 440H110M10 460H110", "stroke": "#1a666b", "stroke-width": "0.5"}
    assert (dots.attrib["d"], dots.attrib["stroke-dasharray"]) == ("M10 420H110", "1 4")
    assert rounded.attrib["rx"] == "10"
    assert (rounded.attrib["y"], rounded.attrib["fill"], rounded.attrib["stroke"]) == ("180", "none", "#1a666b")
    assert (filled.attrib["fill"], "stroke" in filled.attrib) == ("#000000", False)


def test_only_what_is_ticked_and_filled_in_shows() -> None:
    boxes = [CheckboxField(name, Rect(10, 10, 12, 12), "Tick", 0) for name in "ab"]
    empty = text_field("c", Rect(10, 50, 100, 20), "", Entry.SINGLE_LINE)
    filled = text_field("d", Rect(10, 90, 100, 20), "Ana & Ben", Entry.SINGLE_LINE)
    (side,) = parse(draw_pages(make_page(*boxes, empty, filled, ticked=frozenset("b"))))
    assert [element.tag.removeprefix(SVG) for element in side] == ["path", "svg"]
    assert read_lines(side) == ["Ana & Ben"]


def test_a_field_is_cut_off_at_its_edges_and_white_where_it_has_many_lines() -> None:
    for entry, whites in ((Entry.SINGLE_LINE, 0), (Entry.MULTI_LINE, 1)):
        (side,) = parse(draw_pages(make_page(text_field("a", Rect(10, 50, 40, 20), "Long " * 20, entry))))
        (field,) = side
        assert {key: field.attrib[key] for key in PLACE} == {"x": "10", "y": "430", "width": "40", "height": "20"}
        assert len([*field.iter(f"{SVG}rect")]) == whites


def test_fields_stand_over_all_marks_of_their_side() -> None:
    field = text_field("a", Rect(10, 50, 40, 20), "x", Entry.SINGLE_LINE)
    one, two = make_page(field), make_page(Box(Rect(0, 0, 400, 500), 0, 0, None, TEAL))
    pages = Pages((*one.pages, *two.pages), one.elements, sides=(0, 0))
    (side,) = parse(draw_pages(pages))
    assert [element.tag.removeprefix(SVG) for element in side] == ["rect", "svg"]


def test_values_stand_in_place_of_markers() -> None:
    marks = (
        Text(100, 50, "\ufdd0", Face.TEXT, 10, BLACK, ARTIFACT),
        Text(100, 70, "by \ufdd0", Face.TEXT, 10, BLACK, ARTIFACT, ends=True),
        text_field("a", Rect(10, 90, 100, 20), "\ufdd0", Entry.SINGLE_LINE),
    )
    page = make_page(*marks)
    (side,) = parse(draw_pages(page, {"\ufdd0": "Ana"}))
    assert read_lines(side) == ["Ana", "by Ana", "Ana"]
    starts = [float(text.attrib["x"]) for text in side.iter(f"{SVG}text")]
    assert starts[0] == 100
    assert starts[1] < 80
    (side,) = parse(draw_pages(page, {"\ufdd0": "A"}, markers=Markers("\ufdd0", rooms={"\ufdd0": "WWW"})))
    assert float(next(side.iter(f"{SVG}text")).attrib["x"]) > 110


def test_a_value_that_is_empty_draws_nothing() -> None:
    page = make_page(Text(100, 50, "\ufdd0", Face.TEXT, 10, BLACK, ARTIFACT))
    (side,) = parse(draw_pages(page, {"\ufdd0": ""}))
    assert len(side) == 0


def test_a_character_without_a_typeface_is_no_blank() -> None:
    with pytest.raises(MissingGlyph):
        draw_pages(make_page(Text(100, 50, "\ufdd0", Face.TEXT, 10, BLACK, 0)))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_are_letters(hostile: str) -> None:
    bank: QuestionBank = load_bank()
    first, *others = bank.sections
    section = first._replace(title=hostile, questions=(Question("evil", hostile), *first.questions))
    bank = bank._replace(title=hostile, sections=(section, *others), introduction=(hostile, "\u202e\u200d" + hostile))
    shown = make_worksheet((hostile, "Ben"), AS_IT_IS, bank=bank, place=hostile).shown
    sides = parse(draw_pages(shown.pages, shown.values, markers=shown.markers))
    said = "".join(line for side in sides for line in read_lines(side)).replace(" ", "")
    assert said.count(re.sub(r"[^A-Za-z/]", "", hostile)[:3]) >= 3
    plain = [element.tag for side in sides for element in side.iter()]
    assert {tag.removeprefix(SVG) for tag in plain} <= ALLOWED.keys()


def test_every_kind_of_mark_and_field_is_drawn_inertly() -> None:
    (side,) = parse(draw_pages(make_everything(DOT)))
    assert {element.tag.removeprefix(SVG) for element in side.iter()} == ALLOWED.keys()


def test_a_blank_page_is_a_blank_drawing() -> None:
    drawn = draw_pages(Pages((Page(100, 200, ()),), ()))
    assert drawn.fonts == ()
    assert [len(side) for side in parse(drawn)] == [0]


def test_the_same_pages_are_the_same_drawing() -> None:
    shown = make_worksheet(PAIR, suggest=3).shown
    one, other = (draw_pages(shown.pages, shown.values, markers=shown.markers) for _ in range(2))
    assert one == other
    assert sum(len(side.encode()) for side in one.sides) < 60_000
