"""What is extracted for the card of an alliance."""

from __future__ import annotations

import pytest

from generator.composing.card import LONGEST_ANSWER, top_sentences


@pytest.mark.parametrize(
    ("text", "extract"),
    [
        ("One.", "One."),
        ("One. Two!", "One. Two!"),
        ("One. Two! Three?", "One. Two! …"),
        ("No end", "No end"),
        ("First\nline. Second.", "First line. Second."),
        ("It is 3.5 metres. Two.", "It is 3.5 metres. Two."),
        ("In short, e.g. this. Two. Three.", "In short, e.g. this. Two …"),
        ('He said "yes." I did not. More.', 'He said "yes." I did not …'),
        ("一句。二句。三句。", "一句。二句。 …"),
        ("Раз. Два. Три.", "Раз. Два …"),
        (f"One. {'And so on ' * 40}", "One …"),
        ("word " * 400, f"{('word ' * 36).strip()} …"),
        ("W" * 20_000, f"{'W' * LONGEST_ANSWER} …"),
    ],
)
def test_the_top_sentences_of_an_answer_are_one_or_two_short_ones(text: str, extract: str) -> None:
    assert top_sentences(text) == extract
