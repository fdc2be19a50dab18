"""Signals: end the program cleanly, or a long piece of work between two of its steps."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Stop:
    """Whether a signal asked for the end, and which."""

    def __init__(self) -> None:
        self._number = 0

    def is_requested(self) -> bool:
        """Tell whether a signal has come."""
        return self._number != 0

    def leave(self) -> NoReturn:
        """End as the signal would have ended it."""
        if self._number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + self._number)

    def note(self, number: int, _frame: FrameType | None) -> None:
        """Take note of the first signal; leave at once at the second."""
        if self._number:
            self.leave()
        self._number = number


@contextmanager
def graceful_stop() -> Iterator[Stop]:
    """Take note of signals while the work goes on."""
    stop = Stop()
    # Windows has no SIGHUP; what is ignored (nohup) stays so
    numbers = [number for name in _NAMES if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.getsignal(number) for number in numbers}
    heeded = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    for number in heeded:
        signal.signal(number, stop.note)
    try:
        yield stop
    finally:
        for number, handler in heeded.items():
            signal.signal(number, handler)


def terminate_cleanly() -> None:
    """Let SIGTERM and SIGHUP end the program as an exception does, so that nothing is left half done."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(number, _leave)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
