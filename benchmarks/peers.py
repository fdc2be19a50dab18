#!/usr/bin/env python3
"""Measure ``alliance batch`` beside what one would pick instead, all in one run, and print a table in Markdown.

    python benchmarks/peers.py [--rounds N] [--date YYYY-MM-DD]      needs: pip install '.[benchmarks]'

Each peer makes the same worksheet, written plainly: in separate files, and in one packet to print where it can. Its
script (``peer_NAME.py``) is a process of its own; what counts is CPU seconds for one worksheet (user and system, with
all children), start-up and writing included. All sides take turns; a ratio belongs to one turn, and the table has the
medians: how many worksheets a side makes while the plain script, ReportLab's canvas in separate files, makes one. The
floor writes the bytes that ours wrote, and nothing else. A peer that is not installed or fails says so in its row.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from peer import names_of

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])
}
COPIER = """
import pathlib, sys
what, target, rows, model = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), pathlib.Path(sys.argv[4])
data = model.read_bytes()
if what == "files":
    for row in range(rows):
        (target / f"{row}.pdf").write_bytes(data)
else:
    target.write_bytes(data)
"""
FILES, PACKET = "files", "packet"
FLOOR = "floor"
OURS = "alliance batch"
PLAIN = "ReportLab canvas"
_LAST_LINE = 100


class Peer(NamedTuple):
    """Something else that makes worksheets."""

    name: str
    """Empty for the package's own."""
    script: str
    packages: tuple[str, ...]
    """On PyPI; the first one of these that is installed is used."""
    what: str
    """What its files have that ours have: the point of comparing."""
    files: int
    """How many worksheets it makes in a turn."""
    packet: int
    """The same, in one packet; 0 where it has no packets."""


class Cost(NamedTuple):
    """What one worksheet took."""

    seconds: float
    size: float
    """Bytes on disk."""


PEERS = (
    Peer("", "peer_cairo.py", ("pycairo", "cairocffi"), "text as cairo has it, no fields", 200, 200),
    Peer("Typst", "peer_typst.py", ("typst",), "tags, no fields", 60, 100),
    Peer(PLAIN, "peer_canvas.py", ("reportlab",), "fields, standard fonts", 60, 150),
    Peer("ReportLab platypus", "peer_platypus.py", ("reportlab",), "fields, standard fonts", 40, 80),
    Peer("pypdf fills a template", "peer_pypdf.py", ("pypdf",), "fields, standard fonts", 30, 0),
    Peer("fpdf2", "peer_fpdf2.py", ("fpdf2",), "no fields, standard fonts", 40, 40),
    Peer("WeasyPrint", "peer_weasyprint.py", ("weasyprint",), "fields", 6, 12),
)
ROWS = 1000
"""Worksheets of ours, and of the floor, in a turn."""


class Failed(Exception):
    """Why there is no figure."""


Turn = dict[str, Cost | Failed]
"""What each side took."""


