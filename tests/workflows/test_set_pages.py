"""The pages of a document without its file, as they are wanted at each change on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.composing.document import DigitalSignature
from generator.model.answers import Agreement
from generator.typesetting.page import SignatureField, Text
from generator.workflows import render_worksheet as renderers
from generator.workflows.compose import ComposeRequest, build_worksheet
from generator.workflows.inputs import LayoutChoice, load_bank
from generator.workflows.render_alliance import DIGEST, render_alliance, render_card, set_alliance, set_card
from generator.workflows.render_worksheet import count_pages, render_worksheet, set_worksheet
from tests.composing.alliances import alliance_of

if TYPE_CHECKING:
    from generator.workflows.rendered_file import SetPages

BANK = load_bank()
UNKNOWN = "\U000e0fff"
"""No typeface has it."""
ALLIANCE = alliance_of(
    BANK,
    ("Ana Lima", f"Ben {UNKNOWN}"),
    {("hopes", 0): "All of it. " * 500, ("hopes", 1): "Some."},
    agreements=(Agreement("We say it", "Both"),),
)


def set_for(*names: str, choice: LayoutChoice = LayoutChoice()) -> SetPages:  # noqa: B008 - a value
    layout = choice.load()
    return set_worksheet(build_worksheet(ComposeRequest(BANK, layout, names)), layout, fillable=True)


def read_texts(shown: SetPages) -> str:
    """Return all that stands on the pages, with the values."""
    texts = (mark.text for page in shown.pages.pages for mark in page.content if isinstance(mark, Text))
    return " ".join(shown.markers.substitute(text, shown.values) for text in texts)


@pytest.mark.slow
def test_a_worksheet_s_pages_are_those_of_its_file() -> None:
    for names in (("Ana Lima", "Ben Okafor"), (), ("Ana", f"Ben {UNKNOWN}"), ("W" * 60, "דנה")):
        for name in ("classic", "booklet", "cards"):
            layout = LayoutChoice(name).load()
            worksheet = build_worksheet(ComposeRequest(BANK, layout, names))
            for fillable in (True, False):
                shown = set_worksheet(worksheet, layout, fillable=fillable)
                made = render_worksheet(worksheet, layout, fillable=fillable)
                assert (shown.pages.printed, shown.remarks) == (made.pages, made.remarks)
                assert shown.pages.left_out == made.left_out
            assert count_pages(worksheet, layout) == render_worksheet(worksheet, layout, fillable=False).pages


def test_the_same_pages_are_filled_with_other_names() -> None:
    one, other = set_for("Ana Lima", "Ben Okafor"), set_for("Cleo", "Dmitri Щ")
    assert one.pages is other.pages
    assert ("Ana Lima" in read_texts(one), "Ana Lima" in read_texts(other)) == (True, False)
    assert "Dmitri Щ" in read_texts(other)


def test_layouts_that_differ_are_not_taken_for_each_other() -> None:
    choices = (LayoutChoice(), LayoutChoice(paper="letter"), LayoutChoice(style="easy-reading"), LayoutChoice("prep"))
    found = [set_for("Ana", "Ben", choice=choice).pages for choice in choices]
    assert len({(pages.pages, pages.faces.text) for pages in found}) == len(choices)
    assert set_for("Ana", "Ben", choice=choices[0]).pages is found[0]


def test_so_many_renderers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderers, "_MOST_RENDERERS", 2)
    first = set_for("Ana", "Ben").pages
    for paper in ("letter", "legal"):
        set_for("Ana", "Ben", choice=LayoutChoice(paper=paper))
    assert set_for("Ana", "Ben").pages is not first
    assert len(renderers._KEPT) == 2  # noqa: SLF001 - nobody else sees it


def test_an_alliance_s_pages_are_those_of_its_file_but_for_the_digest() -> None:
    layout = LayoutChoice().load()
    shown, made = set_alliance(ALLIANCE, layout), render_alliance(ALLIANCE, layout)
    assert (shown.pages.printed, shown.remarks) == (made.pages, made.remarks)
    assert made.remarks
    assert "All of it." in read_texts(shown)
    assert DIGEST not in read_texts(shown)
    digested = read_texts(shown._replace(values={DIGEST: "7f3a 91bc 04de"}))
    assert digested.count("7f3a 91bc 04de") == made.pages


def test_an_alliance_to_be_signed_has_a_place_for_it() -> None:
    shown = set_alliance(ALLIANCE, LayoutChoice().load(), DigitalSignature("Ana Lima", "4 December 2026"))
    fields = [item for page in shown.pages.pages for item in page.content if isinstance(item, SignatureField)]
    assert len(fields) == 1
    assert "Ana Lima" in " ".join(fields[0].lines)


def test_a_card_s_page_is_that_of_its_file() -> None:
    layout = LayoutChoice().load()
    shown, made = set_card(ALLIANCE, layout), render_card(ALLIANCE, layout)
    assert (shown.pages.printed, shown.remarks) == (made.pages, made.remarks) == (1, made.remarks)
    assert "We say it" in read_texts(shown)
