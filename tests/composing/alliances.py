"""Alliances of every shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from generator.model.alliance import Alliance
from generator.model.answers import Agreement, Answers
from tests.composing.worksheets import worksheet_of, worksheets

if TYPE_CHECKING:
    from generator.model.bank import QuestionBank

TYPED = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=80),
    st.text("ab éλж你\n\r\u2028\t\u0301\U0001f600\ud83d\u202e", max_size=40),
    st.text("word ", min_size=200, max_size=600),
    st.sampled_from(("W" * 400, "One.\n\n\nTwo.", "well " * 300)),
)
"""What people type: anything."""
FILLED = TYPED.filter(lambda text: bool(text.strip()))


def alliance_of(
    bank: QuestionBank,
    people: tuple[str, ...],
    texts: dict[tuple[str, int], str],
    *,
    picks: tuple[tuple[str, ...], ...] = (),
    agreements: tuple[Agreement, ...] = (),
) -> Alliance:
    """An alliance of these people, the picks those that came back."""
    answers = Answers(people, "", "", picks or ((),) * len(people), texts, agreements, "", ("",) * len(people))
    return Alliance(worksheet_of(bank, *people), answers, 1)


@st.composite
def alliances(draw: st.DrawFn) -> Alliance:
    """Any alliance, of at most thirty answers."""
    worksheet = draw(worksheets().filter(lambda each: len(list(each.bank.questions())) < 20))
    people = range(len(worksheet.people))
    ids = [question.id for question in worksheet.bank.every_question()]
    places = st.tuples(st.sampled_from(ids), st.sampled_from(list(people)))
    one_line = TYPED.map(lambda text: " ".join(text.split()))
    answers = Answers(
        names=tuple(name or draw(one_line) for name in worksheet.people.names),
        date=draw(one_line),
        place=draw(one_line),
        picks=worksheet.selection.picks,
        texts=draw(st.dictionaries(places, FILLED, max_size=8)),
        agreements=tuple(draw(st.lists(st.builds(Agreement, FILLED, TYPED), max_size=3))),
        review=draw(one_line),
        signed=tuple(draw(one_line) for _ in people),
    )
    return Alliance(worksheet, answers, 1)
