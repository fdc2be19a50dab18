"""The worksheet as a document: its blocks, and which field stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from generator.composing.asking import pick_boxes, question_form, questions
from generator.composing.canvas import ON_CANVAS, closing_on_canvas, facts_on_canvas, questions_on_canvas
from generator.composing.document import (
    AgendaItem,
    AnswerSpace,
    Card,
    ChecklistItem,
    Cover,
    Deck,
    Document,
    FieldRows,
    Heading,
    LabelledField,
    Notes,
    Opening,
    PageBreak,
    Paragraph,
    QuestionChecklist,
    Signatures,
    Table,
    Tent,
    Timeline,
    Title,
)
from generator.composing.earlier import agreement_reviews, earlier_note, earlier_review
from generator.composing.letterhead import TitlePage, contact, letterhead
from generator.composing.sheet import field_of, sheets
from generator.composing.spoken import pair
from generator.model.agenda import agenda_of
from generator.model.fields import AGREEMENT_ROWS, FieldKind
from generator.model.layout import Part, Style
from generator.model.worksheet import FORMAT, canonical, definition_text, identity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import Block
    from generator.composing.sheet import Sheet
    from generator.model.bank import Question
    from generator.model.brand import Brand
    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet
    from generator.words.messages import Words

DEFINITION = "definition"
"""The path of the hidden field that carries the worksheet's definition."""

_NO_END = frozenset({Part.NOTES, Part.CARDS, Part.TENTS, Part.PAGE})
"""The parts behind which nothing is said of a worksheet's return."""
_WITH_HEAD = frozenset({Part.CARDS, Part.TENTS, Part.TITLE_PAGE})
"""The parts that have the organisation on their first page themselves."""
FEWEST_NOTES = 3
"""The lines for notes that have something below them on their page."""
LARGEST_FIELD = 200_000
"""A definition of more characters stands in the attached file alone, and the field points there."""


def compose_worksheet(
    worksheet: Worksheet,
    layout: Layout,
    identity: str = "",
    hidden: str = "",
    number: str = "",
    seat: int | None = None,
) -> Document:
    """Return the worksheet as a document, its parts in the layout's order.

    ``identity`` stands in the names of its fields, and ``hidden`` in the hidden one: those of the worksheet itself
    where they are empty. ``number`` is that in a packet. They, and names, initials, date and place, may be markers:
    nothing looks at them. ``seat`` is whose sheet alone is wanted, counted from 0, where each person has one.
    """
    if not identity:
        text = definition_text(worksheet)
        identity, hidden = identity_of(text), definition_to_hide(worksheet, text)
    document = _compose(worksheet, layout, identity, hidden, number, seat)
    if not (worksheet.languages and worksheet.languages.second):
        return document
    second = worksheet.languages.second
    below = worksheet.speak(second)._replace(languages=worksheet.languages)
    return pair(document, _compose(below, layout, identity, hidden, number, seat), second)


def _compose(
    worksheet: Worksheet, layout: Layout, identity: str, hidden: str, number: str, seat: int | None
) -> Document:
    """Return the worksheet as a document in its first language."""
    title, parts = worksheet.bank.title, sheets(identity, worksheet, layout)
    parts = parts if seat is None else parts[seat : seat + 1]
    there = {person for sheet in parts for person in sheet.group}
    return Document(
        title=title,
        foot=(title, _foot_of(parts[0], number)),
        blocks=tuple(_blocks(parts, number)),
        hidden=((f"{identity}/{DEFINITION}", hidden),),
        words=worksheet.words,
        contact=contact(layout.brand),
        ticked=frozenset(
            field_of(identity, FieldKind.PICK, question, person)
            for person, ids in enumerate(worksheet.selection.picks)
            if person in there
            for question in ids
        ),
    )


def definition_to_hide(worksheet: Worksheet, text: str) -> str:
    """Return the value of the hidden field for a worksheet with this definition: a pointer where that is too large."""
    return text if len(text) <= LARGEST_FIELD else pointer(worksheet)


