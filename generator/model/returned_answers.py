"""Answers as they came back, in files and in forms, and the values of a worksheet's fields that they resolve to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, Problem, did_you_mean, escape
from generator.model.fields import CHECKED, DECISIONS, MOST_ROWS, FieldId, FieldKind
from generator.model.folding import fold_name
from generator.model.people import People, normalise_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.model.alliance import Alliance
    from generator.model.fields import SheetField
    from generator.model.worksheet import Worksheet

DAMAGED = "is cut off or damaged, so that something may be missing"
ASK_AGAIN = "Ask for the file again, or leave out `strict`."
_DIGITS = 3
"""The most digits of an agreement's number."""


class LocatedText(NamedTuple):
    """A text of an answers file, and where it stands."""

    text: str
    line: int | None = None
    """Counted from 1."""
    column: int | None = None
    """Counted from 1."""


class ReadAlliance(NamedTuple):
    """A finished alliance as it was read."""

    alliance: Alliance
    remark: str
    """How it was read, a sentence; empty where there is nothing to say."""
    damaged: bool
    altered: bool
    """Whether its data are not those that its digest was taken of."""
    digest: str = ""
    """In short, as in the foot of its pages; empty where it has none."""

    def require_sound(self, source: str, *, accept_altered: bool, strict: bool = False) -> Alliance:
        """Return the alliance of a file with this name.

        Raises ``InvalidInput`` where its data were altered, unless that is accepted; where ``strict``, also where the
        file is damaged.
        """
        if self.altered and not accept_altered:
            message = "its data are not as they were written: its digest does not fit"
            hint = "Ask for the file as it was written, or give `accept_altered` to take the data as they are."
            raise InvalidInput([Problem(source, message, hint)])
        if self.damaged and strict:
            raise InvalidInput([Problem(source, DAMAGED, ASK_AGAIN)])
        return self.alliance


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement of an answers file."""

    what: LocatedText
    """May be empty, as may who."""
    who: LocatedText
    previous_number: LocatedText | None = None
    """The number of the earlier agreement that it was; nothing for a new one."""
    decision: LocatedText | None = None


class SheetText(NamedTuple):
    """The text in a field of the sheet."""

    field: SheetField
    text: LocatedText
    name: LocatedText | None = None
    """Whose it is, where the field is personal."""


@dataclass(frozen=True, slots=True)
class RawAnswers:
    """An answers file as it was written, its shape checked, its ids and names not yet.

    Every format that names people and questions (YAML, JSON, CSV) is read into this.
    """

    source: str
    """The file's name as the user gave it."""
    people: tuple[LocatedText, ...]
    picks: tuple[tuple[LocatedText, tuple[LocatedText, ...]], ...]
    """Name and the ids picked."""
    answers: tuple[tuple[LocatedText, tuple[tuple[LocatedText, LocatedText], ...]], ...]
    """Question id, and for each person's name the text."""
    agreements: tuple[AgreementRow, ...]
    sheet: tuple[SheetText, ...]
    """The texts in the fields of the sheet, in the file's order; a field may occur more than once."""
    problems: tuple[Problem, ...] = ()
    """Violations of the file's shape; the rest is read all the same, so that all problems are reported at once."""
    respondents: tuple[LocatedText, ...] = ()
    """Who answers in it, each once, where its rows count as a list of people: in tables."""
    remarks: tuple[str, ...] = ()
    """Whole sentences for the user on how it was read, such as a guessed encoding."""
    is_export: bool = False
    """Whether a form service may have written it, with columns of its own."""
    left_out: tuple[Problem, ...] = ()
    """Columns that were taken for such and left out: remarks, or problems where the caller is strict."""
    identity: str = ""
    """Of the worksheet that it belongs to, where it says so."""
    layout: str = ""
    """The name of that worksheet's layout, where it says so; as ``paper``."""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field's content as one return has it."""

    field_id: FieldId
    text: str
    """``fields.CHECKED`` or nothing for picks."""
    place: str
    """Where it stood, in words: ``line 12`` or ``field 'x/answer/hopes/p1'``; foreign parts escaped."""


class FieldPlace(NamedTuple):
    """Where a field stands on its worksheet."""

    page: int
    """Counted from 1."""
    box: tuple[float, ...]
    """Left, low, right and high, points from the page's lower left corner."""
    field_id: FieldId


