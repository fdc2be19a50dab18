"""``extends``: a layout that says only what it has of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import InvalidInput
from generator.files.shipped import layout_files, layout_names
from generator.formats.layout import read_layout
from generator.model.colour import Colour
from generator.model.layout import (
    POINTS_PER_MM,
    AnswerSpaceSize,
    IntroductionLayout,
    Lines,
    Margins,
    Part,
    Sections,
    Style,
)

ROOT = Path(__file__).parents[2]
CLASSIC = read_layout((ROOT / "layouts" / "classic.yaml").read_bytes(), "classic.yaml", "classic")


def read(source: str, **others: Path) -> object:
    own = {name: str(path) for name, path in others.items()}
    return read_layout(source.encode(), "l.yaml", "mine", {**layout_files(), **own})


def problems(source: str, **others: Path) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        read(source, **others)
    return str(refused.value).splitlines()


def test_nothing_but_extends_is_the_other_layout_under_its_own_name() -> None:
    assert read("extends: classic\n") == CLASSIC._replace(name="mine")


def test_mappings_are_merged_key_by_key_and_all_else_is_replaced() -> None:
    layout = read_layout(
        b"extends: classic\nstyles: {title: {size: 20}}\nrooms: {closing: {lines: 9}}\nparts: [title, closing]\n",
        "l.yaml",
        "mine",
        layout_files(),
    )
    assert layout.styles[Style.TITLE] == CLASSIC.styles[Style.TITLE]._replace(size=20)
    assert layout.styles[Style.BODY] == CLASSIC.styles[Style.BODY]
    assert layout.rooms == CLASSIC.rooms._replace(closing=AnswerSpaceSize(9, 2))
    assert layout.parts == (Part.TITLE, Part.CLOSING)


def test_a_colour_of_its_own_is_that_of_what_is_inherited() -> None:
    layout = read_layout(b'extends: classic\ncolours: {accent: "#000080"}\n', "l.yaml", "mine", layout_files())
    assert layout.styles[Style.TITLE].colour == Colour(0, 0, 128 / 255)


def test_a_layout_extends_one_that_extends_another(tmp_path: Path) -> None:
    middle = tmp_path / "middle.yaml"
    middle.write_text("extends: classic\nline_pitch: 9\nweight: 2\n", "utf-8")
    layout = read_layout(b"extends: middle\nweight: 3\n", "l.yaml", "mine", {**layout_files(), "middle": str(middle)})
    assert layout.line_pitch == pytest.approx(9 * POINTS_PER_MM)
    assert layout.weight == 3


def test_an_unknown_layout_is_told_where_it_is_named() -> None:
    assert problems("extends: clasic\n") == ["l.yaml:1:10: unknown layout 'clasic'. Did you mean 'classic'?"]
    (line,) = problems('extends: "\\e[2J"\n')
    assert line.startswith(r"l.yaml:1:10: unknown layout '\x1b[2J'. There are: ")
    assert "classic, " in line


def test_an_unknown_layout_does_not_hide_the_other_problems() -> None:
    found = problems("extends: clasic\nline_pich: 9\nweight: heavy\n")
    assert [line.split(":")[1] for line in found] == ["1", "2", "3"]


def test_layouts_that_extend_each_other_are_told_with_their_circle(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{name}.yaml").write_text(f"extends: {other}\n", "utf-8")
    found = problems("extends: a\n", a=tmp_path / "a.yaml", b=tmp_path / "b.yaml")
    assert found == ["b.yaml:1:10: the layout extends itself: a > b > a. Extend another one, or none."]


def test_a_file_that_has_the_name_of_the_one_it_extends_is_no_circle() -> None:
    assert read_layout(b"extends: classic\n", "classic.yaml", "classic", layout_files()) == CLASSIC


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("styles: {title: {size: 2}}", "l.yaml:2:24: 'size' is 2, less than 5."),
        ("styles: {titel: {size: 9}}", "l.yaml:2:10: unknown key 'titel'."),
        ("styles: 9", "l.yaml:2:9: 'styles' must be a mapping"),
        ("lines: wavy", "l.yaml:2:8: 'lines' cannot be 'wavy'. Write one of ruled, dotted, plain."),
        ("weight: 9", "l.yaml:2:9: 'weight' is 9, more than 5."),
        ("sections: {page: maybe}", "l.yaml:2:18: 'page' must be true or false"),
        ("opening: {steps: 1}", "l.yaml:2:18: 'steps' is 1, more than 0.8."),
        ("ticks: {size: 9}", "l.yaml:2:8: the tick boxes overlap."),
        ("styles: {title: {leading: 12}}", "l.yaml:2:17: lines of style 'title' overlap."),
        ("margins: {left: 99, right: 99}", "l.yaml:2:10: the margins leave too little room."),
        ("paper: 100x140mm", "l.yaml:1:10: the margins leave too little room."),
        ("margins: {inner: 20}", "l.yaml:2:10: missing key 'outer' in 'margins'."),
        ("margins: {left: 20, right: 20, outer: 9}", "l.yaml:2:32: the margins at the sides are given twice."),
    ],
)
def test_what_does_not_fit_is_told_where_the_file_says_it_or_else_where_it_extends(source: str, message: str) -> None:
    found = problems(f"extends: classic\n{source}\n")
    assert len(found) == 1
    assert found[0].startswith(message)


def test_margins_are_those_of_both_sides_or_of_the_fold_whichever_a_layout_says_last() -> None:
    def margins(source: str) -> Margins:
        return read_layout(source.encode(), "l.yaml", "mine", layout_files()).margins

    mirrored = margins("extends: classic\nmargins: {inner: 30, outer: 15}\n")
    assert mirrored[1:] == pytest.approx((15 * POINTS_PER_MM, CLASSIC.margins.bottom, 30 * POINTS_PER_MM, True))
    assert margins("extends: booklet\nmargins: {inner: 20}\n").left == pytest.approx(20 * POINTS_PER_MM)
    plain = margins("extends: booklet\nmargins: {left: 14, right: 14}\n")
    assert (plain.left, plain.right, plain.mirrored) == pytest.approx((14 * POINTS_PER_MM, 14 * POINTS_PER_MM, False))


def test_the_keys_with_a_usual_value_have_it() -> None:
    assert (CLASSIC.lines, CLASSIC.weight, CLASSIC.smallest) == (Lines.RULED, 1, 0)
    assert (CLASSIC.opening, CLASSIC.sections) == (IntroductionLayout(), Sections())
    assert CLASSIC.stretch == pytest.approx(7 * POINTS_PER_MM)


def test_the_keys_with_a_usual_value_can_say_another() -> None:
    layout = read_layout(
        b"extends: classic\nlines: plain\nweight: 1.5\nsmallest: 18\nstretch: 10\n"
        b"opening: {paragraphs: 0, steps: 0.5}\n"
        b"sections: {page: true, heading: title, space: 10}\nrooms: {compact: {least: 3}}\n",
        "l.yaml",
        "mine",
        layout_files(),
    )
    assert (layout.lines, layout.weight, layout.smallest) == (Lines.PLAIN, 1.5, 18)
    assert (layout.opening, layout.rooms.compact) == (IntroductionLayout(0, 0.5), AnswerSpaceSize(2, 2, 3))
    assert (layout.sections.page, layout.sections.heading) == (True, Style.TITLE)
    assert layout.sections.space == pytest.approx(10 * POINTS_PER_MM)
    assert layout.stretch == pytest.approx(10 * POINTS_PER_MM)


@pytest.mark.parametrize("name", layout_names())
def test_a_built_in_layout_can_be_read_and_names_its_schema(name: str) -> None:
    file = Path(layout_files()[name])
    assert read_layout(file.read_bytes(), file.name, name, layout_files()).name == name
    first = file.read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../generator/data/schemas/layout.json"
