#!/usr/bin/env python3
"""Measure ``alliance batch`` of names in other scripts against one of English names; exit 1 where a goal is missed.

    python benchmarks/names.py [--rows N] [--rounds N] [--before CHECKOUT] [--date DATE]

CPU for one row, everything included, in one process, as ``batch.py`` measures it. The rosters take turns in one run; a
ratio to the English roster belongs to one turn, and the median of the ratios is judged. ``--before`` has each roster
made by another checkout of the program, too.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import NamedTuple

import batch

ENGLISH = "English names"


class Names(NamedTuple):
    """What a roster's names are made of, all first names with all last ones."""

    first: str
    last: str
    options: tuple[str, ...] = ()
    """What else is asked of the batch."""
    goal: float = 5.0
    """How many times the CPU of the English roster, at most."""


ARABIC = Names(
    "ليلى فاطمة مريم نور سارة هدى رنا زينب أمل ياسمين سلمى دعاء عبير منى لبنى محمد أحمد علي حسن يوسف خالد عمر سعيد",
    "حداد الخطيب النجار منصور السيد القاسمي العلي بركات الحسيني عباس شاهين درويش المصري الشامي زيدان خليل",
    goal=4.0,
)
# initials of Latin letters are so narrow that they fit their room: where they do not, a worksheet is set alone
ROSTERS = {
    ENGLISH: Names("Ana Ben Cleo Eva Finn Ida Lea Tim", "Lima Stone Reed Carter Flint Bell Pratt Field"),
    "Polish names": Names("Łucja Żaneta Święta Zofia Łukasz Paweł Stanisław", "Kępa Zieliński Źrebiec Łęcka Śliwa Ryś"),
    "Vietnamese names": Names("Nguyễn Trần Phạm Đặng Lê Hoàng Vũ Bùi Đỗ", "Hạnh Phương Tuấn Dũng Huệ Thảo Yến Lộc Ẩn"),
    "Arabic names": ARABIC,
    "Hindi names": Names("प्रिया अनीता सुनीता कविता लक्ष्मी राहुल कृष्ण", "शर्मा वर्मा गुप्ता सिंह मिश्रा त्रिपाठी"),
    "Arabic names on Arabic sheets": ARABIC._replace(options=("--language", "ar"), goal=5.0),
}


def roster(home: Path, names: Names, rows: int) -> Path:
    """Write a roster of pairs."""
    people = [f"{first} {last}" for first, last in product(names.first.split(), names.last.split())]
    count = len(people)
    lines = [
        f"{people[row % count]},{people[(row + 1 + row // count) % count]},2026-12-{row % 28 + 1:02} 12:30,Room {row}"
        for row in range(rows)
    ]
    path = Path(tempfile.mkdtemp(dir=home)) / "roster.csv"
    path.write_text("\n".join(["person_1,person_2,meeting,place", *lines]), encoding="utf-8")
    return path


def measure(home: Path, names: Names, rows: int, checkout: str) -> float:
    """Return the milliseconds of CPU that a row takes."""
    path = roster(home, names, rows)
    command = ("batch", str(path), "-o", str(path.with_name("out")), "--workers", "1", *names.options)
    batch.ENVIRONMENT["PYTHONPATH"] = checkout
    cost = batch.cost_of("-P", "-m", "generator", *command)
    if (made := len(list(path.with_name("out").glob("*.pdf")))) != rows:
        raise RuntimeError(f"{made} worksheets of {rows}")
    return 1000 * cost.seconds / rows


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--before", default="", metavar="CHECKOUT", help="another one to measure by turns")
    parser.add_argument("--date", default="", help="printed over the table")
    options = parser.parse_args()
    about = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    sys.stdout.write(" ".join(filter(None, [options.date, about])) + "\n")
    checkouts = [str(batch.HERE.parent), *filter(None, [options.before])]
    found: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.rounds):
            for (what, names), checkout in product(ROSTERS.items(), checkouts):
                found.setdefault((what, checkout), []).append(measure(Path(folder), names, options.rows, checkout))
    failed = False
    for what, names in ROSTERS.items():
        ours, *before = (found[what, checkout] for checkout in checkouts)
        ratio = statistics.median(a / b for a, b in zip(ours, found[ENGLISH, checkouts[0]], strict=True))
        missed = ratio > names.goal
        failed = failed or missed
        told = "".join(f"  before {statistics.median(times):.2f} ms" for times in before)
        verdict = "MISSED" if missed else "ok"
        line = (
            f"{statistics.median(ours):6.2f} ms a row  {ratio:4.1f} times the English, goal {names.goal:g}  {verdict:6}"
        )
        sys.stdout.write(f"{what:30} {line}{told}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
