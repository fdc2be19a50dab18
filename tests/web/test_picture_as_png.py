"""Pictures for the screen, as Pillow reads them."""

from __future__ import annotations

import base64
import io
import random

import pytest
from PIL import Image as Pillow

from generator.model.brand import Image
from generator.web.picture_as_png import encode_as_data_url, encode_as_png

WIDTH, HEIGHT = 13, 7


def make_noise(channels: int) -> bytes:
    """Return samples, the same each time."""
    return random.Random(channels).randbytes(WIDTH * HEIGHT * channels)  # noqa: S311 - no secret


@pytest.mark.parametrize("alpha", [b"", make_noise(2)[: WIDTH * HEIGHT]], ids=["opaque", "see-through"])
@pytest.mark.parametrize("channels", [1, 3], ids=["grey", "colours"])
def test_every_sample_is_kept(channels: int, alpha: bytes) -> None:
    image = Image(WIDTH, HEIGHT, channels, make_noise(channels), alpha)
    found = Pillow.open(io.BytesIO(encode_as_png(image)))
    assert found.size == (WIDTH, HEIGHT)
    assert found.mode == {(1, False): "L", (3, False): "RGB", (1, True): "LA", (3, True): "RGBA"}[channels, bool(alpha)]
    if not alpha:
        assert found.tobytes() == image.samples
        return
    assert found.getchannel("A").tobytes() == alpha
    assert found.convert({1: "L", 3: "RGB"}[channels]).tobytes() == image.samples


def test_a_picture_is_its_own_address() -> None:
    image = Image(WIDTH, HEIGHT, 3, make_noise(3))
    kind, _, data = encode_as_data_url(image).partition(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(data) == encode_as_png(image)
