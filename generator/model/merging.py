"""Merge several sources of one worksheet into its answers: a three-way merge, field by field.

The values that the worksheet was composed with, and the answers of the meeting before, are the common ancestor. A text
that equals it is untouched and yields to one that was changed; two different changes are a conflict, which only the
user's preference decides. A tick has two states, so every change of one is the same change: ticks never conflict. The
three boxes of an earlier agreement and its new wording express one thing together, its decision, which may.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from generator.errors import AllianceError, ExitCode, InvalidInput, Problem, escape
from generator.model.answers import Agreement, Answers, Decision
from generator.model.fields import CHECKED, DECISIONS, SHEET_FIELDS, FieldId, FieldKind
from generator.model.people import People, normalise_line
from generator.model.preferences import NEVER_BOTH, Preference, TakenText, name_place, resolve_places
from generator.model.returned_answers import FieldValue
from generator.model.sources import base_values, comparable, describe_field, initial_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.model.sources import Source
    from generator.model.worksheet import Worksheet

MULTI_LINE = {FieldKind.ANSWER, FieldKind.NOTE}


@dataclass(frozen=True, slots=True)
class Version:
    """The text that one source has for a field."""

    source: str
    content: FieldValue

    def __str__(self) -> str:
        place = f", {self.content.place}" if self.content.place else ""
        return f"'{escape(self.content.text)}' ({escape(self.source)}{place})"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field for which there are different texts."""

    field_id: FieldId
    words: str
    """The field in words, foreign parts escaped."""
    versions: tuple[Version, ...]
    """One for each text, in the sources' order."""
    place: str = ""
    """The place by which a preference names the field, escaped; empty where it has none."""

    def __str__(self) -> str:
        return f"{self.words}: {' or '.join(str(version) for version in self.versions)}."


