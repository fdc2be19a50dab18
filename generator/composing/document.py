"""The logical content of a document: blocks in reading order. Plain values, with no measures and no PDF in them."""

from enum import Enum
from typing import NamedTuple

from generator.composing.letterhead import Letterhead, TitlePage
from generator.model.layout import Style
from generator.words.messages import ENGLISH, Words


class LabelledField(NamedTuple):
    """A labelled line to write on, or where ``field`` is empty, a labelled text."""

    label: str
    field: str
    """The name of the field; empty for none."""
    tooltip: str
    value: str
    share: int = 1
    """Of the lines that stand side by side, the room of so many, as far as the row has it."""
    after: str = ""
    """A word behind the line."""


class TickBox(NamedTuple):
    """One person's selection box beside one question."""

    field: str
    tooltip: str


class Title(NamedTuple):
    """The document's title; the only heading of level 1."""

    text: str
    above: tuple[str, ...] = ()
    """What stands small above it, in a line where there is room."""


class FieldRows(NamedTuple):
    """Groups of labelled lines, each from a new row on; how many stand side by side is the typesetter's."""

    rows: tuple[tuple[LabelledField, ...], ...]


class Opening(NamedTuple):
    """The introduction, and beside it the instructions as steps."""

    paragraphs: tuple[str, ...]
    steps_title: str
    steps: tuple[str, ...]
    second: "Opening | None" = None
    """The same in a second language; its texts know it."""


class AgendaItem(NamedTuple):
    """A step of a time plan."""

    time: str
    """What the clock says."""
    what: str


class Timeline(NamedTuple):
    """A time plan in a line; in rows where ``listed``, or where it is too long."""

    title: str
    """Above the rows."""
    items: tuple[AgendaItem, ...]
    listed: bool = False


class ChecklistItem(NamedTuple):
    """A question that can be picked."""

    text: str
    boxes: tuple[TickBox, ...]
    note: "AnswerSpace | None" = None
    """The room beside it, where something can be typed there."""


class QuestionChecklist(NamedTuple):
    """A section of questions to pick from, with a column of boxes for each person; on a canvas, their heads alone."""

    title: str
    columns: tuple[str, ...]
    """What stands over each column: the people's initials."""
    items: tuple[ChecklistItem, ...]


class Heading(NamedTuple):
    """A heading of level 2, or of level 1 in the size of the title where it opens a page."""

    text: str
    style: Style = Style.SECTION


class Paragraph(NamedTuple):
    """A paragraph of running text."""

    text: str
    style: Style = Style.BODY
    leads: bool = False
    """Whether it leads to what follows, and so stands on its page."""
    follows: bool = False
    """Whether it stands on the page of what is above it."""
    apart: bool = False
    """Whether it stands off from what is above it."""


class AnswerSpace(NamedTuple):
    """One person's room below a question."""

    person: str
    field: str
    tooltip: str
    value: str
    earlier: str = ""
    """What the person answered at the meeting before, short."""


class QuestionForm(NamedTuple):
    """A question with room to answer; never parted from the first of it."""

    text: str
    note: str
    """Who picked it; may be empty."""
    spaces: tuple[AnswerSpace, ...]
    lines: int
    """For everybody who answers side by side; shared by those who answer one below the other."""
    columns: int
    """How many people answer side by side, where there is no better way."""
    style: Style = Style.QUESTION
    least: int = 2
    """However many share the lines, each has so many."""


class ColumnHeads(NamedTuple):
    """The names over the people's columns of a canvas."""

    names: tuple[LabelledField, ...]


class QuestionRow(NamedTuple):
    """A question with its boxes, and beside it a room in everybody's column."""

    text: str
    boxes: tuple[TickBox, ...]
    spaces: tuple[AnswerSpace, ...]
    most: int
    lines: int = 0
    """How many lines a room has more than stand beside the question; where the page has them, ``most``."""
    style: Style = Style.CHOICE


class Table(NamedTuple):
    """Rows of lines to write on under column heads, or of texts where there are no fields."""

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    """Each column's part of the width."""
    rows: tuple[tuple[LabelledField, ...], ...]
    marks: tuple[str, ...] = ()
    """For each row the word for a line in the margin, as of a ``GivenAnswer``; nothing where there are none at all."""


class AgreementReview(NamedTuple):
    """An agreement of the meeting before, with boxes for what becomes of it and lines for its new wording."""

    what: str
    who: str
    words: tuple[str, ...]
    """One behind each box."""
    boxes: tuple[TickBox, ...]
    wording: tuple[LabelledField, ...]
    """What, with its label, and who."""


class Notes(NamedTuple):
    """Lines to write on with a pen, down to the foot of the page, under a heading of level 2."""

    title: str
    optional: bool = False
    """Whether there are none where the page has little room left, rather than that they open another."""
    lines: int = 0
    """How many lines there are at least, where something stands below them on their page; 0 for down to the foot."""


class Signatures(NamedTuple):
    """A line to sign on for each person, the name below it; the value stands on the line."""

    lines: tuple[LabelledField, ...]


