"""``alliance.toml``: defaults of a person, beside the work or among their settings; an option always wins."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pypdf
import pytest

from generator.cli import defaults
from generator.files.shipped import BANK, data_file
from generator.formats.defaults import KEYS
from tests.cli.reading import ANA_AND_BEN
from tests.cli.reading import BANK as OWN_BANK

if TYPE_CHECKING:
    from tests.cli.terminal import Ended, Terminal

ROOT = Path(__file__).parents[2]
SETTINGS = "~/.config/alliance/alliance.toml"
"""As messages call it."""
LETTER, A4, A5 = (612, 792), (595, 842), (420, 595)


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own; return the file of defaults in its folder of settings, which is not there yet."""
    monkeypatch.delenv("ALLIANCE_NO_DEFAULTS")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    file = Path(defaults.list_files()[1]).expanduser()
    file.parent.mkdir(parents=True)
    return file


def size(pdf: bytes) -> tuple[int, int]:
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return round(box.width), round(box.height)


def sheet(alliance: Terminal, *options: str) -> bytes:
    return alliance.done("compose", *ANA_AND_BEN, *options, "-o", "-").out


def definition(pdf: bytes) -> dict[str, object]:
    (data,) = pypdf.PdfReader(io.BytesIO(pdf)).attachments["worksheet.json"]
    loaded: dict[str, object] = json.loads(data)
    return loaded


def wrong(ended: Ended) -> list[str]:
    assert (ended.code, ended.out) == (3, b"")
    return ended.lines


