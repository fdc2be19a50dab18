"""``alliance check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

from generator.cli.completion import FILE
from generator.cli.json_output import describe_file, echo_json, json_option
from generator.cli.options import require_standard_input_once
from generator.cli.passwords import password_options, read_password
from generator.cli.reporting import echo, echo_remark
from generator.cli.several import Several
from generator.errors import InvalidInput, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Unpack

    from generator.errors import Problem
    from generator.workflows.check import Checked

_ENDINGS = (".pdf", ".yaml", ".yml", ".json", ".xfdf", ".fdf", ".po")


class _Options(TypedDict):
    files: tuple[str, ...]
    bank: str | None
    strict: bool
    password: bool
    password_file: str | None
    as_json: bool


@click.command(short_help="Validate input files, and say what they are.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("--bank", type=FILE, metavar="FILE", help="The question bank that answers files belong to.")
@click.option("--strict", is_flag=True, help="Refuse a form that is damaged, or lacks fields of its worksheet.")
@password_options("which opens the files")
@json_option
def check(**options: Unpack[_Options]) -> None:
    """Validate any input file - question bank, layout, brand, answers, filled worksheet - and say what it is.

    Of a folder those files are taken that are called .pdf, .yaml, .yml, .json, .xfdf, .fdf or .po.

    \b
    Examples:
      alliance check our-bank.yaml
      alliance check answers.yaml filled.pdf
      alliance check inbox
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.listing import choose_files, is_one_file  # noqa: PLC0415 - --help reads no file
    from generator.files.reading import read_file  # noqa: PLC0415
    from generator.workflows.archive import is_card  # noqa: PLC0415
    from generator.workflows.check import check as check_file  # noqa: PLC0415 - imports every reader
    from generator.workflows.inputs import load_bank  # noqa: PLC0415

    require_standard_input_once(*options["files"], options["bank"], options["password_file"])
    bank = load_bank(options["bank"])
    password = read_password(ask=options["password"], file=options["password_file"])

    def work(path: str) -> Checked:
        return check_file(read_file(path), bank, strict=options["strict"], password=password)

    if not is_one_file(options["files"]):
        chosen = choose_files(options["files"], _ENDINGS)

        def work_without_cards(path: str) -> Checked | None:
            try:
                return work(path)
            except InvalidInput:
                if path in chosen.named or not is_card(read_file(path), password):
                    raise
                return None

        _check_several(Several(chosen), work_without_cards, as_json=options["as_json"])
        return
    name = options["files"][0]
    try:
        checked = work(name)
    except InvalidInput as invalid:
        if options["as_json"]:
            echo_json({"files": [_describe(name, None, invalid.problems)]})
        raise
    if options["as_json"]:
        echo_json({"files": [_describe(name, checked)]})
        return
    for remark in checked.remarks:
        echo_remark(remark)
    echo(f"{escape(name)}: {checked.description}")


def _describe(name: str, checked: Checked | None, problems: Sequence[Problem] = ()) -> dict[str, object]:
    if checked is None:
        return describe_file(name, {"valid": False, "kind": None, "description": None}, problems)
    facts = {"valid": True, "kind": checked.kind, "description": checked.description}
    return describe_file(name, facts, remarks=checked.remarks)


def _check_several(several: Several, work: Callable[[str], Checked | None], *, as_json: bool) -> None:
    """Print a line for each valid file, or a document on all of them, and tell of the others at the end.

    The work returns None for what is only counted.
    """
    files = []
    for outcome in several.work(work, prints=not as_json):
        if outcome.result is None and outcome.failure is None:
            several.skip()
            continue
        files.append(_describe(outcome.path, outcome.result, outcome.failure.problems if outcome.failure else ()))
        if outcome.result and not as_json:
            echo(f"{escape(outcome.path)}: {outcome.result.description}")
            several.remark(*outcome.result.remarks)
    if as_json:
        echo_json({"files": files})
    several.finish()
