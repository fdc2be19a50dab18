"""``alliance collect``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

from generator.cli.batch_report import BatchIncomplete
from generator.cli.completion import FILE
from generator.cli.options import read_source_date
from generator.cli.reporting import echo, echo_err, echo_remark
from generator.errors import escape

if TYPE_CHECKING:
    from typing import Unpack

    from generator.workflows.collect import Collected, Gathered


class _Options(TypedDict):
    paths: tuple[str, ...]
    output: str
    manifest: str | None
    prefer: str | None
    bank: str | None
    strict: bool


@click.command(short_help="Merge everything that came back, worksheet by worksheet.")
@click.argument("paths", type=FILE, nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("-o", "--output", type=FILE, required=True, metavar="DIR", help="The folder for the alliances.")
@click.option("--manifest", type=FILE, metavar="manifest.csv",
              help="Of the batch that was sent out: who has returned, who is missing.")  # fmt: skip
@click.option("--prefer", type=click.Choice(["first", "last", "both"]),
              help="Which of two different texts to take; else they are a conflict.")  # fmt: skip
@click.option("--bank", type=FILE, metavar="FILE",
              help="The question bank, where a return does not bring it.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Do not finish a worksheet of which a return is damaged.")
def collect(**options: Unpack[_Options]) -> None:
    """Sort everything that came back by the worksheet it belongs to, and merge each into its finished alliance.

    What counts is the identity inside a file, not its name. Conflicts, blank sheets and files that could not be used
    are listed, and the others finished. Nothing is overwritten; run it again with what came back since.

    \b
    Examples:
      alliance collect inbox -o done
      alliance collect inbox -o done --manifest worksheets/manifest.csv
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.reading import read_file  # noqa: PLC0415 - --help reads no file
    from generator.model.preferences import Preference  # noqa: PLC0415
    from generator.workflows.batch.manifest import read_identities  # noqa: PLC0415
    from generator.workflows.collect import CollectRequest  # noqa: PLC0415
    from generator.workflows.collect import collect as collect_returns  # noqa: PLC0415
    from generator.workflows.inputs import load_bank  # noqa: PLC0415

    manifest = read_identities(read_file(options["manifest"])) if options["manifest"] else None
    request = CollectRequest(
        options["paths"],
        options["output"],
        manifest,
        Preference(options["prefer"]) if options["prefer"] else None,
        load_bank(options["bank"]) if options["bank"] else None,
        options["strict"],
        read_source_date(),
    )
    collected = collect_returns(request)
    for worksheet in collected.worksheets:
        _report(worksheet)
    for left in collected.rest:
        echo_err(left.reason)
    if manifest is not None:
        _report_missing(collected, len(manifest))
    if not collected.is_finished:
        unfinished = sum(not worksheet.status.is_finished for worksheet in collected.worksheets)
        lost = sum(left.is_lost for left in collected.rest)
        counted = f"{_count(unfinished, 'worksheet')} not finished, {_count(lost, 'file')} not used"
        raise BatchIncomplete(f"{counted}. Mend what is listed above and run it again; what is finished is kept.")


def _report(worksheet: Gathered) -> None:
    """Print a line for a worksheet, and tell what is to be known of it."""
    file = escape(worksheet.file) if worksheet.file else "-"
    returns = _count(len(worksheet.sources), "return")
    echo(f"{worksheet.status.value:8}  {worksheet.identity}  {worksheet.people} ({returns})  {file}")
    for line in worksheet.problem.splitlines():
        echo_err(f"{worksheet.identity}: {line}")
    for remark in worksheet.remarks:
        echo_remark(f"{worksheet.identity}: {remark}")


def _report_missing(collected: Collected, expected: int) -> None:
    """Tell how many of the batch have returned, and list the others."""
    for identity, people in collected.missing:
        echo(f"missing   {identity}  {escape(people)}")
    for identity in collected.strange:
        echo_err(f"{identity}: the manifest does not list this worksheet.")
    echo_remark(f"{expected - len(collected.missing)} of {expected} worksheets have returned.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
