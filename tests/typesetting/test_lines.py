from __future__ import annotations

import re
import time
import unicodedata
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fonts.faces import Face
from generator.fonts.metrics import fonts
from generator.typesetting.display_text import measure_type
from generator.typesetting.lines import SOFT_HYPHEN, break_balanced, break_lines, break_without_short_last_line

if TYPE_CHECKING:
    from collections.abc import Callable

    Breaker = Callable[[str, float, Callable[[str], float]], list[str]]

BREAKERS = (break_lines, break_balanced, break_without_short_last_line)
UNMARKED = st.characters(exclude_categories=("Cs", "Mn", "Mc", "Me"), exclude_characters=SOFT_HYPHEN)
SPACES_AND_MARKS = st.text("ab \u2013\u2014\u0301\u00a0\u2003", max_size=60)
TEXTS = st.one_of(st.text(UNMARKED), SPACES_AND_MARKS)
SPACED = st.one_of(
    st.text(
        st.characters(max_codepoint=0xDFF, exclude_categories=("Cs", "Mn", "Mc", "Me"), exclude_characters=SOFT_HYPHEN)
    ),
    SPACES_AND_MARKS,
)
"""In scripts with spaces between words; those without begin with Thai."""
WIDTHS = st.integers(1, 30).map(float)


def one_each(text: str) -> float:
    """Every character is one point wide, combining ones nothing."""
    return float(sum(unicodedata.category(character)[0] != "M" for character in text))


def words(text: str) -> list[tuple[int, int]]:
    """Where each word starts and ends; a space that bears a combining mark belongs to a word."""
    spaces = re.compile("[ \u1680\u2000-\u200a\u205f\u3000]")
    ends = [
        index
        for index, character in enumerate(text)
        if spaces.match(character) and not (text[index + 1 :] and unicodedata.category(text[index + 1])[0] == "M")
    ]
    return [(before + 1, after) for before, after in pairwise([-1, *ends, len(text)])]


@pytest.mark.parametrize("breaker", BREAKERS)
@given(text=TEXTS, width=WIDTHS)
def test_no_character_is_lost_or_added(breaker: Breaker, text: str, width: float) -> None:
    assert "".join(breaker(text, width, one_each)) == text


@pytest.mark.parametrize("breaker", BREAKERS)
@given(text=TEXTS, width=WIDTHS)
def test_no_line_is_wider_than_the_measure(breaker: Breaker, text: str, width: float) -> None:
    assert [line for line in breaker(text, width, one_each) if one_each(line.rstrip()) > width] == []


@pytest.mark.parametrize("breaker", BREAKERS)
@given(text=SPACED, width=WIDTHS)
def test_no_line_ends_inside_a_word_that_fits_a_line(breaker: Breaker, text: str, width: float) -> None:
    lines = breaker(text, width, one_each)
    breaks = list(accumulate(map(len, lines)))[:-1]
    fitting = [(start, end) for start, end in words(text) if one_each(text[start:end]) <= width]
    assert [text[start:end] for start, end in fitting for place in breaks if start < place < end] == []


@pytest.mark.parametrize("breaker", BREAKERS)
@given(text=TEXTS, width=WIDTHS)
def test_no_line_starts_with_a_combining_mark(breaker: Breaker, text: str, width: float) -> None:
    lines = breaker(text, width, one_each)
    assert [line for line in lines[1:] if line and unicodedata.category(line[0])[0] == "M"] == []


@pytest.mark.parametrize("dash", ["\u2013", "\u2014"], ids=["en", "em"])
@given(
    text=st.lists(st.text("ab", min_size=1, max_size=8), min_size=2, max_size=12),
    width=st.integers(10, 30).map(float),
)
def test_no_line_starts_with_a_dash(dash: str, text: list[str], width: float) -> None:
    lines = break_lines(f" {dash} ".join(text), width, one_each)
    assert [line for line in lines if line.startswith(dash)] == []


@given(text=TEXTS, width=WIDTHS)
def test_even_lines_are_no_more_than_the_fewest(text: str, width: float) -> None:
    assert len(break_balanced(text, width, one_each)) == len(break_lines(text, width, one_each))


def test_even_lines_are_of_about_the_same_length() -> None:
    assert break_lines("one two three four five", 20, one_each) == ["one two three four ", "five"]
    assert break_balanced("one two three four five", 20, one_each) == ["one two three ", "four five"]


def test_a_paragraph_does_not_end_with_a_lone_short_word() -> None:
    text = "The purpose of which is to create a mutually successful experience for us all in it, so"
    assert break_lines(text, 84, one_each)[-1] == "so"
    assert break_without_short_last_line(text, 84, one_each)[-1] == "in it, so"


def test_a_word_wider_than_a_line_is_broken_between_characters() -> None:
    assert break_lines("a donaudampfschiff b", 6, one_each) == ["a ", "donaud", "ampfsc", "hiff b"]


def test_the_space_behind_a_word_that_was_broken_does_not_start_a_line() -> None:
    assert break_lines("abcdefgh i", 4, one_each) == ["abcd", "efgh ", "i"]


def test_a_word_that_just_fits_is_not_broken_for_the_dash_behind_it() -> None:
    assert break_lines("abcdef \u2014 g", 6, one_each) == ["abcdef ", "\u2014 g"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "e" + "\u0301" * 1_000_000,
        " " * 1_000_000,
        "\u2014 " * 150_000,
        " \u0301" * 150_000,
        "a " * 150_000,
    ],
    ids=["no space", "one letter with a million marks", "spaces", "dashes", "marks on spaces", "short words"],
)
def test_a_megabyte_takes_no_longer_than_its_length_asks_for(text: str) -> None:
    started = time.process_time()
    break_lines(text, 300, lambda piece: fonts().width(piece, Face.TEXT, 10))
    assert time.process_time() - started < 2


@pytest.mark.parametrize("breaker", BREAKERS)
@given(st.text("ab \u00ad\u2013", max_size=60), WIDTHS)
def test_a_soft_hyphen_is_only_at_the_end_of_a_line_and_within_a_word(
    breaker: Breaker, text: str, width: float
) -> None:
    lines = breaker(text, width, one_each)
    assert "".join(lines).replace(SOFT_HYPHEN, "") == text.replace(SOFT_HYPHEN, "")
    for line, following in pairwise(lines):
        assert SOFT_HYPHEN not in line[:-1]
        if line.endswith(SOFT_HYPHEN):
            assert line[:-1].strip() == line[:-1].lstrip()
            assert not following.startswith(" ")
            assert one_each(line) <= width
    assert SOFT_HYPHEN not in lines[-1]


def test_a_word_is_broken_at_its_soft_hyphens_where_it_does_not_fit() -> None:
    word = "Zusammen\u00adarbeit"
    assert break_lines(f"eine {word} zu zweit", 14, one_each) == ["eine Zusammen\u00ad", "arbeit zu ", "zweit"]
    assert break_lines(f"eine {word} zu zweit", 13, one_each) == ["eine ", "Zusammen\u00ad", "arbeit zu ", "zweit"]
    assert break_lines(f"eine {word} zu zweit", 40, one_each) == ["eine Zusammenarbeit zu zweit"]


def test_lines_that_are_remembered_stay_what_they_are() -> None:
    lines = break_lines("one two three", 40, measure_type(fonts(), Face.TEXT, 10))
    expected = list(lines)
    lines.clear()
    assert break_lines("one two three", 40, measure_type(fonts(), Face.TEXT, 10)) == expected != []
