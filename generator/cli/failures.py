"""The one place where failures become messages on stderr and exit codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from generator.cli.reporting import echo_err
from generator.cli.streams import silence
from generator.errors import AllianceError, ExitCode, escape

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130


def run_and_report(work: Callable[[], int], *, debug: bool) -> int:
    """Run what returns an exit code; report what fails in one line or a line a problem, and return its exit code."""
    try:
        return work()
    except KeyboardInterrupt:
        echo_err("Stopped; nothing half-written is left.")
        return INTERRUPTED
    except BrokenPipeError:
        silence(sys.stdout)
        silence(sys.stderr)
        return ExitCode.OUTPUT
    except SystemExit as leaving:
        # so Click leaves when whoever read our output has left; signals give 128 + n
        if leaving.code == 1:
            return ExitCode.OUTPUT
        raise
    except AllianceError as error:
        _trace(debug=debug)
        echo_err(str(error))
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback for the user, but a way to get it
        _trace(debug=debug)
        hint = "" if debug else " Run alliance --debug ... to see where."
        echo_err(f"Unexpected failure: {type(error).__name__}: {escape(error)}.{hint}")
        return ExitCode.UNEXPECTED


def _trace(*, debug: bool) -> None:
    if debug:
        import traceback  # noqa: PLC0415 - only who debugs pays for it

        traceback.print_exc()
