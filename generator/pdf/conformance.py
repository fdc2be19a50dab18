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
from generator.pdf.remembered import Remembered
from generator.standins import without
from generator.typesetting.page import ARTIFACT, CheckboxField, HiddenField, Picture, Tag, Text, TextField, Tick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.pdf.document_info import Attachment, Properties
    from generator.typesetting.page import Element, Field, Mark, Pages

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


class Checked:
    """What was found wrong with groups and subtrees before."""

    def __init__(self) -> None:
        self.groups: Remembered[_Group] = Remembered()
        """By their content."""
        self.subtrees: Remembered[_Subtree] = Remembered()


def violations(
    pages: Pages,
    properties: Properties,
    conformance: Conformance,
    attachments: tuple[Attachment, ...] = (),
    checked: Checked | None = None,
) -> tuple[Violation, ...]:
    """Return everything that keeps these pages from the standards, in the order of the document.

    ``checked`` has what was found in documents before, and gets what is found in groups and subtrees of this one.
    """
    checked = checked or Checked()
    groups = list(_groups(pages, checked))
    return (
        *_of_properties(properties),
        *_of_attachments(attachments),
        *_of_elements(pages, checked),
        *_of_marks(groups),
        *_of_fields(groups, conformance.value),
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
    for name in _repeated([each.name for each in attachments]):
        yield Violation(f"attachment '{escape(name)}'", "the name is given twice")
    for each in attachments:
        if each.modified and each.modified.utcoffset() is None:
            yield Violation(f"attachment '{escape(each.name)}'", "the date has no offset from UTC")


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


class _Subtree(NamedTuple):
    """What matters of a subtree."""

    misplaced: tuple[tuple[int, str], ...]
    """Elements by their indices, and what is wrong with their parents."""
    headings: tuple[tuple[int, int], ...]
    """Elements by their indices, and their levels."""


def _of_elements(pages: Pages, checked: Checked) -> Iterator[Violation]:
    """ISO 14289-1, 7.1, 7.4 and 7.5."""
    level = 0
    for elements, first in pages.subtrees:
        found = checked.subtrees.of(elements) or checked.subtrees.keep(_subtree(elements), elements)
        for index, what in found.misplaced:
            yield Violation(f"element {index + first} ({elements[index].tag})", what)
        for index, heading in found.headings:
            if heading > level + 1:
                what = f"a heading of level {heading} follows one of level {level}"
                yield Violation(f"element {index + first} ({elements[index].tag})", what)
            level = heading


def _subtree(elements: tuple[Element, ...]) -> _Subtree:
    misplaced: list[tuple[int, str]] = []
    headings: list[tuple[int, int]] = []
    for index, element in enumerate(elements):
        if what := _misplaced(index, element, elements):
            misplaced.append((index, what))
        if heading := _HEADINGS.get(element.tag):
            headings.append((index, heading))
    return _Subtree(tuple(misplaced), tuple(headings))


def _misplaced(index: int, element: Element, elements: tuple[Element, ...]) -> str:
    """Return what is wrong with the parent of this element, or nothing."""
    if not -1 <= element.parent < index:
        return f"its parent, {element.parent}, does not stand before it"
    if not (allowed := _PARENTS.get(element.tag)):
        return ""
    parent = elements[element.parent].tag if element.parent >= 0 else None
    return "" if parent in allowed else f"it is a child of {parent or 'the document'}"


_MARKS = (Text, Tick, Picture)
_FIELDS = (TextField, CheckboxField, HiddenField)


class _Named(NamedTuple):
    """What matters of a field."""

    name: str
    holder: int | None
    """The index of the element that holds it; nothing where nobody sees it."""
    wrong: tuple[str, ...]


class _Group(NamedTuple):
    """What matters of a group."""

    size: int
    """How many marks and fields it has."""
    marks: tuple[tuple[int, str], ...]
    """Marks by their indices, and what is wrong with them."""
    fields: tuple[_Named, ...]
    names: tuple[str, ...]
    """Those of the fields."""
    holders: tuple[int, ...]
    """The elements that hold them."""
    sound: bool
    """Whether nothing is wrong with any field."""


class _Placed(NamedTuple):
    """A group where it stands."""

    page: int
    before: int
    """How many marks and fields stand before it on the page."""
    elements: int
    """The index of the first element of its subtree."""
    group: _Group


def _groups(pages: Pages, checked: Checked) -> Iterator[_Placed]:
    """Yield the groups of all pages; what is in none is a group for each."""
    subtrees = {each.first: each.elements for each in pages.subtrees}
    for number, page in enumerate(pages.pages, 1):
        before = 0
        for group, new in page.in_groups():
            content, _, first = group
            found = None if new else checked.groups.of(content)
            if not found:
                found = _group(content, subtrees.get(first, ()))
                if not new:
                    checked.groups.keep(found, content)
            yield _Placed(number, before, first, found)
            before += found.size


def _group(content: Sequence[Mark | Field], elements: tuple[Element, ...]) -> _Group:
    wrong = [
        (index, what)
        for index, each in enumerate(content)
        if isinstance(each, _MARKS)
        for what in _of_mark(each, elements)
    ]
    fields = [
        _Named(each.name, None if isinstance(each, HiddenField) else each.element, tuple(_of_field(each, elements)))
        for each in content
        if isinstance(each, _FIELDS)
    ]
    return _Group(
        len(content),
        tuple(wrong),
        tuple(fields),
        tuple([each.name for each in fields]),
        tuple([each.holder for each in fields if each.holder is not None]),
        not any(each.wrong for each in fields),
    )


def _of_marks(groups: list[_Placed]) -> Iterator[Violation]:
    """ISO 14289-1, 7.1, 7.3 and 7.21."""
    for page, before, _, group in groups:
        for index, what in group.marks:
            yield Violation(f"page {page}, item {before + index}", what)


def _of_mark(mark: Text | Tick | Picture, elements: tuple[Element, ...]) -> tuple[str, ...]:
    """Return what is wrong with a mark."""
    uncovered: tuple[str, ...] = _uncovered(mark.text) if isinstance(mark, Text) else ()
    found = tuple(f"no typeface has U+{ord(each):04X}" for each in uncovered) if uncovered else ()
    if mark.element == ARTIFACT:
        return found
    if not 0 <= mark.element < len(elements):
        return (*found, f"its element, {mark.element}, is not in the tree")
    if isinstance(mark, Text):
        return found
    if not elements[mark.element].alternative:
        return ("a drawing's element has no alternative text",)
    if isinstance(mark, Picture) and elements[mark.element].tag is not Tag.FIGURE:
        return ("a picture's element is no figure",)
    return ()


@lru_cache(maxsize=1024)
def _uncovered(text: str) -> tuple[str, ...]:
    return fonts().missing_glyphs(without(text))


def _of_field(field: Field, elements: tuple[Element, ...]) -> Iterator[str]:
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
    if isinstance(field, TextField) and field.value and _uncovered((field.shown or field.value).replace("\n", "")):
        yield "no typeface has all of the value"


def _of_fields(groups: list[_Placed], standard: Standard) -> Iterator[Violation]:
    """Yield what is wrong with fields by themselves, and among others."""
    names: list[str] = []
    holders: list[int] = []
    for _, _, first, group in groups:
        names += group.names
        holders += [first + holder for holder in group.holders]
    if names and not standard.allows_forms:
        yield Violation("form", "a document that is to be kept has fields")
    named, held = _repeated(names), _repeated(holders)
    for page, _, first, group in groups:
        if group.sound and not named and not held:
            continue
        for name, holder, wrong in group.fields:
            twice = ("the name is given twice",) if name in named else ()
            shared = ("its element holds another field too",) if holder is not None and first + holder in held else ()
            for what in (*wrong, *twice, *shared):
                yield Violation(f"page {page}, field '{escape(name)}'", what)


def _repeated(values: Sequence[_Value]) -> set[_Value]:
    """Return the values that stand there more than once."""
    if len(set(values)) == len(values):
        return set()
    return {value for value, number in Counter(values).items() if number > 1}
