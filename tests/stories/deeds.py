"""What the people of the stories do without the program, by the sentence in which the page tells it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from generator import compose, merge
from tests.cli.filling import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEET = "worksheet-ana-lima-ben-okafor.pdf"
MONEY = "answer/how-do-we-talk-about-money"
ALLIANCES = {
    ("Ana Lima", "Ben Okafor"): "2027-03-01",
    ("Cleo Ní Bhriain", "Dan Weber"): "2026-09-15",
    ("Eva Nilsson", "Farid Haddad"): "1 June 2027",
}
"""The people of the archive, and when they meet again."""


def save_copies(folder: Path) -> None:
    sheet = (folder / SHEET).read_bytes()
    ana = {
        f"{MONEY}/p1": "Once a month, with the figures on the table.",
        "answer/support/p1": "I take your side first.",
        "agreement/1/what": "We say it within a day",
        "agreement/1/who": "Both",
    }
    ben = {"answer/support/p2": "I say out loud whose idea it was.", "review": "2027-03-01"}
    (folder / "ana.pdf").write_bytes(fill(sheet, ana))
    (folder / "ben.pdf").write_bytes(fill(sheet, ben))


def send_prep_sheets_back(folder: Path) -> None:
    (folder / "inbox").mkdir()
    for sheet in sorted((folder / "to-mail").glob("*.pdf"))[:3]:
        boxes = [f"pick/hopes/p{person}" for person in (1, 2)]
        (folder / "inbox" / f"back {sheet.name}").write_bytes(_tick_first(sheet.read_bytes(), boxes))
    shutil.copy(min((folder / "to-mail").glob("*.pdf")), folder / "inbox" / "unsaved.pdf")


def _tick_first(sheet: bytes, boxes: list[str]) -> bytes:
    """Return the sheet with the first of the boxes ticked that it has."""
    for box in boxes:
        try:
            return fill(sheet, {}, ticked=(box,))
        except AssertionError:
            continue
    raise LookupError(boxes)


def save_two_minds(folder: Path) -> None:
    sheet = (folder / SHEET).read_bytes()
    ana = {"answer/hopes/p1": "That we laugh at least once a week.", "review": "2027-03-01"}
    ben = {
        "answer/hopes/p2": "That nobody has to guess.",
        "answer/feedback/p2": "Never on a Friday.",
        "review": "2027-06-01",
    }
    (folder / "ana.pdf").write_bytes(fill(sheet, ana))
    (folder / "ben.pdf").write_bytes(fill(sheet, ben))


def fill_in_next(folder: Path) -> None:
    sheet = (folder / "worksheet-ana-lima-ben-okafor-revision-2.pdf").read_bytes()
    (folder / "again.pdf").write_bytes(fill(sheet, {"answer/hopes/p1": "That we laugh every day."}))


def keep_archive(folder: Path) -> None:
    (folder / "archive").mkdir()
    for people, review in ALLIANCES.items():
        composed = compose(people=people, suggest=3)
        name = people[0].partition(" ")[0].lower()
        sheet = folder / f"{name}.pdf"
        sheet.write_bytes(fill(composed.data, {"answer/support/p1": "Always.", "review": review}))
        (folder / "archive" / f"{name}.pdf").write_bytes(merge(sheet).data)
        sheet.unlink()


DEEDS: dict[str, Callable[[Path], None]] = {
    "Ana saves her copy as `ana.pdf`, Ben his as `ben.pdf`.": save_copies,
    "Three sheets come back into the folder `inbox`, and one of them a second time, unsaved.": send_prep_sheets_back,
    "Each of them fills in a copy: `ana.pdf` and `ben.pdf`.": save_two_minds,
    "In March they fill in the new sheet, and save it as `again.pdf`.": fill_in_next,
    "Three alliances of this year lie in the folder `archive`.": keep_archive,
}
