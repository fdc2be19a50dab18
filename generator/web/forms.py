"""The form of a new worksheet: from its fields as they are sent to the request that ``alliance compose`` makes too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from generator.errors import AllianceError, ExitCode, InvalidInput, InvalidRequest, MissingExtra, RequestProblem, escape
from generator.formats.bank import MOST_QUESTIONS
from generator.formats.given_typeface import load_typefaces
from generator.model.layout import Lines
from generator.model.people import MOST_PEOPLE
from generator.web.own_files import list_brand_files, load_bank, load_layout
from generator.web.site import ShownProblem, describe_failure
from generator.words.messages import begin_sentence
from generator.workflows.compose import BLANK_NAMES, ComposeRequest, build_worksheet, check_people
from generator.workflows.inputs import DEFAULT_LAYOUT, LayoutChoice
from generator.workflows.languages import LanguageChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.model.bank import QuestionBank
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet
    from generator.web.own_files import OwnFiles
    from generator.workflows.languages import SpokenBank

Result = TypeVar("Result")
_FIELDS = {"meeting": "date", **dict.fromkeys(("picks", "suggest", "seed", "without", "sections"), "questions")}
"""The fields of the form that stand for fields of the request, where they are called otherwise."""
_LONGEST_NUMBER = 18


class Order(NamedTuple):
    """What stands in the form, as it was typed."""

    names: tuple[str, ...] = ("",) * BLANK_NAMES
    date: str = ""
    time: str = ""
    place: str = ""
    minutes: str = ""
    picks: tuple[tuple[str, ...], ...] = ((),) * MOST_PEOPLE
    """The ids that are ticked, for each of six people."""
    without: tuple[str, ...] = ()
    """The ids of questions that are left out."""
    add: tuple[str, ...] = ()
    """Texts of questions of the people's own, none of them blank; as many as a bank may have are too many already."""
    suggest: str = ""
    seed: str = ""
    layout: str = DEFAULT_LAYOUT
    """A built-in one's name, or the id of a file in the folder."""
    paper: str = ""
    style: str = ""
    lines: str = ""
    language: str = ""
    second: str = ""
    """The language below the first."""
    tongues: tuple[str, ...] = ("",) * MOST_PEOPLE
    """The languages of single people, for each of six."""
    bank: str = ""
    """The id of a file in the folder; empty for the built-in bank."""
    brand: str = ""
    fonts: str = ""
    """The id of a typeface in the folder, for scripts that the layout's typefaces lack."""
    timezone: str = ""
    """Of the calendar entry; empty for one that is at its hour wherever one is."""
    fillable: bool = True

    @property
    def people(self) -> int:
        """How many people the form shows."""
        return min(len(self.names), MOST_PEOPLE)


class Wanted(NamedTuple):
    """The worksheet that an order asks for."""

    worksheet: Worksheet
    layout: Layout
    remarks: tuple[str, ...]
    """On its languages; whole sentences."""


class UnfitOrder(AllianceError):
    """An order that cannot be carried out, with every problem in it."""

    exit_code = ExitCode.USAGE

    def __init__(self, problems: Sequence[ShownProblem]) -> None:
        self.problems = tuple(problems)
        """Their fields are those of the form; of people, that of one name: ``name-0``."""
        super().__init__("\n".join(problem.text for problem in problems))


def parse_order(form: Sequence[tuple[str, str]]) -> Order:
    """Return what stands in a form that was sent; fields that it does not have are as in an empty one."""
    last, usual = dict(form), Order()
    ticked: list[list[str]] = [[] for _ in range(MOST_PEOPLE)]
    rows = {f"pick-{person}": picks for person, picks in enumerate(ticked)}
    for field, value in form:
        if field in rows:
            rows[field].append(value)
    texts = [field for field in Order._fields if isinstance(getattr(usual, field), str)]
    return usual._replace(
        **{field: last[field] for field in texts if last.get(field)},
        names=tuple(value for field, value in form if field == "name") or usual.names,
        picks=tuple(map(tuple, ticked)),
        without=tuple(value for field, value in form if field == "without"),
        add=tuple(value for field, value in form if field == "add" and value.strip())[:MOST_QUESTIONS],
        tongues=tuple(last.get(f"language-{person}", "") for person in range(MOST_PEOPLE)),
        fillable=last.get("fillable") != "no",
    )


