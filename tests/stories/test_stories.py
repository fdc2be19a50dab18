"""Each story of ``docs/stories.md`` goes as it is told: in a folder of its own, its commands in order."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.stories.deeds import DEEDS
from tests.stories.outcomes import OUTCOMES
from tests.stories.telling import Story, read_counts, read_page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.terminal import Terminal

_, STORIES, _ = read_page()
WHO = [story.title for story in STORIES]


def test_everybody_has_a_story() -> None:
    assert list(OUTCOMES) == WHO


def test_the_steps_are_counted() -> None:
    assert read_counts() == {story.title: story.count_steps() for story in STORIES}


def test_every_deed_is_done_in_a_story() -> None:
    assert set().union(*(story.deeds for story in STORIES)) == set(DEEDS)


@pytest.mark.parametrize("story", STORIES, ids=WHO)
def test_it_goes_as_it_is_told(story: Story, alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALLIANCE_NO_DEFAULTS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(alliance.folder.parent))

    def run(arguments: list[str]) -> tuple[int, str]:
        ended = alliance(*arguments)
        return ended.code, ended.text + ended.err

    assert story.tell(alliance.folder, run, DEEDS) == story.text
    OUTCOMES[story.title](alliance.folder)


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES, ids=WHO)
def test_it_goes_so_from_a_wheel(story: Story, installed_with_calendar: Path, tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "folder"
    home.mkdir()
    folder.mkdir()
    around = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "PYTHONUTF8": "1"}
    del around["ALLIANCE_NO_DEFAULTS"]

    def run(arguments: list[str]) -> tuple[int, str]:
        command = [str(installed_with_calendar / "alliance"), *arguments]
        done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, done.stdout + done.stderr

    assert story.tell(folder, run, DEEDS) == story.text
    OUTCOMES[story.title](folder)
