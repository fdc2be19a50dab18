"""Run work on untrusted bytes where it can do no harm: in a forked child with little time and memory.

A reader's own limits count what its authors thought of; the kernel's count everything. Forking takes 3 ms where
starting an interpreter that imports pypdf takes 200, so this is also the cheap way. Where there is no fork
(Windows), or other threads run (a child would inherit their locks), such an interpreter does the work as a helper; on
Windows its time is limited, its memory by the reader's own limits alone.
"""

from __future__ import annotations

import functools
import os
import threading
from collections import deque
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

SECONDS = 4
"""Processor time."""
MEMORY = 120_000_000
"""Bytes on top of what the process has already."""


_limited: list[bool] = []
"""Has an item in the children of ``run_each_limited``."""


class TooMuchWork(Exception):
    """The work wanted more time or memory than it may have."""


def run_limited(work: Callable[[], bytes], *, seconds: int = SECONDS, memory: int = MEMORY) -> bytes:
    """Return the bytes that ``work`` returns, computed in a child process.

    ``seconds`` limit its processor time, ``memory`` its bytes on top of those of this process. Raises ``TooMuchWork``;
    ``work`` itself must turn its failures into bytes, and be a module's function, with its arguments bound, where the
    child cannot be forked. In a child of ``run_each_limited`` it is done there, under the limits of that.
    """
    if _limited:
        return work()
    if not _can_fork():
        return _in_helper(work, seconds, memory)
    return _outcome(*_fork(work, seconds, memory))


def run_each_limited(
    works: Iterable[Callable[[], bytes]], at_once: int, *, seconds: int, memory: int
) -> Generator[bytes | None, None, None]:
    """Yield what each work returns, in order, None where it failed or wanted too much; so many are run at once.

    Each has a child process of its own, in which ``run_limited`` forks no other one. Where no child can be forked,
    they are run here, one after the other, and what they read in helpers is limited by itself.
    """
    if not _can_fork():
        yield from (work() for work in works)
        return
    running: deque[tuple[int, int]] = deque()
    try:
        for work in works:
            if len(running) == at_once:
                yield _outcome_or_none(*running.popleft())
            running.append(_fork(functools.partial(_mark_and_work, work), seconds, memory))
        while running:
            yield _outcome_or_none(*running.popleft())
    finally:
        for child, reading in running:
            os.close(reading)
            _end(child)


def _mark_and_work(work: Callable[[], bytes]) -> bytes:
    _limited.append(True)
    return work()


def _outcome_or_none(child: int, reading: int) -> bytes | None:
    try:
        return _outcome(child, reading)
    except TooMuchWork:
        return None


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


def _fork(work: Callable[[], bytes], seconds: int, memory: int) -> tuple[int, int]:
    """Return a child process that does the work, and where its answer can be read."""
    reading, writing = os.pipe()
    with _signals_held_back():  # one that came while Python forks would be lost
        child = os.fork()
    if child == 0:
        os.close(reading)  # else it would wait for itself to read, once the parent was killed
        _be_the_child(work, writing, seconds, memory)
    os.close(writing)
    return child, reading


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Have the signals that end a program wait meanwhile."""
    import signal  # noqa: PLC0415 - composing has no use for it

    held = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_helper(work: Callable[[], bytes], seconds: int, memory: int) -> bytes:
    from generator.formats.filled_pdf.helper_process import run_in_helper  # noqa: PLC0415 - forking suffices mostly

    answer = run_in_helper(functools.partial(_limit_and_work, work, seconds, memory), seconds)
    if answer is None:
        raise TooMuchWork
    return answer


def _limit_and_work(work: Callable[[], bytes], seconds: int, memory: int) -> bytes:
    with suppress(ImportError):  # Windows limits nothing, but the helper is killed when its time is up
        _limit_process(seconds, memory)
    return work()


def _be_the_child(work: Callable[[], bytes], writing: int, seconds: int, memory: int) -> None:
    status = 1
    try:
        _limit_process(seconds, memory)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(work())
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is flushed, closed or reported a second time


def _outcome(child: int, reading: int) -> bytes:
    status = -1
    try:
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
        status = os.waitpid(child, 0)[1]
    finally:
        if status == -1:
            _end(child)
    if status != 0:
        raise TooMuchWork
    return answer


def _end(child: int) -> None:
    import signal  # noqa: PLC0415 - only interruptions pay for it

    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(child, 0)


def _limit_process(seconds: int, memory: int) -> None:
    import resource  # noqa: PLC0415 - absent on Windows

    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, seconds)
    if size := _address_space():
        _lower(resource.RLIMIT_AS, size + memory)


def _lower(limit: int, value: int) -> None:
    import resource  # noqa: PLC0415 - absent on Windows

    _, hard = resource.getrlimit(limit)
    if hard == resource.RLIM_INFINITY or value < hard:
        with suppress(ValueError, OSError):  # a system that does not know this limit
            resource.setrlimit(limit, (value, hard))


def _address_space() -> int:
    """Return the bytes mapped by this process, or 0 where the system does not tell (Linux does)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
