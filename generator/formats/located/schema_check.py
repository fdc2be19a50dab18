"""Checks located nodes against a schema: every departure is a problem with its place and a hint how to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from generator.errors import Problem, did_you_mean, escape
from generator.formats.located.nodes import Mapping, Node, Scalar, ScalarStyle, Sequence, problem_at
from generator.formats.located.yaml_mistakes import hides_colon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.formats.located.schema import Rule

WHOLE = re.compile(r"[-+]?[0-9]{1,15}(\.0{1,15})?")
NUMBER = re.compile(r"[-+]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})([eE][-+]?[0-9]{1,2})?")
MOST_KNOWN = 12


_NAMES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping of keys to values",
    "null": "nothing",
}
_HINTS = {
    "string": "Put texts with ': ', '#' or brackets in them into quotes.",
    "integer": "Write digits only, without quotes.",
    "number": "Write digits and a decimal point only, without quotes.",
    "boolean": "Write true or false, without quotes.",
    "array": "Write one '- item' a line below it.",
    "object": "Write one 'key: value' a line below it.",
    "null": "",
}

THE_FILE = "the file"

_Finding = tuple[Node, str, str]
"""Where, the message, the hint."""


def check(root: Node, rule: Rule, source: str) -> list[Problem]:
    """Return every problem of the file, in the file's order; none where the schema accepts it."""
    return [problem_at(source, *finding) for finding in _check(root, rule, THE_FILE)]


def _check(node: Node, rule: Rule, name: str) -> Iterator[_Finding]:
    if not _accepts(rule, node):
        yield _report_type(node, rule, name)
        return
    if rule.any_of:
        yield from _check_alternatives(node, rule.any_of, name)
    match node:
        case Mapping():
            yield from _check_mapping(node, rule, name)
        case Sequence():
            yield from _check_sequence(node, rule, name)
        case Scalar():
            if not node.absent:
                yield from _check_scalar(node, rule, name)
        case _:
            assert_never(node)


def _accepts(rule: Rule, node: Node) -> bool:
    return not rule.types or any(_is_of_type(node, kind, rule.types) for kind in rule.types)


def _is_of_type(node: Node, kind: str, asked: frozenset[str]) -> bool:
    """Tell whether the node can be taken for this type, among those asked for."""
    if isinstance(node, Mapping):
        return kind == "object"
    if isinstance(node, Sequence):
        return kind == "array"
    if node.absent:
        return kind == "null"
    bare = node.style in {ScalarStyle.PLAIN, ScalarStyle.NUMBER, ScalarStyle.BOOLEAN}
    return {
        "string": node.style is not ScalarStyle.BOOLEAN,
        "integer": bare and WHOLE.fullmatch(node.text) is not None,
        "number": bare and NUMBER.fullmatch(node.text) is not None,
        # Beside "string" it only tells editors that no, yes and true are texts.
        "boolean": bare and node.text in {"true", "false"} and "string" not in asked,
    }.get(kind, False)


def _report_type(node: Node, rule: Rule, name: str) -> _Finding:
    asked = [kind for kind in _NAMES if kind in rule.types - {"null"}]
    if "string" in asked:
        asked = [kind for kind in asked if kind not in {"integer", "number", "boolean"}]
    if isinstance(node, Scalar) and node.absent:
        if asked == ["string"]:
            return node, f"{name} must not be empty", _hint(rule, "Write a text")
        return node, f"{name} must be {_list_types(asked)}, and nothing stands there", _HINTS[asked[0]]
    what = {Mapping: "a mapping", Sequence: "a list"}.get(type(node))
    if isinstance(node, Scalar):
        if node.style is ScalarStyle.PLAIN and "object" in asked and hides_colon(node.text):
            message = f"{name} must be {_list_types(asked)}, and a no-break space stands behind the colon"
            return node, message, "Type an ordinary space there."
        quoted = node.style in {ScalarStyle.TEXT, ScalarStyle.FOLDED}
        what = f"the {'text' if quoted else 'word'} '{escape(node.text)}'" if node.text else "an empty text"
    return node, f"{name} must be {_list_types(asked)}, not {what}", _HINTS[asked[0]]


def _list_types(kinds: list[str]) -> str:
    return " or ".join(_NAMES[kind] for kind in kinds)


