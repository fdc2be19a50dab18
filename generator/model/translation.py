"""A question bank in another language: the same ids, order and rules, other texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.model.bank import Question, QuestionBank

DRAFT = "draft"
"""The state of a translation that nobody has reviewed who speaks its language."""


class Translation(NamedTuple):
    """The texts of a bank in another language; what is empty or not there stands as in the bank."""

    language: str
    """A BCP 47 tag."""
    state: str = DRAFT
    """``draft``, or ``reviewed by`` and by whom."""
    title: str = ""
    attribution: str = ""
    introduction: tuple[str, ...] = ()
    """As many paragraphs as the bank has, or none."""
    instructions: tuple[str, ...] = ()
    """As many steps as the bank has, or none."""
    sections: Mapping[str, str] = {}
    """Titles by the sections' ids."""
    questions: Mapping[str, str] = {}
    """Texts by the questions' ids, those of the closing too."""
    closing_title: str = ""
    closing_lead: str = ""


_TEXTS = tuple(field for field in Translation._fields if field not in {"language", "state"})


def translate(bank: QuestionBank, translation: Translation) -> QuestionBank:
    """Return the bank with the texts of a translation, as far as it has them."""
    texts = translation.questions

    def translate_questions(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        return tuple(question._replace(text=texts.get(question.id, question.text)) for question in questions)

    sections = tuple(
        section._replace(
            title=translation.sections.get(section.id, section.title),
            questions=translate_questions(section.questions),
        )
        for section in bank.sections
    )
    closing = bank.closing._replace(
        title=translation.closing_title or bank.closing.title,
        lead=translation.closing_lead or bank.closing.lead,
        questions=translate_questions(bank.closing.questions),
    )
    return bank._replace(
        title=translation.title or bank.title,
        language=translation.language,
        attribution=translation.attribution or bank.attribution,
        introduction=translation.introduction or bank.introduction,
        instructions=translation.instructions or bank.instructions,
        sections=sections,
        closing=closing,
    )


def read_texts(bank: QuestionBank) -> Translation:
    """Return the texts of a bank as a translation into its own language."""
    return Translation(
        bank.language,
        title=bank.title,
        attribution=bank.attribution,
        introduction=bank.introduction,
        instructions=bank.instructions,
        sections={section.id: section.title for section in bank.sections},
        questions={question.id: question.text for question in bank.every_question()},
        closing_title=bank.closing.title,
        closing_lead=bank.closing.lead,
    )


def keep_shared(translation: Translation, base: QuestionBank, bank: QuestionBank) -> Translation:
    """Return a translation of ``base`` with the texts that apply to another bank: of what says the same in both."""
    theirs, ours = read_texts(base), read_texts(bank)
    kept: dict[str, Any] = {}
    for field in _TEXTS:
        texts, their, our = (getattr(one, field) for one in (translation, theirs, ours))
        if isinstance(texts, dict):
            kept[field] = {name: text for name, text in texts.items() if their.get(name) == our.get(name)}
        else:
            kept[field] = texts if their == our else type(texts)()
    return translation._replace(**kept)


def overlay(over: Translation, under: Translation) -> Translation:
    """Return a translation with the texts of another one where it has none."""
    laid: dict[str, Any] = {}
    for field in _TEXTS:
        upper, lower = getattr(over, field), getattr(under, field)
        laid[field] = {**lower, **upper} if isinstance(upper, dict) else upper or lower
    return over._replace(**laid)


def list_untranslated(bank: QuestionBank, translation: Translation) -> Iterator[str]:
    """Yield what of the bank has no text in the translation, as the translation's file calls it."""
    for key in ("title", "attribution", "introduction", "instructions"):
        if getattr(bank, key) and not getattr(translation, key):
            yield key
    yield from (f"sections: {section.id}" for section in bank.sections if section.id not in translation.sections)
    for question in bank.every_question():
        if question.id not in translation.questions:
            yield f"questions: {question.id}"
    closing = bank.closing
    if closing.questions and not translation.closing_title:
        yield "closing: title"
    if closing.lead and not translation.closing_lead:
        yield "closing: lead"
