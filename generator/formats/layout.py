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
from generator.fonts.faces import Face, Faces, FontFile
from generator.formats.layout_measures import check_text_widths
from generator.formats.located import nodes
from generator.formats.located.nodes import Mapping, Scalar, Sequence, problem_at
from generator.formats.located.schema import Rule, rule
from generator.formats.located.schema_check import check, sort_problems
from generator.formats.located.yaml_nodes import read_yaml
from generator.formats.paper import SMALLEST_MEASURE, parse_paper
from generator.model.colour import Colour, hexadecimal
from generator.model.layout import (
    OF_EVERYBODY,
    POINTS_PER_MM,
    AgendaLayout,
    AnswerSpaceSize,
    AnswerSpaceSizes,
    Cards,
    CheckboxMetrics,
    ChecklistLayout,
    Colours,
    Imposition,
    IntroductionLayout,
    Layout,
    Lines,
    Margins,
    Part,
    Per,
    Sections,
    Style,
    TypeStyle,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Names

    from generator.errors import Problem
    from generator.formats.located.nodes import Node
    from generator.model.brand import Brand
    from generator.model.layout import Paper

TYPEFACES = {
    "noto-sans": FontFile("NotoSans-Regular"),
    "vollkorn": FontFile("Vollkorn-Regular"),
    "vollkorn-italic": FontFile("Vollkorn-Italic"),
    "atkinson": FontFile("AtkinsonHyperlegibleNext-Regular"),
}
"""The typefaces that are shipped, by the names that layouts call them."""
_NONE: Names[str, str] = MappingProxyType({})


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
    tree = read_yaml(data, source)
    problems = list(tree.problems)
    try:
        root = _inherit(tree.root, source, builtin, ())
    except InvalidInput as invalid:
        partial = rule("layout")._replace(any_of=())
        raise InvalidInput(sort_problems([*problems, *check(tree.root, partial, source), *invalid.problems])) from None
    if brand:
        root = _merge(root, _changes(brand))
    if style:
        root = _merge(root, _relocate(_style_of(style), Scalar("", 1, 1)))
    problems += check(root, _complete(), source)
    if not problems:
        problems += _cross_checks(root, source)
    if problems:
        raise InvalidInput(sort_problems(problems))
    return _layout(root, name, brand)


def _changes(brand: Brand) -> Node:
    """Return what a brand changes: its colours where the layout's are, its typeface for what the sheet says."""
    accent, second = brand.accent, brand.second or brand.accent
    colours = {key: hexadecimal(colour) for key, colour in (("accent", accent), ("second", second)) if colour}
    faces = {face: "brand" for face in ("display", "italic") if brand.font}
    entries = {"colours": _of_texts(colours), "faces": _of_texts(faces)}
    return Mapping(tuple((Scalar(key, 1, 1), node) for key, node in entries.items()), 1, 1)


def _of_texts(texts: dict[str, str]) -> Mapping:
    return Mapping(tuple((Scalar(key, 1, 1), Scalar(text, 1, 1)) for key, text in texts.items()), 1, 1)


def _style_of(file: str) -> Node:
    """Return what a style changes."""
    source = os.path.basename(file)
    tree = read_yaml(read_bounded(file), source)
    problems = [*tree.problems, *check(tree.root, rule("layout")._replace(any_of=()), source)]
    if problems:
        raise InvalidInput(sort_problems(problems))
    own = tuple((key, value) for key, value in nodes.entries(tree.root) if key.text not in {"extends", "description"})
    return Mapping(own, tree.root.line, tree.root.column)


def _complete() -> Rule:
    """Return the rule for a layout with nothing left to inherit."""
    shape = rule("layout")
    return _demanding(shape._replace(any_of=()), shape.any_of[-1])


def _demanding(shape: Rule, demand: Rule) -> Rule:
    """Return the rule with what the other one requires."""
    inner = {key: _demanding(shape.properties[key], one) for key, one in demand.properties.items()}
    return shape._replace(required=demand.required, properties={**shape.properties, **inner})


def _inherit(root: Node, source: str, builtin: Names[str, str], path: tuple[str, ...]) -> Node:
    """Return the node with what it inherits; raise InvalidInput where there is no such layout, or no end."""
    named = nodes.scalar(nodes.value(root, "extends"))
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
    base = read_yaml(read_bounded(builtin[name]), file)
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
    kept = [(key, value) for key, value in base.entries if key.text not in own]
    inherited = {key.text: value for key, value in base.entries}
    changed = [
        (key, _merge(inherited[key.text], value) if key.text in inherited else value) for key, value in over.entries
    ]
    return Mapping((*kept, *changed), over.line, over.column)


def _layout(root: Node, name: str, brand: Brand | None) -> Layout:
    colours = _colours(nodes.value(root, "colours"))
    setting = _setting(nodes.value(root, "setting"))
    return Layout(
        name=name,
        description=nodes.text(nodes.value(root, "description")),
        paper=parse_paper(nodes.text(nodes.value(root, "paper"), "a4")),
        margins=_margins(nodes.value(root, "margins")),
        colours=colours,
        styles={
            Style(key.text): _style(style, colours, setting)
            for key, style in nodes.entries(nodes.value(root, "styles"))
        },
        ticks=_ticks(nodes.value(root, "ticks")),
        rooms=_rooms(nodes.value(root, "rooms")),
        line_pitch=_points(root, "line_pitch"),
        parts=tuple(Part(nodes.text(part)) for part in nodes.items(nodes.value(root, "parts"))),
        lines=Lines(nodes.text(nodes.value(root, "lines"), Lines.RULED)),
        weight=float(nodes.text(nodes.value(root, "weight"), "1")),
        max_pages=nodes.whole_number(nodes.value(root, "sides"), 0),
        stretch=float(nodes.text(nodes.value(root, "stretch"), "7")) * POINTS_PER_MM,
        smallest=float(nodes.text(nodes.value(root, "smallest"), "0")) * setting.scale,
        opening=_beginning(nodes.value(root, "opening")),
        sections=_sections(nodes.value(root, "sections")),
        faces=_faces(nodes.value(root, "faces"), setting, brand),
        brand=brand,
        choices=ChecklistLayout(float(nodes.text(nodes.value(nodes.value(root, "choices"), "notes"), "0"))),
        plan=AgendaLayout(nodes.text(nodes.value(nodes.value(root, "plan"), "listed")) == "true"),
        per=Per(nodes.text(nodes.value(root, "per"), Per.ALL)),
        imposition=_imposition(root),
        cards=_cards(nodes.value(root, "cards"), colours, setting, own_second=bool(brand and brand.second)),
        side_by_side=nodes.text(nodes.value(root, "arrangement")) == "beside",
    )


def _imposition(root: Node) -> Imposition:
    return Imposition(nodes.text(nodes.value(root, "imposition"), Imposition.NONE))


class _Setting(NamedTuple):
    """How large and how wide all styles are set."""

    scale: float
    least: float
    """Points; a leading grows with its size."""
    leading: float
    tracking: float

    def of(self, size: float, leading: float) -> tuple[float, float]:
        """Return size and leading of a style for which a layout gives these."""
        wanted = max(size * self.scale, self.least)
        return round(wanted, 2), round(leading * wanted / size * self.leading, 2)


def _setting(node: Node | None) -> _Setting:
    usual = {"scale": "1", "least": "0", "leading": "1", "tracking": "0"}
    return _Setting(*(float(nodes.text(nodes.value(node, key), none)) for key, none in usual.items()))


def _faces(node: Node | None, setting: _Setting, brand: Brand | None) -> Faces:
    own = {"brand": brand.font} if brand and brand.font else {}
    typefaces = {**TYPEFACES, **own}
    named = {key.text: nodes.text(value) for key, value in nodes.entries(node)}
    there = {face: typefaces[name] for face, name in named.items() if name in typefaces}
    return Faces(**there, tracking=setting.tracking)


def _cards(node: Node | None, colours: Colours, setting: _Setting, *, own_second: bool) -> Cards:
    """Return the cards; a brand that has a second colour has it on those of the second section."""
    usual = Cards()

    def given(key: str, unit: float, otherwise: float) -> float:
        text = nodes.text(nodes.value(node, key))
        return float(text) * unit if text else otherwise

    named = [nodes.text(colour) for colour in nodes.items(nodes.value(node, "colours"))]
    sections = [colours.accent if name == "accent" else _colour(name) for name in named]
    if own_second:
        sections[1:2] = [colours.second] * len(sections[1:2])
    return Cards(
        width=given("width", POINTS_PER_MM, usual.width),
        height=given("height", POINTS_PER_MM, usual.height),
        size=given("size", 1, usual.size) * setting.scale,
        least=given("least", 1, usual.least) * setting.scale,
        colours=tuple(sections),
        filled=nodes.text(nodes.value(node, "filled"), "true") == "true",
    )


def _beginning(node: Node | None) -> IntroductionLayout:
    paragraphs = nodes.value(node, "paragraphs")
    steps = nodes.text(nodes.value(node, "steps"), str(IntroductionLayout().steps))
    return IntroductionLayout(nodes.whole_number(paragraphs, 0) if paragraphs else None, float(steps))


def _sections(node: Node | None) -> Sections:
    usual = Sections()
    space = nodes.scalar(nodes.value(node, "space"))
    return Sections(
        nodes.text(nodes.value(node, "page")) == "true",
        Style(nodes.text(nodes.value(node, "heading"), usual.heading)),
        float(space.text) * POINTS_PER_MM if space else usual.space,
    )


def _number(node: Node | None, key: str) -> float:
    return float(nodes.text(nodes.value(node, key)))


def _points(node: Node | None, key: str) -> float:
    return _number(node, key) * POINTS_PER_MM


def _margins(node: Node | None) -> Margins:
    return Margins(*(_points(node, side) for side in ("top", "right", "bottom", "left")))


def _colours(node: Node | None) -> Colours:
    accent = nodes.text(nodes.value(node, "accent"))
    second = nodes.text(nodes.value(node, "second"), accent)
    others = (nodes.text(nodes.value(node, key)) for key in ("ink", "grey", "line"))
    return Colours(*map(_colour, (accent, second, *others)))


def _colour(text: str) -> Colour:
    return Colour(*(int(text[start : start + 2], 16) / 255 for start in (1, 3, 5)))


def _style(node: Node, colours: Colours, setting: _Setting) -> TypeStyle:
    colour = nodes.text(nodes.value(node, "colour"))
    return TypeStyle(
        Face(nodes.text(nodes.value(node, "face"))),
        *setting.of(_number(node, "size"), _number(node, "leading")),
        colours._asdict()[colour],
    )


def _ticks(node: Node | None) -> CheckboxMetrics:
    return CheckboxMetrics(*(_points(node, key) for key in ("size", "pitch", "crowded_pitch", "gutter", "gap")))


def _rooms(node: Node | None) -> AnswerSpaceSizes:
    return AnswerSpaceSizes(*(_room(nodes.value(node, key)) for key in ("compact", "generous", "closing")))


def _room(node: Node | None) -> AnswerSpaceSize:
    lines, columns = (nodes.whole_number(nodes.value(node, key), 1) for key in ("lines", "columns"))
    return AnswerSpaceSize(lines, columns, nodes.whole_number(nodes.value(node, "least"), 2))


def _cross_checks(root: Node, source: str) -> Iterator[Problem]:
    ticks = nodes.value(root, "ticks")
    if ticks and _number(ticks, "size") > min(_number(ticks, "pitch"), _number(ticks, "crowded_pitch")):
        yield problem_at(source, ticks, "the tick boxes overlap", "Make size smaller than pitch and crowded_pitch.")
    for key, style in nodes.entries(nodes.value(root, "styles")):
        if _number(style, "leading") < _number(style, "size"):
            yield problem_at(
                source, style, f"lines of style '{key.text}' overlap", "Make leading at least as large as size."
            )
    yield from _fields_of_one_name(root, source)
    margins = nodes.value(root, "margins")
    paper = parse_paper(nodes.text(nodes.value(root, "paper"), "a4"))
    page = paper if _imposition(root) is Imposition.NONE else paper.half_page()
    across = page.width / POINTS_PER_MM - _number(margins, "left") - _number(margins, "right")
    down = page.height / POINTS_PER_MM - _number(margins, "top") - _number(margins, "bottom")
    if margins and min(across, down) < SMALLEST_MEASURE:
        hint = f"Leave at least {SMALLEST_MEASURE} mm of the paper."
        yield problem_at(source, margins, "the margins leave too little room", hint)
    else:
        yield from check_text_widths(root, across, source)
    yield from _cards_off_the_paper(root, page, source)


_SAME_FIELDS = (({Part.FACTS, Part.NAMES, Part.CARDS}, "names"), ({Part.CHOICES, Part.CARDS}, "picks"))
"""Parts that have fields of the same names, and what these are."""


def _fields_of_one_name(root: Node, source: str) -> Iterator[Problem]:
    """Yield the parts that would put fields of one name into a file: of those, one at most can be filled in."""
    per_person = nodes.text(nodes.value(root, "per")) == Per.PERSON
    before: set[str] = set()
    for part in nodes.items(nodes.value(root, "parts")):
        name = nodes.text(part)
        alike = next(((parts & before, what) for parts, what in _SAME_FIELDS if name in parts and parts & before), None)
        if name in before and name != Part.PAGE:
            yield problem_at(
                source, part, f"the part '{name}' stands twice", "Keep one: its fields have one name each."
            )
        elif alike:
            hint = f"Keep either {' or '.join(sorted({*alike[0], name}))}."
            yield problem_at(source, part, f"the {alike[1]} are filled in twice", hint)
        elif per_person and name in OF_EVERYBODY:
            hint = "Leave it out." if name != Part.FACTS else "Put names in its place."
            yield problem_at(source, part, f"the part '{name}' is there once for all, not once a person", hint)
        elif name == Part.CARDS and _imposition(root) is not Imposition.NONE:
            yield problem_at(source, part, "cards are no booklet", "Leave out imposition, or the cards.")
        before.add(name)


def _cards_off_the_paper(root: Node, paper: Paper, source: str) -> Iterator[Problem]:
    node = nodes.value(root, "cards")
    width, height = (
        float(nodes.text(nodes.value(node, key), str(usual / POINTS_PER_MM))) * POINTS_PER_MM
        for key, usual in (("width", Cards().width), ("height", Cards().height))
    )
    cards = Cards(width, height)
    held = {nodes.text(part) for part in nodes.items(nodes.value(root, "parts"))}
    if Part.CARDS in held and not (cards.across(paper) and cards.down(paper)):
        hint = "Make its width and height smaller, or the paper larger."
        yield problem_at(source, node or root, "a card does not fit the paper", hint)
    size, least = (float(nodes.text(nodes.value(node, key), str(usual))) for key, usual in
                   (("size", Cards().size), ("least", Cards().least)))  # fmt: skip
    if node and least > size:
        yield problem_at(source, node, "least is more than size", "Make it the smallest type for a question.")
