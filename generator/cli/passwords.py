"""Secrets: asked for on the terminal or read from a file, never taken from the command line, where others see them."""

from __future__ import annotations

import codecs
import sys
from typing import TYPE_CHECKING, TypeVar

import click

from generator.cli.completion import FILE
from generator.errors import InvalidInput, InvalidRequest, Problem, RequestProblem

if TYPE_CHECKING:
    from collections.abc import Callable

_Command = TypeVar("_Command", bound="Callable[..., object]")
_LIMIT = 1000


def password_options(what_for: str) -> Callable[[_Command], _Command]:
    """Return the decorator that adds ``--password`` and ``--password-file`` to a command."""

    def add(command: _Command) -> _Command:
        ask = click.option("--password", is_flag=True, help=f"Ask for a password, {what_for}.")
        read = click.option("--password-file", type=FILE, metavar="FILE", help="Read the password: the first line.")
        return ask(read(command))

    return add


def read_password(*, ask: bool, file: str | None, anew: bool = False) -> str | None:
    """Return the password; nothing where none is wanted. Raises ``InvalidRequest`` and ``InvalidInput``.

    ``anew`` asks for it twice: nothing opens with a slip of the hand.
    """
    from generator.workflows.encrypt import MOST_BYTES, require_encryption  # noqa: PLC0415

    if not ask and file is None:
        return None
    require_encryption()
    password = read_secret(ask=ask, file=file, option="--password", prompt="Password", anew=anew)
    if len(password.encode(errors="replace")) > MOST_BYTES:
        message = f"a password may have {MOST_BYTES} bytes of UTF-8, and this one has more"
        raise InvalidRequest(RequestProblem("password", message, "Take a shorter one."))
    return password


def read_secret(
    *, ask: bool, file: str | None, option: str, prompt: str, anew: bool = False, may_be_empty: bool = False
) -> str:
    """Return what is typed on the terminal, unseen, or the first line of a file.

    Where it ``may_be_empty``, nothing is typed, or the file's first line is an empty one that ends.
    """
    if ask and file is not None:
        message = f"{option} asks for what {option}-file reads"
        raise InvalidRequest(RequestProblem(option.strip("-"), message, "Give one of them."))
    if file is not None:
        return _first_line(file, may_be_empty=may_be_empty)
    return _ask(option, prompt, anew=anew, may_be_empty=may_be_empty)


def _first_line(file: str, *, may_be_empty: bool) -> str:
    """Return the first line of a file in UTF-8, or in UTF-16 with a byte order mark, as PowerShell writes it."""
    from generator.files.reading import read_bounded  # noqa: PLC0415

    try:
        data = read_bounded(file, limit=_LIMIT)
        encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
        line, end, _ = data.decode(encoding).partition("\n")
    except UnicodeDecodeError:
        raise InvalidInput([Problem(file, "is not UTF-8 text", "Save the password in UTF-8.")]) from None
    line = line.rstrip("\r")
    if not line and not (end and may_be_empty):
        raise InvalidInput([Problem(file, "has nothing on its first line", "Write the password there.")])
    return line


def _ask(option: str, prompt: str, *, anew: bool, may_be_empty: bool) -> str:
    if not _is_terminal():
        message = f"{option.lstrip('-').capitalize()} wanted, and there is no terminal to ask on"
        raise InvalidRequest(RequestProblem(option.strip("-"), message, f"Give {option}-file FILE."))
    nothing = "" if may_be_empty else None  # with a default, an empty line is taken for it
    answer: str = click.prompt(
        prompt, default=nothing, show_default=False, hide_input=True, confirmation_prompt=anew, err=True
    )
    return answer


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
