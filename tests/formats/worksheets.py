"""A worksheet to test with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from generator.formats.filled_forms import read_forms
from generator.model.bank import Closing, PicksRule, Question, QuestionBank, Section
from generator.model.fields import FieldId, FieldKind
from generator.model.people import People
from generator.model.returned_answers import FieldValue
from generator.model.selection import Selection
from generator.model.sources import Source
from generator.model.worksheet import Meeting, Worksheet

if TYPE_CHECKING:
    from generator.model.returned_answers import FilledForm

BANK = QuestionBank(
    title="Designing our alliance",
    language="en",
    attribution="",
    introduction=("Talk.",),
    instructions=("Pick.",),
    minutes=90,
    picks=PicksRule(1, 2),
    sections=(
        Section("intentions", "Intentions", (Question("assumptions", "What?"), Question("hopes", "What else?"))),
        Section("plan", "Plan", (Question("way-back", "How?"),)),
    ),
    closing=Closing("Closing", "", (Question("support", "Who?"),)),
)
WORKSHEET = Worksheet(
    bank=BANK,
    people=People(("Ana Lima", "Ben Okafor")),
    selection=Selection((("hopes",), ())),
    meeting=Meeting(dt.date(2026, 12, 4), dt.time(12, 30), "Café", 90),
    layout="classic",
    paper="a4",
    product="1.0",
)
BLANK = WORKSHEET._replace(people=People(("", "")), selection=Selection(((), ())))

ANAS_HOPES = FieldId(FieldKind.ANSWER, "hopes", 0)
ANA_PICKS_HOPES = FieldId(FieldKind.PICK, "hopes", 0)
BEN_PICKS_HOPES = FieldId(FieldKind.PICK, "hopes", 1)


def returned(source: str, *entries: tuple[FieldId, str], identity: str = "") -> Source:
    return Source(
        source, tuple(FieldValue(field_id, text, f"field '{field_id.path}'") for field_id, text in entries), identity
    )


def read_form(data: bytes, source: str) -> FilledForm:
    """Return what a file holds that must be one worksheet."""
    (form,) = read_forms(data, source)
    return form
