"""Layouts: YAML to a ``Layout``; millimetres become points here.

A layout may extend a built-in one by its name: mappings are merged key by key, everything else is replaced. What is
inherited is then taken for written where the layout says ``extends``, so every problem has a place in the file read.
"""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import InvalidInput, did_you_mean, escape
from generator.files.reading import read_bounded
from generator.fonts.faces import ATKINSON, NOTO_SANS, Faces, FontFile
from generator.formats.layout_checks import check_layout
from generator.formats.located import nodes
from generator.formats.located.build import Builder
from generator.formats.located.located_tree import allow_partial, read_yaml_tree, require_complete, require_valid
from generator.formats.located.nodes import Mapping, Scalar, Sequence, problem_at, sort_problems
from generator.formats.paper import parse_paper
from generator.model.colour import Colour, hexadecimal, parse_colour
from generator.model.layout import POINTS_PER_MM, Colours, Layout, Length, Margins, Paper

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Names

    from generator.formats.located.nodes import Node
    from generator.model.brand import Brand
    from generator.model.layout import TypeStyle

TYPEFACES = {
    "noto-sans": NOTO_SANS,
    "vollkorn": FontFile("Vollkorn-Regular"),
    "vollkorn-italic": FontFile("Vollkorn-Italic"),
    "vollkorn-semibold": FontFile("Vollkorn-SemiBold"),
    "atkinson": ATKINSON,
}
"""The typefaces that are shipped, by the names that layouts call them."""
_INSTEAD = {
    **dict.fromkeys(("inner", "outer"), ("left", "right")),
    **dict.fromkeys(("left", "right"), ("inner", "outer")),
}
"""Keys of the margins, to those that are not inherited beside them."""
_NONE: Names[str, str] = MappingProxyType({})
_NO_COLOURS: Names[str, Colour] = MappingProxyType({})


def read_layout(
    data: bytes,
    source: str,
    name: str,
    builtin: Names[str, str] = _NONE,
    style: str | None = None,
    brand: Brand | None = None,
) -> Layout:
    """Return the layout in a YAML file's bytes, under this name; raise InvalidInput with every problem found.

    ``builtin`` are the files of the layouts that it can extend, by their names. Over it is laid a brand, and over both
    a style, which is one of ours.
    """
    tree = read_yaml_tree(data, source)
    try:
        root = _inherit(tree.root, source, builtin, ())
    except InvalidInput as invalid:
        require_valid(tree, "layout", source, invalid.problems, adapt=allow_partial)
        raise
    if brand:
        root = _merge(root, _changes(brand))
    if style:
        root = _merge(root, _relocate(_read_style(style), Scalar("", 1, 1)))
    merged = tree._replace(root=root, is_valid=tree.is_valid and root is tree.root)
    require_valid(merged, "layout", source, adapt=require_complete)
    setting = Builder().build(Setting, nodes.get_value(root, "setting"))
    layout = _build(root, name, brand, setting)
    if problems := list(check_layout(layout, setting.scale, root, source)):
        raise InvalidInput(sort_problems(problems))
    return setting.apply(layout)


def _changes(brand: Brand) -> Node:
    """Return what a brand changes: its colours where the layout's are, its typeface for what the sheet says."""
    accent, second = brand.accent, brand.second or brand.accent
    colours = {key: hexadecimal(colour) for key, colour in (("accent", accent), ("second", second)) if colour}
    faces = {face: "brand" for face in ("display", "italic", "semibold") if brand.font}
    entries = {"colours": _of_texts(colours), "faces": _of_texts(faces)}
    return Mapping(tuple((Scalar(key, 1, 1), node) for key, node in entries.items()), 1, 1)


def _of_texts(texts: dict[str, str]) -> Mapping:
    return Mapping(tuple((Scalar(key, 1, 1), Scalar(text, 1, 1)) for key, text in texts.items()), 1, 1)


def _read_style(file: str) -> Node:
    """Return the keys that a style changes."""
    source = os.path.basename(file)
    tree = read_yaml_tree(read_bounded(file), source)
    require_valid(tree, "layout", source, adapt=allow_partial)
    own = tuple(
        (key, value) for key, value in nodes.get_entries(tree.root) if key.text not in {"extends", "description"}
    )
    return Mapping(own, tree.root.line, tree.root.column)


def _inherit(root: Node, source: str, builtin: Names[str, str], path: tuple[str, ...]) -> Node:
    """Return the node with what it inherits; raise InvalidInput where there is no such layout, or no end."""
    named = nodes.get_scalar(nodes.get_value(root, "extends"))
    if not named:
        return root
    name = named.text
    if name in path:
        message = f"the layout extends itself: {' > '.join((*path[path.index(name) :], name))}"
        raise InvalidInput([problem_at(source, named, message, "Extend another one, or none.")])
    if name not in builtin:
        hint = did_you_mean(name, builtin) or f"There are: {', '.join(builtin)}."
        raise InvalidInput([problem_at(source, named, f"unknown layout '{escape(name)}'", hint)])
    file = os.path.basename(builtin[name])
    base = read_yaml_tree(read_bounded(builtin[name]), file)
    if base.problems:
        raise InvalidInput(base.problems)
    return _merge(_relocate(_inherit(base.root, file, builtin, (*path, name)), named), root)


