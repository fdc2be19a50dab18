"""A worksheet as everybody fills it in on it together, or as one person has it: whose it is, and its fields' names."""

from typing import NamedTuple

from generator.model.fields import FieldId, FieldKind
from generator.model.layout import Layout, Per
from generator.model.worksheet import Worksheet
from generator.words.messages import Words


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
    """Return the worksheet's sheets: one for all, or one for each person."""
    everybody = tuple(range(len(worksheet.people)))
    groups = [(person,) for person in everybody] if layout.per is Per.PERSON else [everybody]
    labels, before = worksheet.people.labels(worksheet.words), _find_chosen_before(worksheet)
    return tuple(Sheet(identity, worksheet, layout, group, labels, before) for group in groups)


def field_of(identity: str, kind: FieldKind, question: str = "", number: int = 0) -> str:
    """Return the name of a worksheet's field."""
    return f"{identity}/{FieldId(kind, question, number).path}"


def _find_chosen_before(worksheet: Worksheet) -> frozenset[str]:
    if not worksheet.earlier_revisions:
        return frozenset()
    from generator.model.revision_diff import questions_chosen_before  # noqa: PLC0415 - a first worksheet has no use for it

    return questions_chosen_before(worksheet)
