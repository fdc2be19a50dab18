"""Who picked which questions, and a balanced suggestion of picks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.digests import sha256
from generator.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.bank import QuestionBank


class Selection(NamedTuple):
    """The picks of every person."""

    picks: tuple[tuple[str, ...], ...]
    """For each person, in the people's order, the ids of the questions picked, in the bank's order."""

    def pickers(self) -> dict[str, tuple[int, ...]]:
        """Return for each question picked who picked it, as indices of people."""
        found: dict[str, tuple[int, ...]] = {}
        for person, ids in enumerate(self.picks):
            for question in ids:
                found[question] = (*found.get(question, ()), person)
        return found

    def __bool__(self) -> bool:
        return any(self.picks)


def nobody(people: int) -> Selection:
    """Return the selection of so many people who have picked nothing yet."""
    return Selection(((),) * people)


def in_bank_order(bank: QuestionBank, picks: Sequence[Sequence[str]]) -> Selection:
    """Return the selection with each person's picks in the order of the bank, each once."""
    order = [question.id for question in bank.questions()]
    return Selection(tuple(tuple(question for question in order if question in ids) for ids in picks))


def default_seed(names: Sequence[str]) -> int:
    """Return a seed that is the same for the same names in the same order, in every process."""
    return int.from_bytes(sha256("\n".join(names).encode())[:8], "big")


def suggest(bank: QuestionBank, *, given: Selection, per_person: int, seed: int) -> Selection:
    """Return a selection of ``per_person`` picks each, keeping those already ``given``.

    People choose in turns. Each takes a question from the section of which they have fewest (and, among equals, of
    which everybody together has fewest), and none that somebody has already while others are left.
    """
    dice = _Dice(seed)
    sections = [[question.id for question in section.questions] for section in bank.sections]
    picks = [list(ids) for ids in given.picks]
    for _ in range(per_person):
        for own in picks:
            if len(own) < per_person:
                _pick_one(sections, own, [question for ids in picks for question in ids], dice)
    return in_bank_order(bank, picks)


def _pick_one(sections: list[list[str]], own: list[str], taken: list[str], dice: _Dice) -> None:
    free = [[question for question in section if question not in own] for section in sections]
    fewest = min((taken.count(question) for section in free for question in section), default=None)
    if fewest is None:
        return
    offered = [[question for question in section if taken.count(question) == fewest] for section in free]
    _, _, _, index = min(
        (
            sum(question in own for question in section),
            sum(question in section for question in taken) / len(section),
            dice.roll(),
            index,
        )
        for index, section in enumerate(sections)
        if offered[index]
    )
    own.append(min(offered[index], key=lambda _: dice.roll()))


class _Dice:
    """A stream of numbers that depends on nothing but its seed, not even on Python's version."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rolls = 0

    def roll(self) -> bytes:
        self._rolls += 1
        return sha256(f"{self._seed}/{self._rolls}".encode())
