"""Style sheets of drawings, put into the elements that they are for: by tinycss2 and cssselect2 (the extra ``brand``).

As on paper (media ``print``, in light colours). Custom properties are inherited and put in (CSS Custom Properties 1).
What resvg would leave out without a word is refused: other colour functions, other conditions, broken rules.
"""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.errors import escape, missing_extra
from generator.formats.svg_tree import MOST_DEPTH, is_inner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from generator.formats.svg_tree import Drawing

MOST_COST = 5_000_000
"""Elements times rules, times how far each rule's selector may have to look for others."""
_READING = 100
"""What reading a rule costs beside matching it."""
MOST_TOKENS = 200_000
"""Parts of values, with variables put in."""
_NOT_DRAWN = frozenset({"charset", "namespace", "font-face", "keyframes", "-webkit-keyframes", "page"})
"""At-rules that alter nothing of a drawing without text that stands still."""
_MEDIA = {
    "": True, "all": True, "print": True, "screen": False, "speech": False,
    "(prefers-color-scheme:light)": True, "(prefers-color-scheme:dark)": False,
    "(prefers-contrast:no-preference)": True, "(prefers-contrast:more)": False,
    "(prefers-reduced-motion:no-preference)": False, "(prefers-reduced-motion:reduce)": True,
}  # fmt: skip
_COLOURED = frozenset({"fill", "stroke", "stop-color", "flood-color", "color", "lighting-color"})
_COLOURS = frozenset({"url", "rgb", "rgba", "hsl", "hsla"})
"""Functions of colours that are drawn."""
_AROUND_COMBINATOR = re.compile(r" ?([>+~,]) ?")
Token = Any
"""A node of tinycss2, which has no types."""


class _Rule(NamedTuple):
    """A rule that holds on paper."""

    prelude: list[Token]
    declarations: list[Token]
    element: Element
    """The ``style`` that it stands in."""


def apply_styles(drawing: Drawing) -> None:
    """Give every element the styles that it has as its ``style``, and take the sheets out.

    Raises AssetError where one cannot be applied, or would not be drawn.
    """
    try:
        import cssselect2  # type: ignore[import-untyped] # noqa: PLC0415 - an extra, without types
        import tinycss2  # type: ignore[import-untyped] # noqa: F401, PLC0415
    except ImportError as missing:
        raise missing_extra(missing.name or "cssselect2", "to draw SVG") from None
    sheets = [element for element in drawing.root.iter("style") if element.text]
    rules = [rule for sheet in sheets for rule in _read_sheet(drawing, sheet)]
    _require_affordable(drawing, rules)
    matcher = cssselect2.Matcher()
    for rule in rules:
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError as error:
            raise drawing.refuse(rule.element, f"has a style that cannot be read ({escape(error)})") from None
        for selector in selectors:
            matcher.add_selector(selector, rule.declarations)
    _Cascade(drawing, matcher).apply(cssselect2.ElementWrapper.from_xml_root(drawing.root), {})
    for parent in list(drawing.root.iter()):
        for sheet in parent.findall("style"):
            parent.remove(sheet)


def _read_sheet(drawing: Drawing, sheet: Element) -> Iterator[_Rule]:
    import tinycss2  # noqa: PLC0415 - an extra

    if sheet.get("type", "text/css") not in {"", "text/css"}:
        raise drawing.refuse(sheet, f"has a style of type '{escape(sheet.get('type', ''))}'")
    if _holds(drawing, sheet, sheet.get("media", "")):
        yield from _rules_of(drawing, sheet, tinycss2.parse_stylesheet(sheet.text or "", skip_comments=True))


def _rules_of(drawing: Drawing, sheet: Element, parsed: list[Token]) -> Iterator[_Rule]:
    """Yield the rules that hold on paper, those of ``@media`` among them."""
    import tinycss2  # noqa: PLC0415 - an extra

    for node in parsed:
        if node.type == "qualified-rule":
            content = tinycss2.parse_declaration_list(node.content, skip_comments=True, skip_whitespace=True)
            yield _Rule(node.prelude, [entry for entry in content if entry.type == "declaration"], sheet)
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            raise drawing.refuse(sheet, "has a style that refers to another file")
        elif node.type == "at-rule" and node.lower_at_keyword == "media" and node.content is not None:
            if _holds(drawing, sheet, tinycss2.serialize(node.prelude)):
                yield from _rules_of(drawing, sheet, tinycss2.parse_rule_list(node.content, skip_comments=True))
        elif node.type == "at-rule" and node.lower_at_keyword not in _NOT_DRAWN:
            raise drawing.refuse(sheet, f"has a style with '@{escape(node.at_keyword)}', which is not taken,")
        elif node.type == "error":
            raise drawing.refuse(sheet, f"has a style that cannot be read ({escape(node.message)})")


def _holds(drawing: Drawing, sheet: Element, media: str) -> bool:
    """Tell whether a list of media queries holds on paper; raise AssetError where that cannot be told."""
    results = []
    for query in media.lower().split(","):
        words = "".join(query.replace(" and ", "&").split())
        wanted = not words.startswith("not")
        parts = [_MEDIA.get(part) for part in words.removeprefix("not").removeprefix("only").split("&")]
        if None in parts:
            raise drawing.refuse(sheet, f"has a style for some screens only ('@media {escape(media.strip())}')")
        results.append(all(parts) is wanted)
    return any(results)


