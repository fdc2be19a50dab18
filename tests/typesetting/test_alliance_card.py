"""The card of an alliance: its logo, its folds, and whose each extract is."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import pytest

from generator.composing.card import compose_card
from generator.fonts.metrics import fonts
from generator.model.answers import Agreement
from generator.model.brand import Image
from generator.model.layout import POINTS_PER_MM
from generator.typesetting import DisplayText, typeset
from generator.typesetting.alliance_card import WIDTH
from generator.typesetting.page import Picture, Tag, Text
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of, classic
from tests.typesetting.branding import BANNER, LINE, SQUARE, TALL, WIDE, branded
from tests.typesetting.placed import overlaps

if TYPE_CHECKING:
    from generator.typesetting.page import Pages

TWO = ("Ana Lima", "Ben Okafor")
LONG = ("Bartholomew Maximilian Featherstonehaugh-Cholmondeley von", "Donaudampfschifffahrtselektrizitätenhauptbetrieb")
SENTENCE = "we say it to each other within a day of it and never let it wait for longer than that or so at all"


def card_of(people: tuple[str, ...], *agreed: str, image: Image | None = None) -> Pages:
    """The card of an alliance with these agreements, under a brand where there is a logo."""
    agreements = tuple(Agreement(text, "Both") for text in agreed)
    alliance = alliance_of(bank_of(["Why?"]), people, {("c1", 0): "Yes."}, agreements=agreements)
    document = compose_card(alliance, branded(image=image) if image else None)
    pages = typeset(document, classic(), fonts(), DisplayText(fonts()), fillable=False)
    assert overlaps(pages) == []
    return pages


def texts_of(pages: Pages, tag: Tag) -> list[Text]:
    (page,) = pages.pages
    return [mark for mark in page.content if isinstance(mark, Text) and mark.element >= 0
            and pages.elements[mark.element].tag is tag]  # fmt: skip


@pytest.mark.parametrize(("image", "area"), [(WIDE, 200), (SQUARE, 200), (TALL, 32.4)])
def test_the_logo_is_sized_by_its_area_as_elsewhere(image: Image, area: float) -> None:
    (logo,) = (mark for mark in card_of(TWO, "We call.", image=image).pages[0].content if isinstance(mark, Picture))
    assert prod((logo.rect.width, logo.rect.height)) / POINTS_PER_MM**2 == pytest.approx(area, abs=0.1)


@pytest.mark.parametrize("image", [None, WIDE])
@pytest.mark.parametrize("people", [("Ana",), TWO, (*TWO, "Cleo Ray")])
def test_a_usual_title_stands_on_one_side_of_the_fold(people: tuple[str, ...], image: Image | None) -> None:
    title = texts_of(card_of(people, "We call.", image=image), Tag.H1)
    ends = [line.x + fonts().width(line.text.rstrip(), line.face, line.size) for line in title]
    assert max(ends) < WIDTH / 2
    assert title[0].size >= 18


POST = Image(10, 60, 1, bytes(600))
HYPHENED = ("Maximiliana Konstantinopolskaya-Featherstonehaugh", "Al")


@pytest.mark.parametrize("image", [POST, TALL, LINE, BANNER], ids=["post", "tall", "line", "banner"])
@pytest.mark.parametrize("people", [("Ana",), TWO, LONG, HYPHENED], ids=["one", "two", "long", "hyphened"])
def test_a_tall_logo_and_a_wide_one_stand_free_of_the_title_and_above_the_columns(
    people: tuple[str, ...], image: Image
) -> None:
    pages = card_of(people, "We call.", image=image)
    (logo,) = (mark for mark in pages.pages[0].content if isinstance(mark, Picture))
    assert logo.rect.height <= 18.01 * POINTS_PER_MM
    assert logo.rect.width <= 60.01 * POINTS_PER_MM
    for line in texts_of(pages, Tag.H1):
        assert line.x + fonts().width(line.text.rstrip(), line.face, line.size) < logo.rect.x - 5 * POINTS_PER_MM
    highest = max(mark.y + mark.size for mark in texts_of(pages, Tag.H2))
    assert highest < logo.rect.y - 5 * POINTS_PER_MM


def test_a_title_goes_across_the_fold_rather_than_break_a_name() -> None:
    said = " ".join(line.text for line in texts_of(card_of(HYPHENED, "We call.", image=LINE), Tag.H1))
    assert said.split() == ["Maximiliana", "Konstantinopolskaya-Featherstonehaugh", "and", "Al"]


def test_a_title_that_would_be_small_there_goes_across_the_fold() -> None:
    title = texts_of(card_of(LONG * 3, "We call."), Tag.H1)
    assert max(line.x + fonts().width(line.text.rstrip(), line.face, line.size) for line in title) > WIDTH / 2


@pytest.mark.parametrize("number", range(4, len(SENTENCE.split())))
def test_a_name_stands_with_a_word_of_what_it_is_behind(number: int) -> None:
    (page,) = card_of(TWO, " ".join(SENTENCE.split()[:number])).pages
    texts = [mark for mark in page.content if isinstance(mark, Text)]
    (by,) = (mark for mark in texts if mark.text == "\N{EN DASH} Both")
    beside = [mark for mark in texts if mark.y == pytest.approx(by.y, abs=0.01) and mark.x < by.x]
    assert "".join(mark.text for mark in beside).strip()


def test_a_single_word_as_wide_as_a_line_has_the_name_below_it() -> None:
    (page,) = card_of(TWO, "Donaudampfschifffahrtselektrizitäten").pages
    assert [mark for mark in page.content if isinstance(mark, Text) and mark.text == "\N{EN DASH} Both"]
