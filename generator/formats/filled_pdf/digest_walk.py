"""Digests of objects in a PDF: of what they say, not of how they are written.

Two writings of one object have one digest: whatever their numbers are, in whichever order keys stand, compressed or
not, referred to or standing in place. A walk writes down every value in one form (a *token*), containers counted as
they are met, so that cycles end and what is referred to twice is told from a copy only where it matters.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

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

from generator.formats.filled_pdf.object_walk import direct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pypdf.generic import PdfObject

    from generator.formats.filled_pdf.object_walk import Key, Steps

_WRITTEN = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})
"""How a stream is written, not what it holds."""
_GENERIC = frozenset({"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"})


class Found(NamedTuple):
    """A font or a picture, which is not part of what refers to it."""

    key: str
    """The name that it is referred to by."""
    thing: PdfObject
    """The reference, or the object itself."""


class _Entry(NamedTuple):
    key: str
    value: PdfObject


def key_of(thing: object) -> Key:
    """Return what tells an object from others."""
    reference = thing if isinstance(thing, IndirectObject) else getattr(thing, "indirect_reference", None)
    return (reference.idnum, reference.generation) if reference is not None else (-1, id(thing))


class Walk:
    """Takes digests of objects of one document."""

    def __init__(self, steps: Steps, show: Callable[[bytes], bytes]) -> None:
        """Count the steps; ``show`` takes out of a form XObject's content what does not count."""
        self._steps = steps
        self._show = show
        self.landmarks: dict[Key, str] = {}
        """Objects at which walks stop, and what stands in their place."""
        self.ignored: Mapping[Key, frozenset[str]] = {}
        """Keys of dictionaries that do not count."""

    def digest(self, thing: object, *, apart: list[Found] | None = None) -> str:
        """Return the digest of an object, or of a list or dictionary of objects, in hexadecimal digits.

        Fonts and pictures are put into ``apart``, where that is given, and do not count.
        """
        hashed = hashlib.sha256()
        met: dict[Key, int] = {}
        alive: list[object] = []
        """Objects made on the way: while one lives, no other has its key."""
        waiting: list[object] = [thing]
        while waiting:
            self._steps.take()
            item = waiting.pop()
            if isinstance(item, _Entry):
                hashed.update(_counted(b"k", item.key.encode(errors="surrogateescape")))
                if apart is not None and _stands_apart(item.value):
                    apart.append(Found(*item))
                    continue
                item = item.value
            key = key_of(item)
            if key in self.landmarks:
                hashed.update(_counted(b"@", self.landmarks[key].encode()))
                continue
            value = direct(item) if isinstance(item, IndirectObject) else item
            if not isinstance(value, list | dict):
                hashed.update(_token(value))
                continue
            if key in met:
                hashed.update(b"^%d " % met[key])
                continue
            met[key] = len(met)
            alive.append(value)
            if isinstance(value, list):
                hashed.update(b"[%d " % len(value))
                waiting += reversed(value)
                continue
            entries = self._entries(key, value)
            hashed.update(b"<%d " % len(entries))
            waiting += reversed(entries)
            if isinstance(value, StreamObject):
                hashed.update(_counted(b"s", hashlib.sha256(self._data(value)).digest()))
        return hashed.hexdigest()

    def _entries(self, key: Key, dictionary: dict[str, PdfObject]) -> list[_Entry]:
        left_out = self.ignored.get(key, frozenset())
        if isinstance(dictionary, StreamObject):
            left_out |= _WRITTEN
        kept = [
            _Entry(str(name), value)
            for name, value in dict.items(dictionary)
            if name not in left_out and not isinstance(value, NullObject)
        ]
        if isinstance(dictionary, StreamObject):
            if filters := _special_filters(dictionary):
                kept.append(_Entry("/Filter", ArrayObject(map(NameObject, filters))))
            if dict.get(dictionary, "/Subtype") == "/Form":
                kept = [each for each in kept if each.key != "/Resources"]
                kept.append(
                    _Entry("/Resources", resources_in_use(dict.get(dictionary, "/Resources"), dictionary.get_data()))
                )
        return sorted(kept, key=lambda entry: entry.key)

    def _data(self, stream: StreamObject) -> bytes:
        data = stream.get_data()
        return self._show(data) if dict.get(stream, "/Subtype") == "/Form" else data


def content_of(page_contents: PdfObject | None) -> bytes:
    """Return the content of a page, whose streams are one (ISO 32000-1, 7.8.2)."""
    contents = direct(page_contents)
    streams = list.__iter__(contents) if isinstance(contents, ArrayObject) else [contents]
    found = (direct(each) for each in streams)
    return b"\n".join(each.get_data() for each in found if isinstance(each, StreamObject))


_IMPLIED = "/Default"
"""So begin the names of colour spaces that replace those a content stream names (ISO 32000-1, 8.6.5.6)."""
_NAMES = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]+)")


def resources_in_use(resources: PdfObject | None, content: bytes) -> DictionaryObject:
    """Return those resources that a content stream names: some programs leave out the others, or add them."""
    named = {f"/{name.decode(errors='surrogateescape')}" for name in _NAMES.findall(content)}
    found, kept = direct(resources), DictionaryObject()
    for kind, things in dict.items(found) if isinstance(found, DictionaryObject) else ():
        of_kind = direct(things)
        if isinstance(of_kind, DictionaryObject) and (
            those := {key: value for key, value in dict.items(of_kind) if key in named or key.startswith(_IMPLIED)}
        ):
            dict.__setitem__(kept, kind, DictionaryObject(those))
    return kept


def _stands_apart(thing: PdfObject) -> bool:
    value = direct(thing)
    if not isinstance(value, DictionaryObject):
        return False
    return dict.get(value, "/Type") == "/Font" or dict.get(value, "/Subtype") == "/Image"


def _special_filters(stream: StreamObject) -> list[str]:
    """Return the filters that say what kind of data it is."""
    named = direct(dict.get(stream, "/Filter"))
    filters: Iterable[PdfObject | None] = map(direct, named) if isinstance(named, ArrayObject) else [named]
    return [str(each) for each in filters if isinstance(each, NameObject) and each not in _GENERIC]


def _token(value: object) -> bytes:
    """Return the one form of a value that holds no others."""
    match value:
        case None | NullObject():
            return b"n "
        case BooleanObject():
            return b"t " if value.value else b"f "
        case NameObject():
            return _counted(b"/", str(value).encode(errors="surrogateescape"))
        case TextStringObject():
            return _counted(b"(", value.original_bytes)
        case ByteStringObject() | bytes():
            return _counted(b"(", bytes(value))
        case NumberObject() | int():
            return b"#%d " % value
        case FloatObject() | float():
            return f"#{float(value):.5f}".rstrip("0").rstrip(".").encode() + b" "
        case _:
            return _counted(b"?", str(value).encode(errors="replace"))


def _counted(kind: bytes, data: bytes) -> bytes:
    return b"%b%d:%b" % (kind, len(data), data)
