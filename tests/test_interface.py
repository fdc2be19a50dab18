"""The Python interface: the work of the commands in one call each, which prints nothing and never exits."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import generator
from generator import compose, merge, read, revise, verify
from generator.cli.commands import run
from generator.errors import InvalidInput, InvalidRequest, OutputExists
from generator.files.reading import InputFile
from generator.model.merging import ConflictingAnswers
from tests.cli.filling import fill

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = ["Ana Lima", "Ben Okafor"]
NOON = dt.datetime(2026, 12, 4, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def quiet(capfdbinary: pytest.CaptureFixture[bytes]) -> object:
    """Hold that no test here has anything printed."""
    yield
    assert capfdbinary.readouterr() == (b"", b"")


def test_a_question_of_ones_own(tmp_path: Path) -> None:
    first = compose(people=PEOPLE, add=["Why us?"], picks={"Ana Lima": ["why-us"]})
    assert "'Why us?' is added; its id is why-us." in first.remarks
    finished = merge(InputFile(fill(first.data, {"answer/why-us/p1": "Why not."}), "w.pdf"))
    finished.save(tmp_path / "a.pdf")
    assert revise(tmp_path / "a.pdf", add=["And then?"]).worksheet.bank.sections[-1].questions == (
        ("why-us", "Why us?"),
        ("and-then", "And then?"),
    )


def test_a_worksheet_in_one_call(tmp_path: Path) -> None:
    sheet = compose(people=PEOPLE, suggest=3)
    path = sheet.save(tmp_path / "worksheet.pdf")
    assert path.read_bytes() == sheet.data
    assert (sheet.pages, sheet.name, sheet.remarks) == (5, "worksheet-ana-lima-ben-okafor.pdf", ())
    assert [len(picked) for picked in sheet.worksheet.selection.picks] == [3, 3]


def test_it_is_the_one_that_the_command_writes(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    target = tmp_path / "w.pdf"
    options = ["-p", "Ana Lima", "-p", "Ben Okafor", "--pick", "Ana Lima: hopes", "--meeting", "2026-12-04 12:30"]
    assert run(["compose", *options, "--layout", "workbook", "--dotted", "-o", str(target)]) == 0
    capfdbinary.readouterr()
    meeting = dt.datetime(2026, 12, 4, 12, 30)  # noqa: DTZ001 - a time wherever one is
    sheet = compose(people=PEOPLE, picks={"Ana Lima": ["hopes"]}, meeting=meeting, layout="workbook", lines="dotted")
    assert sheet.data == target.read_bytes()
    assert sheet.remarks == ("Ana Lima has 1 pick; the bank asks for 3 to 4.",)


def test_once_round_and_nothing_is_lost(tmp_path: Path) -> None:
    sheet = compose(people=PEOPLE, meeting=dt.date(2026, 12, 4), date=NOON)
    filled = InputFile(fill(sheet.data, {"answer/hopes/p1": "Time", "agreement/1/what": "Monday calls"}), "filled.pdf")
    assert read(filled).answers.texts["hopes", 0] == "Time"
    alliance = merge(filled, card=True)
    assert alliance.card is not None
    saved = alliance.save(tmp_path / "alliance.pdf")
    assert read(saved).answers == alliance.answers
    assert verify(saved).unaltered.startswith("a finished alliance")
    after = revise(saved, people=["Cleo"], suggest=2)
    assert after.worksheet.revision == 2
    assert after.worksheet.people.names == (*PEOPLE, "Cleo")
    second = merge(InputFile(fill(after.data, {"answer/tone/p3": "Warm"}), "second.pdf"))
    assert second.name == "alliance-ana-lima-ben-okafor-cleo-revision-2.pdf"
    assert read(InputFile(second.data, "a.pdf"), revision=1).answers.texts["hopes", 0] == "Time"


def test_every_problem_of_a_request_is_an_exceptions_and_names_its_field() -> None:
    with pytest.raises(InvalidRequest) as refused:
        compose(people=PEOPLE, picks={"Anna": ["hopes"]}, meeting="soon", place="x" * 301, suggest=0, minutes=5)
    assert [problem.field for problem in refused.value.problems] == ["picks", "suggest", "meeting", "minutes", "place"]
    assert "`meeting` 'soon' is no date." in str(refused.value)
    with pytest.raises(InvalidRequest, match=r"unknown layout 'clasic'\. Did you mean 'classic'\?"):
        compose(layout="clasic")
    with pytest.raises(InvalidRequest, match=r"unknown `lines` 'waves'\. Give one of ruled, dotted, plain\."):
        compose(lines="waves")  # type: ignore[arg-type] # no such pattern


def test_files_that_cannot_be_used_are_located_problems(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("people: [Ana]\nanswrs: {}\n")
    with pytest.raises(InvalidInput) as refused:
        merge(tmp_path / "a.yaml", tmp_path / "none.pdf")
    assert [problem.source for problem in refused.value.problems] == [str(tmp_path / "none.pdf")]
    with pytest.raises(InvalidInput) as refused:
        merge(tmp_path / "a.yaml")
    assert [(problem.line, problem.column) for problem in refused.value.problems] == [(2, 1)]


def test_differing_texts_are_a_conflict_until_one_is_preferred() -> None:
    sheet = compose(people=PEOPLE)
    one, other = (InputFile(fill(sheet.data, {"answer/hopes/p1": text}), f"{text}.pdf") for text in ("a", "b"))
    with pytest.raises(ConflictingAnswers):
        merge(one, other)
    assert merge(one, other, prefer="last").answers.texts["hopes", 0] == "b"


def test_an_existing_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    sheet = compose()
    target = tmp_path / "w.pdf"
    target.write_bytes(b"mine")
    with pytest.raises(OutputExists):
        sheet.save(target)
    assert target.read_bytes() == b"mine"
    assert sheet.save(target, force=True).read_bytes() == sheet.data


def test_importing_the_package_imports_nothing_of_it() -> None:
    code = "import sys, generator; print([name for name in sys.modules if name.startswith('generator.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
    assert sorted(generator.__all__) == ["compose", "merge", "read", "revise", "verify"]
    with pytest.raises(AttributeError, match="has no attribute 'composse'"):
        generator.composse  # noqa: B018
