"""The worksheet as a document: its blocks, and which field stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from generator.composing.earlier import (
    CHOSEN_BEFORE,
    earlier_answer,
    earlier_note,
    earlier_review,
    reconsidered,
)
from generator.composing.letterhead import contact, letterhead
from generator.document import (
    AnswerRoom,
    Asked,
    Card,
    Choice,
    Choices,
    Cover,
    Deck,
    Document,
    Facts,
    Heading,
    Moment,
    Notes,
    Opening,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    TickBox,
    Timeline,
    Title,
    WriteIn,
)
from generator.layout import Part, Per, Style
from generator.people import joined
from generator.plan import plan_of
from generator.slots import AGREEMENT_ROWS, Kind, Slot
from generator.worksheet import FORMAT, VERSION, canonical, definition, identity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.bank import Question
    from generator.document import Block
    from generator.layout import Layout, Room
    from generator.worksheet import Worksheet

FEW = 4
"""Up to so many questions have generous room each, even where nobody has picked yet."""
DEFINITION = "definition"
"""The path of the hidden field that carries the worksheet's definition."""

LARGEST_FIELD = 200_000
"""A definition of more characters stands in the attached file alone, and the field points there."""


def compose_worksheet(worksheet: Worksheet, layout: Layout) -> Document:
    """Return the worksheet as a document, its parts in the layout's order."""
    text = canonical(definition(worksheet))
    return composed_as(identity_of(text), text, worksheet, layout)


def composed_as(identity: str, text: str, worksheet: Worksheet, layout: Layout) -> Document:
    """Return the worksheet as a document of this identity and with this definition, which may be stand-ins.

    So may names, initials, place and date be (``generator.standins``): write them where they belong, and do not look
    at what they are.
    """
    return Document(
        title=worksheet.bank.title,
        foot=(worksheet.bank.title, f"Revision {worksheet.revision}"),
        blocks=tuple(_blocks(worksheet, layout, identity)),
        hidden=((f"{identity}/{DEFINITION}", text if len(text) <= LARGEST_FIELD else pointer(worksheet)),),
        contact=contact(layout.brand),
        ticked=frozenset(
            _field(identity, Kind.PICK, question, person)
            for person, ids in enumerate(worksheet.selection.picks)
            for question in ids
        ),
    )


def _field(identity: str, kind: Kind, question: str, number: int) -> str:
    return f"{identity}/{Slot(kind, question, number).path}"


def _blocks(worksheet: Worksheet, layout: Layout, identity: str) -> Iterator[Block]:
    everybody = tuple(range(len(worksheet.people)))
    groups = [(person,) for person in everybody] if layout.per is Per.PERSON else [everybody]
    for group in groups:
        composer = _Composer(worksheet, layout, identity, group)
        if group is not groups[0]:
            yield PageBreak()
        if layout.parts[0] is not Part.CARDS:  # a deck's cover has the organisation
            yield from letterhead(layout.brand)
        for part in layout.parts:
            yield from composer.part(part)


def pointer(worksheet: Worksheet) -> str:
    """Return what the hidden field says in place of a definition too large for it."""
    return canonical({"format": FORMAT, "version": VERSION, "attached": True, "revision": worksheet.revision})


