"""Standards as tables, and our own check of pages against them before anything is written.

The check knows what typesetting can get wrong; what the writer itself guarantees (embedded fonts, ToUnicode maps, the
output intent) is proven by tests with veraPDF. A violation is a fault of the program, never of its user.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from generator.errors import escape
from generator.fonts.metrics import fonts
from generator.pdf.placeholders import NO_MARKERS
from generator.typesetting.page import ARTIFACT, CheckboxField, HiddenField, Picture, Rule, Tag, Text, TextField, Tick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.fonts.metrics import Fonts
    from generator.pdf.document_info import Attachment, Properties
    from generator.pdf.placeholders import Markers
    from generator.typesetting.page import Element, Pages

_Value = TypeVar("_Value")


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
    pages: Pages,
    properties: Properties,
    conformance: Conformance,
    attachments: tuple[Attachment, ...] = (),
    markers: Markers = NO_MARKERS,
) -> tuple[Violation, ...]:
    """Return everything that keeps these pages from the standards, in the order of the document."""
    return (
        *_of_properties(properties),
        *_of_attachments(attachments),
        *_of_elements(pages.elements),
        *_of_marks(pages, markers),
        *_of_fields(pages, conformance.value, markers),
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
    for name in _find_repeated([attachment.name for attachment in attachments]):
        yield Violation(f"attachment '{escape(name)}'", "the name is given twice")
    for attachment in attachments:
        if attachment.modified and attachment.modified.utcoffset() is None:
            yield Violation(f"attachment '{escape(attachment.name)}'", "the date has no offset from UTC")


_DRAWN = (Tick, Rule, Picture)
"""Marks besides texts that may be content of an element."""
_CHECKED = (TextField, CheckboxField, HiddenField)
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


def _of_elements(elements: Sequence[Element]) -> Iterator[Violation]:
    """ISO 14289-1, 7.1, 7.4 and 7.5."""
    level = 0
    for index, element in enumerate(elements):
        tag, parent, _, _ = element
        if (tag in _PARENTS or not -1 <= parent < index) and (what := _find_misplaced(index, element, elements)):
            yield Violation(f"element {index} ({tag})", what)
        if heading := _HEADINGS.get(tag):
            if heading > level + 1:
                what = f"a heading of level {heading} follows one of level {level}"
                yield Violation(f"element {index} ({tag})", what)
            level = heading


def _find_misplaced(index: int, element: Element, elements: Sequence[Element]) -> str:
    """Return what is wrong with the parent of this element; nothing where it is right."""
    if not -1 <= element.parent < index:
        return f"its parent, {element.parent}, does not stand before it"
    if not (allowed := _PARENTS.get(element.tag)):
        return ""
    parent = elements[element.parent].tag if element.parent >= 0 else None
    return "" if parent in allowed else f"it is a child of {parent or 'the document'}"


def _of_marks(pages: Pages, markers: Markers) -> Iterator[Violation]:
    """ISO 14289-1, 7.1, 7.3 and 7.21."""
    measures = fonts(pages.faces)
    for number, page in enumerate(pages.pages, 1):
        for index, mark in enumerate(page.content):
            if isinstance(mark, Text):
                found = _of_text(mark, pages.elements, markers, measures)
            elif isinstance(mark, _DRAWN) and mark.element != ARTIFACT:
                found = _of_drawing(mark, pages.elements)
            else:
                continue
            for what in found:
                yield Violation(f"page {number}, item {index}", what)


def _of_text(mark: Text, elements: Sequence[Element], markers: Markers, measures: Fonts) -> tuple[str, ...]:
    """Return what is wrong with a text."""
    missing_glyphs = _find_uncovered(mark.text, markers, measures)
    found = tuple(f"no typeface has U+{ord(character):04X}" for character in missing_glyphs) if missing_glyphs else ()
    return found if mark.element == ARTIFACT else found + _find_lost(mark.element, elements)


def _of_drawing(mark: Tick | Rule | Picture, elements: Sequence[Element]) -> tuple[str, ...]:
    """Return what is wrong with a drawing that is content."""
    if lost := _find_lost(mark.element, elements):
        return lost
    if not elements[mark.element].alternative:
        return ("a drawing's element has no alternative text",)
    if isinstance(mark, Picture) and elements[mark.element].tag is not Tag.FIGURE:
        return ("a picture's element is no figure",)
    return ()


def _find_lost(element: int, elements: Sequence[Element]) -> tuple[str, ...]:
    return () if 0 <= element < len(elements) else (f"its element, {element}, is not in the tree",)


@lru_cache(maxsize=1024)
def _find_uncovered(text: str, markers: Markers, measures: Fonts) -> tuple[str, ...]:
    return measures.missing_glyphs(markers.remove(text))


def _of_fields(pages: Pages, standard: Standard, markers: Markers) -> Iterator[Violation]:
    """Yield what is wrong with fields by themselves, and among others."""
    fields = [
        (number, field)
        for number, page in enumerate(pages.pages, 1)
        for field in page.content
        if isinstance(field, _CHECKED)
    ]
    if fields and not standard.allows_forms:
        yield Violation("form", "a document that is to be kept has fields")
    named = _find_repeated([field.name for _, field in fields])
    measures = fonts(pages.faces)
    held = _find_repeated([field.element for _, field in fields if not isinstance(field, HiddenField)])
    for number, field in fields:
        shared = not isinstance(field, HiddenField) and field.element in held
        for what in (
            *_of_field(field, pages.elements, markers, measures),
            *(("the name is given twice",) if field.name in named else ()),
            *(("its element holds another field too",) if shared else ()),
        ):
            yield Violation(f"page {number}, field '{escape(field.name)}'", what)


def _of_field(
    field: TextField | CheckboxField | HiddenField, elements: Sequence[Element], markers: Markers, measures: Fonts
) -> Iterator[str]:
    """Yield what is wrong with a field by itself: ISO 14289-1, 7.18; ISO 32000-1, 12.7.3.2."""
    if not field.name:
        yield "the name is missing"
    if "." in field.name:
        yield "a name must not hold a dot"
    if isinstance(field, HiddenField):
        return
    if not field.tooltip.strip():
        yield "the tooltip is missing"
    if not 0 <= field.element < len(elements) or elements[field.element].tag is not Tag.FORM:
        yield "its element is no Form in the tree"
    if isinstance(field, TextField) and field.value:
        drawn = (field.shown or field.value).replace("\n", "")
        if _find_uncovered(drawn, markers, measures):
            yield "no typeface has all of the value"


def _find_repeated(values: Sequence[_Value]) -> set[_Value]:
    """Return the values that stand there more than once."""
    if len(set(values)) == len(values):
        return set()
    return {value for value, number in Counter(values).items() if number > 1}
