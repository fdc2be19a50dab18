"""YAML or JSON, by the file's name: the choice stands here once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.formats.located.json_nodes import read_json
from generator.formats.located.yaml_nodes import read_yaml

if TYPE_CHECKING:
    from generator.formats.located.nodes import Tree


def read_tree(data: bytes, source: str) -> Tree:
    """Return the nodes of a file: JSON where the name ends in ``.json``, YAML otherwise; raise InvalidInput."""
    read = read_json if source.lower().endswith(".json") else read_yaml
    return read(data, source)
