"""``alliance verify``."""

from __future__ import annotations

import click

from generator.cli.completion import FILE
from generator.cli.json_output import describe_file, echo_json, json_option
from generator.cli.passwords import password_options, read_password
from generator.cli.reporting import echo, echo_remark
from generator.errors import InvalidInput, escape

LIMIT_OF_PROOF = (
    "A digest shows damage and edits; it is no signature: whoever has this program can make a file with a right digest."
)


@click.command(short_help="Tell whether a file is as we wrote it.")
@click.argument("file", type=FILE, metavar="FILE")
@password_options("which opens the file")
@click.option("--trust", type=FILE, metavar="CA.pem", help="Certificates from which a signer's must come.")
@json_option
def verify(file: str, trust: str | None, password_file: str | None, **flags: bool) -> None:
    """Tell whether a finished alliance, or a worksheet, is as this program wrote it.

    Compares the data and the pages with the digest that the file carries, and says where they differ. How a file is
    written - compressed, rearranged - makes no difference.

    \b
    Examples:
      alliance verify alliance-ana-lima-ben-okafor.pdf
      alliance verify worksheet-ana-lima-ben-okafor.pdf
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.reading import read_bounded, read_file  # noqa: PLC0415 - --help reads no file
    from generator.workflows.encrypt import decrypt_file  # noqa: PLC0415 - imports pypdf
    from generator.workflows.verify import Verdict  # noqa: PLC0415
    from generator.workflows.verify import verify as verify_file  # noqa: PLC0415

    password = read_password(ask=flags["password"], file=password_file)
    certificates = read_bounded(trust) if trust else None
    try:
        verdict = verify_file(*decrypt_file(read_file(file), password), certificates)
    except InvalidInput as invalid:
        verdict = Verdict("", invalid.problems)
    if flags["as_json"]:
        facts = {"unaltered": not verdict.problems, "description": verdict.unaltered or None}
        echo_json({"files": [describe_file(file, facts, verdict.problems, verdict.remarks)]})
    else:
        for remark in verdict.remarks:
            echo_remark(remark)
    if verdict.problems:
        raise InvalidInput(verdict.problems)
    if not flags["as_json"]:
        echo(f"{escape(file)}: unaltered, {verdict.unaltered}.")
        echo_remark(LIMIT_OF_PROOF)
