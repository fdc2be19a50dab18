"""Write the manual pages in ``docs/man``, in man(7), from Click's commands: ``python docs/make_man_pages.py``."""

from __future__ import annotations

import re
from inspect import cleandoc
from pathlib import Path
from textwrap import wrap

import click

from generator import __version__
from generator.cli.commands import alliance
from generator.cli.defaults import FILE
from generator.errors import ExitCode

FOLDER = Path(__file__).parent / "man"
_DATE = "2026-11-27"
"""When the pages were last looked over."""
_HEAD = r""".\" Made by python docs/make_man_pages.py; a test compares the two.
.TH {title} 1 "{date}" "alliance {version}" "alliance"
.SH NAME
{name} \- {what}
.SH SYNOPSIS
.B {call}
.RI {usage}
.SH DESCRIPTION
"""
_PLAIN = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
"""Characters that are set as they are, so that they can be pasted."""
_EXIT_CODES = {
    ExitCode.DONE: "Done.",
    ExitCode.UNEXPECTED: "An unexpected failure; with --debug it is shown where.",
    ExitCode.USAGE: "Options that make no sense.",
    ExitCode.INVALID_INPUT: "An input is invalid; each problem is told as file:line:column.",
    ExitCode.CONFLICT: "Two sources say different things, and no --prefer was given.",
    ExitCode.OUTPUT: "The output exists (--force replaces it) or cannot be written.",
    ExitCode.BATCH_INCOMPLETE: "A batch came to its end, and some of its rows failed.",
}
_ENVIRONMENT = {
    "ALLIANCE_NO_DEFAULTS": "With 1, no alliance.toml is read, as with --no-defaults.",
    "SOURCE_DATE_EPOCH": "The time at which files say they were made, in seconds since 1970; else they say none.",
    "NO_COLOR": "No colours are used; none are where the output is no terminal.",
}
_FILES = {
    FILE: "Defaults of your own in this folder: paper, brand, bank, language, timezone, layout, style.",
    f"~/.config/alliance/{FILE}": "The same for all folders; a nearer file counts first, key by key.",
}


def make_pages() -> dict[str, str]:
    """Return the text of each page by its file's name: one of ``alliance``, and one of each command."""
    root = click.Context(alliance, info_name="alliance", **alliance.context_settings)
    commands = {name: alliance.get_command(root, name) for name in alliance.list_commands(root)}
    known = {name: command for name, command in commands.items() if command}
    pages = {"alliance.1": _page(root, _overview(known), [f"alliance\\-{name}" for name in known])}
    for name, command in known.items():
        context = click.Context(command, parent=root, info_name=name)
        pages[f"alliance-{name}.1"] = _page(context, "", ["alliance"])
    return pages


def _page(context: click.Context, more: str, related: list[str]) -> str:
    """Return the page of one command; ``more`` are sections that only it has."""
    command = context.command
    prose, _, examples = cleandoc(command.help or "").partition("\b\nExamples:\n")
    call = context.command_path
    first = command.get_short_help_str(200).rstrip(".")
    head = _HEAD.format(
        title=_set(call.replace(" ", "-").upper()),
        date=_DATE,
        version=__version__,
        name=_set(call.replace(" ", "-")),
        what=_set(first),
        call=_set(call),
        usage=f'"{_set(" ".join(command.collect_usage_pieces(context)))}"',
    )
    parts = [head, _paragraphs(prose), ".SH OPTIONS\n", *_options(context), more]
    parts += [_block("EXAMPLES", examples)] if examples.strip() else []
    parts += [_table("EXIT STATUS", {str(code.value): text for code, text in _EXIT_CODES.items()})]
    parts += [_table("ENVIRONMENT", _ENVIRONMENT), _table("FILES", _FILES)]
    parts += [".SH SEE ALSO\n", ",\n".join(f".BR {name} (1)" for name in related) + "\n"]
    return "".join(parts)


def _overview(commands: dict[str, click.Command]) -> str:
    """Return the sections that only the page of ``alliance`` itself has."""
    listed = {f"alliance-{name}(1)": command.get_short_help_str(200) for name, command in commands.items()}
    return _table("COMMANDS", listed) + _block("COMPLETION", cleandoc(alliance.epilog or "").removeprefix("\b\n"))


def _options(context: click.Context) -> list[str]:
    """Return an entry for each option."""
    parameters = context.command.get_params(context)
    records = [option.get_help_record(context) for option in parameters if isinstance(option, click.Option)]
    return [f".TP\n{_emphasise(names)}\n{_fill(text)}" for names, text in filter(None, records)]


def _emphasise(names: str) -> str:
    """Return an option's names in bold, and what it takes in italics."""
    pieces = re.split(r"((?<![\w-])--?[A-Za-z][\w-]*)", names)
    return "".join(
        rf"\fB{_set(piece)}\fR" if number % 2 else re.sub(r"[^\s,].*", lambda found: rf"\fI{_set(found[0])}\fR", piece)
        for number, piece in enumerate(pieces)
    )


def _table(title: str, entries: dict[str, str]) -> str:
    return f".SH {title}\n" + "".join(f".TP\n.B {_set(name)}\n{_fill(text)}" for name, text in entries.items())


def _block(title: str, lines: str) -> str:
    """Return a section of lines that are not filled."""
    return (
        f".SH {title}\n.nf\n" + "".join(f"{_set(line) or '.sp'}\n" for line in cleandoc(lines).splitlines()) + ".fi\n"
    )


def _paragraphs(prose: str) -> str:
    return ".PP\n".join(map(_fill, prose.replace("\b\n", "").strip().split("\n\n")))


def _fill(text: str) -> str:
    """Return text in short lines, which are filled when they are shown."""
    return "".join(f"{_set(line)}\n" for line in wrap(text, 70, break_long_words=False, break_on_hyphens=False))


def _set(text: str) -> str:
    """Return a line that is set as it stands."""
    line = "".join(_PLAIN.get(character, character) for character in text)
    return rf"\&{line}" if line.startswith(".") else line


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in set(FOLDER.glob("*.1")):
        old.unlink()
    for name, text in make_pages().items():
        (FOLDER / name).write_text(text, "utf-8")
