"""Answers files in JSON: read to ``RawAnswers``, and written; the same shape and limits as in ``answers_yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.formats.answers_yaml import build_raw_answers, list_answered, meeting_texts
from generator.formats.located.json_nodes import dump_json, read_json
from generator.model.answers import agreement_data
from generator.model.fields import MEETING, SHEET_FIELDS
from generator.model.people import People

if TYPE_CHECKING:
    from generator.model.answers import Answers
    from generator.model.bank import QuestionBank
    from generator.model.returned_answers import RawAnswers


def read_answers_json(data: bytes, source: str) -> RawAnswers:
    """Return the answers in JSON of at most 4 MB; raise InvalidInput where it cannot be read, or is no answers file."""
    return build_raw_answers(read_json(data, source), source)


def write_json(answers: Answers, bank: QuestionBank) -> str:
    """Return the answers as JSON of the same shape, in the bank's order."""
    return dump_json(build_data(answers, bank))


def build_data(answers: Answers, bank: QuestionBank) -> dict[str, object]:
    """Return the answers as plain data of the same shape."""
    labels = People(answers.names).distinct_labels()
    sheet = {
        field.key: dict(zip(labels, texts, strict=True)) if field.kind.is_personal else texts[0]
        for field in SHEET_FIELDS
        if not field.group
        for texts in (answers.sheet_texts(field),)
    }
    return {
        "people": list(labels),
        MEETING: meeting_texts(answers),
        "picks": {label: list(ids) for label, ids in zip(labels, answers.picks, strict=True)},
        "answers": {
            question: {
                label: answers.texts[question, person]
                for person, label in enumerate(labels)
                if (question, person) in answers.texts
            }
            for question in list_answered(answers, bank)
        },
        "agreements": list(map(agreement_data, answers.every_agreement())),
        **sheet,
    }
