"""The further languages of a worksheet: one that stands below the first, and those of single people."""

from collections.abc import Sequence
from typing import NamedTuple

from generator.model.bank import QuestionBank
from generator.model.translation import Translation, translate


class Languages(NamedTuple):
    """What a worksheet says in other languages than that of its bank."""

    banks: tuple[QuestionBank, ...]
    """The worksheet's bank in each of them."""
    second: str = ""
    """The tag of the one that stands below every text; empty for none."""
    people: tuple[str, ...] = ()
    """Each person's own; empty for those who have that of the worksheet. Who is beyond the last one has that, too."""

    def restrict_to(self, bank: QuestionBank) -> "Languages":
        """Return them with the questions of this bank alone; what they have no text for stands as it does there."""
        return self._replace(banks=tuple(say_in(bank, other) for other in self.banks))


def collect_languages(
    bank: QuestionBank, second: QuestionBank | None, people: Sequence[QuestionBank | None]
) -> Languages | None:
    """Return what a worksheet of this bank says below its texts and to each of its people; None for nothing else."""
    own = [other if other and other.language != bank.language else None for other in people]
    others = {other.language: other for other in (second, *own) if other}
    if not others:
        return None
    tags = tuple(other.language if other else "" for other in own)
    languages = Languages(tuple(others.values()), second.language if second else "", tags if any(tags) else ())
    return languages.restrict_to(bank)


def say_in(bank: QuestionBank, other: QuestionBank) -> QuestionBank:
    """Return the bank with the texts of another one, by their ids, as far as that has them.

    Nothing is added that the bank does not have: it has as many parts as before.
    """
    texts = Translation(
        other.language,
        title=other.title,
        attribution=other.attribution,
        introduction=other.introduction if len(other.introduction) == len(bank.introduction) else (),
        instructions=other.instructions if len(other.instructions) == len(bank.instructions) else (),
        sections={section.id: section.title for section in other.sections},
        questions={question.id: question.text for question in other.every_question()},
        closing_title=other.closing.title,
        closing_lead=other.closing.lead if bank.closing.lead else "",
    )
    return translate(bank, texts)
