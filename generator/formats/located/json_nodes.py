"""JSON (RFC 8259) to located nodes, and values to JSON.

The structure is walked here, so that every value knows its line and column and the depth is bounded; ``json`` decodes
the strings. Numbers keep their literal text, so none is too long and none loses a digit; ``NaN`` and
``Infinity``, which ``json`` lets pass, are refused. A surrogate that stands alone stays as it is.
"""

from __future__ import annotations

import json
import re
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, NoReturn

from generator.errors import InvalidInput, Problem, escape
from generator.formats.located.nodes import (
    MOST_DEPTH,
    MOST_NODES,
    MOST_PROBLEMS,
    Mapping,
    Node,
    Scalar,
    ScalarStyle,
    Sequence,
    Tree,
    check_size,
    decode_text,
    duplicate_key,
    join_surrogates,
    problem_at,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 4_000_000
"""The most bytes of a JSON file."""

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_]+")
_WORDS = {"true": ScalarStyle.BOOLEAN, "false": ScalarStyle.BOOLEAN, "null": ScalarStyle.NULL}


def read_json(data: bytes, source: str) -> Tree:
    """Return the nodes of a JSON file of at most 4 MB.

    Duplicate keys are among the tree's problems. Raises InvalidInput where reading cannot go on.
    """
    check_size(data, LIMIT, source)
    return read_json_text(decode_text(data, source), source)


def read_json_text(text: str, source: str) -> Tree:
    """Return the nodes of JSON that is decoded already, whose length the caller has bounded."""
    reader = _Reader(text, source)
    return Tree(reader.read_document(), tuple(reader.problems))


class _Reader:
    """A walk over one text; ``_at`` is the index of the next character to read."""

    def __init__(self, text: str, source: str) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._text = text
        self._at = 0
        self._depth = 0
        self._nodes = 0
        self._line = 1
        self._line_start = 0
        self._place_known = 0
        self._strings = JSONDecoder()

    def read_document(self) -> Node:
        self._skip()
        root = self._read_value()
        if self._peek():
            self._stop(f"'{escape(self._text[self._at])}' follows the end of the JSON", "Take it away.")
        return root

    def _read_value(self) -> Node:
        """Read the value that starts right here, and the white space behind it."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(f"the file holds more than {MOST_NODES:,} values, which is the limit", "Is it the right file?")
        match self._peek():
            case "{":
                node: Node = self._read_mapping()
            case "[":
                node = self._read_sequence()
            case '"':
                node = self._read_string()
            case _:
                node = self._read_number_or_word()
        self._skip()
        return node

    def _read_mapping(self) -> Mapping:
        line, column = self._locate()
        entries: list[tuple[Scalar, Node]] = []
        lines: dict[str, int] = {}
        for _ in self._step_over_members("}"):
            if self._peek() != '"':
                self._stop("a key in double quotes is missing here", 'Write "key": value.')
            key = self._read_string()
            self._skip()
            if self._peek() != ":":
                self._stop(f"a colon is missing after the key '{escape(key.text)}'", 'Write "key": value.')
            self._advance()
            value = self._read_value()
            if key.text in lines:
                if len(self.problems) < MOST_PROBLEMS:
                    self.problems.append(problem_at(self._source, key, *duplicate_key(key.text, lines[key.text])))
            else:
                lines[key.text] = key.line
                entries.append((key, value))
        return Mapping(tuple(entries), line, column)

    def _read_sequence(self) -> Sequence:
        line, column = self._locate()
        return Sequence(tuple(self._read_value() for _ in self._step_over_members("]")), line, column)

    def _step_over_members(self, end: str) -> Iterator[None]:
        """Step over brackets and commas, stopping wherever a member starts."""
        if self._depth == MOST_DEPTH:
            self._stop(f"nesting deeper than {MOST_DEPTH} levels is not allowed", "Close the brackets.")
        self._depth += 1
        self._advance()
        while self._peek() != end:
            yield
            if self._peek() == ",":
                self._advance()
                if self._peek() == end:
                    self._stop(f"a comma stands before '{end}'", "Take it away.")
            elif self._peek() != end:
                self._stop(f"a comma or '{end}' is missing here", "Look at the end of the value before.")
        self._at += 1
        self._depth -= 1

    def _read_string(self) -> Scalar:
        line, column = self._locate()
        try:
            text, self._at = self._strings.raw_decode(self._text, self._at)
        except JSONDecodeError as error:
            self._at = error.pos
            message = f"this is not a JSON string: {error.msg[:1].lower()}{error.msg[1:]}"
            self._stop(
                message, 'Close it with a quote; write a line break as \\n, a quote as \\", a backslash as \\\\.'
            )
        return Scalar(text, line, column)

    def _read_number_or_word(self) -> Scalar:
        line, column = self._locate()
        if found := _NUMBER.match(self._text, self._at):
            style = ScalarStyle.NUMBER
        elif (found := _WORD.match(self._text, self._at)) and found[0] in _WORDS:
            style = _WORDS[found[0]]
        else:
            here = found[0] if found else self._text[self._at : self._at + 1]
            what = f"'{escape(here)}' is no JSON value" if here else "the file ends where a value is missing"
            self._stop(what, "Texts stand in double quotes.")
        self._at = found.end()
        return Scalar(found[0], line, column, style)

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _advance(self) -> None:
        self._at += 1
        self._skip()

    def _skip(self) -> None:
        if found := _SPACE.match(self._text, self._at):
            self._at = found.end()

    def _locate(self) -> tuple[int, int]:
        """Return the line and column of the next character, counting on from the place asked for last."""
        breaks = self._text.count("\n", self._place_known, self._at)
        if breaks:
            self._line += breaks
            self._line_start = self._text.rindex("\n", self._place_known, self._at) + 1
        self._place_known = self._at
        return self._line, self._at - self._line_start + 1

    def _stop(self, message: str, hint: str) -> NoReturn:
        raise InvalidInput([*self.problems, Problem(self._source, message, hint, *self._locate())])


def dump_json(value: object, indent: int | None = 2) -> str:
    """Return a value as JSON that ends its last line, with an escape for whatever a terminal might obey.

    It is indented by so many columns, or has one line where ``indent`` is None.
    """
    text = join_surrogates(json.dumps(value, ensure_ascii=False, indent=indent))
    lines = (line if line.isprintable() else "".join(map(_escape, line)) for line in text.split("\n"))
    return "\n".join(lines) + "\n"


def _escape(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]
