"""Every language that is shipped, in every layout: nothing of ours is left in English, on paper or read aloud."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest

from generator.composing.alliance import compose_alliance
from generator.composing.worksheet import compose_worksheet
from generator.files.shipped import layout_names
from generator.fonts.metrics import fonts
from generator.model.alliance import Alliance, to_revisions
from generator.model.answers import Agreement, Answers
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import CheckboxField, HiddenField, Text, TextField
from generator.words.catalogue import SEPARATOR, describe_languages, load_catalogue
from generator.workflows.compose import ComposeRequest, build_worksheet
from generator.workflows.inputs import LayoutChoice
from generator.workflows.languages import LanguageChoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.composing.document import Document
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet

NAMES = ("Ana Lima", "Ben Okafor")
LONG_ANSWERS = 5
"""So many answers of an alliance are long, for pages to end within them."""
IN_LARGE_LETTERS = {("ja", "cards"), ("ko", "cards")}
"""Cards have no room for questions that are spelt as numbers of characters, where no typeface has these."""
COMBINATIONS = [
    (language, layout)
    for language in describe_languages()
    for layout in layout_names()
    if (language, layout) not in IN_LARGE_LETTERS
]


@cache
def list_english(language: str) -> tuple[str, ...]:
    """Return what is said in English messages that a language says otherwise, as far as that can be told."""
    found = []
    for key, said in load_catalogue(language).messages.items():
        english = key.split(SEPARATOR)[1]
        literal = max(re.split(r"\{\w+\}", english), key=len).strip()
        same = literal.casefold() in (said if isinstance(said, str) else " ".join(said)).casefold()
        if len(literal) > len("changed") and not same:
            found.append(literal)
    return tuple(found)


def find_english(language: str, texts: Iterable[str]) -> list[str]:
    """Return what stands in English, as words of their own, in texts in a language."""
    whole = "\n".join(texts)  # all at once, and patterns for those alone that are there: they take the time
    there = [literal for literal in list_english(language) if literal in whole]
    return [literal for literal in there if re.search(rf"(?<!\w){re.escape(literal)}(?!\w)", whole)]


def read_pages(document: Document, layout: Layout) -> Iterator[str]:
    """Yield the text of every element, and every tooltip."""
    metrics = fonts(layout.faces)
    pages = typeset(document, layout, metrics, DisplayText(metrics), fillable=not document.digest)
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for page in pages.pages:
        for mark in page.content:
            if isinstance(mark, Text):
                texts[mark.element].append(mark.text)
            elif isinstance(mark, TextField | CheckboxField | HiddenField):
                yield mark.tooltip
    yield from (" ".join(parts) for parts in texts.values())
    yield from (element.alternative for element in pages.elements)


def answer(worksheet: Worksheet, say: str) -> Alliance:
    """Return the alliance of a worksheet in which everybody answers, some at length, and two things are agreed."""
    people = range(len(worksheet.people))
    texts = {(question.id, person): "+" for question in worksheet.bank.every_question() for person in people}
    texts |= dict.fromkeys(list(texts)[:LONG_ANSWERS], say)
    texts.pop(("hopes", 0), None)
    agreed = (
        (Agreement("+++", "++"), Agreement("+", "", 1, None)) if worksheet.earlier_revisions else (Agreement("+", ""),)
    )
    names = tuple(worksheet.people)
    answers = Answers(names, "2026-12-04", "+", worksheet.selection.picks, texts, agreed, "2027-03-01", names)
    return Alliance(worksheet, answers, worksheet.revision)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "layout_name"), COMBINATIONS)
def test_no_message_is_left_in_english(language: str, layout_name: str) -> None:
    layout = LayoutChoice(layout_name).load()
    bank = LanguageChoice(language).load_bank().bank
    request = ComposeRequest(bank, layout, people=NAMES, suggest=3, meeting="2026-12-04 12:30", place="+")
    first = build_worksheet(request)
    again = first._replace(earlier_revisions=to_revisions(answer(first, "++ " * 300)))
    documents = [compose_worksheet(sheet, layout) for sheet in (first, again)]
    documents += [compose_alliance(answer(sheet, "+ " * 900), layout.brand, "\ufde2") for sheet in (first, again)]
    for document in documents:
        assert find_english(language, read_pages(document, layout)) == []


def test_the_english_words_are_found_where_they_are_left() -> None:
    """The test above can fail: an English sheet has many of them."""
    layout = LayoutChoice("classic").load()
    bank = LanguageChoice().load_bank().bank
    worksheet = build_worksheet(ComposeRequest(bank, layout, people=NAMES, suggest=3))
    assert len(find_english("ru", read_pages(compose_worksheet(worksheet, layout), layout))) > 10
