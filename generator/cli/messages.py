"""The command line's own words: how it calls the fields of a request, and the next step with a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import name_fields
from generator.model.layout import Imposition, Part
from generator.words.messages import begin_sentence

if TYPE_CHECKING:
    from generator.model.layout import Layout

_OWN_NAMES = {
    "people": "-p",
    "picks": "--pick",
    "sections": "--section",
    "questions": "--question",
    "output": "-o",
    "fonts": "--font",
    "allow_empty": "--allow-empty",
    "accept_altered": "--accept-altered",
    "review_before": "--review-before",
    "roster": "an Excel roster",
}
_SAME_NAMES = (
    "add", "bank", "brand", "force", "ics", "identity", "language", "layout", "meeting", "minutes", "only", "page",
    "paper", "password", "per", "place", "port", "prefer", "preview", "review", "schema", "seed", "sign", "strict",
    "style", "suggest", "timezone", "translation", "trust", "without", "words", "workers", "worksheet",
)  # fmt: skip
OPTIONS = {name: f"--{name}" for name in _SAME_NAMES} | _OWN_NAMES | {"no_brand": "--no-brand"}
"""The option for each field of a request."""
_MERGE = "fill it in, save it, and run: alliance merge {file}"


def name_options(text: str) -> str:
    """Return a message with the options that stand for the request's fields, which it has in backticks."""
    return name_fields(text, OPTIONS)


def describe_next_step(layout: Layout, *, fillable: bool) -> str:
    """Return the next step with a worksheet in this layout, a sentence; ``{file}`` stands for its file's name."""
    if layout.imposition is Imposition.BOOKLET:
        if fillable:
            return f"{begin_sentence(_MERGE)} (to print and fold it, compose it with --print-only)"
        return "Print it on both sides, flipped on the short edge, and fold it."
    if Part.TENTS in layout.parts:
        return "Print it, and fold each sheet in the middle, the names outside."
    if Part.CARDS in layout.parts:
        printing = "Print it on both sides, flipped on the long edge, and cut along the marks"
        return f"{printing}; or {_MERGE}" if fillable else f"{printing}."
    return f"Print it; or {_MERGE}" if fillable else "Print it."
