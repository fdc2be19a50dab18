"""The typesetter's tools: a layout, metrics and the growing structure tree, and lines of text made with them."""

from __future__ import annotations

from functools import partial
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from generator.composing.spoken import language_of, second_of
from generator.fonts.direction import begins_right_to_left, is_directional
from generator.fonts.faces import Face
from generator.model.layout import POINTS_PER_MM, Style
from generator.typesetting.display_text import measure_type
from generator.typesetting.lines import (
    ELLIPSIS,
    break_balanced,
    break_lines,
    break_without_short_last_line,
    cut_line,
)
from generator.typesetting.page import ARTIFACT, Base, Entry, Rect, Rule, Tag, Text, TextField
from generator.typesetting.rows import Row, keep_paragraph_together
from generator.words.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.composing.document import LabelledField
    from generator.model.colour import Colour
    from generator.model.layout import Layout, TypeStyle
    from generator.typesetting.display_text import DisplayText, Metrics
    from generator.typesetting.lines import Measure
    from generator.typesetting.page import Field, Mark
    from generator.typesetting.rows import StructureBuilder
    from generator.words.messages import Words

    Breaker = Callable[[str, float, Measure], list[str]]

HAIRLINE = 0.4
ENTRY_LINE = 0.5
"""A line to write on that is one word's or one name's own."""
SPINE = 0.5
FIELD_LIFT = 1.5 * POINTS_PER_MM
"""From a line to write on up to the baseline of what is written on it."""
FIELD_HEIGHT, FIELD_DROP = 1.675, 0.45
"""The height of a field for one line, and how much of it is below the baseline, as multiples of the type size.

PDFium sets the middle between the typeface's ascender and descender in the middle of the field, pdf.js sets
the baseline 0.26 of the height above the lower edge: in a field of this height both are the same to 0.2 mm.
"""
TYPED_LINE, TYPED_INSET = 1.362, 1.0
"""The height of a line that is typed into a field of several, as a multiple of its size, and what PDFium leaves white
within the field's edges, points on the paper."""
LONG_ENTRY_HEIGHT = 6.5 * POINTS_PER_MM
"""The least height of a field for several lines, of one of them."""
COVER = 1.0
"""A field that turns white when it is filled in reaches so far beyond its lines.

Where both ended together, a pixel that each covers in part would stay grey.
"""
INSET = 1.5
"""Text on the other side of its column keeps so many ems off the column beside it, which may end there."""
BELOW_BASELINE = 0.6
"""From a baseline to the lower edge of its line, in units, and not less than to a line that is written on."""
DESCENT = 0.25
"""How far letters reach below the baseline, of their size: large ones further than their line does."""
ROUNDING = 0.01
"""What is so little more than whole units is taken for them: leadings are written with few digits."""
SECOND = Style.NOTE
"""The style of what stands below a text in a second language."""
BETWEEN_LABELS = " \N{MIDDLE DOT}"
"""Behind a label that stands beside the same in a second language."""
WIDEST_INITIALS = "WW"
"""What the room for initials is measured by."""
EASILY_READ = 0.75
"""Names are set one a row rather than smaller than this part of their size, and in several lines rather than that."""
SIZE_STEPS = 20
"""Type is shrunk in steps of a twentieth of a point."""