class OrderReader:
    """Reads orders, with the user's own files."""

    def __init__(self, files: OwnFiles) -> None:
        self._files = files

    def read(self, order: Order) -> Wanted:
        """Return the worksheet that is wanted. Raises ``UnfitOrder`` with every problem of the order."""
        problems: list[ShownProblem] = []
        spoken = _attempt(problems, "bank", lambda: self.load_bank(order))
        brand = _attempt(problems, "brand", lambda: self._find_brand_files(order))
        fonts = _attempt(problems, "fonts", lambda: self._check_fonts(order))
        usable = brand is not None and fonts is not None
        layout = _attempt(problems, "layout", lambda: self.load_layout(order)) if usable else None
        people = _attempt(problems, "", lambda: check_people(order.names, some_blank=True))
        if spoken is None or layout is None or people is None:
            raise UnfitOrder(problems)
        worksheet = _attempt(
            problems, "", lambda: build_worksheet(self._request(order, spoken, layout, len(people)), people)
        )
        if worksheet is None:
            raise UnfitOrder(problems)
        return Wanted(worksheet, layout, spoken.remarks)

    def load_bank(self, order: Order) -> SpokenBank:
        """Return the bank of an order in its languages. Raises ``InvalidRequest`` and ``InvalidInput``."""
        path = self._files.find(order.bank, "bank")
        language = order.language
        if order.second:
            first = language or load_bank(LanguageChoice(), path).bank.language
            language = f"{first},{order.second}"
        return load_bank(LanguageChoice(language), path)

    def choose_layout(self, order: Order) -> LayoutChoice:
        """Return which layout an order asks for, and how it is to be other than its file says.

        Raises ``InvalidRequest`` where a file is not in the folder any more, or a pattern of lines is unknown.
        """
        if order.lines and order.lines not in set(Lines):
            message = f"unknown pattern '{escape(order.lines)}'"
            raise InvalidRequest(RequestProblem("lines", message, f"There are: {', '.join(Lines)}."))
        return LayoutChoice(
            self._files.find_layout(order.layout),
            order.style or None,
            order.paper or None,
            order.lines or None,
            self._files.find(order.brand, "brand"),
            fonts=self._find_fonts(order),
        )

    def load_layout(self, order: Order) -> Layout:
        """Return the layout of an order. Raises ``InvalidRequest`` and ``InvalidInput``."""
        return load_layout(self.choose_layout(order))

    def _find_brand_files(self, order: Order) -> tuple[str, ...]:
        """Return the files of the brand; where it cannot be used, this tells it, so that the layout is not blamed."""
        brand = self._files.find(order.brand, "brand")
        return list_brand_files(brand) if brand else ()

    def _find_fonts(self, order: Order) -> tuple[str, ...]:
        return tuple(filter(None, [self._files.find(order.fonts, "fonts")]))

    def _check_fonts(self, order: Order) -> tuple[str, ...]:
        """Return the typefaces' paths; where one cannot be used, this tells it, so that the layout is not blamed."""
        paths = self._find_fonts(order)
        for path in paths:
            load_typefaces(path)
        return paths

    def _request(self, order: Order, spoken: SpokenBank, layout: Layout, people: int) -> ComposeRequest:
        """Return what the command would be asked for. Raises ``InvalidRequest``."""
        if order.time and not order.date:
            hint = "Give the date as well, or leave the time open."
            raise InvalidRequest(RequestProblem("meeting", "a time needs its date", hint))
        ticks = order.picks[:people]
        return ComposeRequest(
            spoken.bank,
            layout,
            suggest=_read_number(order.suggest, "suggest"),
            seed=_read_number(order.seed, "seed") if order.suggest else None,
            without=order.without,
            add=order.add,
            meeting=f"{order.date} {order.time}".strip() or None,
            place=order.place,
            minutes=_read_number(order.minutes, "minutes"),
            wording=spoken.wording,
            second=spoken.second,
            own=spoken.own,
            ticks=ticks if any(ticks) else (),
            tongues=self._load_tongues(order, people),
        )

    def _load_tongues(self, order: Order, people: int) -> tuple[QuestionBank | None, ...]:
        """Return the bank in the languages of single people; none where nobody has one of their own."""
        tags = order.tongues[:people]
        if not any(tags):
            return ()
        path = self._files.find(order.bank, "bank")
        return tuple(load_bank(LanguageChoice(tag), path).bank if tag else None for tag in tags)


def _attempt(problems: list[ShownProblem], field: str, work: Callable[[], Result]) -> Result | None:
    """Return what the work gives; where it fails, None, and add the problems, by default about this field."""
    try:
        return work()
    except AllianceError as failure:
        problems += list_problems(failure, field)
    return None


def list_problems(failure: AllianceError, usual: str = "") -> list[ShownProblem]:
    """Return the problems of a failure, each with the field of the form that it is about, or else the usual one."""
    if isinstance(failure, UnfitOrder):
        return list(failure.problems)
    problems = describe_failure(failure)
    if isinstance(failure, InvalidInput):
        return [problem._replace(field=usual) for problem in problems]
    if isinstance(failure, (InvalidRequest, MissingExtra)):  # others begin with the name of a file
        problems = tuple(problem._replace(text=begin_sentence(problem.text)) for problem in problems)
    return [_name_field(problem, usual) for problem in problems]


def _name_field(problem: ShownProblem, usual: str) -> ShownProblem:
    """Return a problem about the field of the form that it is about, or else about the usual one."""
    field = _FIELDS.get(problem.field, problem.field) or usual
    return problem._replace(field=f"name-{problem.item}" if field == "people" else field)


def _read_number(text: str, field: str) -> int | None:
    """Return a whole number; None for none. Raises ``InvalidRequest``."""
    digits = text.strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        raise InvalidRequest(RequestProblem(field, f"`{field}` '{escape(digits)}' is no number", "Give digits only."))
    return int(digits)
