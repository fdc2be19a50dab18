"""What pages are made of beside their text: style sheet, scripts and typefaces, from fixed tables alone."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from generator.files.reading import read_bounded
from generator.web.web_fonts import find_web_font

if TYPE_CHECKING:
    from starlette.requests import Request

_STATIC = os.path.join(os.path.dirname(os.path.dirname(__file__)), "static")
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_KEPT = {"cache-control": "private, max-age=3600"}
"""Typefaces are large, and the same as long as the program is."""


@cache
def _list_static() -> dict[str, str]:
    """Return the media type of each static file, by its name."""
    return {
        name: _KINDS[os.path.splitext(name)[1]] for name in os.listdir(_STATIC) if os.path.splitext(name)[1] in _KINDS
    }


async def send_static(request: Request) -> Response:
    """Answer with a style sheet or a script."""
    name = request.path_params["name"]
    kind = _list_static().get(name)
    if kind is None:
        return Response(status_code=404)
    return Response(read_bounded(os.path.join(_STATIC, name)), media_type=kind)


async def send_typeface(request: Request) -> Response:
    """Answer with a typeface, or with a cut of one that a page of a document needs."""
    program = find_web_font(request.path_params["name"])
    return Response(program, media_type="font/ttf", headers=_KEPT) if program else Response(status_code=404)


ROUTES = (Route("/static/{name}", send_static), Route("/typefaces/{name}", send_typeface))
