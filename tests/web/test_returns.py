"""What came back: kept, told, grouped, decided and finished, as the command does with the same files."""

from __future__ import annotations

import hashlib
import io
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from generator import compose, merge
from generator.files.reading import InputFile
from tests.cli.filling import fill, flattened
from tests.web.asking import Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.web.asking import Answer

HOPES = "answer/hopes/p1"
LISTENING = "answer/champion/p2"


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path / "Alliances")


@pytest.fixture(scope="module")
def worksheet() -> bytes:
    return compose(people=["Ana Lima", "Ben Okafor"], meeting="2026-12-04 12:30").data


@pytest.fixture(scope="module")
def two_copies(worksheet: bytes) -> tuple[bytes, bytes]:
    """Return what Ana and Ben sent: one answer each, and three places where they disagree."""
    ana = {HOPES: "Long walks", "meeting/place": "Park", "agreement/1/what": "We call", "agreement/1/who": "Ana"}
    ben = {HOPES: "Short walks", "meeting/place": "Pub", "agreement/1/what": "We write", "agreement/1/who": "Ben"}
    return fill(worksheet, ana | {"answer/hopes/p2": "Tea"}), fill(worksheet, ben | {LISTENING: "By listening"})


def drop(page: Page, name: str, data: bytes) -> Answer:
    return page.post(f"/returns?name={quote(name)}", data)


def keep(page: Page, *files: tuple[str, bytes]) -> list[str]:
    """Drop files, and return their ids."""
    return [
        found[1] for name, data in files if (found := re.search('data-file="([0-9a-f]+)"', drop(page, name, data).text))
    ]


def text_of(answer: Answer) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", answer.text)).split())


def held(answer: Answer) -> list[tuple[str, str]]:
    """Return what the page's form sends without any button."""
    inputs = re.findall('<input type="(?:hidden|password)"[^>]* name="([^"]*)" value="([^"]*)"', answer.text)
    return [(unescape(name), unescape(value)) for name, value in inputs]


def offers(answer: Answer) -> list[tuple[str, str]]:
    """Return the choices of a page, and what each sends, with the words on its button."""
    found = re.findall('<button[^>]*name="take" value="([^"]*)"[^>]*>([^<]*)<', answer.text)
    return [(unescape(value), words) for value, words in found]


def decide(page: Page, answer: Answer, choose: Sequence[str]) -> Answer:
    """Press the buttons with these words, one of each place in turn."""
    for number, words in enumerate(choose):
        places: dict[str, dict[str, str]] = {}
        for value, said in offers(answer):
            places.setdefault(value.rpartition(" ")[0], {})[said] = value
        pressed = list(places.values())[number][words]
        answer = page.post("/decide", [*held(answer), ("take", pressed)])
    return answer


def finish(page: Page, answer: Answer) -> bytes:
    """Press Finish, and return the alliance's file."""
    key = re.findall('name="finish" value="([^"]*)"', answer.text)[0]
    done = page.post("/finish", [*held(answer), ("finish", key)])
    assert (done.status, done.headers["location"][:10]) == (303, "/alliance/"), text_of(done)
    return page.get(done.headers["location"].replace("/alliance/", "/file/")).body


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# Kept and told


def test_a_filled_worksheet_is_kept_and_told(page: Page, two_copies: tuple[bytes, bytes]) -> None:
    answer = drop(page, "From Ana.pdf", two_copies[0])
    assert (answer.status, text_of(answer)) == (200, "from-ana.pdf 5 fields filled in")
    (file,) = page.folder.list_files()
    assert page.folder.read(file).data == two_copies[0]


