"""A page in Debian's Chromium that shows sheets under the policy of the page of ``alliance open``, and takes pictures.

The fixtures ``browser`` and ``screen`` start it.
"""

from __future__ import annotations

import base64
import gc
import io
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from generator.web.web_fonts import find_web_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, CDPSession, Page, Route

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_HOST = "http://sheet.test"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'"
)
_DOCUMENT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sheets</title>
<link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script><body></body></html>"""
_STYLE = "body{margin:0;background:#fff}svg.sheet{display:block}"
_SCRIPT = """
async function show(sides, fonts, sizes) {
  await Promise.all(fonts.map(async name => {
    if (![...document.fonts].some(face => face.family === name))
      document.fonts.add(await new FontFace(name, `url(/typefaces/${name})`).load());
  }));
  document.body.innerHTML = sides.join("");
  [...document.querySelectorAll("svg.sheet")].forEach((side, index) => {
    side.setAttribute("width", sizes[index][0]);
    side.setAttribute("height", sizes[index][1]);
    side.setAttribute("preserveAspectRatio", "none");
  });
  await document.fonts.ready;
}
"""
_FILES = {"/": ("text/html", _DOCUMENT), "/page.css": ("text/css", _STYLE), "/page.js": ("text/javascript", _SCRIPT)}


STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def require_accessible(window: Page) -> None:
    """Require that axe finds nothing on a page that keeps anybody from using it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe").Axe()
    # without the elements at which nothing is wrong: they are most of the answer, and most of the time
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
    found = axe.run(window, options=options)
    assert found.violations_count == 0, f"{window.url}\n{found.generate_report()}"


def find_chromium() -> str | None:
    """Return the path of Debian's Chromium: the one without windows takes half the time."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


class Screen:
    """A page in the browser that shows sheets."""

    def __init__(self, browser: Browser) -> None:
        self.messages: list[str] = []
        """What the browser had to say, such as that it refused a font."""
        self._page: Page = browser.new_page()
        self._page.on("console", lambda message: self.messages.append(message.text))
        self._page.on("pageerror", lambda error: self.messages.append(str(error)))
        self._page.route("**/*", self._answer)
        self._page.goto(f"{_HOST}/")
        self._session: CDPSession = self._page.context.new_cdp_session(self._page)

    def photograph(
        self, sides: Sequence[str], fonts: Sequence[str], sizes: Sequence[tuple[int, int]]
    ) -> list[Image.Image]:
        """Return pictures of sides in grey, each of its size in pixels."""
        self._page.evaluate("given => show(...given)", [list(sides), list(fonts), list(sizes)])
        width, height = max(width for width, _ in sizes), sum(height for _, height in sizes)
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        told = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": True, "clip": clip}
        data = self._session.send("Page.captureScreenshot", told)["data"]
        gc.collect(1)  # what playwright has of the answer, up to 100 MB, is garbage that is found late otherwise
        whole = Image.open(io.BytesIO(base64.b64decode(data))).convert("L")
        pictures, top = [], 0
        for wide, high in sizes:
            pictures.append(whole.crop((0, top, wide, top + high)))
            top += high
        return pictures

    def find(self, script: str) -> object:
        """Return what a script finds on the page."""
        return self._page.evaluate(script)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(_HOST)
        headers = {"Content-Security-Policy": _POLICY}
        if path in _FILES:
            kind, body = _FILES[path]
            route.fulfill(body=body, content_type=kind, headers=headers)
        elif path.startswith("/typefaces/") and (program := find_web_font(path.rpartition("/")[2])):
            route.fulfill(body=program, content_type="font/ttf", headers=headers)
        else:
            self.messages.append(f"asked for {json.dumps(path)}")
            route.abort()
