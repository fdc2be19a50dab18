"""Breaking text into lines: greedy, in time linear in the text's length, never inside a word that fits a line."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache, wraps
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING, TypeVar, cast

from generator.fonts.direction import close_isolates
from generator.typesetting.unspaced import is_unspaced, split_unspaced

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    Measure = Callable[[str], float]
    """Returns the width of a text; points."""

_Breaker = TypeVar("_Breaker", bound="Callable[..., list[str]]")

_WORDS = re.compile("[^ ]+ *| +")
"""Words with the white space behind them, of text that has neither other spaces nor combining marks."""
_SPACES = " \u1680\u2000-\u200a\u205f\u3000"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Combining marks; a space that bears one counts as a letter."""
_SPACE = f"[{_SPACES}](?![{_MARKS}])"
_ANY_WORDS = f"(?:[^{_SPACES}]++|[{_SPACES}](?=[{_MARKS}]))++(?:{_SPACE})*+|(?:{_SPACE})++"
"""The same of any text. Compiled when first needed: that takes as long as setting a page."""
_UNUSUAL = frozenset(
    chr(code)
    for first, last in re.findall("(.)(?:-(.))?", _SPACES[1:] + _MARKS)
    for code in range(ord(first), ord(last or first) + 1)
)
SOFT_HYPHEN = "\u00ad"
"""Where a word may be broken; shown at the end of a line that it ends, and nowhere else."""
_SOFT_BREAKS = f"(?<=[^ {SOFT_HYPHEN}]){SOFT_HYPHEN}+(?=[^ {SOFT_HYPHEN}])"
_AFTER_HYPHEN = "(?<=[^\\W_][-\u2010])(?=[^\\W_])"
_JOINERS, _VIRAMA = "\u200c\u200d", 9
"""Characters without width that join letters or keep them apart; the combining class of signs that join them."""
ELLIPSIS = "…"
_DASHES = frozenset(("\u2013", "\u2014", "-", "--"))
"""Words that are dashes, as they are set and as they are typed."""
_BALANCED_STEPS = 6
_SHORTEST_LAST = 0.22
"""The least part of the measure that the last line of a paragraph should fill."""
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 512, 1000
"""Texts whose lines are remembered, and their most characters."""


def _remember(breaker: _Breaker) -> _Breaker:
    """Remember the lines of texts of usual length: what a process sets next mostly says the same in the same type."""

    @lru_cache(_MOST_REMEMBERED)
    def break_text(text: str, *further: Hashable, **named: Hashable) -> tuple[str, ...]:
        return tuple(breaker(text, *further, **named))

    @wraps(breaker)
    def recall(text: str, *further: Hashable, **named: Hashable) -> list[str]:
        if len(text) > _LONGEST_REMEMBERED:
            return breaker(text, *further, **named)
        return list(break_text(text, *further, **named))

    return cast("_Breaker", recall)


