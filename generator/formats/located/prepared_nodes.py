"""Nodes of the YAML files that are shipped, kept as JSON: a cold start then needs no YAML parser and no schema, 10 ms.

A file is known by the SHA-256 of its bytes, so one that was edited is parsed and checked like any other. After an edit

    python -m generator.formats.located.prepared_nodes

writes ``generator/data/prepared_nodes.json`` and ``prepared_translations.json`` again. A scalar is ``[text, line,
column]``, with the name of its style where that is not plain; a sequence ``{"at": [line, column], "items": [...]}``; a
mapping has ``"entries"``, keys and values in turn.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from generator.files.reading import read_bounded
from generator.files.shipped import BANK, data_file, layout_files, package_file, style_files, translation_files
from generator.formats.located.nodes import Mapping, Node, Scalar, ScalarStyle, Sequence, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = package_file("data", "prepared_nodes.json")
TRANSLATIONS_FILE = package_file("data", "prepared_translations.json")
"""For the translations of the built-in bank, which are large, and of which a document needs one at most."""
_OF_TRANSLATIONS = b"\ntranslates: "


def find_prepared(data: bytes) -> Tree | None:
    """Return the tree, known to be valid, of a file with these bytes that is shipped; None for any other."""
    file = TRANSLATIONS_FILE if _OF_TRANSLATIONS in data else FILE
    node = _load(file).get(sha256(data).hexdigest())
    return None if node is None else Tree(_decode(node), is_valid=True)


@cache
def _load(file: str) -> dict[str, Any]:
    return dict(json.loads(read_bounded(file)))


def _decode(node: Any) -> Node:  # noqa: ANN401 - JSON as it comes
    if isinstance(node, list):
        text, line, column, *style = node
        return Scalar(text, line, column, ScalarStyle[style[0]] if style else ScalarStyle.PLAIN)
    line, column = node["at"]
    if "items" in node:
        return Sequence(tuple(map(_decode, node["items"])), line, column)
    inner = iter(map(_decode, node["entries"]))
    pairs = zip(inner, inner, strict=True)
    return Mapping(tuple((key, value) for key, value in pairs if isinstance(key, Scalar)), line, column)


def encode(node: Node) -> object:
    """Return the node as JSON, from which ``find_prepared`` makes it again."""
    match node:
        case Scalar():
            return [node.text, node.line, node.column, *([] if node.style is ScalarStyle.PLAIN else [node.style.name])]
        case Sequence():
            return {"at": [node.line, node.column], "items": [encode(item) for item in node.items]}
        case Mapping():
            inner = [encode(part) for entry in node.entries for part in entry]
            return {"at": [node.line, node.column], "entries": inner}


def prepare(paths: Iterable[str]) -> str:
    """Return the content of a file for these that are shipped now; the tests read and check all of them."""
    from generator.formats.located.yaml_nodes import read_yaml  # noqa: PLC0415 - what this module saves

    found = {}
    for path in paths:
        data = read_bounded(path)
        found[sha256(data).hexdigest()] = encode(read_yaml(data, path).root)
    lines = (f"{json.dumps(digest)}: {json.dumps(node, separators=(',', ':'))}" for digest, node in found.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def list_files() -> dict[str, tuple[str, ...]]:
    """Return the files that are shipped, by the file that has their nodes."""
    return {
        FILE: (data_file(BANK), *layout_files().values(), *style_files().values()),
        TRANSLATIONS_FILE: tuple(translation_files().values()),
    }


if __name__ == "__main__":
    for saved, shipped in list_files().items():
        with open(saved, "w", encoding="utf-8") as file:
            file.write(prepare(shipped))
