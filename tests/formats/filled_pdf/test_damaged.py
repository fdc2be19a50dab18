"""Damaged files: what one reader misses, a second one may find; and how it was read is said."""

from __future__ import annotations

import io
import logging
import sys
from typing import TYPE_CHECKING

import pypdf
import pytest

from generator import compose
from generator.errors import InvalidInput
from generator.formats.filled_forms import read_forms, read_pdf
from generator.model.sources import find_incomplete, list_fields
from generator.model.worksheet import canonical, definition, identity
from tests.formats.pdfs import form, text_string, widget
from tests.formats.worksheets import ANAS_HOPES, WORKSHEET, read_form

if TYPE_CHECKING:
    from generator.model.returned_answers import FilledForm

SLUG = identity(WORKSHEET)
DEFINITION = canonical(definition(WORKSHEET))
TYPED = "Žluť αβγ 🦊 and \u201cmore\u201d"


def whole() -> bytes:
    """Return a form with every field, the definition before all of them."""
    nodes = [
        widget(f"{SLUG}/{field_id.path}", text_string(TYPED if field_id == ANAS_HOPES else "x"))
        for field_id in list_fields(WORKSHEET)
    ]
    return form([widget(f"{SLUG}/definition", text_string(DEFINITION)), *nodes])


def typed(read: FilledForm) -> list[str]:
    return [entry.text for entry in read.values if entry.field_id == ANAS_HOPES]


def without_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pikepdf", None)


def test_of_a_file_that_is_cut_off_what_is_left_is_read_and_that_is_said() -> None:
    data = whole()
    read = read_form(data[: data.index(b"xref")], "a.pdf")
    assert typed(read) == [TYPED]
    assert read.remarks == (
        "a.pdf: It is cut off: its end is missing. What is left of it was taken; look whether something is missing.",
    )


def test_the_fields_behind_the_cut_are_counted_as_missing() -> None:
    data = whole()
    at = data.index(text_string(f"{SLUG}/review"))
    read = read_form(data[:at], "a.pdf")
    assert "26 of 29 fields found" in read.remarks[1]
    assert "missing: the next review date" in read.remarks[1]


