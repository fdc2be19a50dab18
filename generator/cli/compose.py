"""``alliance compose``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.completion import FILE, complete_pick, complete_pickable, complete_question, complete_section
from generator.cli.options import (
    PAPERS,
    OneSheetOptions,
    add_option,
    calendar_options,
    choose_languages,
    choose_layout,
    language_options,
    list_protected_files,
    look_options,
    meeting_options,
    read_source_date,
    room_options,
)
from generator.cli.sheets import parse_picks, publish_sheet, require_beside
from generator.errors import InvalidInput, InvalidRequest, RequestProblem, collect_problems
from generator.workflows.compose import ComposeRequest, build_worksheet
from generator.workflows.compose import compose as compose_worksheet
from generator.workflows.inputs import DEFAULT_LAYOUT, load_layout
from generator.workflows.languages import BANKS_OWN

if TYPE_CHECKING:
    from typing import Unpack

    from generator.model.layout import Layout
    from generator.workflows.compose import Pick
    from generator.workflows.languages import SpokenBank


class Options(OneSheetOptions):
    """The options as they were typed."""

    sections: tuple[str, ...]
    questions: tuple[str, ...]
    without: tuple[str, ...]
    layout: str


@click.command()
@click.option("-p", "--person", "people", multiple=True, metavar="NAME", help="A person, once for each (1 to 6).")
@click.option("--pick", "picks", multiple=True, metavar='"NAME: ID, ID"', shell_complete=complete_pick,
              help="The questions that a person picked.")  # fmt: skip
@click.option("--suggest", type=click.IntRange(1), metavar="N",
              help="Pick so many questions for each person.")  # fmt: skip
@click.option("--seed", type=int, metavar="N",
              help="Another suggestion for another seed; by default it follows from the names.")  # fmt: skip
@click.option("--section", "sections", multiple=True, metavar="ID", shell_complete=complete_section,
              help="Only this section (and what else is named).")  # fmt: skip
@click.option("--question", "questions", multiple=True, metavar="ID", shell_complete=complete_pickable,
              help="Only this question (and what else is named).")  # fmt: skip
@click.option("--without", multiple=True, metavar="ID", shell_complete=complete_question, help="Not this question.")
@add_option
@click.option("--bank", type=FILE, metavar="FILE", is_eager=True, help="Another question bank.")
@language_options
@look_options(DEFAULT_LAYOUT, "A built-in layout, or a layout file.", PAPERS)
@meeting_options("When the people meet.", "Where they meet.")
@room_options
@click.option("-o", "--output", type=FILE, metavar="FILE|-", help="The file to write; - is the standard output.")
@click.option("--preview", type=FILE, metavar="FOLDER", help="Also write a picture of each page into this folder.")
@calendar_options("the meeting")
@click.option("--force", is_flag=True, help="Replace files that exist.")
def compose(**options: Unpack[Options]) -> None:
    """Compose a worksheet to print or to fill in.

    \b
    Examples:
      alliance compose --layout workbook --dotted
      alliance compose -p "Ana Lima" -p "Ben Okafor" --suggest 3 --meeting "2026-12-04 12:30"
      alliance compose -p Ana -p Ben --pick "Ana: hopes, tone" --pick "Ben: feedback" --paper letter
    """  # noqa: D301 - click's own mark for text that is not wrapped
    _compose(options)


def _compose(options: Options) -> None:
    """Compose a worksheet, write it, and say so."""
    require_beside(options)
    choice = choose_layout(options["layout"], options)
    problems: list[RequestProblem] = []
    layout = collect_problems(problems, choice.load) or load_layout(DEFAULT_LAYOUT)
    try:
        spoken = collect_problems(problems, choose_languages(options).load_bank, options["bank"])
        spoken = spoken or BANKS_OWN.load_bank(options["bank"])
    except InvalidInput:
        if problems:
            raise InvalidRequest(*problems) from None  # what was typed comes first
        raise
    picks = collect_problems(problems, parse_picks, options["picks"]) or ()
    request = _build_request(options, layout, spoken, picks)
    if problems:
        collect_problems(problems, build_worksheet, request)  # what else is wrong
        raise InvalidRequest(*problems)
    composed = compose_worksheet(request, fillable=not options["print_only"], date=read_source_date())
    composed = composed._replace(remarks=(*spoken.remarks, *composed.remarks))
    read = (options[name] for name in ("translation", "words", "layout", "brand"))
    inputs = list_protected_files(layout, *spoken.files, *read, *options["fonts"])
    publish_sheet(composed, options, inputs, choice)


def _build_request(options: Options, layout: Layout, spoken: SpokenBank, picks: tuple[Pick, ...]) -> ComposeRequest:
    return ComposeRequest(
        spoken.bank,
        layout,
        people=options["people"],
        picks=picks,
        suggest=options["suggest"],
        seed=options["seed"],
        sections=options["sections"],
        questions=options["questions"],
        without=options["without"],
        add=options["add"],
        meeting=options["meeting"],
        place=options["place"],
        minutes=options["minutes"],
        wording=spoken.wording,
        second=spoken.second,
        own=spoken.own,
    )
