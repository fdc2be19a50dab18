"""Secrets: asked for on the terminal or read from a file, never taken from the command line, where others see them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

import click

from generator.cli.completion import FILE
from generator.errors import InvalidInput, Problem, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable

_Command = TypeVar("_Command", bound="Callable[..., object]")
_LIMIT = 1000


def password_options(what_for: str) -> Callable[[_Command], _Command]:
    """Return the decorator that adds ``--password`` and ``--password-file`` to a command."""

    def add(command: _Command) -> _Command:
        asked = click.option("--password", is_flag=True, help=f"Ask for a password, {what_for}.")
        read = click.option("--password-file", type=FILE, metavar="FILE", help="Read the password: the first line.")
        return asked(read(command))

    return add


def password_from(*, ask: bool, file: str | None, anew: bool = False) -> str | None:
    """Return the password; nothing where none is wanted. Raises UsageProblem and InvalidInput.

    ``anew`` asks for it twice: nothing opens with a slip of the hand.
    """
    from generator.workflows.encrypt import MOST_BYTES, require_encryption  # noqa: PLC0415 - start-up is felt

    if not ask and file is None:
        return None
    require_encryption()
    password = secret_from(ask=ask, file=file, option="--password", prompt="Password", anew=anew)
    if len(password.encode(errors="replace")) > MOST_BYTES:
        raise UsageProblem(
            f"a password may have {MOST_BYTES} bytes of UTF-8, and this one has more. Take a shorter one."
        )
    return password


def secret_from(*, ask: bool, file: str | None, option: str, prompt: str, anew: bool = False) -> str:
    """Return what is typed on the terminal, unseen, or the first line of a file."""
    if ask and file is not None:
        raise UsageProblem(f"{option} asks for what {option}-file reads. Give one of them.")
    return _first_line(file) if file is not None else _asked(option, prompt, anew=anew)


def _first_line(file: str) -> str:
    from generator.files.reading import read_bounded  # noqa: PLC0415 - start-up is felt

    try:
        line = read_bounded(file, limit=_LIMIT).decode().split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError:
        raise InvalidInput([Problem(file, "is not UTF-8 text", "Save the password in UTF-8.")]) from None
    if not line:
        raise InvalidInput([Problem(file, "has nothing on its first line", "Write the password there.")])
    return line


def _asked(option: str, prompt: str, *, anew: bool) -> str:
    if not _is_terminal():
        message = (
            f"{option.lstrip('-').capitalize()} wanted, and there is no terminal to ask on. Give {option}-file FILE."
        )
        raise UsageProblem(message)
    answer: str = click.prompt(prompt, hide_input=True, confirmation_prompt=anew, err=True)
    return answer


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def decrypt_all(sources: list[tuple[bytes, str]], password: str | None) -> list[tuple[bytes, str]]:
    """Return files, given as content and name, without the encryption that the password opens."""
    if password is None:
        return sources
    from generator.workflows.encrypt import decrypt  # noqa: PLC0415 - start-up is felt

    return [(decrypt(data, source, password), source) for data, source in sources]