class DigitalSignature(NamedTuple):
    """The place of the digital signature, a frameless field on a line."""

    name: str
    when: str


class GivenAnswer(NamedTuple):
    """What one person answered."""

    person: str
    paragraphs: tuple[str, ...]
    """One for every line typed; empty ones are the blank lines between."""
    mark: str = ""
    """The word for a line in the margin beside it, which is read aloud; empty for no line."""
    seat: int = 0
    """Which of the people it is, counted from 0: their column where answers stand side by side."""
    earlier: str = ""
    """What stands small above it, as was said before; may be empty."""


class AnsweredQuestion(NamedTuple):
    """A question with the answers given."""

    text: str
    note: str
    """What stands below it; may be empty."""
    answers: tuple[GivenAnswer, ...]
    style: Style = Style.QUESTION
    seats: int = 0
    """How many people there are, whether they answered or not."""
    initials: tuple[str, ...] = ()
    """Of who picked it."""
    picked_by: str = ""
    """The same with full names, to be read aloud."""


class ListForm(Enum):
    """How a small list is set, from the roomiest to the tightest."""

    LINES = "a line an item"
    COLUMNS = "two columns"
    PARAGRAPH = "one paragraph"


class BulletList(NamedTuple):
    """A small list, such as that of the questions not chosen."""

    items: tuple[str, ...]
    form: ListForm = ListForm.LINES
    may_tighten: bool = False
    """Whether it takes a tighter form where a page would be nearly empty otherwise."""


class Cover(NamedTuple):
    """The first card: the title and the names in front, the instructions on its back."""

    title: str
    names: tuple[LabelledField, ...]
    steps_title: str
    steps: tuple[str, ...]
    organisation: str = ""
    """Whose deck it is."""


class Card(NamedTuple):
    """A question on a card of its own."""

    text: str
    section: str
    group: int
    """The number of its section, which decides its colour."""
    boxes: tuple[TickBox, ...]
    closing: bool = False


class Deck(NamedTuple):
    """Cards to be cut out, fronts and backs on the two sides of sheets; the first card is the cover."""

    cover: Cover
    cards: tuple[Card, ...]
    columns: tuple[str, ...]
    """What stands beside each box: the people's initials."""
    spare: str
    """What stands on cards that are left to fill the last sheet."""


class Tent(NamedTuple):
    """A person's name tent: a sheet that is folded in the middle."""

    name: str
    """Empty for a line to write on."""
    title: str
    head: Letterhead | None = None


class Extract(NamedTuple):
    """A few sentences of what was said or agreed."""

    text: str
    by: str
    """Whose it is; may be empty."""


class CardColumn(NamedTuple):
    """A column of the alliance card."""

    title: str
    groups: tuple[tuple[str, tuple[Extract, ...]], ...]
    """Each with what stands above it, which may be empty."""
    listed: bool = False
    """Whether the extracts are the points of a list."""


class AllianceCard(NamedTuple):
    """What matters most of an alliance, on one page to pin up or to fold."""

    title: str
    """Whose alliance it is."""
    subtitle: str
    columns: tuple[CardColumn, ...]
    """Two at most."""
    review: tuple[str, str] = ("", "")
    """The words before the date of the next review, and the date; empty where there is none."""
    note: str = ""
    """In the corner; may be empty."""
    head: Letterhead | None = None


class PageBreak(NamedTuple):
    """What follows opens a page."""

    whose: str | None = None
    """In the middle of the feet of a sheet that begins here: on a front page, numbered anew; None where none begins."""
    title: str = ""
    """What stands left in those feet, where the sheet is not in the document's language."""
    words: Words | None = None
    """What we say on that sheet, where it is not in the document's language."""
    language: str = ""
    """Its BCP 47 tag."""


Block = (
    Letterhead | Title | TitlePage | FieldRows | Opening | Timeline | QuestionChecklist | Heading | Paragraph
    | QuestionForm | ColumnHeads | QuestionRow | Table | AgreementReview | Notes | Signatures
    | DigitalSignature | AnsweredQuestion | BulletList | Deck | Tent | AllianceCard | PageBreak
)  # fmt: skip


class Document(NamedTuple):
    """A whole document."""

    title: str
    foot: tuple[str, str]
    """What stands left and, up to another sheet, in the middle of every foot; the page's number stands right."""
    blocks: tuple[Block, ...]
    digest: str = ""
    """What stands for the file's digest in the middle of every foot, a marker; empty where there is none."""
    hidden: tuple[tuple[str, str], ...] = ()
    """Names and ASCII values of the fields that nobody sees."""
    words: Words = ENGLISH
    """What we say where pages are set: in feet, and of what goes on overleaf."""
    contact: tuple[str, ...] = ()
    """What stands above every foot: how to reach whose document it is."""
    ticked: frozenset[str] = frozenset()
    """The fields of the boxes that are ticked; blocks are the same whatever is."""
    flows: bool = False
    """Whether it is text to be read: its pages run full, and its last one shall not be nearly empty."""
