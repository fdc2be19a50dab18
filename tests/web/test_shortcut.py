"""A file to double-click starts the page with this Python, on this folder, whatever their names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.errors import InvalidRequest
from generator.web.shortcut import find_desktop, make_shortcut, save_shortcut

GIO = shutil.which("gio") or ""
ARGUMENTS = ["-P", "-m", "generator", "open"]
HOSTILE = [
    "two words", "'single'", '"double"', "50%", "%f %U %%", "!", "!x!", "$HOME", "${HOME}", "`id`", "$(id)", "a\\b",
    "\\", "back\\\\", "Zoë", "愛", "\u202egnp", "a;b", "a&b", "a|b", "a>b", "*?", "#x", "~", "-x", "a=b", "[x]", "^",
    "tab\tbed", "two\nlines", "\r", "\N{GRINNING FACE}", " lead", "trail ", "\\n", "\\s", "%1", "&& del", "(x)",
]  # fmt: skip
ON_WINDOWS = [name for name in HOSTILE if not re.search(r'["\r\n*?<>|]', name)]


def read_entry(data: bytes) -> dict[str, str]:
    """Return the keys of a desktop entry, its strings unescaped as the specification has it."""
    lines = data.decode().splitlines()
    assert lines[0] == "[Desktop Entry]"
    meanings = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
    pairs = (line.split("=", 1) for line in lines[1:])
    return {key: re.sub(r"\\(.)", lambda found: meanings[found[1]], value) for key, value in pairs}


def split_exec(value: str) -> list[str]:
    """Return the arguments of the key Exec, as the specification has it."""
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"(?: |$)', value, re.DOTALL)
    assert " ".join(f'"{argument}"' for argument in quoted) == value
    assert not re.search(r"(?<!%)(%%)*%(?!%)", value)
    return [re.sub(r'\\(["`$\\])', r"\1", argument).replace("%%", "%") for argument in quoted]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_desktop_entry_starts_what_it_is_made_for(name: str) -> None:
    python, folder = f"/opt/{name}/python", f"/home/ana/{name}"
    made = make_shortcut("linux", python, folder, is_usual=False)
    entry = read_entry(made.data)
    assert split_exec(entry["Exec"]) == [python, *ARGUMENTS, folder]
    assert (entry["Type"], entry["Terminal"], entry["Name"]) == ("Application", "false", f"Designed alliance: {name}")
    assert made.name.endswith(".desktop")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_command_file_starts_what_it_is_made_for(name: str, tmp_path: Path) -> None:
    program = tmp_path / name
    program.mkdir()
    python = program / "python"
    python.write_text('#!/bin/sh\nfor given in "$0" "$@"; do printf "%s\\0" "$given"; done\n')
    python.chmod(0o755)
    made = make_shortcut("darwin", str(python), str(program), is_usual=False)
    script = tmp_path / "script"
    script.write_bytes(made.data)
    done = subprocess.run(["/bin/sh", script], capture_output=True, check=True, cwd=tmp_path)
    assert os.fsdecode(done.stdout).split("\0")[:-1] == [str(python), *ARGUMENTS, str(program)]
    assert made.name.endswith(".command")


@pytest.mark.parametrize("name", ON_WINDOWS)
def test_a_batch_file_starts_what_it_is_made_for(name: str) -> None:
    python, folder = f"C:\\{name}\\python.exe", f"C:\\Users\\Ana\\{name}"
    made = make_shortcut("win32", python, folder, is_usual=False)
    lines = made.data.decode().split("\r\n")
    assert lines[:3] == ["@echo off", "setlocal DisableDelayedExpansion", "chcp 65001 >nul"]
    assert "\n" not in made.data.decode().replace("\r\n", "")
    # what cmd makes of it: percent signs that are doubled are single ones, quotes keep the rest
    parts = re.fullmatch(r'"([^"]*)" (.*) "([^"]*)"', lines[3].replace("%%", "%"))
    assert parts
    assert not re.search(r"(?<!%)(%%)*%(?!%)", lines[3])
    assert parts[1] == python
    assert parts[2] == '"-P" "-m" "generator" "open"'
    given = parts[3]
    # what the program makes of it: backslashes before the last quote are halved
    trailing = len(given) - len(given.rstrip("\\"))
    assert trailing % 2 == 0
    assert given[: len(given) - trailing // 2] == folder
    assert made.name.endswith(".bat")


@pytest.mark.parametrize(
    ("system", "name"),
    [(system, name) for system in ("linux", "darwin") for name in HOSTILE] + [("win32", name) for name in ON_WINDOWS],
)
def test_its_own_name_is_safe(system: str, name: str) -> None:
    made = make_shortcut(system, "/python", f"/home/{name}", is_usual=False)
    assert re.fullmatch(r"designed-alliance-[\w-]+\.(desktop|command|bat)", made.name)


def test_the_usual_folder_needs_no_name() -> None:
    for system, suffix in (("linux", "desktop"), ("darwin", "command"), ("win32", "bat")):
        made = make_shortcut(system, "/python", "/home/ana/Alliances", is_usual=True)
        assert made.name == f"designed-alliance.{suffix}"


@pytest.mark.parametrize(
    ("system", "folder"), [("linux", "/home/\udcff"), ("win32", "C:\\\udcff"), ("win32", 'C:\\"'), ("win32", "C:\\\n")]
)
def test_what_cannot_be_held_is_refused(system: str, folder: str) -> None:
    with pytest.raises(InvalidRequest, match=r"cannot hold this path.* Give the folder another name\."):
        make_shortcut(system, "/python", folder, is_usual=False)


def test_a_name_in_no_encoding_is_held_by_a_script() -> None:
    assert b"/home/\xff" in make_shortcut("darwin", "/python", "/home/\udcff", is_usual=False).data


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="reads what freedesktop.org has")
def test_it_lies_on_the_desktop_whatever_that_is_called(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_desktop() == str(home)
    (home / "Desktop").mkdir()
    assert find_desktop() == str(home / "Desktop")
    settings = home / ".config"
    settings.mkdir()
    (settings / "user-dirs.dirs").write_text('# own\nXDG_DESKTOP_DIR="$HOME/Schreib\\"tisch"\n')
    assert find_desktop() == str(home / "Desktop")
    (home / 'Schreib"tisch').mkdir()
    assert find_desktop() == str(home / 'Schreib"tisch')
    (home / "else").mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "else"))
    (home / "else" / "user-dirs.dirs").write_text(f'XDG_DESKTOP_DIR="{home}/else"\n')
    assert find_desktop() == str(home / "else")
    (home / "else" / "user-dirs.dirs").write_bytes(b'XDG_DESKTOP_DIR="\xff\n')
    assert find_desktop() == str(home / "Desktop")


@pytest.mark.skipif(sys.platform == "win32", reason="looks at permissions")
def test_it_is_written_once_and_overwrites_nothing(home: Path) -> None:
    (home / "Desktop").mkdir()
    path = Path(save_shortcut(str(home / "lunches"), is_usual=False))
    assert path.parent == home / "Desktop"
    assert os.access(path, os.X_OK)
    assert save_shortcut(str(home / "lunches"), is_usual=False) == str(path)
    path.write_text("mine")
    second = Path(save_shortcut(str(home / "lunches"), is_usual=False))
    assert second.stem == f"{path.stem}-2"
    assert path.read_text() == "mine"
    assert not (home / "lunches").exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="starts a desktop entry")
def test_the_command_writes_what_starts_the_page(home: Path) -> None:
    folder = home / 'Ana\'s 50% "lunches" $HOME'
    command = [sys.executable, "-W", "error", "-m", "generator", "open", "--shortcut", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (entry,) = home.glob("*.desktop")
    assert done.stderr.startswith(f"Wrote {entry}"[:80])
    assert ". Double-click it to open the page" in done.stderr
    arguments = split_exec(read_entry(entry.read_bytes())["Exec"])
    assert arguments == [sys.executable, *ARGUMENTS, str(folder)]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, cwd=home, env={**os.environ, "XDG_RUNTIME_DIR": ""}
    ) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("Open http://127.0.0.1:")
        process.terminate()
    assert folder.is_dir()


@pytest.mark.slow
@pytest.mark.skipif(not GIO, reason="no desktop to ask")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_desktop_reads_its_entry_so(name: str, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\nfor given in "$@"; do printf "%s\\0" "$given"; done > {tmp_path}/given\n')
    program.chmod(0o755)
    entry = tmp_path / "x.desktop"
    entry.write_bytes(make_shortcut("linux", str(program), f"/home/{name}", is_usual=False).data)
    subprocess.run([GIO, "launch", entry], check=True, capture_output=True)
    deadline = time.monotonic() + 30
    while not ((tmp_path / "given").exists() and (tmp_path / "given").stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert (tmp_path / "given").read_bytes().split(b"\0")[-2] == f"/home/{name}".encode()
