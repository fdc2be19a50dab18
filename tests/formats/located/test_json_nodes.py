from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.formats.located.json_nodes import read_json, read_json_text
from generator.formats.located.nodes import Mapping, Node, Scalar, ScalarStyle, Sequence, get_entries, get_items

if TYPE_CHECKING:
    from collections.abc import Callable


def refusal(text: str) -> str:
    with pytest.raises(InvalidInput) as failure:
        read_json(text.encode(), "a.json")
    return str(failure.value)


def plain(node: Node) -> object:
    """Return what ``json`` would make of it, numbers as text."""
    match node:
        case Scalar(text=text, style=ScalarStyle.BOOLEAN):
            return text == "true"
        case Scalar(style=ScalarStyle.NULL):
            return None
        case Scalar(text=text):
            return text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}


characters = st.characters(codec=None, exclude_categories=())
values = st.recursive(
    st.none() | st.booleans() | st.text(characters),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(characters), inner, max_size=4),
    max_leaves=20,
)


@given(value=values, indent=st.sampled_from([None, 0, 3]), ascii_only=st.booleans())
def test_json_of_any_shape_reads_as_json_reads_it(value: object, indent: int | None, ascii_only: bool) -> None:  # noqa: FBT001 - hypothesis passes by name
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert plain(read_json_text(text, "a.json").root) == json.loads(text)


@pytest.mark.parametrize("number", ["0", "-1.50", "1e400", "9" * 5000])
def test_a_number_keeps_its_literal_text(number: str) -> None:
    (item,) = get_items(read_json(f"[{number}]".encode(), "a.json").root)
    assert item == Scalar(number, 1, 2, ScalarStyle.NUMBER)


def test_every_value_knows_its_line_and_column() -> None:
    root = read_json('{\n  "é": 1,\n  "b": [true]}'.encode(), "a.json").root
    assert [(node.line, node.column) for _, node in get_entries(root)] == [(2, 8), (3, 8)]


def test_a_byte_order_mark_is_accepted() -> None:
    assert get_items(read_json(b"\xef\xbb\xbf[1]", "a.json").root) == (Scalar("1", 1, 2, ScalarStyle.NUMBER),)


def test_a_key_given_twice_names_both_lines() -> None:
    (problem,) = read_json(b'{"a": 1,\n "a": 2}', "a.json").problems
    assert str(problem) == "a.json:2:2: the key 'a' is given twice. It stands in line 1 already; keep one of them."


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_fifty_thousand_nested_brackets_are_refused(opening: str) -> None:
    assert "nesting deeper than 50 levels is not allowed. Close the brackets." in refusal(opening * 50_000)


def test_more_than_fifty_thousand_values_are_refused() -> None:
    assert "more than 50,000 values" in refusal("[" + "1," * 60_000 + "1]")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "a.json:1:1: the file ends where a value is missing"),
        ("[NaN]", "a.json:1:2: 'NaN' is no JSON value"),
        ("[-Infinity]", "a.json:1:2: '-' is no JSON value"),
        ("[01]", "a.json:1:3: a comma or ']' is missing here"),
        ("[1,]", "a.json:1:4: a comma stands before ']'"),
        ("[1", "a.json:1:3: a comma or ']' is missing here"),
        ("{\n1: 2}", "a.json:2:1: a key in double quotes is missing here"),
        ('{"a" 2}', "a.json:1:6: a colon is missing after the key 'a'"),
        ('["a\nb"]', "a.json:1:4: this is not a JSON string: invalid control character"),
        ('["a]', "a.json:1:2: this is not a JSON string: unterminated string"),
        ("[] x", "a.json:1:4: 'x' follows the end of the JSON"),
        ("{'a': 1}", "a.json:1:2: a key in double quotes is missing here"),
    ],
)
def test_a_fault_in_the_grammar_is_located(text: str, where: str) -> None:
    assert refusal(text).startswith(where)


def test_fifty_megabytes_are_refused() -> None:
    assert (
        refusal(" " * 50_000_000) == "a.json: the file is larger than 4 MB, which is the limit. Is it the right file?"
    )


@pytest.mark.parametrize("wrong", [lambda text: text[:-1], lambda text: text + "]"])
def test_what_is_not_whole_is_refused(wrong: Callable[[str], str]) -> None:
    assert refusal(wrong('{"a": [1, "b"]}'))
