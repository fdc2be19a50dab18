from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.folding import fold_name, fold_spelling
from generator.model.merging import merge
from tests.formats.worksheets import ANAS_HOPES, WORKSHEET, returned

ALIKE = [
    ("Seán O'Brien", "Seán O\N{RIGHT SINGLE QUOTATION MARK}Brien"),
    ("Ana Lima", "Ana\N{NO-BREAK SPACE}Lima"),
    ("Ana Lima", " ana   LIMA\N{SOFT HYPHEN}"),
    ("Ana Lima", "\N{ZERO WIDTH NO-BREAK SPACE}Ana Li\N{ZERO WIDTH SPACE}ma"),
    ("Ana Lima", "\N{LEFT-TO-RIGHT ISOLATE}Ana Lima\N{POP DIRECTIONAL ISOLATE}"),
    ("Zoé", "Zoe\N{COMBINING ACUTE ACCENT}"),
    ("李 明", "李\N{IDEOGRAPHIC SPACE}明"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_one_person_is_one_however_the_name_is_written(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(("one", "other"), [("Ana Lima", "Anna Lima"), ("Jan", "Ján"), ("A B", "AB")])
def test_others_are_others(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold_spelling(fold_spelling(text)) == fold_spelling(text)
    assert fold_name(fold_name(text)) == fold_name(text)


def test_copies_that_look_alike_do_not_conflict_and_the_first_is_kept() -> None:
    texts = "We don't rush", "We don\N{RIGHT SINGLE QUOTATION MARK}t\N{NO-BREAK SPACE}ru\N{SOFT HYPHEN}sh"
    sources = [returned(f"{number}.pdf", (ANAS_HOPES, text)) for number, text in enumerate(texts)]
    assert merge(WORKSHEET, sources, None).texts["hopes", 0] == texts[0]
