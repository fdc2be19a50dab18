"""A batch: every row has an outcome, nothing is written twice, and the manifest tells it."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.errors import OutputExists, WorkerLost
from generator.workflows.batch.folder import Folder, FolderFailed
from generator.workflows.batch.manifest import Status
from generator.workflows.batch.run import Run, count_workers, run
from tests.workflows.batch.making import content, jobs, listed, make, never, published, ran

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.formats.roster import RosterRow
    from generator.workflows.rendered_file import RenderedFile

ORDERS = ("ana", "bad-ben", "cleo", "bug-dan", "odd-eva")


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_rows_that_fail_do_not_stop_the_others(tmp_path: Path, workers: int) -> None:
    outcomes = ran(tmp_path, *ORDERS, workers=workers)
    assert [outcome.status for outcome in outcomes] == [
        Status.DONE, Status.FAILED, Status.DONE, Status.FAILED, Status.DONE,
    ]  # fmt: skip
    assert published(tmp_path) == ["ana.pdf", "cleo.pdf", "odd-eva.pdf"]
    assert outcomes[1].problem == "bad-ben cannot be made."
    assert outcomes[3].problem == "r.csv:5: unexpected failure: ZeroDivisionError: bug-dan."
    assert outcomes[4].remarks == ("remark on odd-eva",)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [2, 3, 7])
def test_files_manifest_and_order_do_not_depend_on_the_number_of_workers(tmp_path: Path, workers: int) -> None:
    orders = [f"{'bad' if number % 7 == 3 else 'ok'}-{number}" for number in range(150)]
    alone, many = tmp_path / "alone", tmp_path / "many"
    assert ran(alone, *orders) == ran(many, *orders, workers=workers)
    assert {path.name: path.read_bytes() for path in alone.iterdir()} == {
        path.name: path.read_bytes() for path in many.iterdir()
    }


def test_the_manifest_lists_every_row_in_order(tmp_path: Path) -> None:
    ran(tmp_path, *ORDERS)
    rows = listed(tmp_path)
    assert [(row["row"], row["people"], row["file"], row["status"]) for row in rows] == [
        ("2", "ana", "ana.pdf", "done"),
        ("3", "bad-ben", "bad-ben.pdf", "failed"),
        ("4", "cleo", "cleo.pdf", "done"),
        ("5", "bug-dan", "bug-dan.pdf", "failed"),
        ("6", "odd-eva", "odd-eva.pdf", "done"),
    ]
    assert [bool(row["sha256"]) for row in rows] == [row["status"] == "done" for row in rows]


def test_no_cell_of_the_manifest_is_a_formula_to_a_spreadsheet(tmp_path: Path) -> None:
    ran(tmp_path, "=1+1", "@ana")
    assert [row["people"] for row in listed(tmp_path)] == ["'=1+1", "'@ana"]


def test_run_again_nothing_is_written_again(tmp_path: Path) -> None:
    ran(tmp_path, *ORDERS)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.pdf")}
    inodes = {path.name: path.stat().st_ino for path in tmp_path.glob("*.pdf")}
    outcomes = ran(tmp_path, *ORDERS, "fay")
    assert [outcome.kept for outcome in outcomes] == [True, False, True, False, True, False]
    (tmp_path / "fay.pdf").unlink()
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.pdf")} == before
    assert {path.name: path.stat().st_ino for path in tmp_path.glob("*.pdf")} == inodes


def test_a_file_with_other_content_is_replaced_only_by_force(tmp_path: Path) -> None:
    (tmp_path / "ana.pdf").write_bytes(b"filled in by Ana")
    first, second = ran(tmp_path, "ana", "ben")
    assert first.problem == (
        "r.csv:2: ana.pdf exists already, with other content. Give `force` to replace it, or another folder."
    )
    assert second.status is Status.DONE
    assert (tmp_path / "ana.pdf").read_bytes() == b"filled in by Ana"
    (forced,) = ran(tmp_path, "ana", force=True)
    assert (forced.status, forced.kept) == (Status.DONE, False)
    assert (tmp_path / "ana.pdf").read_bytes() == content("ana")


@pytest.mark.skipif(os.name != "posix", reason="needs links")
@pytest.mark.parametrize("force", [True, False])
def test_a_link_that_was_planted_is_not_followed(tmp_path: Path, *, force: bool) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "ana.pdf").symlink_to(victim)
    (outcome,) = ran(folder, "ana", force=force)
    assert (outcome.status is Status.DONE) is force
    assert victim.read_bytes() == b"precious"


def test_a_folder_in_a_files_place_is_that_rows_failure(tmp_path: Path) -> None:
    (tmp_path / "ana.pdf").mkdir()
    outcomes = ran(tmp_path, "ana", "ben", force=True)
    assert [outcome.status for outcome in outcomes] == [Status.FAILED, Status.DONE]
    assert outcomes[0].problem == "r.csv:2: ana.pdf cannot be written (it is a folder). Rename it."


def test_a_manifest_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("what,where\n")
    with pytest.raises(OutputExists):
        ran(tmp_path, "ana")
    assert published(tmp_path) == []
    ran(tmp_path, "ana", force=True)
    assert len(listed(tmp_path)) == 1


def test_what_a_killed_batch_left_behind_is_removed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".alliance-batch-123.part").write_bytes(b"half")
    (tmp_path / ".alliance-123-0.part").write_bytes(b"of a compose that may be at work")
    (tmp_path / "notes.part").write_bytes(b"mine")
    ran(tmp_path, "ana")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".alliance-123-0.part", "ana.pdf", "manifest.csv", "notes.part",
    ]  # fmt: skip


@pytest.mark.parametrize("workers", [1, 2])
def test_asked_to_stop_it_stops_between_rows_and_lists_all_that_is_there(tmp_path: Path, workers: int) -> None:
    asked = iter([False] * 40)
    orders = [f"ok-{number}" for number in range(1_000)]
    outcomes = ran(tmp_path, *orders, workers=workers, stopped=lambda: next(asked, True))
    assert 0 < len(outcomes) <= 40
    assert sorted(row["file"] for row in listed(tmp_path)) == published(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="needs processes that fork")
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_folder_that_takes_no_more_ends_the_batch_with_whole_files_only(
    tmp_path: Path, workers: int, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(range(20))
    write = os.write

    def written(descriptor: int, data: bytes) -> int:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # the test runner writes too, to its pipes
            return write(descriptor, data)
        if b"row," in bytes(data[:8]):  # there is room for the manifest
            return write(descriptor, data)
        if next(left, None) is not None or len(data) < 1_000:
            return write(descriptor, data)
        if len(data) > 10_000:
            return write(descriptor, data[:10_000])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("generator.files.publishing.os.write", written)
    orders = [f"ok-{number}-{'x' * 10}" for number in range(500)]
    with pytest.raises(FolderFailed, match=re.escape(os.strerror(number))):
        ran(tmp_path, *orders, workers=workers)
    assert 0 < len(published(tmp_path)) <= 20 * workers
    assert all((tmp_path / name).read_bytes() == content(name.removesuffix(".pdf")) for name in published(tmp_path))
    assert sorted(row["file"] for row in listed(tmp_path)) == published(tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_that_vanishes_ends_the_batch(tmp_path: Path, workers: int) -> None:
    folder = tmp_path / "folder"
    orders = [f"ok-{number}" for number in range(900)]
    with Folder(str(folder)) as opened:
        outcomes = run(jobs(*orders), Run(make, "r.csv", force=False, workers=workers, is_stopped=never), opened)
        assert [next(outcomes).row for _ in range(20)] == list(range(2, 22))
        folder.rename(tmp_path / "elsewhere")
        with pytest.raises(FolderFailed, match="No such file or directory"):
            list(outcomes)
    assert 20 <= len(published(tmp_path / "elsewhere")) < 900


def test_a_file_cannot_be_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FolderFailed, match="it is not a folder"):
        ran(tmp_path / "file", "ana")


@pytest.mark.skipif(os.name != "posix", reason="locks folders")
def test_two_batches_do_not_share_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.workflows.batch.folder._PATIENCE", 2)
    with Folder(str(tmp_path)), pytest.raises(FolderFailed, match="another batch is writing into this folder"):
        ran(tmp_path, "ana")
    ran(tmp_path, "ana")


@pytest.mark.skipif(os.name == "nt", reason="locks folders")
def test_a_folder_is_opened_at_once_or_not_at_all_where_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("generator.workflows.batch.folder.time.sleep", slept.append)
    opening = Folder(str(tmp_path), waits=False)
    with Folder(str(tmp_path)), pytest.raises(FolderFailed, match="another batch is writing"), opening:
        pass
    with opening:
        assert sum(slept) == 0


def _die(row: RosterRow, _seat: int | None) -> RenderedFile:
    if row.people == ("ok-40",) and multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return make(row)


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_a_worker_that_was_killed_is_noticed(tmp_path: Path) -> None:
    orders = [f"ok-{number}" for number in range(200)]
    settings = Run(_die, "r.csv", force=False, workers=2, is_stopped=never)
    with pytest.raises(WorkerLost, match="A worker process was ended"), Folder(str(tmp_path)) as opened:
        list(run(jobs(*orders), settings, opened))
    assert {row["file"] for row in listed(tmp_path)} <= set(published(tmp_path))
    assert len(ran(tmp_path, *orders, workers=2)) == 200
    assert published(tmp_path) == sorted(f"{order}.pdf" for order in orders)


def test_no_worker_process_is_left(tmp_path: Path) -> None:
    ran(tmp_path, *[f"ok-{number}" for number in range(100)], workers=3)
    assert multiprocessing.active_children() == []


def test_left_overs_are_gone_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / ".alliance-batch-123.part").write_bytes(b"half")
    with Folder(str(tmp_path)):
        assert list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ana.pdf").write_bytes(b"filled in by Ana")
    monkeypatch.setattr("generator.workflows.batch.folder.holds", lambda *_: None)
    (outcome,) = ran(tmp_path, "ana")
    assert outcome.problem.startswith("r.csv:2: ana.pdf exists already")
    assert (tmp_path / "ana.pdf").read_bytes() == b"filled in by Ana"


def test_more_processes_are_started_only_where_they_save_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    counts = [[count_workers(rows, own_picks=own_picks) for rows in (1, 500, 5_000)] for own_picks in (False, True)]
    assert counts == [[1, 1, 4], [1, 4, 4]]


@pytest.fixture
def starting_anew() -> Iterator[None]:
    """Have worker processes start as on Windows and macOS."""
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method("spawn", force=True)
    yield
    multiprocessing.set_start_method(before, force=True)


@pytest.mark.usefixtures("starting_anew")
def test_processes_that_are_started_anew_do_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.workflows.batch.workers.MOST_WORKERS", 2)  # as Windows has a most
    orders = [f"ok-{number}" for number in range(40)]
    outcomes = ran(tmp_path, *orders, workers=200)
    assert [outcome.problem for outcome in outcomes] == [""] * 40
    assert published(tmp_path) == sorted(f"{order}.pdf" for order in orders)


KILLED_WITHOUT_LINKS = """
import os, signal, sys
from pathlib import Path
from tests.workflows.batch.making import ran