def _hint(rule: Rule | None, verb: str) -> str:
    return f"{verb}: {rule.description}" if rule and rule.description else f"{verb}."


def _check_alternatives(node: Node, rules: tuple[Rule, ...], name: str) -> Iterator[_Finding]:
    """Yield the findings of the closest alternative: one that accepts the node's type, with the fewest findings."""
    tries = [(not _accepts(rule, node), list(_check(node, rule, name))) for rule in rules]
    if all(found for _, found in tries):
        _, closest = min(tries, key=lambda attempt: (attempt[0], len(attempt[1])))
        yield from closest


def _check_mapping(node: Mapping, rule: Rule, name: str) -> Iterator[_Finding]:
    given = {key.text for key, _ in node.entries}
    for missing in rule.required:
        if missing not in given:
            where = "" if name == THE_FILE else f" in {name}"
            yield node, f"missing key '{missing}'{where}", _hint(rule.properties.get(missing), "Add it")
    for key, value in node.entries:
        inner = rule.property(key.text)
        if rule.names:
            yield from _check(key, rule.names, f"the key '{escape(key.text)}'")
        if inner:
            yield from _check(value, inner, f"'{escape(key.text)}'")
        elif rule.additional is False:
            yield key, f"unknown key '{escape(key.text)}'", _suggest_key(key.text, rule, given)


def _suggest_key(word: str, rule: Rule, given: set[str]) -> str:
    free = [key for key in rule.properties if key not in given]
    listed = f"The keys here are {', '.join(rule.properties)}."
    return did_you_mean(word, free) or (listed if len(rule.properties) <= MOST_KNOWN else "Take it away.")


def _check_sequence(node: Sequence, rule: Rule, name: str) -> Iterator[_Finding]:
    count = len(node.items)
    if rule.min_items is not None and count < rule.min_items:
        yield node, f"{name} has {count} items, and needs {rule.min_items}", _hint(rule, "Add one")
    if rule.max_items is not None and count > rule.max_items:
        yield node, f"{name} has {count:,} items, and may have {rule.max_items:,}", "Take some away."
    lines: dict[str, int] = {}
    for number, item in enumerate(node.items, start=1):
        if rule.items:
            yield from _check(item, rule.items, f"item {number} of {name}")
        if rule.unique_items and isinstance(item, Scalar):
            if item.text in lines:
                yield item, f"{name} has '{escape(item.text)}' twice", f"It stands in line {lines[item.text]} already."
            lines.setdefault(item.text, item.line)


def _check_scalar(node: Scalar, rule: Rule, name: str) -> Iterator[_Finding]:
    text, length = node.text, len(node.text)
    if rule.enum is not None and text not in rule.enum:
        listed = f"Write one of {', '.join(rule.enum)}."
        yield node, f"{name} cannot be '{escape(text)}'", did_you_mean(text, rule.enum) or listed
    if rule.pattern and not rule.pattern.search(text):
        wanted = rule.pattern_message or f"must match {rule.pattern.pattern}"
        hint = (_suggest_id(text) if rule.is_id else "") or _hint(rule, "Change it")
        yield node, f"{name} {wanted}" + (f", not '{escape(text)}'" if text.strip() else ""), hint
    if rule.min_length is not None and length < rule.min_length:
        yield node, f"{name} has {length} characters, and needs {rule.min_length}", "Write more."
    if rule.max_length is not None and length > rule.max_length:
        yield node, f"{name} has {length:,} characters, and may have {rule.max_length:,}", "Shorten it."
    if "string" not in rule.types and NUMBER.fullmatch(text):
        yield from _check_number(node, rule, name)


def _suggest_id(text: str) -> str:
    from generator.model.own_questions import spell_id  # noqa: PLC0415 - only failures pay for it

    spelled = spell_id(text)
    return f"Did you mean '{escape(spelled)}'?" if spelled else ""


def _check_number(node: Scalar, rule: Rule, name: str) -> Iterator[_Finding]:
    if rule.minimum is not None and float(node.text) < rule.minimum:
        yield node, f"{name} is {escape(node.text)}, less than {rule.minimum:g}", f"Write {rule.minimum:g} or more."
    if rule.maximum is not None and float(node.text) > rule.maximum:
        yield node, f"{name} is {escape(node.text)}, more than {rule.maximum:g}", f"Write {rule.maximum:g} or less."
