"""Serve the page on a folder: once, at an address of this machine that the folder always has."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import ExitStack
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest, RequestProblem, escape
from generator.web.folder import WorkFolder
from generator.web.gate import Gate, make_key
from generator.web.running import HOST, Address, StateFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FIRST_PORT, _PORTS = 20_000, 10_000
_NEIGHBOURS = 10
_WAITING = 128
"""Connections that the system keeps until we take them."""


class Console(NamedTuple):
    """How the server talks with whoever started it."""

    announce: Callable[[Address], None]
    """Is called once, when the address is known; what is asked there from now on waits until it is answered."""
    announce_other: Callable[[Address], None]
    """Is called instead, where another start serves the same folder."""
    warn: Callable[[str], None]
    """Is told, in a sentence, what will not work."""
    tell_fault: Callable[[BaseException], None]
    """Is told of an unexpected failure, after which the server goes on."""
    wants_end: Callable[[], bool]
    """Tells whether the server is to end."""


def serve(path: str, port: int | None, console: Console) -> bool:
    """Serve the page on the folder at this path until somebody ends it; return False where another start does.

    Without a ``port``, it is one that the folder always has, if that is free: what a browser keeps belongs to a port.
    Raises ``InvalidRequest`` where the port cannot be had, and ``FolderUnusable`` where the folder cannot be made.
    """
    folder = WorkFolder(path)
    with ExitStack() as until_the_end:
        state = _open_state_file(folder.path, console)
        if state:
            until_the_end.enter_context(state)
            if not state.claim():
                console.announce_other(_wait_for_address(state))
                return False
        listening = until_the_end.enter_context(_listen(folder.path, port))
        address = Address(listening.getsockname()[1], make_key())
        if state:
            until_the_end.callback(state.remove)
            state.write(address)
        console.announce(address)
        if not folder.is_writable():
            console.warn("Nothing can be saved in this folder: you may not write there.")
        _answer_requests(folder, listening, address, console)
    return True


def _answer_requests(folder: WorkFolder, listening: socket.socket, address: Address, console: Console) -> None:
    """Answer what is asked at an address until the end is wanted."""
    # imported now that the address is known: a browser takes as long to start, and its first request waits
    from generator.web.app import build_application  # noqa: PLC0415
    from generator.web.uvicorn_server import run  # noqa: PLC0415

    application = build_application(folder)
    gate = Gate(application, address.port, address.key, console.tell_fault)
    run(gate, listening, lambda: application.state.site.ended.is_set() or console.wants_end(), console.tell_fault)


def _open_state_file(folder: str, console: Console) -> StateFile | None:
    """Return the file that tells of this start; None, and a warning, where there is no safe place for it."""
    try:
        return StateFile(folder)
    except OSError as error:
        console.warn(f"A second start on this folder will not find this one: {escape(error)}.")
        return None


def _wait_for_address(state: StateFile) -> Address:
    address = state.wait_for_address()
    if address is None:
        hint = "End the program that serves it, and start again."
        raise InvalidRequest(RequestProblem("", "This folder is served already, and it is not told where", hint))
    return address


def _listen(folder: str, port: int | None) -> socket.socket:
    """Return the socket that listens at the port, or at the folder's own. Raises ``InvalidRequest``."""
    reason = ""
    for number in [port] if port is not None else _list_own_ports(folder):
        listening = socket.socket()
        if os.name == "posix":  # elsewhere two programs could listen at one port then
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, number))
            listening.listen(_WAITING)
        except OSError as error:
            listening.close()
            reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be had ({escape(error.strerror)})"
            continue
        return listening
    hint = "Give another one, or leave it out for a free one."
    raise InvalidRequest(RequestProblem("port", f"`port` {port} {reason}", hint))


def _list_own_ports(folder: str) -> Iterator[int]:
    """Yield the ports that a folder prefers, from most to least, and any free one at last."""
    first = int.from_bytes(sha256(os.fsencode(folder)).digest()[:4], "big") % (_PORTS - _NEIGHBOURS)
    yield from range(_FIRST_PORT + first, _FIRST_PORT + first + _NEIGHBOURS)
    yield 0