class TypesettingContext(NamedTuple):
    """What every block is set with."""

    layout: Layout
    metrics: Metrics
    display_text: DisplayText
    structure: StructureBuilder
    fillable: bool
    """Whether places to write become fields."""
    ticked: frozenset[str] = frozenset()
    """The fields of the boxes that are ticked."""
    words: Words = ENGLISH
    """What we say where pages are set."""

    @property
    def left(self) -> float:
        """The left edge of the text area."""
        return self.layout.margins.left

    @property
    def right(self) -> float:
        """The right edge of the text area."""
        return self.layout.page.width - self.layout.margins.right

    @property
    def depth(self) -> float:
        """The height of the text area."""
        layout = self.layout
        return layout.page.height - layout.margins.top - layout.margins.bottom

    @property
    def unit(self) -> float:
        """The baseline unit: half a line of running text. Lines, and the white space between them, are multiples."""
        return self.layout.unit

    @property
    def indent(self) -> float:
        """How far paragraphs, and the text of steps, are indented."""
        return 2 * self.unit

    @property
    def below_baseline(self) -> float:
        """The distance from the baseline of any line to its lower edge, so that all stand on the unit alike."""
        return max(BELOW_BASELINE * self.unit, FIELD_LIFT)

    def whole_units(self, height: float) -> float:
        """Return the least height of whole units that is not less; points."""
        return ceil(height / self.unit - ROUNDING) * self.unit

    def half_units(self, height: float) -> float:
        """Return the least height of half units that is not less; points."""
        return self.whole_units(2 * height) / 2

    @property
    def small(self) -> Style:
        """The style of what stands small beside what matters: that of feet, or of notes where feet are too small."""
        return Style.FOOT if self.style(Style.FOOT).size >= self.layout.smallest else Style.NOTE

    def style(self, style: Style) -> TypeStyle:
        """Return how a style is set."""
        return self.layout.styles[style]

    def resize(self, style: Style, size: float, leading: float | None = None) -> TypesettingContext:
        """Return a context in which a style has another size, and another leading where one is given; points."""
        kind = self.style(style)
        return self._restyle(style, kind._replace(size=size, leading=leading or kind.leading))

    def for_data(self, style: Style) -> TypesettingContext:
        """Return a context in which figures in a style are data."""
        kind = self.style(style)
        return self if kind.for_data() == kind else self._restyle(style, kind.for_data())

    def _restyle(self, style: Style, kind: TypeStyle) -> TypesettingContext:
        return self._replace(layout=self.layout._replace(styles={**self.layout.styles, style: kind}))

    def width(self, text: str, style: Style) -> float:
        """Return the width of a shown text in its style."""
        kind = self.style(style)
        return self.metrics.width(text, kind.face, kind.size)

    def measure(self, style: Style) -> Measure:
        """Return the function that measures shown text in the style."""
        kind = self.style(style)
        return measure_type(self.metrics, kind.face, kind.size)

    def _measure_unmarked(self, style: Style) -> Measure:
        """Return the function that measures text in the style which is not assumed to fit."""
        kind = self.style(style)
        return measure_type(self.display_text.unmarked, kind.face, kind.size)

    def drop(self, style: Style) -> float:
        """Return the distance from a line's top to its baseline."""
        return self.style(style).leading - self.below_baseline

    def text(
        self, text: str, x: float, baseline: float, style: Style, element: int, base: Base = Base.DOCUMENT
    ) -> Text:
        """Return a mark of shown text, in the style's size and colour."""
        kind = self.style(style)
        mark = Text(x, baseline, text, kind.face, kind.size, kind.colour, element)
        return mark if base is Base.DOCUMENT else self.direct([mark], base)[0]

    def direct(self, texts: list[Text], base: Base = Base.DOCUMENT) -> list[Text]:
        """Return the lines of a paragraph with their levels; as they are where all runs from left to right."""
        right_to_left = self.words.right_to_left
        if not right_to_left and not any(is_directional(text.text) for text in texts):
            return texts
        from generator.typesetting.directed_lines import direct_texts  # noqa: PLC0415 - few documents need it

        return direct_texts(texts, base, self.metrics, right_to_left=right_to_left)

    def is_opposite(self, text: str) -> bool:
        """Tell whether a text runs otherwise than the document does, by its first letter."""
        right_to_left = self.words.right_to_left
        directional = right_to_left or is_directional(text)
        return directional and begins_right_to_left(text, otherwise=right_to_left) != right_to_left

    def lines(
        self,
        text: str,
        x: float,
        width: float,
        style: Style,
        element: int,
        breaker: Breaker = break_lines,
        base: Base = Base.DOCUMENT,
    ) -> list[Row]:
        """Return a text as rows of one line each; below it, bound to it, what stands there in a second language.

        A text that is not in the document's language runs as it does itself.
        """
        if base is Base.DOCUMENT and language_of(text):
            base = Base.OWN_SIDE
        height, drop = self.style(style).leading, self.drop(style)
        shown = self.display_text.display_breakable(text)
        opposite = base is Base.OWN_SIDE and self.is_opposite(shown)
        if opposite:
            width -= INSET * self.style(style).size
        whole = self.display_text.is_assumed_to_fit(shown, self.style(style), width)
        broken = [shown] if whole else breaker(shown, width, self._measure_unmarked(style))
        marks = [self.text(line, x, -drop, style, element) for line in broken]
        if self.words.right_to_left or is_directional(shown):
            marks = self.direct(marks, base)
        if opposite and not whole:
            from generator.typesetting.directed_lines import move_to_other_side  # noqa: PLC0415 - few documents need it

            marks = move_to_other_side(marks, width, self.metrics)
        rows = [Row(height, [mark]) for mark in marks]
        if second := second_of(text):
            below = ARTIFACT if element == ARTIFACT else self.say(second, Tag.SPAN, element)
            rows[-1].keep_with_next = True
            further = keep_paragraph_together(self.lines(second, x, width, self.below(style), below, breaker))
            further[0].space_before = self.half_units(max(0.0, DESCENT * self.style(style).size - self.below_baseline))
            rows += further
        return rows

    def below(self, style: Style) -> Style:
        """Return the style of what stands in a second language below text in a style: no larger than that."""
        return SECOND if self.style(SECOND).size <= self.style(style).size else style

    def say(self, text: str, tag: Tag, parent: int) -> int:
        """Add an element for a text, which has the text's language; return its index."""
        return self.structure.add(tag, parent, language=language_of(text))

    def balance_lines(self, text: str, x: float, width: float, style: Style, element: int) -> list[Row]:
        """Return a short text as rows of one line each, all of about the same length."""
        return self.lines(text, x, width, style, element, break_balanced)

    def paragraph(
        self,
        text: str,
        x: float,
        width: float,
        style: Style,
        element: int,
        indent: float = 0.0,
        base: Base = Base.DOCUMENT,
    ) -> list[Row]:
        """Return running text as rows, without widows, orphans or a short last line; the first one may be indented."""
        breaker = partial(break_without_short_last_line, indent=indent)
        rows = self.lines(text, x, width, style, element, breaker, base)
        rows[0].marks = [mark.move(indent, 0.0) for mark in rows[0].marks]
        return keep_paragraph_together(rows)

    def label(self, text: str, x: float, baseline: float, parent: int) -> Text:
        """Return the mark of a label, with white space behind it; an element of its own where it has its language."""
        element = self.say(text, Tag.SPAN, parent) if language_of(text) else parent
        base = Base.OWN if language_of(text) else Base.DOCUMENT
        return self.text(f"{self.display_text.display(text)} ", x, baseline, Style.LABEL, element, base)

    def shrink_text(self, text: str, x: float, baseline: float, width: float, style: Style, element: int) -> Text:
        """Return a mark of a typed text that is shrunk to stay within the width."""
        text = self.display_text.display(text)
        size = self.fitting_size(text, width, style)
        return self.text(text, x, baseline, style, element, Base.OWN)._replace(size=size)

    def fitting_size(self, text: str, width: float, style: Style) -> float:
        """Return the style's size, or as much less as the shown text needs to fit the width."""
        return self._fitting_size(text, width, self.style(style))

    def value_size(self, item: LabelledField, width: float) -> float:
        """Return the size at which a value fits a line to write on, in the face that it is drawn in there."""
        return self._fitting_size(self.display_text.display(item.value), width, self._value_kind(item))

    def _value_kind(self, item: LabelledField) -> TypeStyle:
        kind = self.style(Style.VALUE)
        return kind._replace(face=Face.FIELD) if self.fillable and item.field else kind

    def _fitting_size(self, text: str, width: float, kind: TypeStyle) -> float:
        if self.display_text.is_assumed_to_fit(text, kind, width):
            return kind.size
        natural = self.metrics.width(text, kind.face, kind.size)
        return kind.size if natural <= width else shrink_size(kind.size, natural, width)

    def shorten(self, text: str, x: float, baseline: float, width: float, style: Style, after: str = "") -> Text:
        """Return a mark, an artifact, that repeats what stands elsewhere in full: cut to the width.

        ``after`` is kept, where there is room for it at all.
        """
        text, after = self.display_text.display(text), self.display_text.display(after)
        after = after if after and self.width(ELLIPSIS + after, style) <= width else ""
        whole = self.display_text.is_assumed_to_fit(text + after, self.style(style), width, is_cut=not after)
        shown = text + after if whole else cut_line(text, width, self._measure_unmarked(style), after)
        return self.text(shown, x, baseline, style, ARTIFACT)

    def rule(self, x1: float, x2: float, y: float, colour: Colour, width: float = HAIRLINE) -> Rule:
        """Return a horizontal line, as heavy as the layout has lines."""
        return Rule(x1, y, x2, y, width * self.layout.weight, colour)

    def cover(self, width: float) -> float:
        """Return how far below a line of this usual width a field ends that hides it when it is filled in."""
        return width * self.layout.weight / 2 + COVER

    def spine(self, x: float, y1: float, y2: float) -> Rule:
        """Return the vertical line between two columns."""
        return Rule(x, y1, x, y2, SPINE * self.layout.weight, self.layout.colours.accent)

    def value_lines(self, item: LabelledField, width: float) -> list[str]:
        """Return the lines that a value takes: one, unless it were set too small then to be read easily."""
        shown = self.display_text.display(item.value)
        kind = self._value_kind(item)
        if self.value_size(item, width - 4) >= EASILY_READ * kind.size:
            return [shown]
        return break_lines(shown, width - 4, measure_type(self.metrics, kind.face, kind.size))

    def entry(
        self, item: LabelledField, x: float, width: float, line: float, parent: int, lines: int = 1
    ) -> list[Mark | Field]:
        """Return a line to write on with its field, or, on paper alone, with its value standing on it.

        A value of several ``lines`` reaches up by as many.
        """
        if lines > 1:
            return self._long_entry(item, Rect(x, line, width, lines * self.style(Style.VALUE).leading), parent)
        marks: list[Mark | Field] = [self.rule(x, x + width, line, self.layout.colours.line, ENTRY_LINE)]
        kind = self.style(Style.VALUE)
        if self.fillable and item.field:
            shown = self.display_text.display(item.value)
            size = self.value_size(item, width - 4)
            rect = Rect(x, line + FIELD_LIFT - FIELD_DROP * size, width, FIELD_HEIGHT * size)
            element = self.say(item.tooltip, Tag.FORM, parent)
            marks.append(
                TextField(
                    item.field, rect, item.tooltip, item.value, Entry.SINGLE_LINE, size, kind.leading, element, shown
                )
            )
        elif item.value:
            element = self.structure.add(Tag.SPAN, parent)
            marks.append(self.shrink_text(item.value, x + 2, line + FIELD_LIFT, width - 4, Style.VALUE, element))
        return marks

    def _long_entry(self, item: LabelledField, area: Rect, parent: int) -> list[Mark | Field]:
        """Return a line to write on below a value of several lines."""
        kind = self.style(Style.VALUE)
        line = self.rule(area.x, area.x + area.width, area.y, self.layout.colours.line, ENTRY_LINE)
        marks: list[Mark | Field] = [line]
        if self.fillable and item.field:
            more = max(LONG_ENTRY_HEIGHT, 1.3 * kind.size) - kind.leading
            below = self.cover(ENTRY_LINE)
            top = area.height + 0.5 + max(4.0, more)
            rect = Rect(area.x - COVER, area.y - below, area.width + 2 * COVER, top + below)
            element, shown = self.say(item.tooltip, Tag.FORM, parent), self.display_text.display(item.value)
            field = TextField(
                item.field, rect, item.tooltip, item.value, Entry.MULTI_LINE, kind.size, kind.leading, element, shown
            )
            return [*marks, field]
        element = self.structure.add(Tag.SPAN, parent)
        baseline = area.y + FIELD_LIFT + area.height
        lines: list[Text] = []
        for text in self.value_lines(item, area.width):
            baseline -= kind.leading
            lines.append(self.text(text, area.x + 2, baseline, Style.VALUE, element))
        return [*marks, *self.direct(lines, Base.OWN)]


def shrink_size(size: float, natural: float, width: float) -> float:
    """Return the size at which a text that is too wide, its ``natural`` width at this one, fits a width."""
    return floor(size * width / natural * SIZE_STEPS) / SIZE_STEPS
