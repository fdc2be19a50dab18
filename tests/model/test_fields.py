"""The fields of a sheet: paths there and back, and everything that a row of ``SHEET_FIELDS`` needs elsewhere."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from generator.files.shipped import package_file
from generator.model.answers import Answers
from generator.model.fields import SHEET_FIELDS, FieldId, FieldKind, SheetField, parse_field_id
from generator.model.people import People
from generator.model.sources import describe_field, list_fields
from tests.formats.worksheets import WORKSHEET

IDS = [field.key for field in SHEET_FIELDS]


def schema(name: str) -> dict[str, Any]:
    return dict(json.loads(Path(package_file("data", "schemas", f"{name}.json")).read_bytes())["properties"])


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind is not FieldKind.DECISION])
def test_a_path_is_the_field_again(kind: FieldKind) -> None:
    field_id = FieldId(kind, "hopes" if "{question}" in kind else "", 4 if "{number}" in kind else 0)
    assert parse_field_id(field_id.path) == field_id


@pytest.mark.parametrize("path", ["", "answer/hopes", "answer/hopes/p0", "answer/Hopes/p1", "agreement/1/decision"])
def test_another_path_is_no_field(path: str) -> None:
    assert parse_field_id(path) is None


@pytest.mark.parametrize("field", SHEET_FIELDS, ids=IDS)
def test_a_field_of_the_sheet_is_an_attribute_of_the_answers(field: SheetField) -> None:
    assert field.key in {attribute.name for attribute in fields(Answers)}


@pytest.mark.parametrize("field", SHEET_FIELDS, ids=IDS)
def test_a_field_of_the_sheet_stands_in_the_schemas(field: SheetField) -> None:
    written = schema("answers")
    assert field.key in (written[field.group]["properties"] if field.group else written)
    assert field.key in schema("alliance")


@pytest.mark.parametrize("field", SHEET_FIELDS, ids=IDS)
def test_a_field_of_the_sheet_has_words_and_a_place_on_a_worksheet(field: SheetField) -> None:
    assert describe_field(FieldId(field.kind), People(("Ana", "Ben")))
    assert set(field.ids(2)) <= set(list_fields(WORKSHEET))