class ConflictingAnswers(AllianceError):
    """Sources, or fields of one source, that disagree."""

    exit_code = ExitCode.CONFLICT

    def __init__(self, conflicts: Iterable[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        number = len(self.conflicts)
        one_of_them = all(conflict.field_id.kind in NEVER_BOTH for conflict in self.conflicts)
        listed = "\n".join(str(conflict) for conflict in self.conflicts)
        named = next((conflict.place for conflict in self.conflicts if conflict.place), "")
        alone = f'; one place alone with `prefer` "{named}=last"' if named else ""
        places = "one place was" if number == 1 else f"{number} places were"
        super().__init__(
            f"{listed}\n{places.capitalize()} filled in differently. "
            f"Decide with `prefer` first{' or' if one_of_them else ','} `prefer` last"
            f"{'' if one_of_them else ' or `prefer` both'}{alone}."
        )


class Decided(NamedTuple):
    """The answers that all sources give."""

    answers: Answers
    dropped: tuple[Conflict, ...]
    """Fields of which one text was preferred: that one first, then those that were dropped for it."""


def merge(worksheet: Worksheet, sources: Sequence[Source], prefer: Preference | None) -> Answers:
    """Return the answers that all sources together give, as ``decide`` does."""
    return decide(worksheet, sources, prefer).answers


def decide(
    worksheet: Worksheet,
    sources: Sequence[Source],
    prefer: Preference | None,
    places: Sequence[tuple[str, Preference]] = (),
    decided: Mapping[FieldId, Preference | TakenText] = {},
) -> Decided:
    """Return the answers that all sources together give, and what was dropped for them.

    ``places`` are preferences for single places, over the general one; over both is what was ``decided`` for fields,
    but for a text that no source has any more. Fields that the worksheet does not have are left out. Raises
    ``InvalidInput`` for forms of different worksheets, ``InvalidRequest`` for a place that is not there, and
    ``ConflictingAnswers`` where two changed one field differently and nothing decides.
    """
    _require_one_worksheet(sources)
    before, shown_before = base_values(worksheet), initial_values(worksheet)
    versions = _collect_versions(sources)
    _add_decisions(versions, sources, worksheet)
    named = resolve_places(places, worksheet, _find_people(worksheet, versions)) if places else {}
    own: dict[FieldId, Preference | TakenText] = {**named, **decided}
    _part_agreements(versions, len(worksheet.current_agreements), own, prefer)
    texts: dict[FieldId, str] = dict(before)
    disputed: dict[FieldId, tuple[Version, ...]] = {}
    dropped: dict[FieldId, tuple[Version, ...]] = {}
    for field_id, found in versions.items():
        # a field that was empty from the start says nothing against what stands from before
        stands = field_id in before and field_id not in shown_before
        entries = [version for version in found if version.content.text.strip()] if stands else found
        chosen = own.get(field_id, prefer)
        if chosen is Preference.BOTH and field_id.kind in NEVER_BOTH:
            chosen = None
        changed = _select_changes(before.get(field_id, ""), entries)
        if isinstance(chosen, TakenText):
            changed, chosen = _put_last(changed, chosen.text)
        if changed:
            texts[field_id] = _choose_text(field_id, changed, chosen or Preference.FIRST)
        if len(options := _first_of_each_text(changed)) > 1 and chosen is None:
            disputed[field_id] = options
        elif len(options) > 1 and chosen is not Preference.BOTH:
            taken = changed[0 if chosen is Preference.FIRST else -1]
            text = comparable(taken.content.text)
            dropped[field_id] = (taken, *(other for other in options if comparable(other.content.text) != text))
    answers = _build_answers(worksheet, texts)
    people = People(answers.names)
    if disputed:
        raise ConflictingAnswers(_describe(disputed, people))
    return Decided(answers, _describe(dropped, people))


def _describe(found: Mapping[FieldId, tuple[Version, ...]], people: People) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(field_id, describe_field(field_id, people), versions, name_place(field_id, people))
        for field_id, versions in found.items()
    )


def _find_people(worksheet: Worksheet, versions: Mapping[FieldId, Sequence[Version]]) -> People:
    """Return the people by their names on the worksheet, else by those that came back first."""
    return People(
        own or next((normalise_line(found.content.text) for found in versions.get(_name(number), ())), "")
        for number, own in enumerate(worksheet.people)
    )


def _name(number: int) -> FieldId:
    return FieldId(FieldKind.NAME, number=number)


def _part_agreements(
    versions: defaultdict[FieldId, list[Version]],
    earlier: int,
    own: Mapping[FieldId, Preference | TakenText],
    prefer: Preference | None,
) -> None:
    """Give each wording of a new agreement, where both are preferred, a row of its own."""
    rows = sorted({field_id.number for field_id in versions if field_id.kind in _WORDING})
    free = 1 + max(rows, default=0)
    for row in rows:
        what, who = (FieldId(kind, number=row) for kind in _WORDING)
        first, *others = _first_of_each_text(_select_changes("", versions[what])) or (None,)
        if first is None or row < earlier or own.get(what, prefer) is not Preference.BOTH:
            continue
        for other in others:
            text = comparable(other.content.text)
            moved = {version.source for version in versions[what] if comparable(version.content.text) == text}
            for field_id in (what, who):
                target = FieldId(field_id.kind, number=free)
                versions[target] = [version for version in versions[field_id] if version.source in moved]
                versions[field_id] = [version for version in versions[field_id] if version.source not in moved]
            free += 1


def _require_one_worksheet(sources: Sequence[Source]) -> None:
    forms = [source for source in sources if source.identity]
    raised = [
        Problem(
            form.name,
            f"is a form of another worksheet ({form.identity}) than {escape(forms[0].name)} ({forms[0].identity})",
            "Merge only copies of one worksheet.",
        )
        for form in forms
        if form.identity != forms[0].identity
    ]
    if raised:
        raise InvalidInput(raised)


def _collect_versions(sources: Sequence[Source]) -> defaultdict[FieldId, list[Version]]:
    versions: defaultdict[FieldId, list[Version]] = defaultdict(list)
    for source in sources:
        for value in source.values:
            versions[value.field_id].append(Version(source.name, value))
    return versions


def _add_decisions(
    versions: defaultdict[FieldId, list[Version]], sources: Sequence[Source], worksheet: Worksheet
) -> None:
    """Add the decisions on earlier agreements that ticked boxes and new wordings express, as versions of fields."""
    before = base_values(worksheet)
    earlier = len(worksheet.current_agreements)
    for source in sources:
        for value in source.values:
            if value.field_id.number < earlier and (decided := _decide(value, before)):
                decision = FieldId(FieldKind.DECISION, number=value.field_id.number)
                versions[decision].append(Version(source.name, FieldValue(decision, decided, value.place)))


def _decide(given: FieldValue, before: Mapping[FieldId, str]) -> str:
    """Return the decision that a ticked box or a new wording expresses; empty for every other value."""
    field_id, text = given.field_id, given.text
    if field_id.kind in DECISIONS:
        return DECISIONS[field_id.kind] if text == CHECKED else ""
    is_new = field_id.kind in _WORDING and text.strip() and comparable(text) != comparable(before.get(field_id, ""))
    return Decision.CHANGED.value if is_new else ""


_WORDING = (FieldKind.AGREED_WHAT, FieldKind.AGREED_WHO)


def _select_changes(before: str, versions: Sequence[Version]) -> tuple[Version, ...]:
    """Return the versions that change the field, in order."""
    ancestor = comparable(before)
    if not versions:
        return ()
    changed = tuple(version for version in versions if comparable(version.content.text) != ancestor)
    if versions[0].content.field_id.kind is FieldKind.PICK or not any(
        comparable(version.content.text) for version in versions
    ):
        return changed
    # An emptied field is the weakest of statements: viewers that lose a value make one, too.
    return tuple(version for version in changed if comparable(version.content.text))


def _first_of_each_text(versions: Sequence[Version]) -> tuple[Version, ...]:
    """Return the first version of every different text, in order."""
    firsts: dict[str, Version] = {}
    for version in versions:
        firsts.setdefault(comparable(version.content.text), version)
    return tuple(firsts.values())


def _put_last(versions: tuple[Version, ...], text: str) -> tuple[tuple[Version, ...], Preference | None]:
    """Return the versions with the first of this text at the end, and that the last is taken; as they are without it.

    Then nothing is decided.
    """
    wanted = comparable(text)
    taken = next((version for version in versions if comparable(version.content.text) == wanted), None)
    if taken is None:
        return versions, None
    return (*(version for version in versions if version is not taken), taken), Preference.LAST


def _choose_text(field_id: FieldId, changed: Sequence[Version], prefer: Preference) -> str:
    match prefer:
        case Preference.FIRST:
            return changed[0].content.text
        case Preference.LAST:
            return changed[-1].content.text
        case Preference.BOTH:
            return _join_texts(field_id, [version.content.text for version in _first_of_each_text(changed)])
        case _:
            assert_never(prefer)


def _join_texts(field_id: FieldId, texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    between = "\n\n" if field_id.kind in MULTI_LINE else " / "
    return between.join(text.strip("\n") for text in texts)


def _build_answers(worksheet: Worksheet, decided: Mapping[FieldId, str]) -> Answers:
    everybody = range(len(worksheet.people))
    texts = {field_id: text for field_id, text in decided.items() if text.strip()}
    known = [question.id for question in worksheet.bank.every_question()]
    pickable = [question.id for question in worksheet.bank.questions()]
    # an attribute of ``Answers`` each: a text, or one for each person
    sheet: dict[str, Any] = {}
    for field in SHEET_FIELDS:
        found = tuple(texts.get(field_id, "") for field_id in field.ids(len(everybody)))
        sheet[field.key] = found if field.kind.is_personal else found[0]
    agreements, dropped = _build_agreements(texts, worksheet.current_agreements)
    return Answers(
        names=tuple(normalise_line(texts.get(FieldId(FieldKind.NAME, number=person), "")) for person in everybody),
        picks=tuple(
            tuple(question for question in pickable if texts.get(FieldId(FieldKind.PICK, question, person)) == CHECKED)
            for person in everybody
        ),
        texts={
            (question, person): texts[FieldId(FieldKind.ANSWER, question, person)]
            for question in known
            for person in everybody
            if FieldId(FieldKind.ANSWER, question, person) in texts
        },
        agreements=agreements,
        dropped=dropped,
        **sheet,
    )


def _build_agreements(
    texts: Mapping[FieldId, str], earlier: Sequence[Agreement]
) -> tuple[tuple[Agreement, ...], tuple[Agreement, ...]]:
    """Return the agreements that hold, those of before first, and those that were dropped."""
    rows = sorted({field_id.number for field_id in texts if field_id.kind in _WORDING})
    worded = {
        row: Agreement(
            texts.get(FieldId(FieldKind.AGREED_WHAT, number=row), ""),
            texts.get(FieldId(FieldKind.AGREED_WHO, number=row), ""),
        )
        for row in rows
    }
    before = [
        _apply_decision(
            agreement, number, worded.get(number, agreement), texts.get(FieldId(FieldKind.DECISION, number=number), "")
        )
        for number, agreement in enumerate(earlier)
    ]
    new = [worded[row] for row in rows if row >= len(earlier)]
    dropped = tuple(agreement for agreement in before if agreement.decision is Decision.DROPPED)
    return (*(agreement for agreement in before if agreement not in dropped), *new), dropped


def _apply_decision(before: Agreement, number: int, worded: Agreement, decided: str) -> Agreement:
    """Return what becomes of an earlier agreement; undecided, it stands as it was."""
    decision = Decision(decided) if decided else None
    wording = worded if decision is Decision.CHANGED else before
    return Agreement(wording.what, wording.who, number + 1, decision)