def _relocate(node: Node, place: Scalar) -> Node:
    """Return the node as if it stood in another place."""
    line, column = place.line, place.column
    match node:
        case Scalar():
            return node._replace(line=line, column=column)
        case Sequence(items):
            return Sequence(tuple(_relocate(item, place) for item in items), line, column)
        case Mapping(entries):
            return Mapping(tuple((key, _relocate(value, place)) for key, value in entries), line, column)


def _merge(base: Node, over: Node) -> Node:
    if not (isinstance(base, Mapping) and isinstance(over, Mapping)):
        return over
    own = {key.text for key, _ in over.entries}
    own = own.union(*(_INSTEAD.get(key, ()) for key in own))
    kept = [(key, value) for key, value in base.entries if key.text not in own]
    inherited = {key.text: value for key, value in base.entries}
    changed = [
        (key, _merge(inherited[key.text], value) if key.text in inherited else value) for key, value in over.entries
    ]
    return Mapping((*kept, *changed), over.line, over.column)


def _build(root: Node, name: str, brand: Brand | None, setting: Setting) -> Layout:
    """Return the layout as its file has it, before ``setting`` changes its type sizes."""
    colours = _colours(nodes.get_value(root, "colours"))
    conversions = {**_CONVERSIONS, Colour: lambda node: _colour(node, colours._asdict())}
    layout = Builder(conversions, {"max_pages": "sides"}).build(
        Layout,
        root,
        name=name,
        colours=colours,
        margins=_margins(nodes.get_value(root, "margins")),
        faces=_faces(nodes.get_value(root, "faces"), setting, brand),
        brand=brand,
        canvas=nodes.get_text(nodes.get_value(root, "arrangement")) == "canvas",
        side_by_side=nodes.get_text(nodes.get_value(root, "arrangement")) == "beside",
    )
    styles = {
        style: kind if style.has_data else kind._replace(face=kind.face.with_old_style_figures)
        for style, kind in layout.styles.items()
    }
    layout = layout._replace(styles=styles)
    if brand and brand.second:  # it stands on the cards of the second section, where there is one
        sections = layout.cards.colours
        second = (*sections[:1], *[colours.second] * len(sections[1:2]), *sections[2:])
        layout = layout._replace(cards=layout.cards._replace(colours=second))
    return layout


class Setting(NamedTuple):
    """How large and how wide all styles are set."""

    scale: float = 1.0
    least: float = 5.0
    """Points; a leading grows with its size."""
    leading: float = 1.0
    tracking: float = 0.0

    def apply(self, layout: Layout) -> Layout:
        """Return the layout with every type size in it, and every leading, as large as this makes them."""
        cards = layout.cards
        return layout._replace(
            styles={style: self._resize(set_in) for style, set_in in layout.styles.items()},
            smallest=layout.smallest * self.scale,
            cards=cards._replace(size=cards.size * self.scale, least=cards.least * self.scale),
        )

    def _resize(self, style: TypeStyle) -> TypeStyle:
        size = max(style.size * self.scale, self.least)
        return style._replace(size=round(size, 2), leading=round(style.leading * size / style.size * self.leading, 2))


def _colours(node: Node | None) -> Colours:
    """Return the colours; where there is no second one, the accent is."""
    second = nodes.get_value(node, "second") or nodes.get_value(node, "accent")
    builder = Builder(_CONVERSIONS)
    return builder.build(Colours, node, second=builder.build(Colour, second))


def _colour(node: Node, named: Names[str, Colour] = _NO_COLOURS) -> Colour:
    """Return one of the named colours, or the one written as ``#7A1E2C``."""
    text = nodes.get_text(node)
    return named.get(text) or parse_colour(text)


_CONVERSIONS: Names[object, Callable[[Node], object]] = {
    Length: lambda node: float(nodes.get_text(node)) * POINTS_PER_MM,
    Paper: lambda node: parse_paper(nodes.get_text(node)),
    Colour: _colour,
}


def _margins(node: Node | None) -> Margins:
    """Return the margins; where there are an inner and an outer one, those of a right-hand page, mirrored."""
    builder, inner, outer = Builder(_CONVERSIONS), nodes.get_value(node, "inner"), nodes.get_value(node, "outer")
    if inner is None or outer is None:
        return builder.build(Margins, node)
    to_points = _CONVERSIONS[Length]
    return builder.build(Margins, node, left=to_points(inner), right=to_points(outer), mirrored=True)


def _faces(node: Node | None, setting: Setting, brand: Brand | None) -> Faces:
    own = {"brand": brand.font} if brand and brand.font else {}
    typefaces = {**TYPEFACES, **own}
    named = {key.text: nodes.get_text(value) for key, value in nodes.get_entries(node)}
    there = {face: typefaces[name] for face, name in named.items() if name in typefaces}
    house = Faces()
    return Faces(
        text=there.get("text", house.text),
        display=there.get("display", house.display),
        italic=there.get("italic", house.italic),
        semibold=there.get("semibold", house.semibold),
        tracking=setting.tracking,
    )
