"""What came back: files are dropped, told one by one, decided where they disagree, and made into the alliance.

Between two requests all of it stands in the page: the files' ids, the decisions, and passwords that opened files.
"""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import RedirectResponse
from starlette.routing import Route

from generator.errors import AllianceError
from generator.model.fields import FieldKind
from generator.model.merging import ConflictingAnswers
from generator.model.people import People
from generator.model.preferences import NEVER_BOTH
from generator.model.returned_answers import FilledForm
from generator.web.finished import choose_layout
from generator.web.returned import (
    BOTH,
    SUFFIXES,
    ReturnedFile,
    digest_text,
    keep_return,
    read_return,
    settle,
    sort_returns,
    tell_beside,
)
from generator.web.site import describe_failure, find_site, name_remarks, read_form
from generator.words.messages import begin_sentence
from generator.workflows.merge import MergeRequest, merge_read
from generator.workflows.return_remarks import report_dropped, report_silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from generator.model.fields import FieldId
    from generator.model.merging import Conflict, Version
    from generator.web.folder import FoundFile
    from generator.web.returned import ReturnedSheet, Settled
    from generator.web.site import ShownProblem, Site

_MOST_FILES = 60
"""That are looked at together."""
_LONGEST_NAME = 200
"""Characters of a refused file's name that are shown."""
_MOST_OFFERED = 20
"""Files of the folder that are offered to be read."""


class State(NamedTuple):
    """What a page holds between two requests."""

    files: tuple[str, ...] = ()
    """Ids."""
    choices: tuple[tuple[str, str, str], ...] = ()
    """Worksheet, path of a field, and the choice there; later ones win."""
    passwords: tuple[tuple[str, str], ...] = ()
    """Id of a file, and what opens it."""

    def choices_of(self, sheet: str) -> Mapping[str, str]:
        """Return what is decided for one worksheet, by the paths of fields."""
        return {path: choice for key, path, choice in self.choices if key == sheet}


class ShownSide(NamedTuple):
    """One version of what stands in a place."""

    value: str
    """What the page sends where it is chosen."""
    text: str
    source: str
    place: str
    """May be empty."""
    chosen: bool


class ShownConflict(NamedTuple):
    """A place that was filled in differently."""

    id: str
    title: str
    person: str
    sides: tuple[ShownSide, ...]
    both: str
    """What the page sends where all of it is to be kept; empty where one must be taken."""
    takes_both: bool


class ShownSheet(NamedTuple):
    """A worksheet of which something came back."""

    key: str
    names: str
    files: tuple[ReturnedFile, ...]
    conflicts: tuple[ShownConflict, ...]
    remarks: tuple[str, ...]
    problems: tuple[ShownProblem, ...]
    undecided: int
    talk: str
    """The id of the file with which answers can be typed on; empty for none."""
    blank: bool
    """Whether nobody has answered anything."""


def read_state(form: Sequence[tuple[str, str]]) -> State:
    """Return the state that a page sends, changed by the button that was pressed."""
    dropped = {value for name, value in form if name == "drop"}
    files = dict.fromkeys(value for name, value in form if name == "file" and value not in dropped)
    taken = [value.split(" ", 2) for name, value in form if name in {"took", "take"}]
    choices = {(parts[0], parts[1]): parts[2] for parts in taken if len(parts) == len(("sheet", "path", "choice"))}
    passwords = ((name.removeprefix("password-"), value) for name, value in form if name.startswith("password-"))
    return State(
        tuple(islice(files, _MOST_FILES)),
        tuple((*place, choice) for place, choice in choices.items()),
        tuple((file, value) for file, value in passwords if value),
    )


async def show_returns(request: Request) -> Response:
    """Show the screen, with the files and decisions that its address names."""
    site = find_site(request)
    return _show(site, read_state(request.query_params.multi_items()))


async def take_return(request: Request) -> Response:
    """Keep one file that was dropped, and tell what is in it."""
    site, name = find_site(request), request.query_params.get("name", "")
    try:
        # not ``body``, which would copy what the gate has read whole
        file = keep_return(site.folder, name, b"".join([part async for part in request.stream() if part]))
    except AllianceError as failure:
        shown = os.path.basename(name.replace("\\", "/"))
        problems = tuple(tell_beside(problem, shown) for problem in describe_failure(failure))
        return site.show_failure(failure, "arrived.html", file=None, name=shown[:_LONGEST_NAME], problems=problems)
    return site.show("arrived.html", file=read_return(site.folder, file), name=file.name, problems=())


async def decide(request: Request) -> Response:
    """Show the screen anew after a decision, or the part of it that changes."""
    form = await read_form(request)
    return _show(find_site(request), read_state(form), part="part" in request.query_params)


async def finish(request: Request) -> Response:
    """Make the alliance of one worksheet's files, and lead to it."""
    site, form = find_site(request), await read_form(request)
    state, pressed = read_state(form), dict(form)
    key = pressed.get("finish", pressed.get("finish-blank", ""))
    sheet = next((sheet for sheet in sort_returns(_read_files(site, state)) if sheet.key == key), None)
    if sheet is None:
        return _show(site, state)
    decided = settle(sheet, state.choices_of(key)).decided
    asked = sheet.request()
    wanted = MergeRequest(
        files=(),
        password=asked.password,
        identity=asked.identity,
        decided=decided,
        choice=choose_layout(site.folder, next(_list_layouts(sheet), "")),
        allow_empty="finish-blank" in pressed,
    )
    try:
        merged = merge_read(wanted, sheet.contents)
        file = site.folder.add(merged.name, merged.data)
    except AllianceError as failure:
        told = () if isinstance(failure, ConflictingAnswers) else describe_failure(failure)
        return _show(site, state, code=409 if not told else 422, problems=told)
    return RedirectResponse(f"/alliance/{file.id}", 303)


