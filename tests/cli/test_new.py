"""``alliance new``: files to start from are valid, name their schema, and replace nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from generator.cli.new import new
from generator.errors import ExitCode
from generator.formats.located.schema import SCHEMAS
from generator.formats.roster import COLUMNS
from generator.workflows import starters

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

WITH_SCHEMA = ["bank", "layout", "brand", "answers"]


@pytest.mark.parametrize("kind", WITH_SCHEMA)
def test_a_file_to_start_from_is_valid_and_names_the_schema_beside_it(alliance: Terminal, kind: str) -> None:
    alliance.done("new", kind)
    assert alliance.files() == [f"{kind}.schema.json", f"{kind}.yaml"]
    assert alliance.done("check", f"{kind}.yaml").err == ""
    text = (alliance.folder / f"{kind}.yaml").read_text("utf-8")
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={kind}.schema.json"
    assert text.count("\n#") >= 3
    beside = (alliance.folder / f"{kind}.schema.json").read_bytes()
    assert beside == (Path(SCHEMAS) / f"{kind}.json").read_bytes()


def test_they_work_together(alliance: Terminal) -> None:
    for kind in ("bank", "layout", "brand"):
        alliance.done("new", kind, "-o", f"our-{kind}.yaml")
    look = ("--layout", "our-layout.yaml", "--brand", "our-brand.yaml")
    alliance.done(
        "compose", "--bank", "our-bank.yaml", *look, "-p", "Ana", "-p", "Ben", "--suggest", "2", "-o", "w.pdf"
    )
    alliance.done("new", "answers")
    alliance.done("merge", "answers.yaml", "-o", "a.pdf")


def test_a_roster_has_every_column_and_makes_a_worksheet(alliance: Terminal) -> None:
    alliance.done("new", "roster")
    header, *rows = csv.reader((alliance.folder / "roster.csv").read_text("utf-8-sig").splitlines())
    assert tuple(header) == COLUMNS
    assert [len(row) for row in rows] == [len(COLUMNS)]
    assert alliance.done("batch", "roster.csv", "-o", "out").lines[-1].startswith("Wrote 1 worksheet to out.")


def test_answers_have_a_place_for_every_question_of_a_worksheet(alliance: Terminal) -> None:
    alliance.done("compose", "-p", "Ana", "-p", "Ben", "--add", "Why us?", "-o", "w.pdf")
    text = alliance.done("new", "answers", "w.pdf", "-o", "-").text
    place = "  why-us:\n    Ana: |\n"
    assert place in text
    alliance.file("a.yaml", text.replace(place, f"{place}      Why not.\n"))
    alliance.done("merge", "w.pdf", "a.yaml", "-o", "a.pdf")


def test_nothing_is_ever_replaced(alliance: Terminal) -> None:
    alliance.file("bank.yaml", "mine")
    refused = alliance("new", "bank")
    assert refused.code == ExitCode.OUTPUT
    assert refused.err == "bank.yaml: exists already. Give another name with -o.\n"
    assert alliance.files() == ["bank.yaml"]
    alliance.file("brand.schema.json", "mine, too")
    told = alliance.done("new", "brand").lines
    assert told[-1] == "brand.schema.json is there with other content, and stays as it is."
    assert (alliance.folder / "brand.schema.json").read_text() == "mine, too"
    alliance.done("new", "layout")
    assert len(alliance.done("new", "layout", "-o", "other.yaml").lines) == 1


def test_on_the_standard_output_it_is_told_where_the_schema_is(alliance: Terminal) -> None:
    made = alliance.done("new", "bank", "-o", "-")
    assert made.lines == ["Its first line names its schema: alliance new --schema bank -o bank.schema.json"]
    assert alliance.files() == []
    alliance.done("new", "bank")
    assert (alliance.folder / "bank.yaml").read_bytes() == made.out


@pytest.mark.parametrize("name", starters.SCHEMAS)
def test_a_schema_is_printed_as_it_is_shipped(alliance: Terminal, name: str) -> None:
    printed = alliance.done("new", "--schema", name).out
    assert printed == (Path(SCHEMAS) / f"{name}.json").read_bytes()


def test_every_schema_has_a_name_of_its_own() -> None:
    for path in Path(SCHEMAS).glob("*.json"):
        assert json.loads(path.read_text("utf-8"))["$id"] == f"urn:designed-alliance:{path.stem}:1"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "say what to write, and one thing at a time"),
        (("bank", "--schema", "bank"), "say what to write, and one thing at a time"),
        (("bank", "w.pdf"), "a worksheet ('w.pdf') goes with answers. Leave it out, or name the file with -o."),
        (("banks",), "'banks'"),
        (("--schema", "roster"), "'roster'"),
    ],
)
def test_what_makes_no_sense_is_refused(alliance: Terminal, given: tuple[str, ...], said: str) -> None:
    refused = alliance("new", *given)
    assert refused.code == ExitCode.USAGE
    assert said in refused.err
    assert alliance.files() == []


def test_the_command_offers_what_there_is() -> None:
    offered = [tuple(parameter.type.choices) for parameter in new.params if isinstance(parameter.type, click.Choice)]
    assert offered == [tuple(starters.KINDS), starters.SCHEMAS]
