"""A YAML or JSON file as a tree of nodes, and the check that its schema accepts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import InvalidInput
from generator.formats.located.nodes import sort_problems
from generator.formats.located.prepared_nodes import find_prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.errors import Problem
    from generator.formats.located.nodes import Tree
    from generator.formats.located.schema import Rule


def read_tree(data: bytes, source: str) -> Tree:
    """Return the nodes of a file: JSON where its name ends in ``.json``, else YAML; raise InvalidInput.

    Duplicate keys, and YAML that is refused but does not hinder reading on, are among the tree's problems.
    """
    if source.lower().endswith(".json"):
        from generator.formats.located.json_nodes import read_json  # noqa: PLC0415 - one of two

        return read_json(data, source)
    return read_yaml_tree(data, source)


def read_yaml_tree(data: bytes, source: str) -> Tree:
    """Return the nodes of a YAML file, whatever its name; raise InvalidInput as ``read_tree`` does."""
    if tree := find_prepared(data):
        return tree
    from generator.formats.located.yaml_nodes import read_yaml  # noqa: PLC0415 - imports yaml, which takes long

    return read_yaml(data, source)


def require_valid(
    tree: Tree,
    schema: str,
    source: str,
    others: Iterable[Problem] = (),
    adapt: Callable[[Rule], Rule] | None = None,
) -> None:
    """Raise InvalidInput with the tree's problems, those that the schema finds, and ``others``, in the file's order.

    ``schema`` is the name of the kind of file, such as ``bank``; ``adapt`` makes the rule to check by from its own.
    """
    problems = list(tree.problems)
    if not tree.is_valid:
        from generator.formats.located.schema import load_rule  # noqa: PLC0415 - of no use to what is prepared
        from generator.formats.located.schema_check import check  # noqa: PLC0415

        problems += check(tree.root, adapt(load_rule(schema)) if adapt else load_rule(schema), source)
    problems += others
    if problems:
        raise InvalidInput(sort_problems(problems))


def allow_partial(rule: Rule) -> Rule:
    """Return the rule for a file that extends another one, and need not be complete."""
    return rule._replace(any_of=())


def require_complete(rule: Rule) -> Rule:
    """Return the rule for a file with nothing left to inherit: it demands what the last alternative does."""
    return _require(allow_partial(rule), rule.any_of[-1])


def _require(rule: Rule, demand: Rule) -> Rule:
    """Return the rule with what the other one requires."""
    inner = {key: _require(rule.properties[key], one) for key, one in demand.properties.items()}
    items = _require(rule.items, demand.items) if rule.items and demand.items else rule.items
    any_of, required = demand.any_of or rule.any_of, demand.required or rule.required
    return rule._replace(required=required, any_of=any_of, items=items, properties={**rule.properties, **inner})
