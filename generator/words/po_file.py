"""Read the messages of a gettext ``.po`` file: those that are shipped, or words of the user's own; needs polib.

A translation has the places of its message and no others; so a file of a stranger can say what it likes, and fills in
nothing but what the message does.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, Problem, escape
from generator.words.catalogue import SEPARATOR, plural_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from polib import POEntry, POFile

_PLURAL = re.compile(r"nplurals\s*=\s*([1-9])\s*;\s*plural\s*=\s*([^;]{1,500});?\s*")
_LINE = re.compile(r"line (\d+)")
_ENGLISH_PLURAL = "nplurals=2; plural=(n != 1);"
_FORMATTER = string.Formatter()


class Translations(NamedTuple):
    """What a file says."""

    language: str
    """A BCP 47 tag; empty where the file names none."""
    plural: str
    """The rule of its ``Plural-Forms``."""
    messages: Mapping[str, str | tuple[str, ...]]
    """By context, ``SEPARATOR`` and English text; those that are translated."""
    state: str
    """``draft``, or ``reviewed`` and by whom."""


def read_po(text: str, source: str) -> Translations:
    """Return what a ``.po`` file says; fuzzy translations are left out, as other programs do.

    Raises ``InvalidInput`` with every problem: no such file, places other than the message's, too few plural forms.
    """
    file = _parse(text, source)
    forms, plural = read_plural(file, source)
    entries = [entry for entry in file if entry.translated()]
    problems = [problem for entry in entries for problem in _check(entry, forms, source)]
    if problems:
        raise InvalidInput(problems)
    return Translations(
        file.metadata.get("Language", "").replace("_", "-"),
        plural,
        {f"{entry.msgctxt or ''}{SEPARATOR}{entry.msgid}": _translation(entry) for entry in entries},
        file.metadata.get("X-State", "draft"),
    )


def _parse(text: str, source: str) -> POFile:
    import polib  # noqa: PLC0415 - an extra

    problem = Problem(source, "is no .po file", "Save it with an editor for translations, such as Poedit.")
    if "msgid" not in text:
        raise InvalidInput([problem])
    try:
        return polib.pofile(text)
    except (OSError, ValueError, IndexError) as error:
        line = _LINE.search(str(error))
        raise InvalidInput([problem._replace(line=int(line[1]) if line else None)]) from None


def read_plural(file: POFile, source: str) -> tuple[int, str]:
    """Return how many plural forms a file has, and the rule that chooses one. Raises ``InvalidInput``."""
    given = file.metadata.get("Plural-Forms", _ENGLISH_PLURAL)
    found = _PLURAL.fullmatch(given)
    try:
        if found:
            plural_rule(found[2])
            return int(found[1]), found[2].strip()
    except ValueError:
        pass
    hint = "Take the one that your editor knows for the language."
    raise InvalidInput([Problem(source, f"Plural-Forms '{escape(given)}' is not understood", hint)])


def _check(entry: POEntry, forms: int, source: str) -> Iterator[Problem]:
    """Yield what is wrong with a translation."""
    texts = [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(texts) != forms:
        message = f"'{escape(entry.msgid)}' has {len(texts)} plural forms of {forms}"
        yield Problem(source, message, "Add the others.", entry.linenum)
    wanted = _find_places(entry.msgid) | _find_places(entry.msgid_plural)
    for text in texts:
        try:
            found = _find_places(text)
        except ValueError:
            found = {"{"}
        if found != wanted and not (entry.msgid_plural and found < wanted and wanted - found == {"number"}):
            listed = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
            message = f"'{escape(text)}' has other places than its message"
            yield Problem(source, message, f"There are: {listed}.", entry.linenum)


def _find_places(text: str) -> set[str]:
    """Return the names of the places in a text; raise ``ValueError`` for braces that are no place."""
    parts = [_Part(*part) for part in _FORMATTER.parse(text)]
    if any(part.format_spec or part.conversion or part.field_name == "" for part in parts):
        raise ValueError(text)
    return {part.field_name for part in parts if part.field_name is not None}


class _Part(NamedTuple):
    literal: str
    field_name: str | None
    format_spec: str | None
    conversion: str | None


def _translation(entry: POEntry) -> str | tuple[str, ...]:
    if not entry.msgid_plural:
        return str(entry.msgstr)
    return tuple(str(entry.msgstr_plural[form]) for form in sorted(entry.msgstr_plural))
