"""The values prepared of the built-in bank and layouts are those that the readers give, used for those files only."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.resources import BANK, data_file, layout_files, layout_names
from generator.sources.bank import read_bank
from generator.sources.files import read_bounded
from generator.sources.layout import read_layout
from generator.sources.prepared import prepared_bank, prepared_layout
from generator.sources.preparing import TARGET, prepared_source

FILES = layout_files()


def copied(folder: Path) -> dict[str, str]:
    return {name: str(shutil.copy(path, folder)) for name, path in FILES.items()}


def test_what_is_prepared_was_made_of_the_files_of_this_checkout() -> None:
    made = prepared_source(Path(data_file(BANK)), Path(data_file("layouts")))
    assert TARGET.read_text("utf-8") == made, "run: python -m generator.sources.preparing"


def test_the_prepared_bank_is_what_the_reader_gives() -> None:
    data = Path(data_file(BANK)).read_bytes()
    assert prepared_bank(data) == read_bank(data, BANK)


@pytest.mark.parametrize("name", layout_names())
def test_every_prepared_layout_is_what_the_reader_gives(name: str) -> None:
    assert prepared_layout(name, FILES) == read_layout(read_bounded(FILES[name]), f"{name}.yaml", name, FILES)


def test_an_edited_bank_is_read_anew() -> None:
    assert prepared_bank(Path(data_file(BANK)).read_bytes() + b"# ours\n") is None


@pytest.mark.parametrize("edited", ["workbook", "classic"])
def test_a_layout_is_read_anew_where_it_or_what_it_extends_was_edited(tmp_path: Path, edited: str) -> None:
    files = copied(tmp_path)
    assert prepared_layout("workbook", files)
    with Path(files[edited]).open("a") as file:
        file.write("# ours\n")
    assert prepared_layout("workbook", files) is None


def test_a_layout_that_is_not_there_is_not_prepared(tmp_path: Path) -> None:
    assert prepared_layout("ours", FILES) is None
    assert prepared_layout("workbook", {"workbook": FILES["workbook"]}) is None
    assert prepared_layout("classic", {"ours": str(tmp_path)}) is None
