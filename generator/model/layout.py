"""The layout: paper, type, colours, and how much room there is to answer. ``formats.layout`` reads it from a file.

Lengths are points here. The files have millimetres, type sizes and leadings in points; the reader converts.
"""

from enum import StrEnum
from math import sqrt
from typing import Annotated, NamedTuple

from generator.fonts.faces import Face, Faces
from generator.model.brand import Brand
from generator.model.colour import Colour

POINTS_PER_MM = 72 / 25.4
"""The one place where millimetres become points."""
LEAST_MARGIN = 15 * POINTS_PER_MM  # on narrow paper
PRINTABLE = 6 * POINTS_PER_MM
"""From the edge of the paper: nearer to it most printers print nothing."""
Length = Annotated[float, "millimetres in files"]
"""Points here."""
SHEET_EDGE = 5 * POINTS_PER_MM
"""The margin around the cards on a sheet, for marks to cut by and because printers need it."""


class Style(StrEnum):
    """The kinds of text, each with its type."""

    LETTERHEAD = "letterhead"
    """The name of a brand's organisation."""
    TITLE = "title"
    LABEL = "label"
    """The words beside a line to write on."""
    VALUE = "value"
    """The text on such a line."""
    BODY = "body"
    ASIDE = "aside"
    """The title of the column beside the introduction."""
    STEP = "step"
    SECTION = "section"
    CHOICE = "choice"
    """A question in the list to pick from."""
    QUESTION = "question"
    """A question above the room for its answers."""
    CLOSING = "closing"
    """A closing question."""
    INITIALS = "initials"
    PERSON = "person"
    """The name of who answers, above the room; of who signs, below the line."""
    SPEAKER = "speaker"
    """The name of who answered, beside the answer."""
    ANSWER = "answer"
    NOTE = "note"
    FOOT = "foot"

    @property
    def has_data(self) -> bool:
        """Whether figures in it are data, and so lining ones; in running text they are old-style ones."""
        return self not in _RUNNING_TEXT


_RUNNING_TEXT = frozenset(
    {Style.BODY, Style.STEP, Style.CHOICE, Style.QUESTION, Style.CLOSING, Style.ANSWER, Style.NOTE}
)


class Part(StrEnum):
    """The parts that a worksheet can have, in the order of its layout."""

    TITLE = "title"
    TITLE_PAGE = "title-page"
    """A page of its own with the names, the exercise, date and place; the finished alliance has it, too."""
    FACTS = "facts"
    NAMES = "names"
    """The names alone to fill in, with the meeting as far as it is known; may stand in a file more than once."""
    BEFORE = "before"
    """The task before the meeting."""
    PLAN = "plan"
    """The agenda, where there is one (``model.agenda``)."""
    OPENING = "opening"
    """The introduction and the instructions."""
    CHOICES = "choices"
    """All questions with their tick boxes."""
    PREPARATION = "preparation"
    """The same for one person, with room to note beside every question."""
    ANSWERS = "answers"
    """The room to answer."""
    CLOSING = "closing"
    """The closing section; opens a page of its own."""
    AGREEMENTS = "agreements"
    REVIEW = "review"
    SIGNATURES = "signatures"
    NOTES = "notes"
    """Lines to write on with a pen, down to the foot of the page; nothing to fill in on screen."""
    CARDS = "cards"
    """All questions as cards to be cut out, with the names and the boxes to pick."""
    TENTS = "tents"
    """A sheet to fold and to put up on the table, with one person's name on both faces; nothing to fill in."""
    PAGE = "page"
    """A page break."""


USUALLY_FILLED_IN = (
    Part.FACTS, Part.CHOICES, Part.ANSWERS, Part.CLOSING, Part.AGREEMENTS, Part.REVIEW, Part.SIGNATURES,
)  # fmt: skip
"""The parts with fields of a worksheet whose definition names none."""
FILLED_IN = (*USUALLY_FILLED_IN, Part.NAMES, Part.CARDS, Part.PREPARATION)
"""The parts with fields to fill in."""
OF_EVERYBODY = (Part.FACTS, Part.AGREEMENTS, Part.REVIEW, Part.CARDS)
"""The parts with fields that belong to no one person: there is one of each."""
PICKED_ON = frozenset({Part.CHOICES, Part.CARDS, Part.PREPARATION})
"""The parts with boxes to pick questions."""


class Per(StrEnum):
    """For whom the parts are composed: once for all, or again and again."""

    ALL = "all"
    """Once, for everybody."""
    PERSON = "person"
    """For each person by themselves, from a new page."""


class Lines(StrEnum):
    """The pattern of the room to answer."""

    RULED = "ruled"
    DOTTED = "dotted"
    """A grid of dots, half as wide as lines are apart."""
    PLAIN = "plain"


