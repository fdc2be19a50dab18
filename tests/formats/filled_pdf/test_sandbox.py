from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.formats.filled_pdf.sandbox import TooMuchWork, run_each_limited, run_limited

if TYPE_CHECKING:
    from collections.abc import Iterator

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process to an address space")
forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")


def process() -> bytes:
    return b"%d" % os.getpid()


@forking
def test_work_is_done_in_another_process() -> None:
    assert run_limited(process) != process()


def test_its_answer_may_be_longer_than_a_pipe_holds() -> None:
    assert run_limited(lambda: b"x" * 5_000_000) == b"x" * 5_000_000


@pytest.mark.slow
@forking
def test_work_without_end_is_ended() -> None:
    def forever() -> bytes:
        while True:
            pass

    start = time.process_time()
    with pytest.raises(TooMuchWork):
        run_limited(forever, seconds=1)
    assert time.process_time() - start < 0.5


@linux
def test_work_that_takes_too_much_memory_is_ended() -> None:
    with pytest.raises(TooMuchWork):
        run_limited(lambda: b"x" * 300_000_000)


@forking
def test_work_that_fails_is_too_much_and_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> bytes:
        raise RecursionError

    with pytest.raises(TooMuchWork):
        run_limited(fail)
    assert capfd.readouterr().err == ""


@forking
def test_no_child_is_left_behind() -> None:
    child = int(run_limited(process))  # this one: other tests leave a process that tracks what workers share
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)


def fail() -> bytes:
    raise RecursionError


def work_for_ever() -> bytes:
    while True:
        pass


def take_much_memory() -> bytes:
    return b"x" * 300_000_000


def answer_while_printing() -> bytes:
    print("no answer")  # noqa: T201 - as a library may
    return bytes(1_000_000)


@pytest.fixture(params=["a second thread", "no fork"])
def helping(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand for what keeps a process from forking."""
    if request.param == "no fork":
        monkeypatch.delattr(os, "fork", raising=False)
        yield
        return
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    yield
    done.set()
    other.join()


@pytest.mark.slow
@pytest.mark.usefixtures("helping")
def test_where_there_is_no_forking_a_helper_does_the_work() -> None:
    assert run_limited(process) != process()
    assert run_limited(answer_while_printing) == bytes(1_000_000)


@linux
@pytest.mark.usefixtures("helping")
@pytest.mark.slow
def test_a_helper_has_limits_as_well() -> None:
    for work in (fail, take_much_memory):
        with pytest.raises(TooMuchWork):
            run_limited(work)
    with pytest.raises(TooMuchWork):
        run_limited(work_for_ever, seconds=1)


@pytest.mark.usefixtures("helping")
def test_a_helper_is_killed_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.formats.filled_pdf.helper_process._SECONDS_TO_START", 0)
    start = time.monotonic()
    with pytest.raises(TooMuchWork):
        run_limited(functools.partial(wait, 30), seconds=1)
    assert time.monotonic() - start < 10


def wait(seconds: int) -> bytes:
    time.sleep(seconds)
    return b""


@pytest.mark.usefixtures("helping")
def test_without_an_interpreter_to_start_nothing_is_read_without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(TooMuchWork):
        run_limited(process)


def test_a_child_whose_parent_was_killed_ends_with_more_to_say_than_a_pipe_holds(tmp_path: Path) -> None:
    script = (
        "import os, sys, time\n"
        "from generator.formats.filled_pdf.sandbox import run_limited\n"
        "def work():\n"
        "    open(sys.argv[1], 'w').write(str(os.getpid()))\n"
        "    time.sleep(0.5)\n"
        "    return bytes(1_000_000)\n"
        "run_limited(work)\n"
    )
    child = tmp_path / "child"
    parent = subprocess.Popen([sys.executable, "-c", script, str(child)])
    while not (child.exists() and child.read_text()):
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    for _ in range(200):
        if not Path("/proc", child.read_text()).exists():
            return
        time.sleep(0.02)
    pytest.fail("the child is still there")


def test_a_signal_that_comes_while_python_forks_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    fork = os.fork
    heard: list[int] = []

    def fork_late() -> int:
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        assert heard == []
        return fork()

    monkeypatch.setattr(os, "fork", fork_late)
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        assert run_limited(lambda: b"done") == b"done"
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM]


def list_children() -> set[str]:
    """The processes that this one has started and that are not reaped; other tests may have left some."""
    found = Path("/proc/self/task").glob("*/children")
    return {number for each in found for number in each.read_text("ascii").split()}


@pytest.mark.slow
def test_works_side_by_side_are_yielded_in_order_and_one_that_wants_too_much_costs_no_other() -> None:
    def slowly() -> bytes:
        time.sleep(0.2)
        return bytes(200_000)

    def forever() -> bytes:
        while True:
            pass

    before = list_children()
    works = [slowly, forever, lambda: run_limited(lambda: b"nested"), lambda: b"last"]
    found = list(run_each_limited(works, 3, seconds=1, memory=100_000_000))
    assert found == [bytes(200_000), None, b"nested", b"last"]
    assert list_children() <= before


def test_works_that_nobody_waits_for_are_ended() -> None:
    before = list_children()
    works = run_each_limited([lambda: b"first", lambda: wait(30)], 2, seconds=30, memory=100_000_000)
    start = time.monotonic()
    assert next(works) == b"first"
    works.close()
    assert time.monotonic() - start < 10
    assert list_children() <= before
