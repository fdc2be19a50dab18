from __future__ import annotations

import pytest
import yaml

from generator.formats.located.nodes import get_entries, get_text
from generator.formats.located.yaml_nodes import read_yaml
from generator.formats.yaml_text import format_block, format_comment, format_inline, format_key

BLOCKS = [
    "one",
    "one\n\n  two",
    "a\tb\n\tc",
    "- # |",
    "...",
    "Zo\u00eb \u05e9\u200f \U0001f600\u200d\U0001f525",
    "a\n\n\nb",
]
QUOTED = [
    " lead",
    "\tlead",
    "\nlead",
    "end ",
    "end\n",
    "a \nb",
    "a\n  \nb",
    "a\rb",
    "a\x85b",
    "a\u2028b",
    "a\x1bb",
    "a\ufeffb",
    "a\u202eb",
    "\ud83d",
    "\uffff",
]


def read_back(written: str) -> str:
    (_, found), *_ = get_entries(read_yaml(f"a: {written}\n\n".encode(), "x").root)
    return get_text(found)


@pytest.mark.parametrize("answer", BLOCKS)
def test_what_a_block_can_hold_is_written_as_a_block(answer: str) -> None:
    written = format_block(answer, 2)
    assert written.startswith("|\n")
    assert read_back(written) == answer


@pytest.mark.parametrize("answer", QUOTED)
def test_what_a_block_would_change_or_hide_is_quoted(answer: str) -> None:
    written = format_block(answer, 2)
    assert written.isprintable()
    assert read_back(written) == answer


@pytest.mark.parametrize(
    "word", ["no", "True", "y", "null", "~", "12", "1e3", "0x1f", ".inf", "12:30", "a: b", "a #b", "<<"]
)
def test_a_word_that_other_readers_would_interpret_is_quoted(word: str) -> None:
    assert format_inline(word).startswith('"')
    assert yaml.safe_load(format_inline(word)) == word


@pytest.mark.parametrize("word", ["hopes", "count-on", "Ana Lima", "Zo\u00eb O'Neil (trainer)", "2027-03-01"])
def test_an_ordinary_word_stays_as_it_is(word: str) -> None:
    assert format_inline(word) == word
    assert read_back(f"[{word}]") == ""
    assert read_back(format_inline(word)) == word


def test_a_key_too_long_for_libyaml_is_written_with_a_question_mark() -> None:
    name = "\U0001f600" * 300
    assert [found.text for found, _ in get_entries(read_yaml(f"{format_key(name)} x".encode(), "x").root)] == [name]


def test_a_comment_is_folded_and_cannot_be_left() -> None:
    lines = format_comment("word " * 40 + "a\u2028b\nc\x1bd", 2).split("\n")
    assert len(lines) == 3
    assert all(line.startswith("  # ") and line.isprintable() and len(line) <= 100 for line in lines)
    assert lines[-1].endswith("a b c\ufffdd")
