from __future__ import annotations

import pytest
import yaml

from generator.errors import InvalidInput
from generator.formats.located.nodes import Mapping, Node, Scalar, Sequence, get_entries, get_items, get_text, get_value
from generator.formats.located.yaml_nodes import LIMIT, read_yaml


def root(source: str) -> Node:
    tree = read_yaml(source.encode("utf-8", "surrogatepass"), "a.yaml")
    assert tree.problems == ()
    return tree.root


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInput) as failure:
        read_yaml(data, "a.yaml")
    return str(failure.value)


def problems(source: str) -> list[str]:
    return [str(problem) for problem in read_yaml(source.encode(), "a.yaml").problems]


@pytest.mark.parametrize("word", ["no", "12:30", "~", "017", "2027-03-01", "1e3", "null", "yes", "0x1F", "1_000"])
def test_a_plain_scalar_is_the_text_that_stands_there(word: str) -> None:
    assert get_text(get_value(root(f"key: {word}"), "key")) == word


def test_every_node_knows_its_line_and_column_in_characters() -> None:
    tree = root("é😀x: [b, {c: d}]")
    (key, listed), *_ = get_entries(tree)
    inner = get_items(listed)[1]
    assert [(node.line, node.column) for node in (key, listed, inner)] == [(1, 1), (1, 6), (1, 10)]


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert [key.text for key, _ in get_entries(root("\ufeffa: b"))] == ["a"]


def test_an_empty_file_holds_an_absent_scalar() -> None:
    empty = root("# nothing but a comment\n")
    assert isinstance(empty, Scalar)
    assert empty.absent


def test_an_empty_value_is_absent_and_empty_quotes_are_not() -> None:
    values = [node for _, node in get_entries(root("a:\nb: ''\n"))]
    assert [isinstance(node, Scalar) and node.absent for node in values] == [True, False]


def test_a_block_loses_the_line_break_at_its_end_and_the_empty_lines_before_the_text() -> None:
    assert get_text(get_value(root("a: |\n\n\n  one\n\n  two\n\n"), "a")) == "one\n\ntwo"


def test_collections_nest() -> None:
    tree = root("- [a]\n- {b: []}\n")
    assert isinstance(tree, Sequence)
    assert [type(item) for item in tree.items] == [Sequence, Mapping]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_fifty_thousand_nested_collections_are_refused(opening: str) -> None:
    assert "nesting deeper than 50 levels is not allowed. Close the brackets." in refusal(opening.encode() * 50_000)


def test_fifty_thousand_brackets_are_refused_by_the_other_parser_too() -> None:
    assert "nesting deeper than 50 levels" in refusal(b"[" * 50_000 + rb'"\ud83d"')


def test_fifty_levels_are_accepted() -> None:
    assert isinstance(root("[" * 50 + "]" * 50), Sequence)


def test_the_first_alias_of_a_billion_laughs_ends_the_reading() -> None:
    laughs = "a: &a [lol, lol]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abc", "bcd"))  # noqa: B905 - ends with the shorter on purpose
    assert refusal(laughs.encode()).splitlines() == [
        "a.yaml:1:4: the anchor '&a' is not allowed. Take it away; or put the text into quotes, if it is one.",
        "a.yaml:2:4: the anchor '&b' is not allowed. Take it away; or put the text into quotes, if it is one.",
        (
            "a.yaml:2:8: the alias '*a' is not allowed. Write the value out; "
            "or put the text into quotes, if it is one that begins with *."
        ),
    ]


def test_a_tag_is_refused_without_being_constructed() -> None:
    assert problems("a: !!set {}\nb: !x y\n") == [
        (
            "a.yaml:1:4: the tag 'tag:yaml.org,2002:set' is not allowed. Take it away: types are known here. "
            "Put a text that begins with ! into quotes."
        ),
        (
            "a.yaml:2:4: the tag '!x' is not allowed. Take it away: types are known here. "
            "Put a text that begins with ! into quotes."
        ),
    ]


def test_a_merge_key_is_refused_and_the_same_in_quotes_is_a_name() -> None:
    assert problems("<<: {a: b}\n") == ["a.yaml:1:1: the merge key '<<' is not allowed. Write the keys out."]
    assert problems('"<<": {a: b}\n') == []


