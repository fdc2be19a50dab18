"""What any released version wrote is read by this one, and can be gone on with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.errors import InvalidInput
from generator.formats.embedded_json import read_alliance, read_definition
from generator.model.alliance import alliance_data
from generator.model.worksheet import canonical, definition
from tests.cli.reading import held
from tests.model.test_revision_diff import FIRST

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

RELEASED = sorted((Path(__file__).parents[1] / "fixtures" / "released").glob("*/*.pdf"))
IDS = [f"{path.parent.name} {path.stem}" for path in RELEASED]
ALLIANCES = [path for path in RELEASED if path.stem.startswith("alliance")]
FILLED = [path for path in RELEASED if path.stem[-1].isdigit() and path not in ALLIANCES]


def test_there_are_files_of_a_released_version() -> None:
    assert RELEASED


@pytest.mark.parametrize("path", RELEASED, ids=IDS)
def test_a_file_holds_what_the_version_that_wrote_it_read(alliance: Terminal, path: Path) -> None:
    assert held(alliance, path) == json.loads(path.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("path", FILLED, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_a_worksheet_merges_into_the_alliance_that_it_led_to(alliance: Terminal, path: Path) -> None:
    alliance.done("merge", path, "-o", "merged.pdf")
    finished = path.with_name(path.name.replace("worksheet", "alliance"))
    assert held(alliance, "merged.pdf") == held(alliance, finished)


@pytest.mark.parametrize("path", ALLIANCES, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_an_alliance_is_revised_and_keeps_every_revision(alliance: Terminal, path: Path) -> None:
    alliance.done("revise", path, "-o", "sheet.pdf")
    alliance.done("merge", "sheet.pdf", "--allow-empty", "-o", "next.pdf")
    for number in range(1, int(path.stem[-1]) + 1):
        own = json.loads(path.with_name(f"alliance-{number}.json").read_text("utf-8"))
        assert (
            json.loads(alliance.done("answers", "next.pdf", "--revision", str(number), "--format", "json").out) == own
        )


NEWER = "a newer version of this program made it (format 2; this one knows 1). Install the newest designed-alliance."


def test_data_of_a_newer_version_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_alliance(canonical(alliance_data(FIRST) | {"version": 2, "mystery": []}), "a.pdf")
    assert str(refused.value) == f"a.pdf: {NEWER}"


def test_a_definition_of_a_newer_version_is_refused_also_inside_an_alliance() -> None:
    newer = definition(FIRST.worksheet) | {"version": 3, "mystery": []}
    told = NEWER.replace("format 2; this one knows 1", "format 3; this one knows 2")
    with pytest.raises(InvalidInput) as refused:
        read_definition(canonical(newer), "a.pdf")
    assert str(refused.value) == f"a.pdf: {told}"
    with pytest.raises(InvalidInput) as refused:
        read_alliance(canonical(alliance_data(FIRST) | {"worksheet": newer}), "a.pdf")
    assert str(refused.value) == f"a.pdf: {told}"
