"""The attached files of a PDF that are ours (ISO 32000-1, 7.11.4), and whether they are as they were written."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from generator.formats.filled_pdf.damage import DamagedStream
from generator.formats.filled_pdf.digest_walk import DigestWalk
from generator.formats.filled_pdf.form_data import ALLIANCE_FILE, BRAND_FILE, DEFINITION_FILE, FAILED_CHECKSUM
from generator.formats.filled_pdf.object_walk import Steps, get_value
from generator.model.fingerprint import FINGERPRINT_FILE, digest_of, read_fingerprint, short_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.formats.filled_pdf.object_walk import PdfNode
    from generator.formats.filled_pdf.pypdf_nodes import PypdfNode

Node = TypeVar("Node", bound="PdfNode")
LARGEST_DEFINITION = 4_000_000
MOST_ATTACHMENTS = 16
_READ = {DEFINITION_FILE, ALLIANCE_FILE, BRAND_FILE}
_OURS = {*_READ, FINGERPRINT_FILE}


def read_attached_files(specifications: Iterable[PdfNode], doubts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield name and text of the attached files with names of ours (7.11.4), each once; add to the doubts."""
    seen: set[tuple[str, str]] = set()
    for specification in specifications:
        with suppress(Exception):  # what is damaged is as good as missing
            try:
                found = _read_ours(specification)
            except DamagedStream:
                doubts.append(FAILED_CHECKSUM)
                raise
            if found and found not in seen and len(seen) < MOST_ATTACHMENTS:
                seen.add(found)
                yield found


def _read_ours(specification: PdfNode) -> tuple[str, str] | None:
    name = _read_file_name(specification)
    if name not in _READ or (text := _read_file(specification)) is None:
        return None
    return None if name != ALLIANCE_FILE and len(text) > LARGEST_DEFINITION else (name, text)


def _read_file_name(specification: PdfNode) -> str:
    """Return the name of an attached file, that of ours where it has two."""
    names = [get_value(specification, key) for key in ("/UF", "/F")]
    texts = [name.decode_text().text for name in names if name is not None]
    return next((text for text in texts if text in _OURS), texts[0] if texts else "")


def _read_file(specification: PdfNode) -> str | None:
    """Return the text of an attached file; None where there is none. Lets the exceptions of damage out."""
    stream = _find_stream(specification)
    return stream.read_stream().decode("utf-8") if stream is not None else None


def _find_stream(specification: Node) -> Node | None:
    files = get_value(specification, "/EF")
    return get_value(files, "/UF") or get_value(files, "/F")


def _is_pdf(stream: PdfNode) -> bool:
    kind = get_value(stream, "/Subtype")
    return kind is not None and kind.decode_text().text.lower() == "application/pdf"


def list_inner_documents(specifications: Iterable[Node]) -> list[tuple[str, Node]]:
    """Return name and stream of the PDFs that are attached: the documents of a portfolio (ISO 32000-1, 12.3.5)."""
    found: list[tuple[str, Node]] = []
    for specification in specifications:
        with suppress(Exception):  # what is damaged is as good as missing
            name, stream = _read_file_name(specification), _find_stream(specification)
            if stream is not None and (name.lower().endswith(".pdf") or _is_pdf(stream)):
                found.append((name, stream))
    return found


class DataDigest(NamedTuple):
    """The digest that an alliance says it has."""

    short: str = ""
    """As it stands in the foot of its pages; empty where there is none."""
    altered: bool = False
    """Whether its data are others than when it was taken."""


def read_data_digest(specifications: Iterable[PypdfNode]) -> DataDigest:
    """Return the digest among the attached files of a document, and whether its data are those that it tells."""
    named = [(_read_file_name(specification), specification) for specification in specifications]
    claims = [specification for name, specification in named if name == FINGERPRINT_FILE]
    if not claims:
        return DataDigest()
    record = _read_file(claims[0]) or ""
    then = read_fingerprint(record)
    walk = DigestWalk(Steps(), lambda content: content)
    now = [(name, walk.digest(specification.object)) for name, specification in named if name == ALLIANCE_FILE]
    if then is None:
        return DataDigest(altered=True)
    return DataDigest(
        short_form(digest_of(record)), now != [pair for pair in then.attachments if pair[0] == ALLIANCE_FILE]
    )
