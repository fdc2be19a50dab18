"""Sheets and alliances in every kind of script: valid, copied as they were typed, the same bytes every time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from generator import compose, merge
from generator.files.reading import InputFile
from generator.fonts.direction import CONTROLS
from tests.foreign.test_copied_text import read_by_pdfjs, read_by_poppler
from tests.foreign.verapdf import failed_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.workflows.interface import AllianceDocument, WorksheetDocument

CJK = Path(__file__).parents[1] / "fixtures" / "typefaces" / "cjk.ttc"
SHIPPED = {
    "ar": ("محمد الأمين", "ليلى حداد"),
    "he": ("שרה לוי", "דוד כהן"),
    "hi": ("अना लीमा", "बेन ओकाफ़ोर"),
    "ja": ("田中 太郎", "山本 花子"),
    "ko": ("김민준", "이서연"),
    "zh-Hans": ("李小龙", "王芳"),
}
ANSWERS = {
    "ar": 'نتفق أن نقول "ما رأيناه" خلال 3 أيام، لا إله إلا الله محمد',
    "he": 'נאמר "מה ראינו" בתוך 3 ימים, ונקשיב זה לזה שָׁלוֹם צה"ל',
    "hi": 'हम "3 दिन" के भीतर क्षत्रिय राष्ट्रीय श्रद्धा से बात करेंगे।',
    "bn": "আমরা ৩ দিনের মধ্যে শ্রদ্ধা ও বিশ্বাস নিয়ে কথা বলব।",
    "ta": "நாங்கள் 3 நாட்களுக்குள் ஸ்ரீ க்ஷமையுடன் பேசுவோம்.",
    "th": "เราจะบอกสิ่งที่เห็นภายใน 3 วัน ด้วยน้ำใจที่ดีต่อผู้ใหญ่",
    "ka": "ჩვენ ვიტყვით, რაც ვნახეთ, 3 დღეში.",
    "hy": "Մենք կասենք, ինչ տեսանք, 3 օրում։",
    "am": "ያየነውን በ3 ቀን ውስጥ እንናገራለን።",
    "ja": "田中と山本は、お互いについて、どんな前提や思い込みを持っていますか？",
    "ko": "김민준, 서로에게 어떤 요청이 있나요?",
    "zh-Hans": "王芳说说你们对这段伙伴关系最美好的希望和梦想。",
}


@cache
def sheet(language: str) -> WorksheetDocument:
    fonts = [CJK] if language in {"ja", "ko", "zh-Hans"} else []
    return compose(people=SHIPPED[language], suggest=3, language=language, fonts=fonts)


@cache
def alliance(language: str) -> AllianceDocument:
    people = list(SHIPPED.get(language, ("Ana Lima", "Ben Okafor")))
    answers = {"hopes": dict.fromkeys(people, ANSWERS[language])}
    data = {"people": people, "answers": answers, "agreements": [{"what": people[1], "who": people[0]}]}
    sources = [InputFile(json.dumps(data).encode(), "answers.json")]
    if language in SHIPPED:
        sources.insert(0, InputFile(sheet(language).data, "sheet.pdf"))
    return merge(*sources, fonts=[CJK] if language in {"ja", "ko", "zh-Hans"} else [])


def strip(text: str) -> str:
    kept = (character for character in unicodedata.normalize("NFC", text) if character not in CONTROLS)
    return "".join("".join(kept).replace("\u202a", "").replace("\u202b", "").replace("\u202c", "").split())


def list_unknown_fonts(path: Path) -> list[str]:
    """Return the resource names of fonts that a page's content uses and its resources lack."""
    with pikepdf.Pdf.open(path) as pdf:
        unknown: set[str] = set()
        for page in pdf.pages:
            drawn = [
                page.Contents.read_bytes(),
                *(xobject.read_bytes() for xobject in page.resources.get("/XObject", {}).values()),
            ]
            used = {name.decode() for name in re.findall(rb"(/F[0-9]+) [0-9.]+ Tf", b"\n".join(drawn))}
            unknown |= used - set(page.resources["/Font"].keys())
    return sorted(unknown)


@pytest.mark.slow
def test_veraPDF_finds_nothing_in_sheets_and_alliances(tmp_path: Path) -> None:  # noqa: N802 - its name
    checks = []
    for language in SHIPPED:
        path = tmp_path / f"{language}.pdf"
        path.write_bytes(sheet(language).data)
        checks.append(("ua1", path))
    for language in ANSWERS:
        path = tmp_path / f"{language}-alliance.pdf"
        path.write_bytes(alliance(language).data)
        checks += [("3a", path), ("ua1", path)]
    assert {check: rules for check, rules in failed_rules(checks).items() if rules} == {}


@pytest.mark.slow
@pytest.mark.parametrize("read", [read_by_poppler, read_by_pdfjs])
@pytest.mark.parametrize("language", ANSWERS)
def test_an_answer_is_copied_as_it_was_typed(language: str, read: Callable[[Path], str], tmp_path: Path) -> None:
    path = tmp_path / "alliance.pdf"
    path.write_bytes(alliance(language).data)
    assert strip(read(path)).count(strip(ANSWERS[language])) == 2
    assert list_unknown_fonts(path) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "hi", "ja"])
def test_the_seed_of_hashes_changes_no_byte(language: str) -> None:
    script = (
        "import sys; from generator import compose; from tests.foreign.languages import alliance_in, sheet_in; "
        f"mixed = compose(people=['محمد (2)', 'अना', 'Ana'], suggest=3, language={language!r}).data; "
        f"made = [sheet_in({language!r}, 'booklet').data, alliance_in({language!r}, 'booklet').data, mixed]; "
        "sys.stdout.buffer.write(b''.join(made))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    (data,) = made
    assert data.count(b"%PDF") == 3
