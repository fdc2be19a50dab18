import zlib

import pytest

from generator.pdf.holes import open_string
from generator.pdf.moulding import Mould, mouldable
from generator.pdf.packing import OpenObject
from generator.standins import IDENTITY, NAMES


def widgets(count: int) -> tuple[OpenObject, ...]:
    """Objects that hold the identity, of different lengths, with the same words again and again."""
    return tuple(
        OpenObject(7 + each, b"<</T%b/Rect[%d]>>" % (open_string(f"{IDENTITY}/answer/hopes/p{each}"), 3**each))
        for each in range(count)
    )


def inflated(body: bytes) -> bytes:
    """The data of an object stream; its check sum is compared."""
    _, _, data = body.partition(b">>stream\n")
    return zlib.decompress(data.removesuffix(b"\nendstream"))


@pytest.mark.parametrize("identity", ["k3f9a2b7xq", "0000000000", "zzzzzzzzzz", "9/answer/h".replace("/", "x")])
@pytest.mark.parametrize("count", [1, 2, 60])
def test_every_identity_comes_out_of_the_mould_wherever_it_stands(identity: str, count: int) -> None:
    body = Mould(widgets(count)).filled(identity)
    assert body
    data = inflated(body)
    assert data.count(identity.encode()) == count
    assert all(b"(%b/answer/hopes/p%d)" % (identity.encode(), each) in data for each in range(count))


def test_copies_differ_in_no_more_than_the_identity_and_the_check_sum() -> None:
    mould = Mould(widgets(60))
    one, other = mould.filled("k3f9a2b7xq"), mould.filled("a8d0c1e5rw")
    assert one
    assert other
    assert len(one) == len(other)
    assert sum(first != second for first, second in zip(one, other, strict=True)) <= 10 + 4


@pytest.mark.parametrize("value", [IDENTITY, "short", "much-too-long-to-be-one", "with\\slash", "éééééééééé"])
def test_what_is_no_identity_does_not_fit(value: str) -> None:
    assert Mould(widgets(2)).filled(value) is None


@pytest.mark.parametrize(
    ("text", "fits"),
    [(f"{IDENTITY}/name/p1", True), ("constant", True), (f"{IDENTITY}/{NAMES[0]}", False), (NAMES[0], False)],
)
def test_only_the_identity_fits_a_mould(text: str, fits: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert mouldable(b"<</T" + open_string(text) + b">>") is fits
