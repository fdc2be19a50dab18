"""A finished alliance on the page, what is made of it, the next meeting, and the list of what lies in the folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from html import unescape
from typing import TYPE_CHECKING

import pypdf
import pytest

from generator import compose, merge, read, revise
from generator.files.reading import InputFile
from generator.web.finished import tell_distance
from generator.web.shelf import read_shelf
from generator.workflows.answers import FileContents, write_answers
from generator.workflows.encrypt import encrypt
from generator.workflows.merge_sources import read_all
from tests.cli.filling import fill, written
from tests.web.asking import Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.web.folder import FoundFile
    from tests.web.asking import Answer

TODAY = dt.date(2027, 2, 8)
TYPED = {
    "answer/hopes/p1": "Long walks",
    "answer/feedback/p2": "Say it soon",
    "agreement/1/what": "We call",
    "agreement/1/who": "Both",
    "review": "1 March 2027",
}


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path / "Alliances")


@pytest.fixture(scope="module")
def worksheet() -> bytes:
    return compose(people=["Ana Lima", "Ben Okafor"], meeting="2026-12-04 12:30", place="Café").data


@pytest.fixture(scope="module")
def finished(worksheet: bytes) -> bytes:
    return merge(InputFile(fill(worksheet, TYPED), "a.pdf")).data


@pytest.fixture
def kept(page: Page, finished: bytes) -> FoundFile:
    return page.folder.add("alliance.pdf", finished)


def text_of(answer: Answer) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", answer.text)).split())


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def parts_of(answer: Answer) -> list[str]:
    return re.findall('name="keep" value="([^"]*)"', answer.text)


# The alliance


def test_an_alliance_shows_its_pages_and_what_they_need(page: Page, kept: FoundFile) -> None:
    answer = page.get(f"/alliance/{kept.id}")
    said = text_of(answer)
    assert answer.status == 200
    assert "Ana Lima and Ben Okafor 4 December 2026, 12:30, Café." in said
    assert "You look at this again on 1 March 2027 ," in said
    assert answer.text.count("<svg") == count_pages(page.folder.read(kept).data)
    assert re.search("data-fonts='\\[\"", answer.text)
    assert "alliance merge alliance.pdf --sign KEY.p12 -o signed.pdf" in said


def test_the_feet_show_the_digest_of_the_file(page: Page, kept: FoundFile) -> None:
    found = re.search("its digest is ([0-9a-f ]{14}),", page.post(f"/verify/{kept.id}", b"").text)
    assert found
    pages = count_pages(page.folder.read(kept).data)
    assert count_feet(page.get(f"/alliance/{kept.id}"), found[1]) == pages


def test_a_file_without_a_digest_has_feet_without_one(page: Page, finished: bytes) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        del pdf.attachments["digest.json"]
        pdf.save(out)
    answer = page.get(f"/alliance/{page.folder.add('old.pdf', out.getvalue()).id}")
    assert answer.status == 200
    assert count_feet(answer, "Revision 1</text>") == answer.text.count("<svg") > 0


def count_feet(answer: Answer, text: str) -> int:
    """Return how often drawn pages show a text; runs that are parted by kerning are put together."""
    return re.sub("</?tspan[^>]*>", "", answer.text).count(text)


def count_pages(data: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(data)).pages)


def turn_page(data: bytes) -> bytes:
    """Return the file as somebody saves it who turned its first page."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.pages[0].rotate(90)
    return written(writer)


def test_a_file_is_sent_as_it_lies_there_and_only_a_pdf_is_looked_at(page: Page, kept: FoundFile) -> None:
    answer = page.get(f"/file/{kept.id}")
    assert (answer.body, answer.headers["content-type"]) == (page.folder.read(kept).data, "application/pdf")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''alliance.pdf"
    assert page.get(f"/file/{kept.id}?look").headers["content-disposition"].startswith("inline;")
    other = page.folder.add("x.html", b"<script>alert(1)</script>")
    answer = page.get(f"/file/{other.id}?look")
    assert (answer.headers["content-type"], answer.headers["content-disposition"][:10]) == (
        "application/octet-stream",
        "attachment",
    )
    assert page.get("/file/nothing").status == page.get("/alliance/nothing").status == 404


