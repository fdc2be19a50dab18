"""``alliance check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

import click

from generator.cli.completion import FILE
from generator.cli.json_output import describe_file, echo_json, json_option
from generator.cli.options import require_standard_input_once
from generator.cli.passwords import password_options, read_password
from generator.cli.reporting import echo, echo_remark
from generator.errors import InvalidInput, Problem, escape

if TYPE_CHECKING:
    from typing import Unpack


class _Options(TypedDict):
    files: tuple[str, ...]
    bank: str | None
    strict: bool
    password: bool
    password_file: str | None
    as_json: bool


@click.command(short_help="Validate input files, and say what they are.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option("--bank", type=FILE, metavar="FILE", help="The question bank that answers files belong to.")
@click.option("--strict", is_flag=True, help="Refuse a form that is damaged, or lacks fields of its worksheet.")
@password_options("which opens the files")
@json_option
def check(**options: Unpack[_Options]) -> None:
    """Validate any input file - question bank, layout, brand, answers, filled worksheet - and say what it is.

    \b
    Examples:
      alliance check our-bank.yaml
      alliance check answers.yaml filled.pdf
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.reading import read_file  # noqa: PLC0415 - --help reads no file
    from generator.workflows.check import check as check_file  # noqa: PLC0415 - imports every reader
    from generator.workflows.inputs import load_bank  # noqa: PLC0415

    require_standard_input_once(*options["files"], options["bank"], options["password_file"])
    bank = load_bank(options["bank"])
    password = read_password(ask=options["password"], file=options["password_file"])
    problems: list[Problem] = []
    files = []
    for name in options["files"]:
        try:
            checked = check_file(read_file(name), bank, strict=options["strict"], password=password)
        except InvalidInput as invalid:
            problems += invalid.problems
            files.append(describe_file(name, {"valid": False, "kind": None, "description": None}, invalid.problems))
            continue
        if options["as_json"]:
            facts = {"valid": True, "kind": checked.kind, "description": checked.description}
            files.append(describe_file(name, facts, remarks=checked.remarks))
            continue
        for remark in checked.remarks:
            echo_remark(remark)
        echo(f"{escape(name)}: {checked.description}")
    if options["as_json"]:
        echo_json({"files": files})
    if problems:
        raise InvalidInput(problems)
