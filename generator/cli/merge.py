"""``alliance merge``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

from generator.cli.completion import FILE, complete_left_out
from generator.cli.options import (
    accept_altered_option,
    calendar_options,
    list_protected_files,
    look_options,
    read_source_date,
    require_standard_input_once,
    words_option,
)
from generator.cli.passwords import password_options, read_password, read_secret
from generator.cli.reporting import OutputFile, echo_remark, publish_and_report
from generator.cli.sheets import EVENT_STEP, build_calendar_request, require_calendar_option
from generator.errors import InvalidRequest, MoreReturns, OutputExists, RequestProblem, escape
from generator.workflows.calendar import write_review

if TYPE_CHECKING:
    from typing import Unpack

    from generator.model.preferences import Preference
    from generator.workflows.merge import Merged, MergeRequest
    from generator.workflows.sign import SigningKey


class _Options(TypedDict):
    sources: tuple[str, ...]
    output: str | None
    prefer: tuple[str, ...]
    review: str | None
    bank: str | None
    words: str | None
    layout: str | None
    style: str | None
    brand: str | None
    fonts: tuple[str, ...]
    no_brand: bool
    paper: str | None
    card: str | None
    ics: str | None
    timezone: str | None
    force: bool
    strict: bool
    allow_empty: bool
    accept_altered: bool
    identity: str | None
    password: bool
    password_file: str | None
    sign: str | None
    passphrase_file: str | None
    without: tuple[str, ...]
    only: tuple[str, ...]


@click.command()
@click.argument("sources", type=FILE, nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--output", type=FILE, metavar="FILE|-", help="The file to write; - is the standard output.")
@click.option("--prefer", multiple=True, metavar="[PLACE=]first|last|both",
              help="Which of two different texts to take, everywhere or in one place; repeat for more.")  # fmt: skip
@click.option("--review", metavar="DATE", help="When you look at it again, over what the sources say.")
@click.option("--bank", type=FILE, metavar="FILE",
              help="The question bank, where no worksheet among the sources brings it.")  # fmt: skip
@words_option
@look_options(None, "By default the worksheet's own.", "By default the worksheet's own.")
@click.option("--identity", metavar="ID", help="Which worksheet, of files that hold several.")
@click.option("--strict", is_flag=True, help="Refuse a form that is damaged, or lacks fields of its worksheet.")
@click.option("--allow-empty", is_flag=True, help="Make an alliance even where nobody has answered anything.")
@accept_altered_option
@click.option("--without", multiple=True, metavar="ID", shell_complete=complete_left_out,
              help="Make a share copy without this; repeat for more.")  # fmt: skip
@click.option("--only", multiple=True, metavar="ID", shell_complete=complete_left_out,
              help="Make a share copy of nothing but this; repeat for more.")  # fmt: skip
@click.option("--sign", type=FILE, metavar="KEY.p12", help="Sign it; asks for the key's passphrase.")
@click.option("--passphrase-file", type=FILE, metavar="FILE", help="Read the passphrase: the first line.")
@password_options("which opens sources, and without which the alliance does not open")
@click.option("--card", type=FILE, metavar="FILE|-", help="Also write a card of what matters most, a page to pin up.")
@calendar_options("the next review")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def merge(**options: Unpack[_Options]) -> None:
    """Merge what was typed into the finished alliance.

    A SOURCE is a worksheet's PDF, filled in and saved in any viewer, the data exported from one (.xfdf, .fdf), or an
    answers file (.yaml, .json, .csv, also as form services export it); - is the standard input. Several copies of one
    worksheet, filled in by different people, become one alliance.

    A share copy leaves out questions by their ids, the agreements (--without agreements) or the review date
    (--without review), and their data; a finished alliance, given alone, becomes one, too.

    \b
    Examples:
      alliance merge worksheet-ana-lima-ben-okafor.pdf --card card.pdf
      alliance merge from-ana.pdf from-ben.pdf --prefer both -o alliance.pdf
      alliance merge alliance-ana-lima-ben-okafor.pdf --without feedback --without agreements
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.workflows.merge import merge as merge_sources  # noqa: PLC0415 - --help merges nothing

    _require_standard_streams_once(options)
    password = read_password(ask=options["password"], file=options["password_file"], anew=True)
    require_calendar_option(options["ics"], options["timezone"])
    merged = merge_sources(_build_request(options, password))
    beside = _files_beside(merged, options, secret=password is not None)
    for remark in merged.remarks:
        echo_remark(remark)
    step = "Send it and keep it; its answers can be had again with: alliance answers {file}"
    try:
        publish_and_report(
            OutputFile(merged.data, options["output"] or merged.name, step, merged.pages),
            beside,
            force=options["force"],
            inputs=list_protected_files(merged.layout, *options["sources"], *_read_files(options)),
        )
    except OutputExists as exists:
        _require_another(exists.path, merged)
        raise


