"""A roster on the page: its rows, worksheets of all of them as ``alliance batch`` makes them, and what came back."""

from __future__ import annotations

import html
import io
import json
import os
import re
import sys
import threading
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from generator.errors import ExitCode
from generator.files.shipped import layout_names
from generator.web.rosters import EXAMPLE, MOST_BYTES, MOST_ROWS, MOST_SHOWN, name_column
from generator.workflows.batch.folder import Folder
from tests.cli.conftest import alliance
from tests.cli.filling import fill
from tests.web.asking import Answer, Page
from tests.workflows.batch.making import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.terminal import Terminal

__all__ = ["alliance"]

LINES = "application/x-ndjson"
TABLE = """\
person_1,person_2,meeting,place,pick_1,suggest,layout
Ana Lima,Ben Okafor,2026-12-04 12:30,Café,"hopes, tone",,
Zoë,Иван,,,,3,onepage
,Cleo,,,,,
Eva,Fay,soon,,,,
=SUM(A1),@x,,,,,
"""
GOOD = "person_1,person_2\nAna,Ben\nCleo,Dan\nEva,Fay\n"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    threads = threading.active_count()
    yield Page(tmp_path / "Alliances")
    assert threading.active_count() == threads


@pytest.fixture
def folder(page: Page) -> Path:
    return Path(page.folder.path)


def drop(page: Page, data: str | bytes, name: str = "spring.csv") -> str:
    """Drop a roster onto the page; return its address."""
    answer = page.post(f"/roster?name={name}", data.encode() if isinstance(data, str) else data)
    assert answer.status == 200, answer.text
    said = answer.json
    assert isinstance(said, dict)
    return f"/roster/{said['id']}"


