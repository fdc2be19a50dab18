"""SVG drawings, drawn by resvg (the extra ``brand``): shapes and gradients, and nothing that leads out of the file.

Only the elements listed here are accepted, so that a drawing has no scripts, pictures or typefaces of this machine,
fetches nothing, and no small file takes long to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from generator.errors import AssetError, escape, missing_extra

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 1_000_000
MOST_ELEMENTS = 5_000
MOST_USES = 100
MOST_DEPTH = 50
_SVG = "http://www.w3.org/2000/svg"
_DRAWN = frozenset({
    "svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "use", "symbol", "clipPath", "mask", "linearGradient", "radialGradient", "stop", "style",
})  # fmt: skip
_HINT = "Save it as a plain SVG with all text as paths, or give a PNG."


def rasterise(data: bytes, side: int) -> bytes:
    """Return the drawing as a PNG whose longer side has ``side`` pixels; raise AssetError where it cannot be used."""
    if len(data) > MOST_BYTES:
        raise AssetError("is an SVG file larger than 1 MB", _HINT)
    proportions = _Inspector().inspect(data)
    try:
        import resvg_py  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing_extra("resvg_py", "to draw SVG") from None
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=data.decode(),
                skip_system_fonts=True,
                width=max(1, round(side * min(1, proportions))),
                height=max(1, round(side / max(1, proportions))),
            )
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise AssetError(f"cannot be drawn ({escape(error)})", _HINT) from None


class _Inspector:
    """One pass over the elements, before anything is drawn; raises AssetError for the first that is refused."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._open: list[str] = []
        self._count = 0
        self._uses = 0
        self._proportions = 0.0

    def inspect(self, data: bytes) -> float:
        """Return the drawing's width divided by its height; raise AssetError."""
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - that is how expat is told of the end
        except expat.ExpatError as error:
            raise AssetError(f"is a damaged SVG file ({escape(error)})", "Export it again.") from None
        return self._proportions

    def _refuse(self, what: str) -> None:
        raise AssetError(f"{what} in line {self._parser.CurrentLineNumber}", _HINT)

    def _doctype(self, *_: object) -> None:
        self._refuse("has a document type")

    def _start(self, qualified: str, attributes: Mapping[str, str]) -> None:
        space, _, name = qualified.rpartition(" ")
        self._count += 1
        if self._count > MOST_ELEMENTS:
            self._refuse(f"has more than {MOST_ELEMENTS:,} elements")
        if len(self._open) >= MOST_DEPTH:
            self._refuse("is nested too deeply")
        if space == _SVG and name not in _DRAWN:
            self._refuse(f"has an element '{escape(name)}', which is not taken,")
        if not self._open:
            self._root(attributes)
        if name == "use":
            self._uses += 1
            if self._uses > MOST_USES or {"defs", "symbol", "clipPath", "mask"}.intersection(self._open):
                self._refuse("has 'use' too often, or within what is used,")
        for key, value in attributes.items():
            self._attribute(key.rpartition(" ")[2], value)
        self._open.append(name)

    def _attribute(self, name: str, value: str) -> None:
        if name == "href" and not value.startswith("#"):
            self._refuse("refers to another file")
        if "url(" in value and not _inner_references(value):
            self._refuse("refers to another file")

    def _root(self, attributes: Mapping[str, str]) -> None:
        try:
            numbers = [float(number) for number in attributes["viewBox"].replace(",", " ").split()]
            self._proportions = numbers[2] / numbers[3]
        except (KeyError, ValueError, IndexError, ZeroDivisionError):
            width, height = (_length(attributes.get(key, "")) for key in ("width", "height"))
            if not (width and height):
                self._refuse("has neither a viewBox nor a size")
            self._proportions = width / height
        if not 1 / 40 <= self._proportions <= 40:  # noqa: PLR2004 - as picture.py has it
            self._refuse("is too long for its height")

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._open[-1] == "style" and ("@" in text or ("url(" in text and not _inner_references(text))):
            self._refuse("has a style that refers to another file")


def _inner_references(text: str) -> bool:
    return all(part.lstrip(" '\"").startswith("#") for part in text.split("url(")[1:])


def _length(text: str) -> float:
    try:
        return max(0.0, float(text.rstrip("pxtmcinq% ")))
    except ValueError:
        return 0.0
