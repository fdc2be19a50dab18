from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.asking import FEW
from generator.composing.document import (
    FieldRows,
    Heading,
    PageBreak,
    QuestionChecklist,
    QuestionForm,
    Signatures,
    Table,
    Title,
)
from generator.composing.worksheet import compose_worksheet
from generator.model.layout import Part, TypedSize
from generator.model.selection import nobody
from generator.model.worksheet import canonical, definition, identity
from tests.composing.worksheets import bank_of, classic, worksheet_of

if TYPE_CHECKING:
    from generator.composing.document import Block
    from generator.model.worksheet import Worksheet

BANK = bank_of(["A?", "B?", "C?", "D?"], sections=2)
BLANK = worksheet_of(BANK, "Ana Lima", "Ben Okafor")
PICKED = worksheet_of(BANK, "Ana Lima", "Ben Okafor", picks=(("q2",), ("q2", "q3")))


def blocks(worksheet: Worksheet) -> tuple[Block, ...]:
    return compose_worksheet(worksheet, classic()).blocks


def asked(worksheet: Worksheet) -> dict[str, QuestionForm]:
    return {block.text: block for block in blocks(worksheet) if isinstance(block, QuestionForm)}


def test_the_parts_stand_in_the_layouts_order() -> None:
    layout = classic()._replace(parts=(Part.SIGNATURES, Part.PAGE, Part.AGREEMENTS, Part.TITLE))
    kinds = [type(block) for block in compose_worksheet(BLANK, layout).blocks]
    assert kinds == [Signatures, PageBreak, Heading, Table, Title]


def test_the_columns_of_the_choices_are_the_peoples_initials() -> None:
    choices = [block for block in blocks(BLANK) if isinstance(block, QuestionChecklist)]
    assert [(block.title, block.columns) for block in choices] == [
        ("Section 1", ("AL", "BO")),
        ("Section 2", ("AL", "BO")),
    ]


def test_a_box_says_whose_it_is_and_of_which_question() -> None:
    (first, *_) = (block for block in blocks(PICKED) if isinstance(block, QuestionChecklist))
    assert [box.tooltip for box in first.items[1].boxes] == ["Ana Lima picks: B?", "Ben Okafor picks: B?"]


def test_the_boxes_of_what_is_picked_are_ticked_and_the_blocks_are_the_same_whatever_is() -> None:
    (first, *_) = (block for block in blocks(PICKED) if isinstance(block, QuestionChecklist))
    ticked = compose_worksheet(PICKED, classic()).ticked
    assert [[box.field in ticked for box in choice.boxes] for choice in first.items] == [[False, False], [True, True]]
    sheets = (PICKED, PICKED._replace(selection=nobody(2)))
    documents = [compose_worksheet(sheet, classic(), "id", "{}") for sheet in sheets]
    one, other = ([block for block in each.blocks if isinstance(block, QuestionChecklist)] for each in documents)
    assert one == other
    assert not documents[1].ticked


def test_without_picks_every_question_stands_once_in_the_banks_order() -> None:
    assert list(asked(BLANK)) == ["A?", "B?", "C?", "D?", "How?", "What now?"]


def test_without_picks_there_is_compact_room_for_many_questions_and_generous_room_for_few() -> None:
    rooms = classic().rooms
    for questions, room in ((FEW, rooms.generous), (FEW + 1, rooms.compact)):
        worksheet = worksheet_of(bank_of([f"{number}?" for number in range(questions)]), "Ana", "Ben")
        assert asked(worksheet)["0?"].lines == room.lines


def test_with_picks_the_picked_questions_come_first_with_generous_room() -> None:
    assert list(asked(PICKED)) == ["B?", "C?", "A?", "D?", "How?", "What now?"]
    rooms = classic().rooms
    lines = [block.lines for block in asked(PICKED).values()]
    assert lines == [rooms.generous.lines] * 2 + [rooms.compact.lines] * 2 + [rooms.closing.lines] * 2


def test_a_question_says_who_picked_it_and_who_answers_first_and_everybody_keeps_a_place() -> None:
    picked = asked(PICKED)
    assert [picked[text].note for text in ("B?", "C?", "A?")] == [
        "Picked by Ana Lima and Ben Okafor",
        "Picked by Ben Okafor · the other answers first",
        "",
    ]
    assert [[room.person for room in picked[text].spaces] for text in ("B?", "C?", "A?")] == [
        ["Ana Lima", "Ben Okafor"],
        ["Ana Lima", "Ben Okafor"],
        ["Ana Lima", "Ben Okafor"],
    ]
    ana = asked(worksheet_of(BANK, "Ana Lima", "Ben Okafor", picks=(("q1",), ())))["A?"]
    assert [room.person for room in ana.spaces] == ["Ana Lima", "Ben Okafor"]
    assert ana.spaces[1].tooltip == "Ben Okafor's answer to: A?"
    cleo = asked(worksheet_of(BANK, "Ana Lima", "Ben Okafor", "Cleo", picks=(("q1",), (), ())))["A?"]
    assert cleo.note == "Picked by Ana Lima · the others answer first"


def test_a_room_in_which_text_keeps_its_size_says_that_more_can_be_typed_than_shows() -> None:
    rooms = [
        compose_worksheet(BLANK, classic()._replace(typed=typed)).blocks
        for typed in (TypedSize.FITTED, TypedSize.FIXED)
    ]
    fitted, fixed = (next(block for block in found if isinstance(block, QuestionForm)).spaces[0] for found in rooms)
    assert fixed.tooltip == f"{fitted.tooltip} (You can type more than shows here; all of it is kept.)"


def test_blank_names_are_numbered_where_they_would_stand() -> None:
    worksheet = worksheet_of(BANK, "", "")
    assert [room.person for room in asked(worksheet)["A?"].spaces] == ["Person 1", "Person 2"]
    (facts, *_) = (block for block in blocks(worksheet) if isinstance(block, FieldRows))
    assert [(item.label, item.value, item.after) for item in facts.rows[0]] == [("between", "", "1"), ("and", "", "2")]


def test_the_definition_goes_along_in_a_field_nobody_sees() -> None:
    hidden = compose_worksheet(PICKED, classic()).hidden
    assert hidden == ((f"{identity(PICKED)}/definition", canonical(definition(PICKED))),)
