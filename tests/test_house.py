"""The house stays one in which a newcomer finds the way: sizes of rooms, modules and functions, and names."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted((ROOT / "generator").rglob("*.py"))}
"""What they say, by their names."""
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


@cache
def nodes(module: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(MODULES[module])))


def functions(module: str) -> list[Function]:
    return [node for node in nodes(module) if isinstance(node, Function)]


def is_property(function: Function) -> bool:
    return any("property" in ast.unparse(decorator) for decorator in function.decorator_list)


def looks_like_a_participle(name: str) -> bool:
    first = name.strip("_").partition("_")[0]
    return first in PARTICIPLES or (first.endswith("ed") and first not in VERBS)


def test_a_newcomer_finds_a_room_among_few() -> None:
    entries = {path.name for path in (ROOT / "generator").iterdir() if not path.name.startswith(("__pycache__", "."))}
    assert len(entries - {"py.typed"}) <= MOST_ENTRIES


def test_a_module_is_neither_long_nor_a_crumb() -> None:
    lines = {module: len(text.splitlines()) for module, text in MODULES.items()}
    assert {module: count for module, count in lines.items() if count > MOST_LINES} == {}
    crumbs = {module for module, count in lines.items() if count < LEAST_LINES and not module.endswith("__init__.py")}
    assert crumbs <= SMALL_FOR_A_REASON


def test_functions_are_short_and_named_by_verbs_in_the_present() -> None:
    found = [(module, one) for module in MODULES for one in functions(module)]
    assert len(found) > len(MODULES)
    long = [one for one in found if (one[1].end_lineno or 0) - one[1].lineno >= MOST_LINES_OF_A_FUNCTION]
    assert [(module, one.name) for module, one in long] == []
    verbs = [one for one in found if not one[0].startswith(NAMED_AS_THEY_SAY) and not is_property(one[1])]
    assert [(module, one.name) for module, one in verbs if looks_like_a_participle(one.name)] == []


def test_a_loop_variable_says_what_it_holds() -> None:
    targets = [
        (module, name.id)
        for module in MODULES
        for node in nodes(module)
        if isinstance(node, ast.For | ast.comprehension)
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    ]
    assert len(targets) > len(MODULES)
    assert [module for module, name in targets if name == "each"] == []
