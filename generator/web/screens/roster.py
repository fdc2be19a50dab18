"""A roster for trainers: its rows and what is wrong in them, worksheets for all of them, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.errors import AllianceError
from generator.model.people import MOST_PEOPLE
from generator.web.batches import Made, make_files, make_packet
from generator.web.collected import collect_returns, count_returns, enter_returns
from generator.web.forms import Order, parse_order
from generator.web.order_screen import OrderScreen
from generator.web.progress import answer_in_steps
from generator.web.returned import keep_return
from generator.web.rosters import EXAMPLE, SUFFIXES, OpenRoster, check_rows, keep_roster, list_rosters
from generator.web.site import find_site, name_remarks, read_form, send_file
from generator.workflows.batch.request import BatchRequest, prepare_renderer
from generator.workflows.batch.rows import choose_picks
from generator.workflows.languages import LanguageChoice

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from starlette.requests import Request

    from generator.formats.roster import RosterRow
    from generator.web.collected import ShownCollected
    from generator.web.progress import Step
    from generator.web.site import Site
    from generator.workflows.batch.rows import RowRenderer

_CSV = "text/csv; charset=utf-8"
_PREPARATION = "prep"
"""The layout with a sheet for each person to prepare on."""
_MOST_RETURNS = 20
"""That disagree and are decided together."""


class _Group:
    """A roster of the folder, and the form beside its rows."""

    def __init__(self, site: Site, opened: OpenRoster, order: Order) -> None:
        self.site, self.opened, self.order = site, opened, order
        self._screen = OrderScreen(site, order)

    def prepare(self, layout: str = "", *, fillable: bool = True) -> tuple[RowRenderer, tuple[str, ...]]:
        """Return what renders rows, by default in the form's layout, and remarks on its languages.

        Raises ``InvalidRequest`` and ``InvalidInput``.
        """
        choice = self._screen.reader.choose_layout(self.order)
        request = BatchRequest(
            choice._replace(name=layout or choice.name),
            LanguageChoice(self.order.language),
            self._screen.files.find(self.order.bank, "bank"),
            fillable=fillable,
            folder=self.site.folder.path,
        )
        return prepare_renderer(self.opened.roster.header, request)

    async def show(self, made: Made | None = None, collected: ShownCollected | None = None) -> Response:
        """Return the whole screen. Raises ``AllianceError`` where the form or the roster cannot be used."""
        renderer, remarks = self.prepare()
        checked = await check_rows(self.opened, renderer)
        remarks = tuple(map(self._screen.files.shorten, name_remarks(remarks)))
        parts = self._screen.list_parts(renderer.request.bank)
        return self.site.show(
            "roster.html",
            here="roster",
            roster=checked._replace(remarks=(*checked.remarks, *remarks)),
            rosters=(),
            made=made,
            collected=collected,
            returns=count_returns(self.opened),
            **OrderScreen(self.site, self._fill_in(checked.first)).draw_gallery(),
            **{name: parts[name] for name in ("order", "choices")},
        )

    def _fill_in(self, row: RosterRow | None) -> Order:
        """Return the form with what stands in a row."""
        if row is None:
            return self.order
        picks = dict(choose_picks(row))
        ticks = [picks.get(name, ()) for name in row.people] + [()] * (MOST_PEOPLE - len(row.people))
        place, suggest = (row.cells.get(column, "") for column in ("place", "suggest"))
        return self.order._replace(names=row.people, picks=tuple(ticks), place=place, suggest=suggest.lstrip("0"))


async def show_rosters(request: Request) -> Response:
    """Show the screen before a roster is there, with those of the folder."""
    site = find_site(request)
    return site.show("roster.html", here="roster", roster=None, rosters=list_rosters(site.folder))


async def take_roster(request: Request) -> Response:
    """Keep a roster that was dropped, and say which it is; or what is wrong with it."""
    site = find_site(request)
    try:
        # not ``body``, which would copy what the gate has read whole
        data = b"".join([part async for part in request.stream() if part])
        file = keep_roster(site.folder, request.query_params.get("name", ""), data)
    except AllianceError as failure:
        return site.show_failure(failure, page=False)
    return JSONResponse({"id": file.id, "name": file.name})


async def send_example(_: Request) -> Response:
    """Answer with a table to start from."""
    return send_file(EXAMPLE.encode("utf-8-sig"), "roster.csv", _CSV)


async def show_roster(request: Request) -> Response:
    """Show a roster's rows as the form in the address has them."""
    group = _find(request, request.query_params.multi_items())
    return await group.show() if group else _tell_gone(request)


