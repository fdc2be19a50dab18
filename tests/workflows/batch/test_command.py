"""``alliance batch``: a worksheet a row, the very file that ``alliance compose`` writes; what fails is located."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.cli.batch_report import Report
from generator.errors import ExitCode
from generator.formats.roster import COLUMNS, RosterHeader, RosterRow
from generator.workflows.batch.manifest import Outcome
from generator.workflows.batch.rows import RowRenderer
from generator.workflows.compose import LONGEST_NAME, ComposeRequest, build_worksheet
from generator.workflows.inputs import LayoutChoice, load_bank, load_layout
from tests.workflows.batch.making import listed, published

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

WORKED = (
    "person_1,person_2,person_3,meeting,place,pick_1,pick_2,suggest,layout,output\n"
    'Ana Lima,Ben Okafor,,2026-12-04 12:30,Café,"hopes, tone",feedback;requests,,,\n'
    "Ana Lima,Ben Okafor,,,,,,3,,\n"
    "Zoë,Иван,Cleo,,,,,,,team-7\n"
    "=SUM(A1),@x,,,,,,,,\n"
)


def test_every_file_is_the_one_that_compose_writes(alliance: Terminal) -> None:
    alliance.file("r.csv", WORKED)
    alliance.done("batch", "r.csv", "-o", "out", "--minutes", "60")
    assert published(alliance.folder / "out") == [
        "team-7.pdf",
        "worksheet-ana-lima-ben-okafor-2.pdf",
        "worksheet-ana-lima-ben-okafor.pdf",
        "worksheet-sum-a1-x.pdf",
    ]
    pair = ("-p", "Ana Lima", "-p", "Ben Okafor")
    picks = ("--pick", "Ana Lima: hopes, tone", "--pick", "Ben Okafor: feedback, requests")
    composed = {
        "worksheet-ana-lima-ben-okafor.pdf": (*pair, *picks, "--meeting", "2026-12-04 12:30", "--place", "Café"),
        "worksheet-ana-lima-ben-okafor-2.pdf": (*pair, "--suggest", "3"),
        "team-7.pdf": ("-p", "Zoë", "-p", "Иван", "-p", "Cleo"),
        "worksheet-sum-a1-x.pdf": ("-p", "=SUM(A1)", "-p", "@x"),
    }
    for name, options in composed.items():
        sheet = alliance.done("compose", *options, "--minutes", "60", "-o", "-").out
        assert (alliance.folder / "out" / name).read_bytes() == sheet


def test_options_hold_for_rows_that_say_nothing_else(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,meeting,place,suggest\nAna,,,\nBen,2026-01-02,there,0\n")
    standing = ("--meeting", "2026-12-04", "--place", "here", "--paper", "letter")
    alliance.done("batch", "r.csv", "-o", "out", *standing, "--suggest", "2", "--seed", "7", "--print-only")
    ana = ("compose", "-p", "Ana", *standing, "--suggest", "2", "--seed", "7", "--print-only", "-o", "-")
    own = ("--meeting", "2026-01-02", "--place", "there", "--paper", "letter")
    ben = ("compose", "-p", "Ben", *own, "--print-only", "-o", "-")
    assert (alliance.folder / "out" / "worksheet-ana.pdf").read_bytes() == alliance.done(*ana).out
    assert (alliance.folder / "out" / "worksheet-ben.pdf").read_bytes() == alliance.done(*ben).out


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Ana,Ana,,,,,,,", "r.csv:2:5: column person_2: the name 'Ana' is given twice."),
        (f"Ana,{'B' * (LONGEST_NAME + 1)},,,,,,,", "r.csv:2:5: column person_2: the name 'BBB"),
        ("Ana,Ben,31.13.2026,,,,,,", "r.csv:2:9: column meeting: meeting '31.13.2026' is no date. Give a date"),
        (f"Ana,Ben,,{'x' * 301},,,,,", "r.csv:2:10: column place: place has 301 characters. Shorten it to 300."),
        ("Ana,Ben,,,hoeps,,,,", "r.csv:2:11: column pick_1: unknown question 'hoeps'. Did you mean 'hopes'?"),
        ("Ana,Ben,,,,support,,,", "r.csv:2:12: column pick_2: 'support' is a closing question"),
        ("Ana,,,,,hopes,,,", "r.csv:2:9: column pick_2: picks for nobody: person_2 is empty. Name the person."),
        ('Ana,Ben,,,",",,,,', "r.csv:2:11: column pick_1: names no question."),
        (",Ben,,,,,,,", "r.csv:2:2: column person_2: 'Ben' comes after an empty name."),
        (",,,here,,,,,", "r.csv:2:1: column person_1: the row names nobody."),
        ("Ana,Ben,,,,,classy,,", "r.csv:2:13: column layout: unknown layout 'classy'. Did you mean 'classic'?"),
        ("Ana,Ben,,,,,gone.yaml,,", "r.csv:2:13: column layout: gone.yaml: there is no such file."),
        ("Ana,Ben,,,,,,fi,", "r.csv:2:14: column language: the bank is not translated into 'fi'."),
        ("Ana,Ben,,,,,,,x", "r.csv:2:15: column suggest: 'x' is no number of picks. Write digits only."),
        ("Ana,Ben,,,,,,,99", "r.csv:2:15: column suggest: suggest 99 is more than the 13 questions there are."),
    ],
)
def test_a_row_that_fails_is_told_where_and_the_others_are_made(alliance: Terminal, row: str, told: str) -> None:
    header = "person_1,person_2,meeting,place,pick_1,pick_2,layout,language,suggest"
    alliance.file("r.csv", f"{header}\n{row}\nCleo,Dan,,,,,,EN,\n")
    ended = alliance("batch", "r.csv", "-o", "out")
    assert ended.code == 6
    assert ended.lines[0].startswith(told)
    assert ended.lines[1:] == [
        "Wrote 1 worksheet to out and 1 failed. Mend the failed rows and run it again; manifest.csv lists them all."
    ]
    assert [listing["status"] for listing in listed(alliance.folder / "out")] == ["failed", "done"]


def test_every_problem_of_a_row_is_told_in_order(alliance: Terminal) -> None:
    alliance.file("r.csv", 'brand,person_1,meeting,pick_1\nacme,Ana,,\n,Ben,soon,"hoeps,toen"\n')
    assert [line.split(" ")[0] for line in alliance("batch", "r.csv", "-o", "out").lines[:-1]] == [
        "r.csv:2:1:", "r.csv:3:6:", "r.csv:3:11:", "r.csv:3:11:",
    ]  # fmt: skip


def test_of_very_many_problems_a_hundred_are_told(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,meeting\n" + "Ana,soon\n" * 150)
    ended = alliance("batch", "r.csv", "-o", "out")
    assert len(ended.lines) == 102
    assert ended.lines[100] == "... and 50 more problems."


@pytest.mark.parametrize(
    ("roster", "options", "code", "told"),
    [
        ("person_1\n", (), 3, "r.csv: has no rows. Write a row for each worksheet."),
        ("person_1,persn_2\nAna,Ben\n", (), 3, "r.csv:1:10: unknown column 'persn_2'. Did you mean 'person_2'?"),
        ("person_1\nAna\n", ("--meeting", "soon"), 2, "--meeting 'soon' is no date."),
        ("person_1\nAna\n", ("--layout", "classy"), 2, "unknown layout 'classy'."),
        ("person_1\nAna\n", ("--seed", "1"), 2, "--seed goes with --suggest."),
    ],
)
def test_what_makes_no_sense_is_told_before_anything_is_written(
    alliance: Terminal, roster: str, options: tuple[str, ...], code: int, told: str
) -> None:
    alliance.file("r.csv", roster)
    ended = alliance("batch", "r.csv", "-o", "out", *options)
    assert (ended.code, len(ended.lines)) == (code, 1)
    assert ended.err.startswith(told)
    assert alliance.files() == ["r.csv"]


def test_a_dry_run_checks_and_lists_and_writes_nothing(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,meeting\nAna,\nana,\nBen,soon\n")
    ended = alliance("batch", "r.csv", "-o", "out", "--dry-run")
    assert ended.code == 6
    assert ended.text.split() == [os.path.join("out", name) for name in ("worksheet-ana.pdf", "worksheet-ana-2.pdf")]  # noqa: PTH118
    assert ended.lines[-1] == "Would write 2 worksheets to out. 1 failed: mend these rows."
    assert alliance.files() == ["r.csv"]


def test_a_failed_row_keeps_its_name_so_that_mending_it_moves_no_other(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,meeting\nAna,soon\nAna,\n")
    assert alliance("batch", "r.csv", "-o", "out").code == 6
    assert published(alliance.folder / "out") == ["worksheet-ana-2.pdf"]
    alliance.file("r.csv", "person_1,meeting\nAna,2026-12-04\nAna,\n")
    ended = alliance.done("batch", "r.csv", "-o", "out")
    assert ended.err.startswith("Wrote 1 worksheet to out and 1 was there already. ")


def test_a_roster_may_come_from_the_standard_input(alliance: Terminal) -> None:
    alliance.done("batch", "-", "-o", "out", stdin=b"person_1\nAna\n")
    assert published(alliance.folder / "out") == ["worksheet-ana.pdf"]


@pytest.mark.parametrize("target", [("-o", "out"), ("--packet", "out.pdf")])
def test_a_column_of_others_is_left_out_and_told(alliance: Terminal, target: tuple[str, str]) -> None:
    alliance.file("r.csv", "person1,person2,Department\nAna,Ben,Sales\n")
    done = alliance.done("batch", "r.csv", *target)
    assert "r.csv:1:17: the column 'Department' is none of a roster's, and was left out.\n" in done.err


@pytest.mark.parametrize("target", [("-o", "out"), ("--packet", "out.pdf")])
def test_a_roster_may_be_an_excel_workbook(alliance: Terminal, target: tuple[str, str]) -> None:
    book = openpyxl.Workbook()
    for row in (("Name 1", "meeting", "suggest"), ("Ana", datetime.fromisoformat("2026-12-04 12:30"), 3.0), ("#N/A",)):
        book.worksheets[0].append(row)
    book.save(alliance.folder / "r.xlsx")
    ended = alliance("batch", "r.xlsx", *target)
    assert ended.code == ExitCode.BATCH_INCOMPLETE
    assert "r.xlsx:3:1: '#N/A' is an error of the spreadsheet" in ended.err
    assert (alliance.folder / (target[1] if target[0] == "--packet" else "out/worksheet-ana.pdf")).exists()


def test_without_the_extra_a_workbook_is_refused_with_the_way_out(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    openpyxl.Workbook().save(alliance.folder / "r.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    ended = alliance("batch", "r.xlsx", "-o", "out")
    assert ended.code == ExitCode.USAGE
    assert "an Excel roster needs openpyxl, which is not installed. Install the extra 'excel': pip install" in ended.err


def test_remarks_tell_their_row(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,pick_1\n你,hopes\n")
    ended = alliance.done("batch", "r.csv", "-o", "out")
    assert ended.lines[0] == "r.csv:2: 你 has 1 pick; the bank asks for 3 to 4."
    assert ended.lines[1].startswith("r.csv:2: No typeface has '你'")


@pytest.mark.skipif(not os.path.exists("/proc/self"), reason="has no /proc")  # noqa: PTH110
def test_a_folder_that_takes_no_files_is_one_line(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1\nAna\n")
    ended = alliance("batch", "r.csv", "-o", "/proc/self")
    assert (ended.code, len(ended.lines)) == (5, 1)
    assert ended.err.startswith("/proc/self: cannot be written (")


NAMES = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
        lambda name: name.strip() and not name.strip().startswith("'")
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda name: " ".join(name.split()).casefold(),
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(names=NAMES, place=st.text("ab ä", max_size=9), suggested=st.none() | st.integers(1, 5))
def test_a_rows_worksheet_is_the_one_ordered_by_options(names: list[str], place: str, suggested: int | None) -> None:
    bank, layout = load_bank(None), load_layout("classic")
    cells = {f"person_{number}": name.strip() for number, name in enumerate(names, start=1)}
    cells |= {"place": place} if place.strip() else {}
    cells |= {"suggest": str(suggested)} if suggested else {}
    nothing = ComposeRequest(bank, layout)
    header = RosterHeader("r.csv", ",", COLUMNS, 1, ())
    maker = RowRenderer(header, nothing, LayoutChoice("classic"), fillable=True, date=None)
    wanted = nothing._replace(people=tuple(names), place=place, suggest=suggested)
    worksheet = maker.worksheet(RosterRow(2, 2, cells, tuple(names)), layout)
    assert worksheet == build_worksheet(wanted)


def test_style_and_lines_hold_for_every_row(alliance: Terminal) -> None:
    alliance.file("r.csv", "person_1,layout,output\nAna,,a\nAna,workbook,b\n")
    options = ("--style", "ink-saver", "--dotted")
    alliance.done("batch", "r.csv", "-o", "out", *options)
    for file, layout in (("a.pdf", "classic"), ("b.pdf", "workbook")):
        alone = alliance.done("compose", "-p", "Ana", "--layout", layout, *options, "-o", "-").out
        assert (alliance.folder / "out" / file).read_bytes() == alone


def test_progress_is_drawn_on_a_terminal_and_other_words_stand_on_lines_of_their_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with Report(2, "out") as report:
        report.add(Outcome(2, "Ana"))
        report.add(Outcome(3, "Ben", problem="r.csv:3: no."))
    drawn = capsys.readouterr().err
    assert "1/2" in drawn
    assert "\r\x1b[Kr.csv:3: no.\n" in drawn
    assert "2/2" in drawn


@pytest.mark.parametrize(("is_terminal", "term"), [(True, "dumb"), (False, "xterm")])
def test_no_progress_is_drawn_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], term: str, *, is_terminal: bool
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)
    monkeypatch.setenv("TERM", term)
    with Report(1, "out") as report:
        report.add(Outcome(2, "Ana"))
    assert capsys.readouterr().err == ""


def test_errors_of_a_spreadsheet_are_no_names_and_a_mark_at_the_end_is_no_row(alliance: Terminal) -> None:
    alliance.file("r.csv", b"person_1,person_2,place\nAna,#N/A,\nAna,Ben,#BEZUG!\nCleo,Dan,Room #4\n\x1a")
    ended = alliance("batch", "r.csv", "-o", "out")
    assert ended.code == 6
    assert "r.csv:2:5: '#N/A' is an error of the spreadsheet, no text" in ended.err
    assert "r.csv:3:9: '#BEZUG!' is an error of the spreadsheet, no text" in ended.err
    assert [path.name for path in (alliance.folder / "out").glob("*.pdf")] == ["worksheet-cleo-dan.pdf"]


def test_what_programs_add_to_a_roster_is_none_of_it(alliance: Terminal) -> None:
    marks = "\ufeff\ufeffperson_1,person\u00ad_2\nAna,Ben\n\u00a0,\u00a0\nCleo,Dan\x1a"
    alliance.file("r.csv", marks.encode())
    alliance.done("batch", "r.csv", "-o", "out")
    names = {path.name for path in (alliance.folder / "out").glob("*.pdf")}
    assert names == {"worksheet-ana-ben.pdf", "worksheet-cleo-dan.pdf"}
    assert b"\x1a" not in (alliance.folder / "out" / "manifest.csv").read_bytes()


def test_a_name_that_begins_with_a_hash_is_no_error(alliance: Terminal) -> None:
    alliance.file("r.csv", b"person_1,person_2\n#TEAM,Ben\n")
    alliance.done("batch", "r.csv", "-o", "out")
