#!/usr/bin/env python3
"""Measure worksheets of a roster against the plain ReportLab script, in one process; exit 1 where a goal is missed.

    python benchmarks/shared.py [--rows N] [--rounds N]

CPU seconds of making the bytes, nothing written. Both sides take turns; a ratio belongs to one turn, and the median of
the ratios is judged. The table says how many times the plain script's time ours goes into it: more is better.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import plain_worksheet

from generator.files.shipped import BANK, data_file, layout_file
from generator.formats.bank import read_bank
from generator.formats.layout import read_layout
from generator.model.people import People
from generator.model.selection import nobody, suggest
from generator.model.worksheet import Meeting, Worksheet
from generator.workflows.render_worksheet import RenderOptions, WorksheetRenderer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.model.layout import Layout
    from generator.model.selection import Selection

LAYOUT = "classic"
PLAIN = 5
"""Sheets of the plain script in a turn."""
GARBAGE = 100_000
"""How many new objects before the first search for cyclic garbage, as the program has it (``generator.__main__``)."""
FIRST = ("Ana", "Ben", "Cleo", "Zoé", "Jadwiga", "Maximiliane", "Jo", "Søren", "Amélie", "Björn")
LAST = ("Lima", "Okafor", "García Márquez", "O'Neill", "Nowak", "van der Berg", "Li", "Wałęsa", "Smith")


def load_named_layout(name: str) -> Layout:
    """Return a built-in layout."""
    path = layout_file(name)
    if path is None:
        raise FileNotFoundError(name)
    return read_layout(Path(path).read_bytes(), name, name)


def people(row: int) -> People:
    """Return the people of a row, as people are called."""
    return People(
        (
            f"{FIRST[row % 10]} {LAST[row // 10 % 9]}",
            f"{FIRST[(row + 1 + row // 90) % 10]} {LAST[(row * 7 + 3) % 9]}",
        )
    )


def sheet() -> Worksheet:
    """Return the worksheet of which all others are variants."""
    bank = read_bank(Path(data_file(BANK)).read_bytes(), BANK)
    meeting = Meeting(None, None, "", bank.minutes)
    return Worksheet(bank, People(("", "")), nobody(2), meeting, LAYOUT, "a4", "0")


def render_rows(worksheet: Worksheet, renderer: WorksheetRenderer, rows: range) -> None:
    """Make worksheets that differ in the names."""
    for row in rows:
        renderer.render(worksheet._replace(people=people(row)))


def render_selections(
    worksheet: Worksheet, renderer: WorksheetRenderer, selections: Sequence[Selection], rows: range
) -> None:
    """Make worksheets that differ in the picks too."""
    for row in rows:
        renderer.render(worksheet._replace(people=people(row), selection=selections[row]))


def seconds(make: Callable[[range], None], rows: range) -> float:
    """Return the CPU seconds of one worksheet, the mean of these rows."""
    began = time.process_time()
    make(rows)
    return (time.process_time() - began) / len(rows)


def plain(rows: range) -> None:
    """Make the plain script's worksheets."""
    for row in rows:
        # its fields cannot hold other alphabets
        plain_worksheet.compose((f"Ana {row} Lima", f"Ben {row} Okafor"))


def compare(what: str, make: Callable[[range], None], rows: int, rounds: int, goal: float) -> bool:
    """Print the line of one comparison; tell whether the goal is met."""
    seconds(make, range(3))
    seconds(plain, range(1))
    pairs = []
    for turn in range(rounds):
        mine = range(turn * rows, (turn + 1) * rows)
        pairs.append((seconds(make, mine), seconds(plain, range(PLAIN))))
    ratios = [theirs / ours for ours, theirs in pairs]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(ratios)
    verdict = "ok" if ratio >= goal else "MISSED"
    sys.stdout.write(
        f"{what:26} {ratio:6.1f} times  goal {goal:3.0f}  {verdict:6}  {1e6 * ours:.0f} us against "
        f"{1000 * theirs:.1f} ms; least {min(ratios):.1f}, {rounds} turns of {rows} rows\n"
    )
    return ratio >= goal


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    gc.set_threshold(GARBAGE)
    worksheet, layout = sheet(), load_named_layout(LAYOUT)
    renderer = WorksheetRenderer(RenderOptions(layout, fillable=True))
    others = max(20, options.rows // 5)
    # picks are part of a row, so they are there before the clock starts
    selections = [
        suggest(worksheet.bank, given=nobody(2), per_person=3, seed=row) for row in range(options.rounds * others)
    ]
    met = [
        compare("names differ", lambda rows: render_rows(worksheet, renderer, rows), options.rows, options.rounds, 40),
        compare(
            "picks differ too",
            lambda rows: render_selections(worksheet, renderer, selections, rows),
            others,
            options.rounds,
            5,
        ),
    ]
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    render_rows(worksheet, renderer, range(10 * options.rows))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    sys.stdout.write(f"{10 * options.rows} more rows: {grown:.1f} MB more at most; goal 10\n")
    return 0 if all(met) and grown < 10 else 1  # noqa: PLR2004 - the goal


if __name__ == "__main__":
    sys.exit(main())
