from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from generator.errors import InvalidInput, InvalidRequest
from generator.files.shipped import layout_files
from generator.fonts.faces import Face, Faces, FontFile
from generator.formats.layout import read_layout
from generator.formats.located import schema
from generator.formats.paper import PAPERS, check_paper, parse_paper
from generator.model.colour import Colour
from generator.model.layout import POINTS_PER_MM, AnswerSpaceSize, Part, Style

if TYPE_CHECKING:
    from types import ModuleType

    from generator.model.layout import Layout

ROOT = Path(__file__).parents[2]
SCHEMAS = Path(schema.SCHEMAS)
CLASSIC = (ROOT / "layouts" / "classic.yaml").read_text("utf-8")


def read(source: str) -> Layout:
    return read_layout(source.encode(), "l.yaml", "mine")


def problems(source: str) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        read(source)
    return str(refused.value).splitlines()


def altered(old: str, new: str) -> str:
    assert CLASSIC.count(old) == 1
    return CLASSIC.replace(old, new)


def line_of(text: str) -> int:
    return CLASSIC[: CLASSIC.index(text)].count("\n") + 1


def test_millimetres_become_points() -> None:
    layout = read(CLASSIC)
    assert layout.margins.left == pytest.approx(22 * 72 / 25.4)
    assert layout.line_pitch == pytest.approx(8.5 * POINTS_PER_MM)
    assert layout.paper[1:] == pytest.approx((210 * POINTS_PER_MM, 297 * POINTS_PER_MM))
    assert layout.measure == pytest.approx(166 * POINTS_PER_MM)


def test_a_layout_has_every_style_in_its_colours() -> None:
    layout = read(CLASSIC)
    assert set(layout.styles) == set(Style)
    title = layout.styles[Style.TITLE]
    assert (title.face, title.size, title.leading, title.colour) == (Face.DISPLAY, 28, 30.12, layout.colours.accent)
    assert layout.colours.accent == Colour(0x7A / 255, 0x1E / 255, 0x2C / 255)


def test_a_layout_is_called_as_asked_and_tells_what_it_is_for() -> None:
    layout = read(CLASSIC)
    assert (layout.name, layout.description[:8]) == ("mine", "A letter")
    assert layout.rooms.compact == AnswerSpaceSize(2, 2)
    assert (layout.parts[0], layout.parts[-1]) == (Part.TITLE, Part.SIGNATURES)


def test_the_paper_is_a4_where_the_layout_names_none() -> None:
    assert read(altered("paper: a4\n", "")).paper == parse_paper("a4")


@pytest.mark.parametrize("name", [*PAPERS, "A4", "210x297mm", "100x1200mm"])
def test_papers_have_names_and_sizes(name: str) -> None:
    paper = parse_paper(name)
    assert paper.name == name.lower()
    assert paper.height > paper.width > 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("lettr", "unknown paper 'lettr'. Did you mean 'letter'?"),
        ("\x1b[0m", r"unknown paper '\x1b[0m'. Give a3, a4, a5, letter, legal or a size such as 210x297mm."),
        ("99x200mm", "paper 99x200mm: sides are 100 to 1200 mm."),
        ("200x1201mm", "paper 200x1201mm: sides are 100 to 1200 mm."),
        ("210x297", "unknown paper '210x297'. Give a3, a4, a5, letter, legal or a size such as 210x297mm."),
    ],
)
def test_an_unknown_paper_is_a_usage_problem(name: str, message: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse_paper(name)
    assert str(refused.value) == message


def test_paper_too_small_for_the_margins_is_a_usage_problem() -> None:
    layout = read(CLASSIC)
    check_paper(layout.on(parse_paper("a5")))
    with pytest.raises(InvalidRequest, match="paper 100x300mm is too small for layout 'mine': its margins leave less"):
        check_paper(layout.on(parse_paper("100x300mm"))._replace(margins=layout.margins))
    layout = layout._replace(margins=layout.margins._replace(top=60))
    with pytest.raises(InvalidRequest, match="Choose larger paper or another layout"):
        check_paper(
            layout.on(parse_paper("300x97mm".replace("97", "100")))._replace(margins=layout.margins._replace(top=99))
        )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ticks: {size: 4.4, pitch: 8.5", "ticks: {size: 9, pitch: 8.5",
         "the tick boxes overlap. Make size smaller than pitch and crowded_pitch."),
        ("crowded_pitch: 6.5", "crowded_pitch: 4",
         "the tick boxes overlap. Make size smaller than pitch and crowded_pitch."),
        ("size: 28, leading: 30.12", "size: 28, leading: 27",
         "lines of style 'title' overlap. Make leading at least as large as size."),
        ("margins: {top: 17, right: 22", "margins: {top: 17, right: 130", "'right' is 130, more than 100."),
        ("margins: {top: 17, right: 22", "margins: {top: 17, right: 99, x: 1", "unknown key 'x'."),
        ("right: 22, bottom: 18, left: 22}", "right: 80, bottom: 18, left: 80}",
         "the margins leave too little room. Leave at least 60 mm of the paper."),
        ("[title, facts, plan", "[title, facts, facts", "the part 'facts' stands twice."),
        ("[title, facts, plan", "[title, facts, names",
         "the names are filled in twice. Keep either facts or names."),
        ("[title, facts, plan", "[title, names, facts",
         "the names are filled in twice. Keep either facts or names."),
    ],
)  # fmt: skip
def test_a_layout_that_could_not_be_set_is_refused_where_it_says_so(old: str, new: str, message: str) -> None:
    found = problems(altered(old, new))
    assert len(found) == 1
    assert re.match(rf"l\.yaml:{line_of(old)}:\d+: {re.escape(message)}", found[0])


