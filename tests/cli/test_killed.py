"""Killed at any moment, ``alliance merge`` leaves either no output or the whole output."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_process import COMMAND, environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

ANSWERS = "people: [Ana Lima, Ben Okafor]\nanswers: {hopes: {Ana Lima: As long as it needs to be.}}\n"
TIMES = 5


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="sends a signal")
@pytest.mark.parametrize("replace", [False, True], ids=["new", "replaced"])
def test_killed_at_any_moment_it_leaves_no_output_or_the_whole_one(tmp_path: Path, *, replace: bool) -> None:
    (tmp_path / "answers.yaml").write_text(ANSWERS)
    made = tmp_path / "a.pdf"
    command = [*COMMAND, "merge", "answers.yaml", "-o", "a.pdf", "--force"]
    began = time.monotonic()
    subprocess.run(command, cwd=tmp_path, env=environment(), check=True, capture_output=True)
    took = time.monotonic() - began
    whole, before = made.read_bytes(), b"what stood there before"
    dice = random.Random(replace)  # noqa: S311 - when to kill is no secret
    for _ in range(TIMES):
        made.unlink(missing_ok=True)
        if replace:
            made.write_bytes(before)
        with subprocess.Popen(command, cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL) as process:
            # most of the time goes by before anything is written
            time.sleep(took * dice.uniform(0.5, 1.1))
            process.kill()
        if made.exists():
            assert made.read_bytes() in ({whole, before} if replace else {whole})
        else:
            assert not replace
