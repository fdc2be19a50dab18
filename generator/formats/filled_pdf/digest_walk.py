"""Digests of objects in a PDF: of their meaning, not of how they are written.

Two writings of one object have one digest: whatever their numbers are, in whichever order keys stand, compressed or
not, referred to or standing in place. A walk writes every value in one form (a *token*) into a hash; containers are
counted as they are met, so that cycles end, and a second reference to an object differs from a copy of it.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from generator.formats.filled_pdf.pypdf_nodes import direct, get_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pypdf.generic import PdfObject

    from generator.formats.filled_pdf.object_walk import Key, Steps

_STORAGE = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})
"""Entries that say how a stream is stored (ISO 32000-1, table 5)."""
_GENERIC = frozenset({"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"})


class Resource(NamedTuple):
    """A font or a picture, which is not part of the object that refers to it."""

    key: str
    """The name that it is referred to by."""
    thing: PdfObject
    """The reference, or the object itself."""


class _Entry(NamedTuple):
    key: str
    value: PdfObject


class DigestWalk:
    """Computes digests of objects of one document."""

    def __init__(self, steps: Steps, clean: Callable[[bytes], bytes]) -> None:
        """Count the steps; ``clean`` takes out of a form XObject's content what does not count."""
        self._steps = steps
        self._clean = clean
        self.landmarks: dict[Key, str] = {}
        """The objects at which walks stop, and the texts that stand in their place."""
        self.ignored: Mapping[Key, frozenset[str]] = {}
        """Keys of dictionaries whose entries of these names do not count."""

    def digest(self, thing: object, *, resources: list[Resource] | None = None) -> str:
        """Return the digest of an object, or of a list or dictionary of objects: SHA-256 in hexadecimal digits.

        Fonts and pictures are put into ``resources``, where a list is given, and do not count. Raises
        ``TooManyObjects``, and lets pypdf's exceptions out.
        """
        hashed = hashlib.sha256()
        numbers: dict[Key, int] = {}
        alive: list[object] = []
        """Objects made on the way: while one lives, no other has its key."""
        waiting: list[object] = [thing]
        while waiting:
            self._steps.take()
            item = waiting.pop()
            if isinstance(item, _Entry):
                hashed.update(_prefix_length(b"k", item.key.encode(errors="surrogateescape")))
                if resources is not None and _is_resource(item.value):
                    resources.append(Resource(*item))
                    continue
                item = item.value
            key = get_key(item)
            if key in self.landmarks:
                hashed.update(_prefix_length(b"@", self.landmarks[key].encode()))
                continue
            value = direct(item) if isinstance(item, IndirectObject) else item
            if not isinstance(value, list | dict):
                hashed.update(_token(value))
            elif key in numbers:
                hashed.update(b"^%d " % numbers[key])
            else:
                numbers[key] = len(numbers)
                alive.append(value)
                waiting += self._open(key, value, hashed.update)
        return hashed.hexdigest()

    def _open(
        self, key: Key, container: list[object] | dict[str, PdfObject], write: Callable[[bytes], object]
    ) -> list[Any]:
        """Write the head of an array, a dictionary or a stream; return its contents in reverse."""
        if isinstance(container, list):
            write(b"[%d " % len(container))
            return container[::-1]
        entries = self._entries(key, container)
        write(b"<%d " % len(entries))
        if isinstance(container, StreamObject):
            write(_prefix_length(b"s", hashlib.sha256(self._data(container)).digest()))
        return entries[::-1]

    def _entries(self, key: Key, dictionary: dict[str, PdfObject]) -> list[_Entry]:
        left_out = self.ignored.get(key, frozenset())
        if isinstance(dictionary, StreamObject):
            left_out |= _STORAGE
        entries = {
            str(name): value
            for name, value in dict.items(dictionary)
            if name not in left_out and not isinstance(value, NullObject)
        }
        if isinstance(dictionary, StreamObject):
            if filters := _special_filters(dictionary):
                entries["/Filter"] = ArrayObject(map(NameObject, filters))
            if dict.get(dictionary, "/Subtype") == "/Form":
                resources = select_resources(dict.get(dictionary, "/Resources"), dictionary.get_data())
                entries["/Resources"] = resources
        return [_Entry(*entry) for entry in sorted(entries.items(), key=lambda entry: entry[0])]

    def _data(self, stream: StreamObject) -> bytes:
        data = stream.get_data()
        return self._clean(data) if dict.get(stream, "/Subtype") == "/Form" else data


def join_contents(page_contents: PdfObject | None) -> bytes:
    """Return the content of a page, whose streams are one (ISO 32000-1, 7.8.2)."""
    contents = direct(page_contents)
    streams = list.__iter__(contents) if isinstance(contents, ArrayObject) else [contents]
    return b"\n".join(stream.get_data() for stream in map(direct, streams) if isinstance(stream, StreamObject))


_DEFAULT_SPACES = "/Default"
"""So begin the names of colour spaces that replace those a content stream names (ISO 32000-1, 8.6.5.6)."""
_NAMES = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]+)")


def select_resources(resources: PdfObject | None, content: bytes) -> DictionaryObject:
    """Return those resources that a content stream names: some programs leave out the others, or add them."""
    named = {f"/{name.decode(errors='surrogateescape')}" for name in _NAMES.findall(content)}
    every, selected = direct(resources), DictionaryObject()
    for kind, things in dict.items(every) if isinstance(every, DictionaryObject) else ():
        of_kind = direct(things)
        if isinstance(of_kind, DictionaryObject):
            items = dict.items(of_kind)
            entries = {key: value for key, value in items if key in named or key.startswith(_DEFAULT_SPACES)}
            if entries:
                dict.__setitem__(selected, kind, DictionaryObject(entries))
    return selected


def _is_resource(thing: PdfObject) -> bool:
    value = direct(thing)
    if not isinstance(value, DictionaryObject):
        return False
    return dict.get(value, "/Type") == "/Font" or dict.get(value, "/Subtype") == "/Image"


def _special_filters(stream: StreamObject) -> list[str]:
    """Return the filters that tell the kind of data, such as ``/DCTDecode``."""
    named = direct(dict.get(stream, "/Filter"))
    filters: Iterable[PdfObject | None] = map(direct, named) if isinstance(named, ArrayObject) else [named]
    return [str(name) for name in filters if isinstance(name, NameObject) and name not in _GENERIC]


def _token(value: object) -> bytes:
    """Return the token of a value that holds no others."""
    match value:
        case None | NullObject():
            return b"n "
        case BooleanObject():
            return b"t " if value.value else b"f "
        case NameObject():
            return _prefix_length(b"/", str(value).encode(errors="surrogateescape"))
        case TextStringObject():
            return _prefix_length(b"(", value.original_bytes)
        case ByteStringObject() | bytes():
            return _prefix_length(b"(", bytes(value))
        case NumberObject() | int():
            return b"#%d " % value
        case FloatObject() | float():
            return f"#{float(value):.5f}".rstrip("0").rstrip(".").encode() + b" "
        case _:
            return _prefix_length(b"?", str(value).encode(errors="replace"))


def _prefix_length(kind: bytes, data: bytes) -> bytes:
    return b"%b%d:%b" % (kind, len(data), data)