def test_a_sheet_of_one_person_has_no_part_that_is_there_once_for_all() -> None:
    found = problems(CLASSIC + "per: person\n")
    assert [problem.partition(": the part ")[2] for problem in found] == [
        "'facts' is there once for all, not once a person. Put names in its place.",
        "'agreements' is there once for all, not once a person. Leave it out.",
        "'review' is there once for all, not once a person. Leave it out.",
    ]
    assert read(altered("facts, ", "names, ").replace("agreements, review, ", "") + "per: person\n")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("size: 28, leading: 30.12", "size: 96, leading: 99",
         "text of style 'title' would be wider than the page: 96 points in 61 mm. Make size 43 at most, or"),
        ("gutter: 17", "gutter: 60",
         "the questions beside the boxes of 6 people would be wider than the page: 1 mm are left of 61. Make gutter"),
        ("crowded_pitch: 6.5", "crowded_pitch: 12",
         "the questions beside the boxes of 6 people would be wider than the page: 0 mm are left of 61. Make gutter"),
    ],
)  # fmt: skip
def test_a_text_wider_than_the_page_is_refused_where_it_is_made_so(old: str, new: str, message: str) -> None:
    source = altered(old, new).replace("paper: a4", "paper: 105x297mm")
    (problem,) = problems(source)
    assert problem.startswith(f"l.yaml:{line_of(old)}:{_column(old)}: {message}")


def _column(old: str) -> int:
    """Where the mapping begins that this stands in."""
    line = CLASSIC.splitlines()[line_of(old) - 1]
    return line.index("{") + 1


def test_a_style_that_sets_all_larger_may_make_a_text_wider_than_the_page() -> None:
    narrow = CLASSIC.replace("paper: a4", "paper: 105x297mm") + "setting: {scale: 3}\n"
    assert any("'title' would be wider than the page: 84 points in 61 mm" in problem for problem in problems(narrow))


def test_a_page_break_may_stand_more_than_once() -> None:
    assert read(CLASSIC).parts.count(Part.PAGE) == 2


def test_every_problem_is_told_with_its_place() -> None:
    source = CLASSIC.replace('accent: "#7A1E2C"', "accent: red").replace(
        "choice: {face: display", "choice: {face: bold"
    )
    source = source.replace("closing: {lines: 5, ", "closing: {lines: 0, ").replace("line_pitch", "line_pich")
    found = problems(source)
    assert [int(problem.split(":")[1]) for problem in found if "missing" not in problem] == [
        line_of('accent: "'),
        line_of("line_pitch"),
        line_of("choice:"),
        line_of("closing: {lines"),
    ]
    assert any("unknown key 'line_pich'. Did you mean 'line_pitch'?" in problem for problem in found)
    assert any("missing key 'line_pitch'" in problem for problem in found)


def test_a_missing_style_is_told() -> None:
    assert any("missing key 'foot'" in problem for problem in problems(re.sub(r"\n  foot: .*", "", CLASSIC)))


def test_a_layout_says_which_typeface_each_face_is() -> None:
    layout = read(CLASSIC + "faces: {display: atkinson, italic: vollkorn}\nsetting: {tracking: 0.02}\n")
    assert layout.faces == Faces(
        display=FontFile("AtkinsonHyperlegibleNext-Regular"), italic=FontFile("Vollkorn-Regular"), tracking=0.02
    )
    assert read(CLASSIC).faces == Faces()


