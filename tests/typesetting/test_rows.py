from __future__ import annotations

import pytest

from generator.fonts.faces import Face
from generator.model.colour import Colour
from generator.typesetting.page import Box, CheckboxField, Entry, HiddenField, Rect, Rule, Ruling, Text, TextField, Tick
from generator.typesetting.rows import (
    Row,
    keep_paragraph_together,
    keep_together,
    move_down,
    row_by_row,
    side_by_side,
    total_height,
)

INK = Colour(0, 0, 0)
RECT = Rect(1, 2, 3, 4)


def row(name: str, height: float = 10, before: float = 0) -> Row:
    return Row(height, [Text(0, -height, name, Face.TEXT, 10, INK, 0)], space_before=before)


def named(each: Row) -> list[tuple[str, float]]:
    return [(mark.text, mark.y) for mark in each.marks if isinstance(mark, Text)]


@pytest.mark.parametrize(
    ("mark", "moved"),
    [
        (Text(1, 2, "t", Face.TEXT, 9, INK, 3, 0.5), Text(1, -8, "t", Face.TEXT, 9, INK, 3, 0.5)),
        (Rule(1, 2, 3, 4, 0.5, INK), Rule(1, -8, 3, -6, 0.5, INK)),
        (Ruling(1, 3, 2, 20, 5, 0.5, INK, 2), Ruling(1, 3, -8, 20, 5, 0.5, INK, 2)),
        (Box(RECT, 1, 0.6, INK, None), Box(Rect(1, -8, 3, 4), 1, 0.6, INK, None)),
        (Tick(RECT, INK, 5), Tick(Rect(1, -8, 3, 4), INK, 5)),
        (
            TextField("n", RECT, "t", "v", Entry.SINGLE_LINE, 9, 12, 7),
            TextField("n", Rect(1, -8, 3, 4), "t", "v", Entry.SINGLE_LINE, 9, 12, 7),
        ),
        (
            CheckboxField("n", RECT, "t", element=7),
            CheckboxField("n", Rect(1, -8, 3, 4), "t", element=7),
        ),
        (HiddenField("n", "v", "t"), HiddenField("n", "v", "t")),
    ],
)
def test_a_lowered_mark_is_the_same_mark_further_down(mark: Text, moved: Text) -> None:
    assert move_down(mark, 10) == moved
    assert type(move_down(mark, 10)) is type(moved)


def test_the_space_above_the_first_strip_is_not_part_of_the_height() -> None:
    assert total_height([row("a", 10, before=5), row("b", 20, before=7)]) == 37
    assert total_height([]) == 0


def test_merged_columns_stand_side_by_side_and_are_read_one_after_the_other() -> None:
    both = side_by_side([[row("a"), row("b", before=3)], [row("c", 40)]])
    assert (both.height, named(both)) == (40, [("a", -10), ("b", -23), ("c", -40)])


def test_zipped_columns_can_be_parted_between_their_lines() -> None:
    rows = row_by_row([[row("a"), row("b", before=3)], [row("c", 12)]])
    assert [(row.height, row.space_before, named(row)) for row in rows] == [
        (12, 0, [("a", -10), ("c", -12)]),
        (10, 3, [("b", -10)]),
    ]


def test_strips_kept_together_leave_the_last_one_free() -> None:
    assert [each.keep_with_next for each in keep_together([row("a"), row("b"), row("c")])] == [True, True, False]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [(1, [False]), (2, [True, False]), (3, [True, True, False]), (5, [True, False, False, True, False])],
)
def test_a_paragraphs_first_two_lines_and_its_last_two_are_bound(lines: int, kept: list[bool]) -> None:
    assert [each.keep_with_next for each in keep_paragraph_together([row("a") for _ in range(lines)])] == kept
