"""``alliance batch --per person``: a file with each person's own sheet, to be mailed; all are of one worksheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject

from tests.cli.filling import fill, written
from tests.workflows.batch.making import listed, published

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ROSTER = (
    "person_1,person_2,E-Mail 1,email_2,output\n"
    "Ana Lima,Ben Okafor,ana@example.org,ben@example.org,\n"
    "Ana Lima,Dan,ana@other.example,,Team 7\n"
)
NAMES = ["worksheet-ana-lima.pdf", "worksheet-ben-okafor.pdf", "team-7-ana-lima.pdf", "team-7-dan.pdf"]


def _without_field(sheet: bytes, path: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(sheet))
    form = cast("DictionaryObject", writer.root_object["/AcroForm"])
    for fields in (form["/Fields"], *(page.get("/Annots", ArrayObject()) for page in writer.pages)):
        assert isinstance(fields, ArrayObject)
        fields[:] = [field for field in fields if not str(field.get_object()["/T"]).endswith(f"/{path}")]
    return written(writer)


@pytest.fixture
def mailed(alliance: Terminal) -> Terminal:
    """A terminal in whose folder the roster's sheets were made."""
    alliance.file("r.csv", ROSTER)
    ended = alliance.done("batch", "r.csv", "-o", "out", "--per", "person")
    step = "Mail each to its person, as manifest.csv lists them; and when they are back: alliance collect FOLDER -o DIR"
    assert ended.lines == [
        "r.csv:3: Dan has no address in the column email_2.",
        f"Wrote 4 worksheets to out. {step}",
    ]
    return alliance


def test_each_file_is_named_after_its_person_and_listed_with_the_address(mailed: Terminal) -> None:
    rows = listed(mailed.folder / "out")
    assert published(mailed.folder / "out") == sorted(NAMES)
    assert [(row["row"], row["file"], row["person"], row["email"]) for row in rows] == [
        ("2", NAMES[0], "Ana Lima", "ana@example.org"),
        ("2", NAMES[1], "Ben Okafor", "ben@example.org"),
        ("3", NAMES[2], "Ana Lima", "ana@other.example"),
        ("3", NAMES[3], "Dan", ""),
    ]
    assert len({row["identity"] for row in rows}) == 2
    assert rows[0]["people"] == "Ana Lima; Ben Okafor"


def test_a_file_has_the_sheet_of_its_person_alone(mailed: Terminal) -> None:
    mailed.done("compose", "-p", "Ana Lima", "-p", "Ben Okafor", "--layout", "prep", "-o", "all.pdf")
    both = pypdf.PdfReader(mailed.folder / "all.pdf")
    for name, first, mine, others in ((NAMES[0], 0, "p1", "p2"), (NAMES[1], 2, "p2", "p1")):
        own = pypdf.PdfReader(mailed.folder / "out" / name)
        texts = [page.extract_text() for page in both.pages[first : first + 2]]
        assert [page.extract_text() for page in own.pages] == texts
        endings = {field.rpartition("/")[2] for field in own.get_fields() or {}}
        assert mine in endings
        assert others not in endings


def test_run_again_nothing_is_finishedand_the_manifest_stays(mailed: Terminal) -> None:
    before = (mailed.folder / "out" / "manifest.csv").read_bytes()
    (mailed.folder / "out" / NAMES[1]).unlink()
    ended = mailed.done("batch", "r.csv", "-o", "out", "--per", "person")
    assert ended.lines[-1].startswith("Wrote 1 worksheet to out and 3 were there already.")
    assert (mailed.folder / "out" / "manifest.csv").read_bytes() == before


@pytest.mark.slow
def test_two_sheets_that_come_back_make_one_alliance_and_neither_lacks_anything(mailed: Terminal) -> None:
    folder = mailed.folder / "out"
    (mailed.folder / "inbox").mkdir()
    for name, person in ((NAMES[0], "p1"), (NAMES[1], "p2")):
        sheet = fill((folder / name).read_bytes(), {f"note/hopes/{person}": person}, ticked=(f"pick/tone/{person}",))
        mailed.file(f"inbox/{name}", sheet)
    ended = mailed.done("merge", "inbox/" + NAMES[0], "inbox/" + NAMES[1], "--strict", "-o", "m.pdf")
    assert not [line for line in ended.lines if "missing" in line]
    answers = mailed.done("answers", "m.pdf", "--format", "yaml").out.decode()
    assert "picks:" in answers
    assert answers.count("tone") == 2
    collected = mailed.done("collect", "inbox", "-o", "done", "--manifest", "out/manifest.csv")
    finished, missing = collected.out.decode().splitlines()
    assert "Ana Lima and Ben Okafor (2 returns)" in finished
    assert missing.startswith("missing ")
    assert missing.endswith("Ana Lima; Dan")


