"""Work divided among processes: results in the order of the work, whoever did it, and little held at a time."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from generator.errors import AllianceError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")
CHUNK = 16
"""Items sent at a time. A chunk and its results must fit what a pipe holds, or two processes wait for each other."""
_AHEAD = 2
"""Chunks that a worker has been sent and not answered, at most."""
_SECONDS = 10


class WorkerLost(AllianceError):
    """A worker process ended before its work did."""

    def __init__(self) -> None:
        super().__init__("A worker process was ended from outside. Run the batch again, or with `workers` 1.")


def worked(
    items: Iterable[Item], work: Callable[[Item], Result], workers: int
) -> Generator[tuple[Item, Result], None, None]:
    """Yield each item with the result of the work on it, in order.

    With one worker, the work is done here and now. ``work`` must not raise. Closing the iterator ends the processes.
    """
    if workers == 1:
        for item in items:
            yield item, work(item)
        return
    team: _Team[Item, Result] = _Team(work, workers)
    try:
        yield from team.worked(items)
    finally:
        team.dismiss()


class _Team(Generic[Item, Result]):
    def __init__(self, work: Callable[[Item], Result], workers: int) -> None:
        self._connections: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for _ in range(workers):
            ours, theirs = multiprocessing.Pipe()
            self._connections.append(ours)
            process = multiprocessing.Process(target=_serve, args=(theirs, tuple(self._connections), work), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)

    def worked(self, items: Iterable[Item]) -> Iterator[tuple[Item, Result]]:
        pending: deque[tuple[Connection, list[Item]]] = deque()
        turns = itertools.cycle(self._connections)
        iterator = iter(items)
        try:
            while chunk := list(itertools.islice(iterator, CHUNK)):
                if len(pending) == _AHEAD * len(self._connections):
                    yield from _received(*pending.popleft())
                connection = next(turns)
                connection.send(chunk)
                pending.append((connection, chunk))
            while pending:
                yield from _received(*pending.popleft())
        except (EOFError, ConnectionError):
            raise WorkerLost from None

    def dismiss(self) -> None:
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            process.join(_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()


def _received(connection: Connection, chunk: list[Item]) -> Iterator[tuple[Item, Result]]:
    results: list[Result] = connection.recv()
    yield from zip(chunk, results, strict=True)


def _serve(connection: Connection, others: tuple[Connection, ...], work: Callable[[Item], Result]) -> None:
    """Work until the connection is closed or the parent is gone; when to stop is the parent's decision alone."""
    parent = os.getppid()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):  # Windows has no SIGHUP
            signal.signal(number, signal.SIG_IGN)
    for other in others:  # held open here, they would hide the parent's end from the others
        other.close()
    with suppress(EOFError, ConnectionError):
        while True:
            results = []
            for item in connection.recv():
                if os.getppid() != parent:
                    return
                results.append(work(item))
            connection.send(results)
