from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.formats.answers_json import read_answers_json, write_json
from generator.formats.answers_yaml import read_answers_yaml, write_blank_yaml, write_yaml
from generator.formats.located.nodes import join_surrogates
from generator.model.answers import Agreement, Answers
from generator.model.bank import Closing, PicksRule, Question, QuestionBank, Section
from generator.model.people import People
from generator.model.selection import Selection
from generator.model.worksheet import Meeting, Worksheet

if TYPE_CHECKING:
    from generator.model.returned_answers import LocatedText, RawAnswers

EXAMPLE = """\
people: [Ana Lima, Ben Okafor]        # optional; needed when no worksheet is given
picks: {Ana Lima: [hopes, tone], Ben Okafor: [feedback]}
answers:
  hopes:
    Ana Lima: |
      As long as it needs to be. Line breaks are kept.
      So they are.
    Ben Okafor: ...
  support: {Ana Lima: yes, Ben Okafor: 12:30}
agreements: [{what: We say it within a day, who: Both}, {what: , who: }, {what: Lunch}]
review: 2027-03-01
meeting: {date: 4 December 2026, place: ~}
signed: {Ana Lima: A. L.}
"""


def bank(*questions: Question) -> QuestionBank:
    sections = (Section("s", "S", questions),)
    closing = Closing("Closing", "", (Question("support", "How do you\u2028support\none another?"),))
    return QuestionBank("Title", "en", "", (), (), 90, PicksRule(3, 4), sections, closing)


BANK = bank(Question("hopes", "Name your hopes."), Question("tone", "What is the tone?"))


def read(text: str) -> RawAnswers:
    return read_answers_yaml(text.encode(), "a.yaml")


def refusal(text: str) -> list[str]:
    try:
        return [str(problem) for problem in read(text).problems]
    except InvalidInput as failure:
        return str(failure).splitlines()


def by_name(pairs: tuple[tuple[LocatedText, LocatedText], ...]) -> dict[str, str]:
    return {name.text: found.text for name, found in pairs}


def values(file: RawAnswers) -> dict[str, object]:
    """Return what the file says, without its places."""
    return {
        "people": tuple(person.text for person in file.people),
        "picks": {name.text: tuple(pick.text for pick in ids) for name, ids in file.picks if ids},
        "answers": {question.text: by_name(texts) for question, texts in file.answers},
        "agreements": [(row.what.text, row.who.text) for row in file.agreements],
        "sheet": {(entry.field.key, entry.name and entry.name.text): entry.text.text for entry in file.sheet},
    }


def test_an_answers_file_says_what_stands_there() -> None:
    assert values(read(EXAMPLE)) == {
        "people": ("Ana Lima", "Ben Okafor"),
        "picks": {"Ana Lima": ("hopes", "tone"), "Ben Okafor": ("feedback",)},
        "answers": {
            "hopes": {
                "Ana Lima": "As long as it needs to be. Line breaks are kept.\nSo they are.",
                "Ben Okafor": "...",
            },
            "support": {"Ana Lima": "yes", "Ben Okafor": "12:30"},
        },
        "agreements": [("We say it within a day", "Both"), ("Lunch", "")],
        "sheet": {
            ("date", None): "4 December 2026",
            ("place", None): "~",
            ("review", None): "2027-03-01",
            ("signed", "Ana Lima"): "A. L.",
        },
    }


def test_names_ids_and_texts_know_where_they_stand() -> None:
    file = read(EXAMPLE)
    question, ((name, text), *_) = file.answers[0]
    places = [(found.line, found.column) for found in (file.people[1], question, name, text)]
    assert places == [(1, 20), (4, 3), (5, 5), (5, 15)]


def test_what_is_empty_is_as_if_it_were_not_there() -> None:
    file = read("answers: {hopes: {Ana: , Ben: ''}, tone: }\npicks: {Ana: }\nagreements: [{}]\nsigned:\nreview: ''\n")
    assert (file.answers, file.agreements, file.sheet) == ((), (), ())


