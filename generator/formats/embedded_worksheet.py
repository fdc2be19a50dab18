"""Worksheet definitions: the JSON that a worksheet carries, back to the ``Worksheet``.

The inverse of ``worksheet.definition``. The text comes out of a PDF that anybody may have touched, so it is bounded and
checked like any other input; nothing in it is folded or normalised, so that the identity stays what it was.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.errors import InvalidInput, Problem, escape
from generator.formats.embedded_answers import build_answers, is_of_people
from generator.formats.located import nodes
from generator.formats.located.json_nodes import read_json_text
from generator.formats.located.nodes import problem_at
from generator.formats.located.schema import rule
from generator.formats.located.schema_check import check, sort_problems
from generator.model.bank import Closing, PicksRule, Question, QuestionBank, Section
from generator.model.layout import FILLED_IN, USUALLY_FILLED_IN
from generator.model.people import People
from generator.model.selection import Selection
from generator.model.worksheet import VERSION, Meeting, Revision, Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.formats.located.nodes import Node
    from generator.model.layout import Part

MOST_CHARACTERS = 4_000_000
SOURCE = "the worksheet's definition"

_OURS = "Take the worksheet as it was composed, or compose it again."


class NewerVersion(InvalidInput):
    """The data was written by a version of this program that knows a newer format."""


def read_definition(text: str, source: str = SOURCE) -> Worksheet:
    """Return the worksheet of a definition of at most 4,000,000 characters.

    Raises InvalidInput with every problem found; a newer format version is the only problem then.
    """
    if len(text) > MOST_CHARACTERS:
        message = f"the definition has more than {MOST_CHARACTERS:,} characters, which is the limit"
        raise InvalidInput([Problem(source, message, _OURS)])
    tree = read_json_text(text, source)
    if tree.problems:
        require_version(tree.root, source, VERSION)
        raise InvalidInput(sort_problems(tree.problems))
    return build_worksheet(tree.root, source)


def require_version(root: Node, source: str, known: int) -> None:
    """Raise NewerVersion where the data's format version is newer than the one ``known``."""
    found = nodes.value(root, "version")
    version = nodes.text(found)
    if found and re.fullmatch(r"[0-9]{1,9}", version) and int(version) > known:
        message = f"a newer version of this program made it (format {escape(version)}; this one knows {known})"
        raise NewerVersion([Problem(source, message, "Install the newest designed-alliance.")])


def build_worksheet(root: Node, source: str) -> Worksheet:
    """Return the worksheet of a definition that is read already; raise InvalidInput as ``read_definition`` does."""
    require_version(root, source, VERSION)
    problems = [*check(root, rule("worksheet"), source), *_cross_checks(root, source)]
    if problems:
        raise InvalidInput(sort_problems(problems))
    earlier = tuple(_revision(node, source) for node in nodes.items(nodes.value(root, "earlier")))
    worksheet = Worksheet(
        bank=_bank(nodes.value(root, "bank")),
        people=People(_texts(root, "people")),
        selection=Selection(
            tuple(tuple(map(nodes.text, nodes.items(ids))) for ids in nodes.items(nodes.value(root, "picks")))
        ),
        meeting=_meeting(nodes.value(root, "meeting")),
        layout=_text(root, "layout"),
        paper=_text(root, "paper"),
        product=_text(root, "product"),
        parts=_parts(nodes.value(root, "parts")),
        earlier=earlier,
    )
    if not _is_chain(worksheet):
        message = "the meetings before this one do not follow each other"
        raise InvalidInput([problem_at(source, nodes.value(root, "earlier") or root, message, _OURS)])
    return worksheet


def _revision(node: Node, source: str) -> Revision:
    worksheet = build_worksheet(nodes.value(node, "worksheet") or node, source)
    return Revision(_number(node, "revision"), worksheet, build_answers(node))


