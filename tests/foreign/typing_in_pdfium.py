"""Fill a form with PDFium, the engine of Chrome and Edge, by mouse clicks and typing as its user would."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CLICKED_FROM_EDGE = 3.0
"""Points from the lower left corner of a field at which it is clicked."""
NO_KEYS = 0


@dataclass(frozen=True, slots=True)
class _Target:
    name: str
    x: float
    y: float


def type_into(blank: Path, filled: Path, texts: Mapping[str, str], ticks: frozenset[str]) -> None:
    """Type the texts into the fields of these names, click the ticks, and save."""
    document = pypdfium2.PdfDocument(blank)
    try:
        document.init_forms()
        form = document.formenv
        assert form is not None, "PDFium finds no form"
        done = {name for page in document for name in _fill_page(form.raw, page, texts, ticks)}
        assert done == set(texts) | ticks, f"no such fields: {set(texts) | ticks ^ done}"
        document.save(filled)
    finally:
        document.close()


def _fill_page(
    form: pdfium.FPDF_FORMHANDLE, page: pypdfium2.PdfPage, texts: Mapping[str, str], ticks: frozenset[str]
) -> Iterator[str]:
    for target in list(_targets(form, page)):
        if target.name not in texts and target.name not in ticks:
            continue
        pdfium.FORM_OnMouseMove(form, page, NO_KEYS, target.x, target.y)
        pdfium.FORM_OnLButtonDown(form, page, NO_KEYS, target.x, target.y)
        pdfium.FORM_OnLButtonUp(form, page, NO_KEYS, target.x, target.y)
        if target.name in texts:
            pdfium.FORM_SelectAllText(form, page)
            typed = ctypes.create_string_buffer(texts[target.name].encode("utf-16-le") + b"\0\0")
            pdfium.FORM_ReplaceSelection(form, page, ctypes.cast(typed, pdfium.FPDF_WIDESTRING))
        pdfium.FORM_ForceToKillFocus(form)
        yield target.name


def _targets(form: pdfium.FPDF_FORMHANDLE, page: pypdfium2.PdfPage) -> Iterator[_Target]:
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, rect)
            yield _Target(
                _name(form, annotation),
                min(rect.left, rect.right) + CLICKED_FROM_EDGE,
                min(rect.bottom, rect.top) + CLICKED_FROM_EDGE,
            )
        pdfium.FPDFPage_CloseAnnot(annotation)


def _name(form: pdfium.FPDF_FORMHANDLE, annotation: pdfium.FPDF_ANNOTATION) -> str:
    size = pdfium.FPDFAnnot_GetFormFieldName(form, annotation, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetFormFieldName(form, annotation, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")
