from __future__ import annotations

from pathlib import Path

import pytest

from generator.files.shipped import BANK, data_file, layout_files, style_files
from generator.formats.bank import read_bank
from generator.formats.layout import read_layout
from generator.formats.located.located_tree import read_tree
from generator.formats.located.prepared_nodes import find_prepared, list_files, prepare
from generator.formats.located.yaml_nodes import read_yaml

SHIPPED = [Path(path) for paths in list_files().values() for path in paths]
BUILT_IN = Path(data_file(BANK)).read_bytes()


def test_the_prepared_nodes_are_those_of_the_files_as_they_are_now() -> None:
    how = "run: python -m generator.formats.located.prepared_nodes"
    for saved, shipped in list_files().items():
        assert Path(saved).read_text("utf-8") == prepare(shipped), how


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_is_prepared_as_it_would_be_parsed(path: Path) -> None:
    prepared = find_prepared(path.read_bytes())
    assert prepared
    assert prepared.root == read_yaml(path.read_bytes(), path.name).root


def test_a_file_that_was_edited_is_parsed() -> None:
    edited = BUILT_IN + b"\n"
    assert find_prepared(edited) is None
    assert read_tree(edited, "b.yaml") == read_yaml(edited, "b.yaml")


def test_the_built_in_bank_passes_every_check_when_it_is_parsed() -> None:
    assert read_bank(BUILT_IN + b"\n", "b.yaml") == read_bank(BUILT_IN, "b.yaml")


@pytest.mark.parametrize("name", layout_files())
@pytest.mark.parametrize("style", [None, *style_files().values()])
def test_a_built_in_layout_passes_every_check_when_it_is_parsed(name: str, style: str | None) -> None:
    data = Path(layout_files()[name]).read_bytes()
    parsed = read_layout(data + b"\n", "l.yaml", name, layout_files(), style)
    assert parsed == read_layout(data, "l.yaml", name, layout_files(), style)
