"""Languages from right to left: pages are mirror images, and every text runs as it should."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest

from generator.composing.alliance import compose_alliance
from generator.composing.card import compose_card
from generator.composing.worksheet import compose_worksheet
from generator.files.shipped import layout_files
from generator.fonts.direction import mirror, part_line
from generator.fonts.metrics import fonts
from generator.model.answers import Agreement
from generator.model.layout import Imposition
from generator.model.people import People
from generator.model.selection import nobody
from generator.model.worksheet import Meeting, Worksheet
from generator.typesetting import DisplayText, impose, typeset
from generator.typesetting.index import Index, IndexText
from generator.typesetting.mirroring import choose_lining_figures
from generator.typesetting.page import HiddenField, Rule, Ruling, Text, TextField
from generator.words.messages import Words, words_of
from generator.workflows.inputs import load_bank, load_layout
from generator.workflows.languages import LanguageChoice
from generator.workflows.render_worksheet import count_pages
from tests.composing.alliances import alliance_of
from tests.typesetting.placed import edges_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import Document
    from generator.model.alliance import Alliance
    from generator.model.bank import QuestionBank
    from generator.typesetting.page import Field, Mark, Page, Pages

DANA, ANA = "דנה כהן", "Ana Lima"
LAYOUTS = sorted(layout_files())
HEBREW = "אני מקווה שנדבר בכנות (גם כשזה קשה), ושנעבוד יחד ב-Zoom עד 12:30. "
ENGLISH = "I hope that we laugh a lot (at ourselves), and that we say no in time. "


@cache
def bank_in(language: str) -> QuestionBank:
    return LanguageChoice(language).load_bank().bank if language != "en" else load_bank()


def sheet_of(*names: str, language: str = "he") -> Worksheet:
    bank, meeting = bank_in(language), Meeting(dt.date(2026, 12, 4), dt.time(12, 30), "Café (2)", 90)
    return Worksheet(bank, People(names), nobody(len(names)), meeting, "classic", "a4", "1")


def alliance_in(language: str, answer: str, agreement: str) -> Alliance:
    bank = bank_in(language)
    question = next(iter(bank.questions()))
    answers = {(question.id, 0): answer, (question.id, 1): answer}
    return alliance_of(bank, (DANA, ANA), answers, agreements=(Agreement(agreement, ANA),))


def pages_of(document: Document, name: str, *, fillable: bool = False) -> Pages:
    layout = choose_lining_figures(load_layout(name))
    measures = fonts(layout.faces)
    return typeset(document, layout, measures, DisplayText(measures), fillable=fillable)


def from_left(document: Document) -> Document:
    """Return a document with the same words that is read from left to right."""
    catalogue = document.words.catalogue
    return document._replace(words=Words(catalogue._replace(locale=catalogue.locale._replace(right_to_left=False))))


def order(mark: Text) -> str:
    """Return the characters of a text from left to right, as they are drawn."""
    shown = []
    for run in sorted(part_line(mark.levels), key=lambda run: run.place):
        text = mark.text[run.start : run.end]
        shown.append("".join(map(mirror, reversed(text))) if run.is_reversed else text)
    return "".join(shown)


def edges(mark: Mark | Field) -> tuple[float, float]:
    """Return the left and the right edge of what is seen of a mark."""
    if isinstance(mark, Rule | Ruling):
        return min(mark.x1, mark.x2), max(mark.x1, mark.x2)
    if isinstance(mark, Text):
        return edges_of_text(mark, fonts(FACES["faces"]))
    assert not isinstance(mark, HiddenField)
    return mark.rect.x, mark.rect.x + mark.rect.width


FACES = {"faces": load_layout("classic").faces}


def seen(page: Page) -> Iterator[Mark | Field]:
    yield from (mark for mark in page.content if not isinstance(mark, HiddenField))


def assert_mirrored(mirrored: Pages, usual: Pages) -> None:
    assert len(mirrored.pages) == len(usual.pages)
    for page, other in zip(mirrored.pages, usual.pages, strict=True):
        for mark, twin in zip(seen(page), seen(other), strict=True):
            left, right = edges(twin)
            assert edges(mark) == pytest.approx((page.width - right, page.width - left), abs=0.01), (mark, twin)


@pytest.mark.slow
@pytest.mark.parametrize("fillable", [True, False])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_is_a_mirror_image(name: str, fillable: bool) -> None:  # noqa: FBT001 - a parameter of the test
    layout = load_layout(name)
    FACES["faces"] = layout.faces
    document = compose_worksheet(sheet_of(DANA, ANA, "מיכל"), layout)
    mirrored = pages_of(document, name, fillable=fillable)
    assert mirrored.right_to_left
    assert_mirrored(mirrored, pages_of(from_left(document), name, fillable=fillable))


@pytest.mark.parametrize("name", ["classic", "side-by-side", "canvas", "large-print"])
def test_an_alliance_and_its_card_are_mirror_images(name: str) -> None:
    FACES["faces"] = load_layout(name).faces
    # numbers have no side of their own
    alliance = alliance_in("he", "12-30", "4")
    document = compose_alliance(alliance, digest="\ufde2", canvas=load_layout(name).canvas)
    digests = [
        mark
        for page in pages_of(document, name).pages
        for mark in page.content
        if getattr(mark, "text", "") == "\ufde2"
    ]
    assert digests
    plain = compose_alliance(alliance, canvas=load_layout(name).canvas)
    assert_mirrored(pages_of(plain, name), pages_of(from_left(plain), name))
    card = compose_card(alliance)
    assert_mirrored(pages_of(card, name), pages_of(from_left(card), name))


def test_a_packets_index_is_a_mirror_image() -> None:
    layout = choose_lining_figures(load_layout("classic"))
    FACES["faces"] = layout.faces
    measures = fonts(layout.faces)
    texts = IndexText("ברית", "2 דפים", ("ברית", "מפתח"))
    both = [
        next(Index(texts, [DANA, "אב"], layout, measures, DisplayText(measures), words).set())
        for words in (words_of("he"), words_of("en"))
    ]
    assert both[0].right_to_left
    marks = [[mark for mark in pages.pages[0].content if "1" not in getattr(mark, "text", "")] for pages in both]
    width = both[0].pages[0].width
    for mark, twin in zip(*marks, strict=True):
        left, right = edges(twin)
        assert edges(mark) == pytest.approx((width - right, width - left), abs=0.01)


def texts_of(pages: Pages) -> list[Text]:
    return [mark for page in pages.pages for mark in page.content if isinstance(mark, Text)]


def test_figures_are_as_high_as_hebrew_letters() -> None:
    layout = load_layout("classic")
    assert any(kind.for_data() != kind for kind in layout.styles.values())
    measures = fonts(layout.faces)
    pages = typeset(
        compose_worksheet(sheet_of(DANA, ANA), layout), layout, measures, DisplayText(measures), fillable=False
    )
    assert {mark.face.with_lining_figures for mark in texts_of(pages)} == {mark.face for mark in texts_of(pages)}


def test_numbers_and_clocks_run_from_left_to_right_and_sentences_from_right() -> None:
    document = compose_worksheet(sheet_of(ANA, DANA), load_layout("classic"))
    shown = [order(mark).strip() for mark in texts_of(pages_of(document, "classic"))]
    assert {"12:30", "14:00", "Café (2)", "12:30 ,2026 רבמצדב 4", "?הז לע הז םכל שי תוחנה וליא"} <= set(shown)
    assert "Ana Lima ןהכ הנדו"[::-1] not in shown
    assert "ןהכ הנדו Ana Lima" in {text.replace("\u2068", "").replace("\u2069", "") for text in shown}


def answer_lines(language: str, answer: str) -> list[Text]:
    pages = pages_of(compose_alliance(alliance_in(language, answer * 3, "4")), "classic")
    FACES["faces"] = load_layout("classic").faces
    return [mark for mark in texts_of(pages) if mark.text.strip() and mark.text.strip() in answer * 3]


@pytest.mark.parametrize(("language", "answer", "side"), [
    ("he", HEBREW, 1), ("he", ENGLISH, 0), ("en", HEBREW, 1), ("en", ENGLISH, 0)
])  # fmt: skip
def test_what_was_typed_stands_on_the_side_from_which_it_runs(language: str, answer: str, side: int) -> None:
    lines = answer_lines(language, answer)
    assert len(lines) > 3
    assert len({round(edges(mark)[side], 1) for mark in lines}) == 1
    assert len({round(edges(mark)[1 - side], 1) for mark in lines}) > 1


@pytest.mark.parametrize(("language", "answer"), [("he", ENGLISH), ("en", HEBREW)])
def test_the_points_of_a_list_hang_on_their_own_side(language: str, answer: str) -> None:
    FACES["faces"] = load_layout("classic").faces
    pages = pages_of(compose_alliance(alliance_in(language, f"- {answer * 3}", "4")), "classic")
    first, *more = [mark for mark in texts_of(pages) if mark.text.strip(" -") and mark.text.strip(" -") in answer * 3]
    side = int(answer == HEBREW)
    indents = {round(abs(edges(mark)[side] - edges(first)[side]), 1) for mark in more if mark.element == first.element}
    assert len(indents) == 1
    assert indents.pop() > 3
    assert order(first)[-1 if side else 0] == "-"


def test_fields_of_a_sheet_from_right_to_left_are_typed_in_from_the_right() -> None:
    for language, expected in (("he", {True}), ("ar", {True}), ("en", {False})):
        pages = pages_of(
            compose_worksheet(sheet_of(DANA, ANA, language=language), load_layout("classic")), "classic", fillable=True
        )
        fields = [mark for page in pages.pages for mark in page.content if isinstance(mark, TextField)]
        assert {field.from_right for field in fields} == expected
        first, second = fields[:2]
        assert (first.rect.x > second.rect.x) == expected.pop()


def test_a_booklet_from_right_to_left_is_bound_on_the_right() -> None:
    layout = load_layout("booklet")
    pages = pages_of(compose_worksheet(sheet_of(DANA, ANA), layout), "booklet")
    imposed = impose(pages, Imposition.BOOKLET)
    half = pages.pages[0].width
    assert min(edges(mark)[0] for mark in imposed.pages[0].content) < half
    assert max(edges(mark)[1] for mark in imposed.pages[0].content) < half
    assert min(edges(mark)[0] for mark in imposed.pages[-1].content or imposed.pages[2].content) > 0


def test_a_bank_in_a_language_without_words_of_ours_is_mirrored_by_its_own() -> None:
    assert words_of("fa").right_to_left
    assert words_of("fa").page_of(1, 2) == "Page 1 of 2"
    assert not words_of("eo").right_to_left


def test_names_do_not_order_the_sentence_around_them() -> None:
    assert words_of("he").list_names([ANA, DANA]) == f"\u2068{ANA}\u2069 ו{DANA}"
    assert words_of("he").list_names([DANA, "מיכל", ANA]) == f"{DANA}, מיכל ו-\u2068{ANA}\u2069"
    assert words_of("he").name_lines([DANA, ANA]) == (DANA, f"ו-\u2068{ANA}\u2069")
    assert words_of("en").list_names([ANA, DANA]) == f"{ANA} and \u2068{DANA}\u2069"
    assert words_of("en").list_names([ANA, "Ünal"]) == f"{ANA} and Ünal"
    assert words_of("en").renamed(DANA, ANA) == f"\u2068{DANA}\u2069 is called {ANA} now."


def test_pages_are_counted_in_every_layout() -> None:
    assert all(count_pages(sheet_of(DANA, ANA), load_layout(name)) for name in LAYOUTS)


def test_an_english_sheet_loads_nothing_of_it() -> None:
    modules = "['generator.fonts.bidi_levels', 'generator.typesetting.mirroring', 'generator.pdf.directed_runs']"
    code = (
        "import sys; from generator import compose; compose(people=['Ana', 'Žofie']); "
        f"assert not sys.modules.keys() & set({modules})"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
