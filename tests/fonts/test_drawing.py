"""Kerning and ligatures: what is measured is what is drawn."""

import io
import re
import time

import pikepdf
import pytest

from generator.fonts.drawing import DRAWN, SIGNS, Kerning
from generator.fonts.faces import Face, Faces, FontFile
from generator.fonts.metrics import fonts, typeface
from generator.pdf.font_embedding import DocumentFonts
from generator.typesetting.lines import break_lines, cut_line
from tests.pdf.sheets import form, one_line

TEXTS = [
    "of each of us: AVATAR, “Yes,” We said. Today, Very well",
    "fiercely specific, different, affluent, baffling files",
    "Του Τι Γο, «Ρα» of Года Тут Рабочая, у",
    "If ☃ fi Ty, ﬁ",
    '"Yes," she\'s \'sure\' - Του "Τι" - "Года" -- so',
    "In 1990, 3 or 4 of 2,567 (8) had 15 minutes; a 90-minute block, 5'10\"",
]
SET = [Face.TEXT, Face.DISPLAY, Face.ITALIC, Face.SEMIBOLD, Face.RUNNING, Face.RUNNING_ITALIC]


def kerned(text: str, face: Face) -> list[tuple[str, float]]:
    line = fonts().coverage(face).set(text)
    return [(line.codes[index - 1 : index + 1], value) for index, value in line.kerns]


def test_the_pairs_are_those_that_the_typeface_has() -> None:
    assert kerned("of us", Face.DISPLAY) == [("f ", 90)]
    assert kerned("Yes, We.", Face.DISPLAY) == [("Ye", -90), ("We", -80)]
    assert kerned("We,”", Face.ITALIC) == [("We", -65), (",”", -70)]
    assert kerned("To", Face.TEXT) == [("To", -70)]
    assert kerned("Τα Го", Face.DISPLAY) == [("Τα", -70), ("Го", -70)]


def test_no_pair_begins_with_a_space_so_that_a_lines_width_is_the_sum_of_its_words() -> None:
    for face in SET:
        words = re.findall("[^ ]+ *", TEXTS[0])
        whole = sum(fonts().width(word, face, 10) for word in words)
        assert whole == pytest.approx(fonts().width(TEXTS[0], face, 10))


def test_letters_are_joined_in_vollkorn_and_nowhere_else() -> None:
    text = "fiercely, fluent, offer, affix, affluent"
    joined = "\x81ercely, \x82uent, o\x80er, a\x83x, a\x84uent"
    assert fonts().coverage(Face.DISPLAY).set(text).codes == joined
    assert fonts().coverage(Face.ITALIC).set(text).codes == joined
    assert fonts().coverage(Face.TEXT).set(text).codes == text
    assert fonts(Faces(tracking=0.02)).coverage(Face.DISPLAY).set(text).codes == text


def test_figures_are_old_style_ones_in_running_text_and_nowhere_else() -> None:
    text, old_style = "In 90 minutes, 1 of 3", "In \x99\x90 minutes, \x91 of \x93"
    for face in Face:
        is_running = face in {Face.RUNNING, Face.RUNNING_ITALIC}
        assert fonts().coverage(face).set(text).codes == (old_style if is_running else text)
    assert fonts(Faces(tracking=0.02)).coverage(Face.RUNNING).set(text).codes == old_style
    noto = FontFile("NotoSans-Regular")
    assert fonts(Faces(display=noto)).coverage(Face.RUNNING).set(text).codes == text


def test_a_line_is_as_wide_as_the_figures_that_it_is_drawn_with() -> None:
    (first, *_) = typeface(FontFile("Vollkorn-Regular")).subsets
    assert fonts().width("25", Face.RUNNING, 1000) == first.advances["\x92"] + first.advances["\x95"]
    assert fonts().width("25", Face.DISPLAY, 1000) == first.advances["2"] + first.advances["5"]