class LooseText(NamedTuple):
    """A text box in exported data, which say where it stands, and not on which field."""

    page: int
    box: tuple[float, ...]
    text: str
    remark: str
    """The sentence, among the form's remarks, that it belongs to no field."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A filled worksheet as it came back: what each of our fields holds, and the worksheet that it belongs to."""

    source: str
    identity: str
    """The identity in its field names."""
    worksheet: Worksheet | None
    """Its definition, where the file still carries it whole."""
    values: tuple[FieldValue, ...]
    """Every field found, the empty ones too; a field may occur more than once."""
    remarks: tuple[str, ...]
    """Whole sentences for the user on this file: lost characters, strange fields."""
    revision: int = 1
    """The revision that its worksheet leads to, as far as the file still tells."""
    damaged: bool = False
    """Whether the file is cut off or damaged, so that more may have been typed than was found."""
    brands: tuple[str, ...] = ()
    """The brands that its file carries, each once, for ``formats.embedded_brand``."""
    unplaced: int = 0
    """How much its pages carry that was not composed and belongs to no field: a drawing, a note."""
    loose: tuple[LooseText, ...] = ()
    """Of that, what another copy's ``places`` may bring to a field."""
    places: tuple[FieldPlace, ...] = ()
    """Where its fields stand; empty where the file does not say."""


def resolve_answers(
    file: RawAnswers, worksheet: Worksheet, *, typed_names: Sequence[str] = ()
) -> tuple[FieldValue, ...]:
    """Return a file's content as the worksheet's fields, without empty texts.

    People are found by name: exactly after NFC and folding of white space, else in any case. The worksheet's blank
    names are given by the file's own list of people, in order, or by ``typed_names``: for each person, the name that
    came back in a form, or an empty text. A person's list of picks is complete (a question left out is not picked); an
    empty list counts for nothing. Where rows count as people, in tables, somebody may have answered twice: both answers
    are returned, to be merged. A placeholder is no answer. Raises ``InvalidInput`` with every problem.
    """
    resolver = _Resolver(file, worksheet, typed_names)
    values = tuple(resolver.values())
    if resolver.problems:
        raise InvalidInput(sorted(resolver.problems, key=lambda problem: (problem.line or 0, problem.column or 0)))
    return values


