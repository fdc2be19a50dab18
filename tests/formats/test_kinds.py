from __future__ import annotations

import pytest

from generator.errors import InvalidInput
from generator.formats.answers_json import read_answers_json
from generator.formats.answers_yaml import read_answers_yaml
from generator.formats.kinds import FileKind, recognise_kind


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("title: T\nsections: []\nmeeting: {minutes: 90}\n", FileKind.BANK),
        ("titel: T\nsectoins: []\nclosing: {}\nattribution: x\n", FileKind.BANK),
        ("answers: {}\nmeeting: {place: x}\n", FileKind.ANSWERS),
        ("picks: {Ana: [hopes]}\n", FileKind.ANSWERS),
        ("parts: []\nmargins: {}\n", FileKind.LAYOUT),
        ("extends: classic\n", FileKind.LAYOUT),
        ("extends: built-in\n", FileKind.BANK),
        ("extends: ours.YAML\n", FileKind.BANK),
    ],
)
def test_a_file_is_what_most_of_its_keys_belong_to(source: str, kind: FileKind) -> None:
    assert recognise_kind(source.encode(), "x.yaml") is kind


def test_a_name_in_json_is_read_as_json() -> None:
    with pytest.raises(InvalidInput, match=r"x\.JSON:1:13: '}' is no JSON value"):
        recognise_kind(b'{"answers": }', "x.JSON")


@pytest.mark.parametrize("source", ["", "hello", "[]", "a: b"])
def test_a_file_of_no_kind_is_a_problem(source: str) -> None:
    with pytest.raises(InvalidInput, match=r"x\.yaml:1:1: this is no question bank, layout, brand or answers file"):
        recognise_kind(source.encode(), "x.yaml")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("title: T\nsections: []\nmeeting: {minutes: 90}\n", "question bank, not answers. Give it with `bank`"),
        ("extends: classic\nmargins: {}\n", "layout, not answers. Give it with `layout`"),
        ("organisation: Example\nlogo: logo.png\n", "brand, not answers. Give it with `brand`"),
        ('{"title": "T", "sections": []}', "question bank, not answers. Give it with `bank`"),
    ],
)
def test_another_kind_of_file_given_as_answers_is_told_and_where_it_belongs(source: str, told: str) -> None:
    read = read_answers_json if source.startswith("{") else read_answers_yaml
    with pytest.raises(InvalidInput) as refused:
        read(source.encode(), "x")
    assert str(refused.value) == f"x:1:1: this is a {told}, and the answers as a file of their own."


@pytest.mark.parametrize(
    "source", ["answers: {}\ntitle: T\nsections: []\nclosing: {}\n", "nothing: x\n", "peple: [Ana]\n"]
)
def test_keys_that_are_unknown_in_a_file_of_answers_are_told_one_by_one(source: str) -> None:
    assert "unknown key" in str(read_answers_yaml(source.encode(), "x").problems[0])
