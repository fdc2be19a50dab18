"""The usual ways to call ``alliance compose``, understood without Click, which takes a third of the whole time.

Only what cannot be misunderstood: whole names of options, each value an argument of its own that does not begin with a
hyphen, nothing given twice that counts once. All else, and whatever is wrong, is left to Click; where both understand
a call they understand the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.cli.inputs import DEFAULT_LAYOUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.cli.compose import Options

_LISTED = {
    "-p": "people",
    "--person": "people",
    "--pick": "picks",
    "--section": "sections",
    "--question": "questions",
    "--without": "without",
}
"""Options that may be given again and again."""
_VALUED = {
    "--suggest": "suggested",
    "--bank": "bank",
    "--layout": "layout",
    "--style": "style",
    "--brand": "brand",
    "--paper": "paper",
    "--meeting": "meeting",
    "--place": "place",
    "-o": "output",
    "--output": "output",
}
_FLAGS = {
    "--ruled": "lines",
    "--dotted": "lines",
    "--plain": "lines",
    "--print-only": "print_only",
    "--force": "force",
}
_LONGEST_NUMBER = 4


def usual_options(arguments: Sequence[str]) -> Options | None:
    """Return the options of ``alliance compose`` that the arguments give; nothing where that is for Click to say."""
    if not arguments or arguments[0] != "compose":
        return None
    listed: dict[str, list[str]] = {name: [] for name in _LISTED.values()}
    single: dict[str, str] = {}
    rest = iter(arguments[1:])
    for option in rest:
        name = _VALUED.get(option) or _FLAGS.get(option) or _LISTED.get(option)
        value = option.removeprefix("--") if option in _FLAGS else next(rest, "--")
        if name is None or name in single or (value.startswith("-") and value != "-"):
            return None
        if name in listed:
            listed[name].append(value)
        else:
            single[name] = value
    if not _is_number(single.get("suggested", "1")):
        return None
    return _options(single, {name: tuple(values) for name, values in listed.items()})


def _is_number(text: str) -> bool:
    """Tell whether this is a number from 1, of few digits."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER and int(text) > 0


def _options(single: dict[str, str], listed: dict[str, tuple[str, ...]]) -> Options:
    return {
        "people": listed["people"],
        "picks": listed["picks"],
        "suggested": int(single["suggested"]) if "suggested" in single else None,
        "seed": None,
        "sections": listed["sections"],
        "questions": listed["questions"],
        "without": listed["without"],
        "bank": single.get("bank"),
        "layout": single.get("layout", DEFAULT_LAYOUT),
        "style": single.get("style"),
        "brand": single.get("brand"),
        "paper": single.get("paper"),
        "meeting": single.get("meeting"),
        "place": single.get("place", ""),
        "minutes": None,
        "lines": single.get("lines"),
        "print_only": "print_only" in single,
        "preview": None,
        "ics": None,
        "timezone": None,
        "output": single.get("output"),
        "force": "force" in single,
    }
