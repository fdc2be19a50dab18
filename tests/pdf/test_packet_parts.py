"""The parts that packets are made of: predictor, cross-reference stream, objects alike, bookmarks."""

from __future__ import annotations

import io
import zlib
from itertools import pairwise

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.filters import FlateDecode
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from generator.pdf import writer
from generator.pdf.alike import Alike, AlikeObjects, Block
from generator.pdf.outline import MOST, Bookmark, add_bookmarks
from generator.pdf.writer import PdfWriter, TooManyObjects
from generator.pdf.xref_stream import CrossReferences, predict


def decoded(data: bytes, columns: int) -> bytes:
    parameters = DictionaryObject(
        {NameObject("/Predictor"): NumberObject(12), NameObject("/Columns"): NumberObject(columns)}
    )
    return FlateDecode.decode(data, parameters)


@given(columns=st.integers(1, 9), data=st.binary(min_size=9, max_size=200), continued=st.booleans())
def test_predicted_rows_decode_to_what_they_were(columns: int, data: bytes, *, continued: bool) -> None:
    rows = data[: len(data) // columns * columns]
    above = rows[-columns:] if continued else b""
    first = predict(above, columns) if above else b""
    assert decoded(zlib.compress(first + predict(rows, columns, above)), columns) == above + rows


def test_every_predicted_row_has_the_tag_that_all_readers_know() -> None:
    """PyHanko reads rows with PNG's tag None as zeros."""
    assert predict(b"abcdef", 2)[::3] == predict(b"cdef", 2, b"ab")[::3] + b"\2" == b"\2\2\2"


def test_the_entries_of_a_cross_reference_stream_stand_in_the_order_of_the_numbers() -> None:
    references = CrossReferences(2)
    for number in range(3, 9_000):
        references.put({number: 7 * number})
        references.settle()
    references.put_inside([2], 77)
    references.put({1: 5})
    body = references.write(b"", 9_000)
    assert b"/Size 9000/W[1 4 3]" in body
    rows = decoded(body.split(b"stream\n")[1].removesuffix(b"\nend"), 8)
    assert rows[:24].hex(" ", 8) == "000000000000ffff 0100000005000000 020000004d000000"
    assert [int.from_bytes(rows[8 * number + 1 : 8 * number + 5]) for number in range(3, 9_000)] == [
        7 * number for number in range(3, 9_000)
    ]


def test_the_entries_of_most_files_are_narrow() -> None:
    references = CrossReferences()
    references.put({1: 15, 2: 0xFFFFFF})
    references.put_inside([3, 4], 1)
    body = references.copy().write(b"", 5)
    assert b"/W[1 3 2]" in body
    rows = decoded(body.split(b"stream\n")[1].removesuffix(b"\nend"), 6)
    assert rows.hex(" ", 6) == "00000000ffff 0100000f0000 01ffffff0000 020000010000 020000010001"
    references.put_one(2, 0x1000000)
    assert b"/W[1 4 3]" in references.write(b"", 5)


def test_objects_alike_are_each_copys_own() -> None:
    alike = AlikeObjects({0: Alike(b"<</Kid %d 0 R>>", (2,)), 2: Alike(b"<</Up %d 0 R/Key %d>>", (0, -1))})
    block = Block(12, 100, ((7, 1),))
    file = io.BytesIO()
    written = PdfWriter(file.write, 99)
    written.reserve(36)
    written.add_object_stream(*alike.pack(block))
    for number in (*range(1, 100), *range(112, 124)):
        written.add(b"<</Type/Catalog>>" if number == 1 else b"null", number)
    written.finish(1, 2)
    reader = pypdf.PdfReader(file)
    for copy in range(12):
        down, up = reader.get_object(100 + copy), reader.get_object(124 + copy)
        assert isinstance(down, DictionaryObject)
        assert isinstance(up, DictionaryObject)
        assert (down.raw_get("/Kid").idnum, up.raw_get("/Up").idnum) == (124 + copy, 100 + copy)
        assert up["/Key"] == NumberObject(7 + copy)


@pytest.mark.parametrize("count", [1, MOST, MOST + 1, 300, MOST**2 + 1, 10_000])
def test_bookmarks_are_in_order_and_no_row_of_them_is_long(count: int) -> None:
    file = io.BytesIO()
    written = PdfWriter(file.write, 0)
    page = written.add(b"<</Type/Page>>")
    root = add_bookmarks([Bookmark(f"Ana {number}", page) for number in range(count)], written)
    written.finish(written.add(b"<</Type/Catalog/Outlines %d 0 R>>" % root), page)
    data = file.getvalue()
    bodies = {int(head): body for part in data.split(b"/Type/ObjStm")[1:] for head, body in _objects(part)}
    assert _walked(bodies, root) == [f"Ana {number}" for number in range(count)]


def _objects(part: bytes) -> list[tuple[bytes, bytes]]:
    length = int(part.split(b"/First ")[1].split(b"/")[0].split(b">")[0])
    body = part.split(b"stream\n", 1)[1].split(b"\nendstream")[0]
    text = zlib.decompress(body) if b"/FlateDecode" in part[:80] else body
    heads = text[:length].split()
    offsets = [int(offset) for offset in heads[1::2]] + [len(text) - length]
    return [
        (number, text[length + start : length + end])
        for number, (start, end) in zip(heads[::2], pairwise(offsets), strict=True)
    ]


def _walked(bodies: dict[int, bytes], number: int) -> list[str]:
    found: list[str] = []
    body = bodies[number]
    if b"/First" not in body:
        return [body.split(b"/Title(")[1].split(b")")[0].decode()]
    kid, row = _reference(body, b"First"), 0
    while kid:
        assert _reference(bodies[kid], b"Parent") == number
        found += _walked(bodies, kid)
        row += 1
        following = _reference(bodies[kid], b"Next")
        assert following or kid == _reference(body, b"Last")
        assert not following or _reference(bodies[following], b"Prev") == kid
        kid = following
    assert row <= MOST
    assert b"/Count %d" % (row if b"/Outlines" in body else -row) in body
    return found


def _reference(body: bytes, key: bytes) -> int:
    return int(body.split(b"/%b " % key)[1].split(b" ")[0]) if b"/%b " % key in body else 0


def test_more_objects_than_readers_take_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_MOST_OBJECTS", 10)
    file = PdfWriter(io.BytesIO().write, 3)
    file.reserve(7)
    with pytest.raises(TooManyObjects, match=r"Divide the roster by rows"):
        file.reserve()
