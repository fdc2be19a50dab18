"""Questions of the people's own in a form: those that stand in its list, and those that cannot be added as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest
from generator.formats.bank import normalise_line
from generator.model.own_questions import name_questions
from generator.workflows.own_questions import name_added

if TYPE_CHECKING:
    from generator.model.bank import Question, QuestionBank
    from generator.web.forms import Order


class AddedQuestions(NamedTuple):
    """The questions of a form that its bank does not have."""

    questions: tuple[Question, ...]
    """Those that can be added, with the ids that they get."""
    unfit: tuple[str, ...] = ()
    """The texts of those that cannot, as they were typed."""
    refusal: InvalidRequest | None = None
    """Every problem of them."""


def sort_added(texts: tuple[str, ...], bank: QuestionBank) -> AddedQuestions:
    """Return the questions of these texts as they are added to the bank, apart from those that cannot be."""
    try:
        return AddedQuestions(name_added(texts, bank))
    except InvalidRequest as refused:
        wrong = {problem.item for problem in refused.problems}
        fit = [normalise_line(text) for index, text in enumerate(texts) if index not in wrong]
        unfit = tuple(text for index, text in enumerate(texts) if index in wrong)
        return AddedQuestions(name_questions(fit, bank), unfit, refused)


def remove_added(order: Order, question: str, bank: QuestionBank) -> Order:
    """Return the order without the added question of this id; ticks of the others follow where their ids change."""
    added = sort_added(order.add, bank)
    left = tuple(kept for kept in added.questions if kept.id != question)
    texts = tuple(kept.text for kept in left)
    renamed = {old.id: new.id for old, new in zip(left, name_questions(texts, bank), strict=True)}
    gone = {known.id for known in added.questions} - renamed.keys()
    picks = tuple(tuple(renamed.get(name, name) for name in ids if name not in gone) for ids in order.picks)
    return order._replace(add=(*texts, *added.unfit), picks=picks)
