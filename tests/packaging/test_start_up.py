"""Starting costs more than composing, so each command imports only what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PAGE_PACKAGES = {
    "jinja2.environment",
    "starlette.requests",
    "uvicorn.config",
    "h11",
    "anyio",
    "asyncio",
    "generator.web",
}
LANGUAGE_PACKAGES = {"uharfbuzz", "icu4py", "babel", "polib", "justmytype_intl_cjk"}


def imported_by(*arguments: str | Path) -> set[str]:
    """Return the modules and packages that the command imports, as Python itself reports them."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "generator", *arguments],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_help_imports_no_library_but_click() -> None:
    packages = imported_by("--help")
    assert "click" in packages
    assert packages.isdisjoint({"reportlab", "pypdf", "yaml", "PIL"})


def test_compose_imports_no_library_but_click(tmp_path: Path) -> None:
    packages = imported_by("compose", "-p", "Ana", "-p", "Ben", "-o", tmp_path / "worksheet.pdf")
    assert packages.isdisjoint({"pypdf", "PIL", "reportlab", "yaml"} | PAGE_PACKAGES)


def test_the_command_that_opens_the_page_imports_what_it_needs_when_it_serves() -> None:
    packages = imported_by("open", "--help")
    assert "generator.cli.completion" in packages
    assert packages.isdisjoint(PAGE_PACKAGES)


def test_reading_answers_imports_no_writer_of_pdf(tmp_path: Path) -> None:
    worksheet = tmp_path / "worksheet.pdf"
    imported_by("compose", "-p", "Ana", "-p", "Ben", "-o", worksheet)
    assert "reportlab" not in imported_by("answers", worksheet, "--format", "json")


def test_english_imports_nothing_that_other_languages_need(tmp_path: Path) -> None:
    sheet, answers, merged = (tmp_path / name for name in ("sheet.pdf", "answers.yaml", "merged.pdf"))
    answers.write_text("answers: {hopes: {Zoë: We talk early – “soon”.}}", encoding="utf-8")
    packages = imported_by("compose", "-p", "Zoë", "-p", "Ελένη", "-o", sheet)
    packages |= imported_by("merge", sheet, answers, "-o", merged)
    assert packages.isdisjoint(LANGUAGE_PACKAGES)
    assert "uharfbuzz" in imported_by("compose", "--language", "ar", "-p", "Zoë", "-o", tmp_path / "arabic.pdf")
