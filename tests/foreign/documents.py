"""The documents that foreign software judges: worksheets and alliances of very different content, made by the command.

A worksheet's recipe is the arguments of ``compose``; an alliance's those, and the answers merged into it. Brands are
those of ``tests.foreign.brands``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.foreign.brands import BRANDS, write_brands
from tests.foreign.tools import alliance

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PAIR = ("-p", "Ana Lima", "-p", "Ben Okafor")
SIX = tuple(part for name in ("Ana", "Ben", "Chloé", "Dmitri", "Eleni", "Farid") for part in ("-p", name))
DANA = "דנה כהן"
HEBREW = ("-p", DANA, "-p", "Ana Lima")
IN_HEBREW = "אני מקווה שנדבר בכנות (גם כשזה קשה), ושנעבוד יחד ב-Zoom עד 12:30.\n- פגישות קצרות"
SHORT = "As long as it needs to be.\nLine breaks are kept."
LONG = "We began with what each of us needs on a bad day, and wrote it down in plain words. " * 60

Answers = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a document is made."""

    options: tuple[str, ...]
    """Of ``compose``; ``BANK`` stands for the path of the bank file."""
    questions: int | None = None
    """How many questions the bank file has, where it is not the built-in one."""


@dataclass(frozen=True, slots=True)
class FinishedRecipe:
    """How a finished alliance is made."""

    sheet: Recipe
    answers: Answers
    extra: dict[str, object] = field(default_factory=dict)
    """More keys of the answers file."""
    brand: str = ""
    """The one to merge with."""


WORKSHEETS = {
    "two people": Recipe(PAIR),
    "nobody named": Recipe(()),
    "one person": Recipe(("-p", "Ana Lima")),
    "six people": Recipe(SIX),
    "six people suggested": Recipe((*SIX, "--suggest", "3")),
    "letter paper": Recipe((*PAIR, "--paper", "letter")),
    "suggested": Recipe((*PAIR, "--suggest", "4", "--seed", "7")),
    "picked": Recipe((*PAIR, "--pick", "Ana Lima: hopes, tone, conflict", "--pick", "Ben Okafor: feedback, hopes")),
    "meeting given": Recipe((*PAIR, "--meeting", "2026-12-04 12:30", "--place", "Café Ωmega", "--minutes", "75")),
    "long names": Recipe(("-p", "Maximiliane-Theodora zu Hohenlohe-Waldenburg-Schillingsfürst", "-p", "W" * 60)),
    "other alphabets": Recipe(("-p", "Ελένη Παπαδοπούλου", "-p", "Дмитрий Щербаков", "-p", "Žofie Łódź")),
    "uncovered characters": Recipe(("-p", "李明", "-p", "नेहा 🎉")),
    "two hundred questions": Recipe((*PAIR, "--bank", "BANK"), questions=200),
    "one question": Recipe((*PAIR, "--bank", "BANK"), questions=1),
    "one section": Recipe((*PAIR, "--section", "atmosphere")),
    "one page": Recipe((*PAIR, "--layout", "onepage", "--suggest", "3")),
    "one page for six": Recipe((*SIX, "--layout", "onepage", "--paper", "letter")),
    "workbook": Recipe((*PAIR, "--layout", "workbook", "--suggest", "3")),
    "dotted workbook": Recipe((*PAIR, "--layout", "workbook", "--dotted")),
    "ink saver": Recipe((*PAIR, "--style", "ink-saver")),
    "large print": Recipe((*PAIR, "--layout", "large-print")),
    "large print for six": Recipe((*SIX, "--layout", "large-print", "--plain", "--paper", "letter")),
    "prep": Recipe((*PAIR, "--layout", "prep", "--meeting", "2026-12-04 12:30")),
    "tents": Recipe((*SIX, "--layout", "tents")),
    "tents without names": Recipe(("--layout", "tents", "--paper", "letter")),
    "prep for six": Recipe((*SIX, "--layout", "prep", "--paper", "letter", "--suggest", "3")),
    "cards": Recipe((*PAIR, "--layout", "cards", "--suggest", "3")),
    "cards for six": Recipe((*SIX, "--layout", "cards", "--paper", "legal")),
    "cards to print": Recipe((*SIX, "--layout", "cards", "--print-only", "--suggest", "2", "--style", "ink-saver")),
    "booklet": Recipe((*PAIR, "--layout", "booklet", "--suggest", "3")),
    "canvas": Recipe((*PAIR, "--layout", "canvas", "--suggest", "3")),
    "canvas for six on A4": Recipe((*SIX, "--layout", "canvas", "--paper", "a4")),
    "booklet to print": Recipe((*SIX, "--layout", "booklet", "--print-only", "--paper", "letter")),
    "two languages": Recipe((*PAIR, "--language", "de,pt", "--suggest", "3", "--meeting", "2026-12-04 12:30")),
    "two languages on cards": Recipe((*PAIR, "--language", "en,fr", "--layout", "cards")),
    "a person's own language": Recipe((*PAIR, "--language", "de,Ana Lima=pt", "--layout", "prep")),
    "print only": Recipe((*PAIR, "--print-only", "--suggest", "3")),
    "from right to left": Recipe((*HEBREW, "--language", "he", "--meeting", "2026-12-04 12:30", "--place", "Café (2)")),
    "cards from right to left": Recipe((*HEBREW, "--language", "he", "--layout", "cards")),
    "booklet from right to left": Recipe((*HEBREW, "--language", "he", "--layout", "booklet", "--print-only")),
    "branded": Recipe((*PAIR, "--brand", "alpha", "--suggest", "3")),
    "branded with a vector logo": Recipe((*PAIR, "--brand", "vector", "--layout", "large-print")),
    "branded with a typeface": Recipe((*SIX, "--brand", "typeface", "--paper", "letter")),
    "branded cards": Recipe((*PAIR, "--brand", "alpha", "--layout", "cards")),
    "branded booklet to print": Recipe((*PAIR, "--brand", "typeface", "--layout", "booklet", "--print-only")),
}

