"""Every message of ours on paper, in English, by what it is: labels, headings, sentences, tooltips, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Labels: the words before a line to write on, or before a text.

NAMES_FIRST = "between"
NAMES_ONE = "for"
NAMES_NEXT = "and"
WITH_OTHERS = "with"
ON_DATE = "on"
AT_PLACE = "at"
NEW_WORDING = "now"
REVIEW_ON = "We look at this again on"
"""Before the date, which is set in another type."""


def name_label(place: int, people: int) -> str:
    """Return the word before the name at a place, counted from 0, in a row of so many."""
    if place:
        return NAMES_NEXT
    return NAMES_FIRST if people > 1 else NAMES_ONE


def meeting_length(minutes: int) -> str:
    """Return how long a meeting takes, behind its place."""
    return f"for {minutes} minutes"


# Headings, and the heads of columns.

BEFORE_MEETING = "Before we meet"
STEPS = "How it goes"
AGENDA = "How the time goes"
CHOSEN_BEFORE = "Chosen before"
OTHER_QUESTIONS = "If the conversation goes further"
AGREEMENTS = "What we agree"
NEW_AGREEMENTS = "New agreements"
REVIEW = "We look at this again"
NOTES = "Notes"
CLOSING_ANSWERS = "What we said in closing"
PEOPLE = "People"
NEW_ANSWERS = "New answers"
CHANGED_ANSWERS = "Changed answers"
INDEX = "Index"
OWN_QUESTION = "A question of our own"

WHAT = "what"
WHAT_BEFORE = "what we agreed"
WHO = "who"
SINCE_THEN = "since then"


def not_chosen(*, first: bool) -> str:
    """Return the heading of the questions not chosen, at the first meeting or at a later one."""
    return "Not chosen this time" if first else "Not chosen so far"


def changes_since(day: str) -> str:
    """Return the heading of the page of changes; ``day`` is a date as it was typed, or a revision."""
    return f"What changed since {day}"


def agreements_of(day: str) -> str:
    """Return the heading of an earlier meeting's agreements."""
    return f"The agreements of {day}"


# Feet and what repeats.

CONTINUED = " (continued)"
"""Behind what is repeated at the head of a page, which is cut to leave room for it."""
NAME_CONTINUED = ", continued"
"""Behind the name of a person whose answer goes on overleaf."""


def page_of(number: int, count: int) -> str:
    """Return the page's number in a foot."""
    return f"Page {number} of {count}"


def revision_foot(number: int, *, excerpt: bool = False) -> str:
    """Return which revision a document is, in its foot."""
    return f"Excerpt of revision {number}" if excerpt else f"Revision {number}"


def worksheet_foot(number: str, revision: int, names: Sequence[str]) -> str:
    """Return what tells a worksheet from others, in its foot.

    That is its number in a packet, its revision from the second one on, and the names of those whose it is; what there
    is none of is left out.
    """
    numbered = f"No. {number}" if number else ""
    return " · ".join(filter(None, (numbered, revision_foot(revision) if revision > 1 else "", list_names(names))))


def card_note(number: int, *, excerpt: bool) -> str:
    """Return which revision a card is of, in its corner; of a first alliance nothing is said."""
    if number > 1:
        return revision_foot(number, excerpt=excerpt)
    return "Excerpt" if excerpt else ""


# Sentences.

EXCERPT = (
    "An excerpt to share. What was left out is not in this file, and the signatures stand under the whole alliance."
)
REVIEW_AGREEMENTS = "Tick what becomes of each agreement. One that has changed is written anew below it."
NO_AGREEMENTS = "Nothing is written down yet."
NOT_ANSWERED = "Not answered yet"
INITIALS_NOTE = "The initials beside a question tell who picked it."
SIGNED_DIGITALLY = "Signed digitally"


def before_meeting(least: int, most: int) -> str:
    """Return what to do before the meeting; the bank asks for so many picks."""
    wanted = f"{least} or {most}" if most == least + 1 else f"{most}" if most == least else f"{least} to {most}"
    return (
        f"Tick the {wanted} questions that you would like to ask, and note beside them what comes to your mind: "
        "that is for you alone. Bring this sheet along."
    )


