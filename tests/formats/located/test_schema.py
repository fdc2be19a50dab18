"""Schema and reader agree, over a table of good and bad files; ``jsonschema`` reads them as an editor does.

What no schema can say is no part of the agreement: ids used twice, picks whose least is more than their most, keys
given twice, and whatever YAML we refuse. Nor are two liberties that only we take: the plain words ``~`` and ``null``
are texts, and the patterns of slugs apply to plain numbers too.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.formats.located import nodes, schema, schema_check
from generator.formats.located.json_nodes import read_json_text
from generator.formats.located.schema_check import check
from generator.formats.located.yaml_nodes import read_yaml

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[3]
SCHEMAS = Path(schema.SCHEMAS)
BANK = "title: T\nsections: [{id: s, title: S, questions: [{id: q, text: Q}]}]\n"
GOOD = {
    "bank": [
        BANK,
        BANK + "language: no\nattribution:\nintroduction: one\ninstructions: [one, 2, true]\n",
        BANK + "meeting: {minutes: 10}\npicks: {min: 0, max: 500}\nclosing: {lead: , questions: []}\n",
        BANK + "meeting: {}\npicks: {}\nclosing: {}\n",
        BANK + "introduction: |\n  one\n\n  two\ninstructions:\n",
        "title: 017\nsections: [{id: 1, title: 12:30, questions: [{id: a-1, text: 2027-03-01}]}]\n",
        (ROOT / "question_bank.yaml").read_text("utf-8"),
    ],
    "answers": [
        "{}",
        "people: [Ana, Ben]\npicks: {Ana: [hopes], Ben: }\nanswers: {hopes: {Ana: yes, Ben: 12}, tone: }\n",
        "agreements: [{what: a, who: b}, {what: }, ]\nreview: 2027-03-01\n",
        "meeting: {date: , place: x}\nsigned: {Ana: A}\n",
        "agreements: [{was: 1, decision: kept}, {was: , decision: , what: }, {was: 999, decision: changed, who: x}]\n",
        "people:\npicks:\nanswers:\nagreements:\nreview:\nmeeting:\nsigned:\n",
        f"answers: {{hopes: {{Ana: {'x' * 200000}}}}}",
    ],
}
BAD = {
    "bank": [
        "",
        "text",
        "[]",
        "title: T\n",
        "sections: []\n",
        "title: T\nsections: []\n",
        "title: T\nsections:\n",
        BANK + "langauge: en\n",
        BANK + "language: no way\n",
        BANK + "language: ''\n",
        BANK + "attribution: [a]\n",
        BANK + "introduction: [one, '']\n",
        BANK + "introduction: [one, [two]]\n",
        BANK + "instructions: {a: b}\n",
        BANK + "meeting: 90\n",
        BANK + "meeting:\n",
        BANK + "meeting: {minutes: 9}\n",
        BANK + "meeting: {minutes: 601}\n",
        BANK + "meeting: {minutes: '90'}\n",
        BANK + "meeting: {minutes: 90.5}\n",
        BANK + "meeting: {minutes: true}\n",
        BANK + "meeting: {minutes: }\n",
        BANK + "picks: {min: -1}\n",
        BANK + "picks: {most: 4}\n",
        BANK + "closing: [a]\n",
        BANK + "closing: {title: ''}\n",
        BANK + "closing: {questions: [{id: B, text: x}]}\n",
        BANK + "closing: {questions: [{id: a--b, text: x}]}\n",
        BANK + "closing: {questions: [{id: b}]}\n",
        BANK + "closing: {questions: [{id: b, text: ' '}]}\n",
        BANK + "closing: {questions: [{id: b, text: x, hint: y}]}\n",
        BANK + f"closing: {{questions: [{{id: {'b' * 65}, text: x}}]}}\n",
        BANK + f"attribution: {'b' * 2001}\n",
    ],
    "answers": [
        "agreements: [{was: 0, decision: kept}]\n",
        "agreements: [{was: one}]\n",
        "agreements: [{was: 1, decision: keep}]\n",
        "[]",
        "answer: {}\n",
        "people: Ana\n",
        "people: [Ana, Ana]\n",
        "people: [Ana, '']\n",
        "people: [a, b, c, d, e, f, g]\n",
        "picks: [hopes]\n",
        "picks: {Ana: hopes}\n",
        "picks: {Ana: [hopes, hopes]}\n",
        "picks: {'': [hopes]}\n",
        "answers: {hopes: text}\n",
        "answers: {hopes: {Ana: [text]}}\n",
        f"answers: {{hopes: {{Ana: {'x' * 200001}}}}}",
        "agreements: {what: x}\n",
        "agreements: [{what: x, when: y}]\n",
        "agreements: [x]\n",
        "review: [x]\n",
        "meeting: {time: x}\n",
        "meeting: x\n",
        "signed: [Ana]\n",
    ],
}


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2's core types, as the language servers of editors have them."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, object]]] = {}  # noqa: RUF012 - PyYAML's own way


def _as_an_editor_reads(source: str) -> Any:  # noqa: ANN401 - JSON as it comes
    return json.loads(json.dumps(yaml.load(source, EditorLoader)))  # noqa: S506 - a safe loader


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


@pytest.fixture(scope="module")
def jsonschema() -> ModuleType:
    found: ModuleType = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    return found


def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    return loaded


def _we_accept(name: str, source: str) -> bool:
    return not check(read_yaml(source.encode(), "x.yaml").root, schema.load_rule(name), "x.yaml")


@pytest.mark.parametrize(("name", "source"), [(name, source) for name, sources in GOOD.items() for source in sources])
def test_schema_and_reader_accept_a_good_file(jsonschema: ModuleType, name: str, source: str) -> None:
    assert _we_accept(name, source)
    assert jsonschema.Draft202012Validator(_schema(name)).is_valid(_as_an_editor_reads(source))


@pytest.mark.parametrize(("name", "source"), [(name, source) for name, sources in BAD.items() for source in sources])
def test_schema_and_reader_refuse_a_bad_file(jsonschema: ModuleType, name: str, source: str) -> None:
    assert not _we_accept(name, source)
    assert not jsonschema.Draft202012Validator(_schema(name)).is_valid(_as_an_editor_reads(source))


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_every_schema_is_one_by_the_standard_and_says_nothing_that_we_do_not_check(
    jsonschema: ModuleType, path: Path
) -> None:
    jsonschema.Draft202012Validator.check_schema(_schema(path.stem))
    schema.load_rule(path.stem)
    assert read_json_text(path.read_text("utf-8"), path.name).problems == ()


def test_a_keyword_that_we_do_not_check_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new.json").write_text('{"properties": {"a": {"contains": {}}}}', "utf-8")
    monkeypatch.setattr(schema, "SCHEMAS", tmp_path)
    with pytest.raises(ValueError, match="contains"):
        schema.load_rule("new")


def _messages(rule_text: str, json_text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (tmp_path / "one.json").write_text(rule_text, "utf-8")
    monkeypatch.setattr(schema, "SCHEMAS", tmp_path)
    schema.load_rule.cache_clear()
    try:
        rule = schema.load_rule("one")
    finally:
        schema.load_rule.cache_clear()
    return [problem.message for problem in schema_check.check(read_json_text(json_text, "x").root, rule, "x")]


@pytest.mark.parametrize(
    ("rule_text", "json_text", "messages"),
    [
        ('{"type": "string", "enum": ["a4", "letter"]}', '"lettr"', ["the file cannot be 'lettr'"]),
        ('{"type": "string", "minLength": 3}', '"ab"', ["the file has 2 characters, and needs 3"]),
        ('{"type": "number", "minimum": 1.5}', "1.25", ["the file is 1.25, less than 1.5"]),
        ('{"type": "number"}', "1e400", ["the file must be a number, not the word '1e400'"]),
        ('{"type": "boolean"}', "true", []),
        ('{"type": "boolean"}', '"true"', ["the file must be true or false, not the text 'true'"]),
        ('{"type": ["string", "boolean"]}', "true", ["the file must be text, not the word 'true'"]),
        ('{"type": ["string", "number"]}', "17", []),
        ('{"type": "string"}', "null", ["the file must not be empty"]),
        ('{"type": "array", "uniqueItems": true}', '["a", "a"]', ["the file has 'a' twice"]),
        ('{"type": "array", "maxItems": 1}', "[1, 2]", ["the file has 2 items, and may have 1"]),
        (
            '{"propertyNames": {"type": "string", "pattern": "^a$"}}',
            '{"b": 1, "a\\n": 2}',
            ["the key 'b' must match ^a\\Z, not 'b'", "the key 'a\\x0a' must match ^a\\Z, not 'a\\x0a'"],
        ),
        (
            '{"anyOf": [{"type": "integer"}, {"type": "object", "required": ["a"]}]}',
            "{}",
            ["missing key 'a'"],
        ),
        ('{"anyOf": [{"type": "integer"}, {"type": "string"}]}', "1", []),
        (
            '{"additionalProperties": {"type": "integer"}}',
            '{"a": "b"}',
            ["'a' must be a whole number, not the text 'b'"],
        ),
    ],
)
def test_each_keyword_has_its_message(
    rule_text: str, json_text: str, messages: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _messages(rule_text, json_text, tmp_path, monkeypatch) == messages


def test_no_more_than_a_hundred_problems_are_told() -> None:
    tree = read_yaml(b"".join(b"k%d: x\n" % number for number in range(1000)), "x.yaml")
    found = nodes.sort_problems(schema_check.check(tree.root, schema.load_rule("answers"), "x.yaml"))
    assert len(found) == 101
    assert str(found[-1]) == "x.yaml: there are 900 more problems. Mend these first."


def test_a_revision_in_a_worksheet_is_described_as_an_alliance_is() -> None:
    alliance, worksheet = (
        json.loads((SCHEMAS / f"{name}.json").read_text("utf-8")) for name in ("alliance", "worksheet")
    )
    revision = worksheet["$defs"]["revision"]
    of_alliance = alliance["properties"].keys() - {"format", "version", "digests", "excerpt"}  # no excerpt is revised
    assert revision["properties"].keys() == of_alliance
    for key in of_alliance - {"worksheet"}:
        assert revision["properties"][key] == alliance["properties"][key]
    assert worksheet["$defs"]["agreement"] == alliance["$defs"]["agreement"]
