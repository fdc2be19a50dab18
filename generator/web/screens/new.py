"""A new worksheet: who meets, which questions, what it looks like; and its pages beside that at each change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from generator.errors import AllianceError, ExitCode, InvalidRequest, RequestProblem, escape
from generator.files.names import file_name, slug
from generator.formats.given_typeface import require_typefaces
from generator.model.people import MOST_PEOPLE
from generator.web.added_questions import remove_added
from generator.web.forms import Order, UnfitOrder, parse_order
from generator.web.order_screen import OrderScreen
from generator.web.own_files import FONT_SUFFIXES, SUFFIXES, require_usable
from generator.web.site import find_site, read_form, send_file
from generator.workflows.calendar import CalendarRequest, require_calendar, write_meeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

PDF, CALENDAR = "application/pdf", "text/calendar"
_LONGEST_PART = 60
"""Bytes of each of the two parts of a dropped file's name before its suffix."""


async def _open(request: Request) -> OrderScreen:
    """Return the screen with what its form has. Raises ``InvalidRequest`` where that cannot be read."""
    return OrderScreen(find_site(request), parse_order(await read_form(request)))


async def show_new(request: Request) -> Response:
    """Show an empty form."""
    return OrderScreen(find_site(request), Order()).show()


async def change_form(request: Request) -> Response:
    """Show the form as it was sent, changed by one of its buttons: for browsers without scripts."""
    form = await read_form(request)
    order = parse_order(form)
    change = dict(form).get("people")
    if change == "more" and len(order.names) < MOST_PEOPLE:
        order = order._replace(names=(*order.names, ""))
    elif change == "fewer" and len(order.names) > 1:
        order = order._replace(names=order.names[:-1])
    screen = OrderScreen(find_site(request), order)
    _remove_question(screen, form)
    if not order.suggest:
        return screen.show()
    try:
        picks = screen.read().worksheet.selection.picks
    except UnfitOrder:
        return OrderScreen(screen.site, order._replace(suggest="")).show()
    order = order._replace(picks=(*picks, *order.picks[len(picks) :]), suggest="")
    return OrderScreen(screen.site, order).show()


async def draw_preview(request: Request) -> Response:
    """Answer with the pages of a form as it is, or with what is wrong with it."""
    screen = await _open(request)
    try:
        return screen.site.show("preview.html", **screen.draw(screen.read()))
    except AllianceError as failure:
        return screen.site.show("unfit.html", 422, problems=screen.describe(failure))


async def suggest_picks(request: Request) -> Response:
    """Answer with the pages of a form once the rest is suggested, by default as many picks as the bank asks for."""
    screen = await _open(request)
    if not screen.order.suggest:
        screen.order = screen.order._replace(suggest=str(screen.load_bank().picks.min))
    try:
        return screen.site.show("preview.html", **screen.draw(screen.read()))
    except AllianceError as failure:
        return screen.site.show("unfit.html", 422, problems=screen.describe(failure))


async def draw_gallery(request: Request) -> Response:
    """Answer with the first page of each layout as the form has it."""
    screen = await _open(request)
    return screen.site.show("gallery.html", **screen.draw_gallery())


async def show_parts(request: Request) -> Response:
    """Answer with the parts of the form that hang on its bank and language, and on questions that are added."""
    form = await read_form(request)
    screen = OrderScreen(find_site(request), parse_order(form))
    try:
        bank = screen.reader.load_bank(screen.order).bank
    except AllianceError as failure:
        return screen.site.show("unfit.html", 422, problems=screen.describe(failure, "bank"))
    _remove_question(screen, form)
    return screen.site.show("parts.html", **screen.list_parts(bank))


def _remove_question(screen: OrderScreen, form: Sequence[tuple[str, str]]) -> None:
    """Take away the added question whose button was pressed."""
    removed = dict(form).get("remove")
    if removed:
        screen.order = remove_added(screen.order, removed, screen.load_bank())


