"""Walk a PDF's objects for form fields and attached files, by our own way and with counted steps.

pypdf's ``get_fields`` gives up on one malformed button, keeps the last of two equal names, and finds nothing in a form
that a viewer has detached; so fields are looked for on the pages (``/Annots``) and in the form (``/Fields``), by what
they are and not by who lists them (ISO 32000-1, 12.7.3). Every walk remembers where it was, so cycles end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf.generic import PdfObject

MOST_STEPS = 20_000
DEEPEST = 32

Key = tuple[int, int]


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


class Widget(NamedTuple):
    """A field where it was found: from the widget up to the field that is the root of its hierarchy."""

    chain: tuple[DictionaryObject, ...]
    terminal: int
    """The index in the chain of the field that the widget belongs to: the first one with a name."""
    key: Key
    """The same for all widgets of one field."""


def entry(dictionary: DictionaryObject, key: str) -> PdfObject | None:
    """Return a dictionary's entry with references followed; nothing for null."""
    return direct(dict.get(dictionary, key))


def items(thing: PdfObject | None, steps: Steps) -> Iterator[PdfObject]:
    """Yield an array's items as they stand, references not followed; nothing for what is no array."""
    if isinstance(thing, ArrayObject):
        for item in list.__iter__(thing):
            steps.take()
            yield item


def widgets(root: DictionaryObject, steps: Steps) -> Iterator[Widget]:
    """Yield every field once, those on pages first, in the pages' order."""
    seen: set[Key] = set()
    for reference in _nodes(root, steps):
        widget = _widget(reference)
        if widget and widget.key not in seen:
            seen.add(widget.key)
            yield widget


def _nodes(root: DictionaryObject, steps: Steps) -> Iterator[PdfObject]:
    for page in pages(root, steps):
        yield from items(entry(page, "/Annots"), steps)
    form = entry(root, "/AcroForm")
    if isinstance(form, DictionaryObject):
        for reference in items(entry(form, "/Fields"), steps):
            yield from _field_tree(reference, steps)


def pages(root: DictionaryObject, steps: Steps) -> Iterator[DictionaryObject]:
    """Yield the pages in order."""
    return (page for page in _tree(dict.get(root, "/Pages"), steps) if isinstance(page, DictionaryObject))


def _tree(top: PdfObject | None, steps: Steps) -> Iterator[PdfObject]:
    """Yield the leaves of a tree of ``/Kids`` in order."""
    waiting, seen = [top], set[Key]()
    while waiting:
        reference = waiting.pop()
        node = _try_direct(reference)
        if reference is None or not isinstance(node, DictionaryObject) or _key(reference) in seen:
            continue
        seen.add(_key(reference))
        kids = list(items(_try_direct(dict.get(node, "/Kids")), steps))
        waiting.extend(reversed(kids))
        if not kids:
            yield node


def _field_tree(top: PdfObject, steps: Steps) -> Iterator[PdfObject]:
    """Yield references to the nodes of a field's hierarchy that are fields or widgets themselves."""
    waiting, seen = [top], set[Key]()
    while waiting:
        reference = waiting.pop()
        node = _try_direct(reference)
        if not isinstance(node, DictionaryObject) or _key(reference) in seen:
            continue
        seen.add(_key(reference))
        kids = list(items(_try_direct(dict.get(node, "/Kids")), steps))
        waiting.extend(reversed(kids))
        if not any(_is_field(_try_direct(kid)) for kid in kids):
            yield reference


def _is_field(node: PdfObject | None) -> bool:
    return isinstance(node, DictionaryObject) and "/T" in node


def _widget(reference: PdfObject) -> Widget | None:
    chain: list[DictionaryObject] = []
    keys: list[Key] = []
    node: PdfObject | None = reference
    while node is not None and len(chain) < DEEPEST:
        dictionary, key = _try_direct(node), _key(node)
        if not isinstance(dictionary, DictionaryObject) or key in keys:
            break
        chain.append(dictionary)
        keys.append(key)
        node = dict.get(dictionary, "/Parent")
    named = [index for index, dictionary in enumerate(chain) if "/T" in dictionary]
    return Widget(tuple(chain), named[0], keys[named[0]]) if named else None


def file_specifications(root: DictionaryObject, steps: Steps) -> Iterator[DictionaryObject]:
    """Yield the file specifications of the document's attachments, by name tree and by ``/AF``."""
    names = entry(root, "/Names")
    if isinstance(names, DictionaryObject):
        for leaf in _tree(dict.get(names, "/EmbeddedFiles"), steps):
            if isinstance(leaf, DictionaryObject):
                yield from _dictionaries(entry(leaf, "/Names"), steps)
    yield from _dictionaries(entry(root, "/AF"), steps)


def _dictionaries(array: PdfObject | None, steps: Steps) -> Iterator[DictionaryObject]:
    for item in items(array, steps):
        thing = _try_direct(item)
        if isinstance(thing, DictionaryObject):
            yield thing


def _key(thing: PdfObject) -> Key:
    return (thing.idnum, thing.generation) if isinstance(thing, IndirectObject) else (-1, id(thing))


def _try_direct(thing: PdfObject | None) -> PdfObject | None:
    """Follow a reference; nothing where it leads to damage, so that the rest of the document is still read."""
    try:
        return direct(thing)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged object
        return None


def direct(thing: PdfObject | None) -> PdfObject | None:
    """Follow a reference; nothing for null. Lets pypdf's exceptions out."""
    found = thing.get_object() if thing is not None else None
    return None if isinstance(found, NullObject) else found
