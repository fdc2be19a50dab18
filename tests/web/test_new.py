"""A new worksheet on the page: its order is what ``alliance compose`` takes, and so are its bytes."""

from __future__ import annotations

import json
import re
import shutil
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import pytest

from generator.errors import MissingExtra
from generator.files.shipped import layout_names
from generator.formats.kinds import FileKind
from generator.web import order_screen
from generator.web.own_files import OwnFiles
from generator.workflows import calendar
from tests.cli.terminal import Terminal
from tests.web.asking import FORM, Answer, Page

if TYPE_CHECKING:
    from generator.web.folder import FoundFile

SAMPLES = Path(__file__).parents[2] / "samples"
BANK = """\
title: Our lunch
language: en
picks: {min: 1, max: 1}
meeting: {minutes: 60}
sections:
  - id: first
    title: To begin
    questions:
      - {id: why, text: Why this lunch?}
      - {id: how, text: How shall it be?}
"""
GERMAN = """\
translates: ours.yaml
language: de
title: Unser Essen
sections: {first: Am Anfang}
questions: {why: Warum dieses Essen?, how: Wie soll es sein?}
"""
CJK = Path(__file__).parents[1] / "fixtures/typefaces/cjk.ttc"
Form = list[tuple[str, str]]
ANA_AND_BEN: Form = [("name", "Ana Lima"), ("name", "Ben Okafor")]
PICKS: Form = [("pick-0", "hopes"), ("pick-0", "tone"), ("pick-1", "feedback")]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    folder = tmp_path / "Alliances"
    folder.mkdir()
    return Page(folder)


@pytest.fixture
def alliance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Terminal:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(tmp_path / "Alliances")
    return Terminal(tmp_path / "Alliances", monkeypatch, capsysbinary)


def names_in(page: Page) -> list[str]:
    return sorted(file.name for file in page.folder.list_files())


def write(page: Page, name: str, content: str | bytes) -> FoundFile:
    """Write a file into the folder, as the user would."""
    data = content if isinstance(content, bytes) else content.encode()
    Path(page.folder.path, name).write_bytes(data)
    return next(file for file in page.folder.list_files() if file.name == name)


class State(NamedTuple):
    """What a fragment of pages tells the form."""

    picks: list[list[str]]
    initials: list[str]
    fonts: list[str]


def state_of(answer: Answer) -> State:
    found = re.search(r"data-state='([^']*)'", answer.text)
    assert found
    return State(**json.loads(found[1]))


def drop(page: Page, name: str, content: bytes) -> dict[str, str]:
    """Drop a file onto the page, and return what is said of it."""
    said: dict[str, str] = json.loads(page.post(f"/bank?name={name}", content).body)
    return said


def problems_in(answer: Answer) -> list[tuple[str, str]]:
    """Return the fields that are told of, and what is told."""
    found = re.findall(r'data-field="([^"]*)">(.*?)</div>\s*</div>', answer.text, re.DOTALL)
    return [(field, " ".join(unescape(re.sub("<[^>]*>", " ", text)).split())) for field, text in found]


# The order


def test_the_pages_of_a_form_are_drawn(page: Page) -> None:
    form = [*ANA_AND_BEN, *PICKS, ("date", "2026-12-04"), ("time", "12:30"), ("place", "Café"), ("layout", "classic")]
    answer = page.post("/preview", form)
    assert answer.status == 200
    assert answer.text.count('class="sheet"') == answer.text.count("<figure>") == 5
    assert "5 pages, A4" in answer.text
    assert state_of(answer).picks == [["hopes", "tone"], ["feedback"]]
    assert state_of(answer).initials == ["AL", "BO"]


def test_an_empty_form_is_a_blank_sheet_for_two(page: Page) -> None:
    assert state_of(page.post("/preview", b"", content_type=FORM)).picks == [[], []]


