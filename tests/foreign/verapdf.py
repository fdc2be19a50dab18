"""veraPDF, the reference validator of PDF/A and PDF/UA: started once for all tests, as that takes seconds."""

from __future__ import annotations

import atexit
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.foreign.tools import program, verapdf_jars

if TYPE_CHECKING:
    from collections.abc import Collection

SOURCE = Path(__file__).with_name("VeraRun.java")
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m")
"""Options for Java: for a run of seconds, compiling thoroughly costs more than it gains."""

Check = tuple[str, Path]
"""A flavour as veraPDF names it (``ua1``, ``3a``), and a file."""


def failed_rules(checks: Collection[Check]) -> dict[Check, list[str]]:
    """Return for each check the rules that the file breaks, with a place; an empty list where it conforms."""
    return {check: _ask(*check) for check in checks}


def _ask(flavour: str, path: Path) -> list[str]:
    validator = _start()
    assert validator.stdin
    assert validator.stdout
    validator.stdin.write(f"{flavour}\t{path}\n")
    validator.stdin.flush()
    line = validator.stdout.readline().rstrip("\n")
    assert line.split("\t")[:2] == [flavour, str(path)], f"veraPDF did not answer, but said {line!r}"
    return line.split("\t")[2:]


@cache
def _start() -> subprocess.Popen[str]:
    """Start the validator, which answers until this process ends."""
    order = [program("java"), *SHORT_LIVED, "-cp", verapdf_jars(), str(SOURCE)]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    validator = subprocess.Popen(order, stdin=pipe, stdout=pipe, stderr=nowhere, text=True, encoding="utf-8")
    atexit.register(_end, validator)
    return validator


def _end(validator: subprocess.Popen[str]) -> None:
    with validator:
        validator.kill()
