"""What holds for every row of a batch; and rows' own layouts, where a roster may name no path."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from generator.errors import InvalidInput, InvalidRequest
from generator.formats.roster import Roster
from generator.workflows.batch.request import BatchRequest, prepare_renderer
from generator.workflows.compose import ComposeRequest, compose
from generator.workflows.inputs import LayoutChoice, load_bank
from generator.workflows.languages import LanguageChoice

if TYPE_CHECKING:
    from pathlib import Path


def roster_of(text: str) -> Roster:
    return Roster(io.BytesIO(text.encode()), "r.csv")


def refused(folder: Path, layout: str) -> str:
    """Return why the only row, which names this layout, is refused."""
    roster = roster_of(f"person_1,layout\nAna,{layout}\n")
    renderer, _ = prepare_renderer(roster.header, BatchRequest(folder=str(folder)))
    (row,) = roster.rows()
    with pytest.raises(InvalidInput) as raised:
        renderer.check(row)
    return str(raised.value)


def test_what_a_request_asks_for_holds_for_rows() -> None:
    roster = roster_of("person_1\nAna\n")
    request = BatchRequest(LayoutChoice("onepage", paper="letter"), LanguageChoice("de"), suggest=3, place="here")
    renderer, remarks = prepare_renderer(roster.header, request)
    (row,) = roster.rows()
    worksheet = renderer.worksheet(row, renderer.request.layout)
    assert (worksheet.layout, worksheet.paper, worksheet.meeting.place) == ("onepage", "letter", "here")
    assert (worksheet.bank.language, len(worksheet.selection.picks[0]), remarks) == ("de", 3, ())


def test_what_is_wrong_with_a_request_is_told_before_any_row_is_read() -> None:
    with pytest.raises(InvalidRequest, match="`suggest` 99"):
        prepare_renderer(roster_of("person_1\n").header, BatchRequest(suggest=99))


def test_a_row_may_name_a_layout_beside_the_roster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (tmp_path / "ours.yaml").write_text("extends: onepage\n", encoding="utf-8")
    roster = roster_of("person_1,layout\nAna,ours.yaml\nBen,prep\n")
    renderer, _ = prepare_renderer(roster.header, BatchRequest(folder=str(tmp_path)))
    layouts = [str(tmp_path / "ours.yaml"), "prep"]
    for row, layout in zip(roster.rows(), layouts, strict=True):
        request = ComposeRequest(load_bank(), LayoutChoice(layout).load(), row.people)
        assert renderer(row).data == compose(request).data


@pytest.mark.parametrize("path", ["{0}/away.yaml", "../away.yaml", "x/../../away.yaml", r"\\host\away.yaml", "a:b.yml"])
def test_a_row_may_name_no_path(tmp_path: Path, path: str) -> None:
    (tmp_path / "away.yaml").write_text("extends: onepage\n", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    assert "is no file's name. Put the layout's file beside the roster" in refused(folder, path.format(tmp_path))


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "away.yaml").write_text("extends: onepage\n", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.yaml").symlink_to(tmp_path / "away.yaml")
    assert "leads out of its folder" in refused(folder, "link.yaml")


def test_a_file_that_cannot_be_used_is_called_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("extends: nothing\n", encoding="utf-8")
    assert "r.csv:2:5: column layout: bad.yaml:1:10: " in refused(tmp_path, "bad.yaml")
