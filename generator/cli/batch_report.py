"""What a batch says while it runs and at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.cli.reporting import echo_err
from generator.errors import escape

if TYPE_CHECKING:
    from generator.workflows.batch import Outcome

MOST_LINES = 100
"""Lines that are told of problems, and as many of remarks; a roster may have more than anybody reads."""
AGAIN = "Run it again to go on: what is done is not written again."


class Report:
    """Counts outcomes, and tells problems and remarks as they come."""

    def __init__(self, total: int, folder: str) -> None:
        self._total = total
        self._folder = folder
        self._written = 0
        self._kept = 0
        self.failed = 0
        self._problems = 0
        self._remarks = 0

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        if outcome.problem:
            self.refuse(outcome.problem)
        elif outcome.kept:
            self._kept += 1
        else:
            self._written += 1
        self.remark(outcome.remarks)

    def remark(self, remarks: tuple[str, ...]) -> None:
        """Tell remarks."""
        for remark in remarks:
            self._remarks += 1
            if self._remarks <= MOST_LINES:
                echo_err(remark)

    def refuse(self, problem: str) -> None:
        """Count a row that failed."""
        self.failed += 1
        for line in problem.splitlines():
            self._problems += 1
            if self._problems <= MOST_LINES:
                echo_err(line)

    def close(self) -> None:
        """Tell how much was not told."""
        for count, what in ((self._problems, "problem"), (self._remarks, "remark")):
            if count > MOST_LINES:
                echo_err(f"... and {counted(count - MOST_LINES, f'more {what}')}.")

    @property
    def left(self) -> int:
        """How many rows were not begun."""
        return self._total - self._written - self._kept - self.failed

    def made(self) -> str:
        """Return what was made and what was not, a sentence without its full stop."""
        parts = [f"Wrote {counted(self._written)} to {escape(self._folder)}"]
        if self._kept:
            parts.append(f"{self._kept:,} {_were(self._kept)} there already")
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        if self.left:
            parts.append(f"{self.left:,} {_were(self.left)} not begun")
        return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


def counted(number: int, what: str = "worksheet") -> str:
    """Return ``1 worksheet`` or ``1,000 worksheets``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
