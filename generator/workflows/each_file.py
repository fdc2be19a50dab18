"""The same work on many files: each in a child process with limits, several at once, and none hindered by another."""

from __future__ import annotations

import functools
import os
import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from generator.errors import AllianceError, ExitCode, InvalidInput, Problem, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_Result = TypeVar("_Result")
_SECONDS = 24
"""Of processor time for a file: what a stranger's file may take to be read and to be verified."""
_MEMORY = 400_000_000
"""Bytes, as for verifying."""
_TOO_MUCH = "takes more time or memory to read than any alliance would"


class Failure(NamedTuple):
    """Why the work on a file failed."""

    problems: tuple[Problem, ...]
    exit_code: ExitCode

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(frozen=True, slots=True)
class Outcome(Generic[_Result]):
    """What the work on a file came to: a result or a failure."""

    path: str
    result: _Result | None
    failure: Failure | None = None


def work_on_each(paths: Sequence[str], work: Callable[[str], _Result]) -> Iterator[Outcome[_Result]]:
    """Yield what the work makes of each path, in order, as many at once as the machine has processors.

    The results go through a pipe and can be pickled; ``AllianceError`` is a failure of that file alone.
    """
    from generator.formats.filled_pdf.sandbox import run_each_limited  # noqa: PLC0415 - few commands read many files

    _do_once()
    works = [functools.partial(_work_and_pickle, work, path) for path in paths]
    answers = run_each_limited(works, _count_processors(), seconds=_SECONDS, memory=_MEMORY)
    for path, answer in zip(paths, answers, strict=True):
        if answer is None:
            problem = Problem(path, _TOO_MUCH, "Is it the right file?")
            yield Outcome(path, None, Failure((problem,), ExitCode.INVALID_INPUT))
        else:
            outcome: Outcome[_Result] = pickle.loads(answer)  # noqa: S301 - from our own child
            yield outcome


def _do_once() -> None:
    """Import and compute here what every child would have to by itself: a quarter of what reading an alliance takes."""
    import pypdf.filters  # noqa: F401, PLC0415

    from generator.formats import filled_forms, pdf_fingerprint  # noqa: F401, PLC0415
    from generator.formats.filled_pdf import form_scan  # noqa: F401, PLC0415
    from generator.formats.located.schema import load_rule  # noqa: PLC0415
    from generator.words.messages import ENGLISH  # noqa: PLC0415

    load_rule("alliance")
    load_rule("worksheet")
    ENGLISH.read_date("2027-03-01")


def _work_and_pickle(work: Callable[[str], _Result], path: str) -> bytes:
    outcome: Outcome[_Result]
    try:
        outcome = Outcome(path, work(path))
    except AllianceError as error:
        outcome = Outcome(path, None, as_failure(path, error))
    except (MemoryError, RecursionError):
        raise  # it wanted too much
    except Exception as error:  # noqa: BLE001 - a fault of ours must not be taken for one of the file
        problem = Problem(path, f"Unexpected failure: {type(error).__name__}: {escape(error)}")
        outcome = Outcome(path, None, Failure((problem,), ExitCode.UNEXPECTED))
    return pickle.dumps(outcome)


def as_failure(path: str, error: AllianceError) -> Failure:
    """Return why the work on this file failed; what does not name it does so then."""
    if isinstance(error, InvalidInput):
        return Failure(error.problems, error.exit_code)
    told = str(error).removeprefix(f"{escape(path)}: ").removesuffix(".").replace("\n", " ")
    return Failure((Problem(path, told),), error.exit_code)


def _count_processors() -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return usable or 1
