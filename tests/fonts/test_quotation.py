"""Quotation marks that are typed straight are drawn as the document's language has them."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from generator import compose, merge
from generator.files.reading import InputFile
from generator.fonts.drawing import DRAWN, SIGNS, GlyphCodes
from generator.fonts.faces import Face, Faces, FontFile
from generator.fonts.metrics import fonts, typeface
from generator.fonts.quotation import ENGLISH, MIRRORED_MARKS, find_quotation
from generator.words.catalogue import describe_languages
from tests.fonts.test_drawing import SET, width_drawn
from tests.pdf.sheets import form, one_line

TYPED = "\"so\", ('so') \"it's 'so'\""
ENGLISH_MARKS, AS_TYPED = "“so”, (‘so’) “it’s ‘so’”", "\"so\", ('so') \"it’s 'so'\""
POINTED = "«so», (‘so’) «it’s ‘so’»"
ALIKE = "”so”, (’so’) ”it’s ’so’”"
SO_DRAWN = {
    **dict.fromkeys(("en", "es", "pt", "nl", "tr", "hi", "ko", "ar"), ENGLISH_MARKS),
    **dict.fromkeys(("de", "cs"), "„so“, (‚so‘) „it’s ‚so‘“"),
    "pl": "„so”, (‚so’) „it’s ‚so’”",
    "fr": "«\u202fso\u202f», (‘so’) «\u202fit’s ‘so’\u202f»",
    **dict.fromkeys(("it", "el"), POINTED),
    **dict.fromkeys(("ru", "uk"), "«so», („so“) «it’s „so“»"),
    **dict.fromkeys(("sv", "he"), ALIKE),
    **dict.fromkeys(("ja", "zh-Hans"), AS_TYPED),
}
"""Of every language that is shipped."""
IN_FURTHER_LANGUAGES = {
    ("", TYPED): ENGLISH_MARKS,
    ("en-GB", TYPED): ENGLISH_MARKS,
    ("de-AT", TYPED): SO_DRAWN["de"],
    ("pt-PT", TYPED): POINTED,
    ("fr-CH", TYPED): POINTED,
    ("th", TYPED): AS_TYPED,
    ("de", "geht's, Hans' und Max' Idee, 'das Buch', ('Haus') 's ist 'nächtlich' '90"): (
        "geht’s, Hans’ und Max’ Idee, ‚das Buch‘, (‚Haus‘) ’s ist ‚nächtlich‘ ’90"
    ),
    ("de", '5\'10" "90" x="a" - so'): '5\'10" „90“ x="a" – so',
    ("nl", "'s avonds, 't is zo'n 'ja'"): "’s avonds, ’t is zo’n ‘ja’",
    ("pt", "'em casa' ¿\"Qué\"?"): "‘em casa’ ¿“Qué”?",
    ("fr", "l'\"ami\" d'hier"): "l’«\u202fami\u202f» d’hier",
    ("it", "un po' di dell'\"arte\""): "un po’ di dell’«arte»",
    ("el", "σ' αγαπώ, απ' \"όλα\""): "σ’ αγαπώ, απ’ «όλα»",
    ("uk", "\"м'я\" 'так'"): "«м’я» „так“",
    ("he", 'צה"ל "שלום" ("שָׁלוֹם"), ג\'ורג\' \u2068"אנה"\u2069'): "צה\"ל ”שלום” (”שָׁלוֹם”), ג'ורג' ”אנה”",
    ("ar", '"محمد"، ("Ana")'): "“محمد”، (“Ana”)",
    ("de", '"שלום"'): '"שלום"',
    ("ja", "田中\"花\"'子'x '90"): "田中\"花\"'子'x '90",
}


def show(codes: str) -> str:
    return "".join(SIGNS[code][1] if code in SIGNS else DRAWN.get(code, code) for code in codes)


def test_every_shipped_language_is_here() -> None:
    assert SO_DRAWN.keys() == {"en", *describe_languages()}


@pytest.mark.parametrize(("language", "typed"), [*IN_FURTHER_LANGUAGES, *((language, TYPED) for language in SO_DRAWN)])
@pytest.mark.parametrize("face", SET)
def test_marks_are_those_of_the_language(face: Face, language: str, typed: str) -> None:
    wanted = IN_FURTHER_LANGUAGES.get((language, typed)) or SO_DRAWN[language]
    assert show(fonts(Faces(language=language)).coverage(face).draw(typed)) == wanted


@pytest.mark.parametrize("language", ["de", "pl", "fr", "ru", "sv"])
@pytest.mark.parametrize("face", SET)
def test_a_line_is_as_wide_as_it_was_measured_and_as_its_words_are(face: Face, language: str) -> None:
    faces, text = Faces(language=language), f"To {TYPED} \"Te\" ('f') «»"
    measures = fonts(faces)
    words = re.findall("[^ ]+ *", text)
    assert sum(measures.width(word, face, 10) for word in words) == pytest.approx(measures.width(text, face, 10))
    with pikepdf.open(io.BytesIO(form(one_line(text, face)._replace(faces=faces)))) as pdf:
        assert width_drawn(pdf.pages[0].obj) == pytest.approx(measures.width(text, face, 10), abs=0.01)


def test_a_narrow_space_goes_with_french_marks() -> None:
    (quotes,) = (subset for subset in typeface(FontFile("Vollkorn-Regular")).subsets if subset.name == "quotes")
    for spaced, plain in zip("\x9c\x9d", "\x9a\x9b", strict=True):
        assert quotes.advances[spaced] == quotes.advances[plain] + 125


def test_marks_are_mirrored_by_the_other_of_their_pair() -> None:
    for language in SO_DRAWN:
        for pair in filter(None, find_quotation(language)[:2]):
            opening, closing = pair
            assert MIRRORED_MARKS.get(opening, opening) == closing
    assert find_quotation("en") == ENGLISH


def test_a_typeface_that_lacks_one_mark_of_a_pair_draws_both_as_they_are_typed() -> None:
    german = find_quotation("de")
    assert show(GlyphCodes(SIGNS.keys(), german).put_into(TYPED)) == SO_DRAWN["de"]
    assert show(GlyphCodes(SIGNS.keys() - {"\x8c"}, german).put_into(TYPED)) == '"so", (‚so‘) "it’s ‚so‘"'
    assert show(GlyphCodes(SIGNS.keys() - {"\x02"}, german).put_into(TYPED)) == "„so“, ('so') „it’s 'so'“"


def test_what_is_typed_into_fields_stays_straight() -> None:
    assert fonts(Faces(language="de")).coverage(Face.FIELD).draw(TYPED) == TYPED


LETTERED = [language for language in SO_DRAWN if language not in {"ar", "he", "hi", "ja", "ko", "zh-Hans"}]
"""Languages whose letters have character codes."""


@pytest.mark.slow
@pytest.mark.parametrize("language", LETTERED)
def test_a_question_of_an_own_bank_and_an_answer_are_drawn_so(language: str, tmp_path: Path) -> None:
    bank = {
        "title": "T", "language": language,
        "sections": [{"id": "s", "title": "S", "questions": [{"id": "q", "text": f"Q {TYPED}?"}]}],
    }  # fmt: skip
    (tmp_path / "bank.json").write_text(json.dumps(bank))
    sheet = compose(bank=tmp_path / "bank.json", people=["Ana"])
    answers = {"people": ["Ana"], "answers": {"q": {"Ana": f"A {TYPED}!"}}}
    made = merge(InputFile(sheet.data, "sheet.pdf"), InputFile(json.dumps(answers).encode(), "answers.json"))
    question, answer = f"Q {SO_DRAWN[language]}?", f"A {SO_DRAWN[language]}!"
    assert question in "".join(draw_pages(sheet.data))
    alliance = "".join(draw_pages(made.data))
    assert question in alliance
    assert answer in alliance
    assert has_quotes(made.data) is (SO_DRAWN[language] != ENGLISH_MARKS)


def draw_pages(data: bytes) -> Iterator[str]:
    """Yield what the pages show, by the codes of their glyphs."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for instruction in pikepdf.parse_content_stream(page):
                if str(instruction.operator) in {"Tj", "TJ"}:
                    (shown,) = instruction.operands
                    strings = shown if isinstance(shown, pikepdf.Array) else [shown]
                    texts = [bytes(part) for part in strings if isinstance(part, pikepdf.String)]
                    yield show("".join(text.decode("utf-16-be") for text in texts))


def has_quotes(data: bytes) -> bool:
    """Tell whether marks that English does not have are embedded."""
    ours = {subset.font for name in ("Vollkorn-Regular", "NotoSans-Regular")
            for subset in typeface(FontFile(name)).subsets if subset.name == "quotes"}  # fmt: skip
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts_used = (font for page in pdf.pages for _, font in page.Resources.Font.items())
        return any(str(font.BaseFont)[1:] in ours for font in fonts_used)