def test_the_folder_is_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert defaults.find_configuration_folder() == platformdirs.user_config_dir("alliance", appauthor=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    assert defaults.find_configuration_folder() == platformdirs.user_config_dir("alliance", appauthor=False)


@pytest.mark.parametrize(("system", "module", "name"), [("win32", "windows", "Windows"), ("darwin", "macos", "MacOS")])
def test_the_folders_of_other_systems_are_theirs(
    monkeypatch: pytest.MonkeyPatch, system: str, module: str, name: str
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    theirs = getattr(__import__(f"platformdirs.{module}", fromlist=[name]), name)("alliance", appauthor=False)
    monkeypatch.setattr(sys, "platform", system)
    found = defaults.find_configuration_folder()
    if system == "darwin":
        assert found == theirs.user_config_dir
    else:
        assert found == str(Path("/local", "alliance"))
        monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda name: {"CSIDL_LOCAL_APPDATA": "/local"}[name])
        assert found == theirs.user_config_dir


def test_the_nearer_file_counts_for_each_key_and_an_option_for_all(alliance: Terminal, settings: Path) -> None:
    plain = sheet(alliance)
    settings.write_text('paper = "letter"\nlayout = "workbook"\n', "utf-8")
    far = sheet(alliance)
    assert (size(plain), size(far), definition(far)["layout"]) == (A4, LETTER, "workbook")
    alliance.file("alliance.toml", 'paper = "a5"\n')
    near = sheet(alliance)
    assert (size(near), definition(near)["layout"]) == (A5, "workbook")
    assert sheet(alliance, "--paper", "a4", "--layout", "classic") == plain
    assert alliance.done("--no-defaults", "compose", *ANA_AND_BEN, "-o", "-").out == plain


def test_the_environment_leaves_defaults_out(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = sheet(alliance)
    alliance.file("alliance.toml", "nonsense")
    assert alliance("compose").code == 3
    monkeypatch.setenv("ALLIANCE_NO_DEFAULTS", "1")
    assert sheet(alliance) == plain


def test_files_are_beside_the_one_that_names_them(alliance: Terminal, settings: Path) -> None:
    settings.write_text('bank = "own.yaml"\nlayout = "deep/our.yaml"\n', "utf-8")
    (settings.parent / "own.yaml").write_text(OWN_BANK, "utf-8")
    (settings.parent / "deep").mkdir()
    (settings.parent / "deep" / "our.yaml").write_text("extends: workbook\npaper: a5\n", "utf-8")
    assert alliance.done("questions").text.startswith("Start (start)\n  why ")
    made = sheet(alliance)
    assert (size(made), definition(made)["layout"]) == (A5, "our.yaml")


def test_language_and_style_are_taken_and_a_rosters_column_wins(alliance: Terminal) -> None:
    alliance.file("alliance.toml", 'language = "de"\nstyle = "easy-reading"\n')
    assert sheet(alliance) == sheet(alliance, "--language", "de", "--style", "easy-reading")
    alliance.file("roster.csv", "person_1,person_2,language\nAna,Ben,\nCleo,Dan,pt\n")
    alliance.done("batch", "roster.csv", "-o", "sheets")
    tags = {
        path.name: str(pypdf.PdfReader(path).root_object["/Lang"])
        for path in (alliance.folder / "sheets").glob("*.pdf")
    }
    assert tags == {"worksheet-ana-ben.pdf": "de", "worksheet-cleo-dan.pdf": "pt"}


def test_a_brand_is_taken_and_can_be_refused(alliance: Terminal) -> None:
    plain = sheet(alliance)
    alliance.file("ours.yaml", "organisation: Tandem Coaching\n")
    alliance.file("alliance.toml", 'brand = "ours.yaml"\n')
    assert sheet(alliance) == sheet(alliance, "--brand", "ours.yaml") != plain
    assert sheet(alliance, "--no-brand") == plain
    ended = alliance("compose", "--brand", "ours.yaml", "--no-brand")
    assert (ended.code, ended.lines) == (2, ["--brand and --no-brand exclude each other. Leave one of them out."])


def test_what_a_document_brings_stays(alliance: Terminal) -> None:
    alliance.done("compose", *ANA_AND_BEN, "--pick", "Ana Lima: hopes", "-o", "w.pdf")
    plain = alliance.done("merge", "w.pdf", "--allow-empty", "-o", "-").out
    alliance.done("merge", "w.pdf", "--allow-empty", "-o", "m.pdf")
    revised = alliance.done("revise", "m.pdf", "-o", "-").out
    alliance.file("ours.yaml", "organisation: Tandem Coaching\n")
    keys = 'paper = "letter"\nlayout = "workbook"\nstyle = "ink-saver"\nlanguage = "de"\nbrand = "ours.yaml"\n'
    alliance.file("alliance.toml", f'{keys}timezone = "Europe/Lisbon"\n')
    assert alliance.done("merge", "w.pdf", "--allow-empty", "-o", "-").out == plain
    assert alliance.done("revise", "m.pdf", "-o", "-").out == revised


def test_the_time_zone_counts_with_a_calendar_file(alliance: Terminal) -> None:
    pytest.importorskip("icalendar", reason="needs the extra calendar")
    alliance.file("alliance.toml", 'timezone = "Asia/Tokyo"\n')
    alliance.done("compose", "--meeting", "2026-12-04 12:30", "--ics", "lunch.ics", "-o", "w.pdf")
    assert "TZID=Asia/Tokyo" in (alliance.folder / "lunch.ics").read_text("utf-8")
    alliance.done("compose", "--meeting", "2026-12-04 12:30", "-o", "v.pdf")


def test_answers_belong_to_the_default_bank(alliance: Terminal) -> None:
    alliance.file("own.yaml", OWN_BANK)
    alliance.file("answers.yaml", "people: [Ana]\nanswers: {why: {Ana: x}}")
    assert alliance("check", "answers.yaml").code == 3
    alliance.file("alliance.toml", 'bank = "own.yaml"\n')
    alliance.done("check", "answers.yaml")
    alliance.done("answers", "answers.yaml")
    alliance.done("merge", "answers.yaml", "-o", "m.pdf")


def test_what_is_wrong_with_a_file_is_told_at_once_with_its_places(alliance: Terminal, settings: Path) -> None:
    alliance.file("alliance.toml", '# ours\n"lyout" = "x"\npaper = 3\n\n[style]\nink = 1\n')
    settings.write_text('colour = "red"\nbank = "-"\nbrand = " "\n', "utf-8")
    assert wrong(alliance("compose")) == [
        "alliance.toml:2:1: unknown key 'lyout'. Did you mean 'layout'?",
        "alliance.toml:3:1: 'paper' must be a text. Write it in quotes: paper = \"...\", or leave it out.",
        "alliance.toml:5:2: 'style' must be a text. Write it in quotes: style = \"...\", or leave it out.",
        f"{SETTINGS}:1:1: unknown key 'colour'. There are: {', '.join(KEYS)}.",
        f"{SETTINGS}:2:1: 'bank' must name a file. The standard input belongs to a command.",
        f"{SETTINGS}:3:1: 'brand' must be a text. Write it in quotes: brand = \"...\", or leave it out.",
    ]
    alliance.done("compose", "--help")
    alliance.done("languages")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('paper = "a4"\nstyle = \n', ":2:9: is no TOML: "),
        ('paper = "a4"\npaper = "a5"\n', ":2:13: is no TOML: "),
        ('paper = "a4', ": is no TOML: "),
        ("a = " + "[" * 5000, ": is nested too deeply"),
        (b"paper = '\xff'", ":1:10: "),
        ("#" * 10_001, ": is larger than 10000 bytes"),
    ],
)
def test_what_is_no_toml_is_told(alliance: Terminal, text: str | bytes, place: str) -> None:
    alliance.file("alliance.toml", text)
    (line,) = wrong(alliance("compose"))
    assert line.startswith(f"alliance.toml{place}")


