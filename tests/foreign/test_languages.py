"""Worksheets and alliances of every language in every layout conform, and say which language they are in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from generator.files.shipped import layout_names
from generator.workflows.compose import TYPED_FROM_RIGHT
from tests.foreign.languages import LANGUAGES, RIGHT_TO_LEFT, alliance_in, sheet_in
from tests.foreign.verapdf import failed_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.workflows.interface import Document

LAYOUTS = layout_names()
FLAVOURS = {"worksheet": ("ua1",), "alliance": ("3a", "ua1")}
ALIGNED_RIGHT = 2
HIDDEN = 1 << 1
CROWDED = "The time plan is left out to make room for the questions."
Verdicts = dict[tuple[str, str, str, str], list[str]]
"""By language, layout, kind and flavour."""


def list_documents(language: str) -> Iterator[tuple[str, str, Document]]:
    """Yield layout, kind and document."""
    for layout in LAYOUTS:
        yield layout, "worksheet", sheet_in(language, layout)
        yield layout, "alliance", alliance_in(language, layout)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    folder, checks = tmp_path_factory.mktemp("languages"), {}
    for language in LANGUAGES:
        for layout, kind, document in list_documents(language):
            path = document.save(folder / f"{language} {layout} {kind}.pdf")
            checks.update({(language, layout, kind, flavour): (flavour, path) for flavour in FLAVOURS[kind]})
    failed = failed_rules(checks.values())
    return {what: failed[check] for what, check in checks.items()}


def test_languages_that_are_shipped_are_all_here() -> None:
    assert len(LANGUAGES) == len(set(LANGUAGES)) == 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_layout_conforms(language: str, verdicts: Verdicts) -> None:
    own = {what: rules for what, rules in verdicts.items() if what[0] == language}
    assert len(own) == 3 * len(LAYOUTS)
    assert {what: rules for what, rules in own.items() if rules} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_names_its_language(language: str) -> None:
    for _, _, document in list_documents(language):
        with pikepdf.open(io.BytesIO(document.data)) as pdf:
            assert str(pdf.Root.Lang) == language
            assert pdf.open_metadata()["dc:language"] == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_begin_at_the_right_where_the_language_is_written_so(language: str) -> None:
    for layout in LAYOUTS:
        found = list(list_alignments(sheet_in(language, layout).data))
        assert bool(found) == (layout != "tents")  # nobody writes on those
        assert set(found) <= {ALIGNED_RIGHT if language in RIGHT_TO_LEFT else None}


def list_alignments(data: bytes) -> Iterator[int | None]:
    """Yield the alignment of each text field that is seen, as the field or the form states it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        default = pdf.Root.AcroForm.get("/Q")
        for widget in (widget for page in pdf.pages for widget in page.obj.get("/Annots", [])):
            if widget.get("/FT") == "/Tx" and not int(widget.get("/F", 0)) & HIDDEN:
                alignment = widget.get("/Q", default)
                yield None if alignment is None else int(alignment)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wanting_on_the_pages(language: str) -> None:
    remarks = {remark for _, _, document in list_documents(language) for remark in document.remarks}
    assert remarks <= {CROWDED, TYPED_FROM_RIGHT}
    assert (TYPED_FROM_RIGHT in remarks) == (language in RIGHT_TO_LEFT)
