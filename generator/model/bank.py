"""The question bank, as frozen values. ``formats.bank`` reads and validates it."""

from collections.abc import Container, Iterator
from typing import NamedTuple


class Question(NamedTuple):
    """One question."""

    id: str
    """A slug: lower-case letters, digits and hyphens; unique in its bank."""
    text: str


class Section(NamedTuple):
    """Questions to pick from, under one title."""

    id: str
    title: str
    questions: tuple[Question, ...]


class Closing(NamedTuple):
    """The questions that everybody answers at the end."""

    title: str = "Closing"
    lead: str = ""
    """The sentence before the questions; may be empty."""
    questions: tuple[Question, ...] = ()


class PicksRule(NamedTuple):
    """How many questions every person picks."""

    min: int = 3
    max: int = 4


class QuestionBank(NamedTuple):
    """A whole bank."""

    title: str
    language: str = "en"
    """A BCP 47 tag, such as ``en``."""
    attribution: str = ""
    introduction: tuple[str, ...] = ()
    """Paragraphs."""
    instructions: tuple[str, ...] = ()
    """Steps."""
    minutes: int = 90
    """The length of the meeting."""
    picks: PicksRule = PicksRule()
    sections: tuple[Section, ...] = ()
    closing: Closing = Closing()

    def questions(self) -> Iterator[Question]:
        """Yield the questions to pick from in order, without the closing ones."""
        for section in self.sections:
            yield from section.questions

    def every_question(self) -> Iterator[Question]:
        """Yield all questions in order, the closing ones last."""
        yield from self.questions()
        yield from self.closing.questions

    def add_sections(self, further: tuple[Section, ...]) -> "QuestionBank":
        """Return the bank with these sections last; one of an id that it has gives its questions, and title if any."""
        added = {section.id: section for section in further}
        grown = []
        for section in self.sections:
            more = added.pop(section.id, Section(section.id, "", ()))
            grown.append(Section(section.id, more.title or section.title, section.questions + more.questions))
        return self._replace(sections=(*grown, *added.values()))

    def with_earlier_questions(self, earlier: "QuestionBank", ids: Container[str]) -> "QuestionBank":
        """Return the bank with those questions of an earlier one added that are in ``ids`` and not here.

        They stand last in their sections; a section that is gone comes back for them.
        """
        own = {question.id for question in self.every_question()}

        def missing(questions: tuple[Question, ...]) -> tuple[Question, ...]:
            return tuple(question for question in questions if question.id in ids and question.id not in own)

        kept = {section.id: missing(section.questions) for section in earlier.sections}
        sections = [
            section._replace(questions=section.questions + kept.pop(section.id, ())) for section in self.sections
        ]
        sections += [
            section._replace(questions=kept[section.id]) for section in earlier.sections if kept.get(section.id)
        ]
        closing = self.closing._replace(questions=self.closing.questions + missing(earlier.closing.questions))
        return self._replace(sections=tuple(sections), closing=closing)

    def restrict_to(self, ids: Container[str]) -> "QuestionBank":
        """Return the bank with only the questions in ``ids`` to pick from; empty sections go, the closing stays."""
        kept = (
            section._replace(questions=tuple(question for question in section.questions if question.id in ids))
            for section in self.sections
        )
        return self._replace(sections=tuple(section for section in kept if section.questions))