def test_a_second_document_is_refused() -> None:
    expected = "a.yaml:2:1: a second document ('---') is not allowed. Put it into a file of its own."
    assert refusal(b"a: b\n---\nc: d\n") == expected


def test_a_key_given_twice_names_both_lines() -> None:
    expected = "a.yaml:3:1: the key 'a' is given twice. It stands in line 1 already; keep one of them."
    assert problems("a: b\nc: d\na: e\n") == [expected]


def test_a_key_that_is_a_list_is_refused() -> None:
    expected = "a.yaml:1:1: a key must be a text, not a list or a mapping. Write the key as one text."
    assert problems("[a]: b\n") == [expected]


def test_a_quote_that_is_not_closed_is_told_where_it_opens() -> None:
    assert refusal(b"a: b\nc: 'd\n").startswith("a.yaml:2:4: the quote (') that opens here is not closed (noticed in")


def test_a_fault_in_the_grammar_does_not_hide_the_problems_before_it() -> None:
    assert [line[:10] for line in refusal(b"a: &b c\nd: ]\n").splitlines()] == ["a.yaml:1:4", "a.yaml:2:4"]


def test_fifty_megabytes_are_refused() -> None:
    expected = "a.yaml: the file is larger than 1 MB, which is the limit. Is it the right file?"
    assert refusal(b"a" * 50_000_000) == expected


def test_a_file_of_exactly_the_limit_is_read() -> None:
    assert isinstance(root("a: b #" + "c" * (LIMIT - 6)), Mapping)


@pytest.mark.slow
def test_more_than_fifty_thousand_values_are_refused() -> None:
    assert "the file holds more than 50,000 values, which is the limit" in refusal(b"[" + b"a," * 60_000 + b"]")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_mark_is_read(encoding: str) -> None:
    tree = read_yaml("\ufeffa: häl".encode(encoding), "a.yaml")
    assert get_text(get_value(tree.root, "a")) == "häl"


def test_damaged_utf_16_is_refused() -> None:
    expected = "a.yaml: the file is damaged: not UTF-16 throughout. Save it as UTF-8."
    assert refusal("\ufeffa: b".encode("utf-16-le") + b"\0") == expected


def test_a_byte_that_is_not_utf_8_is_located() -> None:
    expected = "a.yaml:2:5: the file is not in UTF-8 (byte 0xe9). Save it as UTF-8."
    assert refusal("é: b\nc: ö".encode() + b"\xe9") == expected


def test_a_control_character_is_located_and_escaped_in_the_message() -> None:
    expected = (
        "a.yaml:2:5: the character '\\x1b' cannot stand in YAML. Delete it, or write it as an escape in double quotes."
    )
    assert refusal(b"a: b\nc: d\x1b[2J") == expected


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\ud83d", "\ud83d"),
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\uDE00x", "\ude00x"),
        (r"\x85\u2028\0", "\x85\u2028\0"),
    ],
)
def test_escapes_in_double_quotes_mean_what_they_say(written: str, meant: str) -> None:
    assert get_text(get_value(root(f'a: "{written}"'), "a")) == meant


def test_pyyaml_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "a: [b, 'c', {d: >\n  e\n  f\n\n  g\n}]\nh: |\n  i\n\n  j\nk:\n"
    source = source.replace("{d: >\n  e\n  f\n\n  g\n}", "{d: e}") + "l: >\n  m\n\n  n\n"
    native = root(source)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert root(source) == native


def test_a_second_document_with_nothing_in_it_is_none() -> None:
    assert [key.text for key, _ in get_entries(root("---\na: b\n---\n"))] == ["a"]
    assert [key.text for key, _ in get_entries(root("a: b\n---\n---\n# the end\n"))] == ["a"]


