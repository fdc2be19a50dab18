"""Where no extra is installed, sheets print all the same, Hebrew is right, and the message names what others want."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.foreign.languages import OWN_NAMES, sheet_in
from tests.foreign.test_languages_copied import read_by_poppler, strip

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., str]

CHECKOUT = Path(__file__).parents[2]
BLOCKER = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"uharfbuzz", "icu4py", "polib", "babel", "fontTools", "justmytype_intl_cjk"}:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Blocker())
"""
ARABIC, JAPANESE = 'pip install "designed-alliance[languages]"', 'pip install "designed-alliance[languages,cjk]"'


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return what runs the command line without the extras, must succeed, and returns the messages."""
    (tmp_path / "sitecustomize.py").write_text(BLOCKER)
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{CHECKOUT}"}

    def run_bare(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stderr

    return run_bare


@pytest.mark.parametrize(("language", "told"), [("ar", ARABIC), ("ja", JAPANESE), ("he", ""), ("el", ""), ("en", "")])
def test_sheets_and_alliances_print_and_say_what_brings_their_script(
    language: str, told: str, run: Run, tmp_path: Path
) -> None:
    people = OWN_NAMES.get(language, ("Ana", "Ben"))
    named = [part for name in people for part in ("-p", name)]
    answer = next(sheet_in(language).worksheet.bank.every_question()).text
    (tmp_path / "answers.json").write_text(json.dumps({"answers": {"hopes": dict.fromkeys(people, answer)}}))

    for said in (
        run("compose", "--language", language, *named, "-o", "sheet.pdf"),
        run("merge", "sheet.pdf", "answers.json", "-o", "alliance.pdf"),
    ):
        assert told in said
        assert told or "pip install" not in said


def test_hebrew_is_right(run: Run, tmp_path: Path) -> None:
    run("compose", "--language", "he", "-p", "שרה לוי", "-p", "דוד כהן", "-o", "sheet.pdf")
    copied = strip(read_by_poppler(tmp_path / "sheet.pdf"))
    questions = [question.text for question in sheet_in("he").worksheet.bank.every_question()]
    assert [text for text in (*questions, "שרה לוי", "דוד כהן") if strip(text) not in copied] == []
    assert "[U+" not in copied
