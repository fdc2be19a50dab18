"""``alliance merge``: worksheets come back filled in, damaged by viewers, or as several copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
import yaml

from generator.files.shipped import layout_file
from tests.cli.filling import EMPTIED, fill
from tests.cli.reading import ANA_AND_BEN, BANK, attached, held, refusal, text_of, worksheet
from tests.formats.pdfs import form, widget

if TYPE_CHECKING:
    from tests.cli.terminal import Terminal


# Worksheets that were filled in


def test_what_was_typed_and_ticked_in_a_worksheet_is_in_the_alliance(alliance: Terminal) -> None:
    typed = {
        "answer/hopes/p1": "Žluť\rαβγ кот",
        "answer/support/p2": "Ben's",
        "agreement/1/what": "Lunch",
        "agreement/4/who": "both",
        "review": "1 March 2027",
        "sign/p1": "A. L.",
        "meeting/date": "tomorrow",
    }
    sheet = worksheet(alliance, *ANA_AND_BEN, "--pick", "Ana Lima: hopes", "--place", "Roma")
    alliance.file("w.pdf", fill(sheet, typed, ticked=("pick/tone/p2",)))
    ended = alliance.done("merge", "w.pdf", "-o", "m.pdf")
    assert len(ended.lines) == 1
    assert held(alliance, "m.pdf") == {
        "people": ["Ana Lima", "Ben Okafor"],
        "meeting": {"date": "tomorrow", "place": "Roma"},
        "picks": {"Ana Lima": ["hopes"], "Ben Okafor": ["tone"]},
        "answers": {"hopes": {"Ana Lima": "Žluť\nαβγ кот"}, "support": {"Ben Okafor": "Ben's"}},
        "agreements": [{"what": "Lunch", "who": ""}, {"what": "", "who": "both"}],
        "review": "1 March 2027",
        "signed": {"Ana Lima": "A. L.", "Ben Okafor": ""},
    }
    assert held(alliance, "m.pdf") == held(alliance, "w.pdf")


def test_names_typed_into_a_blank_form_become_the_people(alliance: Terminal) -> None:
    sheet = worksheet(alliance)
    alliance.file("w.pdf", fill(sheet, {"name/p1": "Zoé  B.", "name/p2": "Yan", "answer/hopes/p2": "x"}))
    alliance.done("merge", "w.pdf")
    assert "alliance-zoé-b-yan.pdf" in alliance.files()
    assert held(alliance, "alliance-zoé-b-yan.pdf")["answers"] == {"hopes": {"Yan": "x"}}


def test_an_answers_file_may_name_the_people_of_a_blank_form(alliance: Terminal) -> None:
    alliance.file("w.pdf", fill(worksheet(alliance), {"name/p1": "Zoé", "answer/hopes/p1": "typed"}))
    alliance.file("a.yaml", "people: [Zoé, Yan]\nanswers: {hopes: {Yan: written}}")
    alliance.done("merge", "w.pdf", "a.yaml", "-o", "m.pdf")
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Zoé": "typed", "Yan": "written"}}


@pytest.mark.parametrize("names", [("Zoé", "Zoé"), ("Zoé", "zoé")])
def test_two_people_of_one_name_are_remarked_on_and_stay_apart(alliance: Terminal, names: tuple[str, str]) -> None:
    typed = {"name/p1": names[0], "name/p2": names[1], "answer/hopes/p1": "first", "answer/hopes/p2": "second"}
    alliance.file("w.pdf", fill(worksheet(alliance), typed, ticked=("pick/tone/p2",)))
    ended = alliance.done("merge", "w.pdf", "-o", "m.pdf")
    assert ended.lines[0] == "2 people have the name 'Zoé'. Tell them apart, by a letter or so."
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {f"{names[0]} (1)": "first", f"{names[1]} (2)": "second"}}
    for kind in ("yaml", "json"):
        alliance.file(f"back.{kind}", alliance.done("answers", "w.pdf", "--format", kind).out)
        assert held(alliance, f"back.{kind}") == held(alliance, "m.pdf")
        alliance.done("merge", "w.pdf", f"back.{kind}", "-o", "again.pdf", "--force")
        assert held(alliance, "again.pdf") == held(alliance, "m.pdf")


def test_an_answer_of_a_name_that_two_people_have_is_not_given_to_the_first(alliance: Terminal) -> None:
    alliance.file("w.pdf", fill(worksheet(alliance), {"name/p1": "Zoé", "name/p2": "Zoé"}))
    alliance.file("a.yaml", "answers: {hopes: {Zoé: x}}")
    line = refusal(alliance("merge", "w.pdf", "a.yaml"), alliance, "w.pdf", "a.yaml")
    assert line == "a.yaml:1:19: 'Zoé' may be more than one person. Write 'Zoé (1)' or 'Zoé (2)'."


def test_what_blank_prints_can_be_typed_into_and_merged(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance, *ANA_AND_BEN, "--suggest", "3"))
    blank = alliance.done("answers", "w.pdf", "--blank").text
    typed = blank.replace("    Ben Okafor: |\n", "    Ben Okafor: |\n      12:30 - no: # really\n\n      end\n", 1)
    assert typed != blank
    alliance.file("a.yaml", typed)
    for sources in (["a.yaml"], ["w.pdf", "a.yaml"], ["a.yaml", "w.pdf"]):
        alliance.done("merge", *sources, "-o", "m.pdf", "--force")
        assert held(alliance, "m.pdf")["answers"] == {"assumptions": {"Ben Okafor": "12:30 - no: # really\n\nend"}}
        assert held(alliance, "m.pdf")["picks"] == held(alliance, "w.pdf")["picks"]


def test_the_blank_of_a_nameless_form_merges_with_it_and_alone(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance))
    blank = alliance.done("answers", "w.pdf", "--blank").text
    alliance.file("a.yaml", blank.replace("Person 2: |\n", "Person 2: |\n      typed\n", 1))
    for sources in (["a.yaml"], ["w.pdf", "a.yaml"]):
        alliance.done("merge", *sources, "-o", "m.pdf", "--force")
        assert held(alliance, "m.pdf")["answers"] == {"assumptions": {"Person 2": "typed"}}


@pytest.mark.slow
def test_24_000_typed_characters_are_all_in_the_alliance(alliance: Terminal) -> None:
    typed = {
        "answer/hopes/p1": "hopes.word " * 800,
        "answer/tone/p1": "x" * 8_000,
        "answer/feedback/p2": "line\r" * 1_500,
    }
    assert sum(map(len, typed.values())) >= 24_000
    alliance.file("w.pdf", fill(worksheet(alliance, *ANA_AND_BEN), typed))
    made = alliance.done("merge", "w.pdf", "-o", "-").out
    assert text_of(made).count("hopes.word") == 800
    answers = attached(made)["answers"]
    assert isinstance(answers, dict)
    assert answers["feedback"]["p2"] == "line\n" * 1_500


def test_characters_that_no_typeface_has_are_listed_and_kept_in_the_data(alliance: Terminal) -> None:
    alliance.file("w.pdf", fill(worksheet(alliance, *ANA_AND_BEN), {"answer/hopes/p1": "你 好 👩"}))
    ended = alliance.done("merge", "w.pdf", "-o", "m.pdf")
    assert [line.split(";")[0] for line in ended.lines[:3]] == [
        "No typeface has '你' (U+4F60)", "No typeface has '好' (U+597D)", "No typeface has '👩' (U+1F469)",
    ]  # fmt: skip
    assert held(alliance, "m.pdf")["answers"] == {"hopes": {"Ana Lima": "你 好 👩"}}


def test_an_uncovered_character_is_shown_among_its_neighbours(alliance: Terminal) -> None:
    typed = f"{'before ' * 40}你{' after' * 40}"
    alliance.file("w.pdf", fill(worksheet(alliance, *ANA_AND_BEN), {"answer/hopes/p1": typed}))
    line = alliance.done("merge", "w.pdf", "-o", "m.pdf").lines[0]
    assert "before 你 after" in line
    assert len(line) < 160


# What viewers lose


@pytest.mark.parametrize(
    ("hidden", "attachment"), [({}, True), ({}, False), (EMPTIED, True)], ids=["whole", "no attachment", "no hidden"]
)
def test_a_worksheet_of_another_bank_needs_no_bank_at_hand(
    alliance: Terminal,
    hidden: dict[str, str],
    attachment: bool,  # noqa: FBT001 - a row of the table
) -> None:
    bank = alliance.file("bank.yaml", BANK)
    sheet = worksheet(alliance, "--bank", bank, *ANA_AND_BEN, "--pick", "Ana Lima: why")
    bank.unlink()
    alliance.file("w.pdf", fill(sheet, {"answer/why/p1": "Because", "sign/p2": "Ben", **hidden}, attachment=attachment))
    ended = alliance.done("merge", "w.pdf", "-o", "m.pdf")
    assert len(ended.lines) == 1
    assert "Why are we here?" in text_of((alliance.folder / "m.pdf").read_bytes())
    assert held(alliance, "m.pdf")["answers"] == {"why": {"Ana Lima": "Because"}}


def test_without_any_definition_the_field_names_and_the_built_in_bank_do(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN, "--pick", "Ana Lima: hopes")
    alliance.file("w.pdf", fill(sheet, {"answer/tone/p2": "x", **EMPTIED}, attachment=False))
    ended = alliance.done("merge", "w.pdf", "-o", "m.pdf")
    assert ended.lines[:2] == [
        "w.pdf: The description of the worksheet in it is missing or damaged.",
        "The questions' texts are those of the bank 'Designing the Alliance' (--bank gives another).",
    ]
    lost = held(alliance, "m.pdf")
    assert (lost["people"], lost["picks"], lost["answers"]) == (
        ["Ana Lima", "Ben Okafor"], {"Ana Lima": ["hopes"], "Ben Okafor": []}, {"tone": {"Ben Okafor": "x"}},
    )  # fmt: skip


def test_without_any_definition_other_questions_need_their_bank(alliance: Terminal) -> None:
    bank = alliance.file("bank.yaml", BANK)
    sheet = fill(worksheet(alliance, "--bank", bank, *ANA_AND_BEN), {"answer/why/p1": "x", **EMPTIED}, attachment=False)
    alliance.file("w.pdf", sheet)
    assert refusal(alliance("merge", "w.pdf"), alliance, "w.pdf", "bank.yaml") == (
        "w.pdf: has questions that are not in the bank (why, bye), and does not bring its own bank. "
        "Give the bank that it was composed from with --bank."
    )
    alliance.done("merge", "w.pdf", "--bank", bank, "-o", "m.pdf")
    assert held(alliance, "m.pdf")["answers"] == {"why": {"Ana Lima": "x"}}


def test_a_form_that_kept_only_fields_of_nobody_is_read(alliance: Terminal) -> None:
    alliance.file("w.pdf", form([widget("0123456789/review", b"(soon)")]))
    alliance.done("merge", "w.pdf", "-o", "m.pdf")
    assert held(alliance, "m.pdf")["review"] == "soon"


def test_a_layout_file_that_is_gone_is_replaced_with_a_remark(alliance: Terminal) -> None:
    builtin = layout_file("classic")
    assert builtin
    layout = alliance.file("classic.yaml", Path(builtin).read_bytes())
    alliance.file("w.pdf", worksheet(alliance, *ANA_AND_BEN, "--layout", layout, "--paper", "letter"))
    ended = alliance.done("merge", "w.pdf", "--allow-empty", "-o", "m.pdf")
    assert ended.lines[0] == (
        "The worksheet's own layout 'classic.yaml' is not at hand; 'classic' is used. Give it with --layout."
    )
    assert float(pypdf.PdfReader("m.pdf").pages[0].mediabox.width) == 612
    assert (
        "is not at hand" not in alliance.done("merge", "w.pdf", "--layout", layout, "--allow-empty", "-o", "n.pdf").err
    )


# Answers files that name their worksheet


def test_a_blank_answers_file_merged_alone_keeps_layout_and_paper(alliance: Terminal) -> None:
    alliance.file("w.pdf", worksheet(alliance, *ANA_AND_BEN, "--layout", "large-print", "--paper", "letter"))
    blank = alliance.done("answers", "w.pdf", "--blank").text
    identity = alliance.done("check", "w.pdf").text.split(": ")[2][:10]
    assert yaml.safe_load(blank)["worksheet"]["identity"] == identity
    assert "alliance merge WORKSHEET.pdf" in blank
    alliance.file("a.yaml", blank.replace("Ana Lima: |\n", "Ana Lima: |\n      Openly.\n", 1))
    ended = alliance.done("merge", "a.yaml", "-o", "m.pdf")
    assert len(ended.lines) == 2
    alliance.done("merge", "w.pdf", "a.yaml", "-o", "n.pdf")
    one, other = (pypdf.PdfReader(name).pages[0] for name in ("m.pdf", "n.pdf"))
    assert (one.mediabox, one.extract_text()) == (other.mediabox, other.extract_text())
    assert float(one.mediabox.width) == 612


# Several copies


@pytest.fixture
def two_copies(alliance: Terminal) -> Terminal:
    sheet = worksheet(alliance, *ANA_AND_BEN)
    anas = {"answer/hopes/p1": "Ana's", "answer/tone/p1": "one\ntwo", "agreement/1/what": "Lunch"}
    bens = {"answer/hopes/p2": "Ben's", "answer/tone/p1": "three", "agreement/1/what": "Dinner"}
    alliance.file("ana.pdf", fill(sheet, anas, ticked=("pick/hopes/p1",)))
    alliance.file("ben.pdf", fill(sheet, bens, ticked=("pick/tone/p2",)))
    return alliance


def test_two_copies_that_disagree_are_4_with_every_conflict_and_nothing_is_written(two_copies: Terminal) -> None:
    ended = two_copies("merge", "ana.pdf", "ben.pdf")
    assert (ended.code, ended.out, two_copies.files()) == (4, b"", ["ana.pdf", "ben.pdf"])
    first, second, last = ended.lines
    assert first.startswith("Ana Lima's answer to 'tone': 'one\\x0atwo' (ana.pdf, field ")
    assert "'three' (ben.pdf, field " in first
    assert second.startswith("agreement 1: 'Lunch' (ana.pdf, ")
    assert last.endswith(
        "Decide with --prefer first, --prefer last or --prefer both; "
        'one place alone with --prefer "tone/Ana Lima=last".'
    )


@pytest.mark.parametrize(
    ("prefer", "tone", "agreed"),
    [
        ("first", "one\ntwo", ["Lunch"]),
        ("last", "three", ["Dinner"]),
        ("both", "one\ntwo\n\nthree", ["Lunch", "Dinner"]),
    ],
)
def test_a_preference_decides_and_the_rest_is_united(
    two_copies: Terminal, prefer: str, tone: str, agreed: list[str]
) -> None:
    two_copies.done("merge", "ana.pdf", "ben.pdf", "--prefer", prefer, "-o", "m.pdf")
    made = held(two_copies, "m.pdf")
    assert made["answers"] == {
        "hopes": {"Ana Lima": "Ana's", "Ben Okafor": "Ben's"},
        "tone": {"Ana Lima": tone},
    }
    assert made["agreements"] == [{"what": what, "who": ""} for what in agreed]
    assert made["picks"] == {"Ana Lima": ["hopes"], "Ben Okafor": ["tone"]}


def test_one_place_alone_is_decided_beside_the_rest_and_what_is_dropped_is_told(two_copies: Terminal) -> None:
    ended = two_copies.done(
        "merge", "ana.pdf", "ben.pdf", "--prefer", "first", "--prefer", "tone/ana lima=last", "-o", "m.pdf"
    )
    made = held(two_copies, "m.pdf")
    assert made["answers"] == {"hopes": {"Ana Lima": "Ana's", "Ben Okafor": "Ben's"}, "tone": {"Ana Lima": "three"}}
    assert made["agreements"] == [{"what": "Lunch", "who": ""}]
    tone, agreed = (line for line in ended.lines if "dropped: " in line)
    assert tone.startswith("Ana Lima's answer to 'tone': 'three' (ben.pdf, ")
    assert "is taken; dropped: 'one\\x0atwo' (ana.pdf, " in tone
    assert agreed.startswith("agreement 1: 'Lunch' (ana.pdf, ")
    # the rest stays a conflict where nothing is said of it
    rest = two_copies("merge", "ana.pdf", "ben.pdf", "--prefer", "agreement/1=both")
    assert (rest.code, len(rest.lines), "to 'tone'" in rest.lines[0]) == (4, 2, True)


@pytest.mark.parametrize("place", ["hopes/Nobody=last", "nonsense=last", "review/Ana Lima=last", "agreement/x=last"])
def test_a_place_that_is_not_there_is_told(two_copies: Terminal, place: str) -> None:
    ended = two_copies("merge", "ana.pdf", "ben.pdf", "--prefer", place)
    assert (ended.code, "there is no place" in ended.err) == (2, True)


def test_both_make_two_agreements_with_who_does_each_and_never_one_date(alliance: Terminal) -> None:
    sheet = worksheet(alliance, *ANA_AND_BEN)
    for name, what, who, review in (("a", "Lunch", "Ana", "May"), ("b", "Dinner", "Ben", "June")):
        typed = {"agreement/2/what": what, "agreement/2/who": who, "review": review}
        alliance.file(f"{name}.pdf", fill(sheet, typed))
    ended = alliance("merge", "a.pdf", "b.pdf", "--prefer", "both")
    assert (ended.code, len(ended.lines), "the next review date: 'May'" in ended.err) == (4, 2, True)
    alliance.done("merge", "a.pdf", "b.pdf", "--prefer", "both", "--prefer", "review=last", "-o", "m.pdf")
    made = held(alliance, "m.pdf")
    assert (made["agreements"], made["review"]) == (
        [{"what": "Lunch", "who": "Ana"}, {"what": "Dinner", "who": "Ben"}], "June",
    )  # fmt: skip


def test_the_same_copy_twice_is_no_conflict(two_copies: Terminal) -> None:
    two_copies.done("merge", "ana.pdf", "ana.pdf", "-o", "m.pdf")
    assert held(two_copies, "m.pdf") == held(two_copies, "ana.pdf")


def test_copies_of_two_worksheets_are_refused(two_copies: Terminal) -> None:
    two_copies.file("other.pdf", worksheet(two_copies, "-p", "Cleo"))
    line = refusal(two_copies("merge", "ana.pdf", "other.pdf"), two_copies, "ana.pdf", "ben.pdf", "other.pdf")
    assert line.startswith("other.pdf: is a form of another worksheet (")
