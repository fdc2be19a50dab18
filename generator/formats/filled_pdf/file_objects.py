"""The objects of a PDF or an FDF file as they stand in its bytes, whatever its cross-reference table says.

The bytes are gone over in order, past strings, comments and streams: a plain search for objects, as readers do where
the table is missing, would take ``1 0 obj`` in an answer for one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_BRACKETS = 1_000
"""How deep the brackets of a string may be nested without a backslash; the rest of the file is lost behind more."""
_TOKENS = re.compile(
    rb"(?P<string>\()|(?P<comment>%[^\r\n]*+)|(?<![0-9])(?P<object>[0-9]{1,9})\s++[0-9]{1,5}\s++obj\b"
    rb"|(?P<stream>\bstream\r?\n)|(?P<trailer>\btrailer\b)|/Root\s++(?P<root>[0-9]{1,9}\s++[0-9]{1,5}\s++R)\b"
)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)


class FileObjects(NamedTuple):
    """Where the objects of a file begin."""

    offsets: dict[int, int]
    """The offset of the last object of each number, bytes from the file's beginning."""
    root: bytes
    """The reference to the root in the last ``trailer``; empty where there is none."""


def find_objects(data: bytes) -> FileObjects:
    """Return the objects that stand in a file by themselves; those in object streams are not among them."""
    offsets: dict[int, int] = {}
    root = b""
    at, in_trailer = 0, False
    while found := _TOKENS.search(data, at):
        at = found.end()
        match found.lastgroup:
            case "string":
                at = _end_of_string(data, at)
            case "stream":
                end = data.find(b"endstream", at)
                at = end if end > 0 else len(data)
            case "object":
                offsets[int(found["object"])] = found.start()
            case "trailer":
                in_trailer = True
            case "root" if in_trailer:
                root = found["root"]
    return FileObjects(offsets, root)


def _end_of_string(data: bytes, at: int) -> int:
    """Return the place behind a literal string, whose brackets may be nested (ISO 32000-1, 7.3.4.2)."""
    depth = 1
    while 0 < depth < MOST_BRACKETS and (found := _IN_STRING.search(data, at)):
        at = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
    return len(data) if depth else at
