"""What to do next with a worksheet, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.layout import Imposition, Part

if TYPE_CHECKING:
    from generator.model.layout import Layout

_MERGE = "fill it in, save it, and run: alliance merge {file}"


def next_step(layout: Layout, *, fillable: bool) -> str:
    """Return what to do with a worksheet in this layout; ``{file}`` stands for its file's name."""
    if layout.imposition is Imposition.BOOKLET:
        if fillable:
            return f"{_MERGE[0].upper()}{_MERGE[1:]} (to print and fold it, compose it with --print-only)"
        return "Print it on both sides, flipped on the short edge, and fold it."
    if Part.CARDS in layout.parts:
        printing = "Print it on both sides, flipped on the long edge, and cut along the marks"
        return f"{printing}; or {_MERGE}" if fillable else f"{printing}."
    return f"Print it; or {_MERGE}" if fillable else "Print it."