@_remember
def break_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Return the lines of a paragraph; every line but the last ends with the white space at which it was broken.

    A word may be broken at its soft hyphens; one that a line ends with stays, the others are taken out. A word wider
    than a line is broken between characters, never before a combining one.
    """
    words = _measure_words(text, width, measure)
    return _lines(words, _line_starts(words, width))


@_remember
def break_balanced(text: str, width: float, measure: Measure) -> list[str]:
    """Return the same number of lines as ``break_lines``, of about the same length."""
    words = _measure_words(text, width, measure)
    begun = _line_starts(words, width)
    if len(begun) == 1:
        return _lines(words, begun)
    widest = max(tight for _, tight, _ in words)
    narrow, wide = 0.0, width
    for _ in range(_BALANCED_STEPS):
        middle = (narrow + wide) / 2
        if widest > middle or len(_line_starts(words, middle)) > len(begun):
            narrow = middle
        else:
            wide = middle
    return _lines(words, _line_starts(words, wide))


def cut_line(text: str, width: float, measure: Measure, after: str = "") -> str:
    """Return a text as it stands on one line, cut where it is wider; ``after`` is kept, and is narrower."""
    return text + after if measure(text + after) <= width else _cut_line(text, width, measure, after)[0]


@_remember
def _cut_line(text: str, width: float, measure: Measure, after: str) -> list[str]:
    """Return the one line that is left of a text that is wider."""
    left = width - measure(ELLIPSIS + after)
    room = (left := left - advance for _, advance in _advances(text, measure))
    kept = [*islice(_clusters(text), sum(1 for _ in takewhile(lambda rest: rest >= 0, room)))]
    while measure(line := close_isolates("".join(kept).rstrip()) + ELLIPSIS + after) > width and kept:
        kept.pop()
    return [line]


@_remember
def break_without_short_last_line(text: str, width: float, measure: Measure, indent: float = 0.0) -> list[str]:
    """Return the lines of a paragraph, the last one not too short where that can be avoided without one more.

    The first line begins ``indent`` points further right.
    """
    words = _measure_words(text, width, measure)
    lines = best = _lines(words, _line_starts(words, width, indent))
    narrower = width
    while len(best) > 1 and measure(best[-1]) < _SHORTEST_LAST * width and narrower > 0.93 * width:
        narrower -= 0.02 * width
        candidate = _lines(words, _line_starts(words, narrower, indent))
        if len(candidate) > len(lines):
            break
        best = candidate
    return best if len(best) == len(lines) else lines


@_remember
def break_after_hyphens(text: str, width: float, measure: Measure) -> list[str]:
    """Return lines as ``break_lines`` does, but a word wider than a line is broken after its hyphens first."""
    words = _measure(_split_wide_words(text, width, measure), width, measure)
    return _lines(words, _line_starts(words, width))


def split_after_hyphens(text: str) -> list[str]:
    """Return the parts of a text that ``break_after_hyphens`` breaks only where they are wider than a line."""
    return [part.rstrip() for word in _words(text) for part in re.split(f"(?<={SOFT_HYPHEN})|{_AFTER_HYPHEN}", word)]


def _split_wide_words(text: str, width: float, measure: Measure) -> Iterator[str]:
    for word in _words(text):
        yield from re.split(_AFTER_HYPHEN, word) if measure(word.rstrip()) > width else (word,)


def _measure_words(text: str, width: float, measure: Measure) -> list[tuple[str, float, float]]:
    return _measure(_words(text), width, measure)


def _measure(parts: Iterable[str], width: float, measure: Measure) -> list[tuple[str, float, float]]:
    """Return each word with the white space behind it, its width without, and with that space.

    A dash goes with the word before it where the two fit a line, so that no line starts with one.
    """
    words: list[tuple[str, float, float]] = []
    for word in parts:
        if SOFT_HYPHEN in word:
            words += _measure_parts(word, width, measure)
            continue
        bare = word.rstrip()
        tight = measure(bare)
        if bare in _DASHES and words and words[-1][2] + tight <= width:
            before, _, used = words[-1]
            words[-1] = (before + word, used + tight, used + measure(word))
        elif tight > width:
            words += _pieces(word, width, measure)
        else:
            words.append((word, tight, tight if len(bare) == len(word) else measure(word)))
    return words


def _measure_parts(word: str, width: float, measure: Measure) -> Iterator[tuple[str, float, float]]:
    """Yield what ``_measure_words`` says of a word's parts, of which all but the last end with a soft hyphen."""
    *parts, last = (part.replace(SOFT_HYPHEN, "") for part in re.split(_SOFT_BREAKS, word))
    for part, following in pairwise([*parts, last]):
        tight = measure(part + SOFT_HYPHEN)
        if tight > width:
            yield from _pieces(part, width, measure)
        else:
            yield part + SOFT_HYPHEN, tight, measure(part + following) - measure(following)
    yield from _measure_words(last, width, measure)


def _words(text: str) -> list[str]:
    if text.isascii():
        return _WORDS.findall(text)
    words = _WORDS.findall(text) if _UNUSUAL.isdisjoint(text) else re.findall(_ANY_WORDS, text)
    return [*split_unspaced(words)] if is_unspaced(text) else words


def _line_starts(words: Sequence[tuple[str, float, float]], width: float, indent: float = 0.0) -> list[int]:
    """Return the index of each line's first word; the first line has so much less room."""
    begun = [0]
    used = indent
    for index, (_, tight, loose) in enumerate(words):
        if used + tight > width and index > begun[-1]:
            begun.append(index)
            used = 0.0
        used += loose
    return begun


def _lines(words: Sequence[tuple[str, float, float]], begun: list[int]) -> list[str]:
    lines = ["".join([word for word, _, _ in words[start:end]]) for start, end in pairwise([*begun, len(words)])]
    return [line[:-1].replace(SOFT_HYPHEN, "") + line[-1] if SOFT_HYPHEN in line else line for line in lines]


def _pieces(word: str, width: float, measure: Measure) -> Iterator[tuple[str, float, float]]:
    """Yield a word wider than a line in parts that fit one, as ``_measure_words`` does words."""
    clusters = [*_clusters(word)]
    start = 0
    while start < len(clusters):
        end = start + _count_fitting(clusters, start, width, measure)
        while end < len(clusters) and clusters[end].isspace():
            end += 1
        piece = "".join(clusters[start:end])
        yield piece, measure(piece.rstrip()), measure(piece) if end == len(clusters) else width
        start = end


def _count_fitting(clusters: Sequence[str], start: int, width: float, measure: Measure) -> int:
    """Return how many clusters from ``start`` on fit a line, at least one: measured as a whole, not one by one."""

    def reach(count: int) -> float:
        return measure("".join(clusters[start : start + count]))

    most = 1
    while start + most < len(clusters) and reach(most) <= width:
        most *= 2
    return max(1, bisect_right(range(1, min(most, len(clusters) - start) + 1), width, key=reach))


def _advances(text: str, measure: Measure) -> Iterator[tuple[str, float]]:
    """Yield the text's clusters, each with about what it adds to the width: in company it may be set otherwise."""
    before = ""
    for cluster in _clusters(text):
        yield cluster, measure(before + cluster) - measure(before) if before else measure(cluster)
        before = cluster


def _clusters(word: str) -> Iterator[str]:
    """Yield characters with what belongs to them: marks, joined letters, and the letters that a virama joins."""
    cluster = ""
    for character in word:
        if cluster and not (
            unicodedata.category(character)[0] == "M"
            or character in _JOINERS
            or cluster[-1] in _JOINERS
            or unicodedata.combining(cluster[-1]) == _VIRAMA
        ):
            yield cluster
            cluster = ""
        cluster += character
    yield cluster
