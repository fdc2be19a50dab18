"""The list of what lies in the folder: alliances with their next reviews, answers that are begun, worksheets."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import Route

from generator.web.shelf import read_shelf
from generator.web.site import find_site, send_file

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_PDF = "application/pdf"
_UNKNOWN = "application/octet-stream"
"""What browsers never show in place of saving it."""


async def show_alliances(request: Request) -> Response:
    """Show the list, or the part of it that grows while files are read."""
    site = find_site(request)
    shelf = read_shelf(site.folder, dt.date.today())  # noqa: DTZ011 - the day where the user is
    template = "shelf.html" if "part" in request.query_params else "alliances.html"
    return site.show(template, here="alliances", shelf=shelf)


async def send_kept_file(request: Request) -> Response:
    """Send a file of the folder, to be saved or, a PDF, to be looked at."""
    folder = find_site(request).folder
    file = folder.find(request.path_params["id"])
    if file is None:
        raise HTTPException(404)
    is_pdf = file.name.lower().endswith(".pdf")
    look = is_pdf and "look" in request.query_params
    return send_file(folder.read(file).data, file.name, _PDF if is_pdf else _UNKNOWN, inline=look)


ROUTES = (Route("/alliances", show_alliances), Route("/file/{id}", send_kept_file))
