"""What the people of the stories have in their folders at the end."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from tests.cli.reading import text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read(path: Path) -> str:
    return text_of(path.read_bytes())


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def check_coach(folder: Path) -> None:
    finished = read(folder / "alliance-ana-lima-ben-okafor.pdf")
    said = ["How do we talk about money?", "Once a month, with the figures", "whose idea it was", "within a day"]
    assert [text for text in said if text not in finished] == []
    assert "We say it within a day" in read(folder / "card-ana-lima-ben-okafor.pdf")
    assert "Once a month, with the figures" in read(folder / "worksheet-ana-lima-ben-okafor-revision-2.pdf")


def check_trainer(folder: Path) -> None:
    listed = rows_of(folder / "to-mail" / "manifest.csv")
    assert [row["email"].partition("@")[0] for row in listed] == ["ana", "ben", "cleo", "dan"]
    for row in listed:
        assert row["person"] in read(folder / "to-mail" / row["file"])
    packet = read(folder / "packet.pdf")
    assert [row["person"] for row in listed if row["person"] not in packet] == []
    assert len(list((folder / "done").glob("*.pdf"))) == 2


def check_pair(folder: Path) -> None:
    theirs, shared = (read(folder / f"alliance-ana-lima-ben-okafor{which}.pdf") for which in ("", "-excerpt"))
    assert "Never on a Friday." in theirs
    assert "Never on a Friday." not in shared
    assert "That nobody has to guess." in shared
    again = read(folder / "alliance-2.pdf")
    assert "That we laugh every day." in again
    assert "That we laugh at least once a week." in again


def check_archivist(folder: Path) -> None:
    answers = rows_of(folder / "answers.csv")
    assert {row["people"] for row in answers} == {
        "Ana Lima, Ben Okafor", "Cleo Ní Bhriain, Dan Weber", "Eva Nilsson, Farid Haddad",
    }  # fmt: skip
    events = (folder / "reviews.ics").read_text("utf-8")
    assert events.count("BEGIN:VEVENT") == 3
    assert events.count("BEGIN:VALARM") == 6
    assert "DTSTART;VALUE=DATE:20270601" in events


def check_author(folder: Path) -> None:
    sheet = read(folder / "worksheet-ana-ben.pdf")
    said = ["Auf Abstand", "Wann sehen wir uns?", "Was erwartet ihr voneinander?", "Einen Plan B entwickeln"]
    assert [text for text in said if text not in sheet] == []


def check_developer(folder: Path) -> None:
    schema = json.loads((folder / "answers.schema.json").read_text("utf-8"))
    assert schema["$id"] == "urn:designed-alliance:answers:1"
    given, back = (json.loads((folder / name).read_text("utf-8")) for name in ("answers.json", "back.json"))
    assert {key: back[key] for key in given} == given


OUTCOMES: dict[str, Callable[[Path], None]] = {
    "The coach": check_coach,
    "The trainer": check_trainer,
    "The pair": check_pair,
    "The archivist": check_archivist,
    "The bank author": check_author,
    "The developer": check_developer,
}
