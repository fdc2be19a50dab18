"""What only a process of its own shows: sockets, signals, streams, a second start, and a browser that is opened."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.web import uvicorn_server
from generator.web.gate import HEADERS
from tests.web.asking import FORM
from tests.web.serving import CHECKOUT, PATIENCE, Reply, Start, run, spawn, start
from tests.web.test_strange_requests import ADDRESSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.web.gate import Send

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc and sends signals"),
]
ENDED = "Ended; everything is in the folder."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    with start(tmp_path_factory.mktemp("served") / "lunches") as started:
        yield started


def require_headers(reply: Reply) -> None:
    for name, value in HEADERS:
        assert reply.headers[name.decode()] == value.decode()
    assert "server" not in reply.headers


def lines_of(started: Start, *lines: str) -> bytes:
    """Return a request of these lines, each with what stands for the host and the cookie filled in."""
    return "".join(
        line.format(host=started.host, cookie=started.cookie, origin=f"http://{started.host}") + "\r\n"
        for line in (*lines, "")
    ).encode("latin-1")


def find_listening(port: int) -> set[str]:
    """Return the addresses at which somebody listens at a port, as the kernel writes them."""
    tables = [table for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")) if table.exists()]
    rows = [line.split() for table in tables for line in table.read_text().splitlines()[1:]]
    addresses = [row[1].split(":") for row in rows if row[3] == "0A"]
    return {address for address, number in addresses if int(number, 16) == port}


def test_it_says_where_it_is_and_in_which_folder(tmp_path: Path) -> None:
    with start(tmp_path / "lunches") as started:
        assert started.line == f"Open {started.link}\n"
        ended = started.end()
    assert ended == (0, "", f"It works in {tmp_path / 'lunches'}. Ctrl-C ends it.\n{ENDED}\n")


def test_it_listens_on_this_machine_alone(served: Start) -> None:
    assert find_listening(served.port) == {"0100007F"}


def test_the_link_opens_the_page(served: Start) -> None:
    entering = served.say(lines_of(served, f"GET /?key={served.key} HTTP/1.1", "Host: {host}"))
    assert entering.status == 200
    require_headers(entering)
    assert entering.headers["set-cookie"] == f"{served.cookie}; HttpOnly; SameSite=Strict; Path=/"
    page = served.ask("GET", "/")
    assert page.status == 200
    require_headers(page)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("GET / HTTP/1.1",), 400),
        (("GET / HTTP/1.1", "Host: {host}", "Host: evil.example"), 400),
        (("GET / HTTP/1.0",), 421),
        (("GET / HTTP/1.1", "Host: evil.example", "Cookie: {cookie}"), 421),
        (("GET http://evil.example/ HTTP/1.1", "Host: evil.example", "Cookie: {cookie}"), 421),
        (("GET http://evil.example/ HTTP/1.1", "Host: {host}", "Cookie: {cookie}"), 404),
        (("GET / HTTP/1.1", "Host: {host}"), 401),
        (("GET /?key=x HTTP/1.1", "Host: {host}"), 403),
        (("POST /quit HTTP/1.1", "Host: {host}", "Cookie: {cookie}", "Content-Length: 0"), 403),
        (("POST /quit HTTP/1.1", "Host: {host}", "Cookie: {cookie}", "Origin: null", "Content-Length: 0"), 403),
        (("POST /nothing HTTP/1.1", "Host: {host}", "Cookie: {cookie}", "Origin: {origin}", "Content-Length: 0"), 404),
        (("GET /nothing HTTP/1.1", "Host: {host}", "Cookie: {cookie}"), 404),
        (("GET /quit HTTP/1.1", "Host: {host}", "Cookie: {cookie}"), 405),
        (("BREW / HTTP/1.1", "Host: {host}", "Cookie: {cookie}"), 405),
        (("OPTIONS * HTTP/1.1", "Host: {host}", "Cookie: {cookie}"), 405),
        (("CONNECT evil.example:443 HTTP/1.1", "Host: {host}", "Cookie: {cookie}"), 405),
        (("GET / HTTP/1.1", "Host: {host}", "Cookie: {cookie}", "Upgrade: websocket", "Connection: Upgrade",
          "Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==", "Sec-WebSocket-Version: 13"), 200),
        (("GET / HTTP/1.1", "Host: {host}", "Upgrade: websocket", "Connection: Upgrade"), 401),
        (("GET / HTTP/1.1", "Host: {host}", "X: \x00"), 400),
        (("GET / HTTP/1.1", "Host: {host}", "X : y"), 400),
        (("GET /\xe9 HTTP/1.1", "Host: {host}"), 400),
        (("\x16\x03\x01 TLS", ""), 400),
        (("GET / HTTP/1.1", "Host: {host}", "Transfer-Encoding: chunked", "Content-Length: 3"), 401),
        (("GET / HTTP/1.1", "Host: {host}", "Content-Length: 3", "Content-Length: 4"), 400),
        (("GET / HTTP/1.1", "Host: {host}", "Content-Length: -1"), 400),
    ],
)  # fmt: skip
def test_every_answer_has_our_headers(served: Start, lines: tuple[str, ...], status: int) -> None:
    reply = served.say(lines_of(served, *lines))
    assert reply.status == status
    require_headers(reply)
    assert served.key.encode() not in reply.body


def test_lines_that_do_not_end_are_not_read_on(served: Start) -> None:
    reply = served.say(b"GET / HTTP/1.1\r\nX: " + 40_000 * b"x")
    assert reply.status == 400
    require_headers(reply)


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/static/../gate.py", "/static/%2e%2e%2fgate.py", "/file/..",
                                  "/static/..%5cgate.py", "/file/%2fetc%2fpasswd", "//etc/passwd"])  # fmt: skip
def test_no_path_leads_out_of_the_folder(served: Start, path: str) -> None:
    reply = served.say(lines_of(served, f"GET {path} HTTP/1.1", "Host: {host}", "Cookie: {cookie}"))
    assert reply.status == 404
    require_headers(reply)


def test_what_is_too_large_is_refused_in_words(served: Start) -> None:
    before = served.find_memory("VmHWM")
    for body in (bytes(60_000_000), iter([bytes(1_000_000)] * 60)):
        reply = served.ask("POST", "/nothing", body)
        assert reply.status == 413
        assert b"20 MB" in reply.body
        require_headers(reply)
    assert served.find_memory("VmHWM") - before < 60_000_000
    assert served.ask("GET", "/").status == 200


def test_fifty_half_requests_keep_nobody_waiting(served: Start) -> None:
    with ExitStack() as opened:
        for number in range(50):
            half = opened.enter_context(served.connect())
            half.sendall((b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost:", b"\r\n")[number % 4])
        for _ in range(10):
            half = opened.enter_context(served.connect())
            half.sendall(lines_of(served, "POST /nothing HTTP/1.1", "Host: {host}", "Cookie: {cookie}",
                                  "Origin: {origin}", "Content-Length: 9") + b"half")  # fmt: skip
        began = time.monotonic()
        assert served.ask("GET", "/").status == 200
        assert time.monotonic() - began < 10  # half lines are waited for twice as long


def test_further_connections_than_some_are_closed_and_the_page_goes_on(served: Start) -> None:
    with ExitStack() as opened:
        several = [opened.enter_context(served.connect()) for _ in range(300)]
        last = several[-1]
        last.settimeout(10)  # less than half requests are waited for
        assert last.recv(1) == b""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            assert served.ask("GET", "/").status == 200
        except OSError:  # it has not seen yet that they are gone
            time.sleep(0.05)
        else:
            return
    pytest.fail("it did not answer again")


def test_half_lines_are_waited_for_for_a_while_and_answers_as_long_as_they_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uvicorn_server, "_PATIENCE", 0.3)
    received: list[bytes] = []
    is_over = threading.Event()

    async def answer(_: object, __: object, send: Send) -> None:
        await asyncio.sleep(0.6)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"here"})

    def ask() -> None:
        try:
            for said in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"):
                with socket.create_connection(listening.getsockname(), 10) as connection:
                    connection.sendall(said)
                    received.append(connection.makefile("rb").read())
        finally:
            is_over.set()

    def fail(fault: BaseException) -> None:
        raise fault

    with socket.create_server(("127.0.0.1", 0)) as listening:
        asking = threading.Thread(target=ask)
        asking.start()
        uvicorn_server.run(answer, listening, is_over.is_set, fail)
        asking.join()
    assert received[:2] == [b"", b""]
    assert received[2].startswith(b"HTTP/1.1 200")


def test_a_connection_serves_several_requests(served: Start) -> None:
    lines = ("GET /static/page.css HTTP/1.1", "Host: {host}", "Cookie: {cookie}")
    with served.connect() as connection:
        connection.sendall(lines_of(served, *lines) * 2)
        received = b""
        while received.count(b"HTTP/1.1 200") < 2:
            part = connection.recv(1 << 16)
            assert part
            received += part


def test_it_has_one_thread_and_little_memory(tmp_path: Path) -> None:
    with start(tmp_path / "lunches") as started:
        for path in ("/", "/static/page.css", "/static/page.js"):
            assert started.ask("GET", path).status == 200
        assert started.count_threads() == 1
        assert started.find_memory() < 80_000_000


def test_whatever_is_asked_it_keeps_to_one_thread_and_says_nothing(tmp_path: Path) -> None:
    form = b"name=Ana+Lima&name=Ben+Okafor&layout=classic&suggest=3"
    with start(tmp_path / "lunches") as started:
        for method, path in ADDRESSES:
            if path == "/quit":
                continue
            address = path.partition("{")[0] + ("0" * 24 if "{" in path else "")
            for body in (form, b"%PDF-1.7\n") if method != "GET" else (b"",):
                reply = started.ask(method, f"{address}?name=x.pdf", body, Content_Type=FORM)
                assert reply.status < 500
                assert started.count_threads() == 1
        assert started.find_memory("VmHWM") < 150_000_000
        ended = started.end()
    assert ended.err.splitlines()[1:] == [ENDED]


@pytest.fixture
def patient(tmp_path: Path) -> dict[str, str]:
    """The environment of a start that waits longer for what is being sent than any test does.

    That it does not wait is seen by its ending at all, and not by a clock, which a busy machine lets run.
    """
    (tmp_path / "sitecustomize.py").write_text(
        f"from generator.web import uvicorn_server as s; s._IDLE = {99 * PATIENCE}"
    )
    return {"PYTHONPATH": f"{tmp_path}:{CHECKOUT}"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_one_line(tmp_path: Path, number: int, patient: dict[str, str]) -> None:
    with start(tmp_path / "lunches", environment=patient) as started, started.connect() as idle:
        idle.sendall(b"GET / HT")
        assert started.ask("GET", "/static/page.css").status == 200  # so the idle one has been seen
        ended = started.end(number)
    assert (ended.code, ended.out, ended.err.splitlines()[1:]) == (0, "", [ENDED])


def test_who_presses_twice_does_not_wait_for_what_is_being_sent(tmp_path: Path, patient: dict[str, str]) -> None:
    with start(tmp_path / "lunches", environment=patient) as started, started.connect() as half:
        half.sendall(lines_of(started, "POST /nothing HTTP/1.1", "Host: {host}", "Cookie: {cookie}",
                              "Origin: {origin}", "Content-Length: 9") + b"half")  # fmt: skip
        assert started.ask("GET", "/static/page.css").status == 200  # so the half one has been seen
        started.process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            started.process.wait(0.5)
        ended = started.end(signal.SIGINT)
    assert (ended.code, ended.err.splitlines()[1:]) == (0, [ENDED])


def test_quit_ends_it_in_one_line(tmp_path: Path) -> None:
    with start(tmp_path / "lunches") as started:
        reply = started.ask("POST", "/quit")
        assert reply.status == 200
        assert b"The program has ended" in reply.body
        ended = started.wait()
    assert (ended.code, ended.out, ended.err.splitlines()[1:]) == (0, "", [ENDED])


def test_started_to_outlive_its_terminal_it_does(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # which a process that is started inherits
    try:
        with start(tmp_path / "lunches") as started:
            started.process.send_signal(signal.SIGHUP)
            time.sleep(0.5)
            assert started.ask("GET", "/").status == 200
            assert started.end().code == 0
    finally:
        signal.signal(signal.SIGHUP, before)


IN_A_TERMINAL = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "generator", "open", "--no-browser", sys.argv[1]])
"""


