"""``alliance answers``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypedDict

import click

from generator.cli.completion import FILE
from generator.cli.passwords import decrypt_all, password_from, password_options
from generator.cli.reporting import echo, echo_err
from generator.errors import InvalidInput, Problem, UsageProblem

if TYPE_CHECKING:
    from typing import Unpack

    from generator.model.alliance import Alliance
    from generator.model.answers import Answers
    from generator.model.worksheet import Worksheet

FORMATS = ("yaml", "json", "csv", "xfdf")


class _Options(TypedDict):
    file: str
    form: str
    blank: bool
    bank: str | None
    worksheet: str | None
    strict: bool
    revision: int | None
    identity: str | None
    prefer: str | None
    password: bool
    password_file: str | None


class _Content(NamedTuple):
    """What a file holds."""

    worksheet: Worksheet
    answers: Answers
    identity: str
    """That of the worksheet's fields; empty where no worksheet is known."""
    remarks: tuple[str, ...] = ()


@click.command(short_help="Print what a worksheet or an alliance holds.")
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--format", "form", type=click.Choice(FORMATS), default="yaml", show_default=True)
@click.option("--blank", is_flag=True, help="An answers file to type into, every question as a comment.")
@click.option("--bank", type=FILE, metavar="FILE", help="The question bank, where the file does not bring it.")
@click.option("--worksheet", type=FILE, metavar="FILE",
              help="The worksheet that an answers file belongs to; --format xfdf fills it.")  # fmt: skip
@click.option("--prefer", type=click.Choice(["first", "last", "both"]),
              help="Which of two different texts for one place to take.")  # fmt: skip
@click.option("--identity", metavar="ID", help="Which worksheet, of a file that holds several.")
@click.option("--strict", is_flag=True, help="Refuse a form that is damaged, or lacks fields of its worksheet.")
@click.option("--revision", type=click.IntRange(1), metavar="N", help="What stood after an earlier meeting.")
@password_options("which opens the file")
def answers(**options: Unpack[_Options]) -> None:
    """Print what a filled worksheet, an answers file or a finished alliance holds.

    \b
    Examples:
      alliance answers worksheet-ana-lima-ben-okafor.pdf
      alliance answers worksheet-ana-lima-ben-okafor.pdf --blank > answers.yaml
      alliance answers alliance-ana-lima-ben-okafor.pdf --revision 1 --format csv > answers.csv
    """  # noqa: D301 - click's own mark for text that is not wrapped
    if options["blank"] and options["form"] not in {"yaml", "json"}:
        raise UsageProblem(f"--blank makes an answers file to type into, not {options['form']}. Leave out --format.")
    if [options["file"], options["worksheet"], options["bank"], options["password_file"]].count("-") > 1:
        raise UsageProblem("the standard input (-) can be read once only. Give the others as files.")
    content = _content(options)
    for remark in content.remarks:
        echo_err(remark)
    echo(_written(content, options["form"], blank=options["blank"]).removesuffix("\n"))


def _content(options: _Options) -> _Content:
    from generator.cli.merge import merge_files  # noqa: PLC0415 - imports click's commands, cheap
    from generator.files.reading import read_all_bounded  # noqa: PLC0415
    from generator.model.alliance import Alliance  # noqa: PLC0415 - start-up is felt
    from generator.model.worksheet import identity  # noqa: PLC0415
    from generator.workflows.merge import is_pdf  # noqa: PLC0415

    password = password_from(ask=options["password"], file=options["password_file"])
    sources = decrypt_all(read_all_bounded(filter(None, (options["file"], options["worksheet"]))), password)
    data, file = sources[0]
    if is_pdf(data, file):
        from generator.formats.embedded_json import read_alliance_pdf  # noqa: PLC0415 - imports pypdf

        if alliance := read_alliance_pdf(data, file):
            if options["worksheet"]:
                raise UsageProblem("a finished alliance brings its own worksheet. Leave out --worksheet.")
            found = _revision(alliance, options["revision"], file)
            return _Content(found.worksheet, found.answers, identity(found.worksheet))
    gathered = merge_files(
        sources, options["prefer"], options["bank"], strict=options["strict"], identity=options["identity"]
    )
    content = _Content(gathered.worksheet, gathered.answers, gathered.identity, gathered.remarks)
    if options["revision"] is None:
        return content
    now = Alliance(gathered.worksheet, gathered.answers, gathered.worksheet.revision)
    found = _revision(now, options["revision"], file)
    return content if found is now else _Content(found.worksheet, found.answers, identity(found.worksheet))


def _revision(alliance: Alliance, number: int | None, file: str) -> Alliance:
    """Return the alliance as it stood after a meeting, by default the last one; raise where it is not in the file."""
    from generator.model.alliance import revisions  # noqa: PLC0415 - start-up is felt

    held = {each.revision: each for each in revisions(alliance)}
    if number is None:
        return alliance
    if number not in held:
        numbers = ", ".join(map(str, held))
        hint = f"It holds revision {numbers}." if len(held) == 1 else f"It holds the revisions {numbers}."
        raise InvalidInput([Problem(file, f"has no revision {number}", hint)])
    return held[number]


def _written(content: _Content, form: str, *, blank: bool) -> str:
    from generator.formats.answers_file_writer import write_blank_yaml, write_json, write_yaml  # noqa: PLC0415

    if blank:
        return write_blank_yaml(content.worksheet)
    bank = content.worksheet.bank
    match form:
        case "json":
            return write_json(content.answers, bank)
        case "csv" | "xfdf":
            return _exchanged(content, form)
        case _:
            return write_yaml(content.answers, bank)


def _exchanged(content: _Content, form: str) -> str:
    """Return the answers in a format that other programs read, and say what it cannot hold."""
    from generator.formats.answers_csv_writer import unwritable, write_csv  # noqa: PLC0415
    from generator.formats.xfdf_writer import write_xfdf  # noqa: PLC0415

    if lost := unwritable(content.answers):
        echo_err(
            f"{lost} control characters stand as U+FFFD, because {form.upper()} cannot hold them; YAML and JSON can."
        )
    if form == "csv":
        return write_csv(content.answers, content.worksheet.bank)
    if not content.identity:
        raise UsageProblem("xfdf fills the fields of one worksheet, and none is given. Give it with --worksheet FILE.")
    return write_xfdf(content.answers, content.worksheet, content.identity)