def refuse(*_):
    raise OSError(1, "no links here")

def give_name(aside, target, rename=os.rename, named=[]):
    named.append(target)
    if len(named) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    rename(aside, target)

os.link = refuse
os.rename = os.replace = give_name
ran(Path(sys.argv[1]), "one", "two", "three", "four")
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_killed_where_there_are_no_links_it_leaves_no_empty_file_and_goes_on(tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WITHOUT_LINKS, str(tmp_path)], cwd=Path(__file__).parents[3], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert all(path.stat().st_size for path in tmp_path.glob("*.pdf"))
    outcomes = ran(tmp_path, "one", "two", "three", "four")
    assert [outcome.problem for outcome in outcomes] == [""] * 4
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.pdf")} == {
        f"{order}.pdf": content(order) for order in ("one", "two", "three", "four")
    }


def test_a_file_open_in_another_program_fails_its_row_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "two.pdf").write_bytes(b"old")
    replace = os.replace

    def refuse_two(aside: str, target: str) -> None:
        if target.endswith("two.pdf"):
            raise PermissionError(13, "Access is denied")
        replace(aside, target)

    monkeypatch.setattr(os, "replace", refuse_two)
    told = [outcome.problem for outcome in ran(tmp_path, "one", "two", "three", force=True)]
    assert told == ["", "r.csv:3: two.pdf is open in another program, it seems. Close it there.", ""]
    assert (tmp_path / "two.pdf").read_bytes() == b"old"


def test_left_overs_that_another_program_holds_are_in_nobodys_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = tmp_path / ".alliance-batch-1-0.part"
    held.touch()
    unlink = os.unlink

    def refuse_held(path: str) -> None:
        if path == str(held):
            raise PermissionError(13, "Access is denied")
        unlink(path)

    monkeypatch.setattr(os, "unlink", refuse_held)
    assert [outcome.problem for outcome in ran(tmp_path, "one")] == [""]
