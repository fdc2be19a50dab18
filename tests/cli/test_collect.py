"""``alliance collect``: whatever came back, sorted by worksheet and merged; nothing lost, nothing overwritten."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from tests.cli.filling import EMPTIED, fill
from tests.cli.reading import BANK, held

if TYPE_CHECKING:
    from tests.cli.terminal import Ended, Terminal

ROSTER = "person_1,person_2\nAna,Ben\nCleo,Dan\nEva,Fay\nGus,Hal\n"
WORD = {"answer/hopes/p1": "Laughing"}


@pytest.fixture
def sheets(alliance: Terminal) -> dict[str, bytes]:
    """The worksheets of a batch, by the first one's name; there is a folder for what comes back."""
    alliance.file("r.csv", ROSTER)
    alliance.done("batch", "r.csv", "-o", "out")
    (alliance.folder / "in").mkdir()
    return {path.stem.split("-")[1]: path.read_bytes() for path in (alliance.folder / "out").glob("*.pdf")}


def come_back(alliance: Terminal, name: str, data: bytes) -> None:
    (alliance.folder / "in" / name).write_bytes(data)


def collected(alliance: Terminal, *options: str) -> tuple[Ended, list[str]]:
    """What the command says, and what became of each worksheet, without identities."""
    ended = alliance("collect", "in", "-o", "done", *options)
    return ended, [" ".join(line.split()[:1] + line.split()[2:]) for line in ended.text.splitlines()]


def test_returns_are_merged_by_worksheet_whatever_their_names(alliance: Terminal, sheets: dict[str, bytes]) -> None:
    come_back(alliance, "worksheet-cleo-dan.pdf", fill(sheets["ana"], WORD))
    come_back(alliance, "scan (1).pdf", fill(sheets["ana"], {"answer/tone/p2": "Calm"}))
    come_back(alliance, "x.pdf", fill(sheets["cleo"], {"answer/hopes/p1": "A", "answer/hopes/p2": "B"}))
    come_back(alliance, "more.yaml", b"people: [Cleo, Dan]\nanswers: {tone: {Dan: Warm}}\n")
    ended, lines = collected(alliance)
    assert (ended.code, lines) == (
        0,
        [
            "written Ana and Ben (2 returns) alliance-ana-ben.pdf",
            "written Cleo and Dan (2 returns) alliance-cleo-dan.pdf",
        ],
    )
    assert held(alliance, "done/alliance-ana-ben.pdf")["answers"] == {
        "hopes": {"Ana": "Laughing"},
        "tone": {"Ben": "Calm"},
    }
    assert held(alliance, "done/alliance-cleo-dan.pdf")["answers"] == {
        "hopes": {"Cleo": "A", "Dan": "B"}, "tone": {"Dan": "Warm"},
    }  # fmt: skip


def test_what_cannot_be_finished_is_told_and_the_rest_is(alliance: Terminal, sheets: dict[str, bytes]) -> None:
    come_back(alliance, "a.pdf", fill(sheets["ana"], WORD))
    come_back(alliance, "c1.pdf", fill(sheets["cleo"], WORD))
    come_back(alliance, "c2.pdf", fill(sheets["cleo"], {"answer/hopes/p1": "Crying"}))
    come_back(alliance, "e.pdf", sheets["eva"])
    come_back(alliance, "a again.pdf", fill(sheets["ana"], WORD))
    come_back(alliance, "cut.pdf", sheets["gus"][:9000])
    come_back(alliance, "stranger.yaml", b"people: [Zoe, Yan]\nanswers: {hopes: {Zoe: x}}\n")
    ended, lines = collected(alliance, "--manifest", "out/manifest.csv")
    assert ended.code == 6
    assert lines == [
        "written Ana and Ben (1 return) alliance-ana-ben.pdf",
        "conflict Cleo and Dan (2 returns) -",
        "blank Eva and Fay (1 return) -",
        "missing Eva; Fay",
        "missing Gus; Hal",
    ]
    for told in (
        "'Laughing' (in/c1.pdf, field", "in/c2.pdf (saved 2", "in/e.pdf: nobody has answered anything",
        "in/a.pdf: the same as in/a again.pdf", "in/cut.pdf: ", "in/stranger.yaml: does not tell its worksheet",
        "2 of 4 worksheets have returned.", "2 worksheets not finished, 2 files not used.",
    ):  # fmt: skip
        assert told in ended.err, told
    assert [path.name for path in (alliance.folder / "done").iterdir()] == ["alliance-ana-ben.pdf"]


def test_run_again_it_goes_on_and_overwrites_nothing(alliance: Terminal, sheets: dict[str, bytes]) -> None:
    come_back(alliance, "a.pdf", fill(sheets["ana"], WORD))
    collected(alliance)
    before = (alliance.folder / "done" / "alliance-ana-ben.pdf").read_bytes()
    come_back(alliance, "c.pdf", fill(sheets["cleo"], WORD))
    ended, lines = collected(alliance)
    assert (ended.code, [line.split()[0] for line in lines]) == (0, ["kept", "written"])
    come_back(alliance, "b.pdf", fill(sheets["ana"], {"answer/tone/p2": "Calm"}))
    ended, lines = collected(alliance)
    assert (ended.code, [line.split()[0] for line in lines]) == (6, ["failed", "kept"])
    assert "They belong together" in ended.err
    assert (alliance.folder / "done" / "alliance-ana-ben.pdf").read_bytes() == before


