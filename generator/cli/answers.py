"""``alliance answers``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.inputs import FILE
from generator.cli.reporting import say, tell

if TYPE_CHECKING:
    from generator.answers import Answers
    from generator.bank import QuestionBank
    from generator.worksheet import Worksheet


@click.command(short_help="Print what a worksheet or an alliance holds.")
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.option("--blank", is_flag=True, help="An answers file to type into, every question as a comment.")
@click.option("--bank", type=FILE, metavar="FILE", help="The question bank, where the file does not bring it.")
def answers(file: str, form: str, blank: bool, bank: str | None) -> None:  # noqa: FBT001 - click passes it so
    """Print what a filled worksheet, an answers file or a finished alliance holds.

    \b
    Examples:
      alliance answers worksheet-ana-lima-ben-okafor.pdf
      alliance answers worksheet-ana-lima-ben-okafor.pdf --blank > answers.yaml
      alliance answers alliance-ana-lima-ben-okafor.pdf --format json
    """  # noqa: D301 - click's own mark for text that is not wrapped
    worksheet, given, remarks = _content(file, bank)
    for remark in remarks:
        say(remark)
    tell(_written(worksheet, given, form, blank=blank).removesuffix("\n"))


def _content(file: str, bank: str | None) -> tuple[Worksheet, Answers, tuple[str, ...]]:
    from generator.cli.merge import gathered_from  # noqa: PLC0415 - imports click's commands, cheap
    from generator.gathering import is_pdf  # noqa: PLC0415
    from generator.sources.files import read_bounded  # noqa: PLC0415

    data = read_bounded(file)
    if is_pdf(data, file):
        from generator.sources.alliance import read_alliance  # noqa: PLC0415
        from generator.sources.forms import PdfKind, read_attachment, what_is_pdf  # noqa: PLC0415 - imports pypdf

        if what_is_pdf(data, file) is PdfKind.ALLIANCE:
            text = read_attachment(data, "alliance.json", file)
            alliance = read_alliance(text or "", file)
            return alliance.worksheet, alliance.answers, ()
    gathered = gathered_from([(data, file)], None, bank)
    return gathered.worksheet, gathered.answers, gathered.remarks


def _written(worksheet: Worksheet, given: Answers, form: str, *, blank: bool) -> str:
    from generator.sources.answers_writing import write_blank_yaml, write_json, write_yaml  # noqa: PLC0415

    if blank:
        return write_blank_yaml(worksheet)
    bank: QuestionBank = worksheet.bank
    return write_json(given, bank) if form == "json" else write_yaml(given, bank)
