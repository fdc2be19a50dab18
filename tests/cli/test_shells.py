"""Completion in bash, zsh and fish themselves: a line is typed, Tab is pressed, and the word is what was meant."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_process import environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
SECONDS = 60
"""The longest that a shell may take for a line."""
STARTS = {
    "bash": ("bash --norc --noprofile -i", 'eval "$(_ALLIANCE_COMPLETE=bash_source alliance)"'),
    "zsh": ("zsh -f -i", 'autoload -U compinit; compinit -u -D; eval "$(_ALLIANCE_COMPLETE=zsh_source alliance)"'),
}
"""How they start, and how completion is switched on, as the guide says."""
LINES = [
    ("alliance compos", "compose"),
    ("alliance help compos", "compose"),
    ("alliance compose --pap", "--paper"),
    ("alliance compose --paper lett", "letter"),
    ("alliance compose --layout work", "workbook"),
    ("alliance compose --style easy", "easy-reading"),
    ("alliance compose --language de,u", "de,uk"),
    ("alliance compose --language de,Ana=u", "de,Ana=uk"),
    ("alliance compose --layout=work", "--layout=workbook"),
    ("alliance compose --timezone Europe/Lisb", "Europe/Lisbon"),
    ("alliance compose --without sup", "support"),
    ("alliance merge --without agr", "agreements"),
    ("alliance share --only agr", "agreements"),
    ("alliance calendar --timezone lisb", "Europe/Lisbon"),
    ('alliance compose -p "Ana Lima" --pick "Ana Lima: hopes, ton', "Ana Lima: hopes, tone"),
    ("alliance check own", "own bank.yaml"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file, and beside it the program as a command."""
    whole = tmp_path_factory.mktemp("shells")
    command = whole / "bin" / "alliance"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n', "utf-8")
    command.chmod(0o755)
    work = whole / "work"
    work.mkdir()
    (work / "own bank.yaml").touch()
    return work


def shell_environment(folder: Path) -> dict[str, str]:
    path = f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    home = str(folder.parent)
    return environment(PATH=path, HOME=home, ZDOTDIR=home, XDG_CONFIG_HOME=home, TERM="xterm", LC_ALL="C.UTF-8")


def require(shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")


def read_until(terminal: int, mark: bytes) -> bytes:
    """Return what the shell writes up to a mark."""
    said, end = b"", time.monotonic() + SECONDS
    while mark not in said:
        left = end - time.monotonic()
        assert left > 0, said.decode(errors="replace")
        if select.select([terminal], [], [], left)[0]:
            said += os.read(terminal, 65536)
    return said


@pytest.fixture(scope="module", params=STARTS)
def terminal(request: pytest.FixtureRequest, folder: Path) -> Iterator[int]:
    """A terminal in which a shell runs and completes, started once for all lines."""
    require(request.param)
    start, switch_on = STARTS[request.param]
    child, opened = pty.fork()
    if not child:
        os.chdir(folder)
        os.execvpe(start.split()[0], start.split(), shell_environment(folder))  # noqa: S606 - a shell is what is tested
    os.write(opened, f"{switch_on}; echo rea''dy\n".encode())
    read_until(opened, b"ready\r\n")
    yield opened
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(opened)


def type_and_complete(terminal: int, line: str) -> list[str]:
    """Return the words of the line after Tab was pressed at its end, as the shell itself reads them."""
    os.write(terminal, f"{line}\t".encode())
    # Control-A and Control-E go to the line's ends: it is printed instead of run
    os.write(terminal, b"\x01printf '<%s>' \x05;echo en''d\n")
    said = read_until(terminal, b"end\r\n")
    printed = said.decode().rpartition("<alliance>")[2].partition("end\r\n")[0]
    return printed.strip("<>").split("><")


@pytest.mark.parametrize(("line", "word"), LINES)
def test_bash_and_zsh_complete_what_is_typed(terminal: int, line: str, word: str) -> None:
    assert type_and_complete(terminal, line)[-1] == word


@pytest.fixture(scope="module")
def offers(folder: Path) -> dict[str, list[str]]:
    """What fish offers for each line."""
    require("fish")
    each = "for line in $argv; echo LINE; complete -C $line; end"
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"_ALLIANCE_COMPLETE=fish_source alliance | source; {each}", *dict(LINES)],  # noqa: S607 - the user's shell
        cwd=folder, env=shell_environment(folder), capture_output=True, text=True, timeout=SECONDS, check=True,
    )  # fmt: skip
    _, *told = done.stdout.split("LINE\n")
    offered = ([one.partition("\t")[0].replace("\\", "") for one in lines.splitlines()] for lines in told)
    return dict(zip(dict(LINES), offered, strict=True))


@pytest.mark.parametrize(("line", "word"), LINES)
def test_fish_completes_what_is_typed(offers: dict[str, list[str]], line: str, word: str) -> None:
    assert word in offers[line]
    assert len(offers[line]) < 5
