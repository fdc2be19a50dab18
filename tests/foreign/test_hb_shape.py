"""Words are drawn with the glyphs, and at the places, that Debian's own HarfBuzz gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator.fonts.scripts import find_file
from generator.fonts.shaping import shaping_font
from generator.workflows.languages import LanguageChoice
from tests.fonts.test_shaping import RIGHT_TO_LEFT, WORDS, draw, font_of
from tests.foreign.test_scripts import ANSWERS
from tests.foreign.tools import output_of, program

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = {"Arabic": "ar", "Hebrew": "he", "Devanagari": "hi", "Bengali": "bn", "Tamil": "ta", "Thai": "th"}
TRANSLATED = {"ar", "he", "hi"}
GLYPH = re.compile(r"(\d+)(?:@(-?\d+),(-?\d+))?\+(-?\d+)")


def list_words(script: str) -> list[str]:
    """Return words of a script: of the bank where it is translated, and harder ones."""
    language, words = LANGUAGES[script], WORDS[script].split()
    if language in TRANSLATED:
        bank = LanguageChoice(language).load_bank().bank
        texts = [*bank.introduction, *bank.instructions, *(question.text for question in bank.every_question())]
        words += " ".join(texts).split()
    words += ANSWERS[language].split()
    has = shaping_font(font_of(script)).has
    return [word for word in dict.fromkeys(words) if all(map(has, word))]


def shape_by_debian(script: str, words: list[str], folder: Path) -> list[list[tuple[int, int, int]]]:
    """Return the glyphs of each word with their places, from left to right, thousandths of the size."""
    given = folder / "words.txt"
    given.write_text("\n".join(words) + "\n", encoding="utf-8")
    font, direction = find_file(font_of(script).name), "rtl" if script in RIGHT_TO_LEFT else "ltr"
    shaped = output_of(
        program("hb-shape"), f"--font-file={font}", f"--text-file={given}", f"--direction={direction}",
        f"--language={LANGUAGES[script]}", "--font-size=1000", "--features=-kern", "--no-glyph-names", "--no-clusters",
    )  # fmt: skip
    return [place_glyphs(line) for line in shaped.splitlines()]


def place_glyphs(line: str) -> list[tuple[int, int, int]]:
    found, x = [], 0
    for number, right, up, advance in GLYPH.findall(line):
        found.append((int(number), x + int(right or 0), int(up or 0)))
        x += int(advance)
    return found


@pytest.mark.parametrize("script", LANGUAGES)
def test_words_are_drawn_as_by_hb_shape(script: str, tmp_path: Path) -> None:
    words, font = list_words(script), shaping_font(font_of(script))
    expected = shape_by_debian(script, words, tmp_path)
    right_to_left, language = script in RIGHT_TO_LEFT, LANGUAGES[script]
    drawn = [draw(font.shape(word, language, right_to_left=right_to_left)) for word in words]
    differing = [
        word for word, ours, theirs in zip(words, drawn, expected, strict=True) if sorted(ours) != sorted(theirs)
    ]
    assert differing == []
    assert all(expected)


def test_there_are_words_enough() -> None:
    assert sum(len(list_words(script)) for script in LANGUAGES) > 300
