"""``alliance card`` and ``alliance share``: what is made of a finished alliance, from its PDF alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

from generator.cli.completion import FILE, complete_left_out
from generator.cli.options import (
    accept_altered_option,
    list_protected_files,
    look_options,
    read_source_date,
    require_standard_input_once,
    words_option,
)
from generator.cli.passwords import password_options, read_password
from generator.cli.reporting import OutputFile, echo_remark, publish_and_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from generator.workflows.merge import MergeRequest

_Command = TypeVar("_Command", bound="Callable[..., object]")


class _Options(TypedDict):
    file: str
    output: str | None
    words: str | None
    layout: str | None
    style: str | None
    brand: str | None
    fonts: tuple[str, ...]
    no_brand: bool
    paper: str | None
    accept_altered: bool
    password: bool
    password_file: str | None
    force: bool


class _ShareOptions(_Options):
    without: tuple[str, ...]
    only: tuple[str, ...]


def _common_options(what: str) -> Callable[[_Command], _Command]:
    """Return the decorator that adds what both commands have."""

    def add(command: _Command) -> _Command:
        for option in reversed(
            (
                click.argument("file", type=FILE, metavar="ALLIANCE.pdf"),
                click.option(
                    "-o", "--output", type=FILE, metavar="FILE|-", help="The file to write; - is the standard output."
                ),
                words_option,
                look_options(None, "By default the alliance's own.", "By default the alliance's own."),
                accept_altered_option,
                password_options(f"which opens the alliance, and without which the {what} does not open"),
                click.option("--force", is_flag=True, help="Replace the file if it exists."),
            )
        ):
            command = option(command)
        return command

    return add


@click.command(short_help="Write the card of a finished alliance.")
@_common_options("card")
def card(**options: Unpack[_Options]) -> None:
    """Write the card of a finished alliance: what matters most, a page to pin up.

    \b
    Examples:
      alliance card alliance-ana-lima-ben-okafor.pdf
      alliance card alliance-ana-lima-ben-okafor.pdf -o card.pdf
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.workflows.merge import make_card  # noqa: PLC0415 - --help reads no file

    made = make_card(_build_request(options))
    for remark in made.remarks:
        echo_remark(remark)
    step = "Print it in its own size, A5: to pin up, or to fold along the marks."
    file = OutputFile(made.data, options["output"] or made.name, step)
    publish_and_report(file, force=options["force"], inputs=list_protected_files(made.layout, *_list_read(options)))


@click.command(short_help="Write a share copy of a finished alliance.")
@click.option("--without", multiple=True, metavar="ID", shell_complete=complete_left_out,
              help="Leave this out; repeat for more.")  # fmt: skip
@click.option("--only", multiple=True, metavar="ID", shell_complete=complete_left_out,
              help="Leave out all but this; repeat for more.")  # fmt: skip
@_common_options("copy")
def share(**options: Unpack[_ShareOptions]) -> None:
    """Write a share copy of a finished alliance, in which something is left out, and its data as well.

    An ID is a question's, agreements, or review.

    \b
    Examples:
      alliance share alliance-ana-lima-ben-okafor.pdf --without feedback --without agreements
      alliance share alliance-ana-lima-ben-okafor.pdf --only hopes -o hopes.pdf
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from dataclasses import replace  # noqa: PLC0415 - --help reads no file

    from generator.workflows.merge import share_finished  # noqa: PLC0415

    made = share_finished(replace(_build_request(options), without=options["without"], only=options["only"]))
    for remark in made.remarks:
        echo_remark(remark)
    step = "Share it; what it leaves out is nowhere in the file."
    file = OutputFile(made.data, options["output"] or made.name, step, made.pages)
    publish_and_report(file, force=options["force"], inputs=list_protected_files(made.layout, *_list_read(options)))


def _list_read(options: _Options) -> tuple[str | None, ...]:
    """Return the files that are read."""
    looks = options["layout"], options["brand"], *options["fonts"]
    return options["file"], options["words"], options["password_file"], *looks


def _build_request(options: _Options) -> MergeRequest:
    """Return what is wanted of the alliance, its file read."""
    from generator.files.reading import read_file  # noqa: PLC0415 - --help reads no file
    from generator.workflows.inputs import LayoutChoice  # noqa: PLC0415
    from generator.workflows.merge import MergeRequest  # noqa: PLC0415

    require_standard_input_once(options["file"], options["password_file"])
    return MergeRequest(
        files=(read_file(options["file"]),),
        password=read_password(ask=options["password"], file=options["password_file"], anew=True),
        words=options["words"],
        accept_altered=options["accept_altered"],
        choice=LayoutChoice(
            options["layout"] or "",
            options["style"],
            options["paper"],
            brand=options["brand"],
            keep_brand=not options["no_brand"],
            fonts=options["fonts"],
        ),
        date=read_source_date(),
    )