COMMANDS: dict[str, tuple[Form, str]] = {
    "blank": ([], ""),
    "picks": (
        [*ANA_AND_BEN, *PICKS, ("layout", "workbook"), ("lines", "dotted")],
        (
            '-p "Ana Lima" -p "Ben Okafor" --pick "Ana Lima: hopes, tone" --pick "Ben Okafor: feedback" '
            "--layout workbook --dotted"
        ),
    ),
    "meeting": (
        [*ANA_AND_BEN, ("date", "2026-12-04"), ("time", "12:30"), ("place", " The  Café "), ("minutes", "75")],
        '-p "Ana Lima" -p "Ben Okafor" --meeting "2026-12-04 12:30" --place "The Café" --minutes 75',
    ),
    "a suggestion": (
        [*ANA_AND_BEN, ("pick-1", "feedback"), ("suggest", "3")],
        '-p "Ana Lima" -p "Ben Okafor" --pick "Ben Okafor: feedback" --suggest 3',
    ),
    "another suggestion": (
        [*ANA_AND_BEN, ("suggest", "3"), ("seed", "1")],
        '-p "Ana Lima" -p "Ben Okafor" --suggest 3 --seed 1',
    ),
    "two languages": (
        [*ANA_AND_BEN, *PICKS, ("second", "pt")],
        '-p "Ana Lima" -p "Ben Okafor" --pick "Ana Lima: hopes, tone" --pick "Ben Okafor: feedback" --language en,pt',
    ),
    "a language of one's own": (
        [*ANA_AND_BEN, ("language", "de"), ("language-1", "fr")],
        '-p "Ana Lima" -p "Ben Okafor" --language de --language "Ben Okafor=fr"',
    ),
    "Hebrew": (
        [("name", "נועה"), ("name", "Ben"), ("pick-0", "hopes"), ("language", "he")],
        '-p נועה -p Ben --pick "נועה: hopes" --language he',
    ),
    "paper alone": (
        [*ANA_AND_BEN, ("fillable", "no"), ("layout", "booklet"), ("paper", "letter")],
        '-p "Ana Lima" -p "Ben Okafor" --print-only --layout booklet --paper letter',
    ),
    "a style": (
        [("name", "Ana"), ("style", "ink-saver"), ("layout", "onepage")],
        "-p Ana --style ink-saver --layout onepage",
    ),
    "questions left out": ([*ANA_AND_BEN, ("without", "hopes")], '-p "Ana Lima" -p "Ben Okafor" --without hopes'),
    "questions of their own": (
        [
            *ANA_AND_BEN,
            ("pick-0", "how-do-we-talk-about-money"),
            ("add", "How do we talk  about money?"),
            ("add", " \u00a0"),
            ("add", "お金は?"),
            ("pick-1", "own-1"),
            ("suggest", "3"),
        ],
        (
            '-p "Ana Lima" -p "Ben Okafor" --pick "Ana Lima: how-do-we-talk-about-money" --pick "Ben Okafor: own-1" '
            '--add "How do we talk about money?" --add "お金は?" --suggest 3'
        ),
    ),
    "questions of their own in their own languages": (
        [*ANA_AND_BEN, ("add", "Who cooks?"), ("second", "pt"), ("language-1", "fr"), ("pick-1", "who-cooks")],
        (
            '-p "Ana Lima" -p "Ben Okafor" --add "Who cooks?" --language en,pt --language "Ben Okafor=fr" '
            '--pick "Ben Okafor: who-cooks"'
        ),
    ),
    "closing questions left out": (
        [*ANA_AND_BEN, ("without", "champion"), ("without", "hopes")],
        '-p "Ana Lima" -p "Ben Okafor" --without champion --without hopes',
    ),
}


@pytest.mark.parametrize("order", COMMANDS)
def test_the_file_has_the_bytes_that_the_command_writes(page: Page, alliance: Terminal, order: str) -> None:
    form, options = COMMANDS[order]
    assert_same(page, alliance, form, options)


