"""Answers files in YAML and JSON to an ``RawAnswers``; their shape is ``generator/data/schemas/answers.json``.

Texts stay exactly as they stand in the file, but that blocks of YAML (``|``) lose the empty lines before the text and
the one line break that ends every block. What is empty is as if it were not there, so a file that is filled in only
half is a good one. Names and ids are not looked up here, and a wrong shape is not refused here: an ``RawAnswers``
carries its problems to where both are told together (``answers.resolve_answers``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.formats.kinds import require_answers
from generator.formats.located import nodes
from generator.formats.located.json_nodes import read_json
from generator.formats.located.schema import load_rule
from generator.formats.located.schema_check import check, sort_problems
from generator.formats.located.yaml_nodes import read_yaml
from generator.model.returned_answers import AgreementRow, LocatedText, RawAnswers

if TYPE_CHECKING:
    from generator.formats.located.nodes import Node, Scalar, Tree


def read_answers_yaml(data: bytes, source: str) -> RawAnswers:
    """Return the answers in YAML of at most 1 MB; raise InvalidInput where it cannot be read, or is a bank or such."""
    return _answers_of(read_yaml(data, source), source)


def read_answers_json(data: bytes, source: str) -> RawAnswers:
    """Return the answers in JSON of at most 4 MB; raise InvalidInput where it cannot be read, or is a bank or such."""
    return _answers_of(read_json(data, source), source)


def _answers_of(tree: Tree, source: str) -> RawAnswers:
    require_answers(tree.root, source)
    problems = [*tree.problems, *check(tree.root, load_rule("answers"), source)]
    root, meeting = tree.root, nodes.value(tree.root, "meeting")
    return RawAnswers(
        source=source,
        people=_listed(nodes.value(root, "people")),
        picks=tuple((_located(name), _listed(ids)) for name, ids in nodes.entries(nodes.value(root, "picks"))),
        answers=tuple(
            (_located(question), texts)
            for question, by_name in nodes.entries(nodes.value(root, "answers"))
            if (texts := _by_name(by_name))
        ),
        agreements=_agreements(nodes.value(root, "agreements")),
        review=_given(nodes.value(root, "review")),
        date=_given(nodes.value(meeting, "date")),
        place=_given(nodes.value(meeting, "place")),
        signed=_by_name(nodes.value(root, "signed")),
        problems=tuple(sort_problems(problems)),
    )


def _located(scalar: Scalar) -> LocatedText:
    return LocatedText(scalar.text, scalar.line, scalar.column)


def _given(node: Node | None) -> LocatedText | None:
    found = nodes.scalar(node)
    return _located(found) if found and found.text else None


def _listed(node: Node | None) -> tuple[LocatedText, ...]:
    return tuple(found for item in nodes.items(node) if (found := _given(item)))


def _by_name(node: Node | None) -> tuple[tuple[LocatedText, LocatedText], ...]:
    return tuple((_located(name), found) for name, value in nodes.entries(node) if (found := _given(value)))


def _agreements(node: Node | None) -> tuple[AgreementRow, ...]:
    rows = []
    for item in nodes.items(node):
        what, who, was, decision = (_given(nodes.value(item, key)) for key in ("what", "who", "was", "decision"))
        if what or who or decision:
            nothing = LocatedText("", item.line, item.column)
            rows.append(AgreementRow(what or nothing, who or nothing, was, decision))
    return tuple(rows)
