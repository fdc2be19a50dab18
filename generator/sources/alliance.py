"""The data that a finished alliance carries, back to the ``Alliance``: the inverse of ``alliance.alliance_data``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.alliance import VERSION, Alliance
from generator.errors import InvalidInput, Problem
from generator.record import Agreement, Answers
from generator.sources import nodes
from generator.sources.checking import check, in_order
from generator.sources.definition import read_definition, require_version
from generator.sources.json_nodes import read_json_text
from generator.sources.schema import rule

if TYPE_CHECKING:
    from generator.sources.nodes import Node

MOST_CHARACTERS = 20_000_000


def read_alliance(text: str, source: str) -> Alliance:
    """Return the alliance of its data, format version 1; raise InvalidInput with every problem found."""
    if len(text) > MOST_CHARACTERS:
        message = f"the alliance's data has more than {MOST_CHARACTERS:,} characters, which is the limit"
        raise InvalidInput([Problem(source, message, "Take the alliance as it was written.")])
    tree = read_json_text(text, source)
    require_version(tree.root, source, VERSION)
    problems = [*tree.problems, *check(tree.root, rule("alliance"), source)]
    if problems:
        raise InvalidInput(in_order(problems))
    worksheet = read_definition(json.dumps(json.loads(text)["worksheet"]), source)
    alliance = Alliance(worksheet, _answers(tree.root), nodes.whole_number(nodes.value(tree.root, "revision"), 1))
    people = len(worksheet.people)
    answers = alliance.answers
    if not len(answers.names) == len(answers.picks) == len(answers.signed) == people or any(
        person >= people for _, person in answers.texts
    ):
        message = "the alliance's data is not of the people whom its worksheet names"
        raise InvalidInput([Problem(source, message, "Take the alliance as it was written.")])
    return alliance


def _answers(root: Node) -> Answers:
    return Answers(
        names=_texts(nodes.value(root, "names")),
        date=nodes.text(nodes.value(root, "date")),
        place=nodes.text(nodes.value(root, "place")),
        picks=tuple(_texts(ids) for ids in nodes.items(nodes.value(root, "picks"))),
        texts={
            (question.text, int(person.text[1:]) - 1): nodes.text(text)
            for question, by_person in nodes.entries(nodes.value(root, "answers"))
            for person, text in nodes.entries(by_person)
        },
        agreements=tuple(
            Agreement(nodes.text(nodes.value(row, "what")), nodes.text(nodes.value(row, "who")))
            for row in nodes.items(nodes.value(root, "agreements"))
        ),
        review=nodes.text(nodes.value(root, "review")),
        signed=_texts(nodes.value(root, "signed")),
    )


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(map(nodes.text, nodes.items(node)))
