import io
import re

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, StreamObject

from generator.fonts.faces import Face
from generator.fonts.metrics import fonts
from generator.model.fields import CHECKED
from generator.pdf.appearances import wrap
from generator.pdf.form import ON_STATE
from generator.typesetting.page import Entry, Pages, Rect, SignatureField, Tag, TextField
from tests.pdf.sheets import Sheet, form, looked_up, opened, small_form, worksheet


def widgets(pages: Pages) -> list[DictionaryObject]:
    """Return the first page's widgets."""
    found = opened(form(pages)).pages[0].annotations
    assert found is not None
    resolved = [each.get_object() for each in found]
    assert all(isinstance(each, DictionaryObject) for each in resolved)
    return [each for each in resolved if isinstance(each, DictionaryObject)]


def appearance(widget: DictionaryObject, *state: str) -> StreamObject:
    found = looked_up(widget, "/AP", "/N", *state)
    assert isinstance(found, StreamObject)
    return found


def test_every_field_is_one_widget_at_the_root() -> None:
    reader = opened(form(worksheet()))
    fields = looked_up(reader.root_object, "/AcroForm", "/Fields")
    assert isinstance(fields, list)
    assert len(fields) == 70
    assert all("/Kids" not in each.get_object() and "/Parent" not in each.get_object() for each in fields)


def test_no_field_cuts_text_and_none_asks_for_appearances() -> None:
    data = form(small_form())
    assert "/NeedAppearances" not in opened(data).root_object["/AcroForm"].get_object()  # type: ignore[operator]
    assert all("/MaxLen" not in widget for widget in widgets(small_form()))


def test_a_field_says_what_to_write() -> None:
    assert looked_up(widgets(small_form())[0], "/TU") == "What to write into x/answer/hopes/p1"


def test_fields_are_printed_but_for_the_hidden_one() -> None:
    assert [looked_up(widget, "/F") for widget in widgets(small_form())] == [4, 4, 4, 2]


def test_the_hidden_field_is_read_only_and_keeps_its_value() -> None:
    hidden = widgets(small_form())[3]
    assert (looked_up(hidden, "/T"), looked_up(hidden, "/V"), looked_up(hidden, "/Ff")) == ("x/identity", "x", 1)


def test_a_block_takes_lines_at_a_size_that_the_viewer_chooses() -> None:
    block = widgets(small_form())[0]
    assert (looked_up(block, "/Ff"), looked_up(block, "/DA")) == (1 << 12, "/F1 0 Tf 0 g")


def test_a_block_of_a_fixed_size_says_so_and_scrolls() -> None:
    sheet = Sheet()
    sheet.field("x/answer/hopes/p1", Rect(56, 600, 200, 80), entry=Entry.SCROLLING)
    block = widgets(sheet.finished())[0]
    assert (looked_up(block, "/Ff"), looked_up(block, "/DA")) == (1 << 12, "/F1 10 Tf 0 g")


def test_a_line_has_a_fixed_size() -> None:
    line = widgets(small_form())[1]
    assert ("/Ff" in line, looked_up(line, "/DA")) == (False, "/F1 10 Tf 0 g")


def test_text_fields_share_no_appearance_and_tick_boxes_share_theirs() -> None:
    found = widgets(worksheet())
    texts = [each.raw_get("/AP")["/N"].indirect_reference for each in found if looked_up(each, "/FT") == "/Tx"]
    ticks = {each.raw_get("/AP")["/N"].raw_get("/Yes").idnum for each in found if looked_up(each, "/FT") == "/Btn"}
    assert len(set(map(id, texts))) == len(texts) == 7
    assert len(ticks) == 1


@pytest.mark.parametrize(("ticked", "state"), [(True, "/Yes"), (False, "/Off")])
def test_a_tick_box_shows_its_state(ticked: bool, state: str) -> None:  # noqa: FBT001 - pytest passes parameters by place
    sheet = Sheet()
    sheet.tick("x/pick/hopes/p1", Rect(56, 600, 12, 12), ticked=ticked)
    widget = widgets(sheet.finished())[0]
    assert (looked_up(widget, "/AS"), looked_up(widget, "/V")) == (state, state)


def test_the_on_state_is_the_one_that_readers_look_for() -> None:
    assert ON_STATE.decode() == f"/{CHECKED}"


def test_a_value_is_drawn_and_kept_letter_by_letter() -> None:
    value = "Žluťoučký (kůň)\\\nΕλλάδα ☃"
    block = widgets(small_form(value))[0]
    assert looked_up(block, "/V") == value
    assert appearance(block).get_data().count(b"T*") == 1


