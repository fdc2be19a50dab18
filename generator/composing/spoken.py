"""Texts in a language that is not their document's, and documents in two languages.

A document in two languages is composed once in each of them, and the second one's texts are put to those of the first,
to stand below them. So nothing that composes a document knows of a second language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar, cast

from generator.composing.document import Opening, Tent, Title
from generator.composing.letterhead import TitlePage

if TYPE_CHECKING:
    from generator.composing.document import Block, Document

_Value = TypeVar("_Value")
_SAID = frozenset(
    {"text", "title", "label", "what", "words", "heads", "items", "steps_title", "steps", "section", "spare"}
)
"""The fields of blocks that hold what the sheet says; all others are names, values, tooltips, or of the first alone."""
_LEADING = (Title, TitlePage, Tent)
"""The blocks that stand in the first language alone."""


class Spoken(str):
    """A text that also knows its language, or the same text in a second one; to all who do not ask, a plain text.

    Two are the same where all of that is: blocks that are remembered by value differ by it.
    """

    __slots__ = ("language", "second")
    language: str
    """A BCP 47 tag; empty for that of the document."""
    second: Spoken | None
    """What stands below it; None for nothing."""

    def __new__(cls, text: str, language: str = "", second: Spoken | None = None) -> Self:
        """Return the text in a language, with another one below it."""
        spoken = super().__new__(cls, text)
        spoken.language, spoken.second = language, second
        return spoken

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same text in the same languages; a plain text is in its document's alone."""
        if not isinstance(other, str):
            return NotImplemented
        return str(self) == str(other) and (self.language, self.second) == (language_of(other), second_of(other))

    def __hash__(self) -> int:
        """Return a hash that goes with ``__eq__``."""
        said = str(self)
        return hash((said, self.language, self.second)) if self.language or self.second else hash(said)


def language_of(text: str) -> str:
    """Return the tag of a text's language; empty for that of the document."""
    return text.language if isinstance(text, Spoken) else ""


def second_of(text: str) -> Spoken | None:
    """Return what stands below a text; None for nothing."""
    return text.second if isinstance(text, Spoken) else None


def pair(first: Document, second: Document, language: str) -> Document:
    """Return a document with the texts of the same one in a second language below its own; its foot is as it was.

    ``language`` is the second one's BCP 47 tag.
    """
    pairs = zip(first.blocks, second.blocks, strict=True)
    return first._replace(blocks=tuple(_pair_block(one, other, language) for one, other in pairs))


def _pair_block(one: Block, other: Block, language: str) -> Block:
    if isinstance(one, _LEADING):
        return one
    if isinstance(one, Opening) and isinstance(other, Opening):
        return one if one == other else one._replace(second=_speak_opening(other, language))
    return _pair(one, other, language)


def _pair(one: _Value, other: _Value, language: str, *, said: bool = False) -> _Value:
    """Return a value with the second language's texts put to those of its fields that are said."""
    if isinstance(one, str) and isinstance(other, str):
        spoken = Spoken(one, language_of(one), Spoken(other, language)) if said and other != one else one
        return cast("_Value", spoken)
    if not (isinstance(one, tuple) and isinstance(other, tuple)):
        return one
    if fields := getattr(one, "_fields", ()):
        values = (
            _pair(mine, yours, language, said=field in _SAID)
            for field, mine, yours in zip(fields, one, other, strict=True)
        )
        return cast("_Value", type(one)(*values))
    return cast(
        "_Value", tuple(_pair(mine, yours, language, said=said) for mine, yours in zip(one, other, strict=True))
    )


def _speak_opening(opening: Opening, language: str) -> Opening:
    return Opening(
        tuple(Spoken(text, language) for text in opening.paragraphs),
        Spoken(opening.steps_title, language),
        tuple(Spoken(text, language) for text in opening.steps),
    )
