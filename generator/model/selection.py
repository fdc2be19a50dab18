"""The picks of every person, and a balanced suggestion of picks."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from generator.model.bank import QuestionBank

    Thing = TypeVar("Thing")


class Selection(NamedTuple):
    """The picks of every person."""

    picks: tuple[tuple[str, ...], ...]
    """The ids of each person's questions, in the bank's order; people in theirs."""

    def pickers(self) -> dict[str, tuple[int, ...]]:
        """Return the people who picked a question, by its id, as indices counted from 0."""
        found: dict[str, tuple[int, ...]] = {}
        for person, ids in enumerate(self.picks):
            for question in ids:
                found[question] = (*found.get(question, ()), person)
        return found

    def __bool__(self) -> bool:
        return any(self.picks)


def nobody(people: int) -> Selection:
    """Return the empty selection of so many people."""
    return Selection(((),) * people)


def in_bank_order(bank: QuestionBank, picks: Sequence[Sequence[str]]) -> Selection:
    """Return the selection of each person's ids, sorted as in the bank, without repetition and without others."""
    order = [question.id for question in bank.questions()]
    return Selection(tuple(tuple(question for question in order if question in ids) for ids in picks))


def default_seed(names: Sequence[str]) -> int:
    """Return a seed that is the same for the same names in the same order, in every process."""
    return int.from_bytes(sha256("\n".join(names).encode()).digest()[:8], "big")


def suggest(bank: QuestionBank, *, given: Selection, per_person: int, seed: int) -> Selection:
    """Return a selection of ``per_person`` picks each, those already ``given`` among them.

    People choose in turns, at every turn a question that as few people as possible have, from the section of which
    they have fewest themselves, and among equals the one of which all together have fewest. The same bank, picks and
    seed give the same selection, in every version of Python.
    """
    dice, table = _Dice(seed), _Table(bank, given)
    picks = [list(ids) for ids in given.picks]
    for _ in range(per_person):
        for own, left in zip(picks, table.left, strict=True):
            if len(own) < per_person and (picked := table.draw(left, dice)):
                own.append(picked)
    return in_bank_order(bank, picks)


class _Table:
    """The questions, and who has how many of which."""

    def __init__(self, bank: QuestionBank, given: Selection) -> None:
        sections = [[question.id for question in section.questions] for section in bank.sections]
        self._sizes = [len(section) for section in sections]
        self._taken = {question: 0 for section in sections for question in section}
        """How many people have each question."""
        for question in (question for ids in given.picks for question in ids if question in self._taken):
            self._taken[question] += 1
        self._drawn = [sum(self._taken[question] for question in section) for section in sections]
        """How many times questions of each section are taken."""
        self.left = [
            [[question for question in section if question not in own] for section in sections] for own in given.picks
        ]
        """By person and section, the questions that the person does not have yet."""

    def draw(self, left: list[list[str]], dice: _Dice) -> str:
        """Move a question out of those left for a person, and return its id; empty where none is left."""
        taken = self._taken
        fewest = min([taken[question] for section in left for question in section], default=0)
        offered: list[tuple[int, list[str]]] = []
        ranks: list[tuple[int, float]] = []
        for place, section in enumerate(left):
            if questions := [question for question in section if taken[question] == fewest]:
                size = self._sizes[place]
                offered.append((place, questions))
                ranks.append((size - len(section), self._drawn[place] / size))
        if not offered:
            return ""
        first = min(ranks)
        place, questions = dice.pick(offered, [rank == first for rank in ranks])
        picked = dice.pick(questions)
        left[place].remove(picked)
        taken[picked] += 1
        self._drawn[place] += 1
        return picked


class _Dice:
    """A stream of pseudo-random numbers that depends on its seed alone, not on Python's version."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rolls = 0

    def pick(self, things: Sequence[Thing], eligible: Sequence[bool] = ()) -> Thing:
        """Return one of the things, or of the eligible ones; every thing takes a number, eligible or not."""
        first = self._rolls + 1
        self._rolls += len(things)
        numbers = [first + place for place in range(len(things)) if not eligible or eligible[place]]
        return things[(min(numbers, key=self._roll) if len(numbers) > 1 else numbers[0]) - first]

    def _roll(self, number: int) -> bytes:
        return sha256(b"%d/%d" % (self._seed, number)).digest()
