"""What only a process of its own shows: streams, signals, hashing, completion."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-W", "error", "-m", "generator"]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return {**kept, "PYTHONPATH": str(CHECKOUT), **more}


def run(folder: Path, *arguments: str, stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env=environment(**more),
        timeout=60,
        check=False,
    )


def shell(folder: Path, redirections: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run with the shell's redirections."""
    return subprocess.run(
        ["/bin/sh", "-c", f'"$@" {redirections}', "sh", *COMMAND, *arguments],
        cwd=folder,
        capture_output=True,
        env=environment(),
        timeout=60,
        check=False,
    )


def test_the_same_order_makes_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    order = ("compose", "-p", "Ana", "-p", "Ben", "--suggest", "4", "-o", "-")
    sheets = [
        run(tmp_path, *order, PYTHONHASHSEED=seed, TZ=zone).stdout for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert sheets[0].startswith(b"%PDF-")
    assert sheets[0] == sheets[1]
    answers = b"people: [Ana, Ben]\nanswers: {hopes: {Ana: a, Ben: b}}\n"
    finished = [
        run(tmp_path, "merge", "-", "-o", "-", stdin=answers, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")
    ]
    assert finished[0].startswith(b"%PDF-")
    assert finished[0] == finished[1]


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_an_interruption_ends_with_130_and_says_so(tmp_path: Path) -> None:
    # the sheet does not fit the pipe, so the process waits for a reader
    with subprocess.Popen(
        [*COMMAND, "compose", "-p", "A", "-p", "B", "-p", "C", "-p", "D", "-p", "E", "-p", "F", "-o", "-"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(1) == b"%"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stderr.read().splitlines()[-1] == b"Stopped; nothing half-written is left."


def run_without_reader(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder, into a pipe whose reader has left."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(),
        timeout=60,
        check=False,
    )
    os.close(writing)
    return done


@pytest.mark.skipif(os.name != "posix", reason="closes a pipe")
@pytest.mark.parametrize("arguments", [["questions"], ["--help"], ["check", "a.yaml"], ["answers", "a.yaml"]])
def test_a_reader_that_left_is_5_and_no_word(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.yaml").write_text("people: [Ana]")
    done = run_without_reader(tmp_path, *arguments)
    assert (done.returncode, done.stderr) == (5, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
@pytest.mark.parametrize("arguments", [["questions"], ["--help"], ["compose", "-o", "-"], ["check", "a.yaml"]])
def test_a_standard_output_that_is_full_is_5_and_one_line(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.yaml").write_text("people: [Ana]")
    done = shell(tmp_path, ">/dev/full", *arguments)
    assert (done.returncode, done.stderr.decode()) == (
        5, "standard output: cannot be written (No space left on device). Choose another place with -o.\n",
    )  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
@pytest.mark.parametrize(("arguments", "code"), [(["compose", "-o", "a.pdf"], 0), (["check", "gone"], 3), (["no"], 2)])
def test_a_standard_error_that_is_full_changes_nothing(tmp_path: Path, arguments: list[str], code: int) -> None:
    assert shell(tmp_path, "2>/dev/full", *arguments).returncode == code


@pytest.mark.skipif(os.name != "posix", reason="closes a pipe")
def test_a_reader_that_leaves_a_list_of_a_roster_hears_no_word(tmp_path: Path) -> None:
    roster = "person_1,person_2\n" + "Ana,Ben\n" * 3
    (tmp_path / "r.csv").write_text(roster)
    done = run_without_reader(tmp_path, "batch", "r.csv", "--dry-run", "-o", "d")
    assert (done.returncode, done.stderr) == (5, b"")


@pytest.mark.skipif(os.name != "posix", reason="closes standard streams")
@pytest.mark.parametrize(
    ("redirections", "arguments", "code", "words"),
    [
        (">&-", ["compose", "-o", "-"], 5, "standard output: cannot be written (it is closed)"),
        ("<&-", ["merge", "-"], 3, "-:1:1: "),
        ("<&- >&-", ["compose", "-o", "a.pdf"], 0, "Wrote a.pdf"),
    ],
)
def test_closed_standard_streams_are_no_surprise(
    tmp_path: Path, redirections: str, arguments: list[str], code: int, words: str
) -> None:
    done = shell(tmp_path, redirections, *arguments)
    assert done.returncode == code
    assert done.stderr.decode().startswith(words)
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("alliance compose --question ho", ["plain,hopes"]),
        ("alliance compose --question sup", []),
        ("alliance compose --without sup", ["plain,support"]),
        ("alliance compose --section at", ["plain,atmosphere"]),
        ("alliance compose --bank b.yaml --question w", ["plain,way-back", "plain,why"]),
        ("alliance compose --bank gone.yaml --question w", []),
        ("alliance compose --layout cl", ["plain,classic"]),
        ("alliance compose --layout ./my", ["file,./my"]),
        ("alliance merge --layout cl", ["plain,classic"]),
        ("alliance merge work", ["file,work"]),
        ("alliance me", ["plain,merge"]),
    ],
)
def test_the_shell_completes_ids_layouts_and_files(tmp_path: Path, words: str, offered: list[str]) -> None:
    (tmp_path / "b.yaml").write_text(
        "title: T\nsections: [{id: s, title: S, questions: [{id: way-back, text: W}, {id: why, text: W}]}]"
    )
    done = run(
        tmp_path,
        _ALLIANCE_COMPLETE="bash_complete",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
    )
    assert done.stdout.decode().split() == offered


def test_no_colours_are_written_where_they_are_not_wanted(tmp_path: Path) -> None:
    assert b"\x1b" not in run(tmp_path, "compose", "-o", "a.pdf", NO_COLOR="1").stderr
    assert b"\x1b" not in run(tmp_path, "compose", "-o", "b.pdf", FORCE_COLOR="1").stderr


def test_an_interruption_while_it_still_starts_leaves_no_traceback(tmp_path: Path) -> None:
    script = (
        "import runpy, sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "runpy.run_module('generator', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment(), capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (130, b"")