def test_an_answer_over_the_limit_is_refused_where_it_stands() -> None:
    expected = "a.yaml:1:24: 'Ana' has 200,001 characters, and may have 200,000. Shorten it."
    assert refusal(f"answers: {{hopes: {{Ana: {'x' * 200_001}}}}}") == [expected]


def test_an_answer_at_the_limit_is_read_from_a_block() -> None:
    file = read(f"answers:\n  hopes:\n    Ana: |\n      {'x' * 200_000}\n")
    assert len(file.answers[0][1][0][1].text) == 200_000


def test_every_problem_is_told_at_once() -> None:
    assert refusal("answres: {}\npeople: Ana\npicks: {Ana: {}}\n") == [
        "a.yaml:1:1: unknown key 'answres'. Did you mean 'answers'?",
        "a.yaml:2:9: 'people' must be a list, not the word 'Ana'. Write one '- item' a line below it.",
        "a.yaml:3:14: 'Ana' must be a list, not a mapping. Write one '- item' a line below it.",
    ]


def test_json_takes_numbers_as_they_are_written_and_no_truth_values() -> None:
    file = read_answers_json(b'{"answers": {"hopes": {"Ana": 1.50, "Ben": null}}}', "a.json")
    assert by_name(file.answers[0][1]) == {"Ana": "1.50"}
    (problem,) = read_answers_json(b'{"answers":{"hopes": {"Ana": true}}}', "a.json").problems
    assert str(problem).startswith("a.json:1:30: 'Ana' must be text, not the word 'true'")


any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=40).map(join_surrogates)
awkward = st.lists(
    st.sampled_from(
        [
            "a",
            " ",
            "\xa0",
            "\u3000",
            "\n",
            "\t",
            "#",
            ": ",
            "- ",
            "|",
            "'",
            '"',
            "\\",
            "\r",
            "\x85",
            "\u2028",
            "\ufeff",
            "\ud83d",
            "---",
        ]
    ),
    max_size=8,
).map("".join)
texts = any_text | awkward
names = st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=12) | st.sampled_from(
    ["no", "Ana Lima", "- a", "a: b", "#", "<<", "a\nb", "~", "12", "\ud83d", "\U000e0001" * 190]
)
named = names.map(join_surrogates).filter(lambda name: bool(name.strip()))
ids = st.sampled_from(["hopes", "tone", "support", "unknown-1", "no", "017"])


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    people = tuple(draw(st.lists(named, min_size=1, max_size=3, unique=True)))
    places = st.tuples(ids, st.integers(0, len(people) - 1))
    return Answers(
        names=people,
        date=draw(texts),
        place=draw(texts),
        picks=tuple(tuple(draw(st.lists(ids, max_size=3, unique=True))) for _ in people),
        texts=draw(st.dictionaries(places, texts.filter(bool), max_size=5)),
        agreements=tuple(draw(st.lists(st.builds(Agreement, texts.filter(bool), texts), max_size=3))),
        review=draw(texts),
        signed=tuple(draw(texts) for _ in people),
    )


def expected(given: Answers) -> dict[str, object]:
    by_question: dict[str, dict[str, str]] = {}
    for (question, person), text in given.texts.items():
        by_question.setdefault(question, {})[given.names[person]] = text
    return {
        "people": given.names,
        "picks": {name: picked for name, picked in zip(given.names, given.picks, strict=True) if picked},
        "answers": by_question,
        "agreements": [(agreement.what, agreement.who) for agreement in given.agreements],
        "sheet": {
            (key, name): text
            for key, name, text in (
                ("date", None, given.date),
                ("place", None, given.place),
                ("review", None, given.review),
                *(("signed", name, text) for name, text in zip(given.names, given.signed, strict=True)),
            )
            if text
        },
    }


@given(given=answers())
def test_what_is_written_as_yaml_reads_back_the_same(given: Answers) -> None:
    assert values(read(write_yaml(given, BANK))) == expected(given)


@given(given=answers())
def test_what_is_written_as_json_reads_back_the_same(given: Answers) -> None:
    assert values(read_answers_json(write_json(given, BANK).encode(), "a.json")) == expected(given)


