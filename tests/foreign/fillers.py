"""Fill in a worksheet with software that this project did not write; none of it shares code with the reader."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import pikepdf
import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from tests.foreign.tools import node_modules, output_of, program
from tests.foreign.typing_in_pdfium import type_into

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Filling:
    """What somebody enters."""

    texts: dict[str, str]
    """Full field name to text."""
    ticks: tuple[str, ...] = ()
    """Full names of the boxes ticked."""


def names_of(blank: Path) -> dict[str, str]:
    """Return each slot's path with its full field name, read from the pages of the file."""
    with pikepdf.open(blank) as pdf:
        widgets = [widget for page in pdf.pages for widget in page.obj.get("/Annots", [])]
        names = [str(widget.T) for widget in widgets if "/T" in widget]
    return {name.partition("/")[2]: name for name in names}


def pypdf_fills(blank: Path, filled: Path, filling: Filling) -> None:
    _by_pypdf(blank, filling).write(filled)


def pypdf_fills_and_fields_are_emptied(blank: Path, filled: Path, filling: Filling) -> None:
    """Leave the form as Apple's Preview does: the widgets stand on their pages, the form's list of them is empty."""
    writer = _by_pypdf(blank, filling)
    form = writer.root_object["/AcroForm"].get_object()
    assert isinstance(form, DictionaryObject)
    form[NameObject("/Fields")] = ArrayObject()
    writer.write(filled)


def _by_pypdf(blank: Path, filling: Filling) -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter(clone_from=blank)
    values = filling.texts | dict.fromkeys(filling.ticks, "/Yes")
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(values), auto_regenerate=False)
    return writer


def pdftk_fills_from_fdf(blank: Path, filled: Path, filling: Filling) -> None:
    rows = [f"<< /T {_utf16(name)} /V {_utf16(text)} >>" for name, text in filling.texts.items()]
    rows += [f"<< /T {_utf16(name)} /V /Yes >>" for name in filling.ticks]
    data = filled.with_suffix(".fdf")
    data.write_text(
        "%FDF-1.2\n1 0 obj\n<< /FDF << /Fields [\n" + "\n".join(rows) + "\n] >> >>\nendobj\n"
        "trailer\n<< /Root 1 0 R >>\n%%EOF\n",
        encoding="ascii",
    )
    output_of(program("pdftk"), blank, "fill_form", data, "output", filled)


def _utf16(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def pdftk_fills_from_xfdf(blank: Path, filled: Path, filling: Filling) -> None:
    values = filling.texts | dict.fromkeys(filling.ticks, "Yes")
    rows = [f"<field name={quoteattr(name)}><value>{escape(text)}</value></field>" for name, text in values.items()]
    data = filled.with_suffix(".xfdf")
    data.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<xfdf xmlns="http://ns.adobe.com/xfdf/" xml:space="preserve"><fields>'
        + "".join(rows)
        + "</fields></xfdf>\n",
        encoding="utf-8",
    )
    output_of(program("pdftk"), blank, "fill_form", data, "output", filled)


def pdfium_types(blank: Path, filled: Path, filling: Filling) -> None:
    type_into(blank, filled, filling.texts, frozenset(filling.ticks))


def pdfjs_fills(blank: Path, filled: Path, filling: Filling) -> None:
    _under_node("pdfjs-dist", "fill_pdfjs.mjs", blank, filled, filling)


def pdf_lib_fills(blank: Path, filled: Path, filling: Filling) -> None:
    _under_node("pdf-lib", "fill_pdf_lib.mjs", blank, filled, filling)


def _under_node(package: str, script: str, blank: Path, filled: Path, filling: Filling) -> None:
    given = json.dumps(asdict(filling))
    output_of(program("node"), FOLDER / script, node_modules(package), blank, filled, given=given)


def qpdf_sets_values(blank: Path, filled: Path, filling: Filling) -> None:
    """Set the values alone, so that the drawings on the page still show the blank fields."""
    qpdf = program("qpdf")
    listed = json.loads(output_of(qpdf, "--json=2", "--json-key=qpdf", "--json-stream-data=none", blank))
    header, objects = listed["qpdf"]
    changed = dict(_with_values(objects, filling))
    assert len(changed) == len(filling.texts) + len(filling.ticks), "a field is missing"
    data = filled.with_suffix(".json")
    data.write_text(json.dumps({"qpdf": [header, changed]}), encoding="utf-8")
    output_of(qpdf, blank, f"--update-from-json={data}", filled)


def _with_values(objects: dict[str, Any], filling: Filling) -> Iterator[tuple[str, object]]:
    for key, item in objects.items():
        value = item.get("value")
        name = value.get("/T", "").removeprefix("u:") if isinstance(value, dict) else ""
        if name in filling.texts:
            yield key, {"value": value | {"/V": f"u:{filling.texts[name]}"}}
        elif name in filling.ticks:
            yield key, {"value": value | {"/V": "/Yes", "/AS": "/Yes"}}


FILLERS: dict[str, Callable[[Path, Path, Filling], None]] = {
    "pypdf": pypdf_fills,
    "pypdf, then AcroForm/Fields emptied": pypdf_fills_and_fields_are_emptied,
    "pdftk from FDF": pdftk_fills_from_fdf,
    "pdftk from XFDF": pdftk_fills_from_xfdf,
    "PDFium": pdfium_types,
    "pdf.js": pdfjs_fills,
    "pdf-lib": pdf_lib_fills,
    "qpdf": qpdf_sets_values,
}
