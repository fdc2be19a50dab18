from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import pytest

from generator.formats.located import nodes
from generator.formats.located.build import Builder
from generator.formats.located.json_nodes import read_json_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.formats.located.nodes import Node

Length = Annotated[float, "inches"]


class Shape(StrEnum):
    ROUND = "round"
    SQUARE = "square"


class Peg(NamedTuple):
    shape: Shape
    width: Length = 2.0
    length: float = 3.0
    painted: bool = False
    holes: int = 0
    made: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Box:
    label: str
    pegs: tuple[Peg, ...]
    prices: dict[Shape, int]
    spare: Peg | None = None
    of: str = "wood"


CONVERSIONS: dict[object, Callable[[Node], object]] = {
    Length: lambda node: float(nodes.get_text(node)) * 25.4,
    dt.date: lambda node: dt.date.fromisoformat(nodes.get_text(node)),
}


def node(data: object) -> Node:
    return read_json_text(json.dumps(data), "x.json").root


def test_a_record_has_its_keys_and_else_its_defaults() -> None:
    peg = {"shape": "round", "length": 4, "painted": True, "holes": 2.0}
    assert Builder().build(Peg, node(peg)) == Peg(Shape.ROUND, 2.0, 4.0, painted=True, holes=2)
    assert Builder().build(Peg, node({"shape": "square"})) == Peg(Shape.SQUARE)


def test_null_is_as_if_the_key_were_missing() -> None:
    assert Builder().build(Peg, node({"shape": "round", "length": None, "holes": None})) == Peg(Shape.ROUND)


def test_records_stand_in_tuples_dicts_and_dataclasses() -> None:
    data = {"label": "A", "pegs": [{"shape": "round"}], "prices": {"square": 5}, "spare": {"shape": "square"}}
    box = Box("A", (Peg(Shape.ROUND),), {Shape.SQUARE: 5}, Peg(Shape.SQUARE))
    assert Builder().build(Box, node(data)) == box


def test_what_is_missing_and_has_no_default_is_empty() -> None:
    assert Builder().build(Box, node({})) == Box("", (), {})
    assert Builder().build(Box, None) == Box("", (), {})


def test_a_type_may_have_a_conversion() -> None:
    peg = Builder(CONVERSIONS).build(Peg, node({"shape": "round", "width": 2, "made": "2026-12-04"}))
    assert peg.width == pytest.approx(50.8)
    assert (peg.length, peg.made) == (3.0, dt.date(2026, 12, 4))


def test_an_empty_text_is_none_where_that_is_allowed() -> None:
    assert Builder(CONVERSIONS).build(Peg, node({"shape": "round", "made": ""})).made is None


def test_a_field_may_have_a_key_of_another_name() -> None:
    assert Builder(keys={"of": "material"}).build(Box, node({"material": "tin"})).of == "tin"


def test_given_fields_are_taken_as_they_are() -> None:
    assert Builder().build(Box, node({"label": "A", "pegs": 1}), pegs=(Peg(Shape.ROUND),)).pegs == (Peg(Shape.ROUND),)


def test_a_type_that_cannot_be_built_is_refused() -> None:
    with pytest.raises(TypeError, match="no way to build"):
        Builder().build(bytes, node("x"))
