"""What the pages of a PDF draw, and whether that is what was composed."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from pypdf.generic import DictionaryObject, StreamObject

from generator.formats.filled_pdf.digest_walk import join_contents, select_resources
from generator.formats.filled_pdf.form_data import RawMark
from generator.formats.filled_pdf.object_walk import DEEPEST, Steps, iterate_pages
from generator.formats.filled_pdf.pypdf_nodes import PypdfNode, direct, get_entry
from generator.model.fingerprint import PAGES_KEY, digest_of_content, digest_of_picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pypdf
    from pypdf.generic import PdfObject

_SHORT_DIGEST = re.compile(r"[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b(?! [0-9a-f]{4}\b)")
"""As ``fingerprint.short_form`` writes it, in the foot behind the revision."""
_MIDDLE_DOT = "\u00b7"
_MOST_FEET = 3
"""Pages whose feet are looked at."""
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_OF_PICTURES = {
    *("/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/SMask"),
    *("/Length", "/Filter", "/DecodeParms"),
}


class Page(NamedTuple):
    """A page with what it inherits."""

    dictionary: DictionaryObject
    inherited: dict[str, PdfObject]

    @property
    def resources(self) -> PdfObject | None:
        """The page's resources, its own or inherited."""
        return (self.inherited | self.dictionary).get("/Resources")

    def read_contents(self) -> bytes:
        """Return the page's content, its streams joined."""
        return join_contents(dict.get(self.dictionary, "/Contents"))


def compare_drawings(reader: pypdf.PdfReader, pages: Iterable[Page]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the digests of a worksheet's pages as it was made, and as they are now; none where it does not say."""
    information = direct(reader.trailer.get("/Info"))
    told = get_entry(information, f"/{PAGES_KEY}") if isinstance(information, DictionaryObject) else None
    then = tuple(str(told or "").split())
    return then, tuple(map(digest_drawing, pages)) if told else ()


def find_redrawn_pages(reader: pypdf.PdfReader) -> tuple[RawMark, ...]:
    """Return a mark for each page of a worksheet that is not drawn as it was composed.

    None where the file does not say how its pages were drawn, or has others: then nothing can be compared.
    """
    then, now = compare_drawings(reader, read_pages(reader.root_object, Steps()))
    if len(then) != len(now) or sorted(then) == sorted(now):
        return ()
    pairs = enumerate(zip(then, now, strict=True), 1)
    return tuple(RawMark("Content", number, "", "") for number, (old, new) in pairs if old != new)


class FirstPages(NamedTuple):
    """What the first pages of a document show."""

    digest: str = ""
    """The short digest of an alliance in the foot of one of them; empty for none."""
    scanned: bool = False
    """Whether they are pictures without text."""


def read_first_pages(reader: pypdf.PdfReader) -> FirstPages:
    """Return what the first pages of a document show that has nothing of ours beside its pages."""
    texts, pictures = 0, 0
    for number in range(min(_MOST_FEET, len(reader.pages))):
        with suppress(Exception):  # a page that cannot be read says nothing
            page = reader.pages[number]
            text = " ".join(page.extract_text().split())
            if _MIDDLE_DOT in text and (found := _SHORT_DIGEST.search(text)):
                return FirstPages(found[0])
            texts += bool(text)
            pictures += _has_picture(page)
    return FirstPages("", bool(pictures) and not texts)


def _has_picture(page: DictionaryObject) -> bool:
    resources = direct(page.get("/Resources"))
    drawings = get_entry(resources, "/XObject") if isinstance(resources, DictionaryObject) else None
    streams = map(direct, dict.values(drawings)) if isinstance(drawings, DictionaryObject) else ()
    return any(isinstance(stream, StreamObject) and stream.get("/Subtype") == "/Image" for stream in streams)


def digest_drawing(page: Page) -> str:
    """Return the digest of the drawing of a worksheet's page."""
    contents = page.read_contents()
    drawings = get_entry(select_resources(page.resources, contents), "/XObject")
    streams = map(direct, dict.values(drawings)) if isinstance(drawings, DictionaryObject) else ()
    pictures = (stream for stream in streams if isinstance(stream, StreamObject))
    images = [picture for picture in pictures if str(get_entry(picture, "/Subtype")) == "/Image"]
    return digest_of_content(contents, map(_digest_picture, images))


def _digest_picture(image: StreamObject) -> bytes:
    """Return the digest of a picture; of one with entries that ours have not, another than any of ours."""
    mask = get_entry(image, "/SMask")
    alpha, own = (mask.get_data(), mask.keys()) if isinstance(mask, StreamObject) else (b"", set[str]())
    described = [str(get_entry(image, key)).removeprefix("/") for key in ("/Width", "/Height", "/ColorSpace")]
    foreign = sorted((image.keys() | own) - _OF_PICTURES)
    return digest_of_picture(" ".join([*described, *foreign]), image.get_data(), alpha)


def read_pages(root: DictionaryObject, steps: Steps) -> Iterator[Page]:
    """Yield the document's pages with the attributes that they inherit (ISO 32000-1, 7.7.3.4)."""
    pages = (node.object for node in iterate_pages(PypdfNode(root), steps))
    for page in (page for page in pages if isinstance(page, DictionaryObject)):
        inherited: dict[str, PdfObject] = {}
        node, depth = get_entry(page, "/Parent"), 0
        while isinstance(node, DictionaryObject) and depth < DEEPEST:
            inherited = {key: dict.__getitem__(node, key) for key in _INHERITED if key in node} | inherited
            node, depth = get_entry(node, "/Parent"), depth + 1
        yield Page(page, inherited)
