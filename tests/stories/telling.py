"""``docs/stories.md``: what somebody does, step by step, and how it is told again by doing it.

A step is a command with what it says, a file that somebody writes (its name in front of its content), or a deed: a line
in italics, done without the program.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Run = Callable[[list[str]], tuple[int, str]]
    """From a command's arguments to its exit code and what stands on the terminal: the output, then the errors."""
    Deeds = Mapping[str, Callable[[Path], None]]

PAGE = Path(__file__).parents[2] / "docs" / "stories.md"
_STEP = re.compile(
    r"^```console\n\$ (?P<command>alliance [^\n]*?)(?: # exit code \d)?\n.*?```$"
    r"|^`(?P<name>[^`\n]+)`:\n\n```\w+\n(?P<content>.*?)```$"
    r"|^\*(?P<deed>[^*]+)\*$",
    re.MULTILINE | re.DOTALL,
)
_COUNTS = re.compile(r"^\| \[([^]]+)\]\([^)]*\) \| (\d+) \| (\d+) \|", re.MULTILINE)


class Story(NamedTuple):
    """A section of the page."""

    text: str

    @property
    def title(self) -> str:
        """Whose story it is."""
        return self.text.partition("\n")[0].removeprefix("## ")

    @property
    def deeds(self) -> set[str]:
        """The sentences in italics."""
        return {step["deed"] for step in _STEP.finditer(self.text) if step["deed"]}

    def count_steps(self) -> tuple[int, int]:
        """Return how many commands are typed, and how many files written."""
        steps = list(_STEP.finditer(self.text))
        return sum(bool(step["command"]) for step in steps), sum(bool(step["name"]) for step in steps)

    def tell(self, folder: Path, run: Run, deeds: Deeds) -> str:
        """Do all of it in a folder, and return the section with what the commands say now."""

        def do(step: re.Match[str]) -> str:
            if command := step["command"]:
                code, said = run(_split(command))
                return f"```console\n$ {command}{f' # exit code {code}' if code else ''}\n{said}```"
            if step["name"]:
                (folder / step["name"]).write_text(step["content"], "utf-8")
            else:
                deeds[step["deed"]](folder)
            return step[0]

        return _STEP.sub(do, self.text)


def read_page() -> tuple[str, tuple[Story, ...], str]:
    """Return what stands before the stories, the stories in order, and what stands behind them."""
    head, *sections = re.split(r"^(?=## )", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return head, tuple(map(Story, sections[:-1])), sections[-1]


def read_counts() -> dict[str, tuple[int, int]]:
    """Return the commands and files that the page's table has for each story."""
    _, _, table = read_page()
    return {title: (int(commands), int(files)) for title, commands, files in _COUNTS.findall(table)}


def _split(command: str) -> list[str]:
    """Return the arguments of a command of ours."""
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', command)][1:]
