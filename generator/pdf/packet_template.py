"""What worksheets of a packet that are set alike have in common: content that is shared, objects that are alike.

Pages share content streams. A page's content is split where a text with markers is drawn: the content between is one
stream for all copies, the text is a small stream of each copy's own, and ``Contents`` lists both (ISO 32000-1,
7.7.3.3). So marked content is the page's own, as in any file, and every copy has its whole structure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.model.colour import Colour
from generator.pdf.alike import Alike, AlikeObjects
from generator.pdf.content_stream import OpenText, Painter, show
from generator.pdf.structure_tree import Numbered, StructureTree
from generator.pdf.syntax import numeral, rgb, text_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from generator.model.brand import Image
    from generator.pdf.alike import Block
    from generator.pdf.content_stream import Operators
    from generator.pdf.font_embedding import DocumentFonts
    from generator.pdf.placeholders import Markers
    from generator.typesetting.page import Page, Pages

PAGES, DOCUMENT, KEYS = -1, -2, -3
"""The places of the page tree's node, of the structure's root element, and of the first page's key in the parent tree;
those of further pages follow downwards."""
_REFERENCE = b"%d 0 R"
_ANY = Colour(0, 0, 0)
"""That of texts that are drawn alike in any colour."""


class _Told(NamedTuple):
    """An element with an alternative text."""

    place: int
    """The index of the element among the copy's objects."""
    element: Alike
    alternative: str


class Streams(NamedTuple):
    """The content streams of a packet."""

    resources: int
    """The number of the resources that all of them use."""
    add: Callable[[bytes], int]
    """Returns the number of the stream that has these bytes."""


