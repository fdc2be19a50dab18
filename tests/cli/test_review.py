"""The date of the next review: read as people write it, told where it cannot be, and given with ``--review``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.reading import text_of

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = "people: [Ana Lima, Ben Okafor]\nanswers:\n  hopes:\n    Ana Lima: That we laugh.\n"


def data_of(alliance: Terminal, file: str) -> str:
    review = json.loads(alliance.done("answers", file, "--format", "json").out)["review"]
    assert isinstance(review, str)
    return review


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2027-03-01", "1 March 2027"),
        ("Monday, 1.3.2027 9 am", "1 March 2027, 09:00"),
    ],
)
def test_a_review_is_set_as_dates_are_and_kept_as_it_was_typed(alliance: Terminal, written: str, shown: str) -> None:
    alliance.file("a.yaml", f'{ANSWERS}review: "{written}"\n')
    ended = alliance.done("merge", "a.yaml", "-o", "a.pdf", "--card", "card.pdf")
    assert "review" not in ended.err
    assert shown in text_of((alliance.folder / "a.pdf").read_bytes())
    assert shown in text_of((alliance.folder / "card.pdf").read_bytes())
    assert data_of(alliance, "a.pdf") == written


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("in spring", "is no date"),
        ("Tuesday, 1 March 2027", "is no date"),
        ("12/4/2027", "can mean 12 April 2027 or 4 December 2027"),
    ],
)
def test_a_review_that_is_not_read_stands_as_it_was_typed_and_is_told(
    alliance: Terminal, written: str, why: str
) -> None:
    alliance.file("a.yaml", f'{ANSWERS}review: "{written}"\n')
    ended = alliance.done("merge", "a.yaml", "-o", "a.pdf")
    assert f"The next review is on '{written}', which {why}" in ended.err
    assert "--review" in ended.err
    assert written in text_of((alliance.folder / "a.pdf").read_bytes())


def test_a_review_that_is_given_stands_over_what_the_sources_say(alliance: Terminal) -> None:
    alliance.file("a.yaml", f"{ANSWERS}review: soon\n")
    alliance.file("b.yaml", f"{ANSWERS}review: later\n")
    ended = alliance.done("merge", "a.yaml", "b.yaml", "--review", "1.3.2027", "-o", "a.pdf")
    assert "'1.3.2027' (--review) is taken; dropped: 'soon' (a.yaml, " in ended.err
    assert "'later' (b.yaml, " in ended.err
    assert data_of(alliance, "a.pdf") == "1.3.2027"


def test_a_finished_alliance_gets_another_review(alliance: Terminal) -> None:
    alliance.file("a.yaml", f"{ANSWERS}review: 2027-03-01\n")
    alliance.done("merge", "a.yaml", "-o", "a.pdf")
    ended = alliance.done("merge", "a.pdf", "--review", "2027-06-01", "-o", "b.pdf")
    assert "'2027-06-01' is taken; dropped: '2027-03-01'." in ended.err
    assert data_of(alliance, "b.pdf") == "2027-06-01"


@pytest.mark.parametrize("given", ["soon", "12/4/2027", "31.2.2027", ""])
def test_a_review_that_is_no_date_is_refused(alliance: Terminal, given: str) -> None:
    alliance.file("a.yaml", ANSWERS)
    ended = alliance("merge", "a.yaml", "--review", given, "-o", "a.pdf")
    assert ended.code == 2
    assert ended.err.startswith(f"--review '{given}' ")
    assert not (alliance.folder / "a.pdf").exists()


def test_a_review_alone_is_no_answer(alliance: Terminal) -> None:
    alliance.done("compose", "-p", "Ana Lima", "-p", "Ben Okafor", "-o", "w.pdf")
    assert alliance("merge", "w.pdf", "--review", "2027-03-01", "-o", "a.pdf").code == 3