def test_so_it_has_with_a_brand_and_questions_of_the_folder(page: Page, alliance: Terminal) -> None:
    for name in ("brand.yaml", "logo.png"):
        shutil.copy(SAMPLES / name, page.folder.path)
    brand = next(file for file in page.folder.list_files() if file.name == "brand.yaml")
    bank = write(page, "ours.yaml", BANK)
    write(page, "ours.de.yaml", GERMAN)
    form = [*ANA_AND_BEN, ("pick-0", "why"), ("bank", bank.id), ("brand", brand.id), ("second", "de")]
    options = (
        '-p "Ana Lima" -p "Ben Okafor" --pick "Ana Lima: why" --bank ours.yaml --brand brand.yaml --language en,de'
    )
    assert_same(page, alliance, form, options)


def test_so_it_has_with_a_typeface_of_the_folder(page: Page, alliance: Terminal) -> None:
    font = write(page, "cjk.ttc", CJK.read_bytes())
    form = [("name", "田中 太郎"), ("name", "Ana"), ("language", "ja"), ("fonts", font.id)]
    assert_same(page, alliance, form, '-p "田中 太郎" -p Ana --language ja --font cjk.ttc')
    drawn = page.post("/preview", form)
    assert any(name.startswith("shaped-") for name in state_of(drawn).fonts)
    assert "No typeface" in page.post("/preview", form[:-1]).text
    assert "No typeface" not in drawn.text


def assert_same(page: Page, alliance: Terminal, form: Form, options: str) -> None:
    given = [found[0] or found[1] for found in re.findall(r'"([^"]*)"|(\S+)', options)]
    expected = alliance.done("compose", *given, "-o", "-").out
    made = page.post("/worksheet", form or b"", content_type=FORM)
    assert made.status == 200, problems_in(made)
    assert made.headers["content-type"] == "application/pdf"
    assert sha256(made.body).hexdigest() == sha256(expected).hexdigest()
    name = unquote(made.headers["content-disposition"].partition("''")[2])
    assert Path(page.folder.path, name).read_bytes() == expected


def test_a_name_may_be_blank_and_its_ticks_are_kept(page: Page) -> None:
    form = [("name", ""), ("name", "Ben"), ("pick-0", "hopes"), ("pick-1", "tone"), ("pick-2", "feedback")]
    state = state_of(page.post("/preview", form))
    assert (state.picks, state.initials) == ([["hopes"], ["tone"]], ["1", "B"])


def test_a_suggestion_keeps_what_is_ticked(page: Page) -> None:
    form = [*ANA_AND_BEN, *PICKS]
    first, other = page.post("/suggest", form), page.post("/suggest", [*form, ("suggest", "4"), ("seed", "2")])
    assert [len(ids) for ids in state_of(first).picks] == [3, 3]
    assert [len(ids) for ids in state_of(other).picks] == [4, 4]
    for answer in (first, other):
        assert {"hopes", "tone"} <= set(state_of(answer).picks[0])
        assert "feedback" in state_of(answer).picks[1]


def test_what_is_opened_to_print_has_no_fields_and_is_shown(page: Page) -> None:
    to_print = page.post("/worksheet", [*ANA_AND_BEN, ("fillable", "no")])
    opened = page.post("/worksheet?open", [*ANA_AND_BEN, ("fillable", "yes")])
    assert opened.body == to_print.body
    assert opened.headers["content-disposition"].startswith("inline;")
    assert names_in(page) == ["worksheet-ana-lima-ben-okafor.pdf"]


def test_the_gallery_has_every_layout_with_the_names_and_those_of_the_folder(page: Page) -> None:
    own = write(page, "mine.yaml", "extends: onepage\ndescription: Mine.\n")
    answer = page.post("/gallery", [("name", "Zoé"), ("layout", own.id)])
    assert re.findall(r'name="layout" value="([^"]*)"', answer.text) == [*layout_names(), own.id]
    assert f'value="{own.id}" checked' in answer.text
    assert answer.text.count('class="sheet"') == len(layout_names()) + 1
    drawn = page.post("/preview", [("name", "Zoé"), ("layout", own.id)])
    assert "2 pages, A4" in drawn.text


