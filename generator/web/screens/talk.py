"""Typing the answers together: one screen for everybody, whose inputs are named by the paths of fields."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.errors import AllianceError, InvalidRequest
from generator.formats.filled_pdf.form_data import with_line_feeds
from generator.model.fields import CHECKBOXES, CHECKED, DECISIONS, MOST_ROWS, FieldId, FieldKind, parse_field_id
from generator.model.sources import can_hold
from generator.web.finishing import draw_so_far, finish, is_blank
from generator.web.site import ShownProblem, describe_failure, find_site, name_remarks, read_form
from generator.web.talk_view import list_differences, list_earlier, list_new, list_people, list_sections, name_people
from generator.web.typed_answers import Change, change_text, digest_of, open_answers, write_answers
from generator.words.messages import begin_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from generator.web.folder import FoundFile
    from generator.web.typed_answers import TypedAnswers

_MOST_SENT = 50
_CONFLICT = 409
_SINGLE = (FieldKind.DATE, FieldKind.PLACE, FieldKind.REVIEW)
_CHANGED = (
    "Something was changed in another window meanwhile. Below is what you typed; press the button at the end again, "
    "and it takes the place of this, which was typed there:"
)


async def show_talk(request: Request) -> Response:
    """Show the answers to a worksheet, to be typed on."""
    file = _find_file(request)
    return _show(request, file, open_answers(find_site(request).folder, file))


async def keep_slot(request: Request) -> Response:
    """Write one text to the disk: 204 once it is there; 409 with the text that another has written since."""
    change = _read_change(await request.body())  # nothing waits from here on: no other change comes between
    field_id = parse_field_id(request.path_params["path"])
    folder = find_site(request).folder
    try:
        file = folder.find(request.path_params["id"])
        if file is None:
            return _say(404, "The worksheet is not in the folder any more: put it back.")
        typed = open_answers(folder, file)
        if field_id is None or not can_hold(typed.worksheet, field_id):
            return _say(404, "There is no such place on this worksheet.")
        if change is None or (field_id.kind in CHECKBOXES and change.text not in {"", CHECKED}):
            return _say(400, "This cannot be read. Load the page again.")
        theirs = change_text(folder, typed, field_id, change)
    except InvalidRequest as refused:
        return _say(422, _tell(refused))
    except AllianceError as failure:
        return _say(507, _tell(failure))
    return Response(status_code=204) if theirs is None else JSONResponse({"theirs": theirs}, _CONFLICT)


async def show_so_far(request: Request) -> Response:
    """Answer with the pages of the alliance as it would be now."""
    site, file = find_site(request), _find_file(request)
    try:
        drawn = draw_so_far(site.folder, open_answers(site.folder, file))
    except AllianceError as failure:
        return site.show("unfit.html", 422, problems=[ShownProblem(_tell(failure))])
    return site.show("so_far.html", sheets=drawn.sides, fonts=drawn.fonts)


async def finish_talk(request: Request) -> Response:
    """Make the alliance of the answers, and lead to it; without scripts, all answers come with the request."""
    file, site = _find_file(request), find_site(request)
    typed = open_answers(site.folder, file)
    form = dict(await read_form(request))
    if "state" in form:
        sent = _read_fields(form, typed)
        if form["state"] != digest_of(typed):
            return _show(request, file, typed, sent, _CHANGED, _CONFLICT)
        try:
            typed = write_answers(site.folder, typed, sent)
        except AllianceError as failure:
            return _show(request, file, typed, sent, _tell(failure), 422)
    told = {"id": file.id, "title": name_people(typed)}
    if not form.get("allow_empty") and is_blank(typed):
        return site.show("finish.html", 422, **told, alliance="", remarks=())
    try:
        finished = finish(site.folder, typed)
    except AllianceError as failure:
        return _show(request, file, typed, {}, _tell(failure), 422)
    if not finished.remarks:
        return RedirectResponse(f"/alliance/{finished.file.id}", 303)
    return site.show("finish.html", **told, alliance=finished.file.id, remarks=name_remarks(finished.remarks))


def _find_file(request: Request) -> FoundFile:
    file = find_site(request).folder.find(request.path_params["id"])
    if file is None:
        raise HTTPException(404)
    return file


def _tell(failure: AllianceError) -> str:
    return " ".join(begin_sentence(problem.text) for problem in describe_failure(failure))


def _say(code: int, sentence: str) -> Response:
    return JSONResponse({"said": sentence}, code)


def _read_change(body: bytes) -> Change | None:
    """Return what a page sends for one place; None where it is none of ours."""
    try:
        sent = json.loads(body)
        change = Change(sent["text"], sent["base"], tuple(sent.get("sent", ())))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    texts = (change.text, change.base, *change.sent)
    return change if len(texts) < _MOST_SENT and all(isinstance(text, str) for text in texts) else None


def _read_fields(form: Mapping[str, str], typed: TypedAnswers) -> dict[FieldId, str]:
    """Return the texts that a form sends whole; of a box that is not ticked, a browser sends nothing."""
    worksheet = typed.worksheet
    everybody = range(len(worksheet.people))
    boxes = [
        FieldId(FieldKind.PICK, question.id, person) for question in worksheet.bank.questions() for person in everybody
    ]
    boxes += [FieldId(kind, number=row) for row in range(len(worksheet.current_agreements)) for kind in DECISIONS]
    texts = dict.fromkeys(boxes, "")
    for path, text in form.items():
        field_id = parse_field_id(path)
        if field_id and can_hold(worksheet, field_id):
            texts[field_id] = CHECKED if field_id.kind in CHECKBOXES and text else with_line_feeds(text)
    return texts


def _show(
    request: Request,
    file: FoundFile,
    typed: TypedAnswers,
    sent: Mapping[FieldId, str] = MappingProxyType({}),
    problem: str = "",
    code: int = 200,
) -> Response:
    """Return the screen with the answers, those that were ``sent`` in place of those that stand."""
    shown = typed._replace(texts={**typed.texts, **sent})
    return find_site(request).show(
        "talk.html",
        code,
        id=file.id,
        identity=shown.identity,
        state=digest_of(typed),
        title=name_people(shown),
        people=list_people(shown),
        sections=list_sections(shown),
        earlier=list_earlier(shown),
        agreements=list_new(shown),
        last_row=MOST_ROWS,
        texts={kind.value: shown.texts.get(FieldId(kind), "") for kind in _SINGLE},
        problem=problem,
        others=list_differences(typed, sent) if code == _CONFLICT else (),
    )


ROUTES = (
    Route("/talk/{id}", show_talk),
    Route("/talk/{id}/pages", show_so_far),
    Route("/slots/{id}/{path:path}", keep_slot, methods=["PUT"]),
    Route("/finish/{id}", finish_talk, methods=["POST"]),
)
