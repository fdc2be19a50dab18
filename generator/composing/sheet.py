"""A worksheet as everybody fills it in on it together, or as one person has it: whose it is, and its fields' names."""

from collections.abc import Mapping
from typing import NamedTuple

from generator.composing.spoken import Spoken
from generator.model.bank import Question
from generator.model.fields import FieldId, FieldKind
from generator.model.layout import Layout, Per
from generator.model.worksheet import Worksheet
from generator.words.messages import Words


class Voice(NamedTuple):
    """What is said to one person."""

    words: Words
    language: str = ""
    """A BCP 47 tag; empty for the sheet's."""
    texts: Mapping[str, str] = {}
    """The questions in that language, by their ids."""

    def say(self, text: str) -> str:
        """Return a text in the person's language as one that knows it."""
        return Spoken(text, self.language) if self.language else text

    def ask(self, question: Question) -> str:
        """Return a question's text."""
        return self.texts.get(question.id, question.text)


class Sheet(NamedTuple):
    """One sheet."""

    identity: str
    worksheet: Worksheet
    layout: Layout
    group: tuple[int, ...]
    """For whom: indices of people."""
    labels: tuple[str, ...]
    """Of all people."""
    before: frozenset[str]
    """The questions chosen at an earlier meeting: they are offered last."""
    voices: tuple[Voice, ...]
    """In which each of the people is spoken to."""
    language: str = ""
    """The sheet's, where it is not that of the document."""

    @property
    def words(self) -> Words:
        """What we say on it."""
        return self.worksheet.words

    @property
    def alone(self) -> bool:
        """Whether it is one person's own."""
        return self.layout.per is Per.PERSON

    def field(self, kind: FieldKind, question: str = "", number: int = 0) -> str:
        """Return the name of a field."""
        return field_of(self.identity, kind, question, number)


def sheets(identity: str, worksheet: Worksheet, layout: Layout) -> tuple[Sheet, ...]:
    """Return the worksheet's sheets: one for all, or one for each person, in that person's language."""
    everybody = tuple(range(len(worksheet.people)))
    before = _find_chosen_before(worksheet)
    if layout.per is not Per.PERSON:
        return (_sheet(identity, worksheet, layout, everybody, before),)
    languages = map(worksheet.language_of, everybody)
    return tuple(
        _sheet(identity, worksheet.speak(own) if own else worksheet, layout, (person,), before)._replace(language=own)
        for person, own in enumerate(languages)
    )


def _sheet(
    identity: str, worksheet: Worksheet, layout: Layout, group: tuple[int, ...], before: frozenset[str]
) -> Sheet:
    people = worksheet.people
    voices = tuple(_find_voice(worksheet, person) for person in range(len(people)))
    labels = tuple(people.label(person, voice.words) for person, voice in enumerate(voices))
    return Sheet(identity, worksheet, layout, group, labels, before, voices)


def _find_voice(worksheet: Worksheet, person: int) -> Voice:
    """Return in which language a person is spoken to."""
    own = worksheet.language_of(person)
    if not own:
        return Voice(worksheet.words)
    spoken = worksheet.speak(own)
    return Voice(spoken.words, own, {question.id: question.text for question in spoken.bank.every_question()})


def field_of(identity: str, kind: FieldKind, question: str = "", number: int = 0) -> str:
    """Return the name of a worksheet's field."""
    return f"{identity}/{FieldId(kind, question, number).path}"


def _find_chosen_before(worksheet: Worksheet) -> frozenset[str]:
    if not worksheet.earlier_revisions:
        return frozenset()
    from generator.model.revision_diff import questions_chosen_before  # noqa: PLC0415 - a first worksheet has no use for it

    return questions_chosen_before(worksheet)