def read_text(answer: Answer | str) -> str:
    """Return what a page says, without its markup and pictures."""
    text = answer if isinstance(answer, str) else answer.text
    return " ".join(html.unescape(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", text, flags=re.DOTALL)).split())


def read_lines(answer: Answer) -> tuple[list[dict[str, object]], str]:
    """Return the steps that an answer tells, and what came of them at last."""
    *steps, last = map(json.loads, answer.text.splitlines())
    assert answer.headers["content-type"].startswith(LINES)
    assert last["status"] == 200, last
    return steps, read_text(last["part"])


def read_folder(folder: Path) -> dict[str, str]:
    """Return the digest of each file, by its name."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def write_workbook(*rows: tuple[str, ...]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


# Its rows


def test_a_table_is_kept_as_it_is_and_offered_again(page: Page, folder: Path) -> None:
    assert "Drop the table here" in read_text(page.get("/roster"))
    drop(page, TABLE, "Spring%202026.csv")
    assert (folder / "spring-2026.csv").read_bytes() == TABLE.encode()
    assert re.search(r'href="(/roster/\w+)">spring-2026.csv<', page.get("/roster").text)


def test_rows_are_shown_with_their_problems_in_place(page: Page) -> None:
    told = read_text(page.get(drop(page, TABLE)))
    assert "3 rows are ready. 2 need a look" in told
    assert "2 Ana Lima and Ben Okafor 2026-12-04 12:30 Café" in told
    assert "Line 4, character 2 Column person_2: 'Cleo' comes after an empty name." in told
    assert "Line 5, character 9 Column meeting: meeting 'soon'" in told


def test_a_workbook_names_cells(page: Page, folder: Path) -> None:
    data = write_workbook(("person_1", "", "meeting"), ("Ana", "", "2026-12-04"), ("Ben", "", "soon"))
    told = read_text(page.get(drop(page, data, "spring.csv")))
    assert "1 row is ready. 1 needs a look" in told
    assert "Cell C3 Column meeting: meeting 'soon'" in told
    assert [path.name for path in folder.iterdir()] == ["spring.xlsx"]


@pytest.mark.parametrize(
    ("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_are_called_as_spreadsheets_call_them(number: int, name: str) -> None:
    assert name_column(number) == name


def test_what_holds_for_the_file_is_told(page: Page) -> None:
    told = read_text(page.get(drop(page, "person_1,phone\nZoë,1\n".encode("windows-1252"))))
    assert "is not UTF-8; it was read as Windows-1252" in told
    assert "spring.csv:1:10: the column 'phone' is none of a roster's, and was left out." in told


def test_the_form_changes_what_rows_are_checked_against(page: Page) -> None:
    address = drop(page, "person_1,language\nAna,\nBen,de\n")
    answer = page.get(f"{address}?layout=prep&paper=letter&language=pt")
    assert re.search(r'value="prep" checked', answer.text)
    assert re.search(r'<option value="pt" selected>', answer.text)
    assert "2 rows are ready." in read_text(answer)
    refused = page.get(f"{address}?paper=9x9mm")
    assert (refused.status, "leave no room" in read_text(refused) or "paper" in read_text(refused)) == (422, True)


def test_pictures_show_the_first_good_row(page: Page) -> None:
    text = page.get(drop(page, "person_1,person_2\n,Nobody\nAnastasia,Ben\n")).text
    assert text.count("<label title=") == len(layout_names())
    assert "Anastasia" in text.partition('id="gallery"')[2]


def test_a_file_of_the_same_name_is_told_from_others(page: Page, folder: Path) -> None:
    first, again = drop(page, GOOD), drop(page, GOOD)
    other = drop(page, TABLE)
    workbook = drop(page, write_workbook(("person_1",), ("Ana",)), "spring.xlsx")
    assert first == again
    assert len({first, other, workbook}) == 3
    assert sorted(path.name for path in folder.iterdir()) == ["spring-2.csv", "spring-3.xlsx", "spring.csv"]


def test_of_a_long_table_the_first_rows_and_those_with_problems_are_shown(page: Page) -> None:
    rows = MOST_SHOWN + 20
    text = page.get(drop(page, "person_1,meeting\n" + "Ana,\n" * rows + "Ben,soon\n")).text
    assert text.count('<th scope="row">') == MOST_SHOWN + 1
    assert f"{rows} rows are ready. 1 needs a look" in read_text(text)
    assert "20 more rows are not shown here." in read_text(text)


def test_the_example_is_a_roster(page: Page) -> None:
    answer = page.get("/roster/example")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''roster.csv"
    assert answer.body.decode("utf-8-sig") == EXAMPLE
    assert "2 rows are ready." in read_text(page.get(drop(page, answer.body)))


@pytest.mark.parametrize("address", ["/roster/0", f"/roster/{'0' * 24}", "/roster/x"])
def test_a_table_that_is_gone_is_told(page: Page, folder: Path, address: str) -> None:
    (folder / "note.pdf").write_bytes(b"")
    answers = [page.get(address), *(page.post(f"{address}/{what}", {}) for what in ("packet", "folder", "collect"))]
    assert [answer.status for answer in answers] == [404] * 4
    assert "This table is not in the folder any more." in read_text(answers[0])


# Worksheets of all rows


CHOICES: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({}, ()),
    ({"layout": "onepage", "paper": "letter"}, ("--layout", "onepage", "--paper", "letter")),
    ({"layout": "large-print", "language": "pt"}, ("--layout", "large-print", "--language", "pt")),
]


@pytest.mark.parametrize(("form", "options"), CHOICES, ids=["plain", "letter", "portuguese"])
@pytest.mark.parametrize("accept", [LINES, "text/html"])
def test_a_packet_is_the_very_file_of_the_command(
    page: Page, folder: Path, alliance: Terminal, form: dict[str, str], options: tuple[str, ...], accept: str
) -> None:
    answer = page.post(f"{drop(page, TABLE)}/packet", form, accept=accept)
    ended = alliance("batch", folder / "spring.csv", "--packet", "packet.pdf", *options)
    assert ended.code == ExitCode.BATCH_INCOMPLETE
    assert read_folder(folder)["packet-spring.pdf"] == read_folder(alliance.folder)["packet.pdf"]
    told = read_lines(answer)[1] if accept == LINES else read_text(answer)
    assert re.search(r"3 worksheets on \d+ pages\. Print on both sides of the paper, .* 2 rows are left out\.", told)
    assert "Row 5, Eva and Fay spring.csv:5:9: column meeting: meeting 'soon'" in told
    assert "Download packet-spring.pdf" in told


def test_a_packet_is_made_again_under_the_same_name_where_it_is_the_same(page: Page, folder: Path) -> None:
    address = drop(page, GOOD)
    for form in ({}, {}, {"layout": "onepage"}):
        assert page.post(f"{address}/packet", form).status == 200
    assert sorted(path.name for path in folder.iterdir()) == ["packet-spring-2.pdf", "packet-spring.pdf", "spring.csv"]


def test_preparation_sheets_are_for_every_row_whatever_its_layout(page: Page, folder: Path, alliance: Terminal) -> None:
    table = "person_1,person_2,layout\nAna,Ben,workbook\nCleo,Dan,\n"
    assert page.post(f"{drop(page, table)}/packet?per=person", {"paper": "letter"}).status == 200
    alliance.file("r.csv", "person_1,person_2\nAna,Ben\nCleo,Dan\n")
    alliance.done("batch", "r.csv", "--packet", "p.pdf", "--layout", "prep", "--paper", "letter")
    assert read_folder(folder)["preparation-spring.pdf"] == read_folder(alliance.folder)["p.pdf"]


@pytest.mark.parametrize(("form", "options"), CHOICES, ids=["plain", "letter", "portuguese"])
@pytest.mark.parametrize("accept", [LINES, "text/html"])
def test_a_folder_is_that_of_the_command_with_its_manifest(
    page: Page,
    folder: Path,
    alliance: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    form: dict[str, str],
    options: tuple[str, ...],
    accept: str,
) -> None:
    answer = page.post(f"{drop(page, TABLE)}/folder", form, accept=accept)
    monkeypatch.chdir(folder)
    alliance("batch", "spring.csv", "-o", alliance.folder / "out", *options)
    made = folder / "spring-worksheets"
    assert read_folder(made) == read_folder(alliance.folder / "out")
    assert len(listed(made)) == 5
    told = read_lines(answer)[1] if accept == LINES else read_text(answer)
    assert "3 worksheets are in the folder spring-worksheets, and manifest.csv lists them. 2 rows are left out." in told


def test_a_folder_of_a_workbook_is_that_of_the_command(page: Page, folder: Path, alliance: Terminal) -> None:
    address = drop(page, write_workbook(("person_1", "person_2"), ("Ana", "Ben"), ("Cleo", "Dan")), "spring.xlsx")
    assert page.post(f"{address}/folder", {}).status == 200
    alliance.done("batch", folder / "spring.xlsx", "-o", "out")
    assert read_folder(folder / "spring-worksheets") == read_folder(alliance.folder / "out")


def test_each_step_is_told(page: Page) -> None:
    address = drop(page, GOOD)
    for what in ("packet", "folder"):
        steps, _ = read_lines(page.post(f"{address}/{what}", {}, accept=LINES))
        assert steps == [{"done": done, "total": 3, "what": "worksheets"} for done in (1, 2, 3)]


def test_others_are_answered_between_two_rows(page: Page) -> None:
    address = drop(page, "person_1\n" + "".join(f"Ana {number}\n" for number in range(30)))
    for what in ("packet", "folder"):
        answer, statuses = page.ask_together(f"{address}/{what}", {}, "/static/page.css", accept=LINES)
        assert len(read_lines(answer)[0]) == 30
        assert len(statuses) >= 15
        assert set(statuses) == {200}


@pytest.mark.parametrize("accept", [LINES, "text/html"])
def test_who_leaves_stops_the_work_and_it_can_be_gone_on_with(page: Page, folder: Path, accept: str) -> None:
    address = drop(page, "person_1\n" + "".join(f"Ana {number}\n" for number in range(40)))
    page.leave(f"{address}/folder", {}, 5 if accept == LINES else -1, accept=accept)
    made = folder / "spring-worksheets"
    before = listed(made)
    assert len(before) in (range(3, 9) if accept == LINES else [1])
    with Folder(str(made), waits=False):
        pass
    told = read_text(page.post(f"{address}/folder", {}))
    kept = "1 of them was" if len(before) == 1 else f"{len(before)} of them were"
    assert (
        f"40 worksheets are in the folder spring-worksheets, and manifest.csv lists them. {kept} there already." in told
    )
    assert len(listed(made)) == 40
    assert not (folder / "spring-worksheets-2").exists()


def test_who_leaves_has_no_half_a_packet(page: Page, folder: Path) -> None:
    address = drop(page, GOOD)
    page.leave(f"{address}/packet", {}, 2, accept=LINES)
    assert [path.name for path in folder.iterdir()] == ["spring.csv"]


def test_other_worksheets_go_into_a_folder_of_their_own(page: Page, folder: Path) -> None:
    address = drop(page, GOOD)
    for form in ({}, {"layout": "onepage"}, {}):
        page.post(f"{address}/folder", form)
    one, two = (read_folder(folder / f"spring-worksheets{end}") for end in ("", "-2"))
    assert one.keys() == two.keys()
    assert not set(one.values()) & set(two.values())
    assert not (folder / "spring-worksheets-3").exists()
    assert "All of them were there already." in read_text(page.post(f"{address}/folder", {}))


def test_what_stands_where_the_folder_would_be_is_left_alone(page: Page, folder: Path, tmp_path: Path) -> None:
    address = drop(page, GOOD)
    (tmp_path / "elsewhere").mkdir()
    (folder / "spring-worksheets").symlink_to(tmp_path / "elsewhere")
    (folder / "spring-worksheets-2").write_bytes(b"mine")
    assert "the folder spring-worksheets-3" in read_text(page.post(f"{address}/folder", {}))
    assert not list((tmp_path / "elsewhere").iterdir())
    assert (folder / "spring-worksheets-2").read_bytes() == b"mine"


@pytest.mark.skipif(os.name == "nt", reason="locks folders")
@pytest.mark.parametrize("accept", [LINES, "text/html"])
def test_another_batch_in_the_folder_is_told_at_once(page: Page, folder: Path, accept: str) -> None:
    address = drop(page, GOOD)
    page.post(f"{address}/folder", {})
    with Folder(str(folder / "spring-worksheets")):
        answer = page.post(f"{address}/folder", {}, accept=accept)
    text = json.loads(answer.text)["part"] if accept == LINES else answer.text
    assert "another batch is writing into this folder" in read_text(text)


def test_a_table_of_nothing_but_problems_makes_nothing(page: Page, folder: Path) -> None:
    address = drop(page, "person_1,meeting\nAna,soon\n")
    assert "There is no row of which a worksheet can be made. 1 row is left out." in read_text(
        page.post(f"{address}/packet", {})
    )
    assert [path.name for path in folder.iterdir()] == ["spring.csv"]


def test_rows_may_use_layouts_of_the_folder_and_no_others(page: Page, folder: Path, tmp_path: Path) -> None:
    for path in (folder / "ours.yaml", tmp_path / "away.yaml"):
        path.write_text("extends: onepage\n", encoding="utf-8")
    told = read_text(
        page.get(drop(page, f"person_1,layout\nAna,ours.yaml\nBen,{tmp_path}/away.yaml\nCleo,../away.yaml\n"))
    )
    assert "1 row is ready. 2 need a look" in told
    assert told.count("is no file's name. Put the layout's file beside the roster") == 2


# What came back


@pytest.fixture
def sent(page: Page, folder: Path) -> tuple[str, dict[str, bytes]]:
    """The address of a roster whose worksheets were made, and these by the first one's name."""
    address = drop(page, GOOD)
    page.post(f"{address}/folder", {})
    sheets = {path.stem.split("-")[1]: path.read_bytes() for path in (folder / "spring-worksheets").glob("*.pdf")}
    return address, sheets


def come_back(page: Page, address: str, name: str, data: bytes) -> Answer:
    return page.post(f"{address}/returns?name={name}", data)


def test_returns_are_merged_as_the_command_merges_them_and_who_is_missing_is_told(
    page: Page, folder: Path, alliance: Terminal, sent: tuple[str, dict[str, bytes]]
) -> None:
    address, sheets = sent
    assert "0 of 3 worksheets have come back." in read_text(page.post(f"{address}/collect", {}))
    come_back(page, address, "scan%20(1).pdf", fill(sheets["ana"], {"answer/hopes/p1": "Laughing"}))
    come_back(page, address, "x.pdf", fill(sheets["ana"], {"answer/tone/p2": "Calm"}))
    come_back(page, address, "y.pdf", sheets["cleo"])
    steps, told = read_lines(page.post(f"{address}/collect", {}, accept=LINES))
    assert [(step["done"], step["total"], step["what"]) for step in steps] == [
        (1, 3, "files"), (2, 3, "files"), (3, 3, "files"), (1, 2, "worksheets"), (2, 2, "worksheets"),
    ]  # fmt: skip
    assert "1 of 3 worksheets has come back. Still missing Cleo and Dan Eva and Fay Finished Ana and Ben" in told
    assert "Not finished Cleo and Dan y.pdf: nobody has answered anything" in told
    alliance.done("merge", folder / "spring-returns" / "scan-1.pdf", folder / "spring-returns" / "x.pdf", "-o", "a.pdf")
    assert (folder / "alliance-ana-ben.pdf").read_bytes() == (alliance.folder / "a.pdf").read_bytes()


def test_a_finished_alliance_is_led_to(page: Page, sent: tuple[str, dict[str, bytes]]) -> None:
    address, sheets = sent
    come_back(page, address, "a.pdf", fill(sheets["ana"], {"answer/hopes/p1": "Laughing"}))
    found = re.search(r'href="(/alliance/\w+)">Ana and Ben<', page.post(f"{address}/collect", {}).text)
    assert found
    assert "Ana and Ben" in read_text(page.get(found[1]))


def test_returns_that_disagree_are_brought_to_where_one_decides(
    page: Page, folder: Path, sent: tuple[str, dict[str, bytes]]
) -> None:
    address, sheets = sent
    for name, answer in (("a.pdf", "This"), ("b.pdf", "That")):
        come_back(page, address, name, fill(sheets["ana"], {"answer/hopes/p1": answer}))
    collected = page.post(f"{address}/collect", {})
    assert "'This' (a.pdf" in read_text(collected)
    assert "or 'That' (b.pdf" in read_text(collected)
    ids = re.findall(r'name="file" value="(\w+)"', collected.text)
    led = page.post(f"{address}/decide", [("file", one) for one in (*ids, "0" * 24)])
    assert led.status == 303
    assert {"a.pdf", "b.pdf"} < {path.name for path in folder.iterdir()}
    told = read_text(page.get(led.headers["location"]))
    assert "This" in told
    assert "That" in told


def test_of_several_folders_the_one_that_came_back_tells_who_is_missing(page: Page, folder: Path) -> None:
    address = drop(page, GOOD)
    for layout in ("classic", "onepage"):
        page.post(f"{address}/folder", {"layout": layout})
    for number, end in enumerate(("", "-2")):
        sheet = (folder / f"spring-worksheets{end}" / "worksheet-eva-fay.pdf").read_bytes()
        come_back(page, address, f"{number}.pdf", fill(sheet, {"meeting/place": "Here"}))
        told = read_text(page.post(f"{address}/collect", {}))
        assert "1 of 3 worksheets has come back. Still missing Ana and Ben Cleo and Dan Finished Eva and Fay" in told
        if not number:
            (folder / "spring-returns" / "0.pdf").unlink()
            (folder / "alliance-eva-fay.pdf").unlink()


def test_without_a_folder_of_worksheets_what_came_back_is_told_all_the_same(page: Page, alliance: Terminal) -> None:
    address = drop(page, GOOD)
    alliance.done("compose", "-p", "Ana", "-p", "Ben", "-o", "w.pdf")
    filled = fill((alliance.folder / "w.pdf").read_bytes(), {"meeting/place": "Here"})
    come_back(page, address, "w.pdf", filled)
    told = read_text(page.post(f"{address}/collect", {}))
    assert "1 worksheet has come back. Finished Ana and Ben" in told
    assert "Still missing" not in told


@pytest.mark.parametrize("data", [b"", b"nothing", b"\xff\xd8\xff"])
def test_what_is_no_return_is_not_kept(page: Page, folder: Path, data: bytes) -> None:
    address = drop(page, GOOD)
    answer = come_back(page, address, "x.jpg", data)
    assert (answer.status, 'role="alert"' in answer.text) == (422, True)
    assert not (folder / "spring-returns").exists() or not list((folder / "spring-returns").iterdir())


def test_returns_follow_no_link(page: Page, folder: Path, tmp_path: Path) -> None:
    address = drop(page, GOOD)
    (tmp_path / "elsewhere").mkdir()
    (folder / "spring-returns").symlink_to(tmp_path / "elsewhere")
    assert come_back(page, address, "a.yaml", b"people: [Ana, Ben]\nanswers: {}\n").status == 507
    assert page.post(f"{address}/collect", {}).status == 507
    assert not list((tmp_path / "elsewhere").iterdir())


# What is no roster


def test_without_the_extra_a_workbook_is_told_how_to_be_read(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_workbook(("person_1",), ("Ana",))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    answer = page.post("/roster?name=x.xlsx", data)
    assert answer.status == 422
    assert "Install the extra 'excel'" in read_text(answer)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "x.csv: the first row does not name the columns."),
        (b"person_1\n", "x.csv: has no rows. Write a row for each worksheet."),
        (b"person_1\n" + b"Ana\n" * MOST_ROWS, "x.csv: has more than 5,000 rows, the empty ones counted."),
        (b"person_1\n" + b"A" * MOST_BYTES, "x.csv: is larger than 2 MB."),
        (b"question,person,picked,answer\n", "the first row does not name the columns."),
        (b"\xff\xd8\xff", "x.csv: is a picture (JPEG)"),
    ],
    ids=["empty", "no rows", "many rows", "large", "answers", "picture"],
)
def test_what_is_no_roster_is_refused_and_not_kept(page: Page, folder: Path, data: bytes, told: str) -> None:
    answer = page.post("/roster?name=x.csv", data)
    assert answer.status == 422
    assert told in read_text(answer)
    assert not list(folder.iterdir())


def test_a_table_that_became_none_is_told(page: Page, folder: Path) -> None:
    address = drop(page, GOOD)
    (folder / "spring.csv").write_bytes(b"person_1\n" + b"\n" * 9_000)
    answer = page.get(address)
    assert (answer.status, "spring.csv: has more than 5,000 rows" in read_text(answer)) == (422, True)
    assert str(folder) not in read_text(answer).partition("All of it stays")[0]
    (folder / "spring.csv").write_bytes(b"x" * (MOST_BYTES + 1))
    assert page.post(f"{address}/folder", {}).status == 422
