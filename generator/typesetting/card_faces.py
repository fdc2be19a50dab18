"""What stands on a card: the front of the cover, of a question, of a spare card; and their backs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.composing.document import Card, Cover
from generator.composing.spoken import second_of
from generator.errors import InvalidRequest, RequestProblem, escape
from generator.model.colour import Colour
from generator.model.layout import POINTS_PER_MM, Style, TypeStyle
from generator.typesetting.context import SECOND, WIDEST_INITIALS
from generator.typesetting.page import ARTIFACT, Box, Rect, Rule, Tag, Text
from generator.typesetting.reading_blocks import tick_box
from generator.typesetting.text_fitting import STEP, FittedText, fit_said, fit_text

if TYPE_CHECKING:
    from generator.composing.document import Deck, LabelledField
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

INSET = 4 * POINTS_PER_MM
"""From the cut to the panel of a back and to the bar of a front."""
PADDING = 7 * POINTS_PER_MM
"""From the cut to what is printed; the same within a panel."""
BAR, THIN_BAR = 1.4 * POINTS_PER_MM, 1.0
BAR_GAP = 4 * POINTS_PER_MM
ROUNDING = 2.5 * POINTS_PER_MM
GAP = 3.5 * POINTS_PER_MM
"""Between the section's name and the question, and between the question and the boxes."""
FRAME = 1.0
BETWEEN_STEPS = 0.4
"""White space above a step, in ems."""
RING, APART = 7 * POINTS_PER_MM, 1.25
"""The radius of the rings on a back, one for each person, and how many radii they are apart."""
BESIDE_BOX, BETWEEN_ROWS = 1 * POINTS_PER_MM, 1.5 * POINTS_PER_MM
BETWEEN_BOXES, LEAST_BETWEEN = 4 * POINTS_PER_MM, 1.5 * POINTS_PER_MM
"""Between one person's initials and the next one's box."""
LARGEST_LABEL, LARGEST_TITLE, LARGEST_BACK = 12.0, 26.0, 19.5
LOWER = 0.72
"""The size of what stands in a second language below a text, of the text's."""
SMALLEST = 7.0
"""The type sizes of what stands beside the questions."""
WHITE = Colour(1, 1, 1)


class CardTooSmall(InvalidRequest):
    """A text that does not fit its card."""

    def __init__(self, text: str, cell: Rect) -> None:
        size = " x ".join(f"{length / POINTS_PER_MM:.0f}" for length in (cell.width, cell.height))
        message = f"'{escape(text)}' ({len(text)} characters) does not fit a card of {size} mm"
        hint = "Shorten it, leave it out, or choose a layout with larger cards."
        super().__init__(RequestProblem("layout", message, hint))


class _Rows(NamedTuple):
    """How the boxes of a card stand."""

    number: int
    across: int
    pitch: float
    height: float
    room: float
    """For a person's initials."""


