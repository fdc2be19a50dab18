"""Pages to a PDF file: content, form, structure tree, fonts and metadata, brought together."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from generator.files.reading import read_bounded
from generator.files.shipped import package_file
from generator.model.fingerprint import digest_of_content
from generator.pdf.attachments import attach
from generator.pdf.conformance import NotConforming, violations
from generator.pdf.content_stream import OpenText, Painter, show
from generator.pdf.font_embedding import FIELD_FONT, DocumentFonts, font_resources
from generator.pdf.form import Form
from generator.pdf.images import add_image, image_digest
from generator.pdf.metadata import information, packet
from generator.pdf.outline import Heading, add_outline
from generator.pdf.placeholders import MOST_SHOWN, NO_MARKERS, join
from generator.pdf.structure_tree import Numbered, StructureTree
from generator.pdf.syntax import numeral, reference, references, rgb, text_string
from generator.pdf.template import Objects
from generator.typesetting.page import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.model.brand import Image
    from generator.pdf.conformance import Conformance, Standard
    from generator.pdf.content_stream import Operators, Title
    from generator.pdf.document_info import Attachment, Properties
    from generator.pdf.font_embedding import SubsetKey
    from generator.pdf.open_drawing import Draw, OpenFonts
    from generator.pdf.placeholders import Markers
    from generator.pdf.template import Template
    from generator.typesetting.page import Page, Pages

_PROFILE = package_file("data", "srgb.icc")
_PROFILE_NAME = b"(sRGB IEC61966-2.1)"


def render(
    pages: Pages, properties: Properties, *, conformance: Conformance, attachments: tuple[Attachment, ...] = ()
) -> bytes:
    """Return the pages as a PDF file that satisfies what it claims; the same input gives the same bytes.

    Raises ``NotConforming`` (a ``ValueError``) where the pages themselves do not allow that.
    """
    return build_template(pages, properties, conformance=conformance, attachments=attachments).fill({})


def build_template(
    pages: Pages,
    properties: Properties,
    *,
    conformance: Conformance,
    attachments: tuple[Attachment, ...] = (),
    subsets: tuple[SubsetKey, ...] | None = (),
    markers: Markers = NO_MARKERS,
) -> Template:
    """Return the pages as a file in which their markers, those of the metadata and of the attachments are left open.

    Values must be drawn by the subsets that fields and the pages' faces have first, and by these further ones; with
    None for them, copies have fonts of their own for whatever is filled in.
    Raises ``NotConforming`` as ``render`` does.
    """
    if found := violations(pages, properties, conformance, attachments, markers):
        raise NotConforming(found)
    document = _Document(pages, markers, in_copies=subsets is None)
    return document.template(properties, conformance.value, attachments, subsets or ())


def _has_fields(pages: Pages) -> bool:
    return any(isinstance(item, Field) for page in pages.pages for item in page.content)


class _Document:
    """The objects of one document."""

    def __init__(self, pages: Pages, markers: Markers, *, in_copies: bool) -> None:
        self._pages = pages
        self._markers = markers
        self._objects = Objects()
        unknown_texts = markers.characters > markers.in_ascii
        self._fonts = DocumentFonts(pages.faces, for_fields=unknown_texts or _has_fields(pages), in_copies=in_copies)
        self._images: dict[Image, str] = {}
        self._texts: dict[OpenText, bytes] = {}
        """The resource names of texts with markers."""
        self._painter = Painter(pages.elements, self._fonts, markers, self._images)
        reserve = self._objects.reserve
        self._page_tree, self._resources, self._font_resources = reserve(), reserve(), reserve()
        self._first_page = reserve(pages.printed)

    def template(
        self,
        properties: Properties,
        standard: Standard,
        attachments: tuple[Attachment, ...],
        subsets: tuple[SubsetKey, ...],
    ) -> Template:
        objects = self._objects
        contents = self._paint()
        widgets = self._add_form()
        structure = self._add_structure(widgets)
        digests = self._add_pages(contents, widgets)
        drawn = b"".join(b"/%b %d 0 R" % drawing for drawing in self._add_drawings())
        self._fonts.require(subsets)
        fonts = self._fonts.embed(objects)
        open_fonts = self._leave_fonts_open(fonts)
        xobjects = b"/XObject<<%b>>" % drawn if drawn else b""
        objects.add(b"<</Font%b%b>>" % (font_resources(fonts), xobjects), self._resources)
        entries = [
            b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R" % (self._page_tree, structure),
            b"/MarkInfo<</Marked true>>%b/Lang" % properties.preferences() + text_string(properties.language),
        ]
        if outline := add_outline(self._headings(), objects):
            entries.append(b"/Outlines " + reference(outline))
        if widgets:
            entries.append(b"/AcroForm" + self._form.dictionary(widgets, fonts[FIELD_FONT]))
        if standard.requires_output_intent:
            entries.append(b"/OutputIntents[%b]" % _output_intent(objects))
        if attached := attach(attachments, objects, self._markers):
            entries.append(b"/Names%b/AF%b" % attached)
        metadata = objects.add_open_stream(
            (b"/Type/Metadata/Subtype/XML",), packet(properties, standard, self._markers), level=0
        )
        entries.append(b"/Metadata %d 0 R>>" % metadata)
        # in the widgets' object stream: what qpdf's --update-from-json changes in one that is not read yet is lost
        root = objects.add(b"".join(entries), last=True)
        kept = () if standard.archival_part else tuple(digests)
        info = objects.add(information(properties, kept, self._markers))
        return objects.template(root, info, self._markers, open_fonts)

    def _leave_fonts_open(self, fonts: dict[str, int]) -> OpenFonts | None:
        """Return the fonts to which copies add some; where none does, add the resources of what is filled in."""
        if not self._fonts.in_copies:
            self._objects.add(b"<</Font%b>>" % font_resources(fonts), self._font_resources)
            return None
        from generator.pdf.open_drawing import OpenFonts  # noqa: PLC0415 - most documents have all fonts in common

        return OpenFonts(self._fonts, fonts, self._font_resources)

    def _paint(self) -> list[bytes]:
        """Return the content of each page of the file; parts of one side follow each other in reading order."""
        parts: list[list[bytes]] = [[] for _ in range(self._pages.printed)]
        for page, side in self._pages.with_sides():
            parts[side].append(self._name_texts(self._painter.paint(page, side)))
        return [b"\n".join(part) for part in parts]

    def _name_texts(self, operators: Operators) -> bytes:
        """Return operators that draw each open text by its resource name."""
        return b"\n".join([self._name(part) if isinstance(part, OpenText) else part for part in operators])

    def _name(self, text: OpenText) -> bytes:
        return b"/%b Do" % self._texts.setdefault(text, b"P%d" % (len(self._texts) + 1))

    def _add_form(self) -> range:
        """Add the widgets; return their numbers."""
        fields = self._painter.fields
        first = self._objects.reserve(len(fields))
        self._form = Form(self._objects, self._fonts, self._font_resources, self._markers)
        placed = [(field, self._first_page + page) for field, page in fields]
        self._form.add(placed, first, self._pages.printed, self._pages.ticked)
        return range(first, first + len(fields))

    def _add_structure(self, widgets: range) -> int:
        """Add the structure tree and the tree of parents; return the number of the root."""
        objects, elements, pages = self._objects, self._pages.elements, self._pages.printed
        tree = StructureTree(elements, self._painter.content, self._painter.figures)
        root, document = objects.reserve(), objects.reserve()
        first = objects.reserve(len(elements))
        own = range(first, first + len(elements))
        numbered = Numbered(
            [*map(reference, own), reference(document)],
            [*map(reference, range(self._first_page, self._first_page + pages))],
            [*map(reference, widgets)],
        )
        objects.add_all(tree.bodies(numbered, self._markers), first)
        tops = references([first + index for index in tree.tops])
        mode = b"/A<</O/Layout/WritingMode/RlTb>>" if self._pages.right_to_left else b""
        objects.add(b"<</Type/StructElem/S/Document/P %d 0 R/K%b%b>>" % (root, tops, mode), document)
        entries = [
            b"%d%b" % (page, references([first + index for index in owners]))
            for page, owners in enumerate(tree.sequences(pages))
        ]
        entries += [b"%d %d 0 R" % (key, first + index) for key, index in enumerate(tree.widgets(), pages)]
        parents = objects.add(b"<</Nums[%b]>>" % b" ".join(entries))
        objects.add(
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (document, parents, len(entries)),
            root,
        )
        return root

    def _add_pages(self, contents: list[bytes], widgets: range) -> list[str]:
        """Add the pages; return the digests of their contents."""
        sizes = {side: page for page, side in self._pages.with_sides()}
        annotations: list[list[int]] = [[] for _ in contents]
        for widget, (_, page) in zip(widgets, self._painter.fields, strict=True):
            annotations[page].append(widget)
        for index, content in enumerate(contents):
            self._add_page(index, sizes[index], content, annotations[index])
        numbers = range(self._first_page, self._first_page + len(contents))
        self._objects.add(b"<</Type/Pages/Count %d/Kids%b>>" % (len(numbers), references(numbers)), self._page_tree)
        return [self._digest(content) for content in contents]

    def _add_page(self, index: int, page: Page, content: bytes, widgets: list[int]) -> None:
        entries = b"/MediaBox[0 0 %b %b]" % (numeral(page.width), numeral(page.height))
        if widgets:
            entries += b"/Annots" + references(widgets)
        self._objects.add(
            b"<</Type/Page/Parent %d 0 R/Resources %d 0 R/Contents %d 0 R/Tabs/S/StructParents %d%b>>"
            % (self._page_tree, self._resources, self._objects.add_stream(b"", content), index, entries),
            self._first_page + index,
        )

    def _digest(self, content: bytes) -> str:
        """Return the digest of a page's content and of its pictures."""
        pictures = [image for image, name in self._images.items() if b"/%b Do" % name.encode() in content]
        return digest_of_content(content, [image_digest(image) for image in pictures])

    def _add_drawings(self) -> Iterator[tuple[bytes, int]]:
        """Add the XObjects that the pages draw; yield their resource names and numbers."""
        for text, name in self._texts.items():
            yield name, self._add_text(text)
        for image, image_name in self._images.items():
            yield image_name.encode(), add_image(image, self._objects)

    def _add_text(self, text: OpenText) -> int:
        """Add the form XObject that draws a text with markers; return its number."""
        fonts, room = self._fonts, self._markers.rooms.get(text.text, "")
        fonts.name_of(fonts.measures.coverage(text.face).subsets[0])
        width = max(page.width for page in self._pages.pages)
        box = b" ".join(map(numeral, (-width if text.ends else -text.size, -text.size, width, 2 * text.size)))
        entries = b"/Type/XObject/Subtype/Form/BBox[%b]/Resources %d 0 R" % (box, self._font_resources)
        is_data = text.text in self._markers.in_ascii

        def show_text(fonts: DocumentFonts, said: str) -> bytes:
            return show(said, text, fonts, room, is_data=is_data)

        shown = self._markers.write(text.text, self._leave_drawing_open(show_text))
        content = join(b"BT %b rg\n" % rgb(text.colour).encode(), shown, b"\nET")
        return self._objects.add_open_stream((entries,), content, level=0)

    def _leave_drawing_open(self, draw: Draw) -> Callable[[str], bytes]:
        """Return what draws a text that is filled in, with the document's fonts, or also with those of a copy."""
        fonts = self._fonts
        if not fonts.in_copies:
            return lru_cache(MOST_SHOWN)(partial(draw, fonts))
        from generator.pdf.open_drawing import OpenDrawing  # noqa: PLC0415 - most documents have all fonts in common

        return OpenDrawing(draw, fonts)

    def _headings(self) -> Sequence[Heading]:
        """Return the headings, each with the place of its first line."""
        found: dict[int, list[Title]] = {}
        for title in self._painter.titles:
            found.setdefault(title.element, []).append(title)
        return [
            Heading("".join([line.text for line in lines]), first.level, self._first_page + first.page, first.top)
            for first, lines in ((lines[0], lines) for lines in found.values())
        ]


def _output_intent(objects: Objects) -> bytes:
    """Return the output intent dictionary (ISO 32000-1, 14.11.5)."""
    icc = objects.add_stream(b"/N 3", read_bounded(_PROFILE))
    return b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier%b/Info%b/DestOutputProfile %d 0 R>>" % (
        _PROFILE_NAME,
        _PROFILE_NAME,
        icc,
    )
