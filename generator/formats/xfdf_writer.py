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
from generator.model.fields import CHECKBOXES, CHECKED, DECISIONS, FieldId, FieldKind
from generator.model.sources import expected_fields
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
    fields = expected_fields(worksheet)
    for field_id in dict.fromkeys((*fields, *texts)):
        yield field_id.path, texts.get(field_id, _OFF if field_id.kind in CHECKBOXES else "")
    yield DEFINITION, canonical(definition(worksheet))


def _texts(answers: Answers) -> dict[FieldId, str]:
    texts = {FieldId(FieldKind.NAME, number=person): name for person, name in enumerate(answers.names)}
    texts |= {
        FieldId(FieldKind.DATE): answers.date,
        FieldId(FieldKind.PLACE): answers.place,
        FieldId(FieldKind.REVIEW): answers.review,
    }
    texts |= {FieldId(FieldKind.SIGN, number=person): text for person, text in enumerate(answers.signed)}
    texts |= {FieldId(FieldKind.ANSWER, question, person): text for (question, person), text in answers.texts.items()}
    for person, ids in enumerate(answers.picks):
        texts |= {FieldId(FieldKind.PICK, question, person): CHECKED for question in ids}
    for row, agreement in enumerate(answers.every_agreement()):
        if agreement.decision:
            texts[FieldId(_BOXES[agreement.decision], number=row)] = CHECKED
        if agreement.decision is Decision.CHANGED or not agreement.previous_number:
            texts[FieldId(FieldKind.AGREED_WHAT, number=row)] = agreement.what
            texts[FieldId(FieldKind.AGREED_WHO, number=row)] = agreement.who
    return {field_id: text for field_id, text in texts.items() if text}


def _escaped(text: str) -> str:
    return "".join(
        character if character.isprintable() or character in "\n\t" else f"&#x{ord(character):x};"
        for character in escape(writable(with_line_feeds(text)))
    )