@given(text=texts.filter(lambda text: bool(text) and not re.search("[\ud800-\udfff]", text)))
def test_other_readers_of_yaml_find_the_same_answers(text: str) -> None:
    given = Answers(("Ana",), "", "", ((),), {("hopes", 0): text}, (), "", ("",))
    found = yaml.safe_load(write_yaml(given, BANK))["answers"]["hopes"]["Ana"]
    assert str(found).removesuffix("\n") == text.removesuffix("\n")


def test_yaml_is_pleasant_to_read() -> None:
    given = Answers(
        names=("Ana Lima", ""),
        date="4 December 2026, 12:30",
        place="Café",
        picks=(("hopes", "tone"), ()),
        texts={("support", 0): "Always.", ("hopes", 1): "One: two\n\n  three", ("hopes", 0): " four"},
        agreements=(Agreement("We say it within a day", "Both"),),
        review="2027-03-01",
        signed=("", ""),
    )
    assert write_yaml(given, BANK) == (
        """\
# Title
people: [Ana Lima, Person 2]
meeting:
  date: "4 December 2026, 12:30"
  place: Café
picks:
  Ana Lima: [hopes, tone]

answers:
  # Name your hopes.
  hopes:
    Ana Lima: " four"
    Person 2: |
      One: two

        three

  # How do you support one another?
  support:
    Ana Lima: |
      Always.

agreements:
  - what: |
      We say it within a day
    who: Both
review: 2027-03-01
"""
    )


def worksheet(*people: str) -> Worksheet:
    meeting = Meeting(dt.date(2026, 12, 4), dt.time(12, 30), "", 90)
    picks = Selection((("hopes",), *((),) * (len(people) - 1)))
    return Worksheet(BANK, People(people), picks, meeting, "classic", "a4", "0.1.0")


def test_a_blank_file_has_a_place_for_every_answer_and_says_nothing() -> None:
    text = write_blank_yaml(worksheet("Ana Lima", ""))
    assert values(read(text)) == {
        "people": ("Ana Lima", "Person 2"),
        "picks": {"Ana Lima": ("hopes",)},
        "answers": {},
        "agreements": [],
        "sheet": {("date", None): "4 December 2026, 12:30"},
    }
    assert list(yaml.safe_load(text)["answers"]) == ["hopes", "tone", "support"]


def test_what_is_typed_into_a_blank_file_is_read() -> None:
    blank = write_blank_yaml(worksheet("Ana Lima", ""))
    start = blank.index("\n", blank.index("Person 2: |"))
    file = read(f"{blank[:start]}\n      One: two # three\n\n      four\n{blank[start:]}")
    assert values(file)["answers"] == {"hopes": {"Person 2": "One: two # three\n\nfour"}}


def test_json_is_in_the_order_of_the_bank_and_readable() -> None:
    given = Answers(("Zoë",), "", "", ((),), {("support", 0): "\ud83d", ("hopes", 0): "é"}, (), "", ("",))
    text = write_json(given, BANK)
    assert list(json.loads(text)["answers"]) == ["hopes", "support"]
    assert '"Zoë": "é"' in text
    assert r'"Zoë": "\ud83d"' in text


def test_what_yaml_takes_for_a_comment_is_remarked_on() -> None:
    source = "people: [Ana]\nanswers:\n  hopes:\n    Ana: extension #42 every Monday\n"
    (remark,) = read_answers_yaml(source.encode(), "a.yaml").remarks
    assert remark == (
        "a.yaml:4:19: '#42 every Monday' is a comment, and no part of the text before it. "
        "If it belongs to the text: put the text into quotes."
    )


def test_a_no_break_space_behind_a_colon_is_named() -> None:
    source = "people: [Ana]\nanswers:\n  hopes:\n    Ana:\xa0I listen\n"
    (problem,) = read_answers_yaml(source.encode(), "a.yaml").problems
    assert str(problem).startswith("a.yaml:4:5: ")
    assert str(problem).endswith("a no-break space stands behind the colon. Type an ordinary space there.")
