#!/usr/bin/env python3
"""Measure commands that go through a folder of many alliances; exit 1 where one takes more than the goal.

    python benchmarks/archive.py [--files N] [--rounds N]

CPU seconds of the whole command, with its start and with the processes that it starts; the median of the rounds is
judged. The goal is for 300 alliances, and in proportion for another number.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generator.files.reading import InputFile
from generator.workflows.merge import MergeRequest, merge

FILES = 300
GOAL = 15.0
"""CPU seconds for 300 alliances on two processors."""
QUESTIONS = ("hopes", "tone", "feedback", "conflict", "requests", "way-back", "support", "champion")
COMMANDS = (
    ("list", "FOLDER"),
    ("verify", "FOLDER"),
    ("answers", "FOLDER", "--format", "csv"),
    ("check", "FOLDER"),
    ("calendar", "FOLDER", "-o", "-"),
)


def write_alliances(folder: Path, number: int) -> None:
    """Write so many alliances of two people, with eight questions answered by both."""
    for index in range(number):
        people = [f"Ana Lima {index}", f"Ben Okafor {index}"]
        answers = {
            "people": people,
            "meeting": {"date": f"2026-{index % 12 + 1:02}-{index % 28 + 1:02} 12:30"},
            "answers": {
                question: {person: f"What {person} says to {question}. " * 3 for person in people}
                for question in QUESTIONS
            },
            "agreements": [{"what": "We say it within a day", "who": "Both"}],
            "review": f"2027-{index % 12 + 1:02}-{index % 28 + 1:02}",
        }
        made = merge(MergeRequest(files=(InputFile(json.dumps(answers).encode(), "answers.json"),)))
        (folder / f"{index}.pdf").write_bytes(made.data)


def measure(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Return the CPU seconds of a command with all its processes, and its wall time."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "generator", *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - start


def main() -> int:
    """Print a table, and return 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    goal = GOAL * options.files / FILES
    missed = False
    tell = sys.stdout.write
    tell(f"{options.files} alliances, {os.cpu_count()} processors\n")
    tell("| alliance | CPU s | wall s | goal |\n|---|--:|--:|--:|\n")
    with tempfile.TemporaryDirectory() as folder:
        write_alliances(Path(folder), options.files)
        for command in COMMANDS:
            arguments = tuple(folder if part == "FOLDER" else part for part in command)
            cpu, wall = map(statistics.median, zip(*(measure(arguments) for _ in range(options.rounds)), strict=True))
            missed |= cpu > goal
            tell(f"| {' '.join(command)} | {cpu:.1f} | {wall:.1f} | {goal:.1f} |\n")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