class _Composer(NamedTuple):
    worksheet: Worksheet
    layout: Layout
    identity: str
    group: tuple[int, ...]
    """For whom: indices of people."""

    @property
    def _alone(self) -> bool:
        """Whether the sheet is one person's own."""
        return self.layout.per is Per.PERSON

    def part(self, part: Part) -> Iterator[Block]:
        match part:
            case Part.TITLE:
                yield Title(self.worksheet.bank.title)
            case Part.FACTS:
                yield self._facts()
                yield from earlier_note(self.worksheet)
            case Part.NAMES:
                yield self._names_and_meeting()
            case Part.BEFORE:
                yield from self._before()
            case Part.PLAN:
                yield from self._plan()
            case Part.OPENING:
                yield from self._opening()
            case Part.CHOICES:
                yield from self._choices()
            case Part.ANSWERS:
                yield from self._answers()
            case Part.CLOSING:
                yield from self._closing()
            case Part.AGREEMENTS:
                yield from self._agreements()
            case Part.REVIEW:
                yield from self._review()
            case Part.SIGNATURES:
                yield self._signatures()
            case Part.NOTES:
                yield Notes("Notes", spare=self._alone)
            case Part.CARDS:
                yield self._deck()
            case Part.PAGE:
                yield PageBreak()
            case _:
                assert_never(part)

    def _deck(self) -> Deck:
        bank, closing = self.worksheet.bank, self.worksheet.bank.closing
        cards = [
            Card(question.text, section.title, group, self._boxes(question))
            for group, section in enumerate(bank.sections)
            for question in section.questions
        ]
        cards += [Card(question.text, closing.title, 0, (), closing=True) for question in closing.questions]
        organisation = self.layout.brand.organisation if self.layout.brand else ""
        cover = Cover(bank.title, tuple(self._names()), "How it goes", bank.instructions, organisation)
        return Deck(cover, tuple(cards), self.worksheet.people.initials(), "A question of our own")

    def _field(self, kind: Kind, question: str = "", number: int = 0) -> str:
        return _field(self.identity, kind, question, number)

    def _facts(self) -> Facts:
        meeting = self.worksheet.meeting
        date = WriteIn("on", self._field(Kind.DATE), "Date and time of the meeting", meeting.when(), share=4)
        minutes = f"for {meeting.minutes} minutes"
        place = WriteIn("at", self._field(Kind.PLACE), "Place of the meeting", meeting.place, share=5, after=minutes)
        names = self._names()
        rows = [tuple(names[start : start + 2]) for start in range(0, len(names), 2)]
        return Facts((*rows, (date, place)))

    def _names(self) -> list[WriteIn]:
        people = self.worksheet.people
        names, short = people.names, people.initials()
        if self._alone:
            short = tuple("" if name else people.label(person) for person, name in enumerate(names))
        first = "between" if len(self.group) > 1 else "for"
        return [
            WriteIn(
                "and" if place else first,
                self._field(Kind.NAME, number=person),
                f"Name: {names[person]}" if names[person] else f"Name of person {person + 1}",
                names[person],
                after=short[person],
            )
            for place, person in enumerate(self.group)
        ]

    def _names_and_meeting(self) -> Facts:
        meeting = self.worksheet.meeting
        others = tuple(name for person, name in enumerate(self.worksheet.people.names) if person not in self.group)
        company = [WriteIn("with", "", "", joined(others))] if others else []
        date = WriteIn("on", "", "", meeting.when(), share=4)
        place = WriteIn("at", "", "", meeting.place, share=5, after=f"for {meeting.minutes} minutes")
        items = [*self._names(), *company]
        rows = [tuple(items[start : start + 2]) for start in range(0, len(items), 2)]
        return Facts((*rows, (date, place)))

    def _before(self) -> Iterator[Block]:
        rule = self.worksheet.bank.picks
        wanted = f"{rule.min} or {rule.max}" if rule.max == rule.min + 1 else f"{rule.min} to {rule.max}"
        wanted = f"{rule.max}" if rule.max == rule.min else wanted
        yield Heading("Before we meet")
        yield Paragraph(
            f"Tick the {wanted} questions that you would like to ask, and note beside them what comes to your mind. "
            "Bring this sheet along."
        )

    def _opening(self) -> Iterator[Block]:
        bank = self.worksheet.bank
        introduction = bank.introduction[: self.layout.opening.paragraphs]
        if introduction or bank.instructions:
            yield Opening(introduction, "How it goes", bank.instructions)

    def _plan(self) -> Iterator[Block]:
        if plan := plan_of(self.worksheet):
            steps = plan.steps if self.layout.plan.listed else plan.with_questions_together()
            times = dict(zip(plan.starts, self.worksheet.meeting.clocks(plan.starts), strict=True))
            moments = tuple(Moment(times[step.start], step.question or step.what) for step in steps)
            yield Timeline("How the time goes", moments, self.layout.plan.listed)

    def _choices(self) -> Iterator[Block]:
        bank, before = self.worksheet.bank, self._chosen_before()
        fresh = bank.restricted_to({question.id for question in bank.questions()} - before) if before else bank
        for section in fresh.sections:
            yield self._section_of_choices(section.title, section.questions)
        if again := tuple(question for question in bank.questions() if question.id in before):
            yield self._section_of_choices(CHOSEN_BEFORE, again)

    def _section_of_choices(self, title: str, questions: tuple[Question, ...]) -> Choices:
        rows = tuple(Choice(question.text, self._boxes(question)) for question in questions)
        return Choices(title, ("",) if self._alone else self.worksheet.people.initials(), rows)

    def _chosen_before(self) -> frozenset[str]:
        """Return the questions chosen at an earlier meeting: they are offered last."""
        if not self.worksheet.earlier:
            return frozenset()
        from generator.revisions import chosen_before  # noqa: PLC0415 - a first worksheet has no use for it

        return chosen_before(self.worksheet)

    def _boxes(self, question: Question) -> tuple[TickBox, ...]:
        labels = self.worksheet.people.labels()
        return tuple(
            TickBox(self._field(Kind.PICK, question.id, person), f"{labels[person]} picks: {question.text}")
            for person in self.group
        )

    def _answers(self) -> Iterator[Block]:
        rooms = self.layout.rooms
        selection, before = self.worksheet.selection, self._chosen_before()
        if selection:
            picked = {question for ids in selection.picks for question in ids}
            yield from self._sections(picked, rooms.generous)
            others = {question.id for question in self.worksheet.bank.questions()} - picked
            if others:
                yield PageBreak()
                yield Heading("If the conversation goes further", Style.TITLE)
                for question in sorted(self.worksheet.bank.questions(), key=lambda each: each.id in before):
                    if question.id in others:
                        yield self._asked(question, rooms.compact, Style.QUESTION)
        else:
            everything = {question.id for question in self.worksheet.bank.questions()}
            room = rooms.generous if len(everything) <= FEW else rooms.compact
            yield from self._sections(everything - before, room)
            yield from self._again(everything & before, room)

    def _again(self, ids: set[str], room: Room) -> Iterator[Block]:
        if ids:
            if self.layout.sections.page:
                yield PageBreak()
            yield Heading(CHOSEN_BEFORE, self.layout.sections.heading)
            for question in self.worksheet.bank.questions():
                if question.id in ids:
                    yield self._asked(question, room, Style.QUESTION)

    def _sections(self, ids: set[str], room: Room) -> Iterator[Block]:
        begins = self.layout.sections
        for section in self.worksheet.bank.restricted_to(ids).sections:
            if begins.page:
                yield PageBreak()
            yield Heading(section.title, begins.heading)
            for question in section.questions:
                yield self._asked(question, room, Style.QUESTION)

    def _asked(self, question: Question, room: Room, style: Style) -> Asked:
        people = self.worksheet.people
        pickers = self.worksheet.selection.pickers(question.id)
        order = sorted(self.group, key=lambda person: person in pickers)
        answers = tuple(
            AnswerRoom(
                people.label(person),
                self._field(Kind.ANSWER, question.id, person),
                f"{people.label(person)}'s answer to: {question.text}",
                "",
                earlier_answer(self.worksheet, question.id, person),
            )
            for person in order
        )
        note = f"Picked by {joined(tuple(people.label(person) for person in pickers))}" if pickers else ""
        rows = -(-len(order) // room.columns)
        lines = max(min(room.lines, room.least), -(-room.lines // rows))
        return Asked(question.text, note, answers, lines, room.columns, style)

    def _closing(self) -> Iterator[Block]:
        closing = self.worksheet.bank.closing
        yield PageBreak()
        yield Heading(closing.title, Style.TITLE)
        if closing.lead:
            yield Paragraph(closing.lead, Style.STEP, leads=True)
        for question in closing.questions:
            yield self._asked(question, self.layout.rooms.closing, Style.CLOSING)

    def _agreements(self) -> Iterator[Block]:
        yield Heading("What we agree")
        earlier = len(self.worksheet.standing.agreements) if self.worksheet.standing else 0
        if earlier:
            yield from reconsidered(self.worksheet, self.identity)
        rows = tuple(
            (
                WriteIn("", self._field(Kind.AGREED_WHAT, number=row), f"Agreement {row + 1}: what", ""),
                WriteIn("", self._field(Kind.AGREED_WHO, number=row), f"Agreement {row + 1}: who", ""),
            )
            for row in range(earlier, earlier + AGREEMENT_ROWS)
        )
        yield Table(("what", "who"), (5, 2), rows)

    def _review(self) -> Iterator[Block]:
        yield Heading("We look at this again")
        yield from earlier_review(self.worksheet)
        yield Facts(((WriteIn("on", self._field(Kind.REVIEW), "Date of the next review", "", share=0.4),),))

    def _signatures(self) -> Signatures:
        labels = self.worksheet.people.labels()
        lines = ((self._field(Kind.SIGN, number=person), labels[person]) for person in self.group)
        return Signatures(tuple(WriteIn(label, field, f"{label} signs with their name", "") for field, label in lines))
