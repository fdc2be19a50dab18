"""What the shell is offered while somebody types: files, layouts, styles, and the ids of the bank in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.errors import InvalidInput
from generator.files.shipped import layout_names, style_files
from generator.words.catalogue import describe_languages
from generator.workflows.inputs import load_bank

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from generator.model.bank import QuestionBank

FILE = click.Path(readable=False)
"""The type of options and arguments that name files: it lets the shell complete them, and leaves checks to readers."""


def complete_question(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the ids of the bank in use to the shell."""
    bank = _bank_in_use(ctx)
    return [question.id for question in bank.every_question() if question.id.startswith(incomplete)] if bank else []


def complete_pickable(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the ids of the bank in use to the shell, without the closing questions'."""
    bank = _bank_in_use(ctx)
    return [question.id for question in bank.questions() if question.id.startswith(incomplete)] if bank else []


def complete_section(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the ids of the bank's sections to the shell."""
    bank = _bank_in_use(ctx)
    return [section.id for section in bank.sections if section.id.startswith(incomplete)] if bank else []


def _bank_in_use(ctx: click.Context) -> QuestionBank | None:
    """Return the bank, or nothing where it cannot be read or would eat what is typed."""
    path = ctx.params.get("bank")
    try:
        return None if path == "-" else load_bank(path)
    except InvalidInput:
        return None


def complete_style(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the names of the built-in styles to the shell."""
    return [name for name in style_files() if name.startswith(incomplete)]


def complete_language(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the languages that are shipped to the shell, also behind a comma and behind a person's name."""
    begun = incomplete[: 1 + max(incomplete.rfind(","), incomplete.rfind("="))]
    return [begun + tag for tag in ("en", *describe_languages()) if tag.startswith(incomplete.removeprefix(begun))]


def complete_layout(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of the built-in layouts to the shell, or files where none begins so."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - for shells only

    names = [CompletionItem(name) for name in layout_names() if name.startswith(incomplete)]
    return names or [CompletionItem(incomplete, type="file")]
