"""Strict readers take our documents without a complaint, and read and draw what we put there."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from PIL import ImageChops

from tests.foreign.brands import LOGO
from tests.foreign.documents import ALLIANCES, WORKSHEETS, Document, Documents
from tests.foreign.drawing import DPI, drawn_by_pdfium, drawn_by_poppler, first_by_pdfium, first_by_poppler, worst_tile
from tests.foreign.tools import alliance_output, output_of, program, ran
from tests.pdf.sheets import form
from tests.pdf.test_images import fringed_logo, pictured

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

EVERY_DOCUMENT = [("worksheet", name) for name in WORKSHEETS] + [("alliance", name) for name in ALLIANCES]
TITLE = "Designing the Alliance"
IN_READING_ORDER = [
    TITLE,
    "Imagine a world, in fact",
    "Consider this a living document!",
    "Identifying Intentions",
    "What assumptions do you have of each other?",
    "Name your highest hopes and dreams for this partnership.",
    "Creating the Atmosphere",
    "What is the tone or relational environment you want to create?",
    "How do you each contribute in creating the experience you want?",
    "Sharing Responsibility",
    "What expectations do you have of each other?",
    "What can you count on from each other? Be specific!",
    "What requests do you have of each other?",
    "What commitments do you want to make regarding confidentiality in this space?",
    "How do you offer and receive feedback?",
    "Creating a Backup Plan",
    "How do you choose to be with each other when conflict arises?",
    "of you breaks an agreement?",
    "What will help you get back to your alliance if it gets slippery or starts to break?",
    "is important to remember/to occur in that discussion?",
    "How do you appreciate and fiercely support one another?",
    "Acknowledge or champion each other now.",
]

SEEN = (LOGO, (159, 193, 219))
"""The logo's colour, and what it is on white where it can be seen through."""

every_document = pytest.mark.parametrize("document", EVERY_DOCUMENT, ids=" ".join)


@every_document
def test_qpdf_finds_nothing_to_warn_of(document: Document, documents: Documents) -> None:
    done = ran(program("qpdf"), "--check", documents[document])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr


@every_document
def test_mupdf_draws_it_without_a_complaint(document: Document, documents: Documents) -> None:
    done = ran(program("mutool"), "draw", "-q", "-r", "36", "-F", "png", "-o", "/dev/null", documents[document])
    # Debian's build has no colour management, and says so of every file with a colour profile
    said = [line for line in done.stderr.splitlines() if "ICC support is not available" not in line]
    assert (done.returncode, said) == (0, [])


@every_document
@pytest.mark.parametrize("tool", ["pdfinfo", "pdffonts", "pdftotext"])
def test_poppler_reads_it_without_a_complaint(tool: str, document: Document, documents: Documents) -> None:
    done = ran(program(tool), documents[document], *(["-"] if tool == "pdftotext" else []))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("document", [("worksheet", "two people"), ("alliance", "short answers")], ids=" ".join)
def test_ghostscript_reads_it_without_a_complaint(document: Document, documents: Documents) -> None:
    done = ran(program("gs"), "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=nullpage", documents[document])
    assert done.returncode == 0
    assert not re.search(r"error|warning|\*\*\*\*", done.stdout + done.stderr, re.IGNORECASE)


@every_document
def test_every_font_is_embedded_and_every_character_can_be_copied(document: Document, documents: Documents) -> None:
    rows = output_of(program("pdffonts"), documents[document]).splitlines()[2:]
    embedded, _subset, unicode = zip(*(re.findall(r" (yes|no)(?= )", row) for row in rows), strict=True)
    assert {*embedded, *unicode} == {"yes"}, "\n".join(rows)


@cache
def struct_text(path: Path) -> str:
    """Return the text in the order of the structure tree, its lines joined, as a screen reader has it."""
    said = output_of(program("pdfinfo"), "-struct-text", path)
    pieces = re.findall(r'^ *"(.*)"$', said, re.MULTILINE)
    return re.sub(r"\s+", " ", " ".join(pieces))


