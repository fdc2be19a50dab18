"""What a document says about itself, and the files it carries."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Duplex(StrEnum):
    """How a viewer's print dialogue sets the sides of the paper (ISO 32000-1, table 150)."""

    ASKED = ""
    """As whoever prints has it."""
    LONG_EDGE = "DuplexFlipLongEdge"
    SHORT_EDGE = "DuplexFlipShortEdge"


class Printing(NamedTuple):
    """What a document asks of the print dialogue."""

    duplex: Duplex = Duplex.ASKED
    true_size: bool = False
    """Whether pages keep their size, for what is cut or folded to measure."""

    def preferences(self) -> bytes:
        """Return the entries of the viewer preferences (ISO 32000-1, table 150)."""
        duplex = b"/Duplex/%b" % self.duplex.encode() if self.duplex else b""
        scaling = b"/PrintScaling/None" if self.true_size else b""
        return duplex + scaling


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
    printing: Printing = Printing()
    right_to_left: bool = False
    """Whether pages follow each other from right to left."""

    def preferences(self) -> bytes:
        """Return the viewer preferences of a catalogue, which shows its title in the window (ISO 14289-1, 7.1)."""
        direction = b"/Direction/R2L" if self.right_to_left else b""
        return b"/ViewerPreferences<</DisplayDocTitle true%b%b>>" % (direction, self.printing.preferences())


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
