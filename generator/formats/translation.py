"""Translations of question banks: YAML (or JSON) to a ``Translation``, checked against the bank whose texts it has."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from generator.errors import Problem, did_you_mean, escape
from generator.formats.bank import normalise_line, read_paragraphs, read_steps
from generator.formats.located import nodes
from generator.formats.located.located_tree import read_tree, require_valid
from generator.formats.located.nodes import problem_at
from generator.model.translation import DRAFT, Translation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.formats.located.nodes import Node
    from generator.model.bank import QuestionBank


@lru_cache(maxsize=2)
def read_translation(data: bytes, source: str, bank: QuestionBank | None) -> Translation:
    """Return the translation in the bytes of a file; ``source`` is the file's name.

    The last ones are remembered, for the rows of a roster may ask for one of them under many tags.
    Raises ``InvalidInput`` with every problem found; with ``bank``, also for ids that it does not have, and for an
    introduction or instructions of another number of parts.
    """
    tree = read_tree(data, source)
    require_valid(tree, "translation", source, _check_against(bank, tree.root, source) if bank else ())
    root, closing = tree.root, nodes.get_value(tree.root, "closing")
    return Translation(
        language=_get_line(root, "language"),
        state=_get_line(root, "state") or DRAFT,
        title=_get_line(root, "title"),
        attribution=_get_line(root, "attribution"),
        introduction=read_paragraphs(nodes.get_value(root, "introduction")),
        instructions=read_steps(nodes.get_value(root, "instructions")),
        sections=_get_texts(root, "sections"),
        questions=_get_texts(root, "questions"),
        closing_title=_get_line(closing, "title"),
        closing_lead=_get_line(closing, "lead"),
    )


def _get_line(node: Node | None, key: str) -> str:
    return normalise_line(nodes.get_text(nodes.get_value(node, key)))


def _get_texts(root: Node, key: str) -> dict[str, str]:
    """Return the texts in a mapping by their ids."""
    entries = nodes.get_entries(nodes.get_value(root, key))
    return {name.text: normalise_line(nodes.get_text(node)) for name, node in entries}


def _check_against(bank: QuestionBank, root: Node, source: str) -> Iterator[Problem]:
    """Yield what does not fit the bank."""
    yield from _find_unknown("section", "sections", [section.id for section in bank.sections], root, source)
    yield from _find_unknown("question", "questions", [item.id for item in bank.every_question()], root, source)
    parts = {"introduction": read_paragraphs, "instructions": read_steps}
    for key, read in parts.items():
        node, wanted = nodes.get_value(root, key), len(getattr(bank, key))
        if node is not None and (found := read(node)) and len(found) != wanted:
            message = f"'{key}' has {len(found)} parts, and {wanted} in the bank"
            yield problem_at(source, node, message, f"Write {wanted}, or leave '{key}' out.")


def _find_unknown(what: str, key: str, known: Collection[str], root: Node, source: str) -> Iterator[Problem]:
    for name, _ in nodes.get_entries(nodes.get_value(root, key)):
        if name.text not in known:
            hint = did_you_mean(name.text, known) or "Leave it out, or add it to the bank."
            yield problem_at(source, name, f"the bank has no {what} '{escape(name.text)}'", hint)
