"""``alliance list``: what the finished alliances of a folder are, a row each."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING

import pypdf
import pytest

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

ANSWERS = "people: [{people}]\nanswers:\n  hopes:\n    Ana Lima: That we laugh.\nreview: '{review}'\n"


def make(alliance: Terminal, name: str, review: str, people: str = "Ana Lima, Ben Okafor") -> None:
    alliance.file("answers.yaml", ANSWERS.format(people=people, review=review))
    alliance.done("merge", "answers.yaml", "-o", f"kept/{name}")
    (alliance.folder / "answers.yaml").unlink()


@pytest.fixture
def kept(alliance: Terminal) -> Terminal:
    (alliance.folder / "kept").mkdir()
    make(alliance, "late.pdf", "1 March 2028")
    make(alliance, "early.pdf", "2027-03-01 09:30")
    make(alliance, "spring.pdf", "in spring")
    make(alliance, "never.pdf", "")
    return alliance


def listed(alliance: Terminal, *arguments: str) -> list[dict[str, object]]:
    found = json.loads(alliance("list", "kept", "--format", "json", *arguments).out)
    assert found["format"] == 1
    rows: list[dict[str, object]] = found["alliances"]
    return rows


def test_alliances_stand_by_their_next_reviews_those_without_a_day_behind(kept: Terminal) -> None:
    rows = listed(kept)
    assert [row["file"] for row in rows] == [f"kept/{name}.pdf" for name in ("early", "late", "spring", "never")]
    assert [row["review"] for row in rows] == ["2027-03-01 09:30", "2028-03-01", "in spring", ""]
    assert [row["review_day"] for row in rows] == ["2027-03-01", "2028-03-01", None, None]
    assert rows[0] == {
        "file": "kept/early.pdf", "people": ["Ana Lima", "Ben Okafor"], "meeting": "", "revision": 1,
        "review": "2027-03-01 09:30", "review_day": "2027-03-01", "excerpt": False, "signed": False,
        "unaltered": True, "language": "en",
    }  # fmt: skip


def test_the_table_has_a_line_for_each(kept: Terminal) -> None:
    ended = kept.done("list", "kept")
    lines = ended.text.splitlines()
    assert lines[0].split()[:4] == ["file", "people", "meeting", "revision"]
    assert len(lines) == 5
    assert "Ana Lima, Ben Okafor" in lines[1]
    assert ended.err == ""


def test_reviews_before_a_day_leave_out_the_others_and_tell_of_what_is_no_day(kept: Terminal) -> None:
    ended = kept.done("list", "kept", "--review-before", "2028-03-01", "--format", "csv")
    assert [row["file"] for row in csv.DictReader(io.StringIO(ended.text))] == ["kept/early.pdf"]
    assert "1 next review left out" in ended.err
    assert [row["file"] for row in listed(kept, "--review-before", "2028-03-02")] == ["kept/early.pdf", "kept/late.pdf"]


def test_today_is_the_day_of_the_clock(kept: Terminal) -> None:
    today = dt.date.today()  # noqa: DTZ011 - the day where the user is
    make(kept, "yesterday.pdf", str(today - dt.timedelta(days=1)))
    make(kept, "today.pdf", str(today))
    found = [row["file"] for row in listed(kept, "--review-before", "today")]
    assert "kept/yesterday.pdf" in found
    assert "kept/today.pdf" not in found


def test_what_is_no_day_is_refused(kept: Terminal) -> None:
    ended = kept("list", "kept", "--review-before", "soon")
    assert ended.code == 2
    assert ended.err.startswith("--review-before 'soon' is no date.")


def test_a_broken_file_has_a_row_and_a_line_and_the_others_are_listed(kept: Terminal) -> None:
    whole = (kept.folder / "kept" / "early.pdf").read_bytes()
    kept.file("kept/broken.pdf", whole[: len(whole) // 3])
    ended = kept("list", "kept", "--format", "json")
    assert ended.code == 3
    assert ended.err.count("kept/broken.pdf") == 1
    rows = json.loads(ended.out)["alliances"]
    assert len(rows) == 5
    assert rows[-1]["file"] == "kept/broken.pdf"
    assert rows[-1]["problems"]
    assert "kept/broken.pdf" in kept("list", "kept").text


def test_hidden_files_are_passed_by_and_others_are_counted(kept: Terminal) -> None:
    kept.file("kept/.hidden.pdf", b"%PDF-1.7 broken")
    kept.file("kept/notes.txt", "notes")
    kept.done("compose", "-p", "Ana Lima", "-o", "kept/worksheet.pdf")
    ended = kept.done("list", "kept", "--format", "json")
    assert len(json.loads(ended.out)["alliances"]) == 4
    assert ended.err == "2 other files skipped: no finished alliances.\n"


def test_what_is_not_there_is_told(alliance: Terminal) -> None:
    for path in ("alliances", "a.pdf", "kept/*.pdf"):
        ended = alliance("list", path)
        assert ended.code == 3
        assert ended.err == f"{path}: there is no such file. Check the name and the folder.\n"


def test_wildcards_that_the_shell_left_are_expanded_and_a_file_named_twice_is_listed_once(kept: Terminal) -> None:
    ended = kept.done("list", "kept/*l*.pdf", "kept/late.pdf", "--format", "csv")
    assert [row["file"] for row in csv.DictReader(io.StringIO(ended.text))] == ["kept/early.pdf", "kept/late.pdf"]


def test_share_copies_and_altered_files_are_told(kept: Terminal) -> None:
    kept.done("merge", "kept/late.pdf", "--without", "review", "-o", "kept/copy.pdf")
    writer = pypdf.PdfWriter(clone_from=kept.folder / "kept" / "early.pdf")
    writer.pages[0].rotate(90)
    writer.write(kept.folder / "kept" / "early.pdf")
    rows = {row["file"]: row for row in listed(kept)}
    assert rows["kept/copy.pdf"]["excerpt"] is True
    assert rows["kept/late.pdf"]["excerpt"] is False
    assert rows["kept/late.pdf"]["unaltered"] is True
    assert rows["kept/early.pdf"]["unaltered"] is False


def test_a_cell_makes_no_spreadsheet_compute(alliance: Terminal) -> None:
    (alliance.folder / "kept").mkdir()
    make(alliance, "a.pdf", "=1+1")
    text = alliance.done("list", "kept", "--format", "csv").text
    assert "'=1+1" in text