ALLIANCES = {
    "nothing answered": FinishedRecipe(Recipe((*PAIR, "--suggest", "3")), {}),
    "short answers": FinishedRecipe(
        Recipe((*PAIR, "--suggest", "3")),
        {"hopes": {"Ana Lima": SHORT, "Ben Okafor": SHORT}, "support": {"Ana Lima": SHORT}},
        {
            "agreements": [{"what": "We say it within a day", "who": "Both"}, {"what": "Lunch", "who": ""}],
            "review": "2027-03-01",
        },
    ),
    "long answers": FinishedRecipe(
        Recipe(PAIR), {key: dict.fromkeys(("Ana Lima", "Ben Okafor"), LONG) for key in ("hopes", "tone", "champion")}
    ),
    "large print": FinishedRecipe(
        Recipe((*PAIR, "--suggest", "3", "--layout", "large-print")), {"hopes": {"Ana Lima": LONG, "Ben Okafor": SHORT}}
    ),
    "cards": FinishedRecipe(
        Recipe((*PAIR, "--layout", "cards", "--suggest", "3")), {"hopes": {"Ana Lima": LONG, "Ben Okafor": SHORT}}
    ),
    "booklet": FinishedRecipe(
        Recipe((*PAIR, "--layout", "booklet")), {"hopes": {"Ana Lima": LONG, "Ben Okafor": SHORT}}
    ),
    "one page": FinishedRecipe(
        Recipe((*PAIR, "--layout", "onepage")), {"support": {"Ana Lima": LONG, "Ben Okafor": SHORT}}
    ),
    "canvas": FinishedRecipe(
        Recipe((*PAIR, "--layout", "canvas", "--suggest", "3")),
        {"hopes": {"Ana Lima": LONG, "Ben Okafor": SHORT}, "tone": {"Ben Okafor": SHORT}},
        {"agreements": [{"what": "We say it within a day", "who": "Both"}], "review": "2027-03-01"},
    ),
    "two languages": FinishedRecipe(
        Recipe((*PAIR, "--language", "de,pt,Ana Lima=pt", "--suggest", "3")),
        {"hopes": {"Ana Lima": LONG, "Ben Okafor": SHORT}},
        {"agreements": [{"what": "We say it within a day", "who": "Both"}], "review": "2027-03-01"},
    ),
    "branded": FinishedRecipe(
        Recipe((*PAIR, "--suggest", "3")), {"hopes": {"Ana Lima": LONG, "Ben Okafor": SHORT}}, brand="alpha"
    ),
    "branded with a typeface": FinishedRecipe(
        Recipe((*PAIR, "--layout", "side-by-side")),
        {"hopes": {"Ana Lima": SHORT, "Ben Okafor": SHORT}},
        brand="typeface",
    ),
    "branded with a vector logo": FinishedRecipe(Recipe(PAIR), {}, brand="vector"),
    "six answer": FinishedRecipe(
        Recipe((*SIX, "--suggest", "2")), {"conflict": dict.fromkeys(SIX[1::2], SHORT), "support": {"Farid": LONG}}
    ),
    "other alphabets": FinishedRecipe(
        Recipe(("-p", "Ελένη", "-p", "Дмитрий")),
        {"hopes": {"Ελένη": "Ἡ συμμαχία μας κρατάει όσο μιλάμε.", "Дмитрий": "Съешь же ещё этих мягких булок. ≤ 13 €"}},
    ),
    "from right to left": FinishedRecipe(
        Recipe((*HEBREW, "--language", "he", "--suggest", "3")),
        {"hopes": {DANA: IN_HEBREW, "Ana Lima": LONG}},
        {"agreements": [{"what": "נפגשים ביום שני ב-10:00", "who": DANA}], "review": "2027-03-01"},
    ),
    "right to left within left to right": FinishedRecipe(Recipe(HEBREW), {"hopes": {DANA: IN_HEBREW}}),
    "uncovered characters": FinishedRecipe(
        Recipe(PAIR), {"hopes": {"Ana Lima": "你好 🎉 नमस्ते שלום \u202eabc\u0007", "Ben Okafor": "1 MB" + "x" * 3000}}
    ),
    "two hundred questions": FinishedRecipe(
        Recipe((*PAIR, "--bank", "BANK"), questions=200), {f"q-{n}": {"Ana Lima": SHORT} for n in range(1, 200, 3)}
    ),
}


