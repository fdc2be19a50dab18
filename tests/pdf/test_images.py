import pytest
from pypdf.generic import DictionaryObject, StreamObject

from generator.model.brand import Image
from generator.pdf import NotConforming
from generator.typesetting.page import ARTIFACT, Pages, Picture, Rect, Tag
from tests.pdf.sheets import Sheet, archived, form, looked_up, opened, operators

COLOURED = Image(2, 2, 3, bytes(range(12)))
SEEN_THROUGH = Image(2, 1, 1, b"\x10\x20", b"\x00\xff")


def pictured(*images: Image, tag: Tag = Tag.FIGURE, alternative: str = "Two circles") -> Pages:
    sheet = Sheet()
    sheet.line(760, "Our logo", Tag.H1)
    for image in images:
        sheet.put(Picture(Rect(100, 600, 40, 20), image, sheet.element(tag, alternative=alternative)))
    return sheet.finished()


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
