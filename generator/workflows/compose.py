"""Compose a worksheet: from a request, checked as a whole, to the worksheet and its PDF."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator import __version__
from generator.errors import InvalidRequest, RequestProblem, did_you_mean, escape
from generator.files.names import file_name
from generator.model.agenda import require_time
from generator.model.bank import QuestionBank
from generator.model.folding import fold_name
from generator.model.languages import Languages, collect_languages
from generator.model.layout import PICKED_ON, Layout, Part, Per
from generator.model.people import MOST_PEOPLE, People, normalise_line
from generator.model.selection import Selection, default_seed, in_bank_order, nobody, suggest
from generator.model.worksheet import Meeting, Worksheet
from generator.words.messages import ENGLISH, Words, begin_sentence
from generator.workflows.inputs import LayoutChoice, read_moment
from generator.workflows.render_worksheet import count_pages, render_worksheet, set_worksheet
from generator.workflows.rendered_file import SetPages

LONGEST_NAME = 200
LONGEST_PLACE = 300
SHORTEST, LONGEST = 10, 600
"""Minutes of a meeting."""
SHORTEST_LAYOUT = "onepage"
"""The built-in layout of the fewest pages, which has notes in place of room for each answer."""
TYPED_FROM_RIGHT = (
    "What is typed from right to left may look odd in some viewers; it is kept, and the finished alliance shows it as "
    "it should be."
)
BLANK_NAMES = 2
"""How many lines for names a sheet has without any name given."""


class Pick(NamedTuple):
    """The questions that one person picked."""

    name: str
    questions: tuple[str, ...]
    """Their ids."""


class ComposeRequest(NamedTuple):
    """The worksheet that is wanted; texts as they were typed, to be checked."""

    bank: QuestionBank
    layout: Layout
    people: tuple[str, ...] = ()
    """Up to six names; a worksheet without names has two blank lines for them."""
    picks: tuple[Pick, ...] = ()
    suggest: int | None = None
    """How many questions each person gets picked, those of ``picks`` included."""
    seed: int | None = None
    """Of the suggestion; by default it follows from the names."""
    sections: tuple[str, ...] = ()
    """Ids; with ``questions``, nothing else of the bank is asked."""
    questions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Ids of questions that are not asked."""
    meeting: str | None = None
    """``2026-12-04`` or ``2026-12-04 12:30``."""
    place: str = ""
    minutes: int | None = None
    """By default as many as the bank says."""
    add: tuple[str, ...] = ()
    """Texts of further questions, which are asked whatever else is chosen."""
    wording: Words | None = None
    """Words of the user's own; by default those of the bank's language."""
    second: QuestionBank | None = None
    """The bank in the language that stands below its own."""
    own: tuple[tuple[str, QuestionBank], ...] = ()
    """The bank in the languages of single people, by their names."""
    ticks: tuple[tuple[str, ...], ...] = ()
    """Picks once more, the ids of each person by place, for names may be blank; none, or as many as there are people.

    Those of questions that are not asked do not count.
    """
    tongues: tuple[QuestionBank | None, ...] = ()
    """In place of ``own``, the bank in each person's language by place, or None for that of the sheet."""


class Composed(NamedTuple):
    """A worksheet and its file."""

    worksheet: Worksheet
    layout: Layout
    data: bytes
    """The PDF."""
    pages: int
    """As printed."""
    name: str
    """A file name that says whose it is."""
    remarks: tuple[str, ...]
    """Whole sentences; fields of the request stand in backticks."""


def compose(request: ComposeRequest, *, fillable: bool = True, date: dt.datetime | None = None) -> Composed:
    """Return the worksheet that is wanted; with form fields where ``fillable``; ``date`` is the one the file tells.

    Raises ``InvalidRequest`` with every problem of the request.
    """
    composed = render(build_worksheet(request), request.layout, fillable=fillable, date=date)
    return composed._replace(remarks=(*remark_on_added(request), *composed.remarks))


def render(worksheet: Worksheet, layout: Layout, *, fillable: bool, date: dt.datetime | None) -> Composed:
    """Return the worksheet with its file, and what is remarkable about both."""
    made = render_worksheet(worksheet, layout, fillable=fillable, date=date)
    name = file_name("worksheet", worksheet.people.names, worksheet.revision)
    remarks = (*pick_remarks(worksheet), *_complete_remarks(made.remarks, worksheet, made.left_out, fillable=fillable))
    return Composed(worksheet, layout, made.data, made.pages, name, remarks)