def _require_another(path: str, merged: Merged) -> None:
    """Raise ``MoreReturns`` where the file in the way is an alliance of the very worksheet that was merged."""
    from generator.model.worksheet import identity  # noqa: PLC0415 - only who meets a file pays
    from generator.workflows.collect import find_identity  # noqa: PLC0415

    if find_identity(path) == identity(merged.alliance.worksheet):
        raise MoreReturns(path)


def _build_request(options: _Options, password: str | None) -> MergeRequest:
    """Return the alliance that is wanted, its sources read."""
    from generator.files.reading import read_files  # noqa: PLC0415 - --help reads no file
    from generator.workflows.inputs import LayoutChoice, load_bank  # noqa: PLC0415
    from generator.workflows.merge import MergeRequest  # noqa: PLC0415

    prefer, places = _read_preferences(options["prefer"])
    return MergeRequest(
        key=_key(options),
        files=read_files(options["sources"]),
        password=password,
        prefer=prefer,
        places=places,
        bank=load_bank(options["bank"]) if options["bank"] else None,
        identity=options["identity"],
        words=options["words"],
        strict=options["strict"],
        review=options["review"],
        allow_empty=options["allow_empty"],
        accept_altered=options["accept_altered"],
        choice=LayoutChoice(
            options["layout"] or "",
            options["style"],
            options["paper"],
            brand=options["brand"],
            keep_brand=not options["no_brand"],
            fonts=options["fonts"],
        ),
        without=options["without"],
        only=options["only"],
        card=options["card"] is not None,
        date=read_source_date(),
    )


def _read_preferences(texts: tuple[str, ...]) -> tuple[Preference | None, tuple[tuple[str, Preference], ...]]:
    """Return which text is taken everywhere, if that is said, and in which places others. Raises ``InvalidRequest``."""
    preferences = [_read_preference(text) for text in texts]
    everywhere = next((prefer for place, prefer in preferences if not place), None)
    return everywhere, tuple((place, prefer) for place, prefer in preferences if place)


def _read_preference(text: str) -> tuple[str, Preference]:
    """Return the place, empty for all of them, and which text to take there."""
    from generator.model.preferences import Preference  # noqa: PLC0415 - few prefer anything

    place, _, choice = text.rpartition("=")
    try:
        return place, Preference(choice.strip())
    except ValueError:
        hint = 'Give first, last or both, or a place with one of them: "hopes/Ana Lima=last".'
        raise InvalidRequest(RequestProblem("prefer", f"unknown `prefer` '{escape(text)}'", hint)) from None


def _read_files(options: _Options) -> tuple[str | None, ...]:
    """Return the files that are read beside the sources."""
    from generator.workflows.bank_files import list_bank_paths  # noqa: PLC0415 - --help reads none

    keys = options["sign"], options["password_file"], options["passphrase_file"]
    banks = list_bank_paths(options["bank"])
    return *banks, options["words"], options["layout"], options["brand"], *options["fonts"], *keys


def _files_beside(merged: Merged, options: _Options, *, secret: bool) -> list[OutputFile]:
    """Return the card and the calendar file that are wanted."""
    beside = []
    if merged.card is not None and options["card"] is not None:
        step = "Print it in its own size, A5: to pin up, or to fold along the marks."
        beside.append(OutputFile(merged.card, options["card"], step))
    if options["ics"] is not None:
        request = build_calendar_request(options["ics"], options["timezone"])
        beside.append(OutputFile(write_review(merged.alliance, request, secret=secret), options["ics"], EVENT_STEP))
    return beside


def _key(options: _Options) -> SigningKey | None:
    """Return the key to sign with, its passphrase asked for or read; None where it is not to be signed."""
    if options["sign"] is None:
        if options["passphrase_file"]:
            message = "--passphrase-file opens the key of --sign, and there is none"
            raise InvalidRequest(RequestProblem("sign", message, "Give --sign KEY.p12."))
        return None
    import datetime as dt  # noqa: PLC0415 - only who signs pays

    from generator.files.reading import read_bounded  # noqa: PLC0415
    from generator.workflows.sign import LARGEST_KEY, read_key, require_signing  # noqa: PLC0415

    require_signing()
    data = read_bounded(options["sign"], limit=LARGEST_KEY)
    file = options["passphrase_file"]
    passphrase = read_secret(
        ask=file is None, file=file, option="--passphrase", prompt="Passphrase of the key", may_be_empty=True
    )
    return read_key(
        data, options["sign"], passphrase, read_source_date() or dt.datetime.now(dt.UTC).replace(microsecond=0)
    )


def _require_standard_streams_once(options: _Options) -> None:
    if options["card"] == options["output"] == "-":
        message = "the standard output (-) takes one file"
        raise InvalidRequest(RequestProblem("card", message, "Give the card or the alliance a name."))
    require_standard_input_once(*options["sources"], options["bank"], options["password_file"])
