"""Documents built in code: a small form, a worksheet of the usual size, a document without a form."""

from __future__ import annotations

import io

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from generator.fonts.faces import Face
from generator.model.colour import Colour
from generator.pdf import Attachment, Conformance, Properties, render
from generator.typesetting.page import (
    ARTIFACT,
    Box,
    CheckboxField,
    Element,
    Entry,
    Field,
    HiddenField,
    Mark,
    Page,
    Pages,
    Rect,
    Rule,
    Tag,
    Text,
    TextField,
    Tick,
)

BLACK = Colour(0, 0, 0)
TEAL = Colour(0.1, 0.4, 0.42)
WIDTH, HEIGHT = 595.28, 841.89
SAMPLE = Properties("Designing the Alliance", "en-GB")


def form(pages: Pages, properties: Properties = SAMPLE) -> bytes:
    """Return the file of a document that can be filled in."""
    return render(pages, properties, conformance=Conformance.UA1)


def archived(pages: Pages, properties: Properties = SAMPLE, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """Return the file of a document that is to be kept."""
    return render(pages, properties, conformance=Conformance.A3A_UA1, attachments=attachments)


def opened(data: bytes) -> PdfReader:
    """Return what pypdf, which bears no mistake in strict mode, reads."""
    return PdfReader(io.BytesIO(data), strict=True)


def looked_up(start: object, *path: str | int) -> object:
    """Return what stands at the end of a path of keys and indices."""
    found = start.get_object() if isinstance(start, PdfObject) else start
    for key in path:
        assert isinstance(found, DictionaryObject | ArrayObject)
        inner = found[key]  # type: ignore[index] # arrays by index, dictionaries by key
        found = inner.get_object()
    return found


def operators(data: bytes, page: int = 0) -> str:
    """Return a page's content stream."""
    contents = opened(data).pages[page].get_contents()
    assert contents is not None
    return contents.get_data().decode("latin-1")


class Sheet:
    """Collects elements and pages' contents, as typesetting does."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.pages: list[list[Mark | Field]] = [[]]
        self.ticked: set[str] = set()

    def element(self, tag: Tag, parent: int = -1, alternative: str = "") -> int:
        self.elements.append(Element(tag, parent, alternative))
        return len(self.elements) - 1

    def put(self, *items: Mark | Field) -> None:
        self.pages[-1].extend(items)

    def text(self, x: float, y: float, text: str, element: int, face: Face = Face.TEXT) -> None:
        self.put(Text(x, y, text, face, 10, BLACK, element))

    def line(self, y: float, text: str, tag: Tag = Tag.P, parent: int = -1, face: Face = Face.TEXT) -> int:
        """Add an element with one line of text."""
        element = self.element(tag, parent)
        self.text(56, y, text, element, face)
        return element

    def field(self, name: str, rect: Rect, value: str = "", entry: Entry = Entry.MULTI_LINE, parent: int = -1) -> None:
        form = self.element(Tag.FORM, parent)
        self.put(TextField(name, rect, f"What to write into {name}", value, entry, 10, 14, form))

    def tick(self, name: str, rect: Rect, parent: int = -1, *, ticked: bool = False) -> None:
        form = self.element(Tag.FORM, parent)
        self.put(Box(rect, 2, 0.6, TEAL, None), CheckboxField(name, rect, f"Whether {name}", form))
        if ticked:
            self.ticked.add(name)

    def finished(self) -> Pages:
        pages = tuple(Page(WIDTH, HEIGHT, tuple(content)) for content in self.pages)
        return Pages(pages, tuple(self.elements), ticked=frozenset(self.ticked))


def one_line(text: str = "Hello", face: Face = Face.TEXT) -> Pages:
    """Return a page with a heading of one line."""
    sheet = Sheet()
    sheet.line(700, text, Tag.H1, face=face)
    return sheet.finished()


def small_form(value: str = "") -> Pages:
    """Return a page with a heading, a block, a line, a tick box and a hidden field."""
    sheet = Sheet()
    sheet.line(760, "Your hopes", Tag.H1, face=Face.DISPLAY)
    sheet.field("x/answer/hopes/p1", Rect(56, 600, 200, 80), value)
    sheet.field("x/name/p1", Rect(56, 560, 200, 18), value, Entry.SINGLE_LINE)
    sheet.tick("x/pick/hopes/p1", Rect(300, 600, 12, 12))
    sheet.put(HiddenField("x/identity", "x", "data"))
    return sheet.finished()


def worksheet(pages: int = 5, questions: int = 7) -> Pages:
    """Return a document of the size of a real worksheet: 70 fields, some 250 elements on 5 pages."""
    sheet = Sheet()
    for page in range(pages):
        if page:
            sheet.pages.append([])
        section = sheet.element(Tag.SECT)
        sheet.line(780, "Designing the Alliance" if not page else f"Part {page}", Tag.H2 if page else Tag.H1, section,
                   Face.DISPLAY)  # fmt: skip
        table = sheet.element(Tag.TABLE, section)
        for row in range(questions):
            _question(sheet, table, page * questions + row, 690 - row * 95)
        sheet.put(Rule(56, 60, WIDTH - 56, 60, 0.5, TEAL))
        sheet.text(56, 48, f"Page {page + 1} of {pages}", ARTIFACT, Face.ITALIC)
    return sheet.finished()


def _question(sheet: Sheet, table: int, number: int, y: float) -> None:
    row = sheet.element(Tag.TR, table)
    cell = sheet.element(Tag.TD, row)
    question = sheet.element(Tag.P, cell)
    sheet.text(56, y + 60, "What would make this alliance worth the time that the two of ", question, Face.DISPLAY)
    sheet.text(56, y + 46, f"you give to it? ({number + 1})", question, Face.DISPLAY)
    cell = sheet.element(Tag.TD, row)
    sheet.tick(f"k7f3/pick/question-{number}/p1", Rect(500, y + 56, 12, 12), cell)
    cell = sheet.element(Tag.TD, row)
    rect = Rect(56, y - 20, 480, 60)
    sheet.put(Box(rect, 3, 0.5, TEAL, None))
    sheet.field(f"k7f3/answer/question-{number}/p1", rect, parent=cell)


def kept() -> Pages:
    """Return a document without a form: list, table, drawn tick, text over two pages."""
    sheet = Sheet()
    sheet.line(780, "Our alliance", Tag.H1, face=Face.DISPLAY)
    sheet.line(750, "What we agreed", Tag.H2, face=Face.ITALIC)
    items = sheet.element(Tag.L)
    for index, text in enumerate(("We say it within a day.", "Ελληνικά, кириллица, Žluťoučký")):
        item = sheet.element(Tag.LI, items)
        sheet.text(56, 720 - 16 * index, f"{index + 1}. ", sheet.element(Tag.LBL, item))
        sheet.text(70, 720 - 16 * index, text, sheet.element(Tag.LBODY, item), Face.DISPLAY)
    table = sheet.element(Tag.TABLE)
    for y, tag, cells in ((660, Tag.TH, ("What", "Who")), (644, Tag.TD, ("Supper", "Both"))):
        row = sheet.element(Tag.TR, table)
        for column, cell in enumerate(cells):
            sheet.text(56 + 100 * column, y, cell, sheet.element(tag, row))
    sheet.put(Tick(Rect(56, 600, 12, 12), TEAL, sheet.element(Tag.SPAN, sheet.element(Tag.P), "Picked by Ana")))
    answer = sheet.element(Tag.P)
    sheet.text(56, 560, "An answer that goes on ☃ ½ ", answer)
    sheet.pages.append([])
    sheet.text(56, 780, "on the next page: Ḁ ∰ \U0001d538.", answer)
    return sheet.finished()