def pointer(worksheet: Worksheet) -> str:
    """Return what the hidden field says in place of a definition too large for it."""
    return canonical({"format": FORMAT, "version": worksheet.version, "attached": True, "revision": worksheet.revision})


def _foot_of(sheet: Sheet, number: str) -> str:
    """Return what stands in the middle of a sheet's feet: the names of those whose it is."""
    names = [sheet.worksheet.people.names[person] for person in sheet.group]
    return sheet.words.worksheet_foot(number, sheet.worksheet.revision, names)


def _blocks(parts: tuple[Sheet, ...], number: str) -> Iterator[Block]:
    for sheet in parts:
        if sheet.language and Part.TENTS not in sheet.layout.parts:
            yield PageBreak(_foot_of(sheet, number), sheet.worksheet.bank.title, sheet.words, sheet.language)
        elif sheet is not parts[0] and Part.TENTS not in sheet.layout.parts:
            yield PageBreak(_foot_of(sheet, number))
        if sheet.layout.parts[0] not in _WITH_HEAD:
            yield from letterhead(sheet.layout.brand)
        last = max((place for place, part in enumerate(sheet.layout.parts) if part not in _NO_END), default=-1)
        for place, part in enumerate(sheet.layout.parts):
            yield from _Parts(sheet).blocks(part)
            if place == last:
                yield from _returning(sheet.layout.brand)


def _returning(brand: Brand | None) -> Iterator[Block]:
    """Yield the paragraph that says how to return a worksheet; nothing where a brand does not say it."""
    if brand and brand.returning:
        yield Paragraph(brand.returning, Style.NOTE, apart=True, follows=True)


