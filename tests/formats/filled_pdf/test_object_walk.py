"""The walks see the same document, whichever library read it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest

from generator.formats.filled_pdf.form_scan import decode_value
from generator.formats.filled_pdf.object_walk import (
    Steps,
    TooManyObjects,
    find_fields,
    get_value,
    iterate_pages,
    iterate_specifications,
)
from generator.formats.filled_pdf.pikepdf_nodes import PikepdfNode
from generator.formats.filled_pdf.pypdf_nodes import PypdfNode
from tests.formats.pdfs import form, text_string, widget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.formats.filled_pdf.object_walk import PdfNode

WORDS = "Žluť αβγ 🦊"
INHERITED = [
    b"<< /T (copy) /Kids [6 0 R] >>",
    b"<< /Parent 5 0 R /FT /Tx /V (typed) /Kids [7 0 R 8 0 R] /T (name) >>",
    b"<< /Parent 6 0 R /Subtype /Widget >>",
    b"<< /Parent 6 0 R /Subtype /Widget >>",
]


def roots(data: bytes) -> Iterator[PdfNode]:
    yield PypdfNode(pypdf.PdfReader(io.BytesIO(data)).root_object)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield PikepdfNode(pdf.Root)


def values(root: PdfNode) -> list[tuple[list[str], str]]:
    """Return the names along each field's chain, and the value that it has or inherits."""
    found = []
    for field in find_fields(root, Steps()):
        names = [decode_value(name)[0] for node in field.chain if (name := get_value(node, "/T")) is not None]
        value = next(value for node in field.chain if (value := get_value(node, "/V")) is not None)
        found.append((names, decode_value(value)[0]))
    return found


def test_both_libraries_find_a_field_once_with_the_value_that_it_inherits() -> None:
    first, second = map(values, roots(form(INHERITED, on_page=[7, 8], in_form=[5])))
    assert first == second == [(["name", "copy"], "typed")]


@pytest.mark.parametrize("value", [text_string(WORDS), b"/Choice", b"[(one) (two)]", b"17"])
def test_both_libraries_decode_a_value_alike(value: bytes) -> None:
    first, second = map(values, roots(form([widget("a", value)])))
    assert first == second
    assert first[0][1] in {WORDS, "Choice", "one\ntwo", "17"}


def test_both_libraries_list_pages_and_attached_files() -> None:
    for root in roots(form([], attached=[("worksheet.json", b"{}")])):
        assert sum(1 for _ in iterate_pages(root, Steps())) == 1
        assert sum(1 for _ in iterate_specifications(root, Steps())) == 1


def test_a_walk_of_more_steps_than_are_left_ends() -> None:
    for root in roots(form([widget(f"f{number}", b"(x)") for number in range(30)])):
        with pytest.raises(TooManyObjects):
            list(find_fields(root, Steps(20)))
