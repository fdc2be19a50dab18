"""From the options of ``alliance compose`` to a worksheet."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from generator import __version__
from generator.errors import UsageProblem, did_you_mean, escape
from generator.model.agenda import require_time
from generator.model.layout import Part
from generator.model.people import MOST_PEOPLE, People
from generator.model.selection import Selection, default_seed, in_bank_order, nobody, suggest
from generator.model.worksheet import Meeting, Worksheet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from generator.model.bank import QuestionBank
    from generator.model.layout import Layout

LONGEST_NAME = 200
LONGEST_PLACE = 300
_MOMENT = r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?: ([0-9]{2}:[0-9]{2}))?"
"""Other ways of ISO 8601, such as with seconds or an offset, would not come out on paper as they were typed."""
BLANK_NAMES = 2
"""How many lines for names a sheet has without any name given."""


class ComposeRequest(NamedTuple):
    """What the user wants composed, as it was typed."""

    people: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    """``NAME: id, id``."""
    suggested: int | None = None
    seed: int | None = None
    sections: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    meeting: str | None = None
    place: str = ""
    minutes: int | None = None


def worksheet_of(order: ComposeRequest, bank: QuestionBank, layout: Layout, people: People | None = None) -> Worksheet:
    """Return the worksheet that was ordered, for these people or else for those whom the order names.

    Raises UsageProblem where the order makes no sense.
    """
    people = _people(order.people) if people is None else people
    bank = _restricted(bank, order)
    date, time = _moment(order.meeting)
    place = normalise_line(order.place)
    if len(place) > LONGEST_PLACE:
        raise UsageProblem(f"--place has {len(place)} characters. Shorten it to {LONGEST_PLACE}.")
    worksheet = Worksheet(
        bank=bank,
        people=people,
        selection=_selection(order, bank, people),
        meeting=Meeting(date, time, place, order.minutes or bank.minutes),
        layout=layout.name,
        paper=layout.paper.name,
        product=__version__,
        parts=layout.fillable_parts,
    )
    if Part.PLAN in layout.parts:
        require_time(worksheet)
    return worksheet


def normalise_line(text: str) -> str:
    """Return text in NFC with every run of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def joining_people(names: tuple[str, ...], given: tuple[str, ...]) -> People:
    """Return those who were there and those who join them; raise UsageProblem where that cannot be."""
    joining = _people(given).names if given else ()
    if len(names) + len(joining) > MOST_PEOPLE:
        raise UsageProblem(f"{len(names) + len(joining)} people are too many. An alliance has 1 to {MOST_PEOPLE}.")
    known = {name.casefold() for name in names}
    if twice := [name for name in joining if name.casefold() in known]:
        raise UsageProblem(f"'{escape(twice[0])}' is in the alliance already. Give -p for those who join only.")
    return People((*names, *joining))


def _people(given: tuple[str, ...]) -> People:
    names = tuple(normalise_line(name) for name in given) or ("",) * BLANK_NAMES
    if len(names) > MOST_PEOPLE:
        raise UsageProblem(f"{len(names)} people are too many. An alliance has 1 to {MOST_PEOPLE}.")
    for name in names:
        if given and not name:
            raise UsageProblem("a name is empty. Leave out -p for blank name lines.")
        if len(name) > LONGEST_NAME:
            raise UsageProblem(f"the name '{escape(name)}' is longer than {LONGEST_NAME} characters. Shorten it.")
        if given and sum(name.casefold() == other.casefold() for other in names) > 1:
            raise UsageProblem(f"the name '{escape(name)}' is given twice. Tell the people apart, by a letter or so.")
    return People(names)


