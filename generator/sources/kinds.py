"""What a YAML or JSON file is, told by its keys: for ``alliance check``, which takes any of them."""

from __future__ import annotations

from enum import Enum

from generator.errors import InvalidInput
from generator.sources import nodes
from generator.sources.nodes import problem_at
from generator.sources.schema import keys
from generator.sources.trees import read_tree


class FileKind(Enum):
    """A kind of input file; the value names its schema."""

    ANSWERS = "answers"
    BANK = "bank"
    LAYOUT = "layout"
    BRAND = "brand"


def what_is(data: bytes, source: str) -> FileKind:
    """Return the kind of file that knows most of the keys at the top, the earlier kind among equals.

    A misspelt key thus does not hide what a file is meant to be. Raises InvalidInput where the file cannot be read at
    all, or no kind knows any of its keys.
    """
    root = read_tree(data, source).root
    given = {key.text for key, _ in nodes.entries(root)}
    known = {kind: len(given & set(keys(kind.value))) for kind in FileKind}
    best = max(FileKind, key=lambda kind: known[kind])
    if known[best]:
        return best
    hint = "A bank has 'sections', a layout 'parts', a brand 'organisation', an answers file 'answers'."
    raise InvalidInput([problem_at(source, root, "this is no question bank, layout, brand or answers file", hint)])
