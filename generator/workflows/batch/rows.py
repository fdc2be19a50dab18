"""From a row of a roster to a worksheet: the row's cells, and the standing request where the row says nothing."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.errors import InvalidInput, InvalidRequest, Problem, RequestProblem, escape, name_fields, suggest_digits
from generator.files.names import LONGEST_NAME, file_name, slug
from generator.files.reading import STANDARD_INPUT
from generator.formats.located.nodes import sort_problems
from generator.formats.roster import EMAILS, PERSONS, PICKS
from generator.model.layout import Imposition, Per
from generator.model.people import normalise_line
from generator.workflows.bank_files import load_bank_file
from generator.workflows.batch.manifest import Outcome
from generator.workflows.batch.names import Names
from generator.workflows.batch.run import Job, place_of
from generator.workflows.compose import ComposeRequest, Pick, build_worksheet, pick_remarks
from generator.workflows.languages import LanguageChoice, SpokenBank
from generator.workflows.render_worksheet import PacketSheet, RenderOptions, WorksheetRenderer
from generator.workflows.rendered_file import set_language

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from generator.formats.roster import Roster, RosterHeader, RosterRow
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet
    from generator.workflows.bank_files import BankFile
    from generator.workflows.inputs import LayoutChoice
    from generator.workflows.rendered_file import RenderedFile

_SUFFIX = ".pdf"
_FILE_BESIDE = re.compile(r"[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*\.(?i:yaml|yml)")
"""A brand's or a layout's file in the roster's own folder: a name, no path."""
_LAYOUT_SUFFIXES = (".yaml", ".yml")
_ADDRESS = re.compile(r"[^\s@;,<>]+@[^\s@;,<>]+")
"""An e-mail address, as far as a list of them can be told apart."""
_SEPARATORS = str.maketrans(";,", "  ")
_NAMES = {"picks": "pick", **{column: column for column in ("meeting", "place", "suggest")}}
"""How a roster calls fields of a request."""


