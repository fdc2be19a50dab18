from __future__ import annotations

import io

import pytest
from pypdf.generic import DictionaryObject, StreamObject

from generator.formats.picture import read_picture
from generator.model.brand import Image
from generator.pdf import NotConforming
from generator.typesetting.page import ARTIFACT, Pages, Picture, Rect, Tag
from tests.pdf.sheets import Sheet, archived, form, looked_up, opened, operators

ORANGE = (255, 179, 59, 255)
COLOURED = Image(2, 2, 3, bytes(range(12)))
SEEN_THROUGH = Image(2, 1, 1, b"\x10\x20", b"\x00\xff")


def pictured(*images: Image, tag: Tag = Tag.FIGURE, alternative: str = "Two circles") -> Pages:
    sheet = Sheet()
    sheet.line(760, "Our logo", Tag.H1)
    for image in images:
        sheet.put(Picture(Rect(100, 600, 40, 20), image, sheet.element(tag, alternative=alternative)))
    return sheet.finished()


def fringed_logo() -> Image:
    """Return a disc as many programs save it: black where it is transparent."""
    pillow = pytest.importorskip("PIL.Image", reason="needs the extra brand")
    draw = pytest.importorskip("PIL.ImageDraw", reason="needs the extra brand")
    disc = pillow.new("L", (1200, 600), 0)
    draw.Draw(disc).ellipse((90, 30, 600, 570), fill=255)
    mask = disc.resize((600, 300))
    logo = pillow.new("RGBA", mask.size, (0, 0, 0, 0))
    logo.paste(ORANGE, mask=mask.point(lambda alpha: 255 if alpha else 0))
    logo.putalpha(mask)
    file = io.BytesIO()
    logo.save(file, "PNG")
    return read_picture(file.getvalue(), "logo.png")


def least_red(page: bytes, dpi: int) -> int:
    """Return how dark the red of the logo and what is around it gets, as PDFium draws it: 255 without a fringe."""
    pdfium = pytest.importorskip("pypdfium2", reason="needs the extra preview")
    document = pdfium.PdfDocument(page)
    try:
        drawn = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()
    scale, height = dpi / 72, drawn.height
    return int(drawn.crop((int(95 * scale), height - int(625 * scale), int(145 * scale), height - int(595 * scale)))
               .getextrema()[0][0])  # fmt: skip


@pytest.mark.parametrize("dpi", [40, 72, 96, 150, 300])
def test_nothing_grey_stands_around_a_logo(dpi: int) -> None:
    assert least_red(form(pictured(fringed_logo())), dpi) >= 252


def images(data: bytes) -> list[StreamObject]:
    found = looked_up(opened(data).pages[0], "/Resources", "/XObject")
    assert isinstance(found, DictionaryObject)
    streams = [each.get_object() for each in found.values()]
    return [each for each in streams if isinstance(each, StreamObject)]


def test_a_picture_is_drawn_where_it_was_placed() -> None:
    assert "/Figure<</MCID 1>>BDC\nq 40 0 0 20 100 600 cm /I1 Do Q" in operators(form(pictured(COLOURED)))


def test_a_picture_keeps_its_samples() -> None:
    (image,) = images(form(pictured(COLOURED)))
    assert [str(image[key]) for key in ("/Width", "/Height", "/ColorSpace")] == ["2", "2", "/DeviceRGB"]
    assert image.get_data() == COLOURED.samples
    assert "/SMask" not in image


def test_what_can_be_seen_through_has_a_soft_mask() -> None:
    (image,) = images(archived(pictured(SEEN_THROUGH)))
    mask = image["/SMask"].get_object()
    assert isinstance(mask, StreamObject)
    assert [str(each["/ColorSpace"]) for each in (image, mask)] == ["/DeviceGray"] * 2
    assert mask.get_data() == SEEN_THROUGH.alpha


def test_a_picture_that_stands_twice_is_written_once() -> None:
    data = form(pictured(COLOURED, SEEN_THROUGH, COLOURED))
    assert len(images(data)) == 2
    assert operators(data).count("/I1 Do") == 2


def test_a_figure_tells_what_it_shows_and_where_it_stands() -> None:
    kids = looked_up(opened(form(pictured(COLOURED))).root_object, "/StructTreeRoot", "/K", "/K")
    figure = kids[1].get_object()  # type: ignore[index] # an array
    assert (figure["/S"], figure["/Alt"]) == ("/Figure", "Two circles")
    assert figure["/A"]["/O"] == "/Layout"
    assert [float(each) for each in figure["/A"]["/BBox"]] == [100, 600, 140, 620]


@pytest.mark.parametrize(
    ("pages", "what"),
    [
        (pictured(COLOURED, alternative=""), "a drawing's element has no alternative text"),
        (pictured(COLOURED, tag=Tag.P), "a picture's element is no figure"),
    ],
)
def test_a_picture_that_cannot_be_read_aloud_is_a_violation(pages: Pages, what: str) -> None:
    with pytest.raises(NotConforming, match=what):
        form(pages)


def test_a_picture_may_be_an_artifact() -> None:
    sheet = Sheet()
    sheet.line(760, "Our logo", Tag.H1)
    sheet.put(Picture(Rect(100, 600, 40, 20), COLOURED, ARTIFACT))
    assert "/Artifact BMC\nq 40 0 0 20 100 600 cm" in operators(form(sheet.finished()))
