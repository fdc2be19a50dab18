"""Typing the answers together: the same file as anybody's, nothing replaced in silence, nothing lost."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import unicodedata
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.files.reading import InputFile
from generator.formats.xfdf import read_xfdf
from generator.workflows.compose import ComposeRequest, Pick, compose
from generator.workflows.inputs import LayoutChoice, load_bank
from generator.workflows.languages import LanguageChoice
from generator.workflows.merge import MergeRequest, merge
from generator.workflows.revise import ReviseRequest, revise
from tests.web.asking import Answer, Page

if TYPE_CHECKING:
    from generator.workflows.compose import Composed

CJK = Path(__file__).parents[1] / "fixtures/typefaces/cjk.ttc"
HOPES = "answer/hopes/p1"
HARD = "".join(
    chr(code)
    for code in (*range(0x20, 0x7F), *range(0xA0, 0x3000, 7), 0x2028, 0x2029, 0x202E, 0xFDD0, 0xFEFF, 0x1F98A, 0x1FFFF)
    if unicodedata.category(chr(code)) != "Cs"
)
"""Characters that a file can hold, among them some that many programs would not keep."""


class Table:
    """The page, and a worksheet in its folder."""

    def __init__(self, folder: Path, data: bytes = b"", name: str = "") -> None:
        self.page = Page(folder)
        self.path = folder
        made = compose(order(), date=None)
        self.sheet = self.page.folder.add(name or made.name, data or made.data)

    def put(self, path: str, text: object, base: object = "", *sent: str) -> Answer:
        return self.page.put(f"/slots/{self.sheet.id}/{path}", {"text": text, "base": base, "sent": list(sent)})

    def show(self) -> str:
        answer = self.page.get(f"/talk/{self.sheet.id}")
        assert answer.status == 200
        return answer.text

    def finish(self, form: dict[str, str] | None = None) -> Answer:
        return self.page.post(f"/finish/{self.sheet.id}", form or {})

    def read(self) -> dict[str, str]:
        """Return what stands on the disk, by path."""
        (file,) = self.page.folder.list_files(".xfdf")
        (form,) = read_xfdf(*self.page.folder.read(file))
        return {entry.field_id.path: entry.text for entry in form.values if entry.text}

    def list_names(self) -> list[str]:
        return sorted(path.name for path in self.path.iterdir())


def order(*names: str, layout: str = "classic") -> ComposeRequest:
    picks = (Pick("Ana Lima", ("hopes",)), Pick("Ben Okafor", ("tone",)))
    return ComposeRequest(
        load_bank(), LayoutChoice(layout).load(), names or ("Ana Lima", "Ben Okafor"), () if names else picks
    )


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


# What is shown


def test_every_place_of_the_worksheet_is_there_by_its_path_and_what_was_picked_comes_first(table: Table) -> None:
    shown = table.show()
    for path in (HOPES, "answer/champion/p2", "pick/tone/p2", "agreement/1/what", "agreement/2/who", "review"):
        assert f'name="{path}"' in shown
    assert 'name="pick/hopes/p1" value="Yes" autocomplete="off" checked' in shown
    assert shown.index("q-hopes") < shown.index("q-champion") < shown.index("nobody picked") < shown.index("q-feedback")
    assert "name/p1" not in shown


def test_blank_names_are_asked_for_and_people_called_by_them(tmp_path: Path) -> None:
    made = compose(ComposeRequest(load_bank(), LayoutChoice().load()), date=None)
    table = Table(tmp_path, made.data, made.name)
    assert 'name="name/p2"' in table.show()
    assert "nobody picked" not in table.show()
    assert table.put("name/p2", "Zoé <b>").status == 204
    assert "Zoé &lt;b&gt;</label>" in table.show()


# Saving


def test_a_text_is_on_the_disk_once_its_saving_is_confirmed(table: Table) -> None:
    assert table.put(HOPES, "First").status == 204
    assert table.put("pick/hopes/p1", "", "Yes").status == 204
    assert table.read()[HOPES] == "First"
    assert "pick/hopes/p1" not in table.read()
    assert [name for name in table.list_names() if name.endswith(".xfdf")] == [
        f"answers-ana-lima-ben-okafor-{identity_in(table)}.xfdf"
    ]


def test_two_languages_stand_beside_each_other_as_such(tmp_path: Path) -> None:
    spoken = LanguageChoice("en,he").load_bank()
    made = compose(order()._replace(bank=spoken.bank, second=spoken.second), date=None)
    shown = Table(tmp_path, made.data, made.name).show()
    assert shown.count('<span lang="he" dir="auto">') == shown.count('<span lang="en" dir="auto">') == 15


def identity_in(table: Table) -> str:
    return table.show().partition('data-identity="')[2].partition('"')[0]


@pytest.mark.parametrize("text", [HARD, "\n\n  first line kept\n", "a\tb", "</value></field>&amp;]]>", "0"])
def test_every_character_that_a_file_can_hold_comes_back_to_disk_and_page(table: Table, text: str) -> None:
    assert table.put(HOPES, text).status == 204
    assert table.read()[HOPES] == text
    area = table.show().partition(f'id="{HOPES}"')[2].partition("</textarea>")[0].partition(">")[2]
    assert unescape(area) == f"\n{text}"  # browsers leave out the first line feed


def test_what_another_has_written_meanwhile_is_told_and_stays(table: Table) -> None:
    assert table.put(HOPES, "theirs").status == 204
    answer = table.put(HOPES, "mine", "older")
    assert (answer.status, answer.json) == (409, {"theirs": "theirs"})
    assert table.read()[HOPES] == "theirs"


def test_a_change_by_another_program_is_told_and_stays(table: Table) -> None:
    assert table.put(HOPES, "mine").status == 204
    (file,) = table.path.glob("*.xfdf")
    file.write_bytes(file.read_bytes().replace(b"mine", b"ours"))
    assert table.put(HOPES, "mine, on", "mine").json == {"theirs": "ours"}
    assert table.read()[HOPES] == "ours"


def test_a_text_goes_on_from_one_that_was_saved_without_its_page_hearing_of_it(table: Table) -> None:
    assert table.put(HOPES, "abc").status == 204
    assert table.put(HOPES, "abc").status == 204
    assert table.put(HOPES, "abcd", "", "ab", "abc").status == 204
    assert table.read()[HOPES] == "abcd"


@pytest.mark.parametrize("character", ["\x0b", "\x00", "\x1b", "\ufffe", "\ud83e"])
def test_a_character_that_no_file_can_hold_is_told_and_never_replaced(table: Table, character: str) -> None:
    assert table.put(HOPES, "kept").status == 204
    answer = table.put(HOPES, f"so far{character}", "kept")
    assert answer.status == 422
    assert f"Character 7 of this, U+{ord(character):04X}" in answer.text
    assert table.read()[HOPES] == "kept"


def test_more_than_can_be_read_back_is_refused(table: Table) -> None:
    assert "200,001 characters" in table.put(HOPES, "x" * 200_001).text
    for number in range(1, 23):
        assert table.put(f"agreement/{number}/what", "x" * 180_000).status in {204, 422}
    assert "All answers together" in table.put("agreement/23/what", "x" * 180_000).text
    assert len(table.read()["agreement/1/what"]) == 180_000


@pytest.mark.parametrize(
    ("path", "text", "status"),
    [
        ("answer/nowhere/p1", "x", 404),
        ("answer/hopes/p3", "x", 404),
        ("agreement/1/kept", "Yes", 404),
        ("pick/support/p1", "Yes", 404),
        ("definition", "{}", 404),
        ("../../x", "x", 404),
        ("pick/hopes/p1", "maybe", 400),
        (HOPES, 7, 400),
        (HOPES, None, 400),
    ],
)
def test_what_is_no_change_of_this_worksheet_is_refused(table: Table, path: str, text: object, status: int) -> None:
    assert table.put(path, text).status == status
    assert len(table.list_names()) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"[" * 100_000, b'{"text": "x"}', b"\xff"])
def test_what_is_no_json_of_ours_is_refused(table: Table, body: bytes) -> None:
    answer = table.page.ask("PUT", f"/slots/{table.sheet.id}/{HOPES}", body, table.page.own_headers({}))
    assert answer.status == 400


def test_a_full_disk_is_told_and_what_stood_before_stays(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    assert table.put(HOPES, "before").status == 204

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fail)
        answer = table.put(HOPES, "after", "before")
        assert answer.status == 507
        assert "No space left on device" in answer.text
    assert table.read()[HOPES] == "before"
    assert len(table.list_names()) == 2
    assert table.put(HOPES, "after", "before", "after").status == 204
    assert table.read()[HOPES] == "after"


def test_a_worksheet_that_is_gone_is_told(table: Table) -> None:
    (table.path / table.sheet.name).unlink()
    answer = table.put(HOPES, "x")
    assert answer.status == 404
    assert "put it back" in answer.text
    assert table.page.get(f"/talk/{table.sheet.id}").status == 404


def test_a_damaged_answers_file_is_told_and_not_replaced(table: Table) -> None:
    assert table.put(HOPES, "x").status == 204
    (file,) = table.path.glob("*.xfdf")
    file.write_bytes(file.read_bytes()[:-20])
    assert table.put(HOPES, "y", "x").status == 507
    assert not file.read_bytes().endswith(b"</xfdf>\n")
    assert table.page.get(f"/talk/{table.sheet.id}").status == 422


def test_answers_are_opened_by_their_own_file_too_and_begin_with_those_of_another(table: Table) -> None:
    assert table.put(HOPES, "said").status == 204
    (file,) = table.path.glob("*.xfdf")
    file.rename(table.path / "from-ana.xfdf")
    table.sheet = table.page.folder.list_files(".xfdf")[0]
    assert ">\nsaid</textarea>" in table.show()
    assert table.put(HOPES, "said more", "said").status == 204
    assert b">said<" in (table.path / "from-ana.xfdf").read_bytes()
    table.sheet = next(file for file in table.page.folder.list_files(".xfdf") if file.name.startswith("answers"))
    assert ">\nsaid more</textarea>" in table.show()


def test_what_is_no_worksheet_is_told(table: Table) -> None:
    answer_all(table)
    table.finish()
    table.page.folder.add("answers.yaml", b"people: [Ana Lima]\n")
    for suffix, words in (
        ("alliance-ana-lima-ben-okafor.pdf", "is a finished alliance"),
        (".yaml", "no worksheet that can be filled in"),
    ):
        (file,) = table.page.folder.list_files(suffix)
        answer = table.page.get(f"/talk/{file.id}")
        assert answer.status == 422
        assert words in answer.text


# Finishing


def test_the_alliance_is_that_of_the_command_and_of_the_same_answers_in_another_file(table: Table) -> None:
    answer_all(table)
    answer = table.finish()
    assert answer.status == 303
    (file,) = [file for file in table.page.folder.list_files(".pdf") if file.name.startswith("alliance")]
    assert answer.headers["location"] == f"/alliance/{file.id}"
    (typed,) = table.path.glob("*.xfdf")
    said = table.path.parent / "said.yaml"
    said.write_text(
        'answers: {hopes: {Ana Lima: "A\\nB"}, tone: {Ben Okafor: C}}\nagreements: [{what: Talk, who: Both}]\n',
        encoding="utf-8",
    )
    for sources in ([typed], [table.path / table.sheet.name, said]):
        made = table.path.parent / "by-hand.pdf"
        command = [sys.executable, "-m", "generator", "merge", *map(str, sources), "-o", str(made), "--force"]
        subprocess.run(command, check=True, capture_output=True)
        assert sha256(made.read_bytes()).digest() == sha256((table.path / file.name).read_bytes()).digest()


def answer_all(table: Table) -> None:
    texts = {HOPES: "A\nB", "answer/tone/p2": "C", "agreement/1/what": "Talk", "agreement/1/who": "Both"}
    for path, text in texts.items():
        assert table.put(path, text).status == 204


def test_a_layout_in_the_folder_gives_its_alliance_the_look(table: Table) -> None:
    look = table.path / "wide.yaml"
    look.write_text("extends: large-print\n", encoding="utf-8")
    choice = LayoutChoice(str(look))
    made = compose(order()._replace(layout=choice.load()), date=None)
    table.sheet = table.page.folder.add("wide.pdf", made.data)
    answer_all(table)
    table.finish()
    (typed,) = table.path.glob("*.xfdf")
    files = (InputFile(typed.read_bytes(), typed.name),)
    by_hand = merge(MergeRequest(files=files, choice=choice._replace(paper="a4")))
    assert (table.path / by_hand.name).read_bytes() == by_hand.data
    assert by_hand.data != merge(MergeRequest(files=files)).data


def test_a_brand_that_the_worksheet_carries_is_its_alliances_too(table: Table) -> None:
    brand = table.path.parent / "brand.yaml"
    brand.write_text('organisation: T\ncolours: {accent: "#004488"}\n', encoding="utf-8")
    made = compose(order()._replace(layout=LayoutChoice(brand=str(brand)).load()), date=None)
    (table.path / table.sheet.name).unlink()
    table.sheet = table.page.folder.add(made.name, made.data)
    answer_all(table)
    table.sheet = table.page.folder.list_files(".xfdf")[0]  # which carries no brand itself
    table.finish()
    (typed,) = table.path.glob("*.xfdf")
    files = (InputFile(typed.read_bytes(), typed.name), InputFile(made.data, made.name))
    by_hand = merge(MergeRequest(files=files))
    assert (table.path / by_hand.name).read_bytes() == by_hand.data
    assert by_hand.data != merge(MergeRequest(files=files[:1])).data


def test_typefaces_of_the_folder_show_what_others_do_not_and_leave_the_rest_alone(table: Table) -> None:
    font = table.path / "cjk.ttc"
    font.write_bytes(CJK.read_bytes())
    answer_all(table)
    table.finish()
    (typed,) = table.path.glob("*.xfdf")
    usual = merge(MergeRequest(files=(InputFile(typed.read_bytes(), typed.name),)))
    assert (table.path / usual.name).read_bytes() == usual.data
    (table.path / usual.name).unlink()
    assert table.put(HOPES, "お互いに話す", "A\nB").status == 204
    shown = table.page.get(table.finish().headers["location"])
    files, choice = (InputFile(typed.read_bytes(), typed.name),), LayoutChoice("", fonts=(str(font),))
    assert (table.path / usual.name).read_bytes() == merge(MergeRequest(files=files, choice=choice)).data
    assert (shown.status, "shaped-" in shown.text, "No typeface" in shown.text) == (200, True, False)


def test_the_alliance_so_far_is_drawn_as_it_will_be(table: Table) -> None:
    answer_all(table)
    fragment = table.page.get(f"/talk/{table.sheet.id}/pages")
    before = table.list_names()
    finished = table.page.get(table.finish().headers["location"]).text
    (drawn,), (made,) = (re.findall("<svg.*?</svg>", text, re.DOTALL) for text in (fragment.text, finished))
    foot = '<g font-family="Vollkorn-Italic'
    assert (fragment.status, drawn.rpartition(foot)[0]) == (200, made.rpartition(foot)[0])
    assert "Talk" in re.sub("</?tspan[^>]*>", "", drawn)
    assert not [name for name in before if name.startswith("alliance")]


def test_the_same_answers_make_one_file_and_others_another(table: Table) -> None:
    answer_all(table)
    assert table.finish().headers["location"] == table.finish().headers["location"]
    table.put("answer/tone/p2", "D", "C")
    table.finish()
    assert [name for name in table.list_names() if name.startswith("alliance")] == [
        "alliance-ana-lima-ben-okafor-2.pdf",
        "alliance-ana-lima-ben-okafor.pdf",
    ]


def test_nothing_answered_is_told_and_finished_all_the_same_only_when_asked(table: Table) -> None:
    answer = table.finish()
    assert answer.status == 422
    assert "Nobody has answered anything yet" in answer.text
    assert len(table.list_names()) == 1
    assert "See the alliance" in table.finish({"allow_empty": "yes"}).text


def test_what_is_remarkable_is_told_before_the_alliance_is_shown(table: Table) -> None:
    table.put(HOPES, "A")
    answer = table.finish()
    assert answer.status == 200
    assert "Nothing was filled in for Ben Okafor" in answer.text
    assert 'href="/alliance/' in answer.text


def test_two_decisions_on_one_agreement_are_told_beside_the_answers(tmp_path: Path) -> None:
    table = open_revision(tmp_path)
    shown = table.show()
    assert "Talk</legend>" in shown
    assert ">A\nB</p>" in shown
    table.put("agreement/1/kept", "Yes")
    table.put("agreement/1/dropped", "Yes")
    answer = table.finish()
    so_far = table.page.get(f"/talk/{table.sheet.id}/pages")
    for told in (answer, so_far):
        assert (told.status, "What becomes of agreement 1" in told.text) == (422, True)
    table.put("agreement/1/kept", "", "Yes")
    table.put("agreement/2/what", "Write")
    assert table.finish().status in {200, 303}
    made = next(name for name in table.list_names() if name.startswith("alliance"))
    assert "revision-2" in made


def open_revision(folder: Path) -> Table:
    made = revise_answers()
    return Table(folder, made.data, made.name)


def revise_answers() -> Composed:
    """Return the worksheet of the next meeting after one with some answers."""
    said = b"""people: [Ana Lima, Ben Okafor]
