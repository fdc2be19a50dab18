from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.selection import Selection, default_seed, in_bank_order, nobody, suggest
from tests.composing.worksheets import bank_of

if TYPE_CHECKING:
    from generator.model.bank import QuestionBank

BANKS = st.integers(1, 40).flatmap(
    lambda size: st.integers(1, 6).map(lambda sections: bank_of([f"{n}?" for n in range(size)], sections=sections))
)
PEOPLE = st.integers(1, 6)
SEEDS = st.integers()


def sections_of(bank: QuestionBank) -> dict[str, str]:
    return {question.id: section.id for section in bank.sections for question in section.questions}


def suggested(bank: QuestionBank, people: int, wanted: int, seed: int) -> Selection:
    return suggest(bank, given=nobody(people), per_person=wanted, seed=seed)


def test_the_pickers_of_a_question_are_told() -> None:
    selection = Selection((("hopes", "tone"), (), ("tone",)))
    assert selection.pickers() == {"hopes": (0,), "tone": (0, 2)}


def test_a_selection_of_nobody_is_false() -> None:
    assert not nobody(3)
    assert nobody(3).picks == ((), (), ())
    assert Selection(((), ("hopes",)))


def test_picks_are_put_into_the_order_of_the_bank_each_once() -> None:
    bank = bank_of(["A?", "B?", "C?"])
    assert in_bank_order(bank, [["q3", "q1", "q3"], []]) == Selection((("q1", "q3"), ()))


@given(bank=BANKS, people=PEOPLE, wanted=st.integers(0, 8), seed=SEEDS)
def test_everybody_gets_as_many_questions_as_asked_for_where_there_are_so_many(
    bank: QuestionBank, people: int, wanted: int, seed: int
) -> None:
    questions = len(sections_of(bank))
    selection = suggested(bank, people, wanted, seed)
    assert [len(set(ids)) for ids in selection.picks] == [min(wanted, questions)] * people


@given(bank=BANKS, people=PEOPLE, wanted=st.integers(1, 6), seed=SEEDS)
def test_no_question_is_suggested_twice_while_others_are_left(
    bank: QuestionBank, people: int, wanted: int, seed: int
) -> None:
    times = Counter(question for ids in suggested(bank, people, wanted, seed).picks for question in ids)
    left = [question for question in sections_of(bank) if not times[question]]
    assert not (left and max(times.values()) > 1)


@given(people=PEOPLE, wanted=st.integers(1, 8), seed=SEEDS)
def test_everybodys_picks_are_balanced_over_the_sections(people: int, wanted: int, seed: int) -> None:
    bank = bank_of([f"{number}?" for number in range(200)], sections=4)
    for ids in suggested(bank, people, wanted, seed).picks:
        own = Counter(sections_of(bank)[question] for question in ids)
        counts = [own[section.id] for section in bank.sections]
        assert max(counts) - min(counts) <= 1


@given(people=PEOPLE, wanted=st.integers(1, 8), seed=SEEDS)
def test_all_picks_together_are_balanced_over_the_sections(people: int, wanted: int, seed: int) -> None:
    bank = bank_of([f"{number}?" for number in range(200)], sections=4)
    times = Counter(
        sections_of(bank)[question] for ids in suggested(bank, people, wanted, seed).picks for question in ids
    )
    counts = [times[section.id] for section in bank.sections]
    assert max(counts) - min(counts) <= 3


@given(bank=BANKS, picks=st.lists(st.integers(0, 39), max_size=5), wanted=st.integers(1, 5), seed=SEEDS)
def test_picks_given_are_kept_and_filled_up(bank: QuestionBank, picks: list[int], wanted: int, seed: int) -> None:
    ids = list(sections_of(bank))
    given_picks = in_bank_order(bank, [[ids[number % len(ids)] for number in picks], []])
    own, other = suggest(bank, given=given_picks, per_person=wanted, seed=seed).picks
    assert set(given_picks.picks[0]) <= set(own)
    assert len(own) == max(len(given_picks.picks[0]), min(wanted, len(ids)))
    assert len(other) == min(wanted, len(ids))


def test_a_question_that_somebody_picked_is_not_suggested_to_others() -> None:
    bank = bank_of(["A?", "B?"], sections=1)
    for seed in range(20):
        selection = suggest(bank, given=Selection((("q1",), ())), per_person=1, seed=seed)
        assert selection == Selection((("q1",), ("q2",)))


@given(bank=BANKS, people=PEOPLE, seed=SEEDS)
def test_the_same_seed_suggests_the_same(bank: QuestionBank, people: int, seed: int) -> None:
    assert suggested(bank, people, 3, seed) == suggested(bank, people, 3, seed)


def test_other_seeds_suggest_others() -> None:
    bank = bank_of([f"{number}?" for number in range(13)])
    assert len({suggested(bank, 2, 3, seed) for seed in range(20)}) > 15


def test_the_suggestion_of_a_seed_stays_what_it_is_from_release_to_release() -> None:
    bank = bank_of([f"{number}?" for number in range(13)])
    assert suggested(bank, 2, 3, 1) == Selection(FIRST)


FIRST = (("q4", "q6", "q11"), ("q1", "q8", "q13"))


def test_the_default_seed_follows_from_the_names_and_their_order() -> None:
    seeds = [default_seed(names) for names in (["Ana", "Ben"], ["Ben", "Ana"], ["AnaBen"], ["Ana", "Bén"])]
    assert len(set(seeds)) == 4
    assert default_seed(["Ana", "Ben"]) == seeds[0]


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_the_default_seed_is_the_same_in_every_process(hash_seed: str) -> None:
    script = "from generator.model.selection import default_seed; print(default_seed(['Ana', 'Ben']))"
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        check=True,
        text=True,
    )
    assert int(run.stdout) == default_seed(["Ana", "Ben"])
