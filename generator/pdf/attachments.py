"""Attached files: embedded file streams, their specifications and the name tree (ISO 32000-1, 7.11; ISO 19005-3, E)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.pdf.holes import Kind, hole
from generator.pdf.syntax import date, name, references, text_string
from generator.pdf.writer import Section
from generator.standins import DEFINITION, RECORD

if TYPE_CHECKING:
    from generator.pdf.document_info import Attachment
    from generator.pdf.writer import Objects

# PDF/A-3 wants a modification date with each attached file. Where none is given, the clock is no answer: the same
# input would give other bytes tomorrow. This one is as old as nothing of ours can be.
_UNKNOWN = b"(D:20000101000000+00'00')"


class Attached(NamedTuple):
    """Entries of the catalogue."""

    names: bytes
    associated: bytes


def attach(attachments: tuple[Attachment, ...], objects: Objects) -> Attached | None:
    """Add the attachments' objects; return nothing where there are none."""
    if not attachments:
        return None
    specifications = {each.name: objects.add(_specification(each, objects))
                      for each in attachments}  # fmt: skip
    # the tree's keys stand in the order of their bytes (7.9.6)
    keys = sorted((text_string(key), number) for key, number in specifications.items())
    tree = b" ".join(b"%b %d 0 R" % key for key in keys)
    return Attached(b"<</EmbeddedFiles<</Names[%b]>>>>" % tree, references(list(specifications.values())))


def _specification(attachment: Attachment, objects: Objects) -> bytes:
    moment = date(attachment.modified) if attachment.modified else _UNKNOWN
    size, data, section = b"%d" % len(attachment.data), attachment.data, Section.CONSTANT
    if (open_one := attachment.data.decode(errors="ignore")) in {DEFINITION, RECORD}:
        size, data, section = hole(Kind.LENGTH, open_one), hole(Kind.BYTES, open_one), Section.PERSONAL
    file = objects.add_stream(
        b"/Type/EmbeddedFile/Subtype%b/Params<</Size %b/ModDate%b>>" % (name(attachment.mime), size, moment),
        data,
        section,
    )
    file_name = text_string(attachment.name)
    return b"<</Type/Filespec/F%b/UF%b/Desc%b/AFRelationship/%b/EF<</F %d 0 R/UF %d 0 R>>>>" % (
        file_name,
        file_name,
        text_string(attachment.description),
        attachment.relationship.encode(),
        file,
        file,
    )
