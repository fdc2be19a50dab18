"""Packets: one print-ready file of a whole roster's worksheets, written as it grows.

Worksheets come in chunks. Those of a chunk that are set alike are a block: their objects are alike but for numbers
(``alike``), and their pages share content streams (``packet_template``). The index, which stands first, is written
last, as are the outline, the roots of all trees and the fonts, whose use is known only then.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.alike import Block
from generator.pdf.conformance import Conformance
from generator.pdf.content_stream import OpenText, Painter
from generator.pdf.font_embedding import DocumentFonts, font_resources
from generator.pdf.images import add_image
from generator.pdf.metadata import information, packet
from generator.pdf.outline import Bookmark, add_bookmarks
from generator.pdf.packet_template import PacketTemplate, Streams, media_box
from generator.pdf.page_labels import add_page_labels
from generator.pdf.placeholders import NO_MARKERS, complete
from generator.pdf.structure_tree import ROOT, Numbered, StructureTree
from generator.pdf.syntax import reference, references, text_string
from generator.pdf.writer import PdfWriter
from generator.typesetting.page import Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.model.brand import Image
    from generator.pdf.document_info import Properties
    from generator.pdf.placeholders import Markers
    from generator.typesetting.page import Pages

_DOCUMENT, _PAGES, _RESOURCES, _INDEX, _LISTING = _RESERVED = 1, 2, 3, 4, 5
"""The numbers of objects that others point to long before they are written."""
_MOST_SHARED = 10_000
"""Content streams that are remembered, lest they be written twice."""
_AT_THE_END, _BESIDE = 8, 600
"""Objects that are written at the end for each worksheet (its bookmark, its entry in the index and what leads to
them), and besides (fonts, pictures, and streams that hold objects), at most."""
_MOST_TOGETHER = 10_000
"""Objects that are written in one go; readers unpack object streams as a whole."""


class SheetPages(NamedTuple):
    """A worksheet in the packet."""

    page: int
    """The number of its first page's object."""
    sides: int
    """How many pages it has, a blank one included."""


Filled = tuple[PacketTemplate, "Mapping[str, str]"]
"""A worksheet, and the values of its markers."""


class _Node(NamedTuple):
    """A node of the page tree."""

    number: int
    pages: int


