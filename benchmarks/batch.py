#!/usr/bin/env python3
"""Measure ``alliance batch`` against the plain script and against a floor; exit 1 where a goal is missed.

    python benchmarks/batch.py [--rows N] [--plain-rows N] [--rounds N] [--date YYYY-MM-DD]

CPU seconds (user and system, of the processes and their children) for one file, everything included: start-up, reading
the roster, composing, digests, publishing, the manifest. The sides take turns in one run; a ratio belongs to one turn,
and the median of the ratios is judged. The floor writes the same number of files of the same size, and nothing else.
Each run writes into a folder of its own, and nothing is deleted meanwhile, which would make file systems slow.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])
}
GOAL, GOAL_OF_OWN_PICKS = 40.0, 5.0
"""How many times as many files as the plain script, for each second of CPU."""
MOST_GROWTH = 10.0
"""Megabytes that ten times as many rows may take more."""
PLAIN = """
import pathlib, sys, plain_worksheet
for row in range(int(sys.argv[2])):
    pathlib.Path(sys.argv[1], f"{row}.pdf").write_bytes(plain_worksheet.compose((f"Ana {row} Lima", "Ben Okafor")))
"""
FLOOR = """
import pathlib, sys
data = bytes(int(sys.argv[3]))
for row in range(int(sys.argv[2])):
    pathlib.Path(sys.argv[1], f"{row}.pdf").write_bytes(data)
"""


class Cost(NamedTuple):
    """What a process took."""

    seconds: float
    """Of CPU, its children's too."""
    megabytes: float
    """The most memory that it held at a time, the largest of its processes."""


class Turn(NamedTuple):
    """CPU seconds for one file."""

    ours: float
    plain: float
    floor: float


def cost_of(*arguments: str) -> Cost:
    """Run a fresh Python and return what it took."""
    pid = os.posix_spawn(sys.executable, [sys.executable, *arguments], ENVIRONMENT, file_actions=_SILENT)
    _, status, usage = os.wait4(pid, 0)  # with what its own children took
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), arguments)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


_SILENT = [(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0o600)]


def roster(folder: Path, rows: int) -> Path:
    """Write a roster of pairs who share everything but their names, date and place."""
    lines = ["person_1,person_2,meeting,place"]
    lines += [f"Ana {row} Lima,Ben {row} Okafor,2026-12-{row % 28 + 1:02} 12:30,Room {row}" for row in range(rows)]
    path = folder / f"roster-{rows}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def batch(home: Path, rows: int, *options: str) -> tuple[Cost, int]:
    """Run a batch; return its cost and the size of a worksheet."""
    folder = Path(tempfile.mkdtemp(dir=home))
    cost = cost_of("-m", "generator", "batch", str(roster(folder, rows)), "-o", str(folder / "out"), *options)
    worksheets = list((folder / "out").glob("*.pdf"))
    if len(worksheets) != rows:
        raise RuntimeError(f"{len(worksheets)} worksheets of {rows}")
    return cost, worksheets[0].stat().st_size


def turn(home: Path, rows: int, plain_rows: int, options: Sequence[str]) -> Turn:
    """Let each side have its turn."""
    ours, size = batch(home, rows, *options)
    plain = cost_of("-c", PLAIN, tempfile.mkdtemp(dir=home), str(plain_rows))
    floor = cost_of("-c", FLOOR, tempfile.mkdtemp(dir=home), str(rows), str(size))
    return Turn(ours.seconds / rows, plain.seconds / plain_rows, floor.seconds / rows)


def compare(what: str, turns: Sequence[Turn], goal: float) -> tuple[str, bool]:
    """Return a line of the table, and whether the goal is missed."""
    ratios = [one.plain / one.ours for one in turns]
    ratio = statistics.median(ratios)
    ours, plain, floor = (1000 * statistics.median(side) for side in zip(*turns, strict=True))
    verdict = "ok" if ratio >= goal else "MISSED"
    return (
        f"{what:30} {ratio:6.1f} times the plain script's, goal {goal:g}  {verdict:6}  {ours:.3f} ms a file "
        f"({1000 / ours:,.0f} a second) against {plain:.1f}; floor {floor:.3f}; "
        f"ratios {min(ratios):.1f} to {max(ratios):.1f}, {len(turns)} turns"
    ), ratio < goal


def memory(home: Path, rows: int) -> tuple[str, bool]:
    """Compare the memory of a batch with that of one ten times as large."""
    few, many = (batch(home, count, "--workers", "1")[0].megabytes for count in (rows, 10 * rows))
    missed = many - few > MOST_GROWTH
    verdict = "MISSED" if missed else "ok"
    what = f"memory, {rows:,} and {10 * rows:,} rows"
    return (
        f"{what:30} {many - few:6.1f} MB more, goal {MOST_GROWTH:g}  {verdict:6}  {few:.1f} and {many:.1f} MB",
        missed,
    )


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--plain-rows", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--date", default="", help="printed over the table")
    options = parser.parse_args()
    about = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    sys.stdout.write(" ".join(filter(None, [options.date, about])) + "\n")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        turn(home, 2, 2, ())  # nobody counts it: it leaves the bytecode
        for what, goal, wanted in (
            ("batch", GOAL, ()),
            ("batch, own picks in each row", GOAL_OF_OWN_PICKS, ("--suggest", "3")),
        ):
            turns = [turn(home, options.rows, options.plain_rows, wanted) for _ in range(options.rounds)]
            line, missed = compare(what, turns, goal)
            sys.stdout.write(f"{line}\n")
            failed = failed or missed
        line, missed = memory(home, options.rows)
        sys.stdout.write(f"{line}\n")
    return 1 if failed or missed else 0


if __name__ == "__main__":
    sys.exit(main())
