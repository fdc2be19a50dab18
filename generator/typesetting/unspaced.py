"""Scripts that are written without spaces: where their words may be broken.

Chinese and Japanese are broken between any two characters but before closing punctuation and behind opening one, much
as UAX #14 has it; Korean at its spaces. Thai, Lao, Khmer and Burmese are broken between words, which takes ICU's
dictionaries, an extra; without it they are broken at their spaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FIRST_WIDE = "\u2e80"
_FIRST_SYLLABLE, _LAST_SYLLABLE = "\uac00", "\ud7a3"
_BLOCKS = ((0xE00, 0xF00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x19E0, 0x1A00), (0xA9E0, 0xAA00), (0xAA60, 0xAA80))
_BY_DICTIONARY = frozenset(chr(code) for start, end in _BLOCKS for code in range(start, end))
_NEVER_FIRST = "、。，．，：；・·！？!?…‥％%°℃‰’”)]}）］｝」』】〉》〕〗〙〛｠»›〜～゛゜ヽヾゝゞ々〻￠¢､｡,.:;/—―"  # noqa: RUF001 - as they are written
_NEVER_LAST = "（［｛「『【〈《〔〖〘〚｟‘“«‹([{￥＄￡¥$£№#＃"  # noqa: RUF001 - the same
_FIGURES = "0123456789"
"""They stay with what is counted."""
_JOINING = frozenset("\u00a0\u2060\u202f\ufeff")


def is_unspaced(text: str) -> bool:
    """Tell whether a text has words of such a script."""
    return not text.isascii() and (max(text) >= _FIRST_WIDE or needs_dictionary(text))


def split_unspaced(words: Iterable[str]) -> Iterator[str]:
    """Yield words, each with the white space behind it, in the parts between which they may be broken."""
    for word in words:
        if needs_dictionary(word):
            yield from _split_by_dictionary(word) if has_dictionary() else (word,)
        else:
            yield from _split_wide(word)


def list_words(text: str) -> list[str]:
    """Return the parts of a text that are not broken, without white space."""
    words = text.split()
    return [part.rstrip() for part in split_unspaced(words)] if is_unspaced(text) else words


def needs_dictionary(text: str) -> bool:
    """Tell whether a text has words that only a dictionary tells apart."""
    return not (text.isascii() or _BY_DICTIONARY.isdisjoint(text))


def has_dictionary() -> bool:
    """Tell whether ICU is installed."""
    from generator.fonts.scripts import find_package  # noqa: PLC0415 - few documents have such text

    return bool(find_package("icu4py"))


def _split_by_dictionary(word: str) -> Iterator[str]:
    from icu4py.breakers import LineBreaker  # noqa: PLC0415 - an extra

    return iter(LineBreaker(word, "th"))  # its dictionaries go by script, whatever the language


def _split_wide(word: str) -> Iterator[str]:
    start = 0
    for end in range(1, len(word)):
        if _may_break(word[end - 1], word[end]):
            yield word[start:end]
            start = end
    yield word[start:]


def _may_break(before: str, behind: str) -> bool:
    """Tell whether a line may end between two characters of a word."""
    if not (_is_wide(before) or _is_wide(behind)) or not _JOINING.isdisjoint((before, behind)):
        return False
    if behind == " " or behind in _NEVER_FIRST or before in _NEVER_LAST or before in _FIGURES:
        return False
    kind = category(behind)
    return not (kind[0] == "M" or kind in {"Pe", "Pf"} or category(before) in {"Ps", "Pi"})


def _is_wide(character: str) -> bool:
    return (
        character >= _FIRST_WIDE
        and east_asian_width(character) in {"W", "F"}
        and not _FIRST_SYLLABLE <= character <= _LAST_SYLLABLE
    )
