"""Join several returns of one worksheet into its answers: a three-way merge, slot by slot.

The worksheet's own prefilled values, and what stands since the meeting before, are the common ancestor. What equals
them is untouched and yields to what was changed; two different changes are a conflict, which only the user's preference
decides. A tick has two states, so whoever changed it changed it to the same: ticks never conflict. The three boxes of
an earlier agreement and its new wording say one thing together, its decision, and that may.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from generator.errors import AllianceError, ExitCode, InvalidInput, Problem, escape
from generator.model.answers import Agreement, Answers, Decision
from generator.model.fields import DECISIONS, TICKED, Kind, Slot
from generator.model.people import People
from generator.model.returned_answers import Given
from generator.model.sources import ancestors, in_words, prefilled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.model.sources import Return
    from generator.model.worksheet import Worksheet

MULTI_LINE = {Kind.ANSWER}


class Preference(StrEnum):
    """Which of two different texts for one slot to take."""

    FIRST = "first"
    """That of the source named first."""
    LAST = "last"
    BOTH = "both"
    """All of them, one after another, in the sources' order."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says stands in a slot."""

    source: str
    given: Given

    def __str__(self) -> str:
        place = f", {self.given.place}" if self.given.place else ""
        return f"'{escape(self.given.text)}' ({escape(self.source)}{place})"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A slot for which there are different texts."""

    slot: Slot
    words: str
    """What the slot is; foreign parts escaped."""
    claims: tuple[Claim, ...]
    """One for each text, in the sources' order."""

    def __str__(self) -> str:
        return f"{self.words}: {' or '.join(str(claim) for claim in self.claims)}."