def test_two_pairs_of_one_name_have_an_alliance_each(alliance: Terminal, sheets: dict[str, bytes]) -> None:
    come_back(alliance, "a.pdf", fill(sheets["ana"], WORD))
    namesakes = alliance.done("compose", "-p", "Ana", "-p", "Ben", "--place", "Rome", "-o", "-").out
    come_back(alliance, "b.pdf", fill(namesakes, {"answer/hopes/p1": "Another"}))
    for status in ("written", "kept"):
        ended, lines = collected(alliance)
        assert (ended.code, [line.split()[0] for line in lines]) == (0, [status, status])
    assert len(list((alliance.folder / "done").iterdir())) == 2


def test_a_worksheet_of_no_manifest_is_told(alliance: Terminal, sheets: dict[str, bytes]) -> None:
    assert sheets
    come_back(alliance, "o.pdf", fill(alliance.done("compose", "-p", "Olga", "-o", "-").out, WORD))
    ended, _ = collected(alliance, "--manifest", "out/manifest.csv")
    assert "the manifest does not list this worksheet" in ended.err
    assert "0 of 4 worksheets have returned." in ended.err


def test_a_manifest_lists_identities_and_spreadsheets_may_save_it_again(
    alliance: Terminal, sheets: dict[str, bytes]
) -> None:
    come_back(alliance, "a.pdf", fill(sheets["ana"], WORD))
    manifest = (alliance.folder / "out" / "manifest.csv").read_bytes()
    assert manifest.startswith(b"\xef\xbb\xbfrow,")
    rows = list(csv.reader(manifest.decode("utf-8-sig").splitlines()))
    assert [row[6] for row in rows[1:2]] == [alliance.done("check", "in/a.pdf").text.split()[-4]]
    with (alliance.folder / "excel.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert "1 of 4 worksheets have returned." in collected(alliance, "--manifest", "excel.csv")[0].err
    alliance.file("first.csv", "\r\n".join(",".join(row[:6]) for row in rows))
    ended, _ = collected(alliance, "--manifest", "first.csv")
    assert (ended.code, "Run the batch again into its folder" in ended.err) == (3, True)
    (alliance.folder / "out" / "manifest.csv").write_text((alliance.folder / "first.csv").read_text())
    alliance.done("batch", "r.csv", "-o", "out")  # a manifest of an older version is known as ours
    assert (alliance.folder / "out" / "manifest.csv").read_bytes() == manifest


def test_merging_a_further_return_says_that_both_belong_together(alliance: Terminal, sheets: dict[str, bytes]) -> None:
    come_back(alliance, "a.pdf", fill(sheets["ana"], WORD))
    come_back(alliance, "b.pdf", fill(sheets["ana"], {"answer/tone/p2": "Calm"}))
    alliance.done("merge", "in/a.pdf", "-o", "m.pdf")
    ended = alliance("merge", "in/b.pdf", "-o", "m.pdf")
    assert (ended.code, "Both belong together" in ended.err, "--force" in ended.err) == (5, True, False)
    come_back(alliance, "c.pdf", fill(sheets["cleo"], WORD))
    assert "--force to replace it" in alliance("merge", "in/c.pdf", "-o", "m.pdf").err


def test_a_preference_settles_the_conflicts_of_all_worksheets(alliance: Terminal, sheets: dict[str, bytes]) -> None:
    come_back(alliance, "a1.pdf", fill(sheets["ana"], WORD))
    come_back(alliance, "a2.pdf", fill(sheets["ana"], {"answer/hopes/p1": "Crying"}))
    ended, lines = collected(alliance, "--prefer", "last")
    assert (ended.code, lines) == (0, ["written Ana and Ben (2 returns) alliance-ana-ben.pdf"])
    assert held(alliance, "done/alliance-ana-ben.pdf")["answers"] == {"hopes": {"Ana": "Crying"}}
    assert "dropped: 'Laughing' (in/a1.pdf" in ended.err


def test_a_damaged_return_is_not_finished_where_strict(alliance: Terminal, sheets: dict[str, bytes]) -> None:
    come_back(alliance, "a.pdf", fill(sheets["ana"], WORD)[:-300])
    ended, lines = collected(alliance, "--strict")
    assert (ended.code, [line.split()[0] for line in lines]) == (6, ["failed"])
    assert "damaged" in ended.err
    ended, lines = collected(alliance)
    assert (ended.code, [line.split()[0] for line in lines]) == (0, ["written"])


def test_a_bank_stands_in_where_a_return_does_not_bring_its_own(alliance: Terminal) -> None:
    alliance.file("b.yaml", BANK)
    sheet = alliance.done("compose", "-p", "Ana", "-p", "Ben", "--bank", "b.yaml", "-o", "-").out
    (alliance.folder / "in").mkdir()
    come_back(alliance, "a.pdf", fill(sheet, EMPTIED | {"answer/why/p1": "Because"}, attachment=False))
    ended, lines = collected(alliance)
    assert (ended.code, [line.split()[0] for line in lines]) == (6, ["failed"])
    ended, lines = collected(alliance, "--bank", "b.yaml")
    assert (ended.code, [line.split()[0] for line in lines]) == (0, ["written"])
