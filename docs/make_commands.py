"""Write ``docs/commands.md``, the reference of all commands, from Click's, and the manual pages, too."""

from __future__ import annotations

import runpy
from inspect import cleandoc
from pathlib import Path

import click

from generator.cli.commands import alliance

TARGET = Path(__file__).parent / "commands.md"
_WIDTH = 120
_HEAD = """# Commands

Made from the program's own help by `python docs/make_commands.py`; a test compares the two. `alliance COMMAND -h` says
the same in the terminal.
"""


def reference() -> str:
    """Return the page, Markdown: a section for each command, with its usage, what it does, examples and options."""
    root = click.Context(alliance, info_name="alliance", **alliance.context_settings)
    parts = [_HEAD, _section(root, "alliance"), _overview(root)]
    for name in alliance.list_commands(root):
        command = alliance.get_command(root, name)
        if command is None:
            raise LookupError(name)
        parts.append(_section(click.Context(command, parent=root, info_name=name), f"alliance {name}"))
    return "\n".join(parts)


def _overview(root: click.Context) -> str:
    """Return a table of all commands, each with a link to its section."""
    rows = ["| command | |", "|---|---|"]
    for name in alliance.list_commands(root):
        command = alliance.get_command(root, name)
        if command is not None:
            rows.append(f"| [`{name}`](#alliance-{name}) | {_cell(command.get_short_help_str(_WIDTH))} |")
    return "\n".join(rows) + "\n"


def _section(context: click.Context, title: str) -> str:
    """Return the section of one command."""
    command = context.command
    prose, _, examples = cleandoc(command.help or "").partition("\b\nExamples:\n")
    usage = " ".join([title, *command.collect_usage_pieces(context)])
    lines = [f"## {title}", "", "```text", usage, "```", "", prose.strip().replace("\b\n", "")]
    if examples.strip():
        lines += ["", "```text", *(line.strip() for line in examples.strip().splitlines()), "```"]
    lines += ["", "| option | |", "|---|---|", *_rows(context)]
    return "\n".join(lines) + "\n"


def _rows(context: click.Context) -> list[str]:
    """Return a table row for each option."""
    parameters = context.command.get_params(context)
    records = [option.get_help_record(context) for option in parameters if isinstance(option, click.Option)]
    return [f"| `{_cell(names)}` | {_cell(text)} |" for names, text in filter(None, records)]


def _cell(text: str) -> str:
    """Return text that parts no cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(reference(), "utf-8")
    runpy.run_path(str(TARGET.parent / "make_man_pages.py"), run_name="__main__")
