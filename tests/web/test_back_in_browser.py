"""From the files that came back to the next meeting, as a person does it in Chromium: with a mouse, and without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import compose, read
from generator.files.reading import InputFile
from tests.cli.filling import fill
from tests.web.browser import require_accessible
from tests.web.serving import start

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.web.serving import Start

pytestmark = pytest.mark.slow

_HELD = """bytes => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array(bytes)], "a.pdf"));
  return held;
}"""
SIZES = [(1280, 800), (390, 844)]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return what Ana and Ben sent, and a picture."""
    worksheet = compose(people=["Ana Lima", "Ben Okafor"], meeting="2026-12-04 12:30").data
    ana = {"answer/hopes/p1": "Long walks", "meeting/place": "Park", "agreement/1/what": "We call"}
    ben = {"answer/hopes/p1": "Short walks", "meeting/place": "Pub", "agreement/1/what": "We write"}
    sent = {
        "from Ana.pdf": fill(worksheet, ana),
        "from Ben.pdf": fill(worksheet, ben),
        "photo.jpg": b"\xff\xd8\xff\xe0",
    }
    for name, data in sent.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in sent]


def open_page(browser: Browser, server: Start, size: tuple[int, int], heard: list[str]) -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, has_touch=size[0] < size[1])
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if server.host not in request.url else None)
    page.goto(server.link)
    page.wait_for_selector("nav")
    return page


def look(page: Page) -> None:
    require_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", SIZES)
def test_from_what_came_back_to_the_next_meeting(
    tmp_path: Path,
    browser: Browser,
    files: list[Path],
    size: tuple[int, int],
) -> None:
    heard: list[str] = []
    with start(tmp_path / "Alliances") as server:
        page = open_page(browser, server, size, heard)
        page.goto(f"http://{server.host}/back")
        page.set_input_files("#returns", files)
        page.wait_for_selector(".versions")
        assert page.inner_text("#status") == "2 files are read, 1 not kept."
        assert "photo.jpg" in page.inner_text("#arrived")
        look(page)
        for place, button in (("The meeting's place", "That"), ("Name your highest", "This"), ("Agreement 1", "Both")):
            group = page.locator(".versions", has_text=place)
            group.get_by_role("button", name=button).click()
            page.wait_for_selector(f'.versions:has-text("{place}") [aria-pressed="true"]')
        page.reload()  # what is decided stands in the address
        look(page)
        page.get_by_role("button", name="Finish").click()
        page.wait_for_url("**/alliance/*")
        page.wait_for_function("[...document.fonts].filter(face => face.status === 'loaded').length > 3")
        look(page)
        page.get_by_role("button", name="Verify").click()
        page.wait_for_selector("text=It is as it was written")
        page.get_by_role("button", name="Prepare the next meeting").click()
        page.fill("#date", "2027-03-01")
        page.wait_for_selector('#preview svg:has-text("1 March 2027")')
        look(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the worksheet").click()
        assert download.value.suggested_filename == "worksheet-ana-lima-ben-okafor-revision-2.pdf"
        page.goto(f"http://{server.host}/alliances")
        page.wait_for_selector("[data-waiting='0']")
        look(page)
        assert server.count_threads() == 1
    assert [line for line in heard if "422" not in line] == []  # the picture was refused
    (finished,) = (tmp_path / "Alliances").glob("alliance-*.pdf")
    answers = read(InputFile(finished.read_bytes(), finished.name)).answers
    assert (answers.place, answers.texts["hopes", 0]) == ("Pub", "Long walks")
    assert [agreement.what for agreement in answers.agreements] == ["We call", "We write"]


def test_the_keyboard_alone_decides_and_keeps_its_place(
    tmp_path: Path,
    browser: Browser,
    files: list[Path],
) -> None:
    with start(tmp_path / "Alliances") as server:
        page = open_page(browser, server, SIZES[0], [])
        page.set_input_files("#returns", files[:2])  # on the first screen
        page.wait_for_selector(".versions")
        page.locator(".versions button").first.focus()
        for _ in range(3):
            own = page.evaluate("document.activeElement.id")
            page.keyboard.press("Enter")
            page.wait_for_selector(f"[id='{own}'][aria-pressed='true']")
            assert page.evaluate("document.activeElement.id") == own
            while page.evaluate(
                "document.activeElement.closest('.versions')?.querySelector('[aria-pressed=true]') != null"
            ):
                page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "finish"
        page.keyboard.press("Enter")
        page.wait_for_url("**/alliance/*")


def test_files_dropped_anywhere_on_the_screen_are_read(
    tmp_path: Path,
    browser: Browser,
    files: list[Path],
) -> None:
    with start(tmp_path / "Alliances") as server:
        page = open_page(browser, server, SIZES[0], [])
        page.goto(f"http://{server.host}/back")
        given = page.evaluate_handle(
            _HELD,
            list(files[0].read_bytes()),
        )
        page.dispatch_event("h1", "drop", {"dataTransfer": given})
        page.wait_for_selector("text=3 fields filled in")
    assert [file.name for file in (tmp_path / "Alliances").iterdir()] == ["a.pdf"]
