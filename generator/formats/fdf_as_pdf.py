"""FDF as the PDF that it nearly is: another header, and a cross-reference table behind it.

The table is made by going over the objects in order: a search for them, as readers do where the table is missing, would
take ``1 0 obj`` in an answer for an object.
"""

from __future__ import annotations

import re

MARK = b"%FDF-"
HEADER_WITHIN = 1024
MOST_BRACKETS = 1_000
"""How deep the brackets of a string may be nested without a backslash; the rest of the file is lost behind more."""

_TOKENS = re.compile(
    rb"(?P<string>\()|(?P<comment>%[^\r\n]*+)|(?<![0-9])(?P<object>[0-9]{1,9})\s++[0-9]{1,5}\s++obj\b"
    rb"|(?P<stream>\bstream\r?\n)|(?P<trailer>\btrailer\b)|/Root\s++(?P<root>[0-9]{1,9}\s++[0-9]{1,5}\s++R)\b"
)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)


def as_pdf(data: bytes) -> bytes | None:
    """Return the file as a PDF; nothing where its beginning or its end is missing."""
    start = data.find(MARK, 0, HEADER_WITHIN)
    if start < 0:
        return None
    body = b"%PDF-" + data[start + len(MARK) :]
    offsets, root = _objects(body)
    if not offsets or not root:
        return None
    table = b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in sorted(offsets.items()))
    size = max(offsets) + 1
    end = b"\nxref\n0 1\n0000000000 65535 f \n%strailer\n<< /Root %s /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
    return body + end % (table, root, size, len(body) + 1)


def _objects(body: bytes) -> tuple[dict[int, int], bytes]:
    """Return where each object starts, the last of each number, and the reference to the root behind ``trailer``."""
    offsets: dict[int, int] = {}
    root = b""
    at, in_trailer = 0, False
    while found := _TOKENS.search(body, at):
        at = found.end()
        match found.lastgroup:
            case "string":
                at = _end_of_string(body, at)
            case "stream":
                end = body.find(b"endstream", at)
                at = end if end > 0 else len(body)
            case "object":
                offsets[int(found["object"])] = found.start()
            case "trailer":
                in_trailer = True
            case "root" if in_trailer:
                root = found["root"]
    return offsets, root


def _end_of_string(body: bytes, at: int) -> int:
    """Return the place behind a literal string, whose brackets may be nested (7.3.4.2)."""
    depth = 1
    while 0 < depth < MOST_BRACKETS and (found := _IN_STRING.search(body, at)):
        at = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
    return len(body) if depth else at
