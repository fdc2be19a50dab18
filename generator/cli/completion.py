"""What the shell is offered while somebody types: files, ids of the bank in use, layouts, papers, time zones."""

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


def complete_left_out(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer to the shell what a share copy can be without: questions, the agreements and the review."""
    from generator.model.excerpt import AGREEMENTS, REVIEW  # noqa: PLC0415 - for shells only

    others = [part for part in (AGREEMENTS, REVIEW) if part.startswith(incomplete)]
    return [*complete_question(ctx, parameter, incomplete), *others]


def complete_pick(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer names of people and ids of the bank to the shell, as in ``Ana: hopes, tone``."""
    bank = _bank_in_use(ctx)
    ids = [question.id for question in bank.questions()] if bank else []
    name, colon, typed = incomplete.rpartition(":")
    if not colon:
        names = [person for person in ctx.params.get("people") or () if person.startswith(incomplete)]
        return [f"{person}: {question}" for person in names for question in ids]
    *whole, begun = (question.strip() for question in typed.split(","))
    left = [question for question in ids if question.startswith(begun) and question not in whole]
    return [f"{name}: {', '.join([*whole, question])}" for question in left]


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


def complete_paper(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the names of papers to the shell."""
    from generator.formats.paper import PAPERS  # noqa: PLC0415 - for shells only

    return [name for name in PAPERS if name.startswith(incomplete.lower())]


def complete_time_zone(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer time zones to the shell, by their beginning or by that of their city."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - for shells only

    begun = incomplete.lower()
    return sorted(
        zone
        for zone in available_timezones()
        if zone.lower().startswith(begun) or zone.rpartition("/")[2].lower().startswith(begun)
    )


def complete_language(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the languages that are shipped to the shell, also behind a comma and behind a person's name."""
    begun = incomplete[: 1 + max(incomplete.rfind(","), incomplete.rfind("="))]
    return [begun + tag for tag in ("en", *describe_languages()) if tag.startswith(incomplete.removeprefix(begun))]


def complete_layout(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of the built-in layouts to the shell, or files where none begins so."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - for shells only

    names = [CompletionItem(name) for name in layout_names() if name.startswith(incomplete)]
    return names or [CompletionItem(incomplete, type="file")]
