"""Pages to a PDF file: the painter, the form, the structure tree and the metadata, brought together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.contents import digest_of_content
from generator.pages import HiddenField, Tag, Text
from generator.pdf.attachments import attach
from generator.pdf.conformance import NotConforming, violations
from generator.pdf.embedding import FIELD_FONT, FontSet, font_resources
from generator.pdf.fields import Form
from generator.pdf.holes import Kind, hole
from generator.pdf.images import add_image, image_digest
from generator.pdf.metadata import information, packet
from generator.pdf.outlines import Heading, add_outlines
from generator.pdf.output_intent import IDENTIFIER, profile
from generator.pdf.painter import Painted, Placed, Sequence, Shared, paint
from generator.pdf.personal import text_object
from generator.pdf.stencils import Stencils
from generator.pdf.syntax import literal, number, reference, references, text_string
from generator.pdf.tagging import Item, Tree, Widget, picture_boxes
from generator.pdf.writer import Objects, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.pages import Image, Pages
    from generator.pdf.conformance import Conformance, Standard
    from generator.pdf.embedding import SliceKey
    from generator.pdf.painter import Personal
    from generator.pdf.properties import Attachment, Properties
    from generator.pdf.template import Template


def render(
    pages: Pages, properties: Properties, *, conformance: Conformance, attachments: tuple[Attachment, ...] = ()
) -> bytes:
    """Return the pages as a PDF file that satisfies what it claims; the same input gives the same bytes.

    Raises ``NotConforming`` (a ``ValueError``) where the pages themselves do not allow that.
    """
    return prepare(pages, properties, conformance=conformance, attachments=attachments).filled({})


def prepare(
    pages: Pages,
    properties: Properties,
    *,
    conformance: Conformance,
    attachments: tuple[Attachment, ...] = (),
    slices: tuple[SliceKey, ...] = (),
    stencils: Stencils | None = None,
    opening: str = "",
) -> Template:
    """Return the pages as a file in which the stand-ins that they hold are still open.

    What is put in must be drawn by the slices that fields and the pages' faces have first, and by these further ones.
    ``stencils`` has what was painted for documents before. Every definition put in begins with ``opening``.
    Raises ``NotConforming`` as ``render`` does.
    """
    if found := violations(pages, properties, conformance, attachments):
        raise NotConforming(found)
    return _Document(pages, stencils or Stencils()).template(
        properties, conformance.value, attachments, slices, opening
    )


class _Numbers(NamedTuple):
    """The numbers of objects that others point to before they are written."""

    tree: int
    resources: int
    fonts: int
    pages: tuple[int, ...]


class _Document:
    """The objects of one document."""

    def __init__(self, pages: Pages, stencils: Stencils) -> None:
        self._pages = pages
        self._stencils = stencils
        self._objects = Objects()
        self._fonts = FontSet(pages.faces)
        reserve = self._objects.reserve
        self._numbers = _Numbers(reserve(), reserve(), reserve(), tuple(reserve() for _ in range(pages.printed)))
        self._form = Form(self._objects, self._fonts, self._numbers.fonts)
        self._contents: list[str] = []
        """The digests of the pages' contents."""

    def template(
        self,
        properties: Properties,
        standard: Standard,
        attachments: tuple[Attachment, ...],
        slices: tuple[SliceKey, ...],
        opening: str,
    ) -> Template:
        objects = self._objects
        shared = Shared({}, {})
        items = self._placed(self._painted(shared), shared.images)
        structure = Tree(self._pages.elements, items, self._numbers.pages, picture_boxes(self._pages)).add(objects)
        drawn = b"".join(b"/%b %d 0 R" % (name.encode(), number) for name, number in self._drawings(shared))
        self._fonts.require(slices)
        fonts = self._fonts.embed(objects)
        objects.add(b"<</Font%b>>" % font_resources(fonts), self._numbers.fonts)
        xobjects = b"/XObject<<%b>>" % drawn if drawn else b""
        objects.add(b"<</Font%b%b>>" % (font_resources(fonts), xobjects), self._numbers.resources)
        entries = [
            b"/Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R" % (self._numbers.tree, structure),
            b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>/Lang"
            + text_string(properties.language),
        ]
        if outlines := add_outlines(_headings(self._pages, self._numbers.pages), objects):
            entries.append(b"/Outlines " + reference(outlines))
        if self._form.numbers:
            entries.append(b"/AcroForm" + self._form.dictionary(fonts[FIELD_FONT]))
        if standard.requires_output_intent:
            entries.append(b"/OutputIntents[%b]" % _output_intent(objects))
        if attached := attach(attachments, objects):
            entries.append(b"/Names%b/AF%b" % attached)
        metadata = objects.add_stream(
            b"/Type/Metadata/Subtype/XML", packet(properties, standard), Section.PERSONAL, plain=True
        )
        entries.append(b"/Metadata " + reference(metadata))
        # in the widgets' object stream: what qpdf's --update-from-json changes in one that is not read yet is lost
        root = objects.add(b"<<%b>>" % b"".join(entries), section=Section.PERSONAL)
        contents = () if standard.archival_part else tuple(self._contents)
        return objects.template(root, objects.add(information(properties, contents)), self._fonts, opening)

    def _drawings(self, shared: Shared) -> Iterator[tuple[str, int]]:
        """Add the XObjects that the pages draw with; yield their names and numbers."""
        for each, name in shared.personal.items():
            yield name, self._drawing(each)
        for image, name in shared.images.items():
            yield name, add_image(image, self._objects)

    def _drawing(self, each: Personal) -> int:
        """Add the form XObject that draws a personal text, its baseline at the origin; return its number."""
        self._fonts.runs("", each.face)
        width = max(page.width for page in self._pages.pages)
        box = " ".join(map(number, (-each.size, -each.size, width, 2 * each.size)))
        entries = b"/Type/XObject/Subtype/Form/BBox[%b]/Resources %d 0 R" % (box.encode(), self._numbers.fonts)
        shown = hole(Kind.SHOWN, f"{each.face} {each.size} {each.text}")
        return self._objects.add_stream(entries, text_object(each, shown), Section.PERSONAL, plain=True)

    def _painted(self, shared: Shared) -> list[Painted]:
        """Return the pages, or the parts of sides, painted in reading order."""
        begun = [0] * self._pages.printed
        painted: list[Painted] = []
        for page, side in self._pages.with_sides():
            part = paint(
                page, side, self._pages.elements, self._fonts, shared, begun=begun[side], stencils=self._stencils
            )
            begun[side] += sum(isinstance(item, Sequence) for item in part.items)
            painted.append(part)
        return painted

    def _placed(self, painted: list[Painted], images: dict[Image, str]) -> tuple[Item, ...]:
        """Add the pages with their contents and widgets; return what the structure tree holds, in reading order."""
        items: list[Item] = []
        self._form.expect(tuple(each.field for part in painted for each in part.items if isinstance(each, Placed)))
        widgets: list[list[int]] = [[] for _ in self._numbers.pages]
        structure_parent = len(widgets)
        for item in (item for part in painted for item in part.items):
            if isinstance(item, Sequence):
                items.append(item)
                continue
            number = self._form.add(item.field, self._numbers.pages[item.page], structure_parent)
            widgets[item.page].append(number)
            if not isinstance(item.field, HiddenField):
                items.append(Widget(item.field.element, item.page, number, structure_parent))
                structure_parent += 1
        for side, of_side in enumerate(widgets):
            self._add_page(side, painted, of_side, images)
        kids = references(list(self._numbers.pages))
        self._objects.add(b"<</Type/Pages/Count %d/Kids%b>>" % (len(widgets), kids), self._numbers.tree)
        return tuple(items)

    def _add_page(self, index: int, painted: list[Painted], widgets: list[int], images: dict[Image, str]) -> None:
        parts = [
            (page, part.operators)
            for (page, side), part in zip(self._pages.with_sides(), painted, strict=True)
            if side == index
        ]
        page = parts[0][0]
        # each part begins with the graphics state that it expects
        operators = parts[0][1] if len(parts) == 1 else b"\n".join(b"q\n%b\nQ" % each for _, each in parts)
        pictures = [image_digest(image) for image, name in images.items() if b"/%b Do" % name.encode() in operators]
        self._contents.append(digest_of_content(operators, pictures))
        entries = b"/MediaBox[0 0 %b %b]" % (number(page.width).encode(), number(page.height).encode())
        if widgets:
            entries += b"/Annots" + references(widgets)
        self._objects.add(
            b"<</Type/Page/Parent %d 0 R/Resources %d 0 R/Contents %d 0 R/Tabs/S/StructParents %d%b>>"
            % (
                self._numbers.tree,
                self._numbers.resources,
                self._objects.add_stream(b"", operators),
                index,
                entries,
            ),
            self._numbers.pages[index],
        )


def _headings(pages: Pages, numbers: tuple[int, ...]) -> tuple[Heading, ...]:
    """Return the headings of the first two levels, with the place of their first line."""
    levels = {Tag.H1: 1, Tag.H2: 2}
    found: dict[int, Heading] = {}
    for page, side in pages.with_sides():
        for mark, y, first in page.unplaced():
            if isinstance(mark, Text) and mark.element >= 0 and pages.elements[mark.element + first].tag in levels:
                level = levels[pages.elements[mark.element + first].tag]
                known = found.get(mark.element + first, Heading("", level, numbers[side], mark.y + y + mark.size))
                found[mark.element + first] = known._replace(text=known.text + mark.text)
    return tuple(found.values())


def _output_intent(objects: Objects) -> bytes:
    """Return the output intent dictionary (ISO 32000-1, 14.11.5)."""
    icc = objects.add_stream(b"/N 3", profile())
    identifier = literal(IDENTIFIER.encode())
    return b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier%b/Info%b/DestOutputProfile %d 0 R>>" % (
        identifier,
        identifier,
        icc,
    )
