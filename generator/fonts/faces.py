"""The typefaces of a document: which file draws which kind of text."""

from enum import StrEnum
from typing import NamedTuple


class Face(StrEnum):
    """The typefaces of a document, by what they are for; ``Faces`` says which they are."""

    TEXT = "text"
    """What people write: names, answers."""
    DISPLAY = "display"
    """What the sheet says: titles, questions, running text."""
    ITALIC = "italic"
    """What the sheet says in a lower voice: section titles, labels, steps."""
    SEMIBOLD = "semibold"
    """What the sheet says in a stronger voice: titles and questions of large print."""
    RUNNING = "running"
    """The same typeface as ``DISPLAY``, with old-style figures: sentences."""
    RUNNING_ITALIC = "running italic"
    """The same typeface as ``ITALIC``, with old-style figures: sentences in a lower voice."""
    FIELD = "field"
    """What is typed into fields on screen: one font for all alphabets (``Faces.field``)."""

    @property
    def with_old_style_figures(self) -> "Face":
        """The face for sentences; itself where there is none."""
        return _OLD_STYLE.get(self, self)

    @property
    def with_lining_figures(self) -> "Face":
        """The face for data."""
        return _LINING.get(self, self)


_OLD_STYLE = {Face.DISPLAY: Face.RUNNING, Face.ITALIC: Face.RUNNING_ITALIC}
_LINING = {running: face for face, running in _OLD_STYLE.items()}


class FontFile(NamedTuple):
    """A TrueType file, or for scripts that are shaped an OpenType file of any kind."""

    name: str
    """Its PostScript name; the name under which it is shipped."""
    data: bytes = b""
    """Its content; empty for one that is shipped."""
    number: int = 0
    """Of the typeface in a collection."""


NOTO_SANS = FontFile("NotoSans-Regular")
ATKINSON = FontFile("AtkinsonHyperlegibleNext-Regular")
ATKINSON_FIELD = FontFile("AtkinsonHyperlegibleNext-Field")
"""Atkinson Hyperlegible Next, and Noto Sans for the letters and signs that it lacks, as one font."""


class Faces(NamedTuple):
    """The typefaces that draw a document; what one of them lacks, that of fields, Noto Sans and DejaVu Sans lend."""

    text: FontFile = NOTO_SANS
    display: FontFile = FontFile("Vollkorn-Regular")
    italic: FontFile = FontFile("Vollkorn-Italic")
    semibold: FontFile = FontFile("Vollkorn-SemiBold")
    tracking: float = 0.0
    """Extra space after each character, except in fields; a fraction of the type size."""
    language: str = ""
    """A BCP 47 tag, by which letters of some scripts and quotation marks differ; English where it is empty."""
    given: tuple[FontFile, ...] = ()
    """Typefaces for scripts beyond Latin, Greek and Cyrillic, and for what all others lack."""

    @property
    def field(self) -> FontFile:
        """The typeface that fields are typed in: that of names and answers if it has, or is lent, every alphabet."""
        return ATKINSON_FIELD if self.text == ATKINSON else NOTO_SANS
