"""``alliance new``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from generator.cli.completion import FILE
from generator.cli.reporting import OutputFile, echo_remark, publish_and_report
from generator.errors import InvalidRequest, OutputExists, RequestProblem, escape
from generator.files.publishing import STANDARD_OUTPUT
from generator.files.reading import read_bounded, read_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.worksheet import Worksheet

_KINDS = ("bank", "layout", "brand", "roster", "answers")
_SCHEMAS = ("answers", "bank", "brand", "layout", "translation")
_STEPS = {
    "bank": "Change it, and run: alliance compose --bank {file}",
    "layout": "Change it, and run: alliance compose --layout {file}",
    "brand": "Change it, and run: alliance compose --brand {file}",
    "roster": "Fill it in, and run: alliance batch {file} -o worksheets",
    "answers": "Fill it in, and run: alliance merge {file}",
}


@click.command(short_help="Write a file to start from.")
@click.argument("kind", type=click.Choice(_KINDS), required=False)
@click.argument("worksheet", type=FILE, metavar="[WORKSHEET.pdf]", required=False)
@click.option("-o", "--output", type=FILE, metavar="FILE|-", help="The file to write; - is the standard output.")
@click.option("--schema", type=click.Choice(_SCHEMAS), help="The JSON Schema of a kind of file, instead.")
def new(kind: str | None, worksheet: str | None, output: str | None, schema: str | None) -> None:
    """Write a file to start from: a question bank, a layout, a brand, a roster or answers.

    It is valid as it stands, its comments say what may be there, and its first line names its schema, which is written
    beside it: editors complete and check with it. Answers may be for a worksheet: then every question has its place.
    Nothing is ever replaced.

    \b
    Examples:
      alliance new bank
      alliance new roster -o workshop.csv
      alliance new --schema bank
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.workflows.starters import KINDS, read_schema, write_starter  # noqa: PLC0415 - --help writes nothing

    if (kind is None) == (schema is None):
        hint = f"Give one of {', '.join(_KINDS)}, or `schema` NAME."
        raise InvalidRequest(RequestProblem("kind", "say what to write, and one thing at a time", hint))
    if worksheet is not None and kind != "answers":
        message = f"a worksheet ('{escape(worksheet)}') goes with answers"
        raise InvalidRequest(RequestProblem("worksheet", message, "Leave it out, or name the file with `output`."))
    if schema is not None:
        target = OutputFile(read_schema(schema), output or STANDARD_OUTPUT, "Name it in your file's first line.")
        _publish(target)
        return
    made = write_starter(kind or "", _read_worksheet(worksheet) if worksheet else None)
    path = output or KINDS[kind or ""]
    main = OutputFile(made.data, path, _STEPS[kind or ""])
    if path == STANDARD_OUTPUT or not made.schema:
        _publish(main)
        if made.schema:
            echo_remark(f"Its first line names its schema: alliance new --schema {kind} -o {made.schema_name}")
        return
    beside = os.path.join(os.path.dirname(path), made.schema_name)
    there = os.path.lexists(beside)
    step = "Your editor completes and checks by it."
    _publish(main, [] if there else [OutputFile(made.schema, beside, step)])
    if there and not (os.path.isfile(beside) and read_bounded(beside) == made.schema):
        echo_remark(f"{escape(beside)} is there with other content, and stays as it is.")


def _publish(main: OutputFile, beside: Sequence[OutputFile] = ()) -> None:
    """Publish files as ``publish_and_report`` does; where one is there, only another name helps."""
    try:
        publish_and_report(main, beside, force=False)
    except OutputExists as there:
        there.args = (f"{escape(there.path)}: exists already. Give another name with `output`.",)
        raise


def _read_worksheet(path: str) -> Worksheet:
    from generator.workflows.answers import AnswersRequest, read_answers  # noqa: PLC0415 - imports every reader

    return read_answers(AnswersRequest(files=(read_file(path),))).worksheet
