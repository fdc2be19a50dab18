"""The JSON Schemas (draft 2020-12) of the files we read, as rules; ``checking`` interprets them over located nodes.

The schemas in ``generator/data/schemas`` are the single source of truth for the shape of a file: editors complete and
check with them, and the readers do too, so both agree by construction.

Understood: ``type`` (one or a list), ``properties``, ``required``, ``additionalProperties`` (``false`` or a schema),
``propertyNames``, ``items``, ``minItems``, ``maxItems``, ``uniqueItems``, ``pattern``, ``enum``, ``minimum``,
``maximum``, ``minLength``, ``maxLength``, ``anyOf`` and ``$ref`` to ``#/$defs/...``, not to itself. ``description`` is
used in hints, and ``patternErrorMessage`` (known to VS Code) words the failure of a pattern: "must be ...". Anything
else in a schema raises ``ValueError`` when it is loaded.

Two rules come from YAML, where all scalars are text here:

- a plain scalar is whatever is asked for. Texts have the type ``["string", "number", "boolean"]``, so that an editor,
  for which ``no`` and ``017`` are no strings, agrees. ``pattern`` and ``maxLength`` then apply to what is written.
- ``"null"`` means that nothing need stand there (``key:``); the words ``null`` and ``~`` are text.

JSON knows its types, so ``true`` is an error there wherever text may stand.

**A reader for a new kind of file** has three steps: put ``NAME.json`` into ``generator/data/schemas``; then ::

    def read_layout(data: bytes, source: str) -> Layout:
        tree = read_yaml(data, source)
        problems = [*tree.problems, *check(tree.root, rule("layout"), source), *_cross_checks(tree.root, source)]
        if problems:
            raise InvalidInput(sort_problems(problems))
        return _layout(tree.root)

where ``_cross_checks`` yields what no schema can say and, like ``_layout``, gets at the nodes with ``nodes.value``,
``entries``, ``items``, ``text`` and ``whole_number``, which never fail on a wrong shape.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.files.reading import read_bounded
from generator.files.shipped import package_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCHEMAS = package_file("data", "schemas")

_ANNOTATIONS = {"$schema", "$defs", "$comment", "title", "default", "examples"}


class Rule(NamedTuple):
    """One schema, with its references resolved; nothing is asked where a field has its default."""

    types: frozenset[str] = frozenset()
    description: str = ""
    any_of: tuple[Rule, ...] = ()
    enum: tuple[str, ...] | None = None
    pattern: re.Pattern[str] | None = None
    pattern_message: str = ""
    min_length: int | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    properties: Mapping[str, Rule] = MappingProxyType({})
    required: tuple[str, ...] = ()
    additional: Rule | bool = True
    names: Rule | None = None
    items: Rule | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False

    def property(self, key: str) -> Rule | None:
        """Return the rule for what stands under the key, if there is one."""
        return self.properties.get(key) or (self.additional if isinstance(self.additional, Rule) else None)


@cache
def rule(name: str) -> Rule:
    """Return the schema ``NAME.json`` as a rule; raise ValueError if it says what we do not know."""
    schema: dict[str, Any] = json.loads(read_bounded(os.path.join(SCHEMAS, f"{name}.json")))
    return _rule(schema, schema.get("$defs", {}))


def keys(name: str) -> tuple[str, ...]:
    """Return the keys that the schema knows at the top of a file."""
    return tuple(rule(name).properties)


def _rule(schema: dict[str, Any], definitions: dict[str, Any]) -> Rule:
    if reference := schema.get("$ref"):
        inner = definitions[reference.removeprefix("#/$defs/")]
        return _rule({**inner, **{key: value for key, value in schema.items() if key != "$ref"}}, definitions)
    if unknown := schema.keys() - _FIELDS.keys() - _ANNOTATIONS:
        raise ValueError(f"unknown keywords in a schema: {sorted(unknown)}")
    return Rule(**{
        field: convert(schema[keyword], definitions)
        for keyword, (field, convert) in _FIELDS.items()
        if keyword in schema
    })  # fmt: skip


def _same(value: Any, _: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON as it comes
    return value


def _types(value: str | list[str], _: dict[str, Any]) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value)


def _pattern(value: str, _: dict[str, Any]) -> re.Pattern[str]:
    # Python's $ also matches before a final line break, JSON Schema's does not.
    return re.compile(value.removesuffix("$") + r"\Z" if value.endswith("$") else value)


def _properties(value: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Rule]:
    return {key: _rule(schema, definitions) for key, schema in value.items()}


def _rules(value: list[dict[str, Any]], definitions: dict[str, Any]) -> tuple[Rule, ...]:
    return tuple(_rule(schema, definitions) for schema in value)


def _additional(value: dict[str, Any] | bool, definitions: dict[str, Any]) -> Rule | bool:  # noqa: FBT001 - a schema
    return value if isinstance(value, bool) else _rule(value, definitions)


_FIELDS: dict[str, tuple[str, Callable[..., Any]]] = {
    "type": ("types", _types),
    "description": ("description", _same),
    "anyOf": ("any_of", _rules),
    "enum": ("enum", lambda value, _: tuple(str(item) for item in value if item is not None)),
    "pattern": ("pattern", _pattern),
    "patternErrorMessage": ("pattern_message", _same),
    "minLength": ("min_length", _same),
    "maxLength": ("max_length", _same),
    "minimum": ("minimum", _same),
    "maximum": ("maximum", _same),
    "properties": ("properties", _properties),
    "required": ("required", lambda value, _: tuple(value)),
    "additionalProperties": ("additional", _additional),
    "propertyNames": ("names", _rule),
    "items": ("items", _rule),
    "minItems": ("min_items", _same),
    "maxItems": ("max_items", _same),
    "uniqueItems": ("unique_items", _same),
}
