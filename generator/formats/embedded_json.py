"""The JSON that our PDFs carry (format versions 1 and 2), back to a ``Worksheet`` or an ``Alliance``.

The inverse of ``worksheet.definition`` and ``alliance.alliance_data``. The text comes out of a PDF that anybody may
have touched, so it is bounded and checked like any other input; nothing in it is folded or normalised, so that the
identity stays the same.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.errors import InvalidInput, Problem, escape
from generator.formats.located import nodes
from generator.formats.located.build import Builder
from generator.formats.located.json_nodes import read_json_text
from generator.formats.located.located_tree import require_valid
from generator.formats.located.nodes import Tree, problem_at, sort_problems
from generator.model import alliance as alliances
from generator.model.alliance import Alliance
from generator.model.answers import Answers
from generator.model.layout import FILLED_IN
from generator.model.people import People
from generator.model.selection import Selection
from generator.model.worksheet import VERSION_WITH_LANGUAGES, Revision, Worksheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.formats.located.nodes import Node

MOST_CHARACTERS = 4_000_000
MOST_CHARACTERS_OF_ALLIANCE = 20_000_000
SOURCE = "the worksheet's definition"

_COMPOSE_AGAIN = "Take the worksheet as it was composed, or compose it again."
_AS_WRITTEN = "Take the alliance as it was written."
_BUILDER = Builder(
    {
        dt.date: lambda node: dt.date.fromisoformat(nodes.get_text(node)),
        dt.time: lambda node: dt.time.fromisoformat(nodes.get_text(node)),
    },
    keys={"previous_number": "was"},
)


class NewerVersion(InvalidInput):
    """The data was written by a version of this program that knows a newer format."""


def read_definition(text: str, source: str = SOURCE) -> Worksheet:
    """Return the worksheet of a definition of at most 4,000,000 characters; ``source`` names the file in messages.

    Raises InvalidInput with every problem found; a newer format version is the only problem then.
    """
    if len(text) > MOST_CHARACTERS:
        message = f"the definition has more than {MOST_CHARACTERS:,} characters, which is the limit"
        raise InvalidInput([Problem(source, message, _COMPOSE_AGAIN)])
    tree = read_json_text(text, source)
    if tree.problems:
        _require_version(tree.root, source, VERSION_WITH_LANGUAGES)
        raise InvalidInput(sort_problems(tree.problems))
    return _worksheet(tree.root, source)


def read_alliance(text: str, source: str) -> Alliance:
    """Return the alliance of its data, at most 20,000,000 characters; raise InvalidInput with every problem found."""
    if len(text) > MOST_CHARACTERS_OF_ALLIANCE:
        message = f"the alliance's data has more than {MOST_CHARACTERS_OF_ALLIANCE:,} characters, which is the limit"
        raise InvalidInput([Problem(source, message, _AS_WRITTEN)])
    tree = read_json_text(text, source)
    root = tree.root
    _require_version(root, source, alliances.VERSION)
    require_valid(tree, "alliance", source)
    alliance = Alliance(
        worksheet=_worksheet(nodes.get_value(root, "worksheet") or root, source),
        answers=_answers(root),
        revision=_BUILDER.build(int, nodes.get_value(root, "revision")),
        excerpt=_BUILDER.build(bool, nodes.get_value(root, "excerpt")),
    )
    if not _is_of_people(alliance.answers, alliance.worksheet.people):
        message = "the alliance's data is not of the people whom its worksheet names"
        raise InvalidInput([Problem(source, message, _AS_WRITTEN)])
    if alliance.worksheet.earlier_revisions and alliance.revision != alliance.worksheet.revision:
        numbers = f"itself revision {alliance.revision}, and is revision {alliance.worksheet.revision}"
        raise InvalidInput([Problem(source, f"the alliance calls {numbers}", _AS_WRITTEN)])
    return alliance


def _require_version(root: Node, source: str, known: int) -> None:
    """Raise NewerVersion where the data's format version is newer than the one ``known``."""
    found = nodes.get_value(root, "version")
    version = nodes.get_text(found)
    if found and re.fullmatch(r"[0-9]{1,9}", version) and int(version) > known:
        message = f"a newer version of this program made it (format {version}; this one knows {known})"
        raise NewerVersion([Problem(source, message, "Install the newest designed-alliance.")])


