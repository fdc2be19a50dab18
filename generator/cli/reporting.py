"""Writing what was made, and saying so."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import OutputUnwritable, escape
from generator.files.publishing import STANDARD_OUTPUT, publish, publish_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.workflows.rendered_file import Made


def echo(text: str) -> None:
    """Print a result to stdout. Raises OutputUnwritable where it takes no more."""
    import click  # noqa: PLC0415 - start-up is felt

    try:
        click.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        # or the interpreter complains once more when it flushes at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputUnwritable("standard output", error.strerror or str(error)) from error


def echo_err(sentence: str) -> None:
    """Print one line of talk to stderr, where that is open."""
    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


class Beside(NamedTuple):
    """A file that is published with another one: all or none."""

    data: bytes
    target: str
    next_step: str


def publish_and_report(
    made: Made,
    output: str | None,
    default: str,
    *,
    force: bool,
    next_step: str,
    inputs: Iterable[str] = (),
    beside: Sequence[Beside] = (),
) -> None:
    """Publish the file under the name given, or else the default one; say what was made and what to do next.

    ``{file}`` in the next step stands for the file's name. What is ``beside`` is published with it:
    all or none.
    """
    target = output or default
    if target == STANDARD_OUTPUT and sys.stdout is None:
        raise OutputUnwritable("standard output", "it is closed")
    protected = [name for name in inputs if name != "-"]
    if beside:
        files = [*((each.data, each.target) for each in beside), (made.data, target)]
        publish_all(files, replace=force, inputs=protected)
    else:
        publish(made.data, target, replace=force, inputs=protected)
    for remark in made.remarks:
        echo_err(remark)
    if target != STANDARD_OUTPUT:
        pages = f"{made.pages} page{'s' if made.pages > 1 else ''}"
        echo_err(f"Wrote {escape(target)} ({pages}). {next_step.format(file=_quoted(target))}")
    for each in beside:
        if each.target != STANDARD_OUTPUT:
            echo_err(f"Wrote {escape(each.target)}. {each.next_step}")


def _quoted(path: str) -> str:
    """Return the path as it can be pasted: in double quotes, which every shell knows, where they suffice."""
    import shlex  # noqa: PLC0415 - start-up is felt

    text = escape(path)
    if text.replace(" ", "") == shlex.quote(text.replace(" ", "")):
        return f'"{text}"' if " " in text else text
    return shlex.quote(text)
