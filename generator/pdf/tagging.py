"""Tagged PDF: the structure tree over marked content and widgets (ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7)."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from generator.pages import Tag
from generator.pdf.holes import open_in, open_string
from generator.pdf.places import Places, together
from generator.pdf.syntax import number, reference_to, references
from generator.pdf.writer import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.pages import Element, Subtree
    from generator.pdf.places import Body, Form
    from generator.pdf.stencils import Placing, Remembered
    from generator.pdf.widgets import Numbers
    from generator.pdf.writer import Objects

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


class Naming(Protocol):
    """Tells how what an element refers to is written."""

    def element(self, index: int, /) -> bytes:
        """Return the number of an element's object; of the document's for ``ROOT``."""
        ...

    def page(self, group: int, /) -> bytes:
        """Return the number of the object of the page on which a group stands."""
        ...

    def content(self, content: Content, /) -> bytes:
        """Return the number of a sequence on its page, or of a widget's object."""
        ...

    def upright(self, group: int, picture: int, /) -> tuple[bytes, bytes]:
        """Return the lower and the upper edge of a group's picture."""
        ...


class Branch:
    """A subtree with its content."""

    def __init__(self, elements: tuple[Element, ...], placings: Sequence[Placing]) -> None:
        """Take the groups that hold its content, in reading order."""
        self._elements = elements
        self._placings = placings
        self._kids = _kids(elements, list(_held(placings)))
        self._pictures = {
            element: (group, index)
            for group, placing in enumerate(placings)
            for index, (element, _) in enumerate(placing.stencil.pictures)
        }
        self.tops = tuple(index for index, each in enumerate(elements) if each.parent == ROOT)
        """The children of the document."""

    def element(self, index: int, naming: Naming) -> bytes:
        """Return an element's body."""
        (tag, parent, alternative), kids = self._elements[index], self._kids[index]
        parts = [b"<</S/%b/P %b" % (_TYPES[tag], reference_to(naming.element(parent)))]
        parts.append(self._attributes(index, tag, naming))
        on = next((item.group for item in kids if isinstance(item, Content)), None)
        if on is not None:
            parts.append(b"/Pg " + reference_to(naming.page(on)))
        if alternative:
            parts.append(b"/Alt" + open_string(alternative))
        if kids:
            page = None if on is None else self._placings[on].page
            parts.append(b"/K[%b]" % b" ".join([self._kid(item, page, naming) for item in kids]))
        return b"".join([*parts, b">>"])

    def _kid(self, item: Kid, page: int | None, naming: Naming) -> bytes:
        if isinstance(item, int):
            return reference_to(naming.element(item))
        here = self._placings[item.group].page == page
        if here and not item.widget:
            return naming.content(item)
        elsewhere = b"" if here else b"/Pg " + reference_to(naming.page(item.group))
        if item.widget:
            return b"<</Type/OBJR%b/Obj %b>>" % (elsewhere, reference_to(naming.content(item)))
        return b"<</Type/MCR%b/MCID %b>>" % (elsewhere, naming.content(item))

    def _attributes(self, index: int, tag: Tag, naming: Naming) -> bytes:
        """Return what the standard asks of figures, table headers and lists with labels (14.8.5.4, .5 and .7)."""
        if index in self._pictures:
            group, picture = self._pictures[index]
            _, rect = self._placings[group].stencil.pictures[picture]
            low, high = naming.upright(group, picture)
            left, right = number(rect.x).encode(), number(rect.x + rect.width).encode()
            return b"/A<</O/Layout/Placement/Block/BBox[%b %b %b %b]>>" % (left, low, right, high)
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


class Some(NamedTuple):
    """Some of a subtree's elements, their places open."""

    indices: tuple[int, ...]
    form: Form


class Structure(NamedTuple):
    """A subtree as it is in a file, with what depends on the document left open."""

    constant: Some
    personal: Some
    tops: tuple[int, ...]
    """The children of the document."""


class _Told:
    """Notes what elements refer to as places."""

    def __init__(self, elements: int, placings: Sequence[Placing]) -> None:
        self.places = Places()
        # as ``_told`` has them: the document, the elements; of each group its page, sequences, widgets, pictures
        self._starts: list[tuple[int, int, int]] = []
        start = 1 + elements
        for placing in placings:
            stencil = placing.stencil
            widgets = start + 1 + len(stencil.sequences)
            pictures = widgets + stencil.widgets.number
            self._starts.append((start, widgets, pictures))
            start = pictures + 2 * len(stencil.pictures)

    def element(self, index: int) -> bytes:
        return self.places.number(index + 1)

    def page(self, group: int) -> bytes:
        return self.places.number(self._starts[group][0])

    def content(self, content: Content) -> bytes:
        page, widgets, _ = self._starts[content.group]
        return self.places.number(content.order + (widgets if content.widget else page + 1))

    def upright(self, group: int, picture: int) -> tuple[bytes, bytes]:
        first = self._starts[group][2] + 2 * picture
        return self.places.words(first), self.places.words(first + 1)


