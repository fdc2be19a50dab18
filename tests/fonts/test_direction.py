"""The Unicode Bidirectional Algorithm, against the cases that the Unicode Consortium gives."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator.fonts.bidi_levels import REMOVED, Paragraph, find_levels
from generator.fonts.direction import (
    begins_right_to_left,
    close_isolates,
    is_directional,
    isolate,
    list_types,
    mirror,
    part_line,
)

UNICODE = Path("/usr/share/unicode")
BY_ITS_LETTERS = "2"
QUICK = 25
"""The quick test takes one case of so many."""


def unicode_lines(name: str) -> list[list[str]]:
    """Return the fields of a data file's lines; skip the test where Debian's unicode-data is not installed."""
    file = UNICODE / name
    if not file.exists():
        pytest.skip(f"{file} is not there: unicode-data is not installed")
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    return [[field.strip() for field in line.split(";")] for line in lines if line]


def order_characters(levels: bytes) -> list[int]:
    """Return the characters of a line from left to right."""
    found: list[int] = []
    for run in sorted(part_line(levels), key=lambda run: run.place):
        indices = range(run.start, run.end)
        found += reversed(indices) if run.is_reversed else indices
    return found


def wrong_cases(cases: list[list[str]]) -> list[str]:
    wrong = []
    for codes, direction, paragraph, expected, order in cases:
        text = "".join(chr(int(code, 16)) for code in codes.split())
        base = begins_right_to_left(text) if direction == BY_ITS_LETTERS else direction == "1"
        levels, removed = find_levels(text, right_to_left=base), [kind in REMOVED for kind in list_types(text)]
        shown = " ".join("x" if gone else str(level) for level, gone in zip(levels, removed, strict=True))
        visual = " ".join(str(index) for index in order_characters(levels) if not removed[index])
        if (str(int(base)), shown, visual) != (paragraph, expected, order):
            wrong.append(codes)
    return wrong


def test_levels_are_as_the_unicode_consortium_has_them() -> None:
    assert wrong_cases(unicode_lines("BidiCharacterTest.txt")[::QUICK]) == []


@pytest.mark.slow
def test_all_levels_are_as_the_unicode_consortium_has_them() -> None:
    cases = unicode_lines("BidiCharacterTest.txt")
    assert len(cases) > 90_000
    assert wrong_cases(cases) == []


def test_characters_are_mirrored_as_the_unicode_consortium_has_it() -> None:
    pairs = [(chr(int(one, 16)), chr(int(other, 16))) for one, other in unicode_lines("BidiMirroring.txt")]
    assert [(one, mirror(one)) for one, _ in pairs] == pairs
    assert mirror("א") == "א"


def test_lines_of_a_paragraph_have_the_levels_of_the_whole() -> None:
    text = "שלום (Ana "
    both = Paragraph(f"{text}Ben) 12", right_to_left=True)
    assert both.line(0, len(text)) == bytes([1] * 6 + [2] * 3 + [1])
    assert both.line(len(text), len(text) + 7) == bytes([2, 2, 2, 1, 1, 2, 2])


def test_only_what_runs_from_right_to_left_asks_for_levels() -> None:
    assert not any(map(is_directional, ("Ana", "Ünal – «né»", "你好", "\ufdd0", "\u200e", "\u2068Ana\u2069")))
    assert all(map(is_directional, ("א", "Ana, ש", "ع", "\u0661", "\u200f")))


def test_isolates_are_closed_where_a_text_is_cut() -> None:
    assert close_isolates("Ana") == "Ana"
    assert close_isolates("\u2068Ünal\u2069") == "\u2068Ünal\u2069"
    assert close_isolates("\u2068Ünal \u2068B") == "\u2068Ünal \u2068B\u2069\u2069"


def test_what_runs_otherwise_than_the_text_around_it_is_isolated() -> None:
    assert isolate("Ana, Ünal 12", right_to_left=False) == "Ana, Ünal 12"
    assert isolate("דנה", right_to_left=False) == "\u2068דנה\u2069"
    assert isolate("דנה 4.12.2026", right_to_left=True) == "דנה 4.12.2026"
    assert isolate("Ana", right_to_left=True) == "\u2068Ana\u2069"
    assert isolate("\u2068Ana\u2069 ודנה", right_to_left=True) == "\u2068Ana\u2069 ודנה"


@pytest.mark.slow
@pytest.mark.parametrize("text", ["א(" * 60_000, "\u2067" * 120_000, "a\u2068(א)\u2069" * 20_000, "(א)" * 40_000])
def test_levels_take_time_in_proportion_to_the_text(text: str) -> None:
    begun = time.process_time()
    find_levels(text, right_to_left=True)
    assert time.process_time() - begun < 5
