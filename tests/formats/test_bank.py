from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.errors import InvalidInput
from generator.formats.bank import read_bank
from generator.model.bank import Closing, PicksRule, Question

BUILT_IN = Path(__file__).parents[2] / "question_bank.yaml"
SMALL = """\
title: Small
sections:
  - id: one
    title: One
    questions:
      - {id: a, text: A?}
"""


def refusal(source: str) -> list[str]:
    with pytest.raises(InvalidInput) as failure:
        read_bank(source.encode(), "b.yaml")
    return str(failure.value).splitlines()


def test_the_built_in_bank_has_the_ids_that_answers_refer_to() -> None:
    bank = read_bank(BUILT_IN.read_bytes(), "question_bank.yaml")
    assert {section.id: [question.id for question in section.questions] for section in bank.sections} == {
        "intentions": ["assumptions", "hopes"],
        "atmosphere": ["tone", "contribution"],
        "responsibility": ["expectations", "count-on", "requests", "confidentiality", "feedback"],
        "backup-plan": ["conflict", "broken-agreement", "way-back", "broken-alliance"],
    }
    assert [question.id for question in bank.closing.questions] == ["support", "champion"]


def test_the_built_in_bank_says_how_the_meeting_goes() -> None:
    bank = read_bank(BUILT_IN.read_bytes(), "question_bank.yaml")
    assert (bank.title, bank.language, bank.minutes, bank.picks) == (
        "Designing the Alliance",
        "en",
        90,
        PicksRule(3, 4),
    )
    assert bank.attribution == "Adapted; original source unknown."
    assert [len(bank.introduction), len(bank.instructions)] == [4, 4]
    assert "Take turns answering each other’s questions." in bank.instructions


def test_nothing_of_the_scan_is_left_in_the_built_in_bank() -> None:
    text = BUILT_IN.read_text("utf-8")
    assert [damage for damage in ("\t", "each others ", "acni", "Identifyir", "¹", "  second") if damage in text] == []


def test_the_built_in_bank_names_its_schema_for_editors() -> None:
    first = BUILT_IN.read_text("utf-8").splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert (BUILT_IN.parent / path).is_file()


def test_only_title_and_sections_must_be_there() -> None:
    bank = read_bank(SMALL.encode(), "b.yaml")
    assert (bank.language, bank.attribution, bank.introduction, bank.instructions) == ("en", "", (), ())
    assert (bank.minutes, bank.picks, bank.closing) == (90, PicksRule(3, 4), Closing("Closing", "", ()))


def test_words_that_yaml_would_interpret_are_texts() -> None:
    bank = read_bank(SMALL.replace("Small", "2027-03-01").replace("A?", "12:30").encode() + b"language: no\n", "b.yaml")
    assert (bank.title, bank.language, list(bank.questions())) == ("2027-03-01", "no", [Question("a", "12:30")])


def test_texts_become_nfc_on_one_line_and_keep_their_no_break_spaces() -> None:
    source = SMALL.replace("A?", r'"  Cafe\u0301\u00a0?\r\n\t yes "')
    assert [question.text for question in read_bank(source.encode(), "b.yaml").questions()] == ["Café\u00a0? yes"]


@pytest.mark.parametrize(
    "written",
    [
        "[one two, three]",
        "|\n  one\n  two\n\n  three\n",
        ">\n  one\n  two\n\n  three\n",
        r'"one two\n \n\nthree"',
        "\n  one\n  two\n\n  three\n",
    ],
)
def test_an_introduction_is_a_list_or_a_text_with_blank_lines(written: str) -> None:
    bank = read_bank(f"introduction: {written}\n{SMALL}".encode(), "b.yaml")
    assert bank.introduction == ("one two", "three")


@pytest.mark.parametrize("written", ["[one two, three]", "|\n  one two\n\n  three\n", ">\n  one\n  two\n\n  three\n"])
def test_instructions_are_a_list_or_a_text_with_a_step_a_line(written: str) -> None:
    bank = read_bank(f"instructions: {written}\n{SMALL}".encode(), "b.yaml")
    assert bank.instructions == ("one two", "three")


def test_a_bank_may_be_json() -> None:
    data = {"title": "T", "sections": [{"id": "s", "title": "S", "questions": [{"id": "q", "text": "\U0001f600"}]}]}
    assert [question.text for question in read_bank(json.dumps(data).encode(), "b.json").questions()] == ["\U0001f600"]


