"""The first screen: three doors."""

from __future__ import annotations

import asyncio
import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.routing import Route

from generator.web.pages_as_svg import draw_pages
from generator.web.shelf import read_shelf
from generator.web.site import find_site
from generator.workflows.compose import ComposeRequest, build_worksheet
from generator.workflows.inputs import LayoutChoice, load_bank
from generator.workflows.render_worksheet import set_worksheet

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from generator.web.pages_as_svg import DrawnPages
    from generator.web.shelf import Shelf

_REVIEWS = 3
"""That are shown at most."""
_SECONDS = 0.1
"""For reading the folder before the screen is shown; it asks for the rest."""
_FAREWELL = 1.0
"""Seconds that the last page has to fetch what it shows."""


@lru_cache(maxsize=1)
def _draw_blank_sheet() -> DrawnPages:
    """Return the first page of a blank worksheet; it is the same at every look."""
    layout = LayoutChoice().load()
    pages = set_worksheet(build_worksheet(ComposeRequest(load_bank(None), layout)), layout, fillable=False)
    return draw_pages(pages.pages, pages.values, 1, pages.markers)


async def show_start(request: Request) -> Response:
    """Show the first screen, or the part of it that grows while files are read."""
    site, today = find_site(request), dt.date.today()  # noqa: DTZ011 - the day where the user is
    if "part" in request.query_params:
        return site.show("start_alliances.html", **_describe(read_shelf(site.folder, today)))
    blank, known = _draw_blank_sheet(), _describe(read_shelf(site.folder, today, _SECONDS))
    return site.show("start.html", bank=load_bank(None), sheet=blank.sides[0], fonts=blank.fonts, **known)


def _describe(shelf: Shelf) -> dict[str, object]:
    """Return what the first screen tells of the folder."""
    reviews = [item for item in shelf.alliances if item.review.day][:_REVIEWS]
    return {"reviews": reviews, "alliances": len(shelf.alliances), "waiting": shelf.waiting}


async def quit_program(request: Request) -> Response:
    """Say goodbye, and have the server end once this is shown."""
    site = find_site(request)
    site.ending.set()
    asyncio.get_running_loop().call_later(_FAREWELL, site.ended.set)
    return site.show("gone.html")


ROUTES = (Route("/", show_start), Route("/quit", quit_program, methods=["POST"]))
