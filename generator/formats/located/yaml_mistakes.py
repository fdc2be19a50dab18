"""What people get wrong in YAML typed by hand: told by the character that is in the way, with the mend.

Decided by what stands at the places that the parser names, never by its wording, which differs between releases.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_QUOTE = "Put the text into quotes."
_BLANK = re.compile(r"[ \t]*")
_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)|(?<=[ \t])(#[^\r\n]*)")
_ODD_SPACE = re.compile("[\xa0\u2000-\u200a\u202f\u3000]")
_COLON_AND_ODD_SPACE = re.compile(f":{_ODD_SPACE.pattern}")
_CURLY = re.compile("[“”„‟«»‘’‚‛].*[“”‟«»‘’‛]", re.DOTALL)  # noqa: RUF001 - they are what is looked for
_CLOSERS = {"[": "]", "{": "}"}


class Mistake(NamedTuple):
    """What is wrong in a text, and where it began."""

    message: str
    """Without a full stop."""
    hint: str
    """A whole sentence."""
    place: int
    """The index of the character where the trouble began."""


class Written(NamedTuple):
    """Where a scalar stands in the text, and whether in quotes or plain."""

    start: int
    end: int
    style: str


def name_mistake(text: str, at: int, began: int | None, last: Written | None) -> Mistake | None:
    """Return what is wrong where a parser has stopped; None where it is none of what people usually get wrong.

    ``at`` is the index where it stopped, ``began`` that of what it was reading, such as a quote or a list; ``last``
    is the scalar that it read last.
    """
    line_of_at = _line_start(text, at)
    here, opener = text[at : at + 1], "" if began is None else text[began : began + 1]
    opening = at if began is None else began
    if here == "\t" or "\t" in _indentation(text, line_of_at):
        return Mistake("a tab stands where only spaces may", "Indent with spaces.", at)
    if opener in {'"', "'"} and began != at:
        return _name_open_quote(text, at, opening)
    if opener in {"|", ">"}:
        return Mistake(f"text stands behind '{opener}'", "Type it in the lines below, indented.", at)
    for index, character in ((opening, opener), (at, here)):
        if character and character in "@`%*&!,]}":
            message = f"a text cannot begin with '{character}'"
            return Mistake(message, f"{_QUOTE}", index)
    return _name_last(text, at, last) or _name_structure(text, at, began)


def _name_open_quote(text: str, at: int, began: int) -> Mistake:
    if "\\" in text[at - 1 : at + 1] and at < len(text):
        hint = "Write two of them for one, or take single quotes."
        return Mistake("a backslash in double quotes begins an escape, and there is no such one", hint, at)
    return Mistake(f"the quote ({text[began]}) that opens here is not closed", "Close it where the text ends.", began)


def _name_last(text: str, at: int, last: Written | None) -> Mistake | None:
    """Return what is wrong with the scalar before: closed too early, or cut off by a comment."""
    if last is None or last.end > at:
        return None
    if last.style in {'"', "'"} and not text[last.end : at].strip(" \t") and text[at : at + 1] not in {":", ""}:
        if _line_start(text, last.start) != _line_start(text, at):
            message = f"the quote ({last.style}) that opens here is closed lines below, and text stands behind it"
            return Mistake(message, "Close it where the text ends.", last.start)
        hint = "Put the whole text into quotes; those inside it must be of the other kind."
        return Mistake(f"text stands behind the closing quote ({last.style})", hint, at)
    if not last.style and find_comment(text, last.end) and _line_start(text, last.end) != _line_start(text, at):
        return Mistake("the text ends here, for ' #' begins a comment", _QUOTE, last.end)
    return None


def _name_structure(text: str, at: int, began: int | None) -> Mistake | None:
    """Return what is wrong with brackets, colons and lines."""
    here, opener = text[at : at + 1], "" if began is None else text[began : began + 1]
    closer = _CLOSERS.get(opener)
    if began is not None and closer and (here != ":" or closer not in text[at : _line_end(text, at)]):
        hint = f"Close it with '{closer}', or put the text into quotes."
        return Mistake(f"the bracket '{opener}' that opens here is not closed", hint, began)
    if here == ":":
        hint = f"{_QUOTE} If a key is meant: check the indentation here and in the line above."
        return Mistake("a colon with a space behind it stands inside a text", hint, at)
    if here in {"-", "?"}:
        hint = f"{_QUOTE} If a list is meant: begin it on a line of its own."
        return Mistake(
            f"'{here} ' stands where no list can begin" if here == "-" else "a text cannot begin with '? '", hint, at
        )
    if began is None or _line_end(text, began) > at:
        return None
    if opener != "-" and ":" not in text[began : _line_end(text, began)]:
        hint = "Write 'key: value'; or indent it further than the line above, to go on with its text."
        return Mistake("this line is neither a key with a value nor part of a text", hint, began)
    if not text[_line_start(text, at) : at].strip(" "):
        return Mistake("this line goes on with none of those above", "Indent it as those it belongs with.", at)
    return None


def find_comment(text: str, end: int) -> str:
    """Return the comment that stands behind a plain text in its line, from its ``#`` on; empty where there is none."""
    found = _COMMENT.match(text, end)
    return (found[1] or found[2]) if found else ""


def has_curly_quotes(text: str) -> bool:
    """Tell whether a whole text stands in curly quotes, which YAML takes for a part of it."""
    return _CURLY.fullmatch(text) is not None


def begins_with_odd_space(key: str) -> bool:
    """Tell whether a key begins with a space that does not indent, such as a no-break one."""
    return _ODD_SPACE.match(key) is not None


def hides_colon(text: str) -> bool:
    """Tell whether a plain text would be a key and its value, but for a no-break space behind the colon."""
    return _COLON_AND_ODD_SPACE.search(text) is not None


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _line_end(text: str, index: int) -> int:
    found = re.compile("[\r\n]").search(text, index)
    return found.start() if found else len(text)


def _indentation(text: str, start: int) -> str:
    found = _BLANK.match(text, start)
    return found[0] if found else ""