def test_a_layout_that_does_not_fit_the_paper_says_so_in_place_of_its_picture(page: Page) -> None:
    answer = page.post("/gallery", [("paper", "a5")])
    assert answer.status == 200
    assert answer.text.count('class="sheet"') < len(layout_names())
    assert re.search(r'<span class="first"><small>Paper', answer.text)


def test_answers_are_typed_where_the_worksheet_was_kept(page: Page) -> None:
    answer = page.post("/type", [*ANA_AND_BEN, ("fillable", "no")])
    kept = page.folder.list_files()[0]
    assert (answer.status, answer.headers["location"]) == (303, f"/talk/{kept.id}")
    assert page.folder.read(kept).data == page.post("/worksheet", ANA_AND_BEN).body


# Problems


def test_every_problem_is_told_with_its_field(page: Page) -> None:
    form = [("name", "Ana"), ("name", "ana"), ("paper", "a9"), ("bank", "0" * 24)]
    answer = page.post("/preview", form)
    assert answer.status == 422
    told = dict(problems_in(answer))
    assert list(told) == ["bank", "paper", "name-1"]
    assert told["name-1"].startswith("The name 'Ana' is given twice.")


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("date", [("date", "soon")]),
        ("date", [("time", "12:30")]),
        ("minutes", [("minutes", "an hour")]),
        ("minutes", [("minutes", "5")]),
        ("minutes", [("minutes", "9" * 5000)]),
        ("place", [("place", "x" * 301)]),
        ("name-0", [("name", "x" * 201)]),
        ("name-6", [("name", "")] * 7),
        ("questions", [("pick-1", "nothing")]),
        ("questions", [("suggest", "99")]),
        ("questions", [("suggest", "-1")]),
        ("questions", [("without", "nothing")]),
        ("add", [("add", "x" * 2001)]),
        ("add", [("add", "Who cooks?"), ("add", "who cooks")]),
        ("add", [("add", "What is the tone or relational environment you want to create?")]),
        ("add", [("add", str(number)) for number in range(600)]),
        ("language", [("language", "tlh")]),
        ("language", [("second", "tlh")]),
        ("language", [("language-1", "tlh")]),
        ("lines", [("lines", "wavy")]),
        ("style", [("style", "baroque")]),
        ("layout", [("layout", "../classic")]),
        ("brand", [("brand", "samples/brand.yaml")]),
    ],
)
def test_a_problem_stands_at_its_field(page: Page, field: str, form: Form) -> None:
    answer = page.post("/preview", form)
    assert (answer.status, [told for told, _ in problems_in(answer)]) == (422, [field])
    whole = page.post("/worksheet", form)
    assert whole.status == 422
    if re.search(rf'<(input|select) id="{field}"', whole.text):
        marked = re.search(rf'<(?:input|select) id="{field}"[^>]*>', whole.text)
        assert marked
        assert f'aria-describedby="{field}-note" aria-invalid="true"' in marked[0]
        assert f'<p class="problem" id="{field}-note">' in whole.text
    assert names_in(page) == []


def test_a_time_without_its_date_is_told_in_words_of_its_own(page: Page) -> None:
    told = "A time needs its date. Give the date as well, or leave the time open."
    assert problems_in(page.post("/preview", [("time", "12:30")])) == [("date", told)]


def test_the_form_that_cannot_be_made_comes_back_as_it_was_typed(page: Page) -> None:
    form = [("name", "Ana"), ("name", "Ana"), ("place", '"Café" & <bar>'), ("pick-1", "tone"), ("layout", "prep")]
    whole = page.post("/worksheet", form)
    assert whole.status == 422
    assert 'value="&#34;Café&#34; &amp; &lt;bar&gt;"' in whole.text
    assert re.search(r'name="pick-1" value="tone"[^>]* checked', whole.text)
    assert 'name="layout" value="prep" checked' in whole.text


