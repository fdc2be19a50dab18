"""Names in narrow columns: broken after their own hyphens, else smaller, else on a line of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.composing.alliance import compose_alliance
from generator.composing.document import FieldRows, LabelledField
from generator.composing.worksheet import compose_worksheet
from generator.fonts.metrics import fonts
from generator.model.answers import Agreement
from generator.model.layout import Style
from generator.typesetting import DisplayText, typeset
from generator.typesetting.context import TypesettingContext
from generator.typesetting.lines import break_after_hyphens, break_lines, split_after_hyphens
from generator.typesetting.names import SMALLEST_NAME, fit_name, set_name
from generator.typesetting.page import Tag, Text
from generator.typesetting.reading_blocks import texts_with_labels
from generator.typesetting.rows import StructureBuilder
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of, classic, worksheet_of
from tests.typesetting.placed import outside, overlaps

HYPHENS = "Maximiliana Konstantinopolskaya-Featherstonehaugh y Cervante"
ONE_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter"
GREEK = "Ελευθερία Παπαδοπούλου-Κωνσταντινίδου"
CYRILLIC = "Александра-Мария Константинопольская-Преображенская"
NAMES = (HYPHENS, "Wolfeschlegelsteinhausenbergerdorff-Hohenzollern von Habsbur", ONE_WORD, GREEK, CYRILLIC, "Ana Lima")


def one_each(text: str) -> float:
    return float(len(text))


def context() -> TypesettingContext:
    return TypesettingContext(classic(), fonts(), DisplayText(fonts()), StructureBuilder(), fillable=False)


def lines_of(marks: list[Text], name: str, style: Style) -> list[Text]:
    """The lines of a name in its style's face and colour, in the order in which they are read."""
    kind = classic().styles[style]
    return [
        mark for mark in marks if (mark.face, mark.colour) == (kind.face, kind.colour) and mark.text.strip() in name
    ]


def spoken(names: tuple[str, ...]) -> list[Text]:
    """The texts of an alliance in which everybody answers the one question."""
    texts = {("q1", person): f"Answer {person}." for person in range(len(names))}
    pages = typeset(
        compose_alliance(alliance_of(bank_of(["First?"]), names, texts)),
        classic(),
        fonts(),
        DisplayText(fonts()),
        fillable=False,
    )
    assert (outside(pages, classic()), overlaps(pages)) == ([], [])
    return [mark for page in pages.pages for mark in page.content if isinstance(mark, Text)]


def test_a_word_wider_than_a_line_is_broken_after_its_hyphens_first() -> None:
    assert break_after_hyphens("y Konstan-Feather-Li b", 8, one_each) == ["y ", "Konstan-", "Feather-", "Li b"]
    assert break_after_hyphens("y Anna-Li b", 8, one_each) == ["y ", "Anna-Li ", "b"]


@given(text=st.text("ab- \u2010\u00ad\u2013", max_size=30), width=st.integers(2, 12).map(float))
def test_breaking_after_hyphens_loses_nothing_and_is_as_usual_where_words_fit(text: str, width: float) -> None:
    lines = break_after_hyphens(text, width, one_each)
    assert "".join(lines).replace("\u00ad", "") == text.replace("\u00ad", "")
    assert max((one_each(line.rstrip()) for line in lines), default=0) <= width
    if all(one_each(word) <= width for word in text.split(" ")):
        assert lines == break_lines(text, width, one_each)


