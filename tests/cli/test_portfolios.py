"""Worksheets inside another PDF, as portfolios and covering letters hold them; pages copied out of an alliance."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import pikepdf
import pytest

from generator.formats.filled_pdf import inner_documents
from tests.cli.filling import fill
from tests.cli.reading import ANA_AND_BEN, held, worksheet
from tests.formats.pdfs import form, stream

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


def portfolio(*documents: tuple[str, bytes]) -> bytes:
    """Return a covering page with these documents inside."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for name, data in documents:
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name, mime_type="application/pdf")
        pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection, View=pikepdf.Name.D)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.fixture
def sheet(alliance: Terminal) -> bytes:
    return worksheet(alliance, *ANA_AND_BEN)


@pytest.mark.parametrize("name", ["worksheet ana.pdf", "ana", "../../etc/passwd", "\x1b[31m.pdf"])
def test_a_worksheet_inside_is_read_and_that_is_said(alliance: Terminal, sheet: bytes, name: str) -> None:
    alliance.file("p.pdf", portfolio((name, fill(sheet, {"answer/hopes/p1": "Laugh"}))))
    ended = alliance.done("merge", "p.pdf", "-o", "m.pdf")
    assert "inside was read." in ended.err
    assert "\x1b" not in ended.err
    assert held(alliance, "m.pdf")["answers"] == held(alliance, "p.pdf")["answers"] == {"hopes": {"Ana Lima": "Laugh"}}
    assert "inside was read." in alliance.done("check", "p.pdf").err
    refused = alliance("verify", "p.pdf")
    assert (refused.code, "Save the document in it" in refused.err) == (3, True)


def test_every_copy_inside_counts_and_what_cannot_be_read_is_told(alliance: Terminal, sheet: bytes) -> None:
    (alliance.folder / "in").mkdir()
    inside = portfolio(
        ("ana.pdf", fill(sheet, {"answer/hopes/p1": "Laugh"})),
        ("cover.pdf", portfolio()),
        ("broken.pdf", b"%PDF-1.7 and nothing else"),
        ("ben.pdf", fill(sheet, {"answer/tone/p2": "Calm"})),
    )
    alliance.file("in/p.pdf", inside)
    ended = alliance("collect", "in", "-o", "done")
    assert ended.code == 0
    for told in ("'ana.pdf', 'ben.pdf' inside was read.", "in/p.pdf (cover.pdf)", "in/p.pdf (broken.pdf)"):
        assert told in ended.err
    assert held(alliance, "done/alliance-ana-lima-ben-okafor.pdf")["answers"] == {
        "hopes": {"Ana Lima": "Laugh"},
        "tone": {"Ben Okafor": "Calm"},
    }


def test_copies_inside_that_differ_are_a_conflict(alliance: Terminal, sheet: bytes) -> None:
    documents = [(f"{text}.pdf", fill(sheet, {"answer/hopes/p1": text})) for text in ("Laugh", "Cry")]
    alliance.file("p.pdf", portfolio(*documents))
    ended = alliance("merge", "p.pdf", "-o", "m.pdf")
    assert (ended.code, "'Laugh' (p.pdf (Laugh.pdf), field" in ended.err) == (4, True)


def test_one_alliance_inside_is_read_and_of_two_none(alliance: Terminal) -> None:
    alliance.file("a.yaml", "people: [Ana, Ben]\nanswers: {hopes: {Ana: Laugh}}\n")
    alliance.done("merge", "a.yaml", "-o", "m.pdf")
    made = (alliance.folder / "m.pdf").read_bytes()
    alliance.file("one.pdf", portfolio(("m.pdf", made)))
    assert held(alliance, "one.pdf")["answers"] == {"hopes": {"Ana": "Laugh"}}
    alliance.file("two.pdf", portfolio(("m.pdf", made), ("n.pdf", made)))
    ended = alliance("answers", "two.pdf")
    assert (ended.code, "it is a portfolio with 'm.pdf', 'n.pdf'" in ended.err) == (3, True)


def test_a_portfolio_inside_a_portfolio_is_told_not_opened(alliance: Terminal, sheet: bytes) -> None:
    alliance.file("p.pdf", portfolio(("q.pdf", portfolio(("ana.pdf", fill(sheet, {"answer/hopes/p1": "x"}))))))
    ended = alliance("answers", "p.pdf")
    assert (ended.code, "it is a portfolio with 'q.pdf'" in ended.err) == (3, True)


def test_many_and_large_documents_inside_take_no_time_and_are_told(
    alliance: Terminal, sheet: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = fill(sheet, {"answer/hopes/p1": "Laugh"})
    empty = [(f"{number}.pdf", b"%PDF-1.7") for number in range(2_000)]
    alliance.file("many.pdf", form([stream(b"x")], attached=[("ana.pdf", filled), *empty]))
    began = time.process_time()
    ended = alliance.done("answers", "many.pdf")
    assert time.process_time() - began < 5
    assert "Laugh" in ended.text
    assert ended.err.count("\n") < 60
    alliance.file("bomb.pdf", form([stream(b"x")], attached=[("bomb.pdf", b"\0" * 60_000_000), ("ana.pdf", filled)]))
    ended = alliance("answers", "bomb.pdf")
    assert (ended.code, "'bomb.pdf'" in ended.err) in {(0, True), (3, True)}
    monkeypatch.setattr(inner_documents, "LARGEST", len(filled))
    alliance.file("p.pdf", portfolio(("ana.pdf", filled), ("ben.pdf", filled)))
    assert "'ben.pdf' inside is damaged or too much" in alliance.done("answers", "p.pdf").err


def test_pages_copied_out_of_an_alliance_are_told_as_that(alliance: Terminal) -> None:
    alliance.file("a.yaml", "people: [Ana, Ben]\nanswers: {hopes: {Ana: Laugh}}\n")
    alliance.done("merge", "a.yaml", "-o", "m.pdf")
    said = alliance.done("verify", "m.pdf").text
    with pikepdf.open(alliance.folder / "m.pdf") as pdf, pikepdf.new() as copy:
        copy.pages.extend(pdf.pages)
        copy.save(alliance.folder / "c.pdf")
    for command in ("answers", "merge", "check", "verify"):
        ended = alliance(command, "c.pdf")
        assert ended.code == 3
        assert "is pages copied out of an alliance, whose digest is " in ended.err
        digest = ended.err.partition("whose digest is ")[2][:14]
        assert digest in said
