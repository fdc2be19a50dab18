"""The same work on many files: in child processes with limits, several at once, and none hindered by another."""

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
_TOGETHER = 8
"""Files that share a child process, which takes a fifth of what reading each takes; they share its limits as well, and
where they want more than one file may, each is read by itself."""
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
    _do_once()
    processors = _count_processors()
    size = max(1, min(_TOGETHER, len(paths) // (2 * processors)))
    groups = [paths[start : start + size] for start in range(0, len(paths), size)]
    for group, outcomes in zip(groups, _run_groups(groups, work, processors), strict=True):
        if outcomes is not None:
            yield from outcomes
            continue
        for path, alone in zip(group, _run_groups([[path] for path in group], work, 1), strict=True):
            problem = Problem(path, _TOO_MUCH, "Is it the right file?")
            yield from alone or [Outcome(path, None, Failure((problem,), ExitCode.INVALID_INPUT))]


def _run_groups(
    groups: Sequence[Sequence[str]], work: Callable[[str], _Result], at_once: int
) -> Iterator[list[Outcome[_Result]] | None]:
    """Yield what the work makes of each group of files in a child process; None where that wanted too much."""
    from generator.formats.filled_pdf.sandbox import run_each_limited  # noqa: PLC0415 - few commands read many files

    works = [functools.partial(_work_and_pickle, work, group) for group in groups]
    for answer in run_each_limited(works, at_once, seconds=_SECONDS, memory=_MEMORY):
        yield None if answer is None else pickle.loads(answer)  # noqa: S301 - from our own child


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


def _work_and_pickle(work: Callable[[str], _Result], paths: Sequence[str]) -> bytes:
    return pickle.dumps([_work_on(path, work) for path in paths])


def _work_on(path: str, work: Callable[[str], _Result]) -> Outcome[_Result]:
    try:
        return Outcome(path, work(path))
    except AllianceError as error:
        return Outcome(path, None, as_failure(path, error))
    except (MemoryError, RecursionError):
        raise  # it wanted too much
    except Exception as error:  # noqa: BLE001 - a fault of ours must not be taken for one of the file
        problem = Problem(path, f"Unexpected failure: {type(error).__name__}: {escape(error)}")
        return Outcome(path, None, Failure((problem,), ExitCode.UNEXPECTED))


def as_failure(path: str, error: AllianceError) -> Failure:
    """Return why the work on this file failed; what does not name it does so then."""
    if isinstance(error, InvalidInput):
        return Failure(error.problems, error.exit_code)
    told = str(error).removeprefix(f"{escape(path)}: ").removesuffix(".").replace("\n", " ")
    return Failure((Problem(path, told),), error.exit_code)


def _count_processors() -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return usable or 1