@pytest.mark.parametrize(
    ("added", "problem"),
    [
        ("langauge: en", "b.yaml:7:1: unknown key 'langauge'. Did you mean 'language'?"),
        (
            "picks: {least: 3}",
            "b.yaml:7:9: unknown key 'least'. The keys here are min, max.",
        ),
        ("title: Other", "b.yaml:7:1: the key 'title' is given twice. It stands in line 1 already; keep one of them."),
        (
            "meeting: 90",
            (
                "b.yaml:7:10: 'meeting' must be a mapping of keys to values, not the word '90'. "
                "Write one 'key: value' a line below it."
            ),
        ),
        (
            "meeting: {minutes: '90'}",
            "b.yaml:7:20: 'minutes' must be a whole number, not the text '90'. Write digits only, without quotes.",
        ),
        ("meeting: {minutes: 9}", "b.yaml:7:20: 'minutes' is 9, less than 10. Write 10 or more."),
        ("meeting: {minutes: 601}", "b.yaml:7:20: 'minutes' is 601, more than 600. Write 600 or less."),
        (
            "attribution: [a]",
            (
                "b.yaml:7:14: 'attribution' must be text, not a list. "
                "Put texts with ': ', '#' or brackets in them into quotes."
            ),
        ),
        (
            "language: Deutsch (Schweiz)",
            (
                "b.yaml:7:11: 'language' must be a language tag such as en or pt-BR, not 'Deutsch (Schweiz)'. "
                "Change it: The language of the texts, a BCP 47 tag such as en or pt-BR."
            ),
        ),
        (
            "picks: {min: 5}",
            (
                "b.yaml:7:14: nobody can pick at least 5 and at most 4 questions. "
                "Make 'min' the smaller one, or write both 'min' and 'max'."
            ),
        ),
        (
            "closing: {questions: [{id: a, text: B}]}",
            (
                "b.yaml:7:28: the question id 'a' is used twice. "
                "It stands in line 6, column 14 already; give one of them another id."
            ),
        ),
        (
            "closing: {questions: [{id: ö, text: B}]}",
            (
                "b.yaml:7:28: 'id' must be lower-case letters and digits with single hyphens between them, not 'ö'. "
                "Did you mean 'oe'?"
            ),
        ),
        (
            "closing: {questions: [{id: да, text: B}]}",
            (
                "b.yaml:7:28: 'id' must be lower-case letters and digits with single hyphens between them, not 'да'. "
                "Change it: What answers refer to; keep it when the text changes."
            ),
        ),
        (
            "closing: {questions: [{id: b}]}",
            "b.yaml:7:23: missing key 'text' in item 1 of 'questions'. Add it: The question itself.",
        ),
        (
            "closing: {questions: [{id: b, text: ' '}]}",
            "b.yaml:7:37: 'text' must not be empty. Change it: The question itself.",
        ),
        (
            "closing: {title: }",
            "b.yaml:7:18: 'title' must not be empty. Write a text: The closing section's title.",
        ),
        (
            f"closing: {{title: {'x' * 2001}}}",
            "b.yaml:7:18: 'title' has 2,001 characters, and may have 2,000. Shorten it.",
        ),
        (
            f"closing: {{questions: [{{id: {'x' * 65}, text: B}}]}}",
            "b.yaml:7:28: 'id' has 65 characters, and may have 64. Shorten it.",
        ),
    ],
)
def test_a_problem_is_located_and_says_what_to_do(added: str, problem: str) -> None:
    assert refusal(SMALL + added) == [problem]


def test_a_section_without_questions_is_refused() -> None:
    source = "title: T\nsections: [{id: s, title: S, questions: []}]"
    expected = "b.yaml:2:41: 'questions' has 0 items, and needs 1. Add one: The section's questions."
    assert refusal(source) == [expected]


def test_two_sections_of_one_id_are_refused() -> None:
    source = f"{SMALL}  - {{id: one, title: Two, questions: [{{id: b, text: B}}]}}"
    expected = (
        "b.yaml:7:10: the section id 'one' is used twice. "
        "It stands in line 3, column 9 already; give one of them another id."
    )
    assert refusal(source) == [expected]


def test_a_bank_of_more_than_500_questions_over_all_is_refused() -> None:
    many = "".join(
        f"  - id: s{part}\n    title: S\n    questions:\n"
        + "".join(f"      - {{id: q{part}-{n}, text: Q}}\n" for n in range(251))
        for part in range(2)
    )
    assert refusal(f"title: T\nsections:\n{many}") == [
        "b.yaml:509:9: the bank has 502 questions, and may have 500. Make two banks of it."
    ]


def test_every_problem_is_told_at_once_in_the_order_of_the_file() -> None:
    source = "titel: T\nsections:\n  - {id: A, title: S, questions: [{id: q, text: Q}, {id: q}]}\npicks: {min: x}\n"
    assert [line.split(": ")[0] for line in refusal(source)] == [
        "b.yaml:1:1",
        "b.yaml:1:1",
        "b.yaml:3:10",
        "b.yaml:3:53",
        "b.yaml:3:58",
        "b.yaml:4:14",
    ]


@pytest.mark.parametrize("source", ["", "~", "[]", "text"])
def test_a_file_that_is_no_mapping_is_refused(source: str) -> None:
    (problem,) = refusal(source)
    assert problem.startswith("b.yaml:1:1: the file must be a mapping of keys to values")


def test_what_is_foreign_is_escaped_in_messages() -> None:
    (problem,) = refusal(SMALL + r'"\e[2J\u202e": x')
    assert problem.startswith(r"b.yaml:7:1: unknown key '\x1b[2J\u202e'.")


@pytest.mark.parametrize(
    ("written", "meant"), [("atmosphäre", "atmosphaere"), ("Spaß", "spass"), ("count on", "count-on"), ("café", "cafe")]
)
def test_an_id_that_is_not_spelled_in_ascii_is_offered_its_spelling(written: str, meant: str) -> None:
    (told,) = refusal(SMALL.replace("id: one", f"id: {written}"))
    assert told.startswith("b.yaml:3:9: 'id' must be ")
    assert told.endswith(f", not '{written}'. Did you mean '{meant}'?")
    read_bank(SMALL.replace("id: one", f"id: {meant}").encode(), "b.yaml")