@pytest.mark.parametrize("data", [whole()[:-40], whole()[: len(whole()) // 2], whole() + b"5 0 obj\n<< /V (new"])
def test_without_the_second_reader_a_cut_off_file_is_refused_and_the_extra_named(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_second_reader(monkeypatch)
    with pytest.raises(InvalidInput) as caught:
        read_forms(data, "a.pdf")
    assert str(caught.value.problems[0]) == (
        "a.pdf: is cut off: its end is missing. Ask for the file again. "
        'A second reader may find more: pip install "designed-alliance[recover]".'
    )


def bent() -> bytes:
    """Return the form with neither a list of fields nor a list of widgets left."""
    return whole().replace(b"/Annots [", b"/Annots (").replace(b"/Fields [", b"/Fields (")


def test_fields_that_nothing_leads_to_any_more_are_found_by_the_second_reader() -> None:
    read = read_form(bent(), "a.pdf")
    assert typed(read) == [TYPED]
    assert read.worksheet == WORKSHEET
    (remark,) = read.remarks
    assert remark.startswith("a.pdf: It is damaged")
    assert "A second reader has 30 fields more, or otherwise." in remark
    assert all(entry.place.endswith(", as a second reader has it") for entry in read.values)


def test_what_two_readers_have_differently_stands_there_twice_with_who_has_it() -> None:
    twice = whole().replace(text_string(TYPED), text_string("one") + b" /V " + text_string("two"), 1)
    lacking = twice.replace(text_string(f"{SLUG}/review"), text_string("street"), 1)
    read = read_form(lacking, "a.pdf")
    place = f"field '{SLUG}/answer/hopes/p1'"
    assert [(entry.text, entry.place) for entry in read.values if entry.field_id == ANAS_HOPES] == [
        ("one", place),
        ("two", f"{place}, as a second reader has it"),
    ]
    assert read.remarks[0].startswith("a.pdf: It is damaged")
    assert "A second reader has 1 field more, or otherwise." in read.remarks[0]


@pytest.mark.parametrize("damaged", [whole()[: whole().index(b"xref")], bent()])
def test_a_damaged_file_with_every_field_is_incomplete_all_the_same(damaged: bytes) -> None:
    assert [problem.message for problem in find_incomplete([read_form(damaged, "a.pdf")], WORKSHEET)] == [
        "is cut off or damaged, so that something may be missing"
    ]
    assert find_incomplete([read_form(whole(), "a.pdf")], WORKSHEET) == []


REPAIRED = "a.pdf: It is damaged: it had to be repaired to be read. What could be read was taken;"


def test_a_file_that_had_to_be_repaired_is_damaged_though_two_readers_agree_on_it() -> None:
    read = read_form(whole().replace(b"startxref\n", b"startxref\n9"), "a.pdf")
    assert (typed(read), read.damaged) == ([TYPED], True)
    assert [remark.startswith(REPAIRED) for remark in read.remarks] == [True]


def test_a_program_that_silences_every_library_does_not_silence_damage() -> None:
    logging.disable(logging.CRITICAL)
    try:
        read = read_form(whole().replace(b"startxref\n", b"startxref\n9"), "a.pdf")
        silenced = logging.root.manager.disable
    finally:
        logging.disable(logging.NOTSET)
    assert (read.damaged, silenced) == (True, logging.CRITICAL)


def save_again(data: bytes, texts: dict[str, str]) -> bytes:
    """Return the file as pypdf saves it incrementally, with these texts by the fields' paths."""
    writer, saved = pypdf.PdfWriter(io.BytesIO(data), incremental=True), io.BytesIO()
    filled = {name: texts[path] for name in writer.get_fields() or () if (path := name.partition("/")[2]) in texts}
    for page in writer.pages:
        writer.update_page_form_field_values(page, filled, auto_regenerate=False)
    writer.write(saved)
    return saved.getvalue()


@pytest.mark.slow
def test_tables_that_not_every_reader_understands_are_no_damage_but_never_called_unaltered() -> None:
    data = compose(people=["Ana Lima", "Ben Okafor"]).data
    data = save_again(save_again(data, {ANAS_HOPES.path: "first"}), {ANAS_HOPES.path: "second"})
    read = read_form(data, "a.pdf")
    assert (typed(read), read.damaged, read.remarks) == (["second"], False, ())
    assert read_pdf(data, "a.pdf").damaged


def test_of_a_sheet_saved_again_and_then_damaged_what_a_field_without_a_value_shows_is_no_answer() -> None:
    blank = compose(people=["Ana Lima", "Ben Okafor"]).data
    saved = save_again(blank, {"answer/hopes/p2": "kept", "answer/hopes/p1": "seen in the picture only"})
    value = saved.index(b"/V (seen")
    hidden = saved[:value] + b"/X" + saved[value + 2 :]
    assert typed(read_form(hidden, "a.pdf")) == ["seen in the picture only"]
    end = hidden.rindex(b"startxref\n") + len(b"startxref\n")
    damaged = read_form(hidden[:end] + b"9" + hidden[end:], "a.pdf")
    assert (typed(damaged), damaged.damaged) == ([""], True)
    assert damaged.remarks[1:] == ("a.pdf: Ana Lima's answer to 'hopes' is damaged beyond reading.",)
    assert [entry.text for entry in damaged.values if entry.field_id.path == "answer/hopes/p2"] == ["kept"]


def test_a_whole_form_is_read_once() -> None:
    read = read_form(whole(), "a.pdf")
    assert read.remarks == ()
    assert len(read.values) == len(list_fields(WORKSHEET))


def test_a_page_that_was_taken_out_is_not_brought_back() -> None:
    nodes = [
        widget(f"{SLUG}/definition", text_string(DEFINITION)),
        widget(f"{SLUG}/answer/hopes/p1", text_string("taken out")),
    ]
    assert read_form(form(nodes, on_page=[5], in_form=[5]), "a.pdf").values == ()
