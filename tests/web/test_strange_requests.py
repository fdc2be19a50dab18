"""Every address answers strange things in words: no fault, no markup of theirs, nothing written elsewhere."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from starlette.routing import Route

from generator.files.names import slug
from generator.web.gate import HEADERS
from generator.web.screens import SCREENS
from tests.web.asking import FORM, Answer, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

MARKUP = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
TEXTS = [
    MARKUP, "{{ 7 * 7 }}", "{% include '/etc/passwd' %}", "${7*7}", "\x00", "\x1b[2J", "\r\nSet-Cookie: a=b",
    "../../../../etc/passwd", "..\\..\\x", "C:\\con", "/dev/zero", "-", "\u202egnp.exe", b"\xed\xa0\x80",
    b"\xff\xfe\x00", "x" * 100_000, "\N{GRINNING FACE}" * 3_000, "'; drop table x; --", "&amp;&#x27;<!--", "]]>",
    "9" * 5_000, "-1", "NaN", "1e400", "2026-13-45", "'" * 99, "\u0301" * 500, "\u2028", "\ufffe", "a\tb\nc",
]  # fmt: skip
FIELDS = [
    "name", "date", "time", "place", "minutes", "pick-0", "pick-1", "pick-99", "suggest", "seed", "layout", "paper",
    "style", "lines", "language", "language-0", "bank", "brand", "fillable", "id", "password", "review", "only",
    "without", "identity", "questions", "sections", "roster", "output", "answer/hopes/p1", "", "__class__",
]  # fmt: skip
ENTITY = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><xfdf>&e;</xfdf>"
BODIES = [
    b"", b"=", b"&&&&", b"%", b"%zz=%", b"\x00", b"a" * 1_000_000, b"[" * 100_000, b"null", b"[]", ENTITY,
    b"a: &a [*a]", b'{"text": 1, "base": []}', b'{"text": "\\ud800", "base": ""}', b'{"text": "\\u0000", "base": null}',
    b"PK\x03\x04", b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(10_000),
    b"&".join(b"name=%d" % number for number in range(10_000)), json.dumps({"text": MARKUP, "base": MARKUP}).encode(),
]  # fmt: skip
ADDRESSES = [
    (method, route.path)
    for screen in SCREENS
    for route in screen.ROUTES
    if isinstance(route, Route)
    for method in sorted((route.methods or set()) - {"HEAD"})
]
IDS = ["0" * 24, "x", "%00", "..%2f..", "%3Cscript%3E", "%ff", "9" * 3_000]


def addresses(path: str) -> Iterator[str]:
    """Yield addresses of a route, with strange things in the places of what it takes."""
    before, brace, _ = path.partition("{")
    if not brace:
        yield from (path, f"{path}?name=..%2fx.pdf&{MARKUP}", f"{path}?name=%00%0d%0a.pdf", f"{path}?look&kind=%ff")
        return
    for one in IDS:
        yield f"{before}{one}{'/answer/hopes/p1' if ':path}' in path else ''}"


def require_harmless(answer: Answer) -> None:
    assert answer.status in {200, 204, 303, 400, 404, 405, 409, 413, 415, 422}
    for name, value in HEADERS:
        assert answer.headers[name.decode()] == value.decode() or name == b"cache-control"
    assert not {name for name in answer.headers if name.startswith("set-cookie")}
    assert all(said.isprintable() for said in answer.headers.values())
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert "<img src=x" not in answer.text
        assert "<script>" not in answer.text
        assert "root:x:" not in answer.text


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    threads = threading.active_count()
    yield Page(tmp_path / "Alliances")
    assert threading.active_count() == threads
    assert {path.name for path in tmp_path.iterdir()} == {"Alliances"}
    for path in (tmp_path / "Alliances").iterdir():
        stem = path.stem
        assert stem == slug(stem, 200), "the name of a file is not a clean one"


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_strange_bodies_are_answered(page: Page, method: str, path: str) -> None:
    kind = "application/json" if method == "PUT" else FORM
    for number, address in enumerate(addresses(path)):
        for body in BODIES if method != "GET" and number == 0 else BODIES[:2]:
            require_harmless(page.ask(method, address, body, [*page.own_headers({}), ("content-type", kind)]))


@pytest.mark.parametrize(("method", "path"), [address for address in ADDRESSES if address[0] != "GET"])
def test_strange_texts_are_answered(page: Page, method: str, path: str) -> None:
    address = next(iter(addresses(path)))
    for text in TEXTS:
        form = urlencode([(field, text) for field in FIELDS]).encode()
        if method == "POST":
            require_harmless(page.post(address, form, content_type=FORM))
        if isinstance(text, str):
            require_harmless(page.put(address, {"text": text, "base": text}) if method == "PUT"
                             else page.post(address, [(text, text), ("name", text), ("name", "Ben")]))  # fmt: skip
