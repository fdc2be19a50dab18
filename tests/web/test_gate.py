"""Nobody but the user on this machine gets an answer."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any, Self

import pytest

from generator.files.reading import MOST_BYTES
from generator.web.gate import HEADERS, Gate, mint_single_key
from tests.web.asking import HOST, ORIGIN, PORT, Answer, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping
    from pathlib import Path

Headers = list[tuple[str, str]]
OWN: Headers = [("host", HOST), ("origin", ORIGIN), ("sec-fetch-site", "same-origin")]


class Unread:
    """A body that nobody may begin to read."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        pytest.fail("something was read")


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def own(page: Page, **changes: str | None) -> Headers:
    """Return what a browser says with the page's own requests, but for these; None takes a header away."""
    said: dict[str, str | None] = {**dict(OWN), "cookie": page.cookie}
    said |= {name.replace("_", "-"): value for name, value in changes.items()}
    return [(name, value) for name, value in said.items() if value is not None]


def require_headers(answer: Answer) -> None:
    for name, value in HEADERS:
        assert answer.headers[name.decode()] == value.decode()


def test_the_page_answers_the_browser_that_has_its_key(page: Page) -> None:
    answer = page.get("/")
    assert answer.status == 200
    assert answer.text.startswith("<!doctype html>")
    require_headers(answer)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:80", f"127.0.0.1.evil.example:{PORT}",
                                  f"localhost.:{PORT}", f"[::1]:{PORT}", f"0.0.0.0:{PORT}", "", None])  # fmt: skip
def test_another_host_is_not_here(page: Page, host: str | None) -> None:
    answer = page.ask("GET", "/", headers=own(page, host=host))
    assert answer.status == 421
    assert "lunch" not in answer.text
    require_headers(answer)


def test_two_hosts_are_not_here(page: Page) -> None:
    for hosts in ([HOST, "evil.example"], ["evil.example", HOST], [HOST, HOST]):
        said = [*own(page, host=None), *(("host", host) for host in hosts)]
        assert page.ask("GET", "/", headers=said).status == 421


def test_this_machine_may_be_called_by_its_name(page: Page) -> None:
    host = f"localhost:{PORT}"
    assert page.ask("GET", "/", headers=own(page, host=host)).status == 200
    assert page.ask("POST", "/nothing", headers=own(page, host=host, origin=f"http://{host}")).status == 404
    assert page.ask("POST", "/nothing", headers=own(page, host=host)).status == 403


@pytest.mark.parametrize("path", ["/", "/new", "/static/page.css", "/file/0", "/?look", "/?key="])
def test_who_has_no_key_gets_no_answer(page: Page, path: str) -> None:
    answer = page.ask("GET", path, headers=own(page, cookie=None))
    assert answer.status == 401
    assert page.gate.key not in answer.text
    require_headers(answer)


@pytest.mark.parametrize("cookie", ["alliance-20000=", "alliance-20000=x", "alliance-20001={key}", "{key}", "=;;=,",
                                    'alliance-20000="{key}x"', "alliance-20000=\xe9", "[]()=1; x={key}"])  # fmt: skip
def test_a_wrong_cookie_is_no_key(page: Page, cookie: str) -> None:
    said = cookie.format(key=page.gate.key)
    assert page.ask("GET", "/", headers=own(page, cookie=said)).status == 401


def test_the_printed_key_lets_in_and_is_kept_in_a_cookie(page: Page) -> None:
    answer = page.ask("GET", f"/?key={page.gate.key}", headers=[("host", HOST)])
    assert answer.status == 200
    cookie = answer.headers["set-cookie"]
    assert cookie.partition("=")[0] == f"alliance-{PORT}"
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert 'http-equiv="refresh" content="0;url=/"' in answer.text
    require_headers(answer)
    assert page.ask("GET", "/", headers=[("host", HOST), ("cookie", cookie.partition(";")[0])]).status == 200
    assert page.ask("GET", f"/?key={page.gate.key}", headers=[("host", HOST)]).status == 200


@pytest.mark.parametrize("key", ["x", "%00", "\xe9", "%ff", "{key}x", "{short}", "{single}x", "x{single}", "a.b", "."])
def test_a_wrong_key_lets_nobody_in(page: Page, key: str) -> None:
    single = mint_single_key(page.gate.key)
    wrong = key.format(key=page.gate.key, short=page.gate.key[:-1], single=single)
    answer = page.ask("GET", f"/?key={wrong}".encode().decode("latin-1"), headers=[("host", HOST)])
    assert answer.status == 403
    assert "set-cookie" not in answer.headers
    require_headers(answer)