def test_the_same_bytes_are_kept_once_and_others_of_the_name_beside_them(
    page: Page, two_copies: tuple[bytes, bytes]
) -> None:
    ids = keep(page, ("a.pdf", two_copies[0]), ("other.pdf", two_copies[0]), ("a.pdf", two_copies[1]))
    assert ids[0] == ids[1] != ids[2]
    assert sorted(file.name for file in page.folder.list_files()) == ["a-2.pdf", "a.pdf"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\con.pdf", "con-.pdf"),
        ("a\r\nset-cookie: x.pdf", "a-set-cookie-x.pdf"),
        ("\u202egnp.pdf", "gnp.pdf"),
        (".hidden.PDF", "hidden.pdf"),
        ("", "unnamed.pdf"),
        ("answers-ana-0123.xfdf.pdf", "returned-answers-ana-0123-xfdf.pdf"),
        ("ä" * 400 + ".pdf", "ä" * 73 + ".pdf"),
    ],
)
def test_no_name_leads_out_of_the_folder(page: Page, worksheet: bytes, name: str, kept: str) -> None:
    answer = drop(page, name, worksheet)
    assert (answer.status, [file.name for file in page.folder.list_files()]) == (200, [kept])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"", "a.pdf Not kept Is empty. Ask for it again."),
        ("scan.jpg", b"\xff\xd8\xff\xe0" * 9, "scan.jpg Not kept Is a picture (JPEG)"),
        ("a.xlsx", b"anything", "Is no file that answers come back in"),
        ("run.exe", b"MZ" + bytes(90), "Is no file that answers come back in"),
    ],
)
def test_what_cannot_hold_answers_is_refused_and_not_kept(page: Page, name: str, data: bytes, said: str) -> None:
    answer = drop(page, name, data)
    assert (answer.status, page.folder.list_files()) == (422, ())
    assert said in text_of(answer)


