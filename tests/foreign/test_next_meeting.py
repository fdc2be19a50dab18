"""What is entered with foreign programs into the worksheet of a next meeting comes back, and becomes the revision."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.foreign.fillers import FILLERS, Filling, names_of, pypdf_fills
from tests.foreign.test_joined import JOINERS
from tests.foreign.tools import alliance, alliance_output

if TYPE_CHECKING:
    from pathlib import Path

ANA, BEN = "Ana Lima", "Ben Okafor"
FIRST = {
    "people": [ANA, BEN],
    "answers": {"hopes": {ANA: "That it works.", BEN: "That it is fun."}},
    "agreements": [{"what": "We call", "who": "Both"}, {"what": "Lunch", "who": ANA}, {"what": "No mail", "who": BEN}],
}
TEXTS = {"answer/hopes/p1": "That it lasts", "agreement/2/what": "Dinner", "agreement/4/what": "Drafts"}
TICKS = ("agreement/1/kept", "agreement/2/changed", "agreement/3/dropped")
DECIDED = [
    {"what": "We call", "who": "Both", "was": 1, "decision": "kept"},
    {"what": "Dinner", "who": ANA, "was": 2, "decision": "changed"},
    {"what": "No mail", "who": BEN, "was": 3, "decision": "dropped"},
    {"what": "Drafts", "who": ""},
]


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("next")
    (folder / "first.json").write_text(json.dumps(FIRST), encoding="utf-8")
    alliance_output("merge", folder / "first.json", "-o", folder / "first.pdf")
    alliance_output("revise", folder / "first.pdf", "-o", folder / "blank.pdf")
    return folder / "blank.pdf"


def filling(blank: Path, texts: dict[str, str], ticks: tuple[str, ...]) -> Filling:
    names = names_of(blank)
    return Filling({names[path]: text for path, text in texts.items()}, tuple(names[path] for path in ticks))


def revision(folder: Path, *sources: Path) -> dict[str, Any]:
    alliance_output("merge", *sources, "-o", folder / "second.pdf")
    data: dict[str, Any] = json.loads(alliance_output("answers", folder / "second.pdf", "--format", "json"))
    return data


@pytest.mark.parametrize("filler", FILLERS)
def test_decisions_and_answers_come_back(filler: str, blank: Path, tmp_path: Path) -> None:
    FILLERS[filler](blank, tmp_path / "filled.pdf", filling(blank, TEXTS, TICKS))
    found = revision(tmp_path, tmp_path / "filled.pdf")
    assert found["answers"] == {"hopes": {ANA: "That it lasts", BEN: "That it is fun."}}
    assert found["agreements"] == DECIDED


@pytest.mark.parametrize("joiner", JOINERS)
def test_two_copies_in_one_file_become_one_revision(joiner: str, blank: Path, tmp_path: Path) -> None:
    one, other, joined = (tmp_path / f"{name}.pdf" for name in ("one", "other", "joined"))
    pypdf_fills(blank, one, filling(blank, {"answer/hopes/p1": "That it lasts"}, TICKS[:1]))
    pypdf_fills(blank, other, filling(blank, {"agreement/2/what": "Dinner", "agreement/4/what": "Drafts"}, TICKS[1:]))
    JOINERS[joiner](one, other, joined)
    assert revision(tmp_path, joined)["agreements"] == DECIDED


@pytest.mark.parametrize("joiner", JOINERS)
def test_copies_that_decide_differently_are_a_conflict(joiner: str, blank: Path, tmp_path: Path) -> None:
    one, other, joined = (tmp_path / f"{name}.pdf" for name in ("one", "other", "joined"))
    pypdf_fills(blank, one, filling(blank, {}, ("agreement/1/kept",)))
    pypdf_fills(blank, other, filling(blank, {}, ("agreement/1/dropped",)))
    JOINERS[joiner](one, other, joined)
    done = alliance("merge", joined, "-o", tmp_path / "second.pdf")
    assert (done.returncode, "what becomes of agreement 1: 'kept'" in done.stderr) == (4, True)
