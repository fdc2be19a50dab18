"""The proof that the finished pages show every character that was typed, made before anything is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.errors import TextLost
from generator.pages import ARTIFACT, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.pages import Pages
    from generator.typesetting import Showing


def prove_complete(typed: Iterable[str], pages: Pages, showing: Showing) -> None:
    """Raise TextLost unless every typed text stands in the pages, each line of it as one structure element's text.

    White space is not compared, for line breaking changes it. What repeats (running heads, feet) does not count, and
    a text that was typed twice must stand there twice.
    """
    placed = _placed(pages)
    texts = list(typed)
    lines = [list(filter(None, map(_squeezed, showing.lines(text)))) for text in texts]
    lost = []
    # Texts of one line first: they have one place only, and must not find it taken by lines of others.
    for number in sorted(range(len(texts)), key=lambda number: len(lines[number])):
        whole = "".join(lines[number])
        needed = Counter([whole] if placed[whole] else lines[number])
        if needed <= placed:
            placed -= needed
        else:
            lost.append(number)
    if lost:
        raise TextLost(texts[number] for number in sorted(lost))


def _placed(pages: Pages) -> Counter[str]:
    """Return the text of every structure element, with how often it occurs."""
    texts: dict[int, list[str]] = {}
    for page in pages.pages:
        for mark in page.content:
            if isinstance(mark, Text) and mark.element != ARTIFACT:
                texts.setdefault(mark.element, []).append(mark.text)
    return Counter(_squeezed("".join(parts)) for parts in texts.values())


def _squeezed(text: str) -> str:
    return "".join(text.split())
