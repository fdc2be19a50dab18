"""Ask the page in this process, without a network: what is asked goes through the gate as a browser's requests do."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlencode

from generator.web.app import build_application
from generator.web.folder import WorkFolder
from generator.web.gate import Gate, make_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping, Sequence
    from pathlib import Path
    from typing import Any

PORT = 20_000
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"
FORM = "application/x-www-form-urlencoded"

Header = tuple[str, str]


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    """By their names in lower case; of those that are there twice, the last."""
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> object:
        """What the body is as JSON."""
        return json.loads(self.body)


class Page:
    """The page on a folder, and a browser that has its key: a failure that nobody expected is raised."""

    def __init__(self, folder: Path) -> None:
        self.folder = WorkFolder(str(folder))
        self.application = build_application(self.folder)
        self.gate = Gate(self.application, PORT, make_key(), _fail)
        self.cookie = f"alliance-{PORT}={self.gate.key}"

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=self.own_headers(headers))

    def post(
        self, path: str, form: Sequence[tuple[str, str]] | Mapping[str, str] | bytes = b"", **headers: str
    ) -> Answer:
        """Send a form, or bytes as they are (a file that is dropped)."""
        own = self.own_headers(headers)
        if not isinstance(form, bytes):
            own.append(("content-type", FORM))
            form = urlencode(form).encode()
        return self.ask("POST", path, form, own)

    def put(self, path: str, value: object, **headers: str) -> Answer:
        """Send a value as JSON."""
        own = [*self.own_headers(headers), ("content-type", "application/json")]
        return self.ask("PUT", path, json.dumps(value).encode(), own)

    def own_headers(self, more: Mapping[str, str]) -> list[Header]:
        """Return what a browser says with the page's own requests, and headers by their names with underscores."""
        own = {"host": HOST, "origin": ORIGIN, "sec-fetch-site": "same-origin", "cookie": self.cookie}
        return list((own | {name.replace("_", "-"): value for name, value in more.items()}).items())

    def ask(self, method: str, path: str, body: bytes = b"", headers: Sequence[Header] = ()) -> Answer:
        """Send a request that has these headers and no others but its length."""
        given = [*headers, ("content-length", str(len(body)))] if body else list(headers)
        return asyncio.run(_send(self.gate, _describe(method, path, given), [body]))

    def ask_in_parts(self, method: str, path: str, parts: Iterable[bytes], headers: Sequence[Header]) -> Answer:
        """Send a request part by part; its length is not told but in the headers."""
        return asyncio.run(_send(self.gate, _describe(method, path, headers), parts))

    def leave(self, path: str, form: Mapping[str, str], patience: int, **headers: str) -> Answer:
        """Send a form, and leave after so many parts of the answer; return what came until then."""
        own = [*self.own_headers(headers), ("content-type", FORM)]
        return asyncio.run(_send(self.gate, _describe("POST", path, own), [urlencode(form).encode()], patience))

    def ask_together(self, path: str, form: Mapping[str, str], other: str, **headers: str) -> tuple[Answer, list[int]]:
        """Send a form, and meanwhile get another address again and again; return the answer, and these statuses."""
        return asyncio.run(self._ask_together(path, form, other, headers))

    async def _ask_together(
        self, path: str, form: Mapping[str, str], other: str, headers: Mapping[str, str]
    ) -> tuple[Answer, list[int]]:
        own = [*self.own_headers(headers), ("content-type", FORM)]
        first = asyncio.create_task(_send(self.gate, _describe("POST", path, own), [urlencode(form).encode()]))
        statuses: list[int] = []
        while not first.done():
            answer = await _send(self.gate, _describe("GET", other, self.own_headers({})), [])
            statuses.append(answer.status)
            await asyncio.sleep(0)
        return first.result(), statuses


def _fail(fault: Exception) -> None:
    raise fault


def _describe(method: str, path: str, headers: Sequence[Header]) -> dict[str, Any]:
    """Return a request's scope, as ASGI 3 has it."""
    raw, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(raw),
        "raw_path": raw.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", PORT),
        "state": {},
    }


async def _send(gate: Gate, scope: dict[str, Any], parts: Iterable[bytes], patience: int | None = None) -> Answer:
    """Return the answer to a request whose body comes in these parts, each taken when it is asked for.

    The browser leaves after so many parts of an answer as it has ``patience``, before any where that is less than 0.
    """
    gone = asyncio.Event()
    if patience is not None and patience < 0:
        gone.set()
    waiting = iter(parts)
    is_over = False
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        nonlocal is_over
        part = next(waiting, None)
        if part is None and is_over:
            await gone.wait()  # the browser says nothing more, until it leaves
            return {"type": "http.disconnect"}
        is_over = part is None
        return {"type": "http.request", "body": part or b"", "more_body": not is_over}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)
        if patience is not None and len(sent) > patience:
            gone.set()

    await gate(scope, receive, send)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], headers, body)
