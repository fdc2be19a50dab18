"""The check that the finished pages show every character that people typed, made before a file is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.errors import TextLost
from generator.typesetting.page import ARTIFACT, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.typesetting import DisplayText
    from generator.typesetting.page import Pages


def check_all_text_shown(typed: Iterable[str], pages: Pages, display_text: DisplayText) -> None:
    """Raise TextLost unless every typed text stands in the pages, every line of it as one structure element's text.

    White space is not compared, for line breaking changes it. Artifacts (running heads, feet) do not count, and a text
    that was typed twice must stand there twice. ``display_text`` is the one that the pages were set with.
    """
    texts = list(typed)
    lines = [list(filter(None, map(_without_spaces, display_text.display_lines(text)))) for text in texts]
    # A text of several lines may stand as one element or as many; either may be the element that another text needs.
    lost = _missing(lines, _texts_of_elements(pages), whole_first=False)
    if lost and (lost := _missing(lines, _texts_of_elements(pages), whole_first=True)):
        raise TextLost(texts[number] for number in sorted(lost))


def _missing(lines: list[list[str]], placed: Counter[str], *, whole_first: bool) -> list[int]:
    """Return the indices of the texts, given as lines, that are not among the placed ones."""
    lost = []
    # Texts of one line first: they have one place only, and must not find it taken by lines of others.
    for number in sorted(range(len(lines)), key=lambda number: len(lines[number])):
        ways = [Counter(lines[number]), Counter(["".join(lines[number])])]
        found = next((way for way in (ways[::-1] if whole_first else ways) if way <= placed), None)
        if found is None:
            lost.append(number)
        else:
            placed -= found
    return lost


def _texts_of_elements(pages: Pages) -> Counter[str]:
    """Return the texts of all structure elements, without white space, and how often each occurs."""
    texts: dict[int, list[str]] = {}
    for page in pages.pages:
        for mark in page.content:
            if isinstance(mark, Text) and mark.element != ARTIFACT:
                texts.setdefault(mark.element, []).append(mark.text)
    return Counter(_without_spaces("".join(parts)) for parts in texts.values())


def _without_spaces(text: str) -> str:
    return "".join(text.split())
