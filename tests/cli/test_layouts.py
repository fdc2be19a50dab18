"""``compose`` in every layout: what comes back from it, what stands in its rooms, and pictures of its pages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from generator.files.shipped import layout_names
from generator.model.layout import Part
from generator.workflows.inputs import load_layout
from tests.cli.filling import fill
from tests.cli.reading import ANA_AND_BEN, BANK, held, worksheet

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


ANSWERED = [name for name in layout_names() if Part.CLOSING in load_layout(name).parts]


@pytest.mark.parametrize("layout", ANSWERED)
def test_a_filled_worksheet_of_any_layout_merges_and_nothing_is_missing(alliance: Terminal, layout: str) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, "--layout", layout)
    alliance.file("w.pdf", fill(sheet, {"answer/support/p1": "Out loud.", "agreement/1/what": "Lunch"}))
    merged = alliance.done("merge", "w.pdf", "-o", "a.pdf")
    assert "missing" not in merged.err
    assert [line.split(".")[0] for line in merged.lines[:-1]] == ["Nothing was filled in for Ben Okafor"]
    assert held(alliance, "a.pdf")["answers"] == {"support": {"Ana Lima": "Out loud."}}


def test_a_one_page_worksheet_has_no_fields_for_what_has_no_room(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance, *ANA_AND_BEN, "--layout", "onepage"))
    # two names, date and place, 26 picks, 4 closing answers, 8 for agreements, the review
    assert alliance.done("check", "w.pdf").text.startswith("w.pdf: worksheet, 43 fields found, none filled in: ")


def test_answers_to_questions_without_room_still_come_from_a_file(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance, *ANA_AND_BEN, "--layout", "onepage"))
    alliance.file("more.yaml", "answers: {hopes: {Ana Lima: That we laugh.}}\n")
    alliance.done("merge", "w.pdf", "more.yaml", "-o", "a.pdf")
    assert held(alliance, "a.pdf")["answers"] == {"hopes": {"Ana Lima": "That we laugh."}}


def test_what_is_ticked_on_prep_sheets_comes_back_from_a_copy_each(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, "--layout", "prep", "--meeting", "2026-12-04 12:30")
    alliance.file("ana.pdf", fill(sheet, {}, ticked=("pick/hopes/p1", "pick/tone/p1")))
    alliance.file("ben.pdf", fill(sheet, {"name/p2": "Ben O."}, ticked=("pick/feedback/p2",)))
    merged = alliance.done("merge", "ana.pdf", "ben.pdf", "--strict", "-o", "a.pdf")
    assert "missing" not in merged.err
    back = held(alliance, "a.pdf")
    assert back["picks"] == {"Ana Lima": ["hopes", "tone"], "Ben O.": ["feedback"]}
    assert back["meeting"] == {"date": "4 December 2026, 12:30", "place": ""}


def test_what_is_noted_on_a_prep_sheet_stays_out_of_the_alliance_and_is_told(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, "--layout", "prep")
    alliance.file("ana.pdf", fill(sheet, {"note/hopes/p1": "Ask him\nabout Mondays", "note/tone/p1": "Calm"}))
    alliance.file("ben.pdf", fill(sheet, {"note/hopes/p2": "\x1b[2JLunch"}, ticked=("pick/feedback/p2",)))
    stays = "stays out of the alliance, for notes are for oneself"
    answer = "Where it is to be an answer, merge it with a file that says so, under"
    told = [
        f"ana.pdf: Ana Lima's note on 'hopes' {stays}: 'Ask him\\x0aabout Mondays'. {answer} 'hopes'.",
        f"ana.pdf: Ana Lima's note on 'tone' {stays}: 'Calm'. {answer} 'tone'.",
        f"ben.pdf: Ben Okafor's note on 'hopes' {stays}: '\\x1b[2JLunch'. {answer} 'hopes'.",
    ]
    merged = alliance.done("merge", "ana.pdf", "ben.pdf", "ana.pdf", "--strict", "-o", "a.pdf")
    assert [line for line in merged.err.splitlines() if "note on" in line] == told
    assert held(alliance, "a.pdf")["picks"] == {"Ana Lima": [], "Ben Okafor": ["feedback"]}
    asked = alliance.done("answers", "ana.pdf")
    assert [line for line in asked.err.splitlines() if "note on" in line] == told[:2]
    assert "Mondays" not in asked.text


def test_a_note_becomes_an_answer_where_a_file_says_so(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, "--layout", "prep")
    alliance.file("ana.pdf", fill(sheet, {"note/hopes/p1": "That we laugh."}))
    alliance.file("more.yaml", "answers: {hopes: {Ana Lima: That we laugh.}}\n")
    alliance.done("merge", "ana.pdf", "more.yaml", "-o", "a.pdf")
    assert held(alliance, "a.pdf")["answers"] == {"hopes": {"Ana Lima": "That we laugh."}}


ROSTER = "person_1,person_2,meeting,place,output\nAna,Ben,2026-12-04,Rome,a\nÉva,Łucja,2026-12-05,Pécs,b\n"


def test_a_batch_makes_prep_sheets_as_compose_does(alliance: Terminal) -> None:
    alliance.file("r.csv", ROSTER)
    alliance.done("batch", "r.csv", "-o", "out", "--layout", "prep")
    alone = worksheet(
        alliance, "-p", "Éva", "-p", "Łucja", "--meeting", "2026-12-05", "--place", "Pécs", "--layout", "prep"
    )
    assert (alliance.folder / "out" / "b.pdf").read_bytes() == alone


def test_what_is_ticked_on_cards_comes_back_with_answers_from_a_file(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, "--layout", "cards", "--meeting", "2026-12-04 12:30")
    # two names and 26 picks
    alliance.file("blank.pdf", sheet)
    assert alliance.done("check", "blank.pdf").text.startswith(
        "blank.pdf: worksheet, 28 fields found, none filled in: "
    )
    alliance.file("w.pdf", fill(sheet, {"name/p2": "Ben O."}, ticked=("pick/hopes/p1", "pick/feedback/p2")))
    alliance.file("more.yaml", "answers: {hopes: {Ana Lima: That we laugh.}}\n")
    merged = alliance.done("merge", "w.pdf", "more.yaml", "--strict", "-o", "a.pdf")
    assert "missing" not in merged.err
    back = held(alliance, "a.pdf")
    assert back["picks"] == {"Ana Lima": ["hopes"], "Ben O.": ["feedback"]}
    assert back["answers"] == {"hopes": {"Ana Lima": "That we laugh."}}
    assert back["meeting"] == {"date": "4 December 2026, 12:30", "place": ""}


@pytest.mark.parametrize(
    ("layout", "options", "told"),
    [
        ("booklet", ["--print-only"], "Print it on both sides, flipped on the short edge, and fold it."),
        ("booklet", [], "run: alliance merge w.pdf (to print and fold it, compose it with --print-only)"),
        ("cards", ["--print-only"], "Print it on both sides, flipped on the long edge, and cut along the marks."),
        ("cards", [], "cut along the marks; or fill it in, save it, and run: alliance merge w.pdf"),
        ("classic", ["--print-only"], "Print it."),
    ],
)  # fmt: skip
def test_what_to_do_with_a_layout_is_told(alliance: Terminal, layout: str, options: list[str], told: str) -> None:
    assert alliance.done("compose", "--layout", layout, *options, "-o", "w.pdf").lines[-1].endswith(told)


def test_a_question_too_long_for_its_card_is_refused_before_anything_is_written(alliance: Terminal) -> None:
    alliance.file("bank.yaml", BANK.replace("Why are we here?", "why " * 400))
    ended = alliance("compose", "--bank", "bank.yaml", "--layout", "cards")
    assert (ended.code, alliance.files()) == (2, ["bank.yaml"])
    assert "does not fit a card of 95 x 65 mm. Shorten it, leave it out, or choose" in ended.err


def test_a_deck_for_each_row_of_a_roster_is_that_of_compose(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,person_2,layout\nAna Lima,Ben Okafor,cards\nZoë,Иван,booklet\n")
    alliance.done("batch", "r.csv", "-o", "made", "--print-only")
    for layout, *people in (("cards", "Ana Lima", "Ben Okafor"), ("booklet", "Zoë", "Иван")):
        alone = worksheet(
            alliance, *(part for name in people for part in ("-p", name)), "--layout", layout, "--print-only"
        )
        assert alone in [path.read_bytes() for path in (alliance.folder / "made").glob("*.pdf")]


def test_the_rooms_are_ruled_dotted_or_plain(alliance: Terminal) -> None:
    usual = worksheet(alliance)
    ruled, dotted, plain = (worksheet(alliance, option) for option in ("--ruled", "--dotted", "--plain"))
    assert ruled == usual
    assert len({ruled, dotted, plain}) == 3


def test_a_layout_file_may_extend_a_built_in_layout(alliance: Terminal) -> None:
    alliance.file("ours.yaml", "extends: workbook\nlines: dotted\n")
    alliance.done("compose", "--layout", "ours.yaml")
    alliance.file("ours.yaml", "extends: workbook\nline: dotted\n")
    assert alliance("compose", "--layout", "ours.yaml", "--force").lines == [
        "ours.yaml:2:1: unknown key 'line'. Did you mean 'lines'?"
    ]


def test_a_style_is_laid_over_any_layout_also_one_of_a_file(alliance: Terminal) -> None:
    alliance.file("ours.yaml", "extends: workbook\n")
    assert worksheet(alliance, "--layout", "ours.yaml", "--style", "ink-saver") != worksheet(
        alliance, "--layout", "ours.yaml"
    )


def test_an_unknown_style_is_told(alliance: Terminal) -> None:
    ended = alliance("compose", "--style", "ink-safer")
    assert (ended.code, ended.lines) == (2, ["unknown style 'ink-safer'. Did you mean 'ink-saver'?"])
    assert alliance("compose", "--style", "x").lines == ["unknown style 'x'. There are: easy-reading, ink-saver."]


@pytest.fixture
def pictures() -> None:
    pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    pytest.importorskip("PIL", reason="pillow is not installed")


@pytest.mark.usefixtures("pictures")
def test_a_preview_is_a_picture_of_each_page(alliance: Terminal) -> None:
    ended = alliance.done("compose", "--layout", "onepage", "--preview", "new/pages", "-o", "w.pdf")
    assert ended.lines[-1] == "Wrote 2 pictures to the folder new/pages."
    folder = alliance.folder / "new" / "pages"
    assert sorted(path.name for path in folder.iterdir()) == ["w-1.png", "w-2.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG\r\n") for path in folder.iterdir())


@pytest.mark.usefixtures("pictures")
def test_a_preview_tells_the_folder_that_one_is_in_as_such(alliance: Terminal) -> None:
    for here in (".", "./"):
        ended = alliance.done("compose", "--layout", "onepage", "--preview", here, "-o", "w.pdf", "--force")
        assert ended.lines[-1] == "Wrote 2 pictures to this folder."


@pytest.mark.usefixtures("pictures")
def test_the_worksheet_for_a_next_meeting_is_previewed_too(alliance: Terminal) -> None:
    alliance.done("merge", "-", "-o", "a.pdf", stdin=b"people: [Ana]\nanswers: {hopes: {Ana: Many}}")
    ended = alliance.done("revise", "a.pdf", "--layout", "onepage", "--preview", "pages", "-o", "next.pdf")
    assert ended.lines[-1].startswith("Wrote ")
    assert (alliance.folder / "pages" / "next-1.png").read_bytes().startswith(b"\x89PNG\r\n")
    assert alliance("revise", "a.pdf", "--preview", "pages", "-o", "other.pdf").code == 0
    assert alliance("revise", "a.pdf", "--preview", "pages", "-o", "sub/next.pdf").code == 5
    assert not (alliance.folder / "sub").exists()


def test_what_to_do_with_a_next_worksheet_depends_on_its_layout(alliance: Terminal) -> None:
    alliance.done("merge", "-", "-o", "a.pdf", stdin=b"people: [Ana]\nanswers: {hopes: {Ana: Many}}")
    ended = alliance.done("revise", "a.pdf", "--layout", "booklet", "--print-only", "-o", "b.pdf")
    assert ended.lines[-1].endswith("Print it on both sides, flipped on the short edge, and fold it.")


@pytest.mark.usefixtures("pictures")
def test_the_pictures_of_ten_pages_are_sorted_by_their_names(alliance: Terminal) -> None:
    alliance.done("compose", "--layout", "workbook", "--preview", "pages")
    names = sorted(path.name for path in (alliance.folder / "pages").iterdir())
    assert (names[0], names[-1], len(names)) == ("worksheet-01.png", "worksheet-11.png", 11)


@pytest.mark.usefixtures("pictures")
def test_no_picture_is_overwritten_without_force_and_nothing_else_written_then(alliance: Terminal) -> None:
    (alliance.folder / "pages").mkdir()
    alliance.file("pages/worksheet-2.png", "mine")
    ended = alliance("compose", "--preview", "pages")
    assert (ended.code, alliance.files()) == (5, ["pages"])
    assert ended.lines == [
        "pages/worksheet-2.png: exists already. Give another name with -o, or --force to replace it."
    ]
    alliance.done("compose", "--preview", "pages", "--force")
    assert (alliance.folder / "pages" / "worksheet-2.png").read_bytes() != b"mine"


@pytest.mark.usefixtures("pictures")
def test_pictures_are_named_for_pages_where_the_worksheet_has_no_name(alliance: Terminal) -> None:
    assert alliance.done("compose", "--layout", "onepage", "--preview", ".", "-o", "-").out.startswith(b"%PDF")
    assert alliance.files() == ["page-1.png", "page-2.png"]


@pytest.mark.usefixtures("pictures")
def test_a_folder_that_cannot_be_made_is_told(alliance: Terminal) -> None:
    alliance.file("pages", "a file")
    ended = alliance("compose", "--preview", "pages/x")
    assert ended.code == 5
    assert "pages/x: cannot be written" in ended.err


@pytest.mark.parametrize("missing", ["pypdfium2", "PIL"])
def test_without_the_extra_a_preview_says_what_to_install(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    ended = alliance("compose", "--preview", "pages")
    assert (ended.code, alliance.files()) == (2, [])
    assert ended.err == (
        f"--preview needs {missing}, which is not installed. "
        "Install the extra 'preview': pip install \"designed-alliance[preview]\"\n"
    )