class _Parts(NamedTuple):
    """The parts of a sheet."""

    sheet: Sheet

    @property
    def words(self) -> Words:
        """What we say on it."""
        return self.sheet.words

    def blocks(self, part: Part) -> Iterator[Block]:
        """Yield a part's blocks."""
        if self.sheet.layout.canvas and part in ON_CANVAS:
            yield from self._on_canvas(part)
            return
        match part:
            case Part.TITLE:
                yield Title(self.sheet.worksheet.bank.title)
            case Part.TITLE_PAGE:
                yield self._title_page()
            case Part.FACTS:
                yield self._field_rows()
                yield from earlier_note(self.sheet.worksheet)
            case Part.NAMES:
                yield self._names_and_meeting()
            case Part.BEFORE:
                yield from self._before()
            case Part.OPENING:
                yield from self._opening()
            case Part.CHOICES | Part.PREPARATION:
                yield from self._choices(noted=part is Part.PREPARATION)
            case Part.CLOSING:
                yield from self._closing()
            case Part.AGREEMENTS:
                yield from self._agreements()
            case Part.REVIEW:
                yield from self._review()
            case Part.SIGNATURES:
                yield self._signatures()
            case Part.NOTES:
                yield self._notes()
            case Part.CARDS:
                yield self._deck()
            case Part.TENTS:
                yield self._tent()
            case Part.PAGE:
                yield PageBreak()
            case Part.PLAN:
                yield from self._plan()
            case Part.ANSWERS:
                yield from questions(self.sheet)
            case _:
                assert_never(part)

    def _notes(self) -> Notes:
        parts = self.sheet.layout.parts
        behind = parts[parts.index(Part.NOTES) + 1 :]
        within = bool(behind) and behind[0] not in {Part.PAGE, Part.CLOSING, Part.CARDS}
        return Notes(self.words.notes, optional=self.sheet.alone, lines=FEWEST_NOTES if within else 0)

    def _title_page(self) -> TitlePage:
        worksheet, layout = self.sheet.worksheet, self.sheet.layout
        meeting, names = worksheet.meeting, [worksheet.people.names[person] for person in self.sheet.group]
        facts = tuple(filter(None, (meeting.when(worksheet.words), meeting.place)))
        head = next(iter(letterhead(layout.brand)), None) if layout.parts[0] is Part.TITLE_PAGE else None
        return TitlePage(worksheet.bank.title, self.words.name_lines(names), facts, head)

    def _on_canvas(self, part: Part) -> Iterator[Block]:
        if part is Part.FACTS:
            yield from facts_on_canvas(self._names(), self._meeting())
            yield from earlier_note(self.sheet.worksheet)
        elif part is Part.CLOSING:
            yield from closing_on_canvas(self.sheet)
        else:
            yield from questions_on_canvas(self.sheet, part)

    def _plan(self) -> Iterator[Block]:
        layout, worksheet = self.sheet.layout, self.sheet.worksheet
        if plan := agenda_of(worksheet):
            steps = plan.steps if layout.plan.listed else plan.with_questions_together()
            times = dict(zip(plan.starts, worksheet.meeting.clocks(plan.starts, worksheet.words), strict=True))
            moments = tuple(AgendaItem(times[step.start], step.question or step.what) for step in steps)
            yield Timeline(self.words.agenda, moments, layout.plan.listed)

    def _deck(self) -> Deck:
        bank, closing = self.sheet.worksheet.bank, self.sheet.worksheet.bank.closing
        cards = [
            Card(question.text, section.title, group, pick_boxes(self.sheet, question))
            for group, section in enumerate(bank.sections)
            for question in section.questions
        ]
        cards += [Card(question.text, closing.title, 0, (), closing=True) for question in closing.questions]
        organisation = self.sheet.layout.brand.organisation if self.sheet.layout.brand else ""
        cover = Cover(bank.title, tuple(self._names()), self.words.steps, bank.instructions, organisation)
        return Deck(cover, tuple(cards), self.sheet.worksheet.people.initials(), self.words.own_question)

    def _tent(self) -> Tent:
        worksheet, (person,) = self.sheet.worksheet, self.sheet.group
        head = next(iter(letterhead(self.sheet.layout.brand)), None)
        return Tent(worksheet.people.names[person], worksheet.bank.title, head)

    def _field_rows(self) -> FieldRows:
        names, meeting = tuple(self._names()), self._meeting()
        return FieldRows((names + meeting,) if len(names) == 1 else (names, meeting))

    def _meeting(self) -> tuple[LabelledField, LabelledField]:
        meeting = self.sheet.worksheet.meeting
        date = LabelledField(
            self.words.on_date,
            self.sheet.field(FieldKind.DATE),
            self.words.date_tooltip,
            meeting.when(self.sheet.words),
        )
        minutes = self.words.meeting_length(meeting.minutes)
        place = LabelledField(
            self.words.at_place,
            self.sheet.field(FieldKind.PLACE),
            self.words.place_tooltip,
            meeting.place,
            share=2,
            after=minutes,
        )
        return date, place

    def _names(self) -> list[LabelledField]:
        people = self.sheet.worksheet.people
        names, short = people.names, people.initials()
        if self.sheet.alone:
            short = tuple("" if name else people.label(person) for person, name in enumerate(names))
        return [
            LabelledField(
                voice.say(voice.words.name_label(place, len(self.sheet.group))),
                self.sheet.field(FieldKind.NAME, number=person),
                voice.say(voice.words.name_tooltip(names[person], person + 1)),
                names[person],
                after=short[person],
            )
            for place, person in enumerate(self.sheet.group)
            for voice in (self.sheet.voices[person],)
        ]

    def _names_and_meeting(self) -> FieldRows:
        meeting = self.sheet.worksheet.meeting
        others = tuple(
            name for person, name in enumerate(self.sheet.worksheet.people.names) if person not in self.sheet.group
        )
        company = [LabelledField(self.words.with_others, "", "", self.words.list_names(others))] if others else []
        date = LabelledField(self.words.on_date, "", "", meeting.when(self.sheet.words))
        length = self.words.meeting_length(meeting.minutes)
        place = LabelledField(self.words.at_place, "", "", meeting.place, share=2, after=length)
        return FieldRows(((*self._names(), *company), (date, place)))

    def _before(self) -> Iterator[Block]:
        rule = self.sheet.worksheet.bank.picks
        yield Heading(self.words.before_meeting)
        yield Paragraph(self.words.what_to_do_before(rule.min, rule.max))

    def _opening(self) -> Iterator[Block]:
        bank = self.sheet.worksheet.bank
        introduction = bank.introduction[: self.sheet.layout.opening.paragraphs]
        if introduction or bank.instructions:
            yield Opening(introduction, self.words.steps, bank.instructions)

    def _choices(self, *, noted: bool) -> Iterator[Block]:
        bank, before = self.sheet.worksheet.bank, self.sheet.before
        fresh = bank.restrict_to({question.id for question in bank.questions()} - before) if before else bank
        for section in fresh.sections:
            yield self._section_of_choices(section.title, section.questions, noted=noted)
        if again := tuple(question for question in bank.questions() if question.id in before):
            yield self._section_of_choices(self.words.chosen_before, again, noted=noted)

    def _section_of_choices(self, title: str, questions: tuple[Question, ...], *, noted: bool) -> QuestionChecklist:
        rows = tuple(
            ChecklistItem(question.text, pick_boxes(self.sheet, question), self._note(question) if noted else None)
            for question in questions
        )
        return QuestionChecklist(title, ("",) if self.sheet.alone else self.sheet.worksheet.people.initials(), rows)

    def _note(self, question: Question) -> AnswerSpace:
        (person,) = self.sheet.group
        label = self.sheet.labels[person]
        field = self.sheet.field(FieldKind.NOTE, question.id, person)
        return AnswerSpace("", field, self.words.note_tooltip(label, question.text), "")

    def _closing(self) -> Iterator[Block]:
        closing = self.sheet.worksheet.bank.closing
        yield PageBreak()
        yield Heading(closing.title, Style.TITLE)
        if closing.lead:
            yield Paragraph(closing.lead, Style.STEP, leads=True)
        for question in closing.questions:
            yield question_form(self.sheet, question, self.sheet.layout.rooms.closing, (), Style.CLOSING)

    def _agreements(self) -> Iterator[Block]:
        yield Heading(self.words.agreements)
        earlier = len(self.sheet.worksheet.current_agreements)
        if earlier:
            yield from agreement_reviews(self.sheet.worksheet, self.sheet.identity)
        rows = tuple(
            (
                LabelledField(
                    "",
                    self.sheet.field(FieldKind.AGREED_WHAT, number=row),
                    self.words.agreement_what_tooltip(row + 1),
                    "",
                ),
                LabelledField(
                    "",
                    self.sheet.field(FieldKind.AGREED_WHO, number=row),
                    self.words.agreement_who_tooltip(row + 1),
                    "",
                ),
            )
            for row in range(earlier, earlier + AGREEMENT_ROWS)
        )
        yield Table((self.words.what, self.words.who), (5, 2), rows)

    def _review(self) -> Iterator[Block]:
        yield Heading(self.words.review)
        yield from earlier_review(self.sheet.worksheet)
        yield FieldRows(
            (
                (
                    LabelledField(
                        self.words.on_date,
                        self.sheet.field(FieldKind.REVIEW),
                        self.words.review_tooltip,
                        "",
                    ),
                ),
            )
        )

    def _signatures(self) -> Signatures:
        sheet = self.sheet
        lines = (
            (sheet.field(FieldKind.SIGN, number=person), sheet.labels[person], sheet.voices[person])
            for person in sheet.group
        )
        return Signatures(
            tuple(
                LabelledField(label, field, voice.say(voice.words.signature_tooltip(label)), "")
                for field, label, voice in lines
            )
        )