async def print_packet(request: Request) -> Response:
    """Make one file to print of all rows; with ``?per=person`` a sheet for each person to prepare on."""
    group = _find(request, await read_form(request))
    if group is None:
        return _tell_gone(request)
    per_person = request.query_params.get("per") == "person"
    renderer, _ = group.prepare(_PREPARATION if per_person else "", fillable=False)
    name = f"{'preparation' if per_person else 'packet'}-{group.opened.stem}.pdf"
    steps = make_packet(group.opened, renderer, name, own_layouts=not per_person)
    return await _make(request, group, steps)


async def fill_folder(request: Request) -> Response:
    """Make a file of each row, in a folder of the roster's."""
    group = _find(request, await read_form(request))
    if group is None:
        return _tell_gone(request)
    renderer, _ = group.prepare()
    return await _make(request, group, make_files(group.opened, renderer, group.site.ending.is_set))


async def _make(request: Request, group: _Group, steps: Generator[Step, None, Made]) -> Response:
    def show_part(made: Made) -> Response:
        return group.site.show("roster_made.html", made=made)

    made = await answer_in_steps(request, steps, show_part)
    return await group.show(made) if isinstance(made, Made) else made


async def take_return(request: Request) -> Response:
    """Keep a file that came back of a roster's worksheets, or say why not."""
    group = _find(request, ())
    if group is None:
        return _tell_gone(request)
    try:
        data = b"".join([part async for part in request.stream() if part])
        kept = keep_return(enter_returns(group.opened), request.query_params.get("name", ""), data)
    except AllianceError as failure:
        return group.site.show_failure(failure, page=False)
    return JSONResponse({"name": kept.name})


async def collect(request: Request) -> Response:
    """Merge what came back, and tell who is missing."""
    group = _find(request, await read_form(request))
    if group is None:
        return _tell_gone(request)

    def show_part(collected: ShownCollected) -> Response:
        return group.site.show("roster_collected.html", roster=group.opened.file, collected=collected)

    collected = await answer_in_steps(request, collect_returns(group.opened), show_part)
    return collected if isinstance(collected, Response) else await group.show(collected=collected)


async def decide(request: Request) -> Response:
    """Bring returns that disagree to where the user decides between them: they are kept beside the others, too."""
    group = _find(request, ())
    if group is None:
        return _tell_gone(request)
    returns = enter_returns(group.opened)
    chosen = [value for name, value in await read_form(request) if name == "file"][:_MOST_RETURNS]
    files = [file for file in map(returns.find, chosen) if file]
    kept = [keep_return(group.site.folder, file.name, returns.read(file).data) for file in files]
    return RedirectResponse("/back?" + "&".join(f"file={file.id}" for file in kept), 303)


def _find(request: Request, form: Sequence[tuple[str, str]]) -> _Group | None:
    """Return the roster that an address names; None where the folder has no such table."""
    site = find_site(request)
    file = site.folder.find(request.path_params["id"])
    if file is None or not file.name.lower().endswith(SUFFIXES):
        return None
    return _Group(site, OpenRoster(site.folder, file), parse_order(form))


def _tell_gone(request: Request) -> Response:
    sentence = "This table is not in the folder any more. It may have been moved or deleted."
    return find_site(request).show_problem(404, "Not here", sentence)


ROUTES = (
    Route("/roster", show_rosters),
    Route("/roster", take_roster, methods=["POST"]),
    Route("/roster/example", send_example),
    Route("/roster/{id}", show_roster),
    Route("/roster/{id}/packet", print_packet, methods=["POST"]),
    Route("/roster/{id}/folder", fill_folder, methods=["POST"]),
    Route("/roster/{id}/returns", take_return, methods=["POST"]),
    Route("/roster/{id}/collect", collect, methods=["POST"]),
    Route("/roster/{id}/decide", decide, methods=["POST"]),
)
