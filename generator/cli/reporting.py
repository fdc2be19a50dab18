"""Writing what was made, and saying so."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import click

from generator.cli.messages import name_options
from generator.cli.streams import silence
from generator.errors import OutputUnwritable, escape
from generator.files.publishing import STANDARD_OUTPUT, publish, publish_all

QUIET = "generator.quiet"
"""The key of the context's ``meta`` that is true with ``--quiet``."""
_PLAIN = "@%+=:,./-_"
"""What needs no quotes in any shell, besides letters and digits."""
_SPECIAL = set('"$`!\\')
"""What double quotes do not take the meaning of."""
_FEWEST_FOR_A_BAR = 10
"""Files that are worth a progress bar."""


def echo(text: str) -> None:
    """Print a result to stdout. Raises OutputUnwritable where it takes no more."""
    try:
        click.echo(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(sys.stdout)
        raise OutputUnwritable("standard output", error.strerror or str(error)) from error


def echo_err(sentence: str) -> None:
    """Print one line of talk to stderr, where that is open; the request's fields in it are named as options."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{name_options(sentence)}\n")
        sys.stderr.flush()
    except BrokenPipeError:
        raise
    except OSError:  # a full disk, for example: nobody is left to be told
        silence(sys.stderr)


def echo_remark(sentence: str) -> None:
    """Print what is good to know, or what was written, as ``echo_err`` does; with ``--quiet`` it stays unsaid."""
    if not is_quiet():
        echo_err(sentence)


def is_quiet() -> bool:
    """Tell whether ``--quiet`` was given, before or behind the command."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(QUIET))


class OutputFile(NamedTuple):
    """A file to be published."""

    data: bytes
    target: str
    """Its path; ``-`` is the standard output."""
    next_step: str
    """What to do with it, a sentence; ``{file}`` stands for its name."""
    pages: int = 0
    """Of a document; 0 for other files."""
    fewer: str = ""
    """How it would have fewer pages; may be empty."""


def publish_and_report(
    main: OutputFile, beside: Sequence[OutputFile] = (), *, force: bool, inputs: Iterable[str] = ()
) -> None:
    """Publish a file and those beside it, all or none; say what was written and what to do next.

    Raises ``OutputExists`` and ``OutputUnwritable``.
    """
    files = [main, *beside]
    if sys.stdout is None and any(file.target == STANDARD_OUTPUT for file in files):
        raise OutputUnwritable("standard output", "it is closed")
    if beside:
        publish_all([(file.data, file.target) for file in (*beside, main)], replace=force, inputs=inputs)
    else:
        publish(main.data, main.target, replace=force, inputs=inputs)
    for file in files:
        if file.target != STANDARD_OUTPUT:
            pages = f"{file.pages} page{'s' if file.pages > 1 else ''}" if file.pages else ""
            counted = f" ({'; '.join(filter(None, (pages, file.fewer)))})" if pages else ""
            echo_remark(f"Wrote {escape(file.target)}{counted}. {file.next_step.format(file=_quote(file.target))}")


def _quote(path: str) -> str:
    """Return the path as it can be pasted: in double quotes, which every shell knows, where they suffice."""
    text = escape(path)
    if text.isascii() and all(character.isalnum() or character in _PLAIN for character in text):
        return text
    import shlex  # noqa: PLC0415 - few names need quotes

    return shlex.quote(text) if set(text) & _SPECIAL else f'"{text}"'


@contextmanager
def show_progress(total: int) -> Iterator[Callable[[], None]]:
    """Yield what is to be called after each of so many files; it draws a bar where stderr is a terminal."""
    # a dumb terminal, such as an editor's, writes each step of a bar behind the one before
    terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    if not terminal or total < _FEWEST_FOR_A_BAR:
        yield lambda: None
        return
    with click.progressbar(length=total, file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)