def _restricted(bank: QuestionBank, order: ComposeRequest) -> QuestionBank:
    if bank.sections and not (order.sections or order.questions or order.without):
        return bank
    ids = [question.id for question in bank.questions()]
    closing = [question.id for question in bank.closing.questions]
    sections = {section.id: [question.id for question in section.questions] for section in bank.sections}
    if both := [each for each in order.questions if each in closing]:
        raise UsageProblem(f"'{escape(both[0])}' is a closing question, always there. Leave it out of --question.")
    _require_known(("section", order.sections, sections), ("question", order.questions, ids),
                   ("question", order.without, ids + closing))  # fmt: skip
    wanted = {question for section in order.sections for question in sections[section]} | set(order.questions)
    kept = (wanted or set(ids)) - set(order.without)
    bank = bank.restrict_to(kept)
    left = tuple(question for question in bank.closing.questions if question.id not in order.without)
    if not bank.sections:
        raise UsageProblem("no question is left. Leave out fewer.")
    return bank._replace(closing=bank.closing._replace(questions=left))


def _require_known(*named: tuple[str, Iterable[str], Collection[str]]) -> None:
    """Take what each is, the ids given and those that there are; raise UsageProblem with every unknown one."""
    unknown = [
        f"unknown {what} '{escape(each)}'. {did_you_mean(each, known) or 'See alliance questions.'}"
        for what, given, known in named
        for each in given
        if each not in known
    ]
    if unknown:
        raise UsageProblem("\n".join(unknown))


def _moment(text: str | None) -> tuple[dt.date | None, dt.time | None]:
    if text is None:
        return None, None
    import datetime as dt  # noqa: PLC0415 - start-up is felt

    found = re.fullmatch(_MOMENT, normalise_line(text.replace("T", " ")))
    date, time = found.groups() if found else ("", None)
    try:
        return dt.date.fromisoformat(date), dt.time.fromisoformat(time) if time else None
    except ValueError:
        example = 'Give a date, or date and time, such as "2026-12-04 12:30".'
        raise UsageProblem(f"--meeting '{escape(text)}' is no date. {example}") from None


def _selection(order: ComposeRequest, bank: QuestionBank, people: People) -> Selection:
    picks: list[list[str]] = [[] for _ in people.names]
    for text in order.picks:
        person, ids = _pick(text, people, bank)
        picks[person] += ids
    given = in_bank_order(bank, picks) if order.picks else nobody(len(people))
    if order.suggested is None:
        if order.seed is not None:
            raise UsageProblem("--seed goes with --suggest. Add --suggest 3, or leave it out.")
        return given
    available = sum(1 for _ in bank.questions())
    if order.suggested > available:
        raise UsageProblem(f"--suggest {order.suggested} is more than the {available} questions there are.")
    seed = default_seed(people.names) if order.seed is None else order.seed
    return suggest(bank, given=given, per_person=order.suggested, seed=seed)


def _pick(text: str, people: People, bank: QuestionBank) -> tuple[int, list[str]]:
    name, colon, listed = text.rpartition(":")
    ids = [each.strip() for each in listed.split(",") if each.strip()]
    if not colon or not ids:
        raise UsageProblem(f"--pick '{escape(text)}' is not understood. Write it as \"NAME: id, id\".")
    wanted = normalise_line(name).casefold()
    folded = [each.casefold() for each in people.names]
    if not wanted or wanted not in folded:
        hint = did_you_mean(normalise_line(name), people.names) or "Pick for a name given with -p."
        raise UsageProblem(f"--pick names '{escape(normalise_line(name))}', who is not among the people. {hint}")
    closing = {question.id for question in bank.closing.questions}
    if both := [each for each in ids if each in closing]:
        raise UsageProblem(
            f"'{escape(both[0])}' is a closing question, which everybody answers. Leave it out of --pick."
        )
    _require_known(("question", ids, [question.id for question in bank.questions()]))
    return folded.index(wanted), ids


def remarks_on(worksheet: Worksheet) -> list[str]:
    """Return what is unusual about the picks, in whole sentences."""
    rule = worksheet.bank.picks
    wanted = f"{rule.min} to {rule.max}" if rule.min < rule.max else f"{rule.min}"
    return [
        f"{escape(worksheet.people.label(person))} has {len(ids)} {'pick' if len(ids) == 1 else 'picks'}; "
        f"the bank asks for {wanted}."
        for person, ids in enumerate(worksheet.selection.picks)
        if worksheet.selection and not rule.min <= len(ids) <= rule.max
    ]