class PacketWriter:
    """Writes a packet."""

    def __init__(self, write: Callable[[bytes], object], markers: Markers) -> None:
        """Take what writes bytes to the file, and the markers that worksheets may hold."""
        self._file = PdfWriter(write, len(_RESERVED))
        self._markers = markers
        self._fonts = DocumentFonts(for_fields=False)
        self._images: dict[Image, str] = {}
        self._shared: dict[bytes, int] = {}
        self._keys = 0
        self._leaves: list[int] = []
        self._sections: list[int] = []
        self._nodes: list[_Node] = []
        self._front: list[int] = []
        self._index: list[int] = []
        self._paper = b""
        self._listed: list[int] = []

    def template(self, pages: Pages, language: str = "") -> PacketTemplate:
        """Return what worksheets set as these pages have in common; its content is written now.

        ``language`` is their BCP 47 tag where it is not the packet's.
        """
        streams = Streams(_RESOURCES, self._content)
        return PacketTemplate(pages, self._fonts.for_faces(pages.faces), self._markers, self._images, streams, language)

    def add(self, chunk: Sequence[Filled]) -> list[SheetPages]:
        """Add worksheets, some dozens at best; return where each is, in order."""
        node = self._file.reserve()
        pages: dict[int, list[int]] = {}
        sections: dict[int, int] = {}
        for template, indices in _blocks(chunk):
            block = self._block(template, [chunk[index][1] for index in indices], node)
            for copy, index in enumerate(indices):
                pages[index] = [template.page(block, copy, side) for side in range(template.sides)]
                sections[index] = template.section(block, copy)
        kids = [page for index in range(len(chunk)) for page in pages[index]]
        self._sections += [sections[index] for index in range(len(chunk))]
        self._nodes.append(_Node(node, len(kids)))
        self._file.add(b"<</Type/Pages/Parent %d 0 R/Count %d/Kids%b>>" % (_PAGES, len(kids), references(kids)), node)
        self._file.flush()
        return [SheetPages(pages[index][0], len(pages[index])) for index in range(len(chunk))]

    def add_index(self, pages: Pages) -> None:
        """Add a page of the index; they come in order, after the worksheets. Lists in them are one list."""
        file, page, elements = self._file, pages.pages[0], pages.elements
        self._paper = media_box(page)
        painter = Painter(elements, self._fonts.for_faces(pages.faces), NO_MARKERS, {})
        operators = [part for part in painter.paint(page, 0) if not isinstance(part, OpenText)]
        own = file.reserve()
        places = [_LISTING if element.tag is Tag.TOC else file.reserve() for element in elements]
        numbered = Numbered([*map(reference, places), reference(_INDEX)], [reference(own)], ())
        tree = StructureTree(elements, painter.content, {})
        for place, (element, body) in zip(places, tree.objects(numbered), strict=True):
            if element.tag is not Tag.TOC:
                file.add(body, place)
                (self._front if element.parent == ROOT else self._listed).append(place)
        content = file.add_stream(b"", b"\n".join(operators))
        entries = b"/Resources %d 0 R/StructParents %d/Contents %d 0 R" % (_RESOURCES, self._keys, content)
        self._index.append(self._add_page(entries, own))
        owners = references([places[index] for index in tree.sequences(1)[0]])
        self._leaves.append(file.add(b"<</Limits[%d %d]/Nums[%d%b]>>" % (self._keys, self._keys, self._keys, owners)))
        self._keys += 1

    def has_room(self, sheets: int, objects: int) -> bool:
        """Tell whether the file may have so many worksheets more, of so many objects, and all that is at its end."""
        at_the_end = (len(self._sections) + sheets) * _AT_THE_END + _BESIDE
        return objects + at_the_end <= self._file.room

    def finish(
        self, properties: Properties, bookmarks: Sequence[Bookmark], sides: Sequence[int], first: int = 1
    ) -> None:
        """Write everything else; there is a worksheet, and a page of the index, at least.

        ``sides`` is how many pages each worksheet has, as ``add`` returned it; they are numbered from ``first`` on.
        """
        file = self._file
        if len(self._index) % 2:
            self._index.append(self._add_page(b"/Resources<<>>", file.reserve()))
        outlines = add_bookmarks(bookmarks, file)
        labels = add_page_labels(len(self._index), sides, file, first)
        self._finish_pages()
        structure = self._finish_structure()
        fonts = font_resources(self._fonts.embed(file))
        images = b"".join(
            [b"/%b %d 0 R" % (name.encode(), add_image(image, file)) for image, name in self._images.items()]
        )
        file.add(b"<</Font%b/XObject<<%b>>>>" % (fonts, images), _RESOURCES)
        standard = Conformance.UA1.value
        metadata = file.add_stream(
            b"/Type/Metadata/Subtype/XML", complete(packet(properties, standard)) or b"", level=0
        )
        root = file.add(
            b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Outlines %d 0 R/PageLabels %d 0 R/Metadata %d 0 R"
            b"/PageMode/UseOutlines/MarkInfo<</Marked true>>%b/Lang%b>>"
            % (
                _PAGES,
                structure,
                outlines,
                labels,
                metadata,
                properties.preferences(),
                text_string(properties.language),
            )
        )
        file.finish(root, file.add(complete(information(properties)) or b""))

    def _block(self, template: PacketTemplate, copies: list[Mapping[str, str]], node: int) -> Block:
        """Write worksheets of one template below a node of the page tree."""
        file, count = self._file, len(copies)
        keys = tuple((self._keys + count * index, 1) for index in range(template.sides))
        self._keys += count * template.sides
        block = Block(count, file.reserve(template.count * count), ((node, 0), (_DOCUMENT, 0), *keys))
        for copy, values in enumerate(copies):
            for number, data in template.drawings(block, copy, values):
                file.add_stream(b"", data, number, level=0)
            for number, body in template.further(block, copy, values):
                file.add(body, number)
        for objects in template.packed:
            file.add_object_stream(*objects.pack(block))
        owners = list(template.keys(block))
        owned = b" ".join([b"%d %d 0 R" % pair for pair in owners])
        self._leaves.append(file.add(b"<</Limits[%d %d]/Nums[%b]>>" % (owners[0][0], owners[-1][0], owned)))
        return block

    def _content(self, data: bytes) -> int:
        key = blake2b(data, digest_size=16).digest()
        if key not in self._shared:
            if len(self._shared) >= _MOST_SHARED:
                self._shared.clear()
            self._shared[key] = self._file.add_stream(b"", data)
        return self._shared[key]

    def _add_page(self, entries: bytes, identifier: int) -> int:
        """Add a page of the index, all of which are of one size."""
        return self._file.add(b"<</Type/Page/Parent %d 0 R%b%b>>" % (_PAGES, self._paper, entries), identifier)

    def _finish_pages(self) -> None:
        count = len(self._index) + sum(node.pages for node in self._nodes)
        kids = references([*self._index, *(node.number for node in self._nodes)])
        self._file.add(b"<</Type/Pages/Count %d/Kids%b>>" % (count, kids), _PAGES)

    def _finish_structure(self) -> int:
        """Add the roots of the structure and of the parent tree; return the number of the first."""
        file = self._file
        parents = file.add(b"<</Kids%b>>" % references(self._leaves))
        root = file.add(
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (_DOCUMENT, parents, self._keys)
        )
        sections = references([_INDEX, *self._sections])
        file.add(b"<</S/Document/P %d 0 R/K%b>>" % (root, sections), _DOCUMENT)
        file.add(b"<</S/Sect/P %d 0 R/K%b>>" % (_DOCUMENT, references([*self._front, _LISTING])), _INDEX)
        file.add(b"<</S/TOC/P %d 0 R/K%b>>" % (_INDEX, references(self._listed)), _LISTING)
        return root


def _blocks(chunk: Sequence[Filled]) -> Iterator[tuple[PacketTemplate, list[int]]]:
    """Yield the chunk's worksheets by their templates, a bounded number of objects at a time."""
    alike: dict[PacketTemplate, list[int]] = {}
    for index, (template, _) in enumerate(chunk):
        alike.setdefault(template, []).append(index)
    for template, indices in alike.items():
        most = max(1, _MOST_TOGETHER // template.count)
        for start in range(0, len(indices), most):
            yield template, indices[start : start + most]
