"""The next meeting: from a finished alliance to the worksheet on which each agreement is looked at again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import RedirectResponse
from starlette.routing import Route

from generator.errors import AllianceError, InvalidRequest, RequestProblem
from generator.formats.bank import MOST_QUESTIONS
from generator.model.people import MOST_PEOPLE
from generator.web.finished import choose_layout, find_review, name_people, open_alliance
from generator.web.pages_as_svg import draw_pages
from generator.web.screens.alliance import find_file, read_consent
from generator.web.site import describe_failure, find_site, name_remarks, read_form, send_file
from generator.workflows.render_worksheet import set_worksheet
from generator.workflows.revise import ReviseRequest, plan_meeting, revise

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from generator.web.finished import Consent, OpenedAlliance
    from generator.web.site import ShownProblem

_PDF = "application/pdf"
_MOST_SUGGESTED = 4
_LINES_TO_ADD = 3
"""For questions of the people's own."""
_FIELDS = {"meeting": "date"}
"""What the form calls the fields of a request, where that is otherwise."""
Form = list[tuple[str, str]]


class Plan(NamedTuple):
    """The form of the next meeting."""

    names: tuple[str, ...] = ()
    """Of who joins; blank ones join nobody."""
    add: tuple[str, ...] = ()
    """Texts of questions of the people's own; blank ones add nothing."""
    date: str = ""
    time: str = ""
    place: str = ""
    minutes: str = ""
    suggest: str = ""

    @classmethod
    def read(cls, form: Form) -> Plan:
        """Return the form as it was sent."""
        given = dict(form)
        names = tuple(value for name, value in form if name == "name")[:MOST_PEOPLE]
        add = tuple(value for name, value in form if name == "add")[:MOST_QUESTIONS]
        return cls(names, add, *(given.get(name, "").strip() for name in cls._fields[2:]))

    def request(self, opened: OpenedAlliance, consent: Consent, request: Request) -> ReviseRequest:
        """Return what is wanted. Raises ``InvalidRequest``."""
        problems = [
            RequestProblem(field, f"'{text[:20]}' is no number", "Write digits, or leave it empty.")
            for field, text in (("minutes", self.minutes), ("suggest", self.suggest))
            if text and not (text.isascii() and text.isdecimal() and len(text) < len("10000"))
        ]
        if problems:
            raise InvalidRequest(*problems)
        layout = choose_layout(find_site(request).folder, opened.alliance.worksheet.layout)
        return ReviseRequest(
            opened.input,
            layout,
            password=consent.password or None,
            accept_altered=consent.accept_altered,
            people=tuple(name for name in self.names if name.strip()),
            add=tuple(text for text in self.add if text.strip()),
            suggest=int(self.suggest) if self.suggest else None,
            meeting=f"{self.date} {self.time}".strip() or None,
            place=self.place,
            minutes=int(self.minutes) if self.minutes else None,
        )


async def show_next(request: Request) -> Response:
    """Show the form, its pages beside it; or only these."""
    form = await read_form(request) if request.method == "POST" else []
    pressed = dict(form).get("do", "")
    if not pressed:
        return _show(request, form)
    site, file = find_site(request), find_file(request)
    consent = read_consent(form)
    opened = open_alliance(site.folder, file, consent)
    try:
        made = revise(Plan.read(form).request(opened, consent, request))
    except InvalidRequest as refused:
        return _show(request, form, describe_failure(refused))
    kept = site.folder.add(made.name, made.data)
    if pressed == "type":
        return RedirectResponse(f"/talk/{kept.id}", 303)
    return send_file(made.data, kept.name, _PDF, inline=pressed == "look")


def _show(request: Request, form: Form, problems: tuple[ShownProblem, ...] = ()) -> Response:
    site, file = find_site(request), find_file(request)
    consent, plan = read_consent(form), Plan.read(form)
    opened = open_alliance(site.folder, file, consent)
    sheets: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    if not problems:
        try:
            planned = plan_meeting(plan.request(opened, consent, request))
            made = set_worksheet(planned.worksheet, planned.layout, fillable=True)
            drawn = draw_pages(made.pages, made.values, markers=made.markers)
            sheets, fonts, remarks = drawn.sides, drawn.fonts, (*planned.remarks, *made.remarks)
        except AllianceError as failure:
            problems = describe_failure(failure)
    people = opened.alliance.people
    joining = MOST_PEOPLE - len(people)
    part = "part" in request.query_params
    return site.show(
        "next_pages.html" if part else "next.html",
        422 if problems else 200,
        here="alliances",
        file=file,
        consent=consent,
        title=name_people(opened.alliance),
        review=find_review(opened.alliance, dt.date.today()),  # noqa: DTZ011 - the day where the user is
        agreements=opened.alliance.answers.agreements,
        plan=plan._replace(
            names=(*plan.names, *[""] * joining)[:joining],
            add=(*plan.add, *[""] * (_LINES_TO_ADD - len(plan.add))),
        ),
        minutes=opened.alliance.worksheet.meeting.minutes,
        suggestions=[("", "None")] + [(str(number), str(number)) for number in range(1, _MOST_SUGGESTED + 1)],
        sheets=sheets,
        fonts=fonts,
        remarks=name_remarks(remarks),
        noted={_name_field(problem, plan): problem.text for problem in problems if problem.field},
        problems=problems,
    )


def _name_field(problem: ShownProblem, plan: Plan) -> str:
    """Return which field of the form a problem is about; of names and questions, those that are blank do not count."""
    lines = {"people": ("name", plan.names), "add": ("add", plan.add)}
    if problem.field not in lines:
        return _FIELDS.get(problem.field, problem.field)
    field, texts = lines[problem.field]
    written = [number for number, text in enumerate(texts) if text.strip()]
    return f"{field}-{written[problem.item] if problem.item < len(written) else 0}"


ROUTES = (Route("/next/{id}", show_next, methods=["GET", "POST"]),)