@dataclass(frozen=True, slots=True)
class RowRenderer:
    """Renders the worksheet of a row."""

    header: RosterHeader
    request: ComposeRequest
    """What holds for every row that does not say otherwise."""
    choice: LayoutChoice
    """The layout for rows that name none; its other fields hold for all of them."""
    fillable: bool
    date: dt.datetime | None
    bank_file: str | None = None
    """Where the request's bank comes from, for rows in another language; None for the built-in one."""
    folder: str | None = None
    """Where files that rows name are, layouts and brands, by names without a path; without it, layouts are at any path
    and brands beside the roster."""
    _read: list[BankFile] = field(default_factory=list)
    """The bank as its file has it, once it was read."""
    _banks: dict[str, SpokenBank | InvalidInput | InvalidRequest] = field(default_factory=dict)
    _renderers: dict[tuple[str, str, str, int | None], tuple[Layout, WorksheetRenderer]] = field(default_factory=dict)

    def __call__(self, row: RosterRow, seat: int | None = None) -> RenderedFile:
        """Return the row's file, or with a ``seat``, that of the sheet of one of its people; its remarks located.

        Raises ``InvalidInput`` with every problem of the row.
        """
        layout, renderer = self._renderer(row, seat)
        worksheet = self.worksheet(row, layout)
        try:
            made = renderer.render(worksheet)
        except InvalidRequest as refused:
            raise InvalidInput(_locate(self.header, row, refused)) from None
        missing = self._missing_address(row, seat)
        return made._replace(remarks=self._locate_remarks(row, worksheet, (*made.remarks, *missing)))

    def _missing_address(self, row: RosterRow, seat: int | None) -> tuple[str, ...]:
        """Return that a person's sheet goes to no address, where the roster has addresses; else nothing."""
        if seat is None or EMAILS[seat] in row.cells or set(EMAILS).isdisjoint(self.header.columns):
            return ()
        return (f"{escape(row.people[seat])} has no address in the column {EMAILS[seat]}.",)

    def has_own_picks(self) -> bool:
        """Tell whether picks differ from row to row."""
        return bool(self.request.suggest) or not {"suggest", *PICKS}.isdisjoint(self.header.columns)

    def check(self, row: RosterRow, seat: int | None = None) -> None:
        """Raise ``InvalidInput`` with every problem of the row; where it has a ``seat``, of its people's sheets."""
        self.worksheet(row, self._renderer(row, seat)[0])

    def typeset(self, row: RosterRow, number: int) -> PacketSheet:
        """Return the row's worksheet as pages for a packet, in which it has this number, its remarks located.

        Raises as ``check_for_packet`` does.
        """
        layout, renderer = self._flat_renderer(row)
        worksheet = self.worksheet(row, layout)
        sheet = renderer.set_for_packet(worksheet, str(number))
        return sheet._replace(remarks=self._locate_remarks(row, worksheet, sheet.remarks))

    def check_for_packet(self, row: RosterRow) -> None:
        """Raise ``InvalidInput`` with every problem of the row; pages to be folded are one."""
        self.worksheet(row, self._flat_renderer(row)[0])

    def worksheet(self, row: RosterRow, layout: Layout) -> Worksheet:
        """Return the row's worksheet, on this layout. Raises ``InvalidInput`` with every problem of the row."""
        if problems := list(self._cell_problems(row)):
            raise InvalidInput(sort_problems(problems))
        spoken = self._speak(row)
        if not isinstance(spoken, SpokenBank):
            raise InvalidInput(_locate(self.header, row, spoken, "language"))
        try:
            return build_worksheet(self._request(row, layout, spoken))
        except InvalidRequest as refused:
            raise InvalidInput(sort_problems(_locate(self.header, row, refused))) from None

    def _locate_remarks(self, row: RosterRow, worksheet: Worksheet, further: tuple[str, ...]) -> tuple[str, ...]:
        spoken = self._speak(row)
        remarks = spoken.remarks if isinstance(spoken, SpokenBank) else ()
        remarks = (*remarks, *pick_remarks(worksheet), *further)
        return tuple(f"{place_of(self.header.source, row)}: {remark}" for remark in remarks)

    def _flat_renderer(self, row: RosterRow) -> tuple[Layout, WorksheetRenderer]:
        layout, renderer = self._renderer(row)
        if layout.imposition is not Imposition.NONE:
            name = escape(row.cells.get("layout", self.choice.name))
            what = f"the layout '{name}' is printed on sheets to be folded, a packet on whole pages"
            hint = "Give these rows another layout, or make a file of each, for paper alone"
            raise InvalidInput([self.header.problem(row, what, f"{hint}.", "layout")])
        return layout, renderer

    def _renderer(self, row: RosterRow, seat: int | None = None) -> tuple[Layout, WorksheetRenderer]:
        name, brand = row.cells.get("layout", self.choice.name), row.cells.get("brand", "")
        spoken = self._speak(row)  # where there is none, the worksheet will tell
        language = (spoken if isinstance(spoken, SpokenBank) else self.request).bank.language
        key = (name, brand, language, seat)
        if key not in self._renderers:
            layout = set_language(self._layout(row, name, brand), language)
            if seat is not None and layout.per is not Per.PERSON:
                refused = InvalidRequest(_refuse_shared_sheet(name))
                raise InvalidInput(_locate(self.header, row, refused))
            self._renderers[key] = layout, WorksheetRenderer(RenderOptions(layout, self.fillable, self.date, seat))
        return self._renderers[key]

    def _layout(self, row: RosterRow, name: str, brand: str) -> Layout:
        try:
            name = self._find_layout(name) if self.folder and "layout" in row.cells else name
            layout = self.choice._replace(name=name).load()
        except (InvalidInput, InvalidRequest) as refused:
            raise self._refuse_file(row, refused, "layout") from None
        if not brand or not _FILE_BESIDE.fullmatch(brand):
            return layout
        try:
            path = self._path_beside(brand)
            return self.choice._replace(name=name, brand=path).load()
        except (InvalidInput, InvalidRequest) as refused:
            raise self._refuse_file(row, refused, "brand") from None

    def _refuse_file(self, row: RosterRow, refused: InvalidInput | InvalidRequest, column: str) -> InvalidInput:
        if self.folder and isinstance(refused, InvalidInput):
            named = (problem._replace(source=os.path.basename(problem.source)) for problem in refused.problems)
            refused = InvalidInput(list(named))
        return InvalidInput(_locate(self.header, row, refused, column))

    def _find_layout(self, name: str) -> str:
        """Return the name of a built-in layout, or the path of a file beside the roster. Raises ``InvalidRequest``."""
        if not name.lower().endswith(_LAYOUT_SUFFIXES):
            return name
        if not _FILE_BESIDE.fullmatch(name):
            hint = "Put the layout's file beside the roster, and write its name: ours.yaml."
            raise InvalidRequest(RequestProblem("layout", f"'{escape(name)}' is no file's name", hint))
        return self._path_beside(name)

    def _path_beside(self, name: str) -> str:
        from generator.formats.brand import path_beside  # noqa: PLC0415 - for rows with files of their own only

        return path_beside(os.path.join(self.folder, name) if self.folder else self.header.source, name)

    def _speak(self, row: RosterRow) -> SpokenBank | InvalidInput | InvalidRequest:
        """Return the bank in the row's languages, or why it cannot be had in them."""
        language, given = row.cells.get("language", ""), self.request
        if not language or (language.casefold() == given.bank.language.casefold() and not given.second):
            return SpokenBank(given.bank, given.wording, (), given.second, given.own)
        if language not in self._banks:
            self._banks[language] = self._load_bank(language)
        return self._banks[language]

    def _load_bank(self, language: str) -> SpokenBank | InvalidInput | InvalidRequest:
        if self.bank_file == STANDARD_INPUT:
            message = f"the bank from the standard input is not translated into '{escape(language)}'"
            return InvalidRequest(RequestProblem("language", message, "Give the bank as a file."))
        try:
            self._read[:] = self._read or [load_bank_file(self.bank_file)]
            return LanguageChoice(language).load_bank(self.bank_file, self._read[0])
        except (InvalidInput, InvalidRequest) as refused:
            return refused.with_traceback(None)  # it is kept, and would keep with it what was read

    def _request(self, row: RosterRow, layout: Layout, spoken: SpokenBank) -> ComposeRequest:
        cells = row.cells
        suggest = int(cells["suggest"]) if "suggest" in cells else self.request.suggest
        return self.request._replace(
            bank=spoken.bank,
            wording=spoken.wording,
            second=spoken.second,
            own=spoken.own,
            layout=layout,
            people=row.people,
            picks=choose_picks(row),
            suggest=suggest or None,
            seed=self.request.seed if suggest else None,
            meeting=cells.get("meeting", self.request.meeting),
            place=cells.get("place", self.request.place),
        )

    def _cell_problems(self, row: RosterRow) -> Iterator[Problem]:
        """Yield the problems of a row that no request can have."""
        header, cells = self.header, row.cells
        if row.problem:
            yield row.problem
            return
        if not row.people:
            yield header.problem(row, "the row names nobody", "Name somebody, or take the row away.", PERSONS[0])
            return
        for person, pick in zip(PERSONS, PICKS, strict=True):
            if person in cells and PERSONS.index(person) >= len(row.people):
                hint = "Fill the columns for people from the first one on."
                yield header.problem(row, f"'{escape(cells[person])}' comes after an empty name", hint, person)
            if pick in cells and person not in cells:
                yield header.problem(row, f"picks for nobody: {person} is empty", "Name the person.", pick)
            elif pick in cells and not _split_ids(cells[pick]):
                yield header.problem(row, "names no question", "Write ids with commas between them.", pick)
        yield from (
            header.problem(row, f"'{escape(cells[email])}' is no address", "Write it as ana@example.org.", email)
            for email in EMAILS
            if email in cells and not _ADDRESS.fullmatch(cells[email])
        )
        suggest = cells.get("suggest", "")
        if suggest and not (suggest.isascii() and suggest.isdigit() and len(suggest) <= len("999")):
            yield header.problem(
                row,
                f"'{escape(suggest)}' is no number of picks",
                suggest_digits(suggest) or "Write digits only.",
                "suggest",
            )
        if "brand" in cells and not _FILE_BESIDE.fullmatch(cells["brand"]):
            hint = "Put the brand's file beside the roster, and write its name: ours.yaml."
            yield header.problem(row, f"'{escape(cells['brand'])}' is no file's name", hint, "brand")


