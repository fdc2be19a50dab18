from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.formats.embedded_json import MOST_CHARACTERS, read_definition
from generator.formats.located.nodes import join_surrogates
from generator.model.bank import Closing, PicksRule, Question, QuestionBank, Section
from generator.model.languages import Languages
from generator.model.layout import Part
from generator.model.people import People
from generator.model.selection import Selection
from generator.model.worksheet import Meeting, Worksheet, canonical, definition, definition_text, identity

if TYPE_CHECKING:
    from collections.abc import Callable

texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=30).map(join_surrogates)
slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
minutes = st.integers(0, 1000)


@st.composite
def worksheets(draw: st.DrawFn) -> Worksheet:
    ids = draw(st.lists(slugs, min_size=1, max_size=8, unique=True))
    questions = [Question(one, draw(texts)) for one in ids]
    cut = draw(st.integers(0, len(ids)))
    middle = draw(st.integers(0, cut))
    people = draw(st.lists(texts, min_size=1, max_size=6))
    time = draw(st.times() | st.none())
    return Worksheet(
        bank=QuestionBank(
            title=draw(texts),
            language="en",
            attribution=draw(texts),
            introduction=tuple(draw(st.lists(texts, max_size=3))),
            instructions=tuple(draw(st.lists(texts, max_size=3))),
            minutes=draw(minutes),
            picks=PicksRule(draw(st.integers(0, 4)), draw(st.integers(4, 9))),
            sections=(
                Section(draw(slugs), draw(texts), tuple(questions[:middle])),
                Section(draw(slugs), draw(texts), tuple(questions[middle:cut])),
            ),
            closing=Closing(draw(texts), draw(texts), tuple(questions[cut:])),
        ),
        people=People(tuple(people)),
        selection=Selection(
            tuple(tuple(draw(st.lists(st.sampled_from(ids[:cut]), unique=True))) if cut else () for _ in people)
        ),
        meeting=Meeting(
            date=draw(st.dates() | st.none()),
            time=time.replace(second=0, microsecond=0) if time else None,
            place=draw(texts),
            minutes=draw(minutes),
        ),
        layout=draw(texts),
        paper=draw(st.sampled_from(["a4", "letter", "210x297mm"])),
        product=draw(texts),
    )


@given(worksheet=worksheets())
def test_a_definition_reads_back_as_the_worksheet(worksheet: Worksheet) -> None:
    found = read_definition(canonical(definition(worksheet)))
    assert found == worksheet
    assert identity(found) == identity(worksheet)


@given(worksheet=worksheets(), other=worksheets(), people=st.lists(st.sampled_from(["", "de", "pt"]), max_size=6))
@pytest.mark.slow
def test_a_definition_in_several_languages_reads_back_too(
    worksheet: Worksheet, other: Worksheet, people: list[str]
) -> None:
    banks = (other.bank._replace(language="de"), worksheet.bank._replace(language="pt", title="T"))
    worksheet = worksheet._replace(languages=Languages(banks, "de", tuple(people)))
    found = read_definition(definition_text(worksheet))
    assert (found, found.version, identity(found)) == (worksheet, 2, identity(worksheet))
    assert definition_text(worksheet) == canonical(definition(worksheet))


def small() -> dict[str, Any]:
    bank = QuestionBank(
        title="T",
        language="en",
        attribution="",
        introduction=(),
        instructions=(),
        minutes=90,
        picks=PicksRule(3, 4),
        sections=(Section("s", "S", (Question("hopes", "H"),)),),
        closing=Closing("C", "", (Question("support", "S"),)),
    )
    meeting = Meeting(dt.date(2026, 12, 4), None, "", 90)
    worksheet = Worksheet(bank, People(("Ana", "")), Selection((("hopes",), ())), meeting, "classic", "a4", "0.1.0")
    return definition(worksheet)


def refusal(text: str) -> str:
    with pytest.raises(InvalidInput) as failure:
        read_definition(text, "w.pdf")
    return str(failure.value)


def changed(change: Callable[[Any], object]) -> str:
    data = json.loads(json.dumps(small()))
    change(data)
    return refusal(json.dumps(data))


def test_a_newer_format_is_the_only_problem_told() -> None:
    message = changed(lambda data: data.update(version=3, invention=[]))
    assert message.endswith(
        "a newer version of this program made it (format 3; this one knows 2). Install the newest designed-alliance."
    )
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.pop("people"), "missing key 'people'"),
        (lambda data: data.update(extra=1), "unknown key 'extra'"),
        (lambda data: data.update(format="other"), "'format' cannot be 'other'"),
        (lambda data: data.update(version="1"), "'version' must be a whole number, not the text '1'"),
        (lambda data: data["people"].append("Cleo"), "the picks are not those of the people"),
        (lambda data: data["picks"][0].append("support"), "the pick 'support' is no question of the bank"),
        (lambda data: data["picks"][0].append("../x"), "must be lower-case letters"),
        (lambda data: data["meeting"].update(date="2026-02-30"), "'2026-02-30' is no date"),
        (lambda data: data["meeting"].update(time="25:00"), "'time' must be a time such as 12:30, or empty"),
        (lambda data: data["bank"]["closing"]["questions"][0].update(id="hopes"), "a question's id is used twice"),
        (lambda data: data["bank"].update(title=None), "'title' must not be empty"),
        (
            lambda data: data.update(languages={"banks": [], "second": "", "people": []}),
            "'banks' has 0 items, and needs 1",
        ),
        (lambda data: data.update(languages={"banks": [{}], "second": "", "people": []}), "missing key 'title'"),
        (lambda data: data["bank"].update(minutes=10**30), "'minutes' must be a whole number"),
    ],
)
def test_a_definition_that_was_touched_is_refused(change: Callable[[Any], object], message: str) -> None:
    assert message in changed(change)


def test_a_definition_without_end_is_refused() -> None:
    assert "more than 4,000,000 characters" in refusal(" " * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize("text", ["", "[" * 50_000, "null", "[]", "\ufeff{}", "\0"])
def test_what_is_no_definition_is_refused(text: str) -> None:
    assert refusal(text).startswith("w.pdf:1:")


def test_a_definition_tells_the_parts_of_a_worksheet_that_does_not_have_all() -> None:
    whole = read_definition(json.dumps(small()))
    assert "parts" not in definition(whole)
    some = whole._replace(parts=(Part.CHOICES, Part.CLOSING, Part.NAMES))
    assert definition(some)["parts"] == ["choices", "closing", "names"]
    assert read_definition(canonical(definition(some))) == some
    assert identity(some) != identity(whole)


def test_unknown_parts_are_refused() -> None:
    assert "cannot be 'notes'" in changed(lambda data: data.update(parts=["notes"]))
