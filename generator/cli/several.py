"""Commands for many files: results as they come, remarks and failures behind them, the worst exit code at the end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

from generator.cli.reporting import echo_remark, show_progress
from generator.errors import AllianceError, ExitCode, InvalidInput, Problem
from generator.workflows.each_file import as_failure, work_on_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.files.listing import Chosen
    from generator.workflows.each_file import Failure, Outcome

_Result = TypeVar("_Result")


class SomeFailed(AllianceError):
    """The work on some of many files failed."""

    def __init__(self, failures: list[Failure], total: int) -> None:
        codes = {failure.exit_code for failure in failures}
        self.exit_code = ExitCode.UNEXPECTED if ExitCode.UNEXPECTED in codes else max(codes)
        counted = f"{len(failures)} of {count(total, 'file')} failed, as told above."
        super().__init__("\n".join([*map(str, failures), counted]))


class Several:
    """Goes through many files, and gathers what is to be told when all are done."""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._others = chosen.others
        self._remarks: list[str] = []
        self._failures = [as_failure(folder, InvalidInput([_report_empty(folder)])) for folder in chosen.empty]

    def work(self, work: Callable[[str], _Result], *, prints: bool = False) -> Iterator[Outcome[_Result]]:
        """Yield what the work makes of each file, failures noted; see ``work_on_each``.

        Where the caller ``prints`` a line for each, there is no progress bar on a terminal that shows them.
        """
        shown = prints and sys.stdout is not None and sys.stdout.isatty()
        with show_progress(0 if shown else len(self._chosen.files)) as step:
            for outcome in work_on_each(self._chosen.files, work):
                step()
                if outcome.failure:
                    self._failures.append(outcome.failure)
                yield outcome

    def remark(self, *sentences: str) -> None:
        """Note what is told at the end."""
        self._remarks += sentences

    def skip(self) -> None:
        """Count a file of a folder as one that is none of those looked for."""
        self._others += 1

    def fail(self, path: str, error: AllianceError) -> None:
        """Note that a file failed after all."""
        self._failures.append(as_failure(path, error))

    def finish(self) -> None:
        """Tell what was noted. Raises ``SomeFailed``."""
        for remark in self._remarks:
            echo_remark(remark)
        if self._others:
            echo_remark(f"{count(self._others, 'other file')} skipped.")
        if self._failures:
            raise SomeFailed(self._failures, len(self._chosen.files) + len(self._chosen.empty))


def _report_empty(folder: str) -> Problem:
    return Problem(folder, "holds none of the files that are looked for", "Check the name, or name the files.")


def count(number: int, noun: str) -> str:
    """Return ``3 files``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
