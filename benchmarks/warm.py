#!/usr/bin/env python3
"""Print, as JSON, pairs of CPU seconds for one sheet in a warm process: ours and the plain script's, by turns.

    python benchmarks/warm.py ROUNDS REPEATS

The bank and the layout are read once, as a batch would; no two sheets are for the same people, so none is remembered.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import plain_worksheet

from generator.files.shipped import BANK, data_file, layout_file
from generator.formats.bank import read_bank
from generator.formats.layout import read_layout
from generator.model.people import People
from generator.model.selection import nobody
from generator.model.worksheet import Meeting, Worksheet
from generator.workflows.render_worksheet import render_worksheet

if TYPE_CHECKING:
    from collections.abc import Callable

LAYOUT = "classic"
GARBAGE = 100_000
"""How many new objects before the first search for cyclic garbage, as the program has it (``generator.__main__``)."""


def composer() -> Callable[[tuple[str, str]], None]:
    """Return a function that makes our worksheet for two people."""
    bank = read_bank(Path(data_file(BANK)).read_bytes(), BANK)
    path = layout_file(LAYOUT)
    if path is None:
        raise FileNotFoundError(LAYOUT)
    layout = read_layout(Path(path).read_bytes(), LAYOUT, LAYOUT)
    meeting = Meeting(None, None, "", bank.minutes)
    sheet = Worksheet(
        bank=bank,
        people=People(("", "")),
        selection=nobody(2),
        meeting=meeting,
        layout=LAYOUT,
        paper="a4",
        product="0",
    )

    def compose(names: tuple[str, str]) -> None:
        render_worksheet(sheet._replace(people=People(names)), layout, fillable=True)

    return compose


def plain(names: tuple[str, str]) -> None:
    """Make the plain script's worksheet for two people."""
    plain_worksheet.compose(names)


def seconds(compose: Callable[[tuple[str, str]], None], turn: int, repeats: int) -> float:
    """Return the CPU seconds of one sheet, the mean of so many."""
    began = time.process_time()
    for repeat in range(repeats):
        compose((f"Ana {turn} Lima", f"Ben {repeat} Okafor"))
    return (time.process_time() - began) / repeats


def main() -> None:
    """Warm both sides up, then measure them by turns."""
    gc.set_threshold(GARBAGE)
    rounds, repeats = (int(argument) for argument in sys.argv[1:])
    ours = composer()
    seconds(ours, -1, 3)
    seconds(plain, -1, 3)
    json.dump([(seconds(ours, turn, repeats), seconds(plain, turn, repeats)) for turn in range(rounds)], sys.stdout)


if __name__ == "__main__":
    main()
