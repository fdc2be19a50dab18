"""Attached files: embedded file streams, their specifications and the name tree (ISO 32000-1, 7.11; ISO 19005-3, E)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.placeholders import join
from generator.pdf.syntax import date, name, references, text_string

if TYPE_CHECKING:
    from generator.pdf.document_info import Attachment
    from generator.pdf.placeholders import Body, Markers
    from generator.pdf.template import Objects

# PDF/A-3 wants a modification date with each attached file. Where none is given, the clock is no answer: the same
# input would give other bytes tomorrow. This one is as old as nothing of ours can be.
_UNKNOWN = b"(D:20000101000000+00'00')"


class Attached(NamedTuple):
    """Entries of the catalogue."""

    names: bytes
    associated: bytes


def attach(attachments: tuple[Attachment, ...], objects: Objects, markers: Markers) -> Attached | None:
    """Add the attachments' objects; return None where there are none."""
    if not attachments:
        return None
    specifications = {
        attachment.name: objects.add(_specification(attachment, objects, markers)) for attachment in attachments
    }
    # the tree's keys stand in the order of their bytes (7.9.6)
    keys = sorted((text_string(key), number) for key, number in specifications.items())
    tree = b" ".join(b"%b %d 0 R" % key for key in keys)
    return Attached(b"<</EmbeddedFiles<</Names[%b]>>>>" % tree, references(list(specifications.values())))


def _specification(attachment: Attachment, objects: Objects, markers: Markers) -> bytes:
    moment = date(attachment.modified) if attachment.modified else _UNKNOWN
    size, data = _open(attachment.data, markers)
    head = b"/Type/EmbeddedFile/Subtype%b/Params<</Size " % name(attachment.mime)
    file = objects.add_open_stream(join(head, size, b"/ModDate%b>>" % moment), data)
    file_name = text_string(attachment.name)
    return b"<</Type/Filespec/F%b/UF%b/Desc%b/AFRelationship/%b/EF<</F %d 0 R/UF %d 0 R>>>>" % (
        file_name,
        file_name,
        text_string(attachment.description),
        attachment.relationship.encode(),
        file,
        file,
    )


def _open(data: bytes, markers: Markers) -> tuple[Body, Body]:
    """Return the size of a file and its data, left open where it is a text of markers."""
    text = data.decode(errors="ignore") if len(data) <= _LONGEST_OPEN else ""
    if not markers.occur_in(text):
        return (b"%d" % len(data),), (data,)
    return markers.write(text, _size), markers.write(text, _encode)


_LONGEST_OPEN = 4
"""Bytes of a file that is open as a whole: a marker."""


def _size(text: str) -> bytes:
    return b"%d" % len(text.encode())


def _encode(text: str) -> bytes:
    return text.encode()
