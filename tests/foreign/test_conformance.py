"""veraPDF accepts every worksheet as PDF/UA-1, and every alliance as PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
import pytest
from pypdf.generic import StreamObject

from generator.model.answers import Agreement
from generator.workflows.render_alliance import render_card
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of, classic
from tests.foreign.documents import ALLIANCES, REVISED, WORKSHEETS, Documents
from tests.foreign.verapdf import Check, failed_rules

if TYPE_CHECKING:
    from pathlib import Path

FLAVOURS = {
    "worksheet": ("ua1",),
    "alliance": ("3a", "ua1"),
    "next worksheet": ("ua1",),
    "revision": ("3a", "ua1"),
}


@pytest.fixture(scope="module")
def untagged(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a worksheet whose tags were taken out."""
    writer = pypdf.PdfWriter(clone_from=documents["worksheet", "two people"])
    del writer.root_object["/StructTreeRoot"]
    path = tmp_path_factory.mktemp("untagged") / "untagged.pdf"
    writer.write(path)
    return path


@pytest.fixture(scope="module")
def verdicts(documents: Documents, untagged: Path) -> dict[Check, list[str]]:
    checks = [(flavour, path) for (kind, _), path in documents.paths.items() for flavour in FLAVOURS[kind]]
    return failed_rules([*checks, ("ua1", untagged)])


@pytest.mark.parametrize("name", WORKSHEETS)
def test_a_worksheet_is_pdf_ua_1(name: str, documents: Documents, verdicts: dict[Check, list[str]]) -> None:
    assert verdicts["ua1", documents["worksheet", name]] == []


@pytest.mark.parametrize("name", ALLIANCES)
@pytest.mark.parametrize("flavour", FLAVOURS["alliance"])
def test_an_alliance_is_pdf_a_3a_and_pdf_ua_1(
    name: str, flavour: str, documents: Documents, verdicts: dict[Check, list[str]]
) -> None:
    assert verdicts[flavour, documents["alliance", name]] == []


@pytest.mark.parametrize("name", REVISED)
def test_a_worksheet_for_a_next_meeting_is_pdf_ua_1(
    name: str, documents: Documents, verdicts: dict[Check, list[str]]
) -> None:
    assert verdicts["ua1", documents["next worksheet", name]] == []


@pytest.mark.parametrize("name", REVISED)
@pytest.mark.parametrize("flavour", FLAVOURS["revision"])
def test_a_revision_is_pdf_a_3a_and_pdf_ua_1(
    name: str, flavour: str, documents: Documents, verdicts: dict[Check, list[str]]
) -> None:
    assert verdicts[flavour, documents["revision", name]] == []


def test_a_worksheet_does_not_claim_pdf_a_which_would_open_read_only(documents: Documents) -> None:
    metadata = pypdf.PdfReader(documents["worksheet", "two people"]).root_object["/Metadata"].get_object()
    assert isinstance(metadata, StreamObject)
    assert b"pdfuaid:part" in metadata.get_data()
    assert b"pdfaid:part" not in metadata.get_data()


def test_verapdf_refuses_a_worksheet_whose_tags_were_taken_out(
    untagged: Path, verdicts: dict[Check, list[str]]
) -> None:
    assert any(rule.startswith("7.1-11:") for rule in verdicts["ua1", untagged])


def test_cards_are_pdf_ua_1(tmp_path: Path) -> None:
    bank = bank_of(["Why?"])
    said = {(bank.closing.questions[0].id, 0): "I say whose idea it was. Every time. Always."}
    cards = [tmp_path / f"{agreed}.pdf" for agreed in (0, 3, 40)]
    for card in cards:
        agreements = tuple(Agreement(f"Mondays at nine, {number}", "Both") for number in range(int(card.stem)))
        whose = alliance_of(bank, ("Ana Lima", "Елена"), said if agreements else {}, agreements=agreements)
        card.write_bytes(render_card(whose, classic()).data)
    checks: list[Check] = [("ua1", card) for card in cards]
    assert failed_rules(checks) == {check: [] for check in checks}
