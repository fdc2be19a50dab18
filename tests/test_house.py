"""The house stays one in which a newcomer finds the way: sizes of rooms, modules and functions, and names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "generator").rglob("*.py"))
NAMES = [str(module.relative_to(ROOT)) for module in MODULES]
MOST_ENTRIES = 15
MOST_LINES = 400
LEAST_LINES = 35
MOST_LINES_OF_A_FUNCTION = 50
SMALL_FOR_A_REASON = {
    "generator/__main__.py",  # what `python -m generator` runs
    "generator/pdf/images.py",  # a kind of object of its own
}
VERBS = {"embed", "exceed", "feed", "need", "proceed", "read", "seed", "set", "put", "cut", "split"}
"""Verbs that look like participles."""
PARTICIPLES = {
    "begun", "bound", "built", "chosen", "done", "drawn", "found", "given", "held", "hidden", "kept", "known", "left",
    "made", "said", "sent", "shown", "taken", "thrown", "told", "written",
}  # fmt: skip
NAMED_AS_THEY_SAY = "generator/words/"
"""A message is named by what it says."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(module: Path) -> list[Function]:
    return [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, Function)]


def is_property(function: Function) -> bool:
    return any("property" in ast.unparse(decorator) for decorator in function.decorator_list)


def looks_like_a_participle(name: str) -> bool:
    first = name.strip("_").partition("_")[0]
    return first in PARTICIPLES or (first.endswith("ed") and first not in VERBS)


def test_a_newcomer_finds_a_room_among_few() -> None:
    entries = {path.name for path in (ROOT / "generator").iterdir() if not path.name.startswith(("__pycache__", "."))}
    assert len(entries - {"py.typed"}) <= MOST_ENTRIES


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_a_module_is_neither_long_nor_a_crumb(module: Path) -> None:
    lines = len(module.read_text("utf-8").splitlines())
    assert lines <= MOST_LINES
    if module.name != "__init__.py" and str(module.relative_to(ROOT)) not in SMALL_FOR_A_REASON:
        assert lines >= LEAST_LINES


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_functions_are_short_and_named_by_verbs_in_the_present(module: Path) -> None:
    found = functions(module)
    assert [one.name for one in found if (one.end_lineno or 0) - one.lineno >= MOST_LINES_OF_A_FUNCTION] == []
    if not str(module.relative_to(ROOT)).startswith(NAMED_AS_THEY_SAY):
        assert [one.name for one in found if not is_property(one) and looks_like_a_participle(one.name)] == []


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_a_loop_variable_says_what_it_holds(module: Path) -> None:
    targets = [
        name.id
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.For | ast.comprehension)
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    ]
    assert "each" not in targets
