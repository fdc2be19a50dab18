"""``alliance merge --without`` and ``--only``: share copies, in which nothing is left of what was left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats.embedded_json import read_alliance
from generator.model.alliance import Alliance, alliance_data
from generator.model.excerpt import list_shareable, make_excerpt
from generator.model.worksheet import canonical
from tests.cli.reading import attached, held, refusal, text_of
from tests.composing.alliances import alliances

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = """\
people: [Ana Lima, Ben Okafor]
picks: {Ana Lima: [hopes, feedback], Ben Okafor: [feedback]}
answers:
  hopes: {Ana Lima: open words}
  feedback: {Ben Okafor: quiet words}
  support: {Ana Lima: closing words}
agreements: [{what: Lunch, who: Both}]
review: 2027-03-01
signed: {Ana Lima: A. L.}
"""


@pytest.fixture
def whole(alliance: Terminal) -> Terminal:
    alliance.file("a.yaml", ANSWERS)
    alliance.done("merge", "a.yaml", "-o", "whole.pdf")
    return alliance


def everything_in(terminal: Terminal, name: str) -> str:
    """All that a reader or a program could find in a file: its pages, its data and its strings."""
    data = (terminal.folder / name).read_bytes()
    writer = pypdf.PdfWriter(terminal.folder / name)
    things = map(repr, writer._objects)  # noqa: SLF001 - there is no other list of all objects
    return "".join([text_of(data), json.dumps(attached(data)), *things])


@pytest.mark.parametrize("source", ["whole.pdf", "a.yaml"])
def test_what_is_left_out_is_nowhere_in_the_copy(whole: Terminal, source: str) -> None:
    whole.done("merge", source, "--without", "feedback", "--without", "agreements")
    found = everything_in(whole, "alliance-ana-lima-ben-okafor-excerpt.pdf")
    for gone in ("quiet words", "feedback", "Lunch", "A. L."):
        assert gone not in found
    made = held(whole, "alliance-ana-lima-ben-okafor-excerpt.pdf")
    assert made["answers"] == {"hopes": {"Ana Lima": "open words"}, "support": {"Ana Lima": "closing words"}}
    assert made["review"] == "2027-03-01"


def test_only_what_is_wanted_is_in_the_copy(whole: Terminal) -> None:
    whole.done("merge", "whole.pdf", "--only", "support", "-o", "s.pdf")
    made = held(whole, "s.pdf")
    assert (made["answers"], made["agreements"], made.get("review", "")) == (
        {"support": {"Ana Lima": "closing words"}}, [], "",
    )  # fmt: skip


def test_a_copy_says_on_each_page_that_it_is_an_excerpt(whole: Terminal) -> None:
    whole.done("merge", "whole.pdf", "--without", "hopes", "-o", "s.pdf")
    text = text_of((whole.folder / "s.pdf").read_bytes())
    assert "An excerpt to share." in text
    assert "Excerpt of revision 1" in text
    assert whole.done("check", "s.pdf").text.startswith("s.pdf: excerpt of a finished alliance, ")
    assert "unaltered" in whole.done("verify", "s.pdf").text


def test_earlier_meetings_are_not_in_a_copy(whole: Terminal) -> None:
    whole.done("revise", "whole.pdf", "-o", "next.pdf")
    whole.file("b.yaml", "people: [Ana Lima, Ben Okafor]\nanswers: {feedback: {Ben Okafor: said anew}}\n")
    whole.done("merge", "next.pdf", "b.yaml", "-o", "second.pdf")
    whole.done("merge", "second.pdf", "--without", "hopes", "-o", "s.pdf")
    found = everything_in(whole, "s.pdf")
    assert "said anew" in found
    assert "quiet words" not in found
    assert "Excerpt of revision 2" in found


def test_an_excerpt_is_not_revised(whole: Terminal) -> None:
    whole.done("merge", "whole.pdf", "--without", "hopes", "-o", "s.pdf")
    line = refusal(whole("revise", "s.pdf"), whole, *whole.files())
    assert line == "s.pdf: is an excerpt, made to be shared. Give the whole alliance that it was made from."


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--without", "hoppes"], "the alliance has no 'hoppes' to leave out. Did you mean 'hopes'?"),
        (["--without", "hopes", "--only", "tone"], "Give one of them."),
    ],
)
def test_what_makes_no_sense_is_refused(whole: Terminal, options: list[str], words: str) -> None:
    ended = whole("merge", "whole.pdf", *options)
    assert ended.code == 2
    assert words in ended.err
    assert whole.files() == ["a.yaml", "whole.pdf"]


def test_a_finished_alliance_is_set_anew_with_the_same_data(whole: Terminal) -> None:
    whole.done("merge", "whole.pdf", "--paper", "letter", "-o", "letter.pdf")
    assert held(whole, "letter.pdf") == held(whole, "whole.pdf")


@pytest.mark.slow
@given(what=alliances(), draw=st.data())
def test_the_data_of_an_excerpt_reads_back_and_holds_nothing_else(what: Alliance, draw: st.DataObject) -> None:
    kept = draw.draw(st.sets(st.sampled_from(list_shareable(what)), min_size=1))
    part = make_excerpt(what, kept)
    assert read_alliance(canonical(alliance_data(part)), "a.pdf") == part
    assert {question for question, _ in part.answers.texts} <= kept
    assert {question.id for question in part.worksheet.bank.every_question()} <= kept
