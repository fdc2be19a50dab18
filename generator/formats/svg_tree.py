"""SVG files as trees of elements: parsed by expat, in bounds, with nothing that leads out of the file.

The tree holds what is drawn and no more: no comments, metadata, elements and attributes of other namespaces. What is
drawn later is this tree, written anew, so that nothing is drawn that was not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from generator.errors import AssetError, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 1_000_000
MOST_CHARACTERS = 4_000_000
"""Characters of texts and attributes, with entities put in."""
MOST_ELEMENTS = 5_000
MOST_DEPTH = 50
HINT = "Save it as a plain SVG with all text as paths, or give a PNG."
FILTERS = frozenset({
    "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feDropShadow", "feFlood", "feFuncA",
    "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feOffset",
})  # fmt: skip
"""Shadows and the like; those that load pictures, or whose time depends on a radius, are not among them."""
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_DRAWN = FILTERS | {
    "svg", "g", "a", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "symbol",
    "switch", "clipPath", "mask", "linearGradient", "radialGradient", "stop", "style",
}  # fmt: skip
_TOLD_ONLY = frozenset({"title", "desc", "metadata"})
"""Elements that nothing is drawn of."""


class Drawing(NamedTuple):
    """A drawing as a tree, its elements called without their namespace."""

    root: Element
    lines: dict[Element, int]
    """The line in which each element begins."""

    def refuse(self, element: Element, what: str) -> AssetError:
        """Return the refusal of what an element is or has."""
        return AssetError(f"{what} in line {self.lines[element]}", HINT)


def read_drawing(data: bytes) -> Drawing:
    """Return the drawing in a file's bytes, in whichever encoding it declares; raise AssetError where it is refused."""
    if len(data) > MOST_BYTES:
        raise AssetError("is an SVG file larger than 1 MB", HINT)
    reader = _Reader(data.count(b"&"))
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003 - that is how expat is told of the end
    except AssetError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise AssetError(f"is a damaged SVG file ({escape(error)})", "Export it again.") from None
    return Drawing(reader.builder.close(), reader.lines)


class _Reader:
    """Builds the tree; raises AssetError for the first thing that is refused."""

    def __init__(self, ampersands: int) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._refuse_undefined
        self.parser.ProcessingInstructionHandler = self._instruction
        self.builder = TreeBuilder()
        self.lines: dict[Element, int] = {}
        self._ampersands = ampersands
        self._open: list[str] = []
        self._skipping = 0
        """How deep the reader is in an element that is not drawn."""
        self._count = 0
        self._characters = 0

    def _refuse(self, what: str) -> None:
        raise AssetError(f"{what} in line {self.parser.CurrentLineNumber}", HINT)

    def _entity(self, name: str, parameter: int, value: str | None, *_: str | None) -> None:
        """Take an entity of plain text, as Illustrator writes for namespaces; refuse one that can grow, or is a file.

        The arguments are expat's: name, whether it is a parameter entity, value; base, system and public identifiers.
        """
        if value is None:
            self._refuse("refers to another file")
        elif parameter or "&" in value or "%" in value:
            self._refuse(f"has an entity '{escape(name)}' made of other entities")
        elif len(value) * self._ampersands > MOST_CHARACTERS:
            self._refuse("is too large with its entities put in")

    def _refuse_undefined(self, name: str, _: int) -> None:
        self._refuse(f"uses an entity '{escape(name)}' that it does not define")

    def _instruction(self, target: str, _: str) -> None:
        if target == "xml-stylesheet":
            self._refuse("refers to another file")

    def _start(self, qualified: str, given: Mapping[str, str]) -> None:
        space, _, name = qualified.rpartition(" ")
        self._count += 1
        self._count_characters(sum(map(len, given.values())))
        if self._count > MOST_ELEMENTS:
            self._refuse(f"has more than {MOST_ELEMENTS:,} elements")
        if len(self._open) >= MOST_DEPTH:
            self._refuse("is nested too deeply")
        if not self._open and (space, name) != (_SVG, "svg"):
            self._refuse(f"is no SVG drawing: it begins with '{escape(name)}' of namespace '{escape(space)}'")
        if self._skipping or self._is_left_out(space, name):
            self._skipping += 1
        elif name not in _DRAWN:
            self._refuse(f"has an element '{escape(name)}', which is not taken,")
        else:
            attributes = dict(_own_attributes(given))
            self._require_inner(attributes)
            element = self.builder.start("g" if name == "a" else name, attributes)
            self.lines[element] = self.parser.CurrentLineNumber
        self._open.append(name)

    def _is_left_out(self, space: str, name: str) -> bool:
        """Tell whether an element is left out with all in it: Illustrator's own data, descriptions."""
        inside_switch = bool(self._open) and self._open[-1] == "switch"
        return space != _SVG or name in _TOLD_ONLY or (name == "foreignObject" and inside_switch)

    def _require_inner(self, attributes: Mapping[str, str]) -> None:
        if not attributes.get("href", "#").startswith("#"):
            self._refuse("refers to another file")
        if any("url(" in value and not is_inner(value) for value in attributes.values()):
            self._refuse("refers to another file")

    def _end(self, _: str) -> None:
        self._open.pop()
        if self._skipping:
            self._skipping -= 1
        else:
            self.builder.end("")

    def _text(self, text: str) -> None:
        self._count_characters(len(text))
        if not self._skipping and self._open[-1] == "style":
            self.builder.data(text)

    def _count_characters(self, further: int) -> None:
        self._characters += further
        if self._characters > MOST_CHARACTERS:
            self._refuse("is too large with its entities put in")


def _own_attributes(given: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the attributes of no namespace, and XLink's ``href`` as ``href`` where there is no other."""
    split = [(*key.rpartition(" ")[::2], value) for key, value in given.items()]
    linked = [(name, value) for space, name, value in split if space == _XLINK and name == "href"]
    return linked + [(name, value) for space, name, value in split if not space]


def is_inner(text: str) -> bool:
    """Tell whether all that a text refers to by ``url(...)`` is in the same file."""
    return all(part.lstrip(" '\"").startswith("#") for part in text.split("url(")[1:])
