"""How many pages a worksheet has, which layout takes fewer, and what made way."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from generator.workflows import compose

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANA_AND_BEN = ("-p", "Ana Lima", "-p", "Ben Okafor")


@pytest.mark.parametrize(
    ("layout", "fewer"),
    [
        ("classic", "; --layout onepage takes 2"),
        ("booklet", "; --layout onepage takes 2"),
        ("onepage", ""),
        ("prep", ""),
        ("cards", ""),
    ],
)
def test_a_terminal_is_told_of_a_layout_with_fewer_pages(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch, layout: str, fewer: str
) -> None:
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda _: True)
    wrote = alliance.done("compose", *ANA_AND_BEN, "--suggest", "3", "--layout", layout, "-o", "w.pdf").lines[-1]
    assert re.match(rf"Wrote w\.pdf \([0-9]+ pages{fewer}\)\. ", wrote)
    assert " (2 pages). " in alliance.done("compose", *ANA_AND_BEN, "--layout", "onepage").lines[-1]


def test_nothing_is_set_twice_where_nobody_looks_on(alliance: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(compose, "count_pages")
    assert "(5 pages). " in alliance.done("compose", *ANA_AND_BEN, "--suggest", "3").err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--layout", "onepage"), ""),
        (
            ("-p", "C", "-p", "D", "-p", "E", "-p", "F", "--paper", "letter"),
            "The time plan and the introduction are left out to make room for the questions.",
        ),
    ],
)
def test_what_made_way_for_the_questions_is_told(alliance: Terminal, options: tuple[str, ...], said: str) -> None:
    remarks = alliance.done("compose", *ANA_AND_BEN, "--meeting", "2026-12-04 12:30", *options).lines[:-1]
    assert remarks == ([said] if said else [])


def test_a_plan_that_alone_made_way_is_told_alone(alliance: Terminal) -> None:
    told = set()
    for number in range(15, 40):
        questions = "".join(f"{{id: q{count}, text: What is it?}}, " for count in range(number))
        sections = f"sections: [{{id: s, title: S, questions: [{questions}]}}]"
        bank = f"title: T\nintroduction: [{'So it goes. ' * 40}]\n{sections}"
        alliance.file("b.yaml", bank)
        told.update(alliance.done("compose", "--bank", "b.yaml", *ANA_AND_BEN, "-o", "w.pdf", "--force").lines[:-1])
    assert "The time plan is left out to make room for the questions." in told
