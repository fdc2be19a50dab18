"""Setting name tents: a lying sheet that is folded in the middle, the same name on both faces, to be read from afar.

Capitals are an inch high for each ten feet from which they are to be read well, as signs are made: 33 mm for four
metres. A name for which a line of the face is too short is broken into several, or smaller, whatever is larger; no word
of it is broken before it is as small as ``LEAST``.

The upper half of the sheet is the lower one turned round. It repeats what is read aloud, and so is an artifact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidRequest, RequestProblem, escape
from generator.fonts.faces import Face
from generator.model.layout import POINTS_PER_MM, PRINTABLE, Style, TypeStyle
from generator.typesetting.alliance_card import FOLD_FROM, FOLD_TO, FOLD_WIDTH
from generator.typesetting.letterhead import logo_size
from generator.typesetting.page import ARTIFACT, Base, Page, Picture, Rect, Rule, Tag, Text
from generator.typesetting.text_fitting import fit_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.composing.document import Tent
    from generator.model.layout import Paper
    from generator.typesetting.context import TypesettingContext
    from generator.typesetting.page import Field, Mark

DISTANCE = 4.0
"""Metres from which a name is to be read well."""
CAPITALS = DISTANCE / (10 * 0.3048) * 25.4 * POINTS_PER_MM
"""The height of capitals for that: an inch for ten feet."""
LEADING, ACCENTED, TALL = 1.1, 1.3, 1.6
"""From one line of a name to the next, in sizes: usually, with accents upon accents, and in scripts beyond Greek,
Latin and Cyrillic, which reach further up and down."""
LEAST = 16.0
"""The least size of a name."""
SIDE = 13 * POINTS_PER_MM
"""White space on both sides of a name."""
ABOVE = 7 * POINTS_PER_MM
"""From the fold to the room for the name."""
STRIP = 14 * POINTS_PER_MM
"""From the lower edge to that room: there stands small whose tent it is."""
BASELINE = PRINTABLE + 1 * POINTS_PER_MM
LOGO_HEIGHT = 8 * POINTS_PER_MM
"""The highest logo."""
LONGEST = 0.45
"""The most of the width that the exercise or the organisation takes."""
LINE, LINE_HEIGHT = 0.75, 0.25
"""A line for a name in the hand: its width, and how much of the room for the name is below it."""


class TentTooSmall(InvalidRequest):
    """A name that does not fit its tent."""

    def __init__(self, name: str, paper: Paper) -> None:
        message = f"'{escape(name)}' ({len(name)} characters) does not fit a tent of {paper.name} paper"
        super().__init__(RequestProblem("people", message, "Shorten it, or choose larger paper."))


def tent(ctx: TypesettingContext, block: Tent, *, follows: bool) -> Iterator[Page]:
    """Yield the two faces of a tent, which are parts of one side; first a blank side where it ``follows`` others.

    So each stands on a sheet of its own, however they are printed. Raises ``TentTooSmall``.
    """
    paper = ctx.layout.paper.lie()
    if follows:
        yield Page(paper.width, paper.height, ())
    face = _Face(ctx, block, paper)
    marks = face.marks()
    yield Page(paper.width, paper.height, (*face.folds(), *marks))
    yield Page(paper.width, paper.height, tuple(map(_repeat, marks)), upside_down=True)


def _repeat(mark: Mark | Field) -> Mark | Field:
    """Return a mark as it stands on the other face, where nothing is read aloud once more."""
    return mark._replace(element=ARTIFACT) if isinstance(mark, Text | Picture) else mark


class _Face(NamedTuple):
    """The lower half of a sheet."""

    ctx: TypesettingContext
    block: Tent
    paper: Paper

    def marks(self) -> list[Mark | Field]:
        """Return what stands on a face, in reading order."""
        return [*(self._name() if self.block.name else self._line()), *self._strip()]

    def folds(self) -> list[Rule]:
        """Return the marks to fold by, at both edges."""
        y, colour, across = self.paper.height / 2, self.ctx.layout.colours.line, self.paper.width
        ends = ((FOLD_FROM, FOLD_TO), (across - FOLD_TO, across - FOLD_FROM))
        return [Rule(start, y, end, y, FOLD_WIDTH, colour) for start, end in ends]

    @property
    def _room(self) -> Rect:
        width, height = self.paper.width - 2 * SIDE, self.paper.height / 2 - STRIP - ABOVE
        return Rect(SIDE, STRIP, width, height)

    def _name(self) -> list[Mark | Field]:
        """Return the name in the middle of its room, as large as it fits."""
        ctx, room, name = self.ctx, self._room, self.block.name
        fitted = fit_text(ctx, name, self._largest(), room.width, room.height, LEAST)
        if fitted is None:
            raise TentTooSmall(name, self.paper)
        face, size, leading, colour = fitted.kind
        below = room.y + (room.height - (len(fitted.lines) - 1) * leading - ctx.metrics.cap_height(face) * size) / 2
        element = ctx.structure.add(Tag.H1)
        marks = []
        for above, line in enumerate(reversed(fitted.lines)):
            x = (self.paper.width - ctx.metrics.width(line.rstrip(" "), face, size)) / 2
            marks.append(Text(x, below + above * leading, line, face, size, colour, element))
        return [*ctx.direct(marks[::-1], Base.OWN)]

    def _largest(self) -> TypeStyle:
        """Return the type in which capitals are as high as they shall be."""
        size = CAPITALS / self.ctx.metrics.cap_height(Face.SEMIBOLD)
        return TypeStyle(Face.SEMIBOLD, size, _find_leading(self.block.name) * size, self.ctx.layout.colours.ink)

    def _line(self) -> list[Mark | Field]:
        """Return a line to write a name on."""
        room, ctx = self._room, self.ctx
        left = room.x + room.width * (1 - LINE) / 2
        y = room.y + room.height * LINE_HEIGHT
        return [ctx.rule(left, left + room.width * LINE, y, ctx.layout.colours.line)]

    def _strip(self) -> list[Mark | Field]:
        """Return the exercise on the left, and whose it is on the right: the logo, or the organisation."""
        ctx, block, room = self.ctx, self.block, self._room
        tag = Tag.P if block.name else Tag.H1
        most = LONGEST * room.width
        marks: list[Mark | Field] = [
            ctx.shorten(block.title, room.x, BASELINE, most, Style.FOOT)._replace(element=ctx.structure.add(tag))
        ]
        head, right = block.head, room.x + room.width
        if head and head.image:
            width, height = logo_size(head.image, room.width)
            scale = min(1.0, LOGO_HEIGHT / height)
            figure = ctx.structure.add(Tag.FIGURE, alternative=head.alternative)
            area = Rect(right - width * scale, PRINTABLE, width * scale, height * scale)
            marks.append(Picture(area, head.image, figure))
        elif head:
            name = ctx.shorten(head.organisation, room.x, BASELINE, most, Style.FOOT)
            x, element = right - ctx.width(name.text, Style.FOOT), ctx.structure.add(Tag.P)
            marks.append(name._replace(x=x, element=element))
        return marks


def _find_leading(name: str) -> float:
    """Return how far lines of a name must be apart, in sizes, by the blocks of Unicode that its characters are in."""
    if any("\u0590" <= character < "\u1e00" or character >= "\u2e80" for character in name):
        return TALL
    return ACCENTED if max(name) >= "\u1e00" else LEADING
