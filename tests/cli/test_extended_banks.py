"""``extends``: a bank that says only what it adds to another one, from the file to the next meeting's sheet."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from generator.formats.filled_forms import read_forms
from tests.cli.filling import fill
from tests.cli.reading import text_of

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal

OURS = """\
extends: built-in
title: Our way
sections:
  - id: intentions
    questions: [{id: money, text: How do we talk about money?}]
  - id: play
    title: Play
    questions: [{id: fun, text: What do we laugh about?}]
closing: {questions: [{id: thanks, text: What do we thank each other for?}]}
"""
GERMAN = """\
translates: ours
language: de
title: Unser Weg
sections: {play: Spiel}
questions: {money: Wie reden wir über Geld?, fun: Worüber lachen wir?, thanks: Wofür danken wir einander?}
"""
PAIR = ("-p", "Ana", "-p", "Ben")


def listed(alliance: Terminal, *options: str) -> dict[str, str]:
    """Return the questions that are listed, by their ids, section titles by their own."""
    found = {}
    for line in alliance.done("questions", *options).text.splitlines():
        name, _, text = line.strip().partition("  ")
        found[name] = text.strip()
    return found


def ids_in(data: bytes) -> list[str]:
    worksheet = read_forms(data, "w.pdf")[0].worksheet
    assert worksheet
    return [question.id for question in worksheet.bank.every_question()]


def refuse(alliance: Terminal, path: str = "ours.yaml") -> list[str]:
    refused = alliance("check", path)
    assert refused.code == 3
    assert refused.lines == alliance("compose", "--bank", path).lines
    return refused.lines


def test_what_is_added_stands_behind_what_is_extended(alliance: Terminal) -> None:
    alliance.file("ours.yaml", OURS)
    built_in = list(listed(alliance))
    ours = listed(alliance, "--bank", "ours.yaml")
    assert [name for name in ours if name not in built_in] == ["money", "Play (play)", "fun", "thanks"]
    assert [name for name in ours if name in built_in] == built_in
    assert list(ours)[list(ours).index("hopes") + 1] == "money"
    assert list(ours)[-1] == "thanks"
    told = alliance.done("check", "ours.yaml").text
    assert told == "ours.yaml: question bank, 15 questions in 5 sections, 3 closing questions, extending built-in\n"


def test_what_else_it_says_stands_in_place_of_what_is_extended(alliance: Terminal) -> None:
    own = "instructions: [Talk.]\nattribution:\nmeeting: {minutes: 45}\npicks: {max: 5}\nclosing: {lead: At last}\n"
    alliance.file(
        "ours.yaml", f"extends: built-in\n{own}sections: [{{id: play, title: P, questions: [{{id: q, text: Q}}]}}]\n"
    )
    worksheet = read_forms(alliance.done("compose", "--bank", "ours.yaml", "-o", "-").out, "w.pdf")[0].worksheet
    plain = read_forms(alliance.done("compose", "-o", "-").out, "w.pdf")[0].worksheet
    assert worksheet and plain  # noqa: PT018 - both are read
    bank, base = worksheet.bank, plain.bank
    assert (bank.title, bank.introduction, bank.instructions, bank.attribution) == (
        base.title, base.introduction, ("Talk.",), "",
    )  # fmt: skip
    assert (bank.minutes, bank.picks, bank.closing) == (
        45, base.picks._replace(max=5), base.closing._replace(lead="At last"),
    )  # fmt: skip


def test_it_goes_all_the_way_in_the_files_themselves(alliance: Terminal) -> None:
    alliance.file("ours.yaml", OURS)
    sheet = alliance.done("compose", *PAIR, "--bank", "ours.yaml", "--pick", "Ana: money, fun, hopes", "-o", "-").out
    alliance.file("filled.pdf", fill(sheet, {"answer/money/p2": "Monthly.", "answer/thanks/p1": "For Mondays."}))
    (alliance.folder / "ours.yaml").unlink()
    alliance.done("merge", "filled.pdf", "-o", "a.pdf")
    assert "Monthly." in text_of((alliance.folder / "a.pdf").read_bytes())
    answers = json.loads(alliance.done("answers", "a.pdf", "--format", "json").text)
    assert set(answers["answers"]) == {"money", "thanks"}
    assert ids_in(alliance.done("revise", "a.pdf", "-o", "-").out) == ids_in(sheet)


def test_a_batch_has_it_in_the_language_of_each_row(alliance: Terminal) -> None:
    alliance.file("ours.yaml", OURS)
    alliance.file("ours.de.yaml", GERMAN)
    alliance.file("r.csv", "person_1,person_2,language,pick_1\nAna,Ben,,fun\nCleo,Dan,de,money\n")
    alliance.done("batch", "r.csv", "--bank", "ours.yaml", "-o", "out")
    first, second = (
        (alliance.folder / "out" / f"worksheet-{name}.pdf").read_bytes() for name in ("ana-ben", "cleo-dan")
    )
    assert first == alliance.done("compose", *PAIR, "--bank", "ours.yaml", "--pick", "Ana: fun", "-o", "-").out
    assert "Wie reden wir über Geld?" in text_of(second)


def test_translations_of_both_are_taken_together(alliance: Terminal) -> None:
    alliance.file("ours.yaml", OURS)
    alone = alliance.done("questions", "--bank", "ours.yaml", "--language", "de")
    assert alone.lines == [
        (
            "Not translated into 'de', so it stands as in the bank: title, sections: play, questions: money, "
            "questions: fun, questions: thanks."
        )
    ]
    assert "Was erwartet ihr voneinander?" in alone.text
    alliance.file("ours.de.yaml", GERMAN)
    both = alliance.done("compose", *PAIR, "--bank", "ours.yaml", "--language", "de", "-o", "w.pdf")
    assert "Not translated" not in both.err
    text = text_of((alliance.folder / "w.pdf").read_bytes())
    wanted = ("Unser Weg", "Spiel", "Wie reden wir über Geld?", "Was erwartet ihr voneinander?", "Wofür danken wir")
    assert [part for part in wanted if part not in text] == []
    assert "Die Allianz gestalten" not in text
    assert alliance.done("check", "ours.de.yaml").lines == []


def test_a_bank_in_another_language_has_what_it_extends_in_it(alliance: Terminal) -> None:
    alliance.file("ours.yaml", OURS)
    geld = "{id: wie, title: Wie, questions: [{id: geld, text: Wie reden wir über Geld?}]}"
    alliance.file("unsere.yaml", f"extends: built-in\nlanguage: de\nsections: [{geld}]\n")
    data = alliance.done("compose", "--bank", "unsere.yaml", "-o", "-").out
    worksheet = read_forms(data, "w.pdf")[0].worksheet
    assert worksheet
    assert worksheet.bank.language == "de"
    assert "Was erwartet ihr voneinander?" in text_of(data)
    back = listed(alliance, "--bank", "unsere.yaml", "--language", "en")
    assert back["expectations"] == "What expectations do you have of each other?"
    assert back["geld"] == "Wie reden wir über Geld?"
    alliance.file("unsere.yaml", f"extends: ours.yaml\nlanguage: de\nsections: [{geld}]\n")
    assert alliance.done("questions", "--bank", "unsere.yaml").lines == [
        (
            "Not translated into 'de', so it stands as in the bank: title, sections: play, questions: money, "
            "questions: fun, questions: thanks."
        )
    ]
    alliance.file("unsere.yaml", f"extends: built-in\nlanguage: eo\nsections: [{geld}]\n")
    assert refuse(alliance, "unsere.yaml") == [
        (
            "unsere.yaml:1:10: 'built-in' is not translated into 'eo'. "
            "Leave 'language' out, or extend a bank in this language."
        )
    ]


def test_a_file_in_the_folder_or_below_is_extended_and_may_extend_another(alliance: Terminal) -> None:
    (alliance.folder / "base").mkdir()
    alliance.file("base/ours.yaml", OURS)
    alliance.file("mine.json", '{"extends": "base/ours.yaml", "title": "Mine"}')
    assert "fun" in listed(alliance, "--bank", "mine.json")
    assert alliance.done("check", "mine.json").text.endswith(", extending base/ours.yaml\n")


def test_problems_of_both_files_are_told_where_they_are(alliance: Terminal) -> None:
    alliance.file("ours.yaml", "extends: base.yaml\nsections: [{id: s, titel: S, questions: [{id: q, text: Q}]}]\n")
    alliance.file("base.yaml", "title: B\nsections: [{id: s, title: S, questions: [{id: q, text: }]}]\n")
    assert refuse(alliance) == [
        "base.yaml:2:56: 'text' must not be empty. Write a text: The question itself.",
        "ours.yaml:2:20: unknown key 'titel'. Did you mean 'title'?",
    ]


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (
            "sections: [{id: play, title: P, questions: [{id: hopes, text: H}]}]",
            "2:50: what the bank extends has the question 'hopes' already. Give this one another id.",
        ),
        (
            "closing: {questions: [{id: tone, text: T}]}",
            "2:28: what the bank extends has the question 'tone' already. Give this one another id.",
        ),
        (
            "sections: [{id: play, questions: [{id: fun, text: F}]}]",
            (
                "2:12: the section 'play' is new, and has no title. "
                "Add the key 'title', or write the id of a section extended."
            ),
        ),
        ("picks: {min: 9}", "2:14: nobody can pick at least 9 and at most 4 questions. Make 'min' the smaller one, or"),
        (
            f"closing: {{questions: [{', '.join(f'{{id: q{n}, text: Q}}' for n in range(486))}]}}",
            "the bank has 501 questions, and may have 500. Make two banks of it.",
        ),
    ],
    ids=["question", "closing", "title", "picks", "many"],
)
def test_what_does_not_go_with_what_is_extended_is_told(alliance: Terminal, own: str, told: str) -> None:
    alliance.file("ours.yaml", f"extends: built-in\n{own}\n")
    (line,) = refuse(alliance)
    assert line.startswith("ours.yaml:2:")
    assert told in line


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("builtin", "'builtin' is no bank. Did you mean 'built-in'?"),
        ("base.txt", "'base.txt' is no bank. Write built-in, or the name of a file such as ours.yaml."),
        ("gone.yaml", "'gone.yaml' cannot be extended: there is no such file. Check the name and the folder."),
        ("../base.yaml", "'../base.yaml' is not beside the file that names it. Put it there, and write its name only."),
        ("/etc/x.yaml", "'/etc/x.yaml' is not beside the file that names it. Put it there, and write its name only."),
        ("link.yaml", "'link.yaml' leads out of its folder. Put the file itself there, not a link."),
        ("pipe.yaml", "'pipe.yaml' cannot be extended: is a pipe or a device, not a file."),
        ("ours.yaml", "'ours.yaml' extends this bank itself. Extend another one, or built-in."),
        ('"\\e[2J.yaml"', "'\\x1b[2J.yaml' cannot be extended: there is no such file."),
    ],
)
def test_what_cannot_be_extended_is_told_where_it_is_named(alliance: Terminal, name: str, told: str) -> None:
    (alliance.folder.parent / "base.yaml").write_text(OURS)
    (alliance.folder / "link.yaml").symlink_to(alliance.folder.parent / "base.yaml")
    os.mkfifo(alliance.folder / "pipe.yaml")
    alliance.file("ours.yaml", f"title: T\nextends: {name}\n")
    (line,) = refuse(alliance)
    assert line.startswith(f"ours.yaml:2:10: {told}")


def test_files_that_extend_each_other_in_a_circle_are_told(alliance: Terminal) -> None:
    for name, base in (("ours", "two"), ("two", "three"), ("three", "two")):
        alliance.file(f"{name}.yaml", f"extends: {base}.yaml\n")
    assert refuse(alliance) == [
        "three.yaml:1:10: 'two.yaml' extends this bank itself. Extend another one, or built-in."
    ]


def test_no_more_than_eight_files_extend_each_other(alliance: Terminal) -> None:
    for number in range(8):
        alliance.file(f"b{number}.yaml", f"extends: {f'b{number - 1}.yaml' if number else 'built-in'}\n")
    assert "hopes" in listed(alliance, "--bank", "b7.yaml")
    alliance.file("b8.yaml", "extends: b7.yaml\n")
    assert refuse(alliance, "b8.yaml") == [
        "b1.yaml:1:10: 'b0.yaml' is one too many: 8 files may extend each other. Put some of them together."
    ]


def test_a_language_that_is_none_leads_to_no_file(alliance: Terminal) -> None:
    (alliance.folder / "base.x").mkdir()
    alliance.file("base.yaml", OURS)
    alliance.file("y.yaml", "translates: b\nlanguage: de\nseen: 1\n")
    alliance.file("ours.yaml", "extends: base.yaml\nlanguage: x/../y\n")
    (line,) = refuse(alliance)
    assert line.startswith("ours.yaml:2:11: 'language' must be a language tag")


def test_a_piped_bank_extends_the_built_in_one_alone(alliance: Terminal) -> None:
    assert "fun" in ids_in(alliance.done("compose", "--bank", "-", "-o", "-", stdin=OURS.encode()).out)
    refused = alliance("compose", "--bank", "-", stdin=b"extends: ours.yaml\n")
    assert refused.code == 3
    assert "'ours.yaml' stands beside no file. Give the bank as a file, or extend built-in." in refused.err


@pytest.mark.parametrize(
    ("command", "target"),
    [
        (("compose",), "-o"),
        (("batch", "r.csv"), "--packet"),
        (("answers", "a.yaml"), "-o"),
        (("merge", "a.yaml"), "-o"),
    ],
    ids=["compose", "batch", "answers", "merge"],
)
def test_what_is_extended_is_not_written_over(alliance: Terminal, command: tuple[str, ...], target: str) -> None:
    alliance.file("base.yaml", OURS)
    alliance.file("ours.yaml", "extends: base.yaml\n")
    alliance.file("r.csv", "person_1\nAna\n")
    alliance.file("a.yaml", "people: [Ana]\nanswers: {money: {Ana: Monthly.}}\n")
    alliance.done(*command, "--bank", "ours.yaml", target, "fresh.pdf")
    assert alliance(*command, "--bank", "ours.yaml", target, "base.yaml", "--force").code == 5
    assert (alliance.folder / "base.yaml").read_text() == OURS


def test_the_next_sheet_is_translated_where_it_says_what_the_built_in_bank_does(alliance: Terminal) -> None:
    alliance.file("ours.yaml", OURS)
    sheet = alliance.done(
        "compose", *PAIR, "--bank", "ours.yaml", "--add", "And time?", "--add", "Space?", "-o", "-"
    ).out
    alliance.file("filled.pdf", fill(sheet, {"answer/fun/p2": "Puns.", "answer/and-time/p1": "Enough."}))
    alliance.done("merge", "filled.pdf", "-o", "a.pdf")
    made = alliance.done("revise", "a.pdf", "--language", "de", "-o", "next.pdf")
    assert made.lines[0] == (
        "Not translated into 'de', so it stands as in the bank: title, sections: play, questions: money, "
        "questions: fun, questions: and-time and 2 more."
    )
    text = text_of((alliance.folder / "next.pdf").read_bytes())
    assert [part for part in ("Our way", "What do we laugh about?", "Eigene Fragen") if part not in text] == []
    assert "Was erwartet ihr voneinander?" in text
    assert "Die Allianz gestalten" not in text
    alliance.file("ours.de.yaml", GERMAN)
    made = alliance.done("revise", "a.pdf", "--translation", "ours.de.yaml", "--language", "de", "-o", "de.pdf")
    assert (
        made.lines[0] == "Not translated into 'de', so it stands as in the bank: questions: and-time, questions: space."
    )
    text = text_of((alliance.folder / "de.pdf").read_bytes())
    assert [part for part in ("Unser Weg", "Worüber lachen wir?", "Was erwartet ihr") if part not in text] == []


def test_a_question_that_has_only_its_id_in_common_stays_what_it_is(alliance: Terminal) -> None:
    alliance.file(
        "bank.yaml", "title: T\nsections: [{id: s, title: S, questions: [{id: hopes, text: What of tea?}]}]\n"
    )
    sheet = alliance.done("compose", *PAIR, "--bank", "bank.yaml", "-o", "-").out
    alliance.file("filled.pdf", fill(sheet, {"answer/hopes/p1": "With milk."}))
    alliance.done("merge", "filled.pdf", "-o", "a.pdf")
    text = text_of(alliance.done("revise", "a.pdf", "--language", "de", "-o", "-").out)
    assert "What of tea?" in text
    assert "Was sind eure größten Hoffnungen" not in text
