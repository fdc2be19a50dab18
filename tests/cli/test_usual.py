"""The usual calls of ``alliance compose`` are understood without Click, and as Click understands them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli.compose import compose
from generator.cli.usual import usual_options

CHECKOUT = Path(__file__).parents[2]
OPTIONS = sorted({name for option in compose.params for name in option.opts})
VALUES = ["Ana", "Ana: hopes, tone", "", "-", "-x", "--", "3", "0", "07", "03", "12345", "-1", "٣", "1_0", "a.pdf"]

arguments = st.lists(
    st.one_of(st.sampled_from(OPTIONS), st.sampled_from(VALUES), st.sampled_from(["--opt", "--seed=3", "-pAna"])),
    max_size=8,
)
usual = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(OPTIONS), st.sampled_from(["Ana", "Ben: tone", "", "-", "3"])),
        st.tuples(st.sampled_from(["--force", "--print-only", "--ruled", "--dotted", "--plain"])),
    ),
    max_size=6,
).map(lambda pieces: [word for piece in pieces for word in piece])


@given(st.one_of(arguments, usual))
def test_what_is_understood_without_click_is_what_click_understands(words: list[str]) -> None:
    found = usual_options(["compose", *words])
    if found is not None:
        assert compose.make_context("compose", list(words)).params == found


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["-p", "Ana Lima", "-p", "Ben Okafor"],
        ["--person", "Ana", "--pick", "Ana: hopes", "--suggest", "3", "--meeting", "2026-12-04 12:30"],
        ["--layout", "workbook", "--dotted", "--paper", "letter", "--place", "", "-o", "-", "--force"],
        ["--section", "intentions", "--question", "tone", "--without", "hopes", "--bank", "b.yaml", "--style", "s"],
    ],
)
def test_usual_calls_are_understood_without_click(words: list[str]) -> None:
    assert usual_options(["compose", *words]) == compose.make_context("compose", list(words)).params


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["merge", "a.pdf"],
        ["--debug", "compose"],
        ["compose", "Ana"],
        ["compose", "-pAna"],
        ["compose", "--place=here"],
        ["compose", "--pla", "here"],
        ["compose", "-p"],
        ["compose", "-p", "--force"],
        ["compose", "-o", "a.pdf", "-o", "b.pdf"],
        ["compose", "--ruled", "--plain"],
        ["compose", "--suggest", "0"],
        ["compose", "--suggest", "three"],
        ["compose", "-h"],
        ["compose", "--preview", "pages"],
    ],
)
def test_anything_else_is_left_to_click(words: list[str]) -> None:
    assert usual_options(words) is None


@pytest.mark.skipif(os.name != "posix", reason="closes a pipe")
def test_a_listener_to_the_talk_that_left_is_5(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "compose", "-o", str(tmp_path / "a.pdf")],
        cwd=CHECKOUT,
        stderr=writing,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 5
