"""The interactive form of a document: widgets are numbered and added where their groups stand (ISO 32000-1, 12.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.pdf.font_embedding import FIELD_FONT
from generator.pdf.places import APART
from generator.pdf.syntax import literal, references
from generator.pdf.widgets import AUTOMATIC, Numbers, drawn_at, path_drawing
from generator.pdf.writer import Section

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from generator.pdf.stencils import Placing
    from generator.pdf.widgets import Drawing, Widgets
    from generator.pdf.writer import Objects


class Form:
    """The widgets of a document. Their numbers follow each other in reading order, as do their keys."""

    def __init__(self, objects: Objects, resources: int, ticked: Container[str]) -> None:
        """Take the number of what drawings use, and which tick boxes are ticked."""
        self._objects = objects
        self._ticked = ticked
        self._resources = resources
        self._ticks: dict[Drawing, tuple[int, int]] = {}
        self.numbers = range(0)

    def add(self, placings: Sequence[Placing], pages: Sequence[int], key: int) -> list[Numbers]:
        """Add the widgets of all groups; return where each group's begin.

        ``pages`` are the numbers of the pages' objects, and ``key`` is the first widget's key of the parent tree.
        """
        # each kind in a row, which deflates best
        reserve = self._objects.reserve
        count = sum(each.stencil.widgets.number for each in placings)
        widget = reserve(count)
        tooltip = reserve(sum(len(each.stencil.widgets.tooltips) for each in placings))
        self.numbers = range(widget, widget + count)
        firsts: list[Numbers] = []
        for stencil, page, y, _, _ in placings:
            widgets = stencil.widgets
            ticks = [state for each in widgets.ticks for state in self._states(each)]
            drawings = [self._drawing(each) for each in widgets.drawings]
            first = Numbers(widget, key, tooltip, drawings[0] if drawings else 0)
            firsts.append(first)
            if widgets.number:
                self._write(widgets, first, widgets.told(pages[page], first, ticks, self._ticked, y))
            widget += widgets.number
            key += widgets.keys
            tooltip += len(widgets.tooltips)
        return firsts

    def _write(self, widgets: Widgets, first: Numbers, told: list[object]) -> None:
        objects = self._objects
        objects.add_some(widgets.alike, first.widget, told, Section.ALIKE)
        objects.add_some(widgets.varied, first.widget, told, Section.PERSONAL)
        if tooltips := widgets.tooltips:
            numbers = range(first.tooltip, first.tooltip + len(tooltips))
            objects.add_several(numbers, APART.join(tooltips), Section.PERSONAL)

    def dictionary(self, font: int) -> bytes:
        """Return the interactive form dictionary (12.7.2)."""
        return b"<</Fields%b/DA%b/DR<</Font<</%b %d 0 R>>>>>>" % (
            references(self.numbers),
            literal(drawn_at(AUTOMATIC)),
            FIELD_FONT.encode(),
            font,
        )

    def _states(self, on: Drawing) -> tuple[int, int]:
        """Return the numbers of what a tick box of this size shows in its two states."""
        if on not in self._ticks:
            off = path_drawing(on.width, on.height, b"")
            self._ticks[on] = self._drawing(on), self._drawing(off)
        return self._ticks[on]

    def _drawing(self, each: Drawing) -> int:
        if each.whole:
            return self._objects.add_encoded(each.whole)
        section = Section.PERSONAL if each.personal else Section.CONSTANT
        entries = b"%b/Resources %d 0 R" % (each.entries, self._resources)
        return self._objects.add_stream(entries, each.content, section, plain=each.personal)
