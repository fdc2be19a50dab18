"""``alliance card`` and ``alliance share``: what follows from a finished alliance, from its PDF alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator.errors import ExitCode
from tests.cli.reading import text_of

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = """\
people: [Ana Lima, Ben Okafor]
answers:
  hopes: {Ana Lima: That we laugh.}
  feedback: {Ben Okafor: Tell me at once.}
agreements: [{what: Mondays at nine, who: Both}]
review: 2027-03-01
"""


@pytest.fixture
def finished(alliance: Terminal) -> Terminal:
    alliance.done("merge", "-", "-o", "a.pdf", "--card", "beside.pdf", stdin=ANSWERS.encode())
    return alliance


def test_a_card_of_the_finished_file_is_the_one_that_was_made_with_it(finished: Terminal) -> None:
    told = finished.done("card", "a.pdf")
    assert told.lines[-1].startswith("Wrote card-ana-lima-ben-okafor.pdf. Print it in its own size")
    made = (finished.folder / "card-ana-lima-ben-okafor.pdf").read_bytes()
    assert made == (finished.folder / "beside.pdf").read_bytes()
    assert finished("card", "a.pdf").code == ExitCode.OUTPUT
    assert finished.done("card", "a.pdf", "-o", "-").out == made


def test_a_share_copy_lacks_what_is_left_out(finished: Terminal) -> None:
    finished.done("share", "a.pdf", "--without", "feedback", "--without", "agreements")
    path = finished.folder / "alliance-ana-lima-ben-okafor-excerpt.pdf"
    text = text_of(path.read_bytes())
    assert "That we laugh." in text
    assert "Tell me at once." not in text
    assert "Mondays" not in text
    held = json.loads(finished.done("answers", path.name, "--format", "json").out)
    assert (list(held["answers"]), held["agreements"]) == (["hopes"], [])
    finished.done("share", "a.pdf", "--only", "feedback", "-o", "only.pdf")
    only = json.loads(finished.done("answers", "only.pdf", "--format", "json").out)
    assert (list(only["answers"]), only["review"]) == (["feedback"], "")


def test_a_share_copy_leaves_something_out(finished: Terminal) -> None:
    ended = finished("share", "a.pdf")
    assert ended.code == ExitCode.USAGE
    assert ended.err == (
        "say what is left out. Name questions, agreements or review with --without, or what alone is shared with "
        "--only.\n"
    )


@pytest.mark.parametrize("command", [("card",), ("share", "--without", "hopes")])
def test_what_is_not_finished_is_refused(finished: Terminal, command: tuple[str, ...]) -> None:
    finished.done("compose", "-p", "Ana", "-o", "w.pdf")
    before = finished.files()
    ended = finished(*command, "w.pdf")
    assert (ended.code, finished.files()) == (ExitCode.INVALID_INPUT, before)
    assert ended.err == "w.pdf: is not a finished alliance. Make the alliance of it first: merge it.\n"


def test_the_file_itself_is_never_replaced(finished: Terminal) -> None:
    before = (finished.folder / "a.pdf").read_bytes()
    for command in (("card",), ("share", "--without", "hopes")):
        assert finished(*command, "a.pdf", "-o", "a.pdf", "--force").code == ExitCode.OUTPUT
    assert (finished.folder / "a.pdf").read_bytes() == before
