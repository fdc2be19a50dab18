"""The fingerprint of a PDF as it is now, taken with pypdf; ``generator.model.fingerprint`` tells what a fingerprint is.

What does not count: how the file is written, its digest's short form in the feet, and the fingerprint itself. Of a
signature counts the place that the document has for it, not the signature: that tells itself whether it holds.
"""

from __future__ import annotations

import io
import json
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError
from pypdf.generic import DictionaryObject, StreamObject

from generator.formats.filled_pdf.digest_walk import Found, Walk, content_of, key_of, resources_in_use
from generator.formats.filled_pdf.form_data import ReadFailure
from generator.formats.filled_pdf.object_walk import Steps, TooManyObjects, direct, entry, items
from generator.formats.filled_pdf.pypdf_scan import LIMITS, silence
from generator.model.fingerprint import (
    ANNOTATIONS,
    FINGERPRINT_FILE,
    FONTS,
    METADATA,
    PAGES_KEY,
    PLACEHOLDER,
    SETTINGS,
    SIGNATURE,
    STRUCTURE,
    Fingerprint,
    digest_of,
    digest_of_content,
    digest_of_picture,
    read_fingerprint,
    short_form,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf.generic import PdfObject

    from generator.formats.filled_pdf.object_walk import Key

MOST_STEPS = 2_000_000
MOST_DECODED = 64_000_000
LIMITS_OF_OURS = LIMITS.with_overwrites(
    array_based_stream_maximum_output_length=MOST_DECODED,
    zlib_maximum_output_length=MOST_DECODED,
    stream_decoding_work_maximum_length=2 * MOST_DECODED,
    dictionary_maximum_element_count=200_000,
)
"""Long answers make longer streams than a worksheet's return may have."""

_PAGE = frozenset({"/Parent", "/Annots", "/Contents"})
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_APART = frozenset({"/Pages", "/StructTreeRoot", "/Metadata", "/AcroForm", "/Names", "/Type"})
_OF_SIGNING = frozenset({"/DSS", "/Perms", "/Extensions", "/Version"})
"""What signing and encrypting add to the catalogue."""


_OF_PICTURES = {
    *("/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/SMask"),
    *("/Length", "/Filter", "/DecodeParms"),
}


class _Page(NamedTuple):
    dictionary: DictionaryObject
    inherited: dict[str, PdfObject]


class Examination(NamedTuple):
    """What a file says it was, and what it is."""

    failure: ReadFailure = ReadFailure.NONE
    claimed: str = ""
    """The text of its fingerprint; empty where it has none."""
    now: Fingerprint | None = None
    drawn_then: tuple[str, ...] = ()
    """Of a worksheet, the digests of its pages' contents as it was made; empty where it does not say."""
    drawn_now: tuple[str, ...] = ()
    """The same of what they are now, where it says that."""
    signatures: int = 0
    unsigned: bool = False
    """Whether the place for a signature is empty."""


def examine(data: bytes) -> bytes:
    """Return what there is to compare in a file, as JSON; failures are told in its ``failure``."""
    with silence(), pypdf.apply_configuration(LIMITS_OF_OURS):
        try:
            found = _examine(data)
        except (TooManyObjects, RecursionError, MemoryError):
            found = Examination(ReadFailure.TOO_MUCH)
        except (DependencyError, FileNotDecryptedError):
            found = Examination(ReadFailure.ENCRYPTED)
        except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged document
            found = Examination(ReadFailure.DAMAGED)
    return json.dumps(found).encode()


def examination_from_json(text: bytes) -> Examination:
    """Return what ``examine`` wrote."""
    failure, claimed, now, then, drawn, *signing = json.loads(text)
    fingerprint = now and Fingerprint(tuple((name, digest) for name, digest in now[0]), tuple(now[1]),
                            tuple((name, digest) for name, digest in now[2]))  # fmt: skip
    return Examination(ReadFailure(failure), claimed, fingerprint, tuple(then), tuple(drawn), *signing)


def _examine(data: bytes) -> Examination:
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    steps = Steps(MOST_STEPS)
    claimed = attachment(reader.root_object, FINGERPRINT_FILE, steps) or ""
    then = read_fingerprint(claimed)
    now = take_fingerprint(reader, short_form(digest_of(claimed)), then.pages) if then else None
    pages = list(_pages(reader.root_object, steps))
    information = direct(reader.trailer.get("/Info"))
    said = entry(information, f"/{PAGES_KEY}") if isinstance(information, DictionaryObject) else None
    drawn = tuple(map(_drawn, pages)) if said else ()
    widgets = [each for page in pages for each in items(entry(page.dictionary, "/Annots"), steps)]
    signatures = sum(map(is_signature, widgets))
    unsigned = any(is_place_to_sign(each) and not is_signature(each) for each in widgets)
    return Examination(ReadFailure.NONE, claimed, now, tuple(str(said or "").split()), drawn, signatures, unsigned)


def _drawn(page: _Page) -> str:
    """Return the digest of what a page of ours draws, if it is a worksheet's."""
    content = content_of(dict.get(page.dictionary, "/Contents"))
    drawings = entry(resources_in_use((page.inherited | page.dictionary).get("/Resources"), content), "/XObject")
    found = map(direct, dict.values(drawings)) if isinstance(drawings, DictionaryObject) else ()
    images = [each for each in found if isinstance(each, StreamObject) and str(entry(each, "/Subtype")) == "/Image"]
    return digest_of_content(content, map(_picture, images))


def _picture(image: StreamObject) -> bytes:
    """Return the digest of a picture; of one with entries that ours have not, another than any of ours."""
    mask = entry(image, "/SMask")
    alpha, own = (mask.get_data(), mask.keys()) if isinstance(mask, StreamObject) else (b"", set[str]())
    described = [str(entry(image, key)).removeprefix("/") for key in ("/Width", "/Height", "/ColorSpace")]
    foreign = sorted((image.keys() | own) - _OF_PICTURES)
    return digest_of_picture(" ".join([*described, *foreign]), image.get_data(), alpha)


def fingerprint_of(data: bytes) -> Fingerprint:
    """Return the fingerprint of a file that was just written, its short form being ``PLACEHOLDER``."""
    with silence(), pypdf.apply_configuration(LIMITS_OF_OURS):
        return take_fingerprint(pypdf.PdfReader(io.BytesIO(data)), PLACEHOLDER)


def take_fingerprint(reader: pypdf.PdfReader, short: str, then: tuple[str, ...] = ()) -> Fingerprint:
    """Return the fingerprint of a file whose digest in short is this, and whose pages had these digests.

    Lets pypdf's exceptions and ``TooManyObjects`` out.
    """
    return _FingerprintTaker(reader, short).fingerprint(then)


class _FingerprintTaker:
    def __init__(self, reader: pypdf.PdfReader, short: str) -> None:
        self._root = reader.root_object
        self._info = reader.trailer.get("/Info")
        self._steps = Steps(MOST_STEPS)
        self._walk = Walk(self._steps, partial(_without_digest, short=short))
        self._pages = list(_pages(self._root, self._steps))
        self._known: dict[Key, str] = {}
        """The digests of fonts and pictures."""

    def fingerprint(self, then: tuple[str, ...]) -> Fingerprint:
        """Return the fingerprint; ``then`` are the digests that the pages had."""
        fonts: set[tuple[str, str]] = set()
        digests = tuple(self._page(page, fonts) for page in self._pages)
        landmarks = self._walk.landmarks
        for number, (page, digest) in enumerate(zip(self._pages, digests, strict=True)):
            # a page that only stands elsewhere is still the same to what refers to it
            landmarks[key_of(page.dictionary)] = f"page {then.index(digest) if digest in then else number}"
        self._walk.ignored = {key_of(each): frozenset({"/V"}) for page in self._pages for each in self._widgets(page)
                              if is_place_to_sign(each)}  # fmt: skip
        annotated = self._walk.digest([self._annotations(), list(self._fields())])
        landmarks.update({key_of(each): "annotation" for page in self._pages for each in self._widgets(page)})
        files = list(self._files())
        parts = {
            ANNOTATIONS: annotated,
            FONTS: self._walk.digest([[part.encode() for part in each] for each in sorted(fonts)]),
            METADATA: self._walk.digest([dict.get(self._root, "/Metadata"), self._info]),
            SETTINGS: self._walk.digest(self._settings()),
            STRUCTURE: self._walk.digest(dict.get(self._root, "/StructTreeRoot")),
        }
        return Fingerprint(tuple(sorted(files)), digests, tuple(sorted(parts.items())))

    def _annotations(self) -> list[list[object]]:
        """Return the annotations of the pages that have any, but for signatures."""
        pages = [
            [each for each in self._widgets(page) if is_place_to_sign(each) or not is_signature(each)]
            for page in self._pages
        ]
        return [[number, *each] for number, each in enumerate(pages) if each]

    def _widgets(self, page: _Page) -> Iterator[PdfObject]:
        return items(entry(page.dictionary, "/Annots"), self._steps)

    def _files(self) -> Iterator[tuple[str, str]]:
        """Yield name and digest of the attached files; they are landmarks then."""
        for specification in list(_specifications(self._root, self._steps)):
            name = file_name(specification)
            if name != FINGERPRINT_FILE:
                yield name, self._walk.digest(specification)
            self._walk.landmarks[key_of(specification)] = f"file {name}"

    def _page(self, page: _Page, fonts: set[tuple[str, str]]) -> str:
        """Return the digest of a page; what it draws with is put into ``fonts``."""
        own = {key: value for key, value in dict.items(page.dictionary) if key not in _PAGE}
        apart: list[Found] = []
        content = content_of(dict.get(page.dictionary, "/Contents"))
        entries = page.inherited | own
        entries["/Resources"] = resources_in_use(entries.get("/Resources"), content)
        digest = self._walk.digest([entries, content], apart=apart)
        for name, thing in apart:
            key = key_of(thing)
            self._known[key] = self._known.get(key) or self._walk.digest(thing)
            fonts.add((name, self._known[key]))
        return digest

    def _fields(self) -> Iterator[PdfObject]:
        form = entry(self._root, "/AcroForm")
        if isinstance(form, DictionaryObject):
            listed = items(entry(form, "/Fields"), self._steps)
            yield from (each for each in listed if is_place_to_sign(each) or not is_signature(each))

    def _settings(self) -> list[object]:
        left_out = _APART | _OF_SIGNING
        settings = {key: value for key, value in dict.items(self._root) if key not in left_out}
        names, form = entry(self._root, "/Names"), entry(self._root, "/AcroForm")
        return [settings, _but(names, {"/EmbeddedFiles"}), _but(form, {"/Fields", "/SigFlags"})]


def _but(thing: PdfObject | None, left_out: set[str]) -> dict[str, PdfObject]:
    """Return the entries of a dictionary without these; without any, where it is none."""
    return {key: value for key, value in dict.items(thing) if key not in left_out} if isinstance(thing, dict) else {}


def _without_digest(content: bytes, *, short: str) -> bytes:
    """Return a drawing's content as it was when the digest was taken."""
    codes, placeholder = short.encode("utf-16-be"), PLACEHOLDER.encode("utf-16-be")
    return content if codes == placeholder else content.replace(placeholder, b"").replace(codes, placeholder)


def _pages(root: DictionaryObject, steps: Steps) -> Iterator[_Page]:
    """Yield the document's pages with what they inherit (ISO 32000-1, 7.7.3.4)."""
    for page in _leaves(dict.get(root, "/Pages"), steps):
        inherited: dict[str, PdfObject] = {}
        node, depth = entry(page, "/Parent"), 0
        while isinstance(node, DictionaryObject) and depth < _DEEPEST:
            inherited = {key: dict.__getitem__(node, key) for key in _INHERITED if key in node} | inherited
            node, depth = entry(node, "/Parent"), depth + 1
        yield _Page(page, inherited)


_DEEPEST = 32


def _leaves(top: PdfObject | None, steps: Steps) -> Iterator[DictionaryObject]:
    """Yield the leaves of a tree of ``/Kids`` in order; a leaf that stands there twice, twice."""
    waiting, branches = [top], set[tuple[int, int]]()
    while waiting:
        steps.take()
        node = direct(waiting.pop())
        if not isinstance(node, DictionaryObject):
            continue
        kids = entry(node, "/Kids")
        if kids is None or key_of(node) in branches:
            yield node
        else:
            branches.add(key_of(node))
            waiting.extend(reversed(list(items(kids, steps))))


def _specifications(root: DictionaryObject, steps: Steps) -> Iterator[DictionaryObject]:
    """Yield the specifications of the attached files, each once."""
    listed = [*items(entry(root, "/AF"), steps)]
    names = entry(root, "/Names")
    if isinstance(names, DictionaryObject):
        for leaf in _leaves(dict.get(names, "/EmbeddedFiles"), steps):
            listed += items(entry(leaf, "/Names"), steps)
    found = (direct(each) for each in listed)
    yield from {key_of(each): each for each in found if isinstance(each, DictionaryObject)}.values()


def is_signature(reference: PdfObject) -> bool:
    """Tell whether a field or a widget is a signature, and somebody signed there."""
    field = direct(reference)
    if not isinstance(field, DictionaryObject) or str(entry(field, "/FT")) != "/Sig":
        return False
    signature = entry(field, "/V")
    return isinstance(signature, DictionaryObject) and "/ByteRange" in signature


def is_place_to_sign(reference: PdfObject) -> bool:
    """Tell whether a field is the one that we have made for a signature, signed or not."""
    field = direct(reference)
    if not isinstance(field, DictionaryObject):
        return False
    return str(entry(field, "/FT")) == "/Sig" and str(entry(field, "/T")) == SIGNATURE


def file_name(specification: DictionaryObject) -> str:
    """Return the name of an attached file."""
    named = entry(specification, "/UF") or entry(specification, "/F")
    return str(named) if named is not None else ""


def attachment(root: DictionaryObject, name: str, steps: Steps) -> str | None:
    """Return the text of the first attached file with this name; nothing where there is none or it is no text."""
    for specification in _specifications(root, steps):
        files = entry(specification, "/EF")
        if file_name(specification) == name and isinstance(files, DictionaryObject):
            stream = entry(files, "/UF") or entry(files, "/F")
            if isinstance(stream, StreamObject):
                try:
                    return stream.get_data().decode()
                except UnicodeDecodeError:
                    return None
    return None
