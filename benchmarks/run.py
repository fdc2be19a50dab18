#!/usr/bin/env python3
"""Measure composing against a plain ReportLab script, and merging against its limit; exit 1 where a goal is missed.

    python benchmarks/run.py [--rounds N] [--date YYYY-MM-DD]

Only CPU seconds count (user and system), so other work on the machine matters less than with a clock. The two sides of
a comparison take turns (A B A B ...) in one run; a ratio belongs to one turn, and the median of the ratios is judged.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("Ana Lima", "Ben Okafor")
COMPOSE = ("-m", "generator", "compose", "-p", NAMES[0], "-p", NAMES[1], "-o", "-", "--force")
PLAIN = (str(HERE / "plain_worksheet.py"),)
REPEATS = 20
"""Sheets that a warm process makes between two looks at its clock."""
AS_INSTALLED = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""What is installed has its bytecode beside it, so the first run here may leave that too."""
TYPED = 24_000
"""Characters in the merge."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    figure: float
    goal: float
    unit: str
    detail: str

    @property
    def missed(self) -> bool:
        """Tell whether the figure is over the goal."""
        return self.figure > self.goal

    def __str__(self) -> str:
        verdict = "MISSED" if self.missed else "ok"
        return f"{self.what:32} {self.figure:7.3f} {self.unit:8} goal {self.goal:4.2f}  {verdict:6}  {self.detail}"


def cpu_of(*arguments: str) -> float:
    """Return the CPU seconds that a fresh Python takes for these arguments."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *arguments]
    subprocess.run(  # noqa: S603 - our own arguments
        command, cwd=HERE.parent, env=AS_INSTALLED, capture_output=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def compare(what: str, pairs: list[tuple[float, float]], goal: float) -> Row:
    """Return the line for pairs of CPU seconds, ours and the plain script's."""
    ratios = [ours / plain for ours, plain in pairs]
    ours, plain = (1000 * statistics.median(side) for side in zip(*pairs, strict=True))
    detail = f"{ours:.1f} ms against {plain:.1f} ms; least ratio {min(ratios):.3f}, {len(pairs)} pairs"
    return Row(what, statistics.median(ratios), goal, "of plain", detail)


def cold(rounds: int) -> Row:
    """Compare whole processes, after one of each that nobody counts."""
    for arguments in (COMPOSE, PLAIN):
        cpu_of(*arguments)
    return compare("compose, a process each", [(cpu_of(*COMPOSE), cpu_of(*PLAIN)) for _ in range(rounds)], 0.95)


def warm(rounds: int) -> Row:
    """Compare sheets made in a process that has made one before."""
    command = [sys.executable, str(HERE / "warm.py"), str(rounds), str(REPEATS)]
    said = subprocess.run(  # noqa: S603 - our own arguments
        command,
        cwd=HERE.parent,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
        capture_output=True,
        check=True,
        text=True,
    )
    pairs = [(ours, plain) for ours, plain in json.loads(said.stdout)]
    return compare("compose, in a warm process", pairs, 0.4)


def merge(rounds: int) -> Row:
    """Measure merging answers of 24,000 characters."""
    questions = ("hopes", "tone", "conflict", "feedback", "support", "champion")
    answer = "We say what we need, and we say it early. " * (TYPED // len(questions) // len(NAMES))
    answer = answer[: TYPED // len(questions) // len(NAMES)]
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder, "answers.json")
        data = {"people": NAMES, "answers": {question: dict.fromkeys(NAMES, answer) for question in questions}}
        answers.write_text(json.dumps(data), encoding="utf-8")
        seconds = [cpu_of("-m", "generator", "merge", str(answers), "-o", "-", "--force") for _ in range(rounds)]
    detail = f"least {min(seconds):.3f} s, greatest {max(seconds):.3f} s, {rounds} runs"
    return Row("merge of 24,000 characters", statistics.median(seconds), 1.0, "s", detail)


def machine() -> str:
    """Return what this ran on."""
    return f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--date", default="", help="printed over the table")
    options = parser.parse_args()
    sys.stdout.write(" ".join(filter(None, [options.date, machine()])) + "\n")
    rows = [cold(options.rounds), warm(options.rounds), merge(max(3, options.rounds // 3))]
    sys.stdout.writelines(f"{row}\n" for row in rows)
    return 1 if any(row.missed for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
