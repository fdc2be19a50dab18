"""Killed at any moment, a batch leaves whole files and a true manifest, and goes on from there."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_process import CHECKOUT, COMMAND, environment
from tests.workflows.batch.making import content, listed, published, ran

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

COUNT = 600
HUNDRED = "person_1,person_2\n" + "".join(f"Ana {number},Ben {number}\n" for number in range(300))
MANIFEST = "manifest.csv"


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1_000):
        if path.exists() or process.poll() is not None:
            return
        time.sleep(0.01)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="sends a signal")
@pytest.mark.parametrize("workers", [1, 3])
def test_killed_again_and_again_it_comes_to_the_same_end(tmp_path: Path, workers: int) -> None:
    dice = random.Random(workers)  # noqa: S311 - when to kill is no secret
    for is_last in [False] * 5 + [True]:
        (tmp_path / MANIFEST).unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.workflows.batch.making", str(tmp_path), str(workers), str(COUNT)]
        with subprocess.Popen(command, cwd=CHECKOUT) as process:
            wait_for(tmp_path / MANIFEST, process)
            time.sleep(dice.uniform(0, 0.12))
            while is_last and not published(tmp_path) and process.poll() is None:  # slow machines have none by then
                time.sleep(0.01)
            process.kill()
        for name in published(tmp_path):
            assert (tmp_path / name).read_bytes() == content(name.removesuffix(".pdf"))
        listed(tmp_path)
    orders = [f"slow-{number}" for number in range(COUNT)]
    outcomes = ran(tmp_path, *orders)
    assert [outcome.status.value for outcome in outcomes] == ["done"] * COUNT
    assert any(outcome.kept for outcome in outcomes)
    assert len(listed(tmp_path)) == COUNT
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="sends a signal")
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_asked_to_end_the_command_says_what_was_done_and_goes_on_later(
    tmp_path: Path, workers: str, number: signal.Signals, code: int
) -> None:
    (tmp_path / "r.csv").write_text(HUNDRED)
    command = [*COMMAND, "batch", "r.csv", "-o", "out", "--workers", workers]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, env=environment()) as process:
        wait_for(tmp_path / "out" / "worksheet-ana-3-ben-3.pdf", process)
        process.send_signal(number)
        assert process.stderr
        said = process.stderr.read().decode()
        assert process.wait(timeout=30) == code
    rows = listed(tmp_path / "out")
    assert 3 < len(rows) < 300
    assert sorted(row["file"] for row in rows) == published(tmp_path / "out")
    assert said.startswith(f"Wrote {len(rows)} worksheets to out and {300 - len(rows)} were not begun. Run it again")
    (tmp_path / "r.csv").write_text("\n".join(HUNDRED.split("\n")[: len(rows) + 2]))
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=False)
    assert done.stderr.decode().startswith(f"Wrote 1 worksheet to out and {len(rows)} were there already. ")