def test_damage_blanks_and_flattened_sheets_are_told(page: Page, worksheet: bytes) -> None:
    assert "Nothing was filled in (sent back without saving?)" in text_of(drop(page, "a.pdf", worksheet))
    assert "Has no form fields" in text_of(drop(page, "b.pdf", flattened(worksheet)))
    cut = text_of(drop(page, "c.pdf", worksheet[: len(worksheet) // 3]))
    assert "c.pdf" in cut
    assert "Is cut off" in cut
    assert len(page.folder.list_files()) == 3


def test_a_scan_is_called_one_and_what_to_do_is_told(page: Page) -> None:
    pictures = pytest.importorskip("PIL.Image")
    made = io.BytesIO()
    pictures.new("L", (600, 800), 255).save(made, "PDF")
    (file,) = keep(page, ("scan.pdf", made.getvalue()))
    assert "Is a scan: pictures of pages, without any text." in text_of(page.get(f"/back?file={file}"))


def test_a_finished_alliance_is_told_and_led_to(page: Page, two_copies: tuple[bytes, bytes]) -> None:
    finished = merge(InputFile(two_copies[0], "a.pdf")).data
    (file,) = keep(page, ("a.pdf", finished))
    assert f'A finished alliance. <a href="/alliance/{file}">' in page.get(f"/back?file={file}").text


def test_hostile_texts_are_inert(page: Page, worksheet: bytes) -> None:
    text = "<script>alert(1)</script>{{ 7 * 7 }}\"'><img src=x onerror=y>"
    ids = keep(page, ("a.pdf", fill(worksheet, {HOPES: text})), ("b.pdf", fill(worksheet, {HOPES: "b"})))
    shown = page.get(f"/back?file={ids[0]}&file={ids[1]}").text
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert text in unescape(shown)


# Grouped, decided and finished


def test_files_of_two_worksheets_are_two_groups_each_with_its_own_finish(page: Page, worksheet: bytes) -> None:
    other = compose(people=["Cai", "Dee"]).data
    ids = keep(
        page,
        ("a.pdf", fill(worksheet, {HOPES: "A"})),
        ("c.pdf", fill(other, {HOPES: "C"})),
        ("b.pdf", fill(worksheet, {LISTENING: "B"})),
    )
    shown = page.get("/back?" + "&".join(f"file={file}" for file in ids))
    groups = shown.text.split('<section class="returned"')[1:]
    assert [re.findall("<h2[^>]*>([^<]*)<", group) for group in groups] == [
        ["Ana Lima and Ben Okafor"],
        ["Cai and Dee"],
    ]
    assert [re.findall('scope="row">([^<]*)<', group) for group in groups] == [["a.pdf", "b.pdf"], ["c.pdf"]]
    assert shown.text.count('name="finish"') == 2


def test_what_stands_side_by_side_has_its_source_and_place(page: Page, two_copies: tuple[bytes, bytes]) -> None:
    ids = keep(page, ("ana.pdf", two_copies[0]), ("ben.pdf", two_copies[1]))
    shown = page.get(f"/back?file={ids[0]}&file={ids[1]}")
    said = text_of(shown)
    assert "Ana Lima ana.pdf, page 2 Long walks This , from ana.pdf ben.pdf, page 2 Short walks That" in said
    assert "4 to decide first" in said
    assert re.search('name="finish" value="[^"]*" disabled', shown.text)


@pytest.mark.parametrize(("prefer", "words"), [("first", "This"), ("last", "That"), ("both", "Both")])
def test_conflicts_decided_on_the_page_make_what_the_command_makes(
    page: Page, two_copies: tuple[bytes, bytes], prefer: str, words: str
) -> None:
    ids = keep(page, ("ana.pdf", two_copies[0]), ("ben.pdf", two_copies[1]))
    answer = decide(page, page.get(f"/back?file={ids[0]}&file={ids[1]}"), [words] * 4)
    files = [InputFile(data, name) for data, name in zip(two_copies, ("ana.pdf", "ben.pdf"), strict=True)]
    assert digest(finish(page, answer)) == digest(merge(*files, prefer=prefer).data)  # type: ignore[arg-type]


def test_each_place_is_decided_by_itself_and_can_be_decided_anew(page: Page, worksheet: bytes) -> None:
    texts = ("one", "two", "three")
    copies = [fill(worksheet, {HOPES: text, "meeting/place": text}) for text in texts]
    ids = keep(page, *((f"{number}.pdf", data) for number, data in enumerate(copies)))
    answer = page.get("/back?" + "&".join(f"file={file}" for file in ids))
    assert {words for _, words in offers(answer)} == {"This one", "All of them"}
    hopes, place = (
        [value for value, words in offers(answer) if words == "This one" and path in value]
        for path in (HOPES, "meeting/place")
    )
    for pressed in (hopes[0], place[2], hopes[1]):
        answer = page.post("/decide", [*held(answer), ("take", pressed)])
    assert len(re.findall('aria-pressed="true"', answer.text)) == 2
    assert "dropped" not in answer.text  # the buttons say it
    made = finish(page, answer)
    from generator import read  # noqa: PLC0415

    answers = read(InputFile(made, "a.pdf")).answers
    assert (answers.texts["hopes", 0], answers.place) == ("two", "three")


def test_one_of_two_dates_must_be_taken(page: Page, worksheet: bytes) -> None:
    copies = [fill(worksheet, {"review": f"{day} March 2027"}) for day in (1, 2)]
    ids = keep(page, *((f"{number}.pdf", data) for number, data in enumerate(copies)))
    shown = page.get(f"/back?file={ids[0]}&file={ids[1]}")
    assert [words for _, words in offers(shown)] == ["This", "That"]


def test_a_decision_on_a_text_that_is_gone_decides_nothing(page: Page, two_copies: tuple[bytes, bytes]) -> None:
    ids = keep(page, ("ana.pdf", two_copies[0]), ("ben.pdf", two_copies[1]))
    state = [("file", file) for file in ids]
    key = re.findall('name="finish" value="([^"]*)"', page.post("/decide", state).text)[0]
    answer = page.post("/finish", [*state, ("took", f"{key} {HOPES} 000000000000"), ("finish", key)])
    assert (answer.status, "4 to decide first" in text_of(answer)) == (409, True)
    assert len(page.folder.list_files()) == 2


def test_blank_returns_are_finished_only_all_the_same(page: Page, worksheet: bytes) -> None:
    (file,) = keep(page, ("a.pdf", worksheet))
    answer = page.get(f"/back?file={file}")
    key = re.findall('name="finish-blank" value="([^"]*)"', answer.text)[0]
    refused = page.post("/finish", [("file", file), ("finish", key)])
    assert (refused.status, "nobody has answered anything" in text_of(refused)) == (422, True)
    assert page.post("/finish", [("file", file), ("finish-blank", key)]).status == 303


def test_answers_without_their_worksheet_say_what_is_missing(page: Page, worksheet: bytes) -> None:
    yaml = b"people: [Ana Lima, Ben Okafor]\nanswers:\n  hopes:\n    Ana Lima: Walks\n"
    ids = keep(page, ("a.yaml", yaml))
    said = text_of(page.get(f"/back?file={ids[0]}"))
    assert "a.yaml 1 answer" in said
    assert "The worksheet itself is not among these files." in said
    ids += keep(page, ("w.pdf", worksheet))
    both = page.get(f"/back?file={ids[0]}&file={ids[1]}")
    assert both.text.count('<section class="returned"') == 1
    assert "is not among these files" not in text_of(both)


def test_wrong_answers_tell_every_problem_with_its_place(page: Page, worksheet: bytes) -> None:
    yaml = b"people: [Ana Lima, Ben Okafor]\nanswers:\n  hops:\n    Ana Lima: Walks\n  hopes:\n    Anna: Walks\n"
    ids = keep(page, ("a.yaml", yaml), ("w.pdf", worksheet))
    said = text_of(page.get(f"/back?file={ids[0]}&file={ids[1]}"))
    assert "line 3, column 3 a.yaml: unknown question 'hops'. Did you mean 'hopes'?" in said
    assert "line 6, column 5 a.yaml: 'Anna' is nobody on this worksheet" in said
    assert 'name="finish"' not in page.get(f"/back?file={ids[0]}&file={ids[1]}").text


def test_a_file_taken_away_is_out_of_the_page_and_stays_in_the_folder(page: Page, worksheet: bytes) -> None:
    (file,) = keep(page, ("a.pdf", worksheet))
    answer = page.post("/decide", [("file", file), ("drop", file)])
    assert ("<section" in answer.text, len(page.folder.list_files())) == (False, 1)


def test_an_encrypted_file_opens_with_its_password_and_makes_an_encrypted_alliance(
    page: Page, two_copies: tuple[bytes, bytes]
) -> None:
    from generator.workflows.encrypt import encrypt  # noqa: PLC0415

    (file,) = keep(page, ("a.pdf", encrypt(two_copies[0], "walks")))
    assert f'type="password" id="password-{file}"' in page.get(f"/back?file={file}").text
    wrong = page.post("/decide", [("file", file), (f"password-{file}", "talks")])
    assert "Does not open with this password" in text_of(wrong)
    opened = page.post("/decide", [("file", file), (f"password-{file}", "walks")])
    assert "a.pdf 5 fields filled in" in text_of(opened)
    made = finish(page, opened)
    assert b"/Encrypt" in made


def test_files_of_the_folder_are_offered_so_that_no_script_is_needed(page: Page, worksheet: bytes) -> None:
    kept = page.folder.add("mail.pdf", worksheet)
    assert f'name="file" value="{kept.id}"' in page.get("/back").text
    assert "mail.pdf" in text_of(page.post("/decide", [("file", kept.id)]))


def test_whatever_a_page_claims_to_hold_is_answered(page: Page) -> None:
    for form in (
        [("file", "0" * 24), ("file", "../x"), ("took", "x"), ("take", "a b c d"), ("password-", "x"), ("finish", "q")],
        [("file", str(number)) for number in range(500)],
    ):
        assert page.post("/decide", form).status == page.post("/finish", form).status == 200
    assert unquote(page.get("/back?file=%00&took=%ff").text)