def test_a_form_is_bounded(page: Page) -> None:
    many = page.post("/preview", [("pick-0", "hopes")] * 4001)
    assert (many.status, "cannot be read" in many.text) == (422, True)
    assert page.post("/preview", b"name=" + b"x" * 20_000_001, content_type=FORM).status == 413
    assert page.post("/preview", b"name=%ff", content_type=FORM).status == 422


def test_a_folder_that_cannot_be_written_is_told_and_the_form_is_there(
    page: Page,
) -> None:
    shutil.rmtree(page.folder.path)
    Path(page.folder.path).write_text("no folder")
    answer = page.post("/worksheet", ANA_AND_BEN)
    assert answer.status == 507
    assert "worksheet-ana-lima-ben-okafor.pdf was not saved in the folder" in answer.text
    assert 'value="Ana Lima"' in answer.text


# Without scripts


def test_buttons_work_without_scripts(page: Page) -> None:
    more = page.post("/new", [*ANA_AND_BEN, ("people", "more")])
    assert 'data-people="3"' in more.text
    assert 'data-people="1"' in page.post("/new", [*ANA_AND_BEN, ("people", "fewer")]).text
    suggested = page.post("/new", [*ANA_AND_BEN, ("pick-0", "hopes"), ("suggest", "3")])
    assert re.search(r'name="pick-0" value="hopes"[^>]* checked', suggested.text)
    assert len(re.findall(r'name="pick-[01]"[^>]* checked', suggested.text)) == 6
    assert suggested.text.count("3 of 3 to 4") == 2


# Questions of one's own


class Row(NamedTuple):
    """A question of one's own in the list of the form."""

    id: str
    text: str
    people: str
    """The places of those for whom it is ticked."""


def own_rows(answer: Answer) -> list[Row]:
    rows = [row for row in re.findall(r"<tr>.*?</tr>", answer.text, re.DOTALL) if 'name="add"' in row]
    return [read_row(row) for row in rows]


def read_row(markup: str) -> Row:
    (name,) = re.findall(r'name="remove" value="([^"]*)"', markup)
    (text,) = re.findall(r'type="hidden" name="add" value="([^"]*)"', markup)
    return Row(name, unescape(text), "".join(re.findall(r'name="pick-(\d)"[^>]* checked', markup)))


def typed_questions(answer: Answer) -> list[str]:
    """Return what stands in the lines to write a question on."""
    return [unescape(text) for text in re.findall(r'name="add" type="text" value="([^"]*)"', answer.text)]


def test_a_question_that_is_added_stands_in_the_list_and_is_picked_counted_and_drawn(page: Page) -> None:
    form = [*ANA_AND_BEN, ("add", "Who cooks?"), ("add", ""), ("pick-1", "who-cooks"), ("pick-1", "hopes")]
    for answer in (page.post("/new", form), page.post("/questions", form)):
        assert own_rows(answer) == [Row("who-cooks", "Who cooks?", "1")]
        assert typed_questions(answer) == [""]
        assert "2 of 3 to 4" in answer.text
        assert ">Questions of our own</caption>" in answer.text
        assert 'name="without" value="who-cooks"' not in answer.text
    assert state_of(page.post("/preview", form)).picks == [[], ["hopes", "who-cooks"]]
    without = page.post("/new", ANA_AND_BEN)
    assert ("Questions of our own" in without.text, typed_questions(without)) == (False, [""])


