r"""YAML to located nodes, from its events only: nothing is constructed, nothing is resolved.

Refused: tags, anchors, aliases, merge keys, a second document, more than 50 levels, more than 50,000 values. Events are
counted as they come, and brackets before the parser reads ahead in them, so a bomb is refused after its first bytes
(libyaml's *loader* crashes on 30,000 nested brackets; its *parser* is a state machine and does not).

Where libyaml was not built in, and for files with an escaped surrogate (``\ud83d`` in double quotes, which libyaml
refuses), PyYAML's own parser does the work, some thirty times slower; surrogates that make a pair become one character.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

import yaml
from yaml import events

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
)
from generator.formats.located.yaml_brackets import follow_brackets, line_and_column
from generator.formats.located.yaml_mistakes import (
    Written,
    begins_with_odd_space,
    find_comment,
    has_curly_quotes,
    name_mistake,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml._yaml import Mark as CMark
    from yaml.error import Mark

LIMIT = 1_000_000
"""The most bytes of a YAML file."""

_UNACCEPTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_GRAMMAR = "Check the quotes, brackets, colons and the indentation here and in the line above."
_WRITE_OUT = "Write the value out; or put the text into quotes, if it is one that begins with *."


def read_yaml(data: bytes, source: str) -> Tree:
    """Return the nodes of a YAML file of at most 1 MB.

    Duplicate keys and what is refused but harmless are among the tree's problems. Raises InvalidInput where reading
    cannot go on.
    """
    check_size(data, LIMIT, source)
    text = decode_text(data, source)
    if bad := _UNACCEPTABLE.search(text):
        hint = "Delete it, or write it as an escape in double quotes."
        message = f"the character '{escape(bad[0])}' cannot stand in YAML"
        _refuse(Problem(source, message, hint, *line_and_column(text, bad.start())))
    native = yaml.__with_libyaml__ and not _SURROGATE_ESCAPE.search(text)
    builder = _Builder(text, source, join_surrogates=not native)
    try:
        return builder.build_tree(yaml.parse(text, Loader=yaml.CLoader if native else yaml.Loader))
    except yaml.MarkedYAMLError as error:
        raise InvalidInput([*builder.problems, _describe(error, text, source, builder.last)]) from None


def _describe(error: yaml.MarkedYAMLError, text: str, source: str, last: Written | None) -> Problem:
    """Return what is wrong where the parser has stopped, located where the trouble began."""
    problem, context = error.problem_mark or error.context_mark, error.context_mark
    began = context.index if context else None
    if problem and (mistake := name_mistake(text, problem.index, began, last)):
        place = line_and_column(text, mistake.place)
        noticed = f" (noticed in line {problem.line + 1})" if problem.line + 1 > place[0] else ""
        return Problem(source, f"{mistake.message}{noticed}", mistake.hint, *place)
    message = f"this is not YAML: {escape(error.problem or error.context or 'unreadable')}"
    if problem and context and context.line < problem.line:
        message += f" (in what begins in line {context.line + 1})"
    return Problem(source, message, _GRAMMAR, *_locate(problem))


def _locate(mark: Mark | CMark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _says_something(event: events.Event) -> bool:
    """Tell whether an event is of more than an empty document."""
    return isinstance(event, events.CollectionStartEvent | events.AliasEvent) or bool(
        isinstance(event, events.ScalarEvent) and event.value
    )


def _refuse(problem: Problem) -> NoReturn:
    raise InvalidInput([problem])


class _Builder:
    """Builds one tree; the open collections are on a stack of its own, so depth costs no recursion."""

    def __init__(self, text: str, source: str, *, join_surrogates: bool) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._source = source
        self._join_surrogates = join_surrogates
        self._open: list[tuple[events.CollectionStartEvent, list[Node]]] = []
        self._roots: list[Node] = []
        self._nodes = 0
        self._looked_through = 0
        self._further: tuple[int, int] | None = None
        self._remarks: list[str] = []
        self.last: Written | None = None
        """Where the scalar stands that was read last."""

    def build_tree(self, stream: Iterator[events.Event]) -> Tree:
        for event in stream:
            if self._further and _says_something(event):
                self._stop(self._further, "a second document ('---')", "Put it into a file of its own.")
            match event:
                case events.AliasEvent():
                    self._stop(_locate(event.start_mark), f"the alias '*{escape(event.anchor)}'", _WRITE_OUT)
                case events.ScalarEvent() if self._further:
                    pass
                case events.ScalarEvent():
                    self._refuse_extras(event)
                    self._append(self._build_scalar(event))
                case events.CollectionStartEvent():
                    self._refuse_extras(event)
                    if len(self._open) == MOST_DEPTH:
                        self._stop_too_deep(_locate(event.start_mark))
                    self._open.append((event, []))
                case events.CollectionEndEvent():
                    self._append(self._build_collection(*self._open.pop()))
                case events.DocumentStartEvent() if self._roots:
                    self._further = _locate(event.start_mark)
                case _:
                    pass
            self._look_ahead(event.end_mark)
        if not self._roots:
            self._roots.append(Scalar("", 1, 1, ScalarStyle.PLAIN))
        return Tree(self._roots[0], tuple(self.problems), remarks=tuple(self._remarks))

    def _look_ahead(self, mark: Mark | CMark | None) -> None:
        """Refuse brackets that nest too deep before the parser, which has come to the mark, reads on."""
        if mark is None or mark.index < self._looked_through:
            return
        brackets = follow_brackets(self._text, mark.index, MOST_DEPTH)
        if brackets.too_deep:
            self._stop_too_deep(line_and_column(self._text, brackets.end))
        self._looked_through = brackets.end

    def _append(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            message = f"the file holds more than {MOST_NODES:,} values, which is the limit"
            _refuse(Problem(self._source, message, "Is it the right file?", node.line, node.column))
        (self._open[-1][1] if self._open else self._roots).append(node)

    def _refuse_extras(self, event: events.ScalarEvent | events.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._complain(
                event,
                f"the anchor '&{escape(event.anchor)}' is not allowed",
                "Take it away; or put the text into quotes, if it is one.",
            )
        if event.tag is not None:
            self._complain(
                event,
                f"the tag '{escape(event.tag)}' is not allowed",
                "Take it away: types are known here. Put a text that begins with ! into quotes.",
            )

    def _build_scalar(self, event: events.ScalarEvent) -> Scalar:
        text: str = event.value
        if self._join_surrogates:
            text = join_surrogates(text)
        if event.style in ("|", ">"):
            text = text.lstrip("\n").removesuffix("\n")
        style = {">": ScalarStyle.FOLDED, None: ScalarStyle.PLAIN, "": ScalarStyle.PLAIN}.get(
            event.style, ScalarStyle.TEXT
        )
        start, end = event.start_mark, event.end_mark
        if start and end:
            self.last = Written(start.index, end.index, event.style or "")
            if style is ScalarStyle.PLAIN:
                self._remark_on(text, start, end)
        return Scalar(text, *_locate(event.start_mark), style)

    def _remark_on(self, text: str, start: Mark | CMark, end: Mark | CMark) -> None:
        """Remark on a plain text of which YAML takes less, or more, than whoever typed it may have meant."""
        if comment := find_comment(self._text, end.index):
            message = f"'{escape(comment)}' is a comment, and no part of the text before it"
            self._remark(message, "If it belongs to the text: put the text into quotes.", end)
        if has_curly_quotes(text):
            message = f"the curly quotes are a part of the text '{escape(text)}'"
            self._remark(message, 'If they are not meant to be: type straight ones (").', start)

    def _remark(self, message: str, hint: str, mark: Mark | CMark) -> None:
        if len(self._remarks) < MOST_PROBLEMS:
            self._remarks.append(str(Problem(self._source, message, hint, *_locate(mark))))

    def _build_collection(self, event: events.CollectionStartEvent, nodes: list[Node]) -> Node:
        line, column = _locate(event.start_mark)
        if isinstance(event, events.SequenceStartEvent):
            return Sequence(tuple(nodes), line, column)
        return Mapping(tuple(self._pair_entries(nodes)), line, column)

    def _pair_entries(self, nodes: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        lines: dict[str, int] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._complain_at(key, "a key must be a text, not a list or a mapping", "Write the key as one text.")
            elif key.text == "<<" and key.style is ScalarStyle.PLAIN:
                self._complain_at(key, "the merge key '<<' is not allowed", "Write the keys out.")
            elif key.style is ScalarStyle.PLAIN and begins_with_odd_space(key.text):
                self._complain_at(key, "a no-break space stands before the key", "Indent with ordinary spaces.")
            elif key.text in lines:
                self._complain_at(key, *duplicate_key(key.text, lines[key.text]))
            else:
                lines[key.text] = key.line
                yield key, value

    def _complain(self, event: events.Event, message: str, hint: str) -> None:
        self._add_problem(Problem(self._source, message, hint, *_locate(event.start_mark)))

    def _complain_at(self, node: Node, message: str, hint: str) -> None:
        self._add_problem(Problem(self._source, message, hint, node.line, node.column))

    def _add_problem(self, problem: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def _stop_too_deep(self, place: tuple[int, int]) -> NoReturn:
        self._stop(place, f"nesting deeper than {MOST_DEPTH} levels", "Close the brackets.")

    def _stop(self, place: tuple[int, int], what: str, hint: str) -> NoReturn:
        raise InvalidInput([*self.problems, Problem(self._source, f"{what} is not allowed", hint, *place)])
