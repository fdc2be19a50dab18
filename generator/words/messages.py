"""Every message of ours on paper, by what it is: whole messages with places, in the language of their catalogue.

The code has them in English; ``say`` and ``count`` look them up by context and English text. Pieces are never glued
together, for languages order them differently.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from generator.fonts.direction import begins_right_to_left
from generator.words import dates
from generator.words.catalogue import Catalogue, Locale, find_language, find_locale, load_catalogue
from generator.words.changes import ChangeMessages
from generator.words.labels import Labels
from generator.words.tooltips import Tooltips

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


class Words(Labels, Tooltips, ChangeMessages):
    """The messages in a language."""

    # Labels.

    def name_label(self, place: int, people: int) -> str:
        """Return the word before the name at a place, counted from 0, in a row of so many."""
        if place:
            return self.say("label before a further name", "and")
        if people > 1:
            return self.say("label before the first of several names", "between")
        return self.say("label before the only name", "for")

    def meeting_length(self, minutes: int) -> str:
        """Return how long a meeting takes, behind its place."""
        return self.count(
            "behind the place", "for {minutes} minute", "for {minutes} minutes", minutes, {"minutes": minutes}
        )

    def person_label(self, number: int) -> str:
        """Return what a person without a name is called; people are counted from 1."""
        return self.say("in place of a name", "Person {number}", number=number)

    def numbered_label(self, label: str, number: int) -> str:
        """Return the label of one of several people of the same name."""
        return self.say("one of several of the same name", "{name} ({number})", name=label, number=number)

    def list_names(self, names: Sequence[str]) -> str:
        """Return ``Ana, Ben and Cleo``; empty names are left out."""
        names = [self.isolate(name) for name in names if name]
        if len(names) < 2:  # noqa: PLR2004 - one name stands alone
            return "".join(names)
        locale = self.catalogue.locale
        if len(names) == 2:  # noqa: PLR2004
            return _fit_prefix(locale.two, names[1]).format(*names)
        listed = _fit_prefix(locale.end, names[-1]).format(*names[-2:])
        for name in reversed(names[:-2]):
            listed = locale.start.format(name, listed)
        return listed

    def name_lines(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return ``list_names`` in lines of one name each: ``Ana,``, ``Ben``, ``and Cleo``."""
        lines = [self.isolate(name) for name in names if name]
        locale = self.catalogue.locale
        patterns = [locale.start] * (len(lines) - 2) + [locale.end if len(lines) > 2 else locale.two]  # noqa: PLR2004
        for place, pattern in enumerate(patterns[: len(lines) - 1]):
            between = _fit_prefix(pattern, lines[place + 1]).format("", "")
            if any(map(str.isalpha, between)):
                lines[place + 1] = between.lstrip() + lines[place + 1]
            else:
                lines[place] += between.rstrip()
        return tuple(lines)

    # Dates and numbers.

    def format_date(self, date: dt.date, time: dt.time | None = None) -> str:
        """Return ``4 December 2026``, with a time ``4 December 2026, 12:30``."""
        locale = self.catalogue.locale
        day = locale.date.format(day=date.day, month=locale.months[date.month - 1], number=date.month, year=date.year)
        if time is None:
            return day
        return locale.moment.format(date=day, time=dates.format_clock(60 * time.hour + time.minute))

    def read_date(self, text: str) -> dt.datetime | dt.date | None:
        """Return the date that somebody wrote on a sheet in this language, as ``dates.read_date``."""
        return dates.read_date(text, self.catalogue.locale.months)

    def restate_date(self, text: str) -> str:
        """Return a date that somebody wrote as dates stand on paper; any other text as it is."""
        date = self.read_date(text)
        return text if date is None else self.format_date(*dates.part_moment(date))

    def format_elapsed(self, minutes: int) -> str:
        """Return how many minutes a meeting has lasted, where it has no time of day."""
        return self.say("time", "{minutes} min", minutes=minutes)

    def widest_elapsed(self) -> str:
        """Return a text as wide as any time of the agenda."""
        return self.say("time", "{minutes} min", minutes="000")

    def format_number(self, number: int) -> str:
        """Return a number with its thousands parted."""
        return f"{number:,}".replace(",", self.catalogue.locale.thousands)

    # Headings.

    def not_chosen(self, *, first: bool) -> str:
        """Return the heading of the questions not chosen, at the first meeting or at a later one."""
        return self.not_chosen_yet if first else self.not_chosen_so_far

    def changes_since(self, day: str) -> str:
        """Return the heading of the page of changes; ``day`` is a date as it was typed, or a revision."""
        return self.say("heading", "What changed since {day}", day=day)

    def agreements_of(self, day: str) -> str:
        """Return the heading of an earlier meeting's agreements."""
        return self.say("heading", "The agreements of {day}", day=day)

    # Feet and what repeats.

    def page_of(self, number: int, count: int) -> str:
        """Return the page's number in a foot."""
        return self.say("foot", "Page {number} of {count}", number=number, count=count)

    def revision_foot(self, number: int, *, excerpt: bool = False) -> str:
        """Return which revision a document is, in its foot."""
        if excerpt:
            return self.say("foot", "Excerpt of revision {number}", number=number)
        return self.say("foot", "Revision {number}", number=number)

    def worksheet_foot(self, number: str, revision: int, names: Sequence[str]) -> str:
        """Return what tells a worksheet from others, in its foot.

        That is its number in a packet, its revision from the second one on, and the names of those whose it is; what
        there is none of is left out.
        """
        numbered = self.say("foot, in a packet", "No. {number}", number=number) if number else ""
        told = (numbered, self.revision_foot(revision) if revision > 1 else "", self.list_names(names))
        return " · ".join(filter(None, told))

    def card_note(self, number: int, *, excerpt: bool) -> str:
        """Return which revision a card is of, in its corner; of a first alliance nothing is said."""
        if number > 1:
            return self.revision_foot(number, excerpt=excerpt)
        return self.excerpt if excerpt else ""

    # Sentences.

    def what_to_do_before(self, least: int, most: int) -> str:
        """Return what to do before the meeting; the bank asks for so many picks."""
        if most == least:
            return self.count(
                "sentence",
                "Tick the {number} question that you would like to ask, and note beside it what comes to your mind: "
                "that is for you alone. Bring this sheet along.",
                "Tick the {number} questions that you would like to ask, and note beside them what comes to your mind: "
                "that is for you alone. Bring this sheet along.",
                most,
                {"number": most},
            )
        if most == least + 1:
            return self.say(
                "sentence",
                "Tick the {least} or {most} questions that you would like to ask, and note beside them what comes to "
                "your mind: that is for you alone. Bring this sheet along.",
                least=least,
                most=most,
            )
        return self.say(
            "sentence",
            "Tick the {least} to {most} questions that you would like to ask, and note beside them what comes to your "
            "mind: that is for you alone. Bring this sheet along.",
            least=least,
            most=most,
        )

    def met_before(self, date: str, place: str, revision: int) -> str:
        """Return what is said of the meeting before: its date and place as they were typed, either may be empty."""
        if date and place:
            met = self.say("sentence", "We met on {date}, {place}.", date=date, place=place)
        elif date:
            met = self.say("sentence", "We met on {date}.", date=date)
        elif place:
            met = self.say("sentence", "We met for revision {number}, {place}.", number=revision, place=place)
        else:
            met = self.say("sentence", "We met for revision {number}.", number=revision)
        return self.say(
            "sentence",
            "{met} What we said then stands small above the room for what we say now. Where the room stays empty, the "
            "earlier answer stands.",
            met=met,
        )

    def review_before(self, date: str) -> str:
        """Return the date, as it was typed, on which the people wanted to meet again."""
        return self.say("sentence", "Last time we said: {date}", date=date)

    def picked_and_answered(self, names: Sequence[str], others: int) -> str:
        """Return who picked a question, and that the others, so many, answer it first."""
        if not others:
            return self.picked_by(names)
        places = {"names": self.list_names(names)}
        return self.count(
            "beside a question",
            "Picked by {names} · the other answers first",
            "Picked by {names} · the others answer first",
            others,
            places,
        )

    def picked_by(self, names: Sequence[str]) -> str:
        """Return who picked a question."""
        return self.say("beside a question", "Picked by {names}", names=self.list_names(names))

    def marks_since(self, day: str) -> str:
        """Return what the line beside answers and agreements of a revised alliance means."""
        return self.say(
            "sentence",
            "A line in the margin marks what is new or changed since {day}; all of it is listed at the end.",
            day=day,
        )

    def more_in_alliance(self, number: int) -> str:
        """Return how many extracts had no room on a card."""
        return self.count(
            "below the extracts on a card",
            "and {number} more in the alliance",
            "and {number} more in the alliance",
            number,
            {"number": number},
        )

    # The agenda.

    def questions_together(self, least: int, most: int, minutes: int) -> str:
        """Return the step for all questions, from ``least`` to ``most`` of them, of so many minutes each."""
        if least < most:
            return self.say(
                "step of the agenda",
                "{least} to {most} questions, {minutes} minutes each",
                least=least,
                most=most,
                minutes=minutes,
            )
        return self.count(
            "step of the agenda",
            "{number} question, {minutes} minutes",
            "{number} questions, {minutes} minutes each",
            most,
            {"number": most, "minutes": minutes},
        )

    # Titles, calendar entries and packets.

    def title_with_people(self, title: str, names: Sequence[str]) -> str:
        """Return a document's or an event's title with the names, if there are any."""
        people = self.list_names(names)
        return self.say("title of a document", "{title}: {names}", title=title, names=people) if people else title

    def review_title(self, title: str) -> str:
        """Return the title of the event at which an alliance is looked at again."""
        return self.say("title of a calendar entry", "{title}, revisited", title=title)

    def agreement_of(self, what: str, who: str) -> str:
        """Return an agreement in a line, and who does it where that is said."""
        return self.say("calendar entry", "{what} ({who})", what=what, who=who) if who else what

    def packet_title(self, title: str, worksheets: int) -> str:
        """Return the title of a packet."""
        return self.count(
            "title of a packet",
            "{title}: {number} worksheet",
            "{title}: {number} worksheets",
            worksheets,
            {"title": title, "number": self.format_number(worksheets)},
        )

    def packet_note(self, worksheets: int) -> str:
        """Return how a packet is to be printed."""
        return self.count(
            "on a packet's first page",
            "{number} worksheet, to be printed on both sides of the paper. Each begins on a front page, its number in "
            "every foot.",
            "{number} worksheets, to be printed on both sides of the paper. Each begins on a front page, its number in "
            "every foot.",
            worksheets,
            {"number": self.format_number(worksheets)},
        )


