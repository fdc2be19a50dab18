"""Standards as tables, and our own check of pages against them before anything is written.

The check knows what typesetting can get wrong; what the writer itself guarantees (embedded fonts, ToUnicode maps, the
output intent) is proven by tests with veraPDF. A violation is a fault of the program, never of its user.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import shown
from generator.pages import ARTIFACT, HiddenField, Picture, Tag, Text, TextField, Tick, TickField
from generator.pdf.fonts import fonts
from generator.standins import without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.pages import Element, Field, Pages
    from generator.pdf.properties import Attachment, Properties


class Standard(NamedTuple):
    """What a document claims, and what follows from that."""

    accessible_part: int
    """The part of PDF/UA (ISO 14289); 0 for none."""
    archival_part: int
    """The part of PDF/A (ISO 19005); 0 for none."""
    archival_level: str
    allows_forms: bool
    """Programs open what claims PDF/A read-only: a form must not claim it."""
    requires_output_intent: bool


class Conformance(Enum):
    """What a document can claim."""

    UA1 = Standard(1, 0, "", allows_forms=True, requires_output_intent=False)
    """PDF/UA-1: to be filled in."""
    A3A_UA1 = Standard(1, 3, "A", allows_forms=False, requires_output_intent=True)
    """PDF/A-3a and PDF/UA-1: to be kept."""


class Violation(NamedTuple):
    """One thing that a document must not be."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class NotConforming(ValueError):
    """Pages that would not satisfy what the file would claim; a fault of ours."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        self.violations = violations
        super().__init__("; ".join(map(str, violations)))


def violations(
    pages: Pages, properties: Properties, conformance: Conformance, attachments: tuple[Attachment, ...] = ()
) -> tuple[Violation, ...]:
    """Return everything that keeps these pages from the standards, in the order of the document."""
    return (
        *_of_properties(properties),
        *_of_attachments(attachments),
        *_of_elements(pages),
        *_of_pages(pages),
        *_of_fields(pages, conformance.value),
    )


def _of_properties(properties: Properties) -> Iterator[Violation]:
    """ISO 14289-1, 7.1 and 7.2; ISO 32000-1, 7.9.4."""
    if not properties.title.strip():
        yield Violation("properties", "the title is missing")
    if not properties.language.strip():
        yield Violation("properties", "the language is missing")
    if properties.date and properties.date.utcoffset() is None:
        yield Violation("properties", "the date has no offset from UTC")


def _of_attachments(attachments: tuple[Attachment, ...]) -> Iterator[Violation]:
    for name, count in Counter(each.name for each in attachments).items():
        if count > 1:
            yield Violation(f"attachment '{shown(name)}'", "the name is given twice")
    for each in attachments:
        if each.modified and each.modified.utcoffset() is None:
            yield Violation(f"attachment '{shown(each.name)}'", "the date has no offset from UTC")


_HEADINGS = {Tag.H1: 1, Tag.H2: 2, Tag.H3: 3}
_PARENTS: dict[Tag, frozenset[Tag]] = {
    Tag.LI: frozenset({Tag.L}),
    Tag.LBL: frozenset({Tag.LI}),
    Tag.LBODY: frozenset({Tag.LI}),
    Tag.TR: frozenset({Tag.TABLE}),
    Tag.TH: frozenset({Tag.TR}),
    Tag.TD: frozenset({Tag.TR}),
}
"""What an element must be a child of (ISO 32000-1, 14.8.4.3)."""


def _of_elements(pages: Pages) -> Iterator[Violation]:
    """ISO 14289-1, 7.1, 7.4 and 7.5."""
    level = 0
    for index, element in enumerate(pages.elements):
        if what := _misplaced(index, pages.elements):
            yield Violation(f"element {index} ({element.tag})", what)
        if heading := _HEADINGS.get(element.tag):
            if heading > level + 1:
                what = f"a heading of level {heading} follows one of level {level}"
                yield Violation(f"element {index} ({element.tag})", what)
            level = heading


def _misplaced(index: int, elements: Sequence[Element]) -> str:
    """Return what is wrong with the parent of this element, or nothing."""
    element = elements[index]
    if not -1 <= element.parent < index:
        return f"its parent, {element.parent}, does not stand before it"
    allowed = _PARENTS.get(element.tag)
    parent = elements[element.parent].tag if element.parent >= 0 else None
    return f"it is a child of {parent or 'the document'}" if allowed and parent not in allowed else ""


_MARKS = (Text, Tick, Picture)
_FIELDS = (TextField, TickField, HiddenField)


def _of_pages(pages: Pages) -> Iterator[Violation]:
    """ISO 14289-1, 7.1, 7.3 and 7.21."""
    for number, page in enumerate(pages.pages, 1):
        for index, (item, _, first) in enumerate(page.unplaced()):
            if isinstance(item, _MARKS):
                for what in _of_mark(item, pages.elements, first):
                    yield Violation(f"page {number}, item {index}", what)


def _of_mark(mark: Text | Tick | Picture, elements: Sequence[Element], first: int) -> tuple[str, ...]:
    """Return what is wrong with a mark whose element is counted from this one."""
    uncovered: tuple[str, ...] = _uncovered(mark.text) if isinstance(mark, Text) else ()
    found = tuple(f"no typeface has U+{ord(each):04X}" for each in uncovered) if uncovered else ()
    if mark.element == ARTIFACT:
        return found
    element = mark.element + first
    if not 0 <= element < len(elements):
        return (*found, f"its element, {element}, is not in the tree")
    if isinstance(mark, Text):
        return found
    if not elements[element].alternative:
        return ("a drawing's element has no alternative text",)
    if isinstance(mark, Picture) and elements[element].tag is not Tag.FIGURE:
        return ("a picture's element is no figure",)
    return ()


@lru_cache(maxsize=1024)
def _uncovered(text: str) -> tuple[str, ...]:
    return fonts().uncovered(without(text))


def _of_fields(pages: Pages, standard: Standard) -> Iterator[Violation]:
    """ISO 14289-1, 7.18; ISO 32000-1, 12.7.3.2."""
    placed = [
        (number, item, ARTIFACT if isinstance(item, HiddenField) else item.element + first)
        for number, page in enumerate(pages.pages, 1)
        for item, _, first in page.unplaced()
        if isinstance(item, _FIELDS)
    ]
    form = _Form(
        pages.elements,
        Counter([field.name for _, field, _ in placed]),
        Counter([element for _, _, element in placed]),
    )
    for page, field, element in placed:
        if broken := [what for what, breaks in _FIELD_RULES.items() if breaks(field, element, form)]:
            yield from (Violation(f"page {page}, field '{shown(field.name)}'", what) for what in broken)
    if placed and not standard.allows_forms:
        yield Violation("form", "a document that is to be kept has fields")


class _Form(NamedTuple):
    """What the rules compare a field with."""

    elements: Sequence[Element]
    names: Counter[str]
    owners: Counter[int]
    """How many fields each element holds."""


def _outside_a_form(field: Field, element: int, form: _Form) -> bool:
    if isinstance(field, HiddenField):
        return False
    return not 0 <= element < len(form.elements) or form.elements[element].tag is not Tag.FORM


def _undrawable(field: Field, _element: int, _form: _Form) -> bool:
    if not isinstance(field, TextField) or not field.value:
        return False
    return bool(_uncovered((field.shown or field.value).replace("\n", "")))


_FIELD_RULES: dict[str, Callable[[Field, int, _Form], bool]] = {
    "the name is missing": lambda field, *_: not field.name,
    "a name must not hold a dot": lambda field, *_: "." in field.name,
    "the name is given twice": lambda field, _, form: form.names[field.name] > 1,
    "the tooltip is missing": lambda field, *_: not isinstance(field, HiddenField) and not field.tooltip.strip(),
    "its element is no Form in the tree": _outside_a_form,
    "its element holds another field too": lambda field, element, form: (
        not isinstance(field, HiddenField) and form.owners[element] > 1
    ),
    "no typeface has all of the value": _undrawable,
}
