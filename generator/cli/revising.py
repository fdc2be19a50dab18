"""From a finished alliance and the options of ``alliance revise`` to the next meeting's worksheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.cli.ordering import joining_people, worksheet_of
from generator.cli.passwords import decrypt_all
from generator.errors import InvalidInput, Problem, UsageProblem, escape
from generator.files.reading import read_bounded
from generator.formats.embedded_json import MOST_CHARACTERS, read_alliance_pdf
from generator.formats.filled_pdf.forms import PdfKind, what_is_pdf
from generator.model.alliance import to_revisions
from generator.model.revision_diff import questions_chosen_before
from generator.model.selection import default_seed, suggest
from generator.model.worksheet import canonical, definition

if TYPE_CHECKING:
    from generator.cli.ordering import ComposeRequest
    from generator.model.alliance import Alliance
    from generator.model.bank import QuestionBank
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet


def finished_alliance(file: str, password: str | None = None) -> Alliance:
    """Return the alliance that a PDF holds. Raises ``InvalidInput`` where it is none."""
    ((data, _),) = decrypt_all([(read_bounded(file), file)], password)
    if alliance := read_alliance_pdf(data, file):
        if alliance.excerpt:
            hint = "Give the whole alliance that it was made from."
            raise InvalidInput([Problem(file, "is an excerpt, made to be shared", hint)])
        return alliance
    kind = what_is_pdf(data, file)
    hint = "Give the finished alliance's PDF, as alliance merge wrote it."
    if kind is PdfKind.WORKSHEET:
        hint = "Make the alliance of it first: alliance merge."
    raise InvalidInput([Problem(file, f"is {kind.value}, not a finished alliance", hint)])


def revised_worksheet(
    alliance: Alliance, order: ComposeRequest, bank: QuestionBank | None, layout: Layout, source: str
) -> Worksheet:
    """Return the next meeting's worksheet.

    Raises UsageProblem where the order makes no sense, and ``InvalidInput`` where the meetings before hold more than
    a worksheet can carry.
    """
    own = alliance.worksheet.bank
    kept = {question for question, _ in alliance.answers.texts}
    worksheet = worksheet_of(
        order._replace(suggested=None, seed=None),
        bank.with_earlier_questions(own, kept) if bank else own,
        layout,
        joining_people(alliance.people.names, order.people),
    )
    worksheet = worksheet._replace(earlier_revisions=to_revisions(alliance))
    worksheet = _with_suggestion(worksheet, order)
    if (size := len(canonical(definition(worksheet)))) > MOST_CHARACTERS:
        message = f"holds {size:,} characters of meetings before, and a worksheet carries {MOST_CHARACTERS:,}"
        hint = "Begin a new alliance with alliance compose, and keep this one beside it."
        raise InvalidInput([Problem(source, message, hint)])
    return worksheet


def _with_suggestion(worksheet: Worksheet, order: ComposeRequest) -> Worksheet:
    """Return the worksheet with the picks that are wanted: first of what nobody chose before, then of the rest."""
    number, names, bank = order.suggested, worksheet.people.names, worksheet.bank
    if number is None:
        if order.seed is not None:
            raise UsageProblem("--seed goes with --suggest. Add --suggest 3, or leave it out.")
        return worksheet
    questions = {question.id for question in bank.questions()}
    if number > len(questions):
        raise UsageProblem(f"--suggest {number} is more than the {len(questions)} questions there are.")
    seed = default_seed((*names, escape(worksheet.revision))) if order.seed is None else order.seed
    picked = worksheet.selection
    fresh = bank.restrict_to(questions - questions_chosen_before(worksheet))
    if fresh.sections:
        given = {question for ids in picked.picks for question in ids}
        offered = bank.restrict_to({question.id for question in fresh.questions()} | given)
        most = min(number, sum(1 for _ in offered.questions()))
        picked = suggest(offered, given=picked, per_person=most, seed=seed)
    return worksheet._replace(selection=suggest(bank, given=picked, per_person=number, seed=seed))
