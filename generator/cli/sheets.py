"""What ``compose`` and ``revise`` share: picks as they are typed, and a worksheet with the files beside it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from generator.cli.messages import describe_next_step
from generator.cli.options import read_source_date
from generator.cli.reporting import OutputFile, echo_remark, publish_and_report
from generator.errors import InvalidInput, InvalidRequest, OutputExists, RequestProblem, escape
from generator.files.reading import read_bounded
from generator.workflows.compose import Pick, find_shorter

if TYPE_CHECKING:
    from generator.cli.options import OneSheetOptions
    from generator.workflows.calendar import CalendarRequest
    from generator.workflows.compose import Composed
    from generator.workflows.inputs import LayoutChoice

_LARGEST_CALENDAR = 100_000
"""Bytes of the largest file that is looked into before it is replaced; an event has two thousand."""
EVENT_STEP = "Open it to take the event into your calendar; made again, it updates the event."


def parse_picks(typed: tuple[str, ...]) -> tuple[Pick, ...]:
    """Return what was typed as ``NAME: id, id``; raise ``InvalidRequest`` with every text that is none."""
    picks, problems = [], []
    for index, text in enumerate(typed):
        name, colon, listed = text.rpartition(":")
        ids = tuple(question.strip() for question in listed.split(",") if question.strip())
        picks.append(Pick(name, ids))
        if not colon or not ids:
            hint = 'Write it as "NAME: id, id".'
            problems.append(RequestProblem("picks", f"`picks` '{escape(text)}' is not understood", hint, index))
    if problems:
        raise InvalidRequest(*problems)
    return tuple(picks)


def require_beside(options: OneSheetOptions) -> None:
    """Raise where pictures or a calendar file are wanted and cannot be made."""
    if options["preview"] is not None:
        from generator.workflows.preview import require_pictures  # noqa: PLC0415 - imports an extra

        require_pictures()
    require_calendar_option(options["ics"], options["timezone"])


def require_calendar_option(file: str | None, zone: str | None) -> None:
    """Raise where the two options do not go together, or no calendar file can be written."""
    if file is None:
        if zone is not None:
            raise InvalidRequest(RequestProblem("timezone", "`timezone` goes with `ics`",
                                                "Add `ics` FILE, or leave it out."))  # fmt: skip
        return
    from generator.workflows.calendar import require_calendar  # noqa: PLC0415 - most sheets come without an event

    if file == "-":
        raise InvalidRequest(RequestProblem("ics", "`ics` writes a file", "Give it a name, such as lunch.ics."))
    require_calendar(zone)


def build_calendar_request(file: str, zone: str | None) -> CalendarRequest:
    """Return how the event is to be written; it follows the file that is there."""
    from generator.workflows.calendar import CalendarRequest  # noqa: PLC0415 - most sheets come without an event

    earlier = b""
    with suppress(InvalidInput):
        earlier = read_bounded(file, limit=_LARGEST_CALENDAR)
    return CalendarRequest(zone, read_source_date(), earlier)


def publish_sheet(
    composed: Composed, options: OneSheetOptions, inputs: list[str], choice: LayoutChoice | None = None
) -> None:
    """Publish a worksheet, its calendar file and its pictures, and say so; none of them where one is there already.

    Where its layout was chosen as ``choice`` says, a terminal is told of one that takes fewer pages.
    """
    beside = []
    if options["ics"] is not None:
        from generator.workflows.calendar import write_meeting  # noqa: PLC0415 - most sheets come without an event

        event = write_meeting(composed.worksheet, build_calendar_request(options["ics"], options["timezone"]))
        beside = [OutputFile(event, options["ics"], EVENT_STEP)]
    for remark in composed.remarks:
        echo_remark(remark)
    pictures = _free_pictures(composed, options)
    target = options["output"] or composed.name
    step = describe_next_step(composed.layout, fillable=not options["print_only"])
    publish_and_report(
        OutputFile(composed.data, target, step, composed.pages, _fewer_pages(composed, choice)),
        beside,
        force=options["force"],
        inputs=inputs,
    )
    if pictures:
        from generator.workflows.preview import publish_pictures  # noqa: PLC0415 - imports an extra

        publish_pictures(composed.data, pictures, replace=options["force"], inputs=inputs)
        folder = os.path.normpath(os.path.dirname(pictures[0]))
        where = "this folder" if folder == os.curdir else f"the folder {escape(folder)}"
        echo_remark(f"Wrote {len(pictures)} picture{'s' if len(pictures) > 1 else ''} to {where}.")


def _fewer_pages(composed: Composed, choice: LayoutChoice | None) -> str:
    """Return which layout takes fewer pages; empty where none does, and where nobody looks on."""
    if choice is None or sys.stderr is None or not sys.stderr.isatty():
        return ""  # setting it once more takes time, which a script has no use for
    shorter = find_shorter(composed, choice)
    return f"`layout` {shorter[0]} takes {shorter[1]}" if shorter else ""


def _free_pictures(composed: Composed, options: OneSheetOptions) -> list[str]:
    """Return the paths of the pictures that are wanted; raise ``OutputExists`` where one is not to be replaced."""
    if options["preview"] is None:
        return []
    from generator.workflows.preview import picture_paths  # noqa: PLC0415 - imports an extra

    paths = picture_paths(options["preview"], options["output"] or composed.name, composed.pages)
    for path in paths:
        if not options["force"] and os.path.lexists(path):
            raise OutputExists(path)
    return paths
