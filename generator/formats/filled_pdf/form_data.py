"""The contents of a form before they have a meaning: plain values that pass from one process to another."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import NamedTuple

DEFINITION_FILE = "worksheet.json"
ALLIANCE_FILE = "alliance.json"
BRAND_FILE = "brand.json"

MOST_MARKS = 2_000
"""Marks beside the fields of one document."""
MOST_TEXT = 4_000_000
"""Characters in all fields together."""
REPAIRED = "had to be repaired to be read"
UNUSUAL = "has tables of objects that not every reader understands"
NEWER_OBJECTS = "holds objects of a later save that its table of objects does not lead to"
FAILED_CHECKSUM = "holds compressed data that fail their checksum"


class ReadFailure(StrEnum):
    """Why a document could not be read."""

    NONE = ""
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_MUCH = "too much"


class RawField(NamedTuple):
    """A field with a name of ours, not interpreted."""

    name: str
    text: str
    """Its value, with ``\\n`` as line breaks; of a checkbox, its state's name."""
    state: str = ""
    """Of a checkbox, the state that it shows, by its name (``/AS``); empty where there is none."""
    lost: bool = False
    """Whether characters were lost."""
    guess: str = ""
    """The encoding that was assumed for the text, where it is in none that a PDF may have."""
    second: bool = False
    """Whether the second reader found it."""
    drawn: bool = False
    """Whether the text comes from the field's appearance, because it has no value."""


class RawMark(NamedTuple):
    """Something on a page that stands beside the fields."""

    kind: str
    """The annotation's subtype, such as ``FreeText``; ``Content`` for what was drawn into the page itself."""
    page: int
    """Counted from 1; 0 where that is not known."""
    text: str
    """What it says; empty for drawings."""
    field: str
    """The full name of the field that it lies on; empty for none."""
    box: tuple[float, ...] = ()
    """Left, low, right and high, points from the page's lower left corner; empty where that is not known."""


class RawPlace(NamedTuple):
    """Where a field stands."""

    page: int
    """Counted from 1."""
    box: tuple[float, ...]
    name: str
    """The field's full name."""


class FormData(NamedTuple):
    """The contents of a document that are ours."""

    failure: ReadFailure = ReadFailure.NONE
    fields: tuple[RawField, ...] = ()
    foreign: int = 0
    """Number of fields whose names are none of ours."""
    unreadable: int = 0
    """Number of fields that are damaged beyond reading."""
    attachments: tuple[tuple[str, str], ...] = ()
    """Name and text of the attached files with names of ours."""
    card: bool = False
    """Whether it is the card of an alliance, as it was written."""
    doubts: tuple[str, ...] = ()
    """Signs of damage that the reader went past: what follows "it", for a message."""
    altered: bool = False
    """Whether the data of an alliance are not those that its digest was taken of."""
    marks: tuple[RawMark, ...] = ()
    """Everything beside the fields that was not composed."""
    inner: tuple[str, ...] = ()
    """The names of PDFs that are attached to it, as to a portfolio."""
    foot: str = ""
    """The digest of an alliance in the foot of its pages, in short; empty for other documents."""
    places: tuple[RawPlace, ...] = ()
    """Where its fields stand; empty for exported data, which do not say."""
    scanned: bool = False
    """Whether its pages are pictures without text, where that is all that it has."""


def to_json(form_data: FormData) -> bytes:
    """Return the form's data as JSON, in ASCII."""
    return json.dumps(form_data).encode("ascii")


def from_json(text: bytes) -> FormData:
    """Return the form's data that ``to_json`` wrote."""
    failure, fields, foreign, unreadable, attachments, card, doubts, altered, marks, *further = json.loads(text)
    inner, foot, places, scanned = further
    return FormData(
        ReadFailure(failure),
        tuple(RawField(*field) for field in fields),
        foreign,
        unreadable,
        tuple((name, content) for name, content in attachments),
        card,
        tuple(doubts),
        altered,
        tuple(RawMark(kind, page, text, field, tuple(box)) for kind, page, text, field, box in marks),
        tuple(inner),
        foot,
        tuple(RawPlace(page, tuple(box), name) for page, box, name in places),
        scanned,
    )


def with_line_feeds(text: str) -> str:
    r"""Return the text with every kind of line end as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def replace_lone_surrogates(text: str) -> str:
    """Return the text with lone surrogates replaced by U+FFFD."""
    return text.encode("utf-16-be", errors="surrogatepass").decode("utf-16-be", errors="replace")
