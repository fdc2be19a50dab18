"""The kinds of YAML and JSON files, recognised by their keys: ``alliance check`` takes any, other commands one each."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from generator.errors import InvalidInput
from generator.formats.bank import BUILT_IN, SUFFIXES
from generator.formats.located import nodes
from generator.formats.located.located_tree import read_tree
from generator.formats.located.nodes import problem_at
from generator.formats.located.schema import list_known_keys

if TYPE_CHECKING:
    from generator.formats.located.nodes import Node


class FileKind(Enum):
    """A kind of input file; the value names its schema."""

    ANSWERS = "answers"
    BANK = "bank"
    LAYOUT = "layout"
    BRAND = "brand"
    TRANSLATION = "translation"


_OTHERS = {
    FileKind.BANK: ("question bank", "`bank`"),
    FileKind.LAYOUT: ("layout", "`layout`"),
    FileKind.BRAND: ("brand", "`brand`"),
    FileKind.TRANSLATION: ("translation", "`translation`"),
}
"""The kinds that are no answers: their names, and the fields of a request that take them."""


def recognise_kind(data: bytes, source: str) -> FileKind:
    """Return the kind of file that knows most of the keys at the top, the earlier kind among equals.

    A misspelt key thus does not hide what a file is meant to be. Raises InvalidInput where the file cannot be read at
    all, or no kind knows any of its keys.
    """
    root = read_tree(data, source).root
    if kind := _find_kind(root):
        return kind
    hint = "A bank has 'sections', a layout 'parts', a brand 'organisation', an answers file 'answers'."
    raise InvalidInput([problem_at(source, root, "this is no question bank, layout, brand or answers file", hint)])


def require_answers_kind(root: Node, source: str) -> None:
    """Raise InvalidInput where the keys at the top, none of them ``answers``, are those of another kind of file."""
    kind = _find_kind(root)
    if kind in _OTHERS and nodes.get_value(root, FileKind.ANSWERS.value) is None:
        what, option = _OTHERS[kind]
        hint = f"Give it with {option}, and the answers as a file of their own."
        raise InvalidInput([problem_at(source, root, f"this is a {what}, not answers", hint)])


def _find_kind(root: Node) -> FileKind | None:
    given = {key.text for key, _ in nodes.get_entries(root)}
    if "translates" in given:
        return FileKind.TRANSLATION  # most of its keys are a bank's, too
    known = {kind: len(given & set(list_known_keys(kind.value))) for kind in FileKind}
    extends = nodes.get_text(nodes.get_value(root, "extends"))
    if extends and extends != BUILT_IN and not extends.lower().endswith(SUFFIXES):
        known[FileKind.BANK] -= 1  # it is a layout that extends one by its name
    best = max(FileKind, key=lambda kind: known[kind])
    return best if known[best] else None