def met_before(date: str, place: str, revision: int) -> str:
    """Return what is said of the meeting before: its date and place as they were typed, either may be empty."""
    when = f"on {date}" if date else f"for revision {revision}"
    where = f", {place}" if place else ""
    return (
        f"We met {when}{where}. What we said then stands small above the room for what we say now. "
        "Where the room stays empty, the earlier answer stands."
    )


def review_before(date: str) -> str:
    """Return the date, as it was typed, on which the people wanted to meet again."""
    return f"Last time we said: {date}"


def picked_and_answered(names: Sequence[str], others: int) -> str:
    """Return who picked a question, and that the others, so many, answer it first."""
    if not others:
        return picked_by(names)
    return f"{picked_by(names)} · {'the other answers' if others == 1 else 'the others answer'} first"


def picked_by(names: Sequence[str]) -> str:
    """Return who picked a question."""
    return f"Picked by {list_names(names)}"


def marks_since(day: str) -> str:
    """Return what the line beside answers and agreements of a revised alliance means."""
    return f"A line in the margin marks what is new or changed since {day}; all of it is listed at the end."


def more_in_alliance(number: int) -> str:
    """Return how many extracts had no room on a card."""
    return f"and {number} more in the alliance"


# What became different since the meeting before. The words of ``BECAME`` stand alone: read aloud, or in a table.

BECAME = {"new": "new", "changed": "changed", "kept": "kept", "dropped": "dropped", "as before": "as before"}
"""By the model's values; an agreement is new, changed, kept, dropped or as before, an answer new or changed."""


def revision_day(number: int) -> str:
    """Return the name of a meeting whose day is not known, for ``changes_since`` and the like."""
    return f"revision {number}"


def changes_in_short(answers: Mapping[str, int], agreements: Mapping[str, int]) -> str:
    """Return how many answers and agreements became what, by the keys of ``BECAME``, in this order."""
    return f"Answers: {_count_changes(answers)}. Agreements: {_count_changes(agreements)}."


