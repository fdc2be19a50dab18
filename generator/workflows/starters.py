"""Files to start from: commented, valid, and with the schema by which an editor completes and checks them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest, RequestProblem, did_you_mean, escape
from generator.files.reading import read_bounded
from generator.files.shipped import package_file
from generator.formats.roster import COLUMNS

if TYPE_CHECKING:
    from generator.model.worksheet import Worksheet

KINDS = {
    "bank": "bank.yaml",
    "layout": "layout.yaml",
    "brand": "brand.yaml",
    "roster": "roster.csv",
    "answers": "answers.yaml",
}
"""What there is to start from, and how its file is called."""
SCHEMAS = ("answers", "bank", "brand", "layout", "translation")
"""The files that people write which have a schema."""
_ROSTER_ROW = {
    "person_1": "Ana Lima",
    "person_2": "Ben Okafor",
    "pick_1": "hopes, tone, feedback",
    "pick_2": "expectations, requests, conflict",
    "meeting": "2026-12-04 12:30",
    "place": "Café Lisboa",
    "layout": "classic",
    "email_1": "ana@example.org",
    "email_2": "ben@example.org",
}


class Starter(NamedTuple):
    """A file to start from."""

    data: bytes
    schema_name: str = ""
    """How the file of its schema is called, which its first line names; empty for none."""
    schema: bytes = b""


def write_starter(kind: str, worksheet: Worksheet | None = None) -> Starter:
    """Return the file of a kind of ``KINDS``; answers of a worksheet have a place for each of its questions."""
    if kind == "roster":
        return Starter(_write_roster())
    if worksheet is None:
        text = read_bounded(package_file("data", "starters", f"{kind}.yaml")).decode()
    else:
        from generator.workflows.answers import write_blank_answers  # noqa: PLC0415 - reads PDFs

        text = write_blank_answers(worksheet)
    name = f"{kind}.schema.json"
    return Starter(f"# yaml-language-server: $schema={name}\n{text}".encode(), name, read_schema(kind))


def read_schema(name: str) -> bytes:
    """Return a JSON Schema of ``SCHEMAS``; raise ``InvalidRequest`` for another name."""
    if name not in SCHEMAS:
        hint = did_you_mean(name, SCHEMAS) or f"There are: {', '.join(SCHEMAS)}."
        raise InvalidRequest(RequestProblem("schema", f"`schema` '{escape(name)}' is none", hint))
    return read_bounded(package_file("data", "schemas", f"{name}.json"))


def _write_roster() -> bytes:
    """Return a roster with every column, and a row as an example; the mark lets spreadsheets know its encoding."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(_ROSTER_ROW)
    return text.getvalue().encode("utf-8-sig")
