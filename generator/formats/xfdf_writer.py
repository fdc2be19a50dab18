"""Answers to XFDF that fills the worksheet they belong to, in Acrobat or with pdftk: the inverse of ``xfdf``.

Every field of the worksheet stands in it, the empty ones too, and its definition, so that it merges without the PDF.
What is not printable is written as a character reference; what XML cannot hold stands as U+FFFD.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from generator.formats.answers_csv_writer import writable
from generator.formats.filled_pdf.field_names import DEFINITION
from generator.formats.filled_pdf.form_data import with_line_feeds
from generator.formats.xfdf import NAMESPACE
from generator.model.answers import Decision
from generator.model.fields import DECISIONS, TICK_BOXES, TICKED, Kind, Slot
from generator.model.sources import expected_slots
from generator.model.worksheet import canonical, definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.answers import Answers
    from generator.model.worksheet import Worksheet

_OFF = "Off"
_BOXES = {decision: kind for kind, decision in DECISIONS.items()}


def write_xfdf(answers: Answers, worksheet: Worksheet, identity: str) -> str:
    """Return the answers as XFDF, the fields' names those of the worksheet with this identity."""
    fields = "".join(
        f"<field name={quoteattr(f'{identity}/{path}')}><value>{_escaped(text)}</value></field>\n"
        for path, text in _fields(answers, worksheet)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xfdf xmlns="{NAMESPACE}" xml:space="preserve">\n<fields>\n{fields}</fields>\n</xfdf>\n'
    )


def _fields(answers: Answers, worksheet: Worksheet) -> Iterator[tuple[str, str]]:
    texts = _texts(answers)
    slots = expected_slots(worksheet)
    for slot in dict.fromkeys((*slots, *texts)):
        yield slot.path, texts.get(slot, _OFF if slot.kind in TICK_BOXES else "")
    yield DEFINITION, canonical(definition(worksheet))


def _texts(answers: Answers) -> dict[Slot, str]:
    texts = {Slot(Kind.NAME, number=person): name for person, name in enumerate(answers.names)}
    texts |= {Slot(Kind.DATE): answers.date, Slot(Kind.PLACE): answers.place, Slot(Kind.REVIEW): answers.review}
    texts |= {Slot(Kind.SIGN, number=person): text for person, text in enumerate(answers.signed)}
    texts |= {Slot(Kind.ANSWER, question, person): text for (question, person), text in answers.texts.items()}
    for person, ids in enumerate(answers.picks):
        texts |= {Slot(Kind.PICK, question, person): TICKED for question in ids}
    for row, agreement in enumerate(answers.every_agreement()):
        if agreement.decision:
            texts[Slot(_BOXES[agreement.decision], number=row)] = TICKED
        if agreement.decision is Decision.CHANGED or not agreement.was:
            texts[Slot(Kind.AGREED_WHAT, number=row)] = agreement.what
            texts[Slot(Kind.AGREED_WHO, number=row)] = agreement.who
    return {slot: text for slot, text in texts.items() if text}


def _escaped(text: str) -> str:
    return "".join(
        character if character.isprintable() or character in "\n\t" else f"&#x{ord(character):x};"
        for character in escape(writable(with_line_feeds(text)))
    )
