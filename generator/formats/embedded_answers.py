"""The record of a meeting, from the data that a PDF carries: the inverse of ``record.record_data``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.formats.located import nodes
from generator.model.answers import Agreement, Answers, Decision

if TYPE_CHECKING:
    from generator.formats.located.nodes import Node
    from generator.model.people import People


def build_answers(node: Node) -> Answers:
    """Return the record in a mapping that has passed its schema, ``alliance`` or ``worksheet``."""
    return Answers(
        names=_texts(nodes.value(node, "names")),
        date=nodes.text(nodes.value(node, "date")),
        place=nodes.text(nodes.value(node, "place")),
        picks=tuple(_texts(ids) for ids in nodes.items(nodes.value(node, "picks"))),
        texts={
            (question.text, int(person.text[1:]) - 1): nodes.text(text)
            for question, by_person in nodes.entries(nodes.value(node, "answers"))
            for person, text in nodes.entries(by_person)
        },
        agreements=_agreements(nodes.value(node, "agreements")),
        review=nodes.text(nodes.value(node, "review")),
        signed=_texts(nodes.value(node, "signed")),
        dropped=_agreements(nodes.value(node, "dropped")),
    )


def is_of_people(record: Answers, people: People) -> bool:
    """Tell whether the record is of so many people."""
    count = len(people)
    return len(record.names) == len(record.picks) == len(record.signed) == count and all(
        person < count for _, person in record.texts
    )


def _agreements(node: Node | None) -> tuple[Agreement, ...]:
    return tuple(
        Agreement(
            nodes.text(nodes.value(row, "what")),
            nodes.text(nodes.value(row, "who")),
            nodes.whole_number(nodes.value(row, "was"), 0),
            Decision(decision) if (decision := nodes.text(nodes.value(row, "decision"))) else None,
        )
        for row in nodes.items(node)
    )


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(map(nodes.text, nodes.items(node)))
