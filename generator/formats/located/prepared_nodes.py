"""Nodes of the YAML files that are shipped, kept as JSON: a cold start then needs no YAML parser and no schema, 10 ms.

A file is known by the SHA-256 of its bytes, so one that was edited is parsed and checked like any other. After an edit

    python -m generator.formats.located.prepared_nodes

writes ``generator/data/prepared_nodes.json`` again. A scalar is ``[text, line, column]``, with the name of its style
where that is not plain; a sequence ``{"at": [line, column], "items": [...]}``; a mapping has ``"entries"``, keys and
values in turn.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import Any

from generator.files.reading import read_bounded
from generator.files.shipped import BANK, data_file, layout_files, package_file, style_files
from generator.formats.located.nodes import Mapping, Node, Scalar, ScalarStyle, Sequence, Tree

FILE = package_file("data", "prepared_nodes.json")


def find_prepared(data: bytes) -> Tree | None:
    """Return the tree, known to be valid, of a file with these bytes that is shipped; None for any other."""
    node = _load().get(sha256(data).hexdigest())
    return None if node is None else Tree(_decode(node), is_valid=True)


@cache
def _load() -> dict[str, Any]:
    return dict(json.loads(read_bounded(FILE)))


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


def prepare() -> str:
    """Return the content of the file for what is shipped now; the tests read and check all of that."""
    from generator.formats.located.yaml_nodes import read_yaml  # noqa: PLC0415 - what this module saves

    found = {}
    for path in (data_file(BANK), *layout_files().values(), *style_files().values()):
        data = read_bounded(path)
        found[sha256(data).hexdigest()] = encode(read_yaml(data, path).root)
    lines = (f"{json.dumps(digest)}: {json.dumps(node, separators=(',', ':'))}" for digest, node in found.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    with open(FILE, "w", encoding="utf-8") as file:
        file.write(prepare())
