"""The fingerprint of a PDF as it is now, computed with pypdf; ``generator.model.fingerprint`` says what one is.

Not part of it are: how the file is written, the short form of its digest in the feet, and the fingerprint itself. Of a
signature counts the field that the document has for it, not the signature, which tells itself whether it holds.
"""

from __future__ import annotations

import io
import json
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
from pypdf.generic import DictionaryObject, StreamObject

from generator.errors import AllianceError, ExitCode
from generator.formats.filled_pdf.damage import collect_warnings, read_strictly
from generator.formats.filled_pdf.digest_walk import DigestWalk, Resource, select_resources
from generator.formats.filled_pdf.form_data import ReadFailure
from generator.formats.filled_pdf.object_walk import (
    Steps,
    TooManyObjects,
    iterate_items,
    iterate_specifications,
)
from generator.formats.filled_pdf.page_drawings import Page, compare_drawings, read_pages
from generator.formats.filled_pdf.pypdf_nodes import LIMITS, PypdfNode, direct, get_entry, get_key
from generator.model.fingerprint import (
    ANNOTATIONS,
    FINGERPRINT_FILE,
    FONTS,
    METADATA,
    PLACEHOLDER,
    SETTINGS,
    SIGNATURE,
    STRUCTURE,
    Fingerprint,
    digest_of,
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
_PARTS = frozenset({"/Pages", "/StructTreeRoot", "/Metadata", "/AcroForm", "/Names", "/Type"})
_OF_SIGNING = frozenset({"/DSS", "/Perms", "/Extensions", "/Version"})
"""What signing and encrypting add to the catalogue."""


class Examination(NamedTuple):
    """What a file says it was, and what it is."""

    failure: ReadFailure = ReadFailure.NONE
    claimed: str = ""
    """The text of its fingerprint; empty where it has none."""
    now: Fingerprint | None = None
    """None where it has no fingerprint that is understood."""
    drawn_then: tuple[str, ...] = ()
    """Of a worksheet, the digests of its pages' contents as it was made; empty where it does not say."""
    drawn_now: tuple[str, ...] = ()
    """The same of what they are now, where it says that."""
    signatures: int = 0
    unsigned: bool = False
    """Whether the place for a signature is empty."""
    damaged: bool = False
    """Whether an object cannot be read as it should stand there, though what is examined may be whole."""


def examine(data: bytes) -> bytes:
    """Return the ``Examination`` of a PDF as JSON, failures among it. Runs in the child process of ``sandbox``."""
    with collect_warnings(), pypdf.apply_configuration(LIMITS_OF_OURS):
        try:
            examination = _examine(data)
        except (TooManyObjects, RecursionError, MemoryError):
            examination = Examination(ReadFailure.TOO_MUCH)
        except (DependencyError, FileNotDecryptedError):
            examination = Examination(ReadFailure.ENCRYPTED)
        except Exception:  # noqa: BLE001 - pypdf lets any kind out of a damaged document
            examination = Examination(ReadFailure.DAMAGED)
    return json.dumps(examination).encode()


def examination_from_json(text: bytes) -> Examination:
    """Return the examination that ``examine`` wrote."""
    failure, claimed, now, then, drawn, *signing = json.loads(text)
    fingerprint = None
    if now:
        attachments, pages, parts = now
        pairs = tuple((name, digest) for name, digest in attachments)
        fingerprint = Fingerprint(pairs, tuple(pages), tuple((name, digest) for name, digest in parts))
    return Examination(ReadFailure(failure), claimed, fingerprint, tuple(then), tuple(drawn), *signing)


def _examine(data: bytes) -> Examination:
    whole = read_strictly(data)
    reader = whole or pypdf.PdfReader(io.BytesIO(data), strict=False)  # an object that was read is not read again
    steps = Steps(MOST_STEPS)
    claimed = "\n".join(read_attachments(reader.root_object, FINGERPRINT_FILE, steps))  # two that differ are none
    then = read_fingerprint(claimed)
    now = take_fingerprint(reader, short_form(digest_of(claimed)), then.pages) if then else None
    pages = list(read_pages(reader.root_object, steps))
    drawn_then, drawn_now = compare_drawings(reader, pages)
    widgets = [widget for page in pages for widget in _iterate_widgets(page, steps)]
    return Examination(
        ReadFailure.NONE,
        claimed,
        now,
        drawn_then,
        drawn_now,
        signatures=sum(map(is_signature, widgets)),
        unsigned=any(is_place_to_sign(widget) and not is_signature(widget) for widget in widgets),
        damaged=whole is None,
    )


class FileTooLong(AllianceError):
    """A file would be longer than any that is read back."""

    exit_code = ExitCode.INVALID_INPUT

    def __init__(self) -> None:
        super().__init__(
            "The finished alliance would have more pages than can be read back, so nothing was written. "
            "Shorten the answers with the most lines."
        )


def fingerprint_of(data: bytes) -> Fingerprint:
    """Return the fingerprint of a file that was just written, with ``PLACEHOLDER`` as the short form.

    Raises ``FileTooLong`` where it goes beyond the limits under which files are read back.
    """
    with collect_warnings(), pypdf.apply_configuration(LIMITS_OF_OURS):
        try:
            return take_fingerprint(pypdf.PdfReader(io.BytesIO(data)), PLACEHOLDER)
        except (LimitReachedError, TooManyObjects):
            raise FileTooLong from None


def take_fingerprint(reader: pypdf.PdfReader, short: str, then: tuple[str, ...] = ()) -> Fingerprint:
    """Return the fingerprint of a file, given its digest's short form, and the digests that its pages had.

    Lets pypdf's exceptions and ``TooManyObjects`` out.
    """
    return _FingerprintTaker(reader, short).fingerprint(then)


class _FingerprintTaker:
    def __init__(self, reader: pypdf.PdfReader, short: str) -> None:
        self._root = reader.root_object
        self._info = reader.trailer.get("/Info")
        self._steps = Steps(MOST_STEPS)
        self._walk = DigestWalk(self._steps, partial(_put_back_placeholder, short=short))
        self._pages = list(read_pages(self._root, self._steps))
        self._known: dict[Key, str] = {}
        """The digests of fonts and pictures."""

    def fingerprint(self, then: tuple[str, ...]) -> Fingerprint:
        fonts: set[tuple[str, str]] = set()
        digests = tuple(self._digest_page(page, fonts) for page in self._pages)
        landmarks = self._walk.landmarks
        for number, (page, digest) in enumerate(zip(self._pages, digests, strict=True)):
            # a page that only stands elsewhere is still the same to what refers to it
            landmarks[get_key(page.dictionary)] = f"page {then.index(digest) if digest in then else number}"
        widgets = [widget for page in self._pages for widget in _iterate_widgets(page, self._steps)]
        self._walk.ignored = {get_key(widget): frozenset({"/V"}) for widget in widgets if is_place_to_sign(widget)}
        annotations = self._walk.digest([self._annotations(), list(self._fields())])
        landmarks.update({get_key(widget): "annotation" for widget in widgets})
        files = list(self._files())
        parts = {
            ANNOTATIONS: annotations,
            FONTS: self._walk.digest([[part.encode() for part in font] for font in sorted(fonts)]),
            METADATA: self._walk.digest([dict.get(self._root, "/Metadata"), self._info]),
            SETTINGS: self._walk.digest(self._settings()),
            STRUCTURE: self._walk.digest(dict.get(self._root, "/StructTreeRoot")),
        }
        return Fingerprint(tuple(sorted(files)), digests, tuple(sorted(parts.items())))

    def _annotations(self) -> list[list[object]]:
        """Return the annotations of the pages that have any, but for signatures, each list behind its page's index."""
        pages = [list(filter(_counts, _iterate_widgets(page, self._steps))) for page in self._pages]
        return [[number, *annotations] for number, annotations in enumerate(pages) if annotations]

    def _files(self) -> Iterator[tuple[str, str]]:
        """Yield name and digest of the attached files; they are landmarks then."""
        for specification in list(_read_specifications(self._root, self._steps)):
            name = get_file_name(specification)
            if name != FINGERPRINT_FILE:
                yield name, self._walk.digest(specification)
            self._walk.landmarks[get_key(specification)] = f"file {name}"

    def _digest_page(self, page: Page, fonts: set[tuple[str, str]]) -> str:
        """Return the digest of a page; names and digests of its fonts and pictures are put into ``fonts``."""
        entries = page.inherited | {key: value for key, value in dict.items(page.dictionary) if key not in _PAGE}
        contents = page.read_contents()
        entries["/Resources"] = select_resources(page.resources, contents)
        resources: list[Resource] = []
        digest = self._walk.digest([entries, contents], resources=resources)
        for name, thing in resources:
            key = get_key(thing)
            self._known[key] = self._known.get(key) or self._walk.digest(thing)
            fonts.add((name, self._known[key]))
        return digest

    def _fields(self) -> Iterator[PdfObject]:
        form = dict.get(self._root, "/AcroForm")
        if form is not None:
            fields = (node.thing for node in iterate_items(PypdfNode(form), "/Fields", self._steps))
            yield from filter(_counts, fields)

    def _settings(self) -> list[object]:
        left_out = _PARTS | _OF_SIGNING
        settings = {key: value for key, value in dict.items(self._root) if key not in left_out}
        names, form = get_entry(self._root, "/Names"), get_entry(self._root, "/AcroForm")
        return [settings, _omit(names, {"/EmbeddedFiles"}), _omit(form, {"/Fields", "/SigFlags"})]


def _omit(thing: PdfObject | None, left_out: set[str]) -> dict[str, PdfObject]:
    """Return the entries of a dictionary without these; none where it is no dictionary."""
    return {key: value for key, value in dict.items(thing) if key not in left_out} if isinstance(thing, dict) else {}


def _put_back_placeholder(content: bytes, *, short: str) -> bytes:
    """Return a drawing's content as it was when the fingerprint was computed."""
    codes, placeholder = short.encode("utf-16-be"), PLACEHOLDER.encode("utf-16-be")
    return content if codes == placeholder else content.replace(placeholder, b"").replace(codes, placeholder)


def _read_specifications(root: DictionaryObject, steps: Steps) -> Iterator[DictionaryObject]:
    return _dictionaries(iterate_specifications(PypdfNode(root), steps))


def _dictionaries(nodes: Iterator[PypdfNode]) -> Iterator[DictionaryObject]:
    return (node.object for node in nodes if isinstance(node.object, DictionaryObject))


def _iterate_widgets(page: Page, steps: Steps) -> Iterator[PdfObject]:
    """Yield references to the annotations of a page."""
    return (node.thing for node in iterate_items(PypdfNode(page.dictionary), "/Annots", steps))


def is_signature(reference: PdfObject) -> bool:
    """Tell whether a field or a widget is a signature, and somebody signed there (12.7.4.5)."""
    field = direct(reference)
    if not isinstance(field, DictionaryObject) or str(get_entry(field, "/FT")) != "/Sig":
        return False
    signature = get_entry(field, "/V")
    return isinstance(signature, DictionaryObject) and "/ByteRange" in signature


def is_place_to_sign(reference: PdfObject) -> bool:
    """Tell whether a field is the one that we have made for a signature, signed or not."""
    field = direct(reference)
    if not isinstance(field, DictionaryObject):
        return False
    return str(get_entry(field, "/FT")) == "/Sig" and str(get_entry(field, "/T")) == SIGNATURE


def _counts(reference: PdfObject) -> bool:
    """Tell whether a field or an annotation is part of the fingerprint: all but other people's signatures."""
    return is_place_to_sign(reference) or not is_signature(reference)


def get_file_name(specification: DictionaryObject) -> str:
    """Return the name of an attached file (7.11.3)."""
    named = get_entry(specification, "/UF") or get_entry(specification, "/F")
    return str(named) if named is not None else ""


def read_attachments(root: DictionaryObject, name: str, steps: Steps) -> list[str]:
    """Return the texts of the attached files with this name, each once; bytes that are no UTF-8 are replaced."""
    texts: dict[str, None] = {}
    for specification in _read_specifications(root, steps):
        files = get_entry(specification, "/EF")
        if get_file_name(specification) == name and isinstance(files, DictionaryObject):
            stream = get_entry(files, "/UF") or get_entry(files, "/F")
            if isinstance(stream, StreamObject):
                texts[stream.get_data().decode(errors="replace")] = None
    return list(texts)
