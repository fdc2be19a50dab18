"""Make the pictures of ``docs/page.md`` again: ``python docs/make_screenshots.py [FOLDER]``.

Needs the extras ``page`` and ``test`` and Debian's Chromium. Ana and Ben of the samples go through the page; each
picture is what stands on the screen then, in few colours, so that it is small.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from generator import compose
from tests.cli.filling import fill
from tests.web.browser import ARGUMENTS, find_chromium
from tests.web.serving import start

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

ROOT = Path(__file__).parents[1]
HERE = ROOT / "docs" / "pictures"
SAMPLE = ROOT / "samples" / "alliance-ana-lima-ben-okafor.pdf"
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PICTURES = ("start.png", "new.png", "talk.png", "back.png", "alliance.png", "phone.png")
COLOURS = 32
PEOPLE = ("Ana Lima", "Ben Okafor")
SAID = (
    'That in a year people say: "ask the two of them, they make each other better."',
    "That I look forward to our Mondays.\nThat we finish one thing we are proud of.",
)


def save_picture(data: bytes, path: Path) -> None:
    """Write a picture of the screen in few colours."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


def make_pictures(folder: Path) -> None:
    """Walk through the page on a laptop and on a phone, and write the pictures into a folder."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra

    with TemporaryDirectory() as home, sync_playwright() as driver:
        work = Path(home) / "Alliances"
        work.mkdir()
        (work / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
        with (
            start(work) as program,
            driver.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS)) as browser,
        ):
            laptop = browser.new_context(viewport=LAPTOP, locale="en-GB").new_page()
            laptop.goto(program.link)
            laptop.wait_for_selector(".agenda")
            picture(laptop, folder / "start.png")
            show_new(laptop, f"http://{program.host}", folder)
            show_typing(laptop, folder)
            show_returns(laptop, f"http://{program.host}", Path(home), folder)
            laptop.goto(f"http://{program.host}/alliances")
            laptop.click(f'[aria-labelledby="finished"] a:text-is("{PEOPLE[0]} and {PEOPLE[1]}")')
            laptop.wait_for_url("**/alliance/*")
            picture(laptop, folder / "alliance.png")
            phone = laptop.context.new_page()
            phone.set_viewport_size(PHONE)
            phone.goto(f"http://{program.host}/new")
            phone.locator("#questions").scroll_into_view_if_needed()
            phone.evaluate("document.getElementById('questions').scrollIntoView()")
            picture(phone, folder / "phone.png")


def picture(page: Page, path: Path) -> None:
    """Take a picture once the page is at rest, its typefaces loaded, and nothing has the focus."""
    page.evaluate("document.activeElement.blur()")
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => !document.querySelector('aside[data-fonts]:not([data-ready])')")
    page.evaluate("document.fonts.ready.then(() => null)")
    save_picture(page.screenshot(animations="disabled"), path)


def show_new(page: Page, home: str, folder: Path) -> None:
    """Fill in who meets and when, tick for Ana and have the rest suggested."""
    page.goto(f"{home}/new")
    page.wait_for_selector("#preview figure")
    for name, text in (("name-0", PEOPLE[0]), ("name-1", PEOPLE[1]), ("date", "2026-12-04"), ("time", "12:30")):
        page.fill(f"#{name}", text)
    page.fill("#place", "Café Lisboa")
    page.check('[name="pick-0"][value="hopes"]')
    page.click("[data-suggest]")
    page.wait_for_function("() => document.querySelectorAll('[name=pick-1]:checked').length === 3")
    page.evaluate("scrollTo(0, 360)")
    picture(page, folder / "new.png")


def show_typing(page: Page, folder: Path) -> None:
    """Go on to typing, and answer a question."""
    page.click('aside button:text-is("Type the answers here")')
    page.wait_for_selector("#talk[data-ready]")
    for person, text in enumerate(SAID, start=1):
        page.fill(f'[name="answer/hopes/p{person}"]', text)
    page.wait_for_selector('#status:text-is("Saved")')
    page.evaluate("scrollTo(0, 320)")
    picture(page, folder / "talk.png")


def show_returns(page: Page, home: str, sent: Path, folder: Path) -> None:
    """Drop a copy from each of the two, who said different things."""
    worksheet = compose(people=list(PEOPLE), meeting="2026-12-04 12:30").data
    copies = {
        "from-ana.pdf": {"answer/hopes/p1": SAID[0], "meeting/place": "Café Lisboa"},
        "from-ben.pdf": {"answer/hopes/p2": SAID[1], "meeting/place": "the park"},
    }
    for name, answers in copies.items():
        (sent / name).write_bytes(fill(worksheet, answers))
    page.goto(f"{home}/back")
    page.set_input_files("#returns", [sent / name for name in copies])
    page.wait_for_selector(".versions")
    page.evaluate("scrollTo(0, 240)")
    picture(page, folder / "back.png")


if __name__ == "__main__":
    make_pictures(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
