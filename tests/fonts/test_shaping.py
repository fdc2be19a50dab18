"""Text of further scripts is shaped as HarfBuzz shapes it, in the typefaces that are shipped."""

from __future__ import annotations

import time
import unicodedata

import pytest
import uharfbuzz as hb

from generator.fonts import read
from generator.fonts.faces import Face, Faces, FontFile
from generator.fonts.metrics import Fonts, fonts
from generator.fonts.scripts import SCRIPTS, find_file, is_scripted
from generator.fonts.shaping import Cluster, ShapingFont, shaping_font

WORDS = {
    "Devanagari": "क्षत्रिय राष्ट्रीय विद्यार्थी शृंखला ज्ञान प्रश्न हिन्दी दिन किताबें र्क श्री द्ध ट्र ज़्यादा",
    "Bengali": "ক্ষমতা রাষ্ট্র শ্রদ্ধা বাংলা কি কৌশল র্যাব চৌধুরী",
    "Gurmukhi": "ਪੰਜਾਬੀ ਸਿੱਖ ਪ੍ਰਸ਼ਨ ਦਿਨ",
    "Gujarati": "ગુજરાતી ક્ષમા પ્રશ્ન દિવસ સ્ત્રી",
    "Oriya": "ଓଡ଼ିଆ ପ୍ରଶ୍ନ ଦିନ",
    "Tamil": "தமிழ் கேள்வி நாள் கொடு ஸ்ரீ க்ஷ",
    "Telugu": "తెలుగు ప్రశ్న క్షమించు స్త్రీ",
    "Kannada": "ಕನ್ನಡ ಪ್ರಶ್ನೆ ಕ್ಷಮೆ ಸ್ತ್ರೀ",
    "Malayalam": "മലയാളം ചോദ്യം ന്റെ ക്ഷമ സ്ത്രീ",
    "Sinhala": "සිංහල ප්‍රශ්නය ශ්‍රී ක්ෂ",
    "Thai": "น้ำ ที่ ผู้ใหญ่ กำลัง ปี่ ฏิญญู ฐาน",
    "Lao": "ນ້ຳ ທີ່ ພາສາລາວ",
    "Myanmar": "မြန်မာ ကျွန်တော် မေးခွန်း ဿ သင်္ဘော",
    "Khmer": "ខ្មែរ ស្រី សំណួរ ខ្ញុំ ព្រះ",
    "Georgian": "ქართული შეკითხვა",
    "Armenian": "հայերեն հարց և",
    "Ethiopic": "አማርኛ ጥያቄ",
    "Hebrew": "שלום שָׁלוֹם לְךָ אֱלֹהִים",
    "Arabic": "لا إله محمد السلام عليكم ﷲ لِلّٰهِ مُصَمَّم كتاب پژوهش گفتگو ٹھیک",
}
RIGHT_TO_LEFT = {"Hebrew", "Arabic"}
CASES = [(script, word) for script, words in WORDS.items() for word in words.split()]


def font_of(script: str) -> FontFile:
    return FontFile(f"NotoSans{script}-Regular")


