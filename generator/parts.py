"""Sequences that are made of parts, and put together when they are asked for as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Generic, TypeVar, overload

_Each = TypeVar("_Each")
_InPart = TypeVar("_InPart")


class InParts(Sequence[_Each], Generic[_Each, _InPart]):
    """A sequence of what its parts hold, which is put together when it is asked for."""

    __slots__ = ("_flat", "parts")

    def __init__(self, parts: Iterable[_InPart]) -> None:
        self.parts = tuple(parts)
        self._flat: tuple[_Each, ...] | None = None

    def _within(self, part: _InPart) -> Iterable[_Each]:
        """Return what a part holds, as it is in the whole."""
        raise NotImplementedError

    @property
    def flat(self) -> tuple[_Each, ...]:
        """Everything."""
        if self._flat is None:
            self._flat = tuple(chain.from_iterable(map(self._within, self.parts)))
        return self._flat

    def __len__(self) -> int:
        return len(self.flat)

    @overload
    def __getitem__(self, index: int) -> _Each: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[_Each, ...]: ...

    def __getitem__(self, index: int | slice) -> _Each | tuple[_Each, ...]:
        """Return what stands there."""
        return self.flat[index]

    def __iter__(self) -> Iterator[_Each]:
        return iter(self.flat)

    def __eq__(self, other: object) -> bool:
        return self.flat == (other.flat if isinstance(other, InParts) else other)

    def __hash__(self) -> int:
        return hash(self.flat)
