"""Work in a helper process that is started anew: where there is no fork (Windows), or other threads run.

The helper gets the work pickled, a function of a module with its arguments, answers in bytes, and is killed when its
time is up.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS_TO_START = 20
"""By the clock, for an interpreter and its imports on a busy machine."""


def run_in_helper(work: Callable[[], bytes], seconds: int) -> bytes | None:
    """Return the bytes that ``work`` returns, computed in a helper process; None where it failed or took too long.

    ``seconds`` are counted by the clock, from when the helper may be expected to have started.
    """
    if not sys.executable:
        return None
    start = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
    order = pickle.dumps(work)
    try:
        done = subprocess.run(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", start],
            input=order,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds + _SECONDS_TO_START,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def serve() -> None:
    """Do the work that stands on the standard input, and write its answer to the standard output."""
    work = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    answer = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed is no answer
    with os.fdopen(answer, "wb") as pipe:
        pipe.write(work())
