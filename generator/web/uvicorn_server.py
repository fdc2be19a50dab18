"""Uvicorn as the page's server: one thread, nothing printed, nothing kept waiting by half requests."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from generator.web.gate import HEADERS

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from generator.web.gate import Application

    WantsEnd = Callable[[], bool]
    TellFault = Callable[[BaseException], None]

_MOST_CONNECTIONS = 200
"""Further ones are closed at once."""
_IDLE = 5
"""Seconds after which a connection that asks nothing more is closed, and in which answers are finished at the end."""
_PATIENCE = 20.0
"""Seconds in which a new connection has to ask for something: whole lines, not a half one for ever."""
_LONGEST_HEAD = 32_000
"""Bytes of a request's line and headers."""


def run(gate: Application, listening: socket.socket, wants_end: WantsEnd, tell_fault: TellFault) -> None:
    """Answer what comes to a listening socket until the end is wanted; tell of failures that end nothing."""
    config = uvicorn.Config(
        gate,
        http=_Connection,
        loop="asyncio",
        ws="none",
        lifespan="off",
        workers=1,
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_IDLE,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
    )
    with suppress(KeyboardInterrupt):  # uvicorn raises it again when all is closed
        _Server(config, wants_end, tell_fault).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Uvicorn's server, which also ends when that is wanted otherwise than by its signals."""

    def __init__(self, config: uvicorn.Config, wants_end: WantsEnd, tell_fault: TellFault) -> None:
        super().__init__(config)
        self._wants_end = wants_end
        self._tell_fault = tell_fault

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(self._tell_of_loop)
        await super().serve(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Tell uvicorn, ten times a second, whether to end."""
        return self._wants_end() or await super().on_tick(counter)

    def _tell_of_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._tell_fault(context.get("exception") or RuntimeError(context["message"]))


class _Connection(H11Protocol):
    """Uvicorn's connection, which waits for no half request, and has our headers on what it answers by itself."""

    _end_of_waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        if len(self.connections) > _MOST_CONNECTIONS:
            transport.close()
        self._limit_waiting()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._limit_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._end_of_waiting:
            self._end_of_waiting.cancel()

    def _limit_waiting(self) -> None:
        """Close the connection in a while if the lines of a request have not come until then."""
        if self.conn.their_state is not h11.IDLE:
            if self._end_of_waiting:
                self._end_of_waiting.cancel()
            self._end_of_waiting = None
        elif not self._end_of_waiting:
            self._end_of_waiting = self.loop.call_later(_PATIENCE, self.transport.close)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request: h11 refuses it, so that it never comes to the gate."""
        body = msg.encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close"), *HEADERS]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