def test_the_card_is_the_command_s(page: Page, kept: FoundFile, finished: bytes) -> None:
    answer = page.post(f"/card/{kept.id}", b"")
    assert digest(answer.body) == digest(merge(InputFile(finished, "a.pdf"), card=True).card or b"")
    assert "card-ana-lima-ben-okafor.pdf" in answer.headers["content-disposition"]
    assert page.post(f"/card/{kept.id}?look", b"").headers["content-disposition"].startswith("inline")


@pytest.mark.parametrize("left_out", [["feedback"], ["agreements", "review"], ["hopes", "agreements"]])
def test_a_share_copy_is_the_command_s(page: Page, kept: FoundFile, finished: bytes, left_out: list[str]) -> None:
    parts = parts_of(page.get(f"/alliance/{kept.id}"))
    assert parts == ["hopes", "feedback", "agreements", "review"]
    answer = page.post(f"/share/{kept.id}", [("keep", part) for part in parts if part not in left_out])
    assert digest(answer.body) == digest(merge(InputFile(finished, "a.pdf"), without=left_out).data)
    assert "alliance-ana-lima-ben-okafor-excerpt.pdf" in answer.headers["content-disposition"]


@pytest.mark.parametrize(("kept_parts", "said"), [(None, "Everything is ticked"), ([], "")])
def test_a_copy_of_everything_is_refused_and_one_of_nothing_typed_is_made(
    page: Page, kept: FoundFile, kept_parts: list[str] | None, said: str
) -> None:
    parts = parts_of(page.get(f"/alliance/{kept.id}"))
    answer = page.post(f"/share/{kept.id}", [("keep", part) for part in (parts if kept_parts is None else kept_parts)])
    if said:
        assert (answer.status, said in text_of(answer), "<details open>" in answer.text) == (422, True, True)
        assert answer.text.count('name="keep"') == answer.text.count("checked")
    else:
        assert read(InputFile(answer.body, "a.pdf")).answers.texts == {}


def test_the_verdict_is_told_in_words(page: Page, kept: FoundFile, finished: bytes) -> None:
    whole = text_of(page.post(f"/verify/{kept.id}", b""))
    assert "It is as it was written: a finished alliance; its digest is" in whole
    altered = page.folder.add("altered.pdf", turn_page(finished))
    damaged = page.folder.add("damaged.pdf", finished[:-200])
    for file, why in (
        (altered, "It is not as it was written. altered.pdf: page 1"),
        (damaged, "It cannot be verified. damaged.pdf: is cut off"),
    ):
        assert why in text_of(page.post(f"/verify/{file.id}", b""))
    other = page.folder.add("x.pdf", b"%PDF-1.4 nothing")
    assert "It cannot be verified." in text_of(page.post(f"/verify/{other.id}", b""))


def test_the_next_review_is_a_calendar_entry(page: Page, kept: FoundFile) -> None:
    pytest.importorskip("icalendar")
    answer = page.post(f"/calendar/{kept.id}", b"")
    assert (answer.status, answer.headers["content-type"].split(";")[0]) == (200, "text/calendar")
    assert b"DTSTART;VALUE=DATE:20270301" in answer.body
    assert "review-ana-lima-ben-okafor.ics" in answer.headers["content-disposition"]


def test_a_review_at_an_hour_is_in_a_time_zone_if_one_is_given(page: Page, worksheet: bytes) -> None:
    pytest.importorskip("icalendar")
    assert 'name="timezone"' not in page.get(f"/alliance/{keep_review(page, worksheet, '1 March 2027')}").text
    file = keep_review(page, worksheet, "1 March 2027, 12:30")
    assert 'name="timezone"' in page.get(f"/alliance/{file}").text
    entry = page.post(f"/calendar/{file}", {"timezone": "Europe/Lisbon"})
    assert (entry.status, b"DTSTART;TZID=Europe/Lisbon:20270301T123000" in entry.body) == (200, True)
    assert b"DTSTART:20270301T123000" in page.post(f"/calendar/{file}", b"").body
    refused = page.post(f"/calendar/{file}", {"timezone": "Lisbonne"})
    assert (refused.status, "Unknown time zone 'Lisbonne'." in text_of(refused)) == (422, True)
    assert 'value="Lisbonne"' in refused.text


def keep_review(page: Page, worksheet: bytes, review: str) -> str:
    """Keep an alliance that is looked at again then; return its id."""
    data = merge(InputFile(fill(worksheet, {**TYPED, "review": review}), "a.pdf")).data
    return page.folder.add(f"{len(review)}.pdf", data).id


