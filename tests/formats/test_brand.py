"""Brands: what they hold, and every way in which one cannot be used, told at its place."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PIL", reason="needs the extra brand")
pytest.importorskip("fontTools", reason="needs the extra brand")
pytest.importorskip("resvg_py", reason="needs the extra brand")
pytest.importorskip("cssselect2", reason="needs the extra brand")

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped] # fontTools has no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # fontTools has no types
from fontTools.ttLib.tables.TupleVariation import TupleVariation  # type: ignore[import-untyped] # no types
from PIL import Image as Pillow

from generator.errors import InvalidInput
from generator.fonts import read
from generator.formats.brand import path_beside, read_brand
from generator.model.brand import Brand
from generator.model.colour import Colour

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model.brand import Image

LOGO = 'organisation: Tandem\nlogo: {file: FILE, alternative: "Two circles"}\n'
FONT = "organisation: Tandem\nfont: mine.ttf\n"
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">INNER</svg>'


def png(picture: Pillow.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def brand_in(folder: Path, text: str, **files: bytes) -> Brand:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return read_brand(text.encode(), str(folder / "b.yaml"))


def refusal(folder: Path, text: str, **files: bytes) -> str:
    with pytest.raises(InvalidInput) as refused:
        brand_in(folder, text, **files)
    (problem,) = refused.value.problems
    return str(problem._replace(source="b.yaml"))


def logo_of(folder: Path, name: str, content: bytes) -> Image:
    (folder / name).write_bytes(content)
    logo = brand_in(folder, LOGO.replace("FILE", name)).logo
    assert logo
    assert logo.alternative == "Two circles"
    return logo.image


def logo_refusal(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return refusal(folder, LOGO.replace("FILE", name))


def test_a_brand_needs_no_more_than_a_name(tmp_path: Path) -> None:
    brand = brand_in(tmp_path, "organisation: ' Tandem   Coaching '\n")
    assert brand.organisation == "Tandem Coaching"
    assert brand == Brand("Tandem Coaching")


def test_a_brand_says_in_one_line_how_to_return_a_worksheet(tmp_path: Path) -> None:
    text = "organisation: T\nreturning: |\n  Save it, do not print it to PDF,\n  and send it to [us](x) <b>.\n"
    said = "Save it, do not print it to PDF, and send it to [us](x) <b>."
    assert brand_in(tmp_path, text) == Brand("T", returning=said)


def test_a_brand_has_two_colours(tmp_path: Path) -> None:
    brand = brand_in(tmp_path, 'organisation: T\ncolours: {accent: "#7A1E2C", second: "#000000"}\n')
    assert brand.accent == Colour(0x7A / 255, 0x1E / 255, 0x2C / 255)
    assert brand.second == Colour(0, 0, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("contact: x\n", "b.yaml:1:1: missing key 'organisation'. Add it: Its name, at the head of the first page."),
        ("organisation: T\nlgoo: {}\n", "b.yaml:2:1: unknown key 'lgoo'. Did you mean 'logo'?"),
        ("organisation: T\nlogo: {file: a.png}\n", "b.yaml:2:7: missing key 'alternative' in 'logo'. Add it: What is "),
        ("organisation: T\nlogo: {file: a.png, alternative: ''}\n", "b.yaml:2:34: 'alternative' has 0 characters"),
        ("organisation: " + "x" * 301, "b.yaml:1:15: 'organisation' has 301 characters, and may have 300."),
        ("organisation: T\nreturning: " + "x" * 301, "b.yaml:2:12: 'returning' has 301 characters, and may have 300."),
        ("organisation: T\ncolours: {accent: red}\n", "b.yaml:2:19: 'accent' must be a colour such as"),
        ('organisation: T\ncolours:\n  accent: "#FFAA00"\n',
         "b.yaml:3:11: 'accent' #FFAA00 has a contrast of 1.9:1 on white. WCAG 2.2 (1.4.3, level AA) asks for 4.5:1; the nearest of its hue is #A16B00."),  # noqa: E501 - a sentence
        ("organisation: T\nfont: ../x.ttf\n", "b.yaml:2:7: ../x.ttf is not beside the file that names it."),
        ("organisation: T\nfont: /etc/passwd\n", "b.yaml:2:7: /etc/passwd is not beside the file that names it."),
        ("organisation: T\nfont: C:\\x.ttf\n", "b.yaml:2:7: C:\\x.ttf is not beside the file that names it."),
        ("organisation: T\nfont: none.ttf\n", "b.yaml:2:7: none.ttf: there is no such file."),
        ("organisation: T\nfont: .\n", "b.yaml:2:7: .: is a folder."),
        ("", "b.yaml:1:1: the file must be a mapping of keys to values"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(tmp_path: Path, text: str, told: str) -> None:
    assert refusal(tmp_path, text).startswith(told)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = LOGO.replace("FILE", "no.png") + 'colours: {accent: "#EEEEEE", second: "#DDDDDD"}\nfont: no\n'
    with pytest.raises(InvalidInput) as refused:
        brand_in(tmp_path, text)
    assert [problem.line for problem in refused.value.problems] == [2, 3, 3, 4]


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png(Pillow.new("RGB", (4, 4))))
    folder = tmp_path / "brand"
    folder.mkdir()
    (folder / "logo.png").symlink_to(tmp_path / "secret.png")
    assert "b.yaml:2:14: logo.png leads out of its folder." in refusal(folder, LOGO.replace("FILE", "logo.png"))
    (folder / "b.yaml").symlink_to(tmp_path / "secret.png")
    with pytest.raises(InvalidInput, match="leads out of its folder"):
        path_beside(str(folder / "roster.csv"), "b.yaml")


# Pictures


@pytest.mark.parametrize(
    ("mode", "colour", "channels", "first"),
    [
        ("RGB", (255, 0, 9), 3, b"\xff\0\x09"),
        ("L", 77, 1, b"\x4d"),
        ("1", 0, 1, b"\0"),
        ("P", 0, 3, b"\0\0\0"),
        ("I;16", 0x4D00, 1, b"\x4d"),
    ],
)
def test_a_png_of_any_kind_becomes_8_bits_of_grey_or_srgb(
    tmp_path: Path, mode: str, colour: int | tuple[int, ...], channels: int, first: bytes
) -> None:
    image = logo_of(tmp_path, "logo.png", png(Pillow.new(mode, (6, 3), colour)))
    assert (image.width, image.height, image.channels, image.alpha) == (6, 3, channels, b"")
    assert image.samples[:channels] == first
    assert len(image.samples) == 6 * 3 * channels


def test_transparency_is_kept_and_left_out_where_there_is_none(tmp_path: Path) -> None:
    seen = Pillow.new("RGBA", (4, 2), (10, 20, 30, 128))
    image = logo_of(tmp_path, "logo.png", png(seen))
    assert (image.samples[:3], image.alpha) == (bytes((10, 20, 30)), b"\x80" * 8)
    assert logo_of(tmp_path, "logo.png", png(Pillow.new("RGBA", (4, 2), (1, 2, 3, 255)))).alpha == b""
    grey = Pillow.new("LA", (4, 2), (9, 0))
    grey.putpixel((1, 1), (9, 255))
    assert logo_of(tmp_path, "logo.png", png(grey)).alpha == b"\0" * 5 + b"\xff" + b"\0" * 2


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_of_any_colours_is_taken(tmp_path: Path, mode: str) -> None:
    image = logo_of(tmp_path, "logo.JPG", png(Pillow.new("RGB", (20, 10), "red").convert(mode), "JPEG"))
    assert (image.width, image.height, image.channels) == (20, 10, 1 if mode == "L" else 3)


def test_a_large_picture_is_kept_as_large_as_print_needs(tmp_path: Path) -> None:
    image = logo_of(tmp_path, "logo.png", png(Pillow.new("L", (2400, 1200))))
    assert (image.width, image.height) == (800, 400)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""
    chunks = (
        (b"IHDR", struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(99))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data)) for kind, data in chunks
    )


GOOD = png(Pillow.effect_noise((64, 64), 90))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("logo.png", GOOD[: len(GOOD) // 2], "logo.png is a damaged PNG file ("),
        ("logo.jpg", png(Pillow.effect_noise((64, 64), 90), "JPEG")[:500], "logo.jpg is a damaged JPEG file ("),
        ("logo.png", bomb(60_000, 60_000), "logo.png has too many pixels. Scale it down: 25 million at most."),
        ("logo.png", bomb(6_000, 6_000), "logo.png has too many pixels. Scale it down: 25 million at most."),
        ("logo.png", bomb(4_000, 10), "logo.png has 4,000 x 10 pixels, too long for its height."),
        ("logo.jpg", GOOD, "logo.jpg is PNG, though its name says JPEG. Rename it to what it is."),
        ("logo.png", b"%PDF-1.7", "logo.png is no PNG file. Export the logo as PNG, JPEG or SVG."),
        ("logo.png", b"", "logo.png is no PNG file."),
        ("logo.gif", b"GIF89a", "logo.gif is not named as a picture."),
        ("logo.png", GOOD + bytes(5_000_001), "logo.png: is larger than 5 MB."),
    ],
    ids=range(10),
)  # fmt: skip
def test_a_hostile_picture_is_refused(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    assert f"b.yaml:2:14: {told}" in logo_refusal(tmp_path, name, content)


def test_an_svg_is_drawn_with_its_transparency(tmp_path: Path) -> None:
    svg = SQUARE.replace("INNER", '<rect width="10" height="10" fill="#f00"/>')
    image = logo_of(tmp_path, "logo.svg", svg.encode())
    assert (image.width, image.height, image.channels) == (800, 400, 3)
    assert image.samples[:3] == b"\xff\0\0"
    assert (image.alpha[0], image.alpha[-1]) == (255, 0)


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ('<image href="file:///etc/passwd"/>', "has an element 'image', which is not taken, in line 1"),
        ("<text>T</text>", "has an element 'text', which is not taken, in line 1. Save it as a plain SVG"),
        ("<script>1</script>", "has an element 'script'"),
        ('<use href="other.svg#a"/>', "refers to another file in line 1"),
        ('<rect fill="url(http://x/y)"/>', "refers to another file in line 1"),
        ("<style>@import 'x.css';</style>", "has a style that refers to another file in line 1"),
        ('<defs><g id="a"><use href="#a"/></g></defs>', "has a 'g' that is made of itself in line 1"),
        ("<g>" * 60 + "</g>" * 60, "is nested too deeply in line 1"),
        ("<g/>" * 5_001, "has more than 5,000 elements in line 1"),
        ("<g>", "is a damaged SVG file (mismatched tag"),
    ],
)
def test_a_hostile_svg_is_refused(tmp_path: Path, inner: str, told: str) -> None:
    assert f"b.yaml:2:14: logo.svg {told}" in logo_refusal(
        tmp_path, "logo.svg", SQUARE.replace("INNER", inner).encode()
    )


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (64, 64), (601, 299)])
def test_what_is_transparent_has_the_colours_next_to_it(tmp_path: Path, size: tuple[int, int]) -> None:
    seen = Pillow.new("RGBA", size, (0, 0, 0, 0))
    seen.putpixel((size[0] // 2, size[1] // 2), (255, 179, 59, 255))
    seen.putpixel((0, 0), (255, 179, 59, 200))
    image = logo_of(tmp_path, "logo.png", png(seen))
    near = [max(abs(channel - wanted) for channel, wanted in zip(pixel, (255, 179, 59), strict=True))
            for pixel in zip(*(image.samples[band::3] for band in range(3)), strict=True)]  # fmt: skip
    assert max(near) <= 4
    assert image.alpha == seen.getchannel("A").tobytes()


def test_grey_that_is_transparent_has_the_grey_next_to_it(tmp_path: Path) -> None:
    seen = Pillow.new("LA", (30, 20), (0, 0))
    seen.paste((200, 255), (10, 5, 20, 15))
    image = logo_of(tmp_path, "logo.png", png(seen))
    assert (min(image.samples) >= 198, max(image.samples), image.channels) == (True, 200, 1)


def test_each_colour_stands_around_its_own_edge(tmp_path: Path) -> None:
    seen = Pillow.new("RGBA", (60, 20), (0, 0, 0, 0))
    seen.paste((200, 0, 0, 255), (0, 5, 20, 15))
    seen.paste((0, 0, 200, 255), (40, 5, 60, 15))
    image = logo_of(tmp_path, "logo.png", png(seen))
    row = image.samples[3 * 60 * 10 :]
    assert (row[3 * 20] > 150, row[3 * 20 + 2] < 50) == (True, True)
    assert (row[3 * 39] < 50, row[3 * 39 + 2] > 150) == (True, True)


def test_a_picture_that_nobody_would_see_is_refused(tmp_path: Path) -> None:
    white, clear = Pillow.new("RGB", (9, 9), "white"), Pillow.new("RGBA", (9, 9), (0, 0, 0, 0))
    assert "logo.png cannot be seen on white paper. Give the logo as" in logo_refusal(tmp_path, "logo.png", png(white))
    assert "logo.jpg cannot be seen on white" in logo_refusal(tmp_path, "logo.jpg", png(white, "JPEG"))
    assert "logo.png is empty: all of it is transparent." in logo_refusal(tmp_path, "logo.png", png(clear))


# Typefaces


def typeface(**changes: int) -> bytes:
    font = TTFont(io.BytesIO(read("AtkinsonHyperlegibleNext-Regular.ttf")), recalcTimestamp=False)
    for key, value in changes.items():
        setattr(font["OS/2"], key, value)
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def test_a_typeface_is_taken_under_its_own_name(tmp_path: Path) -> None:
    brand = brand_in(tmp_path, FONT, mine_ttf=typeface())
    assert brand.font
    assert brand.font.name == "AtkinsonHyperlegibleNext-Regular"


@pytest.mark.slow
@pytest.mark.parametrize("kind", [0, 4, 8])
def test_a_typeface_that_may_be_embedded_for_print_is_taken(tmp_path: Path, kind: int) -> None:
    assert brand_in(tmp_path, FONT, mine_ttf=typeface(fsType=kind)).font


WHOLE = typeface()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (typeface(fsType=2), "mine.ttf forbids to be embedded in documents. Use a typeface whose licence allows it."),
        (typeface(fsType=0x100), "mine.ttf forbids to be embedded in parts."),
        (b"OTTO" + WHOLE[4:], "mine.ttf is OpenType with PostScript outlines. Give a TrueType file (.ttf)."),
        (b"wOF2" + WHOLE[4:], "mine.ttf is a WOFF file."),
        (b"ttcf" + WHOLE[4:], "mine.ttf is a collection of typefaces."),
        (b"hello", "mine.ttf is no TrueType file."),
        (b"", "mine.ttf is no TrueType file."),
        (WHOLE[:200], "mine.ttf is damaged (it is cut off). Get the file again from who made it."),
        (WHOLE[:-20_000], "mine.ttf is damaged (it is cut off)."),
        (b"\0\1\0\0\0\0" + bytes(6), "mine.ttf lacks the table 'cmap'."),
        (WHOLE.replace(b"glyf", b"glyx"), "mine.ttf lacks the table 'glyf'."),
        (WHOLE + bytes(5_000_000), "mine.ttf: is larger than 5 MB."),
    ],
    ids=range(12),
)
def test_a_typeface_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    assert f"b.yaml:2:7: {told}" in refusal(tmp_path, FONT, mine_ttf=content)


def test_a_typeface_without_latin_letters_is_refused(tmp_path: Path) -> None:
    font = TTFont(io.BytesIO(WHOLE), recalcTimestamp=False)
    for table in font["cmap"].tables:
        table.cmap.pop(ord("q"), None)
    file = io.BytesIO()
    font.save(file)
    assert "mine.ttf has no letter 'q'." in refusal(tmp_path, FONT, mine_ttf=file.getvalue())


def test_a_glyph_that_is_made_of_itself_is_refused(tmp_path: Path) -> None:
    font = TTFont(io.BytesIO(WHOLE), recalcBBoxes=False, recalcTimestamp=False)
    composite = font["glyf"]["Aacute"]
    composite.components[0].glyphName = "Aacute"
    file = io.BytesIO()
    font.save(file)
    assert "mine.ttf is damaged (the glyph '" in refusal(tmp_path, FONT, mine_ttf=file.getvalue())


def variable(least: int, default: int, most: int) -> bytes:
    """Return a typeface whose letters are 1 unit wider for each step of weight above the default's."""
    font = TTFont(io.BytesIO(WHOLE), recalcTimestamp=False)
    builder = FontBuilder(font=font)
    builder.setupFvar([("wght", least, default, most, "Weight"), ("wdth", 50, 100, 100, "Width")], [])
    points = {name: len(part.components) if part.isComposite() else len(getattr(part, "coordinates", ()))
              for name in font.getGlyphOrder() for part in [font["glyf"][name]]}  # fmt: skip
    wider = {name: [(0, 0)] * count + [(0, 0), (most - default, 0), (0, 0), (0, 0)] for name, count in points.items()}
    builder.setupGvar({name: [TupleVariation({"wght": (0, 1, 1)}, deltas)] for name, deltas in wider.items()})
    font["name"].setName("Mine Thin", 1, 3, 1, 0x409)
    font["name"].setName("Mine", 16, 3, 1, 0x409)
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("axis", "wider", "weight"), [((100, 100, 900), 300, 400), ((300, 400, 700), 0, 400), ((500, 500, 900), 0, 500)]
)
def test_a_variable_typeface_is_set_in_its_regular_weight(
    tmp_path: Path, axis: tuple[int, int, int], wider: int, weight: int
) -> None:
    found = brand_in(tmp_path, FONT, mine_ttf=variable(*axis)).font
    assert found
    assert found.name == "Mine-Regular"
    font, before = TTFont(io.BytesIO(found.data)), TTFont(io.BytesIO(WHOLE))
    widths = [one["hmtx"][one.getBestCmap()[ord("A")]][0] for one in (font, before)]
    assert widths[0] - widths[1] == wider
    assert font["OS/2"].usWeightClass == weight
    assert "fvar" not in font


def test_a_damaged_variable_typeface_is_refused(tmp_path: Path) -> None:
    content = variable(100, 100, 900)
    place = content.index(b"fvar", 300) if b"fvar" in content[300:] else content.index(b"fvar")
    offset = int.from_bytes(content[place + 8 : place + 12], "big")
    damaged = content[: offset + 4] + b"\xff" * 12 + content[offset + 16 :]
    assert "mine.ttf is damaged (" in refusal(tmp_path, FONT, mine_ttf=damaged)


@pytest.mark.parametrize("seed", range(40))
def test_a_scrambled_typeface_is_taken_or_refused_and_nothing_else(tmp_path: Path, seed: int) -> None:
    content = bytearray(WHOLE)
    for number in range(60):
        content[(seed * 7919 + number * 104_729) % len(content)] ^= 1 + (seed + number) % 255
    try:
        brand_in(tmp_path, FONT, mine_ttf=bytes(content))
    except InvalidInput as refused:
        assert [problem.line for problem in refused.problems] == [2]  # noqa: PT017 - either is right
