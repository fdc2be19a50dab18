"""veraPDF, the reference validator of PDF/A and PDF/UA: many checks in one run, as starting Java costs a second."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.foreign.tools import output_of, program, verapdf_jars

if TYPE_CHECKING:
    from collections.abc import Collection

SOURCE = Path(__file__).with_name("VeraRun.java")
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Options for Java: for a run of seconds, compiling thoroughly costs more than it gains."""

Check = tuple[str, Path]
"""A flavour as veraPDF names it (``ua1``, ``3a``), and a file."""


def failed_rules(checks: Collection[Check]) -> dict[Check, list[str]]:
    """Return for each check the rules that the file breaks, with a place; an empty list where it conforms."""
    asked = "".join(f"{flavour}\t{path}\n" for flavour, path in checks)
    said = output_of(program("java"), *SHORT_LIVED, "-cp", verapdf_jars(), SOURCE, given=asked)
    rows = [line.split("\t") for line in said.splitlines()]
    verdicts = {(flavour, Path(path)): rules for flavour, path, *rules in rows}
    assert verdicts.keys() == set(checks), "veraPDF did not answer every check"
    return verdicts
