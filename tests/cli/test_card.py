"""``alliance merge --card``: what matters most of an alliance, on one page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest
import yaml

from generator.files import publishing
from tests.cli.reading import text_of

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

A5 = (595.28, 419.53)
ANA, BEN = "Ana Lima", "Ben Okafor"
SIX = [ANA, BEN, "Žofie Nováková", "Δημήτρης Παπαδόπουλος", "Елена Иванова", "María-José de la Cruz"]
SAID = "I say out loud whose idea it was. And I write it down! What follows is for the alliance."
MERGE = ("merge", "a.yaml", "-o", "a.pdf", "--card", "c.pdf")


def answers(**parts: object) -> str:
    return yaml.safe_dump({"people": [ANA, BEN], **parts}, allow_unicode=True)


def agreed(*texts: str) -> list[dict[str, str]]:
    return [{"what": text, "who": "Both"} for text in texts]


WHOLE = answers(
    answers={"hopes": {ANA: "for nobody else"}, "support": {ANA: SAID, BEN: "I take your side"}},
    agreements=agreed("Mondays at nine"),
    review="1 March 2027",
)


def text_of_card(alliance: Terminal, content: str, *options: str) -> str:
    """Return the text of the card's only page."""
    alliance.file("a.yaml", content)
    alliance.done(*MERGE, *options, "--force")
    data = (alliance.folder / "c.pdf").read_bytes()
    (page,) = pypdf.PdfReader(io.BytesIO(data)).pages
    assert tuple(map(float, page.mediabox[2:])) == pytest.approx(A5, abs=0.01)
    return text_of(data)


def test_a_card_tells_the_people_the_agreements_the_top_sentences_and_the_review(alliance: Terminal) -> None:
    assert text_of_card(alliance, WHOLE) == (
        "Designing the Alliance Ana Lima and Ben Okafor What we agree Mondays at nine – Both "
        "What we said in closing How do you appreciate and fiercely support one another? "
        "I say out loud whose idea it was. And I write it down! … – Ana Lima I take your side – Ben Okafor "
        "We look at this again on 1 March 2027"
    )


def test_marks_to_fold_by_stand_where_printers_print(alliance: Terminal) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="needs the extra preview")
    chops = pytest.importorskip("PIL.ImageChops", reason="needs the extra preview")
    text_of_card(alliance, WHOLE)
    document = pdfium.PdfDocument(alliance.folder / "c.pdf")
    drawn = document[0].render(scale=10 * 25.4 / 72).to_pil().convert("L")  # ten pixels to the millimetre
    document.close()
    left, top, right, bottom = chops.invert(drawn).point(lambda dark: 255 if dark > 60 else 0).getbbox()
    edges = [left, top, drawn.width - right, drawn.height - bottom]
    assert all(59 <= edge <= 62 for edge in edges), edges


def test_both_files_are_told(alliance: Terminal) -> None:
    alliance.file("a.yaml", WHOLE)
    said = alliance.done(*MERGE).lines
    assert said[1] == "Wrote c.pdf. Print it in its own size, A5: to pin up, or to fold along the marks."
    assert alliance.files() == ["a.pdf", "a.yaml", "c.pdf"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (answers(answers={"support": {ANA: SAID}}), "whose idea it was"),
        (answers(agreements=agreed("Lunch")), "What we agree Lunch – Both"),
        (answers(answers={"hopes": {ANA: "yes"}}), "Designing the Alliance Ana Lima and Ben Okafor"),
        (answers(people=SIX, answers={"support": dict.fromkeys(SIX, SAID)}), "Žofie Nováková, Δημήτρης"),
        (answers(agreements=agreed(*map("Agreement {}: we say it within a day".format, range(1, 41)))), "and "),
        (answers(agreements=agreed(*["We say it within a day, whatever it is " * 8] * 40)), "more in the alliance"),
        (answers(answers={"support": {ANA: "word " * 4000, BEN: "W" * 20_000}}), "word …"),
        (answers(people=["李雷", "B" * 200], agreements=agreed("我" * 200), review="雷" * 200), "[U+674E]"),
        (answers(people=["李雷" * 90, BEN], answers={"support": {"李雷" * 90: "我"}}), "[U+6211]"),
    ],
    ids=["no agreements", "no closing", "nothing", "six", "forty", "forty long", "20,000", "not covered", "long names"],
)
def test_a_card_is_one_page_whatever_is_on_it(alliance: Terminal, content: str, expected: str) -> None:
    assert expected in text_of_card(alliance, content)


def test_what_has_no_room_is_counted(alliance: Terminal) -> None:
    text = text_of_card(alliance, answers(agreements=agreed(*(f"No {number} it is." for number in range(1, 41)))))
    shown = text.count(" it is.")
    assert 10 < shown < 40
    assert f"and {40 - shown} more in the alliance" in text


@pytest.mark.parametrize("content", [WHOLE, answers(people=SIX, answers={"support": dict.fromkeys(SIX, SAID)})])
def test_large_print_stays_large_on_a_card(alliance: Terminal, content: str) -> None:
    text_of_card(alliance, content, "--layout", "large-print")
    (page,) = pypdf.PdfReader(alliance.folder / "c.pdf").pages
    sizes: list[float] = []
    page.extract_text(visitor_text=lambda text, _cm, _tm, _font, size: sizes.append(size) if text.strip() else None)
    assert min(sizes) >= 18


