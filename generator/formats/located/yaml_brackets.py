r"""How deep YAML's brackets nest, counted in the text before the parser is asked for what they hold.

A parser reads up to 1,024 characters ahead in a line, for a list or a mapping in brackets may turn out to be a key, and
some releases give up there with a limit of their own. Inside brackets there is neither indentation nor a block scalar,
so a regular expression finds the next bracket that stands outside quotes, comments and plain text. Outside brackets
that is certain only up to the next plain text or block scalar; the parser tells where those end.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_BREAK = "\r\n\x85\u2028\u2029"
_BLANK = rf" \t{_BREAK}"
_SKIPPED = rf"""
    [{_BLANK}]++
    | (?<! [^{_BREAK}] ) \ufeff
    | \#[^{_BREAK}]*+
    | "[^"\\]*+ (?: \\. [^"\\]*+ )*+"
    | '[^']*+'                          # a doubled quote inside ends one text and begins another
"""
_OUTSIDE = re.compile(
    rf"""(?: {_SKIPPED}
           | [-?:](?= [{_BLANK}] )      # before an item, a key, a value
           | (?<! [^{_BREAK}] ) (?: ---(?= [{_BLANK}] ) | %[^{_BREAK}]*+ )
           | [&*!][^{_BLANK}]*+         # an anchor, an alias, a tag
           | [,\]}}]                    # out of place
         )*+ ([\[{{])?""",
    re.VERBOSE | re.DOTALL,
)
_INSIDE = re.compile(
    rf"""(?: {_SKIPPED}
           | [,?:]
           | -(?= [{_BLANK}] )
           | [&*!][^{_BLANK},\[\]{{}}]*+
           | (?: [^{_BLANK}\-?:,\[\]{{}}\#&*!|>'"%@`] | -(?! [{_BLANK}] ) )  # plain text, where it begins
             (?: [^{_BLANK}:,\[\]{{}}]++ | :(?! [{_BLANK},\[\]{{}}] ) | [{_BLANK}]++(?!\#) )*+
         )*+ ([\[\]{{}}])""",
    re.VERBOSE | re.DOTALL,
)
_LINE_BREAK = re.compile(f"\r\n|[{_BREAK}]")


class Brackets(NamedTuple):
    """How far the text of a YAML file was looked through for brackets."""

    end: int
    """The index of the first character not looked at, or of the bracket that is too deep."""
    too_deep: bool = False


def follow_brackets(text: str, start: int, most: int) -> Brackets:
    """Look through the text of a YAML file for more open brackets than ``most``, as far as that is certain.

    ``start`` is the index where a node ends, or begins, that is in no brackets. The end may be the same.
    """
    position, depth = start, 0
    while found := (_INSIDE if depth else _OUTSIDE).match(text, position):
        position = found.end()
        if not found[1]:
            return Brackets(position)
        depth += 1 if found[1] in "[{" else -1
        if depth > most:
            return Brackets(position - 1, too_deep=True)
    return Brackets(len(text))


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Return the line and the column of a character, counted from 1; lines end as they do in YAML."""
    line, beginning = 1, 0
    for line_break in _LINE_BREAK.finditer(text, 0, index):
        line, beginning = line + 1, line_break.end()
    return line, index - beginning + 1
