"""The one place where failures become messages on stderr and exit codes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import click

from generator.errors import AllianceError, ExitCode, shown

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130


def exit_code_of(work: Callable[[], object], *, debug: bool) -> int:
    """Run the command line; report what fails in one line or a line a problem, and return the exit code."""
    try:
        work()
    except click.ClickException as error:
        message = io.StringIO()
        error.show(message)
        click.echo(_harmless(message.getvalue()), err=True, nl=False)
        return error.exit_code
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped; nothing half-written is left.", err=True)
        return INTERRUPTED
    except SystemExit as leaving:
        # so Click leaves when whoever read our output has left; signals give 128 + n
        if leaving.code == 1:
            return ExitCode.OUTPUT
        raise
    except AllianceError as error:
        _trace(debug=debug)
        click.echo(str(error), err=True)
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback for the user, but a way to get it
        _trace(debug=debug)
        hint = "" if debug else " Run alliance --debug ... to see where, and please report it."
        click.echo(f"Unexpected failure: {type(error).__name__}: {shown(error)}.{hint}", err=True)
        return ExitCode.UNEXPECTED
    return ExitCode.DONE


def _harmless(text: str) -> str:
    """Return a text that quotes arguments, safe for a terminal; its line breaks stay."""
    return "".join(character if character == "\n" else shown(character) for character in text)


def _trace(*, debug: bool) -> None:
    if debug:
        import traceback  # noqa: PLC0415 - only who debugs pays for it

        traceback.print_exc()
