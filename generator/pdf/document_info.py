"""What a document says about itself, and the files it carries."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class Properties(NamedTuple):
    """The document's metadata; written both as XMP and, with the same words, as the information dictionary."""

    title: str
    language: str
    """A language tag (RFC 5646), such as ``en-GB``."""
    author: str = ""
    subject: str = ""
    date: datetime | None = None
    """When it was made, with an offset from UTC; without it, the file tells no date."""
    kind: str = ""
    """What it is; mostly untold. Stands in the XMP packet only."""


class Relationship(StrEnum):
    """What an attached file is to the document (ISO 19005-3, annex E)."""

    SOURCE = "Source"
    """The document was made from it."""
    DATA = "Data"
    """It holds what the document shows."""


class Attachment(NamedTuple):
    """A file inside the file."""

    name: str
    mime: str
    description: str
    data: bytes
    relationship: Relationship = Relationship.SOURCE
    modified: datetime | None = None
    """With an offset from UTC."""
