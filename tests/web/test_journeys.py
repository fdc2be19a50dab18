"""Whole journeys on the page, as a person makes them: from the first screen to the next meeting, at two sizes.

Each journey is watched: what the browser asks for and says, what stands on the disk, how many threads the program has.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from generator import compose, read
from generator.cli.commands import alliance
from generator.files.reading import InputFile
from tests.cli.filling import fill
from tests.web.browser import require_accessible
from tests.web.serving import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator
    from playwright.sync_api import Page as Window

    from tests.web.serving import Start

pytestmark = pytest.mark.slow

SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
NARROW = 320
"""Pixels: the width at which nothing may have to be scrolled sideways (WCAG 2.2, 1.4.10)."""
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.matches(".hidden, .skip, p a"))
  .map(each => (each.labels?.length && each.type === "checkbox" ? each.labels[0] : each).getBoundingClientRect())
  .filter(box => box.width && box.height && (box.width < 24 || box.height < 24))
  .map(box => `${box.width} x ${box.height} at ${box.x}, ${box.y}`)"""
FRAMES_ON_LABELS = """() => [...document.querySelectorAll("input, select, textarea")]
  .filter(each => each.labels?.length && !each.labels[0].contains(each))
  .filter(each => each.checkVisibility({visibilityProperty: true}))
  .filter(each => {
    const words = document.createRange();
    words.selectNodeContents(each.labels[0]);
    const [label, field] = [words, each].map(thing => thing.getBoundingClientRect());
    return label.bottom <= field.top + 2 && label.bottom > field.top - 5;
  })
  .map(each => each.name)"""
"""The fields whose focus frame, 2 pixels wide and 3 away, touches the label above them."""
CUT_OFF = """() => [...document.querySelectorAll(".pair > *")]
  .filter(each => each.scrollWidth > each.clientWidth + 1)
  .map(each => each.textContent.trim().slice(0, 80))"""
"""The texts beside each other that do not fit their columns, whose ends nobody sees."""
VALUES = "boxes => boxes.map(box => box.value)"
MOST_TABS = 150
OWN = "How do we talk about money, and what do we leave unsaid when one of us pays for the lunch?"
LONG = [
    "Maximiliana Featherstonehaugh-Cholmondeley",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauerss",
    "عبد الرحمن بن محمد الأندلسي",
    "Zoë Ångström",
    "Li",
    "",
]

GROUP = """\
person_1,person_2,meeting,place,layout,pick_1
Ana Lima,Ben Okafor,2026-12-04 12:30,Café Lisboa,,"hopes, tone, feedback"
Zoë,zoë,,,,
Ida,Jon,tomorrow,,,
Cai,Dee,,,cards,
"""


class Journey:
    """A window on a running page, and everything that must hold on each of its screens."""

    def __init__(self, context: BrowserContext, program: Start) -> None:
        self.program = program
        self.window: Window = context.new_page()
        self.home = f"http://{program.host}"
        self.heard: list[str] = []
        self.asked: list[str] = []
        context.on("console", lambda message: self.heard.append(f"{message.text} {message.location.get('url')}"))
        context.on("weberror", lambda error: self.heard.append(str(error.error)))
        context.on("request", lambda request: self.asked.append(request.url))
        self.window.goto(program.link)
        self.window.wait_for_selector("nav")

    def look(self) -> None:
        """Require of this screen what must hold of every one, at its own width and at the narrowest."""
        window = self.window
        window.wait_for_load_state("networkidle")
        require_accessible(window)
        assert window.evaluate(SMALL_TARGETS) == [], window.url
        assert window.evaluate(FRAMES_ON_LABELS) == [], window.url
        size = window.viewport_size
        assert size
        for width in (size["width"], NARROW):
            window.set_viewport_size({"width": width, "height": size["height"]})
            wide = window.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{window.url} is {wide} wide at {width}"
            assert window.evaluate(CUT_OFF) == [], f"{window.url} at {width}"
        window.set_viewport_size(size)

    def require_clean(self, *refused: int) -> None:
        """Require that nothing was asked elsewhere, nothing was complained about, and one thread did it all.

        A browser complains of every status that refuses something, also where it is right: ``refused``.
        """
        elsewhere = [url for url in self.asked if not url.startswith((f"{self.home}/", "data:", f"blob:{self.home}/"))]
        assert elsewhere == []
        right = tuple(f"Failed to load resource: the server responded with a status of {status} " for status in refused)
        assert [line for line in self.heard if not line.startswith(right)] == []
        assert self.program.count_threads() == 1

    def button(self, text: str) -> Locator:
        """Return the button or link with this text that can be seen: some stand twice, for a phone as well."""
        buttons = self.window.locator(f'button:text-is("{text}"), a:text-is("{text}")')
        return buttons.locator("visible=true").first

    def tab_to(self, condition: str) -> None:
        """Press Tab until something with the focus fulfils a condition, ``it`` being what has it."""
        script = f"(it => Boolean(it && ({condition})))(document.activeElement)"
        for _ in range(MOST_TABS):
            if self.window.evaluate(script):
                return
            self.window.keyboard.press("Tab")
        raise AssertionError(condition)

    def press(self, text: str) -> None:
        """Press the button or follow the link with this text, by the keyboard alone."""
        self.tab_to(f"it.matches('a, button, summary') && it.innerText.trim() === {text!r}")
        self.window.keyboard.press("Enter")

    def type(self, name: str, text: str) -> None:
        """Type into the field with this name, by the keyboard alone."""
        self.tab_to(f"it.name === {name!r} || it.id === {name!r}")
        self.window.keyboard.type(text)


