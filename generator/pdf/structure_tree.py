"""Tagged PDF: the structure tree over marked content and widgets (ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7)."""

from __future__ import annotations

from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.holes import open_in, open_string
from generator.pdf.places import NUMBER, REFERENCE, Body, Some, plain, some_of
from generator.pdf.syntax import numeral, references
from generator.pdf.writer import Section
from generator.typesetting.page import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.pdf.remembered import Remembered
    from generator.pdf.stencils import Placing
    from generator.pdf.widgets import Numbers
    from generator.pdf.writer import Objects
    from generator.typesetting.page import Element, Rect, Subtree

ROOT = -1
_TYPES = {tag: tag.encode() for tag in Tag}


class Content(NamedTuple):
    """What an element holds beside elements."""

    group: int
    """The index of the group that it stands in, among those of the subtree."""
    order: int
    """Its index among the group's sequences, or among its fields."""
    widget: bool


Kid = Content | int
"""What an element holds: content, or an element by its index."""


class Branch:
    """A subtree with its content: bodies whose places are open.

    Told are, in this order: the number of the document's element; those of the subtree's elements; and for each group
    the number of its page, of its sequences on the page, of its widgets, and the edges of its pictures, low and high.
    """

    def __init__(self, elements: tuple[Element, ...], placings: Sequence[Placing]) -> None:
        """Take the groups that hold its content, in reading order."""
        self._elements = elements
        self._kids = _kids(elements, list(_held(placings)))
        self._pages = [placing.page for placing in placings]
        self._starts: list[tuple[int, int]] = []
        """Where among what is told a group's page is, which its sequences follow, and where its widgets begin."""
        self._pictures: dict[int, tuple[Rect, int]] = {}
        start = 1 + len(elements)
        for placing in placings:
            stencil = placing.stencil
            widgets = start + 1 + len(stencil.sequences)
            self._starts.append((start, widgets))
            start = widgets + stencil.widgets.number
            for element, rect in stencil.pictures:
                self._pictures[element] = rect, start
                start += 2

    @property
    def tops(self) -> tuple[int, ...]:
        """The children of the document."""
        return tuple([index for index, each in enumerate(self._elements) if each.parent == ROOT])

    def bodies(self) -> list[Body]:
        """Return the elements."""
        return [self._body(*each) for each in zip(count(), self._elements, self._kids, strict=False)]

    def _body(self, index: int, element: Element, kids: list[Kid]) -> Body:
        tag, parent, alternative = element
        places = [parent + 1]
        attributes = b""
        if index in self._pictures:
            rect, low = self._pictures[index]
            attributes = _FIGURE % (numeral(rect.x), numeral(rect.x + rect.width))
            places += (low, low + 1)
        elif tag is Tag.TH:
            attributes = b"/A<</O/Table/Scope/Column>>"
        elif tag is Tag.L:
            attributes = b"/A<</O/List/ListNumbering/%b>>" % (b"Decimal" if self._labelled(kids) else b"None")
        on = None
        for kid in kids:
            if not isinstance(kid, int):
                on = kid.group
                attributes += _ON_PAGE
                places.append(self._starts[on][0])
                break
        if alternative:
            attributes += b"/Alt" + plain(open_string(alternative))
        held = b"/K[%b]" % b" ".join([self._kid(kid, on, places) for kid in kids]) if kids else b""
        return Body(b"<</S/%b/P %b%b%b>>" % (_TYPES[tag], REFERENCE, attributes, held), tuple(places))

    def _kid(self, kid: Kid, on: int | None, places: list[int]) -> bytes:
        """Return a child of an element that is on the page of this group, and append its places."""
        if isinstance(kid, int):
            places.append(kid + 1)
            return REFERENCE
        group, order, widget = kid
        page, widgets = self._starts[group]
        here = on is not None and self._pages[group] == self._pages[on]
        if not here:
            places.append(page)
        elsewhere = b"" if here else _ON_PAGE
        if widget:
            places.append(widgets + order)
            return b"<</Type/OBJR%b/Obj %b>>" % (elsewhere, REFERENCE)
        places.append(page + 1 + order)
        return NUMBER if here else b"<</Type/MCR%b/MCID %b>>" % (elsewhere, NUMBER)

    def _labelled(self, kids: list[Kid]) -> bool:
        return any(
            isinstance(inner, int) and self._elements[inner].tag is Tag.LBL
            for kid in kids
            if isinstance(kid, int)
            for inner in self._kids[kid]
        )


_ON_PAGE = b"/Pg " + REFERENCE
_FIGURE = b"/A<</O/Layout/Placement/Block/BBox[%b %%b %b %%b]>>"
"""What the standard asks of figures, as of table headers and of lists with labels (14.8.5.4, .5 and .7)."""


class Structure(NamedTuple):
    """A subtree as it is in a file, with what depends on the document left open."""

    constant: Some
    personal: Some
    tops: tuple[int, ...]
    """The children of the document."""


class _Stood(NamedTuple):
    """A group that holds some of a subtree's content, and where its widgets begin."""

    placing: Placing
    first: Numbers


def _told(document: int, elements: range, groups: list[_Stood], pages: Sequence[int]) -> list[object]:
    """Return what stands in the places of a subtree with elements of these numbers: see ``Branch``."""
    told: list[object] = [document, *elements]
    for (stencil, page, y, _, sequence), first in groups:
        told.append(pages[page])
        told += range(sequence, sequence + len(stencil.sequences))
        told += range(first.widget, first.widget + stencil.widgets.number)
        for _, rect in stencil.pictures:
            told += (numeral(rect.y + y), numeral(rect.y + y + rect.height))
    return told