@pytest.mark.parametrize("name", ["two people", "six people", "letter paper", "print only"])
def test_the_structure_tree_reads_the_whole_worksheet_in_order(name: str, documents: Documents) -> None:
    text = struct_text(documents["worksheet", name])
    wanted = IN_READING_ORDER if name != "print only" else IN_READING_ORDER[:3]
    places = [text.find(piece) for piece in wanted]
    assert -1 not in places, [piece for piece, place in zip(wanted, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_the_structure_tree_has_each_question_once_to_choose_and_once_to_answer(
    documents: Documents,
) -> None:
    text = struct_text(documents["worksheet", "two people"])
    questions = [piece for piece in IN_READING_ORDER if piece.endswith(("?", "!", "."))][1:]
    closing = questions[-2:]
    wanted = {question: 1 if question in closing else 2 for question in questions}
    assert {question: text.count(question) for question in questions} == wanted


def test_the_structure_tree_of_an_alliance_reads_each_answer_between_its_question_and_the_next(
    documents: Documents,
) -> None:
    text = struct_text(documents["alliance", "short answers"])
    pattern = "Alliance.*hopes and dreams.*As long as it needs.*Line breaks.*fiercely support.*As long as it needs"
    assert re.search(pattern, text), text


@every_document
def test_poppler_and_pdfium_draw_the_same_pages(document: Document, documents: Documents, tmp_path: Path) -> None:
    path = first_pages(documents[document], tmp_path / "first.pdf")
    one, other = drawn_by_poppler(path, tmp_path), drawn_by_pdfium(path)
    differences = [worst_tile(*pair) for pair in zip(one, other, strict=True)]
    assert max(differences) < 0.1, differences


def first_pages(path: Path, target: Path) -> Path:
    """Return a copy with at most the first four pages, as drawing a hundred proves no more."""
    count = int(output_of(program("qpdf"), "--show-npages", path))
    output_of(program("qpdf"), path, "--pages", ".", f"1-{min(count, 4)}", "--", target)
    return target


def test_the_same_command_makes_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    for path in (one, other):
        alliance_output("compose", "-p", "Ana Lima", "-p", "Ben Okafor", "--suggest", "3", "-o", path)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("document", [each for each in EVERY_DOCUMENT if each[1].startswith("branded")], ids=" ".join)
def test_poppler_and_pdfium_draw_the_logo_in_its_colours(
    document: Document, documents: Documents, tmp_path: Path
) -> None:
    name = document[1]
    for picture in (first_by_poppler(documents[document], tmp_path), first_by_pdfium(documents[document])):
        whole, through = (pixels_like(colour, picture) for colour in SEEN)
        if name == "branded cards":
            assert whole == 0  # a deck says whose it is in words
        else:
            assert whole > 300
            assert (through > 300) == ("vector" not in name)


def test_poppler_draws_nothing_grey_around_a_logo(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(form(pictured(fringed_logo())))
    drawn = first_by_poppler(sheet, tmp_path)
    scale = DPI / 72
    least, _ = drawn.getextrema()[0]  # type: ignore[misc] # of red
    assert drawn.size == (round(595.28 * scale), round(841.89 * scale))
    around = drawn.crop((int(95 * scale), int(217 * scale), int(145 * scale), int(247 * scale)))
    assert least < 100  # the line of text
    assert around.getextrema()[0][0] >= 252  # type: ignore[index]


def pixels_like(colour: tuple[int, int, int], picture: Image) -> int:
    """Return how many pixels have this colour, or nearly."""
    red, green, blue = (
        band.point([255 * (abs(part - step) <= 3) for step in range(256)])
        for part, band in zip(colour, picture.split(), strict=True)
    )
    return ImageChops.multiply(ImageChops.multiply(red, green), blue).histogram()[255]
