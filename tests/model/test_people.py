from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.people import MOST_PEOPLE, People
from tests.composing.worksheets import lines_of


def test_a_blank_name_is_labelled_by_its_number() -> None:
    assert People(("Ana Lima", "")).labels() == ("Ana Lima", "Person 2")


@pytest.mark.parametrize(
    ("names", "initials"),
    [
        (("Ana Lima", "Ben Okafor"), ("AL", "BO")),
        (("Ana", "ben"), ("A", "B")),
        (("Ana Maria de Souza Lima",), ("AL",)),
        (("Žofie Ångström", "Ωmega Жук"), ("ŽÅ", "ΩЖ")),
        (("Ana Lima", "Ada Lovelace"), ("1", "2")),
        (("Ana Lima", "Ada Lovelace", "Ben"), ("1", "2", "B")),
        (("", ""), ("1", "2")),
        (("", "Ben"), ("1", "B")),
        (("42", "(Ana)"), ("1", "2")),
        (("ß", "你好"), ("S", "你")),
        (("बेन ओकाफ़ोर", "अना लीमा"), ("बेओ", "अली")),
        (("สมชาย ใจดี", "เอก"), ("สจ", "อ")),
        (("محمد الأمين", "ليلى"), ("م\u200cا", "ل")),
        (("שָׁרָה לוי",), ("של",)),
    ],
)
def test_people_are_told_apart_by_initials_else_by_number(names: tuple[str, ...], initials: tuple[str, ...]) -> None:
    assert People(names).initials() == initials


@given(names=st.lists(st.one_of(lines_of(60), st.just("")), min_size=1, max_size=MOST_PEOPLE))
def test_no_two_people_have_the_same_short_form(names: list[str]) -> None:
    short = People(tuple(names)).initials()
    assert len(set(short)) == len(names)
    letters = [sum(category(character)[0] not in "MC" for character in form) for form in short]
    assert set(letters) <= {1, 2}
    assert max(map(len, short)) <= 9
