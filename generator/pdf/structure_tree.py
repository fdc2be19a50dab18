"""Tagged PDF: the structure tree over marked content and widgets (ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7)."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from generator.pdf.placeholders import join
from generator.pdf.syntax import numeral, text_string
from generator.typesetting.page import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.pdf.content_stream import Content
    from generator.pdf.placeholders import Body, Markers
    from generator.typesetting.page import Element, Rect

ROOT = -1
_TYPES = {tag: tag.encode() for tag in Tag}
_WITH_ATTRIBUTES = frozenset({Tag.TH, Tag.L})
_FIGURE = b"/A<</O/Layout/Placement/Block/BBox[%b %b %b %b]>>"
"""What the standard asks of figures, as of table headers and of lists with labels (14.8.5.4, .5 and .7)."""


class References(Protocol):
    """Indirect references to objects by index; asked for in the order in which they are written."""

    def __getitem__(self, index: int, /) -> bytes:
        """Return the reference."""
        ...


class Numbered(NamedTuple):
    """The objects that elements point to."""

    elements: References
    """Last, at ``ROOT``, the one that holds the elements without a parent."""
    pages: References
    widgets: References


class StructureTree:
    """The elements of a document with their content."""

    def __init__(self, elements: Sequence[Element], content: Sequence[Content], figures: Mapping[int, Rect]) -> None:
        """Take the content in reading order, and the place of each picture by its element."""
        self._elements = elements
        self._content = content
        self._figures = figures
        self._kids = _kids(elements, content)

    @property
    def tops(self) -> list[int]:
        """The elements without a parent."""
        return [index for index, element in enumerate(self._elements) if element.parent == ROOT]

    def sequences(self, pages: int) -> list[list[int]]:
        """Return, for each of so many pages, the element of each of its marked-content sequences."""
        owners: list[list[int]] = [[] for _ in range(pages)]
        for content in self._content:
            if not content.widget:
                owners[content.page].append(content.element)
        return owners

    def widgets(self) -> list[int]:
        """Return the element of each widget, in reading order."""
        return [content.element for content in self._content if content.widget]

    def objects(self, numbered: Numbered) -> Iterator[tuple[Element, bytes]]:
        """Yield the elements with their objects, alternative texts left out."""
        elements, pages, _ = numbered
        for index, (element, kids) in enumerate(zip(self._elements, self._kids, strict=False)):
            tag, above, _, language = element
            parent = elements[above]
            page, on_page = None, b""
            for kid in kids:
                if not isinstance(kid, int):
                    page, on_page = kid.page, b"/Pg " + pages[kid.page]
                    break
            held = [elements[kid] if isinstance(kid, int) else _refer(kid, page, numbered) for kid in kids]
            inside = b"/K[%b]" % b" ".join(held) if held else b""
            attributes = self._attributes(index, tag) if tag in _WITH_ATTRIBUTES or index in self._figures else b""
            if language:
                attributes += b"/Lang" + text_string(language)
            yield element, b"<</S/%b/P %b%b%b%b>>" % (_TYPES[tag], parent, attributes, on_page, inside)

    def bodies(self, numbered: Numbered, markers: Markers) -> Iterator[bytes | Body]:
        """Yield the objects of the elements."""
        for element, body in self.objects(numbered):
            if element.alternative:
                yield join(body.removesuffix(b">>"), b"/Alt", markers.write_string(element.alternative), b">>")
            else:
                yield body

    def _attributes(self, index: int, tag: Tag) -> bytes:
        if index in self._figures:
            rect = self._figures[index]
            edges = (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height)
            return _FIGURE % tuple(map(numeral, edges))
        if tag is Tag.TH:
            return b"/A<</O/Table/Scope/Column>>"
        if tag is Tag.L:
            return b"/A<</O/List/ListNumbering/%b>>" % (b"Decimal" if self._is_labelled(index) else b"None")
        return b""

    def _is_labelled(self, index: int) -> bool:
        """Tell whether the items of a list have labels."""
        return any(
            isinstance(inner, int) and self._elements[inner].tag is Tag.LBL
            for kid in self._kids[index]
            if isinstance(kid, int)
            for inner in self._kids[kid]
        )


def _refer(content: Content, page: int | None, numbered: Numbered) -> bytes:
    """Return the reference to content from an element that is on this page."""
    _, own, number, widget = content
    if own == page:
        return b"<</Type/OBJR/Obj %b>>" % numbered.widgets[number] if widget else b"%d" % number
    elsewhere = numbered.pages[own]
    if widget:
        return b"<</Type/OBJR/Pg %b/Obj %b>>" % (elsewhere, numbered.widgets[number])
    return b"<</Type/MCR/Pg %b/MCID %d>>" % (elsewhere, number)


def _kids(elements: Sequence[Element], items: Sequence[Content]) -> list[list[Content | int]]:
    """Return the children of every element in reading order: content and elements' indices.

    They stand by where they begin. An element without content stands where the element before it stands.
    """
    kids: list[list[Content | int]] = [[] for _ in (*elements, ROOT)]
    for index, element in enumerate(elements):
        kids[element.parent].append(index)  # siblings begin in the order of their indices
    mixed: dict[int, list[int]] = {}
    for position, item in enumerate(items):
        holder = item.element
        among = kids[holder]
        if among and isinstance(among[0], int):
            mixed.setdefault(holder, []).append(position)
        else:
            among.append(item)
    if mixed:
        first = _beginnings(elements, items)
        for index, positions in mixed.items():
            kids[index] = _merge(kids[index], first, [(position, items[position]) for position in positions])
    return kids


def _merge(
    children: list[Content | int], first: dict[int, int], content: list[tuple[int, Content]]
) -> list[Content | int]:
    """Return an element's children and its content by where they begin."""
    ordered: list[tuple[int, Content | int]] = []
    latest = 0
    for child in children:
        if isinstance(child, int):
            latest = max(first.get(child, 0), latest)
            ordered.append((latest, child))
    return [item for _, item in sorted([*ordered, *content], key=itemgetter(0))]


def _beginnings(elements: Sequence[Element], items: Sequence[Content]) -> dict[int, int]:
    """Return where in reading order each element's content begins, its descendants' included."""
    first: dict[int, int] = {}
    for position, item in enumerate(items):
        index = item.element
        while index != ROOT and index not in first:
            first[index] = position
            index = elements[index].parent
    return first