def _worksheet(root: Node, source: str) -> Worksheet:
    _require_version(root, source, VERSION_WITH_LANGUAGES)
    require_valid(Tree(root), "worksheet", source, _cross_checks(root, source))
    worksheet = _BUILDER.build(
        Worksheet,
        root,
        people=People(_BUILDER.build(tuple[str, ...], nodes.get_value(root, "people"))),
        selection=Selection(_BUILDER.build(tuple[tuple[str, ...], ...], nodes.get_value(root, "picks"))),
        earlier_revisions=tuple(_revision(node, source) for node in nodes.get_items(nodes.get_value(root, "earlier"))),
    )
    if not _is_chain(worksheet):
        message = "the meetings before this one do not follow each other"
        raise InvalidInput([problem_at(source, nodes.get_value(root, "earlier") or root, message, _COMPOSE_AGAIN)])
    return worksheet._replace(parts=tuple(part for part in FILLED_IN if part in worksheet.parts))


def _revision(node: Node, source: str) -> Revision:
    worksheet = _worksheet(nodes.get_value(node, "worksheet") or node, source)
    return Revision(_BUILDER.build(int, nodes.get_value(node, "revision")), worksheet, _answers(node))


def _answers(node: Node) -> Answers:
    """Return the answers in a mapping that has passed its schema; people are called ``p1``, ``p2``, ... there."""
    by_question = _BUILDER.build(dict[str, dict[str, str]], nodes.get_value(node, "answers"))
    texts = {
        (question, int(person[1:]) - 1): text
        for question, by_person in by_question.items()
        for person, text in by_person.items()
    }
    return _BUILDER.build(Answers, node, texts=texts)


def _is_of_people(answers: Answers, people: People) -> bool:
    """Tell whether the answers is of so many people."""
    count = len(people)
    return len(answers.names) == len(answers.picks) == len(answers.signed) == count and all(
        person < count for _, person in answers.texts
    )


def _is_chain(worksheet: Worksheet) -> bool:
    """Tell whether the earlier meetings are whole, count upwards, and nobody was left out on the way."""
    earlier = worksheet.earlier_revisions
    people = [*(revision.worksheet.people for revision in earlier), worksheet.people]
    return (
        all(
            _is_of_people(meeting.answers, meeting.worksheet.people) and not meeting.worksheet.earlier_revisions
            for meeting in earlier
        )
        and all(before.number < after.number for before, after in pairwise(earlier))
        and all(len(before) <= len(after) for before, after in pairwise(people))
    )


def _cross_checks(root: Node, source: str) -> Iterator[Problem]:
    bank = nodes.get_value(root, "bank")
    sections = nodes.get_items(nodes.get_value(bank, "sections"))
    pickable = [question for section in sections for question in _ids(section)]
    every = [*pickable, *_ids(nodes.get_value(bank, "closing"))]
    if bank and len(set(every)) < len(every):
        yield problem_at(source, bank, "a question's id is used twice", _COMPOSE_AGAIN)
    known = set(pickable)
    people, picks = nodes.get_items(nodes.get_value(root, "people")), nodes.get_value(root, "picks")
    if picks and len(nodes.get_items(picks)) != len(people):
        yield problem_at(source, picks, "the picks are not those of the people", _COMPOSE_AGAIN)
    for pick in (pick for ids in nodes.get_items(picks) for pick in nodes.get_items(ids)):
        if nodes.get_text(pick) not in known:
            message = f"the pick '{escape(nodes.get_text(pick))}' is no question of the bank"
            yield problem_at(source, pick, message, _COMPOSE_AGAIN)
    yield from _possible_date(nodes.get_value(nodes.get_value(root, "meeting"), "date"), source)


def _ids(section: Node | None) -> list[str]:
    return [
        nodes.get_text(nodes.get_value(question, "id"))
        for question in nodes.get_items(nodes.get_value(section, "questions"))
    ]


def _possible_date(node: Node | None, source: str) -> Iterator[Problem]:
    text = nodes.get_text(node)
    try:
        dt.date.fromisoformat(text or "2000-01-01")
    except ValueError:
        if node:
            yield problem_at(source, node, f"'{escape(text)}' is no date", _COMPOSE_AGAIN)