class TypedSize(StrEnum):
    """The type size of what is typed into a room to answer on screen."""

    FITTED = "fitted"
    """The viewer sets it as large as all of it shows, and prints."""
    FIXED = "fixed"
    """That of the style ``answer``; what goes beyond the room is scrolled to."""


class Imposition(StrEnum):
    """How pages are brought onto sheets of paper; on screen they stay pages."""

    NONE = "none"
    BOOKLET = "booklet"
    """Two pages on each side of a sheet, to be folded and stapled in the middle."""


class Paper(NamedTuple):
    """A sheet, upright or lying; points."""

    name: str
    width: float
    height: float

    def lie(self) -> "Paper":
        """Return the sheet turned so that it lies."""
        return Paper(self.name, max(self.width, self.height), min(self.width, self.height))

    def half_page(self) -> "Paper":
        """Return the upright page of a booklet: half of the sheet."""
        return Paper(self.name, max(self.width, self.height) / 2, min(self.width, self.height))


A4 = Paper("a4", 210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
CANVAS_AREA = (297 * POINTS_PER_MM) * (420 * POINTS_PER_MM)
"""The area of A3, the paper that a canvas is set on; square points."""
CANVAS_LEFT = 0.33
"""The part of a canvas's width for what the sheet says; people write beside it."""
LEAST_TICK, LEAST_APART = 4.4 * POINTS_PER_MM, 3 * POINTS_PER_MM
"""The least size of a canvas's tick boxes, and the least white space between those of two people, on its paper."""


class Margins(NamedTuple):
    """The margins of the text area; points."""

    top: Length
    right: Length
    bottom: Length
    left: Length
    mirrored: bool = False
    """Whether those are the margins of right-hand pages, and left-hand pages have left and right the other way."""

    @property
    def shift(self) -> float:
        """How far right of where it is on a right-hand page the text area is on a left-hand one."""
        return self.right - self.left if self.mirrored else 0.0


class TypeStyle(NamedTuple):
    """How a kind of text is set; size and leading in points."""

    face: Face
    size: float
    leading: float
    colour: Colour

    def for_data(self) -> "TypeStyle":
        """Return the style with lining figures."""
        return self._replace(face=self.face.with_lining_figures)


class AnswerSpaceSize(NamedTuple):
    """The room for one person's answer to one question."""

    lines: int
    columns: int
    """How many people answer side by side."""
    least: int = 2
    """However many people share a question's lines, each of them has so many (or all that there are)."""


class AnswerSpaceSizes(NamedTuple):
    """The room to answer, by occasion."""

    compact: AnswerSpaceSize
    """Every question of a sheet without picks; the questions not picked of one with picks."""
    generous: AnswerSpaceSize
    """A picked question."""
    closing: AnswerSpaceSize


class CheckboxMetrics(NamedTuple):
    """The tick boxes beside the questions; points."""

    size: Length
    pitch: Length
    """From one person's box to the next one's."""
    crowded_pitch: Length
    """The same where the gutter has no room for all of them at the wider pitch."""
    gutter: Length
    """The width for boxes, which hang from the left margin, at the wider pitch and with the gap behind them."""
    gap: Length
    """Between the last box and the question; twice as much where the gutter has room."""

    def enlarge_for(self, scale: float) -> "CheckboxMetrics":
        """Return the boxes for a page that is scaled: on paper no smaller, and two no nearer, than is the least."""
        size = max(self.size, LEAST_TICK / scale)
        pitch = max(self.pitch, size + LEAST_APART / scale)
        crowded, gutter = self.crowded_pitch + size - self.size, max(self.gutter, size + pitch + self.gap)
        return CheckboxMetrics(size, pitch, crowded, gutter, self.gap)


class Colours(NamedTuple):
    """The few colours of a document."""

    accent: Colour
    second: Colour
    """Beside the accent, to tell two things apart by colour as well; often the accent itself."""
    ink: Colour
    grey: Colour
    """Labels and feet."""
    line: Colour
    """The lines to write on."""


class IntroductionLayout(NamedTuple):
    """The introduction, with the steps beside it."""

    paragraphs: int | None = None
    """How many paragraphs of the introduction there are; None for all."""
    steps: float = 0.27
    """The steps' part of the width."""


class Sections(NamedTuple):
    """How a section begins where there is room to answer."""

    page: bool = False
    """Whether it opens a page."""
    heading: Style = Style.SECTION
    space: Length = 2 * POINTS_PER_MM
    """The white space below its heading."""


class ChecklistLayout(NamedTuple):
    """The questions to pick from."""

    notes: float = 0.0
    """The part of the width that lines to note on take beside every question: for a pen, in the part of choices."""
    lines: int = 1
    """How many lines they are."""
    space: Length = 0.7 * POINTS_PER_MM
    """The least white space between two questions."""


class AgendaLayout(NamedTuple):
    """The agenda."""

    listed: bool = False
    """Whether every step and every question has a row, rather than all a place in one line."""


class Cards(NamedTuple):
    """The cards of a deck; points."""

    width: Length = 95 * POINTS_PER_MM
    height: Length = 65 * POINTS_PER_MM
    size: float = 17.0
    """The type size of a question, and the least to which a long one is shrunk."""
    least: float = 8.0
    colours: tuple[Colour, ...] = ()
    """Those of the sections, in turn; the accent where there is none."""
    filled: bool = True
    """Whether backs and closing cards are filled with their colour, or only framed."""

    def across(self, paper: Paper) -> int:
        """Return how many stand side by side on a sheet."""
        return int((paper.width - 2 * SHEET_EDGE) / self.width)

    def down(self, paper: Paper) -> int:
        """Return how many stand one below the other."""
        return int((paper.height - 2 * SHEET_EDGE) / self.height)


class Layout(NamedTuple):
    """A whole layout."""

    name: str
    description: str
    """One line."""
    margins: Margins
    colours: Colours
    styles: dict[Style, TypeStyle]
    """Every style."""
    ticks: CheckboxMetrics
    rooms: AnswerSpaceSizes
    line_pitch: Length
    """From one line to write on to the next."""
    parts: tuple[Part, ...]
    paper: Paper = A4
    """The sheet that is printed on; the page that is set is ``page``."""
    lines: Lines = Lines.RULED
    typed: TypedSize = TypedSize.FITTED
    weight: float = 1.0
    """How heavy lines and frames are, as a multiple of the usual."""
    stretch: Length = 7 * POINTS_PER_MM
    """The most that is added to each large gap of a page; one that would need more is left short."""
    max_pages: int = 0
    """Where a worksheet is longer, introduction and agenda are left out if that shortens it to so many; 0 for any."""
    smallest: float = 0.0
    """The least type size of names and places in one row; one that would be smaller has a row of its own. Points."""
    opening: IntroductionLayout = IntroductionLayout()
    sections: Sections = Sections()
    faces: Faces = Faces()
    choices: ChecklistLayout = ChecklistLayout()
    per: Per = Per.ALL
    imposition: Imposition = Imposition.NONE
    plan: AgendaLayout = AgendaLayout()
    canvas: bool = False
    """Whether it is one lying sheet, on which everybody has a column of their own from their name to their signature.

    It is set on A3, or on paper of other proportions as large as that, and its pages are scaled to the paper.
    """
    side_by_side: bool = False
    """Whether two people's answers stand side by side in the finished alliance where they fit, not in turns."""
    brand: Brand | None = None
    """Whose worksheet it is; its colours and its typeface are the layout's by now."""
    cards: Cards = Cards()

    def on(self, paper: Paper) -> "Layout":
        """Return the layout on other paper; on narrower paper the margins above and beside the text are narrower."""
        part = 1.0 if self.canvas else min(1.0, paper.width / self.paper.width)
        top, right, _, left = (max(min(margin, LEAST_MARGIN), margin * part) for margin in self.margins[:4])
        return self._replace(paper=paper, margins=self.margins._replace(top=top, right=right, left=left))

    @property
    def fillable_parts(self) -> tuple[Part, ...]:
        """The parts with fields to fill in, in the order of ``FILLED_IN``."""
        return tuple(part for part in FILLED_IN if part in self.parts)

    @property
    def page(self) -> Paper:
        """The page that is set: the whole paper, half of it in a booklet, or for a canvas as large as A3, lying."""
        if self.canvas:
            name, width, height = self.paper.lie()
            return Paper(name, width / self.scale, height / self.scale)
        return self.paper if self.imposition is Imposition.NONE else self.paper.half_page()

    @property
    def scale(self) -> float:
        """How large pages are on the paper, in relation to how large they are set."""
        return sqrt(self.paper.width * self.paper.height / CANVAS_AREA) if self.canvas else 1.0

    @property
    def ticks_as_set(self) -> CheckboxMetrics:
        """The tick boxes on the page that is set: those of a canvas do not become too small on small paper."""
        return self.ticks.enlarge_for(self.scale) if self.canvas else self.ticks

    @property
    def unit(self) -> float:
        """The baseline unit: half a line of running text."""
        return self.styles[Style.BODY].leading / 2

    @property
    def measure(self) -> float:
        """The width of the text area."""
        return self.page.width - self.margins.left - self.margins.right
