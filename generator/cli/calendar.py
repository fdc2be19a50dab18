"""``alliance calendar``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.completion import FILE, complete_time_zone
from generator.cli.options import ZONE_HELP, read_source_date
from generator.cli.passwords import password_options, read_password
from generator.cli.reporting import OutputFile, publish_and_report
from generator.cli.several import Several, count
from generator.cli.sheets import build_calendar_request
from generator.errors import InvalidInput, Problem
from generator.files.publishing import STANDARD_OUTPUT
from generator.workflows.calendar import CalendarRequest, require_calendar

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.workflows.calendar import FoundEvents


@click.command(short_help="Write meetings and next reviews into a calendar.")
@click.argument("paths", type=FILE, nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("-o", "--output", type=FILE, metavar="FILE.ics|-", default="alliances.ics", show_default=True,
              help="The file to write; - is the standard output.")  # fmt: skip
@click.option("--timezone", metavar="ZONE", shell_complete=complete_time_zone, help=ZONE_HELP)
@click.option("--force", is_flag=True, help="Replace the file if it exists; its events are updated.")
@password_options("which opens files that are encrypted")
def calendar(
    paths: tuple[str, ...],
    output: str,
    timezone: str | None,
    *,
    force: bool,
    password: bool,
    password_file: str | None,
) -> None:
    """Write meetings and next reviews of alliances, and meetings of worksheets, into one calendar file.

    Each event is there once, reminds a week and a day before, and keeps its identity: a file that is taken into a
    calendar again updates what is there. Of a folder every PDF is looked into.

    \b
    Examples:
      alliance calendar alliances
      alliance calendar alliance-ana-lima-ben-okafor.pdf -o review.ics --timezone Europe/Lisbon
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.listing import choose_files  # noqa: PLC0415 - --help reads no file
    from generator.workflows.calendar import write_events  # noqa: PLC0415

    require_calendar(timezone)
    chosen = choose_files(paths, (".pdf",))
    several = Several(chosen)
    found = _find_events(several, chosen.named, read_password(ask=password, file=password_file))
    to_stdout = output == STANDARD_OUTPUT
    request = CalendarRequest(timezone, read_source_date()) if to_stdout else build_calendar_request(output, timezone)
    data, number, remarks = write_events(found, request)
    several.remark(*remarks)
    if number:
        step = f"It has {count(number, 'event')}; open it to take them into your calendar."
        publish_and_report(OutputFile(data, output, step), force=force, inputs=chosen.files)
    several.finish()
    if not number:
        hint = "The day of the next review can be given with: alliance merge --review 2027-03-01"
        raise InvalidInput([Problem(paths[0], "knows of no day of a meeting or a next review", hint)])


def _find_events(several: Several, named: Collection[str], password: str | None) -> list[FoundEvents]:
    """Return the events of each file; those that know of none fail where they were named themselves."""
    from generator.files.reading import read_file  # noqa: PLC0415 - --help reads no file
    from generator.workflows.calendar import find_events  # noqa: PLC0415

    def work(path: str) -> FoundEvents | str:
        found = find_events(read_file(path), password)
        if found is None and path in named:
            raise InvalidInput([Problem(path, "is neither an alliance nor a worksheet", "Is it the right file?")])
        return "" if found is None else found

    events: list[FoundEvents] = []
    for outcome in several.work(work):
        if isinstance(outcome.result, str):
            several.skip()
        elif outcome.result is not None:
            events.append(outcome.result)
            several.remark(*outcome.result.remarks)
    return events
