"""Two languages on every layout: nothing is clipped or overlaps, and a text keeps the same in the second below it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from generator.composing.alliance import compose_alliance
from generator.composing.spoken import Spoken
from generator.composing.worksheet import compose_worksheet
from generator.files.shipped import layout_names, style_files
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.alliance import Alliance, to_revisions
from generator.model.answers import Agreement, Answers
from generator.model.layout import Style
from generator.pdf.conformance import Conformance, violations
from generator.pdf.document_info import Properties
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import ARTIFACT, CheckboxField, Text
from generator.workflows.compose import ComposeRequest, build_worksheet
from generator.workflows.inputs import load_layout
from generator.workflows.languages import LanguageChoice
from tests.typesetting.placed import as_it_is_set, out_of_order, outside, overlaps

if TYPE_CHECKING:
    from generator.composing.document import Document
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet
    from generator.typesetting.page import Pages

SIX = ("Ana Lima", "Ben Okafor", "Chloé Martin", "Дмитрий Орлов", "Ελένη Παπαδοπούλου", "Farid Haddad")


def sheet(layout: Layout, languages: str, people: int, picks: int = 0) -> Worksheet:
    spoken = LanguageChoice(languages).load_bank()
    request = ComposeRequest(
        spoken.bank,
        layout,
        people=SIX[:people],
        suggest=picks or None,
        second=spoken.second,
        own=spoken.own,
        meeting="2026-12-04 12:30",
        place="Lisboa",
    )
    return build_worksheet(request)


def set_pages(document: Document, layout: Layout, *, fillable: bool = True) -> Pages:
    measures = fonts(layout.faces)
    return typeset(document, layout, measures, DisplayText(measures), fillable=fillable)


def find_parted(pages: Pages) -> list[str]:
    """Return the texts that end on another page than what stands in a second language below them begins."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    texts: dict[int, str] = {}
    for number, page in enumerate(pages.pages):
        for mark in page.content:
            if isinstance(mark, Text) and mark.element != ARTIFACT:
                first.setdefault(mark.element, number)
                last[mark.element] = number
                texts[mark.element] = texts.get(mark.element, "") + mark.text
    return [
        texts[index]
        for index, element in enumerate(pages.elements)
        if element.language and element.parent in last and index in first and last[element.parent] != first[index]
    ]


def look_at(pages: Pages, layout: Layout) -> dict[str, object]:
    """Return everything that is wrong with pages, by what it is."""
    found = {
        "outside": outside(pages, layout),
        "overlaps": overlaps(pages),
        "order": out_of_order(pages),
        "parted": find_parted(pages),
        "violations": violations(pages, Properties("T", "de"), Conformance.UA1),
    }
    return {what: wrong for what, wrong in found.items() if wrong}


PAPERS = ("a4", "a5", "letter")
STYLES = (None, *style_files())
CASES = tuple(product(("de,pt", "el,ru,Ana Lima=fr"), (1, 2, 6), (0, 3)))
"""Languages, numbers of people and of picks: every third one is tried, others on other papers and in other styles."""


@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", layout_names())
def test_nothing_is_wrong_in_any_combination(name: str, style: str | None, paper: str) -> None:
    layout = as_it_is_set(load_layout(name, style).on(parse_paper(paper)))
    for languages, people, picks in CASES[(PAPERS.index(paper) + STYLES.index(style)) % 3 :: 3]:
        pages = set_pages(compose_worksheet(sheet(layout, languages, people, picks), layout), layout)
        case, found = (languages, people, picks), look_at(pages, layout)
        if paper == "a5" and name in {"large-print", "booklet"}:  # what is bound together is higher than such a page
            found = {what: wrong for what, wrong in found.items() if what not in {"parted", "outside"}}
        assert (case, found) == (case, {})


@pytest.mark.parametrize("name", layout_names())
def test_nothing_is_wrong_with_two_people(name: str) -> None:
    layout = as_it_is_set(load_layout(name))
    pages = set_pages(compose_worksheet(sheet(layout, "de,pt", 2, 3), layout), layout)
    assert look_at(pages, layout) == {}
    assert any(element.language == "pt" for element in pages.elements) == (name != "tents")  # which have names alone