class ConflictingAnswers(AllianceError):
    """Sources, or fields of one source, that disagree."""

    exit_code = ExitCode.CONFLICT

    def __init__(self, conflicts: Iterable[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        number = len(self.conflicts)
        one_of_them = all(conflict.slot.kind is Kind.DECISION for conflict in self.conflicts)
        listed = "\n".join(str(conflict) for conflict in self.conflicts)
        places = "one place was" if number == 1 else f"{number} places were"
        super().__init__(
            f"{listed}\n{places.capitalize()} filled in differently. "
            f"Decide with --prefer first{' or' if one_of_them else ','} --prefer last"
            f"{'' if one_of_them else ' or --prefer both'}."
        )


def join(worksheet: Worksheet, returns: Sequence[Return], prefer: Preference | None) -> Answers:
    """Return the answers that all returns together give.

    Slots that the worksheet does not have are left out. Raises ``InvalidInput`` for forms of different worksheets
    and ``ConflictingAnswers`` where two changed one slot differently and no preference is given.
    """
    _require_one_worksheet(returns)
    before, shown_before = ancestors(worksheet), prefilled(worksheet)
    claims = _claims(returns)
    _add_decisions(claims, returns, worksheet)
    decided: dict[Slot, str] = dict(before)
    disputed: dict[Slot, tuple[Claim, ...]] = {}
    for slot, found in claims.items():
        # a field that was empty from the start says nothing against what stands from before
        stands = slot in before and slot not in shown_before
        entries = [claim for claim in found if claim.given.text.strip()] if stands else found
        if changed := _changed(before.get(slot, ""), entries):
            decided[slot] = _preferred(slot, changed, prefer or Preference.FIRST)
        if len(options := _distinct(changed)) > 1:
            disputed[slot] = options
    answers = _answers(worksheet, decided)
    if prefer is Preference.BOTH:
        disputed = {slot: found for slot, found in disputed.items() if slot.kind is Kind.DECISION}
    if disputed and prefer in {None, Preference.BOTH}:
        people = People(answers.names)
        raise ConflictingAnswers(Conflict(slot, in_words(slot, people), found) for slot, found in disputed.items())
    return answers


def _require_one_worksheet(returns: Sequence[Return]) -> None:
    forms = [entry for entry in returns if entry.identity]
    raised = [
        Problem(
            form.source,
            f"is a form of another worksheet ({form.identity}) than {escape(forms[0].source)} ({forms[0].identity})",
            "Merge only copies of one worksheet.",
        )
        for form in forms
        if form.identity != forms[0].identity
    ]
    if raised:
        raise InvalidInput(raised)


def _claims(returns: Sequence[Return]) -> defaultdict[Slot, list[Claim]]:
    claims: defaultdict[Slot, list[Claim]] = defaultdict(list)
    for entry in returns:
        for given in entry.given:
            claims[given.slot].append(Claim(entry.source, given))
    return claims


def _add_decisions(claims: defaultdict[Slot, list[Claim]], returns: Sequence[Return], worksheet: Worksheet) -> None:
    """Add what boxes and new wordings claim about the decision on each earlier agreement."""
    before = ancestors(worksheet)
    earlier = len(worksheet.standing.agreements) if worksheet.standing else 0
    for entry in returns:
        for given in entry.given:
            if given.slot.number < earlier and (decided := _decision(given, before)):
                decision = Slot(Kind.DECISION, number=given.slot.number)
                claims[decision].append(Claim(entry.source, Given(decision, decided, given.place)))


def _decision(given: Given, before: Mapping[Slot, str]) -> str:
    """Return what a ticked box or a new wording decides; nothing for all else."""
    slot, text = given.slot, given.text
    if slot.kind in DECISIONS:
        return DECISIONS[slot.kind] if text == TICKED else ""
    is_new = slot.kind in _WORDING and text.strip() and _comparable(text) != _comparable(before.get(slot, ""))
    return Decision.CHANGED.value if is_new else ""


_WORDING = (Kind.AGREED_WHAT, Kind.AGREED_WHO)


def _changed(before: str, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims that change the slot, in order."""
    ancestor = _comparable(before)
    if not claims:
        return ()
    changed = tuple(claim for claim in claims if _comparable(claim.given.text) != ancestor)
    if claims[0].given.slot.kind is Kind.PICK or not any(_comparable(claim.given.text) for claim in claims):
        return changed
    # An emptied field is the weakest of statements: viewers that lose a value make one, too.
    return tuple(claim for claim in changed if _comparable(claim.given.text))


def _distinct(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the first claim of each different text, in order."""
    firsts: dict[str, Claim] = {}
    for claim in claims:
        firsts.setdefault(_comparable(claim.given.text), claim)
    return tuple(firsts.values())


def _comparable(text: str) -> str:
    """Return the text without what viewers change unasked: normal form, line ends, trailing white space."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


def _preferred(slot: Slot, changed: Sequence[Claim], prefer: Preference) -> str:
    match prefer:
        case Preference.FIRST:
            return changed[0].given.text
        case Preference.LAST:
            return changed[-1].given.text
        case Preference.BOTH if slot.kind is Kind.DECISION:
            return changed[0].given.text  # told as a conflict
        case Preference.BOTH:
            return _both(slot, [claim.given.text for claim in _distinct(changed)])
        case _:
            assert_never(prefer)


def _both(slot: Slot, texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    between = "\n\n" if slot.kind in MULTI_LINE else " / "
    return between.join(text.strip("\n") for text in texts)


def _answers(worksheet: Worksheet, decided: Mapping[Slot, str]) -> Answers:
    everybody = range(len(worksheet.people))
    texts = {slot: text for slot, text in decided.items() if text.strip()}
    known = [question.id for question in worksheet.bank.every_question()]
    pickable = [question.id for question in worksheet.bank.questions()]
    agreements, dropped = _agreements(texts, worksheet.standing.agreements if worksheet.standing else ())
    return Answers(
        names=tuple(" ".join(texts.get(Slot(Kind.NAME, number=person), "").split()) for person in everybody),
        date=texts.get(Slot(Kind.DATE), ""),
        place=texts.get(Slot(Kind.PLACE), ""),
        picks=tuple(
            tuple(question for question in pickable if texts.get(Slot(Kind.PICK, question, person)) == TICKED)
            for person in everybody
        ),
        texts={
            (question, person): texts[Slot(Kind.ANSWER, question, person)]
            for question in known
            for person in everybody
            if Slot(Kind.ANSWER, question, person) in texts
        },
        agreements=agreements,
        review=texts.get(Slot(Kind.REVIEW), ""),
        signed=tuple(texts.get(Slot(Kind.SIGN, number=person), "") for person in everybody),
        dropped=dropped,
    )


def _agreements(
    texts: Mapping[Slot, str], earlier: Sequence[Agreement]
) -> tuple[tuple[Agreement, ...], tuple[Agreement, ...]]:
    """Return the agreements that hold, those of before first, and those that were dropped."""
    rows = sorted({slot.number for slot in texts if slot.kind in _WORDING})
    worded = {
        row: Agreement(
            texts.get(Slot(Kind.AGREED_WHAT, number=row), ""), texts.get(Slot(Kind.AGREED_WHO, number=row), "")
        )
        for row in rows
    }
    before = [
        _decided(agreement, number, worded.get(number, agreement), texts.get(Slot(Kind.DECISION, number=number), ""))
        for number, agreement in enumerate(earlier)
    ]
    new = [worded[row] for row in rows if row >= len(earlier)]
    dropped = tuple(each for each in before if each.decision is Decision.DROPPED)
    return (*(each for each in before if each not in dropped), *new), dropped


def _decided(before: Agreement, number: int, worded: Agreement, decided: str) -> Agreement:
    """Return what becomes of an earlier agreement; undecided, it stands as it was."""
    decision = Decision(decided) if decided else None
    wording = worded if decision is Decision.CHANGED else before
    return Agreement(wording.what, wording.who, number + 1, decision)
