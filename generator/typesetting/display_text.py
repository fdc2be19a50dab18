"""What typesetting needs to know of typefaces, and what can be shown in them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from generator.fonts.direction import CONTROLS
from generator.typesetting.lines import SOFT_HYPHEN

if TYPE_CHECKING:
    from generator.fonts.faces import Face
    from generator.model.layout import TypeStyle
    from generator.typesetting.lines import Measure

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
TAB = "    "
_UNSEEN = frozenset("\u00ad\u180e\u200b\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
"""Soft hyphens, embeddings and overrides of direction, and other characters without width: they are left out."""
_WIDE_SPACE = "\u3000"
_LINE_ENDS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")


class Metrics(Protocol):
    """The measures of the typefaces that a document is set in."""

    def width(self, text: str, face: Face, size: float) -> float:
        """Return the advance width of covered text, points."""

    def covers(self, character: str) -> bool:
        """Tell whether any typeface at hand has the character."""

    def x_height(self, face: Face) -> float:
        """Return the height of lower-case letters as a fraction of the type size."""

    def cap_height(self, face: Face) -> float:
        """Return the height of capitals as a fraction of the type size."""


class _TypeMeasure(NamedTuple):
    """Measures texts in one face and size."""

    metrics: Metrics
    face: Face
    size: float

    def __call__(self, text: str) -> float:
        """Return the width of a text; points."""
        return self.metrics.width(text, self.face, self.size)


def measure_type(metrics: Metrics, face: Face, size: float) -> Measure:
    """Return the function that measures texts in one face and size; those for the same type are equal."""
    return cast("Measure", _TypeMeasure(metrics, face, size))  # mypy calls no named tuple


class DisplayText:
    """Makes text fit to be shown, and remembers every character that no typeface covers."""

    def __init__(self, metrics: Metrics, plain: set[str] | None = None) -> None:
        """Take the metrics, and characters that are known to be shown as they are; more are added to them."""
        self.metrics = self.unmarked = metrics
        """All texts, and those that are not assumed to fit, are measured by these."""
        self.plain: set[str] = set() if plain is None else plain
        self.missing_glyphs: dict[str, str] = {}
        """Each uncovered character, to a piece of the text in which it stood first."""

    def copy(self) -> DisplayText:
        """Return one that shows alike and has nothing to remember yet."""
        return DisplayText(self.metrics, self.plain)

    def merge(self, other: DisplayText) -> None:
        """Remember what another one remembers."""
        for character, text in other.missing_glyphs.items():
            self.missing_glyphs.setdefault(character, text)

    def display_lines(self, text: str) -> list[str]:
        """Return the text's lines as they are shown, before they are broken: see ``display_breakable``."""
        for end in _LINE_ENDS:
            if end in text:
                text = text.replace(end, "\n")
        return [self.display_breakable(part) for part in text.split("\n")]

    def display_breakable(self, text: str) -> str:
        """Return one line as ``display`` does, but with its soft hyphens, for ``lines.break_lines``."""
        if SOFT_HYPHEN not in text or not text.strip(SOFT_HYPHEN) or not self.metrics.covers(SOFT_HYPHEN):
            return self.display(text)
        return SOFT_HYPHEN.join(map(self.display, text.split(SOFT_HYPHEN)))

    def display(self, text: str) -> str:
        """Return one line as it is shown.

        In NFC; control characters and lone surrogates as U+FFFD, tabs, wide spaces and line ends as spaces, a character
        that no typeface covers as ``[U+4F60]``. Nothing stands for soft hyphens; marks of direction and isolates stay,
        for which nothing is drawn. A space where there is nothing else.
        """
        text = unicodedata.normalize("NFC", text)
        if self.plain.issuperset(text) or all(map(self._is_plain, text)):
            return text
        seen = unicodedata.normalize("NFC", "".join([character for character in text if character not in _UNSEEN]))
        if CONTROLS.issuperset(seen):
            return " "
        return "".join([self._display_character(character, text) for character in seen])

    def is_assumed_to_fit(  # see workflows.personalise
        self,
        text: str,  # noqa: ARG002
        kind: TypeStyle,  # noqa: ARG002
        width: float,  # noqa: ARG002
        *,
        is_cut: bool = False,  # noqa: ARG002
        is_shrunk: bool = False,  # noqa: ARG002
    ) -> bool:
        """Tell whether a shown text is taken to fit the width, unmeasured (as one with markers is).

        ``is_cut`` tells that it is cut where it does not, ``is_shrunk`` that it is shrunk when it is drawn.
        """
        return False

    def _is_plain(self, character: str) -> bool:
        if character in self.plain:
            return True
        plain = (
            unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}
            and character not in _UNSEEN
            and character not in CONTROLS
            and character != _WIDE_SPACE
            and self.metrics.covers(character)
        )
        if plain:
            self.plain.add(character)
        return plain

    def _display_character(self, character: str, text: str) -> str:
        if character in CONTROLS or self._is_plain(character):
            return character
        if character == "\t":
            return TAB
        if character == "\n" or character in _LINE_ENDS:
            return " "
        if character == _WIDE_SPACE:
            return " "
        if unicodedata.category(character) in {"Cc", "Cs"}:
            return REPLACEMENT
        self.missing_glyphs.setdefault(character, text)
        return f"[U+{ord(character):04X}]"