class _Resolver:
    """One pass over an answers file, which collects its problems."""

    def __init__(self, file: RawAnswers, worksheet: Worksheet, typed_names: Sequence[str]) -> None:
        self.problems = list(file.problems)
        self._file = file
        self._worksheet = worksheet
        typed = [*typed_names, *("" for _ in worksheet.people.names)]
        self._names = [own or normalise_line(other) for own, other in zip(worksheet.people.names, typed, strict=False)]
        self._seen: set[FieldId] = set()
        self._new = self._new_names()

    def values(self) -> Iterator[FieldValue]:
        """Yield every text and tick, in the file's order."""
        for blank, name in self._new:
            yield from self._text(FieldId(FieldKind.NAME, number=blank), name)
        for name, ids in self._file.picks:
            yield from self._picks(name, ids)
        for question, texts in self._file.answers:
            yield from self._answers(question, texts)
        yield from self._agreements()
        for entry in self._file.sheet:
            person = 0 if entry.name is None else self._person(entry.name)
            if person is not None:
                yield from self._text(FieldId(entry.field.kind, number=person), entry.text, entry.name)

    def _new_names(self) -> list[tuple[int, LocatedText]]:
        """Give the file's people their places; return the names that fill blank ones."""
        new = []
        known: set[str] = set()
        for name in self._file.people:
            folded = normalise_line(name.text)
            if fold_name(folded) in known:
                self._problem(name, f"'{escape(name.text)}' is listed twice", "Name each person once.")
                continue
            known.add(fold_name(folded))
            if not folded or any(_index(names, folded) is not None for names in (self._names, self._distinct())):
                continue
            if "" in self._names:
                person = self._names.index("")
                self._names[person] = folded
                new.append((person, name))
            else:
                self._unknown_person(name)
        return new

    def _picks(self, name: LocatedText, ids: Iterable[LocatedText]) -> Iterator[FieldValue]:
        person = self._person(name)
        picked: dict[str, LocatedText] = {}
        for question in ids:
            if not self._pickable(question):
                continue
            if question.text in picked:
                self._problem(question, f"'{question.text}' is picked twice by '{escape(name.text)}'", "Keep one.")
            picked[question.text] = question
        if person is None or not picked:
            return
        for question_id in (question.id for question in self._worksheet.bank.questions()):
            field_id = FieldId(FieldKind.PICK, question_id, person)
            if field_id in self._seen:
                self._twice(name, f"the picks of '{escape(name.text)}'")
                return
            self._seen.add(field_id)
            yield FieldValue(field_id, CHECKED if question_id in picked else "", _place(picked.get(question_id, name)))

    def _answers(self, question: LocatedText, texts: Iterable[tuple[LocatedText, LocatedText]]) -> Iterator[FieldValue]:
        known = [question.id for question in self._worksheet.bank.every_question()]
        if question.text not in known:
            self._unknown_question(question, known)
        for name, text in texts:
            person = self._person(name)
            if person is not None and question.text in known and not is_placeholder(text.text):
                yield from self._text(FieldId(FieldKind.ANSWER, question.text, person), text, name)

    def _agreements(self) -> Iterator[FieldValue]:
        earlier = len(self._worksheet.current_agreements)
        new = earlier
        for row in self._file.agreements:
            if row.previous_number or row.decision:
                number = self._earlier_agreement(row, earlier)
            else:
                number, new = new, new + 1
            if number is None:
                continue
            if number >= MOST_ROWS:
                self._problem(row.what, f"there are more than {MOST_ROWS} agreements", "Leave some out.")
                return
            yield from self._text(FieldId(FieldKind.AGREED_WHAT, number=number), row.what)
            yield from self._text(FieldId(FieldKind.AGREED_WHO, number=number), row.who)
            if row.decision:
                yield from self._decision(number, row.decision)

    def _earlier_agreement(self, row: AgreementRow, earlier: int) -> int | None:
        """Return the index of the earlier agreement that a row is about."""
        if row.previous_number is None:
            at = row.decision or row.what
            self._problem(at, "a decision is made on an earlier agreement", "Say which one it was, such as: was: 1.")
            return None
        text = row.previous_number.text.strip()
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0
        if 0 < number <= earlier:
            return number - 1
        if not earlier:
            hint = "Give the worksheet of the next meeting as well, or leave out 'was' and 'decision'."
            self._problem(
                row.previous_number, f"there is no earlier agreement {escape(text)}, for there are none", hint
            )
        else:
            hint = f"Write a number from 1 to {earlier}."
            self._problem(row.previous_number, f"there is no earlier agreement {escape(text)}", hint)
        return None

    def _decision(self, number: int, decision: LocatedText) -> Iterator[FieldValue]:
        word = decision.text.strip().casefold()
        for kind, decided in DECISIONS.items():
            if word == decided:
                yield FieldValue(FieldId(kind, number=number), CHECKED, _place(decision))
        if word not in DECISIONS.values():
            hint = did_you_mean(word, list(DECISIONS.values())) or f"Write {', '.join(DECISIONS.values())}, or nothing."
            self._problem(decision, f"'decision' cannot be '{escape(decision.text)}'", hint)

    def _text(self, field_id: FieldId, text: LocatedText, key: LocatedText | None = None) -> Iterator[FieldValue]:
        if field_id in self._seen and not self._file.respondents:
            self._twice(key or text, f"'{escape((key or text).text)}' of '{field_id.question or field_id.path}'")
        self._seen.add(field_id)
        if text.text.strip():
            yield FieldValue(field_id, text.text, _place(text))

    def _pickable(self, question: LocatedText) -> bool:
        pickable = [question.id for question in self._worksheet.bank.questions()]
        if question.text in pickable:
            return True
        if question.text in {closing.id for closing in self._worksheet.bank.closing.questions}:
            message = f"'{question.text}' is a closing question, which everybody answers"
            self._problem(question, message, "Pick others.")
        else:
            self._unknown_question(question, pickable)
        return False

    def _person(self, name: LocatedText) -> int | None:
        folded = normalise_line(name.text)
        for names in (self._names, self._worksheet.people.labels(), self._distinct()):
            if (person := _index(names, folded)) is not None:
                return person
        self._unknown_person(name)
        return None

    def _distinct(self) -> tuple[str, ...]:
        return People(tuple(self._names)).distinct_labels()

    def _unknown_person(self, name: LocatedText) -> None:
        if fold_name(name.text) in set(map(fold_name, self._names)):
            distinct = " or ".join(f"'{escape(label)}'" for label in self._distinct())
            self._problem(name, f"'{escape(name.text)}' may be more than one person", f"Write {distinct}.")
            return
        if "" in self._names and self._file.respondents:
            hint = "The worksheet's names are blank: give each a row '/person', or merge without the worksheet."
        elif "" in self._names:
            hint = "The worksheet's names are blank: list them under 'people'."
        else:
            hint = (
                did_you_mean(name.text, self._names)
                or f"Its people are {', '.join(escape(own) for own in self._names)}."
            )
        self._problem(name, f"'{escape(name.text)}' is nobody on this worksheet", hint)

    def _unknown_question(self, question: LocatedText, known: Sequence[str]) -> None:
        hint = did_you_mean(question.text, known) or "'alliance questions' lists the ids of the built-in bank."
        self._problem(question, f"unknown question '{escape(question.text)}'", hint)

    def _twice(self, at: LocatedText, what: str) -> None:
        self._problem(at, f"{what} is given twice", "Keep one.")

    def _problem(self, at: LocatedText, message: str, hint: str) -> None:
        self.problems.append(Problem(self._file.source, message, hint, at.line, at.column))


def is_placeholder(text: str) -> bool:
    """Tell whether an answer only stands for one that is yet to come, as examples have it: three dots."""
    return text.strip() in {"...", "\N{HORIZONTAL ELLIPSIS}"}


def _index(names: Sequence[str], folded: str) -> int | None:
    """Return which of the names this is."""
    own = [normalise_line(name) for name in names]
    if own.count(folded) == 1 and folded:
        return own.index(folded)
    alike, wanted = list(map(fold_name, own)), fold_name(folded)
    return alike.index(wanted) if wanted and alike.count(wanted) == 1 else None


def _place(text: LocatedText) -> str:
    return f"line {text.line}" if text.line is not None else ""
