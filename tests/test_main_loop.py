"""The first test to read: once through everything that the program is for, as the people at the two ends see it.

A coach composes a worksheet, Ana and Ben fill it in on screen and save it, the coach merges it into the finished
alliance; months later the alliance alone makes the next worksheet, and the loop begins again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from click.testing import CliRunner
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from generator.cli.commands import alliance

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def run(*words: str) -> str:
    """Run a command as the shell would; return what it printed."""
    done = CliRunner().invoke(alliance, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def fill_in(path: str, texts: dict[str, str], ticks: tuple[str, ...] = ()) -> None:
    """Type texts and tick boxes as a viewer does, and save; fields are named without the worksheet's identity."""
    writer = PdfWriter(clone_from=path)
    for page in writer.pages:
        for annotation in page.get("/Annots", []):
            field = annotation.get_object()
            name = field["/T"].partition("/")[2]
            if name in texts:
                writer.update_page_form_field_values(page, {field["/T"]: texts[name]}, auto_regenerate=False)
            if name in ticks:
                field.update({NameObject("/V"): NameObject("/Yes"), NameObject("/AS"): NameObject("/Yes")})
    writer.write(path)


def text_of(path: str) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_the_main_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    run("compose", "-p", "Ana Lima", "-p", "Ben Okafor", "--meeting", "2026-12-04 12:30", "-o", "worksheet.pdf")
    fill_in("worksheet.pdf", {"answer/hopes/p2": "That I look forward to our Mondays."}, ticks=("pick/hopes/p1",))

    run("merge", "worksheet.pdf", "-o", "alliance.pdf")
    assert "That I look forward to our Mondays." in text_of("alliance.pdf")
    assert "unaltered" in run("verify", "alliance.pdf")

    answers = yaml.safe_load(run("answers", "alliance.pdf"))
    assert answers["picks"] == {"Ana Lima": ["hopes"]}
    assert answers["answers"]["hopes"]["Ben Okafor"].strip() == "That I look forward to our Mondays."

    run("revise", "alliance.pdf", "--meeting", "2027-03-01 12:30", "-o", "next.pdf")
    fill_in("next.pdf", {"answer/hopes/p2": "That you ask before you help.", "answer/tone/p1": "Light."})

    run("merge", "next.pdf", "-o", "alliance-2.pdf")
    assert "That you ask before you help." in text_of("alliance-2.pdf")
    assert "That I look forward to our Mondays." in run("answers", "alliance-2.pdf", "--revision", "1")
    assert "unaltered" in run("verify", "alliance-2.pdf")
