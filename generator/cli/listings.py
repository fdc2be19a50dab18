"""``alliance questions``, ``alliance languages`` and ``alliance layouts``."""

from __future__ import annotations

import click

from generator.cli.completion import FILE, complete_language
from generator.cli.reporting import echo, echo_err
from generator.errors import escape
from generator.workflows.languages import LanguageChoice

WHOLE_LINE = 400
"""Texts of a bank are listed whole up to this length."""


@click.command()
@click.option("--bank", type=FILE, metavar="FILE", help="Another question bank.")
@click.option("--language", default="", metavar="TAG", shell_complete=complete_language,
              help="In this language; by default the bank's own.")  # fmt: skip
@click.option("--translation", type=FILE, metavar="FILE", help="The bank's translation, where it is not beside it.")
def questions(bank: str | None, language: str, translation: str | None) -> None:
    """List the question bank: ids and texts by section.

    \b
    Examples:
      alliance questions
      alliance questions --bank our-bank.yaml
    """  # noqa: D301 - click's own mark for text that is not wrapped
    spoken = LanguageChoice(language, translation).load_bank(bank)
    for remark in spoken.remarks:
        echo_err(remark)
    content = spoken.bank
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
def languages() -> None:
    """List the languages that worksheets can be in.

    A language has our own words and the built-in bank, and is a draft until a speaker has reviewed it.

    \b
    Examples:
      alliance languages
      alliance compose --language de
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.words.catalogue import describe_languages  # noqa: PLC0415 - for this command only

    found = describe_languages()
    width = max(map(len, found))
    echo(f"{'en':{width}}  English  the original")
    for tag, told in found.items():
        whole = "" if told.translated == told.messages else f", {told.translated} of {told.messages} messages"
        echo(f"{tag:{width}}  {escape(told.name)}  {escape(told.state)}{whole}")
    echo("A draft was reviewed by nobody who speaks it. --words takes words of your own, in any language.")


@click.command(short_help="List the built-in layouts, their paper and pages.")
def layouts() -> None:
    """List the built-in layouts: their paper, and how many pages they take for two people.

    \b
    Examples:
      alliance layouts
      alliance compose --layout onepage --paper letter
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.formats.paper import PAPERS  # noqa: PLC0415 - for this command only
    from generator.workflows.layouts import describe_layouts  # noqa: PLC0415 - composes a worksheet of each

    found = describe_layouts()
    names, papers, most = (max(len(str(layout[place])) for layout in found) for place in range(3))
    for name, paper, pages, description in found:
        counted = f"{pages:{most}} {'page ' if pages == 1 else 'pages'}"
        echo(f"{name:{names}}  {paper:{papers}}  {counted}  {_line(description)}")
    echo("Pages are for two people who have picked nothing yet.")
    echo(f"All of them re-flow on other paper: --paper {', '.join(PAPERS)} or a size such as 210x297mm.")
