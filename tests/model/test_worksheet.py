from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings

from generator.formats.embedded_json import read_definition
from generator.model.people import People
from generator.model.selection import Selection
from generator.model.worksheet import Meeting, Worksheet, canonical, definition, definition_text, identity
from generator.words.messages import ENGLISH
from tests.composing.worksheets import bank_of, worksheet_of, worksheets

MEETING = Meeting(dt.date(2026, 9, 24), dt.time(12, 30), "Café", 90)
SHEET = worksheet_of(bank_of(["A?", "B?"]), "Ana", "Ben", picks=(("q1",), ()))._replace(meeting=MEETING)
IN_ANOTHER_PROCESS = """
from tests.model.test_worksheet import SHEET
from generator.model.worksheet import canonical, definition, definition_text, identity
from generator.words.messages import ENGLISH
print(identity(SHEET), canonical(definition(SHEET)))
"""


@pytest.mark.parametrize(
    ("meeting", "when"),
    [
        (Meeting(None, None, "", 90), ""),
        (Meeting(dt.date(2026, 12, 4), None, "", 90), "4 December 2026"),
        (Meeting(dt.date(2027, 1, 31), dt.time(9, 5), "", 90), "31 January 2027, 09:05"),
        (Meeting(dt.date(2027, 1, 31), dt.time(0, 0), "", 90), "31 January 2027, 00:00"),
    ],
)
def test_a_meeting_tells_when_it_is(meeting: Meeting, when: str) -> None:
    assert meeting.when(ENGLISH) == when


@pytest.mark.parametrize(
    "other",
    [
        SHEET._replace(bank=bank_of(["A?", "B!"])),
        SHEET._replace(bank=bank_of(["A?", "B?"], closing=("How?",))),
        SHEET._replace(people=People(("Ben", "Ana"))),
        SHEET._replace(selection=Selection(((), ("q1",)))),
        SHEET._replace(meeting=MEETING._replace(place="Cafe")),
        SHEET._replace(meeting=MEETING._replace(time=None)),
        SHEET._replace(layout="other"),
        SHEET._replace(paper="letter"),
        SHEET._replace(product="1.1"),
    ],
    ids=["question", "closing", "people", "picks", "place", "time", "layout", "paper", "product"],
)
def test_a_worksheet_that_differs_in_anything_has_another_identity(other: Worksheet) -> None:
    assert identity(other) != identity(SHEET)


def test_equal_worksheets_have_the_same_identity() -> None:
    assert identity(SHEET._replace()) == identity(SHEET)


@settings(max_examples=30)
@given(worksheet=worksheets())
def test_an_identity_is_ten_letters_and_digits(worksheet: Worksheet) -> None:
    slug = identity(worksheet)
    assert len(slug) == 10
    assert slug.isascii()
    assert slug.isalnum()
    assert slug == slug.lower()


@settings(max_examples=30)
@given(worksheet=worksheets())
def test_a_worksheet_is_read_back_from_its_definition(worksheet: Worksheet) -> None:
    assert read_definition(canonical(definition(worksheet))) == worksheet


@settings(max_examples=30)
@given(worksheet=worksheets())
def test_the_definition_as_text_is_its_canonical_form(worksheet: Worksheet) -> None:
    assert definition_text(worksheet) == canonical(definition(worksheet))


def test_a_definition_is_ascii_sorted_and_without_white_space() -> None:
    text = definition_text(SHEET)
    assert text.isascii()
    assert json.loads(text) == json.loads(json.dumps(definition(SHEET)))
    assert text.startswith('{"bank":{"attribution":"",')


@pytest.mark.slow
def test_identity_and_definition_are_the_same_in_another_process() -> None:
    for hash_seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS],
            env={
                "PYTHONHASHSEED": hash_seed,
                "PYTHONPATH": ":".join(["", *sys.path]),
                "LC_ALL": "C",
                "TZ": "Asia/Tokyo",
            },
            capture_output=True,
            check=True,
            text=True,
        )
        assert run.stdout.strip() == f"{identity(SHEET)} {canonical(definition(SHEET))}"
