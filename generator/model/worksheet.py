"""The worksheet: questions, people, picks and meeting; its definition as data, and its identity."""

import datetime as dt
import json
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from generator.model.bank import QuestionBank
from generator.model.languages import Languages, say_in
from generator.model.layout import USUALLY_FILLED_IN, Part
from generator.model.people import People
from generator.model.selection import Selection
from generator.words.dates import format_clock
from generator.words.messages import Words, words_of

if TYPE_CHECKING:
    from generator.model.answers import Agreement, Answers

FORMAT = "designed-alliance/worksheet"
VERSION = 1
VERSION_WITH_LANGUAGES = 2
"""Of what is said in more than one language: versions that know nothing of that refuse it as newer."""
IDENTITY_LENGTH = 10


class Meeting(NamedTuple):
    """Date, time, place and length of the meeting."""

    date: dt.date | None
    time: dt.time | None
    place: str
    """One line; may be empty."""
    minutes: int

    def when(self, words: Words) -> str:
        """Return the date and time as they stand on paper: ``4 December 2026, 12:30``; empty when not known."""
        return words.format_date(self.date, self.time) if self.date else ""

    def clock(self) -> str:
        """Return the time as data, ``12:30``; empty when not known."""
        return f"{self.time.hour:02}:{self.time.minute:02}" if self.time else ""  # a third of the time of ``%H:%M``

    def clocks(self, starts: tuple[int, ...], words: Words) -> tuple[str, ...]:
        """Return the times of day so many minutes into the meeting; where it has no time, the minutes: ``5 min``."""
        if self.time is None:
            return tuple(map(words.format_elapsed, starts))
        first = 60 * self.time.hour + self.time.minute
        return tuple(format_clock(first + start) for start in starts)


class Worksheet(NamedTuple):
    """Everything that a worksheet is composed from, but for its layout's measures."""

    bank: QuestionBank
    """Only the questions of this worksheet."""
    people: People
    selection: Selection
    meeting: Meeting
    layout: str
    """The layout's name."""
    paper: str
    """The paper's name or size, such as ``a4`` or ``210x297mm``."""
    product: str
    """The version of this program that composed it."""
    parts: tuple[Part, ...] = USUALLY_FILLED_IN
    """The parts with fields that its layout has, in the order of ``FILLED_IN``."""
    earlier_revisions: tuple["Revision", ...] = ()
    """The meetings before this one, the oldest first."""
    wording: Words | None = None
    """Words of the user's own; they are no part of the definition."""
    languages: Languages | None = None
    """What it says in other languages than its bank's; None for nothing."""

    @property
    def banks(self) -> tuple[QuestionBank, ...]:
        """Its bank in every language in which it is printed, the first one first."""
        return (self.bank, *(self.languages.banks if self.languages else ()))

    @property
    def version(self) -> int:
        """The format version of its definition."""
        return VERSION_WITH_LANGUAGES if self.languages else VERSION

    def with_bank(self, bank: QuestionBank) -> "Worksheet":
        """Return it with other questions of its bank, in all its languages."""
        return self._replace(bank=bank, languages=self.languages and self.languages.restrict_to(bank))

    def speak(self, tag: str) -> "Worksheet":
        """Return it in one of its languages alone; in its bank's own for a tag that is none of them."""
        if self.languages is None:
            return self
        other = next((bank for bank in self.languages.banks if bank.language == tag), None)
        if other is None:
            return self._replace(languages=None)
        return self._replace(bank=say_in(self.bank, other), wording=None, languages=None)

    def language_of(self, person: int) -> str:
        """Return the tag of a person's own language; empty for who has that of the worksheet."""
        people = self.languages.people if self.languages else ()
        return people[person] if person < len(people) else ""

    @property
    def words(self) -> Words:
        """What we say on it: in the user's own words, else in those of its bank's language."""
        return self.wording or words_of(self.bank.language)

    @property
    def revision(self) -> int:
        """The number of the alliance's revision that comes of this worksheet, counted from 1."""
        return self.earlier_revisions[-1].number + 1 if self.earlier_revisions else 1

    @property
    def current_answers(self) -> "Answers | None":
        """The answers and agreements of the meeting before; None on a first worksheet."""
        return self.earlier_revisions[-1].answers if self.earlier_revisions else None

    @property
    def current_agreements(self) -> "tuple[Agreement, ...]":
        """The agreements that hold since the meeting before; none on a first worksheet."""
        return self.current_answers.agreements if self.current_answers else ()