async def send_worksheet(request: Request) -> Response:
    """Answer with the worksheet's file, which is kept in the folder, too; with ``?open`` to be printed at once."""
    screen = await _open(request)
    opens = "open" in request.query_params
    try:
        composed = screen.compose(fillable=screen.order.fillable and not opens)
        kept = screen.site.folder.add(composed.name, composed.data)
    except AllianceError as failure:
        return _show_refused(screen, failure)
    return send_file(composed.data, kept.name, PDF, inline=opens)


async def type_answers(request: Request) -> Response:
    """Keep the worksheet in the folder, and go to where its answers are typed."""
    screen = await _open(request)
    try:
        composed = screen.compose(fillable=True)
        kept = screen.site.folder.add(composed.name, composed.data)
    except AllianceError as failure:
        return _show_refused(screen, failure)
    return RedirectResponse(f"/talk/{kept.id}", 303)


async def send_calendar(request: Request) -> Response:
    """Answer with the meeting as a calendar entry."""
    screen = await _open(request)
    try:
        worksheet, zone = screen.read().worksheet, screen.order.timezone.strip() or None
        require_calendar(zone)
        entry = write_meeting(worksheet, CalendarRequest(zone))
    except AllianceError as failure:
        return _show_refused(screen, failure)
    name = file_name("meeting", worksheet.people.names).removesuffix(".pdf")
    return send_file(entry, f"{name}.ics", CALENDAR)


async def keep_file(request: Request) -> Response:
    """Keep a bank, layout, brand, translation or typeface that was dropped, and say what it is; or what is wrong."""
    screen = OrderScreen(find_site(request), Order())
    folder = screen.site.folder
    given = request.query_params.get("name", "")
    try:
        name = make_safe(given)
        data = await request.body()
        path = os.path.join(folder.path, name)
        if name.endswith(FONT_SUFFIXES):
            require_typefaces(data, path)
            kind = "fonts"
        else:
            kind = require_usable(data, path).value
        kept = folder.add(name, data)
    except AllianceError as failure:
        return screen.site.show("unfit.html", 422, problems=screen.describe(failure))
    return JSONResponse({"kind": kind, "id": kept.id, "name": kept.name})


def make_safe(given: str) -> str:
    """Return a safe name for a file that was dropped; each of its parts between dots stays what it is if it is safe.

    Raises ``InvalidRequest`` where it has no suffix of those files.
    """
    stem, suffix = os.path.splitext(given)
    if suffix.lower() not in (*SUFFIXES, *FONT_SUFFIXES):
        hint = "Questions, layouts and brands are .yaml files, typefaces .ttf, .otf or .ttc."
        raise InvalidRequest(RequestProblem("", f"'{escape(given)}' is no such file", hint))
    parts = [(part, slug(part, _LONGEST_PART)) for part in stem.split(".")[-2:]]
    return ".".join([*(part if part.lower() == safe else safe for part, safe in parts), suffix[1:].lower()])


def _show_refused(screen: OrderScreen, failure: AllianceError) -> Response:
    """Show the form with what is wrong with it, or with what could not be done."""
    if isinstance(failure, UnfitOrder):
        return screen.show(422)
    status = 507 if failure.exit_code is ExitCode.OUTPUT else 422
    return screen.show(status, screen.describe(failure))


ROUTES = (
    Route("/new", show_new),
    Route("/new", change_form, methods=["POST"]),
    Route("/preview", draw_preview, methods=["POST"]),
    Route("/suggest", suggest_picks, methods=["POST"]),
    Route("/gallery", draw_gallery, methods=["POST"]),
    Route("/questions", show_parts, methods=["POST"]),
    Route("/worksheet", send_worksheet, methods=["POST"]),
    Route("/type", type_answers, methods=["POST"]),
    Route("/calendar", send_calendar, methods=["POST"]),
    Route("/bank", keep_file, methods=["POST"]),
)
