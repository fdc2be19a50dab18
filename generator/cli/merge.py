"""``alliance merge``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

from generator.cli.calendars import calendar_choice, review_beside
from generator.cli.completion import FILE
from generator.cli.inputs import DEFAULT_LAYOUT, LayoutChoice, bank_from, inputs_of, source_date
from generator.cli.options import calendar_options, look_options
from generator.cli.passwords import decrypt_all, password_from, password_options, secret_from
from generator.cli.reporting import Beside, echo_err, publish_and_report
from generator.errors import UsageProblem, escape
from generator.files.shipped import layout_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from generator.model.alliance import Alliance
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet
    from generator.workflows.merge import MergedSources
    from generator.workflows.sign import SigningKey


_LARGEST_KEY = 1_000_000


class _Options(TypedDict):
    sources: tuple[str, ...]
    output: str | None
    prefer: str | None
    bank: str | None
    layout: str | None
    style: str | None
    brand: str | None
    paper: str | None
    card: str | None
    ics: str | None
    timezone: str | None
    force: bool
    strict: bool
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
@click.option("--prefer", type=click.Choice(["first", "last", "both"]),
              help="Which of two different texts for one place to take.")  # fmt: skip
@click.option("--bank", type=FILE, metavar="FILE",
              help="The question bank, where no worksheet among the sources brings it.")  # fmt: skip
@look_options(None, "By default the worksheet's own.", "By default the worksheet's own.")
@click.option("--identity", metavar="ID", help="Which worksheet, of files that hold several.")
@click.option("--strict", is_flag=True, help="Refuse a form that is damaged, or lacks fields of its worksheet.")
@click.option("--without", multiple=True, metavar="ID", help="Make a share copy without this; repeat for more.")
@click.option("--only", multiple=True, metavar="ID", help="Make a share copy of nothing but this; repeat for more.")
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
    from generator.cli.share_copies import MARK, shared  # noqa: PLC0415 - start-up is felt
    from generator.files.publishing import file_name  # noqa: PLC0415
    from generator.files.reading import read_all_bounded  # noqa: PLC0415
    from generator.workflows.render_alliance import make_alliance  # noqa: PLC0415

    _require_standard_streams_once(options)
    password = password_from(ask=options["password"], file=options["password_file"], anew=True)
    calendar = calendar_choice(options["ics"], options["timezone"])
    key = _key(options)
    sources = decrypt_all(read_all_bounded(options["sources"]), password)
    whole = _whole(sources, options)
    finished = shared(whole, options["without"], options["only"])
    choice = LayoutChoice(options["layout"] or "", options["style"], options["paper"], brand=options["brand"])
    layout = own_layout(finished.worksheet, choice)
    beside = [_card(finished, layout, options["card"], password)] if options["card"] else []
    if calendar:
        beside.append(review_beside(calendar, finished, source_date(), secret=password is not None))
    made = make_alliance(finished, layout, date=source_date(), password=password, key=key)
    if password:
        echo_err("Encrypted with AES-256: without the password nobody reads it again. Such a file is no PDF/A.")
    publish_and_report(
        made,
        options["output"],
        file_name("alliance", (*finished.answers.names, *([MARK] if finished.excerpt else [])), finished.revision),
        force=options["force"],
        next_step="Send it and keep it; its answers can be had again with: alliance answers {file}",
        inputs=inputs_of(layout, *options["sources"], *_read(options)),
        beside=beside,
    )


def _read(options: _Options) -> tuple[str | None, ...]:
    """Return the files that are read beside the sources."""
    keys = options["sign"], options["password_file"], options["passphrase_file"]
    return options["bank"], options["layout"], options["brand"], *keys


def _whole(sources: Sequence[tuple[bytes, str]], options: _Options) -> Alliance:
    """Return the alliance that the sources make, or that the only one of them is already."""
    from generator.model.alliance import Alliance  # noqa: PLC0415 - start-up is felt
    from generator.workflows.merge import is_pdf  # noqa: PLC0415

    if len(sources) == 1 and is_pdf(*sources[0]):
        from generator.formats.embedded_json import read_alliance_pdf  # noqa: PLC0415 - imports pypdf

        if finished := read_alliance_pdf(*sources[0]):
            return finished
    gathered = merge_files(
        sources, options["prefer"], options["bank"], strict=options["strict"], identity=options["identity"]
    )
    for remark in gathered.remarks:
        echo_err(remark)
    return Alliance(gathered.worksheet, gathered.answers, gathered.worksheet.revision)


def _key(options: _Options) -> SigningKey | None:
    """Return the key to sign with, its passphrase asked for or read; nothing where it is not to be signed."""
    if options["sign"] is None:
        if options["passphrase_file"]:
            raise UsageProblem("--passphrase-file opens the key of --sign, and there is none. Give --sign KEY.p12.")
        return None
    if options["password"] or options["password_file"]:
        raise UsageProblem("an alliance is signed or encrypted, not both. Leave out --sign or --password.")
    import datetime as dt  # noqa: PLC0415 - start-up is felt

    from generator.files.reading import read_bounded  # noqa: PLC0415
    from generator.workflows.sign import read_key, require_signing  # noqa: PLC0415

    require_signing()
    data = read_bounded(options["sign"], limit=_LARGEST_KEY)
    file = options["passphrase_file"]
    passphrase = secret_from(ask=file is None, file=file, option="--passphrase", prompt="Passphrase of the key")
    return read_key(data, options["sign"], passphrase, source_date() or dt.datetime.now(dt.UTC).replace(microsecond=0))


def _card(alliance: Alliance, layout: Layout, file: str, password: str | None) -> Beside:
    """Return the card of what is written, encrypted as that is."""
    from generator.workflows.render_alliance import make_card  # noqa: PLC0415 - start-up is felt

    made = make_card(alliance, layout, date=source_date(), password=password)
    return Beside(made.data, file, "Print it in its own size, A5: to pin up, or to fold along the marks.")


def _require_standard_streams_once(options: _Options) -> None:
    if options["card"] == options["output"] == "-":
        raise UsageProblem("the standard output (-) takes one file. Give the card or the alliance a name.")
    if [*options["sources"], options["bank"], options["password_file"]].count("-") > 1:
        raise UsageProblem("the standard input (-) can be read once only. Give the others as files.")


def merge_files(
    sources: Sequence[tuple[bytes, str]], prefer: str | None, bank: str | None, *, strict: bool, identity: str | None
) -> MergedSources:
    """Return what the files, given as content and name, hold together.

    The built-in bank stands in where no worksheet brings its own.
    """
    from generator.model.merging import Preference  # noqa: PLC0415
    from generator.workflows.merge import Fallback, merge_sources, read_all  # noqa: PLC0415 - start-up is felt

    read = read_all(sources)
    fallback = Fallback(bank_from(bank), DEFAULT_LAYOUT, "a4")
    return merge_sources(read, fallback, Preference(prefer) if prefer else None, strict=strict, identity=identity)


def own_layout(worksheet: Worksheet, choice: LayoutChoice) -> Layout:
    """Return the layout that is wanted, by default the worksheet's own; say so where that is not at hand.

    The choice's name is empty where none is given.
    """
    name = choice.name or worksheet.layout
    if not choice.name and name not in layout_names():
        own = escape(name)
        echo_err(
            f"The worksheet's own layout '{own}' is not at hand; '{DEFAULT_LAYOUT}' is used. Give it with --layout."
        )
        name = DEFAULT_LAYOUT
    return choice._replace(name=name, paper=choice.paper or worksheet.paper).layout()