class PacketTemplate:
    """Worksheets of a packet that are set as the same pages, which have no fields."""

    def __init__(
        self,
        pages: Pages,
        fonts: DocumentFonts,
        markers: Markers,
        images: dict[Image, str],
        streams: Streams,
        language: str = "",
    ) -> None:
        """Take the pages, and their language where it is not the packet's.

        ``images`` gathers the resource names of the packet's pictures.
        """
        self._pages = pages
        self._lang = b"/Lang" + text_string(language) if language else b""
        self._fonts = fonts
        self._markers = markers
        self.sides = pages.printed + pages.printed % 2
        """How many pages a copy has, with the blank one that has the next copy start on a front page."""
        painter = Painter(pages.elements, fonts, markers, images)
        painted: list[Operators] = [[] for _ in range(pages.printed)]
        for page, side in pages.with_sides():
            painted[side] += painter.paint(page, side)
        self._shown: list[OpenText] = []
        """The texts that each copy draws as its own."""
        self._sizes = {side: page for page, side in pages.with_sides()}
        self._sizes.setdefault(self.sides - 1, pages.pages[-1])
        self._section = self.sides
        self._owners = self._section + 1 + len(pages.elements)
        self._drawings = self._owners + pages.printed
        contents = [self._contents(operators, streams.add) for operators in painted]
        self.count = self._drawings + len(self._shown)
        """How many objects each copy has."""
        self._told: list[_Told] = []
        tree = StructureTree(pages.elements, painter.content, painter.figures)
        self.packed = (
            AlikeObjects({index: self._page(index, contents, streams.resources) for index in range(self.sides)}),
            AlikeObjects(dict(self._structure(tree))),
        )
        """The objects that fill object streams: the pages; the structure."""

    def section(self, block: Block, copy: int) -> int:
        """Return the number of a copy's structure element."""
        return block.number(self._section, copy)

    def page(self, block: Block, copy: int, side: int) -> int:
        """Return the number of a copy's page."""
        return block.number(side, copy)

    def keys(self, block: Block) -> Iterator[tuple[int, int]]:
        """Yield the block's keys of the parent tree in order, each with the number of its value."""
        for index in range(self._pages.printed):
            start, _ = block.value_of(KEYS - index)
            for copy in range(block.copies):
                yield start + copy, block.number(self._owners + index, copy)

    def drawings(self, block: Block, copy: int, values: Mapping[str, str]) -> Iterator[tuple[int, bytes]]:
        """Yield the content streams of a copy's own, with their numbers."""
        for index, shown in enumerate(self._shown):
            said = self._markers.substitute(shown.text, values)
            room = self._markers.rooms.get(shown.text, "")
            data = b"BT\n%b\nET" % show(said, shown, self._fonts, room)
            yield block.number(self._drawings + index, copy), data

    def further(self, block: Block, copy: int, values: Mapping[str, str]) -> Iterator[tuple[int, bytes]]:
        """Yield the objects that are not alike in length, with their numbers."""
        for told in self._told:
            text = text_string(self._markers.substitute(told.alternative, values))
            body = b"%b/Alt%b>>" % (told.element.fill(block, copy).removesuffix(b">>"), text)
            yield block.number(told.place, copy), body

    def _page(self, index: int, contents: list[Alike], resources: int) -> Alike:
        parent, size = b"<</Type/Page/Parent " + _REFERENCE, media_box(self._sizes[index])
        if index == self._pages.printed:
            return Alike(b"%b/Resources<<>>%b>>" % (parent, size), (PAGES,))
        head = b"%b/Resources %d 0 R/StructParents %%d%b" % (parent, resources, size)
        form, places = contents[index]
        return Alike(b"%b/Contents[%b]>>" % (head, form), (PAGES, KEYS - index, *places))

    def _contents(self, operators: Operators, add: Callable[[bytes], int]) -> Alike:
        """Return the inside of a page's array of content streams."""
        form: list[bytes] = []
        places: list[int] = []
        for part, following in zip(operators, [*operators[1:], None], strict=True):
            if isinstance(part, OpenText):
                shown, _ = self._draw(part)
                if shown not in self._shown:
                    self._shown.append(shown)
                form.append(_REFERENCE)
                places.append(self._drawings + self._shown.index(shown))
            else:
                before = self._draw(following)[1] if isinstance(following, OpenText) else b""
                form.append(b"%d 0 R" % add(part + before))
        return Alike(b" ".join(form), tuple(places))

    def _draw(self, text: OpenText) -> tuple[OpenText, bytes]:
        """Return what a copy draws of its own, and the operators before it that all copies have.

        A text in several sizes and colours is drawn once, at size 1, and scaled; but for texts in the middle of a room
        or with a given end, which are placed to a hundredth of a point.
        """
        colour = b"\n%b rg" % rgb(text.colour).encode()
        if text.ends or text.text in self._markers.rooms:
            return text._replace(colour=_ANY, limit=0.0), colour
        spacing = self._fonts.measures.spacing(text.face, text.size) / text.size
        spaced = b" %.5f Tc" % spacing if spacing else b""
        scale = numeral(text.size)
        return text._replace(size=1.0, colour=_ANY), b"%b%b %b 0 0 %b 0 0 cm" % (colour, spaced, scale, scale)

    def _structure(self, tree: StructureTree) -> Iterator[tuple[int, Alike]]:
        """Yield the copy's own element, those below it that have no alternative text, and the pages' owners."""
        first = self._section + 1
        places: list[int] = []
        elements, pages = (_OpenReferences(places, before) for before in (first, 0))
        for index, (element, body) in enumerate(tree.objects(Numbered(elements, pages, ()))):
            alike = Alike(body, tuple(places))
            places.clear()
            if element.alternative:
                self._told.append(_Told(first + index, alike, element.alternative))
            else:
                yield first + index, alike
        tops = [first + index for index in tree.tops]
        form = b"<</S/Sect/P %%d 0 R%b/K%b>>" % (self._lang, _references(len(tops)))
        yield self._section, Alike(form, (DOCUMENT, *tops))
        for page, owners in enumerate(tree.sequences(self._pages.printed)):
            yield self._owners + page, Alike(_references(len(owners)), tuple(first + index for index in owners))


class _OpenReferences:
    """References to objects of a copy whose numbers are open; which objects, is noted as they are written."""

    def __init__(self, places: list[int], first: int) -> None:
        """Take where to note the indices among the copy's objects, and the index of the first."""
        self._places = places
        self._first = first

    def __getitem__(self, index: int) -> bytes:
        """Return the reference, to the copy's own section before the first element for ``ROOT``."""
        self._places.append(self._first + index)
        return _REFERENCE


def _references(count: int) -> bytes:
    """Return an array of so many indirect references."""
    return b"[%b]" % b" ".join([_REFERENCE] * count)


def media_box(page: Page) -> bytes:
    """Return the entry that tells how large a page is."""
    return b"/MediaBox[0 0 %b %b]" % (numeral(page.width), numeral(page.height))
