"""``alliance answers``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

import click

from generator.cli.completion import FILE
from generator.cli.options import accept_altered_option, require_standard_input_once
from generator.cli.passwords import password_options, read_password
from generator.cli.reporting import OutputFile, echo, echo_remark, publish_and_report
from generator.cli.several import Several
from generator.errors import InvalidInput, InvalidRequest, RequestProblem, escape
from generator.files.publishing import STANDARD_OUTPUT
from generator.formats.table import OUTPUT_FORMATS

if TYPE_CHECKING:
    from typing import Unpack

    from generator.workflows.answers import AnswersRequest

_STEP = "Type into it, or keep it; then: alliance merge {file}"


class _Options(TypedDict):
    files: tuple[str, ...]
    form: str
    blank: bool
    bank: str | None
    worksheet: str | None
    strict: bool
    accept_altered: bool
    revision: int | None
    identity: str | None
    prefer: str | None
    password: bool
    password_file: str | None
    output: str | None
    force: bool


@click.command(short_help="Print what a worksheet or an alliance holds.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("--format", "form", type=click.Choice(tuple(OUTPUT_FORMATS)), default="yaml", show_default=True)
@click.option("--blank", is_flag=True, help="An answers file to type into, every question as a comment.")
@click.option("--bank", type=FILE, metavar="FILE", help="The question bank, where the file does not bring it.")
@click.option("--worksheet", type=FILE, metavar="FILE",
              help="The worksheet that an answers file belongs to; --format xfdf fills it.")  # fmt: skip
@click.option("--prefer", type=click.Choice(["first", "last", "both"]),
              help="Which of two different texts for one place to take.")  # fmt: skip
@click.option("--identity", metavar="ID", help="Which worksheet, of a file that holds several.")
@click.option("--strict", is_flag=True, help="Refuse a form that is damaged, or lacks fields of its worksheet.")
@accept_altered_option
@click.option("--revision", type=click.IntRange(1), metavar="N", help="What stood after an earlier meeting.")
@click.option("-o", "--output", type=FILE, metavar="FILE|-", help="The file to write, in UTF-8; else it is printed.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@password_options("which opens the file")
def answers(**options: Unpack[_Options]) -> None:
    """Print what a filled worksheet, an answers file or a finished alliance holds.

    Of many files, or a folder's PDFs, XFDF and FDF, --format csv makes one table, and --format json a line for each.

    \b
    Examples:
      alliance answers worksheet-ana-lima-ben-okafor.pdf
      alliance answers worksheet-ana-lima-ben-okafor.pdf --blank > answers.yaml
      alliance answers alliances --format csv > answers.csv
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.listing import is_one_file  # noqa: PLC0415 - --help reads no file
    from generator.files.reading import read_files  # noqa: PLC0415
    from generator.model.preferences import Preference  # noqa: PLC0415
    from generator.workflows.answers import AnswersRequest, read_answers, write_answers, write_blank_answers  # noqa: PLC0415
    from generator.workflows.inputs import load_bank  # noqa: PLC0415

    if options["blank"] and options["form"] not in {"yaml", "json"}:
        message = f"--blank makes an answers file to type into, not {options['form']}"
        raise InvalidRequest(RequestProblem("format", message, "Leave out --format."))
    require_standard_input_once(*options["files"], options["worksheet"], options["bank"], options["password_file"])
    request = AnswersRequest(
        files=(),
        password=read_password(ask=options["password"], file=options["password_file"]),
        prefer=Preference(options["prefer"]) if options["prefer"] else None,
        bank=load_bank(options["bank"]) if options["bank"] else None,
        identity=options["identity"],
        strict=options["strict"],
        accept_altered=options["accept_altered"],
        revision=options["revision"],
    )
    if not is_one_file(options["files"]):
        _write_many(request, options)
        return
    files = read_files(filter(None, (options["files"][0], options["worksheet"])))
    contents = read_answers(replace(request, files=files))
    for remark in contents.remarks:
        echo_remark(remark)
    if options["blank"]:
        text = write_blank_answers(contents.worksheet)
    else:
        text, lost = write_answers(contents, options["form"])
        for remark in lost:
            echo_remark(remark)
    _hand_over(text, options)


def _write_many(request: AnswersRequest, options: _Options) -> None:
    """Print the answers of many files as one table, or as a line of JSON for each."""
    from generator.files.listing import choose_files  # noqa: PLC0415 - few commands read many files
    from generator.files.reading import read_file  # noqa: PLC0415
    from generator.formats.answers_csv import write_table  # noqa: PLC0415
    from generator.workflows.answers import TABLE_COLUMNS, read_answers, tabulate_answers, write_answers_line  # noqa: PLC0415
    from generator.workflows.archive import is_card  # noqa: PLC0415

    if options["form"] not in {"csv", "json"} or options["blank"] or options["worksheet"]:
        message = "the answers of many files are written as one table, or as a line of JSON for each"
        raise InvalidRequest(RequestProblem("format", message, "Give --format csv or --format json."))
    is_table = options["form"] == "csv"

    chosen = choose_files(options["files"], (".pdf", ".xfdf", ".fdf"))

    def work(path: str) -> tuple[str, tuple[str, ...]] | None:
        file = read_file(path)
        try:
            contents = read_answers(replace(request, files=(file,)))
        except InvalidInput:
            if path in chosen.named or not is_card(file, request.password):
                raise
            return None
        rows = tabulate_answers(contents, path) if is_table else ()
        return write_table(rows) if is_table else write_answers_line(contents, path), contents.remarks

    several = Several(chosen)
    texts = [write_table([TABLE_COLUMNS])] if is_table else []
    for outcome in several.work(work):
        if outcome.result is not None:
            texts.append(outcome.result[0])
            several.remark(*(f"{escape(outcome.path)}: {remark}" for remark in outcome.result[1]))
        elif outcome.failure is None:
            several.skip()
    _hand_over("".join(texts), options, "Open it in a spreadsheet." if is_table else "It has a line for each file.")
    several.finish()


def _hand_over(text: str, options: _Options, step: str = _STEP) -> None:
    """Print the answers, or write them to the file that is wanted."""
    target = options["output"] or STANDARD_OUTPUT
    if target == STANDARD_OUTPUT:
        echo(text.removesuffix("\n"))
        return
    from generator.workflows.bank_files import list_bank_paths  # noqa: PLC0415 - --help reads none

    beside = options["worksheet"], *list_bank_paths(options["bank"]), options["password_file"]
    read = [*options["files"], *filter(None, beside)]
    data = (text.removesuffix("\n") + "\n").encode(errors="backslashreplace")
    file = OutputFile(data, target, step)
    publish_and_report(file, force=options["force"], inputs=read)
