"""``alliance verify``."""

from __future__ import annotations

import click

from generator.cli.completion import FILE
from generator.cli.passwords import password_options, read_password
from generator.cli.reporting import echo, echo_err
from generator.errors import InvalidInput, escape

LIMIT_OF_PROOF = (
    "A digest shows damage and edits; it is no signature: whoever has this program can make a file with a right digest."
)


@click.command(short_help="Tell whether a file is as we wrote it.")
@click.argument("file", type=FILE, metavar="FILE")
@password_options("which opens the file")
@click.option("--trust", type=FILE, metavar="CA.pem", help="Certificates from which a signer's must come.")
def verify(file: str, password: bool, password_file: str | None, trust: str | None) -> None:  # noqa: FBT001 - click passes it so
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
    from generator.workflows.verify import verify as verify_file  # noqa: PLC0415

    opened = decrypt_file(read_file(file), read_password(ask=password, file=password_file))
    verdict = verify_file(*opened, read_bounded(trust) if trust else None)
    for remark in verdict.remarks:
        echo_err(remark)
    if verdict.problems:
        raise InvalidInput(verdict.problems)
    echo(f"{escape(file)}: unaltered, {verdict.unaltered}.")
    echo_err(LIMIT_OF_PROOF)
