"""``NamedTuple`` as ``typing`` has it, defined in a fifth of the time.

``alliance compose`` needs more than a hundred of these classes, and to define them by ``typing.NamedTuple`` was a sixth
of all that it did: each is given methods of its own, one compiled from source text, and each of its types is looked at.
Here all share their methods and attributes, those with equally many fields share the code of ``__new__``, and nobody
looks at the types, so they may stand as text (``from __future__ import annotations``). Left out is what nobody uses
here: ``_make``, ``_field_defaults``, type variables.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from operator import itemgetter
from types import FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import CodeType
    from typing import NamedTuple, Self

__all__ = ["NamedTuple"]

_MOST = tuple(f"field{number}" for number in range(32))
"""As many fields as a class may have."""
_ATTRIBUTES = itemgetter(*_MOST)(vars(namedtuple("_Most", _MOST)))  # noqa: PYI024 - its attributes are wanted
"""What the class has for each field, by the field's place."""


class _Fields(tuple[object, ...]):
    """What all the classes have in common."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    def _replace(self, **others: object) -> Self:
        values = tuple(map(others.pop, self._fields, self))
        if others:
            raise TypeError(f"{type(self).__name__} has no fields {', '.join(others)}")
        return tuple.__new__(type(self), values)

    def _asdict(self) -> dict[str, object]:
        return dict(zip(self._fields, self, strict=True))

    def __getnewargs__(self) -> tuple[object, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{field}={value!r}' for field, value in self._asdict().items())})"


@cache
def _constructor(fields: int) -> CodeType:
    """Return the code of ``__new__`` for so many fields, whose names are still to be given."""
    names = "".join(f"{name}," for name in _MOST[:fields])
    function: FunctionType = eval(f"lambda _class, {names}: _new(_class, ({names}))")  # noqa: S307 - a text of ours
    return function.__code__


class _Definition(type):
    """Makes a class of what stands in its body."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
        if not bases:
            return super().__new__(cls, name, bases, body)
        types = body.get("__annotations__")
        fields = tuple(types) if isinstance(types, dict) else ()
        defaults = tuple(body[field] for field in fields if field in body)
        code = _constructor(len(fields)).replace(
            co_name="__new__", co_qualname=f"{body['__qualname__']}.__new__", co_varnames=("_class", *fields)
        )
        body |= zip(fields, _ATTRIBUTES, strict=False)
        body |= {"__slots__": (), "_fields": fields, "__match_args__": fields}
        body["__new__"] = FunctionType(code, {"_new": tuple.__new__}, None, defaults)
        return type(name, (_Fields,), body)


if not TYPE_CHECKING:

    class NamedTuple(metaclass=_Definition):
        """The base to give to a class whose body names its fields, their types and their defaults, if any."""
