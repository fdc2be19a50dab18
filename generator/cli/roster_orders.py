"""From a row of a roster to a worksheet: the row's cells, and what the options say where the row says nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.cli.ordering import ComposeRequest, normalise_line, remarks_on, worksheet_of
from generator.errors import InvalidInput, UsageProblem, escape
from generator.files.publishing import LONGEST_NAME, file_name, slug
from generator.formats.located.schema_check import sort_problems
from generator.formats.roster import PERSONS, PICKS
from generator.model.layout import Imposition
from generator.workflows.personalise import Press, Sheet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from generator.cli.inputs import LayoutChoice
    from generator.errors import Problem
    from generator.formats.roster import Heading, Row
    from generator.model.bank import QuestionBank
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet
    from generator.workflows.rendered_file import Made

_SUFFIX = ".pdf"
_BESIDE = re.compile(r"[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*\.(?i:yaml|yml)")
"""A brand's file in the roster's own folder: a name, no path."""
_NOBODY = ComposeRequest((), (), None, None, (), (), (), None, "", None)
_SEPARATORS = str.maketrans(";,", "  ")


@dataclass(frozen=True, slots=True)
class RowRenderer:
    """Makes the worksheet of a row."""

    heading: Heading
    bank: QuestionBank
    choice: LayoutChoice
    """The layout for rows that name none; what else it says holds for all of them."""
    order: ComposeRequest
    """What holds for every row that does not say otherwise."""
    fillable: bool
    date: dt.datetime | None
    _presses: dict[tuple[str, str], tuple[Layout, Press]] = field(default_factory=dict)

    def __call__(self, row: Row) -> Made:
        """Return the row's file, its remarks located. Raises ``InvalidInput`` with every problem of the row."""
        layout, press = self._press(row)
        worksheet = self.worksheet(row, layout)
        try:
            made = press.make(worksheet)
        except UsageProblem as problem:
            raise InvalidInput(_told(self.heading, row, problem)) from None
        return made._replace(remarks=self._remarks(row, worksheet, made.remarks))

    def check(self, row: Row) -> None:
        """Raise ``InvalidInput`` with every problem of the row."""
        self.worksheet(row, self._press(row)[0])

    def set(self, row: Row) -> Sheet:
        """Return the row's worksheet as pages for a packet, its remarks located. Raises as ``check_for_packet``."""
        layout, press = self._flat_press(row)
        worksheet = self.worksheet(row, layout)
        sheet = press.set(worksheet)
        return sheet._replace(remarks=self._remarks(row, worksheet, sheet.remarks))

    def check_for_packet(self, row: Row) -> None:
        """Raise ``InvalidInput`` with every problem of the row; pages to be folded are one."""
        self.worksheet(row, self._flat_press(row)[0])

    def standing_layout(self) -> Layout:
        """Return the layout for rows that name none."""
        return self.choice.layout()

    def _remarks(self, row: Row, worksheet: Worksheet, further: tuple[str, ...]) -> tuple[str, ...]:
        place = f"{escape(self.heading.source)}:{row.line}: "
        return tuple(place + remark for remark in (*remarks_on(worksheet), *further))

    def _flat_press(self, row: Row) -> tuple[Layout, Press]:
        layout, press = self._press(row)
        if layout.imposition is not Imposition.NONE:
            name = escape(row.cells.get("layout", self.choice.name))
            what = f"the layout '{name}' is printed on sheets to be folded, a packet on whole pages"
            hint = "Give these rows another layout, or print a file of each: alliance batch with -o DIR --print-only"
            raise InvalidInput([self.heading.problem(row, what, f"{hint}.", "layout")])
        return layout, press

    def worksheet(self, row: Row, layout: Layout) -> Worksheet:
        """Return the row's worksheet, on this layout. Raises ``InvalidInput`` with every problem of the row."""
        if problems := list(self._refusals(row)):
            raise InvalidInput(sort_problems(problems))
        order = self._order(row)
        try:
            return worksheet_of(order, self.bank, layout)
        except UsageProblem as problem:
            found = self._located(row, order, layout) or _told(self.heading, row, problem)
            raise InvalidInput(sort_problems(found)) from None

    def _press(self, row: Row) -> tuple[Layout, Press]:
        name, brand = row.cells.get("layout", self.choice.name), row.cells.get("brand", "")
        if (name, brand) not in self._presses:
            layout = self._layout(row, name, brand)
            self._presses[name, brand] = layout, Press(layout, fillable=self.fillable, date=self.date)
        return self._presses[name, brand]

    def _layout(self, row: Row, name: str, brand: str) -> Layout:
        try:
            layout = self.choice._replace(name=name).layout()
        except (InvalidInput, UsageProblem) as problem:
            raise InvalidInput(_told(self.heading, row, problem, "layout")) from None
        if not brand or not _BESIDE.fullmatch(brand):
            return layout
        try:
            from generator.formats.brand import path_beside  # noqa: PLC0415 - for rows with brands only

            path = path_beside(self.heading.source, brand)
            return self.choice._replace(name=name, brand=path).layout()
        except (InvalidInput, UsageProblem) as problem:
            raise InvalidInput(_told(self.heading, row, problem, "brand")) from None

    def _order(self, row: Row) -> ComposeRequest:
        cells = row.cells
        suggested = int(cells["suggest"]) if "suggest" in cells else self.order.suggested
        picked = ((cells.get(person, ""), cells.get(pick)) for person, pick in zip(PERSONS, PICKS, strict=True))
        return self.order._replace(
            people=row.people,
            picks=tuple(f"{name}: {_ids(ids)}" for name, ids in picked if ids),
            suggested=suggested or None,
            seed=self.order.seed if suggested else None,
            meeting=cells.get("meeting", self.order.meeting),
            place=cells.get("place", self.order.place),
        )

    def _refusals(self, row: Row) -> Iterator[Problem]:
        """Yield what is wrong with the row apart from what ``alliance compose`` would say too."""
        heading, cells = self.heading, row.cells
        if row.problem:
            yield row.problem
            return
        if not row.people:
            yield heading.problem(row, "the row names nobody", "Name somebody, or take the row away.", PERSONS[0])
            return
        for person, pick in zip(PERSONS, PICKS, strict=True):
            if person in cells and PERSONS.index(person) >= len(row.people):
                hint = "Fill the columns for people from the first one on."
                yield heading.problem(row, f"'{escape(cells[person])}' comes after an empty name", hint, person)
            if pick in cells and person not in cells:
                yield heading.problem(row, f"picks for nobody: {person} is empty", "Name the person.", pick)
            elif pick in cells and not _ids(cells[pick]):
                yield heading.problem(row, "names no question", "Write ids with commas between them.", pick)
        suggest = cells.get("suggest", "")
        if suggest and not (suggest.isascii() and suggest.isdigit() and len(suggest) <= len("999")):
            yield heading.problem(row, f"'{escape(suggest)}' is no number of picks", "Write digits only.", "suggest")
        if cells.get("language", self.bank.language).casefold() != self.bank.language.casefold():
            what = f"the bank is in '{escape(self.bank.language)}', not in '{escape(cells['language'])}'"
            yield heading.problem(row, what, "Run these rows by themselves, with their bank.", "language")
        if "brand" in cells and not _BESIDE.fullmatch(cells["brand"]):
            hint = "Put the brand's file beside the roster, and write its name: ours.yaml."
            yield heading.problem(row, f"'{escape(cells['brand'])}' is no file's name", hint, "brand")

    def _located(self, row: Row, order: ComposeRequest, layout: Layout) -> list[Problem]:
        """Return the problems of an order that was refused, each in the column that brings it by itself."""

        def tried(column: str, order: ComposeRequest) -> list[Problem]:
            try:
                worksheet_of(order, self.bank, layout)
            except UsageProblem as problem:
                return _told(self.heading, row, problem, column)
            return []

        for count, column in enumerate(PERSONS[: len(order.people)], start=1):
            if found := tried(column, _NOBODY._replace(people=order.people[:count])):
                return found
        alone = _NOBODY._replace(people=order.people)
        columns = [pick for pick in PICKS if pick in row.cells]
        picks = (
            problem
            for column, pick in zip(columns, order.picks, strict=True)
            for problem in tried(column, alone._replace(picks=(pick,)))
        )
        return [
            *picks,
            *tried("meeting", alone._replace(meeting=order.meeting)),
            *tried("place", alone._replace(place=order.place)),
            *tried("suggest", alone._replace(suggested=order.suggested, seed=order.seed)),
        ]


def wanted_name(row: Row) -> str:
    """Return the file name that a row asks for, safe on every system; empty for a row without names."""
    if row.problem or not row.people:
        return ""
    output = row.cells.get("output", "")
    stem = output[: -len(_SUFFIX)] if output.lower().endswith(_SUFFIX) else output
    if stem:
        return slug(stem, LONGEST_NAME - len(_SUFFIX)) + _SUFFIX
    return file_name("worksheet", [normalise_line(name) for name in row.people])


def _ids(cell: str) -> str:
    return ", ".join(cell.translate(_SEPARATORS).split())


def _told(heading: Heading, row: Row, error: InvalidInput | UsageProblem, column: str = "") -> list[Problem]:
    """Return what an option would be told, as problems of the row's cell; columns have the options' names."""
    return [
        heading.problem(row, what.removeprefix("--").removesuffix("."), hint, column)
        for line in str(error).splitlines()
        for what, _, hint in [line.partition(". ")]
    ]