def shape_by_harfbuzz(file: FontFile, word: str, *, right_to_left: bool) -> list[tuple[int, int, int]]:
    """Return glyphs with the places where HarfBuzz draws them, from left to right."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(find_file(file.name))))
    font.scale = (1000, 1000)
    buffer = hb.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    hb.shape(font, buffer, {"kern": False})
    found, x = [], 0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        found.append((info.codepoint, x + place.x_offset, place.y_offset))
        x += place.x_advance
    return found


def draw(clusters: tuple[Cluster, ...]) -> list[tuple[int, int, int]]:
    """Return the same of clusters that stand side by side."""
    found, x = [], 0
    for cluster in clusters:
        found += [(glyph.number, x + glyph.x, glyph.y) for glyph in cluster.glyphs]
        x += cluster.advance
    return found


@pytest.mark.parametrize(("script", "word"), CASES)
def test_words_are_drawn_as_harfbuzz_draws_them(script: str, word: str) -> None:
    right_to_left = script in RIGHT_TO_LEFT
    clusters = shaping_font(font_of(script)).shape(word, "", right_to_left=right_to_left)
    expected = shape_by_harfbuzz(font_of(script), word, right_to_left=right_to_left)
    assert sorted(draw(clusters)) == sorted(expected)
    assert 0 not in [glyph for glyph, _, _ in expected]
    said = "".join(cluster.text for cluster in (reversed(clusters) if right_to_left else clusters))
    assert said == word


@pytest.mark.parametrize("script", sorted(RIGHT_TO_LEFT))
def test_from_right_to_left_every_code_is_one_character(script: str) -> None:
    clusters = shaping_font(font_of(script)).shape(WORDS[script], "", right_to_left=True)
    assert {len(cluster.text) for cluster in clusters} == {1}


def test_letters_of_a_ligature_share_its_width() -> None:
    font = ShapingFont(FontFile("DejaVuSans", read("DejaVuSans.ttf")))
    alef, lam = font.shape("لا", "", right_to_left=True)
    assert (alef.text, lam.text) == ("ا", "ل")
    assert (len(alef.glyphs), len(lam.glyphs)) == (0, 1)
    assert abs(alef.advance - lam.advance) <= 1
    assert lam.glyphs[0].x == -alef.advance


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_shipped_typeface_has_its_script_with_spaces_and_punctuation(name: str) -> None:
    font = shaping_font(FontFile(name))
    assert all(map(font.has, " ()-,.:;!?\"'0123456789\u2018\u2019\u201c\u201d\u2013\u2014"))
    letters = [chr(code) for first, last in SCRIPTS[name] for code in range(first, last + 1)]
    letters = [letter for letter in letters if unicodedata.category(letter)[0] == "L"]
    assert sum(map(font.has, letters)) > len(letters) / 2
    assert all(map(is_scripted, letters))


def test_the_language_chooses_among_letters() -> None:
    font = shaping_font(font_of("Arabic"))
    persian, urdu = (font.shape("۴", language, right_to_left=False) for language in ("fa", "ur"))
    assert persian != urdu


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("4 दिन (रात) – और", "hi"),
        ("4 दिन (रात) – और", "en"),
        ("สวัสดี ครับ 5 Ana", "th"),
        ("لا إله 12 (Ana)", "ar"),
        ("שלום (עולם) - 3", "he"),
    ],
)
@pytest.mark.parametrize("face", [Face.RUNNING, Face.TEXT, Face.FIELD])
def test_a_line_is_as_wide_as_its_words(text: str, language: str, face: Face) -> None:
    measures = fonts(Faces(language=language))
    words = [f"{word} " for word in text.split()]
    apart = sum(measures.width(word, face, 10) for word in words)
    assert measures.width(f"{text} ", face, 10) == pytest.approx(apart)


def pieces_of(text: str, language: str = "") -> list[tuple[str, str]]:
    split = fonts(Faces(language=language)).split(text, Face.TEXT)
    return [(piece.file.name[8:-8] if piece.file else "", piece.codes) for piece in split]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Ana", [("", "Ana")]),
        ("दिन", [("Devanagari", "दिन")]),
        ("Ana (दिन), Ben", [("", "Ana "), ("Devanagari", "(दिन), "), ("", "Ben")]),
        ("90 दिन 5", [("", "90 "), ("Devanagari", "दिन "), ("", "5")]),
        ("90दिन5", [("Devanagari", "90दिन5")]),
        ("“दिन”", [("Devanagari", "“दिन”")]),
        ("Ana-दिन", [("", "Ana"), ("Devanagari", "-दिन")]),
        ("ক।", [("Bengali", "ক"), ("Devanagari", "।")]),
        ("ب، ج", [("Arabic", "ب، ج")]),
        ("दिन কথা", [("Devanagari", "दिन "), ("Bengali", "কথা")]),
        ("शु€", [("Devanagari", "शु"), ("", "€")]),
    ],
)
def test_what_all_scripts_write_is_drawn_with_what_stands_beside_it(text: str, pieces: list[tuple[str, str]]) -> None:
    assert pieces_of(text) == pieces


def test_words_of_figures_are_drawn_in_the_script_of_the_language() -> None:
    assert pieces_of("4 दिन, 5 days", "hi") == [("Devanagari", "4 दिन, 5 "), ("", "days")]
    assert pieces_of("90", "hi") == [("Devanagari", "90")]
    assert pieces_of("90", "de") == [("", "90")]


def test_drawn_quotation_marks_are_drawn_in_the_typeface_beside_them() -> None:
    measures = fonts()
    (piece,) = measures.split('"दिन"', Face.TEXT)
    first, *_, last = measures.shape(piece, right_to_left=False)
    curly = measures.split("“”", Face.TEXT)
    assert (first.text, last.text) == ('"', '"')
    assert piece.codes != '"दिन"'
    assert curly
    opening, closing = (shaping_font(font_of("Devanagari")).shape(sign, "", right_to_left=False)[0] for sign in "“”")
    assert (first.glyphs, last.glyphs) == (opening.glyphs, closing.glyphs)


def test_latin_text_asks_for_no_shaping(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(ShapingFont, "__init__", refuse)
    measures = Fonts(Faces())
    for text in ("Ana’s “hopes” – naïve", "Ελπίδα", "Надежда", "☃ ∞"):
        assert measures.width(text, Face.TEXT, 10) > 0


@pytest.mark.slow
def test_long_text_is_shaped_in_time_that_grows_with_its_length() -> None:
    measures = fonts(Faces(language="ar"))
    times = []
    for count in (1, 4):
        text = "لا إله محمد " * (4_000 * count) + "محمدسلام" * (1_000 * count)
        began = time.process_time()
        measures.width(text, Face.TEXT, 10)
        times.append(time.process_time() - began)
    assert times[1] < 12 * times[0]


@pytest.mark.slow
def test_what_is_remembered_of_shaped_words_is_bounded() -> None:
    font = ShapingFont(font_of("Arabic"))
    alphabet = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    words = [first + second + third for first in alphabet for second in alphabet for third in alphabet]
    font.shape(" ".join(words), "ar", right_to_left=True)
    font.shape("ا" * 10_000, "ar", right_to_left=True)
    assert font.count_remembered() <= 4096 < len(words)


QUOTED = {
    "he": ("Hebrew", '"שלום"', "”שלום”"),
    "ar": ("Arabic", '"محمد"', "”محمد“"),
    "hi": ("Devanagari", "\"'दिन'\"", "“‘दिन’”"),
}
"""What is typed, and the marks that are drawn; those of Arabic look to the letters from right to left."""


@pytest.mark.parametrize("language", QUOTED)
def test_quotation_marks_are_those_of_the_language_and_read_as_they_are_typed(language: str) -> None:
    script, typed, marks = QUOTED[language]
    measures = fonts(Faces(language=language))
    (piece,) = measures.split(typed, Face.DISPLAY)
    right_to_left = script in RIGHT_TO_LEFT
    clusters = measures.shape(piece, right_to_left=right_to_left)
    expected = shape_by_harfbuzz(font_of(script), marks, right_to_left=right_to_left)
    assert sorted(draw(clusters)) == sorted(expected)
    assert "".join(cluster.text for cluster in (reversed(clusters) if right_to_left else clusters)) == typed
