"""From a worksheet or an alliance to the bytes of its PDF: compose, typeset, prove, render."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.alliance import alliance_data, typed_texts
from generator.composing import compose_alliance, compose_worksheet
from generator.errors import shown
from generator.pdf import render
from generator.pdf.conformance import Conformance
from generator.pdf.fonts import fonts
from generator.pdf.properties import Attachment, Properties, Relationship
from generator.people import joined
from generator.proof import prove_complete
from generator.typesetting import Showing, typeset
from generator.worksheet import canonical, definition

if TYPE_CHECKING:
    import datetime as dt

    from generator.alliance import Alliance
    from generator.layout import Layout
    from generator.worksheet import Worksheet

WORKSHEET_DATA = "worksheet.json"
ALLIANCE_DATA = "alliance.json"
_CONTEXT = 30
"""How many characters before and after an uncovered one are shown."""


class Made(NamedTuple):
    """A finished file."""

    data: bytes
    pages: int
    remarks: tuple[str, ...]
    """What the user should know: characters that no typeface covers."""


def make_worksheet(worksheet: Worksheet, layout: Layout, *, fillable: bool, date: dt.datetime | None = None) -> Made:
    """Return the worksheet as a tagged PDF that claims PDF/UA-1; with form fields where ``fillable``.

    ``date`` (aware) is the date that the file tells; without one it tells none.
    """
    showing = Showing(fonts())
    pages = typeset(compose_worksheet(worksheet, layout), layout, fonts(), showing, fillable=fillable)
    data = Attachment(
        WORKSHEET_DATA,
        "application/json",
        "The definition of this worksheet",
        canonical(definition(worksheet)).encode(),
        Relationship.SOURCE,
        date,
    )
    properties = _properties(worksheet, joined(worksheet.people.names), date)
    rendered = render(pages, properties, conformance=Conformance.UA1, attachments=(data,))
    return Made(rendered, len(pages.pages), _uncovered(showing))


def make_alliance(alliance: Alliance, layout: Layout, *, date: dt.datetime | None = None) -> Made:
    """Return the alliance as a tagged PDF that claims PDF/A-3a and PDF/UA-1, its data attached as its source.

    Raises TextLost where the pages do not show every typed character.
    """
    showing = Showing(fonts())
    pages = typeset(compose_alliance(alliance), layout, fonts(), showing, fillable=False)
    prove_complete(typed_texts(alliance.answers), pages, showing)
    data = Attachment(
        ALLIANCE_DATA,
        "application/json",
        "The bank, the people, the picks and the answers of this alliance",
        canonical(alliance_data(alliance)).encode(),
        Relationship.SOURCE,
        date,
    )
    properties = _properties(alliance.worksheet, joined(alliance.people.labels()), date)
    rendered = render(pages, properties, conformance=Conformance.A3A_UA1, attachments=(data,))
    return Made(rendered, len(pages.pages), _uncovered(showing))


def _properties(worksheet: Worksheet, people: str, date: dt.datetime | None) -> Properties:
    bank = worksheet.bank
    title = f"{bank.title}: {people}" if people else bank.title
    return Properties(title, bank.language, author="", subject=bank.attribution, date=date)


def _uncovered(showing: Showing) -> tuple[str, ...]:
    return tuple(
        f"No typeface has '{shown(character)}' (U+{ord(character):04X}); it stands as [U+{ord(character):04X}], "
        f"first in: '{shown(_around(character, text))}'."
        for character, text in showing.uncovered.items()
    )


def _around(character: str, text: str) -> str:
    """Return the piece of the text around the character, short enough to be shown whole."""
    start = max(0, text.find(character) - _CONTEXT)
    return text[start : start + 2 * _CONTEXT]
