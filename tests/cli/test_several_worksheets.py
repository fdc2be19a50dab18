"""Files in which somebody joined the worksheets of several pairs: each is found by its identity."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest

from generator.formats.filled_forms import read_forms
from tests.cli.filling import fill
from tests.cli.reading import ANA_AND_BEN, held, refusal, worksheet

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


def joined(*files: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    for data in files:
        writer.append(io.BytesIO(data))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def pile(alliance: Terminal) -> Terminal:
    anas = fill(worksheet(alliance, *ANA_AND_BEN), {"answer/hopes/p1": "Ana's"})
    cleos = fill(worksheet(alliance, "-p", "Cleo", "-p", "Dan"), {"answer/hopes/p1": "Cleo's"})
    alliance.file("ana.pdf", anas)
    alliance.file("cleo.pdf", cleos)
    alliance.file("pile.pdf", joined(anas, cleos))
    return alliance


def slug(pile: Terminal, name: str) -> str:
    return read_forms((pile.folder / name).read_bytes(), name)[0].identity


def test_which_worksheet_is_meant_must_be_said(pile: Terminal) -> None:
    line = refusal(pile("merge", "pile.pdf"), pile, "ana.pdf", "cleo.pdf", "pile.pdf")
    ana, cleo = slug(pile, "ana.pdf"), slug(pile, "cleo.pdf")
    assert line == (
        f"pile.pdf: holds 2 worksheets: {ana} (Ana Lima and Ben Okafor); {cleo} (Cleo and Dan). "
        "Say which one with --identity, or give each as a file of its own."
    )


@pytest.mark.parametrize(("name", "answer"), [("ana.pdf", {"Ana Lima": "Ana's"}), ("cleo.pdf", {"Cleo": "Cleo's"})])
def test_an_identity_says_which(pile: Terminal, name: str, answer: dict[str, str]) -> None:
    ended = pile.done("merge", "pile.pdf", "--identity", slug(pile, name), "-o", "m.pdf")
    assert held(pile, "m.pdf")["answers"] == {"hopes": answer}
    assert any("in it is left out." in line for line in ended.lines)


def test_another_source_says_which_too(pile: Terminal) -> None:
    pile.done("merge", "pile.pdf", "cleo.pdf", "-o", "m.pdf")
    assert held(pile, "m.pdf")["answers"] == {"hopes": {"Cleo": "Cleo's"}}


def test_answers_of_one_worksheet_are_printed(pile: Terminal) -> None:
    ended = pile.done("answers", "pile.pdf", "--identity", slug(pile, "cleo.pdf"))
    assert b"Cleo's" in ended.out
    assert b"Ana" not in ended.out


def test_an_identity_that_is_not_there_is_refused(pile: Terminal) -> None:
    line = refusal(pile("answers", "ana.pdf", "--identity", "nobody"), pile, "ana.pdf", "cleo.pdf", "pile.pdf")
    assert line == f"ana.pdf: holds no worksheet nobody. It holds {slug(pile, 'ana.pdf')}."


def test_check_lists_each_worksheet(pile: Terminal) -> None:
    (line,) = pile.done("check", "pile.pdf").out.decode().splitlines()
    assert line.startswith("pile.pdf: 2 worksheets: ")
    assert f"{slug(pile, 'cleo.pdf')} (Cleo and Dan) " in line