def seconds_of(*arguments: str) -> float:
    """Return the CPU seconds of a fresh Python with these arguments; raise Failed with its last words."""
    with tempfile.TemporaryFile() as talk:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, *arguments],
            ENVIRONMENT,
            file_actions=[(os.POSIX_SPAWN_DUP2, talk.fileno(), 2)],
        )
        _, status, usage = os.wait4(pid, 0)  # with what its own children took
        talk.seek(0)
        if status:
            said = talk.read().decode(errors="replace").strip().splitlines()
            raise Failed(said[-1][:_LAST_LINE] if said else f"exit code {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime


def measure(kind: str, target: Path, rows: int, *arguments: str) -> Cost:
    """Return the cost of a worksheet, of so many made into the target."""
    seconds = seconds_of(*arguments)
    written = list(target.glob("*.pdf")) if kind == FILES else [target]
    if len(written) != (rows if kind == FILES else 1) or not all(path.exists() for path in written):
        raise Failed(f"{len(written)} files of {rows}")
    return Cost(seconds / rows, sum(path.stat().st_size for path in written) / rows)


def ours(home: Path, kind: str) -> tuple[Cost, Path]:
    """Return the cost of one of our worksheets, and what was made: one file of all, or the packet."""
    folder = Path(tempfile.mkdtemp(dir=home))
    roster = folder / "roster.csv"
    rows = [",".join(names_of(row)) for row in range(ROWS)]
    roster.write_text("\n".join(["person_1,person_2", *rows]), encoding="utf-8")
    target = folder / "out" if kind == FILES else folder / "packet.pdf"
    option = "-o" if kind == FILES else "--packet"
    cost = measure(kind, target, ROWS, "-m", "generator", "batch", str(roster), option, str(target), "--workers", "1")
    return cost, next(target.glob("*.pdf")) if kind == FILES else target


def theirs(home: Path, kind: str, script: tuple[str, ...], rows: int, *more: str) -> Cost:
    """Return the cost of one worksheet of a script's."""
    folder = Path(tempfile.mkdtemp(dir=home))
    target = folder if kind == FILES else folder / "packet.pdf"
    return measure(kind, target, rows, *script, kind, str(target), str(rows), *more)


def turn(home: Path, kind: str, peers: Mapping[str, Peer]) -> Turn:
    """Let each side have its turn."""
    costs: Turn = {}
    try:
        costs[OURS], model = ours(home, kind)
        costs[FLOOR] = theirs(home, kind, ("-c", COPIER), ROWS, str(model))
    except Failed as failed:
        costs[OURS] = costs[FLOOR] = failed
    for name, peer in peers.items():
        try:
            rows = peer.files if kind == FILES else peer.packet
            costs[name] = theirs(home, kind, (str(HERE / peer.script),), rows) if rows else Failed("")
        except Failed as failed:
            costs[name] = failed
    return costs


def cells(name: str, turns: list[Turn], units: list[float]) -> tuple[str, str]:
    """Return the ratio and the size of one side's worksheets, or why there are none."""
    pairs = [(unit, each[name]) for unit, each in zip(units, turns, strict=True)]
    costs = [(unit, cost) for unit, cost in pairs if isinstance(cost, Cost)]
    if not costs:
        return str(pairs[0][1]) or "-", "-"
    ratio = statistics.median(unit / cost.seconds for unit, cost in costs)
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}", f"{costs[0][1].size / 1000:,.1f} kB"  # noqa: PLR2004


def table(turns: Mapping[str, list[Turn]], named: Mapping[str, str]) -> str:
    """Return the table in Markdown."""
    units = []
    for costs in turns[FILES]:
        plain = next(cost for name, cost in costs.items() if name.startswith(PLAIN))
        if not isinstance(plain, Cost):
            raise SystemExit(f"{PLAIN}, which all is compared with: {plain}")
        units.append(plain.seconds)
    lines = ["| | makes | separate files | each | one packet | each |", "|---|---|--:|--:|--:|--:|"]
    for name, what in named.items():
        parts = [part for kind in (FILES, PACKET) for part in cells(name, turns[kind], units)]
        lines.append(f"| {' | '.join([name, what, *parts])} |")
    return "\n".join(lines)


def find_version(peer: Peer) -> str:
    """Return the peer's name with the version that is there; nothing where it is not installed."""
    for package in peer.packages:
        with suppress(PackageNotFoundError):
            return f"{peer.name or package} {version(package)}"
    return ""


def main() -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--date", default="", help="printed over the table")
    options = parser.parse_args()
    about = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    sys.stdout.write(", ".join(filter(None, [options.date, about])) + "\n\n")
    there = {find_version(peer): peer for peer in PEERS if find_version(peer)}
    turns: dict[str, list[Turn]] = {FILES: [], PACKET: []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.rounds):
            for kind, made in turns.items():
                made.append(turn(Path(folder), kind, there))
    named = {FLOOR: "copies of the same bytes", OURS: "fields, tags (PDF/UA-1), own fonts, data"}
    named |= {name: peer.what for name, peer in there.items()}
    sys.stdout.write(table(turns, named) + "\n")
    for peer in PEERS:
        if not find_version(peer):
            sys.stdout.write(f"| {' or '.join(peer.packages)} | not installed | - | - | - | - |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