def choose_file_name(row: RosterRow, seat: int | None = None) -> str:
    """Return the file name that a row asks for, safe on every system; empty for a row without names.

    With a ``seat``, it is that of the sheet of one of its people.
    """
    if row.problem or not row.people:
        return ""
    output = row.cells.get("output", "")
    stem = output[: -len(_SUFFIX)] if output.lower().endswith(_SUFFIX) else output
    names = [normalise_line(name) for name in (row.people if seat is None else row.people[seat : seat + 1])]
    if not stem:
        return file_name("worksheet", names)
    own = "" if seat is None else f"-{slug(names[0], LONGEST_NAME // 2)}"
    return slug(stem, LONGEST_NAME - len((own + _SUFFIX).encode())) + own + _SUFFIX


def choose_picks(row: RosterRow) -> tuple[Pick, ...]:
    """Return the questions that a row's people picked, as it writes them: they may be none of the bank's."""
    picked = ((row.cells.get(person, ""), row.cells.get(pick)) for person, pick in zip(PERSONS, PICKS, strict=True))
    return tuple(Pick(name, _split_ids(ids)) for name, ids in picked if ids)


def _split_ids(cell: str) -> tuple[str, ...]:
    return tuple(cell.translate(_SEPARATORS).split())


def _locate(
    header: RosterHeader, row: RosterRow, refused: InvalidInput | InvalidRequest, column: str = ""
) -> list[Problem]:
    """Return the problems of a request as problems of the row's cells, by default those of the problems' fields."""
    if isinstance(refused, InvalidInput):
        found = [(str(problem).removesuffix(f" {problem.hint}").removesuffix("."), problem.hint, column)
                 for problem in refused.problems]  # fmt: skip
    else:
        found = [
            (problem.message, problem.hint, column or _column(row, problem.field, problem.item))
            for problem in refused.problems
        ]
    return [
        header.problem(row, name_fields(message, _NAMES), name_fields(hint, _NAMES), place)
        for message, hint, place in found
    ]


