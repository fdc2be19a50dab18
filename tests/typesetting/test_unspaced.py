"""Text that is written without spaces is broken where its readers expect it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from icu4py.breakers import LineBreaker

from generator.typesetting import unspaced
from generator.typesetting.lines import break_lines
from generator.typesetting.unspaced import list_words, split_unspaced

DATA = Path(__file__).parents[2] / "generator"
HAN, KANA = "\u4e00-\u9fff", "\u3040-\u30ff"


def measure(text: str) -> float:
    return float(len(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("私たちは、話す。", "私|た|ち|は、|話|す。"),
        ("「言う」（一日）", "「言|う」|（一|日）"),
        ("设计同盟——选择", "设|计|同|盟——|选|择"),
        ("我们用PDF文件3个", "我|们|用|PDF|文|件|3个"),
        ("서로에게 어떤", "서로에게 |어떤"),
        ("naïve words, “quoted”", "naïve |words, |“quoted”"),
        ("がっ゙こう", "が|っ゙|こ|う"),
    ],
)
def test_words_are_parted_where_a_line_may_end(text: str, parts: str) -> None:
    words = re.findall("[^ ]+ *", text)
    assert "|".join(split_unspaced(words)) == parts


@pytest.mark.parametrize("language", ["ja", "zh-Hans"])
def test_lines_end_where_icu_ends_them(language: str) -> None:
    text = (DATA / f"data/translations/question_bank.{language}.yaml").read_text("utf-8")
    lines = [line for line in re.findall(f'[^\n"]*[{HAN}{KANA}][^\n"]*', text) if not line.startswith("#")]
    ours = by_icu = common = 0
    for line in lines:
        own = {*ends(list(split_unspaced(re.findall("[^ ]+ *| +", line))))}
        icu = {*ends(list(LineBreaker(line, language)))}
        ours, by_icu, common = ours + len(own), by_icu + len(icu), common + len(own & icu)
    assert by_icu > 500
    assert common / ours > 0.994
    assert common / by_icu > 0.97


def ends(parts: list[str]) -> list[int]:
    at, found = 0, []
    for part in parts:
        at += len(part)
        found.append(at)
    return found


def test_thai_is_broken_between_words_by_a_dictionary() -> None:
    assert list(split_unspaced(["สวัสดีครับผมรักภาษาไทย ", "ครับ"])) == ["สวัสดี", "ครับ", "ผม", "รัก", "ภาษา", "ไทย ", "ครับ"]
    assert break_lines("สวัสดีครับผมรัก", 7, measure) == ["สวัสดี", "ครับผม", "รัก"]


def test_without_a_dictionary_thai_is_broken_at_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unspaced, "has_dictionary", lambda: False)
    assert list(split_unspaced(["สวัสดีครับ ", "ผม"])) == ["สวัสดีครับ ", "ผม"]
    assert "".join(break_lines("สวัสดีครับผมรัก", 7, measure)) == "สวัสดีครับผมรัก"


def test_words_of_an_agenda_are_those_that_are_not_broken() -> None:
    assert list_words("6到8个") == ["6到", "8个"]
    assert list_words("6 to 8, each\u00a06") == ["6", "to", "8,", "each", "6"]


def test_letters_that_a_virama_joins_stay_together() -> None:
    lines = break_lines("क्षत्रियराष्ट्रीय", 4, measure)
    assert "".join(lines) == "क्षत्रियराष्ट्रीय"
    assert len(lines) > 1
    assert not [line for line in lines if line.endswith("\u094d")]


def test_a_dash_is_as_wide_in_its_line_as_when_the_line_was_broken() -> None:
    """Alone it would be measured in the house's typeface, and is drawn in that of the characters around it."""
    text = "你们的同盟——只谈你们的伙伴关系"
    parts = list(split_unspaced([text]))
    assert "盟——" in parts
    assert not any(part.strip("—") == "" for part in parts)
    assert "".join(parts) == text
