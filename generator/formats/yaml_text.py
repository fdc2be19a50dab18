r"""Text to YAML that reads back as the same text, whatever it contains, and that people like to read and edit.

Plain where nothing can be misread (by other readers of YAML too), a literal block for answers, double quotes with
escapes for the rest: control characters, every line break but ``\n``, spaces at the start or end of a line, a line
break at the end, overrides of the writing direction. A surrogate alone is written ``\ud83d``, which libyaml refuses
and our reader and PyYAML's own parser take.
"""

from __future__ import annotations

import re
import textwrap

COMMENT_WIDTH = 100
LONGEST_KEY = 900
"""libyaml takes keys of up to 1,024 bytes where no question mark stands before them."""

_PLAIN = re.compile(r"[^\W\d_](?:[\w .()/'+-]*[\w.)])?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MISREAD = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})
_BLOCK = re.compile(
    r"(?![ \t\n])"  # nothing that hides or shifts the block's indentation
    r"[\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+"
    r"(?<!\n)"
)
_END_SPACE = re.compile(r"[ \t]$", re.MULTILINE)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def format_inline(text: str) -> str:
    """Return the text as a scalar on one line, which may stand in ``[...]`` too."""
    if _PLAIN.fullmatch(text) and text.isprintable() and text.lower() not in _MISREAD:
        return text
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004 - the reach of \x
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the reach of \u


def format_key(text: str) -> str:
    """Return the text as a key, with its colon."""
    written = format_inline(text)
    return f"{written}:" if len(written.encode()) <= LONGEST_KEY else f"? {written}\n:"


def format_block(text: str, indent: int) -> str:
    """Return the text to stand after a key: a literal block indented by ``indent`` spaces, or an inline scalar."""
    if not _BLOCK.fullmatch(text) or _END_SPACE.search(text):
        return format_inline(text)
    start = " " * indent
    return "|\n" + "\n".join(start + line if line else line for line in text.split("\n"))


def format_comment(text: str, indent: int) -> str:
    """Return the text as lines of comment, folded at 100 characters; unprintable characters become U+FFFD."""
    safe = "".join(character if character.isprintable() else "\ufffd" for character in " ".join(text.split()))
    start = " " * indent + "# "
    return textwrap.fill(
        safe, COMMENT_WIDTH, initial_indent=start, subsequent_indent=start, break_on_hyphens=False
    ) or start.rstrip()  # fmt: skip