class _Stood(NamedTuple):
    """A group that holds some of a subtree's content, and where its widgets begin."""

    placing: Placing
    first: Numbers


def _told(document: int, element: int, count: int, groups: list[_Stood], pages: Sequence[int]) -> list[object]:
    """Return what stands in the places of a subtree of so many elements."""
    told: list[object] = [document, *range(element, element + count)]
    for (stencil, page, y, _, sequence), first in groups:
        told.append(pages[page])
        told += range(sequence, sequence + len(stencil.sequences))
        told += range(first.widget, first.widget + stencil.widgets.number)
        for _, rect in stencil.pictures:
            told += (number(rect.y + y).encode(), number(rect.y + y + rect.height).encode())
    return told


class Tree:
    """The structure tree of a document."""

    def __init__(self, subtrees: Sequence[Subtree], placings: Sequence[Placing], widgets: Sequence[Numbers]) -> None:
        """Take the groups in reading order, and where the widgets of each begin."""
        self._subtrees = subtrees
        self._groups: dict[int, list[_Stood]] = {}
        for placing, first in zip(placings, widgets, strict=True):
            if placing.stencil.held:
                self._groups.setdefault(placing.elements, []).append(_Stood(placing, first))

    def add(self, objects: Objects, pages: Sequence[int], structures: Remembered[Structure]) -> int:
        """Add the tree's objects; return the root's number. ``pages`` are the numbers of the pages' objects."""
        root, document = objects.reserve(), objects.reserve()
        first = objects.reserve(sum(len(each.elements) for each in self._subtrees))
        tops: list[int] = []
        for subtree in self._subtrees:
            elements, before = subtree
            groups = self._groups.get(before, [])
            structure = _structure(elements, groups, structures)
            told = _told(document, first + before, len(elements), groups, pages)
            for (indices, form), section in (
                (structure.constant, Section.CONSTANT),
                (structure.personal, Section.PERSONAL),
            ):
                if indices:
                    numbers = [first + before + index for index in indices]
                    objects.add_several(numbers, form.filled(told), section)
            tops += [first + before + index for index in structure.tops]
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
        keyed: dict[int, int] = {}
        for groups in self._groups.values():
            for (stencil, page, _, elements, sequence), numbers in groups:
                begun = first + elements
                if stencil.sequences:
                    own = owners[page]
                    own += [0] * (sequence + len(stencil.sequences) - len(own))
                    own[sequence : sequence + len(stencil.sequences)] = [begun + each for each in stencil.sequences]
                holders = [begun + element for element, widget in stencil.held if widget is not None]
                keyed.update(enumerate(holders, numbers.key))
        entries = [b"%d%b" % (page, references(each)) for page, each in enumerate(owners)]
        pairs = tuple([part for key in sorted(keyed) for part in (key, keyed[key])])
        entries.append(b" ".join([b"%d %d 0 R"] * len(keyed)) % pairs)
        return pages + len(keyed), b"<</Nums[%b]>>" % b" ".join(entries)


def _structure(elements: tuple[Element, ...], groups: list[_Stood], known: Remembered[Structure]) -> Structure:
    """Return a subtree's structure, made if need be: it depends on which of its groups share a page."""
    placings = [placing for placing, _ in groups]
    kept = all(each.stencil.kept for each in placings)
    first = placings[0].page if placings else 0
    made_of = (elements, *(each.stencil for each in placings))
    parted = tuple(each.page - first for each in placings)
    if kept and (found := known.of(made_of, parted)):
        return found
    structure = _written(Branch(elements, placings), len(elements), placings)
    return known.keep(structure, made_of, parted) if kept else structure


def _written(branch: Branch, count: int, placings: Sequence[Placing]) -> Structure:
    told = _Told(count, placings)
    bodies = [told.places.body(branch.element(index, told)) for index in range(count)]
    personal = [open_in(each.form) for each in bodies]
    return Structure(_those(bodies, personal, which=False), _those(bodies, personal, which=True), branch.tops)


def _those(bodies: list[Body], personal: list[bool], *, which: bool) -> Some:
    indices = tuple(index for index, each in enumerate(personal) if each is which)
    return Some(indices, together([bodies[index] for index in indices]))


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
