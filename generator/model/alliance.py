"""The alliance: a worksheet with everything that was answered; the finished document's content."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.model.people import People
from generator.model.worksheet import Revision, revision_data

if TYPE_CHECKING:
    from generator.model.answers import Answers
    from generator.model.bank import Question
    from generator.model.worksheet import Worksheet
    from generator.words.messages import Words

FORMAT = "designed-alliance/alliance"
VERSION = 1


class Alliance(NamedTuple):
    """Worksheet x answers."""

    worksheet: Worksheet
    answers: Answers
    revision: int
    """Counted from 1."""
    excerpt: bool = False
    """Whether it is a share copy, in which something is left out."""
    brands: tuple[str, ...] = ()
    """The brands that came with it, for ``formats.embedded_brand``, normally one at most; no part of its data."""

    @property
    def words(self) -> Words:
        """What we say on it."""
        return self.worksheet.words

    @property
    def people(self) -> People:
        """The people by the names that came back."""
        return People(self.answers.names)

    def pickers(self, question: str) -> tuple[int, ...]:
        """Return who picked the question, as indices of people."""
        return tuple(person for person, ids in enumerate(self.answers.picks) if question in ids)

    def has_answer(self, question: str) -> bool:
        """Tell whether anybody answered the question."""
        return any((question, person) in self.answers.texts for person in range(len(self.people)))

    def is_chosen(self, question: Question) -> bool:
        """Tell whether the question has its place in the finished document: it was picked, or answered."""
        return bool(self.pickers(question.id)) or self.has_answer(question.id)


def revisions(alliance: Alliance) -> tuple[Alliance, ...]:
    """Return the alliance as it stood after every meeting that it knows of, itself the last."""
    earlier = alliance.worksheet.earlier_revisions
    before = (
        Alliance(revision.worksheet._replace(earlier_revisions=earlier[:index]), revision.answers, revision.number)
        for index, revision in enumerate(earlier)
    )
    return (*before, alliance)


def to_revisions(alliance: Alliance) -> tuple[Revision, ...]:
    """Return the alliance and all before it as the next meeting's worksheet carries them."""
    own = Revision(alliance.revision, alliance.worksheet._replace(earlier_revisions=()), alliance.answers)
    return (*alliance.worksheet.earlier_revisions, own)


def alliance_data(alliance: Alliance) -> dict[str, object]:
    """Return the alliance as plain data (format version 1): the worksheet's definition and the answers."""
    data = revision_data(alliance.revision, alliance.worksheet, alliance.answers)
    marked = {"excerpt": True} if alliance.excerpt else {}
    return {"format": FORMAT, "version": VERSION, **data, **marked}
