"""The samples are what the program makes today."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from generator.files.shipped import layout_names
from tests.pdf_dump import dump

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parent.parent / "samples"
MAKE = runpy.run_path(str(SAMPLES / "make.py"))
MOST_DIFFERENT = 0.01
"""The share of a picture's pixels that may differ, for PDFium's letters change a little with its version."""

ROUNDED = 2
"""Steps of 255 by which versions of Pillow may scale otherwise."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    cast("Callable[[Path], None]", MAKE["make_documents"])(folder)
    return folder


@pytest.mark.parametrize("name", MAKE["COMMANDS"])
def test_a_sample_document_is_made_the_same_again(name: str, made: Path) -> None:
    assert dump(made / name) == dump(SAMPLES / name)


def test_every_layout_has_a_picture_in_the_docs() -> None:
    page = (SAMPLES.parent / "docs" / "layouts.md").read_text("utf-8")
    for name in layout_names():
        assert f"layout-{name}.png" in MAKE["PICTURES"]
        assert f"![{name}](../samples/layout-{name}.png)" in page


def test_the_logo_of_the_sample_brand_is_what_the_script_draws(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
    chops = pytest.importorskip("PIL.ImageChops", reason="pillow is not installed")
    cast("Callable[[Path], None]", MAKE["make_logo"])(tmp_path)
    new, old = (cast("Image", image.open(folder / "logo.png")) for folder in (tmp_path, SAMPLES))
    assert (new.mode, new.size) == (old.mode, old.size) == ("RGBA", (330, 200))
    assert max(most for _, most in chops.difference(new, old).getextrema()) <= ROUNDED


def test_the_pictures_show_the_samples(made: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
    chops = pytest.importorskip("PIL.ImageChops", reason="pillow is not installed")
    pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    cast("Callable[[Path], None]", MAKE["make_pictures"])(made)
    for name in MAKE["PICTURES"]:
        new, old = (cast("Image", image.open(folder / name)).convert("L") for folder in (made, SAMPLES))
        assert new.size == old.size
        different = sum(chops.difference(new, old).histogram()[64:])
        assert different <= MOST_DIFFERENT * new.width * new.height, name
