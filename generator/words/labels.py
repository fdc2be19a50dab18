"""Messages without places: labels, headings, the heads of columns, steps of the agenda, a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.fonts.direction import is_directional, isolate
from generator.words.catalogue import ENGLISH_CATALOGUE, SEPARATOR, Catalogue, plural_rule

if TYPE_CHECKING:
    from collections.abc import Mapping


class Label:
    """A message without places, in the language of the words that it is read from.

    Translators see the context; a text that stands in several ones may need several translations.
    """

    def __init__(self, context: str, text: str) -> None:
        self._text = text
        self._key = f"{context}{SEPARATOR}{text}"

    def __get__(self, words: Translator, owner: type[Translator]) -> str:
        """Return the message in the language of these words."""
        found = words.catalogue.messages.get(self._key, self._text)
        return found if isinstance(found, str) else found[0]


class Translator:
    """What says messages in the language of its catalogue."""

    def __init__(self, catalogue: Catalogue = ENGLISH_CATALOGUE) -> None:
        self.catalogue = catalogue
        self.right_to_left = catalogue.locale.right_to_left
        """Whether the language is written from right to left."""

    @property
    def language(self) -> str:
        """The BCP 47 tag of the words' language."""
        return self.catalogue.language

    def say(self, context: str, text: str, **places: str | int) -> str:
        """Return a message with what stands in its places."""
        found = self.catalogue.messages.get(f"{context}{SEPARATOR}{text}", text) if self.catalogue.messages else text
        return self._fill(found if isinstance(found, str) else found[0], places)

    def count(self, context: str, one: str, many: str, number: int, places: Mapping[str, str | int]) -> str:
        """Return a message in the form that goes with a number."""
        forms = self.catalogue.messages.get(f"{context}{SEPARATOR}{one}", (one, many))
        form = (
            forms[min(plural_rule(self.catalogue.plural)(number), len(forms) - 1)]
            if isinstance(forms, tuple)
            else forms
        )
        return self._fill(form, places)

    def isolate(self, text: str) -> str:
        """Return a text to be put into a message, isolated where it runs otherwise."""
        return isolate(text, right_to_left=self.right_to_left)

    def _fill(self, form: str, places: Mapping[str, str | int]) -> str:
        """Return a message with what stands in its places, isolated where it runs otherwise."""
        plain = form.format_map(places)
        if not self.right_to_left and not is_directional(plain):
            return plain
        return form.format_map(
            {name: self.isolate(text) if isinstance(text, str) else text for name, text in places.items()}
        )


class Labels(Translator):
    """The messages without places."""

    # Before a line to write on, or before a text.
    with_others = Label("label before names", "with")
    on_date = Label("label before a date", "on")
    at_place = Label("label before a place", "at")
    new_wording = Label("label before an agreement's new wording", "now")
    review_on = Label("label before a date", "We look at this again on")

    before_meeting = Label("heading", "Before we meet")
    steps = Label("heading", "How it goes")
    agenda = Label("heading", "How the time goes")
    chosen_before = Label("heading", "Chosen before")
    other_questions = Label("heading", "If the conversation goes further")
    agreements = Label("heading", "What we agree")
    new_agreements = Label("heading", "New agreements")
    review = Label("heading", "We look at this again")
    notes = Label("heading", "Notes")
    closing_answers = Label("heading", "What we said in closing")
    people = Label("heading", "People")
    new_answers = Label("heading", "New answers")
    changed_answers = Label("heading", "Changed answers")
    index = Label("heading", "Index")
    own_question = Label("on a blank card", "A question of our own")
    own_questions = Label("heading, of the section of questions that the people added", "Questions of our own")
    not_chosen_yet = Label("heading, at a first meeting", "Not chosen this time")
    not_chosen_so_far = Label("heading, at a later meeting", "Not chosen so far")

    what = Label("head of a column", "what")
    what_before = Label("head of a column", "what we agreed")
    who = Label("head of a column", "who")
    since_then = Label("head of a column", "since then")

    continued = Label("behind what is repeated at the head of a page", "(continued)")
    name_continued = Label("behind a name that is repeated at the head of a page", ", continued")

    excerpt = Label("corner of a card", "Excerpt")
    excerpt_note = Label(
        "sentence",
        "An excerpt to share. What was left out is not in this file, and the signatures stand under the whole "
        "alliance.",
    )
    review_agreements = Label(
        "sentence", "Tick what becomes of each agreement. One that has changed is written anew below it."
    )
    no_agreements = Label("sentence", "Nothing is written down yet.")
    not_answered = Label("in place of an answer", "Not answered yet")
    initials_note = Label("sentence", "The initials beside a question tell who picked it.")
    signed_digitally = Label("sentence", "Signed digitally")

    # Steps of the agenda.
    arrive = Label("step of the agenda", "Arrive")
    see_picks = Label("step of the agenda", "See the picks")
    choose = Label("step of the agenda", "Choose")
    closing = Label("step of the agenda", "Closing")
    agree_next_date = Label("step of the agenda", "Agree the next date")
    end = Label("step of the agenda", "End")

    # Read aloud where a field has the focus.
    date_tooltip = Label("tooltip", "Date and time of the meeting")
    place_tooltip = Label("tooltip", "Place of the meeting")
    review_tooltip = Label("tooltip", "Date of the next review")
    hidden_tooltip = Label("tooltip", "Data of this form. There is nothing to fill in here.")

    # What files within the PDF are, and the first line of a calendar entry.
    meeting_agreed = Label("calendar entry, before the agreements", "What we agreed:")
    definition_file = Label("attached file", "The definition of this worksheet")
    alliance_file = Label("attached file", "The bank, the people, the picks and the answers of this alliance")
    brand_file = Label("attached file", "Whose worksheet it is: words, colours and logo")
    digest_file = Label("attached file", "What this file was when it was written, for: alliance verify")