def test_hyphens_at_the_ends_of_a_word_part_nothing() -> None:
    assert split_after_hyphens("-Anna- --- Li-\u2010Po") == ["-Anna-", "---", "Li-\u2010Po"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_broken_within_a_word_beside_its_answer(name: str) -> None:
    lines = lines_of(spoken((name, "Ben Okafor")), name, Style.SPEAKER)
    assert "".join(mark.text for mark in lines).strip() == name
    assert [mark.text for mark in lines[:-1] if not mark.text.endswith((" ", "-"))] == []
    assert min(mark.size for mark in lines) >= SMALLEST_NAME * classic().styles[Style.SPEAKER].size


def test_a_name_that_nearly_fits_is_set_smaller_on_the_answers_baseline() -> None:
    ctx = context()
    width = ctx.width("Featherstonehaugh", Style.SPEAKER) * 0.9
    (row,) = set_name(ctx, "Featherstonehaugh", 0, width, Style.SPEAKER, 0)
    (mark,) = row.marks
    assert isinstance(mark, Text)
    assert SMALLEST_NAME <= mark.size / ctx.style(Style.SPEAKER).size <= 0.9
    assert mark.y == pytest.approx(-ctx.drop(Style.SPEAKER))
    assert fit_name(ctx, "Featherstonehaugh", width * 0.9, Style.SPEAKER) is None


def test_a_name_that_does_not_fit_its_column_stands_above_the_answer() -> None:
    marks = spoken((ONE_WORD, "Ben Okafor"))
    (name,) = lines_of(marks, ONE_WORD, Style.SPEAKER)
    places = {mark.text.strip(): mark for mark in marks}
    assert name.size == classic().styles[Style.SPEAKER].size
    assert places["Answer 0."].y < name.y - 10
    assert places["Answer 0."].x == places["Answer 1."].x > name.x
    assert places["Ben Okafor"].y == pytest.approx(places["Answer 1."].y)


def test_a_fact_that_does_not_fit_its_column_has_a_row_of_its_own() -> None:
    for name, together in (("Ana Lima", True), (ONE_WORD * 2, False)):
        row = (LabelledField("between", "", "", name), LabelledField("and", "", "", "Ben Okafor"))
        first, *others = texts_with_labels(context(), FieldRows((row,)))
        texts = [mark.text for mark in first.marks if isinstance(mark, Text)]
        assert ("Ben Okafor" in texts) == together
        assert bool(others) != together


@pytest.mark.parametrize("names", [NAMES[:2], (*NAMES[:2], *NAMES[3:])], ids=["two", "five"])
def test_no_name_of_a_worksheet_is_broken_within_a_word(names: tuple[str, ...]) -> None:
    document = compose_worksheet(worksheet_of(bank_of(["First?"], closing=("Last?",)), *names), classic())
    pages = typeset(document, classic(), fonts(), DisplayText(fonts()), fillable=True)
    assert overlaps(pages) == []
    marks = [mark for page in pages.pages for mark in page.content if isinstance(mark, Text)]
    for name in names:
        lines = [mark.text for mark in lines_of(marks, name, Style.PERSON)]
        assert "".join(lines).replace(" ", "") == name.replace(" ", "") * 3  # two questions and the signature
        assert [text for text in lines if not text.endswith((" ", "-")) and not name.endswith(text)] == []


def test_signatures_stand_in_fewer_columns_where_names_are_long() -> None:
    texts = {("q1", 0): "Yes."}
    tops = {}
    for names in (("Ana", "Ben", "Cleo"), (ONE_WORD, "Ben", "Cleo")):
        alliance = alliance_of(bank_of(["First?"]), names, texts)
        alliance = alliance._replace(answers=replace(alliance.answers, signed=names))
        pages = typeset(compose_alliance(alliance), classic(), fonts(), DisplayText(fonts()), fillable=False)
        marks = [mark for page in pages.pages for mark in page.content if isinstance(mark, Text)]
        tops[names[0]] = [lines_of(marks, name, Style.PERSON)[-1] for name in names]
    assert len({mark.y for mark in tops["Ana"]}) == 1
    assert len({mark.y for mark in tops[ONE_WORD]}) == 3
    assert tops[ONE_WORD][0].text == ONE_WORD


@pytest.mark.parametrize("names", [HYPHENS, CYRILLIC, "Schwarzenberger-Lindqvist and Ana Lima"])
def test_who_agreed_is_broken_after_hyphens_too(names: str) -> None:
    bank, texts = bank_of(["First?"]), {("q1", 0): "Yes."}
    alliance = alliance_of(bank, ("Ana",), texts, agreements=(Agreement("Mondays.", names),))
    pages = typeset(compose_alliance(alliance), classic(), fonts(), DisplayText(fonts()), fillable=False)
    lines = [
        mark.text
        for mark in pages.pages[0].content
        if isinstance(mark, Text) and mark.element >= 0 and pages.elements[mark.element].tag is Tag.TD
    ]
    assert "".join(lines) == f"Mondays.{names}"
    assert [line for line in lines[1:-1] if not line.endswith((" ", "-"))] == []