@pytest.mark.parametrize("name", layout_names())
@pytest.mark.slow
def test_nothing_is_wrong_with_alliances_and_next_sheets(name: str) -> None:
    layout = as_it_is_set(load_layout(name))
    worksheet = sheet(layout, "de,pt", 2, 2)
    for length in (3, 40, 90):
        said = "Wir sagen früh, was wir brauchen. " * length
        texts = {(question.id, seat): said for question in worksheet.bank.questions() for seat in range(2)}
        agreed = (Agreement("Reden", "Ana"), Agreement("Essen", "Ben"))
        answers = Answers(SIX[:2], "", "", worksheet.selection.picks, texts, agreed, "2027-03-01", SIX[:2])
        alliance = Alliance(worksheet, answers, 1)
        done = compose_alliance(alliance, None, canvas=layout.canvas)
        found = look_at(set_pages(done, layout, fillable=False), layout)
        if layout.canvas:
            found.pop("order", None)  # long answers stand side by side in pieces, in any number of languages
        assert (length, found) == (length, {})
        again = worksheet._replace(earlier_revisions=to_revisions(alliance))
        found = look_at(set_pages(compose_worksheet(again, layout), layout), layout)
        found.pop("order", None)  # rooms stand below what was said earlier, in any number of languages
        assert (length, found) == (length, {})


def test_a_long_introduction_stands_one_language_below_the_other() -> None:
    layout = load_layout("classic")
    worksheet = sheet(layout, "de,pt", 2)
    long = worksheet.bank._replace(introduction=("Stellt euch eine Welt vor. " * 120,))
    assert worksheet.languages is not None
    (other,) = worksheet.languages.banks
    banks = (other._replace(introduction=("Imaginem um mundo. " * 120,)),)
    worksheet = worksheet._replace(bank=long, languages=worksheet.languages._replace(banks=banks))
    pages = set_pages(compose_worksheet(worksheet, layout), layout)
    assert look_at(pages, layout) == {}
    starts = {
        round(mark.x)
        for page in pages.pages
        for mark in page.content
        if isinstance(mark, Text) and "Imaginem um mundo" in mark.text
    }
    assert starts == {round(layout.margins.left)}


@pytest.mark.parametrize(("languages", "second"), [("de,he", "he"), ("he,de", "de")])
def test_the_second_language_runs_from_its_own_side(languages: str, second: str) -> None:
    layout = load_layout("classic")
    pages = set_pages(compose_worksheet(sheet(layout, languages, 2), layout), layout)
    marks = [mark for page in pages.pages for mark in page.content if isinstance(mark, Text)]
    below = [mark for mark in marks if mark.element != ARTIFACT and pages.elements[mark.element].language == second]
    assert len(below) > 60
    assert all((1 in mark.levels) == (second == "he") for mark in below)
    middle = layout.page.width / 2
    sections = [mark for mark in below if mark.text.strip() in {"בירור הכוונות", "Absichten klären"}]
    assert sections
    assert all((mark.x > middle) == (second == "he") for mark in sections)


@pytest.mark.parametrize("languages", ["de,Ana Lima=he", "he,Ben Okafor=de"])
def test_a_persons_own_sheet_is_mirrored_alone(languages: str) -> None:
    layout = load_layout("prep")
    pages = set_pages(compose_worksheet(sheet(layout, languages, 2), layout), layout)
    middle = layout.page.width / 2
    boxes = [{mark.rect.x > middle for mark in page.content if isinstance(mark, CheckboxField)} for page in pages.pages]
    assert boxes == [{True}, {True}, {False}, {False}]


def test_the_second_language_is_never_larger_than_the_first() -> None:
    layout = load_layout("workbook")
    pages = set_pages(compose_worksheet(sheet(layout, "de,pt", 2), layout), layout)
    sizes: dict[int, float] = {}
    for page in pages.pages:
        for mark in page.content:
            if isinstance(mark, Text) and mark.element != ARTIFACT:
                sizes.setdefault(mark.element, mark.size)
    pairs = [
        (sizes[element.parent], sizes[index])
        for index, element in enumerate(pages.elements)
        if element.language and element.parent in sizes and index in sizes
    ]
    assert len(pairs) > 30
    assert all(below <= above for above, below in pairs)
    assert max(below for _, below in pairs) == layout.styles[Style.NOTE].size


def test_a_text_that_knows_its_language_is_another_one_only_to_who_asks() -> None:
    plain, alone = "Hopes", Spoken("Hopes")
    german = Spoken("Hopes", second=Spoken("Hoffnungen", "de"))
    assert alone == plain
    assert hash(alone) == hash(plain)
    assert len({plain, german, Spoken("Hopes", "fr"), Spoken("Hopes", second=Spoken("Hoffnungen", "at"))}) == 4
    assert german == Spoken("Hopes", second=Spoken("Hoffnungen", "de"))
    assert type(f"{german}") is str
