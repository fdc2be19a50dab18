from __future__ import annotations

import pytest

from generator.errors import InvalidInput
from generator.sources.kinds import FileKind, what_is


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("title: T\nsections: []\nmeeting: {minutes: 90}\n", FileKind.BANK),
        ("titel: T\nsectoins: []\nclosing: {}\nattribution: x\n", FileKind.BANK),
        ("answers: {}\nmeeting: {place: x}\n", FileKind.ANSWERS),
        ("picks: {Ana: [hopes]}\n", FileKind.ANSWERS),
        ("parts: []\nmargins: {}\n", FileKind.LAYOUT),
    ],
)
def test_a_file_is_what_most_of_its_keys_belong_to(source: str, kind: FileKind) -> None:
    assert what_is(source.encode(), "x.yaml") is kind


def test_a_name_in_json_is_read_as_json() -> None:
    with pytest.raises(InvalidInput, match=r"x\.JSON:1:13: '}' is no JSON value"):
        what_is(b'{"answers": }', "x.JSON")


@pytest.mark.parametrize("source", ["", "hello", "[]", "a: b"])
def test_a_file_of_no_kind_is_a_problem(source: str) -> None:
    with pytest.raises(InvalidInput, match=r"x\.yaml:1:1: this is no question bank, layout, brand or answers file"):
        what_is(source.encode(), "x.yaml")
