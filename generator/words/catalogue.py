"""The catalogue of a language: its messages by their English ones, and how it writes dates and lists.

English is in the code and reads nothing. Other languages are prepared (``generator.words.prepare``) from the ``.po``
files beside this module, which translators edit, and from CLDR.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

SEPARATOR = "\x04"
"""Between a message's context and its text, as in gettext's own files."""
LOCALES = "locales.json"
_PREPARED = os.path.join(os.path.dirname(__file__), "prepared")
_ALIASES = {"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "iw": "he", "no": "nb"}
"""Tags under which a language goes, too."""
_TRADITIONAL = {"hant", "tw", "hk", "mo"}
"""Subtags of Chinese that is written otherwise."""


class Locale(NamedTuple):
    """How a language writes dates and lists, from CLDR; by default as English does."""

    months: tuple[str, ...] = (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )  # fmt: skip
    """As they stand in a date."""
    date: str = "{day} {month} {year}"
    """With ``{number}``, that of the month, too."""
    moment: str = "{date}, {time}"
    """A date with its time."""
    two: str = "{0} and {1}"
    """A list of two."""
    start: str = "{0}, {1}"
    """Two of a longer list, before its end."""
    end: str = "{0} and {1}"
    """The last two of a longer list."""
    thousands: str = ","
    """Between the thousands of a number."""
    right_to_left: bool = False


class Catalogue(NamedTuple):
    """The messages of a language."""

    language: str = "en"
    """A BCP 47 tag."""
    messages: Mapping[str, str | tuple[str, ...]] = {}
    """By context, ``SEPARATOR`` and English text; of a message with a plural all its forms."""
    plural: str = "n != 1"
    """Which of the forms goes with a number: a C expression, as in gettext's ``Plural-Forms``."""
    locale: Locale = Locale()


ENGLISH_CATALOGUE = Catalogue()


def find_language(tag: str) -> str:
    """Return the shipped language that a BCP 47 tag asks for: its own, or that of fewer subtags; empty for none."""
    there = {language.casefold(): language for language in ("en", *describe_languages())}
    aliases = {alias.casefold(): language for alias, language in _ALIASES.items()}
    tag = tag.replace("_", "-").casefold()
    primary, *subtags = tag.split("-")
    if primary == "zh" and _TRADITIONAL.intersection(subtags):
        return ""
    found = (there.get(wanted) or there.get(aliases.get(wanted, "").casefold()) for wanted in truncate_tag(tag))
    return next(filter(None, found), "")


def truncate_tag(tag: str) -> Iterator[str]:
    """Yield a BCP 47 tag, and it with fewer and fewer subtags (RFC 4647, 3.4)."""
    subtags = tag.split("-")
    for count in range(len(subtags), 0, -1):
        yield "-".join(subtags[:count])


class LanguageInfo(NamedTuple):
    """What is told of a shipped language."""

    name: str
    """As its speakers call it."""
    state: str
    """``draft``, or ``reviewed by`` and by whom."""
    translated: int
    """How many messages are translated."""
    messages: int
    """How many there are."""


@cache
def describe_languages() -> Mapping[str, LanguageInfo]:
    """Return the languages that are shipped, without English, by their tags, sorted."""
    return {tag: LanguageInfo(**told) for tag, told in _load("languages.json").items()}


def load_keys() -> tuple[str, ...]:
    """Return the keys of all messages, as ``Catalogue.messages`` has them, in the code's order."""
    return tuple(_load("keys.json"))


def load_catalogue(language: str) -> Catalogue:
    """Return the catalogue of a shipped language, by its own tag."""
    data = _load(f"{language}.json")
    messages = {key: text if isinstance(text, str) else tuple(text) for key, text in data["messages"].items()}
    return Catalogue(language, messages, data["plural"], find_locale(language))


def find_locale(tag: str) -> Locale:
    """Return how the language of a tag writes dates and lists; as English does where CLDR's data is not here."""
    locales = _load(LOCALES)
    found = next(filter(None, map(locales.get, truncate_tag(_ALIASES.get(tag, tag)))), None)
    return Locale(**{**found, "months": tuple(found["months"])}) if found else Locale()


@cache
def list_months() -> tuple[tuple[str, ...], ...]:
    """Return the names of the months in every language that CLDR's data is here for."""
    return tuple(tuple(locale["months"]) for locale in _load(LOCALES).values())


def _load(name: str) -> Any:  # noqa: ANN401 - what a file of JSON holds
    """Return what is prepared in a file."""
    with open(os.path.join(_PREPARED, name), encoding="utf-8") as file:
        return json.load(file)


@cache
def plural_rule(expression: str) -> Callable[[int], int]:
    """Return the rule of a ``Plural-Forms`` expression; raise ``ValueError`` for one that is none."""
    if expression == ENGLISH_CATALOGUE.plural:
        return lambda number: int(number != 1)
    from gettext import c2py  # noqa: PLC0415 - English needs no rule

    rule: Callable[[int], int] = c2py(expression)
    return rule