def test_what_is_no_alliance_says_so(page: Page, worksheet: bytes) -> None:
    file = page.folder.add("w.pdf", worksheet)
    answer = page.get(f"/alliance/{file.id}")
    assert (answer.status, "w.pdf: is no finished alliance" in text_of(answer)) == (422, True)
    for path in ("card", "share", "calendar", "next"):
        assert page.post(f"/{path}/{file.id}", b"").status == 422


def test_an_encrypted_alliance_opens_with_its_password_everywhere(page: Page, finished: bytes) -> None:
    file = page.folder.add("secret.pdf", encrypt(finished, "walks"))
    asked = page.get(f"/alliance/{file.id}")
    assert (asked.status, 'type="password"' in asked.text) == (422, True)
    wrong = page.post(f"/alliance/{file.id}", {"password": "talks"})
    assert (wrong.status, "does not open with this password" in text_of(wrong)) == (422, True)
    opened = page.post(f"/alliance/{file.id}", {"password": "walks"})
    assert (opened.status, opened.text.count('name="password" value="walks"')) == (200, 4)
    copy = page.post(f"/share/{file.id}", [("password", "walks"), ("keep", "hopes")])
    assert (copy.status, b"/Encrypt" in copy.body) == (200, True)
    assert b"/Encrypt" in page.post(f"/card/{file.id}", {"password": "walks"}).body
    assert page.post(f"/next/{file.id}", {"password": "walks", "do": "save"}).status == 200


# The next meeting


def test_the_next_worksheet_is_the_command_s_and_kept(page: Page, kept: FoundFile, finished: bytes) -> None:
    form = [
        ("date", "2027-03-01"),
        ("time", "12:30"),
        ("place", "Pub"),
        ("name", ""),
        ("name", "Cai"),
        ("suggest", "2"),
        ("add", ""),
        ("add", "Who cooks?"),
    ]
    answer = page.post(f"/next/{kept.id}", [*form, ("do", "save")])
    made = revise(
        InputFile(finished, "a.pdf"),
        people=["Cai"],
        meeting="2027-03-01 12:30",
        place="Pub",
        suggest=2,
        add=["Who cooks?"],
    )
    assert digest(answer.body) == digest(made.data)
    assert [file.name for file in page.folder.list_files() if file.id != kept.id] == [made.name]
    typed = page.post(f"/next/{kept.id}", [*form, ("do", "type")])
    (worksheet,) = [file for file in page.folder.list_files() if file.id != kept.id]
    assert (typed.status, typed.headers["location"]) == (303, f"/talk/{worksheet.id}")
    assert page.post(f"/next/{kept.id}", [*form, ("do", "look")]).headers["content-disposition"].startswith("inline")


def test_the_form_of_the_next_meeting_shows_each_agreement_and_the_pages(page: Page, kept: FoundFile) -> None:
    answer = page.get(f"/next/{kept.id}")
    assert (answer.status, "We call Both" in text_of(answer), "<svg" in answer.text) == (200, True, True)
    assert (answer.text.count('name="name"'), answer.text.count('name="add"')) == (4, 3)
    drawn = page.post(f"/next/{kept.id}?part", {"date": "2027-03-01"})
    assert ("<!doctype" in drawn.text, "<svg" in drawn.text) == (False, True)
    asked = page.post(f"/next/{kept.id}?part", {"add": "Who cooks?"})
    assert ("Who cooks?" in asked.text, "who-cooks" in asked.text) == (True, False)


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ([("date", "2027-02-30")], "date", "is no date"),
        ([("minutes", "long")], "minutes", "is no number"),
        ([("name", ""), ("name", "Ana Lima")], "name-1", "is in the alliance already"),
        ([("suggest", "9999")], "suggest", "is more than"),
        ([("add", " "), ("add", "Who cooks?"), ("add", "who cooks")], "add-2", "is given twice"),
    ],
)
def test_a_problem_stands_at_its_field(
    page: Page, kept: FoundFile, form: list[tuple[str, str]], field: str, said: str
) -> None:
    for button in ([], [("do", "save")]):
        answer = page.post(f"/next/{kept.id}", [*form, *button])
        (note,) = re.findall(f'id="{field}-note">([^<]*)<', answer.text)
        assert (answer.status, said in unescape(note)) == (422, True)
    assert len(page.folder.list_files()) == 1


# The list


