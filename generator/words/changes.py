"""Messages about what became different since the meeting before, for answers and for agreements.

The model's values are ``new``, ``changed``, ``kept``, ``dropped`` and ``as before``. In many languages the words for
them differ with what they are said of, so answers and agreements have contexts of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.words.labels import Translator

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChangeMessages(Translator):
    """The messages about changes."""

    def answer_became(self, change: str) -> str:
        """Return the word for an answer that is new or changed; it stands alone, read aloud."""
        if change == "new":
            return self.say("an answer became", "new")
        return self.say("an answer became", "changed")

    def agreement_became(self, change: str) -> str:
        """Return the word for an agreement's change, one of the model's values; it stands alone."""
        match change:
            case "new":
                return self.say("an agreement became", "new")
            case "changed":
                return self.say("an agreement became", "changed")
            case "kept":
                return self.say("an agreement became", "kept")
            case "dropped":
                return self.say("an agreement became", "dropped")
            case _:
                return self.say("an agreement became", "as before")

    def revision_day(self, number: int) -> str:
        """Return the name of a meeting whose day is not known, for ``changes_since`` and the like."""
        return self.say("in place of a meeting's day", "revision {number}", number=number)

    def changes_in_short(self, answers: Mapping[str, int], agreements: Mapping[str, int]) -> str:
        """Return how many answers and agreements became what, by the model's values, in this order."""
        return self.say(
            "sentence",
            "Answers: {answers}. Agreements: {agreements}.",
            answers=self._list_counts([self._count_answers(change, number) for change, number in answers.items()]),
            agreements=self._list_counts(
                [self._count_agreements(change, number) for change, number in agreements.items()]
            ),
        )

    def _list_counts(self, counts: list[str]) -> str:
        return self.say("between counts", ", ").join(filter(None, counts)) or self.say("in place of counts", "none")

    def _count_answers(self, change: str, number: int) -> str:
        """Return how many answers became so; empty for none."""
        places = {"number": number}
        if not number:
            return ""
        match change:
            case "new":
                return self.count("so many answers", "{number} new", "{number} new", number, places)
            case "changed":
                return self.count("so many answers", "{number} changed", "{number} changed", number, places)
            case _:
                return self.count("so many answers", "{number} as before", "{number} as before", number, places)

    def _count_agreements(self, change: str, number: int) -> str:
        """Return how many agreements became so; empty for none."""
        places = {"number": number}
        if not number:
            return ""
        match change:
            case "new":
                return self.count("so many agreements", "{number} new", "{number} new", number, places)
            case "changed":
                return self.count("so many agreements", "{number} changed", "{number} changed", number, places)
            case "kept":
                return self.count("so many agreements", "{number} kept", "{number} kept", number, places)
            case "dropped":
                return self.count("so many agreements", "{number} dropped", "{number} dropped", number, places)
            case _:
                return self.count("so many agreements", "{number} as before", "{number} as before", number, places)

    def joined_us(self, name: str) -> str:
        """Return that somebody was not there before."""
        return self.say("sentence", "{name} is with us for the first time.", name=name)

    def renamed(self, before: str, now: str) -> str:
        """Return that somebody has another name."""
        return self.say("sentence", "{before} is called {now} now.", before=before, now=now)

    def said_before(self, answer: str) -> str:
        """Return what stands above an answer that has changed since."""
        return self.say("above an answer", "Before: {answer}", answer=answer)

    def review_changed(self, now: str, before: str) -> str:
        """Return for when a review was planned, now (which may be empty) and before."""
        if now:
            return self.say("sentence", "On {now}; before, we said: {before}", now=now, before=before)
        return self.say("sentence", "Before, we said: {before}", before=before)
