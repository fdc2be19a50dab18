"""Signs of damage that readers go past: what stands in front, and streams that are not whole."""

from __future__ import annotations

import zlib

import pytest
from pypdf.generic import EncodedStreamObject, NameObject

from generator.formats.filled_pdf.damage import DamagedStream, require_whole
from generator.formats.filled_pdf.reader import read_document
from generator.model.worksheet import identity
from tests.formats.pdfs import form, text_string, widget
from tests.formats.worksheets import WORKSHEET

SLUG = identity(WORKSHEET)
WHOLE = zlib.compress(b"An answer, and another one." * 9)


def deflated(data: bytes) -> EncodedStreamObject:
    found = EncodedStreamObject()
    found._data = data  # noqa: SLF001 - what was read
    found[NameObject("/Filter")] = NameObject("/FlateDecode")
    return found


@pytest.mark.parametrize("front", [b"\xef\xbb\xbf", b"\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_what_stands_in_front_is_cut_off_and_is_no_damage(front: bytes) -> None:
    data = form([widget(f"{SLUG}/answer/hopes/p1", text_string("typed"))])
    reading = read_document(front + data, "a.pdf")
    assert reading == read_document(data, "a.pdf")
    assert (reading.remark, reading.damaged) == ("", False)


def test_a_whole_stream_is_whole() -> None:
    require_whole(deflated(WHOLE))
    require_whole(deflated(WHOLE + b"\n"))
    require_whole(deflated(b""))


@pytest.mark.parametrize(
    "data", [WHOLE[:-1], WHOLE[:-5], WHOLE[:9], WHOLE[:-4] + bytes(4), WHOLE[:12] + b"\xff" + WHOLE[13:]]
)
def test_a_stream_that_ends_early_or_fails_its_checksum_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedStream):
        require_whole(deflated(data))