ENGLISH = Words()
"""What is said where no document's language counts: on the terminal."""


@cache
def words_of(tag: str) -> Words:
    """Return the words of the language that a BCP 47 tag asks for; in English, where none are shipped for it."""
    if tag == "en":
        return ENGLISH
    language = find_language(tag)
    if language not in {"", "en"}:
        return Words(load_catalogue(language))
    right_to_left = not language and find_locale(tag).right_to_left
    return Words(Catalogue(locale=Locale(right_to_left=True))) if right_to_left else ENGLISH


_PREFIX = "\N{HEBREW LETTER VAV}{1}"
"""How Hebrew joins the last of several items."""


def _fit_prefix(pattern: str, following: str) -> str:
    """Return a list's pattern as it stands before an item: Hebrew's prefix has a hyphen before letters of others."""
    return pattern if begins_right_to_left(following) else pattern.replace(_PREFIX, f"{_PREFIX[0]}-{{1}}")


def begin_sentence(text: str) -> str:
    """Return the text with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def describe_unread(text: str) -> str:
    """Return why a text is not read as one date, to stand behind the text: that it is none, or can mean two."""
    meanings = [ENGLISH.format_date(*dates.part_moment(date)) for date in dates.list_dates(text)]
    return f"can mean {' or '.join(meanings)}" if meanings else "is no date"