class Revision(NamedTuple):
    """An earlier meeting: its worksheet, and the answers and agreements at its end."""

    number: int
    """Counted from 1."""
    worksheet: Worksheet
    """Without meetings before it: they stand before it in ``Worksheet.earlier_revisions``."""
    answers: "Answers"


def definition(worksheet: Worksheet) -> dict[str, object]:
    """Return the worksheet as data for JSON, which ``formats.embedded_json`` reads back."""
    return {"bank": dump(worksheet.bank), **_data_without_bank(worksheet)}


def _data_without_bank(worksheet: Worksheet) -> dict[str, object]:
    meeting = worksheet.meeting
    parts = {} if worksheet.parts == USUALLY_FILLED_IN else {"parts": list(worksheet.parts)}
    earlier = (
        {"earlier": [revision_data(*revision) for revision in worksheet.earlier_revisions]}
        if worksheet.earlier_revisions
        else {}
    )
    languages = {"languages": dump(worksheet.languages)} if worksheet.languages else {}
    return {
        "format": FORMAT,
        "version": worksheet.version,
        "product": worksheet.product,
        "layout": worksheet.layout,
        "paper": worksheet.paper,
        "meeting": {
            "date": meeting.date.isoformat() if meeting.date else "",
            "time": meeting.clock(),
            "place": meeting.place,
            "minutes": meeting.minutes,
        },
        "people": list(worksheet.people.names),
        "picks": dump(worksheet.selection.picks),
        **parts,
        **earlier,
        **languages,
    }


def revision_data(number: int, worksheet: Worksheet, answers: "Answers") -> dict[str, object]:
    """Return a revision as data for JSON: its number, its worksheet's definition, its answers."""
    from generator.model.answers import answers_data  # noqa: PLC0415 - a first worksheet has no use for it

    return {"revision": number, "worksheet": definition(worksheet), **answers_data(answers)}


def dump(value: object) -> object:
    """Return a NamedTuple as a dict of its fields, any other tuple as a list, to any depth; the rest as it is."""
    if not isinstance(value, tuple):
        return value
    if fields := getattr(value, "_fields", ()):
        return {field: dump(inner) for field, inner in zip(fields, value, strict=True)}
    return [dump(inner) for inner in value]


def canonical(data: object) -> str:
    """Return the data as JSON in canonical form: keys sorted, no white space, ASCII."""
    return _CANONICAL.encode(data)


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def definition_text(worksheet: Worksheet) -> str:
    """Return the worksheet's definition in canonical form, in which the bank stands first."""
    return f"{{{_bank_text(worksheet.bank)},{canonical(_data_without_bank(worksheet))[1:]}"


@lru_cache(maxsize=16)
def _bank_text(bank: QuestionBank) -> str:
    """Return a bank's entry of a definition; worksheets of one roster share their bank."""
    return canonical({"bank": dump(bank)})[1:-1]


def identity(worksheet: Worksheet) -> str:
    """Return the worksheet's identity, ten letters and digits: a digest of its definition."""
    return identity_of(definition_text(worksheet))


def identity_of(text: str) -> str:
    """Return the identity of the worksheet with this definition, in canonical form."""
    return slug(sha256(text.encode()).digest())


def slug(digest: bytes) -> str:
    """Return a digest's last ten digits to base 36, the last one first."""
    number = int.from_bytes(digest, "big") % len(_LETTERS) ** IDENTITY_LENGTH
    letters = []
    for _ in range(IDENTITY_LENGTH):
        number, letter = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[letter])
    return "".join(letters)


_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