def remarks(source: str) -> list[str]:
    return list(read_yaml(source.encode(), "a.yaml").remarks)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a: call 42 #1 or so\n", ["a.yaml:1:11: '#1 or so' is a comment"]),
        ("a: #1 is trust\n", ["a.yaml:1:3: '#1 is trust' is a comment"]),
        ("- a\n-  b\t#c", ["a.yaml:2:5: '#c' is a comment"]),
        ("a: b\n  c #d\n", ["a.yaml:2:4: '#d' is a comment"]),
        ("a: 'call #1'\nb: c#d\nd: |\n  e #f\ng: h\n# i\nj: # k\n  l: m\n", []),
        ("a: 'b' # c\n", []),
    ],
)
def test_a_text_that_loses_its_end_to_a_comment_is_told(source: str, told: list[str]) -> None:
    found = remarks(source)
    assert [remark.split(", and no part")[0] for remark in found] == told
    assert all(remark.endswith("put the text into quotes.") for remark in found)


@pytest.mark.parametrize("quoted", ["“b, c”", "„b“", "«b»", "‘b’", "”b”"])
def test_curly_quotes_around_a_whole_text_are_told(quoted: str) -> None:
    (told,) = remarks(f"a: {quoted}\n")
    assert told.startswith(f"a.yaml:1:4: the curly quotes are a part of the text '{quoted}'. ")
    assert remarks(f"a: she said {quoted} to me\nb: '{quoted}'\n") == []


_MISTAKES = [
    ("a:\n\tb: c", "2:1: a tab stands where only spaces may. Indent with spaces."),
    ("a: @x", "1:4: a text cannot begin with '@'. Put the text into quotes."),
    ("a: %x", "1:4: a text cannot begin with '%'. Put the text into quotes."),
    ("%x: y\na: b", "1:1: a text cannot begin with '%'. Put the text into quotes."),
    ("a: `x`", "1:4: a text cannot begin with '`'. Put the text into quotes."),
    ("a: * x", "1:4: a text cannot begin with '*'. Put the text into quotes."),
    ("a: *very* good", "1:4: a text cannot begin with '*'. Put the text into quotes."),
    ("a: & x", "1:4: a text cannot begin with '&'. Put the text into quotes."),
    ("a: ]", "1:4: a text cannot begin with ']'. Put the text into quotes."),
    ("a: b: c", "1:5: a colon with a space behind it stands inside a text. Put the text into quotes. "),
    ("a: [b: c: d]", "1:9: a colon with a space behind it stands inside a text. Put the text into quotes. "),
    ("a: | b", "1:6: text stands behind '|'. Type it in the lines below, indented."),
    ("a: > b", "1:6: text stands behind '>'. Type it in the lines below, indented."),
    (
        'a: "b\nc: "d"',
        '1:4: the quote (") that opens here is closed lines below, and text stands behind it (noticed in',
    ),
    ('a: "b\nc: d', '1:4: the quote (") that opens here is not closed (noticed in line 2). '),
    ("a: 'it's'", "1:8: text stands behind the closing quote ('). Put the whole text into quotes; "),
    ('a: "C:\\dir"', "1:"),
    ("a: [b, c\nd: e", "1:4: the bracket '[' that opens here is not closed (noticed in line 2). Close it with ']'"),
    ("a: {b: c\nd: e", "1:4: the bracket '{' that opens here is not closed (noticed in line 2). Close it with '}'"),
    (
        "a: b #c\n  d",
        "1:5: the text ends here, for ' #' begins a comment (noticed in line 2). Put the text into quotes.",
    ),
    ("a: - b", "1:4: '- ' stands where no list can begin. Put the text into quotes. "),
    ("a:\n  b: c\n d: e", "3:2: this line goes on with none of those above. Indent it as those it belongs with."),
    ("a: b\nc\nd: e", "2:1: this line is neither a key with a value nor part of a text"),
    ("a:\n  b: c\n  \xa0d: e", "3:3: a no-break space stands before the key. Indent with ordinary spaces."),
]


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize(("source", "told"), _MISTAKES)
def test_a_mistake_names_the_character_its_place_and_the_mend(
    source: str, told: str, *, native: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", native and yaml.__with_libyaml__)
    try:
        found = problems(source)
    except InvalidInput as invalid:
        found = [str(problem) for problem in invalid.problems]
    assert len(found) == 1
    assert found[0].startswith(f"a.yaml:{told}")
    assert "this is not YAML" not in found[0]
