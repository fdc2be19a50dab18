"""``alliance help``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.reporting import echo
from generator.cli.usage_problems import explain_unknown_command

if TYPE_CHECKING:
    from generator.cli.commands import LazyGroup


def _find_group(ctx: click.Context) -> tuple[click.Context, LazyGroup]:
    """Return the context of ``alliance`` itself, and the group of all commands."""
    root = ctx.find_root()
    group: LazyGroup = root.command  # type: ignore[assignment] # the one group there is
    return root, group


def complete_command(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the names of the commands to the shell."""
    root, group = _find_group(ctx)
    return [name for name in group.list_commands(root) if name.startswith(incomplete)]


@click.command(name="help", short_help="Show the help of a command.")
@click.argument("command", required=False, metavar="[COMMAND]", shell_complete=complete_command)
@click.pass_context
def show_help(ctx: click.Context, /, command: str | None) -> None:
    """Show the help of a command, as COMMAND --help does; without one, the list of all commands.

    \b
    Examples:
      alliance help
      alliance help compose
    """  # noqa: D301 - click's own mark for text that is not wrapped
    root, group = _find_group(ctx)
    if command is None:
        echo(group.get_help(root))
        return
    found = group.get_command(root, command)
    if found is None:
        raise explain_unknown_command(command, group.list_commands(root), root)
    echo(found.get_help(click.Context(found, info_name=command, parent=root)))
