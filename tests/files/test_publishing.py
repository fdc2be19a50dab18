from __future__ import annotations

import errno
import io
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from generator.errors import ExitCode, OutputExists, OutputInUse, OutputUnwritable
from generator.files import publishing
from generator.files.publishing import publish, publish_all

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# Publishing


def test_a_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    publish(b"whole", str(tmp_path / "a.pdf"), replace=False)
    assert (tmp_path / "a.pdf").read_bytes() == b"whole"
    assert names_in(tmp_path) == ["a.pdf"]


@posix
def test_a_file_is_readable_as_the_mask_says(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        publish(b"x", str(tmp_path / "a.pdf"), replace=False)
    finally:
        os.umask(before)
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o640


def test_an_existing_file_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(OutputExists) as caught:
        publish(b"new", str(target), replace=False)
    assert caught.value.exit_code is ExitCode.OUTPUT
    assert target.read_bytes() == b"old"
    publish(b"new", str(target), replace=True)
    assert target.read_bytes() == b"new"
    assert names_in(tmp_path) == ["a.pdf"]


def test_a_file_that_appears_in_between_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    with pytest.raises(OutputExists):
        publish(b"new", str(target), replace=False)
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.pdf"]


@posix
@pytest.mark.parametrize("replace", [False, True])
def test_a_planted_link_is_not_followed(tmp_path: Path, replace: bool) -> None:  # noqa: FBT001 - both cases
    victim, target = tmp_path / "victim", tmp_path / "a.pdf"
    for aim in (victim, tmp_path / "nowhere"):
        victim.write_bytes(b"precious")
        target.unlink(missing_ok=True)
        target.symlink_to(aim)
        if replace:
            publish(b"new", str(target), replace=True)
            assert not target.is_symlink()
        else:
            with pytest.raises(OutputExists):
                publish(b"new", str(target), replace=False)
        assert victim.read_bytes() == b"precious"
        assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("replace", [False, True])
def test_an_input_is_never_written_over(tmp_path: Path, replace: bool) -> None:  # noqa: FBT001 - both cases
    (tmp_path / "a.pdf").write_bytes(b"answers")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputUnwritable, match="one of the inputs"):
        publish(b"x", str(tmp_path / "folder" / ".." / "a.pdf"), replace=replace, inputs=["-", str(tmp_path / "a.pdf")])
    assert (tmp_path / "a.pdf").read_bytes() == b"answers"


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("name", ["missing/a.pdf", "file/a.pdf", "folder", "x" * 300, "nul\0"])
def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path, name: str, replace: bool) -> None:  # noqa: FBT001 - both cases
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputUnwritable):
        publish(b"x", str(tmp_path / name), replace=replace)
    assert names_in(tmp_path) == ["file", "folder"]


@posix
def test_a_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputUnwritable, match="not a file"):
        publish(b"x", str(tmp_path / "pipe"), replace=True)


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand for FAT and exFAT."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)


def publish_late(target: Path) -> None:
    """Publish a file whose name is taken by another while it is written."""
    with publishing.publishing(str(target), replace=False) as file:
        file.write(b"new")
        target.write_bytes(b"meanwhile")


@pytest.mark.usefixtures("without_links")
def test_where_links_do_not_work_nothing_is_written_over(tmp_path: Path) -> None:
    target = tmp_path / "a"
    publish(b"whole", str(target), replace=False)
    with pytest.raises(OutputExists):
        publish(b"other", str(target), replace=False)
    assert target.read_bytes() == b"whole"
    target.unlink()
    with pytest.raises(OutputExists):
        publish_late(target)
    assert target.read_bytes() == b"meanwhile"
    assert names_in(tmp_path) == ["a"]


@pytest.mark.usefixtures("without_links")
def test_where_links_do_not_work_a_kill_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a"
    seen: list[bool] = []

    def end_here(*_: object) -> None:
        seen.append(target.exists())
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "rename", end_here)
    monkeypatch.setattr(os, "replace", end_here)
    with pytest.raises(KeyboardInterrupt):
        publish(b"new", str(target), replace=False)
    assert seen == [False]


