"""Quotation marks: how each language draws those that are typed straight, and where it writes an apostrophe.

They are drawn by glyph codes (``drawing``), a code of its own for each way to quote, so that its marks know their
mirror images. By the Unicode CLDR (release 48, ``delimiters``), except within others in Polish and where a language
ends words with apostrophes, from which closing marks could not be told. Languages that put no spaces between words
have straight marks, for by its word alone it cannot be told whether a mark opens or closes.
"""

from typing import NamedTuple

Pair = tuple[str, str]
"""The glyph codes of the opening and the closing mark."""
APOSTROPHE = "\x88"
_ENGLISH, _ENGLISH_INNER = ("\x85", "\x86"), ("\x87", APOSTROPHE)
_GERMAN, _GERMAN_INNER = ("\x8c", "\x8d"), ("\x01", "\x02")
_POLISH, _POLISH_INNER = ("\x8e", "\x8f"), ("\x03", "\x04")
_POINTED, _SPACED = ("\x9a", "\x9b"), ("\x9c", "\x9d")
_ALIKE, _ALIKE_INNER = ("\x9e", "\x9e"), ("\x9f", "\x9f")
_LOW_INNER = ("\x05", "\x06")

_DOUBLE = {
    _ENGLISH: ("“", "”"),
    _GERMAN: ("„", "“"),
    _POLISH: ("„", "”"),
    _POINTED: ("«", "»"),
    _SPACED: ("«\N{NARROW NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}»"),
    _ALIKE: ("”", "”"),
}
_SINGLE = {
    _ENGLISH_INNER: ("‘", "’"),  # noqa: RUF001 - what is drawn
    _GERMAN_INNER: ("‚", "‘"),  # noqa: RUF001 - what is drawn
    _POLISH_INNER: ("‚", "’"),  # noqa: RUF001 - what is drawn
    _ALIKE_INNER: ("’", "’"),  # noqa: RUF001 - what is drawn
    _LOW_INNER: ("„", "“"),
}
QUOTATION_MARKS = {
    code: (typed, mark)
    for typed, marks in (('"', _DOUBLE), ("'", _SINGLE))
    for pair, drawn in marks.items()
    for code, mark in zip(pair, drawn, strict=True)
}
"""For each glyph code what is typed on a keyboard, and what draws it: a character, in French with a narrow space."""
MIRRORED_MARKS = {
    code: other
    for opening, closing in (*_DOUBLE, *_SINGLE)
    for code, other in ((opening, closing), (closing, opening))
    if opening != closing
}
"""The marks that mirror each other where text runs from right to left."""


class Quotation(NamedTuple):
    """How a language quotes."""

    double: Pair | None = None
    """What ``"`` is drawn as; None where it stays as it is typed."""
    single: Pair | None = None
    """What ``'`` is drawn as, but for apostrophes."""
    elided: str = ""
    """Words that begin with an apostrophe, as alternatives of a regular expression."""
    possessive: str = ""
    """Letters behind which a name ends with an apostrophe."""
    is_directional: bool = False
    """Whether words that run from right to left are quoted so, too."""


_ANYWHERE = "n"
"""Of rock 'n' roll."""
ENGLISH = Quotation(_ENGLISH, _ENGLISH_INNER, "tis|twas|em|n|til|cause|cos|bout")
_DUTCH = Quotation(_ENGLISH, _ENGLISH_INNER, "s|t|n|k|m|r|ns")
_LIKE_ENGLISH = Quotation(_ENGLISH, _ENGLISH_INNER, _ANYWHERE)
_LIKE_GERMAN = Quotation(_GERMAN, _GERMAN_INNER, _ANYWHERE)
_LIKE_RUSSIAN = Quotation(_POINTED, _LOW_INNER, _ANYWHERE)
_LIKE_ITALIAN = Quotation(_POINTED, _ENGLISH_INNER, _ANYWHERE)
_LIKE_SWEDISH = Quotation(_ALIKE, _ALIKE_INNER, _ANYWHERE)
_AS_TYPED = Quotation()
_QUOTATIONS: dict[str, Quotation] = {
    "": ENGLISH,
    "en": ENGLISH,
    "de": Quotation(_GERMAN, _GERMAN_INNER, "s|n|ne|nem|nen|ner|ran|rauf|raus|rein|rum|nauf|naus|nein", "sßxz"),
    "fr": Quotation(_SPACED, _ENGLISH_INNER, _ANYWHERE),
    "fr-ch": _LIKE_ITALIAN,
    "pl": Quotation(_POLISH, _POLISH_INNER, _ANYWHERE),
    "he": Quotation(_ALIKE, _ALIKE_INNER, is_directional=True),
    "ar": Quotation(_ENGLISH, _ENGLISH_INNER, is_directional=True),
    **dict.fromkeys(("nl", "af"), _DUTCH),
    **dict.fromkeys(
        ("es", "pt", "tr", "hi", "ko", "da", "cy", "eu", "fil", "ga", "gl", "id", "ms", "mt"), _LIKE_ENGLISH
    ),
    **dict.fromkeys(("cs", "dsb", "et", "hr", "hsb", "is", "lb", "mk", "sk", "sl"), _LIKE_GERMAN),
    **dict.fromkeys(("ru", "uk", "os", "sah"), _LIKE_RUSSIAN),
    **dict.fromkeys(("it", "el", "ca", "br", "nb", "nn", "no", "pt-pt", "sc"), _LIKE_ITALIAN),
    **dict.fromkeys(("sv", "fi", "se"), _LIKE_SWEDISH),
}


def find_quotation(language: str) -> Quotation:
    """Return how the language of a BCP 47 tag quotes: as it is typed where that is not known here."""
    subtags = language.casefold().split("-")
    tags = ("-".join(subtags[:count]) for count in range(len(subtags), 0, -1))
    return next((_QUOTATIONS[tag] for tag in tags if tag in _QUOTATIONS), _AS_TYPED)
