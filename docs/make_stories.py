"""Tell ``docs/stories.md`` again by doing what it tells: ``python docs/make_stories.py``, then look at what changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.stories.deeds import DEEDS
from tests.stories.telling import PAGE, Story, read_page

ROOT = Path(__file__).parents[1]


def tell(story: Story) -> str:
    """Return the story with what its commands say now, of the program in this checkout."""
    with TemporaryDirectory() as folder, TemporaryDirectory() as home:
        around = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

        def run(arguments: list[str]) -> tuple[int, str]:
            command = [sys.executable, "-m", "generator", *arguments]
            done = subprocess.run(  # noqa: S603 - our own program
                command, cwd=folder, env=around, capture_output=True, text=True, check=False
            )
            return done.returncode, done.stdout + done.stderr

        return story.tell(Path(folder), run, DEEDS)


if __name__ == "__main__":
    head, stories, table = read_page()
    PAGE.write_text("".join([head, *map(tell, stories), table]), "utf-8")
