from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.browser import ARGUMENTS, Screen, find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without its windows where that is installed, started once for a file of tests.

    Not for all: as long as playwright runs, no other test of this process can run a loop of its own (``asyncio.run``).
    """
    sync = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    path = find_chromium()
    if path is None:
        pytest.skip("chromium is not installed")
    with sync.sync_playwright() as driver:
        started: Browser = driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Screen:
    """A page in the browser that shows sheets."""
    return Screen(browser)
