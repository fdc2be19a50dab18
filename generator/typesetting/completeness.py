"""The check that the finished pages show every character that people typed, made before a file is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.errors import TextLost
from generator.fonts.drawing import remove_controls
from generator.typesetting.lines import SOFT_HYPHEN
from generator.typesetting.page import ARTIFACT, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.typesetting import DisplayText
    from generator.typesetting.page import Pages


_MOST_WAYS = 2_000
"""In which lines and texts are matched; almost always the first one is right."""


def check_all_text_shown(typed: Iterable[str], pages: Pages, display_text: DisplayText) -> None:
    """Raise TextLost unless every typed text stands in the pages, every line of it as one structure element's text.

    White space and soft hyphens are not compared, for line breaking changes them, nor isolates, which a message puts
    around a name. Artifacts (running heads, feet) do not count, and a text that was typed twice must stand there twice.
    ``display_text`` is the one that the pages were set with.
    """
    texts = list(typed)
    lines = [list(filter(None, map(_without_spaces, display_text.display_lines(text)))) for text in texts]
    if lost := _find_lost(lines, _texts_of_elements(pages)):
        raise TextLost(texts[number] for number in lost)


def _find_lost(lines: list[list[str]], placed: Counter[str]) -> list[int]:
    """Return the indices of texts, given as lines, that are not among the placed ones; none where all have a place.

    A text of several lines stands as one element or as many, and either may be the element that another text needs:
    all ways are tried, the certain ones first. Where there are too many, what found no place in the last one is told.
    """
    ways = [_list_ways(own) for own in lines]
    waiting = [(list(range(len(lines))), placed)]
    lost: list[int] = []
    for _ in range(_MOST_WAYS):
        undecided, rest, lost = _place_certain(*waiting.pop(), ways)
        if not lost and not undecided:
            return []
        if not lost:
            first, *others = undecided
            waiting += [(others, rest - way) for way in reversed(ways[first]) if way <= rest]
        if not waiting:
            break
    return lost or list(range(len(lines)))


def _list_ways(own: list[str]) -> list[Counter[str]]:
    return [Counter(own), Counter(["".join(own)])] if len(own) > 1 else [Counter(own)]


def _place_certain(
    undecided: list[int], rest: Counter[str], ways: list[list[Counter[str]]]
) -> tuple[list[int], Counter[str], list[int]]:
    """Give a place to every text that has one way left; return those with several, what is left, and the lost ones."""
    lost: list[int] = []
    before = len(undecided) + 1
    while len(undecided) < before:
        before, open_still = len(undecided), []
        for number in undecided:
            possible = [way for way in ways[number] if way <= rest]
            if len(possible) > 1:
                open_still.append(number)
            elif possible:
                rest = rest - possible[0]
            else:
                lost.append(number)
        undecided = open_still
    return undecided, rest, sorted(lost)


def _texts_of_elements(pages: Pages) -> Counter[str]:
    """Return the texts of all structure elements, without white space, and how often each occurs."""
    texts: dict[int, list[str]] = {}
    for page in pages.pages:
        for mark in page.content:
            if isinstance(mark, Text) and mark.element != ARTIFACT:
                texts.setdefault(mark.element, []).append(mark.text)
    return Counter(_without_spaces("".join(parts)) for parts in texts.values())


def _without_spaces(text: str) -> str:
    return "".join(remove_controls(text).replace(SOFT_HYPHEN, "").split())
