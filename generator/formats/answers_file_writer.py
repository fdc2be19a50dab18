"""Answers to the text of an answers file: the inverse of ``answers``.

Reading back gives the same values for any text, but that pairs of surrogates come back as the one character that they
stand for. The readers' limits hold: a file of more than 1 MB of YAML, or an answer of more than 200,000 characters, is
written but refused when it is read.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.formats.located.nodes import join_surrogates
from generator.formats.yaml_text import format_block, format_comment, format_inline, format_key
from generator.model.answers import agreement_data
from generator.model.people import People

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.answers import Answers
    from generator.model.bank import QuestionBank
    from generator.model.worksheet import Worksheet

BLANK_AGREEMENTS = 3
"""Rows for agreements in a blank file."""

_HOW_TO_TYPE = """\
# Type each answer below its name, in as many lines as you like, indented by six spaces; the | before it stays.
# Lines that start with # are for reading only. What stays empty is left out. Names and ids must stay as they are.
"""


def write_yaml(answers: Answers, bank: QuestionBank) -> str:
    """Return the answers as YAML, each question's text as a comment above its id.

    People without a name are called ``Person 1`` and so on, those of one name ``Zoé (1)`` and so on. Questions come in
    the bank's order, unknown ones last.
    """
    labels = _labels(answers.names)
    return "".join(_yaml(answers, bank, labels))


def _yaml(answers: Answers, bank: QuestionBank, labels: Sequence[str]) -> Iterator[str]:
    yield f"{format_comment(bank.title, 0)}\npeople: {_flow(labels)}\n"
    yield from _entries("meeting", {"date": answers.date, "place": answers.place})
    if any(answers.picks):
        yield "picks:\n"
        for label, ids in zip(labels, answers.picks, strict=True):
            if ids:
                yield _entry(label, _flow(ids), 2)
    if answers.texts:
        yield "\nanswers:\n"
        yield from _answers(answers, bank, labels)
    if every := answers.every_agreement():
        yield "agreements:\n"
        for agreement in every:
            yield f"  - what: {format_block(agreement.what, 6)}\n    who: {format_inline(agreement.who)}\n"
            yield f"    was: {agreement.previous_number}\n" if agreement.previous_number else ""
            yield f"    decision: {agreement.decision}\n" if agreement.decision else ""
    if answers.review:
        yield f"review: {format_inline(answers.review)}\n"
    yield from _entries("signed", dict(zip(labels, answers.signed, strict=True)))


def _answers(answers: Answers, bank: QuestionBank, labels: Sequence[str]) -> Iterator[str]:
    texts = {question.id: question.text for question in bank.every_question()}
    for question in _answered(answers, bank):
        yield format_comment(texts[question], 2) + "\n" if question in texts else ""
        yield _entry(question, "", 2)
        for person, label in enumerate(labels):
            if (question, person) in answers.texts:
                yield _entry(label, format_block(answers.texts[question, person], 6), 4)
        yield "\n"


def _entries(name: str, values: dict[str, str]) -> Iterator[str]:
    """Yield a mapping of short texts; nothing where all are empty."""
    if any(values.values()):
        yield f"{name}:\n"
        yield from (_entry(label, format_inline(text), 2) for label, text in values.items() if text)


def _entry(name: str, written: str, indent: int) -> str:
    start = " " * indent
    return (start + format_key(name).replace("\n", f"\n{start}") + f" {written}").rstrip(" ") + "\n"


def _filled(name: str, text: str) -> str:
    return _entry(name, format_inline(text) if text else "", 2)


def _flow(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(format_inline, texts)) + "]"


def _answered(answers: Answers, bank: QuestionBank) -> list[str]:
    given = dict.fromkeys(question for question, _ in answers.texts)
    known = [question.id for question in bank.every_question()]
    return [question for question in known if question in given] + [
        question for question in given if question not in set(known)
    ]


def _labels(names: Sequence[str]) -> tuple[str, ...]:
    return People(tuple(names)).distinct_labels()


def write_json(answers: Answers, bank: QuestionBank) -> str:
    """Return the answers as JSON of the same shape, in the bank's order."""
    labels = _labels(answers.names)
    shape = {
        "people": list(labels),
        "meeting": {"date": answers.date, "place": answers.place},
        "picks": {label: list(ids) for label, ids in zip(labels, answers.picks, strict=True)},
        "answers": {
            question: {
                label: answers.texts[question, person]
                for person, label in enumerate(labels)
                if (question, person) in answers.texts
            }
            for question in _answered(answers, bank)
        },
        "agreements": list(map(agreement_data, answers.every_agreement())),
        "review": answers.review,
        "signed": dict(zip(labels, answers.signed, strict=True)),
    }
    return _printable(join_surrogates(json.dumps(shape, ensure_ascii=False, indent=2))) + "\n"


def _printable(text: str) -> str:
    """Return JSON with an escape for everything that a terminal might obey, and for lone surrogates."""
    return "\n".join(
        line if line.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)
        for line in text.split("\n")
    )


def write_blank_yaml(worksheet: Worksheet) -> str:
    """Return an answers file that is ready to type into: a place for every question and person, and nothing in it."""
    return "".join(_blank(worksheet))


def _blank(worksheet: Worksheet) -> Iterator[str]:
    labels, meeting = worksheet.people.labels(), worksheet.meeting
    yield f"{format_comment(worksheet.bank.title, 0)}\n#\n{_HOW_TO_TYPE}\npeople: {_flow(labels)}\n"
    yield f"meeting:\n{_filled('date', meeting.when())}{_filled('place', meeting.place)}"
    if worksheet.selection:
        yield "picks:\n"
        yield from (_entry(label, _flow(ids), 2) for label, ids in zip(labels, worksheet.selection.picks, strict=True))
    yield "\nanswers:\n"
    for question in worksheet.bank.every_question():
        yield f"{format_comment(question.text, 2)}\n{_entry(question.id, '', 2)}"
        yield from (_entry(label, "|\n", 4) for label in labels)
    yield "# What you agree on, and who does it.\nagreements:\n"
    for number, agreement in enumerate(
        worksheet.current_answers.agreements if worksheet.current_answers else (), start=1
    ):
        yield format_comment(f"{agreement.what} ({agreement.who})", 2) + "\n"
        yield f"  - was: {number}\n    decision: # kept, changed or dropped\n    what:\n    who:\n"
    yield "  - what:\n    who:\n" * BLANK_AGREEMENTS
    yield "# When you look at this alliance again, such as 2027-03-01.\nreview:\nsigned:\n"
    yield from (_entry(label, "", 2) for label in labels)
