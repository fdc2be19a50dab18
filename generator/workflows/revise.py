"""Revise an alliance: from the finished alliance to the worksheet for the next meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, InvalidRequest, Problem, RequestProblem, escape
from generator.formats.embedded_json import MOST_CHARACTERS, read_alliance
from generator.formats.filled_forms import PdfKind, read_pdf
from generator.model.alliance import to_revisions
from generator.model.folding import fold_name
from generator.model.people import People
from generator.model.returned_answers import ReadAlliance
from generator.model.revision_diff import questions_chosen_before
from generator.model.selection import default_seed, suggest
from generator.model.worksheet import definition_text
from generator.workflows.compose import (
    ComposeRequest,
    build_worksheet,
    check_people,
    check_suggestion,
    remark_on_added,
    render,
    require_few,
)
from generator.workflows.encrypt import decrypt_file
from generator.workflows.languages import BANKS_OWN

if TYPE_CHECKING:
    import datetime as dt

    from generator.files.reading import InputFile
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet
    from generator.workflows.compose import Composed, Pick
    from generator.workflows.inputs import LayoutChoice
    from generator.workflows.languages import LanguageChoice, SpokenBank


class ReviseRequest(NamedTuple):
    """The worksheet that is wanted for the next meeting."""

    file: InputFile
    """The finished alliance's PDF."""
    choice: LayoutChoice
    password: str | None = None
    """Of the file."""
    accept_altered: bool = False
    """Whether data are taken that are not as they were written."""
    bank: SpokenBank | None = None
    """By default the alliance's own, in ``language``."""
    language: LanguageChoice = BANKS_OWN
    """By default the alliance's own."""
    people: tuple[str, ...] = ()
    """Who joins."""
    picks: tuple[Pick, ...] = ()
    add: tuple[str, ...] = ()
    """Texts of further questions."""
    suggest: int | None = None
    seed: int | None = None
    meeting: str | None = None
    place: str = ""
    minutes: int | None = None


class NoAlliance(InvalidInput):
    """A file that is no finished alliance, or only a share copy of one."""


class NextMeeting(NamedTuple):
    """The next meeting's worksheet, before there is a file of it."""

    worksheet: Worksheet
    layout: Layout
    remarks: tuple[str, ...]
    """Whole sentences; fields of the request stand in backticks."""
    named: tuple[str, ...] = ()
    """Which ids the questions have that are added; whole sentences, for who types ids."""


def revise(request: ReviseRequest, *, fillable: bool = True, date: dt.datetime | None = None) -> Composed:
    """Return the next meeting's worksheet with its file. Raises as ``plan_meeting`` does."""
    planned = plan_meeting(request)
    composed = render(planned.worksheet, planned.layout, fillable=fillable, date=date)
    return composed._replace(remarks=(*planned.remarks, *planned.named, *composed.remarks))


def plan_meeting(request: ReviseRequest) -> NextMeeting:
    """Return the next meeting's worksheet.

    Raises ``InvalidRequest`` with every problem of the request, and ``InvalidInput`` where the file is no finished
    alliance, or the meetings before hold more than a worksheet can carry.
    """
    read = read_finished_alliance(request.file, request.password)
    alliance = read.require_sound(request.file.name, accept_altered=request.accept_altered)
    layout, remarks = request.choice.load_for(alliance.worksheet, alliance.brands)
    remarks = (read.remark, *remarks) if read.remark else remarks
    own = alliance.worksheet.bank
    spoken = request.bank or request.language.translate(alliance.worksheet, alliance.people.names)
    answered = {question for question, _ in alliance.answers.texts}
    wanted = ComposeRequest(
        spoken.bank.with_earlier_questions(own, answered) if request.bank else spoken.bank,
        layout,
        wording=spoken.wording,
        second=spoken.second,
        own=spoken.own,
        picks=request.picks,
        add=request.add,
        meeting=request.meeting,
        place=request.place,
        minutes=request.minutes,
    )
    worksheet = build_worksheet(wanted, _add_people(alliance.people.names, request.people))
    worksheet = worksheet._replace(earlier_revisions=to_revisions(alliance))
    worksheet = _suggest_picks(worksheet, wanted._replace(suggest=request.suggest, seed=request.seed))
    _require_space(worksheet, request.file.name)
    if request.password:
        remarks = (*remarks, "The worksheet is not encrypted, and holds what was said before.")
    return NextMeeting(worksheet, layout, (*remarks, *spoken.remarks), remark_on_added(wanted))


def read_finished_alliance(file: InputFile, password: str | None = None) -> ReadAlliance:
    """Return the alliance that a PDF holds. Raises ``InvalidInput`` where it is none, or an excerpt."""
    file = decrypt_file(file, password)
    contents = read_pdf(*file)
    if contents.alliance_text is not None:
        alliance = read_alliance(contents.alliance_text, file.name)._replace(brands=contents.brands)
        if alliance.excerpt:
            hint = "Give the whole alliance that it was made from."
            raise NoAlliance([Problem(file.name, "is an excerpt, made to be shared", hint)])
        return ReadAlliance(alliance, contents.remark, contents.damaged, contents.altered, contents.digest)
    hint = "Give the finished alliance's PDF, as it was merged."
    if contents.kind is PdfKind.WORKSHEET:
        hint = "Make the alliance of it first: merge it."
    raise NoAlliance([Problem(file.name, f"is {contents.kind.value}, not a finished alliance", hint)])


def _add_people(names: tuple[str, ...], joining: tuple[str, ...]) -> People:
    """Return those who were there and those who join them; raise ``InvalidRequest``."""
    added = check_people(joining).names if joining else ()
    require_few(len(names) + len(added))
    known = set(map(fold_name, names))
    hint = "Give `people` for those who join only."
    problems = [
        RequestProblem("people", f"'{escape(name)}' is in the alliance already", hint, index)
        for index, name in enumerate(added)
        if fold_name(name) in known
    ]
    if problems:
        raise InvalidRequest(*problems)
    return People((*names, *added))


def _suggest_picks(worksheet: Worksheet, request: ComposeRequest) -> Worksheet:
    """Return the worksheet with the picks that are wanted: first of what nobody chose before, then of the rest."""
    number, names, bank = request.suggest, worksheet.people.names, worksheet.bank
    check_suggestion(request, bank)
    if number is None:
        return worksheet
    seed = default_seed((*names, str(worksheet.revision))) if request.seed is None else request.seed
    picked = worksheet.selection
    fresh = bank.restrict_to({question.id for question in bank.questions()} - questions_chosen_before(worksheet))
    if fresh.sections:
        given = {question for ids in picked.picks for question in ids}
        offered = bank.restrict_to({question.id for question in fresh.questions()} | given)
        most = min(number, sum(1 for _ in offered.questions()))
        picked = suggest(offered, given=picked, per_person=most, seed=seed)
    return worksheet._replace(selection=suggest(bank, given=picked, per_person=number, seed=seed))


def _require_space(worksheet: Worksheet, source: str) -> None:
    if (size := len(definition_text(worksheet))) > MOST_CHARACTERS:
        message = f"holds {size:,} characters of meetings before, and a worksheet carries {MOST_CHARACTERS:,}"
        hint = "Begin a new alliance with a new worksheet, and keep this one beside it."
        raise InvalidInput([Problem(source, message, hint)])
