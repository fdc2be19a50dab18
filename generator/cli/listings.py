"""``alliance questions``, ``alliance languages`` and ``alliance layouts``."""

from __future__ import annotations

import click

from generator.cli.completion import FILE, complete_language
from generator.cli.json_output import echo_json, json_option
from generator.cli.messages import name_options
from generator.cli.reporting import echo, echo_remark
from generator.errors import escape
from generator.model.bank import Question, QuestionBank
from generator.workflows.languages import LanguageChoice

WHOLE_LINE = 400
"""Texts of a bank are listed whole up to this length."""


@click.command()
@click.option("--bank", type=FILE, metavar="FILE", help="Another question bank.")
@click.option("--language", default="", metavar="TAG", shell_complete=complete_language,
              help="In this language; by default the bank's own.")  # fmt: skip
@click.option("--translation", type=FILE, metavar="FILE", help="The bank's translation, where it is not beside it.")
@json_option
def questions(bank: str | None, language: str, translation: str | None, *, as_json: bool) -> None:
    """List the question bank: ids and texts by section.

    \b
    Examples:
      alliance questions
      alliance questions --bank our-bank.yaml
    """  # noqa: D301 - click's own mark for text that is not wrapped
    spoken = LanguageChoice(language, translation).load_bank(bank)
    if as_json:
        echo_json({**_describe_bank(spoken.bank), "remarks": list(map(name_options, spoken.remarks))})
        return
    for remark in spoken.remarks:
        echo_remark(remark)
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


def _describe_bank(bank: QuestionBank) -> dict[str, object]:
    """Return the bank as a document has it."""
    return {
        "title": bank.title,
        "language": bank.language,
        "sections": [
            {"id": section.id, "title": section.title, "questions": list(map(Question._asdict, section.questions))}
            for section in bank.sections
        ],
        "closing": {"title": bank.closing.title, "questions": list(map(Question._asdict, bank.closing.questions))},
    }


def _line(text: str) -> str:
    return "".join(escape(text[start : start + 80]) for start in range(0, min(len(text), WHOLE_LINE), 80))


@click.command()
@json_option
def languages(*, as_json: bool) -> None:
    """List the languages that worksheets can be in.

    A language has our own words and the built-in bank, and is a draft until a speaker has reviewed it.

    \b
    Examples:
      alliance languages
      alliance compose --language de
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.words.catalogue import LanguageInfo, describe_languages, load_keys  # noqa: PLC0415 - for this command only

    found = describe_languages()
    if as_json:
        count = len(load_keys())
        shipped = {"en": LanguageInfo("English", "the original", count, count), **found}
        echo_json({"languages": [{"tag": tag, **told._asdict()} for tag, told in shipped.items()]})
        return
    width = max(map(len, found))
    echo(f"{'en':{width}}  English  the original")
    for tag, told in found.items():
        whole = "" if told.translated == told.messages else f", {told.translated} of {told.messages} messages"
        echo(f"{tag:{width}}  {escape(told.name)}  {escape(told.state)}{whole}")
    echo("A draft was reviewed by nobody who speaks it. --words takes words of your own, in any language.")


@click.command(short_help="List the built-in layouts, their paper and pages.")
@json_option
def layouts(*, as_json: bool) -> None:
    """List the built-in layouts: their paper, and how many pages they take for two people.

    \b
    Examples:
      alliance layouts
      alliance compose --layout onepage --paper letter
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.formats.paper import PAPERS  # noqa: PLC0415 - for this command only
    from generator.workflows.layouts import describe_layouts  # noqa: PLC0415 - composes a worksheet of each

    found = describe_layouts()
    if as_json:
        echo_json({"layouts": [layout._asdict() for layout in found], "papers": list(PAPERS)})
        return
    names, papers, most = (max(len(str(layout[place])) for layout in found) for place in range(3))
    for name, paper, pages, description in found:
        counted = f"{pages:{most}} {'page ' if pages == 1 else 'pages'}"
        echo(f"{name:{names}}  {paper:{papers}}  {counted}  {_line(description)}")
    echo("Pages are for two people who have picked nothing yet.")
    echo(f"All of them re-flow on other paper: --paper {', '.join(PAPERS)} or a size such as 210x297mm.")