@dataclass(frozen=True, slots=True)
class RevisedRecipe:
    """How a worksheet for a next meeting is made, and the revision that it leads to."""

    first: FinishedRecipe
    options: tuple[str, ...]
    """Of ``revise``."""
    answers: Answers
    extra: dict[str, object] = field(default_factory=dict)


DECIDED: dict[str, object] = {
    "agreements": [
        {"was": 1, "decision": "changed", "what": "We say it within two days"},
        {"was": 2, "decision": "dropped"},
        {"what": "Drafts", "who": "Ben"},
    ],
    "review": "2027-06-01",
}
REVISED = {
    "two people": RevisedRecipe(
        ALLIANCES["short answers"],
        ("--suggest", "2", "-p", "Cleo"),
        {"hopes": {"Ana Lima": "Other", "Cleo": LONG}},
        DECIDED,
    ),
    "large print": RevisedRecipe(ALLIANCES["large print"], (), {"tone": {"Ben Okafor": SHORT}}),
    "six people": RevisedRecipe(ALLIANCES["six answer"], ("--layout", "workbook"), {"conflict": {"Ana": LONG}}),
    "two languages": RevisedRecipe(ALLIANCES["two languages"], (), {"tone": {"Ben Okafor": SHORT}}),
    "uncovered characters": RevisedRecipe(ALLIANCES["uncovered characters"], ("--print-only",), {}),
}

Document = tuple[str, str]
"""``worksheet`` or ``alliance``, and the recipe's name."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents made; one that could not be made fails the tests that ask for it, and no others."""

    paths: dict[Document, Path]
    failures: dict[Document, str]
    """What the command said."""

    def __getitem__(self, document: Document) -> Path:
        assert document not in self.failures, self.failures[document]
        return self.paths[document]


