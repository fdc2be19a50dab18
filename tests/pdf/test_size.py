from pathlib import Path

import pytest

from generator.files.shipped import BANK, data_file, layout_file
from generator.formats.bank import read_bank
from generator.formats.layout import read_layout
from generator.model.people import People
from generator.model.selection import nobody
from generator.model.worksheet import Meeting, Worksheet
from generator.workflows.render_worksheet import render_worksheet

MOST = 66_000


@pytest.mark.parametrize("names", [("", "")], ids=["blank"])
def test_a_whole_worksheet_with_its_fonts_tags_and_definition_is_small(names: tuple[str, str]) -> None:
    bank = read_bank(Path(data_file(BANK)).read_bytes(), BANK)
    path = layout_file("classic")
    assert path
    layout = read_layout(Path(path).read_bytes(), "classic", "classic")
    worksheet = Worksheet(
        bank, People(names), nobody(2), Meeting(None, None, "", bank.minutes), "classic", layout.paper.name, "0.1.0"
    )
    assert len(render_worksheet(worksheet, layout, fillable=True).data) <= MOST