class Tree:
    """The structure tree of a document."""

    def __init__(self, subtrees: Sequence[Subtree], placings: Sequence[Placing], widgets: Sequence[Numbers]) -> None:
        """Take the groups in reading order, and where the widgets of each begin."""
        self._subtrees = subtrees
        self._stood = [_Stood(*each) for each in zip(placings, widgets, strict=True) if each[0].stencil.held]
        self._groups: dict[int, list[_Stood]] = {}
        for each in self._stood:
            self._groups.setdefault(each.placing.elements, []).append(each)

    def add(self, objects: Objects, pages: Sequence[int], structures: Remembered[Structure]) -> int:
        """Add the tree's objects; return the root's number. ``pages`` are the numbers of the pages' objects."""
        root, document = objects.reserve(), objects.reserve()
        first = objects.reserve(sum(len(each.elements) for each in self._subtrees))
        tops: list[int] = []
        for elements, before in self._subtrees:
            groups = self._groups.get(before, [])
            structure = _structure(elements, groups, structures)
            numbers = range(first + before, first + before + len(elements))
            told = _told(document, numbers, groups, pages)
            objects.add_some(structure.constant, first + before, told, Section.CONSTANT)
            objects.add_some(structure.personal, first + before, told, Section.PERSONAL)
            tops += [numbers[index] for index in structure.tops]
        objects.add(b"<</Type/StructElem/S/Document/P %d 0 R/K%b>>" % (root, references(tops)), document)
        keys, parents = self._parents(first, len(pages))
        objects.add(
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (document, objects.add(parents), keys),
            root,
        )
        return root

    def _parents(self, first: int, pages: int) -> tuple[int, bytes]:
        """Return the number tree from pages and widgets to elements (14.7.4.4), and how many keys it has."""
        owners: list[list[int]] = [[] for _ in range(pages)]
        holders: list[int] = []
        for (stencil, page, _, elements, _), _ in self._stood:
            # groups stand in reading order, as their sequences and their widgets are numbered
            begun = first + elements
            owners[page] += [begun + each for each in stencil.sequences]
            holders += [begun + element for element, widget in stencil.held if widget is not None]
        entries = [b"%d%b" % (page, references(each)) for page, each in enumerate(owners)]
        pairs = [0] * (2 * len(holders))
        pairs[::2], pairs[1::2] = range(pages, pages + len(holders)), holders
        entries.append(b" ".join([b"%d %d 0 R"] * len(holders)) % tuple(pairs))
        return pages + len(holders), b"<</Nums[%b]>>" % b" ".join(entries)


def _structure(elements: tuple[Element, ...], groups: list[_Stood], known: Remembered[Structure]) -> Structure:
    """Return a subtree's structure, made if need be: it depends on which of its groups share a page."""
    first = groups[0].placing.page if groups else 0
    way = tuple([(id(placing.stencil), placing.page - first) for placing, _ in groups])
    if found := known.of(elements, way):
        return found
    placings = [placing for placing, _ in groups]
    structure = _written(Branch(elements, placings))
    if not all(each.stencil.kept for each in placings):
        return structure
    return known.keep(structure, elements, way, *(each.stencil for each in placings))


def _written(branch: Branch) -> Structure:
    personal, constant = some_of(branch.bodies(), lambda body: open_in(body.form))
    return Structure(constant, personal, branch.tops)


def _held(placings: Sequence[Placing]) -> Iterator[tuple[int, Content]]:
    """Yield the content of all groups with the element that holds it, in reading order."""
    for group, placing in enumerate(placings):
        sequences = 0
        for element, widget in placing.stencil.held:
            if widget is None:
                yield element, Content(group, sequences, widget=False)
                sequences += 1
            else:
                yield element, Content(group, widget, widget=True)


def _kids(elements: tuple[Element, ...], items: list[tuple[int, Content]]) -> list[list[Kid]]:
    """Return the children of every element in reading order: content and elements' indices.

    They stand by where they begin. An element without content stands where the element before it stands.
    """
    kids: list[list[Kid]] = [[] for _ in (*elements, ROOT)]
    for index, element in enumerate(elements):
        kids[element.parent].append(index)  # siblings begin in the order of their indices
    mixed: dict[int, list[int]] = {}
    for position, (holder, item) in enumerate(items):
        among = kids[holder]
        if among and isinstance(among[0], int):
            mixed.setdefault(holder, []).append(position)
        else:
            among.append(item)
    if mixed:
        first = _beginnings(elements, items)
        for index, positions in mixed.items():
            kids[index] = _merged(kids[index], first, [(position, items[position][1]) for position in positions])
    return kids


def _merged(children: list[Kid], first: dict[int, int], content: list[tuple[int, Content]]) -> list[Kid]:
    """Return an element's children and its content by where they begin."""
    ordered: list[tuple[int, Kid]] = []
    latest = 0
    for child in children:
        if isinstance(child, int):
            latest = max(first.get(child, 0), latest)
            ordered.append((latest, child))
    return [item for _, item in sorted([*ordered, *content], key=_begins)]


_begins = itemgetter(0)


def _beginnings(elements: tuple[Element, ...], items: list[tuple[int, Content]]) -> dict[int, int]:
    """Return where in reading order each element's content begins, its descendants' included."""
    first: dict[int, int] = {}
    for position, (holder, _) in enumerate(items):
        index = holder
        while index != ROOT and index not in first:
            first[index] = position
            index = elements[index].parent
    return first
