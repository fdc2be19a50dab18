"""What a browser draws is what is printed: all pages of every kind of document, beside PDFium's drawing of the file."""

from __future__ import annotations

import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from PIL import Image as Pillow
from PIL import ImageChops, ImageFilter

from generator.files.shipped import layout_names
from generator.model.brand import Image
from generator.web.pages_as_svg import draw_pages
from generator.workflows.compose import Pick
from generator.workflows.inputs import LayoutChoice
from generator.workflows.sign import SigningKey
from tests.cli.keys import certificate, p12
from tests.foreign.brands import write_brands
from tests.web.documents import (
    AS_IT_IS,
    CJK,
    LONG,
    PAIR,
    SHORT,
    Made,
    make_alliance,
    make_card,
    make_everything,
    make_worksheet,
    print_pages,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.browser import Screen

pytestmark = pytest.mark.slow

SCALE = 2
"""144 dots to the inch."""
BLUR = 1.3
"""Pixels: takes away what anti-aliasing makes different, and that browsers set lines of text on whole pixels."""
CLEARLY = 80
"""Of 255 steps of lightness."""
TILE = 48, 16
"""Pixels; about the size of a word."""


class Difference(NamedTuple):
    """How far two pictures differ: the part of the pixels that do so clearly, from 0 to 1."""

    everywhere: float
    in_a_tile: float
    """In that where it is greatest: a word that is not there, or elsewhere, does not get lost in a page."""


MOST = Difference(0.0005, 0.05)
PICKS = (Pick("Ana Lima", ("hopes", "tone", "conflict")), Pick("Ben Okafor", ("hopes", "feedback", "way-back")))
MEETING: dict[str, Any] = {"meeting": "2026-12-04 12:30", "place": "Café Ωmega, “Łódź” 17", "picks": PICKS}
ANSWERS: dict[str, Any] = {
    "answers": {
        "hopes": {"Ana Lima": LONG, "Ben Okafor": SHORT},
        "support": {"Ana Lima": "“Ἡ συμμαχία” – Съешь же ≤ 13 €; you שלום, 你好."},
    },
    "agreements": [{"what": "We say it within a day", "who": "Both"}, {"what": "Lunch, 1st & 3rd", "who": "Ana Lima"}],
    "review": "2027-03-01",
}


def draw_by_pdfium(data: bytes) -> list[Pillow.Image]:
    """Return a picture of each page in grey, its form fields with it."""
    document = pypdfium2.PdfDocument(data)
    try:
        document.init_forms()
        return [page.render(scale=SCALE).to_pil().convert("L") for page in document]
    finally:
        document.close()


def compare(one: Pillow.Image, other: Pillow.Image) -> Difference:
    """Return how far two pictures differ."""
    one, other = (picture.filter(ImageFilter.GaussianBlur(BLUR)) for picture in (one, other))
    gap = ImageChops.difference(one, other).point([0] * (CLEARLY + 1) + [255] * (255 - CLEARLY))
    tiles = gap.resize((one.width // TILE[0], one.height // TILE[1]), Pillow.Resampling.BOX)
    _, worst = tiles.getextrema()
    assert isinstance(worst, (int, float))
    return Difference(gap.histogram()[255] / (one.width * one.height), worst / 255)


def check(screen: Screen, made: Made) -> None:
    """Hold that the browser draws all pages as PDFium does."""
    shown = made.shown
    drawn = draw_pages(shown.pages, shown.values, markers=shown.markers)
    wanted = draw_by_pdfium(made.data)
    assert len(drawn.sides) == len(wanted)
    drawings = screen.photograph(drawn.sides, drawn.fonts, [picture.size for picture in wanted])
    assert screen.messages == []
    differences = [compare(one, other) for one, other in zip(drawings, wanted, strict=True)]
    worst = Difference(*map(max, zip(*differences, strict=True)))
    assert all(part <= most for part, most in zip(worst, MOST, strict=True)), worst


LOOKS = (AS_IT_IS, LayoutChoice(paper="letter", style="ink-saver"), LayoutChoice(style="easy-reading"))


@pytest.mark.parametrize("look", LOOKS, ids=["as it is", "ink-saver on letter", "easy-reading"])
@pytest.mark.parametrize("layout", layout_names())
def test_every_layout(screen: Screen, layout: str, look: LayoutChoice) -> None:
    check(screen, make_worksheet(choice=look._replace(name=layout), **MEETING))


def test_a_page_is_not_taken_for_another_one(screen: Screen) -> None:
    one, other = (make_worksheet((name, "Ben Okafor")) for name in ("Ana Lima", "Eva Luna"))
    with pytest.raises(AssertionError):
        check(screen, Made(one.shown, other.data))


@pytest.mark.parametrize("layout", ["booklet", "cards", "canvas", "classic"])
def test_print_only(screen: Screen, layout: str) -> None:
    choice = LayoutChoice(layout, paper="letter" if layout == "booklet" else None)
    check(screen, make_worksheet(choice=choice, fillable=False, **MEETING))


@pytest.mark.parametrize("language", ["he", "ar", "hi", "ja", "ko", "zh-Hans", "de,pt", "el"])
def test_languages(screen: Screen, language: str) -> None:
    names = {
        "he": ("דנה כהן", "Ana Lima"),
        "ar": ("محمد الأمين", "ليلى حداد"),
        "hi": ("अना लीमा", "बेन ओकाफ़ोर"),
        "ja": ("田中 太郎", "山本 花子"),
        "el": ("Ελένη Παπαδοπούλου", "Ἡ Žofie"),
    }
    fonts = (CJK,) if language in {"ja", "ko", "zh-Hans"} else ()
    check(screen, make_worksheet(names.get(language, PAIR), LayoutChoice(fonts=fonts), language, suggest=3))


def test_letters_of_many_scripts_in_one_sheet(screen: Screen) -> None:
    names = ("สมชาย ใจดี", "דנה Ana", "Ẹniọlá ŋ", "محمد", "नेहा", "W" * 60)
    check(screen, make_worksheet(names, LayoutChoice("prep"), place="𝒜 ⚕ ✓ Ꙃ → ∞"))


@pytest.mark.parametrize(("brand", "layout"), [("alpha", "classic"), ("vector", "cards"), ("typeface", "booklet")])
def test_brands(screen: Screen, brand: str, layout: str, tmp_path: Path) -> None:
    write_brands(tmp_path)
    check(screen, make_worksheet(choice=LayoutChoice(layout, brand=str(tmp_path / f"{brand}.yaml")), **MEETING))


def test_an_alliance_and_its_card(screen: Screen) -> None:
    sheet = make_worksheet(**MEETING)
    for choice in (AS_IT_IS, LayoutChoice("canvas"), LayoutChoice("large-print")):
        check(screen, make_alliance(sheet, ANSWERS, choice))
        check(screen, make_card(sheet, ANSWERS, choice))


def test_a_signed_alliance(screen: Screen) -> None:
    private = rsa.generate_private_key(65537, 2048)
    moment = dt.datetime(2026, 12, 4, 14, 0, tzinfo=dt.UTC)
    key = SigningKey("Ana Lima", moment, p12(private, certificate(private, "Ana Lima", 2036)), b"geheim")
    # apart, for pyHanko runs a loop of its own
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(make_alliance, make_worksheet(**MEETING), ANSWERS, AS_IT_IS, key).result()
    check(screen, made)


def test_every_kind_of_mark_and_field(screen: Screen) -> None:
    noise = random.Random(1)  # noqa: S311 - the same each time
    ramp = bytes(min(255, 20 * x + 8 * y) for y in range(12) for x in range(15) for _ in range(3))
    alpha = bytes(noise.choice((0, 128, 255)) for _ in range(15 * 12))
    for image in (Image(15, 12, 3, ramp), Image(15, 12, 3, ramp, alpha), Image(15, 12, 1, ramp[::3])):
        check(screen, print_pages(make_everything(image)))