def test_a_finished_alliance_alone_makes_the_same_card(alliance: Terminal) -> None:
    text = text_of_card(alliance, WHOLE)
    alliance.done("merge", "a.pdf", "-o", "b.pdf", "--card", "d.pdf")
    assert text_of((alliance.folder / "d.pdf").read_bytes()) == text


def test_the_card_of_a_share_copy_holds_nothing_that_is_left_out(alliance: Terminal) -> None:
    text = text_of_card(alliance, WHOLE, "--only", "review", "--only", "hopes")
    assert text == "Designing the Alliance Ana Lima and Ben Okafor We look at this again on 1 March 2027 Excerpt"
    things = repr(list(map(repr, pypdf.PdfWriter(alliance.folder / "c.pdf")._objects)))  # noqa: SLF001 - all objects
    assert not any(gone in things for gone in ("Mondays", "out loud", "nobody else"))


def test_a_card_holds_neither_data_nor_fields(alliance: Terminal) -> None:
    text_of_card(alliance, WHOLE)
    reader = pypdf.PdfReader(alliance.folder / "c.pdf")
    assert not reader.attachments
    assert "/AcroForm" not in reader.root_object
    assert "for nobody else" not in text_of((alliance.folder / "c.pdf").read_bytes())


def test_a_card_given_in_place_of_what_it_is_of_is_told(alliance: Terminal) -> None:
    text_of_card(alliance, WHOLE)
    data = (
        "c.pdf: is the card of an alliance, to pin up: it holds no data. "
        "Give the worksheet that was filled in, or the finished alliance that the card was made with.\n"
    )
    for command in (("merge",), ("answers",), ("check",)):
        ended = alliance(*command, "c.pdf")
        assert (ended.code, ended.err) == (3, data), command
    ended = alliance("revise", "c.pdf")
    assert ended.code == 3
    assert ended.err.startswith("c.pdf: is the card of an alliance, not a finished alliance. Give the finished")


@pytest.mark.parametrize("options", [("--paper", "a5"), ("--layout", "booklet"), ("--layout", "onepage")])
def test_another_sheet_without_fields_is_no_card(alliance: Terminal, options: tuple[str, ...]) -> None:
    alliance.done("compose", *options, "--print-only", "-o", "w.pdf")
    ended = alliance("merge", "w.pdf")
    assert (ended.code, "no form fields" in ended.err) == (3, True)


def test_with_a_password_the_card_is_encrypted_too(alliance: Terminal) -> None:
    pytest.importorskip("cryptography", reason="cryptography is not installed")
    alliance.file("a.yaml", WHOLE)
    alliance.file("secret", "our own words\n")
    alliance.done(*MERGE, "--password-file", "secret")
    assert pypdf.PdfReader(alliance.folder / "c.pdf").is_encrypted
    reader = pypdf.PdfReader(alliance.folder / "c.pdf", password="our own words")  # noqa: S106 - the test's own
    assert "Mondays at nine" in reader.pages[0].extract_text()


@pytest.mark.parametrize("there", ["a.pdf", "c.pdf"])
def test_neither_is_written_over_a_file_that_is_there(alliance: Terminal, there: str) -> None:
    alliance.file("a.yaml", WHOLE)
    alliance.file(there, "kept")
    assert alliance(*MERGE).code == 5
    assert alliance.files() == sorted(["a.yaml", there])
    assert (alliance.folder / there).read_bytes() == b"kept"


def test_one_of_both_may_be_the_standard_output(alliance: Terminal) -> None:
    alliance.file("a.yaml", WHOLE)
    assert "Mondays" in text_of(alliance.done("merge", "a.yaml", "-o", "a.pdf", "--card", "-").out)
    assert alliance.files() == ["a.pdf", "a.yaml"]
    both = alliance("merge", "a.yaml", "-o", "-", "--card", "-")
    assert (both.code, both.lines) == (
        2, ["the standard output (-) takes one file. Give the card or the alliance a name."],
    )  # fmt: skip


def test_a_card_and_the_alliance_have_different_names(alliance: Terminal) -> None:
    alliance.file("a.yaml", WHOLE)
    assert alliance("merge", "a.yaml", "-o", "a.pdf", "--card", "./a.pdf").code == 5
    assert alliance("merge", "a.yaml", "-o", "a.pdf", "--card", "a.yaml", "--force").code == 5
    assert alliance.files() == ["a.yaml"]


def test_where_the_last_of_three_files_cannot_be_written_the_others_are_as_before(
    alliance: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("icalendar", reason="icalendar is not installed")
    alliance.file("a.yaml", WHOLE)
    alliance.file("c.pdf", "an older card")
    name = publishing._give_name  # noqa: SLF001 - the last step of writing a file

    def failing(aside: str, target: str, *, replace: bool) -> None:
        if target.endswith("a.pdf"):
            raise OSError(28, "No space left on device")
        name(aside, target, replace=replace)

    monkeypatch.setattr(publishing, "_give_name", failing)
    assert alliance(*MERGE, "--ics", "r.ics", "--force").code == 5
    assert alliance.files() == ["a.yaml", "c.pdf"]
    assert (alliance.folder / "c.pdf").read_bytes() == b"an older card"


def test_verify_does_not_take_a_card_for_an_alliance(alliance: Terminal) -> None:
    text_of_card(alliance, WHOLE)
    assert alliance.done("verify", "c.pdf").text == "c.pdf: unaltered, a worksheet or a card to print.\n"