def test_the_list_has_what_lies_in_the_folder(page: Page, kept: FoundFile, worksheet: bytes, finished: bytes) -> None:
    held = read(InputFile(fill(worksheet, {"answer/hopes/p1": "Tea"}), "a.pdf"))
    other = compose(people=["Cai", "Dee"]).data
    begun = read(InputFile(other, "b.pdf"))
    page.folder.add("worksheet.pdf", other)
    page.folder.add(f"answers-cai-dee-{begun.identity}.xfdf", write_xfdf(begun))
    page.folder.add(f"answers-ana-ben-{held.identity}.xfdf", write_xfdf(held))
    page.folder.add("broken.pdf", finished[: len(finished) // 2])
    found = read_shelf(page.folder, TODAY, 60)
    (alliance,) = found.alliances
    assert (alliance.names, alliance.met, alliance.revision) == ("Ana Lima and Ben Okafor", "4 December 2026, 12:30", 1)
    assert (alliance.review.day, alliance.review.distance, alliance.review.late) == (
        dt.date(2027, 3, 1),
        "in 3 weeks",
        False,
    )
    assert [item.names for item in found.begun] == ["Cai and Dee"]  # the other one's alliance is finished
    assert [(item.names, item.filled) for item in found.worksheets] == [("Cai and Dee", 0)]
    assert ["cut off" in problem.text for item in found.others for problem in item.problems] == [True]
    answer = page.get("/alliances")
    while 'data-waiting="0"' not in answer.text:  # what takes long is read a part at a time
        answer = page.get("/alliances")
    assert (answer.status, f'href="/alliance/{kept.id}"' in answer.text, "Go on typing" in answer.text) == (
        200,
        True,
        True,
    )
    assert "1 March 2027" in text_of(page.get("/"))


def write_xfdf(held: FileContents) -> bytes:
    return write_answers(held, "xfdf")[0].encode()


def test_alliances_are_sorted_by_their_next_reviews_and_unreadable_ones_shown_as_typed(
    page: Page, worksheet: bytes
) -> None:
    for number, review in enumerate(["2027-01-31", "in spring", "", "2027-05-01"]):
        copy = fill(worksheet, {"review": review, "answer/hopes/p1": f"{number}"})
        page.folder.add(f"{number}.pdf", merge(InputFile(copy, "a.pdf")).data)
    found = read_shelf(page.folder, TODAY, 60).alliances
    assert [item.review.text for item in found][:2] == ["31 January 2027", "1 May 2027"]
    assert {item.review.text for item in found[2:]} == {"in spring", ""}
    assert [item.review.late for item in found] == [True, False, False, False]


def test_the_list_comes_at_once_and_grows_and_each_file_is_read_once(
    page: Page, finished: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        page.folder.add(f"{number}.pdf", finished + b"\n" * number)
    asked: list[str] = []

    def read_and_note(files: Sequence[InputFile]) -> object:
        asked.append(files[0].name)
        return read_all(files)

    monkeypatch.setattr("generator.web.shelf.read_all", read_and_note)
    waiting = [read_shelf(page.folder, TODAY, 0).waiting for _ in range(3)]
    assert (waiting, len(asked)) == ([4, 4, 4], 1)  # no time at all is enough for one
    assert read_shelf(page.folder, TODAY, 60).waiting == 0
    read_shelf(page.folder, TODAY, 60)
    assert sorted(asked) == [f"{number}.pdf" for number in range(5)]


def test_the_first_screen_says_that_it_is_reading_and_grows(
    page: Page, finished: bytes, worksheet: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.folder.add("b.pdf", finished)
    page.folder.add("a.pdf", worksheet)  # the newer file is read first, or that of the first name
    monkeypatch.setattr("generator.web.screens.start._SECONDS", 0)
    begun = page.get("/")
    assert ('data-waiting="1"' in begun.text, "The folder is being read" in text_of(begun)) == (True, True)
    grown = page.get("/?part")
    assert ('data-waiting="0"' in grown.text, "1 March 2027" in text_of(grown)) == (True, True)
    assert "<html" not in grown.text


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (13, "in 13 days"), (21, "in 3 weeks"), (-20, "3 weeks ago"),
     (90, "in 3 months"), (-400, "13 months ago"), (800, "in 2 years")],
)  # fmt: skip
def test_a_distance_is_told_in_the_largest_unit_that_says_enough(days: int, said: str) -> None:
    assert tell_distance(TODAY + dt.timedelta(days), TODAY) == said
