import re
import zlib

import pytest

from generator.pdf.holes import open_string
from generator.pdf.moulding import Mould, mouldable
from generator.pdf.packing import Chunk
from generator.pdf.syntax import text_string
from generator.standins import DEFINITION, IDENTITY, NAMES


def widgets(count: int) -> tuple[Chunk, ...]:
    """Objects that hold the identity, of different lengths, with the same words again and again."""
    return tuple(
        Chunk((7 + each,), b"<</T%b/Rect[%d]>>" % (open_string(f"{IDENTITY}/answer/hopes/p{each}"), 3**each))
        for each in range(count)
    )


def inflated(body: bytes) -> bytes:
    """The data of an object stream; its check sum is compared."""
    head, _, data = body.partition(b">>stream\n")
    data = data.removesuffix(b"\nendstream")
    return zlib.decompress(data) if b"FlateDecode" in head else data


@pytest.mark.parametrize("identity", ["k3f9a2b7xq", "0000000000", "zzzzzzzzzz", "9/answer/h".replace("/", "x")])
@pytest.mark.parametrize("count", [1, 2, 60])
def test_every_identity_comes_out_of_the_mould_wherever_it_stands(identity: str, count: int) -> None:
    data = inflated(Mould(widgets(count), ()).filled({IDENTITY: identity}))
    assert data.count(identity.encode()) == count
    assert all(b"(%b/answer/hopes/p%d)" % (identity.encode(), each) in data for each in range(count))


def test_copies_differ_in_no_more_than_the_identity_and_the_check_sum() -> None:
    mould = Mould(widgets(60), ())
    one, other = mould.filled({IDENTITY: "k3f9a2b7xq"}), mould.filled({IDENTITY: "a8d0c1e5rw"})
    assert len(one) == len(other)
    assert sum(first != second for first, second in zip(one, other, strict=True)) <= 10 + 4


@pytest.mark.parametrize("value", [IDENTITY, "short", "much-too-long-to-be-one", "with\\slash", "éééééééééé"])
def test_what_is_no_identity_comes_out_all_the_same(value: str) -> None:
    objects = indexed(Mould(widgets(2), ()).filled({IDENTITY: value}))
    assert [objects[7], objects[8]] == [
        b"<</T%b/Rect[%d]>>" % (text_string(f"{value}/answer/hopes/p{each}"), 3**each) for each in range(2)
    ]


OPENING = '{"bank":"as always (so to say)","meeting":"'
NAMED = (
    Chunk((3,), b"<</T%b/V%b>>" % (open_string(f"{IDENTITY}/definition"), open_string(DEFINITION))),
    Chunk((4,), open_string(f"{NAMES[0]} picks: as always (so to say)")),
    Chunk((5,), open_string(f"{NAMES[1]} picks: as always (so to say)")),
)


@pytest.mark.parametrize("name", ["Ana", "Ana Lima (the first) \\ " * 9, "Ωμέγα", "ðñòóôõö÷øù", "ðñò", ""])
def test_what_is_personal_follows_what_is_alike_and_is_found_where_the_index_says(name: str) -> None:
    values = {IDENTITY: "k3f9a2b7xq", NAMES[0]: name, NAMES[1]: "Ben", DEFINITION: f'{OPENING}(1)"}}'}
    objects = indexed(Mould(widgets(5), NAMED, OPENING).filled(values))
    assert objects[9] == b"<</T(k3f9a2b7xq/answer/hopes/p2)/Rect[9]>>"
    assert objects[3] == b"<</T(k3f9a2b7xq/definition)/V%b>>" % text_string(values[DEFINITION])
    assert objects[4] == text_string(f"{name} picks: as always (so to say)")
    assert objects[5] == b"(Ben picks: as always \\(so to say\\))"


def indexed(body: bytes) -> dict[int, bytes]:
    """Return the objects of an object stream by their numbers."""
    data = inflated(body)
    first = int(re.findall(rb"/First (\d+)", body)[0])
    index = list(map(int, data[:first].split()))
    offsets = [*index[1::2], len(data) - first]
    return {
        number: data[first + offset : first + end].rstrip(b"\n")
        for number, offset, end in zip(index[::2], offsets, offsets[1:], strict=False)
    }


@pytest.mark.parametrize(
    ("text", "fits"),
    [(f"{IDENTITY}/name/p1", True), ("constant", True), (f"{IDENTITY}/{NAMES[0]}", False), (NAMES[0], False)],
)
def test_only_the_identity_fits_a_mould(text: str, fits: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert mouldable(b"<</T" + open_string(text) + b">>") is fits
