"""Who may ask: what stands before every request, so that nobody but the user on this machine gets an answer.

A page on another site can have a browser send requests here, and rebind its name to this address. So every request
must name exactly this host and carry the key of this start, and what changes anything must come from our own pages.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from generator.files.reading import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping, Sequence
    from typing import Any

    Message = MutableMapping[str, Any]
    Header = tuple[bytes, bytes]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[Message, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing of another site, nothing written into the page, no frames (Content Security Policy Level 3)."""
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    # not no-referrer: with that, browsers send our own forms with `Origin: null`
    (b"referrer-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_READING = ("GET", "HEAD")
_METHODS = (*_READING, "POST", "PUT")
_SAME = b"same-origin"
_OTHER_SITES = (b"cross-site", b"same-site")
"""The second is another program on this machine: browsers tell no ports apart when they say so."""
_MOST_DISCARDED = 5 * MOST_BYTES
"""Bytes of a request that is too large which are read all the same: its sender reads no answer before all is sent."""
_LONGEST_BODY = 60.0
"""Seconds that a request may take to come."""
_DIGITS = 12
"""Of the length of a request at most."""
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8">{}<title>Designed alliance</title>'
    '<link rel="icon" href="data:,"><p>{}</p></html>\n'
)
# a redirection would not carry the cookie where the link was clicked on another site: it is strict
_AT_ONCE = '<meta http-equiv="refresh" content="0;url=/">'
_USED = "This link is of an earlier start, or was used. Take the one that <code>alliance open</code> printed last."


def make_key() -> str:
    """Return a new key for a start, of 256 random bits."""
    return secrets.token_urlsafe(32)


def mint_single_key(key: str) -> str:
    """Return a new key that opens the page of a start with this ``key`` once.

    It is for the list of processes, where others on this machine may see what a browser is started with.
    """
    return _authenticate(key, secrets.token_urlsafe(16))


def _authenticate(key: str, name: str) -> str:
    return f"{name}.{hmac.new(key.encode(), name.encode(), 'sha256').hexdigest()}"