def test_a_closed_terminal_ends_it(tmp_path: Path) -> None:
    import pty  # noqa: PLC0415 - not on every system

    ours, theirs = pty.openpty()
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, "-c", IN_A_TERMINAL, str(tmp_path / "lunches")]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        said = b""
        while b"Ctrl-C" not in said:
            said += os.read(ours, 1000)
        os.close(ours)
        try:
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()


def test_it_says_nothing_of_what_is_asked_of_it(tmp_path: Path) -> None:
    with start(tmp_path / "lunches") as started:
        for path in ("/?key=wrong-one", "/Ana-Lima", "/static/Ana", "/%00"):
            started.ask("GET", path, Cookie="alliance-1=Ana")
            started.ask("GET", path)
        started.ask(
            "POST", "/preview", b"name=Ana+Lima&name=%FF&\x00", Content_Type="application/x-www-form-urlencoded"
        )
        started.say(b"NONSENSE\r\n\r\n")
        ended = started.end()
    assert ended.out == ""
    assert ended.err == f"It works in {tmp_path / 'lunches'}. Ctrl-C ends it.\n{ENDED}\n"


def test_a_folder_has_always_the_same_port(tmp_path: Path) -> None:
    ports = []
    for _ in range(2):
        with start(tmp_path / "lunches") as started:
            ports.append(started.port)
            started.end()
    assert ports[0] == ports[1]