def _require_affordable(drawing: Drawing, rules: list[_Rule]) -> None:
    """Raise AssetError where matching the rules could take long."""
    elements, widest = len(drawing.lines) + _READING, max(map(len, drawing.lines))
    reach = {" ": MOST_DEPTH, "~": widest}
    cost = 0
    for rule in rules:
        if any(token.type == "function" for token in rule.prelude):
            raise drawing.refuse(rule.element, "has a style with a selector that is a function, which is not taken,")
        selectors = "".join(" " if token.type == "whitespace" else token.serialize() for token in rule.prelude)
        for selector in _AROUND_COMBINATOR.sub(r"\1", selectors).strip().split(","):
            cost += elements * prod(reach.get(character, 1) for character in selector)
            if cost > MOST_COST:
                raise drawing.refuse(rule.element, "has styles that take too long to apply")


class _Cascade:
    """Gives elements their styles, from the root down."""

    def __init__(self, drawing: Drawing, matcher: Any) -> None:  # noqa: ANN401 - cssselect2 has no types
        self._drawing = drawing
        self._matcher = matcher
        self._tokens = 0

    def apply(self, wrapper: Any, inherited: dict[str, list[Token]]) -> None:  # noqa: ANN401 - cssselect2 has no types
        """Style an element and all in it; ``inherited`` are the custom properties of the element around it."""
        import tinycss2  # noqa: PLC0415 - an extra

        element: Element = wrapper.etree_element
        written = tinycss2.parse_declaration_list(element.get("style", ""), skip_comments=True, skip_whitespace=True)
        own = [entry for entry in written if entry.type == "declaration"]
        found = [entry for *_, declarations in self._matcher.match(wrapper) for entry in declarations]
        layers = (
            [entry for entry in found if not entry.important],
            [entry for entry in own if not entry.important],
            [entry for entry in found if entry.important],
            [entry for entry in own if entry.important],
        )
        values = {
            entry.name if entry.name.startswith("--") else entry.lower_name: entry.value
            for layer in layers
            for entry in layer
        }
        named = {name: value for name, value in values.items() if name.startswith("--")}
        variables = {**inherited, **named} if named else inherited
        for name, text in element.attrib.items():
            if "var(" in text and name != "style":
                tokens = tinycss2.parse_component_value_list(text)
                element.set(name, self._put_in(element, tokens, variables).strip())
        styles = {
            name: self._put_in(element, value, variables).strip() for name, value in values.items() if name not in named
        }
        _require_drawn(self._drawing, element, {**element.attrib, **styles})
        if styles:
            element.set("style", ";".join(f"{name}:{value}" for name, value in styles.items()))
        else:
            element.attrib.pop("style", None)
        for child in wrapper.iter_children():
            self.apply(child, variables)

    def _put_in(
        self, element: Element, tokens: list[Token], variables: dict[str, list[Token]], path: tuple[str, ...] = ()
    ) -> str:
        """Return a value as text, its variables put in; raise AssetError where one is not defined, or of itself."""
        import tinycss2  # noqa: PLC0415 - an extra

        parts = []
        for token in tokens:
            self._tokens += 1
            if self._tokens > MOST_TOKENS:
                raise self._drawing.refuse(element, "has styles that are too long with their variables put in")
            if token.type == "function" and token.lower_name == "var":
                name, fallback = _split_variable(token.arguments)
                known = variables.get(name, fallback)
                if known is None or name in path:
                    told = f"uses a style's variable '{escape(name)}', which it does not define,"
                    raise self._drawing.refuse(element, told)
                parts.append(self._put_in(element, known, variables, (*path, name)))
            elif token.type == "function":
                inner = self._put_in(element, token.arguments, variables, path)
                parts.append(f"{token.name}({inner})")
            else:
                parts.append(tinycss2.serialize([token]))
        return "".join(parts)


def _split_variable(arguments: list[Token]) -> tuple[str, list[Token] | None]:
    """Return the name in ``var(name, fallback)``, and the fallback where there is one."""
    comma = next(
        (index for index, token in enumerate(arguments) if token.type == "literal" and token.value == ","), None
    )
    name = next((token.value for token in arguments[:comma] if token.type == "ident"), "")
    return name, None if comma is None else arguments[comma + 1 :]


def _require_drawn(drawing: Drawing, element: Element, values: dict[str, str]) -> None:
    """Raise AssetError for a value that refers to another file, or that resvg would not draw."""
    for name, value in values.items():
        if "url(" in value and not is_inner(value):
            raise drawing.refuse(element, "has a style that refers to another file")
        function = value.partition("(")[0].strip().lower() if "(" in value else ""
        if (name in _COLOURED and function and function not in _COLOURS) or "calc(" in value:
            raise drawing.refuse(element, f"has a {escape(name)} '{escape(value)}', which is not taken,")