class Gate:
    """Lets the user's requests through to the application, and puts the headers on every answer."""

    def __init__(self, application: Application, port: int, key: str, tell_fault: Callable[[Exception], None]) -> None:
        """Take what answers, the port of 127.0.0.1 that it is asked at, and what is told of its unexpected failures.

        The ``key`` opens the page as long as this start runs: what is printed has it.
        """
        self.key = key
        self._used: set[str] = set()
        self._application = application
        self._tell_fault = tell_fault
        self._hosts = {f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode()}
        self._cookie = f"alliance-{port}"

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI 3 has it."""
        if scope["type"] != "http":
            return
        answer = _Answer(send)
        try:
            await self._reply(scope, receive, answer)
        except Exception as fault:  # noqa: BLE001 - a fault of ours on one page ends no other one
            if not answer.has_begun:
                await answer.say(500, "This went wrong, and it is a fault of the program. Your files are as they were.")
            self._tell_fault(fault)

    async def _reply(self, scope: Message, receive: Receive, answer: _Answer) -> None:
        headers = scope["headers"]
        refusal = self._refuse_foreign(scope["method"], headers)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if refusal:
            await answer.say(*refusal)
        elif scope["path"] == "/" and asked and scope["method"] == "GET":
            await self._enter(asked, headers, answer)
        elif not self._has_cookie(headers):
            await answer.say(401, "Open the link that <code>alliance open</code> printed.")
        else:
            await self._let_through(scope, receive, answer)

    def _refuse_foreign(self, method: str, headers: Sequence[Header]) -> tuple[int, str] | None:
        """Return the status and words for a request that does not come from our own pages; None for one that does."""
        host = _find_only(headers, b"host")
        if host not in self._hosts:
            return 421, "Not here."
        if method not in _METHODS:
            return 405, "Nothing here is asked so."
        site = _find_only(headers, b"sec-fetch-site", _SAME)
        if method in _READING:
            # links of other sites may lead here, but what they show may not be from here
            is_link = _find_only(headers, b"sec-fetch-mode", b"navigate") == b"navigate"
            is_foreign = site is None or (site in _OTHER_SITES and not is_link)
        else:
            is_foreign = _find_only(headers, b"origin") != b"http://" + host or site != _SAME
        return (403, "Asked from elsewhere.") if is_foreign else None

    async def _enter(self, asked: str, headers: Sequence[Header], answer: _Answer) -> None:
        """Give the browser that brought a key the cookie that it is known by."""
        if not (self._has_cookie(headers) or hmac.compare_digest(asked.encode(), self.key.encode())):
            name = asked.partition(".")[0]
            is_ours = hmac.compare_digest(asked.encode(), _authenticate(self.key, name).encode())
            if not is_ours or name in self._used:
                await answer.say(403, _USED)
                return
            self._used.add(name)
        cookie = f"{self._cookie}={self.key}; HttpOnly; SameSite=Strict; Path=/"
        await answer.say(200, '<a href="/">Go on</a>', head=_AT_ONCE, more=[(b"set-cookie", cookie.encode())])

    def _has_cookie(self, headers: Sequence[Header]) -> bool:
        given = b"; ".join(value for name, value in headers if name == b"cookie")
        try:
            held = SimpleCookie(given.decode("latin-1")).get(self._cookie)
        except CookieError:
            return False
        return held is not None and hmac.compare_digest(held.value.encode(), self.key.encode())

    async def _let_through(self, scope: Message, receive: Receive, answer: _Answer) -> None:
        """Have the application answer the user's request, once all of it has come."""
        try:
            async with asyncio.timeout(_LONGEST_BODY):
                body = await _read_body(scope["headers"], receive)
        except TimeoutError:
            await answer.say(408, "It took too long to come.")
            return
        if body is None:
            await answer.say(413, f"Larger than {MOST_BYTES // 1_000_000} MB.")
            return
        await self._application(scope, _replay(body, receive), answer.send)


class _Answer:
    """The answer to one request, with our headers."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def send(self, message: Message) -> None:
        """Send a part of it."""
        if message["type"] == "http.response.start":
            self.has_begun = True
            own = {name for name, _ in message["headers"]}
            added = [header for header in HEADERS if header[0] not in own]
            message = {**message, "headers": [*message["headers"], *added]}
        await self._send(message)

    async def say(self, status: int, sentence: str, *, head: str = "", more: Sequence[Header] = ()) -> None:
        """Send a whole page, and close the connection."""
        body = _PAGE.format(head, sentence).encode()
        length = (b"content-length", b"%d" % len(body))
        headers = [(b"content-type", b"text/html; charset=utf-8"), length, (b"connection", b"close"), *more]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def _find_only(headers: Sequence[Header], name: bytes, default: bytes | None = None) -> bytes | None:
    """Return the value of a header, the default where it is missing, and None where it is there several times."""
    values = [value for given, value in headers if given == name]
    return values[0] if len(values) == 1 else None if values else default


async def _read_body(headers: Sequence[Header], receive: Receive) -> bytes | None:
    """Return what a request brings; None where that is too much."""
    length = _find_only(headers, b"content-length", b"0")
    if length is None or not length.isdigit() or len(length) > _DIGITS:
        return None
    is_asking = any(name == b"expect" for name, _ in headers)  # whether to send it at all
    if int(length) > (MOST_BYTES if is_asking else _MOST_DISCARDED):
        return None
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= _MOST_DISCARDED:
        message = await receive()
        if message["type"] != "http.request":  # its sender has left
            return None
        part = message.get("body", b"")
        size += len(part)
        if size <= MOST_BYTES:
            parts.append(part)
        else:
            parts.clear()
        more = message.get("more_body", False)
    return b"".join(parts) if size <= MOST_BYTES else None


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return what gives the application the body that was read, and then what comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