def _is_chain(worksheet: Worksheet) -> bool:
    """Tell whether the earlier meetings are whole, count upwards, and nobody was left out on the way."""
    earlier = worksheet.earlier
    people = [*(revision.worksheet.people for revision in earlier), worksheet.people]
    return (
        all(
            is_of_people(meeting.answers, meeting.worksheet.people) and not meeting.worksheet.earlier
            for meeting in earlier
        )
        and all(before.number < after.number for before, after in pairwise(earlier))
        and all(len(before) <= len(after) for before, after in pairwise(people))
    )


def _parts(node: Node | None) -> tuple[Part, ...]:
    named = {nodes.text(part) for part in nodes.items(node)}
    return tuple(part for part in FILLED_IN if part in named) if node else USUALLY_FILLED_IN


def _meeting(node: Node | None) -> Meeting:
    date, time = _text(node, "date"), _text(node, "time")
    return Meeting(
        date=dt.date.fromisoformat(date) if date else None,
        time=dt.time.fromisoformat(time) if time else None,
        place=_text(node, "place"),
        minutes=_number(node, "minutes"),
    )


def _bank(node: Node | None) -> QuestionBank:
    picks, closing = nodes.value(node, "picks"), nodes.value(node, "closing")
    return QuestionBank(
        title=_text(node, "title"),
        language=_text(node, "language"),
        attribution=_text(node, "attribution"),
        introduction=_texts(node, "introduction"),
        instructions=_texts(node, "instructions"),
        minutes=_number(node, "minutes"),
        picks=PicksRule(_number(picks, "min"), _number(picks, "max")),
        sections=tuple(
            Section(_text(section, "id"), _text(section, "title"), _questions(section))
            for section in nodes.items(nodes.value(node, "sections"))
        ),
        closing=Closing(_text(closing, "title"), _text(closing, "lead"), _questions(closing)),
    )


def _questions(section: Node | None) -> tuple[Question, ...]:
    listed = nodes.items(nodes.value(section, "questions"))
    return tuple(Question(_text(question, "id"), _text(question, "text")) for question in listed)


def _text(node: Node | None, key: str) -> str:
    return nodes.text(nodes.value(node, key))


def _texts(node: Node | None, key: str) -> tuple[str, ...]:
    return tuple(map(nodes.text, nodes.items(nodes.value(node, key))))


def _number(node: Node | None, key: str) -> int:
    return nodes.whole_number(nodes.value(node, key), 0)


def _cross_checks(root: Node, source: str) -> Iterator[Problem]:
    bank = nodes.value(root, "bank")
    sections = nodes.items(nodes.value(bank, "sections"))
    pickable = [question for section in sections for question in _ids(section)]
    every = [*pickable, *_ids(nodes.value(bank, "closing"))]
    if bank and len(set(every)) < len(every):
        yield problem_at(source, bank, "a question's id is used twice", _OURS)
    known = set(pickable)
    people, picks = nodes.items(nodes.value(root, "people")), nodes.value(root, "picks")
    if picks and len(nodes.items(picks)) != len(people):
        yield problem_at(source, picks, "the picks are not those of the people", _OURS)
    for pick in (pick for ids in nodes.items(picks) for pick in nodes.items(ids)):
        if nodes.text(pick) not in known:
            yield problem_at(source, pick, f"the pick '{escape(nodes.text(pick))}' is no question of the bank", _OURS)
    yield from _possible_date(nodes.value(nodes.value(root, "meeting"), "date"), source)


def _ids(section: Node | None) -> list[str]:
    return [nodes.text(nodes.value(question, "id")) for question in nodes.items(nodes.value(section, "questions"))]


def _possible_date(node: Node | None, source: str) -> Iterator[Problem]:
    text = nodes.text(node)
    try:
        dt.date.fromisoformat(text or "2000-01-01")
    except ValueError:
        if node:
            yield problem_at(source, node, f"'{escape(text)}' is no date", _OURS)
