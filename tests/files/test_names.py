"""File names made of people's names: safe on every system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.files.names import LONGEST_NAME, file_name, slug


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Ana Lima", "Ben Okafor"], "worksheet-ana-lima-ben-okafor.pdf"),
        (["", ""], "worksheet.pdf"),
        (["../../etc/passwd", "C:\\x|?*"], "worksheet-etc-passwd-c-x.pdf"),
        (["Žofie O'Brien", "Ωmega"], "worksheet-žofie-o-brien-ωmega.pdf"),
        (["Zoe\u0308"], "worksheet-zoë.pdf"),
        (["हिन्दी"], "worksheet-हिन्दी.pdf"),
        (["\u202eevil\n"], "worksheet-evil.pdf"),
    ],
)
def test_people_become_a_file_name(names: list[str], expected: str) -> None:
    assert file_name("worksheet", names) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("CON", "con-"), ("com¹", "com¹-"), ("Lpt9", "lpt9-"), ("...", "unnamed")]
)
def test_no_name_is_reserved_or_empty(text: str, expected: str) -> None:
    assert slug(text, 100) == expected


@pytest.mark.slow
@given(st.lists(st.text()))
def test_every_name_is_short_and_a_single_part_of_a_path(names: list[str]) -> None:
    name = file_name("worksheet", names)
    assert len(name.encode()) <= LONGEST_NAME
    assert name.startswith("worksheet")
    assert name.endswith(".pdf")
    assert not set(name) & set('/\\:*?"<>|\0\n ')
