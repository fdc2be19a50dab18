"""What a batch says while it runs and at its end."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Self

import click

from generator.cli.messages import name_options
from generator.cli.reporting import echo_err, echo_remark, is_quiet
from generator.errors import AllianceError, ExitCode, escape

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from generator.workflows.batch.manifest import Outcome

MOST_LINES = 100
"""Lines that are told of problems, and as many of remarks; a roster may have more than anybody reads."""
AGAIN = "Run it again to go on: what is done is not written again."
_CLEAR_LINE = "\r\x1b[K"
_MOST_STEPS = 500
"""How often the progress bar is drawn anew."""


class BatchIncomplete(AllianceError):
    """The batch came to its end, and some of its rows failed."""

    exit_code = ExitCode.BATCH_INCOMPLETE


class BatchStopped(AllianceError):
    """The batch could not come to its end."""

    def __init__(self, failure: AllianceError, done: str) -> None:
        """Take why, and a sentence on what was done and what was not."""
        self.exit_code = failure.exit_code
        super().__init__(f"{failure} {done}")


class Report:
    """Counts outcomes, and tells problems and remarks as they come; a context with a progress bar on a terminal."""

    def __init__(self, total: int, folder: str, *, as_json: bool = False) -> None:
        """Take how many rows there are (0 draws no bar), where their files go, and whether JSON is to be printed."""
        self._total = total
        self._rows: list[Outcome] | None = [] if as_json else None
        self._folder = folder
        self.written = 0
        """Rows whose worksheet was made."""
        self._kept = 0
        self.failed: list[int] = []
        """The numbers of the rows that failed, as a spreadsheet counts."""
        self._row = 0
        self._told: set[str] = set()
        """What was told of that row, which may have several files."""
        self._problems = 0
        self._remarks = 0
        # a dumb terminal, such as an editor's, writes each step of a bar behind the one before
        terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        terminal = terminal and not is_quiet()
        steps = max(1, total // _MOST_STEPS)
        self._bar = (
            click.progressbar(length=total, file=sys.stderr, show_pos=True, update_min_steps=steps)
            if terminal and total
            else None  # click imports much for a bar, even for one that is hidden
        )

    def __enter__(self) -> Self:
        """Draw the bar."""
        if self._bar:
            self._bar.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bar, and tell how much was not told."""
        if self._bar:
            self._bar.__exit__(kind, error, trace)
        for count, what, echo in ((self._problems, "problem", echo_err), (self._remarks, "remark", echo_remark)):
            if count > MOST_LINES:
                echo(f"... and {format_count(count - MOST_LINES, f'more {what}')}.")

    def add(self, outcome: Outcome) -> None:
        """Count an outcome, and tell its problem and its remarks."""
        if outcome.problem:
            self.failed.append(outcome.row)
        elif outcome.kept:
            self._kept += 1
        else:
            self.written += 1
        if self._rows is not None:
            self._rows.append(outcome)
        if outcome.row != self._row:
            self._row, self._told = outcome.row, set()
        for line in outcome.problem.splitlines():
            if self._is_new(line):
                self._problems += 1
                self._echo(line, self._problems, echo_err)
        for remark in () if self._rows is not None else outcome.remarks:
            if self._is_new(remark):
                self._remarks += 1
                self._echo(remark, self._remarks, echo_remark)
        if self._bar:
            self._bar.update(1)

    def _is_new(self, line: str) -> bool:
        """Tell whether nothing of the kind was told of this row yet, and take note of it."""
        new = line not in self._told
        self._told.add(line)
        return new

    def _echo(self, line: str, number: int, echo: Callable[[str], None]) -> None:
        if number <= MOST_LINES:
            if self._bar:
                sys.stderr.write(_CLEAR_LINE)
            echo(line)

    def echo_json(self, *, dry_run: bool = False) -> None:
        """Print what became of each row as one JSON document, where that is wanted."""
        if self._rows is None:
            return
        from generator.cli.json_output import echo_json  # noqa: PLC0415 - few want it

        counts = {"made": self.written, "kept": self._kept, "failed": len(self.failed)}
        rows = [_describe_row(outcome) for outcome in self._rows]
        echo_json({"output": self._folder, "dry_run": dry_run, **counts, "rows": rows})

    @property
    def rest(self) -> int:
        """How many rows were not begun."""
        return self._total - self.written - self._kept - len(self.failed)

    def describe(self) -> str:
        """Return what was made and what was not, a sentence without its full stop."""
        parts = [f"Wrote {format_count(self.written)} to {escape(self._folder)}"]
        if self._kept:
            parts.append(f"{self._kept:,} {_were(self._kept)} there already")
        if self.failed:
            parts.append(f"{len(self.failed):,} failed")
        if self.rest:
            parts.append(f"{self.rest:,} {_were(self.rest)} not begun")
        return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


def _describe_row(outcome: Outcome) -> dict[str, object]:
    """Return what became of a row as a document has it, in the manifest's words; what there is not is null."""
    remarks = list(map(name_options, outcome.remarks))
    problem = name_options(outcome.problem)
    told = {**outcome._asdict(), "status": outcome.status.value, "problem": problem, "remarks": remarks}
    return {key: None if value == "" else value for key, value in told.items()}


def format_count(number: int, noun: str = "worksheet") -> str:
    """Return ``1 worksheet`` or ``1,000 worksheets``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
