"""Corrections of Click's completion: values with commas in fish, and what stands behind ``=`` in all shells."""

from __future__ import annotations

from typing import Any

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)


class _WholeWords(ShellComplete):
    """For shells that replace ``--layout=work`` as a whole, of which Click returns only what stands behind ``=``."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return what the word to be completed may be."""
        items = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if not (equals and option.startswith("--")):
            return items
        return [CompletionItem(f"{option}={item.value}", item.type, item.help) for item in items]


class _Zsh(_WholeWords, ZshComplete):
    """Zsh, with options and their values in one word."""


class _Fish(_WholeWords, FishComplete):
    """Fish, to which Click's script gives of ``Ana: hopes, tone`` only what stands before the comma."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


class _Bash(BashComplete):
    """Bash takes ``=`` for a word of its own, and what stands behind it for the word to be completed."""

    _begun = ""
    """What stands before the ``=`` in a value, which the shell keeps."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to be completed, and that one whole."""
        arguments, incomplete = super().get_completion_args()
        if len(arguments) > 1 and arguments[-1] == "=":
            arguments.pop()
            if not arguments[-1].startswith("-"):
                self._begun = arguments.pop() + "="
        return arguments, self._begun + incomplete

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return the line that the script reads."""
        return f"{item.type},{str(item.value).removeprefix(self._begun)}"


def correct_shells() -> None:
    """Let Click complete with the classes of this module."""
    for shell in (_Bash, _Fish, _Zsh):
        add_completion_class(shell)
