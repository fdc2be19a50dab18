"""How far a long piece of work has come: a line that changes on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_REDRAWN = 0.1
"""Seconds between two states of the line on a terminal."""
_SAID = 10.0
"""Seconds between two lines elsewhere."""
_WIDTH = 24


class Progress:
    """Tells on the standard error how many of so many are done, how fast, and how long the rest will take."""

    def __init__(self, total: int) -> None:
        self._stream: TextIO | None = sys.stderr
        self._terminal = self._stream is not None and self._stream.isatty()
        self._total = total
        self._done = 0
        self._drawn = False
        self._began = time.monotonic()
        self._next = self._began + (_REDRAWN if self._terminal else _SAID)

    def advance(self) -> None:
        """Count one more."""
        self._done += 1
        now = time.monotonic()
        if now < self._next or self._stream is None:
            return
        if self._terminal:
            self._next = now + _REDRAWN
            self._drawn = True
            self._stream.write(f"\r{self._bar()} {self._state(now)}\x1b[K")
        else:
            self._next = now + _SAID
            self._stream.write(f"{self._state(now)}\n")
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away, for other words or for good."""
        if self._drawn and self._stream is not None:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = False

    def _bar(self) -> str:
        filled = _WIDTH * self._done // self._total
        return f"[{'#' * filled}{'-' * (_WIDTH - filled)}]"

    def _state(self, now: float) -> str:
        rate = self._done / max(now - self._began, 0.001)
        left = round((self._total - self._done) / rate)
        return f"{self._done:,} of {self._total:,}, {rate:,.0f} a second, {left // 60}:{left % 60:02} left"