@pytest.fixture(params=SIZES)
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    width, height = SIZES[request.param]
    phone = request.param == "phone"
    with browser.new_context(
        viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone, accept_downloads=True
    ) as opened:
        yield opened


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Start]:
    with start(tmp_path / "Alliances") as started:
        yield started


@pytest.fixture
def journey(context: BrowserContext, program: Start) -> Journey:
    return Journey(context, program)


def list_files(folder: Path) -> set[str]:
    """Return the paths of all files below a folder, but those that tell a start where another is."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in found if path.parts[0] != "session"}


def begin(journey: Journey) -> None:
    """Fill in who meets and when, tick and have the rest suggested."""
    window = journey.window
    press = window.tap if window.evaluate("navigator.maxTouchPoints > 0") else window.click
    press("text=Begin a worksheet")
    window.wait_for_selector("#preview figure")
    for name, text in (("name-0", "Ana Lima"), ("name-1", "Ben Okafor"), ("date", "2026-12-04"), ("time", "12:30")):
        window.fill(f"#{name}", text)
    window.locator('[name="pick-0"][value="hopes"]').check()
    press("[data-suggest]")
    window.wait_for_function("() => document.querySelectorAll('[name=pick-1]:checked').length === 3")


def download(journey: Journey, work: Callable[[], None]) -> bytes:
    with journey.window.expect_download() as told:
        work()
    with open(told.value.path(), "rb") as file:  # noqa: PTH123 - a download's own path
        return file.read()


def test_from_the_first_screen_to_the_next_meeting(journey: Journey, tmp_path: Path) -> None:
    window = journey.window
    before = list_files(tmp_path)
    journey.look()
    begin(journey)
    add_question(journey)
    window.locator('[name="layout"][value="onepage"]').check()
    window.wait_for_selector('.told:has-text("2 pages")')
    journey.look()
    made = download(journey, lambda: journey.button("Download").click())
    picks = [
        "{}: {}".format(name, ", ".join(window.locator(f'[name="pick-{person}"]:checked').evaluate_all(VALUES)))
        for person, name in enumerate(("Ana Lima", "Ben Okafor"))
    ]
    assert made == compose_by_command(tmp_path, picks, layout="onepage")
    journey.button("Type the answers here").click()
    window.wait_for_selector("#talk[data-ready]")
    journey.look()
    window.locator('[name="answer/hopes/p1"]').fill("To be curious\nabout each other.")
    window.locator('[name="answer/hopes/p2"]').fill("To say early what troubles us.")
    window.locator('[name="agreement/1/what"]').fill("We talk on Fridays.")
    window.locator('[name="agreement/1/who"]').fill("Both")
    window.locator('[name="review"]').fill("1 March 2027")
    window.wait_for_selector('#status:text-is("Saved")')
    typed = {path.name for path in (tmp_path / "Alliances").iterdir()}
    assert {name.partition("-")[0] for name in typed} == {"worksheet", "answers"}
    journey.look()
    journey.button("We are finished").click()
    window.wait_for_url("**/alliance/*")
    journey.look()
    finished = download(journey, lambda: journey.button("Download the alliance").click())
    assert finished == merge_by_command(tmp_path, next(name for name in typed if name.endswith(".xfdf")))
    card = download(journey, lambda: journey.button("Card to pin up").click())
    assert card.startswith(b"%PDF-")
    window.locator("summary", has_text="Choose what stays").click()
    journey.look()
    window.locator('[name="keep"][value*="hopes"]').first.uncheck()
    shared = download(journey, lambda: journey.button("Download the copy").click())
    assert ("hopes", 0) in read(InputFile(finished, "alliance.pdf")).answers.texts
    assert ("hopes", 0) not in read(InputFile(shared, "copy.pdf")).answers.texts
    journey.button("Verify").click()
    window.wait_for_selector("text=It is as it was written")
    journey.look()
    journey.button("Prepare the next meeting").click()
    plan_next(window)
    journey.look()
    again = download(journey, lambda: journey.button("Download the worksheet").click())
    assert "We talk on Fridays." in " ".join(page.extract_text() for page in PdfReader(io.BytesIO(again)).pages)
    for address in ("/alliances", "/back", "/"):
        window.goto(f"{journey.home}{address}")
        journey.look()
    assert window.inner_text(".agenda time") == "1 March 2027"
    journey.require_clean()
    assert {path for path in list_files(tmp_path) - before if not path.startswith("Alliances/")} == set()


def add_question(journey: Journey) -> None:
    """Add a question of one's own, and tick it."""
    journey.window.fill("#add", OWN)
    journey.button("Add").click()
    journey.window.locator('[name="pick-1"][value^="how-do-we-talk-about-money"]').check()


