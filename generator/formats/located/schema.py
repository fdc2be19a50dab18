"""The JSON Schemas (draft 2020-12) of the files we read, as rules, which ``schema_check`` applies to located nodes.

The schemas in ``generator/data/schemas`` are the single source of truth for the shape of a file: editors complete and
check with them, and the readers do too, so both agree by construction.

Understood: ``type`` (one or a list), ``properties``, ``required``, ``additionalProperties`` (``false`` or a schema),
``propertyNames``, ``items``, ``minItems``, ``maxItems``, ``uniqueItems``, ``pattern``, ``enum``, ``minimum``,
``maximum``, ``minLength``, ``maxLength``, ``anyOf`` and ``$ref`` to ``#/$defs/...``, not to itself. ``description`` is
used in hints, and ``patternErrorMessage`` (known to VS Code) words the failure of a pattern: "must be ...". ``default``
is for editors; the default that counts is the one of the type that the reader builds, and a test holds that both agree.
Any other keyword raises ``ValueError`` when the schema is loaded.

Two rules come from YAML, where all scalars are text here:

- a plain scalar has the type that is asked for. Texts have the type ``["string", "number", "boolean"]``, so that an
  editor, for which ``no`` and ``017`` are no strings, agrees. ``pattern`` and ``maxLength`` then apply to the text.
- ``"null"`` means that the value may be left out (``key:``); the words ``null`` and ``~`` are text.

JSON knows its types, so ``true`` is an error there wherever text may stand.

**A reader for a new kind of file** has three steps: put ``NAME.json`` into ``generator/data/schemas``, write the type,
whose fields are called as the keys are, and then ::

    def read_layout(data: bytes, source: str) -> Layout:
        tree = read_tree(data, source)
        require_valid(tree, "layout", source, _cross_checks(tree.root, source))
        return Builder().build(Layout, tree.root)

where ``_cross_checks`` yields the problems that no schema can express. It gets at the nodes with ``nodes.value``,
``entries``, ``items`` and ``text``, which never fail on a wrong shape.
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

ID_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
"""Of the ids of sections and questions, as schemas have it."""
_ANNOTATIONS = {"$schema", "$id", "$defs", "$comment", "title", "default", "examples"}


class Rule(NamedTuple):
    """One schema, its references resolved; a field at its default demands nothing."""

    types: frozenset[str] = frozenset()
    description: str = ""
    any_of: tuple[Rule, ...] = ()
    enum: tuple[str, ...] | None = None
    pattern: re.Pattern[str] | None = None
    pattern_message: str = ""
    is_id: bool = False
    """Whether the pattern is that of ids."""
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
        """Return the rule for the value of this key, or None where there is none."""
        return self.properties.get(key) or (self.additional if isinstance(self.additional, Rule) else None)


@cache
def load_rule(name: str) -> Rule:
    """Return the schema ``NAME.json`` as a rule; raise ValueError for a keyword that is not understood."""
    schema: dict[str, Any] = json.loads(read_bounded(os.path.join(SCHEMAS, f"{name}.json")))
    return _rule(schema, schema.get("$defs", {}))


def list_known_keys(name: str) -> tuple[str, ...]:
    """Return the keys that the schema knows at the top of a file."""
    return tuple(load_rule(name).properties)


def _rule(schema: dict[str, Any], definitions: dict[str, Any]) -> Rule:
    if reference := schema.get("$ref"):
        inner = definitions[reference.removeprefix("#/$defs/")]
        return _rule({**inner, **{key: value for key, value in schema.items() if key != "$ref"}}, definitions)
    if unknown := schema.keys() - _FIELDS.keys() - _ANNOTATIONS:
        raise ValueError(f"unknown keywords in a schema: {sorted(unknown)}")
    fields = {
        field: convert(schema[keyword], definitions)
        for keyword, (field, convert) in _FIELDS.items()
        if keyword in schema
    }
    return Rule(**fields, is_id=schema.get("pattern") == ID_PATTERN)


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
