"""Resolving types within an isolating run sequence (UAX #9, 3.3.4 to 3.3.6): weak ones, brackets, neutral ones.

A sequence's types are given as a list, and are changed in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.fonts.direction import BRACKETS, ISOLATES

if TYPE_CHECKING:
    from collections.abc import Sequence

_STRONG = frozenset(("L", "R", "AL"))
_NEUTRAL = ISOLATES | {"B", "S", "WS", "ON", "PDI"}
_SEPARATORS = frozenset(("ES", "CS"))
_SIDES = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""The direction that a resolved type counts as: numbers are taken for right-to-left letters (N0, N1)."""
_CLOSING = dict(zip(BRACKETS[::2], BRACKETS[1::2], strict=True))
_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}
"""Brackets that are canonically equivalent to others (BD16)."""
_DEEPEST_BRACKETS = 63


def resolve_types(characters: Sequence[str], types: list[str], level: int, before: str, behind: str) -> None:
    """Resolve the types of a sequence's characters so that each is ``L``, ``R``, ``EN`` or ``AN``.

    ``level`` is the sequence's, ``before`` and ``behind`` are the directions of its ends (X10: sos and eos).
    """
    marks = [index for index, kind in enumerate(types) if kind == "NSM"]
    _resolve_marks(types, before)
    _resolve_numbers(types, before)
    _resolve_separators(types)
    _resolve_terminators(types)
    _resolve_latin_numbers(types, before)
    own = "LR"[level % 2]
    _resolve_brackets(characters, types, own, before, frozenset(marks))
    _resolve_neutrals(types, own, before, behind)


def find_levels_of(types: Sequence[str], level: int) -> list[int]:
    """Return the level of each character by its resolved type (I1, I2)."""
    above = {"L": 1, "R": 0, "EN": 1, "AN": 1} if level % 2 else {"L": 0, "R": 1, "EN": 2, "AN": 2}
    return [level + above[kind] for kind in types]


def _resolve_marks(types: list[str], before: str) -> None:
    """W1: a mark has the type of what it stands on."""
    previous = before
    for index, kind in enumerate(types):
        if kind == "NSM":
            types[index] = "ON" if previous in ISOLATES or previous == "PDI" else previous
        previous = types[index]


def _resolve_numbers(types: list[str], before: str) -> None:
    """W2, W3: numbers behind Arabic letters are Arabic ones, and these letters run as others."""
    strong = before
    for index, kind in enumerate(types):
        if kind in _STRONG:
            strong = kind
            types[index] = "R" if kind == "AL" else kind
        elif kind == "EN" and strong == "AL":
            types[index] = "AN"


def _resolve_separators(types: list[str]) -> None:
    """W4: one separator between two numbers belongs to them."""
    for index in range(1, len(types) - 1):
        kind, around = types[index], types[index - 1]
        if kind in _SEPARATORS and around == types[index + 1] and (around == "EN" or (around, kind) == ("AN", "CS")):
            types[index] = around


def _resolve_terminators(types: list[str]) -> None:
    """W5, W6: signs such as those of currencies belong to the numbers beside them, other separators are neutral."""
    index = 0
    while index < len(types):
        start = index
        while index < len(types) and types[index] == "ET":
            index += 1
        if index > start:
            ends_number = start > 0 and types[start - 1] == "EN"
            number = ends_number or (index < len(types) and types[index] == "EN")
            types[start:index] = ["EN" if number else "ON"] * (index - start)
        else:
            if types[index] in _SEPARATORS:
                types[index] = "ON"
            index += 1


def _resolve_latin_numbers(types: list[str], before: str) -> None:
    """W7: numbers behind left-to-right letters run as those."""
    strong = before
    for index, kind in enumerate(types):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            types[index] = "L"


def _resolve_brackets(
    characters: Sequence[str], types: list[str], own: str, before: str, marks: frozenset[int]
) -> None:
    """N0: brackets run as what they hold, or as what stands before them; the marks on them run with them."""
    for opening, closing in sorted(_pair_brackets(characters, types)):
        inside = {_SIDES.get(kind) for kind in types[opening + 1 : closing]} - {None}
        if not inside:
            continue
        direction = own
        if own not in inside:
            context = (_SIDES[types[index]] for index in range(opening - 1, -1, -1) if types[index] in _SIDES)
            direction = next(context, before)
        for bracket in (opening, closing):
            types[bracket] = direction
            mark = bracket + 1
            while mark in marks:
                types[mark] = direction
                mark += 1


def _pair_brackets(characters: Sequence[str], types: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of the brackets that belong together (BD16)."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for index, kind in enumerate(types):
        if kind != "ON":
            continue
        character = _CANONICAL.get(characters[index], characters[index])
        if character in _CLOSING:
            if len(opened) == _DEEPEST_BRACKETS:
                break
            opened.append((_CLOSING[character], index))
            continue
        matching = (depth for depth in range(len(opened) - 1, -1, -1) if opened[depth][0] == character)
        found = next(matching, None)
        if found is not None:
            pairs.append((opened[found][1], index))
            del opened[found:]
    return pairs


def _resolve_neutrals(types: list[str], own: str, before: str, behind: str) -> None:
    """N1, N2: what is neutral runs as what is on both sides of it, else as the sequence does."""
    index = 0
    while index < len(types):
        start = index
        while index < len(types) and types[index] in _NEUTRAL:
            index += 1
        if index == start:
            index += 1
            continue
        left = _SIDES[types[start - 1]] if start else before
        right = _SIDES[types[index]] if index < len(types) else behind
        types[start:index] = [left if left == right else own] * (index - start)
