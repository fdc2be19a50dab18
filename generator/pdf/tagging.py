"""Tagged PDF: the structure tree over marked content and widgets (ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7)."""

from __future__ import annotations

from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.pages import Picture, Tag
from generator.pdf.holes import open_string
from generator.pdf.painter import Sequence
from generator.pdf.syntax import number, references

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.pages import Element, Pages, Rect
    from generator.pdf.writer import Objects

ROOT = -1
_NO_BOXES: Mapping[int, Rect] = MappingProxyType({})
_TYPES = {tag: tag.encode() for tag in Tag}
_ATTRIBUTED = frozenset({Tag.TH, Tag.L})


class Widget(NamedTuple):
    """A field's annotation as content of an element."""

    element: int
    page: int
    number: int
    structure_parent: int
    """Its key in the parent tree."""


Item = Sequence | Widget


class Tree:
    """The structure tree's objects, put together from the elements and from the content in reading order."""

    def __init__(
        self,
        elements: tuple[Element, ...],
        items: tuple[Item, ...],
        pages: tuple[int, ...],
        boxes: Mapping[int, Rect] = _NO_BOXES,
    ) -> None:
        """Take the pages' numbers, and where elements that are pictures stand."""
        self._elements = elements
        self._boxes = boxes
        self._items = items
        self._pages = pages
        self._kids = _kids(elements, items)

    def add(self, objects: Objects) -> int:
        """Add the tree's objects; return the root's number."""
        root, document = objects.reserve(), objects.reserve()
        numbers = {index: objects.reserve() for index in range(len(self._elements))}
        numbers[ROOT] = document
        objects.add(b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (root, self.top(numbers)), document)
        for index in range(len(self._elements)):
            objects.add(self.element(index, numbers), numbers[index])
        parents = self._parent_tree(objects, numbers)
        objects.add(
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (document, parents, len(self._pages) + sum(isinstance(item, Widget) for item in self._items)),
            root,
        )
        return root

    def top(self, numbers: dict[int, int]) -> bytes:
        """Return the inside of the root's array; ``numbers`` has every element's, and that of ``ROOT``."""
        return self._content(ROOT, None, numbers)

    def element(self, index: int, numbers: dict[int, int]) -> bytes:
        """Return an element's body."""
        (tag, parent, alternative), kids = self._elements[index], self._kids[index]
        attributes = self._attributes(index, tag) if index in self._boxes or tag in _ATTRIBUTED else b""
        page = None
        for item in kids:
            if not isinstance(item, int):
                page = item.page
                attributes += b"/Pg %d 0 R" % self._pages[page]
                break
        if alternative:
            attributes += b"/Alt" + open_string(alternative)
        content = b"/K[%b]" % self._content(index, page, numbers) if kids else b""
        return b"<</S/%b/P %d 0 R%b%b>>" % (_TYPES[tag], numbers[parent], attributes, content)

    def _content(self, index: int, page: int | None, numbers: dict[int, int]) -> bytes:
        return b" ".join([self._kid(item, page, numbers) for item in self._kids[index]])

    def _kid(self, item: Item | int, page: int | None, numbers: dict[int, int]) -> bytes:
        if isinstance(item, int):
            return b"%d 0 R" % numbers[item]
        if isinstance(item, Sequence) and item.page == page:
            return b"%d" % item.identifier
        if isinstance(item, Widget):
            elsewhere = b"" if item.page == page else b"/Pg %d 0 R" % self._pages[item.page]
            return b"<</Type/OBJR%b/Obj %d 0 R>>" % (elsewhere, item.number)
        return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (self._pages[item.page], item.identifier)

    def _attributes(self, index: int, tag: Tag) -> bytes:
        """Return what the standard asks of figures, table headers and lists with labels (14.8.5.4, .5 and .7)."""
        if box := self._boxes.get(index):
            corners = (box.x, box.y, box.x + box.width, box.y + box.height)
            return b"/A<</O/Layout/Placement/Block/BBox[%b]>>" % " ".join(map(number, corners)).encode()
        if tag is Tag.TH:
            return b"/A<</O/Table/Scope/Column>>"
        if tag is Tag.L:
            return b"/A<</O/List/ListNumbering/%b>>" % (b"Decimal" if self._labelled(index) else b"None")
        return b""

    def _labelled(self, index: int) -> bool:
        entries = (item for item in self._kids[index] if isinstance(item, int))
        return any(
            self._elements[item].tag is Tag.LBL
            for entry in entries
            for item in self._kids[entry]
            if isinstance(item, int)
        )

    def owners(self, numbers: dict[int, int]) -> list[bytes]:
        """Return for each page the array of the elements that its marked-content sequences belong to."""
        owners: list[list[int]] = [[] for _ in self._pages]
        for item in self._items:
            if isinstance(item, Sequence):
                owners[item.page].append(numbers[item.element])
        return [references(each) for each in owners]

    def _parent_tree(self, objects: Objects, numbers: dict[int, int]) -> int:
        """Add the number tree from pages and widgets to elements (14.7.4.4)."""
        keys = [b"%d%b" % (page, each) for page, each in enumerate(self.owners(numbers))]
        keys += [
            b"%d %d 0 R" % (item.structure_parent, numbers[item.element])
            for item in self._items
            if isinstance(item, Widget)
        ]
        return objects.add(b"<</Nums[%b]>>" % b" ".join(keys))


def _kids(elements: tuple[Element, ...], items: tuple[Item, ...]) -> list[list[Item | int]]:
    """Return the children of every element in reading order, those of the root last: content and elements' indices.

    They stand by where they begin. An element without content stands where the element before it stands.
    """
    kids: list[list[Item | int]] = [[] for _ in (*elements, ROOT)]
    for index, element in enumerate(elements):
        kids[element.parent].append(index)  # siblings begin in the order of their indices
    mixed: dict[int, list[int]] = {}
    for position, item in enumerate(items):
        among = kids[item.element]
        if among and isinstance(among[0], int):
            mixed.setdefault(item.element, []).append(position)
        else:
            among.append(item)
    if mixed:
        first = _beginnings(elements, items)
        for index, positions in mixed.items():
            kids[index] = _merged(kids[index], first, [(position, items[position]) for position in positions])
    return kids


def _merged(children: list[Item | int], first: dict[int, int], content: list[tuple[int, Item]]) -> list[Item | int]:
    """Return an element's children and its content by where they begin."""
    ordered: list[tuple[int, Item | int]] = []
    latest = 0
    for child in children:
        if isinstance(child, int):
            latest = max(first.get(child, 0), latest)
            ordered.append((latest, child))
    return [item for _, item in sorted([*ordered, *content], key=_begins)]


_begins = itemgetter(0)


def _beginnings(elements: tuple[Element, ...], items: tuple[Item, ...]) -> dict[int, int]:
    """Return where in reading order each element's content begins, its descendants' included."""
    first: dict[int, int] = {}
    for position, item in enumerate(items):
        index = item.element
        while index != ROOT and index not in first:
            first[index] = position
            index = elements[index].parent
    return first


def picture_boxes(pages: Pages) -> dict[int, Rect]:
    """Return where the pictures of elements stand."""
    return {
        mark.element + first: mark.rect._replace(y=mark.rect.y + y)
        for page in pages.pages
        for mark, y, first in page.unplaced()
        if isinstance(mark, Picture)
    }
