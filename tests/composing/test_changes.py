"""The marks of a revised alliance, and the page of what changed."""

from __future__ import annotations

import pytest

from generator.composing.alliance import compose_alliance
from generator.composing.changes import agreement_mark, mark_of
from generator.composing.document import AnsweredQuestion, GivenAnswer, Heading, Paragraph, Table
from generator.composing.earlier import LONGEST_EARLIER
from generator.files.shipped import layout_names
from generator.fonts.metrics import fonts
from generator.formats.paper import parse_paper
from generator.model.alliance import Alliance, to_revisions
from generator.model.answers import Agreement, Answers, Decision
from generator.typesetting import DisplayText, typeset
from generator.typesetting.page import Text
from generator.workflows.inputs import load_layout
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of

LONG = "very " * 200
FIRST = alliance_of(
    bank_of(["A?", "B?", "C?"]),
    ("Ana", "Ben"),
    {("q1", 0): "One", ("q1", 1): LONG, ("q2", 0): "Three"},
    agreements=(Agreement("Call", "Both"), Agreement("Lunch", "Ana"), Agreement("Write", "Ben")),
)


def revise(alliance: Alliance, texts: dict[tuple[str, int], str], agreements: tuple[Agreement, ...]) -> Alliance:
    """The revision after a meeting at which these answers and agreements were written down, beside those that stand."""
    sheet = alliance.worksheet._replace(earlier_revisions=to_revisions(alliance))
    texts = alliance.answers.texts | texts
    answers = Answers(sheet.people.names, "", "", ((), ()), texts, agreements, "", ("", ""))
    return Alliance(sheet, answers, sheet.revision)


SECOND = revise(
    FIRST,
    {("q1", 0): "Other", ("q1", 1): LONG + "much", ("q3", 1): "New"},
    (
        Agreement("Call", "Both", 1, Decision.KEPT),
        Agreement("Dinner", "Ben", 2, Decision.CHANGED),
        Agreement("Write", "Ben", 3, None),
        Agreement("Read", ""),
    ),
)


def marks(alliance: Alliance) -> tuple[dict[tuple[str, int], str], list[str]]:
    """The words for the answers and for the agreements that are marked."""
    answers = {key: mark_of(alliance, *key) for key in alliance.answers.texts}
    return answers, [agreement_mark(alliance, agreement) for agreement in alliance.answers.agreements]


def test_what_is_new_or_changed_is_marked_and_nothing_else() -> None:
    answers = {("q1", 0): "changed", ("q1", 1): "changed", ("q2", 0): "", ("q3", 1): "new"}
    assert marks(SECOND) == (answers, ["", "changed", "", "new"])


def test_what_an_earlier_revision_brought_is_marked_no_more() -> None:
    answers, agreements = marks(revise(SECOND, {("q2", 0): "Four"}, (Agreement("Dinner", "Ben", 2, None),)))
    assert answers == {("q1", 0): "", ("q1", 1): "", ("q2", 0): "changed", ("q3", 1): ""}
    assert agreements == [""]


def test_a_first_alliance_has_no_mark_and_says_nothing_of_marks() -> None:
    answers, agreements = marks(FIRST)
    assert not any(answers.values())
    assert not any(agreements)
    assert not any("margin" in block.text for block in compose_alliance(FIRST).blocks if isinstance(block, Paragraph))


def test_a_sentence_at_the_head_says_what_the_line_in_the_margin_means() -> None:
    (said,) = (block.text for block in compose_alliance(SECOND).blocks[:3] if isinstance(block, Paragraph))
    assert said == "A line in the margin marks what is new or changed since revision 1; all of it is listed at the end."


def test_the_table_of_agreements_has_no_column_for_what_became_of_them() -> None:
    table, _ = (block for block in compose_alliance(SECOND).blocks if isinstance(block, Table))
    assert table.heads == ("what", "who")
    assert table.marks == ("", "changed", "", "new")


def test_the_page_of_changes_has_each_changed_question_with_what_was_said_before_and_now() -> None:
    blocks = compose_alliance(SECOND).blocks
    page = blocks[blocks.index(Heading("Changed answers")) :]
    (changed,) = (block for block in page if isinstance(block, AnsweredQuestion))
    assert changed.text == "A?"
    ana, ben = changed.answers
    assert ana == GivenAnswer("Ana", ("Other",), seat=0, earlier="Before: One")
    for text in (*ben.paragraphs, ben.earlier.removeprefix("Before: ")):
        assert text.endswith(" …")
        assert len(text) <= LONGEST_EARLIER + 2


def test_the_page_of_changes_has_the_words_of_new_answers() -> None:
    blocks = compose_alliance(SECOND).blocks
    question = blocks[blocks.index(Heading("New answers")) + 1]
    assert question == AnsweredQuestion("C?", "", (GivenAnswer("Ben", ("New",), seat=1),), seats=2)


@pytest.mark.parametrize("name", layout_names())
def test_what_was_said_before_stands_above_what_is_said_now(name: str) -> None:
    layout = load_layout(name).on(parse_paper("a4"))
    pages = typeset(
        compose_alliance(SECOND, canvas=layout.canvas), layout, fonts(), DisplayText(fonts()), fillable=False
    )
    texts = [[mark for mark in page.content if isinstance(mark, Text)] for page in pages.pages]
    page = next(page for page in texts if any(mark.text == "Before: One" for mark in page))
    before, now, who = (
        next(mark for mark in page if mark.text.strip() == text) for text in ("Before: One", "Other", "Ana")
    )
    assert before.x == now.x
    assert before.y > now.y
    assert before.y == pytest.approx(who.y, abs=0.01) or who.y > before.y


def test_the_page_of_changes_has_the_new_wording_of_an_agreement_below_that_of_before() -> None:
    _, table = (block for block in compose_alliance(SECOND).blocks if isinstance(block, Table))
    assert [tuple(cell.value for cell in row) for row in table.rows] == [
        ("Call", "Both", "kept"),
        ("Lunch", "Ana", "changed"),
        ("Dinner", "Ben", "now"),
        ("Write", "Ben", "as before"),
    ]


@pytest.mark.parametrize("name", layout_names())
def test_no_layout_breaks_within_the_word_for_what_became_of_an_agreement(name: str) -> None:
    layout = load_layout(name).on(parse_paper("a4"))
    pages = typeset(compose_alliance(SECOND), layout, fonts(), DisplayText(fonts()), fillable=False)
    said = {mark.text for page in pages.pages for mark in page.content if isinstance(mark, Text)}
    assert said >= {"kept", "changed", "now"}
