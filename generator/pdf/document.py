"""Pages to a PDF file: the painter, the form, the structure tree and the metadata, brought together."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.model.fingerprint import digest_of_content
from generator.pdf.attachments import attach
from generator.pdf.conformance import NotConforming, violations
from generator.pdf.content_stream import Painter, Shared
from generator.pdf.font_embedding import FIELD_FONT, FontSet, font_resources
from generator.pdf.form import Form
from generator.pdf.holes import Kind, hole
from generator.pdf.images import add_image, image_digest
from generator.pdf.metadata import information, packet
from generator.pdf.outline import Heading, add_outlines
from generator.pdf.output_intent import IDENTIFIER, profile
from generator.pdf.personal import text_object
from generator.pdf.stencils import Stencils
from generator.pdf.structure_tree import Tree
from generator.pdf.syntax import literal, number, numeral, reference, references, text_string
from generator.pdf.writer import Objects, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.pdf.conformance import Conformance, Standard
    from generator.pdf.content_stream import Painted, Personal
    from generator.pdf.document_info import Attachment, Properties
    from generator.pdf.font_embedding import SliceKey
    from generator.pdf.stencils import Placing
    from generator.pdf.template import Template
    from generator.pdf.widgets import Numbers
    from generator.typesetting.page import Page, Pages


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
    stencils = stencils or Stencils()
    if found := violations(pages, properties, conformance, attachments, stencils.checked):
        raise NotConforming(found)
    return _Document(pages, stencils).template(properties, conformance.value, attachments, slices, opening)


_digest_of_content = lru_cache(maxsize=32)(digest_of_content)
"""Documents in one go have pages in common."""


class _Numbers(NamedTuple):
    """The numbers of objects that others point to before they are written."""

    tree: int
    resources: int
    fonts: int
    pages: Sequence[int]


class _Document:
    """The objects of one document."""

    def __init__(self, pages: Pages, stencils: Stencils) -> None:
        self._pages = pages
        self._stencils = stencils
        self._objects = Objects()
        self._fonts = FontSet(pages.faces)
        first = self._objects.reserve(3 + pages.printed)
        self._numbers = _Numbers(first, first + 1, first + 2, range(first + 3, first + 3 + pages.printed))
        self._form = Form(self._objects, self._numbers.fonts, pages.ticked)
        self._shared = Shared({}, {})
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
        objects, pages = self._objects, self._numbers.pages
        painted = self._painted()
        placings = [each for part in painted for each in part.placings]
        widgets = self._form.add(placings, pages, key=len(pages))
        # first, what other selections have in common with this one
        structure = Tree(self._pages.subtrees, placings, widgets).add(objects, pages, self._stencils.structures)
        self._add_pages(painted, widgets)
        drawn = b"".join(b"/%b %d 0 R" % (name.encode(), number) for name, number in self._drawings())
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
        if outlines := add_outlines(_headings(placings, pages), objects):
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

    def _drawings(self) -> Iterator[tuple[str, int]]:
        """Add the XObjects that the pages draw with; yield their names and numbers."""
        for each, name in self._shared.personal.items():
            yield name, self._drawing(each)
        for image, name in self._shared.images.items():
            yield name, add_image(image, self._objects)

    def _drawing(self, each: Personal) -> int:
        """Add the form XObject that draws a personal text, its baseline at the origin; return its number."""
        self._fonts.runs("", each.face)
        width = max(page.width for page in self._pages.pages)
        box, content = _open_drawing(each, width)
        entries = b"/Type/XObject/Subtype/Form/BBox[%b]/Resources %d 0 R" % (box, self._numbers.fonts)
        return self._objects.add_stream(entries, content, Section.PERSONAL, plain=True)

    def _painted(self) -> list[Painted]:
        """Return the pages, or the parts of sides, painted in reading order."""
        painter = Painter(self._pages.subtrees, self._fonts, self._shared, self._stencils)
        begun = [0] * self._pages.printed
        painted: list[Painted] = []
        for page, side in self._pages.with_sides():
            painted.append(painter.paint(page, side, begun[side]))
            begun[side] += painted[-1].sequences
        return painted

    def _add_pages(self, painted: list[Painted], widgets: list[Numbers]) -> None:
        """Add the pages with their contents; ``widgets`` tells where those of each group begin."""
        numbers = self._numbers.pages
        parts: list[list[bytes]] = [[] for _ in numbers]
        annotations: list[list[int]] = [[] for _ in numbers]
        firsts = iter(widgets)
        for (_, side), part in zip(self._pages.with_sides(), painted, strict=True):
            parts[side].append(part.operators)
            for placing in part.placings:
                first = next(firsts).widget
                annotations[side] += range(first, first + placing.stencil.widgets.number)
        sizes = {side: page for page, side in self._pages.with_sides()}
        for index, of_page in enumerate(annotations):
            self._add_page(index, sizes[index], b"\n".join(parts[index]), of_page)
        self._objects.add(b"<</Type/Pages/Count %d/Kids%b>>" % (len(numbers), references(numbers)), self._numbers.tree)

    def _add_page(self, index: int, page: Page, operators: bytes, widgets: list[int]) -> None:
        images = self._shared.images.items()
        pictures = tuple([image_digest(image) for image, name in images if b"/%b Do" % name.encode() in operators])
        self._contents.append(_digest_of_content(operators, pictures))
        entries = b"/MediaBox[0 0 %b %b]" % (numeral(page.width), numeral(page.height))
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


@lru_cache(maxsize=256)
def _open_drawing(each: Personal, width: float) -> tuple[bytes, bytes]:
    """Return the corners of the box that a personal text keeps to, and the operators that draw it, left open."""
    box = " ".join(map(number, (-each.size, -each.size, width, 2 * each.size)))
    return box.encode(), text_object(each, hole(Kind.SHOWN, f"{each.face} {each.size} {each.text}"))


def _headings(placings: list[Placing], numbers: Sequence[int]) -> tuple[Heading, ...]:
    """Return the headings of the first two levels, with the place of their first line."""
    found: dict[int, Heading] = {}
    for stencil, page, y, elements, _ in placings:
        for element, text, level, top in stencil.titles:
            known = found.get(elements + element) or Heading("", level, numbers[page], top + y)
            found[elements + element] = known._replace(text=known.text + text)
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