def plan_next(window: Window) -> None:
    """Say when to meet again, and what is asked then."""
    window.fill("#date", "2027-03-01")
    window.locator("summary", has_text="Add questions").click()
    window.fill("#add-1", "Who cooks?")
    window.wait_for_selector('#preview svg:has-text("1 March 2027")')
    window.wait_for_selector('#preview svg:has-text("Who cooks?")')


def compose_by_command(folder: Path, picks: list[str], *, layout: str) -> bytes:
    """Return the worksheet that the command makes of the same order."""
    made = folder / "session" / "by-command.pdf"
    people = [word for name in ("Ana Lima", "Ben Okafor") for word in ("-p", name)]
    order = [*people, *(word for pick in picks for word in ("--pick", pick)), "--meeting", "2026-12-04 12:30"]
    order += ["--add", OWN]
    alliance.main(["compose", *order, "--layout", layout, "-o", str(made)], standalone_mode=False)
    return made.read_bytes()


def merge_by_command(folder: Path, answers: str) -> bytes:
    """Return the alliance that the command makes of the answers that were typed."""
    made = folder / "session" / "merged.pdf"
    alliance.main(["merge", str(folder / "Alliances" / answers), "-o", str(made)], standalone_mode=False)
    return made.read_bytes()


def test_the_whole_journey_by_the_keyboard_alone(journey: Journey, tmp_path: Path) -> None:
    window = journey.window
    journey.press("Begin a worksheet")
    window.wait_for_selector("#preview figure")
    journey.type("name-0", "Ana Lima")
    journey.type("name-1", "Ben Okafor")
    journey.type("place", "Harbour")
    journey.tab_to("it.name === 'pick-0' && it.value === 'hopes'")
    window.keyboard.press("Space")
    window.keyboard.press("Shift+Tab")
    journey.tab_to("it.name === 'pick-1' && it.value === 'hopes'")
    window.keyboard.press("Space")
    window.wait_for_selector('#preview svg:has-text("Harbour")')
    journey.press("Type the answers here")
    window.wait_for_selector("#talk[data-ready]")
    journey.type("answer/hopes/p1", "To be curious.")
    journey.type("answer/hopes/p2", "To be brave.")
    journey.type("agreement/1/what", "We talk on Fridays.")
    journey.type("review", "1 March 2027")
    window.wait_for_selector('#status:text-is("Saved")')
    journey.press("We are finished")
    window.wait_for_url("**/alliance/*")
    for text, start_of_name in (("Download the alliance", "alliance"), ("Card to pin up", "card")):
        with window.expect_download() as told:
            journey.press(text)
        assert told.value.suggested_filename.startswith(f"{start_of_name}-")
    journey.press("Choose what stays")
    journey.tab_to("it.name === 'keep' && it.value.includes('hopes')")
    window.keyboard.press("Space")
    with window.expect_download():
        journey.press("Download the copy")
    journey.press("Verify")
    window.wait_for_selector("text=It is as it was written")
    journey.press("Prepare the next meeting")
    window.wait_for_url("**/next/*")
    journey.press("Type the answers here")
    window.wait_for_selector("#talk[data-ready]")
    assert window.locator("fieldset", has_text="We talk on Fridays.").count() == 1
    journey.press("Alliances")
    window.wait_for_selector("[data-waiting='0']")
    journey.require_clean()
    (finished,) = (tmp_path / "Alliances").glob("alliance-*.pdf")
    texts = read(InputFile(finished.read_bytes(), finished.name)).answers.texts
    assert texts == {("hopes", 0): "To be curious.", ("hopes", 1): "To be brave."}


