from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InvalidInput
from generator.formats.located.yaml_brackets import follow_brackets, line_and_column
from generator.formats.located.yaml_nodes import read_yaml

FRAGMENTS = [*"[[[]]]{}{},:?-#\"''\\ab \n\t", ": ", ", ", "- ", "? ", "a: ", '""', "|\n  ", "\r\n", '"[" ', "x[ "]
LINES = [
    '- "[["',
    "- '[[ # it''s'",
    "- a[b",
    "- it's [",
    '- {a: b[c, d: "{"}',
    "- |\n  [[[\n  ' {",
    "- >-\n\n  [[[\n",
    "- a\n  [[ b",
    "- # [[",
    '- [a\n  "[", b#[, c #[\n  ]',
    '- [[a:b, it\'s, -"], "[": c]',
    '- ? ["a"]\n  : - []',
    "- [[]]: [a]",
]


@pytest.fixture(params=[True, False], ids=["libyaml", "PyYAML's own parser"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", request.param)


def refusal(source: str) -> str:
    with pytest.raises(InvalidInput) as failure:
        read_yaml(source.encode(), "a.yaml")
    return str(failure.value)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("beginning", "opening", "place"),
    [
        ("", "[", "1:51"),
        ("a: b\nc:\r\n", "[", "3:51"),
        ("a: b\n\u2028c: ", "{", "3:54"),
        ("", '["a[", [', "1:201"),
        ("", "[{a: ", "1:126"),
        ("", "[? ", "1:151"),
        ("", "- ", "1:101"),
        ("", "? ", "1:101"),
        ("- ? - ", "[", "1:57"),
        ("[a]: ", "[", "1:56"),
        ("[a", "[", "1:52"),
        ("[\"[\\\"\", 'it''s [', ", "[", "1:69"),
        ("%YAML 1.1\n--- # a\n", "{", "3:51"),
        ("a\n...\n", "[", "3:51"),
        ('"a"', "[", "1:54"),
        ("[]", "[", "1:53"),
        ("*a ", "[", "1:54"),
        ("- |\n  [[\n- [a #\n  ", "[", "4:52"),
    ],
)
def test_brackets_and_levels_without_end_are_refused_where_the_51st_begins(
    beginning: str, opening: str, place: str
) -> None:
    expected = f"a.yaml:{place}: nesting deeper than 50 levels is not allowed. Close the brackets."
    assert refusal(beginning + opening * 50_000) == expected


@pytest.mark.usefixtures("parser")
def test_block_mappings_without_end_are_refused() -> None:
    nested = "".join(f"{' ' * level}a:\n" for level in range(1_300))
    assert refusal(nested).startswith("a.yaml:51:51: nesting deeper than 50 levels")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "source",
    [
        '"@"',
        "'@'",
        "a: a@",
        "a: b\n  @",
        "a: b #@",
        "# @",
        "- |\n  @",
        "- >-\n\n  @\n- a",
        '[a, "@"]',
        "{a: '@', b: c}",
        "[a #@\n]",
        "[\"a\\\"@\", 'it''s @']",
        '? "@"\n: a',
        "- [a]\n- - b@\n- c",
    ],
)
def test_brackets_that_are_text_are_not_counted(source: str) -> None:
    assert read_yaml(source.replace("@", "[" * 900).encode(), "a.yaml").problems == ()


def test_levels_that_were_closed_are_not_counted() -> None:
    deep = "".join(f"{' ' * level}a:\n" for level in range(40)) + " " * 40 + "b\n"
    assert read_yaml(f"x: {'[' * 40}{']' * 40}\n{deep}c: {'[' * 40}{']' * 40}\n".encode(), "a.yaml").problems == ()


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join), st.integers(0, 4))
def test_whatever_pyyaml_reads_with_few_levels_is_never_too_deep(source: str, most: int) -> None:
    never_too_deep(source, most)


@given(st.lists(st.sampled_from(LINES), max_size=6).map("\n".join), st.integers(0, 4))
def test_lists_that_pyyaml_reads_with_few_levels_are_never_too_deep(source: str, most: int) -> None:
    never_too_deep(source, most)


def never_too_deep(source: str, most: int) -> None:
    for loader in (yaml.CLoader, yaml.Loader):
        try:
            parsed = list(yaml.parse(source, Loader=loader))
        except yaml.YAMLError:
            continue
        depth = deepest = 0
        for event in parsed:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            deepest = max(deepest, depth)
        looked_through = 0
        for event in parsed:
            assert event.end_mark
            if event.end_mark.index >= looked_through:
                looked_through, too_deep = follow_brackets(source, event.end_mark.index, most)
                assert event.end_mark.index <= looked_through <= len(source)
                assert deepest > most or not too_deep


def test_lines_end_as_they_do_in_yaml() -> None:
    assert line_and_column("a\r\nb\rc\x85d\u2028e\nfg", 12) == (6, 2)
