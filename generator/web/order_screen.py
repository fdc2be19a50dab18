"""The screen of a new worksheet, as it is for one order: its form, its pages, and the gallery of layouts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import AllianceError, MissingExtra
from generator.files.shipped import layout_names, style_files
from generator.formats.kinds import FileKind
from generator.model.people import MOST_PEOPLE, People, normalise_line
from generator.web.added_questions import sort_added
from generator.web.forms import Order, OrderReader, list_problems
from generator.web.own_files import OwnFiles, load_bank
from generator.web.pages_as_svg import draw_pages
from generator.web.site import name_remarks
from generator.words.messages import words_of
from generator.workflows.calendar import require_calendar
from generator.workflows.compose import lay_out, render
from generator.workflows.languages import LanguageChoice
from generator.workflows.own_questions import add_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from generator.model.bank import PicksRule, QuestionBank
    from generator.web.forms import Wanted
    from generator.web.pages_as_svg import DrawnPages
    from generator.web.site import ShownProblem, Site
    from generator.workflows.compose import Composed

_TITLES = {"onepage": "One page", "prep": "Preparation sheets"}
"""How built-in layouts are called, where their names alone would not do."""
_PAPERS = (
    ("", "As the layout has it"), ("a4", "A4"), ("letter", "Letter"), ("a3", "A3"), ("a5", "A5"), ("legal", "Legal"),
)  # fmt: skip
_STYLES = {"ink-saver": "Ink saver", "easy-reading": "Easy reading"}
_LINES = (("", "As the layout has it"), ("ruled", "Lines"), ("dotted", "A grid of dots"), ("plain", "White"))


class ShownLayout(NamedTuple):
    """A layout in the gallery."""

    name: str
    title: str
    description: str
    picture: str
    """Its first page as SVG; empty where it cannot be set as it is wanted."""
    reason: str = ""
    """Why there is no picture."""


class OrderScreen:
    """What the screen shows for one order."""

    def __init__(self, site: Site, order: Order) -> None:
        self.site, self.order = site, order
        self.files = OwnFiles(site.folder)
        self.reader = OrderReader(self.files)

    def read(self) -> Wanted:
        """Return the worksheet. Raises ``UnfitOrder``."""
        return self.reader.read(self.order)

    def compose(self, *, fillable: bool) -> Composed:
        """Return the worksheet with its file. Raises ``UnfitOrder`` and ``AllianceError``."""
        wanted = self.read()
        return render(wanted.worksheet, wanted.layout, fillable=fillable, date=None)

    def load_bank(self) -> QuestionBank:
        """Return the questions that the form shows: those of the built-in bank where the chosen one cannot be used."""
        try:
            return self.reader.load_bank(self.order).bank
        except AllianceError:
            return self.reader.load_bank(Order()).bank

    def describe(self, failure: AllianceError, usual: str = "") -> list[ShownProblem]:
        """Return the problems of a failure as ``list_problems`` does; files of the folder are called by their names."""
        problems = list_problems(failure, usual)
        return [problem._replace(text=self.files.shorten(problem.text)) for problem in problems]

    def show(self, status: int = 200, problems: Sequence[ShownProblem] = ()) -> Response:
        """Return the whole screen, with these problems and those of the order itself."""
        blank: dict[str, object] = {"picks": (), "initials": (), "fonts": ()}
        preview: Mapping[str, object] = {"sheets": (), "told": "", "remarks": (), "state": blank}
        if not problems:
            problems = self._check_folder()
        try:
            preview, gallery = self.draw(self.read()), self.draw_gallery()
        except AllianceError as failure:
            problems = [*problems, *self.describe(failure)]
            gallery = OrderScreen(self.site, Order(layout=self.order.layout)).draw_gallery()
        return self.site.show(
            "new.html",
            status,
            here="new",
            problems=problems,
            calendar=_tell_missing_calendar(),
            **self.list_parts(self.load_bank(), problems),
            **gallery,
            **preview,
        )

    def _check_folder(self) -> list[ShownProblem]:
        """Return what is wrong with the folder; nothing where it is there."""
        try:
            self.site.folder.list_files()
        except AllianceError as failure:
            return self.describe(failure)
        return []

    def draw(self, wanted: Wanted) -> dict[str, object]:
        """Return what ``preview.html`` takes. Raises ``UnfitOrder``."""
        made = lay_out(wanted.worksheet, wanted.layout, fillable=self.order.fillable)
        drawn = draw_pages(made.pages, made.values, markers=made.markers)
        people, paper = wanted.worksheet.people, wanted.layout.paper.name
        return {
            "sheets": drawn.sides,
            "remarks": tuple(map(self.files.shorten, name_remarks((*wanted.remarks, *made.remarks)))),
            "told": f"{_count(made.pages.printed, 'page')}, {_name_paper(paper)}",
            "state": {
                "picks": wanted.worksheet.selection.picks,
                "initials": people.initials(),
                "fonts": drawn.fonts,
            },
        }

    def draw_gallery(self) -> dict[str, object]:
        """Return what ``gallery.html`` takes."""
        own = self.files.list_kind(FileKind.LAYOUT)
        named = [(name, _TITLES.get(name, name.replace("-", " ").capitalize())) for name in layout_names()]
        shown = [self._draw_first(name, title) for name, title in (*named, *((file.id, file.name) for file in own))]
        fonts = dict.fromkeys(font for _, drawn in shown if drawn for font in drawn.fonts)
        return {"layouts": [layout for layout, _ in shown], "layout": self.order.layout, "fonts": list(fonts)}

    def _draw_first(self, name: str, title: str) -> tuple[ShownLayout, DrawnPages | None]:
        try:
            wanted = self.reader.read(self.order._replace(layout=name))
            made = lay_out(wanted.worksheet, wanted.layout, fillable=True)
        except AllianceError as failure:
            return ShownLayout(name, title, "", "", self.describe(failure)[0].text), None
        drawn = draw_pages(made.pages, made.values, 1, made.markers)
        return ShownLayout(name, title, wanted.layout.description, drawn.sides[0]), drawn

    def list_parts(self, bank: QuestionBank, problems: Sequence[ShownProblem] = ()) -> dict[str, object]:
        """Return what ``questions.html`` and ``choices.html`` take, where these are the questions."""
        order, rule = self.order, bank.picks
        added = sort_added(order.add, bank)
        if added.refusal and not any(problem.field == "add" for problem in problems):
            problems = [*problems, *self.describe(added.refusal)]
        own, languages = self._list_languages(bank)
        brands = [(file.id, file.name) for file in self.files.list_kind(FileKind.BRAND)]
        banks = [(file.id, file.name) for file in self.files.list_kind(FileKind.BANK)]
        names = tuple(map(normalise_line, (*order.names[:MOST_PEOPLE], *("",) * (MOST_PEOPLE - order.people))))
        return {
            "order": order,
            "noted": _note(problems),
            "bank": add_to(bank, added.questions) if added.questions else bank,
            "added": {question.id: question.text for question in added.questions},
            "unfit": added.unfit,
            "direction": "rtl" if words_of(bank.language).right_to_left else "ltr",
            "rule": rule,
            "initials": People(names).initials(),
            "counts": [_count_picks(picks, rule) for picks in order.picks],
            "choices": {
                "papers": _PAPERS,
                "styles": [("", "As the layout has it"), *((name, _STYLES.get(name, name)) for name in style_files())],
                "lines": _LINES,
                "languages": languages,
                "seconds": [("", "None"), *((tag or own, name) for tag, name in languages)],
                "tongues": [("", "As on the sheet"), *((tag or own, name) for tag, name in languages)],
                "banks": [("", "Built in"), *banks],
                "brands": [("", "None"), *brands],
                "fonts": [("", "None"), *((file.id, file.name) for file in self.files.list_fonts())],
            },
        }

    def _list_languages(self, bank: QuestionBank) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return the tag of the bank's own language, and what ``OwnFiles.list_languages`` gives."""
        try:
            path = self.files.find(self.order.bank, "bank")
            own = load_bank(LanguageChoice(), path).bank.language
        except AllianceError:  # which is told with the order's problems
            return bank.language, (("", bank.language),)
        return own, self.files.list_languages(path, own)


def _note(problems: Sequence[ShownProblem]) -> Mapping[str, str]:
    """Return what is wrong with each field, empty for those with which nothing is."""
    noted: defaultdict[str, str] = defaultdict(str)
    for problem in problems:
        place = f"{problem.place}: " if problem.place else ""
        noted[problem.field] = f"{noted[problem.field]} {place}{problem.text}".strip()
    return noted


def _tell_missing_calendar() -> str:
    """Return how to get calendar entries where they cannot be made; empty where they can."""
    try:
        require_calendar()
    except MissingExtra as missing:
        return list_problems(missing)[0].text
    return ""


def _name_paper(name: str) -> str:
    return dict(_PAPERS).get(name, name)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _count_picks(picks: Sequence[str], rule: PicksRule) -> str:
    wanted = f"{rule.min} to {rule.max}" if rule.min < rule.max else f"{rule.min}"
    return f"{len(picks)} of {wanted}"
