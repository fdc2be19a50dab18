"""The columns of an export of a form service that hold names, by their headers and by what stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.errors import Problem, escape
from generator.formats.located.csv_table import is_spreadsheet_error
from generator.model.question_lookup import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.returned_answers import LocatedText

_NAMES = {
    "name", "names", "your name", "full name", "your full name", "first name", "first and last name", "person",
    "participant", "respondent", "what is your name", "whats your name", "who are you",
}  # fmt: skip
_GIVEN = {"first name", "given name", "your first name", "vorname", "prénom", "nombre", "nome", "voornaam"}
_FAMILY = {"last name", "family name", "surname", "your last name", "nachname", "nom", "nom de famille", "apellido",
           "apellidos", "sobrenome", "cognome", "achternaam"}  # fmt: skip
_ASKS_FOR_NAME = re.compile(r"(please )?(enter|type|write|give us|tell us|what is|whats) your (full )?name( please)?")
_UNASKED = {
    "id", "timestamp", "email", "e mail", "email address", "e mail address", "username", "score", "start time",
    "completion time", "last modified time", "language", "total points", "quiz feedback",
    "zeitstempel", "horodateur", "marca temporal", "carimbo de data hora", "tijdstempel", "informazioni cronologiche",
}  # fmt: skip
_TYPED = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
"""Two words, which no service writes into a column of its own."""
_TWIN = re.compile(r"[0-9]{1,2}\Z")
"""What spreadsheets append to the second header of two that are the same."""
_NOBODY = {"", "anonymous"}


def is_name_header(header: str) -> bool:
    """Tell whether a column with this header holds whole names: ``Name``, its twin ``Name2``, a request for one."""
    words = normalise(header)
    return words in _NAMES or _TWIN.sub("", words) in _NAMES or bool(_ASKS_FOR_NAME.fullmatch(words))


def is_unasked(header: str) -> bool:
    """Tell whether this is the header of a column that a form service adds itself."""
    return normalise(header) in _UNASKED


def has_names(headers: Sequence[str]) -> bool:
    """Tell whether among these headers are names, in one column or in two."""
    return any(map(is_name_header, headers)) or bool(_find_pair(headers))


def is_nobody(name: str) -> bool:
    """Tell whether this stands for no name."""
    return name.strip().casefold() in _NOBODY


def find_names(headers: Sequence[str], body: Sequence[Sequence[LocatedText]]) -> list[tuple[int, ...]]:
    """Return the columns that may hold the names, as numbers from 0; two numbers are a given and a family name.

    More than one where it cannot be told which. A column in which nobody is named counts only where all are such: a
    service's own stays empty where people are asked for their names.
    """
    pair = _find_pair(headers)
    found: list[tuple[int, ...]] = [
        (number,) for number, header in enumerate(headers) if is_name_header(header) and number not in pair
    ]
    choices = [*found, pair] if pair else found
    used = [columns for columns in choices if any(not is_nobody(join_name(row, columns)) for row in body)]
    return used or choices[:1]


def join_name(row: Sequence[LocatedText], columns: Sequence[int]) -> str:
    """Return the name in these columns of a row, a single space between its parts."""
    parts = [row[number].text for number in columns if number < len(row)]
    return " ".join(filter(None, map(str.strip, parts))) if len(columns) > 1 else "".join(parts)


def report_error(source: str, names: Sequence[LocatedText]) -> Problem | None:
    """Return the problem of a spreadsheet's error, such as ``#N/A``, where a name should be; None where is none."""
    for cell in names:
        if is_spreadsheet_error(cell.text):
            message = f"'{escape(cell.text.strip())}' is an error of the spreadsheet, no name"
            return Problem(source, message, "Mend the formula, and save the table anew.", cell.line, cell.column)
    return None


def report_unasked(
    source: str, header: Sequence[LocatedText], body: Sequence[Sequence[LocatedText]], names: Sequence[int]
) -> Iterator[Problem]:
    """Yield a problem for each of a form service's own columns, but those with the names, in which somebody typed."""
    for number, cell in enumerate(header):
        texts = (row[number].text for row in body if number < len(row))
        count = sum(bool(_TYPED.search(text)) for text in texts)
        if count and number not in names and is_unasked(cell.text):
            message = f"the column '{escape(cell.text)}' is a form service's own, and was left out ({count} typed)"
            hint = "Is it a question, then give it the question's text."
            yield Problem(source, message, hint, cell.line, cell.column)


def list_headers(headers: Sequence[str]) -> str:
    """Return the headers for a message, the first few of many."""
    shown = [f"'{escape(header.strip())}'" for header in headers if header.strip()]
    return ", ".join(shown[:8]) + (f" and {len(shown) - 8} more" if len(shown) > 8 else "")  # noqa: PLR2004


def _find_pair(headers: Sequence[str]) -> tuple[int, ...]:
    words = [normalise(header) for header in headers]
    given = [number for number, header in enumerate(words) if header in _GIVEN]
    family = [number for number, header in enumerate(words) if header in _FAMILY]
    return (given[0], family[0]) if len(given) == len(family) == 1 else ()
