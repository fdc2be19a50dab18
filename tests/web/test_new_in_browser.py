"""A new worksheet in a browser: pages beside the form at each change, and nothing lost."""

from __future__ import annotations

import re
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.browser import require_accessible
from tests.web.serving import Start, spawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Route, ViewportSize
    from playwright.sync_api import Page as Window


pytestmark = pytest.mark.slow

SIZES: dict[str, ViewportSize] = {"laptop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
LATE = """<div hidden data-state='{"picks": [], "initials": [], "fonts": []}' data-fonts="[]"></div>
<div class="told">First</div><figure>First</figure>"""
SUGGESTED = "[...document.querySelectorAll('[data-suggested]')].map(box => box.name + box.value).join()"
PICKED = "[...document.querySelectorAll('[name=pick-1]:checked')].map(box => box.value)"
BANK = """\
title: Our lunch
picks: {min: 1, max: 1}
sections:
  - {id: first, title: To begin, questions: [{id: why, text: Why this lunch?}, {id: how, text: How shall it be?}]}
"""


class Program:
    """``alliance open`` at a port that stays the same over starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        self.process = spawn(self.folder, "--port", str(self.port))
        self.link = Start(self.process).link

    def kill(self) -> None:
        with self.process:
            self.process.kill()

    def open(self, context: BrowserContext) -> Window:
        """Return a window with the form, its pages drawn."""
        window = context.new_page()
        window.goto(self.link)
        window.wait_for_url(lambda url: "key" not in url)
        window.goto(f"http://127.0.0.1:{self.port}/new")
        wait_for_pages(window)
        return window


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    started = Program(tmp_path / "Alliances")
    yield started
    started.kill()


@pytest.fixture(params=SIZES)
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=SIZES[request.param], has_touch=request.param == "phone") as context:
        yield context


@pytest.fixture
def laptop(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport=SIZES["laptop"]) as context:
        yield context


def wait_for_pages(window: Window) -> None:
    """Wait until no change waits for its pages."""
    window.wait_for_load_state("networkidle")
    until(window, "document.querySelector('#preview figure')")


def until(window: Window, condition: str) -> None:
    """Wait until this is true of the page; playwright's own way would need a hole in the page's policy."""
    for _ in range(400):
        if window.evaluate(f"Boolean({condition})"):
            return
        time.sleep(0.025)
    raise AssertionError(condition)


def drawn(window: Window) -> str:
    """Return what stands on the drawn pages, as far as it is ASCII."""
    return " ".join(window.inner_text("#preview").split())


def count_ticks(window: Window, person: int) -> int:
    return window.locator(f'[name="pick-{person}"]:checked').count()


def test_what_is_typed_and_ticked_stands_on_the_pages(program: Program, context: BrowserContext) -> None:
    window = program.open(context)
    said: list[str] = []
    asked_for: list[str] = []
    window.on("console", lambda message: said.append(message.text))
    window.on("pageerror", lambda error: said.append(str(error)))
    window.on("request", lambda asked: asked_for.append(asked.url))
    window.fill("#name-0", "Ana Lima")
    window.fill("#name-1", "Ben Okafor")
    window.fill("#place", "Harbour")
    window.check('[name="pick-0"][value="hopes"]')
    until(window, "document.querySelector('#preview').textContent.includes('Harbour')")
    assert window.inner_text('[data-initials-of="0"] >> nth=0') == "AL"
    assert window.inner_text('[data-count="0"]') == "1 of 3 to 4"
    window.click("[data-suggest]")
    until(window, "document.querySelectorAll('[name=pick-1]:checked').length === 3")
    assert (count_ticks(window, 0), window.is_checked('[name="pick-0"][value="hopes"]')) == (3, True)
    assert window.inner_text('[data-count="1"]') == "3 of 3 to 4"
    before = window.evaluate(f"{PICKED}.join()")
    window.click("[data-another]")
    until(window, f"{PICKED}.join() !== '{before}'")
    assert (count_ticks(window, 0), window.is_checked('[name="pick-0"][value="hopes"]')) == (3, True)
    window.check('[name="layout"][value="onepage"]')
    until(window, "document.querySelector('.told').textContent.includes('2 pages')")
    window.focus("#language")
    window.select_option("#language", "de")
    until(window, "document.querySelector('#questions').textContent.includes('Hoffnungen')")
    assert (count_ticks(window, 0), count_ticks(window, 1)) == (3, 3)
    assert window.evaluate("document.activeElement.id") == "language"
    wait_for_pages(window)
    assert said == []
    assert {url.split("/")[2] for url in asked_for} == {f"127.0.0.1:{program.port}"}


def test_the_sheet_is_downloaded_and_is_in_the_folder(program: Program, context: BrowserContext) -> None:
    window = program.open(context)
    window.fill("#name-0", "Ana Lima")
    with window.expect_download() as download:
        window.click('aside button:text("Download")')
    assert download.value.suggested_filename == "worksheet-ana-lima.pdf"
    kept = program.folder / "worksheet-ana-lima.pdf"
    assert Path(download.value.path()).read_bytes() == kept.read_bytes()
    assert window.inner_text("#status") == "It is kept in the folder, too."


def test_a_problem_stands_at_its_field_and_the_last_pages_stay(program: Program, laptop: BrowserContext) -> None:
    window = program.open(laptop)
    window.fill("#name-0", "Ana")
    window.fill("#place", "Harbour")
    until(window, "document.querySelector('#preview').textContent.includes('Harbour')")
    window.fill("#name-1", "ana")
    window.wait_for_selector("#name-1[aria-invalid]")
    note = window.get_attribute("#name-1", "aria-describedby")
    assert note
    assert "is given twice" in window.inner_text(f"#{note}")
    assert "is given twice" in window.inner_text("#problems")
    assert "Harbour" in drawn(window)
    window.click('aside button:text("Download")')
    assert window.evaluate("document.activeElement.id") == "name-1"
    assert list(program.folder.iterdir()) == []
    window.fill("#name-1", "Ben")
    window.wait_for_selector("#name-1:not([aria-invalid])")
    assert window.get_attribute("#name-1", "aria-describedby") is None
    assert window.inner_text("#problems") == ""


def test_an_answer_that_is_overtaken_is_dropped(program: Program, laptop: BrowserContext) -> None:
    window = program.open(laptop)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "place=First" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    window.route("**/preview", hold)
    window.fill("#place", "First")
    window.wait_for_timeout(400)
    window.fill("#place", "Second")
    until(window, "document.querySelector('#preview').textContent.includes('Second')")
    assert len(held) == 1
    held[0].fulfill(body=LATE, content_type="text/html")
    window.wait_for_timeout(400)
    assert "Second" in drawn(window)


def test_pages_are_replaced_without_moving_and_focus_stays(program: Program, laptop: BrowserContext) -> None:
    window = program.open(laptop)
    window.evaluate("document.querySelector('#preview').scrollTop = 700")
    window.evaluate("window.second = document.querySelectorAll('#preview figure')[3]")
    window.focus("#place")
    window.keyboard.type("Harbour")
    until(window, "document.querySelector('#preview').textContent.includes('Harbour')")
    assert window.evaluate("document.querySelector('#preview').scrollTop") == 700
    assert window.evaluate("document.activeElement.id") == "place"
    assert window.evaluate("window.second.isConnected"), "a side that has not changed stays"


def test_pages_are_shown_once_their_typefaces_are_there(program: Program, laptop: BrowserContext) -> None:
    window = program.open(laptop)
    held: list[Route] = []
    window.route("**/typefaces/*greek*", lambda route: held.append(route))  # noqa: PLW0108 - no builtin will do
    window.select_option("#language", "el")
    shown = "document.querySelector('#preview [data-fonts]').dataset.fonts.includes('greek')"
    for _ in range(40):
        window.wait_for_timeout(25)
        assert not window.evaluate(shown)
    assert held
    for route in held:
        route.continue_()
    until(window, shown)
    assert window.evaluate(
        "[...document.fonts].some(face => face.family.includes('greek') && face.status === 'loaded')"
    )


def test_nothing_is_lost_when_the_page_is_left_and_the_program_killed(program: Program, laptop: BrowserContext) -> None:
    window = program.open(laptop)
    window.click('[data-people-change="1"]')
    for person, name in enumerate(("Ana", "", "Zoë")):
        window.fill(f"#name-{person}", name)
    window.check('[name="pick-2"][value="tone"]')
    window.select_option("#paper", "letter")
    window.click("[data-leave-out]")
    window.check('[name="without"][value="hopes"]')
    window.check('[name="layout"][value="prep"]')
    wait_for_pages(window)
    assert window.is_disabled('[name="pick-0"][value="hopes"]')
    assert_kept(window)
    window.reload()
    wait_for_pages(window)
    assert_kept(window)
    program.kill()
    window.fill("#place", "Harbour")
    until(window, "document.querySelector('#status').textContent.startsWith('The program does not answer.')")
    window.close()
    program.start()
    window = program.open(laptop)
    assert_kept(window)
    assert window.input_value("#place") == "Harbour"
    assert not window.is_visible("#take-back")
    window.click("#anew")
    until(window, "document.querySelector('#name-0').value === ''")
    wait_for_pages(window)
    assert count_ticks(window, 2) == 0
    window.click("#take-back")
    until(window, "document.querySelector('#place').value === 'Harbour'")
    assert_kept(window)


def assert_kept(window: Window) -> None:
    assert [window.input_value(f"#name-{person}") for person in range(3)] == ["Ana", "", "Zoë"]
    assert window.is_visible("#name-2")
    assert not window.is_visible("#name-3")
    assert window.is_checked('[name="pick-2"][value="tone"]')
    assert window.is_checked('[name="without"][value="hopes"]')
    assert window.is_checked('[name="layout"][value="prep"]')
    assert window.input_value("#paper") == "letter"


def test_a_start_that_comes_back_draws_what_was_typed_meanwhile(program: Program, laptop: BrowserContext) -> None:
    window = program.open(laptop)
    program.kill()
    window.fill("#place", "Harbour")
    until(window, "document.querySelector('#status').textContent.startsWith('The program does not answer.')")
    program.start()
    other = laptop.new_page()
    other.goto(program.link)
    until(window, "document.querySelector('#preview').textContent.includes('Harbour')")
    assert window.inner_text("#status") == ""


def test_questions_of_ones_own_are_dropped_onto_the_page(
    program: Program, laptop: BrowserContext, tmp_path: Path
) -> None:
    window = program.open(laptop)
    bad, good = tmp_path / "bad.yaml", tmp_path / "Ours.yaml"
    bad.write_text(BANK.replace("id: how", "id: why"))
    good.write_text(BANK)
    window.set_input_files("#own-file", bad)
    window.wait_for_selector("#own-file-told .problem")
    assert re.match(r"line 4, column \d+\s+bad.yaml: the question id", window.inner_text("#own-file-told"))
    window.set_input_files("#own-file", good)
    until(window, "document.querySelector('#questions').textContent.includes('Why this lunch?')")
    until(window, "document.querySelector('#preview').textContent.includes('Why this lunch?')")
    assert window.inner_text("#bank option:checked") == "Ours.yaml"
    assert window.inner_text('[data-count="0"]') == "0 of 1"
    assert window.inner_text("#questions-title") == "Questions, 1 for each"
    assert [path.name for path in program.folder.iterdir()] == ["Ours.yaml"]


def test_the_keyboard_alone_suffices(program: Program, laptop: BrowserContext) -> None:
    window = program.open(laptop)
    for _ in range(40):
        window.keyboard.press("Tab")
        if window.evaluate("document.activeElement.id") == "name-0":
            break
    window.keyboard.type("Ana Lima")
    window.keyboard.press("Enter")
    assert window.url.endswith("/new"), "Enter presses no button"
    window.keyboard.press("Tab")
    window.keyboard.type("Ben")
    press_until(window, "document.activeElement.matches('[data-suggest]')", "Tab")
    window.keyboard.press("Enter")
    until(window, "document.querySelectorAll('[name=pick-1]:checked').length === 3")
    press_until(window, "document.activeElement.matches('[name=layout]')", "Tab")
    press_until(window, "document.activeElement.value === 'onepage'", "ArrowDown")
    until(window, "document.querySelector('.told').textContent.includes('2 pages')")
    assert window.evaluate("document.activeElement.value") == "onepage"
    press_until(
        window, "document.activeElement.textContent === 'Download' && document.activeElement.closest('aside')", "Tab"
    )
    with window.expect_download() as download:
        window.keyboard.press("Enter")
    assert download.value.suggested_filename == "worksheet-ana-lima-ben.pdf"


def press_until(window: Window, condition: str, key: str) -> None:
    for _ in range(120):
        if window.evaluate(f"Boolean({condition})"):
            return
        window.keyboard.press(key)
    raise AssertionError(condition)


@pytest.mark.parametrize("people", [1, 6])
def test_nothing_bars_anybody(program: Program, context: BrowserContext, people: int) -> None:
    window = program.open(context)
    for _ in range(2, people):
        window.click('[data-people-change="1"]')
    if people == 1:
        window.click('[data-people-change="-1"]')
        window.click("[data-leave-out]")
    if people == 6:
        window.fill("#name-0", "Ana")
        window.fill("#name-1", "ana")
        window.wait_for_selector("#name-1[aria-invalid]")
    window.click("summary")
    wait_for_pages(window)
    require_accessible(window)
    window.set_viewport_size({"width": 320, "height": 640})
    assert window.evaluate("document.documentElement.scrollWidth") <= 320


def test_questions_of_ones_own_are_added_ticked_and_removed_by_the_keyboard(
    program: Program, context: BrowserContext
) -> None:
    window = program.open(context)
    window.fill("#name-0", "Ana")
    window.check('[name="pick-0"][value="hopes"]')
    window.click("[data-suggest]")
    until(window, "document.querySelectorAll('[name=pick-1]:checked').length === 3")
    suggested = window.evaluate(SUGGESTED)
    window.click('[data-people-change="1"]')
    window.check('[name="pick-2"][value="tone"]')
    window.click('[data-people-change="-1"]')
    window.focus("#add")
    window.keyboard.type("Who cooks?")
    until(window, "document.querySelector('#preview').textContent.includes('Who cooks?')")
    window.keyboard.press("Enter")
    window.keyboard.type("お金は?")
    until(window, "document.querySelector('#q-who-cooks')")
    until(window, "document.activeElement.id === 'add' && document.activeElement.value === 'お金は?'")
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.textContent") == "Add"
    window.keyboard.press("Enter")
    until(window, "document.querySelector('#q-own-1')")
    until(window, "document.querySelector('#status').textContent === 'It stands in the list.'")
    assert window.evaluate(SUGGESTED) == suggested
    assert window.evaluate("document.activeElement.id") == "add"
    window.keyboard.press("Shift+Tab")
    assert window.evaluate("document.activeElement.value") == "own-1", "its button"
    press_until(window, "document.activeElement.matches('[name=pick-1][value=own-1]')", "Shift+Tab")
    window.keyboard.press("Space")
    assert window.inner_text('[data-count="1"]') == "4 of 3 to 4"
    window.click('[data-people-change="1"]')
    assert window.is_checked('[name="pick-2"][value="tone"]'), "what is not shown stays"


def test_questions_of_ones_own_are_kept_and_removed(program: Program, context: BrowserContext) -> None:
    window = program.open(context)
    for question in ("Who cooks?", "お金は?"):
        window.fill("#add", question)
        window.click("[data-add]")
        until(window, f"document.querySelector('#questions').textContent.includes('{question}')")
    window.check('[name="pick-1"][value="own-1"]')
    assert_own(window)
    window.reload()
    wait_for_pages(window)
    assert_own(window)
    window.select_option("#language", "de")
    until(window, "document.querySelector('#questions').textContent.includes('Hoffnungen')")
    assert_own(window)
    window.focus('[name="remove"][value="who-cooks"]')
    window.keyboard.press("Enter")
    until(window, "!document.querySelector('#q-who-cooks')")
    until(window, "document.activeElement.id === 'add'")
    assert window.is_checked('[name="pick-1"][value="own-1"]')
    window.fill("#add", "お金は?")
    window.wait_for_selector("#add[aria-invalid]")
    window.keyboard.press("Enter")
    until(window, "document.querySelector('#add').value === 'お金は?'")
    window.wait_for_selector("#add[aria-invalid]")
    assert window.locator(".own .problem").count() == 1
    window.fill("#add", "Quem cozinha?")
    window.wait_for_selector("#add:not([aria-invalid])")
    window.click("[data-suggest]")
    until(window, "document.querySelector('#q-quem-cozinha')")
    with window.expect_download() as download:
        window.click('aside button:text("Download")')
    assert b"%PDF" in Path(download.value.path()).read_bytes()[:8]


def assert_own(window: Window) -> None:
    assert window.locator('[type="hidden"][name="add"]').evaluate_all("all => all.map(one => one.value)") == [
        "Who cooks?",
        "お金は?",
    ]
    assert window.is_checked('[name="pick-1"][value="own-1"]')
    assert window.input_value("#add") == ""


def test_the_next_question_is_typed_before_the_first_stands_in_the_list(
    program: Program, laptop: BrowserContext
) -> None:
    window = program.open(laptop)
    held: list[Route] = []
    window.route("**/questions", lambda route: held.append(route))  # noqa: PLW0108 - no builtin will do
    window.focus("#add")
    window.keyboard.type("Who cooks?")
    window.keyboard.press("Enter")
    window.keyboard.type("Who ")
    window.wait_for_timeout(200)
    (route,) = held
    route.continue_()
    until(window, "document.querySelector('#q-who-cooks')")
    window.keyboard.type("pays?")
    assert window.input_value("#add") == "Who pays?"


def test_questions_of_ones_own_are_kept_where_their_bank_is_gone(program: Program, laptop: BrowserContext) -> None:
    (program.folder / "ours.yaml").write_text(BANK)
    window = program.open(laptop)
    window.select_option("#bank", label="ours.yaml")
    until(window, "document.querySelector('#questions').textContent.includes('Why this lunch?')")
    window.fill("#add", "Who cooks?")
    window.click("[data-add]")
    until(window, "document.querySelector('#q-who-cooks')")
    (program.folder / "ours.yaml").unlink()
    window.reload()
    wait_for_pages(window)
    until(window, "document.querySelector('#q-who-cooks')")
    until(window, "document.querySelector('#preview').textContent.includes('Who cooks?')")


def test_a_question_that_is_typed_is_not_lost_where_the_program_does_not_answer(
    program: Program, laptop: BrowserContext
) -> None:
    window = program.open(laptop)
    program.kill()
    window.fill("#add", "Who cooks?")
    window.click("[data-add]")
    until(window, "document.querySelector('#status').textContent.startsWith('The program does not answer.')")
    until(window, "document.querySelector('#add').value === 'Who cooks?'")
    assert "Who cooks?" in window.evaluate("localStorage.getItem('new worksheet')")


def test_hostile_words_are_shown_and_nothing_runs(program: Program, laptop: BrowserContext) -> None:
    window = program.open(laptop)
    said: list[str] = []
    window.on("dialog", lambda dialog: said.append(dialog.message))
    window.on("pageerror", lambda error: said.append(str(error)))
    texts = ["<img src=x onerror=alert(1)>", "</svg><script>alert(2)</script>", '"><svg onload=alert(3)>', "{{7*7}}"]
    for text in texts:
        window.fill("#name-0", text)
        window.fill("#place", text)
        until(window, f"document.querySelector('#preview').textContent.includes({text[:12]!r})")
        window.fill("#name-1", text)
        window.wait_for_selector("#name-1[aria-invalid]")
        assert text[:12] in window.inner_text("#problems")
        window.fill("#name-1", "")
        window.fill("#add", text)
        window.click("[data-add]")
        until(window, f"document.querySelector('#questions').textContent.includes({text[:12]!r})")
    window.reload()
    wait_for_pages(window)
    time.sleep(0.2)
    assert said == []
    assert window.input_value("#name-0") == texts[-1]