answers: {hopes: {Ana Lima: "A\\nB"}}
agreements: [{what: Talk, who: Both}]
"""
    before = merge(MergeRequest(files=(InputFile(said, "said.yaml"),)))
    return revise(ReviseRequest(InputFile(before.data, before.name), LayoutChoice()), date=None)


# Without scripts


def test_without_scripts_the_whole_form_is_saved_and_finished(table: Table) -> None:
    answer = table.finish({"state": state_in(table), HOPES: "A\r\nB", "answer/tone/p2": "C", "pick/tone/p2": "Yes"})
    assert answer.status == 303
    assert table.read()[HOPES] == "A\nB"
    assert "pick/hopes/p1" not in table.read()


def state_in(table: Table) -> str:
    return table.show().partition('name="state" value="')[2].partition('"')[0]


def test_without_scripts_another_window_is_not_overwritten_unasked(table: Table) -> None:
    state = state_in(table)
    table.put(HOPES, "said there")
    answer = table.finish({"state": state, HOPES: "mine"})
    assert answer.status == 409
    assert ">\nmine</textarea>" in answer.text
    assert "Ana Lima&#39;s answer to &#39;hopes&#39;" in answer.text
    assert ">said there</p>" in answer.text
    assert table.read()[HOPES] == "said there"
    assert table.finish({"state": state_in(table), HOPES: "mine"}).status == 303
    assert table.read()[HOPES] == "mine"


def test_without_scripts_a_text_that_no_file_can_hold_stays_in_the_form(table: Table) -> None:
    answer = table.finish({"state": state_in(table), HOPES: "mine\x0b"})
    assert answer.status == 422
    assert "U+000B" in answer.text
    assert "mine" in answer.text
