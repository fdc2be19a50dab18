"""The catalogue of a language: its messages by their English ones, and how it writes dates and lists.

English is in the code and reads nothing. Other languages are prepared (``generator.words.prepare``) from the ``.po``
files beside this module, which translators edit, and from CLDR.
"""

import json
import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

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
    parts = tag.replace("_", "-").casefold().split("-")
    if parts[0] == "zh" and _TRADITIONAL.intersection(parts):
        return ""
    while parts:
        wanted = "-".join(parts)
        if found := there.get(wanted) or there.get(aliases.get(wanted, "").casefold()):
            return found
        parts.pop()
    return ""


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
    with open(os.path.join(_PREPARED, "languages.json"), encoding="utf-8") as file:
        return {tag: LanguageInfo(**told) for tag, told in json.load(file).items()}


def load_keys() -> tuple[str, ...]:
    """Return the keys of all messages, as ``Catalogue.messages`` has them, in the code's order."""
    with open(os.path.join(_PREPARED, "keys.json"), encoding="utf-8") as file:
        return tuple(json.load(file))


def load_catalogue(language: str) -> Catalogue:
    """Return the catalogue of a shipped language, by its own tag."""
    with open(os.path.join(_PREPARED, f"{language}.json"), encoding="utf-8") as file:
        data = json.load(file)
    messages = {key: text if isinstance(text, str) else tuple(text) for key, text in data["messages"].items()}
    return Catalogue(language, messages, data["plural"], find_locale(language))


def find_locale(tag: str) -> Locale:
    """Return how the language of a tag writes dates and lists; as English does where CLDR's data is not here."""
    with open(os.path.join(_PREPARED, LOCALES), encoding="utf-8") as file:
        locales = json.load(file)
    parts = _ALIASES.get(tag, tag).split("-")
    while parts:
        if found := locales.get("-".join(parts)):
            return Locale(**{**found, "months": tuple(found["months"])})
        parts.pop()
    return Locale()


@cache
def list_months() -> tuple[tuple[str, ...], ...]:
    """Return the names of the months in every language that CLDR's data is here for."""
    with open(os.path.join(_PREPARED, LOCALES), encoding="utf-8") as file:
        return tuple(tuple(locale["months"]) for locale in json.load(file).values())


@cache
def plural_rule(expression: str) -> Callable[[int], int]:
    """Return the rule of a ``Plural-Forms`` expression; raise ``ValueError`` for one that is none."""
    if expression == Catalogue().plural:
        return lambda number: int(number != 1)
    from gettext import c2py  # noqa: PLC0415 - English needs no rule

    rule: Callable[[int], int] = c2py(expression)
    return rule