def test_an_empty_field_draws_nothing() -> None:
    assert appearance(widgets(small_form())[0]).get_data() == b""


def test_a_value_that_is_too_long_is_drawn_smaller() -> None:
    drawn = appearance(widgets(small_form("many words " * 60))[0]).get_data()
    assert b" 10 Tf" not in drawn


def test_names_with_any_character_but_a_dot_are_kept() -> None:
    sheet = Sheet()
    sheet.field("x/answer/(ž)\\/p1", Rect(56, 600, 200, 18), entry=Entry.SINGLE_LINE)
    assert looked_up(widgets(sheet.finished())[0], "/T") == "x/answer/(ž)\\/p1"


@pytest.mark.parametrize("text", ["100 %d of %b, %%", "ĊĊ: a code that holds a line end", "one\nother %s"])
def test_names_tooltips_and_values_stay_what_they_are(text: str) -> None:
    sheet = Sheet()
    sheet.field(f"x/{text}", Rect(56, 600, 200, 80), text)
    block = widgets(sheet.finished())[0]
    found = [looked_up(block, key) for key in ("/T", "/TU", "/V")]
    assert found == [f"x/{text}", f"What to write into x/{text}", text]


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0x17F), max_size=300))
def test_wrapping_loses_nothing_and_keeps_within_the_width(text: str) -> None:
    lines = wrap(text, 100, 10, fonts())
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(fonts().width(line, Face.FIELD, 10) <= 100 or len(line) == 1 for line in lines)


def test_what_pypdf_fills_in_reads_back_equal() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(form(small_form())))
    value = "Žluťoučký\nΕλλάδα\nПривет"
    writer.update_page_form_field_values(writer.pages[0], {"x/answer/hopes/p1": value}, auto_regenerate=False)
    file = io.BytesIO()
    writer.write(file)
    fields = opened(file.getvalue()).get_fields()
    assert fields is not None
    assert fields["x/answer/hopes/p1"].value == value


def test_pdfium_opens_the_form_and_draws_a_value() -> None:
    ink = []
    for value in ("", "Привет"):
        document = pypdfium2.PdfDocument(form(small_form(value)))
        document.init_forms()
        picture = document[0].render(may_draw_forms=True).to_pil().convert("L")
        ink.append(sum(picture.histogram()[:128]))
        document.close()
    assert ink[0] < ink[1]


def test_what_is_typed_from_the_right_says_so_and_other_fields_say_nothing() -> None:
    usual = small_form("שלום")
    page = usual.pages[0]
    from_right = [item._replace(from_right=True) if isinstance(item, TextField) else item for item in page.content]
    mirrored = usual._replace(pages=(page._replace(content=tuple(from_right)),))
    assert {str(widget.get("/Q")) for widget in widgets(usual)} == {"None"}
    asked = {(str(widget["/T"]), str(widget.get("/Q"))) for widget in widgets(mirrored)}
    names = {item.name for item in from_right if isinstance(item, TextField)}
    assert names
    assert {name for name, side in asked if side == "2"} == names


def test_a_value_that_is_typed_from_the_right_ends_at_the_right_edge() -> None:
    value = "שלום (2) Ana"
    sheet = Sheet()
    sheet.field("answer", Rect(50, 50, 200, 40), value)
    pages = sheet.finished()
    page = pages.pages[0]
    fields = [item._replace(from_right=True) if isinstance(item, TextField) else item for item in page.content]
    (widget,) = widgets(pages._replace(pages=(page._replace(content=tuple(fields)),)))
    start = re.search(rb"([\d.]+) [\d.]+ Td", appearance(widget).get_data())
    assert start is not None
    assert float(start[1]) == pytest.approx(200 - 2 - fonts().width(value, Face.FIELD, 10), abs=0.1)
    assert str(widget["/V"]) == value


def test_a_signature_from_the_right_ends_at_the_right_edge() -> None:
    lines, rect = ("דנה כהן", "2026"), Rect(50, 50, 200, 40)
    sheet = Sheet()
    sheet.put(SignatureField("signature", rect, "Signed", lines, 10, 14, sheet.element(Tag.FORM), from_right=True))
    (widget,) = widgets(sheet.finished())
    found = re.findall(rb"(-?[\d.]+) -?[\d.]+ Td", appearance(widget).get_data())
    starts = [float(found[0]), float(found[0]) + float(found[1])]
    assert starts == pytest.approx([198 - fonts().width(line, Face.FIELD, 10) for line in lines], abs=0.1)
