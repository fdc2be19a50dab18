"""Text that is set with kerning, ligatures and drawn quotation marks is copied and searched as it was typed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from generator.files.shipped import BANK, data_file
from generator.fonts.faces import Face, Faces
from generator.fonts.metrics import HOUSE
from generator.formats.bank import read_bank
from generator.pdf import fonts
from generator.typesetting.lines import break_lines
from generator.typesetting.page import Tag
from generator.workflows.inputs import load_layout
from generator.workflows.render_alliance import render_alliance
from tests.composing.alliances import alliance_of
from tests.composing.worksheets import bank_of
from tests.foreign.tools import node_modules, output_of, program
from tests.pdf.sheets import HEIGHT, Sheet, form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZE, LEADING, ROOM = 10, 16, 480
LATIN = (
    "If it is offered, of each of us: fiercely, specific, different, affluent, baffling, a shelf of five files. “Yes,” "
    "We said; Today, Very well, Wave after wave, AVATAR. L’Été, “of”. Half (of) it! Ya, Ty, Vo – Wo, r, y. office"
)
GREEK = "Τα όνειρα, «Υπέρ» των Άλλων: Γιατί όχι; Του, Τι, Γο, Ρα. Ό,τι θέλεις."
CYRILLIC = "Тут, Года, «Уважение» Рабочая Густав: Ту, То, Га, Ра. Её путь, у, ф."
TYPED = (
    '"Yes," she said, \'perhaps\' - it\'s 5\'10" of O\'Neill\'s; really -- no--never. "Offer" ("fine") \'tis "so": '
    "\"Ναι, το 'ξέρω'\" - \"Да, 'точно'\" -- don't"
)
FIGURES = (
    "Schedule a 90-minute block; choose 3 or 4 of 12,567 questions in 2026-2027, by 11:30 on 4 December 2026 (of 1,890 "
    "or 0.5 f 1), 50 % of 7, '90s, £18"
)
TYPEFACES = [Face.DISPLAY, Face.ITALIC, Face.SEMIBOLD, Face.TEXT, Face.RUNNING, Face.RUNNING_ITALIC]


def read_by_poppler(path: Path) -> str:
    return output_of(program("pdftotext"), "-layout", path, "-")


def read_by_mupdf(path: Path) -> str:
    return output_of(program("mutool"), "draw", "-q", "-F", "txt", path)


def read_by_pdfjs(path: Path) -> str:
    (text,) = read_all_by_pdfjs(path)
    return text


def read_all_by_pdfjs(*paths: Path) -> list[str]:
    """Return the text of each file, read in one run."""
    script = Path(__file__).with_name("text_by_pdfjs.mjs")
    *texts, _ = output_of(program("node"), script, node_modules("pdfjs-dist"), *paths).split("\f")
    return texts


def read_by_pdfium(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


READERS = [read_by_poppler, read_by_mupdf, read_by_pdfjs, read_by_pdfium]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("face", TYPEFACES)
def test_every_line_is_copied_as_it_was_typed(face: Face, read: Callable[[Path], str], tmp_path: Path) -> None:
    lines = list(lines_to_set(face))
    path = tmp_path / "lines.pdf"
    path.write_bytes(pages_of(lines, face))
    copied = [line.strip() for line in read(path).splitlines() if line.strip()]
    assert copied == ["Lines", *lines]


QUOTED = (
    '"So", er sagt: \'so\' ("geht\'s"), Hans\' \'Wort\', 5\'10", "\'tak\'" l\'"ami" "Год" "Τι" -- "von"-"bis" "To, "f',
    '"So',
    "'so'",
)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("language", ["de", "fr", "pl", "ru", "sv"])
def test_the_marks_of_every_language_are_copied_as_they_were_typed(
    language: str, read: Callable[[Path], str], tmp_path: Path
) -> None:
    faces, paths = Faces(language=language), [tmp_path / f"{face}.pdf" for face in TYPEFACES]
    for face, path in zip(TYPEFACES, paths, strict=True):
        path.write_bytes(pages_of(list(QUOTED), face, faces))
    texts = read_all_by_pdfjs(*paths) if read is read_by_pdfjs else map(read, paths)
    for text in texts:
        assert [line.strip() for line in text.splitlines() if line.strip()] == ["Lines", *QUOTED]


def lines_to_set(face: Face) -> Iterator[str]:
    """Yield the built-in bank and texts of three alphabets, broken into lines."""
    bank = read_bank(Path(data_file(BANK)).read_bytes(), BANK)
    asked = (asked.text for asked in bank.every_question())
    for text in (*bank.introduction, *asked, LATIN, GREEK, CYRILLIC, TYPED, FIGURES):
        yield from (line.strip() for line in break_lines(text, ROOM, lambda part: fonts().width(part, face, SIZE)))


def pages_of(lines: list[str], face: Face, faces: Faces = HOUSE) -> bytes:
    """Return a document with a line of type for each."""
    sheet = Sheet()
    sheet.line(HEIGHT - 30, "Lines", Tag.H1)
    for number, line in enumerate(lines):
        sheet.line(HEIGHT - 50 - number * LEADING, line, face=face)
    return form(sheet.finished()._replace(faces=faces))


def test_a_long_answer_is_read_aloud_from_the_finished_alliance_and_kept_in_its_data_as_it_was_typed(
    tmp_path: Path,
) -> None:
    answer, name = " ".join([TYPED, FIGURES, LATIN, GREEK, CYRILLIC] * 20), "Ana O'Neill"
    question = 'What\'s "enough" in 30 of 90 minutes?'
    path = tmp_path / "alliance.pdf"
    alliance = alliance_of(bank_of([question]), (name,), {("q1", 0): answer})
    path.write_bytes(render_alliance(alliance, load_layout("classic")).data)
    said = "".join(re.findall(r'^ *"(.*)"$', output_of(program("pdfinfo"), "-struct-text", path), re.MULTILINE))
    for text in (answer, name, question):
        assert re.sub(r"\s", "", text) in re.sub(r"\s", "", said)
    with pikepdf.open(path) as pdf:
        data = json.loads(pdf.attachments["alliance.json"].get_file().read_bytes())
    assert data["answers"]["q1"]["p1"] == answer
