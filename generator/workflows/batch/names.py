"""Names for the files of a batch: no two alike on any file system, and the same for the same rows in the same order."""

from __future__ import annotations

import unicodedata

from generator.files.names import LONGEST_NAME

_SUFFIX = ".pdf"


class Names:
    """The names claimed so far."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def claim(self, wanted: str) -> str:
        """Return the name (``x.pdf``, at most 150 bytes), numbered (``x-2.pdf``) where somebody has it already.

        Names that differ in case alone are one name on half of all systems, and here.
        """
        name, folded = wanted, _fold(wanted)
        number = self._last.get(folded, 1)
        while not self._took(name):
            number += 1
            name = _cut(wanted.removesuffix(_SUFFIX), f"-{number}{_SUFFIX}")
        if number > 1:
            self._last[folded] = number
        return name

    def _took(self, name: str) -> bool:
        """Take the name; return whether it was free."""
        folded = _fold(name)
        free = folded not in self._taken
        self._taken.add(folded)
        return free


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _cut(stem: str, ending: str) -> str:
    longest = LONGEST_NAME - len(ending.encode())
    return stem.encode()[:longest].decode(errors="ignore").rstrip("-") + ending
