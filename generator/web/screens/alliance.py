"""A finished alliance: its pages, and what is made of it."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.routing import Route

from generator.errors import AllianceError, InvalidRequest, escape
from generator.files.names import file_name
from generator.model.excerpt import AGREEMENTS, REVIEW
from generator.model.worksheet import identity
from generator.web.finished import (
    AlteredAlliance,
    Consent,
    LockedAlliance,
    choose_layout,
    draw_alliance,
    find_review,
    name_people,
    open_alliance,
)
from generator.web.shelf import find_begun
from generator.web.site import ShownProblem, describe_failure, find_site, name_remarks, read_form, send_file
from generator.words.messages import begin_sentence
from generator.workflows.calendar import CalendarRequest, write_review
from generator.workflows.encrypt import decrypt_file
from generator.workflows.merge import MergeRequest, merge
from generator.workflows.render_alliance import render_card
from generator.workflows.verify import verify

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from generator.model.alliance import Alliance
    from generator.web.folder import FoundFile

_PDF = "application/pdf"
_CALENDAR = "text/calendar"
_NOTHING_LEFT_OUT = ShownProblem("Everything is ticked: that is the alliance itself. Untick what is not for them.")
Form = list[tuple[str, str]]


class ShownVerdict(NamedTuple):
    """Whether a file is as it was written."""

    good: bool
    sentence: str
    lines: tuple[str, ...]


class ShownPart(NamedTuple):
    """A part of an alliance that a share copy can hold or leave out."""

    value: str
    text: str


class ShownParts(NamedTuple):
    """Parts that stand together."""

    title: str
    parts: tuple[ShownPart, ...]


def find_file(request: Request) -> FoundFile:
    """Return the file that an address names by its id; raise 404 where the folder has none."""
    file = find_site(request).folder.find(request.path_params["id"])
    if file is None:
        raise HTTPException(404)
    return file


def read_consent(form: Form) -> Consent:
    """Return what was said on the page so that the file opens."""
    given = dict(form)
    return Consent(given.get("password", ""), "accept_altered" in given)


async def show_alliance(request: Request) -> Response:
    """Show a finished alliance; with a password, or consent to its having been altered, where it is asked for those."""
    form = await read_form(request) if request.method == "POST" else []
    return _answer(request, form)


async def send_card(request: Request) -> Response:
    """Send the card, one page to pin up."""
    site, file, form = find_site(request), find_file(request), await read_form(request)
    consent = read_consent(form)
    opened = open_alliance(site.folder, file, consent)
    made = render_card(opened.alliance, opened.layout, password=consent.password or None)
    name = file_name("card", opened.alliance.answers.names, opened.alliance.revision)
    return send_file(made.data, name, _PDF, inline="look" in request.query_params)


async def send_share_copy(request: Request) -> Response:
    """Send a copy without what was unticked."""
    site, file, form = find_site(request), find_file(request), await read_form(request)
    consent, kept = read_consent(form), {value for name, value in form if name == "keep"}
    try:
        opened = open_alliance(site.folder, file, consent)
        offered = [part.value for group in list_parts(opened.alliance) for part in group.parts]
        without = tuple(part for part in offered if part not in kept)
        if not without:
            return _answer(request, form, unshared=(_NOTHING_LEFT_OUT,), code=422)
        wanted = MergeRequest(
            files=(opened.input,),
            password=consent.password or None,
            accept_altered=consent.accept_altered,
            choice=choose_layout(site.folder, opened.alliance.worksheet.layout),
            without=without,
        )
        made = merge(wanted)
    except AllianceError as failure:
        return _answer(request, form, unshared=describe_failure(failure), code=422)
    return send_file(made.data, made.name, _PDF)


async def verify_alliance(request: Request) -> Response:
    """Tell whether the file is as it was written."""
    site, file, form = find_site(request), find_file(request), await read_form(request)
    try:
        given = decrypt_file(site.folder.read(file), read_consent(form).password or None)
        found = verify(*given)
    except AllianceError as failure:
        lines = tuple(problem.text for problem in describe_failure(failure))
        return _answer(request, form, verdict=ShownVerdict(good=False, sentence="It cannot be verified.", lines=lines))
    if found.unaltered:
        shown = ShownVerdict(good=True, sentence=f"It is as it was written: {found.unaltered}.", lines=found.remarks)
    else:
        lines = (*map(str, found.problems), *found.remarks)
        shown = ShownVerdict(good=False, sentence="It is not as it was written.", lines=lines)
    return _answer(request, form, verdict=shown)


async def send_review(request: Request) -> Response:
    """Send the calendar entry of the next review."""
    site, file, form = find_site(request), find_file(request), await read_form(request)
    consent = read_consent(form)
    opened = open_alliance(site.folder, file, consent)
    wanted = CalendarRequest(dict(form).get("timezone", "").strip() or None)
    try:
        made = write_review(opened.alliance, wanted, secret=bool(consent.password))
    except InvalidRequest as refused:
        told = tuple(problem._replace(text=begin_sentence(problem.text)) for problem in describe_failure(refused))
        return _answer(request, form, unwritten=told, code=422)
    name = file_name("review", opened.alliance.answers.names, opened.alliance.revision).removesuffix(".pdf")
    return send_file(made, f"{name}.ics", _CALENDAR)


def _answer(
    request: Request,
    form: Form,
    *,
    verdict: ShownVerdict | None = None,
    unshared: tuple[ShownProblem, ...] = (),
    unwritten: tuple[ShownProblem, ...] = (),
    code: int = 200,
) -> Response:
    """Return the page, or one that asks for what opens the file."""
    site, file = find_site(request), find_file(request)
    consent = read_consent(form)
    try:
        opened = open_alliance(site.folder, file, consent)
        drawn, remarks = draw_alliance(opened.alliance, opened.layout, opened.digest)
    except AllianceError as failure:
        asked = {"locked": isinstance(failure, LockedAlliance), "altered": isinstance(failure, AlteredAlliance)}
        return site.show_failure(
            failure, "shut.html", here="alliances", file=file, consent=consent, verdict=verdict, **asked
        )
    alliance = opened.alliance
    parts = list_parts(alliance)
    given = {value for name, value in form if name == "keep"}
    kept = given if unshared else {part.value for group in parts for part in group.parts}
    return site.show(
        "alliance.html",
        code,
        here="alliances",
        file=file,
        consent=consent,
        alliance=alliance,
        title=name_people(alliance),
        met=", ".join(filter(None, map(escape, (alliance.answers.date.strip(), alliance.answers.place.strip())))),
        review=find_review(alliance, dt.date.today()),  # noqa: DTZ011 - the day where the user is
        sheets=drawn.sides,
        fonts=drawn.fonts,
        remarks=name_remarks((*opened.remarks, *remarks)),
        parts=parts,
        kept=kept,
        unshared=unshared,
        unwritten=unwritten,
        zone=dict(form).get("timezone", ""),
        verdict=verdict,
        begun=find_begun(site.folder, identity(alliance.worksheet)),
        sign=f"alliance merge {shlex.quote(file.name)} --sign KEY.p12 -o signed.pdf",
    )


def list_parts(alliance: Alliance) -> tuple[ShownParts, ...]:
    """Return what stands in an alliance and can be left out of a copy, by sections."""
    bank = alliance.worksheet.bank
    sections = [(section.title, section.questions) for section in bank.sections]
    sections.append((bank.closing.title, bank.closing.questions))
    found = [
        ShownParts(
            title,
            tuple(ShownPart(question.id, question.text) for question in questions if alliance.is_chosen(question)),
        )
        for title, questions in sections
    ]
    agreed = [ShownPart(AGREEMENTS, "What was agreed")] if alliance.answers.agreements else []
    again = [ShownPart(REVIEW, "The date of the next review")] if alliance.answers.review else []
    found.append(ShownParts("And further", (*agreed, *again)))
    return tuple(group for group in found if group.parts)


ROUTES = (
    Route("/alliance/{id}", show_alliance, methods=["GET", "POST"]),
    Route("/card/{id}", send_card, methods=["POST"]),
    Route("/share/{id}", send_share_copy, methods=["POST"]),
    Route("/verify/{id}", verify_alliance, methods=["POST"]),
    Route("/calendar/{id}", send_review, methods=["POST"]),
)
