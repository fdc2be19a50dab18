"""The benchmarks' own code: what is compared is made, and what could not be compared is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
TABLE = """
from peers import FILES, FLOOR, OURS, PACKET, Cost, Failed, table
files = {"ReportLab canvas 5": Cost(0.03, 61_000), FLOOR: Cost(0.0001, 60_000), OURS: Cost(0.0002, 60_000),
         "Typst 1": Failed("it is ill")}
packet = files | {OURS: Cost(0.00006, 1_500), "ReportLab canvas 5": Failed("")}
print(table({FILES: [files], PACKET: [packet]}, dict.fromkeys(files, "sheets")))
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=BENCHMARKS, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("script", ["peer_canvas.py", "peer_platypus.py", "peer_pypdf.py"])
def test_a_peer_makes_a_file_for_each_row(tmp_path: Path, script: str) -> None:
    done = run(script, "files", tmp_path, "2")
    assert done.returncode == 0, done.stderr
    assert [path.read_bytes()[:5] for path in sorted(tmp_path.iterdir())] == [b"%PDF-"] * 2


def test_a_peer_without_packets_says_so(tmp_path: Path) -> None:
    done = run("peer_pypdf.py", "packet", tmp_path / "packet.pdf", "2")
    assert (done.returncode, done.stderr) == (1, "packet: not offered\n")


def test_the_table_has_ratios_to_the_plain_script_and_what_failed() -> None:
    done = run("-c", TABLE)
    assert done.stdout.splitlines() == [
        "| | makes | separate files | each | one packet | each |",
        "|---|---|--:|--:|--:|--:|",
        "| ReportLab canvas 5 | sheets | 1.0 | 61.0 kB | - | - |",
        "| floor | sheets | 300 | 60.0 kB | 300 | 60.0 kB |",
        "| alliance batch | sheets | 150 | 60.0 kB | 500 | 1.5 kB |",
        "| Typst 1 | sheets | it is ill | - | it is ill | - |",
    ], done.stderr


def test_the_page_is_measured_and_the_goals_are_told() -> None:
    done = run("page.py", "--rounds", "2")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["| ms | median | largest | goal |", "|---|--:|--:|--:|"], done.stderr
    assert [line.split("|")[4].strip() for line in lines[2:]] == ["15", "80", "40"]


def test_the_archive_is_measured_and_the_goal_is_told() -> None:
    done = run("archive.py", "--files", "4", "--rounds", "1")
    lines = done.stdout.splitlines()
    assert lines[1:3] == ["| alliance | CPU s | wall s | goal |", "|---|--:|--:|--:|"], done.stderr
    assert [line.split()[1] for line in lines[3:]] == ["list", "verify", "answers", "check", "calendar"]
    assert {line.split("|")[4].strip() for line in lines[3:]} == {"0.2"}
    assert done.returncode == 1  # starting alone takes longer
