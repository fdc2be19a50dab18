"""Each rule has a pair of documents: one that keeps it and one that breaks it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from generator.fonts.faces import Face
from generator.pdf import Attachment, Conformance, NotConforming, Properties, render, violations
from generator.typesetting.page import Element, Entry, HiddenField, Page, Pages, Rect, Tag, Text, TextField, Tick
from tests.pdf.sheets import BLACK, SAMPLE, TEAL, Sheet, kept, one_line, small_form

if TYPE_CHECKING:
    from collections.abc import Callable

NAIVE = datetime(2026, 12, 4)  # noqa: DTZ001 - what the rule refuses
AREA = Rect(56, 600, 100, 20)


def found(pages: Pages, properties: Properties = SAMPLE, conformance: Conformance = Conformance.UA1) -> list[str]:
    return [str(each) for each in violations(pages, properties, conformance)]


def sheet(build: Callable[[Sheet], object]) -> Pages:
    started = Sheet()
    build(started)
    return started.finished()


def two_headings(second: Tag) -> Pages:
    return sheet(lambda each: (each.line(700, "One", Tag.H1), each.line(680, "Two", second)))


def element(tag: Tag, parent: Tag) -> Pages:
    return sheet(lambda each: each.element(tag, each.element(parent)))


def field(name: str = "x/name", tooltip: str = "Name", holder: Tag = Tag.FORM, value: str = "") -> Pages:
    build = Sheet()
    build.put(TextField(name, AREA, tooltip, value, Entry.MULTI_LINE, 10, 14, build.element(holder)))
    return build.finished()


def two_fields(second: str, holder: int = 1) -> Pages:
    build = Sheet()
    build.put(TextField("x/a", AREA, "A", "", Entry.MULTI_LINE, 10, 14, build.element(Tag.FORM)))
    build.element(Tag.FORM)
    build.put(TextField(second, AREA, "B", "", Entry.MULTI_LINE, 10, 14, holder))
    return build.finished()


def text(words: str, holder: int = 0) -> Pages:
    build = Sheet()
    build.element(Tag.P)
    build.put(Text(56, 700, words, Face.TEXT, 10, BLACK, holder))
    return build.finished()


def tick(alternative: str) -> Pages:
    build = Sheet()
    build.put(Tick(AREA, TEAL, build.element(Tag.SPAN, alternative=alternative)))
    return build.finished()


def parents(*parents: int) -> Pages:
    return Pages((), tuple(Element(Tag.SECT, parent) for parent in parents))


PAIRS = {
    "a heading skips no level": (
        two_headings(Tag.H2),
        two_headings(Tag.H3),
        "a heading of level 3 follows one of level 1",
    ),
    "a parent stands before its children": (parents(-1, 0), parents(-1, 1), "does not stand before it"),
    "a table cell is in a row": (
        sheet(lambda each: each.element(Tag.TD, each.element(Tag.TR, each.element(Tag.TABLE)))),
        sheet(lambda each: each.element(Tag.TD, each.element(Tag.TABLE))),
        "it is a child of Table",
    ),
    "a list entry is in a list": (element(Tag.LI, Tag.L), element(Tag.LI, Tag.P), "it is a child of P"),
    "text can be drawn": (text("a\xe9☃"), text("a你"), "no typeface has U+4F60"),
    "text belongs to the tree": (text("a", 0), text("a", 1), "its element, 1, is not in the tree"),
    "a drawing has an alternative text": (tick("Picked"), tick(""), "no alternative text"),
    "a field has a name": (field(), field(name=""), "the name is missing"),
    "a field's name holds no dot": (field(), field(name="x.name"), "must not hold a dot"),
    "a field has a tooltip": (field(), field(tooltip=" "), "the tooltip is missing"),
    "a field is in a Form element": (field(), field(holder=Tag.P), "its element is no Form"),
    "a field's value can be drawn": (field(value="a\nb"), field(value="你"), "no typeface has all of the value"),
    "no two fields have one name": (two_fields("x/b"), two_fields("x/a"), "the name is given twice"),
    "no two fields are in one element": (two_fields("x/b"), two_fields("x/b", 0), "holds another field too"),
}


@pytest.mark.parametrize("rule", PAIRS)
def test_pages_that_keep_a_rule_are_accepted(rule: str) -> None:
    assert found(PAIRS[rule][0]) == []


@pytest.mark.parametrize("rule", PAIRS)
def test_pages_that_break_a_rule_are_refused(rule: str) -> None:
    _, broken, what = PAIRS[rule]
    assert any(what in each for each in found(broken))


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        (SAMPLE._replace(title=" "), "the title is missing"),
        (SAMPLE._replace(language=""), "the language is missing"),
        (SAMPLE._replace(date=NAIVE), "the date has no offset from UTC"),
    ],
)
def test_properties_need_a_title_a_language_and_a_dates_offset(broken: Properties, what: str) -> None:
    assert found(one_line(), SAMPLE._replace(date=datetime(2026, 12, 4, tzinfo=UTC))) == []
    assert found(one_line(), broken) == [f"properties: {what}"]


def test_a_form_may_be_filled_in_but_not_kept() -> None:
    assert found(small_form()) == []
    assert found(small_form(), conformance=Conformance.A3A_UA1) == ["form: a document that is to be kept has fields"]
    assert found(kept(), conformance=Conformance.A3A_UA1) == []


def test_a_hidden_field_needs_no_tooltip_and_no_element() -> None:
    assert found(Pages((Page(100, 100, (HiddenField("x/identity", "x", ""),)),), ())) == []


def test_attachments_have_names_of_their_own_and_dates_with_an_offset() -> None:
    one = Attachment("a.json", "application/json", "", b"{}")
    assert violations(kept(), SAMPLE, Conformance.A3A_UA1, (one, one._replace(name="b.json"))) == ()
    assert len(violations(kept(), SAMPLE, Conformance.A3A_UA1, (one, one))) == 1
    assert len(violations(kept(), SAMPLE, Conformance.A3A_UA1, (one._replace(modified=NAIVE),))) == 1


def test_every_violation_is_told_with_its_place() -> None:
    with pytest.raises(NotConforming) as refused:
        render(text("你", 5), SAMPLE._replace(title=""), conformance=Conformance.UA1)
    assert [each.place for each in refused.value.violations] == ["properties", "page 1, item 0", "page 1, item 0"]