def test_a_question_that_is_added_is_suggested_like_any_other(page: Page) -> None:
    bank = write(page, "ours.yaml", BANK)
    form = [("name", "Ana"), ("bank", bank.id), ("add", "Who cooks?")]
    picks = state_of(page.post("/suggest", [*form, ("suggest", "3")])).picks
    assert picks == [["why", "how", "who-cooks"]]
    assert own_rows(page.post("/new", [*form, ("suggest", "3")])) == [Row("who-cooks", "Who cooks?", "0")]


def test_a_question_that_cannot_be_added_comes_back_on_its_line_and_the_others_in_the_list(page: Page) -> None:
    form = [*ANA_AND_BEN, ("add", "Who cooks?"), ("add", 'who cooks? "<b>'), ("add", "Name your highest hopes")]
    form += [("add", "  who  COOKS"), ("pick-0", "who-cooks")]
    for answer in (page.post("/worksheet", form), page.post("/new", form), page.post("/questions", form)):
        assert [row.id for row in own_rows(answer)] == ["who-cooks", "who-cooks-b", "name-your-highest-hopes"]
        assert own_rows(answer)[0].people == "0"
        assert typed_questions(answer) == ["  who  COOKS"]
        assert re.search(r'id="add-note">The question &#39;who COOKS&#39; is given twice', answer.text)
    assert names_in(page) == []


def test_a_question_that_is_removed_leaves_the_others_ticked_as_they_were(page: Page) -> None:
    form = [*ANA_AND_BEN, *(("add", text) for text in ("お金は?", "時間は?", "x" * 2001, "Who cooks?"))]
    form += [("pick-0", "own-1"), ("pick-1", "own-2"), ("pick-1", "who-cooks"), ("remove", "own-1")]
    left = [Row("own-1", "時間は?", "1"), Row("who-cooks", "Who cooks?", "1")]
    for answer in (page.post("/new", form), page.post("/questions", form)):
        assert (own_rows(answer), typed_questions(answer)) == (left, ["x" * 2001])
    gone = page.post("/new", [*ANA_AND_BEN, ("add", "Who cooks?"), ("remove", "own-7")])
    assert own_rows(gone) == [Row("who-cooks", "Who cooks?", "")]


def test_questions_that_are_added_are_bounded(page: Page) -> None:
    form = [("add", f"Question {number}?") for number in range(3000)]
    answer = page.post("/new", form)
    assert (answer.status, len(own_rows(answer))) == (200, 500)
    assert re.search(
        'id="add-note">With those of &#39;A question of your own&#39; there are 5\\d\\d questions', answer.text
    )


# Files of the user's own


def test_files_of_the_folder_are_offered_by_their_kinds(page: Page) -> None:
    for name, content in (("ours.yaml", BANK), ("mine.yaml", "extends: classic\n"), ("ours.de.yaml", GERMAN)):
        write(page, name, content)
    for name in ("brand.yaml", "logo.png", "answers.yaml"):
        shutil.copy(SAMPLES / name, page.folder.path)
    write(page, "broken.yaml", "title: [")
    files = OwnFiles(page.folder)
    kinds = {kind: [file.name for file in files.list_kind(kind)] for kind in FileKind}
    assert kinds[FileKind.BANK] == ["broken.yaml", "ours.yaml"]
    assert (kinds[FileKind.LAYOUT], kinds[FileKind.BRAND]) == (["mine.yaml"], ["brand.yaml"])
    text = page.get("/new").text
    assert all(f">{name}</option>" in text for name in ("ours.yaml", "broken.yaml", "brand.yaml"))


def test_typefaces_of_the_folder_are_offered_where_there_are_any(page: Page) -> None:
    assert 'id="fonts"' not in page.get("/new").text
    font = drop(page, "Our%20Letters.TTC", CJK.read_bytes())
    assert font == {"kind": "fonts", "id": page.folder.list_files()[0].id, "name": "our-letters.ttc"}
    write(page, "notes.ttf", "no typeface")
    offered = page.get("/new").text.split('id="fonts"')[1].split("</select>")[0]
    assert re.findall('<option value="([^"]*)"', offered) == ["", font["id"]]


