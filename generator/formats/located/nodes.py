"""Located nodes: the content of a YAML or JSON file with its places, before any check whether it makes sense.

Nothing is interpreted: a scalar is the text that stands there (``no``, ``12:30``, ``~``, ``017``, ``2027-03-01`` are
text), with a note of how it was written. Where a number is meant, the schema says so.
"""

import codecs
from collections.abc import Iterable
from enum import Enum, auto
from typing import NamedTuple

from generator.errors import InvalidInput, Problem, escape

MOST_DEPTH = 50
"""How many mappings and sequences may stand inside each other."""
MOST_NODES = 50_000
"""How many values a file may hold."""
MOST_PROBLEMS = 100
"""How many problems of one file are reported."""


class ScalarStyle(Enum):
    """How a scalar was written, which decides what it can be besides text."""

    PLAIN = auto()
    """YAML without quotes: text, or a number or truth value where one is meant; nothing at all if it is empty."""
    TEXT = auto()
    """In quotes, or a literal block of YAML: text only."""
    FOLDED = auto()
    """A folded block of YAML: text only; a line break in it was a blank line."""
    NUMBER = auto()
    """A number of JSON."""
    BOOLEAN = auto()
    """``true`` or ``false`` of JSON."""
    NULL = auto()
    """``null`` of JSON."""


class Scalar(NamedTuple):
    """One text."""

    text: str
    line: int
    """Counted from 1, as in the other nodes."""
    column: int
    """Counted from 1, in characters, as in the other nodes."""
    style: ScalarStyle = ScalarStyle.TEXT

    @property
    def absent(self) -> bool:
        """Whether there is no value: ``key:`` in YAML, ``null`` in JSON."""
        return self.style is ScalarStyle.NULL or (self.style is ScalarStyle.PLAIN and not self.text)


class Sequence(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys and values in the file's order, no key twice."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


class Tree(NamedTuple):
    """A file's root node, and the problems that did not hinder reading the rest."""

    root: Node
    problems: tuple[Problem, ...] = ()
    is_valid: bool = False
    """Whether the schema of its kind of file is known to accept it."""
    remarks: tuple[str, ...] = ()
    """Whole sentences on texts that may be meant otherwise than they are read."""


def problem_at(source: str, node: Node, message: str, hint: str) -> Problem:
    """Return the problem, located at the node."""
    return Problem(source, message, hint, node.line, node.column)


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of one file by line and column, those without a place first, cut after a hundred."""
    ordered = sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))
    first, rest = ordered[:MOST_PROBLEMS], len(ordered) - MOST_PROBLEMS
    if rest > 0:
        first.append(Problem(ordered[0].source, f"there are {rest:,} more problems", "Mend these first."))
    return first


def duplicate_key(key: str, line: int) -> tuple[str, str]:
    """Return the message and the hint for a key that stands in an earlier line already."""
    return f"the key '{escape(key)}' is given twice", f"It stands in line {line} already; keep one of them."


def check_size(data: bytes, limit: int, source: str) -> None:
    """Raise InvalidInput if there are more bytes than the limit."""
    if len(data) > limit:
        message = f"the file is larger than {limit // 1_000_000} MB, which is the limit"
        raise InvalidInput([Problem(source, message, "Is it the right file?")])


def join_surrogates(text: str) -> str:
    """Return the text with pairs of surrogates as the one character that they stand for; single ones stay."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def decode_text(data: bytes, source: str) -> str:
    """Return the text of bytes in UTF-8, with or without a byte order mark, or in UTF-16 with one; none is guessed.

    Raises InvalidInput, which tells line and column (in characters) of the first bad byte.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise InvalidInput(
                [Problem(source, "the file is damaged: not UTF-16 throughout", "Save it as UTF-8.")]
            ) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"the file is not in UTF-8 (byte 0x{data[error.start]:02x})"
        raise InvalidInput([Problem(source, message, "Save it as UTF-8.", line, column)]) from None


# The accessors fail on no shape: after a file has passed its schema they find everything, and before that as much as
# there is, so that every problem is reported at once.


def get_value(node: Node | None, key: str) -> Node | None:
    """Return the value of this key, or None where there is none, or the node is no mapping."""
    return next((entry for name, entry in get_entries(node) if name.text == key), None)


def get_entries(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    """Return the keys and values of a mapping; none of anything else."""
    return node.entries if isinstance(node, Mapping) else ()


def get_items(node: Node | None) -> tuple[Node, ...]:
    """Return the items of a sequence; none of anything else."""
    return node.items if isinstance(node, Sequence) else ()


def get_scalar(node: Node | None) -> Scalar | None:
    """Return the node if it is a scalar with a value, else None."""
    return node if isinstance(node, Scalar) and not node.absent else None


def get_text(node: Node | None, default: str = "") -> str:
    """Return the text of a scalar with a value, else the default."""
    found = get_scalar(node)
    return found.text if found else default


def get_integer(node: Node | None, default: int) -> int:
    """Return the number of a scalar that the schema has found to be an integer, else the default."""
    found = get_scalar(node)
    return int(found.text.split(".")[0]) if found else default
