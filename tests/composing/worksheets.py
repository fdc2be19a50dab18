"""Worksheets of every shape: what hypothesis draws banks, people, picks and layouts from."""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from generator.formats.layout import read_layout
from generator.formats.paper import parse_paper
from generator.model.bank import Closing, PicksRule, Question, QuestionBank, Section
from generator.model.layout import AgendaLayout, AnswerSpaceSize, AnswerSpaceSizes, Layout, Part
from generator.model.people import MOST_PEOPLE, People
from generator.model.selection import Selection, in_bank_order, nobody
from generator.model.worksheet import Meeting, Worksheet

ROOT = Path(__file__).parents[2]
_ALONE = {Part.NAMES, Part.CARDS, Part.PREPARATION, Part.TENTS}
"""Parts that no others stand beside."""
LONGEST_NAME = 60
LONGEST_QUESTION = 300
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ '-.",
    "Wm@M ",
    "éäöüßñçøåłžčşğÀÉÎÕÜ e\u0301a\u0308",
    "αβγδεζηθικλμνξοπρστυφχψω ΑΒΓΔΣΩ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя ЖШЩЮ",
    "אבגדהוזחטיכלמנסעפצקרשת ",
    "你好世界 ",
)


@cache
def classic(paper: str = "a4") -> Layout:
    """The built-in layout on this paper."""
    path = ROOT / "layouts" / "classic.yaml"
    return read_layout(path.read_bytes(), path.name, "classic").on(parse_paper(paper))


def lines_of(most: int) -> st.SearchStrategy[str]:
    """One line of at most so many characters of one alphabet, as the readers leave it: folded, not empty."""
    lengths = st.one_of(st.integers(1, most), st.just(most))
    return st.builds(_line, st.sampled_from(ALPHABETS), lengths, st.integers(0, 9), st.booleans())


def _line(alphabet: str, length: int, step: int, spaced: bool) -> str:  # noqa: FBT001 - hypothesis draws it
    kept = alphabet if spaced else alphabet.replace(" ", "")
    drawn = "".join(kept[number * (2 * step + 1) % len(kept)] for number in range(1, length + 1))
    return unicodedata.normalize("NFC", " ".join(drawn.split())) or "x"


def bank_of(texts: list[str], *, sections: int = 4, closing: tuple[str, ...] = ("How?", "What now?")) -> QuestionBank:
    """A bank of questions ``q1``, ``q2`` ... in up to so many sections, and closing questions ``c1``, ``c2`` ..."""
    questions = [Question(f"q{number}", text) for number, text in enumerate(texts, start=1)]
    size = -(-len(questions) // sections)
    parts = [questions[start : start + size] for start in range(0, len(questions), size)]
    return QuestionBank(
        title="Designing the Alliance",
        language="en",
        attribution="",
        introduction=("Imagine a world where all relationships begin with a designed alliance. " * 4,),
        instructions=("Choose 3 or 4 questions.", "Take turns."),
        minutes=90,
        picks=PicksRule(3, 4),
        sections=tuple(
            Section(f"s{number}", f"Section {number}", tuple(part)) for number, part in enumerate(parts, start=1)
        ),
        closing=Closing("Closing", "Close with these:", tuple(Question(f"c{n}", t) for n, t in enumerate(closing, 1))),
    )


def banks() -> st.SearchStrategy[QuestionBank]:
    """Small banks of any texts; now and then one of a single or of two hundred questions."""
    text = lines_of(LONGEST_QUESTION)
    small = st.builds(bank_of, st.lists(text, min_size=1, max_size=9), sections=st.integers(1, 5))
    two_hundred = text.map(lambda each: bank_of([f"{number} {each[:40]}" for number in range(200)], sections=20))
    return st.one_of(
        small, small, small, small, small, st.builds(bank_of, st.lists(text, min_size=1, max_size=1)), two_hundred
    )


def names() -> st.SearchStrategy[tuple[str, ...]]:
    """One to six names, no two alike, or some that are blank."""
    given = st.lists(lines_of(LONGEST_NAME), min_size=1, max_size=MOST_PEOPLE, unique=True)
    return st.one_of(given, st.just(["", ""])).map(tuple)


@st.composite
def worksheets(draw: st.DrawFn) -> Worksheet:
    """Any worksheet."""
    bank = draw(banks())
    people = People(draw(names()))
    ids = [question.id for question in bank.questions()]
    picks = [draw(st.lists(st.sampled_from(ids), max_size=4)) for _ in people.names]
    meeting = draw(
        st.sampled_from(
            (Meeting(None, None, "", 90), Meeting(dt.date(2026, 9, 24), dt.time(12, 30), "Café Wilhelmine", 600))
        )
    )
    return Worksheet(bank, people, in_bank_order(bank, picks), meeting, "classic", "a4", "1.0")


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """The classic layout on any paper, and others that have its parts in another order and other room."""
    layout = classic(draw(st.sampled_from(("a4", "letter", "a5", "legal"))))
    if draw(st.booleans()):
        return layout
    room = st.builds(AnswerSpaceSize, st.integers(1, 12), st.integers(1, 3))
    return layout._replace(
        parts=tuple(draw(st.permutations([part for part in Part if part not in _ALONE]))),
        plan=AgendaLayout(draw(st.booleans())),
        rooms=AnswerSpaceSizes(draw(room), draw(room), draw(room)),
    )


def worksheet_of(bank: QuestionBank, *people: str, picks: tuple[tuple[str, ...], ...] = ()) -> Worksheet:
    """A worksheet for these people at no known time."""
    selection = Selection(picks) if picks else nobody(len(people))
    return Worksheet(bank, People(people), selection, Meeting(None, None, "", 90), "classic", "a4", "1.0")
