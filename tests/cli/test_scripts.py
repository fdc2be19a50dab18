"""``--font`` on every command that makes pages, and what is said where an extra is not installed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest

from generator.workflows import script_remarks
from tests.cli.reading import text_of

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

CJK = Path(__file__).parents[1] / "fixtures/typefaces/cjk.ttc"
GIVEN = ("--font", str(CJK))
BLOCKER = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"uharfbuzz", "icu4py", "justmytype_intl_cjk"}:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Blocker())
"""


def fonts_of(pdf: bytes) -> set[str]:
    """The names of the typefaces that the first page uses, and those of what is filled in on it."""
    resources = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"].get_object()
    drawings = [drawing.get_object() for drawing in resources.get("/XObject", {}).values()]  # type: ignore[union-attr]
    every = [resources, *(drawing["/Resources"].get_object() for drawing in drawings if "/Resources" in drawing)]
    names = {font.get_object()["/BaseFont"][1:] for own in every for font in own["/Font"].values()}
    return {name.partition("+")[2] or name for name in names}


def test_every_command_that_makes_pages_takes_typefaces(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,person_2\n田中 太郎,Ana\n")
    alliance.file("a.yaml", "people: [田中 太郎, Ana]\nanswers: {hopes: {Ana: お互いに話す}}\n")
    assert alliance("compose", "--language", "ja", "-p", "田中 太郎", "-o", "w.pdf", *GIVEN).code == 0
    assert alliance("merge", "a.yaml", "-o", "m.pdf", *GIVEN).code == 0
    assert alliance("revise", "m.pdf", "-o", "v.pdf", *GIVEN).code == 0
    assert alliance("batch", "r.csv", "-o", "b", *GIVEN).code == 0
    assert alliance("batch", "r.csv", "--packet", "p.pdf", *GIVEN).code == 0
    (made,) = (alliance.folder / "b").glob("*.pdf")
    for path in ("w.pdf", "m.pdf", "v.pdf", "p.pdf", made):
        pdf = (alliance.folder / path).read_bytes()
        assert "NotoSansCJKjp-Regular" in fonts_of(pdf), path
        assert "田中 太郎" in text_of(pdf), path
        assert "[U+" not in text_of(pdf), path


def test_several_typefaces_may_be_given_and_none_is_written_over(alliance: Terminal) -> None:
    alliance.file("one.ttc", CJK.read_bytes())
    done = alliance("compose", "-p", "김민준", "--font", "one.ttc", *GIVEN, "-o", "one.ttc", "--force")
    assert done.code != 0
    assert (alliance.folder / "one.ttc").read_bytes() == CJK.read_bytes()


def test_a_file_that_is_no_typeface_is_located(alliance: Terminal) -> None:
    alliance.file("notes.ttf", "no typeface")
    done = alliance("compose", "--font", "notes.ttf")
    assert done.code == 3
    assert "notes.ttf: is no TrueType or OpenType file" in done.err


def test_the_message_names_what_brings_chinese_characters(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    alliance.file("here.ttc", b"")
    done = alliance("compose", "-p", "李", "-o", "a.pdf")
    assert 'pip install "designed-alliance[cjk]"' in done.err
    monkeypatch.setattr(script_remarks, "KNOWN_FILES", {"here.ttc": ("zh",)})
    done = alliance("compose", "-p", "李", "-o", "b.pdf")
    assert "--font here.ttc" in done.err


@pytest.mark.parametrize(
    ("name", "shown", "said"),
    [
        ("สมชาย", "[U+0E2A]", ["No typeface has 'ส'", 'pip install "designed-alliance[languages]"']),
        ("محمد", "", ["unjoined", 'pip install "designed-alliance[languages]"']),
        ("李", "[U+674E]", ["No typeface has '李'", 'pip install "designed-alliance[languages,cjk]"']),
        ("שרה", "", []),
        ("Ana", "", []),
    ],
)
def test_without_the_extras_a_sheet_still_prints(name: str, shown: str, said: list[str], tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BLOCKER)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "compose", "-p", name, "-o", "sheet.pdf"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": f"{tmp_path}:{Path.cwd()}"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for part in said:
        assert part in done.stderr
    if not said:
        assert "pip install" not in done.stderr
    assert shown in text_of((tmp_path / "sheet.pdf").read_bytes())


def test_thai_without_its_dictionary_is_told(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_remarks, "has_dictionary", lambda: False)
    done = alliance("compose", "-p", "สมชาย", "-o", "a.pdf")
    assert 'pip install "designed-alliance[thai]"' in done.err


def test_latin_sheets_import_no_extra(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "generator", "compose", "-p", "Zoë", "-o", str(tmp_path / "a.pdf")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "generator.fonts.metrics" in done.stderr
    assert not [name for name in ("uharfbuzz", "icu4py", "fonts.shaping", "babel") if name in done.stderr]


@pytest.mark.parametrize("names", ["Ana Lima,Ben Okafor", "अना लीमा,محمد"])
def test_a_roster_makes_the_sheets_that_are_made_one_by_one(names: str, alliance: Terminal) -> None:
    alliance.file(
        "r.csv", f"person_1,person_2,meeting\n{names},2026-12-04 12:30\nZoe,Yves,2026-12-05 09:15\n{names},\n"
    )
    alliance.done("batch", "r.csv", "--language", "hi", "-o", "b")
    alliance.done("batch", "r.csv", "--language", "hi", "--packet", "p.pdf")
    one, two = names.split(",")
    alliance.done("compose", "--language", "hi", "-p", one, "-p", two, "--meeting", "2026-12-04 12:30", "-o", "s.pdf")
    sheets = [(path.name, path.read_bytes()) for path in (alliance.folder / "b").glob("*.pdf")]
    single = text_of((alliance.folder / "s.pdf").read_bytes())
    assert "12:30" in single
    assert one in single
    assert single in [text_of(sheet) for _, sheet in sheets]
    packet = text_of((alliance.folder / "p.pdf").read_bytes())
    assert packet.count("12:30") == packet.count("09:15") == 2  # the date, and the time plan
