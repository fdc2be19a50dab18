"""The application: every screen's routes, and what answers where one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette

from generator.errors import AllianceError
from generator.web.screens import SCREENS
from generator.web.site import Site, find_site

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from generator.web.folder import WorkFolder


async def _tell_failure(request: Request, failure: Exception) -> Response:
    if not isinstance(failure, AllianceError):
        raise failure
    return find_site(request).show_failure(failure)


async def _tell_missing(request: Request, _: Exception) -> Response:
    sentence = "There is nothing at this address. The file may have been moved or deleted."
    return find_site(request).show_problem(404, "Not here", sentence)


async def _tell_other_method(request: Request, failure: Exception) -> Response:
    page = find_site(request).show_problem(405, "Not like this", "This address is only for buttons of the page.")
    page.headers.update(getattr(failure, "headers", None) or {})
    return page


async def _tell_fault(request: Request, _: Exception) -> Response:
    sentence = "It is a fault of the program. Your files are as they were; what you typed is kept in this browser."
    return find_site(request).show_problem(500, "This went wrong", sentence)


def build_application(folder: WorkFolder) -> Starlette:
    """Return the application (ASGI 3) that works in this folder; every handler runs in the one thread."""
    handlers = {AllianceError: _tell_failure, 404: _tell_missing, 405: _tell_other_method, Exception: _tell_fault}
    application = Starlette(
        routes=[route for screen in SCREENS for route in screen.ROUTES], exception_handlers=handlers
    )
    application.state.site = Site(folder)
    return application
