"""What the worksheets of a packet that are set alike have in common: content that is shared, objects that are alike.

Pages share content streams. A page's content is split where something personal is drawn: what stands between is one
stream for all of them, what is personal is a small stream of each worksheet's own, and ``Contents`` lists both (ISO
32000-1, 7.7.3.3). So marked content is the page's own, as in any file, and every worksheet has its whole structure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.content_stream import Painter, Shared
from generator.pdf.likeness import Alike, Likeness
from generator.pdf.places import NUMBER, REFERENCE
from generator.pdf.stencils import Stencils
from generator.pdf.structure_tree import Branch
from generator.pdf.syntax import numeral, rgb, text_string
from generator.standins import INITIALS, substituted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from generator.fonts.faces import Face
    from generator.model.brand import Image
    from generator.pdf.content_stream import Painted, Personal
    from generator.pdf.font_embedding import FontSet
    from generator.pdf.likeness import Block
    from generator.pdf.places import Body
    from generator.pdf.stencils import Placing
    from generator.typesetting.page import Page, Pages

PAGES, DOCUMENT, KEYS = -1, -2, -3
"""The places of the page tree's node, of the structure's root element, and of the first page's key in the parent tree;
those of further pages follow downwards."""
_DRAWN = re.compile(rb"/(P\d+) Do")


class _Told(NamedTuple):
    """An element with an alternative text."""

    place: int
    """The element's index among the copy's objects."""
    element: Alike
    alternative: str


class Shown(NamedTuple):
    """A text that each worksheet draws as its own."""

    text: str
    face: Face
    size: float


class Streams(NamedTuple):
    """The content streams of a packet."""

    resources: int
    """The number of the resources that all of them use."""
    add: Callable[[bytes], int]
    """Returns the number of the stream that has these bytes."""


class PacketSheet:
    """A worksheet of a packet, what is personal in it open."""

    def __init__(self, pages: Pages, font_set: FontSet, images: dict[Image, str], streams: Streams) -> None:
        """Take the pages, without fields; ``images`` gathers the names of the packet's pictures."""
        self._pages = pages
        self.fonts = font_set
        self.sides = len(pages.pages) + len(pages.pages) % 2
        """How many pages it has, with the blank one that has the next worksheet start on a front page."""
        names: dict[Personal, str] = {}
        shared = Shared(names, images)
        painter = Painter(pages.subtrees, font_set, shared, Stencils())
        painted = [painter.paint(page, index) for index, page in enumerate(pages.pages)]
        drawn = {name: _drawn(each, font_set) for each, name in names.items()}
        self.personal = tuple(dict.fromkeys(each for each, _ in drawn.values()))
        """The texts that each worksheet draws as its own."""
        self._section = self.sides
        self._owners = self._section + 1 + len(pages.elements)
        self._drawings = self._owners + len(pages.pages)
        self.indices = self._drawings + len(self.personal)
        """How many objects each worksheet has."""
        places = {name: (before, self._drawings + self.personal.index(each)) for name, (each, before) in drawn.items()}
        contents = [_content(each.operators, places, streams.add) for each in painted]
        self._fronts = Likeness({index: self._page(index, contents, streams.resources) for index in range(self.sides)})
        self._told: list[_Told] = []
        self._structure = Likeness(dict(self._structured(painted)))

    @property
    def packed(self) -> tuple[Likeness, Likeness]:
        """The objects that fill object streams: the pages; what they are made of."""
        return self._fronts, self._structure

    def drawing(self, index: int) -> int:
        """Return the index of the object that draws a personal text."""
        return self._drawings + index

    def section(self, block: Block, copy: int) -> int:
        """Return the number of a copy's structure element."""
        return block.number(self._section, copy)

    def page(self, block: Block, copy: int, side: int = 0) -> int:
        """Return the number of a copy's page."""
        return block.number(side, copy)

    def keys(self, block: Block) -> Iterator[tuple[int, int]]:
        """Yield the block's keys of the parent tree in order, each with the number of its value."""
        for index in range(len(self._pages.pages)):
            start, _ = block.standing(KEYS - index)
            for copy in range(block.copies):
                yield start + copy, block.number(self._owners + index, copy)

    def further(self, block: Block, copy: int, values: Mapping[str, str]) -> Iterator[tuple[int, bytes]]:
        """Yield the objects that are not alike in length, with their numbers."""
        for each in self._told:
            text = text_string(substituted(each.alternative, values))
            body = b"%b/Alt%b>>" % (each.element.filled(block, copy).removesuffix(b">>"), text)
            yield block.number(each.place, copy), body

    def _page(self, index: int, contents: list[Alike], resources: int) -> Alike:
        pages = self._pages.pages
        parent, size = b"<</Type/Page/Parent " + REFERENCE, media_box(pages[min(index, len(pages) - 1)])
        if index == len(pages):
            return Alike(b"%b/Resources<<>>%b>>" % (parent, size), (PAGES,))
        head = b"%b/Resources %d 0 R/StructParents %b%b" % (parent, resources, NUMBER, size)
        form, places = contents[index]
        return Alike(b"%b/Contents[%b]>>" % (head, form), (PAGES, KEYS - index, *places))

    def _structured(self, painted: list[Painted]) -> Iterator[tuple[int, Alike]]:
        """Yield the worksheet's own element, those below it that have no alternative text, and the pages' owners."""
        first = self._section + 1
        tops: list[int] = []
        owners: list[list[int]] = [[] for _ in painted]
        for each in (each for part in painted for each in part.placings):
            owners[each.page] += [first + each.elements + element for element in each.stencil.sequences]
        for elements, before in self._pages.subtrees:
            placings = [
                each for part in painted for each in part.placings if each.stencil.held and each.elements == before
            ]
            branch = Branch(tuple(each._replace(alternative="") for each in elements), placings)
            tops += [first + before + index for index in branch.tops]
            told = _told(self._section, range(first + before, first + before + len(elements)), placings)
            for index, (element, body) in enumerate(zip(elements, branch.bodies(), strict=True), first + before):
                if element.alternative:
                    self._told.append(_Told(index, _placed(body, told), element.alternative))
                else:
                    yield index, _placed(body, told)
        yield self._section, Alike(b"<</S/Sect/P %b/K%b>>" % (REFERENCE, _references(len(tops))), (DOCUMENT, *tops))
        for index, owned in enumerate(owners):
            yield self._owners + index, Alike(_references(len(owned)), tuple(owned))