def test_a_typeface_that_cannot_be_used_is_told_at_its_own_field(page: Page) -> None:
    font = write(page, "notes.ttf", "no typeface")
    answer = page.post("/preview", [("fonts", font.id)])
    assert (answer.status, [field for field, _ in problems_in(answer)]) == (422, ["fonts"])
    assert "notes.ttf: is no TrueType or OpenType file" in answer.text
    gone = page.post("/preview", [("fonts", "0" * 24)])
    told = "The file of 'Typeface for further scripts' is not in the folder any more. Choose another one."
    assert problems_in(gone) == [("fonts", told)]


def test_the_closing_questions_can_be_left_out_too(page: Page) -> None:
    text = page.post("/new", [("without", "champion")]).text
    left = re.findall(r'name="without" value="([^"]*)"[^>]*?( checked)?>', text)
    assert [(name, bool(checked)) for name, checked in left if name in {"champion", "support"}] == [
        ("support", False),
        ("champion", True),
    ]
    assert 'name="pick-0" value="champion"' not in text


def test_questions_of_ones_own_come_with_their_rule_and_languages(page: Page) -> None:
    bank = write(page, "ours.yaml", BANK)
    write(page, "ours.de.yaml", GERMAN)
    parts = page.post("/questions", [("bank", bank.id)])
    assert "Why this lunch?" in parts.text
    assert "Questions, 1 for each" in parts.text
    assert 'data-minutes="60"' in parts.text
    assert re.findall(r'<option value="([^"]*)"[^>]*>', parts.text.split('id="language"')[1].split("</select>")[0]) == [
        "",
        "de",
    ]
    assert "Warum dieses Essen?" in page.post("/questions", [("bank", bank.id), ("language", "de")]).text


def test_a_file_that_has_changed_is_read_again(page: Page) -> None:
    bank = write(page, "ours.yaml", BANK)
    assert "Why this lunch?" in page.post("/questions", [("bank", bank.id)]).text
    write(page, "ours.yaml", BANK.replace("Why this lunch?", "What is this lunch for?"))
    assert "What is this lunch for?" in page.post("/questions", [("bank", bank.id)]).text


def test_a_bank_that_extends_another_has_its_questions_and_languages_as_they_are_now(page: Page) -> None:
    bank = write(page, "mine.yaml", "extends: ours.yaml\n")
    write(page, "ours.yaml", BANK)
    assert "Why this lunch?" in page.post("/questions", [("bank", bank.id)]).text
    write(page, "ours.yaml", "extends: built-in\ntitle: Our lunch, as it is now\n")
    parts = page.post("/questions", [("bank", bank.id)]).text
    assert "What expectations do you have" in parts
    assert '<option value="fr"' in parts
    write(page, "mine.de.yaml", "translates: mine\nlanguage: de\nquestions: {expectations: Wie jetzt?}\n")
    assert "Wie jetzt?" in page.post("/questions", [("bank", bank.id), ("language", "de")]).text
    write(page, "ours.yaml", BANK)
    assert "Why this lunch?" in page.post("/questions", [("bank", bank.id)]).text


def test_problems_of_a_bank_have_line_and_column_and_no_folder(page: Page) -> None:
    bank = write(page, "ours.yaml", BANK.replace("id: how", "id: why"))
    answer = page.post("/preview", [("bank", bank.id)])
    assert answer.status == 422
    ((field, told),) = problems_in(answer)
    assert field == "bank"
    assert told.startswith("line 10, column 14 ours.yaml: the question id 'why' is used twice.")
    assert page.folder.path not in answer.text
    whole = page.post("/new", [("bank", bank.id)])
    assert "What assumptions do you have of each other?" in whole.text
    assert "ours.yaml: the question id" in whole.text


