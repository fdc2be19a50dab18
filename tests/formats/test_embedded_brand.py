"""The brand that documents carry: what was written is read back; what no brand's file could say is none."""

from __future__ import annotations

import json
import time
import zlib
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fonts.faces import FontFile
from generator.formats.embedded_brand import MOST_CHARACTERS, read_embedded_brand, serialise_brand
from generator.model.brand import Brand, Image, Logo
from generator.model.colour import Colour
from tests.typesetting.branding import TALL, WIDE, branded

BLUE = Colour(0x0B / 255, 0x4F / 255, 0x6C / 255)


@pytest.mark.parametrize(
    "brand",
    [
        Brand("T"),
        branded(),
        branded(image=TALL),
        Brand("Tandem", "Rua 12, Évora", "tandem.example", Logo(WIDE, "Zwei Kreise “☃”"), BLUE, Colour(0, 0, 0)),
    ],
)  # fmt: skip
def test_a_brand_is_read_back_as_it_was_written(brand: Brand) -> None:
    assert read_embedded_brand(serialise_brand(brand)) == brand


lines = st.text(st.characters(codec="utf-8"), max_size=300).map(lambda text: " ".join(text.split()))


@given(lines.filter(bool), lines, lines, st.tuples(*[st.integers(0, 110)] * 3))
@pytest.mark.slow
def test_any_words_and_dark_colours_are_read_back(
    organisation: str, contact: str, website: str, parts: tuple[int, int, int]
) -> None:
    brand = Brand(organisation, contact, website, accent=Colour(*(part / 255 for part in parts)))
    assert read_embedded_brand(serialise_brand(brand)) == brand


def test_how_to_return_a_worksheet_is_kept_and_files_from_before_have_none() -> None:
    brand = Brand("Tandem", returning="Save it, do not print it to PDF, and send it to us.")
    assert read_embedded_brand(serialise_brand(brand)) == brand
    assert "returning" not in serialise_brand(brand._replace(returning=""))


def test_a_typeface_is_named_and_left_out() -> None:
    text = serialise_brand(Brand("T", font=FontFile("Mine-Regular", bytes(99_999)), files=("/home/ana/mine.ttf",)))
    assert (len(text) < 300, "ana" in text) == (True, False)
    kept = read_embedded_brand(text)
    assert kept == Brand("T", typeface_left_out="Mine-Regular")
    assert kept is not None
    assert read_embedded_brand(serialise_brand(kept)) == kept


def altered(*path: str, to: object) -> str:
    data: dict[str, Any] = json.loads(serialise_brand(branded()._replace(accent=BLUE)))
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    if to is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return json.dumps(data)


def packed(samples: bytes) -> str:
    return b64encode(zlib.compress(samples)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "null", "[]", "[" * 100_000, " " * (MOST_CHARACTERS + 1),
        altered("format", to="x"), altered("version", to=2), altered("organisation", to=""),
        altered("organisation", to=None), altered("organisation", to="x" * 301), altered("organisation", to="a\nb"),
        altered("returning", to=7), altered("returning", to="x" * 301), altered("returning", to="a\nb"),
        altered("contact", to=7), altered("accent", to="#FFAA00"), altered("accent", to="red"),
        altered("logo", to="x"), altered("logo", "alternative", to=""), altered("logo", "size", to=[40, 10]),
        altered("logo", "size", to=[40, 10, 2]), altered("logo", "size", to=[40, 10, True]),
        altered("logo", "size", to=[41, 10, 3]), altered("logo", "size", to=[0, 10, 3]),
        altered("logo", "size", to=[100_000, 100_000, 3]), altered("logo", "samples", to=packed(bytes(1199))),
        altered("logo", "samples", to=packed(bytes(1201))), altered("logo", "samples", to="?"),
        altered("logo", "samples", to=b64encode(b"damaged").decode()), altered("logo", "samples", to=None),
        altered("logo", "alpha", to=packed(bytes(399))), altered("logo", "alpha", to=9),
    ],
    ids=range(33),
)  # fmt: skip
def test_what_no_brand_s_file_could_say_is_none(text: str) -> None:
    assert read_embedded_brand(text) is None


@pytest.mark.slow
def test_a_logo_that_swells_is_refused_at_once() -> None:
    swollen = altered("logo", "samples", to=packed(bytes(200_000_000)))
    before = time.process_time()
    assert read_embedded_brand(swollen) is None
    assert time.process_time() - before < 0.5


def test_a_logo_without_transparency_has_none() -> None:
    brand = Brand("T", logo=Logo(Image(2, 1, 1, b"\0\1"), "x"))
    assert read_embedded_brand(serialise_brand(brand)) == brand
