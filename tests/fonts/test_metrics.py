import subprocess
import sys

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from generator.fonts import FOLDER
from generator.fonts.drawing import DRAWN
from generator.fonts.faces import Face, FontFile
from generator.fonts.metrics import typeface
from generator.pdf import MissingGlyph, fonts


def test_a_width_is_the_sum_of_the_advances_times_the_size() -> None:
    assert fonts().width("AA", Face.TEXT, 10) == pytest.approx(2 * 6.39)


def test_no_text_has_no_width() -> None:
    assert fonts().width("", Face.DISPLAY, 10) == 0


@pytest.mark.parametrize(
    ("face", "name"),
    [(Face.TEXT, "NotoSans-Regular"), (Face.DISPLAY, "Vollkorn-Regular"), (Face.ITALIC, "Vollkorn-Italic")],
)
def test_widths_agree_with_what_reportlab_reads_in_the_whole_typeface(face: Face, name: str) -> None:
    widths = TTFontFile(f"{FOLDER}/{name}.ttf").charWidths
    for each in typeface(FontFile(name)).subsets:
        for character in each.advances:
            if (character.isdigit() and name.startswith("Vollkorn")) or character in DRAWN:
                continue  # its lining figures, which it does not have by default, and glyphs of no character
            assert fonts().coverage(face)[character] == pytest.approx(widths[ord(character)], abs=1)


def test_a_combining_mark_takes_no_room_of_its_own() -> None:
    assert fonts().width("e\u0301", Face.TEXT, 10) == fonts().width("e", Face.TEXT, 10)


@pytest.mark.parametrize("character", ["a", "\xa0", "Ž", "λ", "Ж", "ệ", "☃", "\U0001d538", "\N{REPLACEMENT CHARACTER}"])
def test_letters_marks_and_symbols_are_covered(character: str) -> None:
    assert fonts().covers(character)


@pytest.mark.parametrize("character", ["你", "\n", "\x07", "\ue000", "\ufeff", "\U0001f9e9", "\ud83d"])
def test_what_cannot_be_drawn_or_kept_is_not_covered(character: str) -> None:
    assert not fonts().covers(character)


@pytest.mark.slow
@pytest.mark.parametrize("face", Face)
def test_what_is_covered_can_be_measured_in_every_face(face: Face) -> None:
    covered = [chr(code) for code in range(0x3000) if fonts().covers(chr(code))]
    assert fonts().width("".join(covered), face, 10) > 0


def test_measuring_an_uncovered_character_names_it() -> None:
    with pytest.raises(MissingGlyph, match=r"U\+4F60"):
        fonts().width("你", Face.TEXT, 10)


def test_uncovered_characters_are_listed_once_in_the_order_they_are_met() -> None:
    assert fonts().missing_glyphs("a好b你c好") == ("好", "你")


@pytest.mark.parametrize("face", Face)
def test_small_letters_are_lower_than_capitals_and_capitals_than_the_ascender(face: Face) -> None:
    measures = fonts()
    assert 0.3 < measures.x_height(face) < measures.cap_height(face) < measures.ascender(face) < 1.2


def test_no_part_of_reportlab_is_imported_to_write_ordinary_text() -> None:
    script = (
        "import sys; from tests.pdf.sheets import form, small_form; form(small_form('Ana Žofie Ελλάδα Привет'));"
        "sys.exit(any(name.startswith('reportlab') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
