"""``alliance open`` as a process of its own, and requests to it, byte by byte where that matters."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHECKOUT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-W", "error", "-m", "generator", "open")
PATIENCE = 30
"""Seconds in which all must have happened, on a machine that is busy with other things."""


class Ended(NamedTuple):
    """What a start left behind."""

    code: int
    out: str
    err: str


class Reply(NamedTuple):
    """What a start answered."""

    status: int
    headers: dict[str, str]
    """By their names in lower case."""
    body: bytes


class Start:
    """A running ``alliance open``, which has printed its address."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        self.process = process
        self.line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:([0-9]+)/\?key=([\w.-]+)", self.line)
        if not found:
            process.kill()
            raise AssertionError(self.line + "".join(process.communicate()))
        self.link, self.port, self.key = found[0], int(found[1]), found[2]
        self.host = f"127.0.0.1:{self.port}"
        self.cookie = f"alliance-{self.port}={self.key}"

    def own_headers(self) -> dict[str, str]:
        """Return what a browser says with the page's own requests."""
        return {"Origin": f"http://{self.host}", "Sec-Fetch-Site": "same-origin", "Cookie": self.cookie}

    def ask(self, method: str, path: str, body: bytes | Iterator[bytes] = b"", **headers: str) -> Reply:
        """Send a request of the page's own, and further headers by their names with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        said = self.own_headers() | {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, said, encode_chunked=not isinstance(body, bytes))
            answer = connection.getresponse()
            return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        """Return a connection on which nothing is said yet."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def say(self, data: bytes) -> Reply:
        """Send these very bytes and return the answer."""
        with self.connect() as connection:
            connection.sendall(data)
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())

    def count_threads(self) -> int:
        """Return how many threads the process has, as the kernel counts them."""
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))

    def find_memory(self, name: str = "VmRSS") -> int:
        """Return how many bytes of memory the process has, or had at most (``VmHWM``)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"{name}:\s+([0-9]+) kB", status)
        assert found
        return int(found[1]) * 1024

    def measure_seconds(self) -> float:
        """Return the processor time of the process and of its children that have ended."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")  # utime, stime, cutime, cstime (proc(5))

    def end(self, number: int = signal.SIGINT) -> Ended:
        """Send a signal and return what is left; the address's line is not in it."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> Ended:
        out, err = self.process.communicate(timeout=PATIENCE)
        return Ended(self.process.returncode, out, err)


@contextmanager
def start(folder: Path, *options: str, browser: bool = False, environment: Mapping[str, str] = {}) -> Iterator[Start]:
    """Start the page on a folder; kill it at last if it has not ended."""
    with spawn(folder, *options, browser=browser, environment=environment) as process:
        try:
            yield Start(process)
        finally:
            process.kill()


@contextmanager
def start_as_typed(home: Path, *arguments: str) -> Iterator[Start]:
    """Start the page with what somebody typed behind ``alliance open``, at home."""
    with spawn_with(arguments, home, {}) as process:
        try:
            yield Start(process)
        finally:
            process.kill()


def run(folder: Path, *options: str, browser: bool = False, environment: Mapping[str, str] = {}) -> Ended:
    """Start the page on a folder where that ends by itself."""
    with spawn(folder, *options, browser=browser, environment=environment) as process:
        try:
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    return Ended(process.returncode, out, err)


def spawn(
    folder: Path, *options: str, browser: bool = False, environment: Mapping[str, str] = {}
) -> subprocess.Popen[str]:
    """Return the process that serves a folder."""
    chosen = () if browser else ("--no-browser",)
    return spawn_with((str(folder), *chosen, *options), folder.parent, environment)


def spawn_with(arguments: tuple[str, ...], home: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """Return the process; what tells of the session and of the display is the home's own, unless given."""
    session = home / "session"
    session.mkdir(mode=0o700, exist_ok=True)
    strange = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "SSH_CONNECTION"}
    kept = {name: value for name, value in os.environ.items() if name not in strange}
    own = {"PYTHONPATH": str(CHECKOUT), "XDG_RUNTIME_DIR": str(session), "HOME": str(home)}
    return subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**kept, **own, **environment},
        cwd=home,
    )
