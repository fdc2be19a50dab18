"""Earlier meetings on a worksheet: the answers then, the agreements to go through, the date of the review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.composing.document import AgreementReview, Heading, LabelledField, Paragraph, TickBox
from generator.model.fields import DECISIONS, FieldId, FieldKind
from generator.model.layout import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import Block
    from generator.model.answers import Agreement
    from generator.model.worksheet import Worksheet
    from generator.words.messages import Words

LONGEST_EARLIER = 280
"""The most characters of an earlier answer on paper; the data has all of it."""


def shorten(text: str, longest: int = LONGEST_EARLIER) -> str:
    """Return a text on one line of at most so many characters, cut between words with an ellipsis behind."""
    folded = " ".join(text[: 8 * longest].split())
    if len(folded) <= longest and len(text) <= 8 * longest:
        return folded
    cut = folded[:longest].rpartition(" ")[0] if " " in folded[longest // 2 : longest] else folded[:longest]
    return f"{cut.rstrip(' ,;:.')} …"


def earlier_note(worksheet: Worksheet) -> Iterator[Block]:
    """Yield the paragraph about the meeting before; nothing on a first worksheet."""
    if worksheet.earlier_revisions:
        last = worksheet.earlier_revisions[-1]
        text = worksheet.words.met_before(
            worksheet.words.restate_date(last.answers.date), last.answers.place, last.number
        )
        yield Paragraph(text, Style.NOTE, apart=True)


def earlier_answer(worksheet: Worksheet, question: str, person: int) -> str:
    """Return a person's answer at the meeting before, shortened; empty where there was none."""
    answers = worksheet.current_answers
    return shorten(answers.texts.get((question, person), "")) if answers else ""


def agreement_reviews(worksheet: Worksheet, identity: str) -> Iterator[Block]:
    """Yield the agreements of the meeting before, to be ticked; ``identity`` begins the fields' names."""
    agreements = worksheet.current_agreements
    if agreements:
        yield Paragraph(worksheet.words.review_agreements, Style.NOTE, leads=True)
    yield from (
        _agreement_review(agreement, number, identity, worksheet.words) for number, agreement in enumerate(agreements)
    )
    if agreements:
        yield Heading(worksheet.words.new_agreements)


def _agreement_review(agreement: Agreement, number: int, identity: str, words: Words) -> AgreementReview:
    what = shorten(agreement.what)

    def field(kind: FieldKind) -> str:
        return f"{identity}/{FieldId(kind, number=number).path}"

    boxes = tuple(
        TickBox(field(kind), words.decision_tooltip(number + 1, decision, what)) for kind, decision in DECISIONS.items()
    )
    wording = (
        LabelledField(words.new_wording, field(FieldKind.AGREED_WHAT), words.changed_what_tooltip(number + 1), ""),
        LabelledField("", field(FieldKind.AGREED_WHO), words.changed_who_tooltip(number + 1), ""),
    )
    return AgreementReview(
        what,
        shorten(agreement.who),
        tuple(words.agreement_became(decision) for decision in DECISIONS.values()),
        boxes,
        wording,
    )


def earlier_review(worksheet: Worksheet) -> Iterator[Block]:
    """Yield the date of the review that the meeting before agreed on, as dates are set, or as it was typed."""
    if worksheet.current_answers and worksheet.current_answers.review:
        date = shorten(worksheet.words.restate_date(worksheet.current_answers.review))
        yield Paragraph(worksheet.words.review_before(date), Style.NOTE, leads=True)
