"""The defaults that the schemas tell editors are those of the types: writing one changes nothing."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.formats.bank import read_bank
from generator.formats.layout import read_layout
from generator.formats.located import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
BANK = {"title": "T", "sections": [{"id": "s", "title": "S", "questions": [{"id": "q", "text": "Q"}]}]}


def schema_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((Path(schema.SCHEMAS) / f"{name}.json").read_text("utf-8"))
    return loaded


def defaults(rule: dict[str, Any], whole: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Yield the dotted path of every key that has a default, and that."""
    rule = {**whole["$defs"][rule["$ref"].rpartition("/")[2]], **rule} if "$ref" in rule else rule
    if "default" in rule:
        yield ".".join(path), rule["default"]
    for key, inner in rule.get("properties", {}).items():
        yield from defaults(inner, whole, (*path, key))


def all_defaults(name: str) -> list[tuple[str, object]]:
    return list(defaults(schema_of(name), schema_of(name)))


def without(data: dict[str, Any], path: str) -> dict[str, Any]:
    *parents, key = path.split(".")
    result = inner = copy.deepcopy(data)
    for parent in parents:
        inner = inner.get(parent, {})
    inner.pop(key, None)
    return result


def with_value(data: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    *parents, key = path.split(".")
    result = inner = copy.deepcopy(data)
    for parent in parents:
        inner = inner.setdefault(parent, {})
    inner[key] = value
    return result


@pytest.mark.parametrize(("path", "default"), all_defaults("bank"))
def test_a_bank_that_writes_a_default_is_the_same(path: str, default: object) -> None:
    written = with_value(BANK, path, default)
    assert read_bank(json.dumps(written).encode(), "b.json") == read_bank(json.dumps(BANK).encode(), "b.json")


@pytest.mark.parametrize(("path", "default"), all_defaults("layout"))
def test_a_layout_that_writes_a_default_is_the_same(path: str, default: object) -> None:
    classic = without(yaml.safe_load((ROOT / "layouts" / "classic.yaml").read_text("utf-8")), path)
    written = with_value(classic, path, default)
    found, usual = (read_layout(json.dumps(data).encode(), "l.yaml", "mine") for data in (written, classic))
    assert found == usual
