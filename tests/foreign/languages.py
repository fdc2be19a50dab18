"""Every language that is shipped, in every layout: a worksheet, and the alliance that is finished from it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator import compose, merge
from generator.files.reading import InputFile
from generator.files.shipped import layout_names
from generator.words.catalogue import describe_languages

if TYPE_CHECKING:
    from generator.workflows.interface import AllianceDocument, WorksheetDocument

LANGUAGES = ("en", *describe_languages())
RIGHT_TO_LEFT = ("ar", "he")
COLLECTION = Path(__file__).parents[1] / "fixtures" / "typefaces" / "cjk.ttc"
OWN_NAMES = {
    "ar": ("محمد الأمين", "ليلى حداد"),
    "el": ("Ελένη Παπαδοπούλου", "Γιώργος"),
    "he": ("שרה לוי", "דוד כהן"),
    "hi": ("अना लीमा", "बेन ओकाफ़ोर"),
    "ja": ("田中 太郎", "山本 花子"),
    "ko": ("김민준", "이서연"),
    "ru": ("Елена Щербакова", "Дмитрий"),
    "uk": ("Їжак Ґалаґан", "Олена"),
    "zh-Hans": ("李小龙", "王芳"),
}
LATIN_NAMES = ("Ana Lima", "Ben Okafor")


def fonts_for(language: str) -> list[Path]:
    """Return the typefaces to give with a language."""
    return [COLLECTION] if language in {"ja", "ko", "zh-Hans"} else []


@cache
def sheet_in(language: str, layout: str = "classic") -> WorksheetDocument:
    """Return a worksheet; from layout to layout names in the language's script and in Latin take turns, and others."""
    number = layout_names().index(layout)
    suggest = 3 if number % 2 else None
    names = LATIN_NAMES if number % 2 else OWN_NAMES.get(language, LATIN_NAMES)
    meeting = ("2026-12-04 12:30", None, "2026-12-04")[number % 3]
    return compose(
        people=names, language=language, layout=layout, fonts=fonts_for(language), meeting=meeting, suggest=suggest
    )


@cache
def alliance_in(language: str, layout: str = "classic") -> AllianceDocument:
    """Return the alliance in which texts of the bank are the answers to a worksheet."""
    sheet = sheet_in(language, layout)
    (first, second), bank = sheet.worksheet.people.names, sheet.worksheet.bank
    data = {
        "answers": {
            "hopes": {first: bank.introduction[0], second: bank.introduction[-1]},
            "support": {second: "\n".join(bank.instructions)},
        },
        "agreements": [{"what": next(bank.every_question()).text, "who": first}],
        "review": "2027-03-01",
    }
    answers = InputFile(json.dumps(data).encode(), "answers.json")
    return merge(InputFile(sheet.data, "sheet.pdf"), answers, fonts=fonts_for(language))
