"""The PDFs inside a PDF: documents of a portfolio (ISO 32000-1, 12.3.5), or what is attached to a covering letter."""

from __future__ import annotations

import functools
import io
import json
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import pypdf

from generator.formats.filled_pdf.attached_files import list_inner_documents
from generator.formats.filled_pdf.damage import collect_warnings
from generator.formats.filled_pdf.object_walk import Steps, iterate_specifications
from generator.formats.filled_pdf.pypdf_nodes import LIMITS, PypdfNode
from generator.formats.filled_pdf.sandbox import TooMuchWork, run_limited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_DOCUMENTS = 20
LARGEST = 20_000_000
"""Bytes of all together, as of one file that comes back."""


class InnerDocuments(NamedTuple):
    """What was found inside a PDF."""

    documents: tuple[tuple[str, bytes], ...]
    """Name and content of each."""
    unread: tuple[str, ...] = ()
    """The names of those that are damaged, or more than a file that comes back may be."""


def read_inner_documents(data: bytes, names: Sequence[str]) -> InnerDocuments:
    """Return the PDFs inside a PDF, read in a child process with limits; ``names`` are those of all of them."""
    try:
        packed = run_limited(functools.partial(_extract, data))
    except TooMuchWork:
        return InnerDocuments((), tuple(names))
    head, _, contents = packed.partition(b"\n")
    sizes, unread = json.loads(head)
    return InnerDocuments(tuple(_unpack(sizes, contents)), tuple(unread))


def _unpack(sizes: list[tuple[str, int]], contents: bytes) -> Iterator[tuple[str, bytes]]:
    start = 0
    for name, size in sizes:
        yield name, contents[start : start + size]
        start += size


def _extract(data: bytes) -> bytes:
    """Return the documents in one piece: a line of JSON with names and sizes, and names of others, then their bytes."""
    found: list[tuple[str, bytes]] = []
    unread: list[str] = []
    with suppress(Exception), collect_warnings(), pypdf.apply_configuration(LIMITS):  # any kind comes out of damage
        root = PypdfNode(pypdf.PdfReader(io.BytesIO(data), strict=False).root_object)
        room = LARGEST
        for name, stream in list_inner_documents(iterate_specifications(root, Steps())):
            content = b""
            with suppress(Exception):
                content = stream.read_stream() if room > 0 and len(found) < MOST_DOCUMENTS else b""
            room -= len(content)
            if content and room >= 0:
                found.append((name, content))
            else:
                unread.append(name)
    sizes = [(name, len(content)) for name, content in found]
    return b"\n".join((json.dumps([sizes, unread]).encode("ascii"), b"".join(content for _, content in found)))
