from __future__ import annotations

import pytest

from generator.fonts.faces import Face
from generator.model.colour import Colour
from generator.typesetting.page import Box, Entry, HiddenField, Rect, Rule, Text, TextField, Tick, TickField
from generator.typesetting.rows import Strip, kept_together, lowered, merged, stacked, without_widows, zipped

INK = Colour(0, 0, 0)
RECT = Rect(1, 2, 3, 4)


def strip(name: str, height: float = 10, before: float = 0) -> Strip:
    return Strip(height, [Text(0, -height, name, Face.TEXT, 10, INK, 0)], before=before)


def named(each: Strip) -> list[tuple[str, float]]:
    return [(mark.text, mark.y) for mark in each.marks if isinstance(mark, Text)]


@pytest.mark.parametrize(
    ("mark", "moved"),
    [
        (Text(1, 2, "t", Face.TEXT, 9, INK, 3, 0.5), Text(1, -8, "t", Face.TEXT, 9, INK, 3, 0.5)),
        (Rule(1, 2, 3, 4, 0.5, INK), Rule(1, -8, 3, -6, 0.5, INK)),
        (Box(RECT, 1, 0.6, INK, None), Box(Rect(1, -8, 3, 4), 1, 0.6, INK, None)),
        (Tick(RECT, INK, 5), Tick(Rect(1, -8, 3, 4), INK, 5)),
        (
            TextField("n", RECT, "t", "v", Entry.LINE, 9, 12, 7),
            TextField("n", Rect(1, -8, 3, 4), "t", "v", Entry.LINE, 9, 12, 7),
        ),
        (
            TickField("n", RECT, "t", element=7),
            TickField("n", Rect(1, -8, 3, 4), "t", element=7),
        ),
        (HiddenField("n", "v"), HiddenField("n", "v")),
    ],
)
def test_a_lowered_mark_is_the_same_mark_further_down(mark: Text, moved: Text) -> None:
    assert lowered(mark, 10) == moved
    assert type(lowered(mark, 10)) is type(moved)


def test_the_space_above_the_first_strip_is_not_part_of_the_height() -> None:
    assert stacked([strip("a", 10, before=5), strip("b", 20, before=7)]) == 37
    assert stacked([]) == 0


def test_merged_columns_stand_side_by_side_and_are_read_one_after_the_other() -> None:
    both = merged([[strip("a"), strip("b", before=3)], [strip("c", 40)]])
    assert (both.height, named(both)) == (40, [("a", -10), ("b", -23), ("c", -40)])


def test_zipped_columns_can_be_parted_between_their_lines() -> None:
    rows = zipped([[strip("a"), strip("b", before=3)], [strip("c", 12)]])
    assert [(row.height, row.before, named(row)) for row in rows] == [
        (12, 0, [("a", -10), ("c", -12)]),
        (10, 3, [("b", -10)]),
    ]


def test_strips_kept_together_leave_the_last_one_free() -> None:
    assert [each.keep for each in kept_together([strip("a"), strip("b"), strip("c")])] == [True, True, False]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [(1, [False]), (2, [True, False]), (3, [True, True, False]), (5, [True, False, False, True, False])],
)
def test_a_paragraphs_first_two_lines_and_its_last_two_are_bound(lines: int, kept: list[bool]) -> None:
    assert [each.keep for each in without_widows([strip("a") for _ in range(lines)])] == kept