def _told(section: int, elements: range, placings: list[Placing]) -> list[int | bytes]:
    """Return what stands in the places of a subtree (``Branch``): indices of a copy's objects, and what is constant."""
    told: list[int | bytes] = [section, *elements]
    for stencil, page, y, _, sequence in placings:
        told.append(page)
        told += [b"%d" % each for each in range(sequence, sequence + len(stencil.sequences))]
        for _, rect in stencil.pictures:
            told += (numeral(rect.y + y), numeral(rect.y + y + rect.height))
    return told


def _placed(body: Body, told: list[int | bytes]) -> Alike:
    """Return an object of which what is constant is written."""
    standing = [told[place] for place in body.places]
    form = body.form.replace(b"%d", b"%b") % tuple([NUMBER if isinstance(each, int) else each for each in standing])
    return Alike(form, tuple([each for each in standing if isinstance(each, int)]))


def _references(count: int) -> bytes:
    """Return an array of so many indirect references."""
    return b"[%b]" % b" ".join([REFERENCE] * count)


def _drawn(each: Personal, font_set: FontSet) -> tuple[Shown, bytes]:
    """Return what a worksheet draws of its own, and the operators before it that all worksheets have.

    What is drawn in several sizes and colours is drawn once, at size 1, and scaled; but for initials, which are centred
    to a hundredth of a point.
    """
    if each.text in INITIALS:
        return Shown(each.text, each.face, each.size), b"%b rg" % rgb(each.colour).encode()
    spacing = font_set.measures.spacing(each.face, each.size) / each.size
    spaced = b"%.5f Tc " % spacing if spacing else b""
    scale = numeral(each.size)
    return Shown(each.text, each.face, 1.0), b"%b%b rg %b 0 0 %b 0 0 cm" % (
        spaced,
        rgb(each.colour).encode(),
        scale,
        scale,
    )


def _content(operators: bytes, places: dict[str, tuple[bytes, int]], shared: Callable[[bytes], int]) -> Alike:
    """Return the inside of a page's array of content streams."""
    form: list[bytes] = []
    drawn: list[int] = []
    content, *rest = _DRAWN.split(operators)
    for name, after in zip(rest[::2], rest[1::2], strict=True):
        before, place = places[name.decode()]
        form += [b"%d 0 R" % shared(content + before), REFERENCE]
        drawn.append(place)
        content = after.lstrip()
    form.append(b"%d 0 R" % shared(content))
    return Alike(b" ".join(form), tuple(drawn))


def media_box(page: Page) -> bytes:
    """Return the entry that tells how large a page is."""
    return b"/MediaBox[0 0 %b %b]" % (numeral(page.width), numeral(page.height))
