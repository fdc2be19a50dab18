"""``alliance`` and ``python -m generator``."""

from __future__ import annotations

import gc
import io
import sys

# A command lives for a moment. Looking for cyclic garbage every 700 new objects, and through everything at the end,
# took an eighth of its time. The limit is high, not gone, for the commands that do much.
gc.set_threshold(100_000)

from generator.cli.failures import exit_code_of  # noqa: E402 - importing is most of what a command does
from generator.cli.usual import usual_options  # noqa: E402
from generator.errors import ExitCode  # noqa: E402
from generator.output import terminate_cleanly  # noqa: E402


def main() -> None:
    """Run the command line and exit with its code."""
    terminate_cleanly()
    if sys.stdin is None:  # closed by who started us; reading it is reading nothing then
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    arguments = sys.argv[1:]
    code = exit_code_of(lambda: _run(arguments), debug="--debug" in arguments)
    gc.freeze()  # the last search, as the process ends, then finds nothing to look through
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Run the command line; return the exit code, or raise what failed."""
    if options := usual_options(arguments):
        from generator.cli.composing import composed  # noqa: PLC0415 - start-up is felt

        composed(options)
        return ExitCode.DONE
    from generator.cli.commands import run  # noqa: PLC0415

    return run(arguments)


if __name__ == "__main__":
    main()
