"""What the screens have in common: the folder, the templates, forms as they are sent, and answers."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, quote

import jinja2
from starlette.responses import HTMLResponse, Response

from generator.errors import AllianceError, ExitCode, InvalidInput, InvalidRequest, RequestProblem, name_fields
from generator.web.field_labels import FIELD_LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from generator.web.folder import WorkFolder

MOST_FIELDS = 4_000
"""Of one form: six people may tick each of some hundred questions."""
_CODES = {ExitCode.CONFLICT: 409, ExitCode.OUTPUT: 507, ExitCode.UNEXPECTED: 500}
"""The status of an answer that tells of a failure; 422 for those of what was sent."""
_HERE = os.path.dirname(__file__)


class ShownProblem(NamedTuple):
    """A problem, as a page shows it."""

    text: str
    """Whole sentences; markup in it means nothing, for the templates escape it."""
    field: str = ""
    """The field of the form that it is about; empty where it is about none."""
    place: str = ""
    """Where in a file, such as ``line 3, column 5``; may be empty."""
    item: int = 0
    """Which one, from 0, of a field with several."""


class Site:
    """The one folder that is worked in, and the templates; ``request.app.state.site`` of every request."""

    def __init__(self, folder: WorkFolder) -> None:
        self.folder = folder
        self.ending = asyncio.Event()
        """Set once the user has asked to quit."""
        self.ended = asyncio.Event()
        """Set a moment later: the last page fetches its look and its typefaces."""
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(os.path.join(_HERE, "templates")),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def show(self, template: str, code: int = 200, /, **values: object) -> HTMLResponse:
        """Return a page, or a part of one, made from the template of this name; ``code`` is the answer's status.

        What every page takes need not be given: ``folder``, ``here`` and ``status``, of which the latter two are empty.
        """
        common = {"folder": self.folder.path, "here": "", "status": ""}
        return HTMLResponse(self._templates.get_template(template).render(common | values), code)

    def show_failure(self, failure: AllianceError, template: str = "problem.html", **values: object) -> HTMLResponse:
        """Return a page, or a part of one, that tells all problems of a failure; files are called by their names."""
        problems = [problem._replace(text=self.folder.shorten(problem.text)) for problem in describe_failure(failure)]
        told: dict[str, object] = {"page": True, "heading": "This did not work", "problems": problems}
        return self.show(template, _CODES.get(failure.exit_code, 422), **(told | values))

    def show_problem(self, code: int, heading: str, sentence: str) -> HTMLResponse:
        """Return a page that tells one problem."""
        return self.show("problem.html", code, page=True, heading=heading, problems=(ShownProblem(sentence),))


def find_site(request: Request) -> Site:
    """Return the site that a request is made to."""
    site: Site = request.app.state.site
    return site


async def read_form(request: Request) -> list[tuple[str, str]]:
    """Return the names and values of a form that was sent (application/x-www-form-urlencoded), in its order.

    Raises ``InvalidRequest`` where they are too many, or none that can be read.
    """
    try:
        text = (await request.body()).decode()
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise InvalidRequest(RequestProblem("", "the form cannot be read", "Load the page again.")) from error


def describe_failure(failure: AllianceError) -> tuple[ShownProblem, ...]:
    """Return every problem of a failure, the fields of requests called as the pages call them."""
    if isinstance(failure, InvalidRequest):
        return tuple(
            ShownProblem(_name(str(problem)), problem.field, item=problem.item) for problem in failure.problems
        )
    if isinstance(failure, InvalidInput):
        return tuple(
            ShownProblem(
                _name(f"{problem.source}: {problem.message}. {problem.hint}".strip()),
                place=", ".join(
                    f"{word} {number}"
                    for word, number in (("line", problem.line), ("column", problem.column))
                    if number is not None
                ),
            )
            for problem in failure.problems
        )
    return tuple(ShownProblem(_name(line)) for line in str(failure).splitlines())


def _name(sentence: str) -> str:
    return name_fields(sentence, FIELD_LABELS)


def name_remarks(remarks: tuple[str, ...]) -> tuple[str, ...]:
    """Return remarks of a workflow, the fields of requests called as the pages call them."""
    return tuple(map(_name, remarks))


def send_file(data: bytes, name: str, kind: str, *, inline: bool = False) -> Response:
    """Return an answer that is a file of this media type, to be saved under this name or to be looked at."""
    how = "inline" if inline else "attachment"
    headers = {"content-disposition": f"{how}; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, media_type=kind, headers=headers)


def tell_now() -> datetime:
    """Return the moment, aware, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def pick_last(form: list[tuple[str, str]]) -> Mapping[str, str]:
    """Return a form's fields by their names, of those with several the last."""
    return dict(form)
