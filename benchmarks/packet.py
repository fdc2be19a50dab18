#!/usr/bin/env python3
"""Measure a packet of a roster against the plain ReportLab script, from start to end; exit 1 where a goal is missed.

    python benchmarks/packet.py [--rows N] [--plain-rows N] [--rounds N] [--date DATE]

Both sides take turns, each in a process of its own that starts anew; a ratio of CPU belongs to one turn, and the median
of the ratios is judged. A worksheet costs what the whole run costs, divided by the rows.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from batch import PLAIN, Cost, cost_of, roster

GOAL = 15
"""How many times the plain script's CPU a packet's goes into it, at least."""
MOST_BYTES = 3000
"""Of a further worksheet."""
MOST_GROWTH = 10
"""Megabytes that ten times the rows may take more."""


class Packet(NamedTuple):
    """What a packet took, and how large it is."""

    cost: Cost
    size: int


def packet(home: Path, rows: int) -> Packet:
    """Make a packet."""
    folder = Path(tempfile.mkdtemp(dir=home))
    path = folder / "packet.pdf"
    cost = cost_of("-m", "generator", "batch", str(roster(folder, rows)), "--packet", str(path))
    return Packet(cost, path.stat().st_size)


def line(what: str, figure: str, *, ok: bool) -> bool:
    """Print a line of the table; return whether the goal is missed."""
    sys.stdout.write(f"{what:34} {figure}  {'ok' if ok else 'MISSED'}\n")
    return not ok


def main() -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--plain-rows", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--date", default="", help="printed over the table")
    options = parser.parse_args()
    about = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    sys.stdout.write(" ".join(filter(None, [options.date, about])) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        packet(home, 2)  # nobody counts it: it leaves the bytecode
        ratios: list[float] = []
        ours: list[float] = []
        for _ in range(options.rounds):
            ours.append(packet(home, options.rows).cost.seconds / options.rows)
            plain = cost_of("-c", PLAIN, tempfile.mkdtemp(dir=home), str(options.plain_rows))
            ratios.append(plain.seconds / options.plain_rows / ours[-1])
        few, many = packet(home, options.rows), packet(home, 10 * options.rows)
    ratio, growth = statistics.median(ratios), many.cost.megabytes - few.cost.megabytes
    further = (many.size - few.size) / (9 * options.rows)
    milliseconds = 1_000 * statistics.median(ours)
    missed = [
        line(
            f"packet, {options.rows:,} rows",
            f"{ratio:.1f} times the plain script's ({min(ratios):.1f} to {max(ratios):.1f}), goal {GOAL}; "
            f"{milliseconds:.2f} ms of CPU a worksheet",
            ok=ratio >= GOAL,
        ),
        line("a further worksheet", f"{further:,.0f} bytes, goal {MOST_BYTES:,}", ok=further <= MOST_BYTES),
        line(
            f"memory, {options.rows:,} and {10 * options.rows:,} rows",
            f"{growth:.1f} MB more, goal {MOST_GROWTH}; {few.cost.megabytes:.1f} and {many.cost.megabytes:.1f} MB",
            ok=growth <= MOST_GROWTH,
        ),
    ]
    return 1 if any(missed) else 0


if __name__ == "__main__":
    sys.exit(main())
