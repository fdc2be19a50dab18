"""Located nodes to typed values: the type says which keys there are, what stands there, and what holds without it.

``Builder().build(QuestionBank, node)`` makes a record (a NamedTuple or a dataclass) from a mapping, field by field; a
key that is missing, or has no value, leaves its field at the default. For types that text does not spell out, such as
colours, or lengths in millimetres, there are conversions. The nodes have passed their schema before, so nothing is
checked here: where type and schema disagree, ``TypeError`` or ``ValueError`` is raised.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from generator.formats.located import nodes
from generator.formats.located.nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.formats.located.nodes import Node

Built = TypeVar("Built")

_NONE: Mapping[Any, Any] = MappingProxyType({})


class Builder:
    """Builds values of text, numbers, truth values, enumerations, tuples, dicts and records of these."""

    def __init__(
        self,
        conversions: Mapping[object, Callable[[Node], object]] = _NONE,
        keys: Mapping[str, str] = _NONE,
    ) -> None:
        """Take the functions that convert a node to a type, by type, and the keys of fields whose names differ."""
        self._conversions = conversions
        self._keys = keys

    def build(self, kind: type[Built], node: Node | None, **given: object) -> Built:
        """Return the node's value of this type; ``given`` are fields of a record whose values are known already.

        Without a node the value is the empty text, 0, False, no items, or the record of its defaults. Raises TypeError
        for a type that has no rule here, ValueError for text that is no number, or no member of an enumeration.
        """
        return cast("Built", self._build(kind, node, given))

    def _build(self, kind: Any, node: Node | None, given: Mapping[str, object] = _NONE) -> object:  # noqa: ANN401 - a type
        if node is not None and kind in self._conversions:
            return self._conversions[kind](node)
        origin = get_origin(kind)
        if origin is UnionType:
            return self._build_optional(kind, node)
        if origin is tuple:
            inner = get_args(kind)[0]
            return tuple(self._build(inner, item) for item in nodes.get_items(node))
        if origin is dict:
            key_kind, inner = get_args(kind)
            return {self._build(key_kind, key): self._build(inner, value) for key, value in nodes.get_entries(node)}
        if hasattr(kind, "_fields") or hasattr(kind, "__dataclass_fields__"):
            return self._build_record(kind, node, given)
        return _SCALARS[kind](node) if kind in _SCALARS else _build_member(kind, node)

    def _build_optional(self, kind: Any, node: Node | None) -> object:  # noqa: ANN401 - a type
        """Return None where there is no value, or an empty text."""
        (inner,) = (one for one in get_args(kind) if one is not NoneType)
        is_empty = node is None or (isinstance(node, Scalar) and not nodes.get_text(node))
        return None if is_empty else self._build(inner, node)

    def _build_record(self, kind: Any, node: Node | None, given: Mapping[str, object]) -> object:  # noqa: ANN401 - a type
        there = {key.text: value for key, value in nodes.get_entries(node) if not _is_absent(value)}
        hints, optional = _field_types(kind), _fields_with_default(kind)
        values = dict(given)
        for field, hint in hints.items():
            key = self._keys.get(field, field)
            if field not in values and (key in there or field not in optional):
                values[field] = self._build(hint, there.get(key))
        return kind(**values)


@cache
def _field_types(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a type
    """Return the types of a record's fields, in order."""
    return get_type_hints(kind, include_extras=True)


@cache
def _fields_with_default(kind: Any) -> frozenset[str]:  # noqa: ANN401 - a type
    """Return the names of the fields that have a default."""
    if hasattr(kind, "_field_defaults"):
        return frozenset(kind._field_defaults)
    from dataclasses import MISSING, fields  # noqa: PLC0415 - imported already where there is a dataclass

    return frozenset(field.name for field in fields(kind) if field.default is not MISSING)


def _is_absent(node: Node) -> bool:
    return isinstance(node, Scalar) and node.absent


def _build_member(kind: Any, node: Node | None) -> object:  # noqa: ANN401 - a type
    if not issubclass(kind, Enum):
        raise TypeError(f"no way to build {kind}")
    return kind(nodes.get_text(node))


_SCALARS: dict[object, Callable[[Node | None], object]] = {
    str: nodes.get_text,
    int: lambda node: nodes.get_integer(node, 0),
    float: lambda node: float(nodes.get_text(node, "0")),
    bool: lambda node: nodes.get_text(node) == "true",
}