def test_a_single_key_lets_in_once(page: Page) -> None:
    single = mint_single_key(page.gate.key)
    entering = page.ask("GET", f"/?key={single}", headers=[("host", HOST)])
    assert entering.status == 200
    assert single not in entering.headers["set-cookie"]
    again = page.ask("GET", f"/?key={single}", headers=[("host", HOST)])
    assert again.status == 403
    assert page.ask("GET", f"/?key={mint_single_key(page.gate.key)}", headers=[("host", HOST)]).status == 200


def test_a_single_key_of_another_start_lets_nobody_in(page: Page) -> None:
    assert page.ask("GET", f"/?key={mint_single_key('x' * 43)}", headers=[("host", HOST)]).status == 403


def test_who_is_in_may_use_the_link_again(page: Page) -> None:
    single = mint_single_key(page.gate.key)
    for _ in range(2):
        assert page.ask("GET", f"/?key={single}", headers=own(page)).status == 200


def test_looking_for_the_link_does_not_use_it_up(page: Page) -> None:
    single = mint_single_key(page.gate.key)
    assert page.ask("HEAD", f"/?key={single}", headers=[("host", HOST)]).status == 401
    assert page.ask("GET", f"/?key={single}", headers=[("host", HOST)]).status == 200


def test_a_link_that_is_clicked_on_another_site_lets_in(page: Page) -> None:
    clicked = [("host", HOST), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]
    assert page.ask("GET", f"/?key={page.gate.key}", headers=clicked).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(
    "changes",
    [
        {"origin": None},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": f"https://{HOST}"},
        {"origin": "http://127.0.0.1"},
        {"origin": f"http://localhost:{PORT}"},
        {"origin": f"http://{HOST}.evil.example"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
    ],
    ids=str,
)
def test_what_changes_anything_must_come_from_our_own_pages(
    page: Page, method: str, changes: dict[str, str | None]
) -> None:
    answer = page.ask(method, "/quit", headers=own(page, **changes))
    assert answer.status == 403
    assert not page.application.state.site.ending.is_set()
    require_headers(answer)


def test_two_origins_are_none_of_ours(page: Page) -> None:
    for others in (["http://evil.example", ORIGIN], [ORIGIN, "http://evil.example"]):
        said = [*own(page, origin=None), *(("origin", origin) for origin in others)]
        assert page.ask("POST", "/quit", headers=said).status == 403
    assert not page.application.state.site.ending.is_set()


def test_a_browser_that_does_not_say_where_it_asks_from_is_known_by_its_origin(page: Page) -> None:
    assert page.ask("POST", "/quit", headers=own(page, sec_fetch_site=None)).status == 200
    assert page.application.state.site.ending.is_set()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_shows_nothing_of_ours(page: Page, site: str) -> None:
    said = own(page, sec_fetch_site=site, sec_fetch_mode="no-cors")
    assert page.ask("GET", "/static/page.css", headers=said).status == 403
    assert page.ask("GET", "/", headers=own(page, sec_fetch_site=site, sec_fetch_mode="navigate")).status == 200


def test_who_asks_for_the_head_gets_no_more(page: Page) -> None:
    answer = page.ask("HEAD", "/", headers=own(page))
    assert answer.status == 200
    require_headers(answer)


@pytest.mark.parametrize("method", ["DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "PROPFIND", "get", "X"])
def test_unknown_methods_are_refused(page: Page, method: str) -> None:
    for path in ("/", "/nothing"):
        answer = page.ask(method, path, headers=own(page))
        assert answer.status == 405
        require_headers(answer)


def test_what_only_buttons_ask_for_says_so(page: Page) -> None:
    answer = page.get("/quit")
    assert answer.status == 405
    assert answer.headers["allow"] == "POST"
    assert "only for buttons" in answer.text
    require_headers(answer)


PATHS = [
    "/..", "/../gate.py", "/static/../gate.py", "/static/..%2fgate.py", "/static/%2e%2e/gate.py", "/static/..\\gate.py",
    "/static/%2e%2e%2fgate.py", "/static/..%5cgate.py", "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/",
    "/static/page.css%00.txt", "/static/%00", "//etc/passwd", "/file/..%2f..%2fetc%2fpasswd", "/file/%2e%2e", "/file/x",
    "/static/C:%5cWindows%5cwin.ini", "/static/%5c%5cevil.example%5cshare%5cx", "/static/page.html", "/.git/config",
    "/static/__init__.py", "/typefaces/../x", "/typefaces/..%2fx", "/typefaces/%00", "/templates/base.html", "/%ff%fe",
    "/file/../../outside.pdf", "/file/outside.pdf", "/static/PAGE.CSS",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_anywhere(tmp_path: Path, path: str) -> None:
    (tmp_path / "outside.pdf").write_text("secret")
    answer = Page(tmp_path / "inside").get(path)
    assert answer.status == 404
    assert "There is nothing at this address" in answer.text or not answer.body
    require_headers(answer)


def test_the_largest_file_comes_in(page: Page) -> None:
    assert page.post("/nothing", bytes(MOST_BYTES)).status == 404


def test_what_is_too_large_is_refused_by_its_length(page: Page) -> None:
    answer = page.post("/nothing", bytes(60_000_000))
    assert answer.status == 413
    assert "20 MB" in answer.text
    require_headers(answer)


@pytest.mark.parametrize("length", ["60000001000", "9" * 5_000, "-1", "1e3", "", "0x10"])
def test_a_length_that_is_none_or_too_much_is_refused_unread(page: Page, length: str) -> None:
    said = [*own(page), ("content-length", length)]
    answer = page.ask_in_parts("POST", "/nothing", [], said)
    assert answer.status == 413


def test_what_is_too_large_is_refused_though_its_length_is_not_told(page: Page) -> None:
    for parts in ([bytes(1_000_000)] * 60, [bytes(MOST_BYTES), b"x"], [bytes(60_000_000)]):
        assert page.ask_in_parts("POST", "/nothing", parts, own(page)).status == 413


def test_no_more_than_some_is_read_of_what_never_ends(page: Page) -> None:
    count = 0

    def flow() -> Iterator[bytes]:
        nonlocal count
        while True:
            count += 1
            yield bytes(1_000_000)

    assert page.ask_in_parts("POST", "/nothing", flow(), own(page)).status == 413
    assert count <= 102


def test_who_asks_before_sending_what_is_too_large_gets_an_answer_at_once(page: Page) -> None:
    said = [*own(page), ("content-length", "60000000"), ("expect", "100-continue")]
    assert page.ask_in_parts("POST", "/nothing", Unread(), said).status == 413


def test_strangers_bodies_are_not_read(page: Page) -> None:
    assert page.ask_in_parts("POST", "/quit", Unread(), own(page, cookie=None)).status == 401
    assert page.ask_in_parts("POST", "/quit", Unread(), own(page, origin="null")).status == 403


def test_a_fault_of_ours_is_told_and_keeps_to_itself_what_was_typed(tmp_path: Path) -> None:
    told: list[Exception] = []

    async def fail(*_: object) -> None:
        raise KeyError("Ana Lima")

    page = Page(tmp_path)
    page.gate = Gate(fail, PORT, page.gate.key, told.append)
    answer = page.get("/new")
    assert answer.status == 500
    assert "fault of the program" in answer.text
    assert "Ana" not in answer.text
    require_headers(answer)
    assert [type(fault) for fault in told] == [KeyError]


def test_a_fault_of_a_screen_looks_like_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(tmp_path)
    told: list[Exception] = []
    page.gate = Gate(page.application, PORT, page.gate.key, told.append)

    def fail(*_: object, **__: object) -> None:
        raise KeyError("Ana Lima")

    monkeypatch.setattr("generator.web.screens.start.load_bank", fail)
    answer = page.get("/")
    assert answer.status == 500
    assert re.search(r"<h1>This went wrong</h1>", answer.text)
    assert "Ana" not in answer.text
    require_headers(answer)
    assert [type(fault) for fault in told] == [KeyError]


def test_what_is_no_request_gets_no_answer(page: Page) -> None:
    async def refuse(*_: object) -> MutableMapping[str, Any]:
        pytest.fail("answered")

    asyncio.run(page.gate({"type": "websocket"}, refuse, refuse))  # type: ignore[arg-type]
