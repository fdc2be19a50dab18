"""The people of an alliance: their names, and the short forms beside their boxes and lines."""

from __future__ import annotations

import unicodedata

from generator.words.messages import ENGLISH, Words

MOST_PEOPLE = 6
INITIALS = 2
_MOST_SIGNS = 3
_NOT_JOINED = "\u200c"
"""Between Arabic letters that make no word (ZERO WIDTH NON-JOINER)."""
_VOWELS_BEFORE = "\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4"
"""Of Thai and Lao, which are written before the consonant that they follow."""


def normalise_line(text: str) -> str:
    """Return the text on one line: NFC, every run of white space as one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


class People(tuple[str, ...]):
    """One to six people, in the order in which they were named.

    A tuple of names: each one line in NFC, empty where the name is still to be written in.
    """

    __slots__ = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names."""
        return tuple(self)

    def label(self, person: int, words: Words = ENGLISH) -> str:
        """Return the person's name, or ``Person 1`` for a name still blank (people are counted from 1 on paper).

        ``words`` are those of the paper; messages are in English.
        """
        return self.names[person] or words.person_label(person + 1)

    def labels(self, words: Words = ENGLISH) -> tuple[str, ...]:
        """Return every person's label, in order."""
        return tuple(self.label(person, words) for person in range(len(self.names)))

    def distinct_labels(self) -> tuple[str, ...]:
        """Return every person's label, with a number where two are the same but for their case: ``Zoé (2)``."""
        labels = self.labels()
        folded = [label.casefold() for label in labels]
        while len(set(folded)) < len(folded):
            labels = tuple(
                ENGLISH.numbered_label(label, number) if folded.count(label.casefold()) > 1 else label
                for number, label in enumerate(labels, start=1)
            )
            folded = [label.casefold() for label in labels]
        return labels

    def initials(self) -> tuple[str, ...]:
        """Return one or two letters for every person, no two alike: initials, else the number from 1."""
        short = [_initials(name) for name in self.names]
        return tuple(
            form if form and short.count(form) == 1 else str(number) for number, form in enumerate(short, start=1)
        )


def _initials(name: str) -> str:
    words = [word for word in name.split() if unicodedata.category(word[0])[0] == "L"]
    ends = words if len(words) < INITIALS else [words[0], words[-1]]
    initials = [_first_letter(word) for word in ends]
    joined = len(initials) == INITIALS and all(unicodedata.bidirectional(letter[0]) == "AL" for letter in initials)
    return (_NOT_JOINED if joined else "").join(initials)


def _first_letter(word: str) -> str:
    """Return a word's first letter, with its vowel signs; a vowel that stands before its consonant is none.

    Points of Hebrew and Arabic, which are written for learners, are left out.
    """
    start = 1 if word[0] in _VOWELS_BEFORE and word[1:2].isalpha() else 0
    letter, signs = word[start].upper()[:1], ""
    for sign in word[start + 1 : start + 1 + _MOST_SIGNS]:
        if unicodedata.category(sign)[0] != "M" or unicodedata.bidirectional(letter) != "L":
            break
        signs += sign
    return letter + signs
