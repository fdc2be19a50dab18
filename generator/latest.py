"""What was made latest, kept to be used again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Value = TypeVar("Value")


class Latest(Generic[Value]):
    """So many values at most: those that were asked for latest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[Hashable, tuple[Value]] = {}
        self._last: tuple[Hashable, tuple[Value]] | None = None

    def __len__(self) -> int:
        return len(self._values)

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the key's value, made if need be."""
        if self._last and self._last[0] == key:  # to compare is less work than to hash, twice
            return self._last[1][0]
        found = self._values.pop(key, None)
        if found is None:
            found = (make(),)
            if len(self._values) >= self._most:
                del self._values[next(iter(self._values))]
        self._values[key] = found
        self._last = key, found
        return found[0]
