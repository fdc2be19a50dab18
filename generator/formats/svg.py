"""SVG drawings, drawn by resvg (the extra ``brand``): shapes and gradients, and nothing that leads out of the file.

Only the elements that ``svg_tree`` lists are accepted, so that a drawing has no scripts, pictures or typefaces of this
machine, and fetches nothing; and only so much of them that no small file takes long to draw.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import tostring

from generator.errors import AssetError, escape, missing_extra
from generator.formats.svg_styles import apply_styles
from generator.formats.svg_tree import FILTERS, HINT, read_drawing
from generator.model.brand import LONGEST_TO_SHORTEST

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from generator.formats.svg_tree import Drawing

MOST_DRAWN = 10_000
"""Elements that are drawn, with those that are used counted each time."""
MOST_NESTED = 100
"""How deep elements stand in each other, those that are used counted where they are used."""
_DPI = 96
"""Pixels of CSS to the inch, of which there are 72 points."""
_UNITS = {
    "": 1, "px": 1, "in": _DPI, "cm": _DPI / 2.54, "mm": _DPI / 25.4, "q": _DPI / 101.6, "pt": _DPI / 72,
    "pc": _DPI / 6, "em": 16, "ex": 8,
}  # fmt: skip
_LENGTH = re.compile(
    r"\s*\+?([0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})(?:e([+-]?[0-9]))?\s*([a-z]{0,2})\s*", re.IGNORECASE
)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]*)")
_COSTS = {"mask": 20, "clipPath": 3, **dict.fromkeys(FILTERS, 40)}
"""What draws, or holds, a picture of its own."""
_COLOURS = frozenset({"linearGradient", "radialGradient", "stop"})


def rasterise(data: bytes, side: int) -> bytes:
    """Return the drawing as a PNG whose longer side has ``side`` pixels; raise AssetError where it cannot be used."""
    drawing = read_drawing(data)
    try:
        apply_styles(drawing)
    except RecursionError:
        raise AssetError("has styles that are nested too deeply", HINT) from None
    _Cost(drawing).require_bounded()
    _set_size(drawing, side)
    try:
        import resvg_py  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing_extra("resvg_py", "to draw SVG") from None
    drawing.root.set("xmlns", "http://www.w3.org/2000/svg")
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=tostring(drawing.root, encoding="unicode"), skip_system_fonts=True, dpi=_DPI
            )
        )
    except ValueError as error:
        raise AssetError(f"cannot be drawn ({escape(error)})", HINT) from None


def _set_size(drawing: Drawing, side: int) -> None:
    """Give the drawing the size in pixels at which it is drawn, in its own proportions."""
    root = drawing.root
    size = _parse_length(root.get("width", "")), _parse_length(root.get("height", ""))
    box = [_parse_number(number) for number in root.get("viewBox", "").replace(",", " ").split()]
    has_box = len(box) == 4 and box[2] > 0 and box[3] > 0  # noqa: PLR2004 - left, top, width, height
    if not all(size):
        if not has_box:
            raise drawing.refuse(root, "has neither a viewBox nor a size")
        size = box[2], box[3]
    if not has_box:
        root.set("viewBox", f"0 0 {size[0]:g} {size[1]:g}")
    proportions = size[0] / size[1]
    if not 1 / LONGEST_TO_SHORTEST <= proportions <= LONGEST_TO_SHORTEST:
        raise drawing.refuse(root, "is too long for its height")
    root.set("width", str(max(1, round(side * min(1, proportions)))))
    root.set("height", str(max(1, round(side / max(1, proportions)))))


def _parse_length(text: str) -> float:
    """Return a length in pixels; 0 where it is none, or a share of what is around."""
    found = _LENGTH.fullmatch(text)
    if not found:
        return 0.0
    return float(found[1]) * 10.0 ** int(found[2] or 0) * _UNITS.get(found[3].lower(), 0)


def _parse_number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if abs(number) < 1e9 else 0.0  # noqa: PLR2004 - more than any drawing is wide; infinity


class _Cost:
    """How much drawing takes, with everything that is used, clipped, masked and filtered."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._by_id: dict[str, Element] = {}
        for element in drawing.root.iter():
            self._by_id.setdefault(element.get("id", ""), element)
        self._known: dict[Element, tuple[int, int]] = {}
        self._path: set[Element] = set()

    def require_bounded(self) -> None:
        """Raise AssetError where an element is made of itself, or of too much."""
        self._measure(self._drawing.root)

    def _measure(self, element: Element) -> tuple[int, int]:
        """Return how many elements are drawn for this one, and how deep they stand in each other."""
        if element in self._known:
            return self._known[element]
        if element in self._path:
            raise self._drawing.refuse(element, f"has a '{element.tag}' that is made of itself")
        if len(self._path) > MOST_NESTED:
            raise self._drawing.refuse(element, "is nested too deeply")
        self._path.add(element)
        parts = [self._measure(part) for part in (*element, *self._find_used(element))]
        self._path.remove(element)
        drawn = _COSTS.get(element.tag, element.tag not in _COLOURS) + sum(count for count, _ in parts)
        deep = 1 + max((depth for _, depth in parts), default=0)
        if drawn > MOST_DRAWN:
            raise self._drawing.refuse(element, "draws too much, used again and again,")
        if len(self._path) + deep > MOST_NESTED:
            raise self._drawing.refuse(element, "is nested too deeply")
        self._known[element] = drawn, deep
        return drawn, deep

    def _find_used(self, element: Element) -> list[Element]:
        named = [element.get("href", "")[1:]] if "href" in element.attrib else []
        named += [name for value in element.attrib.values() for name in _REFERENCE.findall(value)]
        return [self._by_id[name] for name in named if name and name in self._by_id]
