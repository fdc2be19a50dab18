"""Walk the objects of a strange PDF for its pages, form fields and attached files, with counted steps.

The walks see a PDF through ``PdfNode``, which pypdf's and qpdf's objects implement (``pypdf_nodes``,
``pikepdf_nodes``). pypdf's own ``get_fields`` gives up on one malformed button, keeps the last of two equal names, and
finds nothing in a form that a viewer has detached; so fields are looked for on the pages (``/Annots``) and in the form
(``/Fields``), by what they are and not by who lists them (ISO 32000-1, 12.7.3). Every walk remembers where it was, so
cycles end. Objects that are damaged are left out, so that the rest of the document is still read.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model.pdf_text import DecodedText

MOST_STEPS = 20_000
DEEPEST = 32
"""How many parents of a field or a page are looked at."""

Key = tuple[int, int]
"""Number and generation of an object, or -1 and a number of its own where it is not indirect."""


class TooManyObjects(Exception):
    """The document has more pages, fields or attachments than a worksheet's return can have."""


class Steps:
    """The steps that are left to all walks over one document together."""

    def __init__(self, left: int = MOST_STEPS) -> None:
        self._left = left

    def take(self) -> None:
        """Count one step. Raises ``TooManyObjects``."""
        self._left -= 1
        if self._left < 0:
            raise TooManyObjects


class ObjectKind(Enum):
    """The kinds of objects (ISO 32000-1, 7.3) that the walks tell apart."""

    NULL = auto()
    DICTIONARY = auto()
    STREAM = auto()
    ARRAY = auto()
    NAME = auto()
    OTHER = auto()
    """Strings, numbers, booleans."""


class PdfNode(Protocol):
    """An object of a PDF, or a reference to one, which is followed when it is asked for anything but its key.

    Every member but ``key`` may raise any exception of the library beneath where the object is damaged.
    """

    @property
    def key(self) -> Key:
        """The object's key, equal for all references to it."""
        ...

    @property
    def kind(self) -> ObjectKind:
        """The object's kind."""
        ...

    def get(self, name: str) -> Self | None:
        """Return the entry of a dictionary or a stream (``/Kids``); None where it is absent, or for another kind."""
        ...

    def items(self) -> Iterable[Self]:
        """Return the items of an array; none for another kind."""
        ...

    def decode_text(self, encoding: str = "") -> DecodedText:
        """Return the text of a string, a stream, a name or a number, its line ends as line feeds.

        ``encoding`` is that of strings without a mark, where the standard's own is not meant.
        """
        ...

    def read_stream(self) -> bytes:
        """Return the decoded data of a stream."""
        ...

    def read_appearance(self) -> str:
        """Return the text that the normal appearance of a widget shows (12.5.5); empty where that is not known."""
        ...


Node = TypeVar("Node", bound=PdfNode)


class Field(NamedTuple):
    """A form field where it was found (ISO 32000-1, 12.7.3)."""

    chain: tuple[PdfNode, ...]
    """The dictionaries from the widget up to the root of the field's hierarchy."""
    terminal: int
    """The index in the chain of the field that the widget belongs to: the first one with a name."""

    @property
    def key(self) -> Key:
        """The same for all widgets of one field."""
        return self.chain[self.terminal].key


def get_value(node: Node | None, name: str) -> Node | None:
    """Return an entry of a dictionary; None where it is absent or null. Lets the exceptions of damage out."""
    value = node.get(name) if node is not None else None
    return None if value is None or value.kind is ObjectKind.NULL else value


def iterate_pages(root: Node, steps: Steps) -> Iterator[Node]:
    """Yield the pages of a document's catalogue in order; a page that stands twice in the tree, twice."""
    return iterate_leaves(_get(root, "/Pages"), steps)


def iterate_leaves(top: Node | None, steps: Steps) -> Iterator[Node]:
    """Yield the leaves of a tree of ``/Kids`` in order (7.7.3, 7.9.6); each branch is entered once."""
    waiting, branches = [top] if top is not None else [], set[Key]()
    while waiting:
        steps.take()
        node = waiting.pop()
        if not _is_dictionary(node):
            continue
        if _get(node, "/Kids") is None:
            yield node
        elif node.key not in branches:
            branches.add(node.key)
            waiting.extend(reversed(list(iterate_items(node, "/Kids", steps))))


def iterate_specifications(root: Node, steps: Steps) -> Iterator[Node]:
    """Yield the file specifications that the catalogue lists: in ``/AF``, then in the name tree (7.11.4)."""
    listed = list(iterate_items(root, "/AF", steps))
    names = _get(root, "/Names")
    for leaf in iterate_leaves(_get(names, "/EmbeddedFiles") if names is not None else None, steps):
        listed += iterate_items(leaf, "/Names", steps)
    yield from {node.key: node for node in listed if _is_dictionary(node)}.values()


def find_fields(root: Node, steps: Steps, strays: Iterable[Node] = ()) -> Iterator[Field]:
    """Yield every field once: those on pages first, in the pages' order, then those of the form, then strays.

    ``strays`` are further dictionaries of the document, to which nothing may lead any more.
    """
    seen: set[Key] = set()
    for node in (*_iterate_widgets(root, steps), *strays):
        field = find_field(node)
        if field and field.key not in seen:
            seen.add(field.key)
            yield field


def _iterate_widgets(root: Node, steps: Steps) -> Iterator[Node]:
    for page in iterate_pages(root, steps):
        yield from iterate_items(page, "/Annots", steps)
    form = _get(root, "/AcroForm")
    if form is not None:
        for top in iterate_items(form, "/Fields", steps):
            yield from _iterate_terminals(top, steps)


def _iterate_terminals(top: Node, steps: Steps) -> Iterator[Node]:
    """Yield the nodes of a field's hierarchy that have no fields below them."""
    waiting, seen = [top], set[Key]()
    while waiting:
        node = waiting.pop()
        if node.key in seen or not _is_dictionary(node):
            continue
        seen.add(node.key)
        kids = list(iterate_items(node, "/Kids", steps))
        waiting.extend(reversed(kids))
        if not has_fields(kids):
            yield node


def has_fields(kids: Iterable[PdfNode]) -> bool:
    """Tell whether any of a field's kids is a field itself, and not only a widget of it."""
    return any(_is_dictionary(kid) and _get(kid, "/T") is not None for kid in kids)


def find_field(widget: Node) -> Field | None:
    """Return the field that a widget belongs to; None where nothing up from it has a name."""
    chain: list[PdfNode] = []
    keys: set[Key] = set()
    node: Node | None = widget
    while node is not None and len(chain) < DEEPEST and node.key not in keys and _is_dictionary(node):
        chain.append(node)
        keys.add(node.key)
        node = _get(node, "/Parent")
    named = next((index for index, link in enumerate(chain) if _get(link, "/T") is not None), None)
    return None if named is None else Field(tuple(chain), named)


def iterate_items(node: Node, name: str, steps: Steps) -> Iterator[Node]:
    """Yield the items of an array in a dictionary; none where there is no array, or it is damaged."""
    array = _get(node, name)
    try:
        items = array.items() if array is not None else ()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - libraries let any kind out of a damaged object
        return
    for item in items:
        steps.take()
        yield item


def _get(node: Node, name: str) -> Node | None:
    """Return an entry of a dictionary; None where the dictionary is damaged, too."""
    try:
        return node.get(name)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the same
        return None


def _is_dictionary(node: PdfNode) -> bool:
    try:
        return node.kind in {ObjectKind.DICTIONARY, ObjectKind.STREAM}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the same
        return False
