"""The levels of a paragraph's characters, and of the lines that it is broken into (UAX #9, 3.3.2, 3.3.3 and 3.4)."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.fonts.bidi_types import find_levels_of, resolve_types
from generator.fonts.direction import ISOLATES, begins_right_to_left, list_types

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_EMBEDDINGS = frozenset(("LRE", "RLE", "LRO", "RLO"))
REMOVED = _EMBEDDINGS | {"PDF", "BN"}
"""The types of characters that the rules pass over (X9)."""
_OVERRIDES = {"RLO": "R", "LRO": "L"}
_DEEPEST = 125
_MOST, _LONGEST = 1024, 400
"""How many paragraphs are remembered, and how many characters they have at most."""
_ENDING = ISOLATES | REMOVED | {"WS", "PDI"}
"""The types of what has the paragraph's level where a line ends with it (L1)."""


class Paragraph:
    """A paragraph with the levels of its characters."""

    def __init__(self, text: str, *, right_to_left: bool) -> None:
        """Take the text and the direction of the whole paragraph (HL1)."""
        self._base = int(right_to_left)
        resolve = _remember_levels if len(text) <= _LONGEST else _resolve_levels
        self._types, self._levels = resolve(text, self._base)

    def line(self, start: int, end: int) -> bytes:
        """Return the levels of the characters of one line of it (L1)."""
        levels = bytearray(self._levels[start:end])
        ends = True
        for index in range(end - start - 1, -1, -1):
            kind = self._types[start + index]
            if kind in {"B", "S"}:
                ends = True
                levels[index] = self._base
            elif kind not in _ENDING:
                ends = False
            elif ends:
                levels[index] = self._base
        return bytes(levels)


def _resolve_levels(text: str, base: int) -> tuple[tuple[str, ...], bytes]:
    """Return the types and the levels of a paragraph's characters."""
    types = tuple(list_types(text))
    return types, _Resolver(text, types, base).resolve()


_remember_levels = lru_cache(_MOST)(_resolve_levels)
"""Sheets of a roster have most of their texts in common."""


def find_levels(text: str, *, right_to_left: bool) -> bytes:
    """Return the levels of a text that stands on one line."""
    return Paragraph(text, right_to_left=right_to_left).line(0, len(text))


class _Status(NamedTuple):
    """An entry of the directional status stack (X1)."""

    level: int
    override: str = ""
    isolates: bool = False


class _Resolver:
    def __init__(self, text: str, types: Sequence[str], base: int) -> None:
        self._text = text
        self._given = types
        self._base = base
        self._types = list(types)
        self._matches = _match_isolates(types)

    def resolve(self) -> bytes:
        """Return the level of every character; one that is passed over has that of the character before it."""
        levels = self._find_explicit_levels()
        explicit = list(levels)
        kept = [index for index, kind in enumerate(self._given) if kind not in REMOVED]
        for sequence in self._find_sequences(kept, explicit):
            before, behind = self._find_ends(sequence, kept, explicit)
            types = [self._types[index] for index in sequence]
            level = explicit[sequence[0]]
            resolve_types([self._text[index] for index in sequence], types, level, before, behind)
            for index, found in zip(sequence, find_levels_of(types, level), strict=True):
                levels[index] = found
        previous = self._base
        for index, kind in enumerate(self._given):
            if kind in REMOVED:
                levels[index] = previous
            previous = levels[index]
        return bytes(levels)

    def _find_explicit_levels(self) -> list[int]:
        """Return the levels that embeddings, overrides and isolates give (X1 to X8); note overridden types."""
        levels = [self._base] * len(self._types)
        stack = [_Status(self._base)]
        isolates_beyond = embeddings_beyond = 0
        for index, kind in enumerate(self._given):
            levels[index] = stack[-1].level
            if kind in _EMBEDDINGS:
                level = _next_level(stack[-1].level, odd=kind.startswith("R"))
                if level <= _DEEPEST and not isolates_beyond and not embeddings_beyond:
                    stack.append(_Status(level, _OVERRIDES.get(kind, "")))
                elif not isolates_beyond:
                    embeddings_beyond += 1
            elif kind in ISOLATES:
                self._override(index, stack[-1])
                level = _next_level(stack[-1].level, odd=self._runs_right_to_left(index))
                if level <= _DEEPEST and not isolates_beyond and not embeddings_beyond:
                    stack.append(_Status(level, isolates=True))
                else:
                    isolates_beyond += 1
            elif kind == "PDI":
                if isolates_beyond:
                    isolates_beyond -= 1
                elif any(status.isolates for status in stack):
                    embeddings_beyond = 0
                    while not stack.pop().isolates:
                        pass
                levels[index] = stack[-1].level
                self._override(index, stack[-1])
            elif kind == "PDF":
                if not isolates_beyond and embeddings_beyond:
                    embeddings_beyond -= 1
                elif not isolates_beyond and not stack[-1].isolates and len(stack) > 1:
                    stack.pop()
            elif kind == "B":
                levels[index] = self._base
            elif kind != "BN":
                self._override(index, stack[-1])
        return levels

    def _override(self, index: int, status: _Status) -> None:
        if status.override:
            self._types[index] = status.override

    def _runs_right_to_left(self, index: int) -> bool:
        """Tell whether an isolate runs from right to left (X5a to X5c)."""
        kind = self._given[index]
        if kind != "FSI":
            return kind == "RLI"
        return begins_right_to_left(self._text[index + 1 : self._matches.get(index)])

    def _find_sequences(self, kept: list[int], levels: list[int]) -> Iterator[list[int]]:
        """Yield the isolating run sequences (BD13, X10), as indices of characters."""
        runs: list[list[int]] = []
        for index in kept:
            if runs and levels[runs[-1][-1]] == levels[index]:
                runs[-1].append(index)
            else:
                runs.append([index])
        by_start = {run[0]: run for run in runs}
        for run in runs:
            if self._given[run[0]] == "PDI" and run[0] in self._matches:
                continue
            sequence = list(run)
            while self._given[sequence[-1]] in ISOLATES and self._matches.get(sequence[-1]) in by_start:
                sequence += by_start[self._matches[sequence[-1]]]
            yield sequence

    def _find_ends(self, sequence: list[int], kept: list[int], levels: list[int]) -> tuple[str, str]:
        """Return the directions at the start and the end of a sequence (X10: sos and eos)."""
        level = levels[sequence[0]]
        first, last = bisect_left(kept, sequence[0]), bisect_left(kept, sequence[-1])
        before = levels[kept[first - 1]] if first else self._base
        is_open = self._given[sequence[-1]] in ISOLATES and sequence[-1] not in self._matches
        behind = self._base if is_open or last + 1 == len(kept) else levels[kept[last + 1]]
        return "LR"[max(before, level) % 2], "LR"[max(behind, level) % 2]


def _next_level(level: int, *, odd: bool) -> int:
    """Return the least greater level that is odd, or even."""
    return level + 1 + (level % 2 == int(odd) and 1)


def _match_isolates(types: Sequence[str]) -> dict[int, int]:
    """Return the end of each isolate by its start, and its start by its end (BD9)."""
    matches: dict[int, int] = {}
    opened: list[int] = []
    for index, kind in enumerate(types):
        if kind in ISOLATES:
            opened.append(index)
        elif kind == "PDI" and opened:
            start = opened.pop()
            matches[start], matches[index] = index, start
    return matches
