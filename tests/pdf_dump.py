"""A PDF as lines of text that two versions of the program can be compared by.

The lines hold what a reader meets: boxes, text with its places, fields, tags with their text, metadata, attachments,
outlines. They hold no object numbers, names of resources or stream boundaries, so that a text is the same whether a
page draws it itself or through a form XObject. Digests of content streams are left out for the same reason.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import math
import re
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from tests.pdf_marked_text import MarkedText, text_of_stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit", "/Tabs")
CATALOG = ("/Lang", "/MarkInfo", "/PageLayout", "/PageMode", "/ViewerPreferences", "/Extensions", "/OpenAction")
FIELD = ("/FT", "/Ff", "/F", "/MaxLen", "/Q", "/V", "/DV", "/AS", "/TU", "/MK", "/BS", "/Border", "/Contents", "/Lang")
ELEMENT = ("/T", "/Lang", "/Alt", "/ActualText", "/E", "/A", "/ID")
FOOT_DIGEST = re.compile(r"\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b")
SUBSET_TAG = re.compile(r"^/[A-Z]{6}\+")


def dump(path: Path) -> str:
    """Return the description of a PDF file, a line for each thing in it."""
    with pikepdf.open(path) as pdf:
        marked = MarkedText(pdf)
        sections = {
            "document": _document(pdf),
            "pages": _pages(pdf),
            "fonts": sorted(marked.fonts),
            "text": _text(path),
            "annotations": _annotations(pdf),
            "outline": _outline(pdf, pdf.Root.get("/Outlines", pikepdf.Dictionary()).get("/First"), 0),
            "tags": _tags(pdf, marked),
            "attachments": _attachments(pdf),
            "xmp": pdf.Root.Metadata.read_bytes().decode().splitlines() if "/Metadata" in pdf.Root else (),
        }
        return "".join(f"== {name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())


def plain(thing: object) -> object:
    """Return a PDF object as numbers, texts, lists and dicts; a stream as its kind, a page as its kind."""
    match thing:
        case pikepdf.Stream():
            return "stream"
        case pikepdf.Dictionary():
            if thing.get("/Type") == "/Page":
                return "page"
            return {key: plain(value) for key, value in sorted(thing.items())}
        case pikepdf.Array():
            return [plain(value) for value in thing]
        case None | bool() | int() | str():
            return thing
        case pikepdf.Object():
            return str(thing)
        case _:
            return round(float(thing), 2)  # type: ignore[arg-type]


def _compact(thing: object) -> str:
    return json.dumps(plain(thing), ensure_ascii=False)


def _entries(dictionary: pikepdf.Object, keys: tuple[str, ...]) -> str:
    return " ".join(f"{key[1:]}={_compact(dictionary[key])}" for key in keys if key in dictionary)


def _page_number(pdf: pikepdf.Pdf, page: pikepdf.Object) -> int:
    return pikepdf.Page(page).index + 1 if page.objgen[0] else len(pdf.pages)


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield f"version {pdf.pdf_version}, {len(pdf.pages)} pages"
    for key in CATALOG:
        if key in pdf.Root:
            yield f"{key} {_compact(pdf.Root[key])}"
    for intent in pdf.Root.get("/OutputIntents", ()):
        yield f"/OutputIntents {_compact(intent)}"
    for key, value in sorted(pdf.docinfo.items()):
        yield f"{key} {len(str(value).split())} digests" if key == "/AlliancePages" else f"{key} {_compact(value)}"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        yield f"{number}: {_entries(page.obj, BOXES)}"


def _tenth(value: float) -> float:
    """Round to tenths, with limits that no number of two decimals comes near."""
    return math.floor((value + 0.053) * 10) / 10


def _text(path: Path) -> Iterator[str]:
    """Yield each piece of text of each page: its baseline from above, its left end, its size."""
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, 1):
            yield f"page {number}"
            text_page = page.get_textpage()
            yield from _lines(sorted(_characters(text_page)))
            text_page.close()
            page.close()


Character = tuple[float, float, float, float, str]
"""Minus the height of its baseline, its left and right end, its size, and the character."""


def _characters(text_page: pypdfium2.PdfTextPage) -> Iterator[Character]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for index in range(text_page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        if character.isspace() or pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        yield -_tenth(y.value), x.value, box.right, _tenth(size), character


def _lines(characters: list[Character]) -> Iterator[str]:
    """Join characters that follow one another on a line; a wide gap begins another piece."""
    piece, last = "", None
    for character in characters:
        down, left, _, size, letter = character
        gap = left - last[2] if last and last[0] == down else math.inf
        if gap > 2 * size:
            if piece:
                yield FOOT_DIGEST.sub("<digest>", piece)
            piece = f"{-down:.1f} {_tenth(left):.1f} {size:.1f}  "
        elif gap > size / 10:
            piece += " "
        piece += letter
        last = character
    if piece:
        yield FOOT_DIGEST.sub("<digest>", piece)


def _annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    form = pdf.Root.get("/AcroForm")
    on_pages = set()
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", ()):
            on_pages.add(annotation.objgen)
            rectangle = " ".join(f"{float(side):.2f}" for side in annotation.Rect)
            yield f"{number} [{rectangle}] {annotation.get('/T', annotation.Subtype)} {_entries(annotation, FIELD)}"
            if "/DA" in annotation and form is not None:
                yield f"    set in {_default_appearance(annotation, form)}"
            if "/AP" in annotation:
                yield from _looks(annotation.AP)
            if "/A" in annotation or "/Dest" in annotation:
                yield f"    leads to {_target(pdf, annotation)}"
    if form is not None:
        listed = {field.objgen for field in form.Fields}
        yield f"form {_entries(form, ('/SigFlags', '/NeedAppearances', '/CO', '/XFA'))} {len(listed)} fields"
        if listed != on_pages & listed:
            yield "PROBLEM: a field of the form stands on no page"


def _default_appearance(field: pikepdf.Object, form: pikepdf.Object) -> str:
    fonts = form.DR.Font
    return re.sub(r"/(\w+)", lambda name: SUBSET_TAG.sub("/", str(fonts[name[0]].BaseFont)), str(field.DA))


def _looks(appearances: pikepdf.Object) -> Iterator[str]:
    for kind, look in sorted(appearances.items()):
        states = {"": look} if isinstance(look, pikepdf.Stream) else dict(look.items())
        for state, stream in sorted(states.items()):
            box = " ".join(f"{float(side):.2f}" for side in stream.BBox)
            yield f"    {kind}{state} [{box}] {text_of_stream(stream)!r}"


def _target(pdf: pikepdf.Pdf, thing: pikepdf.Object) -> str:
    action = thing.get("/A")
    if action is not None and "/D" not in action:
        return _compact(action)
    target = thing.Dest if action is None else action.D
    if not isinstance(target, pikepdf.Array):
        return str(target)
    return f"page {_page_number(pdf, target[0])} {_compact(pikepdf.Array(list(target)[1:]))}"


def _outline(pdf: pikepdf.Pdf, item: pikepdf.Object | None, depth: int) -> Iterator[str]:
    while item is not None:
        yield f"{'  ' * depth}{item.Title} -> {_target(pdf, item)} {_entries(item, ('/C', '/F'))}".rstrip()
        yield from _outline(pdf, item.get("/First"), depth + 1)
        item = item.get("/Next")


def _tags(pdf: pikepdf.Pdf, marked: MarkedText) -> Iterator[str]:
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    yield from (f"{key} {_compact(root[key])}" for key in ("/RoleMap", "/ClassMap") if key in root)
    parents = dict(_number_tree(root.ParentTree))
    kept: set[tuple[int, int]] = set()
    yield from _elements(root.K, 0, marked, parents, kept)
    for place in sorted(marked.texts.keys() - kept):
        yield f"PROBLEM: marked content {place[1]} of structure parent {place[0]} is in no element"


def _number_tree(node: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    numbers = list(node.get("/Nums", ()))
    for key, value in zip(numbers[::2], numbers[1::2], strict=True):
        yield int(key), value
    for kid in node.get("/Kids", ()):
        yield from _number_tree(kid)


def _elements(
    kids: pikepdf.Object,
    depth: int,
    marked: MarkedText,
    parents: dict[int, pikepdf.Object],
    kept: set[tuple[int, int]],
) -> Iterator[str]:
    for element in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield f"{'  ' * depth}{str(element.S)[1:]} {_entries(element, ELEMENT)}".rstrip()
        inner = element.get("/K")
        for kid in inner if isinstance(inner, pikepdf.Array) else [] if inner is None else [inner]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from _elements(kid, depth + 1, marked, parents, kept)
            else:
                yield f"{'  ' * depth}  {_leaf(kid, element, marked, parents, kept)}"


def _leaf(
    kid: pikepdf.Object | int,
    element: pikepdf.Object,
    marked: MarkedText,
    parents: dict[int, pikepdf.Object],
    kept: set[tuple[int, int]],
) -> str:
    """Describe marked content or an annotation in an element; tell where the parent tree does not lead back."""
    if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid:
        annotation = kid.Obj
        parent = parents.get(int(annotation.get("/StructParent", -1)))
        text = f"{annotation.Subtype} {annotation.get('/T', '')}"
    else:
        if isinstance(kid, pikepdf.Dictionary):
            holder, mark = kid.get("/Stm") or kid.get("/Pg") or element.Pg, int(kid.MCID)
        else:
            holder, mark = element.Pg, int(kid)
        key = int(holder.StructParents)
        kept.add((key, mark))
        entries = parents.get(key)
        parent = entries[mark] if entries is not None and mark < len(entries) else None
        text = repr(FOOT_DIGEST.sub("<digest>", marked.texts.get((key, mark), "PROBLEM: no such content")))
    good = parent is not None and parent.objgen == element.objgen
    return text if good else f"{text} PROBLEM: the parent tree leads elsewhere"


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    associated = {file.objgen for file in pdf.Root.get("/AF", ())}
    for name, specification in sorted(pdf.attachments.items()):
        file = specification.obj
        stream = file.EF.F
        content = stream.read_bytes()
        entries = _entries(file, ("/AFRelationship", "/Desc", "/F", "/UF"))
        yield f"{name} {entries} associated={file.objgen in associated}"
        if name == "digest.json":
            yield f"    {stream.Subtype} keys {sorted(json.loads(content))}"
            continue
        yield f"    {_entries(stream, ('/Subtype', '/Params'))} sha256={hashlib.sha256(content).hexdigest()}"
        if name.endswith(".json"):
            for key, value in json.loads(content).items():
                yield f"    {key}: {json.dumps(value, ensure_ascii=False)}"
