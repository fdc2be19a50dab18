import pytest
from pypdf.generic import DictionaryObject, StreamObject

from generator.fonts.faces import Face, Faces
from generator.pdf import fonts
from tests.pdf.sheets import Sheet, form, looked_up, one_line, opened, operators, small_form


def embedded(data: bytes) -> list[str]:
    """Return the names of the fonts of a file."""
    fonts = looked_up(opened(data).pages[0], "/Resources", "/Font")
    assert isinstance(fonts, DictionaryObject)
    return [str(looked_up(each, "/BaseFont")).removeprefix("/") for each in fonts.values()]


def test_the_field_font_has_no_subset_tag() -> None:
    assert embedded(form(small_form()))[0] == "NotoSans-Regular"


@pytest.mark.parametrize(("text", "count"), [("Hello", 1), ("Žofie", 2), ("Ελλάδα", 1), ("Жанна, Ελλάδα", 3)])
def test_slices_are_embedded_only_when_used(text: str, count: int) -> None:
    assert len(embedded(form(one_line(text, Face.DISPLAY)))) == count


def test_what_a_face_lacks_is_lent_by_the_next_typeface() -> None:
    assert embedded(form(one_line("☃", Face.DISPLAY))) == ["SUPPLE+DejaVuSans"]


def test_hebrew_that_is_not_shaped_is_drawn_with_its_quotation_marks_by_one_typeface(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("generator.fonts.metrics.can_shape", lambda: False)
    pages = one_line('"שלום" צה"ל', Face.DISPLAY)._replace(faces=Faces(language="he-x-plain"))
    data = form(pages)
    assert embedded(data) == ["SUPPLE+DejaVuSans"]
    assert opened(data).pages[0].extract_text().count('"') == 3


def test_characters_that_look_alike_are_kept_apart() -> None:
    text = "\u2126\u03a9 \u212b\xc5"
    assert opened(form(one_line(text))).pages[0].extract_text() == text


def test_a_supplement_holds_little() -> None:
    assert len(form(one_line("☃"))) - len(form(one_line("x"))) < 9000


def test_a_supplements_codes_count_from_one_and_lead_to_its_glyphs_and_widths() -> None:
    data = form(one_line("☃☂"))
    descendant = looked_up(opened(data).pages[0], "/Resources", "/Font", "/F1", "/DescendantFonts", 0)
    glyphs = looked_up(descendant, "/CIDToGIDMap")
    assert isinstance(glyphs, StreamObject)
    assert "(\0\x01\0\x02)Tj" in operators(data)
    assert glyphs.get_data() == b"\0\0\0\x01\0\x02"
    assert looked_up(descendant, "/W") == [1, [fonts().width(each, Face.TEXT, 1000) for each in "☃☂"]]


def test_fonts_of_equal_repertoires_share_their_map_to_unicode() -> None:
    sheet = Sheet()
    for face in (Face.DISPLAY, Face.ITALIC):
        sheet.line(700, "x", face=face)
    fonts = looked_up(opened(form(sheet.finished())).pages[0], "/Resources", "/Font")
    assert isinstance(fonts, DictionaryObject)
    maps = [looked_up(fonts, name, "/ToUnicode") for name in ("/F1", "/F2")]
    assert maps[0] is maps[1]
