"""What a reader of forms found, before it has a meaning: plain values that pass from one process to another."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

DEFINITION_FILE = "worksheet.json"
ALLIANCE_FILE = "alliance.json"

MOST_TEXT = 4_000_000
"""Characters in all fields together."""


class ReadFailure(StrEnum):
    """Why a document could not be read."""

    NONE = ""
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_MUCH = "too much"


@dataclass(frozen=True, slots=True)
class RawField:
    """A field of ours as it stands."""

    name: str
    text: str
    """Line breaks are ``\\n``; of a tick, its state's name."""
    ticked: bool
    """Whether the value, were it a tick's, means ticked."""
    damaged: bool
    """Whether characters were lost."""
    second: bool = False
    """Whether it is the second reader that has it so."""
    drawn: bool = False
    """Whether the text stands only in what the field shows, not in its value."""


@dataclass(frozen=True, slots=True)
class FormData:
    """What a document holds."""

    failure: ReadFailure = ReadFailure.NONE
    fields: tuple[RawField, ...] = ()
    foreign: int = 0
    """How many fields are none of ours."""
    unreadable: int = 0
    """How many fields are damaged beyond reading."""
    attachments: tuple[tuple[str, str], ...] = ()
    """Name and text of the attached files with names of ours."""
    card: bool = False
    """Whether it is the card of an alliance, as it was written."""


def to_json(scan: FormData) -> bytes:
    """Return the scan as JSON."""
    return json.dumps(asdict(scan)).encode("ascii")


def from_json(text: bytes) -> FormData:
    """Return the scan that ``to_json`` wrote."""
    data = json.loads(text)
    return FormData(
        ReadFailure(data["failure"]),
        tuple(RawField(**field) for field in data["fields"]),
        data["foreign"],
        data["unreadable"],
        tuple((name, content) for name, content in data["attachments"]),
        data["card"],
    )


def means_ticked(state: str) -> bool:
    """Tell whether a tick box of this state, by its name, is ticked."""
    return state.strip().lower() not in {"", "off"}


def with_line_feeds(text: str) -> str:
    r"""Return the text with every kind of line end as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