class CardFace(NamedTuple):
    """A side of a card where it stands on its page."""

    ctx: TypesettingContext
    deck: Deck
    cell: Rect
    """From cut to cut."""

    @property
    def _panel(self) -> Rect:
        x, y, width, height = self.cell
        return Rect(x + INSET, y + INSET, width - 2 * INSET, height - 2 * INSET)

    @property
    def _left(self) -> float:
        return self._panel.x + BAR + BAR_GAP

    @property
    def _top(self) -> float:
        return self.cell.y + self.cell.height - PADDING

    @property
    def _bottom(self) -> float:
        return self.cell.y + PADDING

    @property
    def _width(self) -> float:
        return self.cell.x + self.cell.width - PADDING - self._left

    def front(self, card: Cover | Card | None, number: str, *, headed: bool) -> list[Mark | Field]:
        """Return the front of the card, or of a spare one; ``headed`` where it is the first of its section here."""
        match card:
            case Cover():
                return self._cover(card)
            case Card(closing=True):
                return self._closing(card, headed=headed)
            case Card():
                return self._question(card, number, headed=headed)
            case None:
                return self._spare()

    def back(self, card: Cover | Card | None) -> list[Mark | Field]:
        """Return the back of the card; that of the cover has the steps, where they fit."""
        match card:
            case Cover():
                return self._steps(card) or self._panel_back(card.title, self._accent, filled=True)
            case Card(section=section, closing=closing):
                return self._panel_back(section, self._colour(card), filled=not closing)
            case None:
                return self._panel_back(self.deck.cover.title, self._accent, filled=True)

    # Fronts

    def _question(self, card: Card, number: str, *, headed: bool) -> list[Mark | Field]:
        colour = self._colour(card)
        grey = self._kind(Style.NOTE, 10, self.ctx.layout.colours.grey).for_data()
        across = self.ctx.metrics.width(number, grey.face, grey.size)
        label = self._must_fit(
            card.section, self._label_style(colour), self._width - across - GAP, self.cell.height / 4
        )
        marks: list[Mark | Field] = [self._bar(colour)]
        heading = self.ctx.structure.add(Tag.H2) if headed else ARTIFACT
        marks += label.marks(self.ctx, self._left, self._top, heading)
        at = FittedText((number,), grey._replace(leading=label.kind.leading))
        marks += at.marks(self.ctx, self._left + self._width - across, self._top, ARTIFACT)
        rows = self._rows(len(card.boxes))
        top = self._top - label.height - GAP
        kind = self._question_style(self.ctx.layout.colours.ink)
        least = self.ctx.layout.cards.least
        text = self._must_fit(card.text, kind, self._width, top - self._bottom - rows.number * rows.height - GAP, least)
        section = self.ctx.structure.add(Tag.SECT)
        marks += text.marks(self.ctx, self._left, top, self.ctx.structure.add(Tag.H3, section))
        return marks + self._boxes(card, rows, section, colour)

    def _closing(self, card: Card, *, headed: bool) -> list[Mark | Field]:
        filled = self.ctx.layout.cards.filled
        ink = WHITE if filled else self.ctx.layout.colours.ink
        panel = self._panel
        x, top, width = panel.x + PADDING, panel.y + panel.height - PADDING + INSET / 2, panel.width - 2 * PADDING
        label = self._must_fit(card.section, self._label_style(ink), width, self.cell.height / 4)
        heading = self.ctx.structure.add(Tag.H2) if headed else ARTIFACT
        marks = [*self._panel_of(self._accent, filled=True), *label.marks(self.ctx, x, top, heading)]
        top -= label.height + GAP
        text = self._must_fit(
            card.text, self._question_style(ink), width, top - panel.y - PADDING, self.ctx.layout.cards.least
        )
        return [*marks, *text.marks(self.ctx, x, top, self.ctx.structure.add(Tag.H3))]

    def _cover(self, cover: Cover) -> list[Mark | Field]:
        pitch = self.ctx.layout.line_pitch
        columns = 1 if len(cover.names) <= 3 else 2  # noqa: PLR2004 - as many rows as leave room for the title
        rows = [cover.names[start : start + columns] for start in range(0, len(cover.names), columns)]
        label = self._label_style(self.ctx.layout.colours.grey)
        whose = self._must_fit(cover.organisation, label, self._width, self.cell.height / 4)
        top = self._top - (whose.height + GAP if cover.organisation else 0)
        room = top - self._bottom - len(rows) * pitch
        kind = self._kind(Style.TITLE, LARGEST_TITLE, self._accent)
        title = self._must_fit(cover.title, kind, self._width, room, SMALLEST)
        marks: list[Mark | Field] = [self._bar(self._accent)]
        if cover.organisation:
            element = self.ctx.structure.add(Tag.P)
            marks += whose.marks(self.ctx, self._left, self._top, element)
        marks += title.marks(self.ctx, self._left, top + 0.2 * title.kind.size, self.ctx.structure.add(Tag.H1))
        for number, row in enumerate(rows):
            marks += self._names(row, columns, self._bottom + (len(rows) - 1 - number) * pitch)
        return marks

    def _names(self, row: tuple[LabelledField, ...], columns: int, line: float) -> list[Mark | Field]:
        """Return lines for names, the words before them and the initials behind."""
        ctx, gap = self.ctx, 2 * POINTS_PER_MM
        width = (self._width - (columns - 1) * 2 * gap) / columns
        marks: list[Mark | Field] = []
        for column, item in enumerate(row):
            element = ctx.structure.add(Tag.P)
            x = self._left + column * (width + 2 * gap)
            baseline = line + gap * 0.75
            word, tail = ctx.display_text.display(item.label), ctx.display_text.display(item.after)
            before, after = ctx.width(f"{word} ", Style.LABEL) + 2, ctx.width(tail, Style.LABEL) + gap
            marks.append(ctx.label(item.label, x, baseline, element))
            marks += ctx.entry(item, x + before, width - before - after, line, element)
            if tail:
                marks.append(ctx.text(tail, x + width - after + gap, baseline, Style.LABEL, element))
        return marks

    def _spare(self) -> list[Mark | Field]:
        colours, ctx = self.ctx.layout.colours, self.ctx
        label = self._must_fit(self.deck.spare, self._label_style(colours.grey), self._width, self.cell.height / 4)
        marks: list[Mark | Field] = [self._bar(colours.line)]
        marks += label.marks(ctx, self._left, self._top, ctx.structure.add(Tag.P))
        y = self._bottom
        while y < self._top - label.height - ctx.layout.line_pitch:
            marks.append(ctx.rule(self._left, self._left + self._width, y, colours.line))
            y += ctx.layout.line_pitch
        return marks

    # Boxes

    def _rows(self, count: int) -> _Rows:
        """Return how boxes stand in rows of about the same length."""
        ticks, kind = self.ctx.layout.ticks, self.ctx.style(Style.INITIALS)
        room = self.ctx.metrics.width(WIDEST_INITIALS, kind.face, kind.size)
        alone = ticks.size + BESIDE_BOX + room
        across = max(1, int((self._width + LEAST_BETWEEN) / (alone + LEAST_BETWEEN)))
        number = -(-count // across)
        across = -(-count // number) if number else 1
        pitch = min(alone + BETWEEN_BOXES, (self._width - alone) / max(1, across - 1))
        return _Rows(number, across, pitch, ticks.size + BETWEEN_ROWS, room)

    def _boxes(self, card: Card, rows: _Rows, parent: int, colour: Colour) -> list[Mark | Field]:
        size = self.ctx.layout.ticks.size
        read = self.ctx.fillable or any(box.field in self.ctx.ticked for box in card.boxes)
        element = self.ctx.structure.add(Tag.P, parent) if read else ARTIFACT
        marks: list[Mark | Field] = []
        for person, (box, initials) in enumerate(zip(card.boxes, self.deck.columns, strict=True)):
            row, place = divmod(person, rows.across)
            x, middle = self._left + place * rows.pitch, self._bottom + size / 2 + (rows.number - 1 - row) * rows.height
            marks += tick_box(self.ctx, box, x + size / 2, middle, element, colour)
            marks.append(self._initials(initials, x + size + BESIDE_BOX, middle, rows.room))
        return marks

    def _initials(self, initials: str, x: float, middle: float, room: float) -> Text:
        """Return what stands beside a box, in the middle of its room."""
        ctx, kind = self.ctx, self.ctx.style(Style.INITIALS)
        text = ctx.display_text.display(initials)
        size = ctx.fitting_size(text, room, Style.INITIALS)
        centre = x + room / 2 - ctx.width(text, Style.INITIALS) * size / kind.size / 2
        baseline = middle - ctx.metrics.cap_height(kind.face) * size / 2
        return Text(centre, baseline, text, kind.face, size, ctx.layout.colours.grey, ARTIFACT)

    # Backs

    def _steps(self, cover: Cover) -> list[Mark | Field]:
        """Return the instructions as steps; nothing where they do not fit."""
        ctx, tree = self.ctx, self.ctx.structure
        head = self._fit(
            cover.steps_title, self._label_style(self._accent), self._width, self.cell.height / 4, SMALLEST
        )
        indent = 4.6 * POINTS_PER_MM
        room = self._top - self._bottom - (head.height if head else 0)
        steps = self._fit_steps(cover.steps, self._width - indent, room)
        if not (head and steps):
            return []
        marks: list[Mark | Field] = [self._bar(self._accent)]
        marks += head.marks(ctx, self._left, self._top, tree.add(Tag.H2))
        listed, top = tree.add(Tag.L), self._top - head.height
        for number, step in enumerate(steps, start=1):
            item, top = tree.add(Tag.LI, listed), top - BETWEEN_STEPS * step.kind.size
            mark = FittedText((f"{number} ",), step.kind.for_data()._replace(colour=self._accent))
            marks += mark.marks(ctx, self._left, top, tree.add(Tag.LBL, item))
            marks += step.marks(ctx, self._left + indent, top, tree.add(Tag.LBODY, item))
            top -= step.height
        return marks

    def _fit_steps(self, texts: tuple[str, ...], width: float, height: float) -> list[FittedText]:
        """Return all steps in one size, the largest in which they fit; nothing where there is none."""
        kind = self.ctx.style(Style.STEP)
        size = kind.size
        while size >= SMALLEST:
            at = kind._replace(size=size, leading=kind.leading * size / kind.size)
            steps = [step for text in texts if (step := self._fit(text, at, width, height, size))]
            if len(steps) == len(texts) and sum(step.height + BETWEEN_STEPS * size for step in steps) <= height:
                return steps
            size -= STEP
        return []

    def _panel_back(self, text: str, colour: Colour, *, filled: bool) -> list[Mark | Field]:
        """Return a panel with a ring for each person and a text; nothing of it is read aloud."""
        panel, people = self._panel, len(self.deck.columns)
        on_colour = filled and self.ctx.layout.cards.filled
        ink = WHITE if on_colour else colour
        width = panel.width - 2 * PADDING
        radius = min(RING, panel.height / 6, width / (2 + APART * (people - 1)))
        marks = self._panel_of(colour, filled=filled)
        y = panel.y + panel.height - PADDING - 2 * radius
        for person in range(people):
            circle = Rect(panel.x + PADDING + person * APART * radius, y, 2 * radius, 2 * radius)
            marks.append(Box(circle, radius, self._frame, ink, None))
        kind = self._kind(Style.SECTION, LARGEST_BACK, ink)
        name = self._must_fit(text, kind, width, y - GAP - panel.y - PADDING, SMALLEST)
        return [*marks, *name.marks(self.ctx, panel.x + PADDING, panel.y + PADDING + name.height, ARTIFACT)]

    # Pieces

    @property
    def _accent(self) -> Colour:
        return self.ctx.layout.colours.accent

    def _colour(self, card: Card) -> Colour:
        colours = self.ctx.layout.cards.colours
        return self._accent if card.closing or not colours else colours[card.group % len(colours)]

    @property
    def _frame(self) -> float:
        return FRAME * self.ctx.layout.weight

    def _bar(self, colour: Colour) -> Rule:
        panel = self._panel
        width = BAR if self.ctx.layout.cards.filled else THIN_BAR
        return Rule(panel.x + BAR / 2, panel.y, panel.x + BAR / 2, panel.y + panel.height, width, colour)

    def _panel_of(self, colour: Colour, *, filled: bool) -> list[Mark | Field]:
        if filled and self.ctx.layout.cards.filled:
            return [Box(self._panel, ROUNDING, 0, None, colour)]
        return [Box(self._panel, ROUNDING, self._frame, colour, None)]

    def _kind(self, style: Style, size: float, colour: Colour) -> TypeStyle:
        """Return a style at another size, its leading in proportion."""
        kind = self.ctx.style(style)
        return TypeStyle(kind.face, size, kind.leading * size / kind.size, colour)

    def _label_style(self, colour: Colour) -> TypeStyle:
        return self._kind(Style.SECTION, LARGEST_LABEL, colour)

    def _question_style(self, colour: Colour) -> TypeStyle:
        return self._kind(Style.QUESTION, self.ctx.layout.cards.size, colour)

    def _lower_style(self, kind: TypeStyle) -> TypeStyle:
        """Return the type of what stands in a second language below a text of this type."""
        colour = kind.colour if kind.colour == WHITE else self.ctx.layout.colours.grey
        return self._kind(SECOND, kind.size * LOWER, colour)

    def _fit(self, text: str, kind: TypeStyle, width: float, height: float, least: float) -> FittedText | None:
        return fit_text(self.ctx, text, kind, width, height, least) if min(width, height) > 0 else None

    def _must_fit(self, text: str, kind: TypeStyle, width: float, height: float, least: float = SMALLEST) -> FittedText:
        """Return the text fitted; raise CardTooSmall where it does not fit."""
        least = min(least, SMALLEST) if second_of(text) else least
        if min(width, height) > 0 and (
            found := fit_said(self.ctx, text, kind, self._lower_style(kind), width, height, least)
        ):
            return found
        raise CardTooSmall(text, self.cell)