def test_a_dropped_file_is_kept_and_said_to_be_what_it_is(page: Page) -> None:
    bank = drop(page, "Our%20Bank.YAML", BANK.encode())
    assert bank == {"kind": "bank", "id": page.folder.list_files()[0].id, "name": "our-bank.yaml"}
    assert drop(page, "Our%20Bank.de.yaml", GERMAN.encode())["kind"] == "translation"
    assert "Unser Essen" in page.post("/preview", [("bank", bank["id"]), ("language", "de")]).text
    assert drop(page, "mine.yml", b"extends: classic\n")["kind"] == "layout"
    assert names_in(page) == ["mine.yml", "our-bank.de.yaml", "our-bank.yaml"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("ours.yaml", b"title: x\nsections: [{id: A}]", "line 2, column 12"),
        ("ours.yaml", b"\xff\xfe\x00", "ours.yaml"),
        ("ours.yaml", b"answers: {}", "Drop it where a sheet came back."),
        ("brand.yaml", b"organisation: O\nlogo: {file: ../../logo.png, alternative: O}", "is not beside the file"),
        ("letters.ttf", b"no typeface", "letters.ttf: is no TrueType or OpenType file"),
        ("ours.exe", BANK.encode(), "is no such file"),
        ("", BANK.encode(), "is no such file"),
    ],
)
def test_a_dropped_file_that_cannot_be_used_is_told_and_not_kept(
    page: Page, name: str, content: bytes, told: str
) -> None:
    answer = page.post(f"/bank?name={name}", content)
    assert (answer.status, told in unescape(answer.text)) == (422, True)
    assert names_in(page) == []


# Calendar


def test_the_calendar_entry_is_the_command_s(page: Page, alliance: Terminal) -> None:
    form = [*ANA_AND_BEN, ("date", "2026-12-04"), ("time", "12:30")]
    answer = page.post("/calendar", form)
    assert answer.headers["content-type"].startswith("text/calendar")
    people = ["-p", "Ana Lima", "-p", "Ben Okafor"]
    alliance.done("compose", *people, "--meeting", "2026-12-04 12:30", "--ics", "lunch.ics")
    assert answer.body == Path(page.folder.path, "lunch.ics").read_bytes()


def test_so_it_is_in_a_time_zone(page: Page, alliance: Terminal) -> None:
    form = [*ANA_AND_BEN, ("date", "2026-12-04"), ("time", "12:30")]
    people = ["-p", "Ana Lima", "-p", "Ben Okafor"]
    zone = ["--timezone", "Europe/Lisbon"]
    alliance.done("compose", *people, "--meeting", "2026-12-04 12:30", "--ics", "lunch.ics", *zone)
    made = page.post("/calendar", [*form, ("timezone", " Europe/Lisbon ")]).body
    assert made == Path(page.folder.path, "lunch.ics").read_bytes()
    assert b"TZID" in made
    refused = page.post("/calendar", [*form, ("timezone", "Europe/Lissabon")])
    assert refused.status == 422
    assert 'id="timezone-note">Unknown time zone &#39;Europe/Lissabon&#39;' in refused.text
    assert 'value="Europe/Lissabon"' in refused.text


def test_a_calendar_entry_needs_to_know_when(page: Page) -> None:
    answer = page.post("/calendar", [*ANA_AND_BEN, ("date", "2026-12-04")])
    assert answer.status == 422
    assert 'id="date-note">The calendar entry needs to know when' in answer.text


def test_where_calendar_entries_cannot_be_made_the_page_says_so(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str | None = None) -> None:
        raise MissingExtra("ics", "icalendar", "calendar")

    assert ">Calendar entry</button>" in page.get("/new").text
    monkeypatch.setattr(order_screen, "require_calendar", refuse)
    text = unescape(page.get("/new").text)
    assert ">Calendar entry</button>" not in text
    assert "The calendar entry needs icalendar, which is not installed." in text
    assert calendar.require_calendar() is None  # type: ignore[func-returns-value] # here it is there
