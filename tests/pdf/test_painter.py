import re

import pytest

from generator.fonts.faces import Face
from generator.model.colour import Colour
from generator.pdf import NotConforming
from generator.typesetting.page import ARTIFACT, Box, Rect, Rule, Ruling, Tag, Text
from tests.pdf.sheets import BLACK, TEAL, Sheet, form, one_line, opened, operators


def test_text_comes_out_as_it_went_in() -> None:
    text = "Ana’s “hopes”: Žluťoučký kůň, Ελλάδα, Привет (a\\b) ☃ ḗ \U0001d538"
    for face in Face:
        assert opened(form(one_line(text, face))).pages[0].extract_text() == text


def test_each_run_of_marks_of_one_element_is_one_sequence() -> None:
    sheet = Sheet()
    heading, paragraph = sheet.element(Tag.H1), sheet.element(Tag.P)
    sheet.text(56, 700, "One", heading)
    sheet.text(56, 680, "two ", paragraph)
    sheet.text(56, 660, "three", paragraph)
    found = re.findall(r"/\w+ ?(?:<</MCID \d+>>BDC|BMC)|EMC", operators(form(sheet.finished())))
    assert found == ["/H1<</MCID 0>>BDC", "EMC", "/P<</MCID 1>>BDC", "EMC"]


def test_rules_boxes_and_running_feet_are_artifacts() -> None:
    sheet = Sheet()
    sheet.line(700, "One", Tag.H1)
    sheet.put(Rule(1, 2, 3, 4, 1, TEAL), Box(Rect(1, 2, 3, 4), 0, 1, TEAL, None))
    sheet.text(56, 40, "Page 1 of 1", ARTIFACT)
    assert operators(form(sheet.finished())).count("/Artifact BMC") == 1


def test_lines_to_write_on_are_one_path_and_dots_are_dashes_of_it() -> None:
    sheet = Sheet()
    sheet.line(700, "One", Tag.H1)
    sheet.put(Ruling(10, 90, 50, 20, 3, 0.5, TEAL), Ruling(10, 90, 50, 20, 1, 1, TEAL, 4), Rule(1, 2, 3, 4, 1, TEAL))
    found = operators(form(sheet.finished())).split("/Artifact BMC")[1].splitlines()
    assert found[1].endswith("0.5 w 10 50 m 90 50 l 10 30 m 90 30 l 10 10 m 90 10 l S")
    assert found[2].endswith("1 w [1 4] 0 d 10 50 m 90 50 l S [] 0 d")
    assert found[3].endswith("1 w 1 2 m 3 4 l S")


def test_an_unchanged_font_and_colour_are_not_set_again() -> None:
    sheet = Sheet()
    for y in (700, 680, 660):
        sheet.line(y, "Text", Tag.P)
    content = operators(form(sheet.finished()))
    assert (content.count(" Tf"), content.count(" rg")) == (1, 1)


def test_a_filled_box_does_not_colour_the_text_after_it() -> None:
    sheet = Sheet()
    sheet.line(700, "One", Tag.P)
    sheet.put(Box(Rect(1, 2, 30, 40), 3, 0, None, TEAL))
    sheet.line(680, "Two", Tag.P)
    content = operators(form(sheet.finished()))
    assert re.search(r"q [^q]*rg .* f Q\nEMC", content)
    assert content.count("0 0 0 rg") == 1


def test_text_stands_where_it_was_placed() -> None:
    sheet = Sheet()
    sheet.line(700, "One", Tag.P)
    sheet.line(680.25, "Two", Tag.P)
    positions: list[tuple[float, float]] = []
    opened(form(sheet.finished())).pages[0].extract_text(
        visitor_text=lambda text, _, matrix, *__: positions.append((matrix[4], matrix[5])) if text.strip() else None
    )
    assert positions == [(56, 700), (56, 680.25)]


def test_spacing_is_set_and_taken_back() -> None:
    sheet = Sheet()
    element = sheet.element(Tag.P)
    sheet.put(
        Text(56, 700, "WIDE", Face.TEXT, 8, BLACK, element, 1.5), Text(56, 680, "not", Face.TEXT, 8, BLACK, element)
    )
    content = operators(form(sheet.finished()))
    assert content.index("1.5 Tc") < content.index("0 Tc")


def test_a_colour_is_written_as_it_is() -> None:
    sheet = Sheet()
    sheet.put(Rule(0, 0, 9, 9, 1, Colour(1, 0.5, 0.123456)))
    assert "1 0.5 0.123 RG 1 w 0 0 m 9 9 l S" in operators(form(sheet.finished()))


def test_a_character_that_no_typeface_has_is_refused() -> None:
    with pytest.raises(NotConforming, match=r"page 1, item 0: no typeface has U\+4F60"):
        form(one_line("你"))
