"""What is made, and what every document says of itself."""

from __future__ import annotations

from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import escape
from generator.model.layout import Imposition, Part, Per
from generator.pdf.document_info import Attachment, Duplex, Printing, Properties, Relationship
from generator.pdf.placeholders import NO_MARKERS, Markers
from generator.workflows.script_remarks import describe_scripts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from generator.model.layout import Layout
    from generator.model.worksheet import Worksheet
    from generator.typesetting import DisplayText
    from generator.typesetting.page import Pages
    from generator.words.messages import Words

BRAND_DATA = "brand.json"
_SIDES = 2
"""Of a sheet."""
_MOST_NAMED = 5
"""So many characters that no typeface has are named; of more, how many there are."""
_CONTEXT = 30
"""How many characters before and after an uncovered one are shown."""


class RenderedFile(NamedTuple):
    """A finished file."""

    data: bytes
    pages: int
    remarks: tuple[str, ...]
    """What the user should know: characters that no typeface covers."""
    identity: str = ""
    """Of the worksheet; empty for other files."""
    left_out: tuple[Part, ...] = ()
    """The parts of a worksheet that made way for its questions."""
    sha256: str = ""
    """Of the data of a worksheet, in hexadecimal digits; empty for other files."""


class SetPages(NamedTuple):
    """The pages of a file that is not made, or not yet."""

    pages: Pages
    remarks: tuple[str, ...]
    """As those of the file."""
    values: Mapping[str, str] = MappingProxyType({})
    """What fills the pages' markers."""
    markers: Markers = NO_MARKERS


def properties_of(worksheet: Worksheet, people: Sequence[str], date: dt.datetime | None) -> Properties:
    """Return the metadata of a worksheet or of its alliance; ``people`` are their names, which may be empty."""
    bank = worksheet.bank
    title = worksheet.words.title_with_people(bank.title, people)
    return Properties(
        title, bank.language, subject=bank.attribution, date=date, right_to_left=worksheet.words.right_to_left
    )


def printing_of(layout: Layout, pages: Pages) -> Printing:
    """Return how a worksheet in this layout is to be printed."""
    if Part.CARDS in layout.parts:
        return Printing(Duplex.LONG_EDGE, true_size=True)
    if layout.imposition is Imposition.BOOKLET and len(pages.pages) > pages.printed:
        return Printing(Duplex.SHORT_EDGE, true_size=True)
    if layout.canvas:
        return Printing(Duplex.SHORT_EDGE, true_size=True)
    on_leaves = layout.per is Per.PERSON or layout.max_pages == _SIDES
    return Printing(Duplex.LONG_EDGE) if on_leaves else Printing()


def set_language(layout: Layout, language: str) -> Layout:
    """Return the layout for text in a language, a BCP 47 tag: letters of some scripts and marks differ by it."""
    return layout._replace(faces=layout.faces._replace(language=language))


def attach_brand(layout: Layout, words: Words, date: dt.datetime | None) -> tuple[Attachment, ...]:
    """Return the file by which a document carries its layout's brand; nothing where it has none."""
    if layout.brand is None:
        return ()
    from generator.formats.embedded_brand import serialise_brand  # noqa: PLC0415 - few layouts have one

    data = serialise_brand(layout.brand).encode()
    return (Attachment(BRAND_DATA, "application/json", words.brand_file, data, Relationship.DATA, date),)


def remarks_on(display_text: DisplayText, pages: Pages) -> tuple[str, ...]:
    """Return what the user should know of what the pages show."""
    return (*_describe_missing(display_text.missing_glyphs), *describe_scripts(display_text, pages))


def _describe_missing(missing_glyphs: Mapping[str, str]) -> Iterator[str]:
    """Yield sentences on characters that no typeface has, given with the text that each is first in."""
    for character, text in islice(missing_glyphs.items(), _MOST_NAMED):
        code = f"U+{ord(character):04X}"
        where = escape(_around(character, text))
        yield f"No typeface has '{escape(character)}' ({code}); it stands as [{code}], first in: '{where}'."
    more = len(missing_glyphs) - _MOST_NAMED
    if more > 0:
        yield f"No typeface has {more} more character{'s' * (more > 1)}; they stand as their numbers, too."


def _around(character: str, text: str) -> str:
    """Return the piece of the text around the character, short enough to be shown whole."""
    start = max(0, text.find(character) - _CONTEXT)
    return text[start : start + 2 * _CONTEXT]