SIGNS_DRAWN = {
    "\"Hello,\" she said, 'well' - it's so": "“Hello,” she said, ‘well’ – it’s so",
    "'tis rock 'n' roll, '90s, O'Neill; the dogs' 1990's": "’tis rock ’n’ roll, ’90s, O’Neill; the dogs’ 1990’s",
    "\"'Yes,' she said, 'no.'\"": "“‘Yes,’ she said, ‘no.’”",
    '("the one") and/or "x"; "..." "…so" "in 1990"': "(“the one”) and/or “x”; “...” “…so” “in 1990”",
    '5\'10" tall, a 12" pizza, (6\'2")': '5\'10" tall, a 12" pizza, (6\'2")',
    "really -- no--never, 3-4 well-known": "really – no—never, 3-4 well-known",
    '--layout x="a" `it\'s` print("hi") {"a": 1} ---': '--layout x="a" `it\'s` print("hi") {"a": 1} ---',
    "- item": "– item",
    "'": "'",
    'a " b': 'a " b',
    '"Ναι", "Да"': "“Ναι”, “Да”",
}


@pytest.mark.parametrize("text", SIGNS_DRAWN)
@pytest.mark.parametrize("face", SET)
def test_what_a_keyboard_has_is_drawn_as_a_book_has_it(face: Face, text: str) -> None:
    codes = fonts().coverage(face).set(text).codes
    assert "".join(SIGNS[code][1] if code in SIGNS else DRAWN.get(code, code) for code in codes) == SIGNS_DRAWN[text]
    words = re.findall("[^ ]+ *", text)
    assert sum(fonts().width(word, face, 10) for word in words) == pytest.approx(fonts().width(text, face, 10))


@pytest.mark.slow
def test_a_long_word_of_quotation_marks_is_drawn_in_a_moment() -> None:
    begun = time.process_time()
    fonts().width("1\"'" * 70_000, Face.DISPLAY, 10)
    assert time.process_time() - begun < 2


def test_what_is_typed_into_fields_is_set_letter_by_letter() -> None:
    line = fonts().coverage(Face.FIELD).set('To "fiercely"')
    assert (line.codes, line.kerns) == ('To "fiercely"', ())


def test_pairs_that_nobody_has_kerned_are_not_kept_without_end() -> None:
    kerning = Kerning(["a"], [("T", [0, -5])])
    for code in range(30_000):
        assert kerning["T" + chr(code)] == (-5 if chr(code) == "a" else 0)
    assert len(kerning) <= 20_000


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("face", SET)
def test_a_line_is_as_wide_as_it_was_measured(face: Face, text: str) -> None:
    with pikepdf.open(io.BytesIO(form(one_line(text, face)))) as pdf:
        assert width_drawn(pdf.pages[0].obj) == pytest.approx(fonts().width(text, face, 10), abs=0.01)


def width_drawn(page: pikepdf.Object) -> float:
    """Return the advance of all text of a page with one line, as a viewer has it, points."""
    advances: dict[int, float] = {}
    width = size = 0.0
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "Tf":
                advances = widths(page.Resources.Font[str(operands[0])])
                size = float(operands[1])
            case "Tj":
                width += size * sum(map(advances.__getitem__, codes(operands[0]))) / 1000
            case "TJ":
                for part in operands[0]:
                    is_text = isinstance(part, pikepdf.String)
                    width += size * (sum(map(advances.__getitem__, codes(part))) if is_text else -float(part)) / 1000
    return width


def codes(string: pikepdf.Object) -> list[int]:
    data = bytes(string)
    return [int.from_bytes(data[start : start + 2], "big") for start in range(0, len(data), 2)]


def widths(font: pikepdf.Object) -> dict[int, float]:
    runs = iter(font.DescendantFonts[0].W)
    return {int(first) + index: float(width) for first in runs for index, width in enumerate(next(runs))}


def test_data_are_drawn_code_by_code_so_that_they_are_found_in_the_file_again() -> None:
    digest = "ff0a 7ffe fa1f"
    (run,) = DocumentFonts().runs(digest, Face.ITALIC, is_data=True)
    assert (run.codes, run.kerns) == (digest.encode("utf-16-be"), ())
    assert DocumentFonts().runs(digest, Face.ITALIC)[0].codes != run.codes


@pytest.mark.parametrize("word", ["abcdefXYZ'-.", "'adgj\"-", "f\"'", "-'\"", "Tof("])
@pytest.mark.parametrize("face", SET)
def test_no_piece_of_a_word_wider_than_the_line_is_wider_than_it(face: Face, word: str) -> None:
    def measure(text: str) -> float:
        return fonts().width(text, face, 10)

    lines = break_lines(word * 100, 200, measure)
    assert "".join(lines) == word * 100
    assert max(map(measure, lines)) <= 200
    assert measure(cut_line(word * 100, 200, measure, " (continued)")) <= 200