@pytest.mark.usefixtures("without_links")
def test_where_links_do_not_work_several_files_are_still_all_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = tmp_path / "a", tmp_path / "b"
    first.write_bytes(b"old")
    publish_all([(b"one", str(first)), (b"two", str(last))], replace=True)
    assert (first.read_bytes(), last.read_bytes()) == (b"one", b"two")
    replace = os.replace

    def refuse_last(source: str, target: str) -> None:
        if target == str(last):
            raise OSError(errno.ENOSPC, "full")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse_last)
    with pytest.raises(OutputUnwritable):
        publish_all([(b"three", str(first)), (b"four", str(last))], replace=True)
    assert (first.read_bytes(), last.read_bytes()) == (b"one", b"two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_file_open_in_another_program_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")  # as Windows says

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputInUse, match="another program seems to have it open; close it there"):
        publish(b"new", str(target), replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize(("number", "written"), [(errno.EINVAL, True), (errno.ENOSYS, True), (errno.EIO, False)])
def test_a_file_system_that_syncs_nothing_is_written_to_and_a_failing_disk_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, written: bool
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with nullcontext() if written else pytest.raises(OutputUnwritable):
        publish(b"new", str(tmp_path / "a"), replace=False)
    assert [path.name for path in tmp_path.iterdir()] == (["a"] if written else [])


def test_what_reads_back_differently_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "open", lambda *_: io.BytesIO(b"other"), raising=False)
    with pytest.raises(OutputUnwritable, match="reads back differently"):
        publish(b"whole", str(tmp_path / "a.pdf"), replace=False)
    assert names_in(tmp_path) == []


def test_left_overs_of_a_killed_run_are_in_nobodys_way(tmp_path: Path) -> None:
    left = tmp_path / f".alliance-{os.getpid()}-0.part"
    left.write_bytes(b"half")
    publish(b"whole", str(tmp_path / "a.pdf"), replace=False)
    assert (tmp_path / "a.pdf").read_bytes() == b"whole"
    assert left.read_bytes() == b"half"


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


@pytest.mark.skipif(sys.platform == "win32", reason="asks whether a process runs")
def test_what_a_killed_run_has_left_is_removed_by_the_next_and_nothing_else(tmp_path: Path) -> None:
    dead = dead_process()
    left = tmp_path / f".alliance-{dead}-0.part"
    kept = [
        tmp_path / f".alliance-{os.getppid()}-0.part",  # of a process that runs
        tmp_path / f".alliance-{dead}-1.part.pdf",
        tmp_path / f".alliance-{dead}.part",
        tmp_path / f"x.alliance-{dead}-0.part",
    ]
    for path in (left, *kept):
        path.write_bytes(b"half")
        os.utime(path, (time.time() - 60,) * 2)
    (tmp_path / f".alliance-{dead}-2.part").write_bytes(b"still written to, perhaps by another machine")
    (tmp_path / f".alliance-{dead}-3.part").mkdir()
    os.utime(tmp_path / f".alliance-{dead}-3.part", (0, 0))
    (tmp_path / f".alliance-{dead}-4.part").symlink_to(kept[1])
    os.utime(tmp_path / f".alliance-{dead}-4.part", (0, 0), follow_symlinks=False)
    before = sorted(path.name for path in tmp_path.iterdir())
    publish(b"whole", str(tmp_path / "a.pdf"), replace=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({*before, "a.pdf"} - {left.name})


def test_a_hyphen_is_the_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    publish(b"%PDF\0\xff", "-", replace=False)
    assert capfdbinary.readouterr().out == b"%PDF\0\xff"


_WRITING = """
import sys
from generator.files.names import LONGEST_NAME, file_name, slug
from generator.cli.graceful_stop import terminate_cleanly
from generator.files.publishing import publish, publish_all
terminate_cleanly()
print("ready", flush=True)
while True:
    publish(b"x" * 3_000_000, sys.argv[1], replace=True)
"""


def _killed_while_writing(target: Path, number: int, wait: float) -> int:
    process = subprocess.Popen([sys.executable, "-c", _WRITING, target], stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(number)
    return process.returncode


@posix
@pytest.mark.parametrize("attempt", range(4))
def test_a_killed_run_leaves_nothing_or_the_whole(tmp_path: Path, attempt: int) -> None:
    target = tmp_path / "a.pdf"
    _killed_while_writing(target, signal.SIGKILL, random.Random(attempt).random() / 20)  # noqa: S311 - a delay
    assert not target.exists() or target.stat().st_size == 3_000_000
    assert [name for name in names_in(tmp_path) if name.endswith(".pdf")] in ([], ["a.pdf"])


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminated_run_cleans_up_and_says_how_it_ended(tmp_path: Path, number: signal.Signals) -> None:
    assert _killed_while_writing(tmp_path / "a.pdf", number, 0.02) == 128 + number
    assert [name for name in names_in(tmp_path) if name.endswith(".part")] == []
