"""``alliance questions`` and ``alliance layouts``."""

from __future__ import annotations

import click

from generator.cli.completion import FILE
from generator.cli.reporting import echo
from generator.errors import escape
from generator.workflows.inputs import list_layouts, load_bank

WHOLE_LINE = 400
"""Texts of a bank are listed whole up to this length."""


@click.command()
@click.option("--bank", type=FILE, metavar="FILE", help="Another question bank.")
def questions(bank: str | None) -> None:
    """List the question bank: ids and texts by section.

    \b
    Examples:
      alliance questions
      alliance questions --bank our-bank.yaml
    """  # noqa: D301 - click's own mark for text that is not wrapped
    content = load_bank(bank)
    width = max(len(question.id) for question in content.every_question())
    for section in content.sections:
        echo(f"{escape(section.title)} ({section.id})")
        for question in section.questions:
            echo(f"  {question.id:{width}}  {_line(question.text)}")
    if content.closing.questions:
        echo(_line(content.closing.title))
        for question in content.closing.questions:
            echo(f"  {question.id:{width}}  {_line(question.text)}")


def _line(text: str) -> str:
    return "".join(escape(text[start : start + 80]) for start in range(0, min(len(text), WHOLE_LINE), 80))


@click.command()
def layouts() -> None:
    """List the built-in layouts.

    \b
    Examples:
      alliance layouts
      alliance compose --layout onepage --paper letter
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.formats.paper import PAPERS  # noqa: PLC0415 - for this command only

    found = list_layouts()
    width = max(len(layout.name) for layout in found)
    for layout in found:
        echo(f"{layout.name:{width}}  {layout.paper.name}  {_line(layout.description)}")
    echo(f"All of them re-flow on other paper: --paper {', '.join(PAPERS)} or a size such as 210x297mm.")