def test_a_setting_changes_all_sizes_and_the_least_only_small_ones() -> None:
    usual, larger = read(CLASSIC), read(CLASSIC + "setting: {scale: 1.1, least: 12, leading: 1.2}\n")
    title, foot = larger.styles[Style.TITLE], larger.styles[Style.FOOT]
    assert [title.size, title.leading] == pytest.approx([30.8, 30.12 * 1.1 * 1.2], abs=0.01)
    assert [foot.size, foot.leading] == pytest.approx([12, 12.05 / 8.5 * 12 * 1.2], abs=0.01)
    assert usual.styles[Style.FOOT].size == 8.5


GOOD = [
    CLASSIC,
    CLASSIC + "faces: {text: vollkorn}\nsetting: {scale: 3, least: 40, leading: 2, tracking: 0.2}\n",
    altered("paper: a4\n", ""),
    altered("paper: a4", "paper: letter"),
    altered("paper: a4", "paper: 200x250mm"),
    altered("size: 8.5, leading: 12.05, colour: grey}\n  value", "size: 10, leading: 14.25, colour: line}\n  value"),
    re.sub(r"parts: .*", "parts: [closing]", CLASSIC),
    altered("description: A letter to write on.", "description: 12:30 no."),
    altered("line_pitch: 8.5", "line_pitch: 20"),
    altered("closing: {lines: 5, columns: 2}", "closing: {lines: 60, columns: 3}"),
    CLASSIC + "choices: {notes: 0.4}\nper: all\nplan: {listed: true}\n",
]  # fmt: skip
EXTENDING = ["extends: classic\n", "extends: classic\nstyles: {title: {size: 20}}\nlines: dotted\n"]
BAD_EXTENDING = ["extends: classic\nstyles: {title: {size: 1}}\n", "extends: classic\nlines: 3\n", "extends: []\n"]
BAD = [
    "",
    CLASSIC + "faces: {text: comic}\n",
    CLASSIC + "faces: {field: vollkorn}\n",
    CLASSIC + "setting: {tracking: 1}\n",
    CLASSIC + "setting: {scale: 0}\n",
    "[]",
    "description: x\n",
    CLASSIC + "margin: 5\n",
    CLASSIC + "parts:\n",
    altered("paper: a4", "paper: a9"),
    altered("paper: a4", "paper: [a4]"),
    altered("paper: a4", "paper: 210 x 297"),
    altered("margins: {top: 17,", "margins: {"),
    altered("margins: {top: 17,", "margins: {top: 4.9,"),
    altered("margins: {top: 17,", "margins: {top: 101,"),
    altered("margins: {top: 17,", "margins: {top: '17',"),
    altered("margins: {top: 17,", "margins: {top: 17mm,"),
    altered("margins: {top: 17,", "margins: {top: ,"),
    altered("bottom: 18", "bottom: 13"),
    altered('"#000000"', '"#00000"'),
    altered('"#000000"', "black"),
    altered('"#000000"', "#000000"),
    altered('ink: "#000000"', 'inc: "#000000"'),
    altered("line_pitch: 8.5", "line_pitch: 4"),
    altered("line_pitch: 8.5", "line_pitch: wide"),
    altered("title: {face: display", "title: {face: bold"),
    altered("title: {face: display,", "title: {"),
    altered("size: 28, leading: 30.12, colour: accent", "size: 3, leading: 30.12, colour: accent"),
    altered("size: 28, leading: 30.12, colour: accent", "size: 28, leading: 30.12, colour: red"),
    altered("  foot: {", "  feet: {"),
    altered("ticks: {size: 4.4", "ticks: {size: 1"),
    altered("compact: {lines: 2,", "compact: {lines: 2.5,"),
    altered("compact: {lines: 2, columns: 2}", "compact: {lines: 2, columns: 4}"),
    altered("parts: [title,", "parts: [titel,"),
    CLASSIC + "choices: {notes: 0.7}\n",
    CLASSIC + "per: [person]\n",
    CLASSIC + "per: people\n",
    CLASSIC + "plan: {listed: 1}\n",
    re.sub(r"parts: .*", "parts: []", CLASSIC),
    re.sub(r"description: .*", "description:", CLASSIC),
    re.sub(r"description: .*", "description: " + "x" * 201, CLASSIC),
]


class EditorLoader(yaml.SafeLoader):
    """What an editor's language server takes plain words for, as far as layouts are concerned."""


