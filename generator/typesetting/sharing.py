"""Setting text whose personal parts are not known yet: what must be true of them is noted, and checked for each person.

A stand-in is taken to fit its line; each such line is noted as a ``Fit``. People whose names fit share what was set;
for others it is set anew, with their names. Initials are given the room of the widest usual ones. Asking how wide any
other stand-in is raises ``Measured``: what depends on that cannot be shared.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from generator.standins import EVERY, INITIALS, WIDEST_INITIALS, holds
from generator.typesetting.display_text import DisplayText

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.fonts.faces import Face
    from generator.model.layout import TypeStyle
    from generator.typesetting.display_text import Metrics


_MOST_WIDTHS = 4096
"""Widths remembered at a time; a bank's words in each of their sizes are fewer."""


class Measured(Exception):
    """A place in the layout depends on the width of something personal."""


class Fit(NamedTuple):
    """A text that must not be wider than its line."""

    text: str
    face: Face
    size: float
    width: float


class StandInMetrics:
    """The metrics of typefaces that have stand-ins too; how wide words are is remembered."""

    def __init__(self, metrics: Metrics, width: Callable[[str, Face, float], float] | None = None) -> None:
        """Take the metrics, and their widths as they are remembered already."""
        self._metrics = metrics
        self._width = width or lru_cache(_MOST_WIDTHS)(metrics.width)
        self._narrowest: dict[tuple[str, Face, float], float] = {}

    def apart(self) -> StandInMetrics:
        """Return one of the same typefaces with nothing noted yet."""
        return StandInMetrics(self._metrics, self._width)

    def note(self, text: str, face: Face, size: float, width: float) -> None:
        """Note that the text must fit the width."""
        key = (text, face, size)
        self._narrowest[key] = min(width, self._narrowest.get(key, width))

    def take_over(self, other: StandInMetrics) -> None:
        """Note what another one has noted."""
        narrowest = self._narrowest
        for key, width in other._narrowest.items():
            if width < narrowest.get(key, inf):
                narrowest[key] = width

    def fits(self) -> tuple[Fit, ...]:
        """Return everything noted, each text with its narrowest line."""
        return tuple(Fit(*key, width) for key, width in self._narrowest.items())

    def width(self, text: str, face: Face, size: float) -> float:
        """Return the advance width of covered text, points; raises ``Measured``."""
        if text.isascii() or not holds(text):
            return self._width(text, face, size)
        if text not in INITIALS:
            raise Measured
        room = self._width(WIDEST_INITIALS, face, size)
        self.note(text, face, size, room)
        return room

    def covers(self, character: str) -> bool:
        """Tell whether any typeface at hand has the character."""
        return character in EVERY or self._metrics.covers(character)

    def x_height(self, face: Face) -> float:
        """Return the height of lower-case letters as a fraction of the type size."""
        return self._metrics.x_height(face)

    def cap_height(self, face: Face) -> float:
        """Return the height of capitals as a fraction of the type size."""
        return self._metrics.cap_height(face)


class StandInShowing(DisplayText):
    """Shows stand-ins as they are, and notes where they must fit."""

    def __init__(self, metrics: StandInMetrics, plain: set[str] | None = None) -> None:
        super().__init__(metrics, plain)
        self.noted = metrics

    def apart(self) -> StandInShowing:
        """Return one that shows alike and has nothing noted yet."""
        return StandInShowing(self.noted.apart(), self.plain)

    def take_over(self, other: DisplayText) -> None:
        """Note what another one has noted."""
        super().take_over(other)
        if isinstance(other, StandInShowing):
            self.noted.take_over(other.noted)

    def assumed_to_fit(self, text: str, kind: TypeStyle, width: float) -> bool:
        """Tell whether the text holds a stand-in, and note that it must fit."""
        if not holds(text):
            return False
        self.noted.note(text, kind.face, kind.size, width)
        return True
