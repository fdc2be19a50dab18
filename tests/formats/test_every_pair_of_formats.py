"""Answers written in one format, read, written in another and read again are the same, whatever was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.formats.answers_csv import read_answers_csv, write_csv
from generator.formats.answers_json import read_answers_json, write_json
from generator.formats.answers_yaml import read_answers_yaml, write_yaml
from generator.formats.embedded_json import read_alliance
from generator.formats.located.nodes import join_surrogates
from generator.formats.xfdf import read_xfdf, write_xfdf
from generator.model.alliance import Alliance, alliance_data, to_revisions
from generator.model.answers import Agreement, Answers, Decision
from generator.model.merging import merge
from generator.model.people import People
from generator.model.returned_answers import RawAnswers, is_placeholder, resolve_answers
from generator.model.selection import nobody
from generator.model.sources import Source
from generator.model.worksheet import Meeting, canonical, identity
from tests.formats.worksheets import WORKSHEET

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.worksheet import Worksheet

    Meetings = Callable[[st.SearchStrategy[str]], st.SearchStrategy[tuple[Worksheet, Answers]]]

WHOLE = ("yaml", "json", "data")
"""The formats that hold any text; ``data`` is what a finished alliance carries."""
FORMATS = (*WHOLE, "csv", "xfdf")
NAMES = [
    "Ana Lima",
    "Zoé",
    "Person 2",
    "Ёж",
    "yes",
    "- a",
    "O'Brien: x",
    "#1",
    "=1+1",
    "Ana, Ben",
    '"',
    "[x]",
    "~",
    "a/b",
]
QUESTIONS = [question.id for question in WORKSHEET.bank.every_question()]

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=30).map(join_surrogates)
exchanged = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t<&>'\",;=+-@"), max_size=30)
awkward = st.sampled_from(
    [
        "=1",
        "'=1",
        "''=",
        "-",
        "@x",
        "| ",
        "a: b",
        "# no",
        "no",
        "~",
        "12:30",
        "1e3",
        "017",
        "a\n\n b\n",
        " b",
        "b ",
        "\ta",
    ]
)


def typed(formats: tuple[str, ...]) -> st.SearchStrategy[str]:
    """What all of these formats can hold."""
    held = any_text if formats == WHOLE else exchanged.filter(lambda text: not {"\ufffe", "\uffff"} & set(text))
    return (held | awkward).filter(lambda text: not is_placeholder(text))


@st.composite
def first_meetings(draw: st.DrawFn, text: st.SearchStrategy[str]) -> tuple[Worksheet, Answers]:
    names = tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)))
    filled, short = text.filter(str.strip), text.map(str.strip)
    picks = st.lists(st.sampled_from(QUESTIONS[:-1]), max_size=2, unique=True).map(
        lambda ids: tuple(each for each in QUESTIONS if each in ids)
    )
    worksheet = WORKSHEET._replace(
        people=People(names), selection=nobody(len(names)), meeting=Meeting(None, None, "", 90)
    )
    answers = Answers(
        names=names,
        date=draw(short),
        place=draw(short),
        picks=tuple(draw(picks) for _ in names),
        texts=draw(texts_of(filled, len(names))),
        agreements=tuple(draw(st.lists(st.builds(Agreement, filled, short), max_size=3))),
        review=draw(short),
        signed=tuple(draw(short) for _ in names),
    )
    return worksheet, answers


def texts_of(filled: st.SearchStrategy[str], people: int) -> st.SearchStrategy[dict[tuple[str, int], str]]:
    return st.dictionaries(st.tuples(st.sampled_from(QUESTIONS), st.integers(0, people - 1)), filled, max_size=4)


@st.composite
def next_meetings(draw: st.DrawFn, text: st.SearchStrategy[str]) -> tuple[Worksheet, Answers]:
    """A second meeting, at which every earlier agreement was kept, changed, dropped or left."""
    worksheet, first = draw(first_meetings(text))
    sheet = worksheet._replace(earlier_revisions=to_revisions(Alliance(worksheet, first, 1)))
    filled, short = text.filter(str.strip), text.map(str.strip)
    decisions = [draw(st.sampled_from([None, *Decision])) for _ in first.agreements]
    earlier = [
        Agreement(draw(filled), draw(short) or each.who, was, decision)  # what stays empty stands as it was
        if decision is Decision.CHANGED
        else Agreement(each.what, each.who, was, decision)
        for was, (each, decision) in enumerate(zip(first.agreements, decisions, strict=True), start=1)
    ]
    new = draw(st.lists(st.builds(Agreement, filled, short), max_size=2))
    second = Answers(
        names=first.names,
        date=draw(short),
        place=draw(short),
        picks=first.picks,
        texts=first.texts | draw(texts_of(filled, len(first.names))),
        agreements=(*(each for each in earlier if each.decision is not Decision.DROPPED), *new),
        review=draw(short),
        signed=tuple(draw(short) for _ in first.names),
        dropped=tuple(each for each in earlier if each.decision is Decision.DROPPED),
    )
    return sheet, second


def through(form: str, answers: Answers, worksheet: Worksheet) -> Answers:
    """Write the answers in a format, and return what is read back."""
    bank = worksheet.bank
    match form:
        case "data":
            data = alliance_data(Alliance(worksheet, answers, worksheet.revision))
            return read_alliance(canonical(data), "a.pdf").answers
        case "xfdf":
            slug = identity(worksheet)
            (filled,) = read_xfdf(write_xfdf(answers, worksheet, slug).encode(), "a.xfdf")
            assert filled.worksheet == worksheet
            return merge(worksheet, [Source("a.xfdf", filled.values, slug)], None)
        case "csv":
            file = read_answers_csv(write_csv(answers, bank).encode(), "a.csv")
        case "json":
            file = read_answers_json(write_json(answers, bank).encode(), "a.json")
        case _:
            file = read_answers_yaml(write_yaml(answers, bank).encode(), "a.yaml")
    assert isinstance(file, RawAnswers)
    assert file.problems == ()
    return merge(worksheet, [Source("a", resolve_answers(file, worksheet))], None)


@pytest.mark.slow
@pytest.mark.parametrize("formats", [WHOLE, FORMATS], ids=["any text", "what all hold"])
@pytest.mark.parametrize("meetings", [first_meetings, next_meetings], ids=["first meeting", "next meeting"])
def test_answers_are_the_same_by_way_of_any_two_formats(meetings: Meetings, formats: tuple[str, ...]) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(meeting=meetings(typed(formats)))
    def they_are_the_same(meeting: tuple[Worksheet, Answers]) -> None:
        worksheet, answers = meeting
        for first in formats:
            there = through(first, answers, worksheet)
            for second in formats:
                assert through(second, there, worksheet) == answers, (first, second)

    they_are_the_same()