def make_all(folder: Path) -> Documents:
    """Make every document in this folder."""
    write_brands(folder)
    wanted = [("worksheet", name) for name in WORKSHEETS] + [("alliance", name) for name in ALLIANCES]
    wanted += [("next worksheet", name) for name in REVISED]
    failed = {document: said for document in wanted if (said := _make(document, folder))}
    wanted += [("revision", name) for name in REVISED]  # made beside its worksheet
    return Documents({document: _path(document, folder) for document in wanted if document not in failed}, failed)


def _path(document: Document, folder: Path) -> Path:
    return folder / f"{' '.join(document)}.pdf"


def _make(document: Document, folder: Path) -> str:
    """Make one document; return what the command said where it failed."""
    kind, name = document
    path = _path(document, folder)
    if kind == "worksheet":
        return _compose(path, WORKSHEETS[name])
    if kind == "next worksheet":
        return _revise(path, _path(("revision", name), folder), REVISED[name])
    return _finish(path, ALLIANCES[name])


def _finish(path: Path, recipe: FinishedRecipe) -> str:
    sheet = path.with_suffix(".sheet.pdf")
    brand = ("--brand", recipe.brand) if recipe.brand else ()
    content = {"answers": recipe.answers} | recipe.extra
    return _compose(sheet, recipe.sheet) or _merge(sheet, path, content, *_with_files(brand, path))


def _revise(path: Path, revision: Path, recipe: RevisedRecipe) -> str:
    """Make a worksheet for a next meeting, and the revision that it leads to."""
    first = path.with_suffix(".first.pdf")
    return (
        _finish(first, recipe.first)
        or _failure("revise", first, *recipe.options, "-o", path)
        # what was printed for a pen has no fields to merge
        or ("--print-only" in recipe.options and _failure("revise", first, "-o", path.with_suffix(".form.pdf")))
        or _merge(_form(path), revision, {"answers": recipe.answers} | recipe.extra)
    )


def _form(path: Path) -> Path:
    form = path.with_suffix(".form.pdf")
    return form if form.exists() else path


def _merge(sheet: Path, path: Path, content: dict[str, object], *options: str) -> str:
    answers = path.with_suffix(".json")
    answers.write_text(json.dumps(content), encoding="utf-8")
    return _failure("merge", sheet, answers, "--allow-empty", *options, "-o", path)


def _compose(path: Path, recipe: Recipe) -> str:
    bank = path.with_suffix(".bank.yaml")
    if recipe.questions is not None:
        bank.write_text(bank_of(recipe.questions), encoding="utf-8")
    options = [str(bank) if option == "BANK" else option for option in recipe.options]
    return _failure("compose", *_with_files(options, path), "-o", path)


def _with_files(options: Iterable[str], path: Path) -> list[str]:
    """Return options that name the brands' files in the folder, not the brands."""
    return [str(path.with_name(f"{option}.yaml")) if option in BRANDS else option for option in options]


def _failure(*arguments: str | Path) -> str:
    done = alliance(*arguments)
    return f"exit {done.returncode}: {done.stderr}" if done.returncode else ""


def bank_of(questions: int) -> str:
    """Return a bank file with so many questions, twenty to a section; the last one has 300 characters."""
    lines = [
        "title: A bank of another size",
        "language: en",
        "attribution: Made for a test",
        "introduction: [One paragraph.]",
        "instructions: [One step.]",
        "meeting: {minutes: 90}",
        "picks: {min: 1, max: 4}",
        "sections:",
    ]
    for number in range(1, questions + 1):
        if number % 20 == 1:
            lines += [f"  - id: section-{number}", f"    title: From {number} on", "    questions:"]
        text = f"What is number {number} about?" if number < questions else "word " * 59 + "last?"
        lines += [f"      - id: q-{number}", f"        text: {text}"]
    lines += ["closing:", "  title: The end", '  lead: ""', "  questions: [{id: end, text: How does it end?}]"]
    return "\n".join(lines) + "\n"