def lay_out(worksheet: Worksheet, layout: Layout, *, fillable: bool) -> SetPages:
    """Return the pages of the file that ``render`` makes, and its remarks but for those on picks."""
    made = set_worksheet(worksheet, layout, fillable=fillable)
    return made._replace(remarks=_complete_remarks(made.remarks, worksheet, made.pages.left_out, fillable=fillable))


def _complete_remarks(
    remarks: tuple[str, ...], worksheet: Worksheet, left_out: tuple[Part, ...], *, fillable: bool
) -> tuple[str, ...]:
    """Return what is remarkable about a worksheet's pages, and about them as a form."""
    typed = (TYPED_FROM_RIGHT,) if fillable and worksheet.parts and worksheet.words.right_to_left else ()
    return (*remarks, *_remark_on_parts(left_out), *typed)


def _remark_on_parts(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return what is said of the time plan or the introduction where they made way."""
    names = [name for part, name in ((Part.PLAN, "the time plan"), (Part.OPENING, "the introduction")) if part in parts]
    verb = "is" if len(names) == 1 else "are"
    said = f"{begin_sentence(ENGLISH.list_names(names))} {verb} left out to make room for the questions."
    return (said,) if names else ()


def find_shorter(composed: Composed, choice: LayoutChoice) -> tuple[str, int] | None:
    """Return the built-in layout in which a worksheet takes fewer pages, and how many; None where there is none.

    ``choice`` is that of the worksheet's own layout. It is set once more, so this takes about a third of the time that
    composing takes.
    """
    layout = composed.layout
    if Part.CARDS in layout.parts or layout.per is Per.PERSON or layout.name == SHORTEST_LAYOUT:
        return None
    shorter = choice._replace(name=SHORTEST_LAYOUT).load()
    pages = count_pages(composed.worksheet, shorter)
    return (SHORTEST_LAYOUT, pages) if pages < composed.pages else None


def build_worksheet(request: ComposeRequest, people: People | None = None) -> Worksheet:
    """Return the worksheet that is wanted, for these people or else for those whom the request names.

    Raises ``InvalidRequest`` with every problem; where names or ids of questions are wrong, with no others.
    """
    people = check_people(request.people) if people is None else people
    request = _add_questions(request) if request.add else request
    bank = _restrict_bank(request)
    place = normalise_line(request.place)
    problems = list(_suggestion_problems(request, bank))
    if request.picks:
        problems = [*_pick_problems(request.picks, people, bank), *problems]
    problems += _tick_problems(request)
    if request.own:
        problems += _language_problems(request.own, people)
    moment = _read_meeting(request.meeting, problems)
    if request.minutes is not None and not SHORTEST <= request.minutes <= LONGEST:
        hint = f"Give {SHORTEST} to {LONGEST}."
        problems.append(RequestProblem("minutes", f"`minutes` {request.minutes} is no length of a meeting", hint))
    if len(place) > LONGEST_PLACE:
        hint = f"Shorten it to {LONGEST_PLACE}."
        problems.append(RequestProblem("place", f"`place` has {len(place)} characters", hint))
    if problems:
        raise InvalidRequest(*problems)
    worksheet = Worksheet(
        bank=bank,
        people=people,
        selection=_selection(request, bank, people),
        meeting=Meeting(*moment, place, request.minutes or bank.minutes),
        layout=request.layout.name,
        paper=request.layout.paper.name,
        product=__version__,
        parts=request.layout.fillable_parts,
        wording=request.wording,
        languages=_find_languages(request, bank, people),
    )
    if Part.PLAN in request.layout.parts:
        require_time(worksheet)
    return worksheet


def _add_questions(request: ComposeRequest) -> ComposeRequest:
    """Return the request with its further questions in its bank, in all languages; raise ``InvalidRequest``."""
    from generator.workflows.own_questions import add_to, name_added  # noqa: PLC0415 - many worksheets have none

    added = name_added(request.add, request.bank)
    chosen = tuple(question.id for question in added) if request.sections or request.questions else ()
    return request._replace(
        bank=add_to(request.bank, added, request.wording),
        second=request.second and add_to(request.second, added),
        own=tuple((name, add_to(bank, added)) for name, bank in request.own),
        tongues=tuple(bank and add_to(bank, added) for bank in request.tongues),
        questions=(*request.questions, *chosen),
        add=(),
    )


def remark_on_added(request: ComposeRequest) -> tuple[str, ...]:
    """Return which ids the further questions of a valid request have, in whole sentences."""
    if not request.add:
        return ()
    from generator.workflows.own_questions import describe_added  # noqa: PLC0415 - many worksheets have none

    return describe_added(request.add, request.bank)


def check_people(given: tuple[str, ...], *, some_blank: bool = False) -> People:
    """Return the people of these names, or those of blank name lines; raise ``InvalidRequest``.

    Where ``some_blank`` they may be blank one by one.
    """
    names = tuple(normalise_line(name) for name in given) or ("",) * BLANK_NAMES
    require_few(len(names))
    if given and (problems := list(_name_problems(names, some_blank=some_blank))):
        raise InvalidRequest(*problems)
    return People(names)


def require_few(people: int) -> None:
    """Raise ``InvalidRequest`` where so many people are more than an alliance has."""
    if people > MOST_PEOPLE:
        hint = f"An alliance has 1 to {MOST_PEOPLE}."
        raise InvalidRequest(RequestProblem("people", f"{people} people are too many", hint, MOST_PEOPLE))


def _name_problems(names: tuple[str, ...], *, some_blank: bool) -> Iterator[RequestProblem]:
    known: dict[str, str] = {}
    for index, name in enumerate(names):
        if not name:
            if some_blank:
                continue
            hint = "Leave out `people` for blank name lines."
            yield RequestProblem("people", "a name is empty", hint, index)
        elif len(name) > LONGEST_NAME:
            message = f"the name '{escape(name)}' is longer than {LONGEST_NAME} characters"
            yield RequestProblem("people", message, "Shorten it.", index)
        elif fold_name(name) in known:
            hint = "Tell the people apart, by a letter or so."
            first = escape(known[fold_name(name)])
            yield RequestProblem("people", f"the name '{first}' is given twice", hint, index)
        known.setdefault(fold_name(name), name)


def _restrict_bank(request: ComposeRequest) -> QuestionBank:
    """Return the bank with those questions that are wanted; raise ``InvalidRequest``."""
    bank = request.bank
    if bank.sections and not (request.sections or request.questions or request.without):
        return bank
    ids = [question.id for question in bank.questions()]
    closing = [question.id for question in bank.closing.questions]
    sections = {section.id: [question.id for question in section.questions] for section in bank.sections}
    problems = [
        *_unknown("section", "sections", request.sections, sections),
        *_closing("questions", request.questions, closing, "always there. Leave it out of `questions`."),
        *_unknown("question", "questions", [name for name in request.questions if name not in closing], ids),
        *_unknown("question", "without", request.without, [*ids, *closing]),
    ]
    if problems:
        raise InvalidRequest(*problems)
    wanted = {question for section in request.sections for question in sections[section]} | set(request.questions)
    bank = bank.restrict_to((wanted or set(ids)) - set(request.without))
    left = tuple(question for question in bank.closing.questions if question.id not in request.without)
    if not bank.sections:
        raise InvalidRequest(RequestProblem("without", "no question is left", "Leave out fewer."))
    return bank._replace(closing=bank.closing._replace(questions=left))


def _unknown(
    noun: str, field: str, given: Iterable[str], known: Iterable[str], index: int = 0
) -> Iterator[RequestProblem]:
    known = list(known)
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known) or "See alliance questions."
            yield RequestProblem(field, f"unknown {noun} '{escape(name)}'", hint, index)


def _closing(
    field: str, given: Iterable[str], closing: Iterable[str], why: str, index: int = 0
) -> Iterator[RequestProblem]:
    closing = list(closing)
    for name in given:
        if name in closing:
            clause, _, hint = why.partition(". ")
            yield RequestProblem(field, f"'{escape(name)}' is a closing question, {clause}", hint, index)


def _read_meeting(text: str | None, problems: list[RequestProblem]) -> tuple[dt.date | None, dt.time | None]:
    """Return the meeting's date and time, as far as they are given; add to the problems where they are no date."""
    if text is None:
        return None, None
    import datetime as dt  # noqa: PLC0415 - many worksheets have no date

    try:
        moment = read_moment(text, "meeting")
    except InvalidRequest as invalid:
        problems += invalid.problems
        return None, None
    return (moment.date(), moment.time()) if isinstance(moment, dt.datetime) else (moment, None)


def _selection(request: ComposeRequest, bank: QuestionBank, people: People) -> Selection:
    given = nobody(len(people))
    if request.picks or request.ticks:
        folded = list(map(fold_name, people.names))
        picks: list[list[str]] = [list(ids) for ids in request.ticks or ((),) * len(people)]
        for pick in request.picks:
            picks[folded.index(fold_name(pick.name))] += pick.questions
        given = in_bank_order(bank, picks)
    if request.suggest is None:
        return given
    seed = default_seed(people.names) if request.seed is None else request.seed
    return suggest(bank, given=given, per_person=request.suggest, seed=seed)


def check_suggestion(request: ComposeRequest, bank: QuestionBank) -> None:
    """Raise ``InvalidRequest`` where the bank has too few questions to suggest, or a seed has nothing to do."""
    if problems := list(_suggestion_problems(request, bank)):
        raise InvalidRequest(*problems)


def _suggestion_problems(request: ComposeRequest, bank: QuestionBank) -> Iterator[RequestProblem]:
    if request.suggest is None:
        if request.seed is not None:
            hint = "Add `suggest` 3, or leave it out."
            yield RequestProblem("seed", "`seed` goes with `suggest`", hint)
    elif request.suggest < 1:
        yield RequestProblem("suggest", f"`suggest` {request.suggest} is none", "Give 1 or more, or leave it out.")
    elif request.suggest > (available := sum(1 for _ in bank.questions())):
        message = f"`suggest` {request.suggest} is more than the {available} questions there are"
        yield RequestProblem("suggest", message)


def _find_languages(request: ComposeRequest, bank: QuestionBank, people: People) -> Languages | None:
    """Return the further languages that are wanted; None for none."""
    if not (request.second or request.own or any(request.tongues)):
        return None
    own = {fold_name(normalise_line(name)): spoken for name, spoken in request.own}
    by_name = [own.get(fold_name(name)) for name in people.names]
    return collect_languages(bank, request.second, request.tongues or by_name)


def _language_problems(own: Iterable[tuple[str, QuestionBank]], people: People) -> Iterator[RequestProblem]:
    folded = {fold_name(name) for name in people.names if name}
    for name, _ in own:
        if fold_name(normalise_line(name)) not in folded:
            hint = did_you_mean(normalise_line(name), people.names) or "Name somebody given with `people`."
            message = f"`language` names '{escape(name)}', who is not among the people"
            yield RequestProblem("language", message, hint)


def _pick_problems(picks: Iterable[Pick], people: People, bank: QuestionBank) -> Iterator[RequestProblem]:
    known = [question.id for question in bank.questions()]
    closing = [question.id for question in bank.closing.questions]
    folded = {fold_name(name) for name in people.names if name}
    for index, pick in enumerate(picks):
        name = normalise_line(pick.name)
        if fold_name(name) not in folded:
            hint = did_you_mean(name, people.names) or "Pick for a name given with `people`."
            message = f"`picks` names '{escape(name)}', who is not among the people"
            yield RequestProblem("picks", message, hint, index)
            continue
        why = "which everybody answers. Leave it out of `picks`."
        yield from _closing("picks", pick.questions, closing, why, index)
        asked = [question for question in pick.questions if question not in closing]
        yield from _unknown("question", "picks", asked, known, index)


def _tick_problems(request: ComposeRequest) -> Iterator[RequestProblem]:
    known = [question.id for question in request.bank.questions()] if request.ticks else []
    for person, ids in enumerate(request.ticks):
        yield from _unknown("question", "picks", ids, known, person)


def pick_remarks(worksheet: Worksheet) -> list[str]:
    """Return what is unusual about the picks, in whole sentences; who has none yet may pick on a sheet with boxes."""
    rule, least = worksheet.bank.picks, 0 if PICKED_ON.isdisjoint(worksheet.parts) else 1
    wanted = f"{rule.min} to {rule.max}" if rule.min < rule.max else f"{rule.min}"
    return [
        f"{escape(worksheet.people.label(person))} has {len(ids)} {'pick' if len(ids) == 1 else 'picks'}; "
        f"the bank asks for {wanted}."
        for person, ids in enumerate(worksheet.selection.picks)
        if worksheet.selection and worksheet.parts and len(ids) >= least and not rule.min <= len(ids) <= rule.max
    ]
