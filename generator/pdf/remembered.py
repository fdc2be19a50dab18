"""What was made of objects that documents share, remembered by the identity of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

_MOST = 4096
"""What is remembered at a time; a bank's groups in one layout are fewer."""
_Made = TypeVar("_Made")


class Remembered(Generic[_Made]):
    """What was made of objects, perhaps in several ways."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[_Made, object]] = {}

    def of(self, made_of: object, way: Hashable = None) -> _Made | None:
        """Return what was made of an object in this way."""
        found = self._kept.get((id(made_of), way))
        return found[0] if found else None

    def keep(self, made: _Made, made_of: object, way: Hashable = None, *others: object) -> _Made:
        """Remember and return what was made of an object, and of others whose identities are in the way."""
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[id(made_of), way] = made, (made_of, others)  # as long as they are kept, nothing else has their ids
        return made