def _count_changes(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {BECAME[change]}" for change, number in counts.items() if number) or "none"


def joined_us(name: str) -> str:
    """Return that somebody was not there before."""
    return f"{name} is with us for the first time."


def renamed(before: str, now: str) -> str:
    """Return that somebody has another name."""
    return f"{before} is called {now} now."


def said_before(answer: str) -> str:
    """Return what stands above an answer that has changed since."""
    return f"Before: {answer}"


def review_changed(now: str, before: str) -> str:
    """Return for when a review was planned, now (which may be empty) and before."""
    return f"On {now}; before, we said: {before}" if now else f"Before, we said: {before}"


# The agenda.

ARRIVE = "Arrive"
SEE_PICKS = "See the picks"
CHOOSE = "Choose"
CLOSING = "Closing"
AGREE_NEXT_DATE = "Agree the next date"
END = "End"


def questions_together(least: int, most: int, minutes: int) -> str:
    """Return the step for all questions, from ``least`` to ``most`` of them, of so many minutes each."""
    if most == 1:
        return f"1 question, {minutes} minutes"
    number = f"{least} to {most}" if least < most else f"{most}"
    return f"{number} questions, {minutes} minutes each"


# Tooltips, which are read aloud.

DATE_TOOLTIP = "Date and time of the meeting"
PLACE_TOOLTIP = "Place of the meeting"
REVIEW_TOOLTIP = "Date of the next review"
HIDDEN_TOOLTIP = "Data of this form. There is nothing to fill in here."


def name_tooltip(name: str, number: int) -> str:
    """Return the tooltip of the line for the name, which may be empty, of the person of this number."""
    return f"Name: {name}" if name else f"Name of person {number}"


def pick_tooltip(name: str, question: str) -> str:
    """Return the tooltip of a person's box beside a question."""
    return f"{name} picks: {question}"


def answer_tooltip(name: str, question: str) -> str:
    """Return the tooltip of a person's room to answer."""
    return f"{name}'s answer to: {question}"


def note_tooltip(name: str, question: str) -> str:
    """Return the tooltip of a person's room to note on before the meeting."""
    return f"{name}'s own notes on: {question}"


def scrolling_answer_tooltip(name: str, question: str) -> str:
    """Return the tooltip of a person's room to answer in which what is typed does not get smaller."""
    return f"{answer_tooltip(name, question)} (You can type more than shows here; all of it is kept.)"


def agreement_what_tooltip(number: int) -> str:
    """Return the tooltip of the line for what is agreed; agreements are counted from 1."""
    return f"Agreement {number}: what"


def agreement_who_tooltip(number: int) -> str:
    """Return the tooltip of the line for who does what is agreed."""
    return f"Agreement {number}: who"


def changed_what_tooltip(number: int) -> str:
    """Return the tooltip of the line for the new wording of an earlier agreement."""
    return f"Agreement {number}, changed: what"


def changed_who_tooltip(number: int) -> str:
    """Return the tooltip of the line for who does what an earlier agreement became."""
    return f"Agreement {number}, changed: who"


def decision_tooltip(number: int, decision: str, agreement: str) -> str:
    """Return the tooltip of a box for what becomes of an earlier agreement; ``decision`` is a key of ``BECAME``."""
    return f"Agreement {number} is {BECAME[decision]}: {agreement}"


def signature_tooltip(name: str) -> str:
    """Return the tooltip of a line to sign on."""
    return f"{name} signs with their name"


def digital_signature_tooltip(name: str, when: str) -> str:
    """Return the tooltip of the digital signature."""
    return f"Digital signature of {name}, {when}"


# People.


def person_label(number: int) -> str:
    """Return what a person without a name is called; people are counted from 1."""
    return f"Person {number}"


def numbered_label(label: str, number: int) -> str:
    """Return the label of one of several people of the same name."""
    return f"{label} ({number})"


def begin_sentence(text: str) -> str:
    """Return the text with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def list_names(names: Sequence[str]) -> str:
    """Return ``Ana, Ben and Cleo``; empty names are left out."""
    names = [name for name in names if name]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def name_lines(names: Sequence[str]) -> tuple[str, ...]:
    """Return ``list_names`` in lines of one name each: ``Ana,``, ``Ben``, ``and Cleo``."""
    names = [name for name in names if name]
    if len(names) < 2:  # noqa: PLR2004 - one name stands alone
        return tuple(names)
    return (*[f"{name}," for name in names[:-2]], names[-2], f"and {names[-1]}")


# Titles, attachments, calendar entries and packets.

MEETING_AGREED = "What we agreed:"
DEFINITION_FILE = "The definition of this worksheet"
ALLIANCE_FILE = "The bank, the people, the picks and the answers of this alliance"
BRAND_FILE = "Whose worksheet it is: words, colours and logo"
DIGEST_FILE = "What this file was when it was written, for: alliance verify"


def title_with_people(title: str, names: Sequence[str]) -> str:
    """Return a document's or an event's title with the names, if there are any."""
    people = list_names(names)
    return f"{title}: {people}" if people else title


def review_title(title: str) -> str:
    """Return the title of the event at which an alliance is looked at again."""
    return f"{title}, revisited"


def agreement_of(what: str, who: str) -> str:
    """Return an agreement in a line, and who does it where that is said."""
    return f"{what} ({who})" if who else what


def packet_title(title: str, worksheets: int) -> str:
    """Return the title of a packet."""
    return f"{title}: {_count_worksheets(worksheets)}"


def packet_note(worksheets: int) -> str:
    """Return how a packet is to be printed."""
    number = _count_worksheets(worksheets)
    return f"{number}, to be printed on both sides of the paper. Each begins on a front page, its number in every foot."


def _count_worksheets(number: int) -> str:
    return f"{number:,} worksheet" if number == 1 else f"{number:,} worksheets"
