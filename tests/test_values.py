"""Our named tuples do what those of ``typing`` do."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing
from pathlib import Path

import pytest

import generator
from generator.values import NamedTuple


class Point(NamedTuple):
    """A place."""

    x: int
    y: int = 0
    name: str = "here"

    @property
    def sum(self) -> int:
        """Both added up."""
        return self.x + self.y


class Theirs(typing.NamedTuple):
    x: int
    y: int = 0
    name: str = "here"


class Empty(NamedTuple):
    """Nothing."""


def test_fields_are_given_by_place_by_name_or_not_at_all() -> None:
    assert tuple(Point(1)) == (1, 0, "here")
    assert tuple(Point(1, name="there")) == (1, 0, "there")
    assert (Point(1, 2).x, Point(1, 2).y, Point(1, 2).name, Point(1, 2).sum) == (1, 2, "here", 3)
    assert tuple(Empty()) == ()


@pytest.mark.parametrize("arguments", [{}, {"x": 1, "z": 2}])
def test_what_does_not_fit_is_refused_in_the_words_of_python(arguments: dict[str, typing.Any]) -> None:
    with pytest.raises(TypeError) as theirs:
        Theirs(**arguments)
    with pytest.raises(TypeError) as ours:
        Point(**arguments)
    assert str(ours.value).removeprefix("Point.") == str(theirs.value).removeprefix("Theirs.")


def test_a_field_cannot_be_changed_nor_another_one_added() -> None:
    with pytest.raises(AttributeError):
        Point(1).x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Point(1).z = 2  # type: ignore[attr-defined]


def test_a_copy_with_other_values_is_of_the_same_class() -> None:
    other = Point(1)._replace(y=5)
    assert (type(other), tuple(other)) == (Point, (1, 5, "here"))
    with pytest.raises(TypeError, match="Point has no fields z"):
        Point(1)._replace(z=5)  # type: ignore[call-arg]


def test_values_survive_copying_and_another_process() -> None:
    for made in (copy.copy(Point(1)), copy.deepcopy(Point(1)), pickle.loads(pickle.dumps(Point(1)))):  # noqa: S301
        assert (type(made), made) == (Point, Point(1))


def test_they_are_taken_apart_by_match() -> None:
    match Point(1, 2):
        case Point(x, y, name):
            assert (x, y, name) == (1, 2, "here")


def test_they_show_themselves_as_those_of_typing_do() -> None:
    assert repr(Point(1)).removeprefix("Point") == repr(Theirs(1)).removeprefix("Theirs")
    assert Point(1)._asdict() == Theirs(1)._asdict()
    assert inspect.signature(Point).parameters.keys() == inspect.signature(Theirs).parameters.keys()
    assert (Point.__doc__, Point.__name__, Point.__module__) == ("A place.", "Point", __name__)


def test_equal_fields_are_equal_values_with_one_hash() -> None:
    assert (Point(1), hash(Point(1))) == ((1, 0, "here"), hash((1, 0, "here")))


def test_all_named_tuples_without_type_variables_are_ours() -> None:
    folder = Path(generator.__file__).parent
    slow = {path.relative_to(folder).as_posix() for path in folder.rglob("*.py") if _takes_theirs(path)}
    assert slow == {"batch/jobs.py", "batch/running.py", "values.py"}


def _takes_theirs(path: Path) -> bool:
    lines = path.read_text("utf-8").splitlines()
    return any("NamedTuple" in line for line in lines if line.strip().startswith("from typing import"))