def test_one_sheet_alone_is_whole_unless_it_lacks_one_of_its_own_fields(mailed: Terminal) -> None:
    sheet = fill((mailed.folder / "out" / NAMES[0]).read_bytes(), {}, ticked=("pick/tone/p1",))
    mailed.file("ana.pdf", sheet)
    mailed.done("merge", "ana.pdf", "--strict", "-o", "m.pdf")
    mailed.file("less.pdf", _without_field(sheet, "pick/conflict/p1"))
    ended = mailed("merge", "less.pdf", "--strict", "-o", "n.pdf")
    assert ended.code == 3
    assert "26 of 27 fields found, 1 answered, 1 missing: Ana Lima's pick of 'conflict'" in ended.err


def test_sheets_in_other_layouts_are_made_if_each_person_has_one(alliance: Terminal) -> None:
    alliance.file("ours.yaml", "extends: prep\nparts: [title, names, choices]\n")
    alliance.file("r.csv", "person_1,layout\nAna,ours.yaml\nBen,classic\n")
    ended = alliance("batch", "r.csv", "-o", "out", "--per", "person")
    assert ended.code == 6
    assert ended.lines[0] == (
        "r.csv:3:5: column layout: the layout 'classic' has one sheet for everybody. "
        "Choose one with a sheet for each person, such as prep."
    )
    assert published(alliance.folder / "out") == ["worksheet-ana.pdf"]


@pytest.mark.parametrize(("layout", "title"), [("classic", "Before we meet"), ("tents", "Designing the Alliance")])
def test_a_default_of_ones_own_is_taken_where_each_person_has_a_sheet_in_it(
    alliance: Terminal, layout: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALLIANCE_NO_DEFAULTS")
    monkeypatch.setenv("HOME", str(alliance.folder))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    alliance.file("alliance.toml", f'layout = "{layout}"\n')
    alliance.file("r.csv", "person_1\nAna\n")
    alliance.done("batch", "r.csv", "-o", "out", "--per", "person")
    pages = pypdf.PdfReader(alliance.folder / "out" / "worksheet-ana.pdf").pages
    assert (title in pages[0].extract_text(), len(pages)) == (True, {"classic": 2, "tents": 1}[layout])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("-o", "out", "--layout", "classic"), "the layout 'classic' has one sheet for everybody."),
        (("--packet", "p.pdf"), "--per person makes a file for each, and a packet is one file."),
    ],
)
def test_what_cannot_be_made_for_each_person_is_refused(
    alliance: Terminal, options: tuple[str, ...], told: str
) -> None:
    alliance.file("r.csv", "person_1\nAna\n")
    ended = alliance("batch", "r.csv", "--per", "person", *options)
    assert ended.code == 2
    assert ended.lines[0].startswith(told)
    assert sorted(path.name for path in alliance.folder.iterdir()) == ["r.csv"]


def test_a_row_that_fails_is_told_once(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,person_2,email_1\nAna,Ben,ana at example\nCleo,Dan,c@example.org\n")
    ended = alliance("batch", "r.csv", "-o", "out", "--per", "person")
    told = "r.csv:2:9: column email_1: 'ana at example' is no address. Write it as ana@example.org."
    assert ended.lines[0] == told
    assert ended.lines[1:-1] == ["r.csv:3: Dan has no address in the column email_2."]
    assert [row["status"] for row in listed(alliance.folder / "out")] == ["failed", "failed", "done", "done"]


def test_a_file_for_a_pair_goes_to_both_addresses(alliance: Terminal) -> None:
    alliance.file("r.csv", ROSTER)
    alliance.done("batch", "r.csv", "-o", "out")
    rows = listed(alliance.folder / "out")
    assert [(row["person"], row["email"]) for row in rows] == [
        ("", "ana@example.org; ben@example.org"), ("", "ana@other.example"),
    ]  # fmt: skip


def test_a_dry_run_lists_the_files_of_each_person(alliance: Terminal) -> None:
    alliance.file("r.csv", ROSTER)
    ended = alliance.done("batch", "r.csv", "-o", "out", "--per", "person", "--dry-run")
    assert ended.out.decode().split() == [f"out/{name}" for name in NAMES]