def test_killed_it_is_started_again_at_the_same_port(tmp_path: Path) -> None:
    ports, keys = [], []
    for _ in range(3):
        with start(tmp_path / "lunches") as started, started.connect():
            assert started.ask("GET", "/").status == 200
            ports.append(started.port)
            keys.append(started.key)
            started.process.kill()
            started.process.wait()
    assert len(set(ports)) == 1
    assert len(set(keys)) == 3


def test_where_its_port_is_taken_a_folder_gets_another(tmp_path: Path) -> None:
    with start(tmp_path / "lunches") as started:
        first = started.port
        started.end()
    with socket.create_server(("127.0.0.1", first)), start(tmp_path / "lunches") as started:
        assert started.port == first + 1
        assert started.ask("GET", "/").status == 200


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ended = run(tmp_path / "lunches", "--port", str(port))
    hint = "Give another one, or leave it out for a free one."
    assert ended == (2, "", f"--port {port} is taken. {hint}\n")


def test_a_port_is_one_that_the_browser_can_come_back_to(tmp_path: Path) -> None:
    ended = run(tmp_path / "lunches", "--port", "0")
    assert ended.code == 2
    assert "1<=x<=65535" in ended.err


def test_a_chosen_port_is_kept(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    with start(tmp_path / "lunches", "--port", str(port)) as started:
        assert started.port == port


def test_a_second_start_leads_to_the_first(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "lunches")
    with start(tmp_path / "lunches") as started:
        for folder in ("lunches", "link"):
            ended = run(tmp_path / folder)
            assert ended == (0, f"It is open already: {started.link}\n", "")
        with start(tmp_path / "dinners") as other:
            assert other.port != started.port
        assert started.ask("GET", "/").status == 200
    with start(tmp_path / "lunches") as again:
        assert again.key != started.key


def test_what_tells_of_a_start_is_the_users_own_and_not_in_the_folder(tmp_path: Path) -> None:
    with start(tmp_path / "lunches") as started:
        assert list((tmp_path / "lunches").iterdir()) == []
        place = tmp_path / "session" / "designed-alliance"
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        (file,) = place.iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert started.key in file.read_text()
        started.end()
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{", b'{"port": 1, "key": "x"}', b"\xff" * 5_000])
def test_what_a_killed_start_left_deceives_nobody(tmp_path: Path, content: bytes) -> None:
    with start(tmp_path / "lunches") as started:
        started.process.kill()
        started.process.wait()
    (file,) = (tmp_path / "session" / "designed-alliance").iterdir()
    file.write_bytes(content)
    with start(tmp_path / "lunches") as again:
        assert again.port == started.port
        assert run(tmp_path / "lunches").out == f"It is open already: {again.link}\n"


def test_without_a_session_of_its_own_it_keeps_to_a_folder_that_nobody_else_enters(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    place = temporary / f"designed-alliance-{os.getuid()}"
    elsewhere = {"XDG_RUNTIME_DIR": str(tmp_path / "missing"), "TMPDIR": str(temporary)}
    with start(tmp_path / "lunches", environment=elsewhere) as started:
        assert run(tmp_path / "lunches", environment=elsewhere).out == f"It is open already: {started.link}\n"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    place.chmod(0o755)
    with start(tmp_path / "lunches", environment=elsewhere) as started:
        ended = started.end()
    assert ended.code == 0
    assert "A second start on this folder will not find this one" in ended.err
    place.rename(temporary / "planted")
    place.symlink_to(temporary / "planted")
    (temporary / "planted").chmod(0o700)
    with start(tmp_path / "lunches", environment=elsewhere) as started:
        assert "A second start on this folder will not find this one" in started.end().err


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "lunches").write_text("")
    ended = run(tmp_path / "lunches")
    assert ended == (
        5,
        "",
        f"The folder {tmp_path / 'lunches'} cannot be used (it is a file). Work in another folder.\n",
    )


def test_a_missing_extra_is_told(tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("raise ImportError(name='uvicorn')")
    ended = run(tmp_path / "lunches", environment={"PYTHONPATH": f"{tmp_path}:{CHECKOUT}"})
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert 'pip install "designed-alliance[page]"' in ended.err


def fake_browser(folder: Path, name: str, *, patience: int = 0) -> Path:
    """Return a program that notes what it was started with, and then does not end for some seconds."""
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "$@" >> {folder}/asked-for\nsleep {patience}\n')
    program.chmod(0o755)
    return folder / "asked-for"


def wait_for(file: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if file.exists() and file.read_text().endswith("\n"):
            return file.read_text()
        time.sleep(0.05)
    pytest.fail(f"no {file.name}")


def test_a_browser_is_opened_where_there_is_a_display_and_not_waited_for(tmp_path: Path) -> None:
    asked_for = fake_browser(tmp_path, "browser", patience=20)
    shown = {"DISPLAY": ":9", "BROWSER": str(tmp_path / "browser")}
    with start(tmp_path / "lunches", browser=True, environment=shown) as started:
        link = wait_for(asked_for).strip()
        assert started.key not in link
        target = link.partition(started.host)[2]
        entered = started.say(lines_of(started, f"GET {target} HTTP/1.1", "Host: {host}"))
        assert entered.headers["set-cookie"].startswith(started.cookie)
        assert started.say(lines_of(started, f"GET {target} HTTP/1.1", "Host: {host}")).status == 403
        asked_for.unlink()
        assert run(tmp_path / "lunches", browser=True, environment=shown).code == 0
        again = wait_for(asked_for).strip().partition(started.host)[2]
        assert again != target
        assert started.say(lines_of(started, f"GET {again} HTTP/1.1", "Host: {host}")).status == 200
        ended = started.end()
    assert (ended.code, ended.err.splitlines()[1:]) == (0, [ENDED])


@pytest.mark.parametrize(("name", "display"), [("w3m", ":9"), ("lynx", ":9"), ("browser", "")])
def test_no_browser_is_opened_in_the_terminal_or_where_nothing_can_be_shown(
    tmp_path: Path, name: str, display: str
) -> None:
    asked_for = fake_browser(tmp_path, name)
    shown = {"DISPLAY": display, "BROWSER": f"{tmp_path / name} %s"}
    with start(tmp_path / "lunches", browser=True, environment=shown) as started:
        assert started.ask("GET", "/").status == 200
        time.sleep(0.5)
        assert started.end().code == 0
    assert not asked_for.exists()


def test_who_closed_its_streams_gets_the_page_all_the_same(tmp_path: Path) -> None:
    with spawn(tmp_path / "lunches") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        process.stderr.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) in {0, 5}
