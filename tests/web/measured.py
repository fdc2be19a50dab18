"""``alliance open`` as a process of its own, asked over the network of this machine."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Reply(NamedTuple):
    """What came back over the network."""

    status: int
    text: str
    seconds: float
    """Processor time that the server and its children took meanwhile."""


class Server:
    """A running server, and the key that it gave."""

    def __init__(self, process: subprocess.Popen[str], link: str) -> None:
        self.process = process
        self.link = link
        self.host = urlsplit(link).netloc
        self._cookie = ""
        found = self._send("GET", link.removeprefix(f"http://{self.host}"), b"")
        self._cookie = str(found.getheader("set-cookie")).partition(";")[0]
        found.read()

    def ask(self, method: str, path: str, body: bytes = b"") -> Reply:
        before = self.seconds()
        answer = self._send(method, path, body)
        text = answer.read().decode()
        return Reply(answer.status, text, self.seconds() - before)

    def seconds(self) -> float:
        """Return the processor time that the server and its ended children took (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS

    def peak(self) -> int:
        """Return the most memory that the server had, in bytes (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    def threads(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))

    def _send(self, method: str, path: str, body: bytes) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {"Origin": f"http://{self.host}", "Cookie": self._cookie, "Connection": "close"}
        connection.request(method, path, body or None, headers)
        return connection.getresponse()


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Start the page on a folder, and end it at last; it must have said nothing but its own lines."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "open", str(folder), "--port", str(port), "--no-browser"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "XDG_RUNTIME_DIR": str(folder.parent)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        assert process.stderr
        try:
            yield Server(process, process.stdout.readline().split()[1])
        finally:
            process.send_signal(signal.SIGINT)
            said = process.stderr.read().splitlines()
    strange = [line for line in said if not line.startswith(("It works in", "Ended;"))]
    assert strange == [], "\n".join(strange)