def _schema_accepts(jsonschema: ModuleType, source: str) -> bool:
    rules = json.loads((SCHEMAS / "layout.json").read_text("utf-8"))
    read_by_editor = json.loads(json.dumps(yaml.load(source, EditorLoader)))  # noqa: S506 - a safe loader
    accepted: bool = jsonschema.Draft202012Validator(rules).is_valid(read_by_editor)
    return accepted


@pytest.fixture(scope="module")
def jsonschema() -> ModuleType:
    found: ModuleType = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    return found


@pytest.mark.parametrize("source", GOOD, ids=range(len(GOOD)))
def test_schema_and_reader_accept_a_good_layout(jsonschema: ModuleType, source: str) -> None:
    assert read(source).name == "mine"
    assert _schema_accepts(jsonschema, source)


@pytest.mark.parametrize("source", BAD, ids=range(len(BAD)))
def test_schema_and_reader_refuse_a_bad_layout(jsonschema: ModuleType, source: str) -> None:
    assert all(problem.startswith("l.yaml:") for problem in problems(source))
    assert not _schema_accepts(jsonschema, source)


@pytest.mark.parametrize("source", EXTENDING)
def test_the_schema_lets_a_layout_that_extends_another_leave_keys_out(jsonschema: ModuleType, source: str) -> None:
    assert read_layout(source.encode(), "l.yaml", "mine", layout_files())
    assert _schema_accepts(jsonschema, source)


@pytest.mark.parametrize("source", BAD_EXTENDING)
def test_schema_and_reader_refuse_a_bad_layout_that_extends_another(jsonschema: ModuleType, source: str) -> None:
    with pytest.raises(InvalidInput):
        read_layout(source.encode(), "l.yaml", "mine", layout_files())
    assert not _schema_accepts(jsonschema, source)


def test_the_built_in_layout_names_its_schema_for_editors() -> None:
    path = CLASSIC.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert (ROOT / "layouts" / path).resolve() == (SCHEMAS / "layout.json").resolve()


def test_cards_measure_what_the_layout_says() -> None:
    source = CLASSIC.replace(
        "parts: [title, facts", "cards: {width: 60, height: 90, colours: [accent, '#1D4A6B']}\nparts: [cards] #"
    )
    layout = read(source)
    assert layout.cards.width == pytest.approx(60 * POINTS_PER_MM)
    assert layout.cards.colours == (layout.colours.accent, Colour(0x1D / 255, 0x4A / 255, 0x6B / 255))
    assert (layout.cards.across(layout.paper), layout.cards.down(layout.paper)) == (3, 3)


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("cards: {width: 205}\nparts: [cards]", "a card does not fit the paper. Make its width and height smaller"),
        ("cards: {size: 8, least: 12}\nparts: [cards]", "least is more than size"),
        ("cards: {width: wide}\nparts: [cards]", "must be a number"),
        ("cards: {colours: [red]}\nparts: [cards]", 'must be accent or a colour such as "#7A1E2C"'),
        ("parts: [facts, cards]", "the names are filled in twice. Keep either cards or facts."),
        ("parts: [cards, choices]", "the picks are filled in twice. Keep either cards or choices."),
        ("per: person\nparts: [cards]", "the part 'cards' is there once for all, not once a person"),
        ("imposition: booklet\nparts: [cards]", "cards are no booklet"),
        ("imposition: folded\nparts: [cards]", "'folded'"),
        ("parts: [facts, title-page]", "the part 'title-page' opens a document, once for all people. Put it first"),
        ("per: person\nparts: [title-page, names]", "the part 'title-page' opens a document, once for all people"),
        ("parts: [preparation]", "the part 'preparation' is for one person each, with room to note. Add per: person"),
        ("per: person\nparts: [preparation]", "the part 'preparation' is for one person each, with room to note"),
        ("parts: [choices, preparation]", "the picks are filled in twice. Keep either choices or preparation."),
        ("per: person\nparts: [title, tents]", "tents are a layout of their own, with a sheet for each person."),
        ("parts: [tents]", "tents are a layout of their own, with a sheet for each person. Write parts: [tents]"),
        ("per: person\nimposition: booklet\nparts: [tents]", "tents are a layout of their own"),
        ("imposition: booklet\npaper: 120x160mm\nparts: [title]", "the margins leave too little room"),
    ],
)
def test_cards_and_booklets_that_cannot_be_are_told_with_their_place(added: str, told: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_layout(f"extends: classic\n{added}\n".encode(), "l.yaml", "mine", layout_files())
    assert told in str(refused.value)
    assert str(refused.value).startswith("l.yaml:")