def _list_layouts(sheet: ReturnedSheet) -> Iterator[str]:
    """Yield the names of the layouts that forms of a worksheet tell."""
    for content in sheet.contents:
        if isinstance(content, FilledForm) and content.worksheet:
            yield content.worksheet.layout


def _read_files(site: Site, state: State) -> tuple[ReturnedFile, ...]:
    there = {file.id: file for file in site.folder.list_files()}
    passwords = dict(state.passwords)
    return tuple(
        read_return(site.folder, there[file], passwords.get(file, "")) for file in state.files if file in there
    )


def _show(
    site: Site, state: State, *, part: bool = False, code: int = 200, problems: tuple[ShownProblem, ...] = ()
) -> Response:
    files = _read_files(site, state)
    sheets = tuple(_describe_sheet(sheet, state) for sheet in sort_returns(files))
    return site.show(
        "found.html" if part else "back.html",
        code,
        here="back",
        sheets=sheets,
        others=tuple(file for file in files if not file.contents),
        state=state,
        offered=_list_offered(site, state),
        problems=problems,
    )


def _list_offered(site: Site, state: State) -> tuple[FoundFile, ...]:
    """Return the newest files of the folder that may hold answers, and are not shown."""
    found = (file for file in site.folder.list_files(*SUFFIXES) if file.id not in state.files)
    return tuple(islice(found, _MOST_OFFERED))


def _describe_sheet(sheet: ReturnedSheet, state: State) -> ShownSheet:
    settled = settle(sheet, state.choices_of(sheet.key))
    merged, forms = settled.merged, [file for file in sheet.files if file.contents]
    remarks: list[str] = []
    if not sheet.is_known:
        remarks.append(
            "The worksheet itself is not among these files. Drop its PDF as well, a blank one does; without it, the "
            "questions are those of the built-in list."
        )
    blank = False
    if merged:
        # what the files and the pressed buttons tell already
        told = {*report_dropped(merged.dropped), *(said for content in sheet.contents for said in content.remarks)}
        remarks += [remark for remark in merged.remarks if remark not in told]
        blank = not any(entries for _, entries in merged.said)
        remarks += () if blank else report_silent(merged.worksheet, merged.said, merged.answers)
    return ShownSheet(
        sheet.key,
        sheet.names,
        sheet.files,
        tuple(_describe_conflict(conflict, sheet, settled) for conflict in settled.conflicts),
        name_remarks(tuple(remarks)),
        settled.problems,
        settled.undecided,
        forms[0].id if sheet.is_known and len(forms) == 1 else "",
        blank,
    )


def _describe_conflict(conflict: Conflict, sheet: ReturnedSheet, settled: Settled) -> ShownConflict:
    field_id = conflict.field_id
    worksheet = next((c.worksheet for c in sheet.contents if isinstance(c, FilledForm) and c.worksheet), None)
    title, person = begin_sentence(conflict.words), ""
    if worksheet and field_id.kind is FieldKind.ANSWER:
        asked = {question.id: question.text for question in worksheet.bank.every_question()}
        title = asked.get(field_id.question, title)
        person = _name_person(sheet, worksheet.people, field_id.number)
    chosen, sent = settled.chosen.get(field_id, ""), f"{sheet.key} {field_id.path}"
    sides = tuple(
        ShownSide(
            f"{sent} {(digest := digest_text(version.content.text))}",
            version.content.text,
            version.source,
            _find_place(version, field_id, sheet),
            chosen == digest,
        )
        for version in conflict.versions
    )
    both = "" if field_id.kind in NEVER_BOTH else f"{sent} {BOTH}"
    return ShownConflict(f"{sheet.key}-{field_id.path}", title, person, sides, both, chosen == BOTH)


def _name_person(sheet: ReturnedSheet, people: People, number: int) -> str:
    """Return a person's name, as it was composed or else as it was typed."""
    names = list(people.names)
    for content in sheet.contents:
        for entry in content.values if isinstance(content, FilledForm) else ():
            field_id = entry.field_id
            if field_id.kind is FieldKind.NAME and field_id.number < len(names) and not names[field_id.number]:
                names[field_id.number] = entry.text.strip()
    return People(tuple(names)).label(number) if number < len(names) else ""


def _find_place(version: Version, field_id: FieldId, sheet: ReturnedSheet) -> str:
    """Return where a version stands: the page of a form, the line of a file."""
    forms = [c for c in sheet.contents if isinstance(c, FilledForm) and c.source == version.source]
    if not forms:
        return version.content.place
    pages = (place.page for form in forms for place in form.places if place.field_id == field_id)
    page = next(pages, 0)
    return f"page {page}" if page else ""


ROUTES = (
    Route("/back", show_returns),
    Route("/returns", take_return, methods=["POST"]),
    Route("/decide", decide, methods=["POST"]),
    Route("/finish", finish, methods=["POST"]),
)
