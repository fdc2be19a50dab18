"""Options that several commands have: their types, decorators that add a group of them, and their checks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

from generator.cli.completion import (
    FILE,
    complete_language,
    complete_layout,
    complete_paper,
    complete_style,
    complete_time_zone,
)
from generator.errors import InvalidRequest, RequestProblem, escape
from generator.files.reading import STANDARD_INPUT
from generator.workflows.compose import LONGEST, SHORTEST
from generator.workflows.inputs import LayoutChoice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from generator.model.layout import Layout
    from generator.workflows.languages import LanguageChoice

ZONE_HELP = "The event's time zone, such as Europe/Lisbon; else it is at that time wherever one is."
PAPERS = "a4, letter, a3, a5, legal or a size such as 210x297mm."
_LATEST_EPOCH = 253_402_300_799
"""The last second of the year 9999."""
_Command = TypeVar("_Command", bound="Callable[..., object]")


class SheetOptions(TypedDict):
    """What commands that make worksheets are given, as it was typed."""

    add: tuple[str, ...]
    suggest: int | None
    seed: int | None
    bank: str | None
    language: str
    translation: str | None
    words: str | None
    style: str | None
    brand: str | None
    no_brand: bool
    fonts: tuple[str, ...]
    paper: str | None
    meeting: str | None
    place: str
    minutes: int | None
    lines: str | None
    print_only: bool
    output: str | None
    force: bool


class OneSheetOptions(SheetOptions):
    """What those are given that make one worksheet."""

    people: tuple[str, ...]
    picks: tuple[str, ...]
    preview: str | None
    ics: str | None
    timezone: str | None


def look_options(layout: str | None, layout_help: str, paper_help: str) -> Callable[[_Command], _Command]:
    """Return the decorator that adds what a sheet looks like: layout, with this default, style, brand and paper."""
    whose = "that is your default" if layout else "that the file carries"
    return _all_of(
        click.option(
            "--layout", default=layout, metavar="NAME|FILE", shell_complete=complete_layout,
            show_default=True, help=layout_help,
        ),
        click.option(
            "--style", metavar="NAME", shell_complete=complete_style,
            help="Laid over the layout: ink-saver (thin grey lines), easy-reading (wide, legible).",
        ),
        click.option("--brand", type=FILE, metavar="FILE", help="Whose it is: organisation, logo, colours, typeface."),
        click.option("--no-brand", is_flag=True, help=f"Without the brand {whose}."),
        click.option(
            "--font", "fonts", type=FILE, metavar="FILE", multiple=True,
            help="A typeface for further scripts, such as Japanese (.ttf, .otf, .ttc).",
        ),
        click.option("--paper", metavar="NAME", shell_complete=complete_paper, help=paper_help),
    )  # fmt: skip


def words_option(command: _Command) -> _Command:
    """Add words of the user's own."""
    add: Callable[[_Command], _Command] = _all_of(
        click.option("--words", type=FILE, metavar="FILE.po", help="What we say on it, in words of your own.")
    )
    return add(command)


def _join_languages(_ctx: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> str:
    return ",".join(given)


def language_options(command: _Command) -> _Command:
    """Add the languages of a sheet: its bank's translations, and words of the user's own."""
    add: Callable[[_Command], _Command] = _all_of(
        click.option(
            "--language", multiple=True, metavar="TAG[,TAG][,NAME=TAG]", shell_complete=complete_language,
            callback=_join_languages,
            help="The language, such as de; a second one below it: de,pt; a person's own: de,Ana=pt.",
        ),
        click.option("--translation", type=FILE, metavar="FILE", help="The bank's translation, if not beside it."),
        words_option,
    )  # fmt: skip
    return add(command)


add_option = click.option(
    "--add", multiple=True, metavar='"QUESTION?"', help="A question of your own; it is told which id it gets."
)


def choose_layout(name: str, options: SheetOptions) -> LayoutChoice:
    """Return which layout the options ask for, and how it is to be other than its file says."""
    return LayoutChoice(
        name,
        options["style"],
        options["paper"],
        options["lines"],
        options["brand"],
        keep_brand=not options["no_brand"],
        fonts=options["fonts"],
    )


def choose_languages(options: SheetOptions) -> LanguageChoice:
    """Return the languages that the options ask for."""
    from generator.workflows.languages import LanguageChoice  # noqa: PLC0415 - few commands have these options

    return LanguageChoice(options["language"], options["translation"], options["words"])


def meeting_options(when: str, where: str) -> Callable[[_Command], _Command]:
    """Return the decorator that adds when, where and how long people meet."""
    return _all_of(
        click.option("--meeting", metavar='"YYYY-MM-DD HH:MM"', help=when),
        click.option("--place", default="", metavar="TEXT", help=where),
        click.option(
            "--minutes", type=click.IntRange(SHORTEST, LONGEST), metavar="N",
            help=f"How long, {SHORTEST} to {LONGEST}; by default what the bank says.",
        ),
    )  # fmt: skip


accept_altered_option = click.option(
    "--accept-altered", is_flag=True, help="Take an alliance's data though its digest does not fit them any more."
)


def room_options(command: _Command) -> _Command:
    """Add what stands in the room to answer, and whether it is for paper alone."""
    add: Callable[[_Command], _Command] = _all_of(
        click.option(
            "--ruled", "lines", flag_value="ruled", help="Lines in the room to answer; else as in the layout."
        ),
        click.option("--dotted", "lines", flag_value="dotted", help="A grid of dots there."),
        click.option("--plain", "lines", flag_value="plain", help="White space there."),
        click.option("--print-only", is_flag=True, help="For paper alone: no form fields."),
    )
    return add(command)


def calendar_options(what: str) -> Callable[[_Command], _Command]:
    """Return the decorator that adds the calendar event to be written, and its time zone."""
    return _all_of(
        click.option("--ics", type=FILE, metavar="FILE", help=f"Also write {what} as a calendar event."),
        click.option("--timezone", metavar="ZONE", shell_complete=complete_time_zone, help=ZONE_HELP),
    )


def _all_of(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Return the decorator that adds these options, in this order."""

    def add(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def read_source_date() -> dt.datetime | None:
    """Return the date in SOURCE_DATE_EPOCH, in UTC; None where the environment has none."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= _LATEST_EPOCH):
        message = f"SOURCE_DATE_EPOCH is '{escape(text)}'"
        raise InvalidRequest(RequestProblem("date", message, "Set it to seconds since 1970, or unset it."))
    import datetime as dt  # noqa: PLC0415 - few set it

    return dt.datetime.fromtimestamp(int(text), dt.UTC)


def require_standard_input_once(*paths: str | None) -> None:
    """Raise ``InvalidRequest`` where more than one of the paths is the standard input."""
    if paths.count(STANDARD_INPUT) > 1:
        message = "the standard input (-) can be read once only"
        raise InvalidRequest(RequestProblem("files", message, "Give the others as files."))


def list_protected_files(layout: Layout, *given: str | None) -> list[str]:
    """Return the files that must not be written over: those given on the command line, and those of the brand."""
    named = [path for path in given if path and path != STANDARD_INPUT]
    return [*named, *(layout.brand.files if layout.brand else ())]
