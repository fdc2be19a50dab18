"""Questions that people add: ids made of their texts, in ASCII, unique, the same for the same text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.bank import Question, QuestionBank, Section
from generator.model.own_questions import LONGEST_ID, SECTION, add_questions, make_id, name_questions, spell_id
from tests.composing.worksheets import bank_of

ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
"""As the bank's schema has it."""


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("How do we talk about money?", "how-do-we-talk-about-money"),
        ("What's new?", "whats-new"),
        ("What\N{RIGHT SINGLE QUOTATION MARK}s new?", "whats-new"),
        ("Atmosphäre", "atmosphaere"),
        ("Atmospha\N{COMBINING DIAERESIS}re", "atmosphaere"),
        ("ÜBER Größe, öfter", "ueber-groesse-oefter"),
        ("À côté, naïve", "a-cote-naive"),
        ("Łódź, Ærø", "lodz-aeroe"),
        ("IŞIK ışık", "isik-isik"),
        ("ﬁle №5", "file-no5"),
        ("Как дела?", ""),
        ("日本?", ""),
        ("???", ""),
    ],
)
def test_an_id_is_spelled_in_ascii(text: str, spelled: str) -> None:
    assert spell_id(text) == spelled


def test_a_long_text_is_cut_behind_a_word() -> None:
    assert make_id("How do we talk about all the money that we owe?", ()) == "how-do-we-talk-about-all-the-money-that"
    assert make_id(f"{'a' * 36} bcd e", ()) == f"{'a' * 36}-bcd"
    assert make_id("a" * 100, ()) == "a" * LONGEST_ID


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert make_id("Why?", {"why", "why-2"}) == "why-3"
    assert make_id("なぜ?", {"own-1"}) == "own-2"


@given(st.lists(st.text(min_size=1), max_size=8))
def test_ids_are_unique_and_such_as_a_bank_has(texts: list[str]) -> None:
    bank = bank_of(["Why?", "Who?"])
    named = name_questions(texts, bank)
    ids = [question.id for question in (*bank.every_question(), *named)]
    assert len(set(ids)) == len(ids)
    assert all(ID.fullmatch(question.id) and len(question.id) <= 64 for question in named)
    assert [question.text for question in named] == texts
    assert name_questions(texts, bank) == named


def test_they_stand_in_a_section_of_their_own_at_the_end() -> None:
    bank = bank_of(["Why?"])
    why, who = Question("why", "Why?"), Question("who", "Who?")
    once = add_questions(bank, (why,), "Ours")
    assert once.sections == (*bank.sections, Section(SECTION, "Ours", (why,)))
    twice = add_questions(once, (who,), "Not this title")
    assert twice.sections == (*bank.sections, Section(SECTION, "Ours", (why, who)))
    assert isinstance(twice, QuestionBank)