def test_six_people_with_long_names(journey: Journey) -> None:
    window = journey.window
    window.goto(f"{journey.home}/new")
    window.wait_for_selector("#preview figure")
    for _ in range(4):
        window.click('[data-people-change="1"]')
    for person, name in enumerate(LONG):
        window.fill(f"#name-{person}", name)
    window.click("[data-suggest]")
    window.wait_for_function("() => document.querySelectorAll('[name=pick-5]:checked').length === 3")
    journey.look()
    window.click("[data-leave-out]")
    journey.look()
    journey.button("Type the answers here").click()
    window.wait_for_selector("#talk[data-ready]")
    journey.look()
    journey.button("We are finished").click()
    window.wait_for_selector("text=Nobody has answered anything yet.")
    journey.look()
    journey.button("Go on typing").click()
    window.wait_for_selector("#talk[data-ready]")
    journey.button("Show the alliance so far").click()
    window.wait_for_selector("#pages figure")
    window.fill('[name="answer/hopes/p1"]', "x" * 300)
    window.fill('[name="review"]', "1 March 2027")
    window.wait_for_selector('#pages svg:has-text("1 March 2027")')
    journey.look()
    journey.button("We are finished").click()
    window.wait_for_selector("text=Nothing was filled in for")
    journey.look()
    journey.button("See the alliance").click()
    window.wait_for_url("**/alliance/*")
    journey.look()
    journey.button("Prepare the next meeting").click()
    window.wait_for_selector("#preview figure")
    journey.look()
    for address in ("/alliances", "/"):
        window.goto(f"{journey.home}{address}")
        journey.look()
    journey.require_clean(422)  # nobody had answered anything


def test_what_is_wrong_is_told_as_calmly(journey: Journey, tmp_path: Path) -> None:
    window = journey.window
    worksheet = compose(people=["Ana Lima", "Ben Okafor"]).data
    files = {
        "ana.pdf": fill(worksheet, {"answer/hopes/p1": "Long walks", "agreement/1/what": "We call. " * 40}),
        "ben.pdf": fill(worksheet, {"answer/hopes/p1": "x" * 300, "agreement/1/what": "We write"}),
        "nothing-of-ours-with-a-name-that-has-no-end-and-no-blank-in-it.pdf": b"%PDF-1.7 and nothing else",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    window.set_input_files("#returns", [tmp_path / name for name in files])
    window.wait_for_selector(".versions")
    journey.look()
    window.goto(f"{journey.home}/new")
    window.wait_for_selector("#preview figure")
    window.fill("#name-0", "Ben")
    window.fill("#name-1", "ben")
    window.fill("#minutes", "soon")
    window.fill("#add", "What is the tone or relational environment you want to create?")
    window.wait_for_selector("#name-1[aria-invalid]")
    journey.look()
    for address in ("/nothing", "/alliance/nothing", "/talk/nothing", "/next/nothing"):
        window.goto(f"{journey.home}{address}")
        journey.look()
    journey.require_clean(404, 422)


def test_a_whole_group(journey: Journey, tmp_path: Path) -> None:
    window, work = journey.window, tmp_path / "Alliances"
    table = tmp_path / "Spring.csv"
    table.write_text(GROUP, "utf-8")
    journey.press("Roster")
    window.wait_for_selector("#table")
    journey.look()
    window.set_input_files("#table", table)
    window.wait_for_selector(
        '#ready:text-is("2 rows are ready. 2 need a look: mend the table and drop it again, or go on without.")'
    )
    assert "tomorrow" in window.locator("#rows .problem").last.inner_text()
    journey.look()
    packet = download(journey, lambda: journey.button("One file to print").click())
    assert len(PdfReader(io.BytesIO(packet)).pages) > 2
    journey.button("A preparation sheet for each person").click()
    window.wait_for_selector('#made a:has-text("preparation-spring.pdf")')
    journey.button("A file for each pair").click()
    window.wait_for_selector('#made:has-text("spring-worksheets")')
    journey.look()
    sheets = work / "spring-worksheets"
    assert {path.name for path in sheets.iterdir()} == {
        "manifest.csv",
        "worksheet-ana-lima-ben-okafor.pdf",
        "worksheet-cai-dee.pdf",
    }
    returned = tmp_path / "from Ana.pdf"
    returned.write_bytes(
        fill((sheets / "worksheet-ana-lima-ben-okafor.pdf").read_bytes(), {"answer/hopes/p1": "Long walks"})
    )
    window.set_input_files("#came", returned)
    window.wait_for_selector('#collected:has-text("1 of 2 worksheets has come back.")')
    assert window.inner_text("#collected h3:text-is('Still missing') + ul") == "Cai and Dee"
    journey.look()
    window.click("#collected a")
    window.wait_for_url("**/alliance/*")
    journey.require_clean()
    assert {path for path in list_files(tmp_path) if not path.startswith("Alliances/")} == {table.name, returned.name}


def test_the_last_page_has_its_look(journey: Journey) -> None:
    window = journey.window
    journey.button("Quit").click()
    window.wait_for_selector('h1:text-is("Until next time")')
    window.wait_for_function("() => document.fonts.check('16px Vollkorn')")
    journey.look()
    assert window.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith("Vollkorn")
    assert journey.program.wait().code == 0
    assert journey.heard == []