def _column(row: RosterRow, field_name: str, index: int) -> str:
    """Return the column that brings this field of a request."""
    if field_name == "people":
        return PERSONS[min(index, len(PERSONS) - 1)]
    if field_name == "picks":
        return [pick for pick in PICKS if pick in row.cells][index]
    return field_name


def require_rows(count: int, header: RosterHeader) -> None:
    """Raise ``InvalidInput`` for a roster without rows."""
    if not count:
        raise InvalidInput([Problem(header.source, "has no rows", "Write a row for each worksheet.")])


def require_own_sheets(choice: LayoutChoice) -> None:
    """Raise ``InvalidRequest`` where a layout has one sheet for everybody, not one for each person."""
    if choice.load().per is not Per.PERSON:
        raise InvalidRequest(_refuse_shared_sheet(choice.name))


def _refuse_shared_sheet(layout: str) -> RequestProblem:
    message = f"the layout '{escape(layout)}' has one sheet for everybody"
    return RequestProblem("layout", message, "Choose one with a sheet for each person, such as prep.")


def plan_files(roster: Roster, *, per_person: bool = False) -> list[str]:
    """Return the names of the files of every row, one for each person where ``per_person``; empty where there is none.

    Rows that fail later claim their names too, so mending them moves no other. Of all that is held of a roster, only
    this grows with it: some 100 bytes a row.
    """
    names = Names()
    wanted = (choose_file_name(row, seat) for row in roster.rows() for seat in _list_seats(row, per_person=per_person))
    return [names.claim(name) if name else "" for name in wanted]


def list_jobs(roster: Roster, names: list[str], *, per_person: bool = False) -> Iterator[Job]:
    """Yield a job for every file, with the names that ``plan_files`` returned."""
    files = ((row, seat) for row in roster.rows() for seat in _list_seats(row, per_person=per_person))
    # not strict: where somebody adds rows meanwhile, they are for the next run
    return (Job(row, name, seat) for (row, seat), name in zip(files, names, strict=False))


def _list_seats(row: RosterRow, *, per_person: bool) -> Sequence[int | None]:
    """Return whose sheets a row has: one for everybody, or one for each person, of whom there is one at least."""
    return (range(len(row.people)) or (None,)) if per_person else (None,)


def check_jobs(jobs: Iterable[Job], renderer: RowRenderer) -> Iterator[Outcome]:
    """Check the row of each job as the batch would, writing nothing, and yield its outcome."""
    for job in jobs:
        problem = ""
        try:
            renderer.check(job.row, job.seat)
        except InvalidInput as invalid:
            problem = str(invalid)
        yield Outcome(job.row.number, job.people, job.file, problem)
