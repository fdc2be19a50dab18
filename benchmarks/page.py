#!/usr/bin/env python3
"""Measure the page for a new worksheet; exit 1 where a goal is missed.

    python benchmarks/page.py [--rounds N] [--browser]

CPU milliseconds of one answer of the server, in this process, with other picks each time, as somebody ticks boxes. With
``--browser`` also how long it takes from a tick until the pages are painted, in Debian's Chromium: milliseconds as they
are felt, so measure them on a quiet machine.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from generator.workflows.inputs import load_bank
from tests.web.asking import Page
from tests.web.browser import ARGUMENTS
from tests.web.serving import start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CHROMIUM = "/usr/bin/chromium"
QUESTIONS = [question.id for question in load_bank().questions()]
TICK = """
number => new Promise((done, fail) => {
  const boxes = document.querySelectorAll("[name=pick-0]"), begun = performance.now();
  const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  const watch = new MutationObserver(() => { watch.disconnect(); painted(); });
  watch.observe(document.getElementById("preview"), { childList: true, subtree: true });
  setTimeout(() => fail(new Error("the pages did not change")), 5000);
  boxes[number % boxes.length].click();
})
"""


class Goal(NamedTuple):
    """A figure that is wanted."""

    what: str
    most: float
    """Milliseconds."""


class Measured(NamedTuple):
    """Figures in milliseconds."""

    goal: Goal
    median: float
    largest: float

    def is_missed(self) -> bool:
        """Tell whether the median is more than is wanted."""
        return self.median > self.goal.most


def measure(goal: Goal, rounds: int, work: Callable[[], float]) -> Measured:
    """Return the figures of some rounds, each of which returns its seconds, once the caches are warm."""
    for _ in range(3):
        work()
    figures = [1000 * work() for _ in range(rounds)]
    return Measured(goal, statistics.median(figures), max(figures))


def measure_answers(rounds: int) -> list[Measured]:
    """Return the CPU time of what the server answers to a form."""
    dice = random.Random(1)  # noqa: S311 - the same picks in every run
    with tempfile.TemporaryDirectory() as folder:
        page = Page(Path(folder))

        def ask(address: str) -> float:
            picks = [(f"pick-{person}", picked) for person in (0, 1) for picked in dice.sample(QUESTIONS, 3)]
            form = [("name", "Ana Lima"), ("name", "Ben Okafor"), ("date", "2026-12-04"), ("time", "12:30"), *picks]
            begun = time.process_time()
            answer = page.post(address, form)
            taken = time.process_time() - begun
            if answer.status != 200:  # noqa: PLR2004 - OK
                raise RuntimeError(answer.text)
            return taken

        return [
            measure(Goal("the pages, classic, CPU", 15), rounds, lambda: ask("/preview")),
            measure(Goal("the gallery of layouts, CPU", 80), rounds, lambda: ask("/gallery")),
            measure(Goal("the PDF, kept in the folder, CPU", 40), rounds, lambda: ask("/worksheet")),
        ]


def measure_ticks(rounds: int) -> list[Measured]:
    """Return how long it is from a tick to painted pages."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra

    with (
        tempfile.TemporaryDirectory() as folder,
        start(Path(folder) / "Alliances") as program,
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS)) as browser,
    ):
        window = browser.new_page(viewport={"width": 1280, "height": 800})
        window.goto(program.link)
        window.wait_for_url(lambda url: "key" not in url)
        window.goto(f"http://{program.host}/new")
        window.wait_for_load_state("networkidle")
        ticks = iter(range(rounds + 3))
        return [
            measure(
                Goal("from a tick to painted pages", 120), rounds, lambda: window.evaluate(TICK, next(ticks)) / 1000
            )
        ]


def report(measured: Sequence[Measured]) -> bool:
    """Print the figures; return whether all goals are reached."""
    rows = [f"| {goal.what} | {median:.1f} | {largest:.1f} | {goal.most:.0f} |" for goal, median, largest in measured]
    sys.stdout.write("\n".join(["| ms | median | largest | goal |", "|---|--:|--:|--:|", *rows, ""]))
    return not any(one.is_missed() for one in measured)


def main() -> None:
    """Measure, print, and tell by the exit code whether all goals are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--browser", action="store_true")
    given = parser.parse_args()
    measured = measure_answers(given.rounds)
    if given.browser:
        measured += measure_ticks(given.rounds)
    sys.exit(0 if report(measured) else 1)


if __name__ == "__main__":
    main()
