"""Answers to work that takes long: a step at a time, so that the one thread answers others meanwhile.

A script asks for lines, each a JSON object: how far the work is, and at last what came of it. Where nobody listens any
more, because Stop was pressed or the window closed, the work is closed between two steps.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from starlette.responses import Response, StreamingResponse

from generator.errors import AllianceError
from generator.web.site import find_site

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

LINES = "application/x-ndjson"
"""What a script accepts that shows how far the work is."""
_Result = TypeVar("_Result")


class Step(NamedTuple):
    """How far some work is."""

    done: int
    total: int
    what: str
    """What is counted, in the plural."""


class _Lines(StreamingResponse):
    """An answer in lines whose work is closed as soon as its reader has left."""

    media_type = LINES

    def __init__(self, lines: AsyncGenerator[str, None]) -> None:
        super().__init__(lines)
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._lines):
            await super().__call__(scope, receive, send)


async def answer_in_steps(
    request: Request, steps: Generator[Step, None, _Result], show_part: Callable[[_Result], Response]
) -> Response | _Result:
    """Return the answer to work where lines are accepted, which end with a part of the page; else what came of it.

    Failures of the work are told in the lines, and raised without them.
    """
    if request.headers.get("accept") == LINES:
        return _Lines(_write_lines(request, steps, show_part))
    with closing(steps):
        while True:
            try:
                next(steps)
            except StopIteration as end:
                result: _Result = end.value
                return result
            await asyncio.sleep(0)
            if await request.is_disconnected():
                return Response(status_code=204)


async def _write_lines(
    request: Request, steps: Generator[Step, None, _Result], show_part: Callable[[_Result], Response]
) -> AsyncGenerator[str, None]:
    with closing(steps):
        try:
            while True:
                yield _line(next(steps)._asdict())
                await asyncio.sleep(0)
        except StopIteration as end:
            yield _line_of(show_part(end.value))
        except AllianceError as failure:
            yield _line_of(find_site(request).show_failure(failure, page=False))


def _line_of(part: Response) -> str:
    """Return the last line: what has come of it, to be shown."""
    return _line({"status": part.status_code, "part": bytes(part.body).decode()})


def _line(value: dict[str, object]) -> str:
    return f"{json.dumps(value)}\n"