def test_values_that_cannot_be_used_are_told_where_they_stand(alliance: Terminal) -> None:
    alliance.file("alliance.toml", 'bank = "gone.yaml"\nlayout = "worbook"\n')
    assert wrong(alliance("compose")) == ["alliance.toml:2:1: unknown layout 'worbook'. Did you mean 'workbook'?"]
    assert wrong(alliance("compose", "--layout", "workbook")) == [
        "alliance.toml:1:1: gone.yaml: there is no such file. Check the name and the folder."
    ]
    alliance.file("gone.yaml", OWN_BANK.replace("text:", "txet:", 1))
    told = wrong(alliance("questions"))
    assert [line.partition(": ")[0] for line in told] == ["gone.yaml:3:43", "gone.yaml:3:53"]
    assert all(line.endswith(" alliance.toml:1 names this file.") for line in told)


def test_a_wrong_default_and_a_wrong_option_are_told_together(alliance: Terminal) -> None:
    alliance.file("alliance.toml", 'language = "zz"\n')
    ended = alliance("compose", "--paper", "a4", "--meeting", "tomorow")
    assert ended.code == 2
    assert [line.partition("'")[0] for line in ended.lines] == [
        "alliance.toml:1: the bank is not translated into ",
        "--meeting ",
    ]


def test_the_verbose_version_tells_what_is_in_force_and_checks_it(alliance: Terminal, settings: Path) -> None:
    plain = alliance.done("--version").text
    verbose = alliance.done("--version", "--verbose").text
    assert verbose.startswith(plain)
    assert verbose.endswith(f"alliance.toml (not there); {SETTINGS} (not there)\nThere are none.\n")
    alliance.file("alliance.toml", 'paper = "letter"\nlayout = "workbook"\n')
    settings.write_text('paper = "a5"\n\nstyle = "inksaver"\n', "utf-8")
    ended = alliance("--verbose", "-V")
    assert ended.text.splitlines()[2:5] == [
        "  paper = letter  (alliance.toml:1)",
        "  layout = workbook  (alliance.toml:2)",
        f"  style = inksaver  ({SETTINGS}:3)",
    ]
    assert (ended.code, ended.lines) == (3, [f"{SETTINGS}:3:1: unknown style 'inksaver'. Did you mean 'ink-saver'?"])


def test_check_takes_a_file_of_defaults(alliance: Terminal) -> None:
    shutil.copy(data_file(BANK), alliance.folder / "ours.yaml")
    alliance.file("mine.toml", 'paper = "letter"\nbank = "ours.yaml"\nlanguage = "de"\n')
    ended = alliance("check", "mine.toml")
    assert (ended.code, len(ended.lines)) == (3, 1)
    assert ended.lines[0].startswith("mine.toml:3:1: ")
    alliance.file("mine.toml", 'paper = "letter"\nlanguage = "de"\n')
    assert alliance.done("check", "mine.toml").text == "mine.toml: defaults, paper, language\n"
    alliance.file("mine.toml", 'brand = "gone.yaml"\ntimezone = "Lisbon"\n')
    assert [line.partition(": ")[0] for line in alliance("check", "mine.toml").lines] == [
        "mine.toml:1:1",
        "mine.toml:2:1",
    ]


def test_the_page_lists_every_key_and_which_command_takes_it() -> None:
    text = (ROOT / "docs" / "files.md").read_text("utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert sorted(re.findall(r"^(\w+) = ", block, re.MULTILINE)) == sorted(KEYS)
    rows = re.findall(
        r"^\| ((?:`\w+`,? ?)+) \| ((?:`\w+`).*) \|$", text.partition("| command | keys |")[2], re.MULTILINE
    )
    told = {
        command: frozenset(re.findall(r"`(\w+)`", keys))
        for names, keys in rows
        for command in re.findall(r"`(\w+)`", names)
    }
    assert {command: told.get(command) for command in defaults.USED_BY} == defaults.USED_BY


def test_a_file_that_cannot_be_used_names_its_option(alliance: Terminal) -> None:
    (line,) = wrong(alliance("compose", "--bank", "gone.yaml"))
    assert line == "gone.yaml: there is no such file. Check the name and the folder. It was given with --bank."
    (line,) = wrong(alliance("compose", "--layout", "gone.yaml"))
    assert line.endswith(" It was given with --layout.")
    (line,) = wrong(alliance("merge", "gone.pdf"))
    assert line == "gone.pdf: there is no such file. Check the name and the folder."


@pytest.mark.slow
def test_the_shell_completes_ids_of_the_default_bank(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name, value in {"_ALLIANCE_COMPLETE": "bash_complete", "COMP_CWORD": "3"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COMP_WORDS", "alliance compose --question w")
    alliance.file("own.yaml", OWN_BANK)
    alliance.file("alliance.toml", 'bank = "own.yaml"\n')
    offered = subprocess.run([sys.executable, "-m", "generator"], capture_output=True, text=True, check=False)
    assert offered.stdout.split() == ["plain,why"]
    alliance.file("alliance.toml", "nonsense")
    offered = subprocess.run([sys.executable, "-m", "generator"], capture_output=True, text=True, check=False)
    assert offered.stdout.split() == ["plain,way-back"]
    assert offered.stderr == ""
