"""Collecting in steps, so that a page is answered meanwhile: the same as all at once, and stopped at any step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.workflows.batch.folder import Folder
from generator.workflows.collect import CollectRequest, Status, Step, collect, collect_in_steps
from generator.workflows.compose import ComposeRequest, compose
from generator.workflows.inputs import load_bank, load_layout
from tests.cli.filling import fill

if TYPE_CHECKING:
    from pathlib import Path

    from generator.workflows.collect import Collected


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    """Two worksheets that came back, one of them twice with different answers, and a file of neither."""
    folder = tmp_path / "in"
    folder.mkdir()
    ana, cleo = (compose(ComposeRequest(load_bank(), load_layout("onepage"), (name,))).data for name in ("Ana", "Cleo"))
    (folder / "1.pdf").write_bytes(fill(ana, {"meeting/place": "Here"}))
    (folder / "2.pdf").write_bytes(fill(cleo, {"meeting/place": "Here"}))
    (folder / "3.pdf").write_bytes(fill(cleo, {"meeting/place": "There"}))
    (folder / "4.txt").write_bytes(b"nothing")
    return folder


def take_steps(request: CollectRequest) -> tuple[list[Step], Collected]:
    """Return the steps and what came of them."""
    steps, running = [], collect_in_steps(request)
    while True:
        try:
            steps.append(next(running))
        except StopIteration as end:
            return steps, end.value


@pytest.mark.slow
def test_it_steps_through_files_and_worksheets_to_the_same_result(tmp_path: Path, returns: Path) -> None:
    steps, collected = take_steps(CollectRequest((str(returns),), str(tmp_path / "done")))
    assert steps == [Step(1, 4), Step(2, 4), Step(3, 4), Step(4, 4), Step(1, 2), Step(2, 2)]
    assert collected == collect(CollectRequest((str(returns),), str(tmp_path / "again")))
    assert [worksheet.status for worksheet in collected.worksheets] == [Status.WRITTEN, Status.CONFLICT]
    (conflict,) = collected.worksheets[1].conflicts
    assert [version.content.text for version in conflict.versions] == ["Here", "There"]


def test_closed_before_its_end_it_has_finished_whole_worksheets(tmp_path: Path, returns: Path) -> None:
    running = collect_in_steps(CollectRequest((str(returns),), str(tmp_path / "done")))
    for step in running:
        if step == Step(1, 2):
            break
    running.close()
    assert [path.name for path in (tmp_path / "done").iterdir()] == ["alliance-ana.pdf"]
    with Folder(str(tmp_path / "done"), waits=False):  # is unlocked
        pass


def test_files_may_be_called_by_their_names(tmp_path: Path, returns: Path) -> None:
    (returns / "5.pdf").write_bytes((returns / "1.pdf").read_bytes())
    collected = collect(CollectRequest((str(returns),), str(tmp_path / "done"), by_name=True))
    assert [worksheet.sources for worksheet in collected.worksheets] == [("1.pdf",), ("2.pdf", "3.pdf")]
    assert {left.reason.partition(":")[0] for left in collected.rest} == {"4.txt", "5.pdf"}
