"""Brands: YAML to a ``Brand``, with the logo and the typeface that it names.

The files named must lie in the brand's folder or below it; a link that leads out of it is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from generator.errors import AssetError, InvalidInput, Problem, escape
from generator.files.names import resolve_beside
from generator.files.reading import read_bounded
from generator.formats import picture, truetype
from generator.formats.located import nodes
from generator.formats.located.build import Builder
from generator.formats.located.located_tree import read_tree, require_valid
from generator.formats.located.nodes import Mapping, problem_at, sort_problems
from generator.formats.picture import read_picture
from generator.formats.truetype import read_typeface
from generator.model.brand import Brand, Logo
from generator.model.colour import LEAST, Colour, contrast, hexadecimal, nearest_passing, parse_colour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.formats.located.nodes import Node

Content = TypeVar("Content")


def path_beside(source: str, name: str) -> str:
    """Return the path of a file in the folder of another one; raise InvalidInput where a link leads out."""
    try:
        return resolve_beside(source, name)
    except AssetError as unusable:
        raise InvalidInput([Problem(name, unusable.message, unusable.hint)]) from None


def read_brand(data: bytes, source: str) -> Brand:
    """Return the brand in a YAML file's bytes; ``source`` is its path, beside which the files stand that it names.

    Raises InvalidInput with every problem found.
    """
    tree = read_tree(data, source)
    require_valid(tree, "brand", source)
    root, logo = tree.root, nodes.get_value(tree.root, "logo")
    colours = nodes.get_entries(nodes.get_value(root, "colours"))
    problems = [problem for key, colour in colours for problem in _check_contrast(key.text, colour, source)]
    files = _BrandFiles(source, problems)
    image = files.read(nodes.get_value(logo, "file"), picture.MOST_BYTES, read_picture)
    font = files.read(nodes.get_value(root, "font"), truetype.MOST_BYTES, lambda content, _: read_typeface(content))
    if problems:
        raise InvalidInput(sort_problems(problems))
    return _BUILDER.build(
        Brand,
        Mapping((*nodes.get_entries(root), *colours), root.line, root.column),
        logo=Logo(image, _line(nodes.get_value(logo, "alternative"))) if image else None,
        font=font,
        files=tuple(files.paths),
    )


def _line(node: Node | None) -> str:
    """Return the text with each run of white space as one space."""
    return " ".join(nodes.get_text(node).split())


_BUILDER = Builder({str: _line, Colour: lambda node: parse_colour(nodes.get_text(node))})


def _check_contrast(key: str, node: Node, source: str) -> Iterator[Problem]:
    """Yield the problem of a colour in which text could not be read."""
    colour = parse_colour(nodes.get_text(node))
    if (ratio := contrast(colour)) < LEAST:
        message = f"'{key}' {hexadecimal(colour)} has a contrast of {int(ratio * 100) / 100:g}:1 on white"
        hint = f"WCAG 2.2 (1.4.3, level AA) asks for {LEAST}:1; the nearest of its hue is "
        yield problem_at(source, node, message, f"{hint}{hexadecimal(nearest_passing(colour))}.")


class _BrandFiles:
    """The files that stand beside a brand's file; a file that cannot be used is added to ``problems``."""

    def __init__(self, source: str, problems: list[Problem]) -> None:
        self._source = source
        self._problems = problems
        self.paths: list[str] = []
        """The paths of the files read so far."""

    def read(self, node: Node | None, most: int, reader: Callable[[bytes, str], Content]) -> Content | None:
        """Return the content of the file that the node names, of at most ``most`` bytes, as ``reader`` makes it.

        None where no file is named, or where it cannot be used.
        """
        name = nodes.get_text(node)
        if node is None or not name:
            return None
        try:
            path = resolve_beside(self._source, name)
            self.paths.append(path)
            return reader(read_bounded(path, limit=most), name)
        except AssetError as unusable:
            self._problems.append(problem_at(self._source, node, f"{escape(name)} {unusable.message}", unusable.hint))
        except InvalidInput as refused:
            first = refused.problems[0]
            self._problems.append(problem_at(self._source, node, f"{escape(name)}: {first.message}", first.hint))
        return None
