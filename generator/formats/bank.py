"""Question banks: YAML (or JSON) to a ``QuestionBank``.

Only ``title`` and ``sections`` must be there; the defaults are those of ``QuestionBank``.
Texts become NFC, with runs of white space as one space. An introduction may be a list of paragraphs or one text with
blank lines between them; instructions a list of steps or one text with a step a line.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from generator.errors import Problem, escape
from generator.formats.located import nodes
from generator.formats.located.build import Builder
from generator.formats.located.located_tree import read_tree, require_valid
from generator.formats.located.nodes import Mapping, Scalar, ScalarStyle, problem_at
from generator.model.bank import PicksRule, QuestionBank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.formats.located.nodes import Node, Tree

MOST_QUESTIONS = 500
LONGEST_TEXT = 2_000
"""Characters of a question, as the schema has it."""

_SPACE = re.compile("[ \t-\r\\x85\\u2028\\u2029]+")
_LINES = re.compile(r"\n+")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def read_bank(data: bytes, source: str) -> QuestionBank:
    """Return the bank in the bytes of a YAML file (or JSON, where the name ends so); ``source`` is the file's name.

    Raises InvalidInput with every problem found.
    """
    return build_bank(read_tree(data, source), source)


def build_bank(tree: Tree, source: str) -> QuestionBank:
    """Return the bank that the nodes make; raise InvalidInput with every problem of theirs."""
    require_valid(tree, "bank", source, _cross_checks(tree.root, source))
    return _bank(tree.root)


def _bank(root: Node) -> QuestionBank:
    meeting = nodes.get_entries(nodes.get_value(root, "meeting"))
    return _BUILDER.build(
        QuestionBank,
        Mapping((*nodes.get_entries(root), *meeting), root.line, root.column),
        introduction=read_paragraphs(nodes.get_value(root, "introduction")),
        instructions=read_steps(nodes.get_value(root, "instructions")),
    )


def read_paragraphs(node: Node | None) -> tuple[str, ...]:
    """Return the paragraphs of an introduction: the items of a list, or one text parted at blank lines."""
    return _texts(node, _BLANK_LINES)


def read_steps(node: Node | None) -> tuple[str, ...]:
    """Return the steps of instructions: the items of a list, or one text with a step a line."""
    return _texts(node, _LINES)


def normalise_line(text: str) -> str:
    """Return the text in NFC, each run of white space as one space, none around it; other spaces stay."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


_BUILDER = Builder({str: lambda node: normalise_line(nodes.get_text(node))})


def _texts(node: Node | None, separator: re.Pattern[str]) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        # Folding has made single line breaks of blank lines.
        folded = node.style in {ScalarStyle.PLAIN, ScalarStyle.FOLDED}
        pieces = (_LINES if folded else separator).split(nodes.get_text(node))
    else:
        pieces = [nodes.get_text(item) for item in nodes.get_items(node)]
    return tuple(line for line in map(normalise_line, pieces) if line)


def _cross_checks(root: Node, source: str) -> Iterator[Problem]:
    sections = nodes.get_items(nodes.get_value(root, "sections"))
    groups = [*sections, nodes.get_value(root, "closing")]
    questions = [question for group in groups for question in nodes.get_items(nodes.get_value(group, "questions"))]
    yield from _find_used_twice("section", sections, source)
    yield from _find_used_twice("question", questions, source)
    if len(questions) > MOST_QUESTIONS:
        message = f"the bank has {len(questions):,} questions, and may have {MOST_QUESTIONS}"
        yield problem_at(source, questions[MOST_QUESTIONS], message, "Make two banks of it.")
    yield from _picks_in_order(nodes.get_value(root, "picks"), source)


def _find_used_twice(what: str, owners: Iterable[Node], source: str) -> Iterator[Problem]:
    first: dict[str, Scalar] = {}
    for owner in owners:
        found = nodes.get_scalar(nodes.get_value(owner, "id"))
        if found is None:
            continue
        if earlier := first.get(found.text):
            hint = f"It stands in line {earlier.line}, column {earlier.column} already; give one of them another id."
            yield problem_at(source, found, f"the {what} id '{escape(found.text)}' is used twice", hint)
        first.setdefault(found.text, found)


def _picks_in_order(picks: Node | None, source: str) -> Iterator[Problem]:
    try:
        fewest, most = _BUILDER.build(PicksRule, picks)
    except ValueError:
        return  # the schema has said it
    if picks and fewest > most:
        place = nodes.get_value(picks, "min") or picks
        message = f"nobody can pick at least {fewest} and at most {most} questions"
        yield problem_at(source, place, message, "Make 'min' the smaller one, or write both 'min' and 'max'.")
