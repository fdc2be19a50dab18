"""What the worksheets of a packet that are set alike have in common: content that is shared, objects that are alike.

Pages share content streams. A page's content is split where something personal is drawn: what stands between is one
stream for all of them, what is personal is a small stream of each worksheet's own, and ``Contents`` lists both (ISO
32000-1, 7.7.3.3). So marked content is the page's own, as in any file, and every worksheet has its whole structure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.likeness import WIDTH, Alike, Likeness
from generator.pdf.painter import Painter, Shared
from generator.pdf.places import Places
from generator.pdf.stencils import Stencils
from generator.pdf.syntax import number, reference_to, rgb, text_string
from generator.pdf.tagging import ROOT, Branch
from generator.standins import INITIALS, substituted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.pages import Face, Image, Page, Pages
    from generator.pdf.embedding import FontSet
    from generator.pdf.likeness import Block
    from generator.pdf.painter import Painted, Personal
    from generator.pdf.stencils import Placing
    from generator.pdf.tagging import Content

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
        pages, naming = self._pages.pages, _Naming()
        parent = reference_to(naming.place(PAGES))
        if index == len(pages):
            return naming.alike(b"<</Type/Page/Parent %b/Resources<<>>%b>>" % (parent, media_box(pages[-1])))
        key = naming.place(KEYS - index)
        size, content = media_box(pages[index]), contents[index]
        before = naming.alike(
            b"<</Type/Page/Parent %b/Resources %d 0 R/StructParents %b%b/Contents" % (parent, resources, key, size)
        )
        return Alike(b"%b[%b]>>" % (before.form, content.form), (*before.places, *content.places))

    def _structured(self, painted: list[Painted]) -> Iterator[tuple[int, Alike]]:
        """Yield the worksheet's own element, those below it that have no alternative text, and the pages' owners."""
        first = self._section + 1
        owners: list[list[int]] = [[] for _ in painted]
        tops: list[int] = []
        for subtree in self._pages.subtrees:
            begun = first + subtree.first
            placings = [
                each
                for part in painted
                for each in part.placings
                if each.stencil.held and each.elements == subtree.first
            ]
            bare = tuple(each._replace(alternative="") for each in subtree.elements)
            branch, naming = Branch(bare, placings), _Naming(begun, self._section, placings)
            tops += [begun + index for index in branch.tops]
            for index, element in enumerate(subtree.elements):
                body = naming.alike(branch.element(index, naming))
                if element.alternative:
                    self._told.append(_Told(begun + index, body, element.alternative))
                else:
                    yield begun + index, body
        for part in painted:
            for stencil, page, _, elements, _ in part.placings:
                owners[page] += [first + elements + each for each in stencil.sequences]
        naming = _Naming()
        parent = reference_to(naming.place(DOCUMENT))
        yield self._section, naming.alike(b"<</S/Sect/P %b/K%b>>" % (parent, naming.references(tops)))
        for index, each in enumerate(owners):
            yield self._owners + index, naming.alike(naming.references(each))


class _Naming:
    """Writes what an object refers to as places that each copy fills."""

    def __init__(self, first: int = 0, section: int = 0, placings: Sequence[Placing] = ()) -> None:
        """Take the index of a subtree's first element, and that of the element above it."""
        self._places = Places(WIDTH)
        self._first = first
        self._section = section
        self._placings = placings

    def alike(self, body: bytes) -> Alike:
        """Return what was written."""
        return Alike(*self._places.body(body))

    def place(self, place: int) -> bytes:
        """Return the mark of a place."""
        return self._places.number(place)

    def references(self, places: Sequence[int]) -> bytes:
        """Return an array of indirect references."""
        return b"[%b]" % b" ".join([reference_to(self.place(each)) for each in places])

    def element(self, index: int) -> bytes:
        return self.place(self._section if index == ROOT else self._first + index)

    def page(self, group: int) -> bytes:
        return self.place(self._placings[group].page)

    def content(self, content: Content) -> bytes:
        # a packet has no widgets
        return b"%d" % (self._placings[content.group].sequence + content.order)

    def upright(self, group: int, picture: int) -> tuple[bytes, bytes]:
        placing = self._placings[group]
        _, rect = placing.stencil.pictures[picture]
        low = rect.y + placing.y
        return number(low).encode(), number(low + rect.height).encode()


def _drawn(each: Personal, font_set: FontSet) -> tuple[Shown, bytes]:
    """Return what a worksheet draws of its own, and the operators before it that all worksheets have.

    What is drawn in several sizes and colours is drawn once, at size 1, and scaled; but for initials, which are centred
    to a hundredth of a point.
    """
    if each.text in INITIALS:
        return Shown(each.text, each.face, each.size), b"%b rg" % rgb(each.colour).encode()
    spacing = font_set.measures.spacing(each.face, each.size) / each.size
    spaced = b"%.5f Tc " % spacing if spacing else b""
    scale = number(each.size).encode()
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
        form += [b"%d 0 R" % shared(content + before), b"%%%bd 0 R" % WIDTH]
        drawn.append(place)
        content = after.lstrip()
    form.append(b"%d 0 R" % shared(content))
    return Alike(b" ".join(form), tuple(drawn))


def media_box(page: Page) -> bytes:
    """Return the entry that tells how large a page is."""
    return b"/MediaBox[0 0 %b %b]" % (number(page.width).encode(), number(page.height).encode())
