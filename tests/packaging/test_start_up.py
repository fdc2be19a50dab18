"""Starting costs more than composing, so each command imports only what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def imported_by(*arguments: str | Path) -> set[str]:
    """Return the top-level packages that the command imports, as Python itself reports them."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "generator", *arguments],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {row.partition(".")[0] for row in rows}


def test_help_imports_no_library_but_click() -> None:
    packages = imported_by("--help")
    assert "click" in packages
    assert packages.isdisjoint({"reportlab", "pypdf", "yaml", "PIL"})


def test_compose_imports_no_library_but_click(tmp_path: Path) -> None:
    packages = imported_by("compose", "-p", "Ana", "-p", "Ben", "-o", tmp_path / "worksheet.pdf")
    assert packages.isdisjoint({"pypdf", "PIL", "reportlab", "yaml"})


def test_reading_answers_imports_no_writer_of_pdf(tmp_path: Path) -> None:
    worksheet = tmp_path / "worksheet.pdf"
    imported_by("compose", "-p", "Ana", "-p", "Ben", "-o", worksheet)
    assert "reportlab" not in imported_by("answers", worksheet, "--format", "json")
