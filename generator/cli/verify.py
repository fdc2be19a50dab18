"""``alliance verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.completion import FILE
from generator.cli.json_output import describe_file, echo_json, json_option
from generator.cli.passwords import password_options, read_password
from generator.cli.reporting import echo, echo_remark
from generator.cli.several import Several
from generator.errors import InvalidInput, escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.workflows.verify import Verdict

LIMIT_OF_PROOF = (
    "A digest shows damage and edits; it is no signature: whoever has this program can make a file with a right digest."
)


@click.command(short_help="Tell whether a file is as we wrote it.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE|FOLDER...")
@password_options("which opens the files")
@click.option("--trust", type=FILE, metavar="CA.pem", help="Certificates from which a signer's must come.")
@json_option
def verify(files: tuple[str, ...], trust: str | None, password_file: str | None, **flags: bool) -> None:
    """Tell whether a finished alliance, or a worksheet, is as this program wrote it.

    Compares the data and the pages with the digest that the file carries, and says where they differ. How a file is
    written - compressed, rearranged - makes no difference. Of a folder every PDF is taken.

    \b
    Examples:
      alliance verify alliance-ana-lima-ben-okafor.pdf
      alliance verify worksheet-ana-lima-ben-okafor.pdf
      alliance verify alliances
    """  # noqa: D301 - click's own mark for text that is not wrapped
    from generator.files.listing import choose_files, is_one_file  # noqa: PLC0415 - --help reads no file
    from generator.files.reading import read_bounded, read_file  # noqa: PLC0415
    from generator.workflows.encrypt import decrypt_file  # noqa: PLC0415 - imports pypdf
    from generator.workflows.verify import Verdict  # noqa: PLC0415
    from generator.workflows.verify import verify as verify_file  # noqa: PLC0415

    password = read_password(ask=flags["password"], file=password_file)
    certificates = read_bounded(trust) if trust else None

    def work(path: str) -> Verdict:
        try:
            return verify_file(*decrypt_file(read_file(path), password), certificates)
        except InvalidInput as invalid:
            return Verdict("", invalid.problems)

    if not is_one_file(files):
        _verify_several(Several(choose_files(files, (".pdf",))), work, as_json=flags["as_json"])
        return
    verdict = work(files[0])
    if flags["as_json"]:
        echo_json({"files": [_describe(files[0], verdict)]})
    else:
        for remark in verdict.remarks:
            echo_remark(remark)
    if verdict.problems:
        raise InvalidInput(verdict.problems)
    if not flags["as_json"]:
        _echo_unaltered(files[0], verdict)
        echo_remark(LIMIT_OF_PROOF)


def _echo_unaltered(file: str, verdict: Verdict) -> None:
    echo(f"{escape(file)}: unaltered, {verdict.unaltered}.")


def _describe(file: str, verdict: Verdict) -> dict[str, object]:
    facts = {"unaltered": not verdict.problems, "description": verdict.unaltered or None}
    return describe_file(file, facts, verdict.problems, verdict.remarks)


def _verify_several(several: Several, work: Callable[[str], Verdict], *, as_json: bool) -> None:
    """Print a line for each file that is unaltered, or a document on all of them; tell of the others at the end."""
    from generator.workflows.verify import Verdict  # noqa: PLC0415 - imported by now

    files = []
    for outcome in several.work(work, prints=not as_json):
        problems = outcome.failure.problems if outcome.failure else ()
        verdict = outcome.result or Verdict("", problems)
        files.append(_describe(outcome.path, verdict))
        if outcome.result and verdict.problems:
            several.fail(outcome.path, InvalidInput(verdict.problems))
        if not as_json:
            several.remark(*verdict.remarks)
            if not verdict.problems:
                _echo_unaltered(outcome.path, verdict)
    if as_json:
        echo_json({"files": files})
    else:
        several.remark(LIMIT_OF_PROOF)
    several.finish()
