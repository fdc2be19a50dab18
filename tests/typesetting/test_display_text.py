from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fonts.drawing import remove_controls
from generator.fonts.faces import Face
from generator.fonts.metrics import fonts
from generator.typesetting import DisplayText

ANY = st.text(st.characters(exclude_categories=()))


def shown(text: str) -> str:
    return DisplayText(fonts()).display(text)


@given(text=st.text("abcéßλжŽ —“”…\u00a0"))
def test_covered_text_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == text


def test_text_is_shown_in_normal_form_c() -> None:
    assert shown("Zoe\u0308") == "Zoë"


def test_an_uncovered_character_is_shown_by_its_number() -> None:
    assert shown("a你\U00020000") == "a[U+4F60][U+20000]"


def test_uncovered_characters_are_listed_with_the_text_in_which_they_stood_first() -> None:
    display_text = DisplayText(fonts())
    for text in ("plain", "a 你", "b 你好"):
        display_text.display(text)
    assert display_text.missing_glyphs == {"你": "a 你", "好": "b 你好"}


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\x1b", "\x1c", "\x7f", "\x9b", "\ud83d"],
    ids=["nul", "bell", "escape", "separator", "delete", "csi", "half a character"],
)
def test_controls_and_lone_surrogates_are_replaced(character: str) -> None:
    display_text = DisplayText(fonts())
    assert display_text.display(f"a{character}b") == "a\ufffdb"
    assert display_text.missing_glyphs == {}


@pytest.mark.parametrize("code", [0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF])
def test_nothing_is_drawn_for_what_has_no_width(code: int) -> None:
    display_text = DisplayText(fonts())
    assert remove_controls(display_text.display(f"Haft{chr(code)}pflicht")) == "Haftpflicht"
    assert fonts().width(display_text.display(f"a{chr(code)}b"), Face.TEXT, 10) == fonts().width("ab", Face.TEXT, 10)
    assert display_text.missing_glyphs == {}


def test_a_wide_space_is_a_space() -> None:
    assert shown("full\u3000width") == "full width"


def test_a_tab_becomes_spaces() -> None:
    assert shown("a\tb") == "a    b"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"], ids=ascii)
def test_every_kind_of_line_end_parts_lines(end: str) -> None:
    assert DisplayText(fonts()).display_lines(f"a{end}{end}b") == ["a", "", "b"]


@pytest.mark.parametrize("end", ["\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"], ids=ascii)
def test_a_line_end_within_one_line_becomes_a_space(end: str) -> None:
    assert shown(f"a{end}b") == "a b"


@given(text=ANY)
def test_what_is_shown_has_no_control_characters_and_only_covered_ones(text: str) -> None:
    result = shown(text)
    assert [c for c in result if unicodedata.category(c) in {"Cc", "Cs"} or not fonts().covers(c)] == []


@given(text=ANY)
def test_what_is_shown_is_shown_as_it_is(text: str) -> None:
    assert shown(shown(text)) == shown(text)


@given(st.text("A\u0300\u00ad\u202a\u200b\u3000\t"))
def test_what_is_shown_is_shown_the_same_again(text: str) -> None:
    display_text = DisplayText(fonts())
    assert shown(shown(text)) == shown(text)
    (line,) = display_text.display_lines(text)
    assert display_text.display_breakable(line) == line
