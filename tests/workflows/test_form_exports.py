"""Columns that merging leaves out of a form service's export are told, or refused by ``strict``."""

from __future__ import annotations

import pytest

from generator.errors import InvalidInput
from generator.formats.answers_csv import read_answers_csv
from generator.workflows.inputs import DEFAULT_LAYOUT
from generator.workflows.merge_sources import Fallback, SourceRequest, merge_sources
from tests.formats.worksheets import BANK

TABLE = b"Startzeit,Name,%s\n04.12.2026 12:30,Ana Lima,x\n04.12.2026 12:31,Ben Okafor,y\n"
QUESTION = next(iter(BANK.every_question()))
FALLBACK = Fallback(BANK, DEFAULT_LAYOUT, "a4")


def test_what_is_left_out_is_told() -> None:
    file = read_answers_csv(TABLE % f'"{QUESTION.text}"'.encode(), "a.csv")
    (remark,) = merge_sources([file], FALLBACK, SourceRequest(files=())).remarks
    assert "a.csv:1:1: the column 'Startzeit' is no question's: it holds time stamps" in remark


def test_strict_refuses_what_would_be_left_out() -> None:
    file = read_answers_csv(TABLE % f'"{QUESTION.text}"'.encode(), "a.csv")
    with pytest.raises(InvalidInput, match="the column 'Startzeit'"):
        merge_sources([file], FALLBACK, SourceRequest(files=(), strict=True))
